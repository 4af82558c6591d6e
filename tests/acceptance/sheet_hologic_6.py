"""Hologic objects by another examiner: all sets of columns, in the encodings and around the marks archives leave."""

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, EXPLICIT, IMPLICIT
from tests.acceptance.shapes import BONE, Documents, hol, hol_text, site

DOCUMENTS = Documents()
add = DOCUMENTS.add
ALL = ("area", "bmc", "bmd", "t_score", "young_adult_percent", "z_score", "age_matched_percent")


def told(place, *cells, names=ALL):
    """Return the rows of a truth for a region with the columns of a bone report; a blank says nothing."""
    return [f"{place} {name} {cell}" for name, cell in zip(names, cells, strict=False) if cell.strip()]


def apex(mode, rows, *tables, head=BONE, **more):
    """Return a Hologic object."""
    given = {key: more.pop(key) for key in ("mode2", "extra", "end", "pad", "head_lines") if key in more}
    if "head_lines" in given:
        given["head"] = given.pop("head_lines")
    return hol(hol_text(mode, (1, [head, *map(list, rows)]), *tables, **given), **more)


SPINE = [
    ("L1", "12.84", "9.98", "0.777", "-1.3", "84", "0.1", "101"),
    ("L2", "13.65", "11.58", "0.848", "-1.6", "82", "-0.1", "99"),
    ("L3", "14.77", "13.21", "0.894", "-1.7", "82", "-0.1", "99"),
    ("L4", "16.02", "14.60", "0.911", "-1.9", "82", "-0.2", "98"),
    ("Total", "57.28", "49.37", "0.862", "-1.7", "82", "-0.1", "99"),
]
L14 = "lumbar_spine L1+L2+L3+L4"


def spine_told(rows):
    """Return what a person reads of the vertebrae present."""
    levels = "+".join(row[0] for row in rows if row[0] != "Total")
    return [
        line
        for name, *cells in rows
        for line in told(f"lumbar_spine {levels}" if name == "Total" else f"lumbar_spine {name}", *cells)
    ]


HIP = [
    ("Neck", "4.96", "3.17", "0.639", "-1.9", "75", "-0.6", "90"),
    ("Troch", "10.12", "6.01", "0.594", "-1.1", "85", "-0.3", "95"),
    ("Inter", "17.62", "15.77", "0.895", "-1.3", "81", "-0.5", "91"),
    ("Total", "32.70", "24.95", "0.763", "-1.5", "81", "-0.5", "92"),
    ("Ward's", "1.12", "0.48", "0.429", "-2.6", "58", "-0.8", "82"),
]
PLACES = {
    "Neck": "femoral_neck",
    "Troch": "trochanter",
    "Inter": "intertrochanteric",
    "Total": "total_hip",
    "Ward's": "wards_triangle",
}


def hip_told(side, rows=HIP):
    """Return what a person reads of one hip."""
    return [line for name, *cells in rows for line in told(f"{PLACES[name]} {side}", *cells)]


ARM = [
    ("1/3", "2.51", "1.48", "0.590", "-1.8", "86", "-0.5", "96"),
    ("MID", "5.10", "2.66", "0.522", "-1.6", "88", "-0.4", "97"),
    ("UD", "3.40", "1.26", "0.371", "-1.4", "85", "-0.2", "98"),
    ("Total", "11.01", "5.40", "0.490", "-1.7", "86", "-0.4", "96"),
]
ARM_PLACES = {"1/3": "radius_33", "MID": "radius_mid", "UD": "radius_ultradistal", "Total": "forearm_total"}


def arm_told(side):
    """Return what a person reads of a radius."""
    return [line for name, *cells in ARM for line in told(f"{ARM_PLACES[name]} {side}", *cells)]


for name, more in (
    ("bytes_under_implicit", {"vr": "UN", "syntax": IMPLICIT}),
    ("octets_big_endian", {"vr": "OB", "syntax": BIG_ENDIAN}),
    ("deflated_no_creator", {"syntax": DEFLATED, "creator": None}),
    ("creator_of_others", {"creator": "HOLOGIC, Inc."}),
    ("creator_of_an_archive", {"creator": "MITRA PRIVATE 1.0", "block": 0x11, "vr": "UN"}),
    ("with_pixels", {"pixels": True, "vr": "LT", "creator": "Hologic"}),
    ("feeds_alone", {"end": "\n", "pad": False}),
    ("no_frame_lines", {"head_lines": False, "vr": "OB"}),
):
    add(f"d20_spine_{name}", apex("a Lumbar Spine", SPINE, **more), spine_told(SPINE))
    add(f"d20_hip_{name}", apex("a Right Hip", HIP, **more), hip_told("right"))
