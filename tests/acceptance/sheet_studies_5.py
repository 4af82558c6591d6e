"""More studies that are rare and nasty, written after the others were scored; each with what a person takes from it."""

from html import escape

from fixtures.dicom_objects import item, number, report
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    L14,
    LAT,
    LEFT,
    NECK,
    ONE,
    RIGHT,
    SITE,
    TN,
    Documents,
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
    site,
    tid,
    tree_roi,
    tree_scan,
    trend,
    xml,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14/05/2024"
SPINE = {"bmd": "0.977", "t": "-1.7", "z": "-0.5"}
SPINE_TOLD = site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5")
H6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]
TOTAL = ("Total", "33.12", "24.28", "0.733", "-1.7", "-0.6")
TOTAL_TOLD = {"area": "33.12", "bmc": "24.28", "bmd": "0.733", "t_score": "-1.7", "z_score": "-0.6"}


def hip(*rows, mode="a Left Hip", head=H6, tables=(), **more):
    """Return a Hologic hip report."""
    given = {key: more.pop(key) for key in ("mode2", "extra") if key in more}
    return hol(hol_text(mode, (1, [head, *map(list, rows)]), *tables, **given), **more)


def ge(*scans, day=DAY, n=1, tail="", **fields):
    """Return a GE object of these scans."""
    return ge_obj(xml(day, *scans, tail=tail), n=n, **fields)


