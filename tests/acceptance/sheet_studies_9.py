"""A second round of objects and studies by the examiner of sheet_studies_8, nasty throughout."""

from pydicom.sequence import Sequence

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, HOLOGIC, IMPLICIT, code, item, number, report, written
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    BONE,
    COMP,
    L14,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    RIGHT,
    SITE,
    TN,
    Documents,
    G,
    ge_obj,
    group,
    hol,
    hol_text,
    mod,
    pdf_obj,
    rep,
    roi,
    scan,
    site,
    tid,
    tree_roi,
    tree_scan,
    trend,
    xml,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14/05/2024"
H4 = ["Region", "BMD (g/cm²)", "T - score", "Z - score"]
NECK_L = roi("Neck", bmd="0.788", t="-1.8", z="-0.6")
TOTAL_L = roi("Total", bmd="0.844", t="-1.3", z="-0.3")
NECK_TOLD = site("femoral_neck left", bmd="0.788", t_score="-1.8", z_score="-0.6")
TOTAL_TOLD = site("total_hip left", bmd="0.844", t_score="-1.3", z_score="-0.3")


def ge(*scans, day=DAY, n=1, tail="", **fields):
    """Return a GE object."""
    return ge_obj(xml(day, *scans, tail=tail), n=n, **fields)


def apex(mode, *rows, head=None, tables=(), **more):
    """Return a Hologic object."""
    given = {key: more.pop(key) for key in ("mode2", "extra", "end", "pad") if key in more}
    return hol(hol_text(mode, (1, [head or H4, *map(list, rows)]), *tables, **given), **more)


