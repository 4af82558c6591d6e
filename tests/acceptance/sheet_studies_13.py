"""Studies of several partial objects by the examiner of sheet_lunar_10, in the order they happened to be sent.

Read for the first time, all 567 values of 11 studies were found; the 14 numbers of one spine that two objects
give of other vertebrae were not held. Two hips had the same numbers by mistake and were set right.
"""

from fixtures.dicom_objects import CR_IMAGE, IMPLICIT, LUNAR, header, with_pixels, written
from tests.acceptance.figures import all_said, hologic, lunar, place, said
from tests.acceptance.letters import letter
from tests.acceptance.shapes import L14, Documents, ge_obj, hol, hol_text, pdf_obj, tree_scan
from tests.acceptance.sheet_hologic_8 import RISKS, cells, side_said, spine_said
from tests.acceptance.sheet_hologic_8 import H as HIP_H
from tests.acceptance.sheet_hologic_8 import S as SPINE_H
from tests.acceptance.sheet_lunar_10 import preamble, rows_of
from tests.acceptance.sheet_lunar_11 import results, scan, trend
from tests.acceptance.sheet_nothing_2 import dose
from tests.acceptance.sheet_reports_6 import FINDINGS, IMPRESSION, prose

DOCUMENTS = Documents()
add = DOCUMENTS.add
ON = {"StudyDate": "20251104", "PatientBirthDate": "19560810", "PatientAge": "069Y"}
DAY = "04/11/2025"
IMAGE = {**LUNAR, "Modality": "CR", "ProtocolName": "AP Spine", "SeriesDescription": "DXA Images", **ON}


def part(n, *scans, day=DAY, **fields):
    return ge_obj(results(day, *scans), n=n, **{**ON, **fields})


def tree(n, *scans, **fields):
    return ge_obj(tree=[*preamble("None"), *scans], n=n, **{**ON, **fields})


