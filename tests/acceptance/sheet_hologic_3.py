"""Hologic reports of Discovery and Horizon, common shapes in numbers; each with what a person takes from it."""

from fixtures.dicom_objects import IMPLICIT
from tests.acceptance.shapes import BONE, L14, Documents, hol, hol_text, site

DOCUMENTS = Documents()
add = DOCUMENTS.add
H6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]


def bone(*rows, head=BONE):
    """Return the table of a bone report."""
    return (1, [list(head), *(list(row) for row in rows)])


def full(name, area, bmc, bmd, t, pr, z, am):
    """Return the rows of a truth for a whole printed row; a blank cell has none."""
    values = {
        "area": area,
        "bmc": bmc,
        "bmd": bmd,
        "t_score": t,
        "young_adult_percent": pr,
        "z_score": z,
        "age_matched_percent": am,
    }
    return site(name, **{key: value for key, value in values.items() if value.strip()})


ROWS = {
    "L1": ("11.92", "9.06", "0.760", "-1.6", "82", "-0.2", "97"),
    "L2": ("13.11", "10.61", "0.809", "-2.0", "79", "-0.4", "95"),
    "L3": ("14.52", "12.01", "0.827", "-2.3", "76", "-0.6", "93"),
    "L4": ("16.03", "13.13", "0.819", "-2.2", "77", "-0.5", "94"),
    "Total": ("55.58", "44.81", "0.806", "-2.2", "77", "-0.5", "94"),
}
SPINE = bone(*((name, *cells) for name, cells in ROWS.items()))
SPINE_TOLD = [
    row for name, cells in ROWS.items() for row in full(L14 if name == "Total" else f"lumbar_spine {name}", *cells)
]
NECK = ("4.86", "3.05", "0.628", "-2.0", "74", "-0.5", "92")
TOTAL = ("33.12", "24.28", "0.733", "-1.7", "78", "-0.6", "91")
TROCH = ("10.11", "5.62", "0.556", "-1.5", "79", "-0.5", "91")
INTER = ("18.15", "15.61", "0.860", "-1.6", "78", "-0.7", "90")
WARD = ("1.10", "0.49", "0.445", "-2.5", "61", "-0.4", "91")
HIP = bone(("Neck", *NECK), ("Troch", *TROCH), ("Inter", *INTER), ("Total", *TOTAL), ("Ward's", *WARD))


def hip_told(side):
    """Return what the hip's table says of a side."""
    parts = (
        ("femoral_neck", NECK),
        ("trochanter", TROCH),
        ("intertrochanteric", INTER),
        ("total_hip", TOTAL),
        ("wards_triangle", WARD),
    )
    return [row for name, cells in parts for row in full(f"{name} {side}", *cells)]


add("w1_hol_spine", hol(hol_text("a Lumbar Spine", SPINE)), SPINE_TOLD)
add(
    "w1_hol_spine_implicit_un",
    hol(hol_text("a AP Lumbar Spine", SPINE), vr="UN", syntax=IMPLICIT, creator="Hologic"),
    SPINE_TOLD,
)
add("w1_hol_hip_left", hol(hol_text("a Left Hip", HIP)), hip_told("left"))
add(
    "w1_hol_hip_right_no_creator",
    hol(hol_text("fa Right Hip", HIP), creator=None, vr="OB", end="\n"),
    hip_told("right"),
)
add(
    "w1_hol_study",
    [hol(hol_text("a Lumbar Spine", SPINE), n=1), hol(hol_text("a Left Hip", HIP), n=2)],
    [*SPINE_TOLD, *hip_told("left")],
)

MISSING = bone(
    ("L1", *ROWS["L1"]), ("L3", *ROWS["L3"]), ("Total", "26.44", "21.07", "0.797", "-2.0", "79", "-0.4", "95")
)
add(
    "w1_hol_excluded_rows",
    hol(hol_text("a Lumbar Spine", MISSING)),
    [
        *full("lumbar_spine L1", *ROWS["L1"]),
        *full("lumbar_spine L3", *ROWS["L3"]),
        *full("lumbar_spine L1+L3", "26.44", "21.07", "0.797", "-2.0", "79", "-0.4", "95"),
    ],
)

