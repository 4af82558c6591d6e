"""GE Lunar's objects in other languages and old forms; how they were read is told in sheet_lunar_8."""

from fixtures.dicom_objects import IMPLICIT, item, number
from tests.acceptance.shapes import L14, ONE, Documents, ge_obj, roi, scan, site, tree_roi, tree_scan, xml
from tests.acceptance.sheet_lunar_8 import DAY, ON, printed, table, taken

DOCUMENTS = Documents()
add = DOCUMENTS.add
FLAT = '<MAJOR_OSTEO_FRAC_RISK units="%">{}</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">{}</HIP_FRAC_RISK>'
add(
    "lunar8_plain_frax_alone",
    ge_obj(xml(DAY, FLAT.format("18.4", "5.2")), **ON),
    ["patient frax_major 18.4", "patient frax_hip 5.2"],
)
add(
    "lunar8_plain_frax_lva_and_spine",
    [
        ge_obj(xml(DAY, FLAT.format("9.7", "1.1")), n=1, **ON),
        ge_obj(xml(DAY, '<SCAN type="LVA" id="40"><DEFORMITY region="T12">None</DEFORMITY></SCAN>'), n=2, **ON),
        ge_obj(xml(DAY, scan("AP Spine", roi("L1-L4", **printed("1.101 93 -0.7 104 0.3")))), n=3, **ON),
    ],
    ["patient frax_major 9.7", "patient frax_hip 1.1", *taken(L14, "1.101 93 -0.7 104 0.3")],
)


def old_trend(place, baseline, *exams):
    """Return a trend of the older XML; an exam is date, density, T, Z."""
    rows = "".join(
        f"<EXAM><EXAM_DATE>{day}</EXAM_DATE><BMD>{bmd}</BMD><YAT>{t}</YAT><AMZ>{z}</AMZ>"
        "<BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE>-0.7</VALUE></BMD_CHANGE></EXAM>"
        for day, bmd, t, z in exams
    )
    return f"<TREND><TREND_ROI>{place}</TREND_ROI><BASELINE_EXAM_DATE>{baseline}</BASELINE_EXAM_DATE>{rows}</TREND>"


def old(*scans):
    """Return the older XML of one examination."""
    return f"<DENSITOMETRY_RESULTS><CURRENT_EXAM>{''.join(scans)}</CURRENT_EXAM></DENSITOMETRY_RESULTS>"


add(
    "lunar8_plain_older_xml_spine_and_hips",
    ge_obj(
        old(
            scan(
                "AP Spine",
                old_trend(
                    "L2-L4",
                    "4/19/2004",
                    ("4/19/2004", "0.988", "-1.8", "-0.9"),
                    ("5/2/2006", "0.970", "-1.9", "-0.9"),
                    ("5/14/2008", "0.955", "-2.0", "-0.9"),
                ),
            ),
            scan(
                "DualFemur",
                old_trend(
                    "Total Mean",
                    "5/2/2006",
                    ("5/2/2006", "0.822", "-1.5", "-0.6"),
                    ("5/14/2008", "0.810", "-1.6", "-0.6"),
                ),
                old_trend("Neck Left", "5/14/2008", ("5/14/2008", "0.744", "-2.1", "-0.8")),
            ),
        ),
        StudyDate="20080514",
    ),
    [
        *site("lumbar_spine L2+L3+L4", bmd="0.955", t_score="-2.0", z_score="-0.9"),
        *[f"lumbar_spine L2+L3+L4 {row} prior@2006-05-02" for row in ("bmd 0.970", "t_score -1.9", "z_score -0.9")],
        *[f"lumbar_spine L2+L3+L4 {row} prior@2004-04-19" for row in ("bmd 0.988", "t_score -1.8", "z_score -0.9")],
        *site("total_hip mean", bmd="0.810", t_score="-1.6", z_score="-0.6"),
        *[f"total_hip mean {row} prior@2006-05-02" for row in ("bmd 0.822", "t_score -1.5", "z_score -0.6")],
        *site("femoral_neck left", bmd="0.744", t_score="-2.1", z_score="-0.8"),
    ],
)

