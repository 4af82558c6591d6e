"""Classes a form offers: boxes with and without a tick, menus, "Osteoporosis: no"."""

from collections.abc import Sequence
from enum import Enum
from itertools import takewhile

from parsers.narrative.clinical.boxes import Box, answer_in_boxes, box_of, is_among_options
from parsers.narrative.clinical.polarity import Polarity, tick_of
from parsers.narrative.language.tokens import Token

_YES = frozenset(["yes", "y", "ja", "oui", "si", "sim"])
_NO = frozenset(["no", "n", "nein", "non", "nao", "nee"])
"""Answers of forms, in plain letters."""
_ENDS = frozenset([".", ",", ";"])
_BRACKETS = frozenset(["[", "]"])
_ASKED = 4
"""Tokens before a class within which a question may be about more than it."""
_BESIDE = 4
"""Tokens of "] / [" and a class."""


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
    if _is_on_menu(tokens, place):
        return Choice.OPEN
    boxed = answer_in_boxes(tokens, place)
    told = _answer(tokens, place) if boxed is None else Choice.MADE if boxed else Choice.DENIED
    return Choice.OPEN if told is not None and _asks_for_more(tokens, place) else told


def _asks_for_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether a question is about more than the class: "Treatment for osteoporosis: yes", "Family history of"."""
    before = takewhile(
        lambda token: token.text not in {".", ";", ":"}, reversed(tokens[max(0, place - _ASKED) : place])
    )
    return any(token.is_a("hedge", "family", "general:person") for token in before)


def is_chosen(tokens: Sequence[Token]) -> bool:
    """Return whether a box is ticked at a class, so that a list of classes is no legend."""
    return any(token.key("classes") and box_of(tokens, at) is Box.TICKED for at, token in enumerate(tokens))


def is_offered_normal(tokens: Sequence[Token], place: int) -> bool:
    """Return whether "normal" is an option with a box beside the other classes: "[x] Normal  [ ] Osteopenia"."""
    boxed = box_of(tokens, place) is not None
    return boxed and is_among_options(tokens, place, ("classes:osteopenia", "classes:osteoporosis"))


def _is_on_menu(tokens: Sequence[Token], place: int) -> bool:
    """Whether another class stands beside a slash, or right beside it: "normal / osteopenia", "[normal] [osteopenia]".

    "Low bone density/osteopenia" is one class.
    """
    ahead = [token for token in tokens[max(0, place - _BESIDE) : place] if not _is_beside_option(token)]
    behind = [token for token in tokens[place + 1 : place + 1 + _BESIDE] if not _is_beside_option(token)]
    near = [*(ahead[-2:-1] if _is_slash(ahead[-1:]) else ahead[-1:])]
    near += behind[1:2] if _is_slash(behind[:1]) else behind[:1]
    return any(_is_another(token, tokens[place]) for token in near)


def _is_beside_option(token: Token) -> bool:
    """Whether a token is a bracket around an option, or the density in "osteopenia / bone density normal"."""
    return token.text in _BRACKETS or token.key("labels") == "bmd"


def _is_slash(tokens: Sequence[Token]) -> bool:
    return [token.text for token in tokens] == ["/"]


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
