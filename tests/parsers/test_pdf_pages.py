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
