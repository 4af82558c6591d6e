"""Lunar objects by another examiner: the ordinary exports of a department, in the encodings archives leave them in."""

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, IMPLICIT, item, report, written
from tests.acceptance.shapes import (
    L14,
    Documents,
    ge_obj,
    scan,
    site,
    trend,
    xml,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14/05/2024"
NUMBERED = {"BMD": "3", "BMD_PYA": "7", "BMD_TSCORE": "6", "BMD_PAM": "9", "BMD_ZSCORE": "8", "BMC": "5", "AREA": "2"}
UNITS = {"BMD": " g/cm2", "BMD_PYA": "%", "BMD_PAM": "%", "BMC": " g", "AREA": " cm2"}


def ge(*scans, day=DAY, n=1, tail="", syntax="1.2.840.10008.1.2.1", **fields):
    """Return a GE object of these scans."""
    return ge_obj(xml(day, *scans, tail=tail), n=n, syntax=syntax, **fields)


def row(name, *cells, units=UNITS):
    """Return a region as enCORE numbers it; cells are BMD, PYA, T, PAM, Z, BMC, area, None left out."""
    parts = (
        f"<{tag}" + (f' units="{units[tag]}"' if tag in units else "") + f' id="{NUMBERED[tag]}">{cell}</{tag}>'
        for tag, cell in zip(NUMBERED, cells, strict=False)
        if cell is not None
    )
    return f'<ROI region="{name}" id="0">{"".join(parts)}</ROI>'


def told(place, *cells):
    """Return the rows of a truth for such a region."""
    names = ("bmd", "young_adult_percent", "t_score", "age_matched_percent", "z_score", "bmc", "area")
    return [f"{place} {name} {cell}" for name, cell in zip(names, cells, strict=False) if cell is not None]


SPINE = [
    ("L1", "0.905", "80", "-1.9", "92", "-0.7", "11.62", "12.84"),
    ("L2", "0.960", "80", "-2.0", "91", "-0.8", "13.10", "13.65"),
    ("L3", "1.012", "84", "-1.6", "96", "-0.4", "14.95", "14.77"),
    ("L4", "1.005", "84", "-1.6", "95", "-0.4", "16.10", "16.02"),
    ("L1-L4", "0.974", "83", "-1.7", "94", "-0.5", "55.77", "57.28"),
]
SPINE_TOLD = [
    line for name, *cells in SPINE for line in told(L14 if name == "L1-L4" else f"lumbar_spine {name}", *cells)
]
NECK = ("0.788", "76", "-1.8", "91", "-0.6", "3.91", "4.96")
TOTAL = ("0.844", "84", "-1.3", "96", "-0.3", "27.60", "32.70")
LEFT_FEMUR = scan("Left Femur", row("Neck", *NECK), row("Total", *TOTAL))
LEFT_FEMUR_TOLD = told("femoral_neck left", *NECK) + told("total_hip left", *TOTAL)

for name, syntax, fields in (
    ("implicit", IMPLICIT, {}),
    ("big_endian", BIG_ENDIAN, {"SpecificCharacterSet": "ISO_IR 192"}),
    ("deflated", DEFLATED, {"SpecificCharacterSet": None}),
    ("unknown_characters", IMPLICIT, {"SpecificCharacterSet": "ISO_IR 999"}),
):
    add(
        f"d20_full_spine_{name}",
        ge(scan("AP Spine", *(row(*cells) for cells in SPINE)), syntax=syntax, **fields),
        SPINE_TOLD,
    )
add(
    "d20_left_femur_comma",
    ge(
        scan(
            "Left Femur",
            row("Neck", *(c.replace(".", ",") for c in NECK)),
            row("Total", *(c.replace(".", ",") for c in TOTAL)),
        ),
        syntax=BIG_ENDIAN,
        SoftwareVersions="16.20.059",
    ),
    LEFT_FEMUR_TOLD,
)
add(
    "d20_no_units_anywhere",
    ge(scan("Left Femur", row("Neck", *NECK, units={}), row("Total", *TOTAL, units={}))),
    LEFT_FEMUR_TOLD,
    may=LEFT_FEMUR_TOLD,
)
add(
    "d20_milligrams_throughout",
    ge(
        scan(
            "AP Spine",
            row("L1-L4", "974", "83", "-1.7", "94", "-0.5", units={**UNITS, "BMD": " mg/cm2"}),
        ),
        scan(
            "Right Femur",
            row("Neck", "788", "76", "-1.8", "91", "-0.6", units={**UNITS, "BMD": "mg/cm\u00b2"}),
        ),
        SpecificCharacterSet="ISO_IR 192",
    ),
    told(L14, "0.974", "83", "-1.7", "94", "-0.5") + told("femoral_neck right", "0.788", "76", "-1.8", "91", "-0.6"),
)
add(
    "d20_integers_under_grams",
    ge(scan("AP Spine", row("L1-L4", "974", "83", "-1.7", "94", "-0.5"))),
    [x for x in told(L14, None, "83", "-1.7", "94", "-0.5") if x],
    may=told(L14, None, "83", "-1.7", "94", "-0.5"),
    held=[*told(L14, "974", "83", "-1.7", "94", "-0.5"), f"{L14} bmd 0.974"],
)
DUAL = [
    ("Neck Left", "0.788", "76", "-1.8", "91", "-0.6"),
    ("Neck Right", "0.774", "75", "-1.9", "90", "-0.7"),
    ("Neck Mean", "0.781", "75", "-1.9", "90", "-0.6"),
    ("Neck Diff.", "0.014", "1", "0.1", "2", "0.1"),
    ("Upper Neck Left", "0.601", None, None, None, None),
    ("Lower Neck Left", "0.955", None, None, None, None),
    ("Wards Left", "0.566", None, None, None, None),
    ("Troch Left", "0.690", None, None, None, None),
    ("Shaft Left", "1.011", None, None, None, None),
    ("Total Left", "0.844", "84", "-1.3", "96", "-0.3"),
    ("Total Right", "0.836", "83", "-1.4", "95", "-0.4"),
    ("Total Mean", "0.840", "83", "-1.3", "96", "-0.3"),
    ("Total Diff.", "0.008", "1", "0.1", "1", "0.1"),
]
PLACES = {
    "Neck": "femoral_neck",
    "Total": "total_hip",
    "Wards": "wards_triangle",
    "Troch": "trochanter",
    "Shaft": "femoral_shaft",
    "Upper Neck": "upper_neck",
    "Lower Neck": "lower_neck",
}


def dual_told():
    """Return what the rows of both hips say."""
    lines = []
    for name, *cells in DUAL:
        place, side = name.rsplit(" ", 1)
        said = {"Diff.": "difference"}.get(side, side.lower())
        lines += told(f"{PLACES[place]} {said}", *cells)
    return lines


DIFFERENCES = [line for line in dual_told() if " difference " in line]
add("d20_dual_all_rows", ge(scan("DualFemur", *(row(*r) for r in DUAL))), dual_told(), may=DIFFERENCES)
add(
    "d20_dual_named_with_a_blank",
    ge(scan("Dual Femur", *(row(*r) for r in reversed(DUAL))), syntax=IMPLICIT),
    dual_told(),
    may=DIFFERENCES,
)
add(
    "d20_frax_both",
    ge(
        tail='<MAJOR_OSTEO_FRAC_RISK units="%" id="70">14.2</MAJOR_OSTEO_FRAC_RISK>'
        '<HIP_FRAC_RISK units="%" id="71">3.6</HIP_FRAC_RISK>'
    ),
    ["patient frax_major 14.2", "patient frax_hip 3.6"],
)
add(
    "d20_frax_hip_alone_with_comma",
    ge(tail='<HIP_FRAC_RISK units=" %" id="71">0,8</HIP_FRAC_RISK>', syntax=DEFLATED),
    ["patient frax_hip 0.8"],
)
add(
    "d20_lva_without_findings_beside_a_spine",
    ge(
        scan("LVA", "<DEFORMITY>None</DEFORMITY>"),
        scan("AP Spine", row("L2-L4", "0.993", "83", "-1.7", "95", "-0.5")),
    ),
    told("lumbar_spine L2+L3+L4", "0.993", "83", "-1.7", "95", "-0.5"),
)
add(
    "d20_american_dates_with_trend",
    ge(
        scan(
            "DualFemur",
            row("Total Mean", "0.741", "74", "-2.1", "88", "-0.8"),
            trend("Total Mean", ("05/04/2024", "0.741"), ("04/05/2022", "0.750"), ("03/02/2019", "0.768")),
        ),
        day="05/04/2024",
        StudyDate="20240504",
    ),
    [
        *told("total_hip mean", "0.741", "74", "-2.1", "88", "-0.8"),
        "total_hip mean bmd 0.750 prior@2022-04-05",
        "total_hip mean bmd 0.768 prior@2019-03-02",
    ],
)
add(
    "d20_day_first_with_trend",
    ge(
        scan(
            "AP Spine",
            row("L1-L4 (L2)", "0.974", "83", "-1.7", "94", "-0.5"),
            trend("L1-L4 (L2)", ("04/05/2024", "0.974"), ("05/04/2022", "1.001")),
        ),
        day="04/05/2024",
        StudyDate="20240504",
    ),
    [
        *told("lumbar_spine L1+L3+L4", "0.974", "83", "-1.7", "94", "-0.5"),
        "lumbar_spine L1+L3+L4 bmd 1.001 prior@2022-04-05",
    ],
)
add(
    "d20_trend_of_another_region_than_the_rows",
    ge(
        scan(
            "Left Femur",
            row("Neck", *NECK),
            trend("Total", ("14-May-2024", "0.844"), ("12-Mar-2020", "0.871")),
        ),
        day="14-May-2024",
    ),
    [*told("femoral_neck left", *NECK), "total_hip left bmd 0.844", "total_hip left bmd 0.871 prior@2020-03-12"],
)


def old_exam(day, bmd, t=None, z=None, change=None):
    """Return an examination of the older XML."""
    parts = f"<EXAM_DATE>{day}</EXAM_DATE><BMD>{bmd}</BMD>"
    parts += f"<YAT>{t}</YAT>" if t else ""
    parts += f"<AMZ>{z}</AMZ>" if z else ""
    if change:
        parts += f"<BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE>{change}</VALUE></BMD_CHANGE>"
    return f"<EXAM>{parts}</EXAM>"


def old(*scans):
    """Return an object with the older XML; a scan is its type and trends of region, baseline and examinations."""
    body = "".join(
        f'<SCAN type="{kind}">'
        + "".join(
            f"<TREND><TREND_ROI>{region}</TREND_ROI><BASELINE_EXAM_DATE>{base}</BASELINE_EXAM_DATE>{''.join(exams)}</TREND>"
            for region, base, *exams in trends
        )
        + "</SCAN>"
        for kind, *trends in scans
    )
    return f"<DENSITOMETRY_RESULTS><CURRENT_EXAM>{body}</CURRENT_EXAM></DENSITOMETRY_RESULTS>"


add(
    "d20_old_form_two_scans",
    ge_obj(
        old(
            (
                "AP Spine",
                (
                    "L1-L4",
                    "3/2/2018",
                    old_exam("3/2/2018", "1.010", "-1.4", "-0.5"),
                    old_exam("5/14/2024", "0.974", "-1.7", "-0.5", "-0.6"),
                ),
            ),
            (
                "Left Femur",
                (
                    "Neck",
                    "3/2/2018",
                    old_exam("3/2/2018", "0.811", "-1.6", "-0.7"),
                    old_exam("5/14/2024", "0.788", "-1.8", "-0.6", "-0.5"),
                ),
            ),
        ),
        SoftwareVersions="8.10.027",
    ),
    [
        *site(L14, bmd="0.974", t_score="-1.7", z_score="-0.5"),
        *(f"{L14} {x} prior@2018-03-02" for x in ("bmd 1.010", "t_score -1.4", "z_score -0.5")),
        *site("femoral_neck left", bmd="0.788", t_score="-1.8", z_score="-0.6"),
        *(f"femoral_neck left {x} prior@2018-03-02" for x in ("bmd 0.811", "t_score -1.6", "z_score -0.7")),
    ],
)
add(
    "d20_old_form_first_examination",
    ge_obj(
        old(("Right Femur", ("Total", "5/14/2024", old_exam("5/14/2024", "0.836", "-1.4", "-0.4")))),
        syntax=IMPLICIT,
        SoftwareVersions="7.52",
    ),
    site("total_hip right", bmd="0.836", t_score="-1.4", z_score="-0.4"),
)
add(
    "d20_forearm_of_the_left",
    ge(
        scan(
            "Left Forearm",
            row("Radius UD", "0.330", "75", "-2.4", "85", "-1.3"),
            row("Ulna UD", "0.290", None, None, None, None),
            row("Radius 33%", "0.702", "80", "-1.9", "92", "-0.7"),
            row("Both 33%", "0.680", None, None, None, None),
            row("Radius Total", "0.520", "78", "-2.1", "89", "-1.0"),
        )
    ),
    told("radius_ultradistal left", "0.330", "75", "-2.4", "85", "-1.3")
    + told("radius_33 left", "0.702", "80", "-1.9", "92", "-0.7")
    + told("radius_total left", "0.520", "78", "-2.1", "89", "-1.0"),
)
add(
    "d20_total_body_of_a_child",
    ge(
        scan(
            "Total Body",
            row("Head", "1.501", None, None, None, None),
            row("Arms", "0.610", None, None, None, None),
            row("Spine", "0.702", None, None, None, None),
            row("TBLH", "0.744", None, None, None, "-1.1"),
            row("Total", "0.851", None, None, None, "-0.9"),
        ),
        PatientAge="011Y",
        PatientBirthDate="20121104",
    ),
    [
        "total_body_less_head bmd 0.744",
        "total_body_less_head z_score -1.1",
        "total_body bmd 0.851",
        "total_body z_score -0.9",
    ],
)
add(
    "d20_scores_with_signs_of_a_word_processor",
    ge(
        scan(
            "Right Femur",
            row("Neck", "0.788", "76", "\u22121.8", "91", "\u20130.6"),
            row("Total", "0.844", "84", "-1.3 SD", "96", "( -0.3)"),
        ),
        SpecificCharacterSet="ISO_IR 192",
    ),
    told("femoral_neck right", "0.788", "76", "-1.8", "91", "-0.6")
    + told("total_hip right", "0.844", "84", "-1.3", "96", "-0.3"),
)
add(
    "d20_young_without_scores",
    ge(
        scan("AP Spine", row("L1-L4", "1.033", "-", "-", "N/A", "N/A", "59.17", "57.28")),
        PatientAge="019Y",
        PatientBirthDate="20041104",
    ),
    [f"{L14} bmd 1.033", f"{L14} bmc 59.17", f"{L14} area 57.28"],
)
LONG = "<REMARK>" + "no other remarks, the patient was well positioned; " * 1500 + "</REMARK>"
LARGE = report(
    ("1", "GELUNAR", "DXA Report"),
    [item("TEXT", ("2", "GELUNAR", "History"), text="none")],
    Manufacturer="GE Healthcare",
    ManufacturerModelName="Lunar iDXA",
)
LARGE_TEXT = xml(DAY, LEFT_FEMUR, tail=LONG).encode("latin-1")
LARGE.add_new(0x00204000, "UN", LARGE_TEXT + b" " * (len(LARGE_TEXT) % 2))
add("d20_more_than_64_kb", written(LARGE), LEFT_FEMUR_TOLD)
add(
    "d20_set_on_lines_with_a_declaration",
    ge_obj(
        '<?xml version="1.0" encoding="ISO-8859-1"?>\r\n' + xml(DAY, LEFT_FEMUR).replace("><", ">\r\n  <") + "\r\n\r\n"
    ),
    LEFT_FEMUR_TOLD,
)
add(
    "d20_knee_and_no_bone",
    ge(scan("Left Ortho Knee", row("R1", "0.901", None, None, None, None))),
    [],
    says=["issue UNKNOWN_ROW"],
)
