"""Several pages, several days, one reader failing: what a whole document says."""

import random
import re
from dataclasses import replace
from datetime import date

import pytest

from dxa.settings import Limits
from fixtures.pdf import documents, drawn
from fixtures.pdf_bones import COMBINATIONS, spine
from fixtures.pdf_ge import GePage, Person
from fixtures.pdf_sheet import Sheet
from parsers.pdf.engines import plumber
from parsers.pdf.reading import read_pdf

MADE = documents()
TODAY = ("5/14/2024", "66.5", "1.010", "-0.036", "-3.4")


def rows(seed):
    return tuple(spine(random.Random(seed), COMBINATIONS["single"]))  # noqa: S311 - seeded chance is the point


def codes(report):
    return {str(issue.code) for issue in report.issues}


def test_a_stream_only_one_reader_can_decode_is_said_once_and_confirms_nothing():
    content = MADE["ge16_spine.pdf"][0]
    content = re.sub(rb"/Length \d{4}", b"/Length 0100", content)
    report = read_pdf(content, "digest", Limits())

    assert len(report.measurements) == 50
    assert {row.confirmed_by for row in report.measurements} == {("pdf-pdfium",)}
    assert ["TEXT_ENGINES_DISAGREE"] == [issue.code for issue in report.issues]


@pytest.mark.parametrize("error", [ValueError, RecursionError, KeyError])
def test_a_second_reader_that_fails_leaves_the_values_of_the_first(monkeypatch, error):
    def fail(*_):
        raise error("malformed")

    monkeypatch.setattr(plumber, "_characters", fail)
    report = read_pdf(MADE["letter.pdf"][0], "digest", Limits())

    assert len(report.measurements) == 9
    assert "TEXT_ENGINES_DISAGREE" in codes(report)


def test_a_value_the_second_reader_sees_otherwise_is_held_back(monkeypatch):
    seen = plumber._characters

    def without_minus(page, frame):
        return tuple(char for char in seen(page, frame) if char.text != "-")

    monkeypatch.setattr(plumber, "_characters", without_minus)
    report = read_pdf(MADE["ge16_spine.pdf"][0], "digest", Limits())
    negative = {row.id for row in report.measurements if row.value < 0}

    assert negative
    assert negative == {row.id for row in report.measurements if row.held == "TEXT_ENGINES_DISAGREE"}


def test_a_letter_the_second_reader_sees_otherwise_is_held_back(monkeypatch):
    seen = plumber._characters

    def without_minus(page, frame):
        return tuple(char for char in seen(page, frame) if char.text != "-")

    monkeypatch.setattr(plumber, "_characters", without_minus)
    report = read_pdf(MADE["letter.pdf"][0], "digest", Limits())

    assert {row.held for row in report.measurements if row.value < 0} == {"TEXT_ENGINES_DISAGREE"}
    assert {row.held for row in report.measurements if row.quantity == "bmd"} == {None}


def test_a_page_of_an_earlier_day_gives_priors():
    early = Person(measured="4/28/2020 9:00:00 AM", age="62.5", measured_iso="2020-04-28")
    older = GePage(title="AP Spine", rows=rows(1), version="17", person=replace(early, age="66.5"))
    newer = GePage(title="AP Spine", rows=rows(2), version="17")
    report = read_pdf(drawn(older, newer), "digest", Limits())

    assert {(date(2024, 5, 14), True), (date(2020, 4, 28), False)} == {
        (row.exam_date, row.current) for row in report.measurements
    }
    assert report.study.performed_on == date(2024, 5, 14)
    assert "STUDY_CONFLICT" in codes(report)