add(
    "d21_ge_attributes_in_other_quotes_and_order",
    ge_obj(
        "<DXA_RESULTS><EXAM_DATE id='82' time='09:31:07'>14/05/2024</EXAM_DATE><SCAN id='19' type='Left Femur'>"
        "<ROI id='0' region='Neck'><BMD id='3' units=' g/cm2'>0.788</BMD><BMD_TSCORE id='6'>-1.8</BMD_TSCORE>"
        "<BMD_ZSCORE id='8'>-0.6</BMD_ZSCORE></ROI></SCAN></DXA_RESULTS>"
    ),
    NECK_TOLD,
)
add(
    "d21_ge_cut_off_in_the_middle",
    ge_obj(xml(DAY, scan("Left Femur", NECK_L, TOTAL_L))[:-60]),
    [],
    may=NECK_TOLD,
    held=[*NECK_TOLD, *TOTAL_TOLD],
)
add(
    "d21_ge_two_reports_in_one_comment",
    ge_obj(xml(DAY, scan("Left Femur", NECK_L)) + xml(DAY, scan("AP Spine", roi("L1-L4", bmd="0.974", t="-1.7")))),
    [*NECK_TOLD, *site(L14, bmd="0.974", t_score="-1.7")],
    may=[*NECK_TOLD, *site(L14, bmd="0.974", t_score="-1.7")],
)
add(
    "d21_ge_upper_and_total_of_both",
    ge(
        scan(
            "DualFemur",
            roi("Upper Neck Left", bmd="0.601", t="-2.2"),
            roi("Neck Left", bmd="0.788", t="-1.8", z="-0.6"),
            roi("Total Mean", bmd="0.840", t="-1.3"),
        )
    ),
    [
        *site("upper_neck left", bmd="0.601", t_score="-2.2"),
        *NECK_TOLD,
        *site("total_hip mean", bmd="0.840", t_score="-1.3"),
    ],
)
add(
    "d21_ge_lateral_spine",
    ge(scan("Lateral Spine", roi("L3", bmd="0.612", t="-2.6")), scan("AP Spine", roi("L1-L4", bmd="0.974", t="-1.7"))),
    [*site(L14, bmd="0.974", t_score="-1.7")],
    may=site("lateral_spine L3", bmd="0.612", t_score="-2.6"),
    held=site("lateral_spine L3", bmd="0.612", t_score="-2.6"),
)
add(
    "d21_ge_vertebrae_left_out_twice",
    ge(scan("AP Spine", roi("L1-L4 (L2, L3)", bmd="0.955", t="-1.9"), roi("L2-L4 (L3)", bmd="0.983", t="-1.8"))),
    [
        *site("lumbar_spine L1+L4", bmd="0.955", t_score="-1.9"),
        *site("lumbar_spine L2+L4", bmd="0.983", t_score="-1.8"),
    ],
    may=site("lumbar_spine L1+L4", bmd="0.955", t_score="-1.9"),
)
add(
    "d21_ge_score_of_twenty",
    ge(scan("Left Femur", roi("Neck", bmd="0.788", t="-18", z="-0.6"), TOTAL_L)),
    [NECK_TOLD[0], NECK_TOLD[2], *TOTAL_TOLD],
    held=["femoral_neck left t_score -18"],
)
add(
    "d21_ge_trend_with_the_same_day_twice",
    ge(
        scan(
            "Left Femur",
            NECK_L,
            trend("Neck", (DAY, "0.788"), ("13/03/2021", "0.801"), ("13/03/2021", "0.811")),
        )
    ),
    NECK_TOLD,
    held=["femoral_neck left bmd 0.801 prior", "femoral_neck left bmd 0.811 prior"],
    may=["femoral_neck left bmd 0.801 prior", "femoral_neck left bmd 0.811 prior"],
)
add(
    "d21_ge_current_day_missing_from_the_trend",
    ge(scan("Left Femur", trend("Total", ("13/03/2021", "0.861"), ("12/03/2019", "0.880")))),
    ["total_hip left bmd 0.861 prior@2021-03-13", "total_hip left bmd 0.880 prior@2019-03-12"],
    may=["total_hip left bmd 0.861 prior@2021-03-13", "total_hip left bmd 0.880 prior@2019-03-12"],
)
add(
    "d21_ge_tree_with_meanings_in_capitals",
    ge_obj(None, tree=[tree_scan("LEFT FEMUR", tree_roi("NECK", bmd="0.788", t="-1.8", z="-0.6"))], syntax=DEFLATED),
    NECK_TOLD,
)
add(
    "d21_ge_unit_of_another_quantity",
    ge_obj(None, tree=[tree_scan("Left Femur", tree_roi("Neck", bmd="0.788", t="-1.8", unit=("g", "UCUM", "g")))]),
    ["femoral_neck left t_score -1.8"],
    held=["femoral_neck left bmd 0.788"],
)
add(
    "d21_hologic_side_in_another_element",
    hol(hol_text("a Hip", (1, [H4, ["Neck", "0.639", "-1.9", "-0.6"]]), extra=['ImageLaterality = "R";'])),
    site("femoral_neck right", bmd="0.639", t_score="-1.9", z_score="-0.6"),
    may=site("femoral_neck right", bmd="0.639", t_score="-1.9", z_score="-0.6"),
    held=site("femoral_neck", bmd="0.639", t_score="-1.9", z_score="-0.6"),
)
add(
    "d21_hologic_header_against_the_mode",
    apex("a Left Hip", ["Neck", "0.639", "-1.9", "-0.6"], Laterality="R"),
    [],
    may=site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
    held=site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
)
add(
    "d21_hologic_rows_without_a_mode",
    hol(hol_text("", (1, [H4, ["Total", "0.763", "-1.5", "-0.5"]]))),
    [],
    held=site("total_hip", bmd="0.763", t_score="-1.5", z_score="-0.5"),
)
add(
    "d21_hologic_table_numbers_swapped",
    hol(
        hol_text(
            "a Left Hip",
            (1, [["10-year Fracture Risk", ""], ["Major Osteoporotic Fracture", "14%"], ["Hip Fracture", "3.1%"]]),
            (2, [H4, ["Neck", "0.639", "-1.9", "-0.6"], ["Total", "0.763", "-1.5", "-0.5"]]),
        )
    ),
    [
        *site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
        *site("total_hip left", bmd="0.763", t_score="-1.5", z_score="-0.5"),
        "patient frax_major 14",
        "patient frax_hip 3.1",
    ],
    may=[
        *site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
        *site("total_hip left", bmd="0.763", t_score="-1.5", z_score="-0.5"),
    ],
)
add(
    "d21_hologic_cell_with_a_script",
    apex("a Left Hip", ["Neck<script>alert(1)</script>", "0.639", "-1.9", "-0.6"], ["Total", "0.763", "-1.5", "-0.5"]),
    site("total_hip left", bmd="0.763", t_score="-1.5", z_score="-0.5"),
    may=site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
)
add(
    "d21_hologic_fat_in_the_fourth_column",
    apex(
        "a Whole Body",
        ["Total", "1840.5", "1935.3", "1.051", "19.9", "36.3"],
        head=["Region", BONE[1], BONE[2], BONE[3], "Fat[(kg)]", "Lean[(kg)]"],
    ),
    site("total_body", area="1840.5", bmc="1935.3", bmd="1.051"),
)
add(
    "d21_tid_two_sides_of_one_group",
    tid(group(mod(SITE, NECK), mod(LAT, LEFT), mod(LAT, RIGHT), number(TN, "-1.8", ONE))),
    [],
    held=["femoral_neck t_score -1.8", "femoral_neck left t_score -1.8", "femoral_neck right t_score -1.8"],
)
add(
    "d21_tid_two_groups_that_differ",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-1.8", ONE)),
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-2.8", ONE)),
    ),
    [],
    held=["femoral_neck left t_score -1.8", "femoral_neck left t_score -2.8"],
)
PRIOR = group(
    item(
        "TEXT",
        ("112039", "DCM", "Tracking Identifier"),
        text="Prior examination 2021-03-12",
        relationship="HAS OBS CONTEXT",
    ),
    mod(SITE, NECK, [mod(LAT, LEFT)]),
    number(TN, "-1.4", ONE),
)
add(
    "d21_tid_group_of_an_earlier_examination",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-1.8", ONE)), PRIOR),
    ["femoral_neck left t_score -1.8"],
    may=["femoral_neck left t_score -1.8", "femoral_neck left t_score -1.4 prior"],
    held=["femoral_neck left t_score -1.8", "femoral_neck left t_score -1.4", "femoral_neck left t_score -1.4 prior"],
)
UNCODED = number(BMDN, "0.974", G)
UNCODED.ConceptNameCodeSequence = Sequence([code("", "", "Bone mineral density")])
add(
    "d21_tid_name_without_a_code",
    tid(group(mod(SITE, LSP), UNCODED, number(TN, "-1.7", ONE))),
    ["lumbar_spine bmd 0.974", "lumbar_spine t_score -1.7"],
    may=["lumbar_spine bmd 0.974"],
)
LETTER = letter(
    """
> Re: Anna TEST                      Exam date: 05/14/2024

Thank you for referring this patient for bone densitometry. In the lumbar spine (L1-L4) the bone mineral density
measures 0.974 g/cm2, corresponding to a T-score of -1.7. The left
femoral neck has a density of 0.788 g/cm2 with a T-score
of -1.8 and a Z-score of -0.6, while the left total hip measures 0.844 g/cm2, T-score -1.3, Z-score -0.3.
""",
    columns=2,
    hyphenate=True,
    justify=True,
    size=9.0,
)
add(
    "d21_pdf_letter_in_columns",
    pdf_obj(LETTER, Modality="DOC", Manufacturer="RIS"),
    [*site(L14, bmd="0.974", t_score="-1.7"), *NECK_TOLD, *TOTAL_TOLD],
)
PROSE = [
    item("TEXT", ("121071", "DCM", "Finding"), text=part)
    for part in (
        "Left femoral neck: BMD 0.788 g/cm2, T-score -1.8, Z-score -0.6.",
        "Compared with the examination of 12 March 2021, when the T-score of the left femoral neck was -1.6, it fell.",
    )
]
add(
    "d21_prose_with_a_relative_clause",
    rep(report(("18748-4", "LN", "Diagnostic Imaging Report"), PROSE, BASIC), syntax=BIG_ENDIAN),
    [*NECK_TOLD, "femoral_neck left t_score -1.6 prior@2021-03-12"],
)
NOTHING = report(("126000", "DCM", "Imaging Measurement Report"), [], COMP)
add("d21_report_without_content", written(NOTHING, IMPLICIT), [], error="any")
add(
    "d21_study_of_two_patients",
    [
        ge(scan("Left Femur", NECK_L), n=1),
        ge(
            scan("AP Spine", roi("L1-L4", bmd="0.974", t="-1.7")),
            n=2,
            PatientID="P-200",
            PatientName="OTHER^PERSON",
            PatientBirthDate="19600101",
        ),
    ],
    [],
    may=[*NECK_TOLD, *site(L14, bmd="0.974", t_score="-1.7")],
    held=[*NECK_TOLD, *site(L14, bmd="0.974", t_score="-1.7")],
)
add(
    "d21_study_same_hip_of_two_makers",
    [
        ge(scan("Left Femur", NECK_L), n=1),
        apex("a Left Hip", ["Neck", "0.639", "-1.9", "-0.6"], n=2, **{**HOLOGIC, "StudyDate": "20240514"}),
    ],
    [],
    may=[*NECK_TOLD, *site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6")],
    held=[*NECK_TOLD, *site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6")],
)
