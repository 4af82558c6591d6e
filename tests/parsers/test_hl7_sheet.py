"""How DXA travels in HL7 v2, shape by shape: orders in the wild, origins, codes, statuses, forms on the wire."""

from itertools import product

import pytest

from dxa.errors import NotDensitometry
from dxa.loinc import LOINC
from dxa.regions import Region, Side
from dxa.report import Quantity, ReportStatus
from fixtures.hl7_writing import obx, sent
from parsers.hl7.identify import Coded, Identified, Surroundings, identified
from tests.parsers.test_hl7_reader import codes, message, read, values

LETTER = "LUMBAR SPINE (L1-L4): BMD 0.905 g/cm2, T-score -1.4."
SPINE = "38267-1^DXA Lumbar spine T-score^LN^LS^L1-L4 T-score^L"
READ = {("lumbar_spine", "bmd", "0.905"), ("lumbar_spine", "t_score", "-1.4")}


def seen(report):
    return {(row.region, row.quantity, str(row.value)) for row in report.measurements if row.current}


@pytest.mark.parametrize(
    "service",
    [
        *(
            f"{code}^Study^{system}"
            for code, system in product(("77080", "77081", "77085", "77086"), ("CPT4", "C4", "L"))
        ),
        *(f"{code}^Report^LN" for code in ("38269-7", "38268-9", "83311-1", "24701-5", "24966-4", "83014-1")),
        "1234^X^L^38269-7^DEXA Bone Density^LN",
        "DEXA^DEXA HIP AND SPINE^LOC",
        "XDEXS^DEXA Spine and Hip^CRIS",
        "RAD^XR BONE DENSITOMETRY AXIAL^L",
        "99^Bone mineral density^L",
        "DMO^Densitometr\u00eda \u00f3sea^L",
        "KD^Knochendichtemessung^L",
        "OD^Osteodensitometrie^L",
    ],
)
def test_an_order_for_densitometry_is_known_by_code_or_name(service):
    report = read(message(obx(1, "TX", "GDT^REPORT TEXT^LOCAL", LETTER), service=service, charset="UNICODE UTF-8"))

    assert READ == seen(report)


@pytest.mark.parametrize("service", ["71020^Chest^C4", "77078^CT bone density^C4", "76977^Ultrasound bone density^C4"])
def test_an_order_for_something_else_is_not(service):
    with pytest.raises(NotDensitometry):
        read(message(obx(1, "TX", "GDT^Report^L", "No fracture. Consider DXA."), service=service))


