"""What "two years ago" behind a number tells of it: "was -1.8 two years ago", "-2.8 at the neck, 2 years ago"."""

from collections.abc import Mapping, MutableMapping, Sequence

from parsers.narrative.examinations.cues import ARTICLES
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.tokens import Token

_THEN = Moment(Time.PRIOR, said=True, worded=True)
_SPANS = frozenset({"year", "month", "day"})
_ABOUT_TEXT = (
    "about approximately some over around roughly circa ca etwa rund ungefahr environ quelque unos aproximadamente "
    "alrededor cerca ongeveer cirka ungefar > < ~ +"
)
_ABOUT = frozenset(_ABOUT_TEXT.split())
_CLOSES = frozenset([")", "]", ",", ";", ".", "-", "\u2013", "\u2014"])
_OPENS = frozenset(["(", "[", ",", "-", "\u2013", "\u2014"])


def is_right_behind(tokens: Sequence[Token], moments: MutableMapping[int, Moment], place: int) -> bool:
    """Whether "two years ago" is right behind a number, which is then of that time alone.

    As in "was 0.812 g/cm2 two years ago and is 0.786".
    """
    span = _span(tokens, place)
    at = span[0] - 1 if span else -1
    while at >= 0 and (tokens[at].key("units") or tokens[at].text in _ABOUT):
        at -= 1
    if at < 0 or at not in moments:
        return False
    moments[at] = _THEN
    return True


def closes_clause(tokens: Sequence[Token], moments: MutableMapping[int, Moment], start: Moment, place: int) -> bool:
    """Whether a clause ends with "two years ago" behind a number and the name of its site; it is then of that time.

    Only names, small words and one mark may stand between: in "-2.1, wrist fracture 3 years ago" it is of the fracture.
    Numbers of other sites before it are of then or of today. Not where a number may follow that it is of.
    """
    span = _span(tokens, place)
    behind = next(iter(tokens[span[1] + 1 : span[1] + 2]), None) if span else None
    if span is None or not (behind is None or behind.text in _CLOSES or behind.is_a("and", "contrast")):
        return False
    at, marks = span[0] - 1, 0
    while at >= 0 and at not in moments:
        token = tokens[at]
        light = token.is_a("site", "levels", "at") or token.key("side") or token.key("units")
        marks += token.text in _OPENS
        if not (light or token.text in ARTICLES | _ABOUT | _OPENS) or marks > 1:
            return False
        at -= 1
    if at < 0 or moments[at] != start or start.time is not Time.CURRENT:
        return False
    moments.update({at: _THEN} | _before(tokens, moments, start, at))
    return True


def _before(tokens: Sequence[Token], moments: Mapping[int, Moment], start: Moment, last: int) -> dict[int, Moment]:
    """Return the times of the numbers before the last one: those without a site between are of then too."""
    told: dict[int, Moment] = {}
    moment = _THEN
    for at in range(last - 1, -1, -1):
        if tokens[at].text == ";" or tokens[at].is_a("contrast"):
            break
        if at in moments and moments[at] == start:
            told[at] = moment
        elif tokens[at].is_a("site", "levels") and any(number < at for number in moments):
            moment = Moment(Time.UNSURE)
    return told


def _span(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """Return the first and last token of "two years ago", "il y a 2 ans", "vor 2 Jahren"; None if it is none."""
    for first, amount, unit, last in (
        (place - 2, place - 2, place - 1, place),
        (place, place + 1, place + 2, place + 2),
    ):
        if first < 0 or last >= len(tokens) or tokens[unit].key("units") not in _SPANS:
            continue
        if not tokens[amount].is_a("punctuation", "site"):
            return first, last
    return None
