"""A second round of GE Lunar's objects by the examiner of sheet_lunar_10.

Read for the first time, all 576 values of 22 objects were found, and none was wrong.
"""

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, IMPLICIT, item, number
from tests.acceptance.figures import LUNAR, all_said, figures, lunar, only, place, said
from tests.acceptance.shapes import PCT, Documents, ge_obj, tree_roi, tree_scan
from tests.acceptance.sheet_lunar_10 import named, preamble, rows_of
from tests.acceptance.sheet_lunar_10 import trend as tree_trend
from tests.acceptance.sheet_lunar_11 import results, scan, trend

DOCUMENTS = Documents()
add = DOCUMENTS.add
ON = {"StudyDate": "20260904", "PatientBirthDate": "19510212", "PatientAge": "075Y"}
US, WORLD, MONTH = "09/04/2026", "04/09/2026", "04-Sep-2026"
SHORT = ("bmd", "t", "z")


def tree(*scans, **fields):
    return ge_obj(tree=[*preamble("None"), *scans], **{**ON, **fields})


def sent(*scans, day=WORLD, **fields):
    return ge_obj(results(day, *scans), **{**ON, **fields})


S = lunar({"L1": "0.812", "L2": "0.855", "L3": "0.901", "L4": "0.930", "L1-L4": "0.879", "L2-L4": "0.897"})
D = lunar(
    {
        "Neck Left": "0.690",
        "Neck Right": "0.677",
        "Neck Mean": "0.684",
        "Total Left": "0.735",
        "Total Right": "0.728",
        "Total Mean": "0.732",
    }
)
TWO = {
    "L1": lunar({"L1": "0.812"})["L1"],
    "L4": lunar({"L4": "0.930"})["L4"],
    "L1-L4 (L2,L3)": figures(LUNAR["L1-L4"], "0.877"),
}
add("lunar12_plain_two_vertebrae_left_out", sent(scan("AP Spine", TWO)), all_said(TWO))
NO_SPACE = {"L1-L4(L4)": figures(LUNAR["L1-L3"], "0.858"), "L1": S["L1"], "L2": S["L2"], "L3": S["L3"]}
add(
    "lunar12_plain_bracket_without_a_space",
    tree(tree_scan("AP Spine", *rows_of(NO_SPACE))),
    [*said("lumbar_spine L1+L2+L3", NO_SPACE["L1-L4(L4)"]), *all_said({n: S[n] for n in ("L1", "L2", "L3")})],
)
YOUNG = lunar({"L1-L4": "1.050", "L2-L4": "1.066"}, keys=("bmd", "pam", "z"))
add(
    "lunar12_plain_man_below_fifty_with_dashes_for_scores",
    tree(
        tree_scan("AP Spine", *rows_of({n: {**r, "t": "-"} for n, r in YOUNG.items()})),
        PatientSex="M",
        PatientBirthDate="19880101",
        PatientAge="038Y",
    ),
    all_said(YOUNG),
)
MINUS = lunar({"Neck": "0.690", "Total": "0.735"}, keys=SHORT)
add(
    "lunar12_plain_minus_signs_and_standard_deviations",
    tree(
        tree_scan(
            "Left Femur",
            *rows_of(
                {n: {**r, "t": f"{r['t'].replace('-', chr(0x2212))} SD", "z": f"{r['z']} SD"} for n, r in MINUS.items()}
            ),
        ),
        SpecificCharacterSet="ISO_IR 192",
    ),
    all_said(MINUS, "left"),
)
ARMS = {
    side: lunar({"Radius UD": ud, "Radius 33%": third, "Radius Total": total})
    for side, ud, third, total in (("left", "0.301", "0.655", "0.488"), ("right", "0.312", "0.669", "0.495"))
}
add(
    "lunar12_plain_both_forearms",
    sent(scan("Left Forearm", ARMS["left"]), scan("Right Forearm", ARMS["right"])),
    [*all_said(ARMS["left"], "left"), *all_said(ARMS["right"], "right")],
)
add(
    "lunar12_plain_forearm_trend",
    sent(scan("Left Forearm", ARMS["left"], trend("Radius 33%", (WORLD, "0.655", "-1.8"), ("12/09/2024", "0.667")))),
    [*all_said(ARMS["left"], "left"), "radius_33 left bmd 0.667 prior@2024-09-12"],
)
NO_DATE = sent(
    scan("AP Spine", S, trend("L1-L4", ("09/04/2026", "0.879"), ("08/03/2024", "0.893"))), day=US, StudyDate=""
)
add(
    "lunar12_odd_no_study_date",
    NO_DATE,
    all_said(S),
    may=[f"{place('L1-L4')} bmd 0.893 prior"],
)
add(
    "lunar12_plain_same_day_and_month",
    sent(
        scan("AP Spine", S, trend("L1-L4", ("06/06/2026", "0.879"), ("05/07/2024", "0.893"))),
        day="06/06/2026",
        StudyDate="20260606",
    ),
    all_said(S),
    may=[f"{place('L1-L4')} bmd 0.893 prior"],
)
add(
    "lunar12_plain_total_body_with_and_without_head",
    sent(
        scan(
            "Total Body",
            {
                "Head": {"bmd": "1.877"},
                "Arms": {"bmd": "0.701"},
                "Legs": {"bmd": "0.955"},
                "Spine": {"bmd": "0.844"},
                "Total": figures(LUNAR["Body"], "0.966"),
                "TBLH": {"bmd": "0.844", "bmc": "1266.00", "area": "1500.00"},
            },
        )
    ),
    [
        *said("total_body", figures(LUNAR["Body"], "0.966")),
        *said("total_body_less_head", {"bmd": "0.844", "bmc": "1266.00", "area": "1500.00"}),
    ],
)
LATERAL = {"bmd": "0.601", "t": "-2.9", "z": "-1.0"}
add(
    "lunar12_plain_lateral_spine",
    sent(scan("Lateral Spine", {"L2-L4": LATERAL}), scan("AP Spine", S)),
    all_said(S),
    may=[line for where in ("lateral_spine", "lateral_spine L2+L3+L4") for line in said(where, LATERAL)],
    held=[line for where in ("lateral_spine", "lateral_spine L2+L3+L4") for line in said(where, LATERAL)],
)
add("lunar12_plain_big_endian", tree(tree_scan("DualFemur", *rows_of(D)), syntax=BIG_ENDIAN), all_said(D))
add("lunar12_plain_deflated", sent(scan("DualFemur", D), syntax=DEFLATED), all_said(D))
add(
    "lunar12_plain_implicit_with_three_trends",
    tree(
        tree_scan(
            "AP Spine",
            *rows_of(S),
            tree_trend(
                "L1-L4", (MONTH, "75.6", "0.879"), ("11-Aug-2024", "73.5", "0.892"), ("30-Jul-2022", "71.5", "0.911")
            ),
            tree_trend("L2-L4", (MONTH, "75.6", "0.897"), ("11-Aug-2024", "73.5", "0.910")),
        ),
        tree_scan(
            "DualFemur",
            *rows_of(D),
            tree_trend("Total Mean", (MONTH, "75.6", "0.732"), ("11-Aug-2024", "73.5", "0.744")),
        ),
        syntax=IMPLICIT,
    ),
    [
        *all_said(S),
        *all_said(D),
        f"{place('L1-L4')} bmd 0.892 prior@2024-08-11",
        f"{place('L1-L4')} bmd 0.911 prior@2022-07-30",
        f"{place('L2-L4')} bmd 0.910 prior@2024-08-11",
        "total_hip mean bmd 0.744 prior@2024-08-11",
    ],
)
add(
    "lunar12_plain_reference_named_in_an_attribute",
    ge_obj(
        results(WORLD, scan("AP Spine", S))
        .replace("<BMD_TSCORE", '<BMD_TSCORE reference="USA (Combined NHANES/Lunar)"')
        .replace(" id=", "  id="),
        **ON,
    ),
    all_said(S),
)
FRENCH = {"Col": D["Neck Left"], "Total": D["Total Left"]}
add(
    "lunar12_odd_french_names",
    sent(scan("Fémur gauche", FRENCH), scan("Rachis AP", {"L1-L4": S["L1-L4"]}), SpecificCharacterSet="ISO_IR 100"),
    [
        *said("femoral_neck left", FRENCH["Col"]),
        *said("total_hip left", FRENCH["Total"]),
        *said(place("L1-L4"), S["L1-L4"]),
    ],
)
RAW = results(WORLD, scan("DualFemur", D))
add(
    "lunar12_plain_blanks_around_numbers",
    ge_obj(RAW.replace('id="3">', 'id="3"> ').replace("</BMD>", " </BMD>").replace('id="6">', 'id="6"> '), **ON),
    all_said(D),
)
LOW = only(figures(LUNAR["Total"], "0.480"), ("bmd", "z"))
add(
    "lunar12_odd_score_below_the_scale",
    ge_obj(results(WORLD, scan("Left Femur", {"Total": {**LOW, "t": "&lt;-4.0"}})), **ON),
    said("total_hip left", LOW),
    held=["total_hip left t_score -4.0"],
)
RISK = '<MAJOR_OSTEO_FRAC_RISK units="%">{}</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">{}</HIP_FRAC_RISK>'
add(
    "lunar12_plain_frax_with_a_comma",
    sent(RISK.format("18,5", "6,2")),
    ["patient frax_major 18.5", "patient frax_hip 6.2"],
)
add(
    "lunar12_odd_frax_not_calculated",
    sent(RISK.format("N/A", "N/A"), scan("AP Spine", {"L1-L4": S["L1-L4"]})),
    said(place("L1-L4"), S["L1-L4"]),
)
KNEE = [tree_roi(name, bmd=bmd) for name, bmd in (("Femur Distal", "0.811"), ("Tibia Proximal", "0.702"))]
add(
    "lunar12_odd_knee_beside_a_neck",
    tree(tree_scan("Left Ortho Knee", *KNEE), tree_scan("Left Femur", *rows_of({"Neck": D["Neck Left"]}))),
    said("femoral_neck left", D["Neck Left"]),
)
CHANGES = item(
    "CONTAINER",
    named("Trend Total"),
    [
        item(
            "CONTAINER",
            named("04-Sep-2026"),
            [
                number(("3", "GELUNAR", "BMD"), "0.735", ("g/cm2", "UCUM", "g/cm2")),
                item(
                    "CONTAINER",
                    named("CHANGE_VS_BASELINE"),
                    [number(("3", "GELUNAR", "BMD"), "-0.021", ("g/cm2", "UCUM", "g/cm2"))],
                ),
                item("CONTAINER", named("PCHANGE_VS_PREVIOUS"), [number(("3", "GELUNAR", "BMD"), "-1.1", PCT)]),
            ],
        )
    ],
)
add(
    "lunar12_plain_changes_are_no_densities",
    tree(tree_scan("Left Femur", *rows_of({"Neck": D["Neck Left"], "Total": D["Total Left"]}), CHANGES)),
    [*said("femoral_neck left", D["Neck Left"]), *said("total_hip left", D["Total Left"])],
)
OLD_SCAN = (
    '<SCAN type="AP Spine"><TREND><TREND_ROI>L1-L4</TREND_ROI><BASELINE_EXAM_DATE>'
    "9/14/2018</BASELINE_EXAM_DATE><EXAM><EXAM_DATE>9/14/2018</EXAM_DATE><BMD>0.944</BMD><YAT>"
    "-2.0</YAT><AMZ>-0.6</AMZ></EXAM><EXAM><EXAM_DATE>9/4/2026</EXAM_DATE><BMD>0.879</BMD><YAT>"
    "-2.6</YAT><AMZ>-0.7</AMZ></EXAM></TREND></SCAN>"
)
add(
    "lunar12_plain_older_form_without_change",
    ge_obj(f"<DENSITOMETRY_RESULTS><CURRENT_EXAM>{OLD_SCAN}</CURRENT_EXAM></DENSITOMETRY_RESULTS>", **ON),
    [
        f"{place('L1-L4')} {row}"
        for row in (
            "bmd 0.879",
            "t_score -2.6",
            "z_score -0.7",
            "bmd 0.944 prior@2018-09-14",
            "t_score -2.0 prior@2018-09-14",
            "z_score -0.6 prior@2018-09-14",
        )
    ],
)
