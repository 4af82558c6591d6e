"""Situations of the fact sheet on DICOM, section 8, each with the outcome it has to have."""

import gzip
from datetime import UTC, date, datetime
from itertools import permutations
from struct import pack

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures import dicom_ge, dicom_hologic, dicom_tid1500
from fixtures.dicom_ge import GeDocument, Roi, Scan
from fixtures.dicom_hologic import HologicText
from fixtures.dicom_objects import EXPLICIT, LUNAR, ROOT, code, header, item, number, report, written
from fixtures.dicom_other_documents import encapsulated
from fixtures.dicom_tid1500 import BMD, G_CM2, LEFT, NECK, ONE, T_SCORE
from parsers.dicom.reader import PARSER
from parsers.merge import merge
from parsers.registry import parse

TITLE = ("1", "GELUNAR", "DXA Report")
PRESENTATION = "1.2.840.10008.5.1.4.1.1.11.1"
BOTH_SIDES = ("51440002", "SCT", "Right and left")


def raw(content):
    return RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))


def read(data):
    return PARSER.read(raw(data if isinstance(data, bytes) else written(data)), Limits())


def outcome(content):
    """Return how many values were read, or the code of the refusal."""
    try:
        return len(parse(raw(content), Limits()).measurements)
    except DocumentError as refused:
        return refused.code


def codes(result):
    return [issue.code for issue in result.issues]


def box(name, *parts, value="1"):
    return item("CONTAINER", (value, "GELUNAR", name), parts)


def t(text="-1.5", value="6", name="BMD_TSCORE"):
    return item("TEXT", (value, "GELUNAR", name), text=text)


def ge(*parts, **fields):
    return report(TITLE, parts, **{**LUNAR, **fields})


def xml(inner, **fields):
    data = dicom_ge.object_of(GeDocument(scans=(), header=fields), tree=False)
    data.ImageComments = f"<DXA_RESULTS>{inner}</DXA_RESULTS>"
    return data


def neck_xml(scan, region, **fields):
    score = "<BMD_TSCORE>-1.5</BMD_TSCORE>"
    trend = f'<TREND region="{region}"><EXAM date="04/30/2022"><BMD units="g/cm2">0.7</BMD></EXAM></TREND>'
    return xml(f'<SCAN type="{scan}"><ROI region="{region}">{score}</ROI>{trend}</SCAN>', **fields)


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (ge(box("Left Femur", box("Neck Right", t()))), "SIDE_CONFLICT"),
        (ge(box("Left Femur", box("Neck Left", t()))), None),
        (ge(box("Left Femur", box("Neck Mean", t()))), None),
        (ge(box("DualFemur", box("Neck Right", t())), ProtocolName="Left Femur"), None),
        (ge(box("Left Forearm", box("Radius 33% Right", t()))), "SIDE_CONFLICT"),
        (neck_xml("Left Femur", "Neck Right"), "SIDE_CONFLICT"),
        (neck_xml("Left Femur", "Neck", Laterality="R"), "SIDE_CONFLICT"),
        (neck_xml("Left Femur", "Neck", Laterality="L"), None),
        (neck_xml("Left Femur", "Neck", ProtocolName="Right Femur"), None),
        (neck_xml("DualFemur", "Neck Right", Laterality="L"), None),
        (neck_xml("AP Spine", "L1-L4", Laterality="L"), None),
        (ge(box("DualFemur", box("Neck", t()))), "SITE_AMBIGUOUS"),
        (neck_xml("DualFemur", "Neck", Laterality="L"), "SITE_AMBIGUOUS"),
        (neck_xml("DualFemur", "Neck Mean"), None),
    ],
)
def test_sides_of_row_scan_and_laterality_have_to_agree(data, held):
    result = read(data)

    assert {held} == {row.held for row in result.measurements}
    assert (held in codes(result)) is (held is not None)


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ("6", "BMD_TSCORE", ("t_score", None)),
        ("8", "BMD_TSCORE", ("t_score", "CODE_LABEL_CONFLICT")),
        ("27", "BMD_TSCORE", ("t_score", "CODE_LABEL_CONFLICT")),
        ("4711", "BMD_TSCORE", ("t_score", None)),
        ("8", "", ("z_score", None)),
        ("6", "Strength", None),
        ("27", "LEAN_MASS", None),
    ],
)
def test_private_codes_of_the_maker_are_compared_with_their_labels(value, name, expected):
    found = read(
        ge(box("Left Femur", box("Neck", t(value=value, name=name), number(("3", "GELUNAR", "BMD"), "0.8", G_CM2))))
    )
    rows = [(row.quantity, row.held) for row in found.measurements if str(row.value) == "-1.5"]

    assert ([expected] if expected else []) == rows


