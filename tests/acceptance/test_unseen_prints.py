"""Printouts of the makers of densitometers, drawn by an examiner who had not read the readers."""

import tomllib
from pathlib import Path

import pytest

from tests.acceptance.pictured import pdf_of
from tests.acceptance.reading import lines, read

NOT_ASKED = frozenset({"area", "bmc", "young_adult_percent", "age_matched_percent", "change", "change_percent"})
FILES = sorted(Path(__file__).parent.glob("unseen_prints*.toml"))
_EACH = 13


def pages():
    return [page for file in FILES for page in tomllib.loads(file.read_text(encoding="utf-8"))["page"]]


def misread(page):
    """Return what is missing from a page and what is read that nobody would read, each with the page's name."""
    found = lines(read(pdf_of(page)), leaving_out=NOT_ASKED)
    reads, may = set(page["reads"]), set(page.get("may", ()))
    return [f"{page['name']}: {line}" for line in sorted((reads - found) | (found - reads - may))]


def test_printouts_hold_every_number_that_a_person_reads_off_them():
    assert [] == [line for page in pages()[::_EACH] for line in misread(page)]


@pytest.mark.slow
def test_all_printouts_hold_every_number_that_a_person_reads_off_them():
    assert [] == [line for page in pages() for line in misread(page)]
