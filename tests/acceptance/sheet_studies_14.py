"""A second round of studies by the examiner of sheet_lunar_10, and more objects of nobody's.

Read for the first time, all 348 values of 8 studies were found, and 12 objects gave nothing, as is right.
"""

from fixtures.dicom_objects import HOLOGIC, SECONDARY_CAPTURE, header, item, number, report, with_pixels, written
from tests.acceptance.figures import all_said, lunar, place, said
from tests.acceptance.shapes import (
    BASIC,
    COMP,
    L14,
    ONE,
    Documents,
    ge_obj,
    hol,
    hol_text,
    rep,
    tree_scan,
)
from tests.acceptance.sheet_hologic_8 import RISK, H, cells, side_said, spine_said
from tests.acceptance.sheet_hologic_8 import S as SPINE_H
from tests.acceptance.sheet_lunar_10 import preamble, rows_of
from tests.acceptance.sheet_lunar_11 import results, scan, trend
from tests.acceptance.sheet_reports_6 import FINDINGS, IMPRESSION, prose

DOCUMENTS = Documents()
add = DOCUMENTS.add
ON = {"StudyDate": "20260115", "PatientBirthDate": "19600910", "PatientAge": "065Y"}
DAY = "15-Jan-2026"


def part(n, *scans, day=DAY, **fields):
    return ge_obj(results(day, *scans), n=n, **{**ON, **fields})