@pytest.mark.parametrize(
    ("unit", "text", "expected", "issues"),
    [
        (("g/cm2", "UCUM", "g/cm2"), "0.826", "0.826", []),
        (("4", "GELUNAR", " g/cm2"), "0.826", "0.826", []),
        (("1", "99GE", "gm/cm2"), "0.826", "0.826", []),
        (("4", "GELUNAR", "mg/cm2"), "826", "0.826", ["UNIT_CONVERTED"]),
        (None, "0.826", "0.826", ["UNIT_OF_FORMAT"]),
        (None, "826", None, ["UNKNOWN_UNIT"]),
        (("1", "UCUM", "no units"), "0.826", None, ["UNKNOWN_UNIT"]),
        (("x", "99GE", "parsec"), "0.826", None, ["UNKNOWN_UNIT"]),
    ],
)
def test_units_are_read_from_code_or_meaning_or_the_format(unit, text, expected, issues):
    result = read(ge(box("Left Femur", box("Neck", number(("3", "GELUNAR", "BMD"), text, unit), t()))))
    values = [str(row.value) for row in result.measurements if row.quantity == "bmd"]

    assert ([expected] if expected else [], issues) == (values, codes(result))


def test_another_makers_tree_has_no_format_that_fixes_its_units():
    group = dicom_tid1500.group(dicom_tid1500.site(NECK, LEFT), number(BMD, "0.826", None))

    assert ["UNKNOWN_UNIT"] == codes(read(dicom_tid1500.measurement_report(group)))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("14-May-2024 09:31", (True, date(2024, 5, 14))),
        ("03-mrt-2021", (False, date(2021, 3, 3))),
        ("3 févr. 2021", (False, date(2021, 2, 3))),
        ("05-out-2021", (False, date(2021, 10, 5))),
        ("2021-03-03T10:00:00", (False, date(2021, 3, 3))),
        ("03/05/9021", (False, None)),
    ],
)
def test_days_of_trends_are_read_in_many_local_forms(day, expected):
    bmd = number(("3", "GELUNAR", "BMD"), "0.9", G_CM2)
    result = read(ge(box("AP Spine", box("Trend L1-L4", box(day, bmd))), SpecificCharacterSet="ISO_IR 192"))

    assert [expected] == [(row.current, row.exam_date) for row in result.measurements]


@pytest.mark.parametrize(
    ("printed", "issues"),
    [("14/05/2024", []), ("05/14/2024", []), ("06/05/2024", ["DATE_AMBIGUOUS"]), ("31/31/2024", ["DATE_AMBIGUOUS"])],
)
def test_a_day_of_the_scan_that_is_no_study_date_in_any_order_is_named(printed, issues):
    score = '<SCAN type="Left Femur"><ROI region="Neck"><BMD_TSCORE>-1.5</BMD_TSCORE></ROI></SCAN>'

    assert issues == codes(read(xml(f"<EXAM_DATE>{printed}</EXAM_DATE>{score}")))


