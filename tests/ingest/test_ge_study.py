"""Twenty partial DICOM objects of one study are one case, whatever the order they come through the pipeline."""

import json
from datetime import UTC, datetime
from random import Random

import pytest

from dxa.document import RawDocument
from dxa.schema import load_report
from dxa.settings import Limits
from fixtures import dicom_study
from parsers.registry import parse
from tests.ingest.situations import pipeline_on


class Here:
    """Reads in this process; what a child does differently is tested elsewhere."""

    def read(self, document):
        return parse(document, Limits())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_a_study_in_any_order_is_one_case(store, clock, seed):
    pipeline = pipeline_on(store, clock, readers=Here())
    random = Random(seed)  # noqa: S311 - a seed makes the test repeatable
    contents, truth = dicom_study.study(random)
    random.shuffle(contents)
    cases = set()
    for content in contents:
        raw = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
        cases.add(pipeline.work(pipeline.receive(raw).document_id).case_id)
    (case,) = (store.case(one) for one in cases)
    rows = load_report(json.loads(case.report)).measurements

    assert len(case.documents) == 20
    assert sorted((one.region, one.quantity, one.value, one.current) for one in truth.values) == sorted(
        (row.region, row.quantity, str(row.value), row.current) for row in rows
    )
    assert {None} == {row.held for row in rows}
