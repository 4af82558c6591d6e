"""Conclusions that give "the proximal femur" the score of its lowest region, which the findings name: the neck's."""

from collections.abc import Sequence

from dxa.regions import Region
from parsers.agreement import agree
from parsers.narrative.harvest import Found
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import loosened
from parsers.narrative.text.sentences import Sentence


def without_lowest_again(
    found: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]
) -> list[Found]:
    """Return the values without those of a merely named proximal femur that only say again what its neck has.

    "Total femur -1.9, femoral neck -2.2" and below "the proximal femur is 2.2 SD below young adults": nothing
    contradicts there. Without a whole hip of another value, or a neck of this one, the proximal femur stays the whole
    hip.
    """
    mere = [one for one in found if one.site.region is Region.TOTAL_HIP and _is_merely_named(one, sentences)]
    kept = [one for one in found if one not in mere]
    return [one for one in found if one in kept or not _is_of_neck(one, kept)]


def _is_merely_named(one: Found, sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]) -> bool:
    """Whether no word such as "total" names the whole hip in the sentence of a value, which speaks of one site."""
    tokens = next((told for sentence, told in sentences if sentence.start <= one.start < sentence.end), ())
    sites = [token for token in tokens if token.is_a("site", "row")]
    return len(sites) == 1 and loosened(sites[0]) is not sites[0]


def _is_of_neck(one: Found, others: Sequence[Found]) -> bool:
    alike = [
        other
        for other in others
        if (other.quantity, other.moment.time) == (one.quantity, one.moment.time)
        and (one.site.side is None or other.site.side in {None, one.site.side})
    ]
    whole = [other for other in alike if other.site.region is Region.TOTAL_HIP]
    necks = [other for other in alike if other.site.region is Region.FEMORAL_NECK]
    same = any(agree(one.value, other.value) for other in necks)
    return same and bool(whole) and not any(agree(one.value, other.value) for other in whole)
