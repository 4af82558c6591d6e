"""Vendor reports, results texts and TID 1500 trees written from the fact sheet alone."""

import pytest

from dxa.errors import DocumentError, NotDensitometry
from tests.acceptance.objects import (
    box,
    code,
    coded,
    hologic,
    lunar_tree,
    lunar_xml,
    number,
    structured_report,
    text,
    with_comments,
)
from tests.acceptance.reading import lines, read

ALL_LEVELS = "L1+L2+L3+L4"
LUNAR = [
    ({"AP Spine": {"L1-L4": "BMD 0.912 BMD_PYA 77 BMD_TSCORE -2.2 BMD_PAM 92 BMD_ZSCORE -0.7 BMC 48.3 AREA 52.96"}},
     f"lumbar_spine {ALL_LEVELS}",
     "bmd 0.912|young_adult_percent 77|t_score -2.2|age_matched_percent 92|z_score -0.7|bmc 48.3|area 52.96"),
    ({"AP Spine": {"L1-L4 (L2)": "BMD 0.912 BMD_TSCORE -2.2"}}, "lumbar_spine L1+L3+L4", "bmd 0.912|t_score -2.2"),
    ({"AP Spine": {"L2-L4 (L3)": "BMD 0.912 BMD_TSCORE -2.2"}}, "lumbar_spine L2+L4", "bmd 0.912|t_score -2.2"),
    ({"AP SPINE": {"l1-l4": "BMD_TSCORE -2.2"}}, f"lumbar_spine {ALL_LEVELS}", "t_score -2.2"),
    ({"AP Spine": {"L1-L4": "BMD_TSCORE -1,3"}}, f"lumbar_spine {ALL_LEVELS}", "t_score -1.3"),
    ({"AP Spine": {"L1-L4": "BMD_TSCORE \u22121.3"}}, f"lumbar_spine {ALL_LEVELS}", "t_score -1.3"),
    ({"DualFemur": {"Neck Left": "BMD 0.7 BMD_TSCORE -2.4"}}, "femoral_neck left", "bmd 0.7|t_score -2.4"),
    ({"DualFemur": {"Neck Mean": "BMD 0.7 BMD_TSCORE -2.4"}}, "femoral_neck mean", "bmd 0.7|t_score -2.4"),
    ({"DualFemur": {"Neck Diff.": "BMD 0.01 BMD_TSCORE 0.1"}}, "femoral_neck difference", "bmd 0.01|t_score 0.1"),
    ({"DualFemur": {"Total Right": "BMD_TSCORE -1.7"}}, "total_hip right", "t_score -1.7"),
    ({"DualFemur": {"Upper Neck Left": "BMD 0.5"}}, "upper_neck left", "bmd 0.5"),
    ({"Left Femur": {"Lower Neck": "BMD 0.9"}}, "lower_neck left", "bmd 0.9"),
    ({"Left Femur": {"Wards": "BMD 0.45 BMD_TSCORE -3.5"}}, "wards_triangle left", "bmd 0.45|t_score -3.5"),
    ({"Right Femur": {"Shaft": "BMD 0.95"}}, "femoral_shaft right", "bmd 0.95"),
    ({"Right Forearm": {"Radius 33%": "BMD 0.6 BMD_TSCORE -1.4"}}, "radius_33 right", "bmd 0.6|t_score -1.4"),
    ({"Left Forearm": {"Radius UD": "BMD_TSCORE -2.4"}}, "radius_ultradistal left", "t_score -2.4"),
    ({"Total Body": {"Total": "BMD 1.1 BMD_TSCORE -0.3", "Head": "BMD 2.1", "Arms": "BMD 0.8"}}, "total_body",
     "bmd 1.1|t_score -0.3"),
    ({"Left Ortho Knee": {"Total": "BMD 1.1 BMD_TSCORE -0.2"}, "AP Spine": {"L1": "BMD 0.9"}}, "lumbar_spine L1",
     "bmd 0.9"),
    ({"Total Body": {"Spine": "BMD 0.9"}, "Left Femur": {"Total": "BMD 0.8"}}, "total_hip left", "bmd 0.8"),
]  # fmt: skip


