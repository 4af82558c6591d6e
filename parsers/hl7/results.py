"""Which observations of an order stand: their status, whether they are whole, and what kind of content they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue
from parsers.hl7.fields import NULL, exam_date_of
from parsers.hl7.observations import ONE_DAY
from parsers.hl7.orders import Order
from parsers.hl7.tokens import Segment

_STANDING = frozenset({"", "F", "P", "R", "C", "A", "B", "S", "U", "V"})
_WITHOUT_RESULT = frozenset({"D", "W", "X", "N", "I", "O"})
"""OBX-11 (table 0085): deleted, wrong patient, no result obtainable, not asked, pending, order detail."""

_TAKEN_BACK = frozenset({"D", "W"})
_WITHDRAWS = frozenset({"D", "W", "X"})
_UNDONE = "a result taken back further down in the same order was not taken"
_WORDS = {"FINAL": "F", "PRELIM": "P", "PRELIMINARY": "P", "CORRECTED": "C", "DELETED": "D", "WRONG": "W"}
_MISPLACED = frozenset({"F", "P", "C", "D", "W", "X"})
"""Statuses that mean nothing in OBX-9 and OBX-10."""

_LOCAL = re.compile(r"[A-Z]{1,4}")


@dataclass(frozen=True, slots=True)
class Standing:
    """The observations and notes of an order that may be read."""

    rows: tuple[Segment, ...]
    statuses: tuple[str, ...]
    """OBX-11 of each OBX among them."""
    issues: tuple[Issue, ...]


def standing_rows(order: Order, later: Sequence[Order] = ()) -> Standing:
    """Return the rows of an order that are whole and not withdrawn, there or in later messages of the same order."""
    if order.status == "X":
        text = "the order was cancelled; its results were not taken"
        return Standing((), (), (Issue(code=IssueCode.WITHDRAWN_VALUE, text=text, locator=order.place),))
    rows: list[Segment] = []
    statuses: list[str] = []
    issues: list[Issue] = []
    undone = _undone(order.rows) | _undone_later(order.rows, [row for other in later for row in other.rows])
    for row in order.rows:
        status = result_status(row) if row.name == "OBX" else ""
        fault = None if status == "F" and row.whole else _fault(row, status)
        fault = (IssueCode.WITHDRAWN_VALUE, _UNDONE) if fault is None and row.number in undone else fault
        if fault is None or fault[0] is IssueCode.CONFORMANCE:
            rows.append(row)
            statuses += [status] if row.name == "OBX" else []
        if fault is not None:
            place = Locator(message=order.message.number, segment=row.name, index=row.number)
            issues.append(Issue(code=fault[0], text=fault[1], locator=place))
    return Standing(tuple(rows), tuple(statuses), tuple(issues))


def _undone(rows: Sequence[Segment]) -> frozenset[int]:
    """Return the numbers of the OBX that a later one of the same order takes back: the same result again."""
    found = (_taken_back(rows[:at], row) for at, row in enumerate(rows) if _withdraws(row))
    return frozenset(number for numbers in found for number in numbers)


def _undone_later(rows: Sequence[Segment], later: Sequence[Segment]) -> frozenset[int]:
    """Return the numbers of the OBX that rows of later messages take back: a wrong patient (W) all of them."""
    withdrawing = [row for row in later if _withdraws(row)]
    if any(result_status(row) == "W" for row in withdrawing):
        return frozenset(row.number for row in rows)
    return frozenset(number for row in withdrawing for number in _taken_back(rows, row))


def _withdraws(row: Segment) -> bool:
    return row.name == "OBX" and result_status(row) in _WITHDRAWS


def _taken_back(before: Sequence[Segment], row: Segment) -> Iterator[int]:
    """Yield the numbers of the OBX a withdrawal means: of its OBX-3 and OBX-4, and of its value if it repeats one.

    One with another value is of what was sent before: "D -2.0" beside the right "F -1.2".
    """
    value = row.field(5).strip().strip('"')
    for other in before:
        same = other.name == "OBX" and all(other.field(at).strip() == row.field(at).strip() for at in (3, 4))
        if same and row.field(3).strip() and value in {"", other.field(5).strip()}:
            yield other.number


def result_status(row: Segment) -> str:
    """Return OBX-11; a sender one or two separators short has it before its place."""
    sent = row.field(11)
    if sent in _STANDING and sent:
        return sent
    status = sent.strip().upper().strip('"')
    if status:
        return _WORDS.get(status, status)
    early = (row.field(number).strip().upper() for number in (10, 9))
    return next((letter for letter in early if letter in _MISPLACED), "")


def _fault(row: Segment, status: str) -> tuple[IssueCode, str] | None:
    """Return why an observation is not read, or the note CONFORMANCE if it is."""
    if not row.whole and (row.name != "OBX" or not status):
        return IssueCode.SEGMENT_DAMAGED, "the segment is cut off and was not read"
    if row.name != "OBX" or status in _STANDING:
        return None
    if status in _WITHOUT_RESULT:
        has_value = row.field(5).strip() not in {"", NULL}
        text = f"a result with status {status} was not taken"
        return (IssueCode.WITHDRAWN_VALUE, text) if has_value or status in _TAKEN_BACK else None
    if _LOCAL.fullmatch(status):
        return IssueCode.CONFORMANCE, "OBX-11 holds a local status"
    return IssueCode.SEGMENT_DAMAGED, "OBX-11 is no status: the fields are shifted; not read"


def exam_day(order: Order, rows: Sequence[Segment]) -> tuple[date | None, bool]:
    """Return the day an order was carried out, and whether OBR-7 contradicts its observations.

    OBR-7 counts unless every observation is dated earlier: then a later step filled it, and the latest of them counts.
    """
    dates = [exam_date_of(row.field(14)) for row in rows if row.name == "OBX"]
    known = [day for day in dates if day is not None]
    if order.day is None:
        return max(known, default=None), False
    if known and len(known) == len(dates) and max(known) < order.day - ONE_DAY:
        return max(known), True
    return order.day, False