add(
    "d20_two_vertebrae_left",
    apex("a Lumbar Spine", [SPINE[0], SPINE[2], ("Total", "27.61", "23.19", "0.840", "-1.5", "83", "0.0", "100")]),
    spine_told([SPINE[0], SPINE[2], ("Total", "27.61", "23.19", "0.840", "-1.5", "83", "0.0", "100")]),
)
add("d20_right_forearm", apex("a Right Forearm", ARM, vr="UN", syntax=IMPLICIT), arm_told("right"))
add("d20_left_forearm_abbreviated", apex("a L.Forearm", ARM), arm_told("left"))
MARKED = [
    "<b>Region</b>", "Area<br>[cm&sup2;]", "BMC<br>[g]", "<b>BMD</b><br>[g/cm&sup2;]", "T&nbsp;-&nbsp;score",
    "PR<br>[%]", "Z&nbsp;-&nbsp;score", "AM<br>[%]",
]  # fmt: skip
add(
    "d20_marks_in_every_cell",
    apex(
        "a Left Hip",
        [(f"<b>{name}</b>", *(f"<font size=2>{cell}</font>" for cell in cells)) for name, *cells in HIP],
        head=MARKED,
    ),
    hip_told("left"),
)
add(
    "d20_decimal_commas",
    apex("a Linke Hüfte".replace("Linke Hüfte", "Left Hip"), [tuple(c.replace(".", ",") for c in row) for row in HIP]),
    hip_told("left"),
)
add(
    "d20_scores_blank_at_thirty",
    apex("a Lumbar Spine", [(*row[:4], " ", " ", *row[6:]) for row in SPINE], extra=['Age = "31";']),
    spine_told([(*row[:4], " ", " ", *row[6:]) for row in SPINE]),
)
SHUFFLED = [0, 6, 4, 3, 2, 1]
add(
    "d20_columns_the_other_way_round",
    apex("a Left Hip", [tuple(row[i] for i in SHUFFLED) for row in HIP], head=[BONE[i] for i in SHUFFLED]),
    [
        line
        for name, *cells in HIP
        for line in told(
            f"{PLACES[name]} left",
            *(cells[i - 1] for i in (6, 4, 3, 2, 1)),
            names=("z_score", "t_score", "bmd", "bmc", "area"),
        )
    ],
)
BODY_136 = ["Region",
 "Area[cm<sup><small>2</small></sup>]", "BMC[(g)]", "BMD[g/cm<sup><small>2</small></sup>]", "Fat[(g)]",
            "Lean[(g)]", "Lean+BMC[(g)]", "Total[(g)]", "% Fat[(%)]", "T-score", "Z-score"]  # fmt: skip
BODY = [
    ("L Arm", "180.11", "122.10", "0.678", "1510.2", "1801.0", "1923.1", "3433.3", "44.0", " ", " "),
    ("L Spine", "41.20", "38.90", "0.944", "-", "-", "-", "-", "-", " ", " "),
    ("Subtotal", "1610.4", "1475.1", "0.916", "19021.0", "33210.0", "34685.1", "53706.1", "35.4", " ", " "),
    ("Head", "230.10", "460.22", "2.000", "910.1", "3120.4", "3580.6", "4490.7", "20.3", " ", " "),
    ("Total", "1840.5", "1935.3", "1.051", "19931.1", "36330.4", "38265.7", "58196.8", "34.2", "-0.7", "0.4"),
]
add(
    "d20_body_composition_136",
    apex("a Whole Body", BODY, head=BODY_136, extra=['AnalProtocol = "WB";', 'TableNote1 = "ACF = 1.02, BCF = 0.99";']),
    site("total_body", area="1840.5", bmc="1935.3", bmd="1.051", t_score="-0.7", z_score="0.4"),
    may=site("total_body_less_head", area="1610.4", bmc="1475.1", bmd="0.916"),
)
BODY_132 = ["Region", "Area[cm2]", "BMC[(g)]", "BMD[g/cm2]", "Fat[(g)]", "Lean[(g)]", "Total[(g)]", "% Fat[(%)]"]
add(
    "d20_body_composition_132",
    apex("a Whole Body", [(*row[:6], *row[7:9]) for row in BODY], head=BODY_132, vr="OB"),
    site("total_body", area="1840.5", bmc="1935.3", bmd="1.051"),
    may=site("total_body_less_head", area="1610.4", bmc="1475.1", bmd="0.916"),
)
DUAL = [
    ("<b>Neck</b>", " ", " ", " ", " ", " ", " ", " "),
    ("Left", *HIP[0][1:]),
    ("Right", "5.02", "3.26", "0.649", "-1.8", "76", "-0.5", "91"),
    ("Mean", " ", " ", "0.644", "-1.9", " ", "-0.6", " "),
    ("|Diff.|", " ", " ", "0.010", " ", " ", " ", " "),
    ("<b>Total</b>", " ", " ", " ", " ", " ", " ", " "),
    ("Left", *HIP[3][1:]),
    ("Right", "33.10", "25.52", "0.771", "-1.4", "82", "-0.4", "93"),
    ("Mean", " ", " ", "0.767", "-1.4", " ", "-0.5", " "),
    ("|Diff.|", " ", " ", "0.008", " ", " ", " ", " "),
]
DUAL_TOLD = [
    *told("femoral_neck left", *HIP[0][1:]), *told("femoral_neck right", *DUAL[2][1:]),
    *told("femoral_neck mean", *DUAL[3][1:]), *told("total_hip left", *HIP[3][1:]),
    *told("total_hip right", *DUAL[7][1:]), *told("total_hip mean", *DUAL[8][1:]),
]  # fmt: skip
for name, more in (("plain", {}), ("implicit", {"vr": "UN", "syntax": IMPLICIT, "creator": "99ARCHIVE"})):
    add(
        f"d20_dual_hip_{name}",
        apex("a Left Hip", DUAL, mode2="a Right Hip", **more),
        DUAL_TOLD,
        may=["femoral_neck difference bmd 0.010", "total_hip difference bmd 0.008"],
    )
