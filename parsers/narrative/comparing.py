"""Numbers in the words of a report against the measurements given beside them."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue, Measurement, Quantity

_COMPARED = {Quantity.T_SCORE: "T-score", Quantity.Z_SCORE: "Z-score", Quantity.BMD: "BMD"}


def other_numbers(given: DxaReport, read: DxaReport, document: str) -> Iterator[Issue]:
    """Yield an issue for each number of the words that no measurement of its site has, where there are any.

    Args:
        given: the report with its measurements.
        read: what was read from its words.
        document: SHA-256 of the document both stand in.
    """
    for row in read.measurements:
        if row.quantity not in _COMPARED or not _counts(row):
            continue
        beside = [one for one in given.measurements if one.current and _is_there(row, one)]
        if beside and not any(_agree(row.value, one.value) for one in beside):
            place = row.region.value.replace("_", " ")
            text = f"the words give another {_COMPARED[row.quantity]} of the {place} than the measurements"
            code = IssueCode.WORDS_GIVE_ANOTHER_NUMBER
            yield Issue(code=code, text=text, locator=row.provenance.locator, document=document)


def _counts(row: Measurement) -> bool:
    return row.current and row.held is None and row.excluded is None


def _is_there(row: Measurement, other: Measurement) -> bool:
    """Return whether two values are of one site as far as both say which."""
    same_side = row.side == other.side or None in {row.side, other.side}
    same_levels = row.levels == other.levels or not (row.levels and other.levels)
    return row.quantity is other.quantity and row.region is other.region and same_side and same_levels


def _agree(value: Decimal, other: Decimal) -> bool:
    """Return whether two numbers are one as far as the one with fewer digits tells.

    >>> _agree(Decimal("-2.8"), Decimal("-2.83")), _agree(Decimal(2), Decimal(3))
    (True, False)
    """
    step = Decimal(1).scaleb(max(int(value.as_tuple().exponent), int(other.as_tuple().exponent)))
    return value.quantize(step, ROUND_HALF_UP) == other.quantize(step, ROUND_HALF_UP)
