"""Single situations of DICOM objects: trees, XML, header, side, outcome."""

from datetime import UTC, date, datetime

import pytest

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures import dicom_ge, dicom_tid1500
from fixtures.dicom_ge import Exam, GeDocument, Roi, Scan, Style, Trend
from fixtures.dicom_objects import CR_IMAGE, LUNAR, header, item, number, report, with_pixels, written
from fixtures.dicom_tid1500 import BMD, G_CM2, LEFT, NECK, ONE, RIGHT, T_SCORE
from parsers.dicom.reader import PARSER

ROOT = ("1", "GELUNAR", "DXA Report")


def read(data):
    document = RawDocument(content=written(data), channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, Limits())


def rows(result):
    return [(row.region, row.side, row.levels, row.quantity, str(row.value), row.held) for row in result.measurements]


def codes(result):
    return [issue.code for issue in result.issues]


def ge(*rois, scan="Left Femur", **fields):
    return read(report(ROOT, [item("CONTAINER", ("1", "GELUNAR", scan), rois)], **{**LUNAR, **fields}))


def roi(name, *values):
    return item("CONTAINER", ("1", "GELUNAR", name), values)


def t(text):
    return item("TEXT", ("6", "GELUNAR", "BMD_TSCORE"), text=text)


@pytest.mark.parametrize(
    ("scan", "name", "expected"),
    [
        ("AP Spine", "L1-L4 (L2)", ("lumbar_spine", None, ("L1", "L3", "L4"))),
        ("AP Spine", "L2", ("lumbar_spine", None, ("L2",))),
        ("DualFemur", "Neck Mean", ("femoral_neck", "mean", ())),
        ("DualFemur", "Neck Diff.", ("femoral_neck", "difference", ())),
        ("DualFemur", "Upper Neck Left", ("upper_neck", "left", ())),
        ("Left Femur", "Total", ("total_hip", "left", ())),
        ("Right Femur", "Neck", ("femoral_neck", "right", ())),
        ("Left Forearm", "Radius 33%", ("radius_33", "left", ())),
        ("Femur", "Hip", ("hip_unspecified", None, ())),
        ("Total Body", "Total", ("total_body", None, ())),
    ],
)
def test_a_region_has_its_meaning_under_its_scan(scan, name, expected):
    assert [(*expected, "t_score", "-1.5", None)] == rows(ge(roi(name, t("-1.5")), scan=scan))


@pytest.mark.parametrize(
    ("scan", "name"),
    [("Left Ortho Knee", "Total"), ("Left Ortho Hip", "Total"), ("Left Femur", "Zone 7"), ("Total Body", "Android")],
)
def test_an_unknown_region_is_an_issue_and_no_value(scan, name):
    result = ge(roi(name, t("-1.5")), scan=scan)

    assert ([], ["UNKNOWN_ROW"]) == (rows(result), codes(result))


def test_a_side_in_the_laterality_element_must_not_contradict_the_printed_one():
    result = ge(roi("Neck", t("-1.5")), scan="Left Femur", Laterality="R")

    assert [("femoral_neck", "left", (), "t_score", "-1.5", "SIDE_CONFLICT")] == rows(result)
    assert ["SIDE_CONFLICT"] == codes(result)


def test_a_dual_scan_has_both_sides_whatever_the_protocol_is_called():
    result = ge(roi("Neck Left", t("-1.5")), roi("Neck Right", t("-1.4")), scan="DualFemur", ProtocolName="Left Femur")

    assert ["left", "right"] == [row.side for row in result.measurements]


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_score_is_no_value(text):
    result = ge(roi("Neck", t(text), number(("3", "GELUNAR", "BMD"), "0.700", G_CM2)))

    assert ["bmd"] == [row.quantity for row in result.measurements]


def trend(days, *, today=date(2024, 5, 14), form="%d-%b-%Y", change=None):
    exams = tuple(Exam(day=day, bmd=f"0.{700 + place}", change=change) for place, day in enumerate(days))
    own = Trend(label="Total", region="total_hip", side="left", exams=exams)
    here = Roi(label="Total", region="total_hip", side="left", values={"t_score": "-1.5"})
    style = Style(sr_date=form, trend_date=form)
    scan = Scan(type="Left Femur", rois=(here,), trends=(own,))
    return GeDocument(scans=(scan,), day=today, style=style)


