"""A second round by the examiner of sheet_nothing_1: GE Lunar and Hologic, one by one and as studies."""

from fixtures.dicom_objects import IMPLICIT, item, number
from tests.acceptance.shapes import (
    BONE,
    L14,
    ONE,
    Documents,
    ge_obj,
    hol,
    hol_text,
    scan,
    site,
    tree_roi,
    tree_scan,
    trend,
    xml,
)
from tests.acceptance.sheet_hologic_7 import HIP, hip, rows
from tests.acceptance.sheet_lunar_8 import DAY, ON, table, taken
from tests.acceptance.sheet_lunar_9 import old, old_trend

DOCUMENTS = Documents()
add = DOCUMENTS.add
NECK, TOTAL = "0.711 69 -2.3 84 -1.0", "0.802 80 -1.6 91 -0.6"
BOTH = [*taken("femoral_neck left", NECK), *taken("total_hip left", TOTAL)]

add(
    "studies11_plain_side_in_the_header_alone",
    ge_obj(xml(DAY, table("Femur", {"Neck": NECK, "Total": TOTAL})), Laterality="L", **ON),
    BOTH,
)
add(
    "studies11_plain_side_in_the_protocol_alone",
    ge_obj(xml(DAY, table("Femur", {"Neck": NECK, "Total": TOTAL})), ProtocolName="Left Femur", **ON),
    BOTH,
)
add(
    "studies11_plain_trends_alone",
    ge_obj(
        xml(
            DAY,
            scan("AP Spine", trend("L2-L4", ("22/10/2025", "0.944"), ("15/09/2022", "0.961"), ("03/08/2019", "0.980"))),
        ),
        **ON,
    ),
    [
        "lumbar_spine L2+L3+L4 bmd 0.944",
        "lumbar_spine L2+L3+L4 bmd 0.961 prior@2022-09-15",
        "lumbar_spine L2+L3+L4 bmd 0.980 prior@2019-08-03",
    ],
)
add(
    "studies11_plain_whole_body_tree",
    ge_obj(
        tree=[
            tree_scan(
                "Total Body",
                *(
                    tree_roi(name, bmd=bmd)
                    for name, bmd in (
                        ("Head", "2.101"),
                        ("Spine", "0.988"),
                        ("Left Leg", "1.104"),
                        ("L. Arm", "0.811"),
                        ("Pelvis", "1.001"),
                    )
                ),
                tree_roi("Total", bmd="1.088", t="-0.4", z="0.6"),
            )
        ],
        **ON,
    ),
    site("total_body", bmd="1.088", t_score="-0.4", z_score="0.6"),
)
add(
    "studies11_plain_portuguese",
    ge_obj(
        xml(
            "22/10/2025",
            table("Coluna AP", {"L1": "0.901", "L1-L4": "0.955 81 -1.9 93 -0.6"}),
            table(
                "Fêmur direito",
                {
                    "Colo": NECK,
                    "Wards": "0.511 . -2.9",
                    "Trocânter": "0.640 . -1.5",
                    "Diáfise": "0.980",
                    "Total": TOTAL,
                },
            ),
        ),
        SpecificCharacterSet="ISO_IR 192",
        **ON,
    ),
    [
        "lumbar_spine L1 bmd 0.901",
        *taken(L14, "0.955 81 -1.9 93 -0.6"),
        *taken("femoral_neck right", NECK),
        *taken("wards_triangle right", "0.511 . -2.9"),
        *taken("trochanter right", "0.640 . -1.5"),
        "femoral_shaft right bmd 0.980",
        *taken("total_hip right", TOTAL),
    ],
)
add(
    "studies11_odd_chinese",
    ge_obj(
        xml(
            "2025-10-22",
            table("AP脊柱", {"L1-L4": "0.955 81 -1.9 93 -0.6"}),
            table("左股骨", {"股骨颈": NECK, "全部": TOTAL}),
        ),
        SpecificCharacterSet="GB18030",
        **ON,
    ),
    [*taken(L14, "0.955 81 -1.9 93 -0.6"), *taken("femoral_neck left", NECK)],
    may=taken("total_hip left", TOTAL),
)
add(
    "studies11_odd_italian_and_dutch_trees",
    [
        ge_obj(
            tree=[
                tree_scan(
                    "Femore sinistro",
                    tree_roi("Collo", bmd="0.711", t="-2.3"),
                    tree_roi("Totale", bmd="0.802", t="-1.6"),
                )
            ],
            n=1,
            **ON,
        ),
        ge_obj(
            tree=[
                tree_scan(
                    "Rechter femur", tree_roi("Hals", bmd="0.722", t="-2.2"), tree_roi("Totaal", bmd="0.812", t="-1.5")
                )
            ],
            n=2,
            **ON,
        ),
    ],
    [
        *site("femoral_neck left", bmd="0.711", t_score="-2.3"),
        *site("total_hip left", bmd="0.802", t_score="-1.6"),
        *site("femoral_neck right", bmd="0.722", t_score="-2.2"),
        *site("total_hip right", bmd="0.812", t_score="-1.5"),
    ],
)
CUT = xml(DAY, table("AP Spine", {"L1-L4": "0.955 81 -1.9 93 -0.6"}))[:180]
add(
    "studies11_odd_xml_cut_beside_a_tree",
    ge_obj(CUT, tree=[tree_scan("AP Spine", tree_roi("L1-L4", bmd="0.955", t="-1.9", z="-0.6"))], **ON),
    site(L14, bmd="0.955", t_score="-1.9", z_score="-0.6"),
)
add(
    "studies11_plain_older_xml_newest_first",
    ge_obj(
        old(
            scan(
                "Left Femur",
                old_trend(
                    "Neck",
                    "3/1/2003",
                    ("3/4/2009", "0.711", "-2.3", "-1.0"),
                    ("3/9/2006", "0.731", "-2.1", "-0.9"),
                    ("3/1/2003", "0.744", "-2.0", "N/A"),
                ),
            )
        ),
        StudyDate="20090304",
    ),
    [
        *site("femoral_neck left", bmd="0.711", t_score="-2.3", z_score="-1.0"),
        *[f"femoral_neck left {row} prior@2006-03-09" for row in ("bmd 0.731", "t_score -2.1", "z_score -0.9")],
        *[f"femoral_neck left {row} prior@2003-03-01" for row in ("bmd 0.744", "t_score -2.0")],
    ],
)
add(
    "studies11_odd_texture_in_the_tree",
    ge_obj(
        tree=[
            tree_scan(
                "AP Spine",
                tree_roi("L1-L4", bmd="0.955", t="-1.9"),
                item("CONTAINER", ("1000-9", "GELUNAR", "TBS L1-L4"), [number(("90", "GELUNAR", "TBS"), "1.288", ONE)]),
            )
        ],
        **ON,
    ),
    site(L14, bmd="0.955", t_score="-1.9"),
    may=[f"{L14} tbs 1.288"],
)
add(
    "studies11_odd_left_by_xml_right_by_tree",
    ge_obj(
        xml(DAY, table("Left Femur", {"Neck": "0.711 . -2.3"})),
        tree=[tree_scan("Right Femur", tree_roi("Neck", bmd="0.711", t="-2.3"))],
        **ON,
    ),
    [],
    may=[
        *site("femoral_neck left", bmd="0.711", t_score="-2.3"),
        *site("femoral_neck right", bmd="0.711", t_score="-2.3"),
    ],
    held=[
        *site("femoral_neck left", bmd="0.711", t_score="-2.3"),
        *site("femoral_neck right", bmd="0.711", t_score="-2.3"),
    ],
)
add(
    "studies11_plain_three_objects_of_three_days",
    [
        ge_obj(xml("22/10/2025", table("AP Spine", {"L1-L4": "0.955 81 -1.9"})), n=1, **ON),
        ge_obj(
            xml("22/10/2025", scan("AP Spine", trend("L1-L4", ("22/10/2025", "0.955"), ("20/10/2022", "0.971")))),
            n=2,
            **ON,
        ),
        ge_obj(xml("20/10/2022", table("AP Spine", {"L1-L4": "0.971 82 -1.8"})), n=3, **ON),
    ],
    [*taken(L14, "0.955 81 -1.9"), f"{L14} bmd 0.971 prior@2022-10-20"],
    held=taken(L14, "0.971 82 -1.8"),
)
B5 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]
ARM = ["Radius", *B5[1:]]
ULNA = ["Ulna", *B5[1:]]
BOTH_BONES = ["Radius + Ulna", *B5[1:]]
add(
    "studies11_plain_forearm_by_bone",
    hol(
        hol_text(
            "a R.Forearm",
            (
                1,
                [
                    ARM,
                    *rows(
                        "1/3 2.51 1.55 0.617 -1.4 -0.1",
                        "MID 6.60 3.22 0.488 -1.9 -0.7",
                        "UD 4.01 1.40 0.349 -1.9 -0.8",
                        "Total 13.12 6.17 0.470 -1.9 -0.7",
                    ),
                ],
            ),
            (
                2,
                [
                    ULNA,
                    *rows(
                        "1/3 2.41 1.55 0.643 . .",
                        "MID 5.60 2.90 0.518 . .",
                        "UD 2.01 0.60 0.299 . .",
                        "Total 10.02 5.05 0.504 . .",
                    ),
                ],
            ),
            (3, [BOTH_BONES, *rows("1/3 4.92 3.10 0.630 . .", "Total 23.14 11.22 0.485 -1.7 -0.5")]),
        )
    ),
    [
        *site("radius_33 right", area="2.51", bmc="1.55", bmd="0.617", t_score="-1.4", z_score="-0.1"),
        *site("radius_mid right", area="6.60", bmc="3.22", bmd="0.488", t_score="-1.9", z_score="-0.7"),
        *site("radius_ultradistal right", area="4.01", bmc="1.40", bmd="0.349", t_score="-1.9", z_score="-0.8"),
        *site("radius_total right", area="13.12", bmc="6.17", bmd="0.470", t_score="-1.9", z_score="-0.7"),
    ],
    may=site("forearm_total right", area="23.14", bmc="11.22", bmd="0.485", t_score="-1.7", z_score="-0.5"),
)
add(
    "studies11_plain_footnotes_and_stars",
    hol(
        hol_text(
            "a Left Hip",
            (
                1,
                [
                    ["Region", "BMD (g/cm²)", "T - score*", "Z - score*"],
                    ["Neck", "0.636", "-2.5*", "-0.8*"],
                    ["Total&sup1;", "0.783", "-1.3†", "-0.2"],
                ],
            ),
            extra=['TableNote1 = "* Compared with the reference population NHANES III";'],
        ),
        SpecificCharacterSet="ISO_IR 192",
        encoding="utf-8",
    ),
    [
        *site("femoral_neck left", bmd="0.636", t_score="-2.5", z_score="-0.8"),
        *site("total_hip left", bmd="0.783", t_score="-1.3", z_score="-0.2"),
    ],
)
add(
    "studies11_plain_both_hips_and_a_history_each",
    [
        hol(
            hol_text(
                "a Left Hip",
                (1, [BONE, *rows(*HIP)]),
                (
                    2,
                    [
                        ["Date", "Region", "BMD (g/cm²)", "T - score"],
                        ["14.05.2024", "Total", "0.783", "-1.3"],
                        ["12.04.2020", "Total", "0.801", "-1.2"],
                    ],
                ),
            ),
            n=1,
        ),
        hol(
            hol_text(
                "a Right Hip",
                (1, [B5, *rows("Total 33.00 26.07 0.790 -1.2 -0.1")]),
                (2, [["Date", "BMD (g/cm²)"], ["14.05.2024", "0.790"], ["12.04.2020", "0.806"]]),
            ),
            n=2,
        ),
    ],
    [
        *hip("left"),
        "total_hip left bmd 0.801 prior@2020-04-12",
        "total_hip left t_score -1.2 prior@2020-04-12",
        *site("total_hip right", area="33.00", bmc="26.07", bmd="0.790", t_score="-1.2", z_score="-0.1"),
        "total_hip right bmd 0.806 prior@2020-04-12",
    ],
)
add(
    "studies11_odd_sex_against_the_header",
    hol(hol_text("a Left Hip", (1, [B5, *rows("Total 33.00 26.07 0.790 -1.2 -0.1")])).replace("Female", "Male")),
    [],
    may=site("total_hip left", area="33.00", bmc="26.07", bmd="0.790", t_score="-1.2", z_score="-0.1"),
    held=site("total_hip left", area="33.00", bmc="26.07", bmd="0.790", t_score="-1.2", z_score="-0.1"),
    says=["sex None"],
)
add(
    "studies11_odd_bytes_of_another_block_in_windows_letters",
    hol(
        hol_text(
            "a Cadera derecha",
            (1, [["Región", "DMO (g/cm²)", "Puntuación T"], ["Cuello", "0,700", "–1,4"], ["Total", "0,790", "–1,2"]]),
        ),
        vr="OB",
        block=0x21,
        encoding="cp1252",
        syntax=IMPLICIT,
    ),
    [*site("femoral_neck right", bmd="0.700", t_score="-1.4"), *site("total_hip right", bmd="0.790", t_score="-1.2")],
)
