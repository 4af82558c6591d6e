"""Twenty partial objects of one study: one report, whatever the order they arrive in."""

from datetime import UTC, datetime
from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures import dicom_ge, dicom_study
from fixtures.dicom_objects import written
from parsers.dicom.reader import PARSER
from parsers.merge import merge

SEEDS = range(4)


def read(content):
    return PARSER.read(
        RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC)), Limits()
    )


def found(report):
    return sorted(
        (
            row.region,
            row.side or "",
            row.levels,
            row.quantity,
            str(row.value),
            row.unit,
            row.current,
            str(row.exam_date),
        )
        for row in report.measurements
    )


def true(truth):
    return sorted(
        (one.region, one.side or "", one.levels, one.quantity, one.value, one.unit, one.current, str(one.exam_date))
        for one in truth.values
    )


@pytest.fixture(scope="module")
def studies():
    made = [dicom_study.study(Random(seed)) for seed in SEEDS]  # noqa: S311 - a seed makes the test repeatable
    return [([read(content) for content in contents], truth) for contents, truth in made]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_study_of_twenty_objects_is_one_report(studies, seed):
    reports, truth = studies[seed]
    whole = merge(reports)

    assert len(reports) == 20
    assert true(truth) == found(whole)
    assert [] == [row.held for row in whole.measurements if row.held]
    assert "LVA T8: Wedge, mild" == whole.text.findings


@settings(max_examples=25)
@given(seed=st.sampled_from(SEEDS), order=st.permutations(range(20)))
def test_the_order_of_arrival_does_not_matter(studies, seed, order):
    reports, _ = studies[seed]

    assert merge(reports) == merge([reports[place] for place in order])


@settings(max_examples=15)
@given(seed=st.sampled_from(SEEDS), order=st.permutations(range(20)), twice=st.lists(st.integers(0, 19), max_size=5))
def test_objects_that_arrive_twice_change_nothing_but_confirmations(studies, seed, order, twice):
    reports, truth = studies[seed]
    whole = merge([reports[place] for place in (*order, *twice)])

    assert true(truth) == found(whole)


@settings(max_examples=15)
@given(seed=st.sampled_from(SEEDS), order=st.permutations(range(20)), kept=st.integers(1, 19))
def test_a_part_of_a_study_gives_no_value_that_the_whole_does_not_hold(studies, seed, order, kept):
    reports, truth = studies[seed]

    assert set(found(merge([reports[place] for place in order[:kept]]))) <= set(true(truth))


@pytest.fixture(scope="module")
def contradiction():
    """Return the objects of a study one page of which says another T-score than the others."""
    pages = dicom_study.pages(Random(7))  # noqa: S311 - a seed makes the test repeatable
    other = dicom_study.contradicted(pages[4])
    pages.insert(11, other)
    objects = [written(dicom_ge.object_of(page, number_=number)) for number, page in enumerate(pages)]
    scores = [page.scans[0].rois[0].values["t_score"] for page in (pages[4], other)]
    return [read(content) for content in objects], sorted(scores)


@settings(max_examples=15)
@given(order=st.permutations(range(19)))
def test_a_contradiction_is_held_back_in_any_order(contradiction, order):
    reports, scores = contradiction
    whole = merge([reports[place] for place in order])
    held = [row for row in whole.measurements if row.held]

    assert scores == sorted(str(row.value) for row in held)
    assert {("femoral_neck", "left", "t_score", "VALUE_CONFLICT")} == {
        (row.region, row.side, row.quantity, row.held) for row in held
    }
    assert 2 == [issue.code for issue in whole.issues].count("VALUE_CONFLICT")
    assert merge(reports) == whole


def test_most_values_of_a_usual_study_are_confirmed_by_tree_and_xml():
    contents = islice(dicom_study.usual(Random(3)), 18)  # noqa: S311 - a seed makes the test repeatable
    rows = merge([read(content) for content in contents]).measurements

    assert {("ge-sr", "ge-xml")} == {row.confirmed_by for row in rows}
