"""Dictated and pasted reports written from the fact sheets alone: nothing is found that they do not say."""

import tomllib
from pathlib import Path

import pytest

from dxa.errors import DocumentError
from dxa.report import DxaReport
from tests.acceptance.reading import lines, read

REPORTS = tomllib.loads(Path(__file__).with_name("unseen_text.toml").read_text(encoding="utf-8"))["report"]
MSH = "MSH|^~\\&|RIS|HOSP|CDS|HOSP|20240514101502||ORU^R01|M1|P|2.5.1|||||||UNICODE UTF-8"
PID = "PID|1||P77^^^HOSP^MR||TEST^ONE||19570612|F"
OBR = "OBR|1|P1^E|A1^R|77080^DXA axial^C4|||20240514093500|||||||||||||||20240514101400||RAD|F"


def as_file(text):
    return f"{text}\n".encode()


def as_result_lines(text):
    rows = [f"OBX|{n}|TX|18782-3^Report^LN|{n}|{row}||||||F" for n, row in enumerate(text.split("\n"), 1)]
    return "\r".join([MSH, PID, OBR, *rows, ""]).encode()


def as_one_result(text):
    escaped = text.replace("\n", "\\.br\\")
    return "\r".join([MSH, PID, OBR, f"OBX|1|FT|RAD^Report^L||{escaped}||||||F", ""]).encode()


def found_in(content):
    try:
        return read(content)
    except DocumentError:
        return DxaReport()


@pytest.mark.parametrize("form", [as_file, as_result_lines, as_one_result])
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_a_report_says_what_a_person_reads_off_it_and_nothing_else(report, form):
    if "|" in report["text"] and form is not as_file:
        pytest.skip("the bars of this table would be field separators")
    found = found_in(form(report["text"]))
    leaving_out = frozenset(report.get("leaving_out", ()))

    assert set(report.get("reads", ())) == lines(found, leaving_out=leaving_out) - set(report.get("may", ()))
    assert set(report.get("held", ())) <= lines(found, held=True)


@pytest.mark.parametrize("report", [report for report in REPORTS if "states" in report], ids=lambda part: part["name"])
def test_the_conclusion_of_a_report_is_kept_as_its_own_field(report):
    stated = read(as_file(report["text"])).text.stated_classification

    assert report["states"] == stated
