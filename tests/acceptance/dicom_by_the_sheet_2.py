"""Objects and studies by the sheet of DICOM, round 2; each with what a person takes from it."""

from fixtures.dicom_objects import (
    ENHANCED_SR,
    EXPLICIT,
    HOLOGIC,
    IMPLICIT,
    SECONDARY_CAPTURE,
    header,
    item,
    number,
    report,
    with_pixels,
    written,
)
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    COMP3D,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    PCT,
    RIGHT,
    SITE,
    TN,
    ZN,
    G,
    ge_obj,
    gn,
    group,
    hol,
    hol_text,
    mod,
    pdf_obj,
    rep,
    roi,
    scan,
    tid,
    tree_roi,
    tree_scan,
    trend,
    xml,
)

DOCUMENTS = []
L14 = "lumbar_spine L1+L2+L3+L4"


def doc(name, objs, reads, may=(), held=(), says=(), error=None):
    objects = objs if isinstance(objs, list) else [objs]
    told = {"reads": list(reads), "may": list(may), "held": list(held), "says": list(says), "error": error}
    DOCUMENTS.append({"name": name, "objects": objects, **told})


def site(name, **values):
    return [f"{name} {quantity} {value}" for quantity, value in values.items()]


def reads_of(name):
    return next(row["reads"] for row in DOCUMENTS if row["name"] == name)


doc(
    "ge_left_right_scans",
    ge_obj(
        xml(
            "14/05/2024",
            scan("Left Femur", roi("Neck", bmd="0.702", t="-2.4")),
            scan("Right Femur", roi("Neck", bmd="0.722", t="-2.2")),
        )
    ),
    site("femoral_neck left", bmd="0.702", t_score="-2.4") + site("femoral_neck right", bmd="0.722", t_score="-2.2"),
)
doc(
    "ge_side_against_scan",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Neck Right", bmd="0.702", t="-2.4")))),
    [],
    held=site("femoral_neck right", bmd="0.702", t_score="-2.4")
    + site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
doc(
    "ge_dual_without_side",
    ge_obj(xml("14/05/2024", scan("DualFemur", roi("Neck", bmd="0.702", t="-2.4")))),
    [],
    may=site("femoral_neck", bmd="0.702", t_score="-2.4"),
    held=site("femoral_neck", bmd="0.702", t_score="-2.4"),
)
doc(
    "ge_two_excluded",
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4 (L2,L3)", bmd="0.844", t="-2.8"), roi("L1,L4", bmd="0.851")))),
    site("lumbar_spine L1+L4", t_score="-2.8"),
    may=["lumbar_spine L1+L4 bmd 0.844", "lumbar_spine L1+L4 bmd 0.851"],
    held=["lumbar_spine L1+L4 bmd 0.844", "lumbar_spine L1+L4 bmd 0.851"],
)
doc(
    "ge_empty_roi",
    ge_obj(
        xml(
            "14/05/2024",
            scan("AP Spine", roi("L1", bmd="0", t="---"), roi("L2", bmd="", t=""), roi("L1-L4", bmd="0.844", t="-2.8")),
        )
    ),
    site(L14, bmd="0.844", t_score="-2.8"),
    held=["lumbar_spine L1 bmd 0"],
)
doc(
    "ge_exam_not_studydate",
    ge_obj(xml("12/03/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))), StudyDate="20240514"),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
    may=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
doc(
    "ge_namespace_upper",
    ge_obj(
        xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))).replace(
            "<DXA_RESULTS>", '<DXA_RESULTS xmlns="urn:ge:lunar">'
        )
    ),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
)
doc(
    "ge_text_before_xml",
    ge_obj("enCORE results: " + xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0")))),
    [],
    may=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
doc(
    "ge_cut_xml_full_tree",
    ge_obj(
        xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0")))[:-30],
        [tree_scan("Left Femur", tree_roi("Total", "0.888", "-1.0"))],
    ),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
)
doc(
    "ge_header_laterality_against",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))), Laterality="R"),
    [],
    held=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
