"""A second round of structured reports, prose and PDF in DICOM by the examiner of sheet_lunar_10.

Read for the first time, 71 of 73 values of 18 objects were found, and two of an earlier day, whose vertebrae stood
beside the word "prior", had none. Two were held because a text named Conclusion stood below a heading Comparison by
mistake; it is named Finding now.
"""

from pydicom.sequence import Sequence

from fixtures.dicom_objects import code, item, number, report
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    L14,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    PCT,
    RIGHT,
    SITE,
    TN,
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
from tests.acceptance.sheet_reports_9 import TOTAL, took

DOCUMENTS = Documents()
add = DOCUMENTS.add
BOX = "CONTAINER"


def property_of(name, value, unit=ONE):
    made = number(name, value, unit)
    made.RelationshipType = "HAS PROPERTIES"
    return made


STATISTICS = [
    property_of(("121416", "DCM", "Z-Score of measurement"), "-0.9"),
    property_of(("121414", "DCM", "Standard deviation of population"), "0.12", G),
    property_of(("121415", "DCM", "Percentile Ranking of measurement"), "18", PCT),
    property_of(("121408", "DCM", "Mean Value Of Population"), "0.98", G),
]
add(
    "reports10_plain_density_with_statistics",
    tid(group(sided(NECK, LEFT), number(BMDN, "0.733", G, STATISTICS), number(TN, "-2.2", ONE))),
    ["femoral_neck left bmd 0.733", "femoral_neck left t_score -2.2", "femoral_neck left z_score -0.9"],
)
RANGE = [
    property_of(("1", "99X", "Normal range lower limit"), "0.90", G),
    property_of(("2", "99X", "Normal range upper limit"), "1.20", G),
]
add(
    "reports10_plain_density_with_normal_range",
    tid(group(mod(SITE, LSP), named("L1-L4"), number(BMDN, "0.955", G, RANGE), number(TN, "-1.9", ONE))),
    [f"{L14} bmd 0.955", f"{L14} t_score -1.9"],
)
FEMUR = ("71341001", "SCT", "Femur")
PART = ("106233006", "SCT", "Topographical modifier")
add(
    "reports10_odd_neck_as_modifier_of_the_femur",
    tid(group(mod(SITE, FEMUR, [mod(LAT, RIGHT), mod(PART, NECK)]), *scores("0.702", "-2.4", "-1.1"))),
    [],
    may=took("femoral_neck right", "0.702", "-2.4", "-1.1"),
    held=took("hip_unspecified right", "0.702", "-2.4", "-1.1"),
)
RISKS = [
    item(
        BOX,
        ("125007", "DCM", "Measurement Group"),
        [
            named("FRAX"),
            number(("90265-0", "LN", "Fracture risk major osteoporotic 10 year"), "16.0", PCT),
            number(("90264-3", "LN", "Hip fracture 10 year"), "4.5", PCT),
        ],
    )
]
add(
    "reports10_plain_frax_group",
    tid(group(mod(SITE, LSP), named("L1-L4"), *scores("0.912", "-2.3", "-0.8")), *RISKS),
    took(L14, "0.912", "-2.3", "-0.8"),
    may=["patient frax_major 16.0", "patient frax_hip 4.5"],
)
BEFORE = item("DATE", ("111060", "DCM", "Study Date"), relationship="HAS OBS CONTEXT")
BEFORE.Date = "20210303"
add(
    "reports10_plain_group_of_an_earlier_day",
    tid(
        group(mod(SITE, LSP), named("L1-L4"), *scores("0.912", "-2.3", "-0.8")),
        group(BEFORE, mod(SITE, LSP), named("L1-L4 prior"), number(BMDN, "0.944", G), number(TN, "-2.0", ONE)),
    ),
    took(L14, "0.912", "-2.3", "-0.8"),
    may=[f"{L14} bmd 0.944 prior", f"{L14} t_score -2.0 prior"],
    held=[f"{L14} bmd 0.944", f"{L14} t_score -2.0", f"{L14} bmd 0.944 prior", f"{L14} t_score -2.0 prior"],
)
add(
    "reports10_plain_sections_by_limb",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                item(
                    BOX,
                    ("1", "99X", head),
                    [item(BOX, ("2", "99X", row), list(scores(*values))) for row, values in rows],
                )
                for head, rows in (
                    (
                        "Left Hip",
                        [("Femoral Neck", ("0.655", "-2.8", "-1.2")), ("Total Hip", ("0.744", "-2.1", "-0.9"))],
                    ),
                    ("Lumbar Spine", [("L1-L4", ("0.899", "-2.4", "-0.8"))]),
                )
            ],
            COMP,
            StudyDescription="DXA",
        )
    ),
    [
        *took("femoral_neck left", "0.655", "-2.8", "-1.2"),
        *took("total_hip left", "0.744", "-2.1", "-0.9"),
        *took(L14, "0.899", "-2.4", "-0.8"),
    ],
)
add(
    "reports10_plain_l1_to_l4_as_four_sites",
    tid(
        group(*(mod(SITE, level) for level in LEVELS), *scores("1.011", "-1.4", "-0.3")),
        group(mod(SITE, TOTAL, [mod(LAT, LEFT)]), *scores("0.822", "-1.5", "-0.4")),
    ),
    [*took(L14, "1.011", "-1.4", "-0.3"), *took("total_hip left", "0.822", "-1.5", "-0.4")],
)
add(
    "reports10_plain_both_hips_as_mean",
    tid(
        group(
            mod(SITE, HIP, [mod(LAT, ("51440002", "SCT", "Bilateral"))]),
            named("Total hip mean"),
            *scores("0.811", "-1.6", "-0.6"),
        )
    ),
    [],
    may=took("total_hip mean", "0.811", "-1.6", "-0.6"),
    held=[*took("total_hip mean", "0.811", "-1.6", "-0.6"), *took("total_hip", "0.811", "-1.6", "-0.6")],
)
FAILED = item("NUM", TN)
FAILED.MeasuredValueSequence = []
FAILED.NumericValueQualifierCodeSequence = Sequence([code("114006", "DCM", "Measurement failure")])
add(
    "reports10_plain_failed_measurement",
    tid(group(sided(NECK, RIGHT), number(BMDN, "0.688", G), FAILED)),
    ["femoral_neck right bmd 0.688"],
)
add(
    "reports10_odd_unknown_unit",
    tid(group(sided(NECK, RIGHT), number(BMDN, "0.688", ("kg/m2", "UCUM", "kg/m2")), number(TN, "-2.5", ONE))),
    ["femoral_neck right t_score -2.5"],
    held=["femoral_neck right bmd 0.688"],
)
TBS = "TBS (L1-L4): 1.233. FRAX adjusted for TBS: MOF 14.0 %, hip 3.9 %."
EN = [
    "LUMBAR SPINE: L1-L4 (excluding L3): BMD 0.877 g/cm2, T-score -2.5, Z-score -1.0.",
    (
        "LEFT HIP: Femoral neck BMD 0.677 g/cm2, T-score -2.6, Z-score -1.1. Total hip BMD 0.735 g/cm2, "
        "T-score -2.2, Z-score -1.0."
    ),
]
add(
    "reports10_plain_prose_with_a_vertebra_left_out",
    prose((FINDINGS, *EN), (IMPRESSION, "Osteoporosis.")),
    [
        *took("lumbar_spine L1+L2+L4", "0.877", "-2.5", "-1.0"),
        *took("femoral_neck left", "0.677", "-2.6", "-1.1"),
        *took("total_hip left", "0.735", "-2.2", "-1.0"),
    ],
    says=["class osteoporosis"],
)
COMPARED = item(
    BOX,
    ("1", "99X", "Comparison"),
    [item("TEXT", ("121071", "DCM", "Finding"), text="DXA 03/05/2021: L1-L4 BMD 0.944 g/cm2, T-score -2.0.")],
)
NOW = item(BOX, FINDINGS, [item("TEXT", ("121071", "DCM", "Finding"), text="L1-L4: BMD 0.912 g/cm2, T-score -2.3.")])
add(
    "reports10_plain_prose_with_a_comparison_section",
    rep(report(("18748-4", "LN", "Diagnostic imaging report"), [COMPARED, NOW], BASIC, StudyDescription="DXA")),
    [f"{L14} bmd 0.912", f"{L14} t_score -2.3"],
    may=[f"{L14} bmd 0.944 prior", f"{L14} t_score -2.0 prior"],
)
ES = (
    "Columna lumbar L1-L4: DMO 0,877 g/cm2, T-score -2,5, Z-score -1,0. Cuello femoral izquierdo: "
    "DMO 0,690 g/cm2, T-score -2,1, Z-score -0,7. Cadera total izquierda: T-score -1,9."
)
add(
    "reports10_plain_spanish_prose",
    prose((FINDINGS, ES), (IMPRESSION, "Osteoporosis en columna lumbar."), language=("es", "RFC5646", "Spanish")),
    [
        *took(L14, "0.877", "-2.5", "-1.0"),
        *took("femoral_neck left", "0.690", "-2.1", "-0.7"),
        "total_hip left t_score -1.9",
    ],
)
NL = (
    "Lumbale wervelkolom L1-L4: BMD 0,901 g/cm2, T-score -2,3. Linker femurhals: BMD 0,688 g/cm2, "
    "T-score -2,2. Linker totale heup: T-score -1,7."
)
add(
    "reports10_plain_dutch_prose",
    prose((FINDINGS, NL), (IMPRESSION, "Osteopenie."), language=("nl", "RFC5646", "Dutch")),
    [
        *site(L14, bmd="0.901", t_score="-2.3"),
        *site("femoral_neck left", bmd="0.688", t_score="-2.2"),
        "total_hip left t_score -1.7",
    ],
    says=["class osteopenia"],
)
add(
    "reports10_plain_prose_with_texture",
    prose((FINDINGS, "L1-L4: BMD 0.912 g/cm2, T-score -2.3.", TBS)),
    [f"{L14} bmd 0.912", f"{L14} t_score -2.3"],
    may=[f"{L14} tbs 1.233", "patient frax_major 14.0", "patient frax_hip 3.9"],
    held=["patient frax_major 14.0", "patient frax_hip 3.9"],
)
HISTORY = ("121060", "DCM", "History")
add(
    "reports10_plain_history_beside_groups",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                item(
                    BOX,
                    HISTORY,
                    [
                        item(
                            "TEXT",
                            ("121071", "DCM", "Finding"),
                            text="Right hip T-score was -3.1 two years ago elsewhere. On alendronate.",
                        )
                    ],
                ),
                item(
                    BOX,
                    ("126010", "DCM", "Imaging Measurements"),
                    [group(sided(NECK, LEFT), *scores("0.688", "-2.5", "-1.0"))],
                ),
            ],
            COMP,
            StudyDescription="DXA",
        )
    ),
    took("femoral_neck left", "0.688", "-2.5", "-1.0"),
)
PAGE = """# BONE MINERAL DENSITY EXAMINATION

> Date of exam: 14 May 2024

| Site | BMD | T-score | Z-score
| Lumbar spine L1-L4 | 0.912 g/cm2 | -2.3 | -0.8
| Right femoral neck | 0.701 g/cm2 | -2.4 | -1.0
| Right total hip | 0.766 g/cm2 | -1.9 | -0.8

WHO: normal T-score -1.0 or above, osteopenia between -1.0 and -2.5, osteoporosis -2.5 or below.

Conclusion: osteopenia. FRAX major 13 %, hip 3.3 %."""
add(
    "reports10_plain_pdf_table_with_legend",
    pdf_obj(letter(PAGE)),
    [
        *took(L14, "0.912", "-2.3", "-0.8"),
        *took("femoral_neck right", "0.701", "-2.4", "-1.0"),
        *took("total_hip right", "0.766", "-1.9", "-0.8"),
        "patient frax_major 13",
        "patient frax_hip 3.3",
    ],
    says=["class osteopenia"],
)
BRIEF = (
    "Osteodensitometrie vom 14.05.2024\n\nSehr geehrte Kollegin,\n\nLWS L1-L4: BMD 0,912 g/cm², "
    "T-Score -2,3, Z-Score -0,8.\n\nSchenkelhals links: BMD 0,701 g/cm², T-Score -2,4. Hüfte gesamt "
    "links: T-Score -1,9.\n\nBeurteilung: Osteopenie."
)
add(
    "reports10_plain_german_letter",
    pdf_obj(letter(BRIEF), title="Arztbrief"),
    [
        *took(L14, "0.912", "-2.3", "-0.8"),
        *site("femoral_neck left", bmd="0.701", t_score="-2.4"),
        "total_hip left t_score -1.9",
    ],
    says=["class osteopenia"],
)
