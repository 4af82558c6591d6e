"""A third round by the examiner of sheet_nothing_1, of all kinds, written after everything before was mended.

Read for the first time, all 110 values of 12 objects and studies were found, and none was wrong.
"""

from fixtures.dicom_objects import BIG_ENDIAN, IMPLICIT, item, number, report
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BONE,
    COMP,
    L14,
    ONE,
    PCT,
    Documents,
    G,
    ge_obj,
    hol,
    hol_text,
    pdf_obj,
    rep,
    roi,
    scan,
    site,
    tree_roi,
    tree_scan,
    trend,
    xml,
)
from tests.acceptance.sheet_hologic_7 import SPINE, SPINE_TOLD, rows
from tests.acceptance.sheet_lunar_8 import table, taken
from tests.acceptance.sheet_reports_6 import FINDINGS, IMPRESSION, prose, section

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14-May-2024"
NUMBERED = """1. Osteoporosis at the lumbar spine (L1-L4 T-score -2.7).
2. Osteopenia at the left femoral neck (T-score -2.1) and left total hip (T-score -1.6).
3. FRAX: major osteoporotic fracture 15%, hip fracture 3.9%."""
FULL = "0.744 72 -2.1 87 -0.8 3.62 4.87"

add(
    "studies12_plain_prodigy_without_contents",
    ge_obj(
        tree=[
            tree_scan("AP Spine", tree_roi("L2-L4", bmd="0.955", t="-2.0", z="-0.9")),
            tree_scan(
                "Left Femur",
                tree_roi("Neck", bmd="0.744", t="-2.1"),
                tree_roi("Ward's", bmd="0.544", t="-2.8"),
                tree_roi("Troch", bmd="0.655", t="-1.2"),
                tree_roi("Total", bmd="0.801", t="-1.6"),
            ),
        ],
        ManufacturerModelName="Prodigy",
        SoftwareVersions="8.60",
    ),
    [
        *site("lumbar_spine L2+L3+L4", bmd="0.955", t_score="-2.0", z_score="-0.9"),
        *site("femoral_neck left", bmd="0.744", t_score="-2.1"),
        *site("wards_triangle left", bmd="0.544", t_score="-2.8"),
        *site("trochanter left", bmd="0.655", t_score="-1.2"),
        *site("total_hip left", bmd="0.801", t_score="-1.6"),
    ],
)
add(
    "studies12_plain_both_femora_in_two_scans",
    ge_obj(
        xml(
            DAY,
            table("Left Femur", {"Neck": FULL, "Total": "0.811 81 -1.5"}),
            table("Right Femur", {"Neck": "0.751 73 -2.0", "Total": "0.820 82 -1.5"}),
        )
    ),
    [
        *taken("femoral_neck left", FULL),
        *taken("total_hip left", "0.811 81 -1.5"),
        *taken("femoral_neck right", "0.751 73 -2.0"),
        *taken("total_hip right", "0.820 82 -1.5"),
    ],
)
add(
    "studies12_plain_trends_of_both_hips",
    ge_obj(
        xml(
            "14/05/2024",
            scan(
                "DualFemur",
                roi("Total Mean", bmd="0.801", t="-1.6"),
                trend("Total Mean", ("05/14/2024", "0.801"), ("06/30/2021", "0.812")),
                trend("Total Left", ("05/14/2024", "0.799"), ("06/30/2021", "0.810")),
                trend("Total Right", ("05/14/2024", "0.803"), ("06/30/2021", "0.814")),
            ),
        )
    ),
    [
        *site("total_hip mean", bmd="0.801", t_score="-1.6"),
        "total_hip mean bmd 0.812 prior@2021-06-30",
        "total_hip left bmd 0.799",
        "total_hip left bmd 0.810 prior@2021-06-30",
        "total_hip right bmd 0.803",
        "total_hip right bmd 0.814 prior@2021-06-30",
    ],
)
add(
    "studies12_plain_hologic_spine_as_bytes_with_a_letter",
    [
        hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)]), end="\n"), vr="OB", n=1),
        pdf_obj(
            letter("DXA report\n\nLumbar spine L1-L4: BMD 0.889 g/cm2, T-score -1.4.\n\nImpression: osteopenia."), n=2
        ),
    ],
    SPINE_TOLD,
    says=["class osteopenia"],
)
add(
    "studies12_plain_hologic_percent_signs",
    hol(
        hol_text(
            "a Right Hip",
            (
                1,
                [
                    ["Region", "BMD (g/cm²)", "T - score", "% PR", "Z - score", "% AM"],
                    ["Neck", "0.640", "-1.9", "75%", "-0.4", "93%"],
                    ["Total", "0.780", "-1.3", "83%", "-0.2", "97%"],
                ],
            ),
        )
    ),
    [
        *site(
            "femoral_neck right",
            bmd="0.640",
            t_score="-1.9",
            young_adult_percent="75",
            z_score="-0.4",
            age_matched_percent="93",
        ),
        *site(
            "total_hip right",
            bmd="0.780",
            t_score="-1.3",
            young_adult_percent="83",
            z_score="-0.2",
            age_matched_percent="97",
        ),
    ],
)
add(
    "studies12_plain_swedish_prose",
    prose(
        (
            FINDINGS,
            "Ländrygg L1-L4: BMD 0,922 g/cm2, T-score -2,0, Z-score -0,6.",
            "Vänster lårbenshals: BMD 0,701 g/cm2, T-score -2,2, Z-score -0,7.",
            "Vänster höft total: BMD 0,780 g/cm2, T-score -1,8, Z-score -0,6.",
        ),
        (IMPRESSION, "Osteopeni."),
        language=("sv", "RFC5646", "Swedish"),
    ),
    [
        *site(L14, bmd="0.922", t_score="-2.0", z_score="-0.6"),
        *site("femoral_neck left", bmd="0.701", t_score="-2.2", z_score="-0.7"),
        *site("total_hip left", bmd="0.780", t_score="-1.8", z_score="-0.6"),
    ],
)
add(
    "studies12_plain_radiologists_impression_alone",
    prose((IMPRESSION, NUMBERED)),
    [
        f"{L14} t_score -2.7",
        "femoral_neck left t_score -2.1",
        "total_hip left t_score -1.6",
        "patient frax_major 15",
        "patient frax_hip 3.9",
    ],
    says=["class osteoporosis"],
)
add(
    "studies12_plain_small_vendor_of_spain",
    rep(
        report(
            ("R", "99OST", "Densitometría ósea"),
            [
                section(
                    "Columna lumbar",
                    section(
                        "L1-L4",
                        number(("B", "99OST", "DMO"), "0.911", G),
                        number(("T", "99OST", "T-score"), "-2.2", ONE),
                        number(("Z", "99OST", "Z-score"), "-0.8", ONE),
                        number(("P", "99OST", "% adulto joven"), "78", PCT),
                    ),
                ),
                section(
                    "Cadera izquierda",
                    section(
                        "Cuello",
                        number(("B", "99OST", "DMO"), "0.701", G),
                        number(("T", "99OST", "T-score"), "-2.2", ONE),
                    ),
                    section(
                        "Total",
                        number(("B", "99OST", "DMO"), "0.790", G),
                        number(("T", "99OST", "T-score"), "-1.5", ONE),
                    ),
                ),
            ],
            COMP,
        ),
        syntax=BIG_ENDIAN,
    ),
    [
        *site(L14, bmd="0.911", t_score="-2.2", z_score="-0.8"),
        *site("femoral_neck left", bmd="0.701", t_score="-2.2"),
        *site("total_hip left", bmd="0.790", t_score="-1.5"),
    ],
    may=[f"{L14} young_adult_percent 78"],
)
add(
    "studies12_odd_previous_results_in_their_own_container",
    rep(
        report(
            ("R", "99OST", "DXA"),
            [
                section(
                    "Current Results",
                    section("Left Hip", section("Neck", number(("T", "99OST", "T-score"), "-2.2", ONE))),
                ),
                section(
                    "Previous Results",
                    section("Left Hip", section("Neck", number(("T", "99OST", "T-score"), "-2.0", ONE))),
                ),
                section(
                    "Previous Results", item("TEXT", ("c", "99OST", "Comment"), text="Left total hip T-score -1.4.")
                ),
            ],
            COMP,
        )
    ),
    ["femoral_neck left t_score -2.2"],
    may=["femoral_neck left t_score -2.0 prior", "total_hip left t_score -1.4 prior"],
)
add(
    "studies12_odd_hologic_two_scans_in_one_object",
    hol(
        hol_text("a Left Hip", (1, [BONE[:5], ["Neck", "4.9", "3.1", "0.636", "-1.9"]]))
        + hol_text("a Right Hip", (1, [BONE[:5], ["Neck", "4.8", "3.2", "0.655", "-1.7"]])),
        syntax=IMPLICIT,
        vr="UN",
    ),
    [
        *site("femoral_neck left", area="4.9", bmc="3.1", bmd="0.636", t_score="-1.9"),
        *site("femoral_neck right", area="4.8", bmc="3.2", bmd="0.655", t_score="-1.7"),
    ],
)
add(
    "studies12_odd_words_of_todays_letter_against_an_older_scan",
    [
        ge_obj(xml("14/05/2021", scan("AP Spine", roi("L1-L4", bmd="0.944", t="-1.9"))), n=1, StudyDate="20210514"),
        prose((FINDINGS, "L1-L4 T-score -2.2."), SOPInstanceUID="1.2.3.9"),
    ],
    [],
    held=[*site(L14, bmd="0.944", t_score="-1.9"), f"{L14} t_score -2.2"],
)
add(
    "studies12_odd_implant_told_in_words",
    [
        ge_obj(xml(DAY, table("Right Femur", {"Neck": "1.344 130 2.9", "Total": "1.411 140 3.1"})), n=1),
        prose(
            (FINDINGS, "The right hip was not evaluated because of a total hip replacement. L1-L4 T-score -1.1."),
            SOPInstanceUID="1.2.3.9",
        ),
    ],
    [f"{L14} t_score -1.1"],
    may=[*taken("femoral_neck right", "1.344 130 2.9"), *taken("total_hip right", "1.411 140 3.1")],
    held=[*taken("femoral_neck right", "1.344 130 2.9"), *taken("total_hip right", "1.411 140 3.1")],
)