@pytest.mark.parametrize("parts", [{"xml": False}, {"tree": False}, {}], ids=["tree", "xml", "both"])
@pytest.mark.parametrize("order", [1, -1], ids=["newest first", "oldest first"])
@pytest.mark.parametrize("form", ["%d-%b-%Y", "%d/%m/%Y", "%m/%d/%Y"])
def test_the_day_decides_what_is_current_and_not_the_position(parts, order, form):
    days = [date(2024, 5, 14), date(2021, 3, 2), date(2019, 1, 3)][::order]
    result = read(dicom_ge.object_of(trend(days, form=form), **parts))
    found = {(row.exam_date, row.current) for row in result.measurements if row.quantity == "bmd"}

    assert {(day, day == date(2024, 5, 14)) for day in days} == found


def test_a_trend_without_the_present_day_is_all_prior():
    result = read(dicom_ge.object_of(trend([date(2021, 3, 22)])))

    assert [False] == [row.current for row in result.measurements if row.quantity == "bmd"]


def test_dates_that_cannot_be_told_are_left_out_and_their_values_are_not_current():
    document = trend([date(2021, 3, 2)], form="%m/%d/%Y")
    result = read(dicom_ge.object_of(document))
    prior = [row for row in result.measurements if row.quantity == "bmd"]

    assert [(False, None)] == [(row.current, row.exam_date) for row in prior]
    assert "DATE_AMBIGUOUS" in codes(result)


def test_a_change_against_the_baseline_is_named_and_left_out():
    data = dicom_ge.object_of(trend([date(2024, 5, 14), date(2021, 3, 22)], change="-1.5"), tree=False)
    data.ImageComments = data.ImageComments.replace("PCHANGE_VS_PREVIOUS", "PCHANGE_VS_BASELINE")
    result = read(data)

    assert [] == [row for row in result.measurements if row.quantity == "change_percent"]
    assert "CHANGE_FROM_BASELINE" in codes(result)


def xml(text, **fields):
    data = dicom_ge.object_of(GeDocument(scans=(), header=fields), tree=False)
    data.ImageComments = text
    return read(data)


def scan_xml(inner, kind="Left Femur"):
    return f'<DXA_RESULTS><SCAN type="{kind}"><ROI region="Neck">{inner}</ROI></SCAN></DXA_RESULTS>'


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "1">]><DXA_RESULTS>&a;</DXA_RESULTS>',
        "<DXA_RESULTS><SCAN></DXA_RESULTS>",
        "<DXA_RESULTS>",
        "DXA_RESULTS",
    ],
)
def test_unsafe_or_broken_xml_is_an_issue(text):
    assert ([], ["UNREADABLE_ATTACHMENT"]) == (rows(xml(text)), codes(xml(text)))


def test_a_declared_encoding_and_entities_do_not_move_the_places():
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + scan_xml(
        "<NOTE>Größe &amp; Maß</NOTE><BMD_TSCORE> -2.4 </BMD_TSCORE><BMD_ZSCORE>&#45;0.9</BMD_ZSCORE>"
    )
    result = xml(text)
    start, end = result.measurements[0].provenance.locator.chars
    entity = text[slice(*result.measurements[1].provenance.locator.chars)]

    assert ["-2.4", "-0.9"] == [str(row.value) for row in result.measurements]
    assert ("-2.4", "&#45;0.9") == (text[start:end], entity)


def test_a_missing_unit_is_taken_from_the_same_document_or_the_format():
    assert [] == codes(xml(scan_xml('<BMD units=" g/cm2">0.702</BMD>')))
    assert ["UNIT_OF_FORMAT"] == codes(xml(scan_xml("<BMD>0.702</BMD>")))
    assert ["UNKNOWN_UNIT"] == codes(xml(scan_xml("<BMD>702</BMD>")))
    assert ["UNKNOWN_UNIT"] == codes(xml(scan_xml('<BMD units="parsec">0.702</BMD>')))


def test_a_scan_of_another_day_keeps_its_day_and_says_so():
    text = scan_xml("<BMD_TSCORE>-2.4</BMD_TSCORE>").replace("<SCAN", "<EXAM_DATE>30/04/2022</EXAM_DATE><SCAN")
    result = xml(text)

    assert (date(2022, 4, 30), ["STUDY_CONFLICT"]) == (result.measurements[0].exam_date, codes(result))