doc(
    "ge_lateral_spine",
    ge_obj(
        xml(
            "14/05/2024",
            scan("Lateral Spine", roi("L2-L4", bmd="0.644", t="-2.8")),
            scan("AP Spine", roi("L2-L4", bmd="0.944", t="-1.8")),
        )
    ),
    site("lateral_spine L2+L3+L4", bmd="0.644", t_score="-2.8")
    + site("lumbar_spine L2+L3+L4", bmd="0.944", t_score="-1.8"),
)
doc(
    "ge_tbs_and_tblh",
    ge_obj(
        xml("14/05/2024", scan("Total Body", roi("TBLH", bmd="0.866", z="-1.1"), roi("Total", bmd="0.966", z="-0.9")))
    ),
    site("total_body_less_head", bmd="0.866", z_score="-1.1") + site("total_body", bmd="0.966", z_score="-0.9"),
)
doc(
    "ge_age_months_weird_patient",
    ge_obj(
        xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", z="-1.0"))),
        PatientAge="148M",
        PatientBirthDate="",
        PatientSex="M",
    ),
    site("total_hip left", bmd="0.888", z_score="-1.0"),
    says=["sex male"],
)
doc(
    "ge_trend_tree_and_xml",
    ge_obj(
        xml(
            "14/05/2024",
            scan(
                "AP Spine",
                roi("L2-L4", bmd="0.944", t="-1.8"),
                trend("L2-L4", ("14/05/2024", "0.944"), ("11/02/2021", "0.988")),
            ),
        ),
        [
            tree_scan(
                "AP Spine",
                tree_roi("L2-L4", "0.944", "-1.8"),
                item(
                    "CONTAINER",
                    gn("Trend L2-L4"),
                    [
                        item("CONTAINER", gn("14/05/2024"), [number(("3", "GELUNAR", "BMD"), "0.944", G)]),
                        item(
                            "CONTAINER",
                            gn("11/02/2021"),
                            [
                                number(("3", "GELUNAR", "BMD"), "0.988", G),
                                item(
                                    "CONTAINER",
                                    gn("CHANGE_VS_BASELINE"),
                                    [number(("3", "GELUNAR", "BMD"), "-0.044", G)],
                                ),
                            ],
                        ),
                    ],
                ),
            )
        ],
    ),
    [*site("lumbar_spine L2+L3+L4", bmd="0.944", t_score="-1.8"), "lumbar_spine L2+L3+L4 bmd 0.988 prior@2021-02-11"],
)
doc(
    "ge_trend_ambiguous_no_anchor",
    ge_obj(
        xml(
            "05/05/2024",
            scan(
                "AP Spine",
                roi("L2-L4", bmd="0.944", t="-1.8"),
                trend("L2-L4", ("05/05/2024", "0.944"), ("03/04/2021", "0.988")),
            ),
        ),
        StudyDate="20240505",
    ),
    [*site("lumbar_spine L2+L3+L4", bmd="0.944", t_score="-1.8"), "lumbar_spine L2+L3+L4 bmd 0.988 prior"],
)
doc(
    "ge_ortho_beside",
    ge_obj(
        xml(
            "14/05/2024",
            scan("Left Ortho Knee", roi("R1", bmd="0.9")),
            scan("Left Ortho Hip", roi("Total", bmd="0.955"), roi("Neck", bmd="0.5")),
            scan("Right Femur", roi("Neck", bmd="0.722", t="-2.2")),
        )
    ),
    site("femoral_neck right", bmd="0.722", t_score="-2.2"),
)
doc(
    "ge_pya_without_units_z_percent",
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><SCAN type="Left Femur"><ROI region="Total"><BMD units=" gm/cm²">0.888</BMD><BMD_PYA>88</BMD_PYA><BMD_TSCORE units="%">88</BMD_TSCORE></ROI></SCAN></DXA_RESULTS>',  # noqa: E501 - as it is sent, in one line
        SpecificCharacterSet="ISO_IR 192",
    ),
    ["total_hip left bmd 0.888"],
    may=["total_hip left young_adult_percent 88"],
    held=["total_hip left t_score 88"],
)
doc(
    "ge_tree_num_scores",
    ge_obj(
        None,
        [
            tree_scan(
                "Right Femur",
                tree_roi("Neck", "0.744", "-2.1", "-0.5", tkind="NUM"),
                tree_roi("Lower Neck", "0.901"),
                tree_roi("Ward's", "0.5"),
            )
        ],
    ),
    [
        *site("femoral_neck right", bmd="0.744", t_score="-2.1", z_score="-0.5"),
        "lower_neck right bmd 0.901",
        "wards_triangle right bmd 0.5",
    ],
)
doc(
    "ge_tree_reference_container",
    ge_obj(
        None,
        [
            tree_scan(
                "AP Spine",
                tree_roi("L1-L4", "0.801", "-2.5"),
                item("CONTAINER", gn("Young Adult Reference"), [number(("3", "GELUNAR", "BMD"), "1.180", G)]),
            )
        ],
    ),
    site(L14, bmd="0.801", t_score="-2.5"),
    held=[],
)
doc(
    "ge_huge_xml_1000_rois",
    ge_obj(xml("14/05/2024", scan("AP Spine", *[roi("L1-L4", bmd="0.801", t="-2.5")] * 800)), syntax=IMPLICIT),
    site(L14, bmd="0.801", t_score="-2.5"),
    may=site(L14, bmd="0.801", t_score="-2.5"),
)
doc(
    "ge_html_entities_amp",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"), roi("R&amp;D", bmd="0.5")))),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
)
doc(
    "ge_bare_amp",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"), roi("R&D", bmd="0.5")))),
    [],
    may=site("total_hip left", bmd="0.888", t_score="-1.0"),
)