add(
    "w3_ge_corrected_object",
    [
        ge(scan("AP Spine", roi("L1-L4", **SPINE)), n=1),
        ge(scan("AP Spine", roi("L1-L4", bmd="0.944", t="-2.0", z="-0.8")), n=2),
    ],
    [],
    held=[*SPINE_TOLD, *site(L14, bmd="0.944", t_score="-2.0", z_score="-0.8")],
)
add(
    "w3_ge_same_region_spellings",
    ge(
        scan("AP Spine", roi("L1 - L4", **SPINE)),
        scan("DualFemur", roi("NECK LEFT", bmd="0.789", t="-1.8"), roi("total right", bmd="0.850", t="-1.3")),
    ),
    [
        *SPINE_TOLD,
        *site("femoral_neck left", bmd="0.789", t_score="-1.8"),
        *site("total_hip right", bmd="0.850", t_score="-1.3"),
    ],
)
add(
    "w3_ge_pediatric",
    ge(
        scan("AP Spine", roi("L1-L4", bmd="0.577", z="-1.9")),
        scan("Total Body", roi("Total", bmd="0.801", z="-1.1"), roi("TBLH", bmd="0.688", z="-1.4")),
        PatientBirthDate="20130511",
        PatientAge="011Y",
    ),
    [*site(L14, bmd="0.577", z_score="-1.9"), *site("total_body", bmd="0.801", z_score="-1.1")],
    may=site("total_body_less_head", bmd="0.688", z_score="-1.4"),
)
add(
    "w3_ge_frax_bound",
    ge(
        scan("Left Femur", roi("Neck", bmd="0.789", t="-1.8")),
        tail='<MAJOR_OSTEO_FRAC_RISK units="%">&lt;5</MAJOR_OSTEO_FRAC_RISK>'
        '<HIP_FRAC_RISK units="%">0.4</HIP_FRAC_RISK>',
    ),
    [*site("femoral_neck left", bmd="0.789", t_score="-1.8"), "patient frax_hip 0.4"],
    held=["patient frax_major 5"],
)
add(
    "w3_ge_trend_conflicts_with_today",
    ge(scan("AP Spine", roi("L1-L4", **SPINE), trend("L1-L4", (DAY, "0.955"), ("30/04/2022", "0.995")))),
    [f"{L14} t_score -1.7", f"{L14} z_score -0.5", f"{L14} bmd 0.995 prior@2022-04-30"],
    held=[f"{L14} bmd 0.977", f"{L14} bmd 0.955"],
)
add(
    "w3_ge_total_body_regions",
    ge(
        scan(
            "Total Body",
            roi("Spine", bmd="0.901", t="-1.1"),
            roi("Pelvis", bmd="0.988"),
            roi("Left Arm", bmd="0.700"),
            roi("Total", bmd="1.011", t="-0.9"),
        )
    ),
    site("total_body", bmd="1.011", t_score="-0.9"),
)
add(
    "w3_ge_tbs",
    ge(scan("AP Spine", roi("L1-L4", **SPINE)), tail="<TBS>1.234</TBS><TBS_TSCORE>-2.9</TBS_TSCORE>"),
    SPINE_TOLD,
    may=[f"{L14} tbs 1.234", "lumbar_spine tbs 1.234", "patient tbs 1.234"],
    held=[f"{L14} tbs 1.234", "lumbar_spine tbs 1.234"],
)
add(
    "w3_ge_tree_prior_only",
    ge_obj(
        tree=[
            tree_scan(
                "AP Spine",
                tree_roi("L1-L4", "0.977", "-1.7"),
                item(
                    "CONTAINER",
                    gn("Trend L1-L4"),
                    [
                        item(
                            "CONTAINER",
                            gn("03/02/2020"),
                            [number(("3", "GELUNAR", "BMD"), "1.012", ("g/cm2", "UCUM", "g/cm2"))],
                        )
                    ],
                ),
            )
        ]
    ),
    [f"{L14} bmd 0.977", f"{L14} t_score -1.7"],
    may=[f"{L14} bmd 1.012 prior"],
)
add(
    "w3_ge_patient_text",
    ge(scan("AP Spine", roi("L1-L4", **SPINE)), PatientName="TEST^PATIENT (PM50", PatientSize="160", PatientAge="071"),
    SPINE_TOLD,
)
add(
    "w3_hol_html_cells",
    hip(("<b>Neck</b>", "4.86", "3.05", "<b>0.628</b>", "<b>-2.0</b>", "-0.5"), ("<b>Total</b>", *TOTAL[1:])),
    [
        *site("femoral_neck left", area="4.86", bmc="3.05", bmd="0.628", t_score="-2.0", z_score="-0.5"),
        *site("total_hip left", **TOTAL_TOLD),
    ],
)
add(
    "w3_hol_right_comma",
    hip(("Total", "33,12", "24,28", "0,733", "-1,7", "-0,6"), mode="a Right Hip"),
    site("total_hip right", **TOTAL_TOLD),
)
add(
    "w3_hol_other_reference_columns",
    hip(
        ("Total", "33.12", "24.28", "0.733", "-1.7", "-1.1", "-0.6"),
        head=["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "T-score (male ref)", "Z - score"],
    ),
    [
        f"total_hip left {q} {v}"
        for q, v in (("area", "33.12"), ("bmc", "24.28"), ("bmd", "0.733"), ("z_score", "-0.6"))
    ],
    may=["total_hip left t_score -1.7"],
    held=["total_hip left t_score -1.7", "total_hip left t_score -1.1"],
)
add(
    "w3_hol_history_of_another_scan",
    hip(
        TOTAL,
        tables=(
            (
                2,
                [
                    ["Region", "Scan Date", "Age", "BMD (g/cm²)", "T - score", "Change vs Prev"],
                    ["L1-L4", "04/30/2022", "64", "0.940", "-1.0", " "],
                    ["Total", "04/30/2022", "64", "0.740", "-1.6", " "],
                ],
            ),
        ),
    ),
    [*site("total_hip left", **TOTAL_TOLD), "total_hip left bmd 0.740 prior", "total_hip left t_score -1.6 prior"],
    may=[f"{L14} bmd 0.940 prior", f"{L14} t_score -1.0 prior"],
    held=[f"{L14} bmd 0.940", f"{L14} bmd 0.940 prior", f"{L14} t_score -1.0 prior"],
)
add(
    "w3_hol_cut_text",
    hol(hol_text("a Left Hip", (1, [H6, list(TOTAL)])).partition('"-1.7"')[0] + '"-1'),
    [],
    may=[f"total_hip left {q} {v}" for q, v in (("area", "33.12"), ("bmc", "24.28"), ("bmd", "0.733"))],
)
add(
    "w3_hol_statements",
    hip(
        TOTAL,
        extra=('WHOClass = "WHO Classification: Osteopenia";', 'Comment = "T-score of -2.5 or below: osteoporosis";'),
    ),
    site("total_hip left", **TOTAL_TOLD),
)
add(
    "w3_tid_bilateral",
    tid(group(mod(SITE, NECK, [mod(LAT, ("51440002", "SCT", "Bilateral"))]), number(TN, "-1.9", ONE))),
    [],
    may=["femoral_neck mean t_score -1.9", "femoral_neck t_score -1.9"],
    held=["femoral_neck t_score -1.9", "femoral_neck mean t_score -1.9"],
)
add(
    "w3_tid_two_sites_one_group",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), mod(SITE, NECK, [mod(LAT, RIGHT)]), number(TN, "-1.9", ONE))),
    [],
    held=["femoral_neck left t_score -1.9", "femoral_neck right t_score -1.9", "femoral_neck t_score -1.9"],
)
add(
    "w3_tid_percent_unit_and_thousandths",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            number(BMDN, "644", ("mg/cm2", "UCUM", "mg/cm2")),
            number(TN, "-1.9", ("{T-score}", "UCUM", "T-score")),
        )
    ),
    site("femoral_neck left", bmd="0.644", t_score="-1.9"),
)
add(
    "w3_text_report_prior_and_limits",
    rep(
        report(
            ("1", "99ACME", "DXA Report"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="DXA. Lumbar spine L2-L4 (L1 excluded): T-score -1.4, previously -1.1 in 2021. "
                    "Left hip not measured (prosthesis). Right femoral neck T-score -2.2; total hip -1.8. "
                    "A T-score of -2.5 or below means osteoporosis.",
                )
            ],
            BASIC,
        )
    ),
    [
        "lumbar_spine L2+L3+L4 t_score -1.4",
        "lumbar_spine L2+L3+L4 t_score -1.1 prior",
        "femoral_neck right t_score -2.2",
    ],
    may=["total_hip right t_score -1.8", "total_hip t_score -1.8"],
)
add(
    "w3_pdf_of_another_person",
    [
        ge(scan("AP Spine", roi("L1-L4", **SPINE)), n=1),
        pdf_obj(
            letter_pdf(
                [
                    "Bone densitometry report",
                    "Patient: SMITH, JOHN   Date of birth: 01/02/1940   Sex: M",
                    "Left total hip: BMD 0.622 g/cm2, T-score -2.9",
                ]
            ),
            n=2,
        ),
    ],
    [],
    held=[*SPINE_TOLD, *site("total_hip left", bmd="0.622", t_score="-2.9")],
    may=SPINE_TOLD,
)
add(
    "w3_sr_without_numbers",
    rep(
        report(
            ("1", "99ACME", "DXA Report"), [item("TEXT", ("121071", "DCM", "Finding"), text=escape("See PDF."))], COMP
        )
    ),
    [],
)
