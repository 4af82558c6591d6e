"""Corrections, withdrawals and confirmations that arrive as messages of their own, in any order."""

from itertools import permutations

import pytest

from dxa.report import ReportStatus
from fixtures.hl7_writing import obx
from parsers.merge import merge
from parsers.standing import is_order, standing
from tests.parsers.test_hl7_orders import order
from tests.parsers.test_hl7_reader import SPINE, codes, message, read

NECK = "80948-3^Left femoral neck T-score^LN"
FIRST, SECOND, THIRD = "20260304101400", "20260305101400", "20260306101400"
REPORT = "GDT^Report^L"


def told(status, changed, *rows, row_status="", **header):
    written = [obx(number, *row, status=row_status or status) for number, row in enumerate(rows, 1)]
    return read(message(*written, status=status, changed=changed, **header))


BOTH = (("NM", SPINE, "-2.6"), ("NM", NECK, "-2.0"))
FINAL = told("F", FIRST, *BOTH)
PRELIMINARY = told("P", FIRST, *BOTH)
CORRECTED = told("C", SECOND, ("NM", SPINE, "-2.4"))
CANCELLED = told("X", THIRD)
WRONG_PATIENT = told("F", THIRD, *BOTH, row_status="W")
DELETED = told("F", SECOND, ("NM", SPINE, ""), row_status="D")
CONFIRMED = told("F", SECOND, ("NM", SPINE, ""), ("NM", NECK, ""), row_status="U")
NEWLY_FINAL = told("F", SECOND, ("NM", SPINE, "-2.5"))
LETTER = told("F", FIRST, ("TX", REPORT, "L1-L4 T-score -2.6."))
NO_LETTER = told("F", SECOND, ("TX", REPORT, "L1-L4 T-score -2.6."), row_status="D")

HISTORIES = {
    "a correction supersedes": ([FINAL, CORRECTED], ["-2.4"], "corrected"),
    "a final report replaces a preliminary one": ([PRELIMINARY, NEWLY_FINAL], ["-2.5"], "final"),
    "a confirmed value is final": ([PRELIMINARY, CONFIRMED], ["-2.0", "-2.6"], "final"),
    "a deleted value is gone, the other stays": ([FINAL, DELETED], ["-2.0"], "final"),
    "a deleted text takes its values along": ([LETTER, NO_LETTER], [], "cancelled"),
    "a wrong patient takes everything": ([FINAL, WRONG_PATIENT], [], "cancelled"),
    "a cancelled order takes everything": ([FINAL, CORRECTED, CANCELLED], [], "cancelled"),
}


@pytest.mark.parametrize("history", HISTORIES)
def test_what_stands_does_not_depend_on_the_order_of_arrival(history):
    reports, expected, status = HISTORIES[history]
    for arrival in permutations(reports):
        merged = merge(arrival)

        assert (expected, status) == (sorted(str(row.value) for row in merged.measurements), merged.study.status)
        assert {row.held for row in merged.measurements} <= {None}


def test_a_promoted_report_does_not_call_itself_preliminary():
    assert "PARTIAL_DOCUMENT" in codes(PRELIMINARY)
    assert "PARTIAL_DOCUMENT" not in codes(merge([PRELIMINARY, CONFIRMED]))


@pytest.mark.parametrize(
    "other",
    [
        told("C", SECOND, ("NM", SPINE, "-2.4"), filler="A8"),
        told("F", SECOND, ("NM", SPINE, ""), row_status="D", filler="A8"),
        told("F", SECOND, *BOTH, row_status="W", filler="A8"),
    ],
    ids=["correction", "deletion", "wrong patient"],
)
def test_a_revision_of_another_examination_takes_nothing(other):
    merged = merge([FINAL, other])

    assert {"-2.6", "-2.0"} <= {str(row.value) for row in merged.measurements}


def test_two_final_reports_that_differ_are_held():
    merged = merge([FINAL, told("F", SECOND, ("NM", SPINE, "-1.1"))])

    assert {"VALUE_CONFLICT"} == {row.held for row in merged.measurements if row.region == "lumbar_spine"}


def test_a_correction_without_filler_number_is_found_by_the_placers():
    merged = merge([told("F", FIRST, *BOTH, filler=""), told("C", SECOND, ("NM", SPINE, "-2.4"), filler="")])

    assert ["-2.4"] == [str(row.value) for row in merged.measurements]


def ordered(control, at, note="Current smoker."):
    content = order(f"ORC|{control}|P9001", "OBR|1|P9001||77080^DXA^C4", f"NTE|1||{note}")
    return read(content.replace(b"20260301080000", at.encode()))


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (ordered("CA", SECOND), []),
        (ordered("XO", SECOND, "Takes alendronate."), ["alendronate"]),
        (ordered("SC", SECOND, "Takes alendronate."), ["alendronate", "smoking"]),
        (ordered("SC", SECOND, "Arrived."), ["smoking"]),
    ],
    ids=["cancelled", "changed", "status with words", "status"],
)
def test_messages_of_one_order_follow_each_other(later, expected):
    first = ordered("NW", FIRST)
    for arrival in permutations([first, later, FINAL]):
        merged = merge(arrival)

        assert (expected, "final") == (sorted(fact.value for fact in merged.context.facts), merged.study.status)
        assert len(merged.measurements) == 2


def test_orders_alone_stay_an_order():
    orders = [ordered("NW", FIRST), ordered("SC", SECOND, "Takes alendronate.")]

    assert merge(orders).study.status is ReportStatus.ORDERED
    assert all(map(is_order, orders))
    assert standing(orders).results == ()


def test_a_withdrawn_examination_stays_withdrawn_beside_its_order():
    merged = merge([ordered("NW", FIRST), FINAL, CANCELLED])

    assert (ReportStatus.CANCELLED, ()) == (merged.study.status, merged.measurements)