def derived(word, *sides):
    derivation = item(
        "CODE", ("121401", "DCM", "Derivation"), concept=("X", "SCT", word), relationship="HAS CONCEPT MOD"
    )
    place = dicom_tid1500.site(NECK, *sides)
    return dicom_tid1500.measurement_report(
        dicom_tid1500.group(place, number(T_SCORE, "-1.5", ONE, [derivation]), number(BMD, "0.700", G_CM2))
    )


@pytest.mark.parametrize(
    ("word", "sides", "expected"),
    [
        ("Mean", (BOTH_SIDES,), [("mean", "-1.5"), (None, "0.700")]),
        ("Mean", (), [(None, "-1.5"), (None, "0.700")]),
        ("Mean", (LEFT,), [("left", "-1.5"), ("left", "0.700")]),
        ("Standard Deviation", (LEFT,), [("left", "0.700")]),
        ("Maximum", (LEFT,), [("left", "0.700")]),
    ],
)
def test_what_is_derived_from_several_values_is_a_mean_or_no_result(word, sides, expected):
    rows = read(derived(word, *sides)).measurements

    assert sorted(expected, key=str) == sorted(((row.side, str(row.value)) for row in rows), key=str)


def test_two_values_in_one_item_and_two_names_of_one_value_are_no_result():
    twice = number(BMD, "0.700", G_CM2)
    twice.MeasuredValueSequence.append(number(BMD, "0.900", G_CM2).MeasuredValueSequence[0])
    named = number(T_SCORE, "-1.5", ONE)
    named.ConceptNameCodeSequence.append(code("121416", "DCM", "Z-Score of measurement"))
    group = dicom_tid1500.group(dicom_tid1500.site(NECK, LEFT), twice, named)

    assert ["NOT_A_NUMBER", "UNKNOWN_ROW"] == codes(read(dicom_tid1500.measurement_report(group)))


@pytest.mark.parametrize("keyword", ["CodeValue", "LongCodeValue", "URNCodeValue"])
def test_a_code_may_stand_in_any_of_its_three_elements(keyword):
    score = number(("80948-3", "LN", "x"), "-1.5", ONE)
    name = score.ConceptNameCodeSequence[0]
    del name.CodeValue
    setattr(name, keyword, "80948-3")
    name.CodeMeaning = "DXA Femur - left [T-score] Bone density"

    assert [("hip_unspecified", "left")] == [
        (row.region, row.side)
        for row in read(dicom_tid1500.measurement_report(dicom_tid1500.group(score))).measurements
    ]


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("Areal BMD", "bmd"),
        ("Bone Mineral Density (BMD)", "bmd"),
        ("Young Adult Mean BMD", None),
        ("Expected BMD", None),
        ("Population mean bone mineral density", None),
    ],
)
def test_a_density_of_other_people_is_not_the_patients(name, quantity):
    group = dicom_tid1500.group(
        dicom_tid1500.site(NECK, LEFT), number(("X", "99X", name), "0.8", G_CM2), number(T_SCORE, "-1.5", ONE)
    )
    found = [
        row.quantity for row in read(dicom_tid1500.measurement_report(group)).measurements if row.quantity == "bmd"
    ]

    assert ([quantity] if quantity else []) == found


@pytest.mark.parametrize("scan", ["AP Spine", "Left Forearm", "Left Femur"])
def test_values_under_a_region_whose_name_is_lost_are_not_the_scans(scan):
    nameless = item("CONTAINER", None, [t()])

    assert [] == list(read(ge(box(scan, nameless, box("Neck", t("-1.1"))))).measurements)[1:]


def site_in_parts(part):
    modifier = item(
        "CODE",
        ("106233006", "SCT", "Topographical modifier"),
        concept=("X", "SCT", part),
        relationship="HAS CONCEPT MOD",
    )
    place = dicom_tid1500.site(("29627003", "SCT", "Neck of femur"))
    place.ContentSequence = Sequence([modifier, dicom_tid1500.laterality(LEFT)])
    return dicom_tid1500.measurement_report(dicom_tid1500.group(place, number(T_SCORE, "-1.5", ONE)))


