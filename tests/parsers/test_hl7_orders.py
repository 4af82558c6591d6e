"""Orders as a source of clinical facts, and what results say beside their numbers."""

import pytest

from dxa.errors import NotDensitometry, UnreadableDocument
from dxa.report import Device, ReportStatus
from dxa.settings import Limits
from fixtures.hl7_writing import Header, head, obx, sent
from parsers.hl7.places import text_at
from parsers.hl7.tokens import tokenised
from tests.parsers.test_hl7_reader import SPINE, codes, message, read

PID = "PID|1||M1^^^RIDGE^MR||TEST^PATIENT||19580612|F"
DXA = "OBR|1|P9||77080^DXA^C4"


def order(*segments: str, kind: str = "ORM^O01", patient: str = PID) -> bytes:
    return sent([f"MSH|^~\\&|EMR|RIDGE|RIS|RIDGE|20260301080000||{kind}|O-1|P|2.3", patient, *segments])


def facts(report):
    return [(fact.name, fact.value) for fact in report.context.facts]


@pytest.mark.parametrize(
    ("segments", "indication", "expected"),
    [
        ([DXA + "|" * 9 + "Postmenopausal"], "Postmenopausal", [("menopausal_status", "postmenopausal")]),
        ([DXA + "|" * 9 + "x" + "|" * 18 + "A^Smoker~^Rheumatoid arthritis"], "Smoker; Rheumatoid arthritis", None),
        (["ORC|NW|P9" + "|" * 14 + "R^Follow-up", DXA], "Follow-up", []),
        (
            [DXA, "DG1|1||M06.9^Rheumatoid arthritis^I10"],
            "Rheumatoid arthritis",
            [("conditions", "rheumatoid_arthritis")],
        ),
        (
            [DXA, "DG1|1||M06.9^^I10|Rheumatoid arthritis"],
            "Rheumatoid arthritis",
            [("conditions", "rheumatoid_arthritis")],
        ),
        ([DXA, "DG1|1||M81.0^^I10"], "M81.0", []),
        ([DXA + "|" * 9 + '""', "DG1|1||"], None, []),
        ([DXA + "|" * 9 + "https://portal.example/order/9"], None, []),
        ([DXA, "NTE|1||Current smoker."], None, [("risk_factors", "smoking")]),
        ([DXA, "NTE|1||No prednisone."], None, None),
        ([DXA, "OBX|1|TX|H^History^L||Takes alendronate.||||||F"], None, [("therapy", "alendronate")]),
        (["NTE|1||Current smoker.", "ORC|NW|P9", DXA], None, [("risk_factors", "smoking")]),
        (["ORC|NW|P9", DXA, "ORC|NW|P8", "OBR|2|P8||71046^Chest^C4", "NTE|1||Current smoker."], None, []),
        (["ORC|NW|P8", "OBR|1|P8||71046^Chest^C4", "NTE|1||Current smoker.", "ORC|NW|P9", DXA], None, []),
    ],
)
def test_an_order_says_why_and_what_is_known_of_the_patient(segments, indication, expected):
    report = read(order(*segments))
    stated = [fact for fact in report.context.facts if not fact.denied]

    assert (indication, ReportStatus.ORDERED) == (report.context.indication, report.study.status)
    assert expected is None or expected == [(fact.name, fact.value) for fact in stated]
    assert report.measurements == ()


@pytest.mark.parametrize("kind", ["ORM^O01", "OMG^O19", "OMI^O23^OMI_O23", "OML^O21"])
def test_every_kind_of_order_is_read(kind):
    report = read(order("ORC|NW|P9|A9", DXA, kind=kind))

    assert ("P9", "A9", None) == (report.study.order_number, report.study.accession, report.study.performed_on)


def test_every_fact_of_an_order_stands_where_its_locator_says():
    content = order(DXA + "|" * 9 + "Caf\\E\\ on prednisone 5 mg daily", "NTE|1||Line one~Takes alendronate.")
    report = read(content)
    (sent_message,) = tokenised(content, Limits())

    assert len(report.context.facts) >= 3
    for fact in report.context.facts:
        assert fact.provenance.raw in text_at(sent_message, fact.provenance.locator)
    assert text_at(sent_message, report.context.indication_provenance.locator).startswith("Caf")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (obx(1, "NM", SPINE, "-2.6"), "NOT_A_RESULT"),
        ("NTE|1||Left femoral neck T-score -2.6 today.", "NOT_A_RESULT"),
        (obx(1, "NM", "WT^Weight^L", "60"), "UNKNOWN_UNIT"),
    ],
)
def test_a_number_in_an_order_is_no_result_and_is_told(row, code):
    report = read(order(DXA, row))

    assert report.measurements == ()
    assert code in codes(report)


