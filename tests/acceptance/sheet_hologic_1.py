"""Hologic's objects, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import IMPLICIT, header, with_pixels, written
from tests.acceptance.shapes import BONE, L14, Documents, hol, hol_text, site

DOCUMENTS = Documents()

SP = [
    BONE,
    ["L1", "12.10", "8.55", "0.707", "-2.0", "76", "-0.5", "92"],
    ["L2", "13.01", "9.81", "0.754", "-2.5", "73", "-0.9", "88"],
    ["L4", "15.55", "13.10", "0.842", "-2.0", "79", "-0.2", "97"],
    ["Total", "40.66", "31.46", "0.774", "-2.2", "76", "-0.5", "92"],
]
DOCUMENTS.add(
    "hol_spine_l3_missing",
    hol(hol_text("a AP Spine", (1, SP))),
    [
        r
        for lv, row in zip(("L1", "L2", "L4", "L1+L2+L4"), SP[1:], strict=False)
        for r in site(
            f"lumbar_spine {lv}",
            area=row[1],
            bmc=row[2],
            bmd=row[3],
            t_score=row[4],
            young_adult_percent=row[5],
            z_score=row[6],
            age_matched_percent=row[7],
        )
    ],
)
HIP = [
    [*BONE[:5], "Z-score"],
    ["Neck", "5.01", "3.11", "0.621", "-2.0", "-0.4"],
    ["Troch", "11.1", "6.66", "0.600", "-1.0", "0.1"],
    ["Inter", "17.2", "16.1", "0.936", "-1.1", "-0.4"],
    ["Total", "33.3", "25.87", "0.777", "-1.4", "-0.3"],
    ["Ward's", "1.15", "0.45", "0.391", "-2.9", "-0.6"],
]
names = ["femoral_neck", "trochanter", "intertrochanteric", "total_hip", "wards_triangle"]


def hip_rows(side):
    return [
        r
        for nm, row in zip(names, HIP[1:], strict=False)
        for r in site(f"{nm} {side}", area=row[1], bmc=row[2], bmd=row[3], t_score=row[4], z_score=row[5])
    ]


DOCUMENTS.add(
    "hol_hip_un_implicit_no_creator",
    hol(hol_text("a Right Hip", (1, HIP)), creator=None, vr="UN", syntax=IMPLICIT),
    hip_rows("right"),
)
DOCUMENTS.add(
    "hol_hip_ob_second_block_other_creator",
    hol(
        hol_text("a Left Hip", (1, HIP), end="\n", pad=False),
        creator="HOLOGIC, Inc.",
        vr="OB",
        block=0x11,
        Modality="BD",
    ),
    hip_rows("left"),
)
DUAL = [
    [*BONE[:5], "Z-score"],
    ["<b>Neck</b>", " ", " ", " ", " ", " "],
    ["Left", "5.0", "3.1", "0.620", "-2.1", "-0.4"],
    ["Right", "5.1", "3.3", "0.647", "-1.8", "-0.2"],
    ["Mean", " ", " ", "0.634", "-1.9", " "],
    ["Difference", " ", " ", "0.027", " ", " "],
    ["<b>Total</b>", " ", " ", " ", " ", " "],
    ["Left", "33", "25", "0.758", "-1.5", "-0.4"],
    ["Right", "34", "26", "0.765", "-1.5", "-0.4"],
    ["Mean", " ", " ", "0.762", "-1.5", " "],
]
DOCUMENTS.add(
    "hol_dual_hip",
    hol(hol_text("a Left Hip", (1, DUAL), mode2="a Right Hip")),
    [
        "femoral_neck left bmd 0.620",
        "femoral_neck left t_score -2.1",
        "femoral_neck left z_score -0.4",
        "femoral_neck right bmd 0.647",
        "femoral_neck right t_score -1.8",
        "femoral_neck right z_score -0.2",
        "total_hip left bmd 0.758",
        "total_hip left t_score -1.5",
        "total_hip left z_score -0.4",
        "total_hip right bmd 0.765",
        "total_hip right t_score -1.5",
        "total_hip right z_score -0.4",
        "femoral_neck left area 5.0",
        "femoral_neck left bmc 3.1",
        "femoral_neck right area 5.1",
        "femoral_neck right bmc 3.3",
        "total_hip left area 33",
        "total_hip left bmc 25",
        "total_hip right area 34",
        "total_hip right bmc 26",
        "femoral_neck mean bmd 0.634",
        "femoral_neck mean t_score -1.9",
        "total_hip mean bmd 0.762",
        "total_hip mean t_score -1.5",
    ],
    may=["femoral_neck difference bmd 0.027"],
)
FA = [
    [*BONE[:5], "Z-score"],
    ["1/3", "2.6", "1.6", "0.615", "-1.3", "0.4"],
    ["MID", "5.1", "2.7", "0.530", "-1.5", "0.1"],
    ["UD", "3.7", "1.3", "0.351", "-1.6", "0.0"],
    ["TOTAL", "11.4", "5.6", "0.491", "-1.6", "0.1"],
]
DOCUMENTS.add(
    "hol_forearm",
    hol(hol_text("a Left Forearm", (1, FA))),
    [
        r
        for nm, row in zip(("radius_33", "radius_mid", "radius_ultradistal", "forearm_total"), FA[1:], strict=False)
        for r in site(f"{nm} left", area=row[1], bmc=row[2], bmd=row[3], t_score=row[4], z_score=row[5])
    ],
)
WB = [
    [
        "Region",
        "Area[cm2]",
        "BMC[(g)]",
        "BMD[g/cm2]",
        "Fat[(g)]",
        "Lean[(g)]",
        "Lean+BMC",
        "Total",
        "%Fat",
        "T-score",
        "Z-score",
    ],
    ["L Arm", "200", "150", "0.750", "1500", "2000", "2150", "3650", "41.1", " ", " "],
    ["Subtotal", "1700", "1600", "0.941", "20000", "33000", "34600", "54600", "36.6", " ", " "],
    ["Head", "230", "480", "2.087", "900", "3000", "3480", "4380", "20.5", " ", " "],
    ["Total", "1930", "2080", "1.078", "20900", "36000", "38080", "58980", "35.4", "-0.5", "0.6"],
]
DOCUMENTS.add(
    "hol_whole_body",
    hol(hol_text("a Whole Body", (1, WB))),
    site("total_body", area="1930", bmc="2080", bmd="1.078", t_score="-0.5", z_score="0.6"),
    may=site("total_body_less_head", area="1700", bmc="1600", bmd="0.941"),
)
DOCUMENTS.add(
    "hol_whole_body_132",
    hol(
        hol_text(
            "Whole Body",
            (
                1,
                [
                    [
                        "Region",
                        "Area[cm2]",
                        "BMC[(g)]",
                        "BMD[g/cm2]",
                        "Fat[(g)]",
                        "Lean[(g)]",
                        "Total[(g)]",
                        "% Fat[(%)]",
                    ],
                    ["Total", "1930", "2080", "1.078", "20900", "36000", "58980", "35.4"],
                ],
            ),
        )
    ),
    site("total_body", area="1930", bmc="2080", bmd="1.078"),
)
HIST = [
    ["Scan Date", "Age", "BMD<br>(g/cm&sup2;)", "T-score", "BMD Change<br>vs Baseline", "BMD Change<br>vs Previous"],
    ["05/14/2024", "66", "0.777", "-1.4", "-4.0%*", "-2.3%"],
    ["04/02/2021", "63", "0.795", "-1.2", "-1.8%", "-0.015 (-1.7%)"],
    ["03/28/2018", "60", "0.810", "-1.1", " ", " "],
]
FRAX = [["10-year Fracture Risk", " ", " "], ["Major Osteoporotic Fracture", "11%", " "], ["Hip Fracture", "2.1%", " "]]
DOCUMENTS.add(
    "hol_hip_history_frax3",
    hol(hol_text("a Left Hip", (1, HIP), (2, HIST), (3, FRAX))),
    [
        *hip_rows("left"),
        "total_hip left bmd 0.795 prior@2021-04-02",
        "total_hip left t_score -1.2 prior@2021-04-02",
        "total_hip left bmd 0.810 prior@2018-03-28",
        "total_hip left t_score -1.1 prior@2018-03-28",
        "patient frax_major 11",
        "patient frax_hip 2.1",
    ],
)
DOCUMENTS.add(
    "hol_frax2_less",
    hol(
        hol_text(
            "a Left Hip",
            (1, HIP),
            (
                2,
                [
                    ["10-year Fracture Risk", "Without Prior Fracture", "With Prior Fracture"],
                    ["Major Osteoporotic Fracture", "5.5", "9.2"],
                    ["Hip Fracture", "<0.1", "0.3"],
                ],
            ),
        )
    ),
    hip_rows("left"),
    held=["patient frax_major 5.5", "patient frax_major 9.2", "patient frax_hip 0.1", "patient frax_hip 0.3"],
)
DOCUMENTS.add(
    "hol_frax_not_reported",
    hol(
        hol_text(
            "a Left Hip",
            (1, HIP),
            (2, HIST),
            (
                3,
                [
                    ["FRAX not reported because:", " "],
                    ["some T-score for spine total or hip total or femoral neck is at or below -2.5", " "],
                ],
            ),
        )
    ),
    [
        *hip_rows("left"),
        "total_hip left bmd 0.795 prior@2021-04-02",
        "total_hip left t_score -1.2 prior@2021-04-02",
        "total_hip left bmd 0.810 prior@2018-03-28",
        "total_hip left t_score -1.1 prior@2018-03-28",
    ],
)
HIST2 = [
    ["Region", "Scan Date", "Age", "BMD(g/cm2)", "T-score", " ", "Change vs Previous"],
    ["Total", "14 May 2024", "66", "0.774", "-2.2", " ", "-3.0%"],
    ["Total", "02 April 2021", "63", "0.798", "-1.9", " ", " "],
]
DOCUMENTS.add(
    "hol_history_region_first",
    hol(
        hol_text(
            "a AP Spine",
            (
                1,
                [
                    BONE,
                    ["L1", "12.10", "8.55", "0.707", "-2.0", " ", "-0.5", " "],
                    ["L2", "13.01", "9.81", "0.754", " ", " ", "-0.9", " "],
                    ["L3", "14", "11", "0.786", " ", " ", " ", " "],
                    ["L4", "15.55", "13.10", "0.842", "", "", "-0.2", ""],
                    ["Total", "54.7", "42.5", "0.774", "-2.2", " ", "-0.5", " "],
                ],
            ),
            (2, HIST2),
        )
    ),
    [
        "lumbar_spine L1 area 12.10",
        "lumbar_spine L1 bmc 8.55",
        "lumbar_spine L1 bmd 0.707",
        "lumbar_spine L1 t_score -2.0",
        "lumbar_spine L1 z_score -0.5",
        "lumbar_spine L2 area 13.01",
        "lumbar_spine L2 bmc 9.81",
        "lumbar_spine L2 bmd 0.754",
        "lumbar_spine L2 z_score -0.9",
        "lumbar_spine L3 area 14",
        "lumbar_spine L3 bmc 11",
        "lumbar_spine L3 bmd 0.786",
        "lumbar_spine L4 area 15.55",
        "lumbar_spine L4 bmc 13.10",
        "lumbar_spine L4 bmd 0.842",
        "lumbar_spine L4 z_score -0.2",
        *site(L14, area="54.7", bmc="42.5", bmd="0.774", t_score="-2.2", z_score="-0.5"),
        f"{L14} bmd 0.798 prior@2021-04-02",
        f"{L14} t_score -1.9 prior@2021-04-02",
    ],
)
DOCUMENTS.add("hol_no_header_row", hol(hol_text("a Left Hip", (1, HIP[1:]))), [], held=hip_rows("left"), says=[])
SW = [
    ["Region", "T-score", "BMD[g/cm2]", "Z-score", "Area[cm2]", "BMC[g]"],
    ["Neck", "-2.0", "0.621", "-0.4", "5.01", "3.11"],
]
DOCUMENTS.add(
    "hol_columns_swapped",
    hol(hol_text("a Left Hip", (1, SW))),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
DOCUMENTS.add(
    "hol_side_conflict",
    hol(hol_text("a Right Hip", (1, SW)), Laterality="L"),
    [],
    held=site("femoral_neck right", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
DOCUMENTS.add(
    "hol_latin1_under_utf8",
    hol(
        hol_text(
            "a Left Hip",
            (1, SW),
            extra=[
                'Institution = "H\u00f4pital";',
                'TableNote1 = "ACF = 1.02, BCF = 0.99";',
                "WHO Classification: Osteopenia",
            ],
        ),
        vr="UN",
        SpecificCharacterSet="ISO_IR 192",
    ),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
    says=["class osteopenia"],
)
DOCUMENTS.add(
    "hol_over_64k",
    hol(hol_text("a Left Hip", (1, SW), extra=[f'Pad{i} = "{"x" * 60}";' for i in range(1100)]), vr="UN"),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
DOCUMENTS.add(
    "hol_with_pixels",
    hol(hol_text("a Left Hip", (1, SW)), pixels=True),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
DOCUMENTS.add(
    "hol_mammo",
    written(
        with_pixels(
            header(
                "1.2.840.10008.5.1.4.1.1.1.2", Modality="MG", Manufacturer="HOLOGIC, Inc.", BodyPartExamined="BREAST"
            )
        )
    ),
    [],
    error="any",
)
DOCUMENTS.add(
    "hol_prosthesis_mode",
    hol(hol_text("a Left Hip (Prosthetic)", (1, SW))),
    [],
    may=site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
    held=site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