def values_in(content):
    try:
        return lines(read(content))
    except DocumentError:
        return set()


@pytest.mark.parametrize("made", [lunar_tree, lunar_xml])
@pytest.mark.parametrize(("scans", "place", "values"), LUNAR)
def test_a_lunar_row_means_what_scan_and_row_say_together(made, scans, place, values):
    assert {f"{place} {value}" for value in values.split("|")} == lines(read(made(scans)))


@pytest.mark.parametrize(
    "printed", ["-", "--", "N/A", "None", "*", "<-4.0", "1_0", "2.5-", "NaN", "-2.5\\-1.0", "-2.5/-1.0"]
)
@pytest.mark.parametrize("made", [lunar_tree, lunar_xml])
def test_what_is_no_number_is_no_score(made, printed):
    document = made({"AP Spine": {"L1-L4": f"BMD 0.912 BMD_TSCORE {printed}"}})

    assert {f"lumbar_spine {ALL_LEVELS} bmd 0.912"} == lines(read(document))


@pytest.mark.parametrize("days", [("05/14/2024", "04/30/2022"), ("14/05/2024", "30/04/2022")])
@pytest.mark.parametrize("newest_first", [True, False])
def test_a_trend_row_of_an_earlier_day_is_a_prior_wherever_it_stands(days, newest_first):
    exams = [f'<EXAM date="{days[0]}"><BMD>0.912</BMD></EXAM>', f'<EXAM date="{days[1]}"><BMD>0.940</BMD></EXAM>']
    trend = f'<TREND region="L1-L4">{"".join(exams if newest_first else reversed(exams))}</TREND>'
    expected = {f"lumbar_spine {ALL_LEVELS} bmd 0.912", f"lumbar_spine {ALL_LEVELS} bmd 0.940 prior"}

    assert expected == lines(read(lunar_xml({"AP Spine": {"L1-L4": "BMD 0.912"}}, trend)))


@pytest.mark.parametrize("days", [("14-May-2024", "30-Apr-2022"), ("30-Apr-2022", "14-May-2024")])
def test_a_trend_container_of_an_earlier_day_is_a_prior_wherever_it_stands(days):
    values = {"14-May-2024": "0.912", "30-Apr-2022": "0.940"}
    change = box("CHANGE_VS_PREVIOUS", number("BMD", "-0.028", "g/cm2"))
    trend = [box(day, number("AGE", "66", "a"), number("BMD", values[day], "g/cm2"), change) for day in days]
    document = structured_report(
        box("AP Spine", box("L1-L4", number("BMD", "0.912", "g/cm2")), box("Trend L1-L4", *trend))
    )
    expected = {f"lumbar_spine {ALL_LEVELS} bmd 0.912", f"lumbar_spine {ALL_LEVELS} bmd 0.940 prior"}

    assert expected == lines(read(document), leaving_out=frozenset({"change"}))


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_older_form_is_read_by_its_days_not_by_position(newest_first):
    rows = [("4/30/2018", "0.960", "-1.7", "-0.5"), ("5/14/2024", "0.912", "-2.2", "-0.7")]
    exams = "".join(
        f"<EXAM><EXAM_DATE>{day}</EXAM_DATE><BMD>{bmd}</BMD><YAT>{t}</YAT><AMZ>{z}</AMZ></EXAM>"
        for day, bmd, t, z in (reversed(rows) if newest_first else rows)
    )
    document = with_comments(
        "<DENSITOMETRY_RESULTS><CURRENT_EXAM><SCAN type='AP Spine'><TREND><TREND_ROI>L1-L4</TREND_ROI>"
        f"<BASELINE_EXAM_DATE>4/30/2018</BASELINE_EXAM_DATE>{exams}</TREND></SCAN></CURRENT_EXAM></DENSITOMETRY_RESULTS>"
    )
    values = [
        "bmd 0.912",
        "t_score -2.2",
        "z_score -0.7",
        "bmd 0.960 prior",
        "t_score -1.7 prior",
        "z_score -0.5 prior",
    ]

    assert {f"lumbar_spine {ALL_LEVELS} {value}" for value in values} == lines(read(document))


