"""Lunar objects by a further examiner: trends beside scans, sides lost and found, names as sites alter them."""

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, IMPLICIT, item, number
from tests.acceptance.shapes import (
    L14,
    ONE,
    PCT,
    Documents,
    G,
    ge_obj,
    gn,
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
DAY = "14/05/2024"


def ge(*scans, day=DAY, n=1, tail="", syntax="1.2.840.10008.1.2.1", **fields):
    """Return a GE object of these scans."""
    return ge_obj(xml(day, *scans, tail=tail), n=n, syntax=syntax, **fields)


add(
    "v5_us_dates_anchored",
    ge(
        scan(
            "AP Spine",
            roi("L1-L4", bmd="1.033", t="-1.2", z="-0.1"),
            trend("L1-L4", ("05/14/2024", "1.033"), ("04/05/2022", "1.061"), ("02/03/2019", "1.088")),
        ),
        day="05/14/2024",
    ),
    [
        *site(L14, bmd="1.033", t_score="-1.2", z_score="-0.1"),
        f"{L14} bmd 1.061 prior@2022-04-05",
        f"{L14} bmd 1.088 prior@2019-02-03",
    ],
)
add(
    "v5_dates_not_anchored",
    ge(
        scan(
            "AP Spine",
            roi("L2-L4", bmd="0.954", t="-2.0"),
            trend("L2-L4", ("05/04/2024", "0.954"), ("03/02/2021", "0.990")),
        ),
        day="05/04/2024",
        StudyDate="20240520",
    ),
    site("lumbar_spine L2+L3+L4", bmd="0.954", t_score="-2.0"),
    may=["lumbar_spine L2+L3+L4 bmd 0.990 prior"],
    held=["lumbar_spine L2+L3+L4 bmd 0.954", "lumbar_spine L2+L3+L4 bmd 0.990 prior"],
)
add(
    "v5_trend_oldest_first_no_scan_rows",
    ge(
        scan(
            "DualFemur",
            trend("Neck Left", ("30-Apr-2020", "0.811"), ("02-May-2022", "0.790"), ("14-May-2024", "0.775")),
        ),
        day="14-May-2024",
    ),
    [
        "femoral_neck left bmd 0.775",
        "femoral_neck left bmd 0.811 prior@2020-04-30",
        "femoral_neck left bmd 0.790 prior@2022-05-02",
    ],
)
add(
    "v5_trend_with_scores_per_exam",
    ge(
        scan(
            "Left Femur",
            roi("Total", bmd="0.744", t="-2.1", z="-1.0"),
            '<TREND region="Total"><EXAM date="14/05/2024"><AGE>66.5</AGE><BMD units=" g/cm2">0.744</BMD>'
            "<BMD_TSCORE>-2.1</BMD_TSCORE>"
            '<CHANGE type="PCHANGE_VS_PREVIOUS"><BMD units="%">-3.9</BMD></CHANGE>'
            '<CHANGE type="CHANGE_VS_BASELINE"><BMD units=" g/cm2">-0.051</BMD></CHANGE></EXAM>'
            '<EXAM date="01/03/2022"><AGE>64.3</AGE>'
            '<BMD units=" g/cm2">0.774</BMD><BMD_TSCORE>-1.9</BMD_TSCORE></EXAM></TREND>',
        )
    ),
    [
        *site("total_hip left", bmd="0.744", t_score="-2.1", z_score="-1.0"),
        "total_hip left bmd 0.774 prior@2022-03-01",
        "total_hip left t_score -1.9 prior@2022-03-01",
    ],
)
add(
    "v5_mg_units_and_commas",
    ge(
        scan("AP Spine", roi("L1-L4", u="mg/cm2", bmd="987", t="-1,6", z="-0,4")),
        scan("Right Femur", roi("Neck", bmd="0,788", t="-1,8"), roi("Total", u="", bmd="0.812", t="-1.6")),
    ),
    [
        *site(L14, bmd="0.987", t_score="-1.6", z_score="-0.4"),
        *site("femoral_neck right", bmd="0.788", t_score="-1.8"),
        "total_hip right t_score -1.6",
    ],
    may=["total_hip right bmd 0.812"],
)
add(
    "v5_integer_mg_without_saying",
    ge(scan("AP Spine", roi("L1-L4", bmd="987", t="-1.6"))),
    [f"{L14} t_score -1.6"],
    held=[f"{L14} bmd 987", f"{L14} bmd 0.987"],
)
add(
    "v5_wrong_unit_in_xml",
    ge(scan("AP Spine", roi("L1-L4", u="g/cm3", bmd="0.987", t="-1.6"), roi("L2-L4", u="%", bmd="0.955", t="-2.0"))),
    [f"{L14} t_score -1.6", "lumbar_spine L2+L3+L4 t_score -2.0"],
    held=[f"{L14} bmd 0.987", "lumbar_spine L2+L3+L4 bmd 0.955"],
)
add(
    "v5_dual_femur_every_row",
    ge(
        scan(
            "DualFemur",
            roi("Neck Left", bmd="0.812", t="-1.6", z="-0.3"),
            roi("Neck Right", bmd="0.799", t="-1.7", z="-0.4"),
            roi("Neck Mean", bmd="0.806", t="-1.7"),
            roi("Neck Diff.", bmd="0.013", t="0.1"),
            roi("Upper Neck Left", bmd="0.611", t="-1.9"),
            roi("Lower Neck Left", bmd="1.010"),
            roi("Wards Left", bmd="0.590", t="-2.4"),
            roi("Troch Left", bmd="0.701", t="-1.2"),
            roi("Shaft Left", bmd="1.122"),
            roi("Total Left", bmd="0.855", t="-1.2"),
            roi("Total Diff.", bmd="0.020"),
        )
    ),
    [
        *site("femoral_neck left", bmd="0.812", t_score="-1.6", z_score="-0.3"),
        *site("femoral_neck right", bmd="0.799", t_score="-1.7", z_score="-0.4"),
        *site("femoral_neck mean", bmd="0.806", t_score="-1.7"),
        *site("upper_neck left", bmd="0.611", t_score="-1.9"),
        *site("lower_neck left", bmd="1.010"),
        *site("wards_triangle left", bmd="0.590", t_score="-2.4"),
        *site("trochanter left", bmd="0.701", t_score="-1.2"),
        *site("femoral_shaft left", bmd="1.122"),
        *site("total_hip left", bmd="0.855", t_score="-1.2"),
    ],
    may=["femoral_neck difference bmd 0.013", "femoral_neck difference t_score 0.1", "total_hip difference bmd 0.020"],
)
add(
    "v5_dual_femur_side_lost",
    ge(scan("DualFemur", roi("Neck", bmd="0.812", t="-1.6"), roi("Total", bmd="0.855", t="-1.2"))),
    [],
    may=[*site("femoral_neck", bmd="0.812", t_score="-1.6"), *site("total_hip", bmd="0.855", t_score="-1.2")],
    held=[*site("femoral_neck", bmd="0.812", t_score="-1.6"), *site("total_hip", bmd="0.855", t_score="-1.2")],
)
add(
    "v5_left_femur_rows_say_right",
    ge(scan("Left Femur", roi("Neck Right", bmd="0.812", t="-1.6"), roi("Total", bmd="0.855", t="-1.2"))),
    site("total_hip left", bmd="0.855", t_score="-1.2"),
    held=[
        *site("femoral_neck left", bmd="0.812", t_score="-1.6"),
        *site("femoral_neck right", bmd="0.812", t_score="-1.6"),
        *site("femoral_neck", bmd="0.812", t_score="-1.6"),
    ],
)
add(
    "v5_header_laterality_against_scan",
    ge(scan("Right Femur", roi("Total", bmd="0.855", t="-1.2")), Laterality="L"),
    [],
    may=site("total_hip right", bmd="0.855", t_score="-1.2"),
    held=site("total_hip right", bmd="0.855", t_score="-1.2"),
)
add(
    "v5_german_rois",
    ge(
        scan("AP-Wirbelsäule", roi("L1-L4", bmd="1.011", t="-1.4")),
        scan("Doppelfemur", roi("Hals Links", bmd="0.790", t="-1.8"), roi("Gesamt Rechts", bmd="0.840", t="-1.3")),
    ),
    [
        *site(L14, bmd="1.011", t_score="-1.4"),
        *site("femoral_neck left", bmd="0.790", t_score="-1.8"),
        *site("total_hip right", bmd="0.840", t_score="-1.3"),
    ],
)
add(
    "v5_french_spanish_rois",
    [
        ge(scan("Double Fémur", roi("Col Gauche", bmd="0.790", t="-1.8"), roi("Total Droit", bmd="0.840", t="-1.3"))),
        ge(scan("Columna AP", roi("L1-L4", bmd="1.011", t="-1.4")), n=2),
    ],
    [
        *site(L14, bmd="1.011", t_score="-1.4"),
        *site("femoral_neck left", bmd="0.790", t_score="-1.8"),
        *site("total_hip right", bmd="0.840", t_score="-1.3"),
    ],
)
add(
    "v5_forearm_rows",
    ge(
        scan(
            "Left Forearm",
            roi("Radius 33%", bmd="0.701", t="-2.2"),
            roi("Radius UD", bmd="0.388", t="-1.1"),
            roi("Radius Total", bmd="0.555", t="-1.7"),
            roi("Ulna 33%", bmd="0.688"),
            roi("Both 33%", bmd="0.695"),
        )
    ),
    [
        *site("radius_33 left", bmd="0.701", t_score="-2.2"),
        *site("radius_ultradistal left", bmd="0.388", t_score="-1.1"),
        *site("radius_total left", bmd="0.555", t_score="-1.7"),
    ],
)
add(
    "v5_total_body_composition",
    ge(
        scan(
            "Total Body",
            '<ROI region="Total"><BMD units=" g/cm2">1.122</BMD><BMD_TSCORE>0.1</BMD_TSCORE>'
            '<FAT_MASS units=" g">22111</FAT_MASS>'
            '<LEAN_MASS units=" g">40112</LEAN_MASS><FAT_PERCENT units="%">34.1</FAT_PERCENT>'
            '<VAT_MASS units=" g">811</VAT_MASS></ROI>',
            '<ROI region="Android"><FAT_MASS units=" g">1511</FAT_MASS><BMD units=" g/cm2">1.001</BMD></ROI>',
            '<ROI region="Legs"><BMD units=" g/cm2">1.211</BMD></ROI>',
        )
    ),
    site("total_body", bmd="1.122", t_score="0.1"),
)
add(
    "v5_lva_with_deformity_and_spine",
    ge(
        scan("LVA", "<DEFORMITY region='T8'>Grade 1 wedge</DEFORMITY>", "<DEFORMITY>None</DEFORMITY>"),
        scan("AP Spine", roi("L1-L3", bmd="0.901", t="-2.2")),
    ),
    site("lumbar_spine L1+L2+L3", bmd="0.901", t_score="-2.2"),
)
add(
    "v5_frax_own_object_with_scan_object",
    [
        ge(
            tail='<MAJOR_OSTEO_FRAC_RISK units="%">11.4</MAJOR_OSTEO_FRAC_RISK>'
            '<HIP_FRAC_RISK units="%">2.2</HIP_FRAC_RISK>'
        ),
        ge(scan("Left Femur", roi("Neck", bmd="0.744", t="-2.1")), n=2),
    ],
    [*site("femoral_neck left", bmd="0.744", t_score="-2.1"), "patient frax_major 11.4", "patient frax_hip 2.2"],
)
add(
    "v5_older_root_oldest_first",
    ge_obj(
        '<DENSITOMETRY_RESULTS><CURRENT_EXAM><SCAN type="AP Spine"><TREND><TREND_ROI>L1-L4</TREND_ROI>'
        "<BASELINE_EXAM_DATE>3/9/2018</BASELINE_EXAM_DATE>"
        '<EXAM><EXAM_DATE>3/9/2018</EXAM_DATE><BMD units="g/cm2">1.088</BMD><YAT>-0.8</YAT><AMZ>0.1</AMZ></EXAM>'
        '<EXAM><EXAM_DATE>5/14/2024</EXAM_DATE><BMD units="g/cm2">1.021</BMD><YAT>-1.3</YAT><AMZ>-0.1</AMZ>'
        "<BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE>-1.0</VALUE></BMD_CHANGE></EXAM></TREND></SCAN></CURRENT_EXAM></DENSITOMETRY_RESULTS>"
    ),
    [
        *site(L14, bmd="1.021", t_score="-1.3", z_score="-0.1"),
        f"{L14} bmd 1.088 prior@2018-03-09",
        f"{L14} t_score -0.8 prior@2018-03-09",
        f"{L14} z_score 0.1 prior@2018-03-09",
    ],
)
add(
    "v5_tree_only_with_trend_container",
    ge_obj(
        tree=[
            item(
                "CODE",
                ("121049", "DCM", "Language"),
                concept=("en", "RFC5646", "English"),
                relationship="HAS CONCEPT MOD",
            ),
            item("TEXT", ("121106", "DCM", "Comment"), text="Last year's L1-L4 T-score was -1.0"),
            tree_scan(
                "AP Spine",
                tree_roi("L1-L4", bmd="0.966", t="-1.8", z="-0.6", pya="82"),
                item(
                    "CONTAINER",
                    gn("Trend L1-L4"),
                    [
                        item(
                            "CONTAINER",
                            gn("14-May-2024"),
                            [number(("3", "GELUNAR", "BMD"), "0.966", G), number(("1", "GELUNAR", "AGE"), "66.5", ONE)],
                        ),
                        item(
                            "CONTAINER",
                            gn("02-Jun-2021"),
                            [
                                number(("3", "GELUNAR", "BMD"), "1.002", G),
                                item(
                                    "CONTAINER",
                                    gn("PCHANGE_VS_PREVIOUS"),
                                    [number(("3", "GELUNAR", "BMD"), "-2.2", PCT)],
                                ),
                            ],
                        ),
                    ],
                ),
            ),
        ]
    ),
    [
        *site(L14, bmd="0.966", t_score="-1.8", z_score="-0.6", young_adult_percent="82"),
        f"{L14} bmd 1.002 prior@2021-06-02",
    ],
)
add(
    "v5_tree_and_xml_disagree_in_one_place",
    ge_obj(
        xml(DAY, scan("Right Femur", roi("Neck", bmd="0.744", t="-2.1"), roi("Total", bmd="0.790", t="-1.7"))),
        tree=[
            tree_scan("Right Femur", tree_roi("Neck", bmd="0.744", t="-1.2"), tree_roi("Total", bmd="0.790", t="-1.7"))
        ],
    ),
    ["femoral_neck right bmd 0.744", *site("total_hip right", bmd="0.790", t_score="-1.7")],
    held=["femoral_neck right t_score -2.1", "femoral_neck right t_score -1.2"],
)
add(
    "v5_tree_num_without_value",
    ge_obj(
        tree=[
            tree_scan(
                "Left Femur",
                item(
                    "CONTAINER",
                    gn("Neck"),
                    [
                        number(("3", "GELUNAR", "BMD"), "0.801", G),
                        item("NUM", ("6", "GELUNAR", "BMD_TSCORE")),
                        item("TEXT", ("8", "GELUNAR", "BMD_ZSCORE"), text="N/A"),
                    ],
                ),
                tree_roi("Total", bmd="0.844", t="<-4.0"),
            )
        ]
    ),
    ["femoral_neck left bmd 0.801", "total_hip left bmd 0.844"],
    held=["total_hip left t_score -4.0"],
)
add(
    "v5_truncated_tail_refused",
    ge(scan("AP Spine", roi("L1-L4", bmd="0.977", t="-1.7")))[:-37],
    [],
    error="any",
)
for name, syntax in (("implicit", IMPLICIT), ("big_endian", BIG_ENDIAN), ("deflated", DEFLATED)):
    add(
        f"v5_syntax_{name}",
        ge(
            scan("AP Spine", roi("L1-L4 (L3)", bmd="0.923", t="-2.1"), roi("L3", bmd="1.201", t="0.0")),
            syntax=syntax,
        ),
        [*site("lumbar_spine L1+L2+L4", bmd="0.923", t_score="-2.1")],
        may=site("lumbar_spine L3", bmd="1.201", t_score="0.0"),
    )
add(
    "v5_exam_date_differs_from_study",
    ge(scan("AP Spine", roi("L1-L4", bmd="0.977", t="-1.7")), day="25/11/2019"),
    [],
    may=[*site(L14, bmd="0.977", t_score="-1.7"), f"{L14} bmd 0.977 prior", f"{L14} t_score -1.7 prior"],
    held=site(L14, bmd="0.977", t_score="-1.7"),
)
add(
    "v5_scores_with_words",
    ge(
        scan(
            "AP Spine",
            roi("L1-L4", bmd="0.977", t="-1.7 SD", z="−0.5"),
            roi("L2-L4", bmd="0.966 ", t="-", z="--"),
            roi("L1", bmd="0.901", t="1.9-"),
            roi("L2", bmd="1e400", t="Inf"),
        ),
        SpecificCharacterSet="ISO_IR 192",
    ),
    [
        *site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5"),
        "lumbar_spine L2+L3+L4 bmd 0.966",
        "lumbar_spine L1 bmd 0.901",
    ],
    held=["lumbar_spine L1 t_score -1.9", "lumbar_spine L1 t_score 1.9"],
)
