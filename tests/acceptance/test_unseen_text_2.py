"""Reports of many hands in seven languages: each says what a person reads off it, and nothing else."""

import tomllib
from pathlib import Path

import pytest

from dxa.errors import NotDensitometry
from dxa.report import DxaReport
from tests.acceptance.reading import line, lines, read
from tests.acceptance.rows import sampled

FILES = sorted(Path(__file__).parent.glob("unseen_text_*.toml"))
REPORTS = [report for file in FILES for report in tomllib.loads(file.read_text(encoding="utf-8"))["report"]]
HEAD = (
    "MSH|^~\\&|RIS|HOSP|CDS|HOSP|20240514101502||ORU^R01|M1|P|2.5.1|||||||UNICODE UTF-8",
    "PID|1||P77^^^HOSP^MR||TEST^ONE|||F",
    "OBR|1|P1^E|A1^R|77080^DXA axial^C4|||20240514093500|||||||||||||||20240514101400||RAD|F",
)
CHANGES = frozenset({"change", "change_percent"})
ESCAPES = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "~": "\\R\\", "&": "\\T\\", "^": "\\S\\"})


def as_file(text):
    return f"{text}\n".encode()


def as_result_lines(text):
    rows = (row.translate(ESCAPES) for row in text.split("\n"))
    results = [f"OBX|{n}|TX|18782-3^Report^LN|{n}|{row}||||||F" for n, row in enumerate(rows, 1)]
    return "\r".join([*HEAD, *results, ""]).encode()


def as_one_result(text):
    escaped = text.translate(ESCAPES).replace("\n", "\\.br\\")
    return "\r".join([*HEAD, f"OBX|1|FT|RAD^Report^L||{escaped}||||||F", ""]).encode()


AS_RESULTS = (as_result_lines, as_one_result)


def found_in(content):
    try:
        return read(content)
    except NotDensitometry:
        return DxaReport()


@pytest.mark.parametrize("forms", [(as_file,), pytest.param(AS_RESULTS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("report", sampled(REPORTS), ids=lambda report: report["name"])
def test_a_report_of_many_hands_says_what_a_person_reads_off_it_and_nothing_else(report, forms):
    may = set(report.get("may", ()))
    found = {form.__name__: lines(found_in(form(report["text"])), leaving_out=CHANGES) - may for form in forms}

    assert dict.fromkeys(found, set(report["reads"]) - set(report.get("unread", ()))) == found


@pytest.mark.parametrize(
    "report", [report for report in REPORTS if "dates" in report], ids=lambda report: report["name"]
)
def test_an_earlier_value_has_the_day_the_report_gives_it(report):
    dated = {f"{line(value)} {value.exam_date}" for value in read(as_file(report["text"])).measurements}

    assert set(report["dates"]) <= dated


@pytest.mark.parametrize(
    "report", [report for report in REPORTS if "changes" in report], ids=lambda report: report["name"]
)
def test_a_change_over_time_is_one_the_report_states(report):
    found = lines(found_in(as_file(report["text"])))

    assert {change for change in found if change.split()[-2] in CHANGES} <= set(report["changes"])


@pytest.mark.parametrize(
    "report", [report for report in REPORTS if {"facts", "class"} & set(report)], ids=lambda report: report["name"]
)
def test_what_a_report_says_of_the_patient_and_concludes_is_found(report):
    found = read(as_file(report["text"]))
    facts = {f"{fact.name} {fact.value}" for fact in found.context.facts if not fact.denied}

    assert set(report.get("facts", ())) <= facts
    assert report.get("class", found.text.stated_classification) == found.text.stated_classification