@pytest.mark.parametrize(
    ("common", "status"),
    [
        *((f"ORC|{code}|P9", ReportStatus.ORDER_CANCELLED) for code in ("CA", "DC", "OC", "CR", "OD", "DR")),
        ("ORC|SC|P9||" + "|CA", ReportStatus.ORDER_CANCELLED),
        *((f"ORC|{code}|P9", ReportStatus.ORDERED) for code in ("NW", "XO", "SC", "OK", "")),
    ],
)
def test_a_cancelled_order_says_nothing(common, status):
    report = read(order(common, DXA, "NTE|1||Current smoker."))

    assert (status, status is ReportStatus.ORDERED) == (report.study.status, bool(report.context.facts))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (order("ORC|NW|1", "OBR|1|1||71046^Chest^C4", "NTE|1||Had a DXA."), NotDensitometry),
        (order("ORC|NW|1"), NotDensitometry),
        (order(DXA, "PID|1||M2^^^RIDGE^MR", "OBR|1|P8||77080^DXA^C4"), UnreadableDocument),
    ],
)
def test_an_order_for_something_else_or_for_several_patients_is_refused(content, error):
    with pytest.raises(error):
        read(content)


def test_an_order_beside_results_gives_way_to_them():
    report = read(order("ORC|NW|P9", DXA, "NTE|1||Current smoker.") + message(obx(1, "NM", SPINE, "-2.6")))

    assert (ReportStatus.FINAL, 1, []) == (report.study.status, len(report.measurements), facts(report))


PATIENT_ROWS = [
    (obx(1, "NM", "8302-2^Body height^LN", "162", unit="cm"), ("height_cm", "162"), None),
    (obx(1, "NM", "H^Height^L", "64", unit="[in_i]"), ("height_cm", "162.6"), "UNIT_CONVERTED"),
    (obx(1, "NM", "H^Height^L", "1.62", unit="m"), ("height_cm", "162.0"), "UNIT_CONVERTED"),
    (obx(1, "ST", "H^Patient Height^L", "162 cm"), ("height_cm", "162"), None),
    (obx(1, "NM", "W^Weight^L", "135", unit="lb"), ("weight_kg", "61.2"), "UNIT_CONVERTED"),
    (obx(1, "NM", "W^Weight^L", "61,5", unit="kg"), ("weight_kg", "61.5"), "DECIMAL_COMMA"),
    (obx(1, "NM", "W^Peso^L", "61.5", unit="kg"), ("weight_kg", "61.5"), None),
    (obx(1, "NM", "AGE^Age^L", "67"), ("age_years", "67"), None),
    (obx(1, "NM", "AGE^Age^L", "67", unit="a"), ("age_years", "67"), None),
    (obx(1, "ST", "SEX^Sex^L", "F"), ("sex", "female"), None),
    (obx(1, "CWE", "SEX^Sex^L", "M^Male^HL70001"), ("sex", "male"), None),
    (obx(1, "ST", "M^Menopausal status^L", "Post-menopausal"), ("menopausal_status", "postmenopausal"), None),
    (obx(1, "CWE", "M^Menopause Status^L", "2^perimenopausal^L"), ("menopausal_status", "transition"), None),
    (obx(1, "NM", "W^Weight^L", "61.5"), None, "UNKNOWN_UNIT"),
    (obx(1, "NM", "W^Weight^L", "61.5", unit="stone"), None, "UNKNOWN_UNIT"),
    (obx(1, "NM", "W^Weight^L", "615", unit="kg"), None, "IMPLAUSIBLE_VALUE"),
    (obx(1, "NM", "W^Weight^L", "sixty", unit="kg"), None, "NOT_A_NUMBER"),
    (obx(1, "NM", "AGE^Age^L", "7", unit="mo"), None, "UNKNOWN_UNIT"),
    (obx(1, "NM", "29463-7^Body height^LN", "60", unit="kg"), None, "CODE_LABEL_CONFLICT"),
    (obx(1, "ST", "M^Menopausal status^L", "see text"), None, "PATIENT_FIELD_UNREADABLE"),
    (obx(1, "ST", "M^Menopausal status^L", "unknown"), None, None),
    (obx(1, "ST", "M^Menopausal status^L", '""'), None, None),
    (obx(1, "NM", "HL^Height loss^L", "3", unit="cm"), None, "UNKNOWN_ROW"),
    (obx(1, "NM", "AM^Age at menopause^L", "48", unit="a"), None, "UNKNOWN_ROW"),
    (obx(1, "NM", "PH^Peak height^L", "168", unit="cm"), None, "UNKNOWN_ROW"),
    (obx(1, "NM", "W^Weight^L", "61.5", unit="kg", status="D"), None, "WITHDRAWN_VALUE"),
]