@pytest.mark.parametrize(
    ("value", "unit", "used", "held"),
    [
        ("912", "mg/cm2", {"bmd 0.912"}, set()),
        ("912", "g/cm2", set(), {"bmd 912"}),
        ("0.912", "g/cm3", set(), set()),
        ("0.912", "gm/cm2", {"bmd 0.912"}, set()),
        ("0.912", " g/cm2", {"bmd 0.912"}, set()),
        (None, "g/cm2", set(), set()),
    ],
)
def test_a_unit_is_converted_held_or_refused_but_never_assumed(value, unit, used, held):
    document = structured_report(
        box("AP Spine", box("L1-L4", number("BMD", value, unit), text("BMD_TSCORE", "-2.2"))),
    )
    place = f"lumbar_spine {ALL_LEVELS}"

    assert {f"{place} {part}" for part in used | {"t_score -2.2"}} == lines(read(document))
    assert {f"{place} {part}" for part in held} == lines(read(document), held=True)


@pytest.mark.parametrize(("xml_score", "used", "held"), [("-2.2", {"-2.2"}, set()), ("-2.7", set(), {"-2.2", "-2.7"})])
def test_tree_and_xml_of_one_object_confirm_or_hold_each_other(xml_score, used, held):
    xml = f"<SCAN type='AP Spine'><ROI region='L1-L4'><BMD_TSCORE>{xml_score}</BMD_TSCORE></ROI></SCAN>"
    document = with_comments(
        f"<DXA_RESULTS>{xml}</DXA_RESULTS>", box("AP Spine", box("L1-L4", text("BMD_TSCORE", "-2.2")))
    )
    place = f"lumbar_spine {ALL_LEVELS} t_score"

    assert {f"{place} {score}" for score in used} == lines(read(document))
    assert {f"{place} {score}" for score in held} == lines(read(document), held=True)


@pytest.mark.parametrize(
    ("risks", "expected"),
    [
        ("<MAJOR_OSTEO_FRAC_RISK units='%'>12.5</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units='%'>2.9</HIP_FRAC_RISK>",
         {"patient frax_major 12.5", "patient frax_hip 2.9"}),
        ("<HIP_FRAC_RISK units='%'>2.9</HIP_FRAC_RISK>", {"patient frax_hip 2.9"}),
    ],
)  # fmt: skip
def test_fracture_risk_stands_in_an_object_of_its_own(risks, expected):
    assert expected == lines(read(with_comments(f"<DXA_RESULTS>{risks}</DXA_RESULTS>")))


def test_xml_with_an_entity_gives_no_value():
    scan = "<SCAN type='AP Spine'><ROI region='L1-L4'><BMD_TSCORE>-2.2</BMD_TSCORE></ROI></SCAN>"

    assert set() == values_in(with_comments(f'<!DOCTYPE a [<!ENTITY x "y">]><DXA_RESULTS>{scan}</DXA_RESULTS>'))


def test_a_dose_report_is_not_densitometry():
    dose = structured_report(box("Event", number("DLP", "12", "mGy")), SOPClassUID="1.2.840.10008.5.1.4.1.1.88.67")

    with pytest.raises(NotDensitometry):
        read(dose)


SQUARED = "<sup><small>2</small></sup>"
COLUMNS = [
    "Region",
    f"Area[cm{SQUARED}]",
    "BMC[(g)]",
    f"BMD[g/cm{SQUARED}]",
    "T-score",
    "PR[(%)]",
    "Z-score",
    "AM[(%)]",
]
NOT_ASKED = frozenset({"area", "bmc", "young_adult_percent", "age_matched_percent", "change", "change_percent"})


def rows(*printed, columns=COLUMNS):
    """Return a table; a point alone is an empty cell."""
    return [columns, *([" " if cell == "." else cell for cell in row.split()] for row in printed)]


