"""A conclusion that gives the other hip than the findings: one score, of the left above and of the right below."""

from collections.abc import Sequence

from dxa.regions import SCAN_OF_REGION, Scan, Side
from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_SIDES = frozenset([Side.LEFT, Side.RIGHT])


def on_both_sides(
    found: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]
) -> frozenset[tuple[int, int]]:
    """Return the places of the values whose side the findings and the conclusion tell differently.

    A side of which the conclusion alone speaks, and only repeats numbers the findings give for the other side, was
    probably not measured: which of the two sides is meant nobody can tell from the text.
    """
    spans = [(sentence.start, sentence.end) for sentence, _ in sentences if sentence.section == "impression"]
    sided = [one for one in found if one.site.side in _SIDES and SCAN_OF_REGION.get(one.site.region) is Scan.HIP]
    sided = [one for one in sided if one.moment.time is Time.CURRENT]
    doubted: set[tuple[int, int]] = set()
    for side in _SIDES:
        own = [one for one in sided if one.site.side is side]
        other = [one for one in sided if one.site.side is not side]
        if not own or not all(any(start <= one.start < end for start, end in spans) for one in own):
            continue
        pairs = [(one, _twin(one, other)) for one in own]
        above = [twin for _, twin in pairs if twin and not any(start <= twin.start < end for start, end in spans)]
        if len(above) == len(pairs):
            doubted |= {(one.start, one.end) for one in (*own, *above)}
    return frozenset(doubted)


def _twin(one: Found, others: Sequence[Found]) -> Found | None:
    """Return the same number at the same region of the other side."""
    alike = (other for other in others if (other.site.region, other.quantity) == (one.site.region, one.quantity))
    return next((other for other in alike if other.value == one.value), None)
