"""Hologic's text tables by the examiner of sheet_lunar_10: bone, body, both hips, forearm, history and FRAX.

Read for the first time, 629 of 641 values of 23 objects were found, and none was wrong; of a history that names
its region once, the rows below were not read.
"""

from fixtures.dicom_objects import IMPLICIT
from tests.acceptance.figures import HOLOGIC, PLACES, figures, hologic, said
from tests.acceptance.shapes import L14, Documents, hol, hol_text

DOCUMENTS = Documents()
add = DOCUMENTS.add
SQUARE = "<sup><small>2</small></sup>"
HEAD = ["Region", f"Area[cm{SQUARE}]", "BMC[(g)]", f"BMD[g/cm{SQUARE}]", "T-score", "PR (%)", "Z-score", "AM (%)"]
ORDER = ("area", "bmc", "bmd", "t", "pya", "z", "pam")
ON = {"StudyDate": "20240514"}
RISK = "10-year Fracture Risk<sup>1</sup>"


def cells(rows, head=HEAD, order=ORDER):
    """Return the table of rows; what a row does not print is a blank."""
    return [head, *([name, *(row.get(key, " ") if key else " " for key in order)] for name, row in rows.items())]


def spine_said(rows):
    """Return what a person takes from a spine: its Total is of the vertebrae that stand above it."""
    levels = [name for name in rows if name != "Total"]
    lines = [line for name in levels for line in said(f"lumbar_spine {name}", rows[name])]
    return [*lines, *said(f"lumbar_spine {'+'.join(levels)}", rows["Total"])]


def side_said(rows, side, total="total_hip"):
    places = {**PLACES, "Total": total, "TOTAL": total}
    return [line for name in rows for line in said(f"{places[name]} {side}", rows[name])]


def sent(mode, *tables, hol_fields=None, **text):
    numbered = [(n, rows) for n, rows in enumerate(tables, 1) if rows]
    return hol(hol_text(mode, *numbered, **text), **{**ON, **(hol_fields or {})})


def history(*rows, head=("Region", "Scan Date", "Age", "BMD", "T-score", "Change vs Baseline", "Change vs Previous")):
    return [list(head), *map(list, rows)]


