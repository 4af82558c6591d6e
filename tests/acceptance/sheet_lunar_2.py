"""Lunar's objects, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import IMPLICIT, item, number
from tests.acceptance.shapes import L14, Documents, G, ge_obj, gn, roi, scan, site, tree_roi, tree_scan, trend, xml

DOCUMENTS = Documents()

DOCUMENTS.add(
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
DOCUMENTS.add(
    "ge_side_against_scan",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Neck Right", bmd="0.702", t="-2.4")))),
    [],
    held=site("femoral_neck right", bmd="0.702", t_score="-2.4")
    + site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
DOCUMENTS.add(
    "ge_dual_without_side",
    ge_obj(xml("14/05/2024", scan("DualFemur", roi("Neck", bmd="0.702", t="-2.4")))),
    [],
    may=site("femoral_neck", bmd="0.702", t_score="-2.4"),
    held=site("femoral_neck", bmd="0.702", t_score="-2.4"),
)
DOCUMENTS.add(
    "ge_two_excluded",
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4 (L2,L3)", bmd="0.844", t="-2.8"), roi("L1,L4", bmd="0.851")))),
    site("lumbar_spine L1+L4", t_score="-2.8"),
    may=["lumbar_spine L1+L4 bmd 0.844", "lumbar_spine L1+L4 bmd 0.851"],
    held=["lumbar_spine L1+L4 bmd 0.844", "lumbar_spine L1+L4 bmd 0.851"],
)
DOCUMENTS.add(
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
DOCUMENTS.add(
    "ge_exam_not_studydate",
    ge_obj(xml("12/03/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))), StudyDate="20240514"),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
    may=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
    "ge_namespace_upper",
    ge_obj(
        xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))).replace(
            "<DXA_RESULTS>", '<DXA_RESULTS xmlns="urn:ge:lunar">'
        )
    ),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
    "ge_text_before_xml",
    ge_obj("enCORE results: " + xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0")))),
    [],
    may=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
    "ge_cut_xml_full_tree",
    ge_obj(
        xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0")))[:-30],
        [tree_scan("Left Femur", tree_roi("Total", "0.888", "-1.0"))],
    ),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
    "ge_header_laterality_against",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))), Laterality="R"),
    [],
    held=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
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
DOCUMENTS.add(
    "ge_tbs_and_tblh",
    ge_obj(
        xml("14/05/2024", scan("Total Body", roi("TBLH", bmd="0.866", z="-1.1"), roi("Total", bmd="0.966", z="-0.9")))
    ),
    site("total_body_less_head", bmd="0.866", z_score="-1.1") + site("total_body", bmd="0.966", z_score="-0.9"),
)
DOCUMENTS.add(
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
DOCUMENTS.add(
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
DOCUMENTS.add(
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
DOCUMENTS.add(
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
DOCUMENTS.add(
    "ge_pya_without_units_z_percent",
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><SCAN type="Left Femur"><ROI region="Total"><BMD units=" gm/cm²">0.888</BMD><BMD_PYA>88</BMD_PYA><BMD_TSCORE units="%">88</BMD_TSCORE></ROI></SCAN></DXA_RESULTS>',  # noqa: E501 - as it is sent, in one line
        SpecificCharacterSet="ISO_IR 192",
    ),
    ["total_hip left bmd 0.888"],
    may=["total_hip left young_adult_percent 88"],
    held=["total_hip left t_score 88"],
)
DOCUMENTS.add(
    "ge_huge_xml_1000_rois",
    ge_obj(xml("14/05/2024", scan("AP Spine", *[roi("L1-L4", bmd="0.801", t="-2.5")] * 800)), syntax=IMPLICIT),
    site(L14, bmd="0.801", t_score="-2.5"),
    may=site(L14, bmd="0.801", t_score="-2.5"),
)
DOCUMENTS.add(
    "ge_html_entities_amp",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"), roi("R&amp;D", bmd="0.5")))),
    site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
    "ge_bare_amp",
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"), roi("R&D", bmd="0.5")))),
    [],
    may=site("total_hip left", bmd="0.888", t_score="-1.0"),
)
DOCUMENTS.add(
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
DOCUMENTS.add(
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
