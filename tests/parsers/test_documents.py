"""Every document under fixtures/documents against its truth and its golden reading."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.report import DxaReport
from dxa.schema import dump
from dxa.settings import Limits
from fixtures.truth import DOCUMENTS
from parsers.registry import parse

SIDE_FILES = (".truth.json", ".expected.json")
PATHS = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file() and not path.name.endswith(SIDE_FILES))


@cache
def read(path: Path) -> DxaReport | str:
    """Return the report, or the code of the refusal; truth and golden reading look at one of them."""
    document = RawDocument(content=path.read_bytes(), channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    try:
        return parse(document, Limits())
    except DocumentError as error:
        return error.code


def beside(path: Path, ending: str) -> dict:
    return json.loads(path.with_name(path.name + ending).read_text(encoding="utf-8"))


def found_values(report: DxaReport) -> list[tuple]:
    return sorted(
        (row.region, row.side or "", row.levels, row.quantity, format(row.value, "f"), row.unit, row.current)
        for row in report.measurements
    )


def true_values(truth: dict) -> list[tuple]:
    return sorted(
        (
            row["region"],
            row["side"] or "",
            tuple(row["levels"]),
            row["quantity"],
            row["value"],
            row["unit"],
            row["current"],
        )
        for row in truth["values"]
    )


def dated_values(report: DxaReport) -> set[tuple]:
    return {
        (row.region, row.side, row.quantity, format(row.value, "f"), row.exam_date.isoformat())
        for row in report.measurements
        if row.exam_date
    }


def true_dated_values(truth: dict) -> set[tuple]:
    return {
        (row["region"], row["side"], row["quantity"], row["value"], row["exam_date"])
        for row in truth["values"]
        if row["exam_date"]
    }


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_document_is_read_as_its_truth_says(path):
    truth = beside(path, ".truth.json")
    reading = read(path)

    if isinstance(reading, str) or truth["error"]:
        assert truth["error"] == reading
        return
    assert true_values(truth) == found_values(reading)
    assert true_dated_values(truth) <= dated_values(reading)
    assert set(truth["issues"]) <= {issue.code for issue in reading.issues}
    assert set(truth["held"]) == {f"{row.region}/{row.quantity}" for row in reading.measurements if row.held}
    patient = dump(reading.patient)
    assert dict(truth["patient"]) == {name: patient[name] for name, _ in truth["patient"]}
    if truth["stated_classification"] is not None:
        assert truth["stated_classification"] == reading.text.stated_classification


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_document_gives_its_golden_reading(path, request):
    reading = read(path)
    actual = {"error": reading} if isinstance(reading, str) else dump(reading)
    if request.config.getoption("--rewrite-golden"):
        text = json.dumps(actual, indent=1, ensure_ascii=False)
        path.with_name(path.name + ".expected.json").write_text(text + "\n", encoding="utf-8")

    assert beside(path, ".expected.json") == actual


def test_there_are_at_least_thirty_documents_of_every_kind_of_reader():
    assert len(PATHS) >= 30
    assert {"dicom", "hl7", "narrative", "osteon_json", "pdf"} <= {path.parent.name for path in PATHS}
