"""A second round of Hologic's tables by the examiner of sheet_lunar_10.

Read for the first time, all 537 values of 20 objects were found, and none was wrong.
"""

from fixtures.dicom_objects import IMPLICIT
from tests.acceptance.figures import HOLOGIC, figures, hologic, said
from tests.acceptance.shapes import L14, Documents, hol, hol_text
from tests.acceptance.sheet_hologic_8 import HEAD, ORDER, RISK, H, S, cells, sent, side_said, spine_said

DOCUMENTS = Documents()
add = DOCUMENTS.add
for mode in ("Lumbar Spine", "a AP Lumbar Spine", "AP Lumbar Spine Fast Array"):
    add(f"hologic9_plain_{mode.lower().replace(' ', '_')}", sent(mode, cells(S)), spine_said(S))
for mode, side in (("Left Hip High Definition", "left"), ("R. Hip", "right"), ("a Right Hip Array", "right")):
    add(f"hologic9_plain_{mode.lower().replace(' ', '_').replace('.', '')}", sent(mode, cells(H)), side_said(H, side))
A = hologic({"1/3": "0.571", "MID": "0.488", "UD": "0.331", "TOTAL": "0.470"}, "Forearm")
add(
    "hologic9_plain_right_forearm",
    sent("a R.Forearm", cells(A, ["Radius", *HEAD[1:]]), hol_fields={"vr": "UN", "syntax": IMPLICIT}),
    side_said(A, "right", "radius_total"),
)
ULNA = [
    ["UD", "2.10", "0.71", "0.338", " ", " ", " ", " "],
    ["MID", "3.60", "2.01", "0.558", " ", " ", " ", " "],
    ["1/3", "2.30", "1.44", "0.626", " ", " ", " ", " "],
]
add(
    "hologic9_odd_radius_and_ulna_in_two_tables",
    sent("a Left Forearm", cells(A, ["Radius", *HEAD[1:]]), [["Ulna", *HEAD[1:]], *ULNA]),
    side_said(A, "left", "radius_total"),
)
STARRED = {
    "L1*": S["L1"],
    "L2*": S["L2"],
    "L3": S["L3"],
    "L4": S["L4"],
    "Total": hologic({"Total": "0.818"}, "Total")["Total"],
}
add(
    "hologic9_odd_vertebrae_with_stars",
    sent("a Lumbar Spine", cells(STARRED), extra=['TableNote1 = "* Indicates excluded vertebrae";']),
    [row for name in ("L3", "L4") for row in said(f"lumbar_spine {name}", S[name])],
    may=[
        *(row for name in ("L1", "L2") for row in said(f"lumbar_spine {name}", S[name])),
        *said("lumbar_spine L3+L4", STARRED["Total"]),
    ],
    held=[
        *(row for name in ("L1", "L2") for row in said(f"lumbar_spine {name}", S[name])),
        *said("lumbar_spine L3+L4", STARRED["Total"]),
        *said(L14, STARRED["Total"]),
        *said("lumbar_spine", STARRED["Total"]),
    ],
)
TEXTURE = [["Region", "TBS", "TBS T-score"], ["L1", "1.201", " "], ["L1-L4", "1.233", "-2.1"]]
add(
    "hologic9_plain_texture",
    sent("a Lumbar Spine", cells(S), TEXTURE),
    spine_said(S),
    may=[f"{L14} tbs 1.233", "lumbar_spine L1 tbs 1.201"],
)
TWO_LINES = [
    ["Scan Date", "Age", "BMD", "T-score", "BMD Change", " "],
    [" ", " ", " ", " ", "vs Baseline", "vs Previous"],
    ["05/14/2024", "66", "0.711", "-1.9", "-6.1%*", "-2.3%"],
    ["04/28/2022", "64", "0.728", "-1.8", "-3.8%", "-3.8%*"],
    ["03/02/2017", "59", "0.757", "-1.5", " ", " "],
]
PAST_TOTAL = [
    f"total_hip left {row}"
    for row in (
        "bmd 0.728 prior@2022-04-28",
        "t_score -1.8 prior@2022-04-28",
        "bmd 0.757 prior@2017-03-02",
        "t_score -1.5 prior@2017-03-02",
    )
]
TODAY = ["total_hip left t_score -1.9"]
NUMBERS = side_said(H, "left")
add("hologic9_plain_heading_in_two_lines", sent("a Left Hip", cells(H), TWO_LINES), [*NUMBERS, *PAST_TOTAL], may=TODAY)
TWO_REGIONS = [
    ["Region", "Date", "Age", "BMD", "T-score", "Change vs Previous"],
    ["Neck", "05/14/2024", "66", "0.588", H["Neck"]["t"], "-1.2%"],
    [" ", "04/28/2022", "64", "0.595", "-2.3", " "],
    ["Total", "05/14/2024", "66", "0.711", H["Total"]["t"], "-2.3%"],
    [" ", "04/28/2022", "64", "0.728", "-1.8", " "],
]
add(
    "hologic9_plain_history_of_two_regions",
    sent("a Left Hip", cells(H), TWO_REGIONS),
    [
        *NUMBERS,
        *PAST_TOTAL[:2],
        "femoral_neck left bmd 0.595 prior@2022-04-28",
        "femoral_neck left t_score -2.3 prior@2022-04-28",
    ],
)
FOOTED = [
    [RISK, " ", " "],
    ["Major Osteoporotic Fracture<sup>2</sup>", "21%", " "],
    ["Hip Fracture<sup>3</sup>", "8.4%", " "],
    ["Reported Risk Factors: US (Caucasian), Neck BMD=0.588, BMI=24.5, previous fracture", " ", " "],
]
add(
    "hologic9_plain_frax_with_footnotes",
    sent("a Left Hip", cells(H), FOOTED),
    [*NUMBERS, "patient frax_major 21", "patient frax_hip 8.4"],
    may=["femoral_neck bmd 0.588", "femoral_neck left bmd 0.588"],
)
VAT = [
    ["Adipose Indices", "Result", "YN", "AM"],
    ["Total Body % Fat", "38.2", "78", "55"],
    ["Fat Mass/Height&sup2; (kg/m&sup2;)", "10.1", "80", "61"],
    ["Est. VAT Area (cm&sup2;)", "121", " ", " "],
]
BODY = figures(HOLOGIC["Body"], "0.988")
add(
    "hologic9_plain_adipose_indices",
    sent("a Whole Body", cells({"Head": {"bmd": "1.811"}, "Total": BODY}), VAT),
    said("total_body", BODY),
)
add(
    "hologic9_plain_child_without_scores_of_the_young",
    sent(
        "a Lumbar Spine",
        cells({n: {k: v for k, v in r.items() if k not in {"t", "pya"}} for n, r in S.items()}),
        hol_fields={"PatientBirthDate": "20130303", "PatientAge": "011Y"},
    ),
    spine_said({n: {k: v for k, v in r.items() if k not in {"t", "pya"}} for n, r in S.items()}),
)
MEAN = [["Left Hip", "Neck", *(H["Neck"][k] for k in ORDER)], ["Left Hip", "Total", *(H["Total"][k] for k in ORDER)]]
add(
    "hologic9_odd_side_in_a_column_of_its_own",
    sent("a Dual Hip", [["Hip", *HEAD], *MEAN]),
    [],
    may=side_said({n: H[n] for n in ("Neck", "Total")}, "left"),
    held=[
        row.replace(" left", side)
        for row in side_said({n: H[n] for n in ("Neck", "Total")}, "left")
        for side in ("", " left")
    ],
)
TWICE = hol_text("a Left Hip", (1, cells(H))) + hol_text("a Lumbar Spine", (1, cells(S)))
add(
    "hologic9_odd_two_texts_in_one_element",
    hol(TWICE),
    [],
    may=[*NUMBERS, *spine_said(S)],
    held=[*NUMBERS, *spine_said(S)],
)
add(
    "hologic9_plain_single_spaces_and_entities",
    sent(
        "a Left Hip",
        cells(
            H,
            [
                "Region",
                "Area&nbsp;(cm&#178;)",
                "BMC&nbsp;(g)",
                "BMD&nbsp;(g/cm&#178;)",
                "T&nbsp;-&nbsp;score",
                "PR&nbsp;(%)",
                "Z&nbsp;-&nbsp;score",
                "AM&nbsp;(%)",
            ],
        ),
        pad=False,
        head=False,
    ),
    NUMBERS,
)
add(
    "hologic9_odd_one_vertebra_left",
    sent("a Lumbar Spine", cells({"L3": S["L3"], "Total": S["L3"]})),
    said("lumbar_spine L3", S["L3"]),
)
PHRASE = ['WHOClassification = "WHO Classification: Osteoporosis";', 'FractureRisk = "Fracture Risk: High";']
add("hologic9_plain_who_class", sent("a Left Hip", cells(H), extra=PHRASE), NUMBERS)
