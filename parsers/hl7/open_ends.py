"""Texts a field was too short for: a number at their very end may have lost its last digits."""

import re
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue, Measurement, Quantity
from parsers.passage import Passage

_LAST = re.compile(r"(?<![\d.,])[-+\u2010-\u2015\u2212]?\s?(?P<number>\d+(?:[.,]\d+)?)[.,]?\s*$")
_SCORES = frozenset({Quantity.T_SCORE, Quantity.Z_SCORE})
_DECIMALS = {
    Quantity.T_SCORE: 1,
    Quantity.Z_SCORE: 1,
    Quantity.BMD: 3,
    Quantity.FRAX_MAJOR: 1,
    Quantity.FRAX_HIP: 1,
}
"""Decimals each of them is printed with; a risk of whole per cent ends in its sign."""
_TEXT = "the text ends in a number with fewer digits than the others: it may be cut off and is not used"


def without_cut(report: DxaReport, passage: Passage) -> DxaReport:
    """Return a reading without the number its text ends in, if others of its kind are printed with more decimals.

    "T-score -2.2. Right femoral neck T-score -1" may have ended in -1.9. A score that stands alone is believed.
    """
    text = passage.text
    last = _LAST.search(text)
    if last is None:
        return report
    end = last.end("number")
    cut = [
        row
        for row in report.measurements
        if _ends_at(row, passage, last.start("number"), end) and _is_short(row, report)
    ]
    if not cut:
        return report
    where = cut[0].provenance.locator
    issue = Issue(code=IssueCode.TEXT_ENDS_OPEN, text=_TEXT, locator=where, document=cut[0].provenance.document)
    kept = tuple(row for row in report.measurements if row not in cut)
    return replace(report, measurements=kept, issues=(*report.issues, issue))


def _ends_at(row: Measurement, passage: Passage, start: int, end: int) -> bool:
    """Whether the digits of a value are the last ones of the passage, with or without the sign before them."""
    spans = ((first, end) for first in range(max(0, start - 2), start + 1))
    return any(passage.locator(*span) == row.provenance.locator for span in spans)


def _is_short(row: Measurement, report: DxaReport) -> bool:
    usual = _DECIMALS.get(row.quantity)
    if usual is None or _decimals(row) >= usual:
        return False
    kin = _SCORES if row.quantity in _SCORES else {row.quantity}
    others = [other for other in report.measurements if other.quantity in kin and other is not row]
    alone = row.quantity is Quantity.BMD
    return alone if not others else all(_decimals(other) > _decimals(row) for other in others)


def _decimals(row: Measurement) -> int:
    exponent = row.value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
