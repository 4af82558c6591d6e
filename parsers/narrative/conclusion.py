"""The report's own conclusion: normal, osteopenia or osteoporosis, as it says itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.narrative.tokens import Token

_RANK = ("normal", "osteopenia", "osteoporosis")
_REACH = 8
_STOPS = frozenset([".", ";", ":"])


@dataclass(frozen=True, slots=True)
class Stated:
    """One class the text asserts."""

    name: str
    token: Token
    of_site: bool
    """True if it is said of one site, not of the patient."""


def asserted(tokens: Sequence[Token]) -> tuple[Stated, ...]:
    """Return the classes a sentence asserts: not denied, not asked for, not feared, not defined."""
    if _defines(tokens):
        return ()
    has_site = any(token.is_a("site", "levels", "row", "places:other_site") for token in tokens)
    return tuple(
        Stated(name, token, has_site)
        for place, token in enumerate(tokens)
        if (name := _class_of(tokens, place)) and not _is_denied(tokens, place) and not _is_earlier(tokens, place)
    )


def conclusion(impression: Iterable[Sequence[Token]], rest: Iterable[Sequence[Token]]) -> tuple[Stated | None, bool]:
    """Return what the report concludes, and whether it contradicts itself.

    The impression is asked first. A class said of the patient wins over classes said of sites; of those the worst
    one stands for the report.
    """
    for sentences in (impression, rest):
        stated = [one for tokens in sentences for one in asserted(tokens)]
        overall = [one for one in stated if not one.of_site]
        if len({one.name for one in overall}) > 1:
            return None, True
        if overall:
            return overall[0], False
        if stated:
            return max(stated, key=lambda one: _RANK.index(one.name)), False
    return None, False


def _class_of(tokens: Sequence[Token], place: int) -> str | None:
    token = tokens[place]
    if token.is_a("classes:not_a_class"):
        return None
    name = next((name for name in reversed(_RANK) if token.is_a(f"classes:{name}")), None)
    if name or not token.is_a("classes:bare_normal"):
        return name
    return "normal" if _is_about_density(tokens, place) else None


def _is_about_density(tokens: Sequence[Token], place: int) -> bool:
    """Whether a bare "normal" speaks of the density: "(normal)" behind a score, "Classification: normal", "Normal."."""
    words = [token for token in tokens if not token.is_a("punctuation")]
    if len(words) == 1:
        return True
    before, after = tokens[place - 1 : place], tokens[place + 1 : place + 2]
    bracketed = bool(before) and before[0].text == "(" and bool(after) and after[0].text == ")"
    scored = any(token.key("labels") in {"t_score", "bmd"} for token in tokens[:place])
    follows = bool(after) and (after[0].text in {".", ",", ";"} or after[0].is_a("and"))
    ends = not after or follows
    return scored and (bracketed or ends)


def _defines(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is a legend: it defines classes, or names two of them beside bounds."""
    names = {
        tag for token in tokens for tag in token.tags if tag in {f"classes:{name}" for name in (*_RANK, "bare_normal")}
    }
    bounds = any(token.is_a("bound", "bound_after", "between", "compare_sign") for token in tokens)
    has_number = any(token.is_a("number") for token in tokens)
    legend = any(token.is_a("labels:legend") for token in tokens)
    opens = next((token for token in tokens if not token.is_a("punctuation")), None)
    sited = any(token.is_a("site", "levels") for token in tokens)
    colon = len(tokens) > 1 and tokens[1].text in {":", "="} and not sited
    opens_with_class = opens is not None and opens.key("classes") is not None and (bounds or colon) and has_number
    general = legend and ((has_number and (bounds or not sited)) or len(names) > 1)
    ranged = has_number and not sited and any(token.is_a("between", "general:who") for token in tokens)
    return general or ranged or opens_with_class or (len(names) > 1 and bounds and has_number)


def _is_denied(tokens: Sequence[Token], place: int) -> bool:
    before = _clause_before(tokens, place)
    if any(token.is_a("not") for token in before) or any(
        token.is_a("hedge", "family", "labels:threshold") for token in before
    ):
        return True
    after = _clause_after(tokens, place)
    if any(token.is_a("not_after") for token in after):
        return True
    return bool(after) and after[0].text == "?"


def _is_earlier(tokens: Sequence[Token], place: int) -> bool:
    return any(token.is_a("prior", "earlier") for token in _clause_before(tokens, place)[-3:])


def _clause_before(tokens: Sequence[Token], place: int) -> list[Token]:
    clause: list[Token] = []
    for token in reversed(tokens[max(0, place - _REACH) : place]):
        if token.text in _STOPS or token.is_a("contrast"):
            break
        # "osteopenia, not osteoporosis": a comma ends what was said before, but not "no osteopenia, osteoporosis".
        if token.text == "," and not _is_enumeration(tokens, place):
            break
        clause.append(token)
    return clause


def _is_enumeration(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1] if place else None
    return before is not None and (before.text == "," or before.is_a("and"))


def _clause_after(tokens: Sequence[Token], place: int) -> list[Token]:
    clause: list[Token] = []
    for token in tokens[place + 1 : place + _REACH]:
        if token.text in {*_STOPS, ","} or token.is_a("contrast") or token.key("classes"):
            break
        clause.append(token)
    return clause
