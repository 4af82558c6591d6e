"""Objects and studies by the sheet of DICOM, round 1; each with what a person takes from it."""

import struct

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from fixtures.dicom_objects import (
    BIG_ENDIAN,
    CR_IMAGE,
    DEFLATED,
    ENHANCED_SR,
    IMPLICIT,
    LUNAR,
    ROOT,
    code,
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
    BONE,
    COMP,
    COMP3D,
    EXT,
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
doc(
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
doc(
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
doc(
    "ge_frax_only",
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><MAJOR_OSTEO_FRAC_RISK units="%">14.1</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">4.0</HIP_FRAC_RISK></DXA_RESULTS>'  # noqa: E501 - as it is sent, in one line
    ),
    ["patient frax_major 14.1", "patient frax_hip 4.0"],
)
doc(
    "ge_frax_hip_only",
    ge_obj('<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><HIP_FRAC_RISK units=" %">0.4</HIP_FRAC_RISK></DXA_RESULTS>'),
    ["patient frax_hip 0.4"],
)
doc(
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
doc(
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
doc(
    "ge_mg",
    ge_obj(
        xml(
            "14/05/2024",
            scan("Right Femur", roi("Neck", u=" mg/cm2", bmd="702", t="-2.4"), roi("Total", u="mg/cm2", bmd="755")),
        )
    ),
    site("femoral_neck right", bmd="0.702", t_score="-2.4") + site("total_hip right", bmd="0.755"),
)
doc(
    "ge_integer_under_g",
    ge_obj(xml("14/05/2024", scan("Right Femur", roi("Neck", bmd="702", t="-2.4")))),
    ["femoral_neck right t_score -2.4"],
    held=["femoral_neck right bmd 702", "femoral_neck right bmd 0.702"],
)
doc(
    "ge_comma",
    ge_obj(xml("14.05.2024", scan("Left Femur", roi("Neck", bmd="0,702", t="-2,4", z="-0,9")))),
    site("femoral_neck left", bmd="0.702", t_score="-2.4", z_score="-0.9"),
)
big = xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6")), tail="<!-- " + "x" * 70000 + " -->")
doc("ge_over_64k", ge_obj(big), site(L14, bmd="0.988", t_score="-1.6"))
doc(
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
doc(
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
doc(
    "ge_xml_and_tree_agree",
    ge_obj(x, [tree_scan("AP Spine", tree_roi("L1-L4", "0.988", "-1.6", "-0.2"))]),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
doc(
    "ge_xml_and_tree_disagree",
    ge_obj(x, [tree_scan("AP Spine", tree_roi("L1-L4", "0.988", "-2.6", "-0.2"))]),
    site(L14, bmd="0.988", z_score="-0.2"),
    held=[f"{L14} t_score -1.6", f"{L14} t_score -2.6"],
)
doc(
    "ge_tree_only",
    ge_obj(
        None,
        [
            item(
                "CODE",
                ("121005", "DCM", "Observer Type"),
                concept=("121006", "DCM", "Person"),
                relationship="HAS OBS CONTEXT",
            ),
            item(
                "CONTAINER", ("5", "GELUNAR", "History"), [item("TEXT", ("6", "GELUNAR", "Menopause Age"), text="50")]
            ),
            tree_scan(
                "Left Femur",
                tree_roi("Neck", "0.744", "-2.1", "-0.5", "3.6", "4.9", pya="72"),
                tree_roi("Upper Neck", "0.544"),
                tree_roi("Total", "0.811", "-1.6", "-0.4"),
                item(
                    "CONTAINER",
                    gn("Trend Total"),
                    [
                        item(
                            "CONTAINER",
                            gn("05/14/2024"),
                            [number(gn("AGE"), "66", None), number(("3", "GELUNAR", "BMD"), "0.811", G)],
                        ),
                        item(
                            "CONTAINER",
                            gn("02/28/2021"),
                            [
                                number(gn("AGE"), "63", None),
                                number(("3", "GELUNAR", "BMD"), "0.833", G),
                                item(
                                    "CONTAINER",
                                    gn("PCHANGE_VS_PREVIOUS"),
                                    [number(("3", "GELUNAR", "BMD"), "-1.1", PCT)],
                                ),
                            ],
                        ),
                    ],
                ),
            ),
        ],
    ),
    [
        *site(
            "femoral_neck left",
            bmd="0.744",
            t_score="-2.1",
            z_score="-0.5",
            bmc="3.6",
            area="4.9",
            young_adult_percent="72",
        ),
        "upper_neck left bmd 0.544",
        *site("total_hip left", bmd="0.811", t_score="-1.6", z_score="-0.4"),
        "total_hip left bmd 0.833 prior@2021-02-28",
    ],
)
doc(
    "ge_tree_old_units",
    ge_obj(
        None,
        [
            tree_scan(
                "DualFemur",
                tree_roi("Neck Left", "0.744", "-2.1", unit=("gcm2", "GELUNAR", " g/cm2")),
                tree_roi("Total Right", "0.855", "-1.2", unit=("99", "99GELUNAR", "g/cm²")),
            )
        ],
    ),
    site("femoral_neck left", bmd="0.744", t_score="-2.1") + site("total_hip right", bmd="0.855", t_score="-1.2"),
)
doc(
    "ge_tree_text_values",
    ge_obj(
        None,
        [
            tree_scan(
                "AP Spine",
                tree_roi("L1", t="-2,5"),
                tree_roi("L2", t="(-2.5)"),
                tree_roi("L3", t="N/A"),
                tree_roi("L4", t="<-4.0"),
                tree_roi("L1-L4", "0.801", "-2.5 SD"),
                tree_roi("L2-L4", "0.822", "\u22122.4"),
            )
        ],
        SpecificCharacterSet="ISO_IR 192",
    ),
    [
        "lumbar_spine L1 t_score -2.5",
        *site(L14, bmd="0.801", t_score="-2.5"),
        *site("lumbar_spine L2+L3+L4", bmd="0.822", t_score="-2.4"),
    ],
    may=["lumbar_spine L2 t_score -2.5"],
    held=["lumbar_spine L4 t_score -4.0", "lumbar_spine L2 t_score -2.5"],
)
doc(
    "ge_tree_bad_numbers",
    ge_obj(
        None,
        [
            tree_scan(
                "Left Femur",
                tree_roi("Neck", "1_0", "NaN"),
                tree_roi("Total", "0.811", "1e400"),
                tree_roi("Troch", "0", "+25"),
            )
        ],
    ),
    ["total_hip left bmd 0.811"],
    held=["trochanter left t_score 25", "trochanter left bmd 0", "trochanter left t_score +25"],
)
doc(
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
doc(
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
doc(
    "ge_name_pm50",
    ge_obj(x, PatientName="TEST^PATIENT(PM50", PatientSex="O", PatientBirthDate="19559999", PatientAge="071"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
    says=["sex None"],
)
doc(
    "ge_partial_prelim",
    ge_obj(x, CompletionFlag="PARTIAL", PreliminaryFlag="PRELIMINARY"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
doc(
    "ge_image_cr",
    written(with_pixels(header(CR_IMAGE, Modality="CR", ProtocolName="AP Spine", **LUNAR)), IMPLICIT),
    [],
    error="NO_STRUCTURED_RESULTS",
)
doc(
    "ge_no_units",
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><SCAN type="AP Spine"><ROI region="L1-L4"><BMD>0.922</BMD><BMD_TSCORE>-2.1</BMD_TSCORE></ROI></SCAN></DXA_RESULTS>'  # noqa: E501 - as it is sent, in one line
    ),
    [f"{L14} t_score -2.1"],
    may=[f"{L14} bmd 0.922"],
)
doc(
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
doc("ge_deflated", ge_obj(x, syntax=DEFLATED), site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"))
doc(
    "ge_entities_single_quotes",
    ge_obj(x.replace('"', "'").replace("-1.6", "&#45;1.6")),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
doc(
    "ge_doctype",
    ge_obj('<!DOCTYPE a [<!ENTITY t "-1.6">]>' + x.replace("-1.6", "&t;")),
    [],
    held=site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
    may=site(L14, bmd="0.988", z_score="-0.2"),
)
doc(
    "ge_bom_encoding",
    ge_obj('<?xml version="1.0" encoding="utf-16"?>' + x),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
doc("ge_xml_cut", ge_obj(x[:-70]), [], may=site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"))

SP = [
    BONE,
    ["L1", "12.10", "8.55", "0.707", "-2.0", "76", "-0.5", "92"],
    ["L2", "13.01", "9.81", "0.754", "-2.5", "73", "-0.9", "88"],
    ["L4", "15.55", "13.10", "0.842", "-2.0", "79", "-0.2", "97"],
    ["Total", "40.66", "31.46", "0.774", "-2.2", "76", "-0.5", "92"],
]
doc(
    "hol_spine_l3_missing",
    hol(hol_text("a AP Spine", (1, SP))),
    [
        r
        for lv, row in zip(("L1", "L2", "L4", "L1+L2+L4"), SP[1:], strict=False)
        for r in site(
            f"lumbar_spine {lv}",
            area=row[1],
            bmc=row[2],
            bmd=row[3],
            t_score=row[4],
            young_adult_percent=row[5],
            z_score=row[6],
            age_matched_percent=row[7],
        )
    ],
)
HIP = [
    [*BONE[:5], "Z-score"],
    ["Neck", "5.01", "3.11", "0.621", "-2.0", "-0.4"],
    ["Troch", "11.1", "6.66", "0.600", "-1.0", "0.1"],
    ["Inter", "17.2", "16.1", "0.936", "-1.1", "-0.4"],
    ["Total", "33.3", "25.87", "0.777", "-1.4", "-0.3"],
    ["Ward's", "1.15", "0.45", "0.391", "-2.9", "-0.6"],
]
names = ["femoral_neck", "trochanter", "intertrochanteric", "total_hip", "wards_triangle"]


def hip_rows(side):
    return [
        r
        for nm, row in zip(names, HIP[1:], strict=False)
        for r in site(f"{nm} {side}", area=row[1], bmc=row[2], bmd=row[3], t_score=row[4], z_score=row[5])
    ]


doc(
    "hol_hip_un_implicit_no_creator",
    hol(hol_text("a Right Hip", (1, HIP)), creator=None, vr="UN", syntax=IMPLICIT),
    hip_rows("right"),
)
doc(
    "hol_hip_ob_second_block_other_creator",
    hol(
        hol_text("a Left Hip", (1, HIP), end="\n", pad=False),
        creator="HOLOGIC, Inc.",
        vr="OB",
        block=0x11,
        Modality="BD",
    ),
    hip_rows("left"),
)
DUAL = [
    [*BONE[:5], "Z-score"],
    ["<b>Neck</b>", " ", " ", " ", " ", " "],
    ["Left", "5.0", "3.1", "0.620", "-2.1", "-0.4"],
    ["Right", "5.1", "3.3", "0.647", "-1.8", "-0.2"],
    ["Mean", " ", " ", "0.634", "-1.9", " "],
    ["Difference", " ", " ", "0.027", " ", " "],
    ["<b>Total</b>", " ", " ", " ", " ", " "],
    ["Left", "33", "25", "0.758", "-1.5", "-0.4"],
    ["Right", "34", "26", "0.765", "-1.5", "-0.4"],
    ["Mean", " ", " ", "0.762", "-1.5", " "],
]
doc(
    "hol_dual_hip",
    hol(hol_text("a Left Hip", (1, DUAL), mode2="a Right Hip")),
    [
        "femoral_neck left bmd 0.620",
        "femoral_neck left t_score -2.1",
        "femoral_neck left z_score -0.4",
        "femoral_neck right bmd 0.647",
        "femoral_neck right t_score -1.8",
        "femoral_neck right z_score -0.2",
        "total_hip left bmd 0.758",
        "total_hip left t_score -1.5",
        "total_hip left z_score -0.4",
        "total_hip right bmd 0.765",
        "total_hip right t_score -1.5",
        "total_hip right z_score -0.4",
        "femoral_neck left area 5.0",
        "femoral_neck left bmc 3.1",
        "femoral_neck right area 5.1",
        "femoral_neck right bmc 3.3",
        "total_hip left area 33",
        "total_hip left bmc 25",
        "total_hip right area 34",
        "total_hip right bmc 26",
        "femoral_neck mean bmd 0.634",
        "femoral_neck mean t_score -1.9",
        "total_hip mean bmd 0.762",
        "total_hip mean t_score -1.5",
    ],
    may=["femoral_neck difference bmd 0.027"],
)
FA = [
    [*BONE[:5], "Z-score"],
    ["1/3", "2.6", "1.6", "0.615", "-1.3", "0.4"],
    ["MID", "5.1", "2.7", "0.530", "-1.5", "0.1"],
    ["UD", "3.7", "1.3", "0.351", "-1.6", "0.0"],
    ["TOTAL", "11.4", "5.6", "0.491", "-1.6", "0.1"],
]
doc(
    "hol_forearm",
    hol(hol_text("a Left Forearm", (1, FA))),
    [
        r
        for nm, row in zip(("radius_33", "radius_mid", "radius_ultradistal", "forearm_total"), FA[1:], strict=False)
        for r in site(f"{nm} left", area=row[1], bmc=row[2], bmd=row[3], t_score=row[4], z_score=row[5])
    ],
)
WB = [
    [
        "Region",
        "Area[cm2]",
        "BMC[(g)]",
        "BMD[g/cm2]",
        "Fat[(g)]",
        "Lean[(g)]",
        "Lean+BMC",
        "Total",
        "%Fat",
        "T-score",
        "Z-score",
    ],
    ["L Arm", "200", "150", "0.750", "1500", "2000", "2150", "3650", "41.1", " ", " "],
    ["Subtotal", "1700", "1600", "0.941", "20000", "33000", "34600", "54600", "36.6", " ", " "],
    ["Head", "230", "480", "2.087", "900", "3000", "3480", "4380", "20.5", " ", " "],
    ["Total", "1930", "2080", "1.078", "20900", "36000", "38080", "58980", "35.4", "-0.5", "0.6"],
]
doc(
    "hol_whole_body",
    hol(hol_text("a Whole Body", (1, WB))),
    site("total_body", area="1930", bmc="2080", bmd="1.078", t_score="-0.5", z_score="0.6"),
    may=site("total_body_less_head", area="1700", bmc="1600", bmd="0.941"),
)
doc(
    "hol_whole_body_132",
    hol(
        hol_text(
            "Whole Body",
            (
                1,
                [
                    [
                        "Region",
                        "Area[cm2]",
                        "BMC[(g)]",
                        "BMD[g/cm2]",
                        "Fat[(g)]",
                        "Lean[(g)]",
                        "Total[(g)]",
                        "% Fat[(%)]",
                    ],
                    ["Total", "1930", "2080", "1.078", "20900", "36000", "58980", "35.4"],
                ],
            ),
        )
    ),
    site("total_body", area="1930", bmc="2080", bmd="1.078"),
)
HIST = [
    ["Scan Date", "Age", "BMD<br>(g/cm&sup2;)", "T-score", "BMD Change<br>vs Baseline", "BMD Change<br>vs Previous"],
    ["05/14/2024", "66", "0.777", "-1.4", "-4.0%*", "-2.3%"],
    ["04/02/2021", "63", "0.795", "-1.2", "-1.8%", "-0.015 (-1.7%)"],
    ["03/28/2018", "60", "0.810", "-1.1", " ", " "],
]
FRAX = [["10-year Fracture Risk", " ", " "], ["Major Osteoporotic Fracture", "11%", " "], ["Hip Fracture", "2.1%", " "]]
doc(
    "hol_hip_history_frax3",
    hol(hol_text("a Left Hip", (1, HIP), (2, HIST), (3, FRAX))),
    [
        *hip_rows("left"),
        "total_hip left bmd 0.795 prior@2021-04-02",
        "total_hip left t_score -1.2 prior@2021-04-02",
        "total_hip left bmd 0.810 prior@2018-03-28",
        "total_hip left t_score -1.1 prior@2018-03-28",
        "patient frax_major 11",
        "patient frax_hip 2.1",
    ],
)
doc(
    "hol_frax2_less",
    hol(
        hol_text(
            "a Left Hip",
            (1, HIP),
            (
                2,
                [
                    ["10-year Fracture Risk", "Without Prior Fracture", "With Prior Fracture"],
                    ["Major Osteoporotic Fracture", "5.5", "9.2"],
                    ["Hip Fracture", "<0.1", "0.3"],
                ],
            ),
        )
    ),
    hip_rows("left"),
    held=["patient frax_major 5.5", "patient frax_major 9.2", "patient frax_hip 0.1", "patient frax_hip 0.3"],
)
doc(
    "hol_frax_not_reported",
    hol(
        hol_text(
            "a Left Hip",
            (1, HIP),
            (2, HIST),
            (
                3,
                [
                    ["FRAX not reported because:", " "],
                    ["some T-score for spine total or hip total or femoral neck is at or below -2.5", " "],
                ],
            ),
        )
    ),
    [
        *hip_rows("left"),
        "total_hip left bmd 0.795 prior@2021-04-02",
        "total_hip left t_score -1.2 prior@2021-04-02",
        "total_hip left bmd 0.810 prior@2018-03-28",
        "total_hip left t_score -1.1 prior@2018-03-28",
    ],
)
HIST2 = [
    ["Region", "Scan Date", "Age", "BMD(g/cm2)", "T-score", " ", "Change vs Previous"],
    ["Total", "14 May 2024", "66", "0.774", "-2.2", " ", "-3.0%"],
    ["Total", "02 April 2021", "63", "0.798", "-1.9", " ", " "],
]
doc(
    "hol_history_region_first",
    hol(
        hol_text(
            "a AP Spine",
            (
                1,
                [
                    BONE,
                    ["L1", "12.10", "8.55", "0.707", "-2.0", " ", "-0.5", " "],
                    ["L2", "13.01", "9.81", "0.754", " ", " ", "-0.9", " "],
                    ["L3", "14", "11", "0.786", " ", " ", " ", " "],
                    ["L4", "15.55", "13.10", "0.842", "", "", "-0.2", ""],
                    ["Total", "54.7", "42.5", "0.774", "-2.2", " ", "-0.5", " "],
                ],
            ),
            (2, HIST2),
        )
    ),
    [
        "lumbar_spine L1 area 12.10",
        "lumbar_spine L1 bmc 8.55",
        "lumbar_spine L1 bmd 0.707",
        "lumbar_spine L1 t_score -2.0",
        "lumbar_spine L1 z_score -0.5",
        "lumbar_spine L2 area 13.01",
        "lumbar_spine L2 bmc 9.81",
        "lumbar_spine L2 bmd 0.754",
        "lumbar_spine L2 z_score -0.9",
        "lumbar_spine L3 area 14",
        "lumbar_spine L3 bmc 11",
        "lumbar_spine L3 bmd 0.786",
        "lumbar_spine L4 area 15.55",
        "lumbar_spine L4 bmc 13.10",
        "lumbar_spine L4 bmd 0.842",
        "lumbar_spine L4 z_score -0.2",
        *site(L14, area="54.7", bmc="42.5", bmd="0.774", t_score="-2.2", z_score="-0.5"),
        f"{L14} bmd 0.798 prior@2021-04-02",
        f"{L14} t_score -1.9 prior@2021-04-02",
    ],
)
doc("hol_no_header_row", hol(hol_text("a Left Hip", (1, HIP[1:]))), [], held=hip_rows("left"), says=[])
SW = [
    ["Region", "T-score", "BMD[g/cm2]", "Z-score", "Area[cm2]", "BMC[g]"],
    ["Neck", "-2.0", "0.621", "-0.4", "5.01", "3.11"],
]
doc(
    "hol_columns_swapped",
    hol(hol_text("a Left Hip", (1, SW))),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
doc(
    "hol_side_conflict",
    hol(hol_text("a Right Hip", (1, SW)), Laterality="L"),
    [],
    held=site("femoral_neck right", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
doc(
    "hol_latin1_under_utf8",
    hol(
        hol_text(
            "a Left Hip",
            (1, SW),
            extra=[
                'Institution = "H\u00f4pital";',
                'TableNote1 = "ACF = 1.02, BCF = 0.99";',
                "WHO Classification: Osteopenia",
            ],
        ),
        vr="UN",
        SpecificCharacterSet="ISO_IR 192",
    ),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
    says=["class osteopenia"],
)
doc(
    "hol_over_64k",
    hol(hol_text("a Left Hip", (1, SW), extra=[f'Pad{i} = "{"x" * 60}";' for i in range(1100)]), vr="UN"),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
doc(
    "hol_with_pixels",
    hol(hol_text("a Left Hip", (1, SW)), pixels=True),
    site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)
doc(
    "hol_mammo",
    written(
        with_pixels(
            header(
                "1.2.840.10008.5.1.4.1.1.1.2", Modality="MG", Manufacturer="HOLOGIC, Inc.", BodyPartExamined="BREAST"
            )
        )
    ),
    [],
    error="any",
)
doc(
    "hol_prosthesis_mode",
    hol(hol_text("a Left Hip (Prosthetic)", (1, SW))),
    [],
    may=site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
    held=site("femoral_neck left", t_score="-2.0", bmd="0.621", z_score="-0.4", area="5.01", bmc="3.11"),
)

gneck = group(
    mod(SITE, NECK, [mod(LAT, LEFT)]), number(BMDN, "0.702", G), number(TN, "-2.4", ONE), number(ZN, "-0.9", ONE)
)
NL = site("femoral_neck left", bmd="0.702", t_score="-2.4", z_score="-0.9")
doc("tid_group", tid(gneck), NL)
doc(
    "tid_on_num",
    tid(
        group(
            number(BMDN, "0.702", G, [mod(SITE, NECK), mod(LAT, LEFT)]),
            number(TN, "-2.4", ONE, [mod(SITE, NECK, [mod(LAT, LEFT)])]),
            number(ZN, "-0.9", ONE, [mod(SITE, NECK), mod(LAT, LEFT)]),
        )
    ),
    NL,
)
doc(
    "tid_in_name",
    tid(
        group(
            number(("1", "99X", "Left femoral neck BMD"), "0.702", G),
            number(("2", "99X", "Left femoral neck T-score"), "-2.4", ONE),
            number(("3", "99X", "Left femoral neck Z-score"), "-0.9", ONE),
        ),
        sop=EXT,
    ),
    NL,
)
doc(
    "tid_loinc_site",
    tid(
        group(
            mod(SITE, NECK),
            number(("80954-1", "LN", "DXA Femur - left [Mass/Area] Bone density"), "0.702", G),
            number(("80948-3", "LN", "DXA Femur - left [T-score] Bone density"), "-2.4", ONE),
            number(("80940-0", "LN", "DXA Femur - left [Z-score] Bone density"), "-0.9", ONE),
        )
    ),
    NL,
)
doc(
    "tid_srt_lumbar_levels",
    tid(
        group(
            mod(SITE, ("T-11910", "SRT", "L1 vertebra")),
            mod(SITE, ("T-11920", "SRT", "L2 vertebra")),
            mod(SITE, ("T-11940", "SRT", "L4 vertebra")),
            number(BMDN, "0.844", G),
            number(TN, "-2.0", ONE),
        ),
        group(mod(SITE, ("T-11503", "SRT", "Lumbar spine")), number(BMDN, "0.855", G)),
        sop=ENHANCED_SR,
    ),
    [*site("lumbar_spine L1+L2+L4", bmd="0.844", t_score="-2.0"), "lumbar_spine bmd 0.855"],
)
doc(
    "tid_longcode_undefined",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, RIGHT)]), number(BMDN, "0.702", G, long=True), number(TN, "-2.4", ONE, long=True)
        ),
        undefined=True,
        syntax=IMPLICIT,
    ),
    site("femoral_neck right", bmd="0.702", t_score="-2.4"),
)
empty = item("NUM", TN)
empty.MeasuredValueSequence = Items([])
empty.NumericValueQualifierCodeSequence = Items([code("114006", "DCM", "Measurement failure")])
doc(
    "tid_empty_num",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(BMDN, "0.702", G), empty)),
    ["femoral_neck left bmd 0.702"],
)
doc(
    "tid_zscore_properties",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            number(
                BMDN,
                "0.702",
                G,
                [item("NUM", ("121416", "DCM", "Z-Score of measurement"), relationship="HAS PROPERTIES")],
            ),
            number(TN, "-2.4", ONE),
        )
    ),
    ["femoral_neck left bmd 0.702", "femoral_neck left t_score -2.4"],
)
zprop = number(("121416", "DCM", "Z-Score of measurement"), "-0.9", ONE)
zprop.RelationshipType = "HAS PROPERTIES"
doc(
    "tid_zscore_properties_valued",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(BMDN, "0.702", G, [zprop]), number(TN, "-2.4", ONE))),
    NL,
)
doc(
    "tid_loinc_conflict",
    tid(group(mod(SITE, LSP), number(("38265-5", "LN", "DXA Spine BMD"), "0.902", G))),
    [],
    held=["lumbar_spine bmd 0.902"],
)
doc(
    "tid_tracking_text_site",
    tid(
        group(
            item(
                "TEXT", ("112039", "DCM", "Tracking Identifier"), text="AP Spine L2-L4", relationship="HAS OBS CONTEXT"
            ),
            mod(SITE, LSP),
            number(BMDN, "0.944", G),
            number(TN, "-1.3", ONE),
        )
    ),
    ["lumbar_spine L2+L3+L4 bmd 0.944", "lumbar_spine L2+L3+L4 t_score -1.3"],
    may=["lumbar_spine bmd 0.944", "lumbar_spine t_score -1.3"],
)
doc(
    "norland_containers",
    rep(
        report(
            ("N1", "99NORLAND", "Bone Density Report"),
            [
                item(
                    "CONTAINER",
                    ("S", "99NORLAND", "AP Spine"),
                    [
                        item(
                            "CONTAINER",
                            ("R", "99NORLAND", "L2-L4"),
                            [
                                number(("B", "99NORLAND", "BMD"), "0.933", G),
                                number(("T", "99NORLAND", "T-Score"), "-1.4", ONE),
                                number(("Z", "99NORLAND", "Z-Score"), "-0.1", ONE),
                            ],
                        )
                    ],
                ),
                item(
                    "CONTAINER",
                    ("H", "99NORLAND", "Left Hip"),
                    [
                        item(
                            "CONTAINER",
                            ("R", "99NORLAND", "Femoral Neck"),
                            [
                                number(("B", "99NORLAND", "BMD"), "0.701", G),
                                number(("T", "99NORLAND", "T-Score"), "-1.9", ONE),
                            ],
                        )
                    ],
                ),
            ],
            COMP,
            Manufacturer="Norland",
        )
    ),
    site("lumbar_spine L2+L3+L4", bmd="0.933", t_score="-1.4", z_score="-0.1")
    + site("femoral_neck left", bmd="0.701", t_score="-1.9"),
)
doc(
    "osteosys_flat_text",
    rep(
        report(
            ("O1", "99OSTEOSYS", "DXA"),
            [
                item("TEXT", ("1", "99OSTEOSYS", "L-Spine L1-L4 BMD (g/cm2)"), text="0.911"),
                item("TEXT", ("2", "99OSTEOSYS", "L-Spine L1-L4 T-score"), text="-1.5"),
                item("TEXT", ("3", "99OSTEOSYS", "Rt. Femur Neck T-score"), text="-1.8"),
                item("TEXT", ("4", "99OSTEOSYS", "Rt. Femur Total BMD"), text="0.777 g/cm2"),
            ],
            COMP3D,
            Manufacturer="OsteoSys",
        )
    ),
    [f"{L14} bmd 0.911", f"{L14} t_score -1.5", "femoral_neck right t_score -1.8", "total_hip right bmd 0.777"],
)
doc(
    "basic_text_prose",
    rep(
        report(
            ("121144", "DCM", "Document Title"),
            [
                item(
                    "CONTAINER",
                    ("121070", "DCM", "Findings"),
                    [
                        item(
                            "TEXT",
                            ("121071", "DCM", "Finding"),
                            text="Lumbar spine L1-L4: BMD 0.822 g/cm2, T-score -2.2. Left total hip: T-score -1.4.",
                        )
                    ],
                ),
                item(
                    "CONTAINER",
                    ("121072", "DCM", "Impressions"),
                    [item("TEXT", ("121073", "DCM", "Impression"), text="Osteopenia by WHO criteria.")],
                ),
            ],
            BASIC,
            StudyDescription="DXA BONE DENSITY",
        )
    ),
    [*site(L14, bmd="0.822", t_score="-2.2"), "total_hip left t_score -1.4"],
    says=["class osteopenia"],
)
byref = Dataset()
byref.RelationshipType = "INFERRED FROM"
byref.ReferencedContentItemIdentifier = [1, 3]
sc = item("SCOORD3D", ("111030", "DCM", "Image Region"))
sc.GraphicType = "POINT"
sc.GraphicData = [1.0, 2.0, 3.0]
doc(
    "comp3d_byref",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), byref, sc, number(BMDN, "0.702", G, [byref]), number(TN, "-2.4", ONE)),
        sop=COMP3D,
    ),
    ["femoral_neck left bmd 0.702", "femoral_neck left t_score -2.4"],
)
doc("kos", rep(report(("113000", "DCM", "Of Interest"), [], "1.2.840.10008.5.1.4.1.1.88.59")), [], error="any")
doc(
    "dose_sr",
    rep(
        report(
            ("113701", "DCM", "X-Ray Radiation Dose Report"),
            [number(("113722", "DCM", "Dose Area Product Total"), "0.04", ("Gy.m2", "UCUM", "Gy.m2"))],
            "1.2.840.10008.5.1.4.1.1.88.67",
            StudyDescription="DXA",
        )
    ),
    [],
    error="any",
)
doc(
    "charset_cyrillic",
    ge_obj(
        x,
        SpecificCharacterSet="ISO_IR 144",
        PatientName="\u0422\u0415\u0421\u0422",
        InstitutionName="\u0411\u043e\u043b\u044c\u043d\u0438\u0446\u0430",
    ),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
doc(
    "charset_gb",
    ge_obj(x, SpecificCharacterSet="GB18030", PatientName="\u738b^\u5c0f", InstitutionName="\u533b\u9662"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
doc(
    "charset_iso2022",
    ge_obj(x, SpecificCharacterSet=["", "ISO 2022 IR 87"], PatientName="Test^Patient=\u5c71\u7530^\u592a\u90ce"),
    site(L14, bmd="0.988", t_score="-1.6", z_score="-0.2"),
)
c = tid(gneck)
ml = struct.unpack("<I", c[140:144])[0]
doc("no_preamble", c[132:], NL)
doc("no_meta", c[144 + ml :], NL)
doc("big_endian", tid(gneck, syntax=BIG_ENDIAN), NL)
doc("trailing_garbage", c + b"\0" * 40, [], may=NL)
p = letter_pdf(
    [
        "Bone Densitometry Report",
        "Lumbar spine (L1-L4): BMD 0.861 g/cm2, T-score -2.0",
        "Left femoral neck: BMD 0.661 g/cm2, T-score -1.7",
    ]
)
PR = site(L14, bmd="0.861", t_score="-2.0") + site("femoral_neck left", bmd="0.661", t_score="-1.7")
doc("pdf_plain", pdf_obj(p), PR)
doc("pdf_no_length_wrong_mime", pdf_obj(p, length=False, mime="text/plain"), PR)
doc("pdf_empty", pdf_obj(b""), [], error="any")
doc("cda", pdf_obj(b"<ClinicalDocument/>", mime="text/XML", sop="1.2.840.10008.5.1.4.1.1.104.2"), [], error="any")
d = report(
    ("126000", "DCM", "Imaging Measurement Report"),
    [item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), [gneck])],
    COMP,
)
d.add_new(0x0040A170, "LO", "PURPOSE")
d.add_new(0x00400253, "UN", b"ab")
doc("wrong_vr", rep(d), NL)
d = report(
    ("126000", "DCM", "Imaging Measurement Report"),
    [item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), [gneck])],
    COMP,
)
del d.SOPClassUID
doc("no_sop_class", rep(d), NL)

parts = [
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6"))), n=1),
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6", z="-0.2", pya="83"))), n=2),
    ge_obj(xml("14/05/2024", scan("DualFemur", roi("Neck Left", bmd="0.702", t="-2.4"))), n=3),
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Neck", bmd="0.702", t="-2.4"), roi("Total", bmd="0.800"))), n=4),
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><HIP_FRAC_RISK units="%">2.0</HIP_FRAC_RISK></DXA_RESULTS>', n=5
    ),
    ge_obj(
        xml("14/05/2024", scan("DualFemur", trend("Total Mean", ("14/05/2024", "0.741"), ("30/04/2022", "0.750")))), n=6
    ),
    ge_obj(None, [tree_scan("Left Femur", tree_roi("Neck", "0.702", "-2.4", "-0.9"))], n=7),
]
STUDY = [
    f"{L14} bmd 0.988",
    f"{L14} t_score -1.6",
    f"{L14} z_score -0.2",
    f"{L14} young_adult_percent 83",
    "femoral_neck left bmd 0.702",
    "femoral_neck left t_score -2.4",
    "femoral_neck left z_score -0.9",
    "total_hip left bmd 0.800",
    "patient frax_hip 2.0",
    "total_hip mean bmd 0.741",
    "total_hip mean bmd 0.750 prior@2022-04-30",
]
doc("study_ge_partial", parts, STUDY)
doc("study_ge_partial_reversed", parts[::-1], STUDY)
doc(
    "study_ge_conflict",
    [parts[0], ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-2.6"))), n=9)],
    [f"{L14} bmd 0.988"],
    held=[f"{L14} t_score -1.6", f"{L14} t_score -2.6"],
)
doc(
    "study_hologic",
    [
        hol(hol_text("a AP Spine", (1, SP)), n=1),
        hol(hol_text("a Left Hip", (1, HIP)), n=2),
        hol(hol_text("a Left Forearm", (1, FA)), n=3),
        pdf_obj(letter_pdf(["DXA report", "Left femoral neck: BMD 0.621 g/cm2, T-score -2.0"]), n=4),
    ],
    reads_of("hol_spine_l3_missing") + hip_rows("left") + reads_of("hol_forearm"),
)
new = report(
    ("126000", "DCM", "Imaging Measurement Report"),
    [
        item(
            "CONTAINER",
            ("126010", "DCM", "Imaging Measurements"),
            [group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-2.1", ONE))],
        )
    ],
    COMP,
)
pred = Dataset()
pred.StudyInstanceUID = f"{ROOT}.2.1"
ser = Dataset()
ser.SeriesInstanceUID = f"{ROOT}.3.1"
sop = Dataset()
sop.ReferencedSOPClassUID = COMP
sop.ReferencedSOPInstanceUID = f"{ROOT}.1.1"
ser.ReferencedSOPSequence = Items([sop])
pred.ReferencedSeriesSequence = Items([ser])
new.PredecessorDocumentsSequence = Items([pred])
doc(
    "study_predecessor",
    [tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-2.4", ONE)), n=1), rep(new, 2)],
    ["femoral_neck left t_score -2.1"],
)
doc(
    "study_two_patients",
    [
        parts[0],
        ge_obj(
            xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.8", t="-1.5"))),
            n=12,
            PatientID="OTHER-9",
            PatientBirthDate="19400101",
            PatientName="OTHER^P",
        ),
    ],
    [],
    held=[f"{L14} bmd 0.988", f"{L14} t_score -1.6", "total_hip left bmd 0.8", "total_hip left t_score -1.5"],
    may=[f"{L14} bmd 0.988", f"{L14} t_score -1.6", "total_hip left bmd 0.8", "total_hip left t_score -1.5"],
)
