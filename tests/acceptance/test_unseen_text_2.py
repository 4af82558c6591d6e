"""Reports of many hands in seven languages: each says what a person reads off it, and nothing else.

Each table is one test in each form of document: a failure names every report that is read otherwise, and how.
"""

import tomllib
from pathlib import Path

import pytest

from dxa.errors import NotDensitometry
from tests.acceptance.reading import line, lines, read
from tests.acceptance.rows import in_the_fast_part, left_to_the_slow_part, said_of

TABLES = sorted(Path(__file__).parent.glob("unseen_text_*.toml"))
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


def reports_of(table):
    return tomllib.loads(table.read_text(encoding="utf-8"))["report"]


def differences(report, form):
    """Yield what is found otherwise than a person reads it off a report; as a file, what is said besides numbers."""
    try:
        found = read(form(report["text"]))
    except NotDensitometry:
        found = None
    # The message is of 2024, which tells whether the columns of that year are of its examination.
    is_dated = form is not as_file and report.get("dated_by_message", False)
    wanted = set(report["reads"]) - set(() if is_dated else report.get("unread", ()))
    usable = lines(found, leaving_out=CHANGES) | _of_another_day(found, form) if found else set()
    usable -= set(report.get("may", ()))
    yield from (("missing", row) for row in sorted(wanted - usable))
    yield from (("not in the report", row) for row in sorted(usable - wanted))
    if form is as_file and found:
        yield from _said_besides(report, found)
    elif form is as_file and {"dates", "facts", "class", "tells"} & set(report):
        yield "taken for no densitometry", report["name"]


def _of_another_day(found, form):
    """Return what is held back of a text only because the message is of 2024 and the text is not."""
    held = (row for row in found.measurements if row.held == "STUDY_CONFLICT" and row.quantity not in CHANGES)
    return {line(row) for row in held} if form is not as_file else set()


def _said_besides(report, found):
    dated = {f"{line(value)} {value.exam_date}" for value in found.measurements}
    yield from (("no such day", row) for row in report.get("dates", ()) if row not in dated)
    if "changes" in report:
        changes = {row for row in lines(found) if row.split()[-2] in CHANGES}
        yield from (("no such change", row) for row in sorted(changes - set(report["changes"])))
    yield from (("missing change", row) for row in sorted(set(report.get("tells", ())) - lines(found)))
    facts = {f"{fact.name} {fact.value}" for fact in found.context.facts if not fact.denied}
    yield from (("no such fact", fact) for fact in report.get("facts", ()) if fact not in facts)
    yield from (("no fact of the patient's", fact) for fact in report.get("not_facts", ()) if fact in facts)
    if "only_facts" in report:
        yield from (("no fact of the patient's", fact) for fact in sorted(facts - set(report["only_facts"])))
    stated = found.text.stated_classification or "none"
    if report.get("class", stated) != stated:
        yield "class", report["class"], stated
    yield from _claimed_besides(report, [one for one in found.text.stated_changes if not one.denied])


def _claimed_besides(report, claims):
    """Yield the changes a text is taken to claim although `claims` or `no_direction` say that it does not."""
    for claim in claims:
        if "claims" in report or claim.direction in report.get("no_direction", ()):
            yield "no such claim", claim.direction, claim.provenance.raw


def wrong_of(reports, *forms):
    """Return name, form and differences of each report that is not read as its truth says."""
    pairs = [(report, form) for report in reports for form in forms]
    return [
        (report["name"], form.__name__, found) for report, form in pairs if (found := list(differences(report, form)))
    ]


@pytest.mark.parametrize("part", [in_the_fast_part, pytest.param(left_to_the_slow_part, marks=pytest.mark.slow)])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_reports_of_many_hands_say_what_a_person_reads_off_them_and_nothing_else(table, part):
    wrong = wrong_of(part(reports_of(table)), as_file)

    assert [] == wrong, said_of(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_reports_of_many_hands_say_the_same_in_messages(table):
    wrong = wrong_of(reports_of(table), *AS_RESULTS)

    assert [] == wrong, said_of(wrong)
