"""Reports no densitometer printed: whatever is read of them is so."""

from random import Random

import pytest

from dxa.settings import Limits
from fixtures.corpus.families import pdf_foreign_reports, pdf_institutes, pdf_reports
from fixtures.corpus.reports.house import made_in_house
from fixtures.corpus.reports.paper import made
from fixtures.corpus.score import WRONG, score_of
from parsers.pdf.reading import read_pdf

DESIGNS = tuple(
    design for design in (*pdf_reports.DESIGNS, *pdf_foreign_reports.DESIGNS) if "recognised_page" not in str(design)
)


def wrong_of(designs, seed, made=made):
    """Return what is read wrong of one document of each design."""
    failures = []
    for number, design in enumerate(designs):
        content, truth = made(design, Random(f"{seed}/{number}"))  # noqa: S311 - documents, not secrets
        score = score_of(truth, read_pdf(content, "digest", Limits(), confirm=False))
        failures += [f"{design}: {failure.text}" for failure in score.failures if failure.kind in WRONG]
    return failures


def test_nothing_is_read_wrong_of_some_shapes():
    assert wrong_of(DESIGNS[::12], "few") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["one", "two"])
def test_nothing_is_read_wrong_of_any_shape(seed):
    assert wrong_of(DESIGNS, seed) == []


INSTITUTES = pdf_institutes.DESIGNS


def test_nothing_is_read_wrong_of_some_institutes():
    assert wrong_of(INSTITUTES[::9], "few", made_in_house) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["one", "two"])
def test_nothing_is_read_wrong_of_any_institute(seed):
    assert wrong_of(INSTITUTES, seed, made_in_house) == []