SPINE = rows(
    "L1 12.1 11.0 0.909 -1.1 90 0.1 101",
    "L3 14.0 13.0 0.929 -1.0 90 0.2 102",
    "<b>Total</b> 26.1 24.0 0.920 -1.2 90 0.2 102",
)
SPINE_READ = [
    "lumbar_spine L1 bmd 0.909", "lumbar_spine L1 t_score -1.1", "lumbar_spine L1 z_score 0.1",
    "lumbar_spine L3 bmd 0.929", "lumbar_spine L3 t_score -1.0", "lumbar_spine L3 z_score 0.2",
    "lumbar_spine L1+L3 bmd 0.920", "lumbar_spine L1+L3 t_score -1.2", "lumbar_spine L1+L3 z_score 0.2",
]  # fmt: skip
HIP = rows("Neck 5.1 3.9 0.765 -1.9 75 -0.4 95", "Total 31.2 29.0 0.929 . . -0.3 97", "Ward's 1.1 0.7 0.63 -2.9 60 . .")
HIP_READ = [
    "femoral_neck {} bmd 0.765", "femoral_neck {} t_score -1.9", "femoral_neck {} z_score -0.4",
    "total_hip {} bmd 0.929", "total_hip {} z_score -0.3",
    "wards_triangle {} bmd 0.63", "wards_triangle {} t_score -2.9",
]  # fmt: skip
DUAL = rows(
    "Neck . . . . . . .",
    "Left 5.1 3.9 0.765 -1.9 75 -0.4 95",
    "Right 5.0 3.8 0.760 -2.0 74 -0.5 94",
    "Total . . . . . . .",
    "Left 31 29 0.935 -1.1 85 -0.1 98",
)
DUAL_READ = [
    "femoral_neck left bmd 0.765", "femoral_neck left t_score -1.9", "femoral_neck left z_score -0.4",
    "femoral_neck right bmd 0.760", "femoral_neck right t_score -2.0", "femoral_neck right z_score -0.5",
    "total_hip left bmd 0.935", "total_hip left t_score -1.1", "total_hip left z_score -0.1",
]  # fmt: skip
BODY = rows(
    "L_Arm 190 130 0.684 1500.2 43.7 . .",
    "Total 2000 2100 1.050 25000 38.4 -0.8 0.3",
    columns=["Region", "Area[cm2]", "BMC[(g)]", "BMD[g/cm2]", "Fat[(g)]", "% Fat[(%)]", "T-score", "Z-score"],
)
HISTORY = [
    ["Scan Date", "Age", "BMD[g/cm2]", "T-score", "vs Previous"],
    ["03/12/2024", "67", "0.920", "-1.2", "-2.3%"],
    ["03/20/2022", "65", "0.940", "-0.9", " "],
]
RISK = [["10-year Fracture Risk", ""], ["Hip Fracture", "<0.1"], ["Major Osteoporotic Fracture", "1.2%"]]


def reordered(table, *order):
    return [[row[column] for column in order] for row in table]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (hologic("a Lumbar Spine", SPINE), SPINE_READ),
        (hologic("a Lumbar Spine", SPINE, creator=None), SPINE_READ),
        (hologic("a Lumbar Spine", SPINE, creator="Hologic, Inc.", representation="OB"), SPINE_READ),
        (hologic("a Lumbar Spine", SPINE, representation="UN"), SPINE_READ),
        (hologic("a Lumbar Spine", SPINE, end="\n"), SPINE_READ),
        (hologic("a Lumbar Spine", SPINE, element=0x00191100), SPINE_READ),
        (hologic("a Lumbar Spine", reordered(SPINE, 0, 6, 4, 3, 2, 1)), SPINE_READ),
        (hologic("a Right Hip", HIP), [row.format("right") for row in HIP_READ]),
        (hologic("a Left Hip", HIP, more=['ImageLaterality = "L";']), [row.format("left") for row in HIP_READ]),
        (hologic("a Left Hip", DUAL, more=['ScanMode2 = "a Right Hip";']), DUAL_READ),
        (hologic("a Right Hip", DUAL, more=['ScanMode2 = "a Left Hip";']), DUAL_READ),
        (hologic("a Whole Body", BODY), ["total_body bmd 1.050", "total_body t_score -0.8", "total_body z_score 0.3"]),
        (hologic("a Left Hip", HIP, RISK), [*(row.format("left") for row in HIP_READ), "patient frax_major 1.2"]),
        (hologic("a Lumbar Spine", SPINE, more=['TableNote2 = "T-score -3.0";']), SPINE_READ),
    ],
)  # fmt: skip
def test_a_results_text_is_read_by_its_headings(document, expected):
    assert set(expected) == lines(read(document), leaving_out=NOT_ASKED)