@pytest.mark.parametrize(
    ("part", "expected"), [("Upper", ["upper_neck"]), ("Left", ["femoral_neck"]), ("Innermost", [])]
)
def test_a_part_of_a_site_is_not_the_whole(part, expected):
    assert expected == [row.region for row in read(site_in_parts(part)).measurements]


@pytest.mark.parametrize(
    ("name", "expected", "issues"),
    [
        ("Reference values", [], ["NOT_A_RESULT"]),
        ("Young adult mean", [], ["NOT_A_RESULT"]),
        ("Least significant change limits", [], ["NOT_A_RESULT"]),
        ("Previous Findings", [("0.9", False, None)], ["PRIOR_WITHOUT_DATE"]),
        ("Baseline study", [("0.9", False, None)], ["PRIOR_WITHOUT_DATE"]),
        ("Measurements", [("0.9", True, date(2024, 5, 14))], []),
    ],
)
def test_a_container_may_say_that_its_values_are_not_of_this_examination(name, expected, issues):
    part = item("CONTAINER", ("X", "99X", name), [number(BMD, "0.9", G_CM2)])
    result = read(dicom_tid1500.measurement_report(dicom_tid1500.group(dicom_tid1500.site(NECK, LEFT), part)))

    assert expected == [(str(row.value), row.current, row.exam_date) for row in result.measurements]
    assert issues == codes(result)


def test_three_scans_of_one_object_are_read_each_in_its_own_right():
    score = "<BMD_TSCORE>{}</BMD_TSCORE>"
    scans = (
        ("AP Spine", "L1-L4", "-1.0"),
        ("DualFemur", "Total Right", "-2.0"),
        ("Left Forearm", "Radius 33%", "-3.0"),
    )
    text = "".join(
        f'<SCAN type="{scan}"><ROI region="{region}">{score.format(value)}</ROI></SCAN>'
        for scan, region, value in scans
    )

    assert [("lumbar_spine", None, "-1.0"), ("total_hip", "right", "-2.0"), ("radius_33", "left", "-3.0")] == [
        (row.region, row.side, str(row.value)) for row in read(xml(text)).measurements
    ]


@pytest.mark.parametrize("before", ["", "\ufeff", " \r\n", '<?xml version="1.0"?>\r\n'])
def test_xml_written_as_unknown_bytes_is_read_with_its_places(before):
    inner = '<SCAN type="Left Femur"><ROI region="Neck"><BMD_TSCORE>-1.5</BMD_TSCORE></ROI></SCAN>'
    data = dicom_ge.object_of(GeDocument(scans=()), tree=False)
    text = f"{before}<DXA_RESULTS>{inner}{' ' * 70_000}</DXA_RESULTS>".encode()
    data.add_new(0x00204000, "UN", text + b" " * (len(text) % 2))
    content = written(data)
    places = [row.provenance.locator for row in read(content).measurements]
    view = PARSER.show(content, places, Limits())

    assert ["-1.5"] == [view.parts[place.part].text[slice(*place.chars)] for place in view.places]


def test_the_same_results_in_a_second_private_element_are_read_once():
    text = HologicText(mode="a Left Hip", tables=([["Region", "T - score"], ["Neck", "-1.5"]],))
    data = dicom_hologic.object_of([text])
    data.add_new(0x00211001, "UN", dicom_hologic.text_of(text).encode())

    assert [("femoral_neck", "left", "-1.5")] == [
        (row.region, row.side, str(row.value)) for row in read(data).measurements
    ]


def test_left_and_right_of_another_scan_than_a_hip_are_nothing():
    rows = [["Left", "-1.5"], ["Right", "-1.4"], ["Left", "-1.3"], ["Right", "-1.2"]]
    text = HologicText(
        mode="a Forearm", tables=([["Region", "T - score"], *rows],), variables={"ScanMode2": "a Forearm"}
    )

    assert () == read(dicom_hologic.object_of([text])).measurements


