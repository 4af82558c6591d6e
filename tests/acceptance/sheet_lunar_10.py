"""GE Lunar's structured reports by a further examiner, each shape of the sheet once or twice.

Read for the first time, 575 of 582 values of 22 objects were found, and none was wrong; radius and ulna
together (Both Total) were not read.
"""

from fixtures.dicom_objects import IMPLICIT, item, number
from tests.acceptance.figures import LUNAR, all_said, figures, lunar, only, place, said
from tests.acceptance.shapes import ONE, PCT, Documents, ge_obj, gn, site, tree_roi, tree_scan

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "20260318"
ON = {"StudyDate": DAY, "StudyDescription": "Bone densitometry", "PatientBirthDate": "19540622", "PatientAge": "071Y"}
MG = ("mg/cm2", "UCUM", "mg/cm2")
OLD_UNITS = ("g/cm2", "99GELUNAR", " g/cm2")
SPINE = {"L1": "0.902", "L2": "0.948", "L3": "0.991", "L4": "1.003", "L1-L4": "0.967", "L2-L4": "0.983"}


def named(meaning, code="41"):
    return (code, "GELUNAR", meaning)


def preamble(*history, language=("en", "ISO639_1", "English")):
    """Return what stands before the scans."""
    return [
        item("CODE", ("121049", "DCM", "Language of Content Item and Descendants"), concept=language),
        item("CODE", ("121005", "DCM", "Observer Type"), concept=("121006", "DCM", "Person")),
        item("PNAME", ("121008", "DCM", "Person Observer Name")),
        item("CONTAINER", ("121060", "DCM", "History"), [item("TEXT", named("History"), text=one) for one in history]),
    ]


def row_of(name, row, **how):
    """Return the container of a row: "t" and "z" as texts, the rest as numbers."""
    inner = tree_roi(name, row.get("bmd"), row.get("t"), row.get("z"), row.get("bmc"), row.get("area"), pya=None, **how)
    more = [number(named(f"BMD_{key.upper()}", "7"), row[key], PCT) for key in ("pya", "pam") if key in row]
    inner.ContentSequence.extend(more)
    return inner


def rows_of(rows, **how):
    return [row_of(name, row, **how) for name, row in rows.items()]


def trend(name, *exams, unit=("g/cm2", "UCUM", "g/cm2")):
    """Return the trend of a row; an exam is its date, age and density."""
    made = []
    for n, (day, age, bmd) in enumerate(exams):
        inner = [number(named("AGE"), age, ("a", "UCUM", "year")), number(("3", "GELUNAR", "BMD"), bmd, unit)]
        if n + 1 < len(exams):
            per_cent = f"{100 * (float(bmd.replace(',', '.')) / float(exams[n + 1][2].replace(',', '.')) - 1):.1f}"
            change = number(("3", "GELUNAR", "BMD"), per_cent, PCT)
            inner.append(item("CONTAINER", named("PCHANGE_VS_PREVIOUS"), [change]))
        made.append(item("CONTAINER", named(day), inner))
    return item("CONTAINER", named(f"Trend {name}"), made)


def report(*scans, before=("None",), **fields):
    return ge_obj(tree=[*preamble(*before), *scans], **{**ON, **fields})


