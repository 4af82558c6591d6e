"""PDF reports of institutes as browsers and word processors print them, by an examiner who had not read the readers."""

import tomllib
from pathlib import Path

import pytest

from tests.acceptance.printed import pdf_of
from tests.acceptance.reading import line, lines, read
from tests.acceptance.rows import in_the_fast_part, left_to_the_slow_part, said_of

NOT_ASKED = frozenset({"change", "change_percent"})
FILES = sorted(Path(__file__).parent.glob("unseen_web_*.toml"))


def pages():
    return [page for file in FILES for page in tomllib.loads(file.read_text(encoding="utf-8"))["page"]]


def misread(page):
    """Return what is missing from a report, and what is read that nobody would read, each with its name."""
    report = read(pdf_of(page))
    usable, held = lines(report, leaving_out=NOT_ASKED), lines(report, held=True)
    wanted, kept, left = set(page["reads"]), set(page.get("held", ())), set(page.get("unread", ()))
    dated = {f"{line(value)} {value.exam_date}" for value in report.measurements}
    stated = {f"class {report.text.stated_classification}"}
    parts = {
        "missing": wanted - usable - left,
        "not in the report": usable - wanted,
        "not held": kept - held,
        "no such day": set(page.get("dates", ())) - dated,
        "not stated": {f"class {page['class']}"} - stated if "class" in page else set(),
    }
    return [(page["name"], kind, row) for kind, rows in parts.items() for row in sorted(rows)]


def test_printed_reports_hold_every_number_that_a_person_reads_off_them():
    assert not (wrong := [row for page in in_the_fast_part(pages()) for row in misread(page)]), said_of(wrong)


@pytest.mark.slow
def test_all_printed_reports_hold_every_number_that_a_person_reads_off_them():
    assert not (wrong := [row for page in left_to_the_slow_part(pages()) for row in misread(page)]), said_of(wrong)
