"""Whole messages: what is taken, held, left out or refused, and why."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dxa.document import RawDocument
from dxa.errors import DocumentError, NoStructuredResults, NotDensitometry, UnreadableDocument
from dxa.report import ReportStatus, Sex
from dxa.settings import Limits
from fixtures.hl7_random import random_message
from fixtures.hl7_writing import Header, head, obx, sent
from fixtures.truth import DOCUMENTS
from parsers.hl7.places import text_at
from parsers.hl7.reader import PARSER
from parsers.hl7.tokens import tokenised

SPINE = "38267-1^L1-L4 T-score^LN"


def read(content):
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, Limits())


def message(*rows, **header):
    return sent([*head(Header(control="T", **header)), *rows])


def codes(report):
    return {issue.code for issue in report.issues}


def values(rows):
    return sorted(
        (row.region, row.side or "", row.levels, row.quantity, str(row.value), row.unit, row.current) for row in rows
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_random_message_is_read_as_it_was_made(seed):
    made = random_message(seed)
    report = read(made.content)

    assert values_of(made.truth) == values(report.measurements)
    assert not [row for row in report.measurements if row.held]


def values_of(truth):
    return sorted((v.region, v.side or "", v.levels, v.quantity, v.value, v.unit, v.current) for v in truth.values)


@pytest.mark.parametrize("name", sorted(path.name for path in (DOCUMENTS / "hl7").glob("*.hl7")))
def test_every_number_stands_where_its_locator_says(name):
    content = (DOCUMENTS / "hl7" / name).read_bytes()
    try:
        report = read(content)
    except DocumentError:
        return
    for row in report.measurements:
        outer = row.provenance.locator
        found = [text for part in tokenised(content, Limits()) if (text := text_at(part, outer))]

        assert outer.inner or [row.provenance.raw] == found


def test_identity_and_study_come_from_the_header():
    report = read(message(obx(1, "NM", SPINE, "-1.0"), sex="M"))

    assert ("M00417", "RIDGE", "TEST^PATIENT^A", Sex.MALE, date(1958, 6, 12)) == (
        report.patient.id, report.patient.issuer, report.patient.name, report.patient.sex, report.patient.birth_date,
    )  # fmt: skip
    assert ("A9001", date(2026, 3, 4), "RIDGEIMG", ReportStatus.FINAL) == (
        report.study.accession, report.study.performed_on, report.study.institution, report.study.status,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "expected", "is_told"),
    [
        ({"sex": "U"}, (None, date(1958, 6, 12)), False),
        ({"sex": "K"}, (None, date(1958, 6, 12)), True),
        ({"sex": '""', "born": '""'}, (None, None), False),
        ({"born": "1958"}, (Sex.FEMALE, None), True),
        ({"born": "19581332"}, (Sex.FEMALE, None), True),
        ({"sex": "", "born": ""}, (None, None), False),
        ({"sex": "female"}, (Sex.FEMALE, date(1958, 6, 12)), False),
    ],
)
def test_an_unreadable_patient_field_is_unknown(header, expected, is_told):
    report = read(message(obx(1, "NM", SPINE, "-1.0"), **header))

    assert expected == (report.patient.sex, report.patient.birth_date)
    assert is_told is ("PATIENT_FIELD_UNREADABLE" in codes(report))


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        ("", (None, None)),
        ("M1", ("M1", None)),
        ("^^^X~M2^^^Y&1.2.3&ISO", ("M2", "Y")),
        ("M3^^^&1.2.3&ISO", ("M3", "1.2.3")),
        ('""', (None, None)),
    ],
)
def test_a_patient_identifier_is_the_first_that_says_something(patient, expected):
    report = read(message(obx(1, "NM", SPINE, "-1.0"), patient=patient))

    assert expected == (report.patient.id, report.patient.issuer)


@pytest.mark.parametrize(
    ("status", "result", "expected"),
    [
        ("F", "F", ReportStatus.FINAL),
        ("F", "C", ReportStatus.CORRECTED),
        ("C", "C", ReportStatus.CORRECTED),
        ("P", "P", ReportStatus.PRELIMINARY),
        ("R", "R", ReportStatus.PRELIMINARY),
        ("F", "P", ReportStatus.PRELIMINARY),
        ("A", "F", ReportStatus.PARTIAL),
        ("", "F", None),
        ("", "P", ReportStatus.PRELIMINARY),
        ("Z", "F", None),
        ("F", "U", ReportStatus.FINAL),
        ("X", "X", ReportStatus.CANCELLED),
    ],
)
def test_how_final_a_report_is_is_said_by_its_least_final_part(status, result, expected):
    report = read(message(obx(1, "NM", SPINE, "-1.0", status=result), status=status))

    assert expected == report.study.status
    assert ("PARTIAL_DOCUMENT" in codes(report)) is (expected in {ReportStatus.PRELIMINARY, ReportStatus.PARTIAL})


@pytest.mark.parametrize(
    ("status", "taken", "code"),
    [
        ("D", False, "WITHDRAWN_VALUE"),
        ("W", False, "WITHDRAWN_VALUE"),
        ("X", False, "WITHDRAWN_VALUE"),
        ("I", False, "WITHDRAWN_VALUE"),
        ("VAQ", True, "CONFORMANCE"),
        ("20260304", False, "SEGMENT_DAMAGED"),
        ("final", True, None),
        ('""', True, None),
        ("", True, None),
    ],
)
def test_a_result_counts_by_its_status(status, taken, code):
    report = read(message(obx(1, "NM", SPINE, "-1.0", status=status)))

    assert taken is bool(report.measurements)
    assert code is None or code in codes(report)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (message(obx(1, "NM", "2345-7^Glucose^LN", "98"), service="GLU^Glucose^L"), NotDensitometry),
        (message(obx(1, "TX", "R^Report^L", "Chest clear. Consider DXA."), service="71020^Chest^C4"), NotDensitometry),
        (message(obx(1, "NM", SPINE, "-1.0"), service="77078^CT bone density^C4"), NotDensitometry),
        (message(obx(1, "NM", SPINE, "-1.0"), kind="ADT^A08"), NotDensitometry),
        (message(obx(1, "NM", SPINE, "-1.0"), kind="SIU^S12"), NotDensitometry),
        (message(), NoStructuredResults),
        (message(obx(1, "NM", SPINE, "")), NoStructuredResults),
        (b"FHS|^~\\&|A\r", UnreadableDocument),
    ],
)
def test_a_message_about_something_else_is_refused(content, error):
    with pytest.raises(error):
        read(content)


@pytest.mark.parametrize("kind", ["", "ORU", "ORU^R01", "ORU^R30^ORU_R30", "MDM^T02", "ORF^R04"])
def test_every_kind_of_result_message_is_read(kind):
    assert read(message(obx(1, "NM", SPINE, "-1.0"), kind=kind)).measurements


@pytest.mark.parametrize("service", ["", "X^Something^L", "RAD1^Radiology^L"])
def test_results_that_are_densitometry_make_an_order_densitometry(service):
    assert read(message(obx(1, "NM", "L^L1-L4 T-score^L", "-1.0"), service=service)).measurements


def test_a_header_without_its_time_field_is_understood():
    content = message(obx(1, "NM", SPINE, "-1.0")).replace(b"|20260304101502||ORU", b"||ORU")

    assert read(content).measurements


@pytest.mark.parametrize(
    "second",
    [
        {"patient": "M2^^^RIDGE^MR"},
        {"patient": "M00417^^^OTHER^MR"},
        {"patient": ""},
    ],
)
def test_results_of_two_patients_are_never_read_together(second):
    row = obx(1, "NM", SPINE, "-1.0")
    with pytest.raises(UnreadableDocument, match="SEVERAL_PATIENTS"):
        read(message(row) + message(row, filler="A2", **second))


def test_what_two_headers_of_one_patient_disagree_on_is_unknown():
    row = obx(1, "NM", SPINE, "-1.0")
    report = read(message(row) + message(row, filler="A2", born="19590101", sex="M"))

    assert (None, None, "M00417") == (report.patient.sex, report.patient.birth_date, report.patient.id)
    assert {"SEX_CONFLICT", "BIRTH_DATE_CONFLICT", "STUDY_CONFLICT"} <= codes(report)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("P", "1"), ("F", "2"), ["-2.0"]),
        (("F", "2"), ("P", "1"), ["-1.0"]),
        (("C", "3"), ("F", "4"), ["-1.0"]),
        (("C", "3"), ("C", "5"), ["-2.0"]),
        (("F", "1"), ("F", "2"), ["-2.0", "-1.0"]),
        (("F", "1"), ("X", "2"), []),
    ],
)
def test_of_several_messages_of_one_order_the_standing_one_counts(first, second, expected):
    parts = [
        message(obx(1, "NM", SPINE, value), status=status, changed=f"2026030{day}")
        for (status, day), value in ((first, "-1.0"), (second, "-2.0"))
    ]
    report = read(b"".join(parts))

    assert expected == [str(row.value) for row in report.measurements]
    assert ("SUPERSEDED_VALUE" in codes(report)) is (len(expected) < 2)


def test_two_values_for_one_place_are_held():
    report = read(message(obx(1, "NM", SPINE, "-1.0"), obx(2, "NM", SPINE, "-1.4")))

    assert ["VALUE_CONFLICT", "VALUE_CONFLICT"] == [row.held for row in report.measurements]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("L1-L4 T-score (02/25/2023)", ("2023-02-25", False)),
        ("L1-L4 T-score (02/05/2023)", (None, False)),
        ("L1-L4 T-score (2026-01-20)", ("2026-01-20", False)),
        ("L1-L4 T-score (03/04/2026)", ("2026-03-04", True)),
        ("Prior L1-L4 T-score (03/04/2026)", (None, False)),
    ],
)
def test_a_day_in_a_label_says_which_examination_a_value_is_of(label, expected):
    (row,) = read(message(obx(1, "NM", f"X^{label}^L", "-1.0"), day="20260304")).measurements

    assert expected == (row.exam_date and str(row.exam_date), row.current)


@pytest.mark.parametrize(
    ("order_day", "row_days", "expected"),
    [
        ("20260304", ["20260304", "20230301"], [("2026-03-04", True), ("2023-03-01", False)]),
        ("20260304", ["20260303", ""], [("2026-03-04", True), ("2026-03-04", True)]),
        ("", ["20260304", "20230301"], [("2026-03-04", True), ("2023-03-01", False)]),
        ("20260801", ["20260304", "20230301"], [("2026-03-04", True), ("2023-03-01", False)]),
        ("", ["", ""], [(None, True), (None, True)]),
        ("2026", ["", ""], [(None, True), (None, True)]),
    ],
)
def test_an_older_observation_is_a_prior(order_day, row_days, expected):
    labels = ("L1-L4 T-score", "Left total hip T-score")
    rows = [
        obx(n, "NM", f"X^{label}^L", "-1.0") + f"|||{day}"
        for n, (label, day) in enumerate(zip(labels, row_days, strict=True))
    ]
    report = read(message(*rows, day=order_day))

    assert expected == [(row.exam_date and row.exam_date.isoformat(), row.current) for row in report.measurements]


def test_a_number_in_prose_keeps_its_escaped_characters():
    report = read(message(obx(1, "FT", "&GDT^Report", "DXA. Left femoral neck:\\.br\\T-score \\X2D\\2.5.")))
    (row,) = report.measurements

    assert ("-2.5", "\\X2D\\2.5") == (str(row.value), row.provenance.raw)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("0.812 g/cm2", "g/cm2", "0.812"),
        ("812 mg/cm2", "", "0.812"),
        ("0.812 g/cm2", "mg/cm2", None),
        ("0.812 kg", "", None),
        ("0.812", "g/cm^2", "0.812"),
        ("0.812", "gcm2^g/cm2^L", "0.812"),
        ("0.812", "g/cm2^mg/cm2^L", None),
    ],
)
def test_a_unit_behind_the_number_and_the_unit_field_have_to_agree(value, unit, expected):
    report = read(message(obx(1, "ST", "X^Left total hip BMD^L", value, unit=unit), obx(2, "NM", SPINE, "-1.0")))

    assert ([expected] if expected else []) == [str(row.value) for row in report.measurements if row.quantity == "bmd"]
    assert expected is not None or "UNKNOWN_UNIT" in codes(report)


def test_an_order_of_another_day_in_the_same_message_is_a_prior():
    older = head(Header(control="T", filler="A1", day="20230301"))[2]
    content = message(obx(1, "NM", SPINE, "-1.0")) + sent([older, obx(2, "NM", SPINE, "-0.4")])
    report = read(content)

    assert [("-1.0", True), ("-0.4", False)] == [(str(row.value), row.current) for row in report.measurements]


def test_a_message_without_a_date_beside_a_dated_one_is_no_current_examination():
    row = obx(1, "NM", SPINE, "-1.0")
    report = read(message(row, filler="A1", day="2026") + message(row.replace("-1.0", "-0.4"), filler="A2"))

    assert {("-0.4", True), ("-1.0", False)} == {(str(row.value), row.current) for row in report.measurements}


def test_when_one_of_two_statuses_is_damaged_both_messages_are_read_and_held():
    parts = [message(obx(1, "NM", SPINE, value), status=status) for status, value in (("~C", "-2.4"), ("F", "-2.1"))]

    assert ["VALUE_CONFLICT"] * 2 == [row.held for row in read(b"".join(parts)).measurements]


def test_a_clinical_reason_is_kept():
    request = head(Header(control="T"))[2] + "|" * 6 + "M81.0^Osteoporosis~Z79.5^Steroids"
    content = sent([*head(Header(control="T"))[:2], request, obx(1, "NM", SPINE, "-1.0")])

    assert "Osteoporosis; Steroids" == read(content).context.indication


@pytest.mark.parametrize(
    ("content", "is_isolated"),
    [
        (message(obx(1, "NM", SPINE, "-1.0")), False),
        (message(obx(1, "ED", "P^P^L", "^application^pdf^Base64^AA==")), True),
    ],
)
def test_only_a_message_with_an_attachment_needs_a_child(content, is_isolated):
    assert is_isolated is PARSER.isolated(content)


NUMERIC = message(
    obx(1, "NM", SPINE, "-2.6", unit="SD"),
    obx(2, "NM", "24966-4^L1-L4 BMD^LN", "0.812", unit="g/cm2"),
    obx(3, "ST", "80948-3^Left femoral neck T-score^LN", "\u22121,9"),
    obx(4, "NM", "80948-3^Left total hip T-score^LN", "-3.3", status="D"),
    charset="UNICODE UTF-8",
)
PROSE = (DOCUMENTS / "hl7" / "formatted_text.hl7").read_bytes()


def printed(content):
    try:
        return {str(row.value) for row in read(content).measurements}
    except DocumentError:
        return set()


@pytest.mark.slow
@pytest.mark.parametrize("whole", [NUMERIC, PROSE], ids=["numeric", "prose"])
def test_a_message_cut_anywhere_gives_no_number_the_whole_one_does_not(whole):
    true = printed(whole)

    assert len(true) >= 3
    for end in range(len(whole)):
        assert printed(whole[:end]) <= true


@pytest.mark.slow
@settings(max_examples=150)
@given(st.integers(0, 10_000), st.integers(0, 255))
@example(NUMERIC.index(b"|D"), ord("X"))
@example(NUMERIC.index(b"^~\\&"), ord("8"))
def test_a_changed_byte_gives_no_number_that_it_does_not_touch(place, byte):
    place %= len(NUMERIC)
    assert_touched(NUMERIC, NUMERIC[:place] + bytes([byte]) + NUMERIC[place + 1 :], place)


@pytest.mark.slow
@settings(max_examples=50)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_changed_byte_in_prose_gives_no_number_that_it_does_not_touch(place, byte):
    place %= len(PROSE)
    assert_touched(PROSE, PROSE[:place] + bytes([byte]) + PROSE[place + 1 :], place)


def assert_touched(whole, changed, place):
    """Every number the changed message adds stands where the byte was changed."""
    for value in printed(changed) - printed(whole):
        # "-.5" is read as -0.5.
        digits = value.lstrip("-").removeprefix("0")
        around = changed[max(0, place - len(digits) - 6) : place + len(digits) + 6]

        assert digits.encode() in around.replace(b",", b".").replace(b"\\", b"")


@settings(max_examples=200)
@given(st.binary(max_size=40), st.integers(0, 10_000), st.integers(0, 60))
def test_damage_is_a_document_error_or_a_report(noise, place, gone):
    place %= len(NUMERIC)
    content = NUMERIC[:place] + noise + NUMERIC[place + gone :]
    values = printed(content) if PARSER.claims(content) else set()

    assert {value for value in values if not _is_spelled(value, content)} == set()


def _is_spelled(value, content):
    """Whether the digits of a number stand in a message, "-.5" and "0,812" included."""
    digits = value.lstrip("-").removeprefix("0").encode()
    return digits in content.replace(b",", b".").replace(b"\\", b"")