B6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T -<br>score", "Z -<br>score"]
doc(
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


doc("hol_mode_right_hip_plain", hip_scan("Right Hip"), total_hip("right"))
doc("hol_mode_femur", hip_scan("f Left Femur"), total_hip("left"))
doc("hol_mode_lower_no_article", hip_scan("LEFT HIP FAST"), total_hip("left"))
doc(
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
doc(
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
doc(
    "hol_assigned_twice",
    hol(
        hol_text("a Left Hip", (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"]]), extra=())
        + 'ResultsTable1[ 1][ 4] = "-3.0";\r\n'
    ),
    site("femoral_neck left", area="5", bmc="3", bmd="0.6", z_score="-0.3"),
    held=["femoral_neck left t_score -2.0", "femoral_neck left t_score -3.0"],
    may=["femoral_neck left t_score -3.0"],
)
doc(
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
doc(
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
doc(
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
doc(
    "hol_two_blocks_conflict",
    written(d),
    site("femoral_neck left", area="5", bmc="3", bmd="0.6", z_score="-0.3"),
    held=site("femoral_neck left", t_score="-2.0") + site("femoral_neck left", t_score="-2.9"),
)
doc(
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
doc(
    "hol_cut_text",
    hol(hol_text("a Left Hip", (1, [B6, ["Neck", "5", "3", "0.6", "-2.0", "-0.3"]]))[:-62]),
    [],
    may=site("femoral_neck left", area="5", bmc="3", bmd="0.6", t_score="-2.0", z_score="-0.3"),
)
doc(
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
doc(
    "hol_image_only",
    written(with_pixels(header(SECONDARY_CAPTURE, 1, **HOLOGIC)), EXPLICIT),
    [],
    error="NO_STRUCTURED_RESULTS",
)


def nd(q, v, u=G, kids=()):
    return number({"b": BMDN, "t": TN, "z": ZN}[q], v, u, kids)


doc(
    "tid_two_groups",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702"), nd("t", "-2.4", ONE)),
        group(mod(SITE, NECK, [mod(LAT, RIGHT)]), nd("b", "0.712"), nd("t", "-2.3", ONE)),
    ),
    site("femoral_neck left", bmd="0.702", t_score="-2.4") + site("femoral_neck right", bmd="0.712", t_score="-2.3"),
)
doc(
    "tid_mg_unit_braces",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            nd("b", "702", ("mg/cm2", "UCUM", "mg/cm2")),
            nd("t", "-2.4", ("{T-score}", "UCUM", "T-score")),
        )
    ),
    site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
doc(
    "tid_unknown_unit",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702", ("mm", "UCUM", "mm")), nd("t", "-2.4", None))),
    ["femoral_neck left t_score -2.4"],
    held=["femoral_neck left bmd 0.702"],
)
rng = item("NUM", ("121407", "DCM", "Normal Range Upper Limit"))
rng = number(("R-00327", "SRT", "Normal Range Lower Limit"), "-1.0", ONE)
rng.RelationshipType = "HAS PROPERTIES"
sd = number(("121414", "DCM", "Standard deviation of population"), "0.12", G)
sd.RelationshipType = "HAS PROPERTIES"
mean = number(("R-00317", "SRT", "Mean of population BMD"), "0.85", G)
mean.RelationshipType = "HAS PROPERTIES"
doc(
    "tid_reference_children",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702", G, [sd, mean]), nd("t", "-2.4", ONE, [rng]))),
    site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
doc(
    "tid_prior_group",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("t", "-2.4", ONE)),
        group(
            item("TEXT", ("C2348792", "UMLS", "Time Point"), text="Prior", relationship="HAS OBS CONTEXT"),
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            nd("t", "-2.1", ONE),
        ),
    ),
    ["femoral_neck left t_score -2.4", "femoral_neck left t_score -2.1 prior"],
)
doc(
    "tid_site_container",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                item(
                    "CONTAINER",
                    ("126010", "DCM", "Imaging Measurements"),
                    [
                        item(
                            "CONTAINER",
                            ("125007", "DCM", "Measurement Group"),
                            [
                                item(
                                    "TEXT",
                                    ("112039", "DCM", "Tracking Identifier"),
                                    text="Right total hip",
                                    relationship="HAS OBS CONTEXT",
                                ),
                                nd("b", "0.802"),
                                nd("t", "-1.3", ONE),
                            ],
                        )
                    ],
                )
            ],
            COMP,
        )
    ),
    site("total_hip right", bmd="0.802", t_score="-1.3"),
)
doc(
    "tid_text_in_german",
    rep(
        report(
            ("121144", "DCM", "Befund"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="LWS L1-L4: T-Score -2,6, Z-Score -1,0. Schenkelhals rechts: T-Score -2,1.",
                )
            ],
            BASIC,
            StudyDescription="Osteodensitometrie DXA",
            SpecificCharacterSet="ISO_IR 192",
        )
    ),
    [*site(L14, t_score="-2.6", z_score="-1.0"), "femoral_neck right t_score -2.1"],
)
doc(
    "stratos_text_rows",
    rep(
        report(
            ("S1", "99DMS", "Bone densitometry report"),
            [
                item(
                    "CONTAINER",
                    ("L", "99DMS", "Lumbar spine"),
                    [
                        item(
                            "TEXT",
                            ("r", "99DMS", "Result"),
                            text="L2-L4: BMD = 0.911 g/cm2, T-score = -1.9, Z-score = -0.4",
                        )
                    ],
                ),
                item(
                    "CONTAINER",
                    ("H", "99DMS", "Left hip"),
                    [item("TEXT", ("r", "99DMS", "Result"), text="Neck: BMD = 0.701 g/cm2, T-score = -1.9")],
                ),
            ],
            ENHANCED_SR,
            Manufacturer="DMS",
        )
    ),
    site("lumbar_spine L2+L3+L4", bmd="0.911", t_score="-1.9", z_score="-0.4")
    + site("femoral_neck left", bmd="0.701", t_score="-1.9"),
)
doc(
    "fuji_table_text",
    rep(
        report(
            ("F1", "99FUJI", "DXA Report"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="Region    BMD(g/cm2)   T-score   Z-score\nL1-L4     0.811        -2.1      -0.6\nL Femoral Neck   0.622   -2.0   -0.5",  # noqa: E501 - as it is sent, in one line
                )
            ],
            COMP,
            Manufacturer="FUJIFILM",
        )
    ),
    site(L14, bmd="0.811", t_score="-2.1", z_score="-0.6")
    + site("femoral_neck left", bmd="0.622", t_score="-2.0", z_score="-0.5"),
)
doc(
    "osteosys_flat_more",
    rep(
        report(
            ("O1", "99OSTEOSYS", "DXA"),
            [
                number(("1", "99OSTEOSYS", "L-Spine L2-L4 BMD (g/cm2)"), "0.911", None),
                number(("2", "99OSTEOSYS", "L-Spine L2-L4 BMC [g]"), "40.2", None),
                item("TEXT", ("2", "99OSTEOSYS", "Lt. Femur Neck T-score (SD)"), text="-1.5"),
                item("TEXT", ("3", "99OSTEOSYS", "Lt. Femur Neck BMD (mg/cm2)"), text="701"),
            ],
            COMP3D,
            Manufacturer="OsteoSys",
        )
    ),
    [
        "lumbar_spine L2+L3+L4 bmd 0.911",
        "lumbar_spine L2+L3+L4 bmc 40.2",
        "femoral_neck left t_score -1.5",
        "femoral_neck left bmd 0.701",
    ],
)
flt = nd("t", "-2.4", ONE)
flt.MeasuredValueSequence[0].FloatingPointValue = -2.4
flt2 = nd("b", "0.702")
flt2.MeasuredValueSequence[0].FloatingPointValue = 0.802
doc(
    "tid_floating",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), flt, flt2)),
    ["femoral_neck left t_score -2.4"],
    held=["femoral_neck left bmd 0.702", "femoral_neck left bmd 0.802"],
)
doc(
    "tid_loinc_no_site",
    tid(
        group(
            number(("24966-4", "LN", "DXA Lumbar spine [Mass/Area] Bone density"), "0.902", G),
            number(("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"), "-1.4", ONE),
            number(("90265-0", "LN", "Major osteoporotic fracture 10-year probability"), "12", PCT),
        )
    ),
    ["lumbar_spine bmd 0.902", "lumbar_spine t_score -1.4", "patient frax_major 12"],
)
doc(
    "tid_dcm_bad_codes",
    tid(group(mod(SITE, LSP), number(("122203", "DCM", "BMD"), "0.902", G))),
    [],
    held=["lumbar_spine bmd 0.902"],
)
doc(
    "tid_impression_conflicts",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                item(
                    "CONTAINER",
                    ("126010", "DCM", "Imaging Measurements"),
                    [group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("t", "-2.4", ONE))],
                ),
                item(
                    "CONTAINER",
                    ("121072", "DCM", "Impressions"),
                    [item("TEXT", ("121073", "DCM", "Impression"), text="Left femoral neck T-score -1.4. Osteopenia.")],
                ),
            ],
            COMP,
        )
    ),
    [],
    held=["femoral_neck left t_score -2.4", "femoral_neck left t_score -1.4"],
)