SITE, REST = LETTER.split(": ")
ORIGINS = {
    "one FT with line breaks, then a signature": [
        obx(1, "FT", "GDT^REPORT TEXT^LOCAL", f"DXA\\.br\\\\.br\\{SITE}:\\.br\\  {REST}"),
        obx(2, "FT", "GDT^SIGNATURE^PS360", "Signed T-score -9.9 by Dr. Example"),
    ],
    "one TX with repetitions as lines": [obx(1, "TX", "77080^DEXA^C4", f"DXA~~{LETTER}~~Thank you.", group="1")],
    "a local report code": [obx(1, "TX", "RAD_RPT^Radiology Report^L", f"DXA~{LETTER}")],
    "the order code again": [
        obx(1, "FT", "38269-7^DEXA Bone Density^LN", f"{SITE}\\.br\\BMD 0.905 g/cm2\\.br\\T-score -1.4")
    ],
    "a line per observation, empty ones too": [
        obx(1, "TX", "RPT^Report^CRIS", f"{SITE}:"),
        obx(2, "TX", "RPT^Report^CRIS", ""),
        obx(3, "TX", "RPT^Report^CRIS", REST),
    ],
    "VistA": [
        obx(1, "CE", "P^PROCEDURE^L", "77080^DXA^C4"),
        obx(2, "TX", "R^REPORT^L", LETTER),
        obx(3, "ST", "D^DIAGNOSTIC CODE^L", "T-score -9.9"),
        obx(4, "TX", "M^MODIFIERS^L", "T-score -9.8"),
        "ZDS|1.2.840.113754.1.4.1^VISTA^Application^DICOM",
    ],
    "suffixes": [obx(1, "TX", "77080&GDT^DXA", LETTER), obx(2, "TX", "&IMP^Impression", "Osteopenia.")],
    "notes": ["NTE|1||" + LETTER],
    "numbers alone, local codes": [
        obx(1, "NM", "DEXA_LS_BMD^LS BMD^L", "0.905", unit="g/cm2"),
        obx(2, "ST", "DEXA_LS_TSCORE^LS T-score^L", "-1.4"),
    ],
    "numbers and text": [
        obx(1, "NM", "24966-4^L1-L4 BMD^LN", "0.905", unit="g/cm2"),
        obx(2, "NM", SPINE, "-1.4", unit="SD"),
        obx(3, "FT", "18782-3^Radiology Study observation^LN", LETTER),
    ],
    "a segment of the sender's own": ["ZBX|1|42|1|NOR", obx(1, "TX", "&GDT^Report", LETTER), "ZZZ|T-score -9.9"],
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_origin_is_read(origin):
    report = read(message(*ORIGINS[origin]))

    assert READ == seen(report)
    assert {None} == {row.held for row in report.measurements}


QUANTITIES = {Quantity.BMD: ("BMD", "g/cm2"), Quantity.T_SCORE: ("T-score", "SD"), Quantity.Z_SCORE: ("Z-score", "SD")}
LABELS = {
    (Region.LUMBAR_SPINE, None): "L1-L4",
    **{(Region.FEMORAL_NECK, side): f"{side.title()} femoral neck" for side in (Side.LEFT, Side.RIGHT)},
    **{(Region.TOTAL_HIP, side): f"{side.title()} total hip" for side in (Side.LEFT, Side.RIGHT)},
    **{(Region.TROCHANTER, side): f"{side.title()} trochanter" for side in (Side.LEFT, Side.RIGHT)},
    **{(Region.RADIUS_33, side): f"{side.title()} 1/3 radius" for side in (Side.LEFT, Side.RIGHT)},
}


@pytest.mark.parametrize("code", [code for code, meaning in LOINC.items() if meaning.quantity in QUANTITIES])
def test_every_code_agrees_with_the_labels_of_its_sites_and_with_no_other(code):
    meaning = LOINC[code]
    for ((region, side), site), (quantity, (name, unit)) in product(LABELS.items(), QUANTITIES.items()):
        found = identified(Coded(code, f"{site} {name}", "LN"), Surroundings(), unit)
        agrees = quantity is meaning.quantity and region in meaning.regions and meaning.side in {None, side}

        assert isinstance(found, Identified)
        assert (region, side, quantity) == (found.site.region, found.site.side, found.quantity)
        assert (None if agrees else "CODE_LABEL_CONFLICT") == found.held


@pytest.mark.parametrize(
    ("label", "unit", "quantity"),
    [
        ("46278-8^BMD femoral neck T-score^LN", "", "t_score"),
        ("46278-8^T-score columna lumbar^LN", "SD", "t_score"),
        ("46279-6^T-score cuello femoral^LN", "SD", "t_score"),
        ("38263-0^Lumbar Spine T-score^LN", "", "t_score"),
        ("38265-5^DXA Spine BMD^LN", "g/cm2", "bmd"),
        ("80947-5^DXA Forearm BMD^LN", "g/cm2", "bmd"),
        ("80948-3^Femur and Hip BMD^LN", "g/cm2", "bmd"),
    ],
)
def test_wrong_codes_met_in_public_hold_the_value_under_its_label(label, unit, quantity):
    (row,) = read(message(obx(1, "NM", label, "0.9" if unit == "g/cm2" else "-1.4", unit=unit))).measurements

    assert (quantity, "CODE_LABEL_CONFLICT") == (row.quantity, row.held)


STATUSES = {
    **dict.fromkeys(("F", "C", "P", "R", "A", "B", "S", "V", "U", "", '""', "VAQ"), True),
    **dict.fromkeys(("D", "W", "X", "N", "I", "O"), False),
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_value_counts_by_its_own_status(status):
    neck = obx(2, "NM", "N^Left femoral neck T-score^L", "-2.0")
    report = read(message(obx(1, "NM", SPINE, "-1.4", status=status), neck))

    assert STATUSES[status] == (("lumbar_spine", "t_score", "-1.4") in seen(report))
    assert ("WITHDRAWN_VALUE" in codes(report)) == (not STATUSES[status])


@pytest.mark.parametrize(
    ("letter", "status"),
    [
        *(("O", ReportStatus.PARTIAL), ("I", ReportStatus.PARTIAL), ("S", ReportStatus.PARTIAL)),
        *(("P", ReportStatus.PRELIMINARY), ("R", ReportStatus.PRELIMINARY), ("A", ReportStatus.PARTIAL)),
        *(("F", ReportStatus.FINAL), ("C", ReportStatus.CORRECTED), ("X", ReportStatus.CANCELLED)),
        *((letter, None) for letter in ("", "M", "Y", "Z", "N")),
    ],
)
def test_the_report_is_as_final_as_its_order_says(letter, status):
    assert status == read(message(obx(1, "NM", SPINE, "-1.4"), status=letter)).study.status


WHOLE = message(
    obx(1, "NM", SPINE, "-1.4", unit="{T-score}^^UCUM"),
    obx(2, "NM", "24966-4^L1-L4 BMD^LN", "0.905", unit="g/cm2^^UCUM"),
    charset="UNICODE UTF-8",
)
LINES = [line for line in WHOLE.split(b"\r") if line]
WIRE = {
    "LF": WHOLE.replace(b"\r", b"\n"),
    "CRLF": WHOLE.replace(b"\r", b"\r\n"),
    "CR CR": WHOLE.replace(b"\r", b"\r\r"),
    "blank segments": WHOLE.replace(b"\r", b"\r  \r"),
    "BOM": b"\xef\xbb\xbf" + WHOLE,
    "MLLP": b"\x0b" + WHOLE + b"\x1c\r",
    "MLLP with LF behind": b"\x0b" + WHOLE + b"\x1c\r\n",
    "NULs around": b"\x00\x00" + WHOLE + b"\x00\x00",
    "UTF-16": WHOLE.decode().encode("utf-16"),
    "field separator ^": WHOLE.replace(b"^", b"\x01").replace(b"|", b"^").replace(b"\x01", b"|"),
    "five characters": WHOLE.replace(b"^~\\&|", b"^~\\&#|", 1),
    "three characters": WHOLE.replace(b"^~\\&|", b"^~&|", 1),
    "no line end": WHOLE.rstrip(b"\r") + b"|",
    "Z segments": b"\r".join([LINES[0], b"ZIN|x", *LINES[1:], b"ZFT|y", b""]),
    "version 2.3.z": WHOLE.replace(b"|P|2.5.1", b"|P|2.3.z"),
    "no version": WHOLE.replace(b"|P|2.5.1", b"|P|"),
    "no control id": WHOLE.replace(b"|T|P|", b"||P|"),
    "charset alias": WHOLE.replace(b"UNICODE UTF-8", b"utf8"),
    "batch": b"FHS|^~\\&|A\rBHS|^~\\&|A\r" + WHOLE + b"BTS|1\rFTS|1\r",
    "lower case names": WHOLE.replace(b"\rOBX|2", b"\robx|2"),
    "the same message twice": WHOLE + WHOLE,
}


@pytest.mark.parametrize("form", WIRE)
def test_every_wire_form_says_the_same(form):
    assert values(read(WHOLE).measurements) == values(read(WIRE[form]).measurements)


@pytest.mark.parametrize("lines", [640, 1400])
def test_a_long_message_is_read_to_its_end(lines):
    rows = [obx(number, "TX", "GDT^Report^L", "x" * 60) for number in range(lines)]
    content = sent([*message().decode().strip("\r").split("\r"), *rows, obx(9999, "NM", SPINE, "-1.4")])

    assert len(content) > 45_000
    assert {("lumbar_spine", "t_score", "-1.4")} == seen(read(content))


@pytest.mark.parametrize(
    ("label", "value", "unit", "expected", "code"),
    [
        ("FRAX hip", "2.9", "%", ("frax_hip", "2.9"), "LABEL_ONLY"),
        ("FRAX hip", "2.9", "", ("frax_hip", "2.9"), "LABEL_ONLY"),
        ("FRAX hip", "0.029", "", None, "UNKNOWN_UNIT"),
        ("FRAX hip", "0.9", "%", ("frax_hip", "0.9"), "LABEL_ONLY"),
        ("FRAX hip intervention threshold", "3.0", "%", None, "UNKNOWN_ROW"),
        ("5-year hip fracture risk (Garvan)", "2.4", "%", None, "UNKNOWN_ROW"),
        ("Relative hip fracture risk", "2.4", "", None, "UNKNOWN_ROW"),
        ("L1-L4 age matched %", "95", "%", ("age_matched_percent", "95"), "LABEL_ONLY"),
        ("L1-L4 % young adult", "85", "%", ("young_adult_percent", "85"), "LABEL_ONLY"),
        ("L1-L4 BMD change vs previous", "-2.3", "%", ("change_percent", "-2.3"), "LABEL_ONLY"),
        ("L1-L4 BMD change vs baseline", "-2.3", "%", None, "CHANGE_FROM_BASELINE"),
        ("Left total hip T-score (NHANES III)", "-1.2", "", ("t_score", "-1.2"), "LABEL_ONLY"),
        ("TBS L1-L4", "1.231", "", ("tbs", "1.231"), "LABEL_ONLY"),
        ("TBS T-score L1-L4", "-1.2", "", None, "UNKNOWN_ROW"),
        ("Lowest T-score", "-2.9", "", None, "UNKNOWN_ROW"),
        ("LSC L1-L4 BMD", "0.022", "g/cm2", None, "UNKNOWN_ROW"),
    ],
)
def test_a_label_that_is_near_a_result_is_not_taken_for_one(label, value, unit, expected, code):
    report = read(message(obx(1, "NM", f"X^{label}^L", value, unit=unit)))

    assert expected == next(((row.quantity, str(row.value)) for row in report.measurements), None)
    assert code in codes(report)