GERMAN = {"Hals": "0,712 69 -2,3 85 -0,9", "Trochanter": "0,640 77 -1,8 86 -0,9", "Gesamt": "0,770 77 -1,9 88 -0,8"}
add(
    "lunar8_odd_german_names_and_commas",
    ge_obj(
        xml(
            "22.10.2025",
            scan("AP-Wirbelsäule", roi("L1-L4", **printed("0,877 74 -2,5 87 -1,1"))),
            table("Femur links", GERMAN),
        ),
        SpecificCharacterSet="ISO_IR 192",
        **ON,
    ),
    [
        *taken(L14, "0.877 74 -2.5 87 -1.1"),
        *taken("femoral_neck left", "0.712 69 -2.3 85 -0.9"),
        *taken("trochanter left", "0.640 77 -1.8 86 -0.9"),
        *taken("total_hip left", "0.770 77 -1.9 88 -0.8"),
    ],
)
add(
    "lunar8_odd_french_tree",
    ge_obj(
        tree=[
            tree_scan(
                "Rachis AP",
                tree_roi("L1-L4", bmd="0.933", t="-2.0", z="-0.6"),
                tree_roi("L2-L4", bmd="0.951", t="-2.0", z="-0.6"),
            ),
            tree_scan(
                "Fémur gauche",
                tree_roi("Col", bmd="0.705", t="-2.3", z="-0.8"),
                tree_roi("Total", bmd="0.788", t="-1.8", z="-0.5"),
            ),
        ],
        SpecificCharacterSet="ISO_IR 100",
        **ON,
    ),
    [
        *site(L14, bmd="0.933", t_score="-2.0", z_score="-0.6"),
        *site("lumbar_spine L2+L3+L4", bmd="0.951", t_score="-2.0", z_score="-0.6"),
        *site("femoral_neck left", bmd="0.705", t_score="-2.3", z_score="-0.8"),
        *site("total_hip left", bmd="0.788", t_score="-1.8", z_score="-0.5"),
    ],
)
add(
    "lunar8_odd_spanish_both_femora",
    ge_obj(
        xml(
            DAY,
            table("Columna AP", {"L1-L4": "0.844 72 -2.8 84 -1.4"}),
            table(
                "Fémur Dual",
                {
                    "Cuello Izq.": "0.655 63 -2.9 79 -1.4",
                    "Cuello Der.": "0.661 64 -2.8 80 -1.3",
                    "Total Izq.": "0.701 70 -2.5 81 -1.3",
                    "Total Media": "0.705 70 -2.5 81 -1.3",
                },
            ),
        ),
        SpecificCharacterSet="ISO_IR 192",
        **ON,
    ),
    [
        *taken(L14, "0.844 72 -2.8 84 -1.4"),
        *taken("femoral_neck left", "0.655 63 -2.9 79 -1.4"),
        *taken("femoral_neck right", "0.661 64 -2.8 80 -1.3"),
        *taken("total_hip left", "0.701 70 -2.5 81 -1.3"),
        *taken("total_hip mean", "0.705 70 -2.5 81 -1.3"),
    ],
)
add(
    "lunar8_odd_vertebrae_left_out",
    ge_obj(
        xml(
            DAY,
            table(
                "AP Spine",
                {
                    "L1-L4 (L2)": "0.931 79 -2.1 91 -0.8",
                    "L2-L4 (L3)": "0.966 81 -2.0 92 -0.7",
                    "L1-L3 (L2)": "0.899 77 -2.3 90 -0.9",
                },
            ),
        ),
        **ON,
    ),
    [
        *taken("lumbar_spine L1+L3+L4", "0.931 79 -2.1 91 -0.8"),
        *taken("lumbar_spine L2+L4", "0.966 81 -2.0 92 -0.7"),
        *taken("lumbar_spine L1+L3", "0.899 77 -2.3 90 -0.9"),
    ],
)
add(
    "lunar8_odd_milligrams_implicit",
    ge_obj(
        xml(
            "22-Oct-2025",
            scan(
                "Right Femur",
                roi("Neck", u=" mg/cm2", bmd="702", t="-2.4", z="-0.9"),
                roi("Total", u=" mg/cm2", bmd="799", t="-1.7", z="-0.5"),
            ),
        ),
        syntax=IMPLICIT,
        **ON,
    ),
    [
        *site("femoral_neck right", bmd="0.702", t_score="-2.4", z_score="-0.9"),
        *site("total_hip right", bmd="0.799", t_score="-1.7", z_score="-0.5"),
    ],
)
add(
    "lunar8_odd_child",
    ge_obj(
        xml(
            DAY,
            table("AP Spine", {"L1-L4": "0.577 . . 88 -1.1 15.1 26.17"}),
            table("Total Body", {"Total": "0.811 . . 94 -0.6 901.0 1110.9", "TBLH": "0.702 . . 90 -0.9 640.2 912.0"}),
        ),
        PatientBirthDate="20160303",
        PatientAge="009Y",
        PatientSex="M",
        **ON,
    ),
    [
        *taken(L14, "0.577 . . 88 -1.1 15.1 26.17"),
        *taken("total_body", "0.811 . . 94 -0.6 901.0 1110.9"),
        *taken("total_body_less_head", "0.702 . . 90 -0.9 640.2 912.0"),
    ],
)
add(
    "lunar8_odd_tree_and_xml_alike_with_scores_in_words",
    ge_obj(
        xml(DAY, scan("AP Spine", roi("L1-L4", bmd="1.011", t="\u22121.4", z="N/A"))),
        tree=[
            tree_scan(
                "AP Spine",
                tree_roi("L1-L4", bmd="1.011", t="-1.4 SD", z="N/A"),
                tree_roi("L2-L4", bmd="1.030", t="\u22121.4"),
            )
        ],
        SpecificCharacterSet="ISO_IR 192",
        **ON,
    ),
    [*site(L14, bmd="1.011", t_score="-1.4"), *site("lumbar_spine L2+L3+L4", bmd="1.030", t_score="-1.4")],
)
add(
    "lunar8_odd_scores_without_a_unit_beside_a_lateral_scan",
    ge_obj(
        tree=[
            tree_scan(
                "AP Spine",
                item(
                    "CONTAINER", ("1000-9", "GELUNAR", "L1-L4"), [number(("6", "GELUNAR", "BMD_TSCORE"), "-1.2", ONE)]
                ),
            ),
            tree_scan("Lateral Spine", tree_roi("L2-L4", bmd="0.611", t="-2.9", z="-1.0")),
        ],
        **ON,
    ),
    [f"{L14} t_score -1.2"],
    may=site("lateral_spine L2+L3+L4", bmd="0.611", t_score="-2.9", z_score="-1.0"),
)