S = lunar({"L1": "0.899", "L2": "0.941", "L3": "0.977", "L4": "0.990", "L1-L4": "0.955", "L2-L4": "0.970"})
D = lunar(
    {"Neck Left": "0.755", "Neck Right": "0.766", "Total Left": "0.812", "Total Right": "0.820", "Total Mean": "0.816"}
)
LONG = [part(n, scan("AP Spine", {name: S[name]})) for n, name in enumerate(S, 1)] + [
    part(10 + n, scan("DualFemur", {name: D[name]})) for n, name in enumerate(D)
]
add("studies14_plain_a_row_in_each_object", [*LONG, *LONG[3:5]], [*all_said(S), *all_said(D)])
add(
    "studies14_plain_trends_in_objects_of_their_own",
    [
        part(1, scan("AP Spine", S)),
        part(2, scan("AP Spine", {}, trend("L1-L4", (DAY, "0.955"), ("12-Dec-2023", "0.969")))),
        part(3, scan("DualFemur", {}, trend("Total Mean", (DAY, "0.816"), ("12-Dec-2023", "0.825")))),
    ],
    [
        *all_said(S),
        f"{L14} bmd 0.969 prior@2023-12-12",
        "total_hip mean bmd 0.816",
        "total_hip mean bmd 0.825 prior@2023-12-12",
    ],
)
FRAX = '<MAJOR_OSTEO_FRAC_RISK units="%">{}</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">{}</HIP_FRAC_RISK>'
add(
    "studies14_odd_two_fracture_risks",
    [part(1, FRAX.format("9.9", "1.8")), part(2, FRAX.format("14.1", "3.6")), part(3, scan("AP Spine", S))],
    all_said(S),
    held=["patient frax_major 9.9", "patient frax_hip 1.8", "patient frax_major 14.1", "patient frax_hip 3.6"],
    says=["issue VALUE_CONFLICT"],
)
WORDS = f"Lumbar spine L2-L4: BMD {S['L1-L4']['bmd']} g/cm2, T-score {S['L1-L4']['t']}."
add(
    "studies14_odd_words_of_other_vertebrae",
    [
        part(1, scan("AP Spine", {"L1-L4": S["L1-L4"]}), scan("DualFemur", D)),
        prose((FINDINGS, WORDS), (IMPRESSION, "Osteopenia."), **ON),
    ],
    all_said(D),
    may=[row for row in said(L14, S["L1-L4"]) if " bmd" not in row and "t_score" not in row],
    held=[*said(L14, S["L1-L4"]), *said(place("L2-L4"), {k: S["L1-L4"][k] for k in ("bmd", "t")})],
)
add(
    "studies14_odd_words_of_the_other_hip",
    [
        part(1, scan("Left Femur", {"Neck": D["Neck Left"]})),
        prose((FINDINGS, f"DXA. Right femoral neck: BMD 0.755 g/cm2, T-score {D['Neck Left']['t']}."), **ON),
    ],
    [],
    held=[
        *said("femoral_neck left", D["Neck Left"]),
        *said("femoral_neck right", {k: D["Neck Left"][k] for k in ("bmd", "t")}),
    ],
)
add(
    "studies14_plain_tree_then_xml_of_two_scans",
    [
        ge_obj(tree=[*preamble("None"), tree_scan("DualFemur", *rows_of(D))], n=1, **ON),
        part(2, scan("AP Spine", S), scan("DualFemur", D)),
    ],
    [*all_said(S), *all_said(D)],
)
RISKS = [[RISK, " "], ["Major Osteoporotic Fracture", "7.7%"], ["Hip Fracture", "0.8%"]]
add(
    "studies14_plain_hologic_with_words_and_picture",
    [
        hol(hol_text("a Lumbar Spine", (1, cells(SPINE_H))), n=1),
        hol(hol_text("a Left Hip", (1, cells(H)), (2, RISKS)), n=2, pixels=True),
        written(with_pixels(header(SECONDARY_CAPTURE, 5, **HOLOGIC))),
        prose(
            (
                FINDINGS,
                (
                    f"Lumbar spine: BMD {SPINE_H['Total']['bmd']} g/cm2, T-score {SPINE_H['Total']['t']}. Left total "
                    f"hip: T-score {H['Total']['t']}."
                ),
            )
        ),
    ],
    [*spine_said(SPINE_H), *side_said(H, "left"), "patient frax_major 7.7", "patient frax_hip 0.8"],
)
add(
    "studies14_odd_spines_of_two_days",
    [
        part(1, scan("AP Spine", S)),
        part(2, scan("AP Spine", lunar({"L1-L4": "0.941"})), day="16-Jan-2026", StudyDate="20260116"),
    ],
    [row for row in all_said(S) if not row.startswith(L14)],
    may=all_said(S),
    held=[*all_said(S), *all_said(lunar({"L1-L4": "0.941"}))],
)
REMS = "REMS of the lumbar spine: L1-L4 BMD 0.899 g/cm2, T-score -2.1, Fragility score 38."
add(
    "nothing3_odd_echography",
    rep(
        report(
            ("18748-4", "LN", "Diagnostic imaging report"),
            [item("CONTAINER", FINDINGS, [item("TEXT", ("121071", "DCM", "Finding"), text=REMS)])],
            BASIC,
            StudyDescription="ULTRASOUND REMS LUMBAR SPINE",
            Modality="US",
        )
    ),
    [],
    held=[f"{L14} bmd 0.899", f"{L14} t_score -2.1"],
)
CHEST = (
    "CT chest. Vertebral attenuation at L1 98 HU, suggesting osteoporosis. No fracture of the "
    "spine. Left hip not included."
)
for name, words, study in (
    ("plain_chest_ct", CHEST, "CT THORAX"),
    ("plain_knee_mr", "MR left knee. Bone marrow oedema of the femur. T2 score 3, Z-score not given.", "MR KNEE LEFT"),
    ("plain_calcium", "Coronary calcium score 212, percentile 88. Z-score +1.2.", "CT CALCIUM SCORE"),
    (
        "plain_bone_age",
        "Bone age 9.5 years by Greulich and Pyle, Z-score -1.8 for chronological age 11.2.",
        "BONE AGE LEFT HAND",
    ),
    (
        "plain_spine_radiograph",
        "Lumbar spine in two planes: osteopenic appearance, wedge deformity of L1. Recommend DXA.",
        "XR LUMBAR SPINE",
    ),
    ("plain_order", "Please perform DXA of spine and hip. Last T-score -2.4 in 2019, femoral neck.", "REQUEST"),
):
    objects = prose((FINDINGS, words), StudyDescription=study)
    add(f"nothing3_{name}", objects, [], may=["femoral_neck t_score -2.4 prior"])
FETUS = [
    item(
        "CONTAINER",
        ("125002", "DCM", "Fetal Biometry"),
        [
            number(
                ("11963-6", "LN", "Femur Length"),
                "52.1",
                ("mm", "UCUM", "mm"),
                [number(("121416", "DCM", "Z-Score of measurement"), "-1.4", ONE)],
            )
        ],
    )
]
add(
    "nothing3_plain_fetus",
    rep(report(("125000", "DCM", "OB-GYN Ultrasound Procedure Report"), FETUS, COMP, StudyDescription="US OB")),
    [],
)
for who in ("PHANTOM^SPINE", "QC^DAILY SPINE PHANTOM", "HOLOGIC SPINE PHANTOM 12345", "BLOCK^QA"):
    add(
        f"nothing3_plain_{who.lower().replace('^', '_').replace(' ', '_')}",
        hol(
            hol_text("a Lumbar Spine", (1, cells({"L1": SPINE_H["L1"], "Total": SPINE_H["L1"]}))).replace(
                "TEST, PATIENT", who.replace("^", ", ")
            ),
            PatientName=who,
            PatientSex="",
            PatientBirthDate="",
        ),
        [],
    )