def test_a_history_table_never_looks_current():
    found = lines(read(hologic("a Lumbar Spine", SPINE, HISTORY)), leaving_out=NOT_ASKED)

    assert set(SPINE_READ) == {line for line in found if not line.endswith(" prior")}


NECK = code("29627003", "SCT", "Neck of femur")
SITE, SIDE = code("363698007", "SCT", "Finding Site"), code("272741003", "SCT", "Laterality")
LEFT, RIGHT = code("7771000", "SCT", "Left"), code("24028007", "SCT", "Right")
T_SCORE, BMD = code("12", "99X", "T-score"), code("11", "99X", "BMD")
Z_SCORE = code("121416", "DCM", "Z-Score of measurement")
LEVELS = [("66794005", "L1"), ("14293000", "L2"), ("36470004", "L3"), ("11994002", "L4")]
GROUPS = [
    ((coded(SITE, NECK, coded(SIDE, LEFT)), number(BMD, "0.700", "g/cm2"), number(Z_SCORE, "-0.9", "1")),
     {"femoral_neck left bmd 0.700", "femoral_neck left z_score -0.9"}),
    ((coded(SITE, NECK, coded(SIDE, LEFT)), number(T_SCORE, "-2.4", "1", coded(SITE, NECK, coded(SIDE, RIGHT)))),
     {"femoral_neck right t_score -2.4"}),
    ((*(coded(SITE, code(value, "SCT", f"{level} vertebra")) for value, level in LEVELS), number(BMD, "0.9", "g/cm2")),
     {f"lumbar_spine {ALL_LEVELS} bmd 0.9"}),
    ((number(code("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"), "-2.2", "1"),),
     {"lumbar_spine t_score -2.2"}),
    ((coded(SITE, code("29627003", "SCT", "Neck of femur", long=True)), number(T_SCORE, "-2.4", "1")),
     {"femoral_neck t_score -2.4"}),
    ((coded(SITE, NECK), number(T_SCORE, None, "1"), number(BMD, "0.7", "g/cm2")), {"femoral_neck bmd 0.7"}),
    ((coded(SITE, code("62413002", "SCT", "Radius"), coded(SIDE, LEFT)),
      number(code("1", "99X", "Radius 33% T-score"), "-1.4", "1")), {"radius_33 left t_score -1.4"}),
    ((coded(SITE, code("29836001", "SCT", "Hip"), coded(SIDE, LEFT)), number(T_SCORE, "-1.4", "1")),
     {"hip_unspecified left t_score -1.4"}),
    ((coded(SITE, code("122496007", "SCT", "Lumbar spine")), number(BMD, "0.9", "g/cm2"),
      number(code("38263-0", "LN", "Lumbar Spine T-score"), "-2.2", "1")), {"lumbar_spine bmd 0.9"}),
    ((number(code("46278-8", "LN", "Femoral neck T-score"), "-2.2", "1"),
      number(BMD, "0.7", "g/cm2", coded(SITE, NECK))), {"femoral_neck bmd 0.7"}),
]  # fmt: skip


@pytest.mark.parametrize(("group", "expected"), GROUPS)
def test_a_measurement_group_is_read_by_its_codes(group, expected):
    document = structured_report(
        box(code("126010", "DCM", "Imaging Measurements"), box(code("125007", "DCM", "Measurement Group"), *group)),
        title=code("126000", "DCM", "Imaging Measurement Report"),
        Manufacturer="Example",
    )

    assert expected == lines(read(document))