def test_a_history_in_one_item_does_not_reach_into_the_next():
    parts = ["CLINICAL HISTORY: Screening.", "The T-score of the left femoral neck is -1.5."]
    items = [item("TEXT", ("121071", "DCM", "Finding"), text=part) for part in parts]
    data = report(TITLE, items, "1.2.840.10008.5.1.4.1.1.88.11", **LUNAR)

    assert [("femoral_neck", "left", True)] == [(row.region, row.side, row.current) for row in read(data).measurements]


CLASS = pack("<HH2sH", 8, 0x16, b"UI", 26) + b"1.2.840.10008.5.1.4.1.1.7\0"


def _spine():
    return written(ge(box("AP Spine", box("L1-L4", t()))))


def _meta_without(element):
    """Return the object with an element of its file meta information taken out."""
    content = _spine()
    start = content.index(pack("<HH", 2, element))
    length = int.from_bytes(content[start + 6 : start + 8], "little")
    return content[:start] + content[start + 8 + length :]


def _relabelled(syntax):
    old = EXPLICIT.encode() + b"\0"
    return _spine().replace(
        pack("<HH2sH", 2, 0x10, b"UI", 20) + old, pack("<HH2sH", 2, 0x10, b"UI", len(syntax)) + syntax
    )


CONTAINERS = {
    "empty": (b"", "UNRECOGNISED_DOCUMENT"),
    "131 bytes": (b"\0" * 131, "UNRECOGNISED_DOCUMENT"),
    "nothing but the mark": (b"\0" * 128 + b"DICM", "UNREADABLE_DOCUMENT"),
    "without preamble": (_spine()[132:], 1),
    "without preamble and meta": (_spine()[_spine().index(b"\x08\x00\x05\x00CS") :], 1),
    "with length of the group": (_spine()[:132] + pack("<HH2sHL", 2, 0, b"UL", 4, 190) + _spine()[132:], 1),
    "without transfer syntax": (_meta_without(0x0010), 1),
    "unknown transfer syntax": (_relabelled(b"1.2.3\0"), 1),
    "compressed transfer syntax": (_relabelled(b"1.2.840.10008.1.2.4.50"), 1),
    "labelled big endian": (_relabelled(b"1.2.840.10008.1.2.2\0"), 1),
    "labelled deflated": (_relabelled(b"1.2.840.10008.1.2.1.99"), "UNREADABLE_DOCUMENT"),
    "garbage behind": (_spine() + b"garbage!" * 4, "UNREADABLE_DOCUMENT"),
    "zeros behind": (_spine() + b"\0" * 512, 1),
    "gzip": (gzip.compress(_spine(), mtime=0), "UNRECOGNISED_DOCUMENT"),
    "directory": (written(header("1.2.840.10008.1.3.10", Modality=None)), "NOT_DENSITOMETRY"),
    "presentation state": (written(header(PRESENTATION, Modality="PR", **LUNAR)), "NO_STRUCTURED_RESULTS"),
    "mammography CAD": (written(report(TITLE, [t()], "1.2.840.10008.5.1.4.1.1.88.50")), "NOT_DENSITOMETRY"),
    "retired report": (written(report(TITLE, [box("AP Spine", box("L1-L4", t()))], "1.2.840.10008.5.1.4.1.1.88.2")), 1),
    "five gigabytes declared": (CLASS + pack("<HH2sHL", 0x40, 0xA730, b"SQ", 0, 0xFFFFFFF0), "UNREADABLE_DOCUMENT"),
    "empty encapsulated document": (written(encapsulated(b"")), "UNREADABLE_DOCUMENT"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), CONTAINERS.values(), ids=CONTAINERS)
def test_each_container_has_its_outcome(content, expected):
    assert expected == outcome(content)


