"""Random objects of every family against their truth: the readers are not made for a few tidy files."""

from datetime import UTC, datetime
from random import Random

import pytest

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures.dicom_random import MAKERS
from parsers.dicom.reader import PARSER
from parsers.registry import parse

CASES = [(family, seed) for family in MAKERS for seed in range(100, 140)]


def read(content):
    return parse(RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC)), Limits())


def found(report):
    return sorted(
        (row.region, row.side or "", row.levels, row.quantity, format(row.value, "f"), row.unit, row.current)
        for row in report.measurements
    )


def true(truth):
    return sorted(
        (value.region, value.side or "", value.levels, value.quantity, value.value, value.unit, value.current)
        for value in truth.values
    )


@pytest.mark.parametrize(("family", "seed"), CASES)
def test_a_random_object_is_read_as_its_truth_says(family, seed):
    content, truth = MAKERS[family](Random(seed))  # noqa: S311 - a seed makes the test repeatable
    report = read(content)
    dated = {(row.region, row.quantity, str(row.value), str(row.exam_date)) for row in report.measurements}
    dates = {(value.region, value.quantity, value.value, value.exam_date) for value in truth.values if value.exam_date}

    assert true(truth) == found(report)
    assert dates <= dated
    assert [] == [row.id for row in report.measurements if row.held]


@pytest.mark.parametrize(("family", "seed"), [(family, seed) for family in MAKERS for seed in range(200, 206)])
def test_every_number_leads_back_to_its_characters(family, seed):
    content, _ = MAKERS[family](Random(seed))  # noqa: S311 - a seed makes the test repeatable
    rows = read(content).measurements
    view = PARSER.show(content, [row.provenance.locator for row in rows], Limits())
    shown = [view.parts[place.part].text[slice(*place.chars)] if place else None for place in view.places]

    assert [row.provenance.raw for row in rows] == [text and text.strip() for text in shown]