doc("study_same_uid_twice", [hip_scan("a Left Hip", n=1), hip_scan("a Left Hip", n=1)], total_hip("left"))
doc(
    "study_rescan_other_values",
    [
        hip_scan("a Left Hip", n=1),
        hip_scan("a Left Hip", rows=(("Total", "33.9", "25.0", "0.737", "-1.7", "-0.5"),), n=2),
    ],  # noqa: E501 - as it is sent, in one line
    [],
    held=total_hip("left")
    + site("total_hip left", area="33.9", bmc="25.0", bmd="0.737", t_score="-1.7", z_score="-0.5"),  # noqa: E501 - as it is sent, in one line
)
doc(
    "study_pdf_and_sr",
    [
        tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702"), nd("t", "-2.4", ONE)), n=1),
        pdf_obj(
            letter_pdf(
                [
                    "DXA report",
                    "Left femoral neck: BMD 0.702 g/cm2, T-score -2.4",
                    "Lumbar spine (L1-L4): BMD 0.911 g/cm2, T-score -1.2",
                ]
            ),
            n=2,
        ),
        written(with_pixels(header(SECONDARY_CAPTURE, 3))),
    ],
    site("femoral_neck left", bmd="0.702", t_score="-2.4") + site(L14, bmd="0.911", t_score="-1.2"),
)
doc(
    "study_two_dates",
    [
        ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))), n=1),
        ge_obj(xml("02/05/2022", scan("Left Femur", roi("Total", bmd="0.901", t="-0.9"))), n=2, StudyDate="20220502"),
    ],
    ["total_hip left bmd 0.888", "total_hip left t_score -1.0"],
    held=["total_hip left bmd 0.901", "total_hip left t_score -0.9"],
    may=[
        "total_hip left bmd 0.901 prior",
        "total_hip left t_score -0.9 prior",
        "total_hip left bmd 0.888",
        "total_hip left t_score -1.0",
    ],
)
doc(
    "pdf_two_patients_header_vs_pdf",
    pdf_obj(
        letter_pdf(
            [
                "DXA report",
                "Patient: OTHER, PERSON   DOB: 25/02/1933   Sex: M",
                "Left femoral neck: BMD 0.702 g/cm2, T-score -2.4",
            ]
        )
    ),
    [],
    held=site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