@pytest.mark.parametrize(
    ("person", "trend_date", "code"),
    [
        (Person(measured="May 14, 2024", born="November 04, 1957"), "3/4/2020", "DATE_AMBIGUOUS"),
        (Person(), "31/31/2020", "DATE_UNREADABLE"),
    ],
)
def test_a_prior_whose_day_cannot_be_told_is_left_out(person, trend_date, code):
    trend = ("L1-L4", ((trend_date, "62.5", "1.036", "-", "-"),))
    page = GePage(title="AP Spine", rows=rows(3)[:1], version="17", person=person, trend=trend)
    report = read_pdf(drawn(page), "digest", Limits())

    assert all(row.current for row in report.measurements)
    assert code in codes(report)


def test_a_trend_of_an_unknown_site_is_reported():
    page = GePage(title="AP Spine", rows=rows(4), version="17", trend=("Sacrum", (TODAY,)))
    report = read_pdf(drawn(page), "digest", Limits())

    assert len(page.truths()) == len(report.measurements)
    assert "UNKNOWN_ROW" in codes(report)


def test_damaged_and_odd_trend_cells_are_reported_or_held():
    trend = ("L1-L4", (("4/28/2020", "62.5", "10.36", "l.2", "-"), ("4/29/2018", "60.5", "1.O36", "-", "-")))
    page = GePage(title="AP Spine", rows=rows(5), version="17", trend=trend)
    report = read_pdf(drawn(page), "digest", Limits())
    priors = [row for row in report.measurements if not row.current]

    assert [("10.36", "IMPLAUSIBLE_VALUE")] == [(str(row.value), row.held) for row in priors]
    assert "NOT_A_NUMBER" in codes(report)


def earlier_scans(*dated, maker="Hologic Horizon DXA", heading="Scan Date"):
    sheet = Sheet()
    for y, text in ((60, maker), (75, "Scan Type: a Lumbar Spine"), (90, "Scan Date: March 12, 2025")):
        sheet.text(60, y, text)
    columns = (60, 200, 320, 440)
    table = (("Region", "BMD (g/cm\u00b2)", "T - score"), ("L1", "0.880", "-1.4"), ("L1-L4", "0.910", "-1.2"))
    history = ((heading, "BMD (g/cm\u00b2)", "T - score", "Change vs Previous"), *dated)
    for top, lines in ((120, table), (220, history)):
        for number, cells in enumerate(lines):
            for x, cell in zip(columns, cells, strict=False):
                sheet.text(x, top + 13 * number, cell, 8, align="centre")
    return read_pdf(sheet.finish(), "digest", Limits())


def priors(report):
    return [
        (str(row.quantity), str(row.value), len(row.levels), row.exam_date)
        for row in report.measurements
        if not row.current
    ]


@pytest.mark.parametrize("heading", ["Scan Date", "Date", "Exam Date"])
def test_earlier_scans_belong_to_the_region_whose_density_they_repeat(heading):
    rows = (("03/12/2025", "0.910", "-1.2", "-2.1%"), ("03/10/2023", "0.930", "-1.0", "0.01"))
    report = earlier_scans(*rows, heading=heading)
    day = date(2023, 3, 10)

    assert priors(report) == [("bmd", "0.930", 4, day), ("t_score", "-1.0", 4, day)]
    assert [("change_percent", "-2.1", True)] == [
        (str(row.quantity), str(row.value), row.current) for row in report.measurements if "change" in row.quantity
    ]
    assert "NOT_A_NUMBER" in codes(report)


@pytest.mark.parametrize(
    ("rows", "maker"),
    [
        ((("03/12/2025", "0.999", "-1.2", "-"), ("03/10/2023", "0.930", "-1.0", "-")), "Hologic Horizon DXA"),
        ((("03/10/2023", "0.930", "-1.0", "-"),), "Hologic Horizon DXA"),
        ((("03/12/2025", "0.910", "-1.2", "-"), ("03/10/2023", "0.930", "-1.0", "-")), "DXA bone density"),
    ],
)
def test_earlier_scans_of_a_region_nothing_tells_are_reported_and_left_out(rows, maker):
    report = earlier_scans(*rows, maker=maker)

    assert priors(report) == []
    assert "UNKNOWN_ROW" in codes(report)