S = hologic({"L1": "0.722", "L2": "0.779", "L3": "0.811", "L4": "0.825", "Total": "0.789"}, "Total")
add("hologic8_plain_spine", sent("a Lumbar Spine", cells(S)), spine_said(S))
H = hologic({"Neck": "0.588", "Troch": "0.522", "Inter": "0.866", "Total": "0.711", "Ward's": "0.403"}, "Hip")
add("hologic8_plain_left_hip", sent("a Left Hip", cells(H)), side_said(H, "left"))
add(
    "hologic8_plain_right_hip_implicit",
    sent("a Right Hip", cells(H), hol_fields={"vr": "UN", "syntax": IMPLICIT, "pixels": True}),
    side_said(H, "right"),
)
A = hologic({"1/3": "0.571", "MID": "0.488", "UD": "0.331", "TOTAL": "0.470"}, "Forearm")
add(
    "hologic8_plain_left_forearm",
    sent("a Left Forearm", cells(A, ["Radius", *HEAD[1:]])),
    side_said(A, "left", "radius_total"),
    may=side_said({"TOTAL": A["TOTAL"]}, "left", "forearm_total"),
)
TWO = hologic({"L1": "0.722", "L3": "0.811", "Total": "0.770"}, "Total")
add("hologic8_plain_two_vertebrae_left", sent("a Lumbar Spine", cells(TWO)), spine_said(TWO))
THREE = hologic({"L2": "0.779", "L3": "0.811", "L4": "0.825", "Total": "0.806"}, "Total")
add(
    "hologic8_plain_three_vertebrae_bold_cells",
    sent(
        "Lumbar Spine",
        cells(
            {
                f"<b>{n}</b>" if n == "Total" else n: {k: f"<b>{v}</b>" for k, v in r.items()} if n == "Total" else r
                for n, r in THREE.items()
            }
        ),
        end="\n",
    ),
    spine_said(THREE),
)
BODY = figures(HOLOGIC["Body"], "1.022")
FAT = [
    "Region",
    f"Area[cm{SQUARE}]",
    "BMC[(g)]",
    f"BMD[g/cm{SQUARE}]",
    "Fat[(g)]",
    "Lean[(g)]",
    "Lean+BMC[(g)]",
    "Total[(g)]",
    "% Fat[(%)]",
    "T-score",
    "Z-score",
]
PARTS = [
    ["L Arm", "190.2", "131.0", "0.689", "1402.0", "1811.0", "1942.0", "3344.0", "41.9", " ", " "],
    ["Trunk", "540.0", "420.1", "0.778", "11250.5", "20833.0", "21253.1", "32503.6", "34.6", " ", " "],
    ["Subtotal", "1750.0", "1502.0", "0.858", "21250.5", "38833.0", "40335.0", "61585.5", "34.5", " ", " "],
    ["Head", "230.0", "421.9", "1.834", "850.3", "3201.0", "3622.9", "4473.2", "19.0", " ", " "],
]
LESS_HEAD = said("total_body_less_head", {"area": "1750.0", "bmc": "1502.0", "bmd": "0.858"})
add(
    "hologic8_plain_body_composition",
    sent(
        "a Whole Body",
        [
            FAT,
            *PARTS,
            [
                "Total",
                BODY["area"],
                BODY["bmc"],
                BODY["bmd"],
                "22100.8",
                "42034.0",
                "44057.6",
                "66158.4",
                "33.4",
                BODY["t"],
                BODY["z"],
            ],
        ],
        extra=['AnalProtocol = "WB";'],
    ),
    [*LESS_HEAD, *said("total_body", {k: BODY[k] for k in ("area", "bmc", "bmd", "t", "z")})],
)
OLDER = [
    "Region",
    f"Area[cm{SQUARE}]",
    "BMC[(g)]",
    f"BMD[g/cm{SQUARE}]",
    "Fat[(g)]",
    "Lean[(g)]",
    "Total[(g)]",
    "% Fat[(%)]",
]
add(
    "hologic8_plain_body_composition_older",
    sent(
        "Whole Body",
        [
            OLDER,
            *(row[:6] + row[7:9] for row in PARTS),
            ["Total", BODY["area"], BODY["bmc"], BODY["bmd"], "22100.8", "42034.0", "66158.4", "33.4"],
        ],
    ),
    [*LESS_HEAD, *said("total_body", {k: BODY[k] for k in ("area", "bmc", "bmd")})],
)
add(
    "hologic8_plain_whole_body_bone",
    sent("a Whole Body", cells({"Head": {"bmd": "1.834"}, "Total": BODY})),
    said("total_body", BODY),
)
DUAL = {
    name: {side: figures(HOLOGIC[key], bmd) for side, bmd in bmds.items()}
    for name, key, bmds in (
        ("femoral_neck", "Neck", {"Left": "0.588", "Right": "0.601"}),
        ("total_hip", "Hip", {"Left": "0.711", "Right": "0.722"}),
    )
}
BLANK = [" "] * 7
DUAL_ROWS = [
    HEAD,
    ["Neck", *BLANK],
    *([side, *(DUAL["femoral_neck"][side][key] for key in ORDER)] for side in ("Left", "Right")),
    ["Mean", " ", " ", "0.595", " ", " ", " ", " "],
    ["Difference", " ", " ", "0.013", " ", " ", " ", " "],
    ["Total", *BLANK],
    *([side, *(DUAL["total_hip"][side][key] for key in ORDER)] for side in ("Left", "Right")),
    ["Mean", " ", " ", "0.717", " ", " ", " ", " "],
]
DUAL_MAY = ["femoral_neck mean bmd 0.595", "total_hip mean bmd 0.717", "femoral_neck difference bmd 0.013"]
add(
    "hologic8_plain_both_hips",
    sent("a Left Hip", DUAL_ROWS, mode2="a Right Hip"),
    [
        line
        for name, sides in DUAL.items()
        for side, row in sides.items()
        for line in said(f"{name} {side.lower()}", row)
    ],
    may=DUAL_MAY,
    held=DUAL_MAY,
)
PAST = history(
    ["Total", "05/14/2024", "66", "0.711", "-1.9", "-6.1%*", "-2.3%"],
    [" ", "04/28/2022", "64", "0.728", "-1.8", "-3.8%", "-3.8%*"],
    [" ", "03/02/2017", "59", "0.757", "-1.5", " ", " "],
)
PAST_SAID = [
    f"total_hip left {row}"
    for row in (
        "bmd 0.728 prior@2022-04-28",
        "t_score -1.8 prior@2022-04-28",
        "bmd 0.757 prior@2017-03-02",
        "t_score -1.5 prior@2017-03-02",
    )
]
RISKS = [[RISK, " ", " "], ["Major Osteoporotic Fracture", "13%", " "], ["Hip Fracture", "3.1%", " "]]
TOLD_RISKS = ["patient frax_major 13", "patient frax_hip 3.1"]
add("hologic8_plain_hip_with_history", sent("a Left Hip", cells(H), PAST), [*side_said(H, "left"), *PAST_SAID])
add("hologic8_plain_hip_with_frax", sent("a Left Hip", cells(H), RISKS), [*side_said(H, "left"), *TOLD_RISKS])
add(
    "hologic8_plain_hip_with_history_and_frax",
    sent("a Left Hip", cells(H), PAST, RISKS),
    [*side_said(H, "left"), *PAST_SAID, *TOLD_RISKS],
)
BY_DATE = [
    ["Date", "Age", "BMD", "T-score", "BMD Change vs Baseline", "BMD Change vs Previous"],
    ["14.05.2024", "66", "0.789", "-2.3", "-0.041 (-4.9%)", "-0.018 (-2.2%)"],
    ["02.06.2021", "63", "0.807", "-2.2", "-0.023 (-2.8%)", "-0.023 (-2.8%)"],
    ["11.04.2016", "58", "0.830", "-2.0", " ", " "],
]
add(
    "hologic8_plain_spine_history_by_date",
    sent("a Lumbar Spine", cells(S), BY_DATE, hol_fields={"creator": "HOLOGIC, Inc.", "block": 0x11}),
    [
        *spine_said(S),
        *(
            f"{L14} {row}"
            for row in (
                "bmd 0.807 prior@2021-06-02",
                "t_score -2.2 prior@2021-06-02",
                "bmd 0.830 prior@2016-04-11",
                "t_score -2.0 prior@2016-04-11",
            )
        ),
    ],
    may=[f"{L14} t_score -2.3"],
)
NOT_TOLD = [
    [RISK, " "],
    ["FRAX not reported because:", " "],
    ["Some T-scores for Spine Total or Hip Total or Femoral Neck at or below -2.5", " "],
]
add(
    "hologic8_plain_frax_not_reported",
    sent("a Left Hip", cells(H), PAST, NOT_TOLD),
    [*side_said(H, "left"), *PAST_SAID],
)
TWICE = [
    [RISK, "Without Prior Fracture", "With Prior Fracture"],
    ["Major Osteoporotic Fracture", "9.4%", "15%"],
    ["Hip Fracture", "1.2%", "2.2%"],
]
FRAX_HELD = [f"patient {row}" for row in ("frax_major 9.4", "frax_major 15", "frax_hip 1.2", "frax_hip 2.2")]
add(
    "hologic8_plain_frax_with_and_without_fracture",
    sent("a Left Hip", cells(H), TWICE),
    side_said(H, "left"),
    held=FRAX_HELD,
)
add(
    "hologic8_plain_bounded_frax",
    sent("a Left Hip", cells(H), [[RISK, " "], ["Major Osteoporotic Fracture", "3.2%"], ["Hip Fracture", "&lt;0.1%"]]),
    [*side_said(H, "left"), "patient frax_major 3.2"],
    held=["patient frax_hip 0.1"],
)
NOTES = [f'TableNote{n} = "{"Printed for the record only. " * 20}";' for n in range(1, 130)]
add(
    "hologic8_plain_over_sixty_four_kilobytes",
    sent("a Lumbar Spine", cells(S), extra=NOTES, hol_fields={"vr": "OB", "creator": None}),
    spine_said(S),
)
FIVE = ["Region", "Area (cm&sup2;)", "BMC (g)", "BMD (g/cm&sup2;)", "T - score", "Z - score"]
ADDED = [
    'TableNote1 = "ACF = 1.021, BCF = 0.998, TH = 6.112";',
    'WHOClassification = "WHO Classification: Osteopenia";',
    'Ethnicity = "White";',
    'Height = "158.0 cm";',
    'Weight = "61.2  kg";',
]
add(
    "hologic8_plain_six_columns_and_notes",
    sent(
        "a Right Hip",
        cells(H, FIVE, ("area", "bmc", "bmd", "t", "z")),
        extra=ADDED,
        hol_fields={"creator": "Hologic", "Modality": "BD"},
    ),
    side_said({n: {k: r[k] for k in ("area", "bmc", "bmd", "t", "z")} for n, r in H.items()}, "right"),
)
BARE = {n: {k: r[k] for k in ("area", "bmc", "bmd")} for n, r in H.items()}
add(
    "hologic8_plain_hip_of_a_young_woman",
    sent("a Left Hip", cells({n: {**r, "z": H[n]["z"], "pam": H[n]["pam"]} for n, r in BARE.items()})),
    side_said({n: {**r, "z": H[n]["z"], "pam": H[n]["pam"]} for n, r in BARE.items()}, "left"),
)
NEARER = ["Region", f"BMD[g/cm{SQUARE}]", "Z-score", "T-score", "BMC[(g)]", f"Area[cm{SQUARE}]"]
add(
    "hologic8_odd_other_order_of_columns",
    sent("a Lumbar Spine", cells(S, NEARER, ("bmd", "z", "t", "bmc", "area"))),
    spine_said({n: {k: r[k] for k in ("bmd", "z", "t", "bmc", "area")} for n, r in S.items()}),
)
add(
    "hologic8_odd_commas",
    sent("a Left Hip", cells({n: {k: v.replace(".", ",") for k, v in r.items()} for n, r in H.items()})),
    side_said(H, "left"),
)
add(
    "hologic8_odd_header_says_right_mode_says_left",
    sent("a Left Hip", cells({"Neck": H["Neck"]}), hol_fields={"Laterality": "R"}),
    [],
    held=[
        *side_said({"Neck": H["Neck"]}, "left"),
        *(r.replace(" left", "") for r in side_said({"Neck": H["Neck"]}, "left")),
    ],
)