YOUNG = bone(
    ("Neck", "4.90", "3.92", "0.800", " ", " ", "-0.4", "95"),
    ("Total", "33.00", "29.70", "0.900", " ", " ", "-0.3", "96"),
)
add(
    "w1_hol_young_empty_t",
    hol(hol_text("a Left Hip", YOUNG)),
    [
        *full("femoral_neck left", "4.90", "3.92", "0.800", " ", " ", "-0.4", "95"),
        *full("total_hip left", "33.00", "29.70", "0.900", " ", " ", "-0.3", "96"),
    ],
)

DUAL = bone(
    ("Neck", " ", " ", " ", " ", " "),
    ("Left", "4.86", "3.05", "0.628", "-2.0", "-0.5"),
    ("Right", "4.91", "3.17", "0.646", "-1.8", "-0.4"),
    ("Mean", " ", " ", "0.637", "-1.9", "-0.5"),
    ("Total", " ", " ", " ", " ", " "),
    ("Left", "33.12", "24.28", "0.733", "-1.7", "-0.6"),
    ("Right", "33.40", "25.05", "0.750", "-1.6", "-0.5"),
    ("Mean", " ", " ", "0.742", "-1.6", "-0.6"),
    head=H6,
)
add(
    "w1_hol_dual_hip",
    hol(hol_text("a Left Hip", DUAL, mode2="a Right Hip")),
    [
        *site("femoral_neck left", area="4.86", bmc="3.05", bmd="0.628", t_score="-2.0", z_score="-0.5"),
        *site("femoral_neck right", area="4.91", bmc="3.17", bmd="0.646", t_score="-1.8", z_score="-0.4"),
        *site("total_hip left", area="33.12", bmc="24.28", bmd="0.733", t_score="-1.7", z_score="-0.6"),
        *site("total_hip right", area="33.40", bmc="25.05", bmd="0.750", t_score="-1.6", z_score="-0.5"),
        *site("femoral_neck mean", bmd="0.637", t_score="-1.9", z_score="-0.5"),
        *site("total_hip mean", bmd="0.742", t_score="-1.6", z_score="-0.6"),
    ],
)

ARM = bone(
    ("1/3", "2.88", "2.01", "0.698", "-1.0", " ", "0.4", " "),
    ("MID", "7.11", "4.02", "0.565", "-1.2", " ", "0.1", " "),
    ("UD", "4.02", "1.55", "0.386", "-1.1", " ", "0.2", " "),
    ("TOTAL", "14.01", "7.58", "0.541", "-1.2", " ", "0.2", " "),
)
add(
    "w1_hol_forearm",
    hol(hol_text("a Left Forearm", ARM)),
    [
        *site("radius_33 left", area="2.88", bmc="2.01", bmd="0.698", t_score="-1.0", z_score="0.4"),
        *site("radius_mid left", area="7.11", bmc="4.02", bmd="0.565", t_score="-1.2", z_score="0.1"),
        *site("radius_ultradistal left", area="4.02", bmc="1.55", bmd="0.386", t_score="-1.1", z_score="0.2"),
    ],
    may=[
        *site("radius_total left", area="14.01", bmc="7.58", bmd="0.541", t_score="-1.2", z_score="0.2"),
        *site("forearm_total left", area="14.01", bmc="7.58", bmd="0.541", t_score="-1.2", z_score="0.2"),
    ],
)

BODY = (
    1,
    [
        [
            "Region",
            "Area (cm²)",
            "BMC (g)",
            "BMD (g/cm²)",
            "Fat (g)",
            "Lean (g)",
            "Lean+BMC (g)",
            "Total (g)",
            "%Fat",
            "T-score",
            "Z-score",
        ],
        ["L Arm", "180.2", "130.1", "0.722", "1310.2", "1888.1", "2018.2", "3328.4", "39.4", " ", " "],
        ["Head", "230.0", "460.0", "2.000", "1010.1", "3120.0", "3580.0", "4590.1", "22.0", " ", " "],
        ["Subtotal", "1640.0", "1476.0", "0.900", "21000.1", "36000.0", "37476.0", "58476.1", "35.9", " ", " "],
        ["Total", "1870.0", "1936.0", "1.035", "22010.2", "39120.0", "41056.0", "63066.2", "34.9", "-0.9", "0.5"],
    ],
)
add(
    "w1_hol_body_composition",
    hol(hol_text("a Whole Body", BODY)),
    site("total_body", area="1870.0", bmc="1936.0", bmd="1.035", t_score="-0.9", z_score="0.5"),
    may=site("total_body_less_head", area="1640.0", bmc="1476.0", bmd="0.900"),
)

