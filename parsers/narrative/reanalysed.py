"""Values of more vertebrae that a report analysed anew without one: "Recalculated L1, L2, L4: T-score -2.6"."""

import re
from collections.abc import Iterator, Sequence

from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_ANEW = re.compile(
    r"\bre-?(?:calcul|analy[sz]|anali[sz]|evalu|process|avali)"
    r"|\bneu(?:e[rn]?)?[ -]?(?:berechn|ausgewert|auswert|analys)"
    r"|\bnachberechn|\bherberek|\bheranalys|\bricalcol|\brianali|\brielabor"
)
"""Stems of analysing a scan again, in plain letters."""
_ELSEWHERE = ("prior", "earlier", "compare", "general:past", "date", "general:modal")
_SILENT = frozenset(["comparison", "indication", "recommendation", "technique", "legend"])


def analysed_anew(
    found: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]
) -> frozenset[tuple[int, int]]:
    """Return the places of today's values whose vertebrae hold those of a later analysis of the same scan.

    The earlier examinations analysed again to be compared with are not meant.
    """
    spans = [one for one in found if len(one.site.levels) > 1 and one.moment.time is Time.CURRENT]
    if len({one.site.levels for one in spans}) < _TWO:
        return frozenset()
    starts = [start for sentence, tokens in sentences if sentence.section not in _SILENT for start in _anew(tokens)]
    return frozenset(
        (one.start, one.end)
        for one in spans
        if any(one.start < start and _is_narrowed(one, other, start) for start in starts for other in spans)
    )


def _anew(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield where a sentence about no other examination says that something was analysed again."""
    if not any(token.is_a(*_ELSEWHERE) for token in tokens):
        yield from (token.start for token in tokens if _ANEW.search(token.text))


def _is_narrowed(one: Found, other: Found, start: int) -> bool:
    fewer = set(other.site.levels) < set(one.site.levels)
    return fewer and other.quantity is one.quantity and other.start > start


_TWO = 2
"""Spans of which one can replace another."""