@pytest.mark.parametrize(("row", "fact", "code"), PATIENT_ROWS)
def test_what_an_observation_says_of_the_patient_is_a_fact(row, fact, code):
    report = read(message(row, obx(2, "NM", SPINE, "-2.6")))

    assert ([fact] if fact else []) == facts(report)
    assert code is None or code in codes(report)
    assert len(report.measurements) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["Lunar iDXA 210345^GE Healthcare"], Device(manufacturer="GE", model="iDXA", serial="210345")),
        (["210345^HOLOGIC_HORIZON"], Device(manufacturer="Hologic", model="HORIZON", serial="210345")),
        (["DXA-7"], Device(model="DXA-7")),
        (["PA+41234^RIDGE"], Device(serial="PA+41234")),
        (["ROOM^RIDGE"], Device()),
        ([""], Device()),
        (["210345^HOLOGIC", "210346^HOLOGIC"], Device()),
    ],
)
def test_the_device_is_read_from_obx_18(fields, expected):
    rows = [f"{obx(number, 'NM', SPINE, '-2.6')}|||||||{text}" for number, text in enumerate(fields, 1)]
    report = read(message(*rows))

    assert expected == report.study.device
    assert (len(fields) > 1) == ("STUDY_CONFLICT" in codes(report))


@pytest.mark.parametrize(
    ("lead", "tail", "is_told"),
    [
        (b"", b"", False),
        (b"BHS|^~\\&|A\r", b"BTS|1\r", False),
        (b"FHS|^~\\&|A\rBHS|^~\\&|A\r", b"BTS|1|x\rFTS|1\r", False),
        (b"BHS|^~\\&|A\n", b"BTS\n", False),
        (b"BHS|^~\\&|A\r", b"BTS|2\r", True),
        (b"BHS|^~\\&|A\r", b"", True),
        (b"FHS|^~\\&|A\rBHS|^~\\&|A\r", b"BTS|1\rFTS|2\r", True),
        (b"FHS|^~\\&|A\r", b"", True),
    ],
)
def test_a_batch_is_counted(lead, tail, is_told):
    report = read(lead + message(obx(1, "NM", SPINE, "-2.6")) + tail)

    assert is_told == ("BATCH_COUNT" in codes(report))
    assert len(report.measurements) == 1


def test_a_diagnosis_beside_a_result_is_its_indication():
    content = sent(
        [*head(Header(control="T")), obx(1, "NM", SPINE, "-2.6"), "DG1|1||M81.0^Age-related osteoporosis^I10"]
    )
    report = read(content)

    assert "Age-related osteoporosis" == report.context.indication
    assert report.text.stated_classification is None


OWN = "DXACDS^DXA decision support annotation^L^83311-1^Bone density measurement by DXA panel^LN"


def test_a_result_of_this_service_is_no_report():
    with pytest.raises(NotDensitometry, match="a result of this service, not a report"):
        read(message(obx(1, "NM", SPINE, "-2.6"), service=OWN))


def test_a_report_beside_a_result_of_this_service_is_read():
    ours = head(Header(control="T", service=OWN, filler="A9001.CDS^CDS"))[-1]
    report = read(message(obx(1, "NM", SPINE, "-2.6"), ours, obx(1, "NM", SPINE, "-1.1")))

    assert ["-2.6"] == [str(row.value) for row in report.measurements]