HISTORY = (
    2,
    [
        ["Scan Date", "Age", "BMD (g/cm²)", "T-score", "BMD Change vs Baseline", "BMD Change vs Previous"],
        ["05/14/2024", "66", "0.806", "-2.2", "-4.2%*", "-2.1%"],
        ["04/30/2022", "64", "0.823", "-2.0", "-2.1%", "-2.1%"],
        ["03/02/2020", "62", "0.841", "-1.9", " ", " "],
    ],
)
add(
    "w1_hol_history",
    hol(hol_text("a Lumbar Spine", SPINE, HISTORY)),
    [
        *SPINE_TOLD,
        f"{L14} bmd 0.823 prior@2022-04-30",
        f"{L14} t_score -2.0 prior@2022-04-30",
        f"{L14} bmd 0.841 prior@2020-03-02",
        f"{L14} t_score -1.9 prior@2020-03-02",
    ],
)

FRAX = (
    2,
    [
        ["10-year Fracture Risk", "Without Prior Fracture"],
        ["Major Osteoporotic Fracture", "11%"],
        ["Hip Fracture", "2.4%"],
    ],
)
add(
    "w1_hol_frax",
    hol(hol_text("a Left Hip", HIP, FRAX)),
    [*hip_told("left"), "patient frax_major 11", "patient frax_hip 2.4"],
    held=["patient frax_major 11", "patient frax_hip 2.4"],
)
FRAX3 = (
    3,
    [
        ["10-year Fracture Risk<sup>1</sup>", " "],
        ["Major Osteoporotic Fracture", "9.8%"],
        ["Hip Fracture", "&lt;0.1%"],
        ["Reported Risk Factors:", "None"],
    ],
)
add(
    "w1_hol_history_and_frax",
    hol(
        hol_text(
            "a Left Hip",
            HIP,
            (
                2,
                [
                    ["Scan Date", "Age", "BMD (g/cm²)", "T-score", "BMD Change vs Baseline", "BMD Change vs Previous"],
                    ["05/14/2024", "66", "0.733", "-1.7", "-1.0%", "-1.0%"],
                    ["04/30/2022", "64", "0.740", "-1.6", " ", " "],
                ],
            ),
            FRAX3,
        )
    ),
    [
        *hip_told("left"),
        "total_hip left bmd 0.740 prior@2022-04-30",
        "total_hip left t_score -1.6 prior@2022-04-30",
        "patient frax_major 9.8",
    ],
    held=["patient frax_hip 0.1"],
)
add("w1_hol_second_block", hol(hol_text("a Left Hip", HIP, pad=False), block=0x11, vr="UN"), hip_told("left"))
SWAPPED = (
    1,
    [
        ["Region", "BMD[g/cm2]", "T-score", "Z-score", "BMC[(g)]", "Area[cm2]"],
        ["Neck", "0.628", "-2.0", "-0.5", "3.05", "4.86"],
        ["Total", "0.733", "-1.7", "-0.6", "24.28", "33.12"],
    ],
)
add(
    "w1_hol_swapped_columns",
    hol(hol_text("a Right Hip", SWAPPED)),
    [
        *site("femoral_neck right", area="4.86", bmc="3.05", bmd="0.628", t_score="-2.0", z_score="-0.5"),
        *site("total_hip right", area="33.12", bmc="24.28", bmd="0.733", t_score="-1.7", z_score="-0.6"),
    ],
)
NOHEAD = (1, [["Neck", *NECK], ["Total", *TOTAL]])
add("w1_hol_header_missing", hol(hol_text("a Left Hip", NOHEAD)), [], held=hip_told("left"))
