"""Hologic's objects by the examiner of sheet_nothing_1: what most departments send, then others' columns.

Read for the first time, 435 of 457 values of 18 objects were found and none was wrong; a French and a Spanish table
were not read.
"""

from fixtures.dicom_objects import IMPLICIT
from tests.acceptance.shapes import BONE, L14, Documents, hol, hol_text, site

DOCUMENTS = Documents()
add = DOCUMENTS.add
COLUMNS = ("area", "bmc", "bmd", "t_score", "young_adult_percent", "z_score", "age_matched_percent")
SHORT = ("area", "bmc", "bmd", "t_score", "z_score")
B5 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]


def rows(*lines):
    """Return the cells of printed lines; "." is an empty cell, "_" a blank within one."""
    return [[" " if cell == "." else cell.replace("_", " ") for cell in line.split()] for line in lines]


def told(place, line, columns=COLUMNS):
    """Return what a person takes from a printed line."""
    cells = zip(columns, line.split()[1:], strict=False)
    return site(place, **{name: cell for name, cell in cells if cell != "."})


SPINE = (
    "L1 12.31 10.04 0.816 -1.5 83 0.1 101",
    "L2 13.44 11.97 0.891 -1.2 87 0.5 107",
    "L3 14.60 13.61 0.932 -1.4 86 0.4 105",
    "L4 16.22 14.67 0.904 -1.9 82 0.0 100",
    "Total 56.57 50.29 0.889 -1.4 85 0.3 104",
)
PLACES = ("lumbar_spine L1", "lumbar_spine L2", "lumbar_spine L3", "lumbar_spine L4", L14)
SPINE_TOLD = [row for place, line in zip(PLACES, SPINE, strict=True) for row in told(place, line)]
HIP = (
    "Neck 4.89 3.11 0.636 -1.9 75 -0.4 93",
    "Troch 11.02 6.21 0.564 -1.4 81 -0.4 94",
    "Inter 17.30 16.69 0.965 -0.9 88 -0.1 99",
    "Total 33.21 26.01 0.783 -1.3 83 -0.2 97",
    "Ward's 1.12 0.49 0.438 -2.5 60 -0.2 96",
)
HIP_PLACES = ("femoral_neck", "trochanter", "intertrochanteric", "total_hip", "wards_triangle")


def hip(side, lines=HIP):
    """Return what a person takes from the hip of one side."""
    return [row for place, line in zip(HIP_PLACES, lines, strict=True) for row in told(f"{place} {side}", line)]