@pytest.mark.parametrize(
    ("name", "unit", "conflict"),
    [
        (("80948-3", "LN", "DXA Femur - left [T-score] Bone density"), ONE, None),
        (("80948-3", "LN", "Left hip T-score"), ONE, None),
        (("80947-5", "LN", "Left hip T-score"), ONE, "SIDE_CONFLICT"),
        (("38263-0", "LN", "Lumbar spine T-score"), ONE, "CODE_LABEL_CONFLICT"),
        (("46278-8", "LN", "Left hip T-score"), ONE, "CODE_LABEL_CONFLICT"),
        (("XYZ", "99LOCAL", "Left hip T-score"), ONE, None),
        (("121416", "DCM", "Left hip T-score"), ONE, "CODE_LABEL_CONFLICT"),
    ],
)
def test_code_and_label_have_to_agree(name, unit, conflict):
    result = read(dicom_tid1500.measurement_report(dicom_tid1500.group(number(name, "-1.5", unit))))

    assert [conflict] == [row.held for row in result.measurements]


@pytest.mark.parametrize(("code", "issue"), [("38268-7", "BAD_CODE"), ("46275-4", "LABEL_ONLY")])
def test_a_code_that_claims_to_be_loinc_and_is_not_known_is_named(code, issue):
    name = (code, "LN", "Left femoral neck T-score")
    result = read(dicom_tid1500.measurement_report(dicom_tid1500.group(number(name, "-1.5", ONE))))

    assert ([issue], [None]) == (codes(result), [row.held for row in result.measurements])


@pytest.mark.parametrize(
    "name", ["T-score standard deviation", "BMD change", "Fat mass", "Young adult reference BMD", "T-score of the moon"]
)
def test_a_name_that_is_not_wholly_understood_is_no_result(name):
    group = dicom_tid1500.group(
        number(("X", "99LOCAL", name), "-1.5", ONE), number(BMD, "0.7", G_CM2), tracking="Left hip"
    )

    assert ["bmd"] == [row.quantity for row in read(dicom_tid1500.measurement_report(group)).measurements]


def test_the_nearest_statement_of_the_site_counts():
    value = dicom_tid1500.score(T_SCORE, "-1.5", dicom_tid1500.site(NECK, RIGHT))
    group = dicom_tid1500.group(dicom_tid1500.site(dicom_tid1500.LUMBAR), value)

    assert [("femoral_neck", "right", (), "t_score", "-1.5", None)] == rows(
        read(dicom_tid1500.measurement_report(group))
    )


def test_a_finding_site_whose_code_and_words_differ_is_held_back():
    wrong = dicom_tid1500.site(("29627003", "SCT", "Lumbar spine"))
    result = read(dicom_tid1500.measurement_report(dicom_tid1500.group(wrong, dicom_tid1500.score(T_SCORE, "-1.5"))))

    assert ["CODE_LABEL_CONFLICT"] == [row.held for row in result.measurements]


def test_a_z_score_below_its_density_has_the_same_site():
    z = number(("121416", "DCM", "Z-Score of measurement"), "-0.4", ONE)
    z.RelationshipType = "HAS PROPERTIES"
    density = number(BMD, "0.700", G_CM2, [dicom_tid1500.site(NECK, LEFT), z])
    result = read(dicom_tid1500.measurement_report(dicom_tid1500.group(density)))

    assert {("femoral_neck", "left")} == {(row.region, row.side) for row in result.measurements}
    assert ["bmd", "z_score"] == [row.quantity for row in result.measurements]


def test_a_group_of_an_earlier_study_is_prior():
    earlier = item("DATE", ("111060", "DCM", "Study Date"))
    earlier.Date = "20210302"
    group = dicom_tid1500.group(dicom_tid1500.site(NECK, LEFT), earlier, dicom_tid1500.score(T_SCORE, "-1.1"))
    result = read(dicom_tid1500.measurement_report(group))

    assert [(False, date(2021, 3, 2))] == [(row.current, row.exam_date) for row in result.measurements]


