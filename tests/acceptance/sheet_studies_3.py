"""Objects and studies that are rare and nasty; each with what a person takes from it."""

from html import escape

from fixtures.dicom_objects import item
from tests.acceptance.shapes import (
    L14,
    Documents,
    ge_obj,
    gn,
    hol,
    hol_text,
    roi,
    scan,
    site,
    tree_roi,
    tree_scan,
    trend,
    xml,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
H6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]
DAY = "14/05/2024"
SPINE = {"bmd": "0.977", "t": "-1.7", "z": "-0.5"}
SPINE_TOLD = site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5")


def ge(*scans, day=DAY, n=1, **fields):
    """Return a GE object of these scans."""
    return ge_obj(xml(day, *scans), n=n, **fields)


add(
    "w2_ge_knee_and_hand",
    ge(
        scan("AP Spine", roi("L1-L4", **SPINE)),
        scan("Left Ortho Knee", roi("Femur 1", bmd="1.011"), roi("Tibia 2", bmd="0.801")),
        scan("Left Hand", roi("Total", bmd="0.401")),
    ),
    SPINE_TOLD,
)
add(
    "w2_ge_side_in_header_differs",
    ge(scan("Right Femur", roi("Neck", bmd="0.789", t="-1.8")), Laterality="L"),
    [],
    held=[
        *site("femoral_neck right", bmd="0.789", t_score="-1.8"),
        *site("femoral_neck left", bmd="0.789", t_score="-1.8"),
    ],
)
add(
    "w2_ge_exam_of_another_day",
    ge(scan("AP Spine", roi("L1-L4", **SPINE)), day="11/02/2021"),
    [],
    may=[*SPINE_TOLD, *(f"{row} prior" for row in SPINE_TOLD)],
    held=SPINE_TOLD,
)
add("w2_ge_escaped_xml", ge_obj(escape(xml(DAY, scan("AP Spine", roi("L1-L4", **SPINE))))), [], may=SPINE_TOLD)
WHOLE = xml(DAY, scan("AP Spine", roi("L1-L4", **SPINE)), scan("Left Femur", roi("Total", bmd="0.850", t="-1.3")))
add("w2_ge_cut_xml", ge_obj(WHOLE[: WHOLE.index("0.850") + 3]), [], may=SPINE_TOLD)
add(
    "w2_ge_numbers_that_are_none",
    ge(
        scan(
            "AP Spine",
            roi("L1-L4", bmd="0.977", t="-1_7", z="NaN"),
            roi("L1", bmd="1e0", t="-", z="N/A"),
            roi("L2", bmd="0.9\\0.8", t="&lt;-4.0", z="*****"),
            roi("L3", bmd="0.901 g/cm2", t="(-1.8)", z="-0.9 SD"),
        )
    ),
    [f"{L14} bmd 0.977", "lumbar_spine L3 z_score -0.9"],
    may=["lumbar_spine L3 bmd 0.901", "lumbar_spine L3 t_score -1.8"],
    held=["lumbar_spine L2 t_score -4.0", "lumbar_spine L3 t_score 1.8"],
)
add(
    "w2_ge_nested_dual",
    ge_obj(
        tree=[
            tree_scan(
                "DualFemur",
                tree_scan("Left Femur", tree_roi("Neck", "0.701", "-2.4", "-0.9")),
                tree_scan("Right Femur", tree_roi("Neck", "0.711", "-2.3", "-0.8")),
            )
        ]
    ),
    [
        *site("femoral_neck left", bmd="0.701", t_score="-2.4", z_score="-0.9"),
        *site("femoral_neck right", bmd="0.711", t_score="-2.3", z_score="-0.8"),
    ],
)
add(
    "w2_ge_rescan_in_one_object",
    ge(scan("AP Spine", roi("L1-L4", **SPINE)), scan("AP Spine", roi("L1-L4", bmd="0.944", t="-2.0", z="-0.8"))),
    [],
    held=[*SPINE_TOLD, *site(L14, bmd="0.944", t_score="-2.0", z_score="-0.8")],
)
add(
    "w2_ge_trend_without_anchor",
    ge(
        scan("AP Spine", roi("L1-L4", **SPINE), trend("L1-L4", ("03/04/2021", "1.001"), ("05/06/2019", "1.010"))),
        day="05/05/2024",
        StudyDate="20240505",
    ),
    SPINE_TOLD,
    may=[f"{L14} bmd 1.001 prior", f"{L14} bmd 1.010 prior"],
)
add(
    "w2_ge_lateral_spine",
    ge(scan("Lateral Spine", roi("B3", bmd="0.611"), roi("L2-L4", bmd="0.644", t="-2.2", z="-0.4"))),
    site("lateral_spine L2+L3+L4", bmd="0.644", t_score="-2.2", z_score="-0.4"),
    may=site("lateral_spine L2+L3+L4", bmd="0.644", t_score="-2.2", z_score="-0.4"),
)
add(
    "w2_ge_neck_without_side",
    ge(scan("DualFemur", roi("Neck", bmd="0.789", t="-1.8"), roi("Total", bmd="0.850", t="-1.3"))),
    [],
    may=[*site("femoral_neck", bmd="0.789", t_score="-1.8"), *site("total_hip", bmd="0.850", t_score="-1.3")],
    held=[*site("femoral_neck", bmd="0.789", t_score="-1.8"), *site("total_hip", bmd="0.850", t_score="-1.3")],
)
add(
    "w2_ge_spine_in_femur",
    ge(scan("Left Femur", roi("L1-L4", bmd="0.977", t="-1.7"), roi("Neck", bmd="0.789", t="-1.8"))),
    site("femoral_neck left", bmd="0.789", t_score="-1.8"),
    held=site(L14, bmd="0.977", t_score="-1.7"),
)

