"""The exact number beside a printed one: both have to be the same (PS3.3 C.18.1)."""

from datetime import UTC, datetime

import pytest

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures.dicom_objects import BIG_ENDIAN, EXPLICIT, IMPLICIT, number, written
from fixtures.dicom_tid1500 import LEFT, NECK, ONE, T_SCORE, group, measurement_report, site
from parsers.dicom.reader import PARSER


def read(printed, exact, syntax):
    value = number(T_SCORE, printed, ONE, [site(NECK, LEFT)])
    value.MeasuredValueSequence[0].FloatingPointValue = exact
    content = written(measurement_report(group(value)), syntax)
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    report = PARSER.read(document, Limits())
    return [str(row.value) for row in report.measurements], [issue.code for issue in report.issues]


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
@pytest.mark.parametrize("exact", [-2.5, -2.46, -2.54, -2.5000000372529])
def test_an_exact_number_that_rounds_to_the_printed_one_agrees_with_it(exact, syntax):
    assert (["-2.5"], []) == read("-2.5", exact, syntax)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN])
@pytest.mark.parametrize("exact", [2.5, -2.6, -25.0, 0.0, float("nan"), float("inf")])
def test_two_numbers_in_one_item_are_no_number(exact, syntax):
    assert ([], ["NOT_A_NUMBER"]) == read("-2.5", exact, syntax)