S = lunar(SPINE)
add("lunar10_plain_spine", report(tree_scan("AP Spine", *rows_of(S))), all_said(S))
add(
    "lunar10_plain_spine_with_trend_month_names",
    report(
        tree_scan(
            "AP Spine",
            *rows_of(S),
            trend(
                "L1-L4",
                ("18-Mar-2026", "71.7", "0.967"),
                ("02-Feb-2024", "69.6", "0.989"),
                ("07-Jan-2019", "64.5", "1.021"),
            ),
        )
    ),
    [*all_said(S), f"{place('L1-L4')} bmd 0.989 prior@2024-02-02", f"{place('L1-L4')} bmd 1.021 prior@2019-01-07"],
)
DUAL = lunar(
    {
        "Neck Left": "0.771",
        "Neck Right": "0.792",
        "Neck Mean": "0.782",
        "Upper Neck Left": "0.602",
        "Upper Neck Right": "0.618",
        "Upper Neck Mean": "0.610",
        "Lower Neck Left": "0.940",
        "Lower Neck Right": "0.961",
        "Wards Left": "0.588",
        "Wards Right": "0.601",
        "Troch Left": "0.669",
        "Troch Right": "0.680",
        "Shaft Left": "0.975",
        "Shaft Right": "0.990",
        "Total Left": "0.818",
        "Total Right": "0.830",
        "Total Mean": "0.824",
    }
)
DIFFERENCES = [
    tree_roi(name, bmd=bmd, t=t, z=t)
    for name, bmd, t in (("Neck Diff.", "0.021", "0.2"), ("Total Diff.", "0.012", "0.1"))
]
MAY = [
    row
    for region, bmd, t in (("femoral_neck", "0.021", "0.2"), ("total_hip", "0.012", "0.1"))
    for row in site(f"{region} difference", bmd=bmd, t_score=t, z_score=t)
]
add(
    "lunar10_plain_dual_femur_of_all_rows",
    report(tree_scan("DualFemur", *rows_of(DUAL), *DIFFERENCES)),
    all_said(DUAL),
    may=MAY,
    held=MAY,
)
add(
    "lunar10_plain_dual_femur_trend_us_dates",
    report(
        tree_scan(
            "DualFemur",
            *rows_of(
                {name: DUAL[name] for name in ("Neck Left", "Neck Right", "Total Left", "Total Right", "Total Mean")}
            ),
            trend("Total Mean", ("03/18/2026", "71.7", "0.824"), ("04/02/2024", "69.8", "0.841")),
            trend("Neck Mean", ("03/18/2026", "71.7", "0.782"), ("04/02/2024", "69.8", "0.800")),
        )
    ),
    [
        *all_said(
            {name: DUAL[name] for name in ("Neck Left", "Neck Right", "Total Left", "Total Right", "Total Mean")}
        ),
        "femoral_neck mean bmd 0.782",
        "total_hip mean bmd 0.841 prior@2024-04-02",
        "femoral_neck mean bmd 0.800 prior@2024-04-02",
    ],
)
FEMUR = lunar(
    {
        "Neck": "0.701",
        "Upper Neck": "0.540",
        "Lower Neck": "0.861",
        "Wards": "0.512",
        "Troch": "0.611",
        "Shaft": "0.902",
        "Total": "0.752",
    }
)
add("lunar10_plain_left_femur", report(tree_scan("Left Femur", *rows_of(FEMUR))), all_said(FEMUR, "left"))
OLD = lunar(
    {"Neck": "0.733", "Wards": "0.550", "Troch": "0.640", "Total": "0.788"}, keys=("bmd", "pya", "t", "pam", "z")
)
add(
    "lunar10_plain_right_femur_before_mass_and_area",
    report(
        tree_scan("Right Femur", *rows_of(OLD, unit=OLD_UNITS)),
        ManufacturerModelName="Prodigy",
        SoftwareVersions="8.50.093",
        syntax=IMPLICIT,
    ),
    all_said(OLD, "right"),
)
ARM = lunar(
    {
        "Radius UD": "0.322",
        "Ulna UD": "0.251",
        "Radius 33%": "0.688",
        "Ulna 33%": "0.612",
        "Radius Total": "0.499",
        "Ulna Total": "0.451",
        "Both Total": "0.476",
    }
)
add("lunar10_plain_left_forearm", report(tree_scan("Left Forearm", *rows_of(ARM))), all_said(ARM, "left"))
COMMA = lunar({"Radius UD": "0.341", "Radius 33%": "0.702", "Radius Total": "0.512"}, keys=("bmd", "t", "z"))
add(
    "lunar10_plain_right_forearm_with_commas",
    report(
        tree_scan(
            "Right Forearm", *rows_of({n: {k: v.replace(".", ",") for k, v in row.items()} for n, row in COMMA.items()})
        ),
    ),
    all_said(COMMA, "right"),
)
WITHOUT = lunar({"L1": "0.880", "L2": "0.921", "L4": "0.951", "L1-L4 (L3)": "0.921"})
add("lunar10_plain_spine_without_a_vertebra", report(tree_scan("AP Spine", *rows_of(WITHOUT))), all_said(WITHOUT))
WITHOUT_2 = lunar({"L2": "0.921", "L3": "0.940", "L2-L4 (L4)": "0.931", "L1-L3 (L2)": "0.902"})
add(
    "lunar10_plain_spine_without_a_vertebra_and_trend",
    report(
        tree_scan(
            "AP Spine",
            *rows_of(WITHOUT_2),
            trend("L1-L3 (L2)", ("18/03/2026", "71.7", "0.902"), ("25/11/2021", "67.4", "0.944")),
        )
    ),
    [*all_said(WITHOUT_2), "lumbar_spine L1+L3 bmd 0.944 prior@2021-11-25"],
)
BODY = figures(LUNAR["Body"], "1.011")
LIMBS = [
    tree_roi(name, bmd=bmd, bmc="402.0", area="410.0")
    for name, bmd in (
        ("Head", "1.921"),
        ("Arms", "0.802"),
        ("Legs", "1.077"),
        ("Trunk", "0.801"),
        ("Ribs", "0.612"),
        ("Pelvis", "0.990"),
        ("Spine", "0.903"),
    )
]
add(
    "lunar10_plain_total_body",
    report(tree_scan("Total Body", *LIMBS, row_of("Total", BODY))),
    said("total_body", BODY),
)
MILLI = lunar({"L1-L4": "0.967", "L2-L4": "0.983"}, keys=("bmd", "t", "z"))
add(
    "lunar10_plain_spine_in_milligrams",
    report(
        tree_scan(
            "AP Spine",
            *rows_of({n: {**row, "bmd": str(int(float(row["bmd"]) * 1000))} for n, row in MILLI.items()}, unit=MG),
        )
    ),
    all_said(MILLI),
)
add(
    "lunar10_odd_milligrams_without_unit",
    report(tree_scan("Left Femur", tree_roi("Neck", bmd="701", t="-2.4", z="-1.2", unit=None))),
    ["femoral_neck left t_score -2.4", "femoral_neck left z_score -1.2"],
    may=["femoral_neck left bmd 0.701"],
    held=["femoral_neck left bmd 0.701", "femoral_neck left bmd 701"],
)
CHILD = lunar(
    {"L1": "0.502", "L2": "0.541", "L3": "0.563", "L4": "0.570", "L1-L4": "0.547"},
    0.55,
    keys=("bmd", "z", "bmc", "area"),
)
WHOLE = {"bmd": "0.790", "z": "-0.6", "bmc": "962.00", "area": "1217.70"}
LESS = {"bmd": "0.688", "z": "-0.7", "bmc": "602.00", "area": "875.00"}
add(
    "lunar10_plain_child",
    report(
        tree_scan("AP Spine", *rows_of(CHILD)),
        tree_scan("Total Body", row_of("Total", WHOLE), row_of("TBLH", LESS)),
        PatientBirthDate="20160401",
        PatientAge="009Y",
    ),
    [
        *all_said(CHILD),
        *said("total_body_less_head", LESS),
        *said("total_body", WHOLE),
    ],
)
BOTH = {
    side: lunar({"Neck": neck, "Total": total})
    for side, neck, total in (("left", "0.744", "0.799"), ("right", "0.731", "0.808"))
}
add(
    "lunar10_plain_two_femurs_and_spine",
    report(
        tree_scan("AP Spine", *rows_of(S)),
        tree_scan("Left Femur", *rows_of(BOTH["left"], tkind="NUM")),
        tree_scan("Right Femur", *rows_of(BOTH["right"], tkind="NUM")),
    ),
    [*all_said(S), *all_said(BOTH["left"], "left"), *all_said(BOTH["right"], "right")],
)
FRACTURE = item(
    "CONTAINER",
    named("LVA"),
    [
        item("CONTAINER", gn("T12"), [item("TEXT", named("DEFORMITY"), text="Wedge, Grade 1")]),
        item("CONTAINER", gn("L1"), [item("TEXT", named("DEFORMITY"), text="None")]),
    ],
)
add(
    "lunar10_plain_lva_and_neck",
    report(FRACTURE, tree_scan("Left Femur", row_of("Neck", FEMUR["Neck"]))),
    said("femoral_neck left", FEMUR["Neck"]),
)
add(
    "lunar10_plain_frax_in_the_tree",
    report(
        item(
            "CONTAINER",
            named("FRAX"),
            [
                number(named("MAJOR_OSTEO_FRAC_RISK"), "14.2", PCT),
                number(named("HIP_FRAC_RISK"), "3.4", PCT),
                item("TEXT", named("Country"), text="USA (Caucasian)"),
            ],
        )
    ),
    ["patient frax_major 14.2", "patient frax_hip 3.4"],
)
TOLD = "Mother had hip fracture. Previous T-score at outside hospital -2.9. Height at 25 years 165 cm."
add(
    "lunar10_plain_history_with_an_outside_score",
    report(tree_scan("AP Spine", *rows_of({"L1-L4": S["L1-L4"]})), before=(TOLD, "Menopause Age: 49")),
    said(place("L1-L4"), S["L1-L4"]),
    may=["lumbar_spine t_score -2.9 prior"],
    held=["hip_unspecified t_score -2.9 prior", "lumbar_spine t_score -2.9 prior"],
)
add(
    "lunar10_odd_vertebra_without_value",
    report(
        tree_scan(
            "AP Spine",
            tree_roi("L1", bmd="", t="", z=""),
            *rows_of({name: S[name] for name in ("L2", "L3", "L4", "L2-L4")}),
        )
    ),
    [row for name in ("L2", "L3", "L4", "L2-L4") for row in said(place(name), S[name])],
)
add(
    "lunar10_odd_trend_alone",
    report(tree_scan("AP Spine", trend("L2-L4", ("18-Mar-2026", "71.7", "0.983"), ("20-Mar-2023", "68.7", "1.004")))),
    [f"{place('L2-L4')} bmd 0.983", f"{place('L2-L4')} bmd 1.004 prior@2023-03-20"],
)
add(
    "lunar10_odd_femur_of_no_side",
    report(tree_scan("Femur", *rows_of({"Neck": FEMUR["Neck"], "Total": FEMUR["Total"]})), Laterality="R"),
    all_said({"Neck": FEMUR["Neck"], "Total": FEMUR["Total"]}, "right"),
)
HALF = only(figures(LUNAR["L1-L4"], "0.901"), ("bmd", "t", "z"))
add(
    "lunar10_plain_scores_as_units_of_no_dimension",
    report(
        tree_scan(
            "AP Spine",
            item(
                "CONTAINER",
                gn("L1-L4"),
                [
                    number(("3", "GELUNAR", "BMD"), HALF["bmd"], ("g/cm2", "UCUM", "gram per square centimeter")),
                    number(("6", "GELUNAR", "BMD_TSCORE"), HALF["t"], ("{score}", "UCUM", "score")),
                    number(("8", "GELUNAR", "BMD_ZSCORE"), HALF["z"], ONE),
                ],
            ),
        )
    ),
    said(place("L1-L4"), HALF),
)