def test_references_to_other_items_and_items_without_names_do_not_disturb():
    reference = item("CONTAINER", None)
    del reference.ValueType
    reference.ReferencedContentItemIdentifier = [1, 2]
    result = ge(roi("Neck", reference, item("TEXT", None, text="x"), t("-1.5")))

    assert [("femoral_neck", "left", (), "t_score", "-1.5", None)] == rows(result)


@pytest.mark.parametrize(
    ("fields", "status", "issues"),
    [
        ({"CompletionFlag": "PARTIAL"}, "partial", ["PARTIAL_DOCUMENT"]),
        ({"CompletionFlag": "COMPLETE", "PreliminaryFlag": "PRELIMINARY"}, "preliminary", ["PARTIAL_DOCUMENT"]),
        ({"CompletionFlag": "COMPLETE", "PreliminaryFlag": "FINAL"}, "final", []),
        ({"CompletionFlag": None}, None, []),
    ],
)
def test_flags_decide_the_status_and_never_refuse(fields, status, issues):
    result = ge(roi("Neck", t("-1.5")), **fields)

    assert (status, issues) == (result.study.status, codes(result))


@pytest.mark.parametrize(
    ("fields", "expected", "issues"),
    [
        ({"PatientAge": "067Y"}, ("age_years", "67"), []),
        ({"PatientAge": "852M"}, ("age_years", "71"), []),
        ({"PatientAge": "18M"}, ("age_years", "1.5"), []),
        ({"PatientAge": "071"}, ("age_years", "None"), ["PATIENT_FIELD_UNREADABLE"]),
        ({"PatientAge": "000Y"}, ("age_years", "None"), ["PATIENT_FIELD_UNREADABLE"]),
        ({"PatientSex": "O"}, ("sex", "None"), []),
        ({"PatientSex": "X"}, ("sex", "None"), ["PATIENT_FIELD_UNREADABLE"]),
        ({"PatientSex": ""}, ("sex", "None"), []),
        ({"PatientBirthDate": "1957.11.04"}, ("birth_date", "1957-11-04"), []),
        ({"PatientBirthDate": "19559999"}, ("birth_date", "None"), ["PATIENT_FIELD_UNREADABLE"]),
        ({"PatientBirthDate": "1955"}, ("birth_date", "None"), ["PATIENT_FIELD_UNREADABLE"]),
        ({"PatientName": "TEST^PATIENT (PM50"}, ("name", "TEST^PATIENT (PM50"), []),
        ({"IssuerOfPatientID": "HOSP"}, ("issuer", "HOSP"), []),
        ({"PatientSize": "160"}, ("sex", "female"), ["PATIENT_FIELD_UNREADABLE"]),
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_patient_fields_are_read_or_left_out(fields, expected, issues):
    result = ge(roi("Neck", t("-1.5")), **fields)
    name, value = expected

    assert (value, issues) == (str(getattr(result.patient, name)), codes(result))


def test_the_device_comes_with_every_report():
    device = ge(roi("Neck", t("-1.5")), DeviceSerialNumber="ME+1").study.device

    assert ("GE Healthcare", "Lunar iDXA", "18", "ME+1") == (
        device.manufacturer,
        device.model,
        device.software,
        device.serial,
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (with_pixels(header(CR_IMAGE, Modality="BMD")), "NO_STRUCTURED_RESULTS"),
        (with_pixels(header(CR_IMAGE, Modality="CT", Manufacturer="GE Healthcare")), "NOT_DENSITOMETRY"),
        (header("1.2.840.10008.5.1.4.1.1.104.2", Modality="OT"), "NO_STRUCTURED_RESULTS"),
        (report(("1", "X", "Laboratory"), [number(("1", "X", "Calcium"), "2.3", ONE)]), "NOT_DENSITOMETRY"),
        (report(ROOT, [item("CONTAINER", ("1", "GELUNAR", "AP Spine"))], **LUNAR), "NO_STRUCTURED_RESULTS"),
    ],
    ids=["picture", "ct", "cda", "laboratory", "empty tree"],
)
def test_each_outcome_has_its_name(data, code):
    with pytest.raises(DocumentError) as refused:
        read(data)

    assert code == refused.value.code


def test_fracture_risk_in_a_tree_is_the_patients():
    frax = number(("1", "GELUNAR", "MAJOR_OSTEO_FRAC_RISK"), "12.5", ("%", "UCUM", "%"))
    hip = number(("90266-8", "LN", "FRAX 10-year probability of hip fracture"), "2.9", ("%", "UCUM", "%"))

    assert [
        ("patient", None, (), "frax_major", "12.5", None),
        ("patient", None, (), "frax_hip", "2.9", None),
    ] == rows(ge(frax, hip))


def test_a_change_container_in_a_tree_is_read_against_the_previous_examination_only():
    bmd = number(("3", "GELUNAR", "BMD"), "-0.012", G_CM2)
    changes = [
        item("CONTAINER", ("1", "GELUNAR", name), [bmd]) for name in ("CHANGE_VS_PREVIOUS", "CHANGE_VS_BASELINE")
    ]
    result = ge(item("CONTAINER", ("1", "GELUNAR", "Trend Total"), [roi("14-May-2024", *changes)]))

    assert [("total_hip", "left", (), "change", "-0.012", None)] == rows(result)
    assert ["CHANGE_FROM_BASELINE"] == codes(result)


def test_a_time_point_called_earlier_makes_a_group_prior():
    earlier = item("TEXT", ("X", "99LOCAL", "Time Point"), text="Baseline")
    group = dicom_tid1500.group(dicom_tid1500.site(NECK, LEFT), earlier, dicom_tid1500.score(T_SCORE, "-1.1"))
    result = read(dicom_tid1500.measurement_report(group))

    assert ([False], ["PRIOR_WITHOUT_DATE"]) == ([row.current for row in result.measurements], codes(result))


@pytest.mark.parametrize(
    ("concept", "expected"),
    [
        (("14975008", "SCT", "Bone of the arm"), []),
        (("X", "99LOCAL", "Left femoral neck"), ["femoral_neck"]),
        (("X", "99LOCAL", "Elbow"), []),
        (("51440002", "SCT", "Hip"), ["hip_unspecified"]),
    ],
)
def test_a_finding_site_that_is_not_known_by_its_code_is_read_by_its_words(concept, expected):
    group = dicom_tid1500.group(dicom_tid1500.site(concept), dicom_tid1500.score(T_SCORE, "-1.1"))

    assert expected == [row.region for row in read(dicom_tid1500.measurement_report(group)).measurements]


def test_bilateral_is_no_side():
    both = dicom_tid1500.site(NECK, ("51440002", "SCT", "Right and left"))
    result = read(dicom_tid1500.measurement_report(dicom_tid1500.group(both, dicom_tid1500.score(T_SCORE, "-1.1"))))

    assert [("femoral_neck", None)] == [(row.region, row.side) for row in result.measurements]


def test_a_side_further_off_never_contradicts_the_nearest():
    value = dicom_tid1500.score(T_SCORE, "-1.5", dicom_tid1500.laterality(LEFT))
    group = dicom_tid1500.group(dicom_tid1500.site(NECK, RIGHT), value)

    assert [("femoral_neck", "left", (), "t_score", "-1.5", None)] == rows(
        read(dicom_tid1500.measurement_report(group))
    )


def test_unknown_regions_of_the_xml_are_issues():
    text = (
        '<DXA_RESULTS><SCAN type="Left Femur"><ROI region="Moon"><BMD_TSCORE>-1.5</BMD_TSCORE></ROI><ROI region="Sun"/>'
        '<TREND region="Moon"><EXAM date="05/14/2024"><BMD>0.7</BMD></EXAM></TREND><TREND region="Sun"/></SCAN>'
        "</DXA_RESULTS>"
    )

    assert ([], ["UNKNOWN_ROW", "UNKNOWN_ROW"]) == (rows(xml(text)), codes(xml(text)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ('<CHANGE type="CHANGE_VS_PREVIOUS"><BMD units="g/cm2">-0.012</BMD></CHANGE>', ("change", "-0.012")),
        ("<BMD_CHANGE><TYPE>PCHANGE_VS_PREVIOUS</TYPE><VALUE>-1.2</VALUE></BMD_CHANGE>", ("change_percent", "-1.2")),
        ("<BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE>-1.2</VALUE></BMD_CHANGE>", None),
        ('<CHANGE type="CHANGE_VS_PREVIOUS"/>', None),
        ('<CHANGE type="PCHANGE_VS_PREVIOUS"><BMD> </BMD></CHANGE>', None),
    ],
)
def test_changes_of_the_xml_need_to_say_what_they_are(change, expected):
    text = (
        '<DXA_RESULTS><SCAN type="Left Femur"><TREND region="Total"><EXAM date="05/14/2024">'
        f"{change}</EXAM></TREND></SCAN></DXA_RESULTS>"
    )
    # A trend with nothing readable leaves the object without results or with an issue.
    try:
        found = [(row.quantity, str(row.value)) for row in xml(text).measurements]
    except DocumentError as refused:
        found = [] if refused.code == "NO_STRUCTURED_RESULTS" else [refused.code]

    assert ([expected] if expected else []) == found


def test_a_deformity_inside_a_region_is_described_with_it():
    text = (
        '<DXA_RESULTS><SCAN type="LVA"><ROI region="T8"><DEFORMITY>Wedge</DEFORMITY></ROI>'
        '<ROI region="T9"><DEFORMITY>22</DEFORMITY></ROI></SCAN></DXA_RESULTS>'
    )
    result = xml(text)

    assert "LVA T8: Wedge" == result.text.findings
    assert [("lateral_spine", None, ("T9",), "deformity", "22", "UNKNOWN_UNIT")] == rows(result)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_names_in_another_character_set_are_read_and_named():
    data = report(ROOT, [item("CONTAINER", ("1", "GELUNAR", "Left Femur"), [roi("Neck", t("-1.5"))])], **LUNAR)
    data.SpecificCharacterSet = "ISO_IR 100"
    content = written(data).replace(b"Example Hospital", "Exampl\u00e9 Hospita".encode())
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    result = PARSER.read(document, Limits())

    assert ("Exampl\u00e9 Hospita", ["UNKNOWN_CHARSET"]) == (result.study.institution, codes(result))


def test_a_total_is_what_its_container_says():
    total = number(("X", "99LOCAL", "Total T-score"), "-1.5", ONE)
    spine = number(("X", "99LOCAL", "L1-L4 T-score"), "-1.2", ONE)

    assert ["total_hip"] == [row.region for row in ge(total, scan="Left Hip").measurements]
    assert [("L1", "L2", "L3", "L4")] == [row.levels for row in ge(spine, scan="AP Spine").measurements]


def test_an_object_that_names_no_class_is_read_by_its_content():
    data = report(ROOT, [item("CONTAINER", ("1", "GELUNAR", "Left Femur"), [roi("Neck", t("-1.5"))])], **LUNAR)
    content = written(data)
    uid = b"1.2.840.10008.5.1.4.1.1.88.22\0"
    document = RawDocument(
        content=content.replace(uid, b"\0" * len(uid)), channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    assert 1 == len(PARSER.read(document, Limits()).measurements)


def test_the_day_of_the_results_stands_in_for_a_missing_study_date():
    text = scan_xml("<BMD_TSCORE>-2.4</BMD_TSCORE>").replace("<SCAN", "<EXAM_DATE>30/04/2022</EXAM_DATE><SCAN")
    result = xml(text, StudyDate=None)

    assert (date(2022, 4, 30), date(2022, 4, 30)) == (result.study.performed_on, result.measurements[0].exam_date)


def prose(name, text):
    return item("TEXT", name, text=text)


def test_an_impression_beside_coded_values_is_read_too():
    impression = prose(("121073", "DCM", "Impression"), "Left femoral neck T-score -1.5. Osteopenia.")
    history = prose(("X", "99LOCAL", "History"), "Left femoral neck T-score -3.9 in another hospital.")
    result = ge(roi("Neck", t("-1.5")), impression, history)
    row = result.measurements[0]

    assert [("femoral_neck", "left", (), "t_score", "-1.5", None)] == rows(result)
    assert (("dicom-text", "ge-sr"), "osteopenia") == (row.confirmed_by, result.text.stated_classification)
    assert "Left femoral neck T-score -1.5. Osteopenia." == result.text.impression


def test_an_impression_that_names_another_value_is_a_conflict():
    result = ge(roi("Neck", t("-1.5")), prose(("121073", "DCM", "Impression"), "Left femoral neck T-score -2.6."))

    assert {("-1.5", "VALUE_CONFLICT"), ("-2.6", "VALUE_CONFLICT")} == {(row[4], row[5]) for row in rows(result)}