S = lunar({"L1": "0.871", "L2": "0.930", "L3": "0.955", "L4": "0.979", "L1-L4": "0.937", "L2-L4": "0.956"})
D = lunar(
    {
        "Neck Left": "0.744",
        "Neck Right": "0.761",
        "Neck Mean": "0.753",
        "Total Left": "0.801",
        "Total Right": "0.811",
        "Total Mean": "0.806",
    }
)
ARM = lunar({"Radius 33%": "0.701", "Radius UD": "0.340", "Radius Total": "0.520"})
FRAX = '<MAJOR_OSTEO_FRAC_RISK units="%">10.4</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">2.1</HIP_FRAC_RISK>'
RISK = ["patient frax_major 10.4", "patient frax_hip 2.1"]
PIECES = [
    part(1, scan("DualFemur", {n: D[n] for n in ("Neck Left", "Neck Right")})),
    part(2, scan("AP Spine", {n: S[n] for n in ("L1", "L2", "L3", "L4")})),
    part(3, FRAX),
    part(4, scan("DualFemur", D)),
    part(
        5,
        scan(
            "AP Spine", {n: S[n] for n in ("L1-L4", "L2-L4")}, trend("L1-L4", (DAY, "0.937"), ("06/10/2023", "0.951"))
        ),
    ),
    part(6, '<SCAN type="LVA"><DEFORMITY>None</DEFORMITY></SCAN>'),
    part(7, scan("Left Forearm", ARM)),
    written(with_pixels(header(CR_IMAGE, 8, **IMAGE))),
    dose(),
]
ALL = [*all_said(S), *all_said(D), *all_said(ARM, "left"), *RISK, f"{L14} bmd 0.951 prior@2023-10-06"]
add("studies13_plain_nine_objects", PIECES, ALL)
add("studies13_plain_nine_objects_backwards", PIECES[::-1], ALL)
add(
    "studies13_plain_trees_of_repeated_subsets",
    [
        tree(n, tree_scan("DualFemur", *rows_of({k: D[k] for k in names})))
        for n, names in enumerate(
            (("Neck Left",), ("Neck Left", "Neck Mean"), tuple(D), ("Total Mean", "Total Left")), 1
        )
    ],
    all_said(D),
)
OTHER = {**D["Total Left"], "t": "-2.6"}
T = f"total_hip left t_score {D['Total Left']['t']}"
add(
    "studies13_odd_conflicting_score_of_a_hip",
    [part(1, scan("DualFemur", D)), part(2, scan("DualFemur", {"Total Left": OTHER}))],
    [row for row in all_said(D) if row != T],
    held=[T, "total_hip left t_score -2.6"],
    says=["issue VALUE_CONFLICT"],
)
RIGHT_H = hologic({"Neck": "0.597", "Troch": "0.531", "Inter": "0.880", "Total": "0.722", "Ward's": "0.411"}, "Hip")
add(
    "studies13_plain_hologic_three_objects",
    [
        hol(hol_text("a Lumbar Spine", (1, cells(SPINE_H))), n=1),
        hol(hol_text("a Left Hip", (1, cells(HIP_H)), (2, RISKS)), n=2, vr="UN", syntax=IMPLICIT),
        hol(hol_text("a Right Hip", (1, cells(RIGHT_H))), n=3),
    ],
    [
        *spine_said(SPINE_H),
        *side_said(HIP_H, "left"),
        *side_said(RIGHT_H, "right"),
        "patient frax_major 13",
        "patient frax_hip 3.1",
    ],
)
WORDS = prose(
    (
        FINDINGS,
        (
            f"Lumbar spine L1-L4: BMD 0.937 g/cm2, T-score {S['L1-L4']['t']}. Left femoral neck: BMD 0.744 "
            f"g/cm2, T-score {D['Neck Left']['t']}."
        ),
    ),
    (IMPRESSION, "Osteopenia."),
    **ON,
)
add(
    "studies13_plain_words_beside_the_numbers",
    [WORDS, part(2, scan("AP Spine", S)), part(3, scan("DualFemur", D))],
    [*all_said(S), *all_said(D)],
    says=["class osteopenia"],
)
SAME = S["L1-L4"]
add(
    "studies13_odd_same_numbers_of_other_vertebrae",
    [part(1, scan("AP Spine", {"L1-L4": SAME})), part(2, scan("AP Spine", {"L2-L4": SAME}))],
    [],
    held=[*said(L14, SAME), *said(place("L2-L4"), SAME)],
)
add(
    "studies13_plain_letter_beside_the_numbers",
    [
        part(1, scan("AP Spine", S)),
        pdf_obj(
            letter(
                f"DXA report\n\nLumbar spine L1-L4: BMD 0.937 g/cm2, T-score {S['L1-L4']['t']}.\n\nImpression: "
                "osteopenia."
            ),
            n=2,
            **ON,
        ),
    ],
    all_said(S),
    says=["class osteopenia"],
)
add(
    "studies13_odd_two_persons",
    [
        part(1, scan("AP Spine", S)),
        part(2, scan("DualFemur", D), PatientID="P-900", PatientName="OTHER^ONE", PatientBirthDate="19400101"),
    ],
    [],
    held=[*all_said(S), *all_said(D)],
    says=["issue PATIENT_CONFLICT"],
)
EARLIER = lunar({"L1-L4": "0.951"}, keys=("bmd", "t", "z"))
add(
    "studies13_odd_an_earlier_examination_in_the_study",
    [part(1, scan("AP Spine", S)), part(2, scan("AP Spine", EARLIER), day="06/10/2023")],
    [row for row in all_said(S) if not row.startswith(L14)],
    may=[*(row for row in all_said(S) if row.startswith(L14)), *(f"{row} prior" for row in all_said(EARLIER))],
    held=[*all_said(S), *all_said(EARLIER), *(f"{row} prior" for row in all_said(EARLIER))],
)
add(
    "studies13_plain_spine_without_a_vertebra_beside_the_vertebrae",
    [
        part(1, scan("AP Spine", {n: S[n] for n in ("L1", "L2", "L4")})),
        part(2, scan("AP Spine", lunar({"L1-L4 (L3)": "0.927"}))),
        part(3, scan("DualFemur", {"Total Mean": D["Total Mean"]})),
    ],
    [
        *all_said({n: S[n] for n in ("L1", "L2", "L4")}),
        *all_said(lunar({"L1-L4 (L3)": "0.927"})),
        *said("total_hip mean", D["Total Mean"]),
    ],
)
