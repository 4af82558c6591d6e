"""Classes a form offers: boxes with and without a tick, menus, "Osteoporosis: no"."""

from collections.abc import Sequence
from enum import Enum

from parsers.narrative.clinical.polarity import Polarity, tick_of
from parsers.narrative.language.tokens import Token

_YES = frozenset(["yes", "y", "ja", "oui", "si", "sim"])
_NO = frozenset(["no", "n", "nein", "non", "nao", "nee"])
"""Answers of forms, in plain letters."""
_ENDS = frozenset([".", ",", ";"])


class Choice(Enum):
    """What a form says of a class it offers."""

    MADE = "made"
    DENIED = "denied"
    OPEN = "open"
    """Offered and not chosen, which denies nothing either."""


def choice_at(tokens: Sequence[Token], place: int) -> Choice | None:
    """Return what a form says of the class at a place; None where none of it is a form."""
    ticked = tick_of(tokens, place)
    if ticked is not None:
        return Choice.MADE if ticked is Polarity.STATED else Choice.OPEN
    return Choice.OPEN if _is_on_menu(tokens, place) else _answer(tokens, place)


def _is_on_menu(tokens: Sequence[Token], place: int) -> bool:
    """Whether another class stands beside a slash: "normal / osteopenia"; "low bone density/osteopenia" is one."""
    ahead, behind = tokens[max(0, place - 2) : place], tokens[place + 1 : place + 3]
    return any(
        len(pair) == 2 and pair[slash].text == "/" and _is_another(pair[1 - slash], tokens[place])  # noqa: PLR2004 - a slash and a class
        for pair, slash in ((ahead, 1), (behind, 0))
    )


def _is_another(token: Token, than: Token) -> bool:
    names = {tag for tag in token.tags if tag.startswith("classes:")}
    return bool(names) and not names & than.tags


def _answer(tokens: Sequence[Token], place: int) -> Choice | None:
    texts = [token.text for token in tokens[place + 1 : place + 5]]
    answer = texts[1:] if texts[:1] == [":"] else texts
    if answer[1:2] == ["/"] and {answer[0], *answer[2:3]} <= _YES | _NO:
        return Choice.OPEN
    if answer is texts or not answer or (answer[1:2] and answer[1] not in _ENDS):
        return None
    if answer[0] in _NO:
        return Choice.DENIED
    return Choice.MADE if answer[0] in _YES else None
