"""Dates of three local forms."""

from datetime import date

import pytest

from dxa.locator import Locator
from parsers.dicom.dates import DateOrder, looks_like_date, order_of, read_date
from parsers.dicom.exams import calendar


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05-Mar-2021", date(2021, 3, 5)),
        ("5 March 2021", date(2021, 3, 5)),
        ("March 5, 2021", date(2021, 3, 5)),
        ("5 März 2021", date(2021, 3, 5)),
        ("2021-03-05", date(2021, 3, 5)),
        ("20210305", date(2021, 3, 5)),
        ("2021.03.05", date(2021, 3, 5)),
        ("05.03.2021", date(2021, 3, 5)),
        ("14/03/2021", date(2021, 3, 14)),
        ("03/14/2021", date(2021, 3, 14)),
        ("05/05/2021", date(2021, 5, 5)),
        ("05/03/2021", None),
        ("31/02/2021", None),
        ("19559999", None),
        ("1955", None),
        ("05/03/21", None),
        ("5 Smarch 2021", None),
        ("14.13.2021", None),
        ("", None),
    ],
)
def test_a_date_is_read_where_only_one_day_fits(text, expected):
    assert expected == read_date(text)


@pytest.mark.parametrize(
    ("texts", "anchors", "expected"),
    [
        (["05/03/2021", "14/03/2022"], [], DateOrder.DAY_FIRST),
        (["05/03/2021", "03/14/2022"], [], DateOrder.MONTH_FIRST),
        (["05/03/2021", "04/02/2024"], [date(2024, 2, 4)], DateOrder.DAY_FIRST),
        (["05/03/2021", "04/02/2024"], [date(2024, 4, 2)], DateOrder.MONTH_FIRST),
        (["05/03/2021"], [date(2024, 4, 2)], None),
        (["05/03/2021"], [], None),
        (["04/04/2024", "05/03/2021"], [date(2024, 4, 4)], None),
        (["14/03/2022", "03/14/2022"], [], None),
        (["05-Mar-2021", "05/03/2021"], [date(2021, 3, 5)], DateOrder.DAY_FIRST),
    ],
)
def test_one_date_fixes_day_and_month_for_all(texts, anchors, expected):
    assert expected is order_of(texts, anchors)


@pytest.mark.parametrize(
    ("text", "current", "day", "codes"),
    [
        ("14/05/2024", True, date(2024, 5, 14), []),
        ("30/04/2022", False, date(2022, 4, 30), []),
        ("03/04/2022", False, date(2022, 4, 3), []),
        ("nonsense", False, None, ["DATE_UNREADABLE"]),
        ("", False, None, ["PRIOR_WITHOUT_DATE"]),
        (None, False, None, ["PRIOR_WITHOUT_DATE"]),
    ],
)
def test_only_the_row_of_the_present_day_is_current(text, current, day, codes):
    days = calendar(date(2024, 5, 14), ["14/05/2024", "30/04/2022", "03/04/2022"])
    exam, issues = days.exam(text, Locator(tag="(0020,4000)"))

    assert (current, day, codes) == (exam.current, exam.day, [issue.code for issue in issues])


def test_without_the_day_of_the_examination_nothing_is_current():
    exam, issues = calendar(None, ["05/03/2021"]).exam("05/03/2021", Locator())

    assert (False, None, ["DATE_AMBIGUOUS"]) == (exam.current, exam.day, [issue.code for issue in issues])


@pytest.mark.parametrize(
    ("name", "expected"), [("05-Mar-2021", True), ("99/99/2021", True), ("L1-L4", False), ("L1", False)]
)
def test_a_container_named_by_a_day_is_told_from_a_region(name, expected):
    assert expected is looks_like_date(name)
