"""Reports of many hands in seven languages: each says what a person reads off it, and nothing else."""

import tomllib
from pathlib import Path

import pytest

from tests.acceptance.reading import lines, read

REPORTS = [
    report
    for name in ("unseen_text_2.toml", "unseen_text_3.toml", "unseen_text_4_eu.toml")
    for report in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["report"]
]
HEAD = (
    "MSH|^~\\&|RIS|HOSP|CDS|HOSP|20240514101502||ORU^R01|M1|P|2.5.1|||||||UNICODE UTF-8",
    "PID|1||P77^^^HOSP^MR||TEST^ONE||19570612|F",
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


@pytest.mark.parametrize("form", [as_file, as_result_lines, as_one_result])
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_a_report_of_many_hands_says_what_a_person_reads_off_it_and_nothing_else(report, form):
    found = lines(read(form(report["text"])), leaving_out=CHANGES)

    assert set(report["reads"]) == found - set(report.get("may", ()))
