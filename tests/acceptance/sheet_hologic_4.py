"""Hologic objects by a further examiner: tables moved, told twice, in other tongues and beside soft tissue."""

from fixtures.dicom_objects import IMPLICIT
from tests.acceptance.shapes import BONE, L14, Documents, hol, hol_text, site

DOCUMENTS = Documents()
add = DOCUMENTS.add
SIMPLE = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]
SPINE = [
    ["L1", "12.66", "9.80", "0.774", "-1.4", "85", "0.2", "103"],
    ["L2", "13.81", "11.34", "0.821", "-1.9", "80", "-0.1", "99"],
    ["L3", "15.10", "12.93", "0.856", "-2.1", "79", "-0.2", "98"],
    ["L4", "16.02", "13.25", "0.827", "-2.4", "76", "-0.5", "93"],
    ["Total", "57.59", "47.32", "0.822", "-2.0", "80", "-0.2", "98"],
]
NAMES = ("area", "bmc", "bmd", "t_score", "young_adult_percent", "z_score", "age_matched_percent")


def told(place, row):
    """Return what a row of the bone table says."""
    return site(place, **dict(zip(NAMES, row[1:], strict=True)))


def spine_told(rows=SPINE, total=L14):
    """Return what a table of the spine says."""
    return [line for row in rows for line in told(total if row[0] == "Total" else f"lumbar_spine {row[0]}", row)]


def one(mode, head, *rows, tables=(), **more):
    """Return an object with one first table."""
    given = {key: more.pop(key) for key in ("mode2", "extra", "end", "pad") if key in more}
    return hol(hol_text(mode, (1, [head, *map(list, rows)]), *tables, **given), **more)


NECK = ("Neck", "5.02", "3.21", "0.639", "-1.9", "-0.6")
TOTAL = ("Total", "34.11", "26.02", "0.763", "-1.5", "-0.5")
NECK_TOLD = {"area": "5.02", "bmc": "3.21", "bmd": "0.639", "t_score": "-1.9", "z_score": "-0.6"}
TOTAL_TOLD = {"area": "34.11", "bmc": "26.02", "bmd": "0.763", "t_score": "-1.5", "z_score": "-0.5"}
HIP = ("a Left Hip", SIMPLE, NECK, TOTAL)
HIP_TOLD = [*site("femoral_neck left", **NECK_TOLD), *site("total_hip left", **TOTAL_TOLD)]

