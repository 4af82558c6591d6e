"""TID 1500, prose and PDF in DICOM by the examiner of sheet_lunar_10: anatomy and side in every arrangement.

Read for the first time, all 124 values of 23 objects were found, and none was wrong.
"""

from fixtures.dicom_objects import IMPLICIT, item, number, report
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BMDN,
    COMP3D,
    EXT,
    L14,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    RIGHT,
    SITE,
    TN,
    ZN,
    Documents,
    G,
    group,
    mod,
    pdf_obj,
    rep,
    site,
    tid,
)
from tests.acceptance.sheet_reports_6 import FINDINGS, HIP, IMPRESSION, LEVELS, named, prose, scores, sided

DOCUMENTS = Documents()
add = DOCUMENTS.add
TOTAL = ("310651003", "SCT", "Proximal femur")
RADIUS = ("62413002", "SCT", "Radius")
SRT_SITE, SRT_LAT = ("G-C0E3", "SRT", "Finding Site"), ("G-C171", "SRT", "Laterality")
SRT_LEFT, SRT_RIGHT = ("G-A101", "SRT", "Left"), ("G-A100", "SRT", "Right")


def took(place, bmd, t, z):
    return site(place, bmd=bmd, t_score=t, z_score=z)


add(
    "reports9_plain_site_with_side_below",
    tid(
        group(mod(SITE, LSP), named("L1-L4"), *scores("0.988", "-1.6", "-0.5")),
        group(sided(NECK, LEFT), *scores("0.733", "-2.2", "-0.9")),
        group(sided(NECK, RIGHT), *scores("0.741", "-2.1", "-0.9")),
    ),
    [
        *took(L14, "0.988", "-1.6", "-0.5"),
        *took("femoral_neck left", "0.733", "-2.2", "-0.9"),
        *took("femoral_neck right", "0.741", "-2.1", "-0.9"),
    ],
)
add(
    "reports9_plain_side_beside_the_site",
    tid(
        group(mod(SITE, NECK), mod(LAT, RIGHT), *scores("0.702", "-2.4", "-1.1")),
        group(mod(SITE, HIP), mod(LAT, RIGHT), named("Total hip right"), *scores("0.755", "-2.0", "-1.0")),
        undefined=True,
    ),
    [*took("femoral_neck right", "0.702", "-2.4", "-1.1"), *took("total_hip right", "0.755", "-2.0", "-1.0")],
)
add(
    "reports9_plain_side_below_each_number",
    tid(
        group(
            *(
                number(name, value, unit, [sided(NECK, side)])
                for side, values in ((LEFT, ("0.655", "-2.8", "-1.3")), (RIGHT, ("0.671", "-2.6", "-1.2")))
                for name, unit, value in zip((BMDN, TN, ZN), (G, ONE, ONE), values, strict=True)
            )
        ),
        sop=COMP3D,
    ),
    [*took("femoral_neck left", "0.655", "-2.8", "-1.3"), *took("femoral_neck right", "0.671", "-2.6", "-1.2")],
)
add(
    "reports9_plain_vertebrae_one_by_one",
    tid(
        *(
            group(mod(SITE, level), *scores(bmd, t, z))
            for level, (bmd, t, z) in zip(
                LEVELS,
                (
                    ("0.902", "-1.9", "-0.7"),
                    ("0.948", "-2.1", "-0.9"),
                    ("0.991", "-1.8", "-0.6"),
                    ("1.003", "-1.7", "-0.5"),
                ),
                strict=True,
            )
        )
    ),
    [
        row
        for n, values in enumerate(
            (
                ("0.902", "-1.9", "-0.7"),
                ("0.948", "-2.1", "-0.9"),
                ("0.991", "-1.8", "-0.6"),
                ("1.003", "-1.7", "-0.5"),
            ),
            1,
        )
        for row in took(f"lumbar_spine L{n}", *values)
    ],
)
add(
    "reports9_plain_three_vertebrae_as_sites",
    tid(
        group(*(mod(SITE, level) for level in LEVELS[:3]), named("AP spine"), *scores("0.947", "-1.9", "-0.7")),
        syntax=IMPLICIT,
    ),
    took("lumbar_spine L1+L2+L3", "0.947", "-1.9", "-0.7"),
)
add(
    "reports9_plain_codes_of_the_older_scheme",
    tid(
        group(
            mod(SRT_SITE, ("T-15710", "SRT", "Hip"), [mod(SRT_LAT, SRT_LEFT)]),
            named("Total Hip"),
            *scores("0.812", "-1.5", "-0.5"),
        ),
        group(
            mod(SRT_SITE, ("T-11500", "SRT", "Lumbar spine")),
            named("Lumbar spine L2-L4"),
            *scores("1.011", "-1.6", "-0.4"),
        ),
    ),
    [*took("total_hip left", "0.812", "-1.5", "-0.5"), *took("lumbar_spine L2+L3+L4", "1.011", "-1.6", "-0.4")],
)
LN = {
    "bmd": ("38263-0", "LN", "DXA Femur [T-score] Bone density"),
    "spine": ("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"),
}
add(
    "reports9_plain_loinc_spine_score",
    tid(group(mod(SITE, LSP), named("L1-L4"), number(LN["spine"], "-2.3", ONE))),
    [f"{L14} t_score -2.3"],
)
add(
    "reports9_plain_loinc_femur_score_with_text_of_the_neck",
    tid(
        group(
            mod(SITE, ("71341001", "SCT", "Femur"), [mod(LAT, LEFT)]),
            named("Left femoral neck"),
            number(LN["bmd"], "-2.4", ONE),
        )
    ),
    ["femoral_neck left t_score -2.4"],
)
LONG = ("BoneMineralDensityOfProximalFemur", "99HOSP", "Bone mineral density")
add(
    "reports9_plain_long_code",
    tid(group(sided(TOTAL, RIGHT), named("Total hip"), number(LONG, "0.866", G, long=True), number(TN, "-1.1", ONE))),
    ["total_hip right bmd 0.866", "total_hip right t_score -1.1"],
)
add(
    "reports9_plain_z_as_property_of_the_density",
    tid(
        group(
            sided(NECK, LEFT),
            number(BMDN, "0.720", G, [item("NUM", ("121416", "DCM", "Z-Score of measurement"))]),
            number(TN, "-2.3", ONE),
        )
    ),
    ["femoral_neck left bmd 0.720", "femoral_neck left t_score -2.3"],
)
add(
    "reports9_plain_number_without_value",
    tid(group(mod(SITE, LSP), named("L1-L4"), item("NUM", BMDN), number(TN, "-2.0", ONE), number(ZN, "", ONE))),
    [f"{L14} t_score -2.0"],
)
add(
    "reports9_plain_radius_with_text",
    tid(group(sided(RADIUS, LEFT), named("Radius 33%"), *scores("0.644", "-2.9", "-1.4")), sop=EXT),
    took("radius_33 left", "0.644", "-2.9", "-1.4"),
)
add(
    "reports9_plain_units_as_others_write_them",
    tid(
        group(
            mod(SITE, LSP),
            named("L1-L4"),
            number(BMDN, "1.044", ("g/cm^2", "UCUM", "g/cm²")),
            number(TN, "-1.1", ("{T-Score}", "UCUM", "T-Score")),
        ),
        group(sided(NECK, LEFT), number(BMDN, "812", ("mg/cm2", "UCUM", "mg/cm2")), number(TN, "-1.6", ONE)),
    ),
    [f"{L14} bmd 1.044", f"{L14} t_score -1.1", "femoral_neck left bmd 0.812", "femoral_neck left t_score -1.6"],
)
add(
    "reports9_odd_two_sides_in_one_group",
    tid(group(mod(SITE, NECK), mod(LAT, LEFT), mod(LAT, RIGHT), *scores("0.799", "-1.7", "-0.6"))),
    [],
    may=took("femoral_neck mean", "0.799", "-1.7", "-0.6"),
    held=[
        *took("femoral_neck", "0.799", "-1.7", "-0.6"),
        *took("femoral_neck left", "0.799", "-1.7", "-0.6"),
        *took("femoral_neck right", "0.799", "-1.7", "-0.6"),
    ],
)
add(
    "reports9_odd_site_left_text_right",
    tid(group(sided(NECK, LEFT), named("Right femoral neck"), *scores("0.799", "-1.7", "-0.6"))),
    [],
    held=[row for side in (" left", " right", "") for row in took(f"femoral_neck{side}", "0.799", "-1.7", "-0.6")],
)
EN = [
    "Technique: DXA of the lumbar spine and both hips on a Hologic Horizon A.",
    "Lumbar spine (L1-L4): BMD 0.812 g/cm2, T-score -2.1, Z-score -0.4.",
    (
        "Left femoral neck: BMD 0.588 g/cm2, T-score -2.4, Z-score -0.9. Left total hip: BMD 0.711 "
        "g/cm2, T-score -1.9, Z-score -0.7."
    ),
    (
        "Compared with 04/28/2022 the spine has decreased from 0.836 g/cm2 (-2.9 %), which is "
        "significant (LSC 0.022 g/cm2)."
    ),
]
ENDS = "Osteopenia by WHO criteria. Repeat in 2 years. FRAX: major osteoporotic fracture 12 %, hip fracture 2.8 %."
add(
    "reports9_plain_prose",
    prose((FINDINGS, *EN), (IMPRESSION, ENDS)),
    [
        *took(L14, "0.812", "-2.1", "-0.4"),
        *took("femoral_neck left", "0.588", "-2.4", "-0.9"),
        *took("total_hip left", "0.711", "-1.9", "-0.7"),
        "lumbar_spine bmd 0.836 prior@2022-04-28",
        "patient frax_major 12",
        "patient frax_hip 2.8",
    ],
    says=["class osteopenia"],
)
DE = (
    "LWS (L2-L4): BMD 0,955 g/cm², T-Wert -2,1, Z-Wert -1,0. Schenkelhals rechts: BMD 0,701 g/cm², "
    "T-Wert -2,4, Z-Wert -1,2. Gesamtfemur rechts: T-Wert -2,0."
)
add(
    "reports9_plain_german_prose",
    prose((FINDINGS, DE), (IMPRESSION, "Osteopenie."), language=("de", "RFC5646", "German")),
    [
        *took("lumbar_spine L2+L3+L4", "0.955", "-2.1", "-1.0"),
        *took("femoral_neck right", "0.701", "-2.4", "-1.2"),
        "total_hip right t_score -2.0",
    ],
    says=["class osteopenia"],
)
FR = (
    "Rachis lombaire L1-L4 : DMO 0,877 g/cm2, T-score -2,6, Z-score -1,1.\r\nCol fémoral gauche : "
    "DMO 0,690 g/cm2, T-score -2,5, Z-score -1,2.\r\nHanche totale gauche : DMO 0,744 g/cm2, "
    "T-score -2,1."
)
add(
    "reports9_plain_french_prose",
    prose((FINDINGS, FR), (IMPRESSION, "Ostéoporose."), language=("fr", "RFC5646", "French")),
    [
        *took(L14, "0.877", "-2.6", "-1.1"),
        *took("femoral_neck left", "0.690", "-2.5", "-1.2"),
        *site("total_hip left", bmd="0.744", t_score="-2.1"),
    ],
    says=["class osteoporosis"],
)
TABLE = (
    "Region          BMD (g/cm2)   T-score   Z-score\r\nL1-L4           0.914         -2.3      "
    "-1.0\r\nNeck Left       0.712         -2.3      -1.0\r\nTotal Left      0.771         -1.9     "
    " -0.9\r\nNeck Right      0.735         -2.2      -0.9\r\nTotal Right     0.792         -1.7    "
    "  -0.8"
)
add(
    "reports9_plain_table_within_a_text",
    prose((FINDINGS, TABLE), (IMPRESSION, "Low bone mass (osteopenia).")),
    [
        *took(L14, "0.914", "-2.3", "-1.0"),
        *took("femoral_neck left", "0.712", "-2.3", "-1.0"),
        *took("total_hip left", "0.771", "-1.9", "-0.9"),
        *took("femoral_neck right", "0.735", "-2.2", "-0.9"),
        *took("total_hip right", "0.792", "-1.7", "-0.8"),
    ],
    says=["class osteopenia"],
)
SPLIT = [
    ("Lumbar spine", "L1-L4 BMD 0.988 g/cm2", "T-score -1.6", "Z-score -0.5"),
    ("Left hip", "Femoral neck BMD 0.733 g/cm2, T-score -2.2", "Total hip BMD 0.796 g/cm2, T-score -1.7"),
]
add(
    "reports9_plain_headings_of_the_sites_above_their_texts",
    rep(
        report(
            ("18748-4", "LN", "Diagnostic imaging report"),
            [
                item(
                    "CONTAINER",
                    ("1", "99HOSP", head),
                    [item("TEXT", ("121071", "DCM", "Finding"), text=one) for one in texts],
                )
                for head, *texts in SPLIT
            ],
            "1.2.840.10008.5.1.4.1.1.88.11",
            StudyDescription="DXA",
        )
    ),
    [
        *took(L14, "0.988", "-1.6", "-0.5"),
        *site("femoral_neck left", bmd="0.733", t_score="-2.2"),
        *site("total_hip left", bmd="0.796", t_score="-1.7"),
    ],
)
LETTER = """# DXA REPORT

> Exam date: 05/14/2024

Clinical history: 66-year-old postmenopausal woman.

The bone mineral density of the lumbar spine (L1-L4) is 0.899 g/cm2, with a T-score of -2.3 and a Z-score of -0.8.

The bone mineral density of the right femoral neck is 0.655 g/cm2, with a T-score of -2.6 and a Z-score of -1.1.

# IMPRESSION

Osteoporosis at the right femoral neck."""
add(
    "reports9_plain_letter",
    pdf_obj(letter(LETTER), title="DXA Report"),
    [*took(L14, "0.899", "-2.3", "-0.8"), *took("femoral_neck right", "0.655", "-2.6", "-1.1")],
    says=["class osteoporosis"],
)
NUMBERS = """# BONE DENSITOMETRY

| Region | BMD (g/cm2) | T-score | Z-score
| L1-L4 | 0.899 | -2.3 | -0.8
| Neck Left | 0.655 | -2.8 | -1.2
| Total Left | 0.744 | -2.1 | -0.9

Impression: Osteoporosis."""
add(
    "reports9_plain_letter_with_a_table",
    pdf_obj(letter(NUMBERS), mime="application/pdf "),
    [
        *took(L14, "0.899", "-2.3", "-0.8"),
        *took("femoral_neck left", "0.655", "-2.8", "-1.2"),
        *took("total_hip left", "0.744", "-2.1", "-0.9"),
    ],
    says=["class osteoporosis"],
)
DICTATED = (
    "DEXA. L-spine: T = -2.4 (L1-4). Lt fem neck: T = -2.7, Z = -0.9. Lt total hip: T = -2.2. "
    "Osteoporosis. Mother: hip fx, T -3.5."
)
add(
    "reports9_odd_shorthand",
    prose((FINDINGS, DICTATED)),
    [
        f"{L14} t_score -2.4",
        "femoral_neck left t_score -2.7",
        "femoral_neck left z_score -0.9",
        "total_hip left t_score -2.2",
    ],
    says=["class osteoporosis"],
)
