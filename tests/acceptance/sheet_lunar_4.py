"""GE Lunar objects as enCORE 8 to 18 sends them, common shapes in numbers; each with what a person takes from it."""

from fixtures.dicom_objects import (
    CR_IMAGE,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    LUNAR,
    header,
    item,
    number,
    with_pixels,
    written,
)
from tests.acceptance.shapes import (
    L14,
    Documents,
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
KEYS = {
    "bmd": "bmd",
    "pya": "young_adult_percent",
    "t": "t_score",
    "pam": "age_matched_percent",
    "z": "z_score",
    "bmc": "bmc",
    "area": "area",
}


def told(name, **values):
    """Return the rows of a truth for what a ROI prints."""
    return site(name, **{KEYS[key]: value for key, value in values.items()})


L1 = {"bmd": "0.912", "pya": "81", "t": "-1.8", "pam": "92", "z": "-0.7", "bmc": "11.4", "area": "12.5"}
L24 = {"bmd": "1.001", "pya": "83", "t": "-1.7", "pam": "94", "z": "-0.5", "bmc": "42.04", "area": "42.00"}
ALL = {"bmd": "0.977", "pya": "83", "t": "-1.7", "pam": "94", "z": "-0.5", "bmc": "53.24", "area": "54.50"}
NECK = {"bmd": "0.789", "pya": "76", "t": "-1.8", "pam": "95", "z": "-0.3", "bmc": "3.71", "area": "4.70"}
TOTAL = {"bmd": "0.850", "pya": "84", "t": "-1.3", "pam": "98", "z": "-0.1", "bmc": "26.35", "area": "31.00"}
OTHER = {"bmd": "0.861", "pya": "85", "t": "-1.2", "pam": "99", "z": "0.0", "bmc": "27.12", "area": "31.50"}
MEAN = {"bmd": "0.856", "pya": "85", "t": "-1.2", "pam": "99", "z": "-0.1"}

SPINE = scan("AP Spine", roi("L1", **L1), roi("L2-L4", **L24), roi("L1-L4", **ALL))
SPINE_TOLD = [*told("lumbar_spine L1", **L1), *told("lumbar_spine L2+L3+L4", **L24), *told(L14, **ALL)]
DUAL = scan(
    "DualFemur",
    roi("Neck Left", **NECK),
    roi("Upper Neck Left", bmd="0.601", t="-1.5", z="-0.2"),
    roi("Total Left", **TOTAL),
    roi("Total Right", **OTHER),
    roi("Total Mean", **MEAN),
    roi("Total Diff.", bmd="0.011", pya="1", t="0.1", pam="1", z="0.1"),
)
DUAL_TOLD = [
    *told("femoral_neck left", **NECK),
    *site("upper_neck left", bmd="0.601", t_score="-1.5", z_score="-0.2"),
    *told("total_hip left", **TOTAL),
    *told("total_hip right", **OTHER),
    *told("total_hip mean", **MEAN),
]
DIFF = told("total_hip difference", bmd="0.011", pya="1", t="0.1", pam="1", z="0.1")

add = DOCUMENTS.add
add("w1_ge_spine_and_dual", ge_obj(xml("14/05/2024", SPINE, DUAL)), [*SPINE_TOLD, *DUAL_TOLD], may=DIFF, held=DIFF)
add("w1_ge_implicit", ge_obj(xml("05/14/2024", SPINE), syntax=IMPLICIT), SPINE_TOLD)
add("w1_ge_deflated_german_month", ge_obj(xml("14-May-2024", SPINE), syntax=DEFLATED), SPINE_TOLD)

TREE = tree_scan(
    "AP Spine",
    tree_roi("L1-L4", "0.977", "-1.7", "-0.5", "53.24", "54.50", pya="83"),
    tree_roi("L2-L4 (L3)", "0.955", "-1.9", "-0.7"),
)
TREE_TOLD = [
    *site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5", bmc="53.24", area="54.50", young_adult_percent="83"),
    *site("lumbar_spine L2+L4", bmd="0.955", t_score="-1.9", z_score="-0.7"),
]
add("w1_ge_tree_only", ge_obj(tree=[TREE]), TREE_TOLD)
add(
    "w1_ge_tree_old_without_bmc",
    ge_obj(
        tree=[
            tree_scan(
                "Left Femur",
                tree_roi("Neck", "0.701", "-2.4", "-0.9"),
                tree_roi("Wards", "0.555", "-2.7", "-0.8"),
                tree_roi("Troch", "0.640", "-1.5", "-0.3"),
                tree_roi("Total", "0.741", "-2.1", "-0.8"),
            )
        ],
        SoftwareVersions="8.10",
        Manufacturer="LUNAR",
    ),
    [
        *site("femoral_neck left", bmd="0.701", t_score="-2.4", z_score="-0.9"),
        *site("wards_triangle left", bmd="0.555", t_score="-2.7", z_score="-0.8"),
        *site("trochanter left", bmd="0.640", t_score="-1.5", z_score="-0.3"),
        *site("total_hip left", bmd="0.741", t_score="-2.1", z_score="-0.8"),
    ],
)
add(
    "w1_ge_tree_and_xml_agree",
    ge_obj(
        xml("14/05/2024", scan("AP Spine", roi("L1-L4", **ALL))),
        [tree_scan("AP Spine", tree_roi("L1-L4", "0.977", "-1.7", "-0.5"))],
    ),
    told(L14, **ALL),
)
add(
    "w1_ge_tree_and_xml_disagree",
    ge_obj(
        xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.977", t="-1.7"))),
        [tree_scan("AP Spine", tree_roi("L1-L4", "0.977", "-1.9"))],
    ),
    [f"{L14} bmd 0.977"],
    held=[f"{L14} t_score -1.7", f"{L14} t_score -1.9"],
)

add(
    "w1_ge_comma_and_mg",
    ge_obj(
        xml(
            "14.05.2024",
            scan("AP Spine", roi("L1-L4", bmd="0,977", t="-1,7", z="-0,5")),
            scan("Right Femur", roi("Neck", u=" mg/cm2", bmd="789", t="-1,8", z="-0,3")),
        )
    ),
    [
        *site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5"),
        *site("femoral_neck right", bmd="0.789", t_score="-1.8", z_score="-0.3"),
    ],
)

PRIORS = trend("L1-L4", ("14/05/2024", "0.977"), ("30/04/2022", "0.995"), ("02/03/2020", "1.012"))
add(
    "w1_ge_trend",
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", **ALL), PRIORS))),
    [*told(L14, **ALL), f"{L14} bmd 0.995 prior@2022-04-30", f"{L14} bmd 1.012 prior@2020-03-02"],
)
add(
    "w1_ge_trend_us_order",
    ge_obj(
        xml(
            "05/14/2024",
            scan(
                "DualFemur",
                roi("Total Mean", **MEAN),
                trend("Total Mean", ("05/14/2024", "0.856"), ("04/03/2021", "0.871")),
            ),
        )
    ),
    [*told("total_hip mean", **MEAN), "total_hip mean bmd 0.871 prior@2021-04-03"],
)
add(
    "w1_ge_trend_alone_in_object",
    [ge_obj(xml("14/05/2024", SPINE), n=1), ge_obj(xml("14/05/2024", scan("AP Spine", PRIORS)), n=2)],
    [*SPINE_TOLD, f"{L14} bmd 0.995 prior@2022-04-30", f"{L14} bmd 1.012 prior@2020-03-02"],
)

OLD = (
    '<DENSITOMETRY_RESULTS><CURRENT_EXAM><SCAN type="AP Spine"><TREND><TREND_ROI>L2-L4</TREND_ROI>'
    "<BASELINE_EXAM_DATE>4/30/2020</BASELINE_EXAM_DATE>"
    "<EXAM><EXAM_DATE>4/30/2020</EXAM_DATE><BMD>1.050</BMD><YAT>-1.3</YAT><AMZ>-0.2</AMZ></EXAM>"
    "<EXAM><EXAM_DATE>5/14/2024</EXAM_DATE><BMD>1.001</BMD><YAT>-1.7</YAT><AMZ>-0.5</AMZ>"
    "<BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE>-1.2</VALUE></BMD_CHANGE></EXAM>"
    "</TREND></SCAN></CURRENT_EXAM></DENSITOMETRY_RESULTS>"
)
L24_SITE = "lumbar_spine L2+L3+L4"
add(
    "w1_ge_older_xml",
    ge_obj(OLD),
    [
        *site(L24_SITE, bmd="1.001", t_score="-1.7", z_score="-0.5"),
        *(f"{row} prior@2020-04-30" for row in site(L24_SITE, bmd="1.050", t_score="-1.3", z_score="-0.2")),
    ],
)

FRAX = '<MAJOR_OSTEO_FRAC_RISK units="%">12.4</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">3.1</HIP_FRAC_RISK>'
add(
    "w1_ge_frax_object",
    [ge_obj(xml("14/05/2024", DUAL), n=1), ge_obj(xml("14/05/2024", tail=FRAX), n=2)],
    [*DUAL_TOLD, "patient frax_major 12.4", "patient frax_hip 3.1"],
    may=DIFF,
    held=DIFF,
)
add(
    "w1_ge_lva_beside_spine",
    ge_obj(xml("14/05/2024", SPINE, '<SCAN type="LVA" id="31"><DEFORMITY>None</DEFORMITY></SCAN>')),
    SPINE_TOLD,
)

FOREARM = scan(
    "Left Forearm",
    roi("Radius UD", bmd="0.401", t="-1.2", z="-0.1"),
    roi("Radius 33%", bmd="0.722", t="-1.9", z="-0.4"),
    roi("Radius Total", bmd="0.588", t="-1.6", z="-0.3"),
    roi("Ulna 33%", bmd="0.701", t="-1.0"),
)
add(
    "w1_ge_forearm",
    ge_obj(xml("14/05/2024", FOREARM)),
    [
        *site("radius_ultradistal left", bmd="0.401", t_score="-1.2", z_score="-0.1"),
        *site("radius_33 left", bmd="0.722", t_score="-1.9", z_score="-0.4"),
        *site("radius_total left", bmd="0.588", t_score="-1.6", z_score="-0.3"),
    ],
)

BODY = scan(
    "Total Body",
    roi("Head", bmd="2.010"),
    roi("Arms", bmd="0.801"),
    roi("Legs", bmd="1.101"),
    roi("Trunk", bmd="0.866"),
    roi("Total", bmd="1.066", t="-0.7", z="0.3", bmc="2150", area="2017"),
)
add(
    "w1_ge_total_body",
    ge_obj(xml("14/05/2024", BODY)),
    site("total_body", bmd="1.066", t_score="-0.7", z_score="0.3", bmc="2150", area="2017"),
)

add(
    "w1_ge_study_of_objects",
    [
        ge_obj(xml("14/05/2024", scan("AP Spine", roi(n, **v))), n=k)
        for k, (n, v) in enumerate((("L1", L1), ("L2-L4", L24), ("L1-L4", ALL)), 1)
    ]
    + [ge_obj(xml("14/05/2024", DUAL), n=8), ge_obj(xml("14/05/2024", SPINE), n=9)],
    [*SPINE_TOLD, *DUAL_TOLD],
    may=DIFF,
    held=DIFF,
)
add(
    "w1_ge_excluded_levels",
    ge_obj(
        xml(
            "14/05/2024",
            scan(
                "AP Spine", roi("L1-L4 (L2,L3)", bmd="0.901", t="-2.3", z="-0.9"), roi("L1,L4", bmd="0.902", t="-2.2")
            ),
        )
    ),
    ["lumbar_spine L1+L4 z_score -0.9"],
    held=[f"lumbar_spine L1+L4 {row}" for row in ("bmd 0.901", "bmd 0.902", "t_score -2.3", "t_score -2.2")],
    may=[f"lumbar_spine L1+L4 {row}" for row in ("bmd 0.901", "bmd 0.902", "t_score -2.3", "t_score -2.2")],
)

IMAGE = written(with_pixels(header(CR_IMAGE, 5, **LUNAR, Modality="CR", ProtocolName="AP Spine")))
add("w1_ge_image_and_report", [IMAGE, ge_obj(xml("14/05/2024", SPINE), n=1)], SPINE_TOLD)
add("w1_ge_image_alone", IMAGE, [], error="any")

NUMS = item(
    "CONTAINER",
    gn("Neck"),
    [
        number(("3", "GELUNAR", "BMD"), "0.701", ("g/cm²", "99GE", "g/cm²")),
        number(("6", "GELUNAR", "BMD_TSCORE"), "-2.4", ("{T-score}", "UCUM", "T-score")),
        item("TEXT", ("8", "GELUNAR", "BMD_ZSCORE"), text="\N{MINUS SIGN}0.9"),
    ],
)
add(
    "w1_ge_tree_scores_as_numbers",
    ge_obj(tree=[tree_scan("Right Femur", NUMS)], SpecificCharacterSet="ISO_IR 192"),
    site("femoral_neck right", bmd="0.701", t_score="-2.4", z_score="-0.9"),
)
add(
    "w1_ge_tree_empty_scores",
    ge_obj(tree=[tree_scan("AP Spine", tree_roi("L1-L4", "1.101", "", "0.4"), tree_roi("L2", "1.200", "N/A", "--"))]),
    [*site(L14, bmd="1.101", z_score="0.4"), "lumbar_spine L2 bmd 1.200"],
)
add(
    "w1_ge_two_patients",
    [
        ge_obj(xml("14/05/2024", SPINE), n=1),
        ge_obj(
            xml("14/05/2024", DUAL), n=2, PatientID="P-999", PatientName="OTHER^PERSON", PatientBirthDate="19400101"
        ),
    ],
    [],
    may=[*SPINE_TOLD],
    held=[*SPINE_TOLD, *DUAL_TOLD, *DIFF],
)
TREND_TREE = item(
    "CONTAINER",
    gn("Trend L1-L4"),
    [
        item("CONTAINER", gn("05-Mar-2021"), [number(("3", "GELUNAR", "BMD"), "1.003", ("g/cm2", "UCUM", "g/cm2"))]),
        item("CONTAINER", gn("14-May-2024"), [number(("3", "GELUNAR", "BMD"), "0.977", ("g/cm2", "UCUM", "g/cm2"))]),
    ],
)
add(
    "w1_ge_tree_trend",
    ge_obj(tree=[tree_scan("AP Spine", tree_roi("L1-L4", "0.977", "-1.7", "-0.5"), TREND_TREE)]),
    [*site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5"), f"{L14} bmd 1.003 prior@2021-03-05"],
)
add(
    "w1_ge_explicit_no_units",
    ge_obj(
        xml(
            "14/05/2024",
            '<SCAN type="AP Spine"><ROI region="L1-L4"><BMD>0.977</BMD><BMD_TSCORE>-1.7</BMD_TSCORE></ROI></SCAN>',
        ),
        syntax=EXPLICIT,
    ),
    site(L14, bmd="0.977", t_score="-1.7"),
)