add("v4_spine_all", one("a Lumbar Spine", BONE, *SPINE), spine_told())
add(
    "v4_spine_two_excluded",
    one("a Lumbar Spine", BONE, SPINE[0], SPINE[2], ["Total", "27.76", "22.73", "0.819", "-1.8", "81", "0.0", "100"]),
    [
        *told("lumbar_spine L1", SPINE[0]),
        *told("lumbar_spine L3", SPINE[2]),
        *told("lumbar_spine L1+L3", ["Total", "27.76", "22.73", "0.819", "-1.8", "81", "0.0", "100"]),
    ],
)
add("v4_un_implicit_other_block", one(*HIP, vr="UN", block=0x12, creator="Hologic", syntax=IMPLICIT), HIP_TOLD)
add("v4_ob_no_creator", one(*HIP, vr="OB", creator=None), HIP_TOLD)
add("v4_creator_mammography", one(*HIP, creator="HOLOGIC, Inc.", vr="OB"), HIP_TOLD)
add("v4_lf_unpadded", one(*HIP, end="\n", pad=False), HIP_TOLD)
add(
    "v4_columns_swapped",
    one(
        "a Right Hip",
        ["Region", "T - score", "BMD (g/cm²)", "Z - score"],
        ["Neck", "-1.9", "0.639", "-0.6"],
        ["Total", "-1.5", "0.763", "-0.5"],
    ),
    [
        *site("femoral_neck right", bmd="0.639", t_score="-1.9", z_score="-0.6"),
        *site("total_hip right", bmd="0.763", t_score="-1.5", z_score="-0.5"),
    ],
)
add(
    "v4_header_missing",
    hol(hol_text("a Left Hip", (1, [list(NECK), list(TOTAL)]))),
    [],
    held=HIP_TOLD,
)
add(
    "v4_all_hip_rows",
    one(
        "a Left Hip",
        SIMPLE,
        NECK,
        ("Troch", "11.2", "6.5", "0.580", "-1.2", "-0.6"),
        ("Inter", "17.9", "16.3", "0.911", "-1.3", "-0.7"),
        ("Total", "34.11", "26.02", "0.763", "-1.5", "-0.5"),
        ("Ward's", "1.1", "0.5", "0.441", "-2.5", "-0.3"),
    ),
    [
        *HIP_TOLD,
        *site("trochanter left", area="11.2", bmc="6.5", bmd="0.580", t_score="-1.2", z_score="-0.6"),
        *site("intertrochanteric left", area="17.9", bmc="16.3", bmd="0.911", t_score="-1.3", z_score="-0.7"),
        *site("wards_triangle left", area="1.1", bmc="0.5", bmd="0.441", t_score="-2.5", z_score="-0.3"),
    ],
)
DUAL = [
    ["Region", "BMD", "T - score", "Z - score"],
    ["Neck", " ", " ", " "],
    ["Left", "0.640", "-1.9", "-0.6"],
    ["Right", "0.655", "-1.7", "-0.5"],
    ["Mean", "0.648", "-1.8", "-0.6"],
    ["Difference", "0.015", "0.2", "0.1"],
    ["Total", " ", " ", " "],
    ["Left", "0.763", "-1.5", "-0.5"],
    ["Right", "0.770", "-1.4", "-0.4"],
    ["Mean", "0.767", "-1.4", "-0.5"],
    ["Difference", "0.007", "0.1", "0.1"],
]
DUAL_TOLD = [
    *site("femoral_neck left", bmd="0.640", t_score="-1.9", z_score="-0.6"),
    *site("femoral_neck right", bmd="0.655", t_score="-1.7", z_score="-0.5"),
    *site("total_hip left", bmd="0.763", t_score="-1.5", z_score="-0.5"),
    *site("total_hip right", bmd="0.770", t_score="-1.4", z_score="-0.4"),
]
DUAL_MAY = [
    *site("femoral_neck mean", bmd="0.648", t_score="-1.8", z_score="-0.6"),
    *site("total_hip mean", bmd="0.767", t_score="-1.4", z_score="-0.5"),
    *site("femoral_neck difference", bmd="0.015", t_score="0.2", z_score="0.1"),
    *site("total_hip difference", bmd="0.007", t_score="0.1", z_score="0.1"),
]
add("v4_dual_hip_blocks", hol(hol_text("a Left Hip", (1, DUAL), mode2="a Right Hip")), DUAL_TOLD, may=DUAL_MAY)
add(
    "v4_dual_hip_blocks_without_titles",
    hol(hol_text("a Left Hip", (1, [DUAL[0], *DUAL[2:4], *DUAL[7:9]]), mode2="a Right Hip")),
    [],
    may=DUAL_TOLD,
    held=DUAL_TOLD,
)
add(
    "v4_dual_hip_named_rows",
    hol(
        hol_text(
            "a Left Hip",
            (
                1,
                [
                    DUAL[0],
                    ["Neck Left", *DUAL[2][1:]],
                    ["Neck Right", *DUAL[3][1:]],
                    ["Total Left", *DUAL[7][1:]],
                    ["Total Right", *DUAL[8][1:]],
                ],
            ),
            mode2="a Right Hip",
        )
    ),
    DUAL_TOLD,
)
add(
    "v4_forearm",
    one(
        "a Left Forearm",
        SIMPLE,
        ("1/3", "2.8", "1.9", "0.679", "-1.1", "0.4"),
        ("MID", "6.0", "3.4", "0.567", "-1.0", "0.3"),
        ("UD", "3.3", "1.3", "0.394", "-0.9", "0.2"),
        ("TOTAL", "12.1", "6.6", "0.545", "-1.0", "0.3"),
        tables=(),
    ),
    [
        *site("radius_33 left", area="2.8", bmc="1.9", bmd="0.679", t_score="-1.1", z_score="0.4"),
        *site("radius_mid left", area="6.0", bmc="3.4", bmd="0.567", t_score="-1.0", z_score="0.3"),
        *site("radius_ultradistal left", area="3.3", bmc="1.3", bmd="0.394", t_score="-0.9", z_score="0.2"),
    ],
    may=[
        *site("radius_total left", area="12.1", bmc="6.6", bmd="0.545", t_score="-1.0", z_score="0.3"),
        *site("forearm_total left", area="12.1", bmc="6.6", bmd="0.545", t_score="-1.0", z_score="0.3"),
    ],
)
HISTORY = [
    ["Scan Date", "Age", "BMD (g/cm²)", "T - score", "BMD Change vs Baseline", "BMD Change vs Previous"],
    ["05/14/2024", "66", "0.763", "-1.5", "-0.031 (-3.9%)*", "-0.015 (-1.9%)"],
    ["05/02/2022", "64", "0.778", "-1.3", "-0.016 (-2.0%)", "-0.016 (-2.0%)"],
    ["03/04/2019", "61", "0.794", "-1.2", " ", " "],
]
PRIORS = [
    "total_hip left bmd 0.778 prior@2022-05-02",
    "total_hip left t_score -1.3 prior@2022-05-02",
    "total_hip left bmd 0.794 prior@2019-03-04",
    "total_hip left t_score -1.2 prior@2019-03-04",
]
TITLE = ['TableTitle2 = "Total Hip Results History";']
add("v4_history_title", one(*HIP, tables=[(2, HISTORY)], extra=TITLE), [*HIP_TOLD, *PRIORS])
BY_REGION = [
    ["Region", "Scan Date", "BMD", "T - score", "% Change vs Previous"],
    ["Neck", "14 May 2024", "0.639", "-1.9", "-2.1"],
    ["Neck", "02 May 2022", "0.653", "-1.8", " "],
    ["Total", "14 May 2024", "0.763", "-1.5", "-1.9"],
    ["Total", "02 May 2022", "0.778", "-1.3", " "],
]
add(
    "v4_history_by_region",
    one(*HIP, tables=[(2, BY_REGION)]),
    [
        *HIP_TOLD,
        "femoral_neck left bmd 0.653 prior@2022-05-02",
        "femoral_neck left t_score -1.8 prior@2022-05-02",
        "total_hip left bmd 0.778 prior@2022-05-02",
        "total_hip left t_score -1.3 prior@2022-05-02",
    ],
)
FRAX = [
    ["10-year Fracture Risk", "Without Prior Fracture", "With Prior Fracture"],
    ["Major Osteoporotic Fracture", "9.8%", "14.9%"],
    ["Hip Fracture", "1.7%", "2.9%"],
]
add(
    "v4_frax_in_third_two_columns",
    one(*HIP, tables=[(2, BY_REGION), (3, FRAX)]),
    HIP_TOLD,
    may=[
        "femoral_neck left bmd 0.653 prior",
        "femoral_neck left t_score -1.8 prior",
        "total_hip left bmd 0.778 prior",
        "total_hip left t_score -1.3 prior",
    ],
    held=["patient frax_major 9.8", "patient frax_major 14.9", "patient frax_hip 1.7", "patient frax_hip 2.9"],
)
add(
    "v4_frax_single_second_table",
    one(
        *HIP,
        tables=[
            (
                2,
                [
                    ["FRAX", "10-year Fracture Risk"],
                    ["Major Osteoporotic Fracture", "12%"],
                    ["Hip Fracture", "&lt;0.1%"],
                    ["Reported Risk Factors", "None"],
                ],
            )
        ],
    ),
    [*HIP_TOLD, "patient frax_major 12"],
    held=["patient frax_hip 0.1"],
)
add(
    "v4_frax_not_reported",
    one(
        *HIP,
        tables=[
            (
                2,
                [
                    ["FRAX", ""],
                    [
                        "FRAX not reported because:",
                        "Some T-score for Spine Total or Hip Total or Femoral Neck at or below -2.5",
                    ],
                ],
            )
        ],
    ),
    HIP_TOLD,
)
COMPOSITION = [
    "Region",
    "Area (cm²)",
    "BMC (g)",
    "BMD (g/cm²)",
    "Fat (g)",
    "Lean (g)",
    "Lean+BMC (g)",
    "Total Mass (g)",
    "% Fat",
    "T - score",
    "Z - score",
]
add(
    "v4_whole_body",
    one(
        "a Whole Body",
        COMPOSITION,
        ["L Arm", "190", "130", "0.684", "1800", "1900", "2030", "3830", "47.0", " ", " "],
        ["Subtotal", "1600", "1500", "0.938", "22000", "35000", "36500", "58500", "37.6", " ", " "],
        ["Head", "220", "450", "2.045", "1100", "3000", "3450", "4550", "24.2", " ", " "],
        ["Total", "1820", "1950", "1.071", "23100", "38000", "39950", "63050", "36.6", "-0.6", "0.4"],
        extra=['AnalProtocol = "WB";'],
    ),
    site("total_body", area="1820", bmc="1950", bmd="1.071", t_score="-0.6", z_score="0.4"),
    may=site("total_body_less_head", area="1600", bmc="1500", bmd="0.938"),
)
add(
    "v4_whole_body_fat_indices",
    one(
        "a Whole Body",
        ["Measure", "Result", "T - score", "Z - score"],
        ["Total Body % Fat", "36.6", "0.9", "0.4"],
        ["Fat Mass/Height²", "9.1", "1.1", "0.6"],
        ["Lean/Height²", "14.9", "-0.2", "0.1"],
    ),
    [],
)
add(
    "v4_lateral_spine_and_ivaa",
    one(
        "a Lateral Spine",
        SIMPLE,
        ("L2", "9.9", "6.6", "0.667", "-1.3", "-0.2"),
        ("L3", "10.8", "7.4", "0.685", "-1.4", "-0.3"),
        ("Total", "20.7", "14.0", "0.676", "-1.4", "-0.3"),
    ),
    [],
    may=[
        *site("lateral_spine L2", area="9.9", bmc="6.6", bmd="0.667", t_score="-1.3", z_score="-0.2"),
        *site("lateral_spine L3", area="10.8", bmc="7.4", bmd="0.685", t_score="-1.4", z_score="-0.3"),
        *site("lateral_spine L2+L3", area="20.7", bmc="14.0", bmd="0.676", t_score="-1.4", z_score="-0.3"),
    ],
)
add(
    "v4_over_64k",
    one(*HIP, extra=[f'Note{n} = "{"x" * 90}";' for n in range(900)], vr="UN"),
    HIP_TOLD,
)
add(
    "v4_html_cells",
    one(
        "a Left Hip",
        [
            "<b>Region</b>",
            "Area<br>(cm<sup>2</sup>)",
            "BMC<br>(g)",
            "BMD<br>(g/cm<sup>2</sup>)",
            "T -<br>score",
            "Z -<br>score",
        ],
        ["<b>Neck</b>", "5.02", "3.21", "<b>0.639</b>", "<font color=red>-1.9</font>", "-0.6"],
        ["<i>Total</i>", "34.11", "26.02", "0.763", "-1.5&nbsp;", "-0.5"],
    ),
    HIP_TOLD,
)
add(
    "v4_side_contradicted_in_header",
    one(*HIP, Laterality="R"),
    [],
    may=HIP_TOLD,
    held=HIP_TOLD,
)
add(
    "v4_side_missing",
    one("a Hip", SIMPLE, NECK, TOTAL),
    [],
    may=[*site("femoral_neck", **NECK_TOLD), *site("total_hip", **TOTAL_TOLD)],
)
add(
    "v4_side_in_image_laterality",
    one("a Hip", SIMPLE, NECK, TOTAL, extra=['ImageLaterality = "R";']),
    [],
    may=[
        *site("femoral_neck", **NECK_TOLD),
        *site("total_hip", **TOTAL_TOLD),
        *site("femoral_neck right", **NECK_TOLD),
        *site("total_hip right", **TOTAL_TOLD),
    ],
)
add(
    "v4_two_values_in_cell",
    one(
        "a Left Hip",
        SIMPLE,
        ("Neck", "5.02", "3.21", "0.639", "-1.9 / -2.0", "-0.6"),
        ("Total", "34.11", "26.02", "0.763", "-1.5", "-0.5"),
    ),
    [f"femoral_neck left {quantity} {value}" for quantity, value in NECK_TOLD.items() if quantity != "t_score"]
    + site("total_hip left", **TOTAL_TOLD),
    held=["femoral_neck left t_score -1.9", "femoral_neck left t_score -2.0"],
)
add(
    "v4_portuguese_table",
    one(
        "a Quadril Esquerdo",
        ["Região", "Área (cm²)", "CMO (g)", "DMO (g/cm²)", "T - score", "Z - score"],
        ("Colo", *NECK[1:]),
        TOTAL,
    ),
    [],
    may=[*HIP_TOLD, *site("femoral_neck", **NECK_TOLD), *site("total_hip", **TOTAL_TOLD)],
    held=[*site("femoral_neck", **NECK_TOLD), *site("total_hip", **TOTAL_TOLD)],
)
