"""Our result as a message of its own: valid, filed to the same order, and never more certain than its report."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hl7apy.parser import parse_message
from hl7apy.validation import Validator
from hypothesis import given
from hypothesis import strategies as st

from assess import assess
from deliver.formats.hl7 import FORMAT, status_of
from deliver.hl7_observations import loinc_of
from deliver.hl7_text import escaped
from dxa.case import CaseStatus
from dxa.document import RawDocument
from dxa.errors import NotDensitometry
from dxa.facts import Facts
from dxa.locator import Locator
from dxa.regions import Region, Side
from dxa.report import DxaReport, Measurement, Patient, Provenance, Quantity, ReportStatus, Study, Unit
from dxa.settings import Limits
from dxa.telling import Telling
from parsers.hl7.tokens import tokenised
from parsers.registry import parse

HL7 = Path(__file__).parents[2] / "fixtures" / "documents" / "hl7"
REPORTS = ("discrete_loinc.hl7", "attached_pdf.hl7", "conflicting_text.hl7", "cancelled.hl7")
AT = datetime(2026, 3, 4, 10, 15, 5, tzinfo=UTC)


def measurement(value="-2.5", region=Region.FEMORAL_NECK, side=Side.LEFT, quantity=Quantity.T_SCORE, **other):
    place = Provenance(document="d" * 64, parser="test/1", locator=Locator(page=1), raw=value)
    parts = {"id": "m1", "region": region, "side": side, "quantity": quantity, "unit": Unit.ONE} | other
    return Measurement(value=Decimal(value), provenance=place, **parts)


def telling(report: DxaReport, **other) -> Telling:
    assessment = assess(report=report, facts=Facts(), priors=(), packs=None)
    parts = {"kind": "case.assessed", "status": CaseStatus.ASSESSED} | other
    return Telling(
        id="0123456789abcdef0123456789abcdef", case_id="c-1", revision=1, created_at=AT, report=report,
        assessment=assessment, **parts,
    )  # fmt: skip


def report_of(name: str) -> DxaReport:
    raw = RawDocument(content=(HL7 / name).read_bytes(), channel="test", received_at=AT)
    return parse(raw, Limits())


SMALL = DxaReport(
    patient=Patient(id="M1", issuer="RIDGE", name="TEST^PATIENT^A", birth_date=date(1958, 6, 12)),
    study=Study(accession="A1", order_number="P1", performed_on=date(2026, 3, 4), status=ReportStatus.FINAL),
    measurements=(measurement(),),
)


def lines(told: Telling) -> list[list[str]]:
    return [line.split("|") for line in FORMAT.render(told).decode().split("\r") if line]


def named(told: Telling, name: str) -> list[list[str]]:
    return [line for line in lines(told) if line[0] == name]


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_the_result_of_a_report_is_valid(name):
    rendered = FORMAT.render(telling(report_of(name))).decode()
    parsed = parse_message(rendered, find_groups=True)

    assert Validator.validate(parsed)
    assert parsed.to_er7().count("\rOBX|") == rendered.count("\rOBX|")


def test_the_head_says_whose_result_it_is_and_to_which_order_it_belongs():
    msh, pid, orc, obr = lines(telling(SMALL))[:4]

    assert msh[:4] == ["MSH", "^~\\&", "OSTEON", ""]
    assert msh[6:12] == ["20260304101505+0000", "", "ORU^R01^ORU_R01", "0123456789abcdef0123", "P", "2.5.1"]
    assert msh[14:] == ["AL", "NE", "", "UNICODE UTF-8"]
    assert pid == ["PID", "1", "", "M1^^^RIDGE^MR", "", "TEST^PATIENT^A", "", "19580612", "U"]
    assert orc == ["ORC", "RE", "P1", "A1.CDS^OSTEON", "", "CM"]
    assert obr[2:4] == ["P1", "A1.CDS^OSTEON"]
    assert obr[4].startswith("DXACDS^")
    assert (obr[7], obr[25], obr[29], obr[16:22]) == ("20260304", "F", "P1^A1", [""] * 6)
    assert len(obr) == 30  # nothing at OBR-32: no software interprets


def test_a_report_without_names_and_numbers_makes_a_result_without_them():
    _, pid, orc, obr = lines(telling(DxaReport()))[:4]

    assert (pid, orc[3], obr[29:]) == (["PID", "1", "", "", "", "", "", "", "U"], "c-1.CDS^OSTEON", [])


def test_rows_of_obx_are_numbered_and_say_what_made_them():
    rows = named(telling(SMALL), "OBX")

    assert [row[1] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert {(row[8], row[11], row[16]) for row in rows} == {("", "F", "")}
    assert {row[15].split("^")[0] for row in rows} == {"OSTEON"}
    assert [row[3].split("^")[0] for row in rows][:4] == ["SRC", "SRCSHA256", "CASE", "80948-3"]
    assert [row[3].split("^")[0] for row in rows][-3:] == ["DQ", "REVIEW", "DISCLAIMER"]


def test_a_value_keeps_its_digits_code_and_name():
    [row] = [row for row in named(telling(SMALL), "OBX") if row[2] == "NM"]

    assert row[3:7] == [
        "80948-3^left femoral neck T-score^LN^FEMORAL_NECK_LEFT_T^Left femoral neck T-score^L", "1", "-2.5",
        "{T-score}^^UCUM",
    ]  # fmt: skip


@pytest.mark.parametrize("part", [{"held": "VALUES_DIFFER"}, {"excluded": "fracture"}, {"current": False}])
def test_a_value_no_rule_may_use_is_not_sent(part):
    told = telling(replace(SMALL, measurements=(measurement("-3.9", **part),)))

    assert [row for row in named(told, "OBX") if row[2] == "NM" or "-3.9" in row[5]] == []


def test_a_value_held_back_is_flagged():
    told = telling(replace(SMALL, measurements=(measurement("-3.9", held="VALUES_DIFFER"),)))

    assert "VALUES_DIFFER^1 value held back until a person decides^99OSTEON" in [row[5] for row in named(told, "OBX")]


@pytest.mark.parametrize(
    ("region", "side", "quantity", "code"),
    [
        (Region.LUMBAR_SPINE, None, Quantity.BMD, "24966-4"),
        (Region.LUMBAR_SPINE, None, Quantity.T_SCORE, "38267-1"),
        (Region.LUMBAR_SPINE, None, Quantity.Z_SCORE, "85394-5"),
        (Region.LATERAL_SPINE, None, Quantity.T_SCORE, None),
        (Region.FEMORAL_NECK, Side.LEFT, Quantity.BMD, "80954-1"),
        (Region.FEMORAL_NECK, Side.RIGHT, Quantity.T_SCORE, "80947-5"),
        (Region.FEMORAL_NECK, None, Quantity.T_SCORE, "38263-0"),
        (Region.FEMORAL_NECK, Side.MEAN, Quantity.T_SCORE, None),
        (Region.TOTAL_HIP, Side.LEFT, Quantity.BMD, "46278-8"),
        (Region.TOTAL_HIP, Side.RIGHT, Quantity.Z_SCORE, "80937-6"),
        (Region.TOTAL_HIP, None, Quantity.T_SCORE, "38264-8"),
        (Region.RADIUS_33, Side.LEFT, Quantity.T_SCORE, "80944-2"),
        (Region.TOTAL_BODY, None, Quantity.BMD, None),
        (Region.LUMBAR_SPINE, None, Quantity.TBS, None),
        (Region.PATIENT, None, Quantity.FRAX_MAJOR, "90265-0"),
    ],
)
def test_codes_are_those_of_the_table(region, side, quantity, code):
    assert loinc_of(measurement(region=region, side=side, quantity=quantity)) == code


@pytest.mark.parametrize(
    ("kind", "source", "case", "expected"),
    [
        ("case.assessed", ReportStatus.FINAL, CaseStatus.ASSESSED, "F"),
        ("case.assessed", ReportStatus.CORRECTED, CaseStatus.ASSESSED, "C"),
        ("case.assessed", ReportStatus.PRELIMINARY, CaseStatus.ASSESSED, "P"),
        ("case.amended", ReportStatus.PARTIAL, CaseStatus.ASSESSED, "P"),
        ("case.assessed", None, CaseStatus.ASSESSED, "P"),
        ("case.amended", ReportStatus.FINAL, CaseStatus.ASSESSED, "C"),
        ("case.signed", ReportStatus.FINAL, CaseStatus.SIGNED, "F"),
        ("case.withdrawn", ReportStatus.FINAL, CaseStatus.WITHDRAWN, "X"),
        ("case.amended", ReportStatus.CANCELLED, CaseStatus.ASSESSED, "X"),
    ],
)
def test_the_status_follows_the_report_and_what_is_told(kind, source, case, expected):
    report = replace(SMALL, study=replace(SMALL.study, status=source))
    told = telling(report, kind=kind, status=case)

    assert status_of(told) == expected
    assert {row[11] for row in named(told, "OBX")} == {"D" if expected == "X" else expected}


def test_every_finding_that_is_met_and_every_check_that_fires_is_told_with_its_source():
    told = telling(report_of(REPORTS[0]))
    rows = lines(told)
    met = [finding.rule for finding in told.assessment.findings if finding.outcome == "met"]
    fired = [check.code for check in told.assessment.checks if check.outcome == "fires"]

    assert met
    assert met == [row[3].split("^")[0] for row in rows if row[0] == "OBX" and "Guideline rule met" in row[3]]
    assert fired == [row[5].split("^")[0] for row in rows if row[0] == "OBX" and row[3].startswith("DQ^")][: len(fired)]
    assert len(met) == sum(row[0] == "NTE" and row[3].startswith("Source: ") for row in rows)


def test_who_signed_is_told():
    told = telling(SMALL, status=CaseStatus.SIGNED, kind="case.signed", signed_by="dr|x", signed_at=AT)
    text = FORMAT.render(told).decode()

    assert "|SIGNED^signed by a person^99OSTEON|" in text
    assert "Signed by dr\\F\\x at 2026-03-04T10:15:05+00:00" in text


@given(st.text())
def test_no_text_can_end_a_field_a_segment_or_a_frame(text):
    name = f"{text}^B"
    report = replace(SMALL, patient=replace(SMALL.patient, name=name, id=text, issuer=text))
    told = replace(telling_of_small(), report=report)
    rendered = FORMAT.render(told)
    clean = FORMAT.render(replace(told, report=SMALL))

    assert (rendered.count(b"\r"), rendered.count(b"\n")) == (clean.count(b"\r"), 0)
    assert not {0x0B, 0x1C, 0} & set(rendered)
    assert [len(line.split("|")) for line in rendered.decode().split("\r")[2:]] == [
        len(line.split("|")) for line in clean.decode().split("\r")[2:]
    ]


_SMALL_TOLD: list[Telling] = []


def telling_of_small() -> Telling:
    """Return one telling, assessed once for every example."""
    if not _SMALL_TOLD:
        _SMALL_TOLD.append(telling(SMALL))
    return _SMALL_TOLD[0]


def test_escapes_are_those_of_the_standard():
    assert escaped("a|b^c~d&e\\f\r\ng\x0b\x1c\ud800") == r"a\F\b\S\c\R\d\T\e\E\f g ?"


def test_the_same_telling_gives_the_same_bytes_and_our_own_reader_finds_every_segment():
    told = telling(SMALL)
    rendered = FORMAT.render(told)
    [message] = tokenised(rendered, Limits())

    assert rendered == FORMAT.render(replace(told))
    assert len(message.segments) == rendered.count(b"\r")
    assert message.issues == ()


def test_our_own_result_that_comes_back_is_no_report():
    raw = RawDocument(content=FORMAT.render(telling(SMALL)), channel="test", received_at=AT)
    with pytest.raises(NotDensitometry, match="result of this service"):
        parse(raw, Limits())