add("hologic7_plain_spine", hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)])), pixels=True), SPINE_TOLD)
add("hologic7_plain_left_hip", hol(hol_text("a Left Hip", (1, [BONE, *rows(*HIP)])), pixels=True), hip("left"))
add(
    "hologic7_plain_right_hip_implicit_bytes",
    hol(hol_text("f Right Hip", (1, [BONE, *rows(*HIP)])), vr="UN", syntax=IMPLICIT),
    hip("right"),
)
add(
    "hologic7_plain_right_hip_other_creator",
    hol(hol_text("a Right Hip", (1, [BONE, *rows(*HIP)])), creator="HOLOGIC, Inc.", block=0x11),
    hip("right"),
)
add(
    "hologic7_plain_spine_no_creator",
    hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)])), creator=None),
    SPINE_TOLD,
)
add(
    "hologic7_plain_spine_line_feeds_unpadded",
    hol(hol_text("a AP Lumbar Spine", (1, [BONE, *rows(*SPINE)]), end="\n", pad=False)),
    SPINE_TOLD,
)
ARM = (
    "1/3 2.51 1.55 0.617 -1.4 89 -0.1 99",
    "MID 6.60 3.22 0.488 -1.9 84 -0.7 94",
    "UD 4.01 1.40 0.349 -1.9 79 -0.8 90",
)
ARM_PLACES = ("radius_33", "radius_mid", "radius_ultradistal")
ARM_TOTAL = "Total 13.12 6.17 0.470 -1.9 82 -0.7 92"
add(
    "hologic7_plain_left_forearm",
    hol(hol_text("a Left Forearm", (1, [BONE, *rows(*ARM, ARM_TOTAL)]))),
    [row for place, line in zip(ARM_PLACES, ARM, strict=True) for row in told(f"{place} left", line)],
    may=told("radius_total left", ARM_TOTAL) + told("forearm_total left", ARM_TOTAL),
)
MASSES = ["Fat (g)", "Lean (g)", "Lean+BMC (g)", "Total Mass (g)", "% Fat"]
WHOLE = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", *MASSES, "T - score", "Z - score"]
add(
    "hologic7_plain_whole_body",
    hol(
        hol_text(
            "a Whole Body",
            (
                1,
                [
                    WHOLE,
                    *rows(
                        "L_Arm 188.2 131.0 0.696 1650.2 1810.1 1941.1 3591.3 45.9 . .",
                        "R_Arm 190.1 135.2 0.711 1641.0 1861.1 1996.3 3637.3 45.1 . .",
                        "Trunk 550.0 430.1 0.782 11020.1 18110.2 18540.3 29560.4 37.3 . .",
                        "L_Leg 310.0 311.1 1.004 4902.0 5710.2 6021.3 10923.3 44.9 . .",
                        "R_Leg 311.2 315.0 1.012 4911.2 5800.2 6115.2 11026.4 44.5 . .",
                        "Subtotal 1549.5 1322.4 0.853 24124.5 33291.8 34614.2 58738.7 41.1 . .",
                        "Head 230.0 499.9 2.173 901.0 2811.2 3311.1 4212.1 21.4 . .",
                        "Total 1779.5 1822.3 1.024 25025.5 36103.0 37925.3 62950.8 39.8 -0.9 0.4",
                    ),
                ],
            ),
        )
    ),
    site("total_body", area="1779.5", bmc="1822.3", bmd="1.024", t_score="-0.9", z_score="0.4"),
    may=site("total_body_less_head", area="1549.5", bmc="1322.4", bmd="0.853"),
)
add(
    "hologic7_plain_dual_hip",
    hol(
        hol_text(
            "a Left Hip",
            (
                1,
                [
                    ["Region", "BMD (g/cm²)", "T - score", "Z - score"],
                    *rows(
                        "Neck . . .",
                        "Left 0.611 -2.1 -0.5",
                        "Right 0.622 -2.0 -0.4",
                        "Mean 0.617 -2.1 -0.5",
                        "Difference 0.011 . .",
                    ),
                    *rows(
                        "Total . . .",
                        "Left 0.744 -1.6 -0.4",
                        "Right 0.751 -1.6 -0.3",
                        "Mean 0.748 -1.6 -0.3",
                        "Difference 0.007 . .",
                    ),
                ],
            ),
            mode2="a Right Hip",
        )
    ),
    [
        *site("femoral_neck left", bmd="0.611", t_score="-2.1", z_score="-0.5"),
        *site("femoral_neck right", bmd="0.622", t_score="-2.0", z_score="-0.4"),
        *site("femoral_neck mean", bmd="0.617", t_score="-2.1", z_score="-0.5"),
        *site("total_hip left", bmd="0.744", t_score="-1.6", z_score="-0.4"),
        *site("total_hip right", bmd="0.751", t_score="-1.6", z_score="-0.3"),
        *site("total_hip mean", bmd="0.748", t_score="-1.6", z_score="-0.3"),
    ],
    may=["femoral_neck difference bmd 0.011", "total_hip difference bmd 0.007"],
)
HISTORY = [
    ["Scan Date", "Age", "BMD (g/cm²)", "T - score", "BMD Change vs Baseline", "BMD Change vs Previous"],
    ["05/14/2024", "66", "0.889", "-1.4", "-2.9%*", "-1.2%"],
    ["04/02/2021", "63", "0.900", "-1.3", "-1.7%", "-1.7%"],
    ["03/11/2018", "60", "0.916", "-1.2", " ", " "],
]
FRAX = [
    ["10-year Fracture Risk", "Without Prior Fracture", "With Prior Fracture"],
    ["Major Osteoporotic Fracture", "8.1%", "12%"],
    ["Hip Fracture", "1.2%", "2.1%"],
]
SPINE_HISTORY = [
    f"{L14} bmd 0.900 prior@2021-04-02",
    f"{L14} t_score -1.3 prior@2021-04-02",
    f"{L14} bmd 0.916 prior@2018-03-11",
    f"{L14} t_score -1.2 prior@2018-03-11",
]
add(
    "hologic7_plain_spine_with_history",
    hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)]), (2, HISTORY))),
    [*SPINE_TOLD, *SPINE_HISTORY],
)
ONE_FRAX = [["FRAX® 10-year Fracture Risk", "Risk"], ["Major Osteoporotic Fracture", "15%"], ["Hip Fracture", "3.4%"]]
add(
    "hologic7_plain_hip_with_frax",
    hol(hol_text("a Left Hip", (1, [BONE, *rows(*HIP)]), (2, ONE_FRAX))),
    [*hip("left"), "patient frax_major 15", "patient frax_hip 3.4"],
)
add(
    "hologic7_odd_history_then_two_risks",
    hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)]), (2, HISTORY), (3, FRAX))),
    [*SPINE_TOLD, *SPINE_HISTORY],
    may=["patient frax_major 8.1", "patient frax_hip 1.2"],
    held=["patient frax_major 8.1", "patient frax_hip 1.2", "patient frax_major 12", "patient frax_hip 2.1"],
)
add(
    "hologic7_odd_markup_in_cells",
    hol(
        hol_text(
            "a Left Hip",
            (
                1,
                [
                    [
                        "<b>Region</b>",
                        "<b>Area</b><br>(cm&sup2;)",
                        "<b>BMC</b><br>(g)",
                        "<b>BMD</b><br>(g/cm&sup2;)",
                        "<b>T&nbsp;-&nbsp;score</b>",
                        "<b>Z&nbsp;-&nbsp;score</b>",
                    ],
                    ["<font size=2>Neck</font>", "4.89", "3.11", "<b>0.636</b>", "&#8722;1.9", "&#8722;0.4"],
                    ["<font size=2>Total</font>", "33.21", "26.01", "<b>0.783</b>", "-1.3", "&#45;0.2"],
                ],
            ),
            extra=[
                'TableNote1 = "Total BMD CV 1.0%, ACF = 1.031, BCF = 1.002, TH = 6.112";',
                'WHO = "WHO Classification: Osteopenia";',
            ],
        )
    ),
    [
        *site("femoral_neck left", area="4.89", bmc="3.11", bmd="0.636", t_score="-1.9", z_score="-0.4"),
        *site("total_hip left", area="33.21", bmc="26.01", bmd="0.783", t_score="-1.3", z_score="-0.2"),
    ],
)
add(
    "hologic7_odd_commas_in_french",
    hol(
        hol_text(
            "a Hanche gauche",
            (
                1,
                [
                    ["Région", "Surface (cm²)", "CMO (g)", "DMO (g/cm²)", "T - score", "Z - score"],
                    *rows("Col 4,89 3,11 0,636 -1,9 -0,4", "Total 33,21 26,01 0,783 -1,3 -0,2"),
                ],
            ),
        )
    ),
    [
        *site("femoral_neck left", area="4.89", bmc="3.11", bmd="0.636", t_score="-1.9", z_score="-0.4"),
        *site("total_hip left", area="33.21", bmc="26.01", bmd="0.783", t_score="-1.3", z_score="-0.2"),
    ],
)
add(
    "hologic7_odd_spanish",
    hol(
        hol_text(
            "a Columna lumbar",
            (
                1,
                [
                    ["Región", "Área (cm²)", "CMO (g)", "DMO (g/cm²)", "Puntuación T", "Puntuación Z"],
                    *rows(
                        "L1 12.31 10.04 0.816 -1.5 0.1",
                        "L2 13.44 11.97 0.891 -1.2 0.5",
                        "Total 25.75 22.01 0.855 -1.4 0.3",
                    ),
                ],
            ),
        )
    ),
    [
        *told("lumbar_spine L1", "L1 12.31 10.04 0.816 -1.5 0.1", SHORT),
        *told("lumbar_spine L2", "L2 13.44 11.97 0.891 -1.2 0.5", SHORT),
        *told("lumbar_spine L1+L2", "Total 25.75 22.01 0.855 -1.4 0.3", SHORT),
    ],
)
add(
    "hologic7_odd_one_vertebra_out_columns_turned",
    hol(
        hol_text(
            "a Lumbar Spine",
            (
                1,
                [
                    ["Region", "T-score", "Z-score", "BMD[g/cm&sup2;]", "BMC[(g)]"],
                    *rows(
                        "L2 -1.2 0.5 0.891 11.97",
                        "L3 -1.4 0.4 0.932 13.61",
                        "L4 -1.9 0.0 0.904 14.67",
                        "Total -1.5 0.3 0.909 40.25",
                    ),
                ],
            ),
        )
    ),
    [
        *site("lumbar_spine L2", t_score="-1.2", z_score="0.5", bmd="0.891", bmc="11.97"),
        *site("lumbar_spine L3", t_score="-1.4", z_score="0.4", bmd="0.932", bmc="13.61"),
        *site("lumbar_spine L4", t_score="-1.9", z_score="0.0", bmd="0.904", bmc="14.67"),
        *site("lumbar_spine L2+L3+L4", t_score="-1.5", z_score="0.3", bmd="0.909", bmc="40.25"),
    ],
)
add(
    "hologic7_odd_side_in_the_header_alone",
    hol(
        hol_text(
            "a Hip",
            (1, [B5, *rows("Neck 4.89 3.11 0.636 -1.9 -0.4", "Total 33.21 26.01 0.783 -1.3 -0.2")]),
            extra=['ImageLaterality = "R";'],
        ),
        Laterality="R",
    ),
    [],
    may=[
        *site("femoral_neck right", area="4.89", bmc="3.11", bmd="0.636", t_score="-1.9", z_score="-0.4"),
        *site("total_hip right", area="33.21", bmc="26.01", bmd="0.783", t_score="-1.3", z_score="-0.2"),
    ],
)
add(
    "hologic7_odd_history_by_region_day_first",
    hol(
        hol_text(
            "a Left Hip",
            (1, [BONE, *rows(*HIP)]),
            (
                2,
                [
                    ["Region", "Scan Date", "Age", "BMD (g/cm²)", "Change vs Baseline", "Change vs Previous"],
                    ["Neck", "14.05.2024", "66", "0.636", "-0.020 (-3.0%)", "-0.020 (-3.0%)"],
                    ["Neck", "21.02.2020", "62", "0.656", " ", " "],
                    ["Total", "14.05.2024", "66", "0.783", "-0.013 (-1.6%)", "-0.013 (-1.6%)"],
                    ["Total", "21.02.2020", "62", "0.796", " ", " "],
                ],
            ),
        )
    ),
    [*hip("left"), "femoral_neck left bmd 0.656 prior@2020-02-21", "total_hip left bmd 0.796 prior@2020-02-21"],
)
