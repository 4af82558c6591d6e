"""Lunar's objects, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import CR_IMAGE, DEFLATED, IMPLICIT, LUNAR, header, with_pixels, written
from tests.acceptance.shapes import L14, Documents, ge_obj, roi, scan, site, tree_roi, tree_scan, trend, xml

DOCUMENTS = Documents()

DOCUMENTS.add(
    "ge_dual_trend_us",
    ge_obj(
        xml(
            "05/14/2024",
            scan(
                "DualFemur",
                roi("Neck Left", bmd="0.702", pya="68", t="-2.4", pam="86", z="-0.9", bmc="3.41", area="4.86"),
                roi("Neck Right", bmd="0.711", t="-2.3"),
                roi("Neck Mean", bmd="0.707", t="-2.4"),
                roi("Neck Diff.", bmd="0.009", t="0.1"),
                roi("Total Mean", bmd="0.741", t="-2.1"),
                trend("Total Mean", ("05/14/2024", "0.741"), ("04/30/2022", "0.750")),
            ),
        )
    ),
    site(
        "femoral_neck left",
        bmd="0.702",
        young_adult_percent="68",
        t_score="-2.4",
        age_matched_percent="86",
        z_score="-0.9",
        bmc="3.41",
        area="4.86",
    )
    + site("femoral_neck right", bmd="0.711", t_score="-2.3")
    + site("femoral_neck mean", bmd="0.707", t_score="-2.4")
    + site("total_hip mean", bmd="0.741", t_score="-2.1")
    + ["total_hip mean bmd 0.750 prior@2022-04-30"],
    may=site("femoral_neck difference", bmd="0.009", t_score="0.1"),
)
DOCUMENTS.add(
    "ge_spine_excluded",
    ge_obj(
        xml(
            "14/05/2024",
            scan(
                "AP Spine",
                roi("L1", bmd="0.811", t="-2.7", z="-1.0"),
                roi("L2", bmd="1.301", t="0.8", z="2.1"),
                roi("L3", bmd="0.850", t="-2.9"),
                roi("L4", bmd="0.866", t="-2.8"),
                roi("L1-L4 (L2)", bmd="0.844", t="-2.8", z="-1.1"),
            ),
        ),
        syntax=IMPLICIT,
    ),
    site("lumbar_spine L1", bmd="0.811", t_score="-2.7", z_score="-1.0")
    + site("lumbar_spine L2", bmd="1.301", t_score="0.8", z_score="2.1")
    + site("lumbar_spine L3", bmd="0.850", t_score="-2.9")
    + site("lumbar_spine L4", bmd="0.866", t_score="-2.8")
    + site("lumbar_spine L1+L3+L4", bmd="0.844", t_score="-2.8", z_score="-1.1"),
)
DOCUMENTS.add(
    "ge_three_scans",
    ge_obj(
        xml(
            "14-May-2024",
            scan("AP Spine", roi("L2-L4", bmd="1.011", t="-1.6")),
            scan(
                "Left Femur",
                roi("Neck", bmd="0.811", t="-1.6"),
                roi("Upper Neck", bmd="0.601", t="-2.0"),
                roi("Lower Neck", bmd="0.991"),
                roi("Wards", bmd="0.555"),
                roi("Troch", bmd="0.677"),
                roi("Shaft", bmd="1.044"),
                roi("Total", bmd="0.866", t="-1.1"),
            ),
            scan(
                "Left Forearm",
                roi("Radius UD", bmd="0.333", t="-1.9"),
                roi("Radius 33%", bmd="0.655", t="-1.3"),
                roi("Radius Total", bmd="0.488"),
            ),
        )
    ),
    site("lumbar_spine L2+L3+L4", bmd="1.011", t_score="-1.6")
    + site("femoral_neck left", bmd="0.811", t_score="-1.6")
    + site("upper_neck left", bmd="0.601", t_score="-2.0")
    + site("lower_neck left", bmd="0.991")
    + site("wards_triangle left", bmd="0.555")
    + site("trochanter left", bmd="0.677")
    + site("femoral_shaft left", bmd="1.044")
    + site("total_hip left", bmd="0.866", t_score="-1.1")
    + site("radius_ultradistal left", bmd="0.333", t_score="-1.9")
    + site("radius_33 left", bmd="0.655", t_score="-1.3")
    + site("radius_total left", bmd="0.488"),
)
DOCUMENTS.add(
    "ge_frax_only",
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><MAJOR_OSTEO_FRAC_RISK units="%">14.1</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">4.0</HIP_FRAC_RISK></DXA_RESULTS>'  # noqa: E501 - as it is sent, in one line
    ),
    ["patient frax_major 14.1", "patient frax_hip 4.0"],
)
DOCUMENTS.add(
    "ge_frax_hip_only",
    ge_obj('<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><HIP_FRAC_RISK units=" %">0.4</HIP_FRAC_RISK></DXA_RESULTS>'),
    ["patient frax_hip 0.4"],
)
DOCUMENTS.add(
    "ge_lva_none",
    ge_obj(
        xml(
            "14/05/2024",
            '<SCAN type="LVA" id="30"><ROI region="L1"><DEFORMITY>None</DEFORMITY></ROI><ROI region="T12"><DEFORMITY>Wedge 25%</DEFORMITY></ROI></SCAN>',  # noqa: E501 - as it is sent, in one line
            scan("AP Spine", roi("L1-L4", bmd="0.9", t="-2.2")),
        )
    ),
    site(L14, bmd="0.9", t_score="-2.2"),
    may=["lumbar_spine T12 deformity 25"],
)
DOCUMENTS.add(
    "ge_old_form",
    ge_obj(
        '<DENSITOMETRY_RESULTS><CURRENT_EXAM><SCAN type="AP Spine"><TREND><TREND_ROI>L2-L4</TREND_ROI><BASELINE_EXAM_DATE>3/7/2019</BASELINE_EXAM_DATE><EXAM><EXAM_DATE>3/7/2019</EXAM_DATE><BMD units="g/cm2">1.002</BMD><YAT>-1.6</YAT><AMZ>-0.3</AMZ></EXAM><EXAM><EXAM_DATE>5/14/2024</EXAM_DATE><BMD units="g/cm2">0.955</BMD><YAT>-2.0</YAT><AMZ>-0.4</AMZ><BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE units="%/yr">-0.9</VALUE></BMD_CHANGE></EXAM></TREND></SCAN></CURRENT_EXAM></DENSITOMETRY_RESULTS>'  # noqa: E501 - as it is sent, in one line
    ),
    [
        *site("lumbar_spine L2+L3+L4", bmd="0.955", t_score="-2.0", z_score="-0.4"),
        "lumbar_spine L2+L3+L4 bmd 1.002 prior@2019-03-07",
        "lumbar_spine L2+L3+L4 t_score -1.6 prior@2019-03-07",
        "lumbar_spine L2+L3+L4 z_score -0.3 prior@2019-03-07",
    ],
)
DOCUMENTS.add(
    "ge_mg",
    ge_obj(
        xml(
            "14/05/2024",
            scan("Right Femur", roi("Neck", u=" mg/cm2", bmd="702", t="-2.4"), roi("Total", u="mg/cm2", bmd="755")),
        )
    ),
    site("femoral_neck right", bmd="0.702", t_score="-2.4") + site("total_hip right", bmd="0.755"),
)
DOCUMENTS.add(
    "ge_integer_under_g",
    ge_obj(xml("14/05/2024", scan("Right Femur", roi("Neck", bmd="702", t="-2.4")))),
    ["femoral_neck right t_score -2.4"],
    held=["femoral_neck right bmd 702", "femoral_neck right bmd 0.702"],
)
DOCUMENTS.add(
    "ge_comma",
    ge_obj(xml("14.05.2024", scan("Left Femur", roi("Neck", bmd="0,702", t="-2,4", z="-0,9")))),
    site("femoral_neck left", bmd="0.702", t_score="-2.4", z_score="-0.9"),
)
big = xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6")), tail="<!-- " + "x" * 70000 + " -->")
DOCUMENTS.add("ge_over_64k", ge_obj(big), site(L14, bmd="0.988", t_score="-1.6"))
DOCUMENTS.add(
    "ge_dates_ambiguous",
    ge_obj(
        xml(
            "03/04/2024",
            scan(
                "AP Spine",
                roi("L1-L4", bmd="0.988", t="-1.6"),
                trend("L1-L4", ("03/04/2024", "0.988"), ("05/06/2021", "1.001")),
            ),
        ),
        StudyDate="20240403",
    ),
    [*site(L14, bmd="0.988", t_score="-1.6"), f"{L14} bmd 1.001 prior@2021-06-05"],
)
DOCUMENTS.add(
    "ge_trend_month_names_oldest_last",
    ge_obj(
        xml(
            "05-Mar-2024",
            scan(
                "Left Femur",
                roi("Total", bmd="0.888", t="-1.0"),
                trend("Total", ("05-Mar-2024", "0.888"), ("11-Feb-2020", "0.901"), ("02-Jan-2018", "0.944")),
            ),
        ),
        StudyDate="20240305",
    ),
    [
        *site("total_hip left", bmd="0.888", t_score="-1.0"),
        "total_hip left bmd 0.901 prior@2020-02-11",
        "total_hip left bmd 0.944 prior@2018-01-02",
    ],
)
x = xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6", z="-0.2")))
DOCUMENTS.add(
    "ge_xml_and_tree_agree",
    ge_obj(x, [tree_scan("AP Spine", tree_roi("L1-L4", "0.988", "-1.6", "-0.2"))]),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
DOCUMENTS.add(
    "ge_xml_and_tree_disagree",
    ge_obj(x, [tree_scan("AP Spine", tree_roi("L1-L4", "0.988", "-2.6", "-0.2"))]),
    site(L14, bmd="0.988", z_score="-0.2"),
    held=[f"{L14} t_score -1.6", f"{L14} t_score -2.6"],
)
DOCUMENTS.add(
    "ge_forearm_right_tree",
    ge_obj(
        None,
        [
            tree_scan(
                "Right Forearm",
                tree_roi("Radius UD", "0.388", "-1.2"),
                tree_roi("Ulna UD", "0.301"),
                tree_roi("Radius 33%", "0.699", "-0.9"),
                tree_roi("Both Total", "0.5"),
                tree_roi("Radius Total", "0.533"),
            )
        ],
    ),
    site("radius_ultradistal right", bmd="0.388", t_score="-1.2")
    + site("radius_33 right", bmd="0.699", t_score="-0.9")
    + ["radius_total right bmd 0.533"],
    may=["forearm_total right bmd 0.5"],
)
DOCUMENTS.add(
    "ge_total_body",
    ge_obj(
        xml(
            "14/05/2024",
            scan(
                "Total Body",
                roi("Head", bmd="2.101"),
                roi("Arms", bmd="0.800"),
                roi("Legs", bmd="1.044"),
                roi("Trunk", bmd="0.844"),
                roi("Ribs", bmd="0.622"),
                roi("Pelvis", bmd="0.966"),
                roi("Spine", bmd="0.944"),
                roi("Total", bmd="1.066", t="-0.7", z="0.2"),
            ),
        )
    ),
    site("total_body", bmd="1.066", t_score="-0.7", z_score="0.2"),
)
DOCUMENTS.add(
    "ge_name_pm50",
    ge_obj(x, PatientName="TEST^PATIENT(PM50", PatientSex="O", PatientBirthDate="19559999", PatientAge="071"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
    says=["sex None"],
)
DOCUMENTS.add(
    "ge_partial_prelim",
    ge_obj(x, CompletionFlag="PARTIAL", PreliminaryFlag="PRELIMINARY"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
DOCUMENTS.add(
    "ge_image_cr",
    written(with_pixels(header(CR_IMAGE, Modality="CR", ProtocolName="AP Spine", **LUNAR)), IMPLICIT),
    [],
    error="NO_STRUCTURED_RESULTS",
)
DOCUMENTS.add(
    "ge_no_units",
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><SCAN type="AP Spine"><ROI region="L1-L4"><BMD>0.922</BMD><BMD_TSCORE>-2.1</BMD_TSCORE></ROI></SCAN></DXA_RESULTS>'  # noqa: E501 - as it is sent, in one line
    ),
    [f"{L14} t_score -2.1"],
    may=[f"{L14} bmd 0.922"],
)
DOCUMENTS.add(
    "ge_l5_t12",
    ge_obj(
        xml(
            "14/05/2024",
            scan(
                "AP Spine", roi("T12", bmd="0.701", t="-2.1"), roi("L5", bmd="1.001"), roi("L1-L3", bmd="0.8", t="-2.4")
            ),
        )
    ),
    [
        *site("lumbar_spine T12", bmd="0.701", t_score="-2.1"),
        "lumbar_spine L5 bmd 1.001",
        *site("lumbar_spine L1+L2+L3", bmd="0.8", t_score="-2.4"),
    ],
)
DOCUMENTS.add("ge_deflated", ge_obj(x, syntax=DEFLATED), site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"))
DOCUMENTS.add(
    "ge_entities_single_quotes",
    ge_obj(x.replace('"', "'").replace("-1.6", "&#45;1.6")),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
DOCUMENTS.add(
    "ge_doctype",
    ge_obj('<!DOCTYPE a [<!ENTITY t "-1.6">]>' + x.replace("-1.6", "&t;")),
    [],
    held=site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
    may=site(L14, bmd="0.988", z_score="-0.2"),
)
DOCUMENTS.add(
    "ge_bom_encoding",
    ge_obj('<?xml version="1.0" encoding="utf-16"?>' + x),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
DOCUMENTS.add("ge_xml_cut", ge_obj(x[:-70]), [], may=site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"))
DOCUMENTS.add(
    "charset_cyrillic",
    ge_obj(
        x,
        SpecificCharacterSet="ISO_IR 144",
        PatientName="\u0422\u0415\u0421\u0422",
        InstitutionName="\u0411\u043e\u043b\u044c\u043d\u0438\u0446\u0430",
    ),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
DOCUMENTS.add(
    "charset_gb",
    ge_obj(x, SpecificCharacterSet="GB18030", PatientName="\u738b^\u5c0f", InstitutionName="\u533b\u9662"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
DOCUMENTS.add(
    "charset_iso2022",
    ge_obj(x, SpecificCharacterSet=["", "ISO 2022 IR 87"], PatientName="Test^Patient=\u5c71\u7530^\u592a\u90ce"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
