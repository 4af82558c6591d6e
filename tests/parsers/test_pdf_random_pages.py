"""Printouts made by chance, read back: nothing missing, nothing invented, nothing held, every value seen twice."""

import pytest

from dxa.settings import Limits
from fixtures.pdf import drawn
from fixtures.pdf_random import random_page
from parsers.pdf.reading import read_pdf

NOTES = {"UNUSUAL_MINUS", "DETACHED_MINUS", "DECIMAL_COMMA", "EMPTY_SCORE_COLUMN", "UNKNOWN_ROW"}
"""Remarks on how sound values were printed; UNKNOWN_ROW is for rows of radius and ulna together."""


def read_back(seed):
    page = random_page(seed)
    report = read_pdf(drawn(page), "digest", Limits())
    found = sorted(
        (row.region, row.side or "", row.levels, row.quantity, format(row.value, "f"), row.unit)
        for row in report.measurements
    )
    true = sorted(
        (value.region, value.side or "", value.levels, value.quantity, value.value, value.unit)
        for value in page.truths()
    )
    return true, found, report


def is_sound(report):
    seen_twice = all(row.confirmed_by == ("pdf-pdfium", "pdf-plumber") for row in report.measurements)
    held = {row.held for row in report.measurements} - {None}
    return seen_twice and not held and {issue.code for issue in report.issues} <= NOTES


@pytest.mark.parametrize("seed", range(24))
def test_a_random_printout_is_read_as_it_was_made(seed):
    true, found, report = read_back(seed)

    assert true == found
    assert is_sound(report)


@pytest.mark.slow
def test_many_more_random_printouts_are_read_as_they_were_made():
    wrong = []
    for seed in range(1000, 1100):
        true, found, report = read_back(seed)
        if true != found or not is_sound(report):
            wrong.append(seed)

    assert wrong == []


@pytest.mark.parametrize("seed", range(6))
def test_without_the_second_reader_the_same_values_have_one_witness(seed):
    page = random_page(seed)
    report = read_pdf(drawn(page), "digest", Limits(), confirm=False)

    assert len(page.truths()) == len(report.measurements)
    assert {row.confirmed_by for row in report.measurements} == {("pdf-pdfium",)}