HISTORY = [
    [
        "Scan Date",
        "Age",
        "BMD[g/cm<sup><small>2</small></sup>]",
        "T - score",
        "BMD Change vs Baseline",
        "BMD Change vs Previous",
    ],
    ["05/14/2024", "66", "0.763", "-1.5", "-4.6%*", "-2.1%"],
    ["03/02/2021", "63", "0.779", "-1.3", "-2.6%", "-2.6%"],
    ["02/11/2019", "61", "0.800", "-1.2", "", ""],
]
BEFORE = [
    "total_hip left bmd 0.779 prior@2021-03-02", "total_hip left t_score -1.3 prior@2021-03-02",
    "total_hip left bmd 0.800 prior@2019-02-11", "total_hip left t_score -1.2 prior@2019-02-11",
]  # fmt: skip
FRAX = [["10-year Fracture Risk", "", ""], ["Major Osteoporotic Fracture", "14%", " "], ["Hip Fracture", "3.1%", " "]]
OTHER_FRAX = [["FRAX\u00ae", "Without prior fracture", "With prior fracture"],
              ["Major Osteoporotic Fracture", "9.2", "14"], ["Hip Fracture", "&lt;0.1", "0.4"]]  # fmt: skip
add("d20_history_by_date", apex("a Left Hip", HIP, (2, HISTORY)), hip_told("left") + BEFORE, may=BEFORE)
add(
    "d20_history_and_frax_third",
    apex("a Left Hip", HIP, (2, HISTORY), (3, FRAX), vr="UN", syntax=IMPLICIT),
    [*hip_told("left"), *BEFORE, "patient frax_major 14", "patient frax_hip 3.1"],
    may=BEFORE,
)
add(
    "d20_frax_second",
    apex("a Left Hip", HIP, (2, FRAX)),
    [*hip_told("left"), "patient frax_major 14", "patient frax_hip 3.1"],
)
add(
    "d20_frax_with_and_without",
    apex("a Left Hip", HIP, (2, OTHER_FRAX)),
    hip_told("left"),
    held=["patient frax_major 9.2", "patient frax_major 14", "patient frax_hip 0.1", "patient frax_hip 0.4"],
)
add(
    "d20_frax_not_reported_third",
    apex(
        "a Left Hip",
        HIP,
        (2, HISTORY),
        (
            3,
            [
                ["FRAX not reported because:", "", ""],
                ["Some T-scores for Spine Total or Hip Total or Femoral Neck at or below -2.5", "", ""],
            ],
        ),
    ),
    hip_told("left") + BEFORE,
    may=BEFORE,
)
BY_REGION = [
    ["Region", "Exam Date", "Age", "BMD (g/cm²)", "T - score", "Change vs Baseline", "Change vs Previous"],
    ["Total", "14.05.2024", "66", "0.862", "-1.7", "-0.021 (-2.4%)", "-0.021 (-2.4%)"],
    ["Total", "02.03.2021", "63", "0.883", "-1.5", " ", " "],
]
BEFORE_SPINE = [f"{L14} bmd 0.883 prior@2021-03-02", f"{L14} t_score -1.5 prior@2021-03-02"]
add(
    "d20_history_by_region",
    apex("a Lumbar Spine", SPINE, (2, BY_REGION), vr="OB"),
    spine_told(SPINE) + BEFORE_SPINE,
    may=BEFORE_SPINE,
)
FILLER = [f'Overlay{n} = "{"0,1,2,3;" * 20}";' for n in range(450)]
add("d20_more_than_64_kb", apex("a Left Hip", HIP, extra=FILLER, vr="UN", syntax=EXPLICIT), hip_told("left"))
add("d20_more_than_64_kb_before_the_table", apex("a Lumbar Spine", SPINE, extra=FILLER, vr="OB"), spine_told(SPINE))
add(
    "d20_stated_class",
    apex(
        "a Left Hip",
        HIP,
        extra=['TableNote2 = "WHO Classification: Osteopenia";', 'TableNote3 = "Fracture Risk: Increased";'],
    ),
    hip_told("left"),
    says=["class osteopenia"],
)
add(
    "d20_mammograph",
    hol("mammography private notes, no densities", creator="HOLOGIC, Inc.", Modality="MG"),
    [],
    error="any",
)
