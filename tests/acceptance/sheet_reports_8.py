"""A second round by the examiner of sheet_nothing_1: structured and prose reports, and more that hold nothing."""

from fixtures.dicom_objects import BIG_ENDIAN, item, number, report
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BMDN,
    BONE,
    COMP,
    L14,
    LAT,
    LEFT,
    NECK,
    ONE,
    PCT,
    SITE,
    TN,
    Documents,
    G,
    ge_obj,
    group,
    hol,
    hol_text,
    mod,
    pdf_obj,
    rep,
    roi,
    scan,
    site,
    tid,
    tree_roi,
    tree_scan,
    xml,
)
from tests.acceptance.sheet_hologic_7 import rows
from tests.acceptance.sheet_reports_6 import (
    CONCLUSION,
    FINDINGS,
    HIP,
    IMPRESSION,
    named,
    prose,
    scores,
    section,
    sided,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
HISTORY = ("121060", "DCM", "History")
TABLE = """Region        BMD (g/cm2)   T-score   Z-score
L1-L4         0.944         -1.9      -0.5
Left neck     0.733         -2.1      -0.7
Left total    0.799         -1.7      -0.6"""
GERMAN = """Knochendichtemessung (DXA)

LWS L1-L4: 0,944 g/cm², T-Score -1,9
Schenkelhals rechts: 0,733 g/cm², T-Score -2,1
Gesamthüfte rechts: 0,799 g/cm², T-Score -1,7

Beurteilung: Osteopenie."""
COMPARED = ("18834-2", "LN", "Radiology Comparison study")


def words(head, *texts):
    """Return a section of words."""
    return item("CONTAINER", head, [item("TEXT", ("121071", "DCM", "Finding"), text=text) for text in texts])


add(
    "reports8_plain_history_and_comparison_sections",
    rep(
        report(
            ("18748-4", "LN", "Diagnostic imaging report"),
            [
                words(HISTORY, "Wrist fracture at 62. Outside DXA of 2018 with a lumbar T-score of -2.9."),
                words(COMPARED, "DXA of 11/03/2021: L1-L4 BMD 0.955 g/cm2, left total hip BMD 0.801 g/cm2."),
                words(
                    FINDINGS,
                    "AP spine L1-L4: 0.931 g/cm2, T-score -2.1, Z-score -0.7.",
                    "Left total hip: 0.788 g/cm2, T-score -1.8, Z-score -0.6.",
                ),
                words(IMPRESSION, "Osteopenia."),
            ],
            COMP,
            StudyDescription="DXA",
        )
    ),
    [
        *site(L14, bmd="0.931", t_score="-2.1", z_score="-0.7"),
        *site("total_hip left", bmd="0.788", t_score="-1.8", z_score="-0.6"),
    ],
    may=[f"{L14} bmd 0.955 prior", "total_hip left bmd 0.801 prior", "lumbar_spine t_score -2.9 prior"],
    says=["class osteopenia"],
)
add(
    "reports8_plain_table_of_words",
    prose(
        (
            FINDINGS,
            TABLE,
        ),
        (IMPRESSION, "Low bone mass."),
    ),
    [
        *site(L14, bmd="0.944", t_score="-1.9", z_score="-0.5"),
        *site("femoral_neck left", bmd="0.733", t_score="-2.1", z_score="-0.7"),
        *site("total_hip left", bmd="0.799", t_score="-1.7", z_score="-0.6"),
    ],
)
add(
    "reports8_plain_corrected_report",
    [
        prose(
            (FINDINGS, "L1-L4 T-score -2.1. Left femoral neck T-score -2.6."),
            (IMPRESSION, "Osteoporosis."),
            SOPInstanceUID="1.2.9.1",
        ),
        rep(
            report(
                ("18748-4", "LN", "Diagnostic imaging report"),
                [
                    words(FINDINGS, "L1-L4 T-score -2.1. Left femoral neck T-score -2.4."),
                    words(IMPRESSION, "Osteopenia."),
                ],
                COMP,
                StudyDescription="DXA",
            ),
            n=8,
        ),
    ],
    [f"{L14} t_score -2.1"],
    held=["femoral_neck left t_score -2.6", "femoral_neck left t_score -2.4"],
)
add(
    "reports8_plain_bare_regions_in_sections",
    rep(
        report(
            ("R", "99PACS", "Bone Density"),
            [
                section(
                    "AP Spine",
                    item("TEXT", ("a", "99PACS", "Result"), text="L1-L4 BMD 0.944 g/cm2 T-score -1.9 Z-score -0.5"),
                ),
                section(
                    "Right Hip",
                    item("TEXT", ("a", "99PACS", "Result"), text="Neck BMD 0.733 g/cm2 T-score -2.1 Z-score -0.7"),
                    item("TEXT", ("a", "99PACS", "Result"), text="Total BMD 0.799 g/cm2 T-score -1.7 Z-score -0.6"),
                ),
            ],
            COMP,
        )
    ),
    [
        *site(L14, bmd="0.944", t_score="-1.9", z_score="-0.5"),
        *site("femoral_neck right", bmd="0.733", t_score="-2.1", z_score="-0.7"),
        *site("total_hip right", bmd="0.799", t_score="-1.7", z_score="-0.6"),
    ],
)
add(
    "reports8_odd_reference_beside_the_value",
    tid(
        group(
            named("Left femoral neck"),
            sided(NECK, LEFT),
            number(BMDN, "0.733", G),
            number(("REF", "99X", "Young adult reference BMD"), "0.980", G),
            number(("LSC", "99X", "Least significant change BMD"), "0.031", G),
            number(("CH", "99X", "BMD change vs previous"), "-2.1", PCT),
            number(TN, "-2.1", ONE, [mod(("121401", "DCM", "Derivation"), ("x", "99X", "NHANES III white female"))]),
        )
    ),
    site("femoral_neck left", bmd="0.733", t_score="-2.1"),
)
add(
    "reports8_odd_both_sides_and_their_mean",
    tid(
        group(sided(HIP, LEFT), named("Left total hip"), *scores("0.799", "-1.7", "-0.6")),
        group(
            mod(SITE, HIP, [mod(LAT, ("51440002", "SCT", "Bilateral"))]),
            named("Mean total hip"),
            *scores("0.801", "-1.6", "-0.6"),
        ),
        syntax=BIG_ENDIAN,
    ),
    site("total_hip left", bmd="0.799", t_score="-1.7", z_score="-0.6"),
    may=site("total_hip mean", bmd="0.801", t_score="-1.6", z_score="-0.6"),
    held=[
        *site("total_hip mean", bmd="0.801", t_score="-1.6", z_score="-0.6"),
        *site("total_hip", bmd="0.801", t_score="-1.6", z_score="-0.6"),
    ],
)
add(
    "reports8_odd_value_of_the_young_in_a_container_of_reference",
    rep(
        report(
            ("R", "99V", "Densitometry"),
            [
                section(
                    "Lumbar Spine",
                    section(
                        "L1-L4", number(("B", "99V", "BMD"), "0.944", G), number(("T", "99V", "T-Score"), "-1.9", ONE)
                    ),
                ),
                section("Reference Population", section("L1-L4", number(("B", "99V", "BMD"), "1.180", G))),
                section(
                    "Previous Examination 2021-03-11",
                    section(
                        "L1-L4", number(("B", "99V", "BMD"), "0.966", G), number(("T", "99V", "T-Score"), "-1.7", ONE)
                    ),
                ),
            ],
            COMP,
        )
    ),
    site(L14, bmd="0.944", t_score="-1.9"),
    may=[f"{L14} bmd 0.966 prior", f"{L14} t_score -1.7 prior"],
)
add(
    "reports8_plain_german_letter",
    pdf_obj(letter(GERMAN)),
    [
        *site(L14, bmd="0.944", t_score="-1.9"),
        *site("femoral_neck right", bmd="0.733", t_score="-2.1"),
        *site("total_hip right", bmd="0.799", t_score="-1.7"),
    ],
    says=["class osteopenia"],
)


def nothing(name, objects, **more):
    """Add an object that says no number of the patient."""
    add(f"reports8_nothing_{name}", objects, [], **more)


GE_SPINE = xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="1.255", t="0.3")))
nothing("phantom_in_the_protocol", ge_obj(GE_SPINE, ProtocolName="Spine Phantom QA"))
nothing(
    "phantom_in_the_study",
    ge_obj(tree=[tree_scan("AP Spine", tree_roi("L1-L4", bmd="1.255", t="0.3"))], StudyDescription="Daily QC phantom"),
)
nothing("phantom_in_spanish", ge_obj(GE_SPINE, PatientName="FANTOMA^COLUMNA", PatientSex=""))
nothing(
    "phantom_in_words",
    prose((FINDINGS, "Daily quality control: spine phantom BMD 1.010 g/cm2 (L1-L4), within limits.")),
)
nothing(
    "phantom_in_a_tree",
    rep(
        report(
            ("R", "99V", "Densitometry"),
            [section("Spine Phantom", section("L1-L4", number(("B", "99V", "BMD"), "1.010", G)))],
            COMP,
        )
    ),
)
nothing(
    "prosthesis_in_french",
    hol(hol_text("a Hanche gauche prothèse", (1, [BONE, *rows("Total 33.2 40.1 1.208 2.2 130 2.9 140")]))),
)
nothing("knee_in_german", ge_obj(xml("14/05/2024", scan("Knie links", roi("Total", bmd="0.955")))))
nothing(
    "goal_of_treatment",
    prose((IMPRESSION, "Goal of treatment: a T-score above -2.0 at the total hip.", "No DXA was done today.")),
)
nothing(
    "sister",
    prose(
        (FINDINGS, "Her sister had osteoporosis with a femoral neck T-score of -2.8."), (CONCLUSION, "DXA recommended.")
    ),
)
nothing(
    "trial_criteria", prose((FINDINGS, "Eligible for the trial if the lumbar spine T-score is between -2.5 and -4.0."))
)
nothing("uncertain_group", tid(group(mod(SITE, ("774007", "SCT", "Head and neck")), number(BMDN, "0.801", G))))
nothing(
    "carotid_score",
    tid(
        group(mod(SITE, ("69105007", "SCT", "Neck")), number(("Z", "99C", "Z-score"), "1.2", ONE)),
        StudyDescription="Carotid IMT",
    ),
    held=["femoral_neck z_score 1.2"],
)