LONG = [
    *(tree_roi(f"L{n}", "0.901", "-1.9", "-0.4") for n in (1, 2)),
    item("TEXT", gn("Comment"), text="L3 and L4 T-score -1.1 are not valid: osteophytes."),
]
add(
    "w2_ge_tree_with_comment",
    ge_obj(tree=[tree_scan("AP Spine", *LONG)]),
    [row for n in (1, 2) for row in site(f"lumbar_spine L{n}", bmd="0.901", t_score="-1.9", z_score="-0.4")],
    held=["lumbar_spine L3+L4 t_score -1.1"],
)


def hip(*rows, mode="a Left Hip", tables=(), **more):
    """Return a Hologic hip report."""
    given = {key: more.pop(key) for key in ("mode2", "extra") if key in more}
    return hol(hol_text(mode, (1, [H6, *map(list, rows)]), *tables, **given), **more)


NECK_ROW = ("Neck", "4.86", "3.05", "0.628", "-2.0", "-0.5")
TOTAL_ROW = ("Total", "33.12", "24.28", "0.733", "-1.7", "-0.6")
TOTAL_TOLD = {"area": "33.12", "bmc": "24.28", "bmd": "0.733", "t_score": "-1.7", "z_score": "-0.6"}
NECK_TOLD = {"area": "4.86", "bmc": "3.05", "bmd": "0.628", "t_score": "-2.0", "z_score": "-0.5"}
LEFT_HIP = [*site("femoral_neck left", **NECK_TOLD), *site("total_hip left", **TOTAL_TOLD)]
add(
    "w2_hol_laterality_differs",
    hip(NECK_ROW, TOTAL_ROW, ImageLaterality="R"),
    [],
    held=[*LEFT_HIP, *(row.replace("left", "right") for row in LEFT_HIP)],
)
add(
    "w2_hol_footnotes",
    hip(
        ("Neck", "4.86", "3.05", "0.628", "-2.0*", "-0.5<sup>1</sup>"),
        ("Total", "33.12", "24.28", "0.733<sup>#</sup>", "-1.7", "-0.6"),
    ),
    [
        *site("femoral_neck left", area="4.86", bmc="3.05", bmd="0.628"),
        *site("total_hip left", area="33.12", bmc="24.28", t_score="-1.7", z_score="-0.6"),
    ],
    may=[*LEFT_HIP],
    held=LEFT_HIP,
)
BOTH = (
    2,
    [
        ["10-year Fracture Risk", "Without Prior Fracture", "With Prior Fracture"],
        ["Major Osteoporotic Fracture", "11%", "17%"],
        ["Hip Fracture", "2.4%", "3.5%"],
    ],
)
add(
    "w2_hol_frax_two_columns",
    hip(TOTAL_ROW, tables=(BOTH,)),
    site("total_hip left", **TOTAL_TOLD),
    held=["patient frax_major 11", "patient frax_major 17", "patient frax_hip 2.4", "patient frax_hip 3.5"],
)
LATERAL = (
    1,
    [
        ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"],
        ["L2", "11.01", "7.02", "0.638", "-1.9", "0.2"],
        ["L3", "12.01", "7.70", "0.641", "-2.0", "0.1"],
        ["Total", "23.02", "14.72", "0.639", "-2.0", "0.1"],
    ],
)
add(
    "w2_hol_lateral",
    hol(hol_text("a Lateral Spine", LATERAL)),
    [],
    may=[
        *site("lateral_spine L2", area="11.01", bmc="7.02", bmd="0.638", t_score="-1.9", z_score="0.2"),
        *site("lateral_spine L3", area="12.01", bmc="7.70", bmd="0.641", t_score="-2.0", z_score="0.1"),
        *site("lateral_spine L2+L3", area="23.02", bmc="14.72", bmd="0.639", t_score="-2.0", z_score="0.1"),
    ],
)
add(
    "w2_hol_unknown_mode",
    hip(NECK_ROW, TOTAL_ROW, mode="a Subregion"),
    [],
    may=site("femoral_neck", **NECK_TOLD),
    held=[*site("femoral_neck", **NECK_TOLD), *site("total_hip", **TOTAL_TOLD)],
)
add(
    "w2_hol_prosthesis_note",
    hip(TOTAL_ROW, extra=('TableNote1 = "Left hip prosthesis; results not valid";',)),
    [],
    may=site("total_hip left", **TOTAL_TOLD),
    held=site("total_hip left", **TOTAL_TOLD),
)
REGION_HISTORY = (
    2,
    [
        ["Region", "Scan Date", "Age", "BMD (g/cm²)", "T - score", "Change vs Prev"],
        ["Total", "05/14/2024", "66", "0.733", "-1.7", "-1.0%"],
        ["Total", "04/30/2022", "64", "0.740", "-1.6", " "],
        ["Neck", "05/14/2024", "66", "0.628", "-2.0", "-2.0%"],
        ["Neck", "04/30/2022", "64", "0.641", "-1.9", " "],
    ],
)
add(
    "w2_hol_history_by_region",
    hip(NECK_ROW, TOTAL_ROW, tables=(REGION_HISTORY,)),
    [
        *LEFT_HIP,
        "total_hip left bmd 0.740 prior",
        "total_hip left t_score -1.6 prior",
        "femoral_neck left bmd 0.641 prior",
        "femoral_neck left t_score -1.9 prior",
    ],
)
add(
    "w2_hol_young_percent_as_t",
    hol(
        hol_text(
            "a Left Hip", (1, [["Region", "BMD (g/cm²)", "T-score (%)", "Z - score"], ["Neck", "0.628", "74", "-0.5"]])
        )
    ),
    site("femoral_neck left", bmd="0.628", z_score="-0.5"),
    may=["femoral_neck left young_adult_percent 74"],
    held=["femoral_neck left t_score 74"],
)
add(
    "w2_hol_two_scans_of_a_side",
    [hip(TOTAL_ROW, n=1), hip(("Total", "33.00", "23.76", "0.720", "-1.8", "-0.7"), n=2)],
    [],
    held=[
        *site("total_hip left", **TOTAL_TOLD),
        *site("total_hip left", area="33.00", bmc="23.76", bmd="0.720", t_score="-1.8", z_score="-0.7"),
    ],
)
