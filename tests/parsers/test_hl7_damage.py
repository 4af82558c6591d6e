"""Whatever happens to a message on its way: an error of its own kind, or nothing that it does not say."""

from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dxa.errors import DocumentError
from dxa.report import ReportStatus
from fixtures.hl7_orders import cases
from fixtures.hl7_random import random_message
from fixtures.hl7_writing import obx
from tests.parsers.test_hl7_reader import SPINE, message, read, values

NECK = "80948-3^Left femoral neck T-score^LN"
ORDER = next(content for name, content, _ in cases() if name == "order_full")
FINAL = {ReportStatus.FINAL, ReportStatus.CORRECTED}


def outcome(content):
    """Return the reading, or None when the document is refused; any other error is a failure."""
    try:
        return read(content)
    except DocumentError:
        return None


def facts(report):
    return {(fact.name, fact.value, fact.denied) for fact in report.context.facts}


@pytest.mark.slow
@given(st.integers(0, 500), st.randoms())
@settings(max_examples=80)
def test_shuffled_segments_give_no_value_the_message_does_not_hold(seed, chance):
    whole = random_message(seed).content.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
    head, *rest = [line for line in whole.split(b"\r") if line]
    chance.shuffle(rest)
    report = outcome(b"\r".join([head, *rest, b""]))

    assert report is None or set(values(report.measurements)) <= set(values(read(whole).measurements))


@given(st.integers(0, 60), st.lists(st.integers(0, 30), max_size=4), st.lists(st.integers(0, 30), max_size=3))
@settings(max_examples=80)
def test_lost_and_doubled_segments_give_no_value_the_message_does_not_hold(seed, lost, doubled):
    whole = random_message(seed).content.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
    head, *rest = [line for line in whole.split(b"\r") if line]
    kept = [line for number, line in enumerate(rest) if number not in lost]
    kept += [rest[number] for number in doubled if number < len(rest)]
    report = outcome(b"\r".join([head, *kept, b""]))

    assert report is None or set(values(report.measurements)) <= set(values(read(whole).measurements))


@pytest.mark.parametrize(("order_status", "row_status"), [("P", "P"), ("P", "F"), ("A", "F"), ("R", "R"), ("S", "P")])
def test_no_damage_makes_a_report_more_final(order_status, row_status):
    rows = [obx(1, "NM", SPINE, "-2.6", status=row_status), obx(2, "NM", NECK, "-2.0", status=row_status)]
    whole = message(*rows, status=order_status)
    lines = [line for line in whole.split(b"\r") if line]
    damaged = [whole[:length] for length in range(len(whole))]
    damaged += [b"\r".join([lines[0], *shuffled, b""]) for shuffled in permutations(lines[1:])]
    statuses = {report.study.status for content in damaged if (report := outcome(content))}

    assert read(whole).study.status not in FINAL
    assert not statuses & FINAL


@pytest.mark.slow
def test_an_order_cut_anywhere_states_nothing_the_whole_one_does_not():
    whole = facts(read(ORDER))
    for length in range(0, len(ORDER), 3):
        report = outcome(ORDER[:length])

        assert report is None or facts(report) <= whole
        assert report is None or report.measurements == ()


@pytest.mark.slow
@given(st.integers(0, len(ORDER) - 1), st.integers(0, 255))
@example(0, 0)
@settings(max_examples=150)
def test_a_changed_byte_makes_no_result_of_an_order(place, byte):
    kind = ORDER.index(b"ORM")
    if kind - 12 <= place <= kind + 8:
        return
    report = outcome(ORDER[:place] + bytes([byte]) + ORDER[place + 1 :])

    assert report is None or report.measurements == ()
