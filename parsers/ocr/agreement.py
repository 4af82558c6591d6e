"""Two readings of one picture: what both of them and the row bear out, and a word about everything else."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue, Measurement
from parsers.ocr.tables import NAME, Place, Reading, Recognised
from parsers.pdf.text.frame import Box

READERS = (f"{NAME}-first", f"{NAME}-second")
"""The two readings of a picture: less enlarged, and more."""
_REVIEW = "numbers recognised from the picture of a page, twice alike; to be compared with the picture before use"


def agreed(first: Reading, second: Reading, page: Locator) -> DxaReport:
    """Return the numbers both readings give, without fault in either, held until a reviewer decides.

    Every other number of the two is an issue with its place and what either reading took it for.
    """
    ones, others = _by_place(first.values), _by_place(second.values)
    passed: list[Measurement] = []
    issues: list[Issue] = [*first.issues]
    for place in dict.fromkeys([*ones, *others]):
        one, other = ones.get(place, []), others.get(place, [])
        issue = _issue(one, other)
        if issue is None:
            passed.append(_held(one[0].measurement, f"m{len(passed) + 1}"))
        else:
            issues.append(issue)
    if passed:
        issues.append(Issue(code=IssueCode.OCR_NEEDS_REVIEW, text=_REVIEW, locator=page))
    elif not issues:
        text = "a table was recognised in a picture, and no number in it"
        issues.append(Issue(code=IssueCode.OCR_PICTURE_NOT_READ, text=text, locator=page))
    return DxaReport(measurements=tuple(passed), issues=tuple(dict.fromkeys(issues)))


def _held(row: Measurement, identity: str) -> Measurement:
    return replace(row, id=identity, held=IssueCode.OCR_NEEDS_REVIEW, confirmed_by=READERS)


def _by_place(values: Sequence[Recognised]) -> dict[Place, list[Recognised]]:
    found: dict[Place, list[Recognised]] = {}
    for value in values:
        found.setdefault(value.place, []).append(value)
    return found


def _issue(one: Sequence[Recognised], other: Sequence[Recognised]) -> Issue | None:
    """Return why the numbers of one place do not count; None when they do."""
    row = (*one, *other)[0].measurement
    told = f"{row.quantity} read as {_printed(one)} and as {_printed(other)}"
    if not _alike(one, other):
        code = IssueCode.OCR_READINGS_DISAGREE
        return Issue(code=code, text=f"{told}; not used", locator=row.provenance.locator)
    fault = one[0].fault or other[0].fault
    if fault is None:
        return None
    return Issue(code=fault.code, text=f"{told}: {fault.text}; not used", locator=row.provenance.locator)


def _alike(one: Sequence[Recognised], other: Sequence[Recognised]) -> bool:
    if len(one) != 1 or len(other) != 1:
        return False
    first, second = one[0].measurement, other[0].measurement
    return (str(first.value), first.unit) == (str(second.value), second.unit) and _overlap(
        first.provenance.locator.box, second.provenance.locator.box
    )


def _overlap(first: Box | None, second: Box | None) -> bool:
    """Whether two places on a page share most of their width and height."""
    if first is None or second is None:
        return False
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across > (first[2] - first[0]) / 2 and down > (first[3] - first[1]) / 2


def _printed(values: Sequence[Recognised]) -> str:
    return " or ".join(f'"{value.measurement.provenance.raw}"' for value in values) or "nothing"
