"""Hologic's objects, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import EXPLICIT, HOLOGIC, SECONDARY_CAPTURE, header, with_pixels, written
from tests.acceptance.shapes import Documents, hol, hol_text, site

DOCUMENTS = Documents()

B6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T -<br>score", "Z -<br>score"]
DOCUMENTS.add(
    "hol_nbsp_marks_minus",
    hol(
        hol_text(
            "a Left Hip",
            (
                1,
                [
                    B6,
                    ["<b>Neck</b>", "5.01&nbsp;", "3.11", "0.621*", "&minus;2.0", "&nbsp;"],
                    ["<b>Total</b>", "33.3", "25.87", "0.777", "-1.4<sup>1</sup>", "- 0.3"],
                ],
            ),
        )
    ),
    [
        "femoral_neck left area 5.01",
        "femoral_neck left bmc 3.11",
        "femoral_neck left bmd 0.621",
        "femoral_neck left t_score -2.0",
        "total_hip left area 33.3",
        "total_hip left bmc 25.87",
        "total_hip left bmd 0.777",
        "total_hip left t_score -1.4",
        "total_hip left z_score -0.3",
    ],
)


def hip_scan(mode, rows=(("Total", "33.3", "25.9", "0.777", "-1.4", "-0.3"),), **k):
    return hol(hol_text(mode, (1, [B6, *map(list, rows)])), **k)


def total_hip(s):
    return site("total_hip " + s, area="33.3", bmc="25.9", bmd="0.777", t_score="-1.4", z_score="-0.3")


DOCUMENTS.add("hol_mode_right_hip_plain", hip_scan("Right Hip"), total_hip("right"))
DOCUMENTS.add("hol_mode_femur", hip_scan("f Left Femur"), total_hip("left"))
DOCUMENTS.add("hol_mode_lower_no_article", hip_scan("LEFT HIP FAST"), total_hip("left"))
DOCUMENTS.add(
    "hol_mode_lumbar_lateral",
    hol(
        hol_text(
            "a Lateral Spine",
            (
                1,
                [
                    B6,
                    ["L2", "9", "6", "0.666", "-2.0", "0.1"],
                    ["L3", "10", "7", "0.700", "-2.1", "0.1"],
                    ["Total", "19", "13", "0.684", "-2.1", "0.1"],
                ],
            ),
        )
    ),
    site("lateral_spine L2", area="9", bmc="6", bmd="0.666", t_score="-2.0", z_score="0.1")
    + site("lateral_spine L3", area="10", bmc="7", bmd="0.700", t_score="-2.1", z_score="0.1")
    + site("lateral_spine L2+L3", area="19", bmc="13", bmd="0.684", t_score="-2.1", z_score="0.1"),
)
DOCUMENTS.add(
    "hol_no_scanmode",
    hol(
        hol_text(
            "", (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"], ["Total", "33.3", "25.9", "0.777", "-1.4", "-0.3"]])
        )
    ),
    [],
    may=site("femoral_neck", area="5", bmc="3", bmd="0.6", t_score="-2.0", z_score="-0.3") + total_hip("x"),
    held=site("femoral_neck", area="5", bmc="3", bmd="0.6", t_score="-2.0", z_score="-0.3"),
)
DOCUMENTS.add(
    "hol_assigned_twice",
    hol(
        hol_text("a Left Hip", (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"]]), extra=())
        + 'ResultsTable1[ 1][ 4] = "-3.0";\r\n'
    ),
    site("femoral_neck left", area="5", bmc="3", bmd="0.6", z_score="-0.3"),
    held=["femoral_neck left t_score -2.0", "femoral_neck left t_score -3.0"],
    may=["femoral_neck left t_score -3.0"],
)
DOCUMENTS.add(
    "hol_two_history_regions",
    hol(
        hol_text(
            "a Left Hip",
            (1, [B6, ["Neck", "5", "3", "0.600", "-2.0", "-0.3"], ["Total", "33.3", "25.9", "0.777", "-1.4", "-0.3"]]),
            (
                2,
                [
                    ["Region", "Scan Date", "Age", "BMD (g/cm²)", "T -<br>score", "BMD Change<br>vs Previous"],
                    ["Neck", "05/14/2024", "66", "0.600", "-2.0", "-1.0%"],
                    ["Neck", "06/13/2021", "63", "0.606", "-1.9", " "],
                    ["Total", "05/14/2024", "66", "0.777", "-1.4", "-2.3%"],
                    ["Total", "06/13/2021", "63", "0.795", "-1.2", " "],
                ],
            ),
        )
    ),
    site("femoral_neck left", area="5", bmc="3", bmd="0.600", t_score="-2.0", z_score="-0.3")
    + total_hip("left")
    + [
        "femoral_neck left bmd 0.606 prior@2021-06-13",
        "femoral_neck left t_score -1.9 prior@2021-06-13",
        "total_hip left bmd 0.795 prior@2021-06-13",
        "total_hip left t_score -1.2 prior@2021-06-13",
    ],
)
DOCUMENTS.add(
    "hol_frax_hip_first",
    hol(
        hol_text(
            "a Left Hip",
            (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"]]),
            (
                2,
                [
                    ["FRAX® 10-year Fracture Risk<br>US (Caucasian)", "Risk"],
                    ["Hip Fracture", "3.3%"],
                    ["Major Osteoporotic Fracture", "14%"],
                    ["Reported Risk Factors", "US (Caucasian), Neck BMD=0.600, BMI=23.4, previous fracture"],
                ],
            ),
            pad=False,
        )
    ),
    [
        *site("femoral_neck left", area="5", bmc="3", bmd="0.6", t_score="-2.0", z_score="-0.3"),
        "patient frax_hip 3.3",
        "patient frax_major 14",
    ],
)
DOCUMENTS.add(
    "hol_mean_percent_cols",
    hol(
        hol_text(
            "a AP Spine",
            (
                1,
                [
                    [
                        "Region",
                        "Area[cm²]",
                        "BMC[(g)]",
                        "BMD[g/cm²]",
                        "T-score",
                        "PR(Peak Reference)",
                        "Z-score",
                        "AM(Age Matched)",
                    ],
                    ["L2", "13.2", "10", "0.758", "-2.4", "74%", "-0.9", "88%"],
                    ["L3", "14.2", "11", "0.775", "-2.8", "72", "-1.1", "86"],
                    ["Total", "27.4", "21", "0.766", "-2.6", "73", "-1.0", "87"],
                ],
            ),
        )
    ),
    [
        r
        for lv, v in (
            ("L2", ("13.2", "10", "0.758", "-2.4", "74", "-0.9", "88")),
            ("L3", ("14.2", "11", "0.775", "-2.8", "72", "-1.1", "86")),
            ("L2+L3", ("27.4", "21", "0.766", "-2.6", "73", "-1.0", "87")),
        )
        for r in site(
            f"lumbar_spine {lv}",
            **dict(
                zip(
                    ("area", "bmc", "bmd", "t_score", "young_adult_percent", "z_score", "age_matched_percent"),
                    v,
                    strict=False,
                )
            ),
        )
    ],
)
d = header(SECONDARY_CAPTURE, 1, **HOLOGIC)
d.add_new(0x00190010, "LO", "Hologic")
d.add_new(0x00191000, "LT", hol_text("a Left Hip", (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"]])))
d.add_new(0x00190011, "LO", "HOLOGIC")
d.add_new(0x00191100, "LT", hol_text("a Left Hip", (1, [B6, ["Neck", "5", "3", "0.6", "-2.9", "-0.3"]])))
DOCUMENTS.add(
    "hol_two_blocks_conflict",
    written(d),
    site("femoral_neck left", area="5", bmc="3", bmd="0.6", z_score="-0.3"),
    held=site("femoral_neck left", t_score="-2.0") + site("femoral_neck left", t_score="-2.9"),
)
DOCUMENTS.add(
    "hol_forearm_bones",
    hol(
        hol_text(
            "a Right Forearm",
            (
                1,
                [
                    ["Radius", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"],
                    ["1/3", "2.5", "1.7", "0.680", "-0.6", "0.7"],
                    ["MID", "5", "3", "0.6", " ", " "],
                    ["UD", "3.5", "1.4", "0.400", " ", " "],
                    ["Total", "11", "6.1", "0.555", " ", " "],
                ],
            ),
        )
    ),
    site("radius_33 right", area="2.5", bmc="1.7", bmd="0.680", t_score="-0.6", z_score="0.7")
    + site("radius_mid right", area="5", bmc="3", bmd="0.6")
    + site("radius_ultradistal right", area="3.5", bmc="1.4", bmd="0.400")
    + site("radius_total right", area="11", bmc="6.1", bmd="0.555"),
)
DOCUMENTS.add(
    "hol_cut_text",
    hol(hol_text("a Left Hip", (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"]]))[:-62]),
    [],
    may=site("femoral_neck left", area="5", bmc="3", bmd="0.6", t_score="-2.0", z_score="-0.3"),
)
DOCUMENTS.add(
    "hol_whole_body_subtotal_scores",
    hol(
        hol_text(
            "a Whole Body",
            (
                1,
                [
                    ["Region", "Area(cm²)", "BMC(g)", "BMD(g/cm²)", "T-score", "PR(%)", "Z-score", "AM(%)"],
                    ["Subtotal", "1650", "1450", "0.879", " ", " ", "-0.8", "93"],
                    ["Head", "240", "500", "2.083", " ", " ", " ", " "],
                    ["Total", "1890", "1950", "1.032", "-0.9", "94", "-0.4", "97"],
                ],
            ),
        )
    ),
    site("total_body_less_head", area="1650", bmc="1450", bmd="0.879", z_score="-0.8", age_matched_percent="93")
    + site(
        "total_body",
        area="1890",
        bmc="1950",
        bmd="1.032",
        t_score="-0.9",
        young_adult_percent="94",
        z_score="-0.4",
        age_matched_percent="97",
    ),
    may=site("total_body_less_head", area="1650", bmc="1450", bmd="0.879", z_score="-0.8", age_matched_percent="93"),
)
DOCUMENTS.add(
    "hol_image_only",
    written(with_pixels(header(SECONDARY_CAPTURE, 1, **HOLOGIC)), EXPLICIT),
    [],
    error="NO_STRUCTURED_RESULTS",
)
