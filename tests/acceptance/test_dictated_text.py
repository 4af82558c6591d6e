"""Reports of many styles in nine languages: every value is found, and nothing they do not say."""

import tomllib
from pathlib import Path

import pytest

from dxa.errors import NotDensitometry
from dxa.report import DxaReport
from tests.acceptance.reading import lines, read

REPORTS = tomllib.loads(Path(__file__).with_name("dictated_text.toml").read_text(encoding="utf-8"))["report"]


def found_in(text):
    try:
        return read(text.encode())
    except NotDensitometry:
        return DxaReport()


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_a_report_gives_the_values_a_person_reads_off_it(report):
    found = found_in(report["text"])

    assert set(report.get("reads", ())) == lines(found) - set(report.get("may", ()))
    assert set(report.get("held", ())) <= lines(found, held=True)