def _object(uid, *rois, replaces=(), scan="Left Femur"):
    data = ge(box(scan, *rois), SOPInstanceUID=f"{ROOT}.{uid}")
    if replaces:
        study, series = Dataset(), Dataset()
        study.StudyInstanceUID, series.SeriesInstanceUID = f"{ROOT}.2.1", f"{ROOT}.3.1"
        series.ReferencedSOPSequence = Sequence()
        for other in replaces:
            named = Dataset()
            named.ReferencedSOPClassUID, named.ReferencedSOPInstanceUID = data.SOPClassUID, f"{ROOT}.{other}"
            series.ReferencedSOPSequence.append(named)
        study.ReferencedSeriesSequence = Sequence([series])
        data.PredecessorDocumentsSequence = Sequence([study])
    return read(data)


def _standing(reports):
    """Return what any order of arrival leaves standing; every order has to leave the same."""
    wholes = {merge(list(order)) for order in permutations(reports)}
    (whole,) = wholes
    return sorted((row.region, row.levels, str(row.value), row.held) for row in whole.measurements), codes(whole)


def test_an_object_names_those_it_was_made_in_place_of():
    made = _object(7, box("Neck", t()), replaces=(5, 6))

    assert (f"{ROOT}.7", (f"{ROOT}.5", f"{ROOT}.6")) == (made.instance, made.replaces)


def test_what_is_measured_anew_takes_the_place_of_the_first_analysis_and_nothing_else():
    first = _object(1, box("L1-L4", t("-2.6")), box("L2", t("-0.1")), scan="AP Spine")
    other = _object(2, box("Neck", t("-1.1")))
    anew = _object(3, box("L1-L4 (L2)", t("-3.0")), scan="AP Spine", replaces=(1, 2))

    assert (
        [("femoral_neck", (), "-1.1", None), ("lumbar_spine", ("L1", "L3", "L4"), "-3.0", None)],
        ["SUPERSEDED_VALUE"],
    ) == _standing([first, other, anew])


def test_a_third_analysis_takes_the_place_of_the_first_although_it_names_the_second_only():
    first, second = _object(1, box("Neck", t("-1.1"))), _object(2, box("Neck", t("-1.2")), replaces=(1,))
    third = _object(3, box("Neck", t("-1.3")), replaces=(2,))

    assert [("femoral_neck", (), "-1.3", None)] == _standing([first, second, third])[0]


def test_two_objects_that_name_each_other_contradict_each_other():
    first, second = _object(1, box("Neck", t("-1.1")), replaces=(2,)), _object(2, box("Neck", t("-1.2")), replaces=(1,))

    assert {"VALUE_CONFLICT"} == {held for *_, held in _standing([first, second])[0]}


def test_an_object_whose_predecessor_never_came_stands_alone():
    alone, other = _object(3, box("Neck", t("-1.3")), replaces=(9,)), _object(4, box("Total", t("-1.0")))

    assert {None} == {held for *_, held in _standing([alone, other])[0]}


@pytest.mark.parametrize(("single", "held"), [("-1.5", {None}), ("-1.6", {"VALUE_CONFLICT"})])
def test_both_femurs_and_one_of_them_in_one_study_are_compared(single, held):
    values = {"t_score": "-1.5"}
    dual = Scan(type="DualFemur", rois=(Roi(label="Neck Left", region="", values=values),))
    left = Scan(type="Left Femur", rois=(Roi(label="Neck", region="", values={"t_score": single}),))
    reports = [
        read(dicom_ge.object_of(GeDocument(scans=(scan,)), number_=place)) for place, scan in enumerate((dual, left))
    ]
    rows = merge(reports).measurements

    assert held == {row.held for row in rows}
    assert {("femoral_neck", "left")} == {(row.region, row.side) for row in rows}


def test_two_patients_in_one_case_are_named():
    one, two = (read(ge(box("Left Femur", box(name, t())), PatientID=name)) for name in ("Neck", "Total"))

    assert ["PATIENT_CONFLICT"] == codes(merge([one, two]))
