"""GE Lunar's results as XML by the examiner of sheet_lunar_10: both roots, three orders of the date, its units.

Read for the first time, 918 of 925 values of 24 objects were found, and none was wrong; Both Total again.
"""

from tests.acceptance.figures import KEYS, LUNAR, all_said, figures, lunar, place, said
from tests.acceptance.shapes import Documents, ge_obj, tree_roi, tree_scan
from tests.acceptance.sheet_lunar_10 import preamble

DOCUMENTS = Documents()
add = DOCUMENTS.add
NAMES = {
    "bmd": ("BMD", 3, " g/cm2"),
    "pya": ("BMD_PYA", 7, "%"),
    "t": ("BMD_TSCORE", 6, None),
    "pam": ("BMD_PAM", 9, "%"),
    "z": ("BMD_ZSCORE", 8, None),
    "bmc": ("BMC", 5, " g"),
    "area": ("AREA", 2, " cm2"),
}
ON = {
    "StudyDate": "20251104",
    "PatientBirthDate": "19560810",
    "PatientAge": "069Y",
    "StudyDescription": "Bone densitometry",
}
US, WORLD, MONTH = "11/04/2025", "04/11/2025", "04-Nov-2025"


def row_of(name, row, *, unit=" g/cm2", n=0, comma=False):
    """Return a region; a unit of None is not printed."""
    units = {"bmd": unit, **{key: NAMES[key][2] for key in KEYS if key != "bmd"}}
    cells = ""
    for key, value in row.items():
        tag, code, _ = NAMES[key]
        printed = f' units="{units[key]}"' if units[key] else ""
        cells += f'<{tag}{printed} id="{code}">{value.replace(".", ",") if comma else value}</{tag}>'
    return f'<ROI region="{name}" id="{n}">{cells}</ROI>'


def scan(kind, rows, *more, number=19, **how):
    inner = "".join(row_of(name, row, n=n, **how) for n, (name, row) in enumerate(rows.items()))
    return f'<SCAN type="{kind}" id="{number}">{inner}{"".join(more)}</SCAN>'


def trend(name, *exams, unit=' units=" g/cm2"'):
    """Return a trend; an exam is its date, density and change against the one before, or two of these."""
    kinds = ("PCHANGE_VS_PREVIOUS", "PCHANGE_VS_BASELINE")
    inner = ""
    for day, bmd, *changes in exams:
        told = (
            f'<CHANGE type="{kind}"><BMD units="%">{one}</BMD></CHANGE>'
            for kind, one in zip(kinds, changes, strict=False)
        )
        inner += f'<EXAM date="{day}"><BMD{unit}>{bmd}</BMD>{"".join(told)}</EXAM>'
    return f'<TREND region="{name}">{inner}</TREND>'


def results(day, *scans):
    return f'<DXA_RESULTS><EXAM_DATE time="10:14:52" id="82">{day}</EXAM_DATE>{"".join(scans)}</DXA_RESULTS>'


def sent(xml, **fields):
    return ge_obj(xml, **{**ON, **fields})


S = lunar(
    {
        "L1": "0.851",
        "L2": "0.899",
        "L3": "0.921",
        "L4": "0.960",
        "L1-L2": "0.876",
        "L1-L3": "0.893",
        "L1-L4": "0.914",
        "L2-L3": "0.911",
        "L2-L4": "0.930",
        "L3-L4": "0.942",
    }
)
add("lunar11_plain_spine_day_first", sent(results(WORLD, scan("AP Spine", S))), all_said(S))
D = lunar(
    {
        "Neck Left": "0.712",
        "Neck Right": "0.735",
        "Neck Mean": "0.724",
        "Total Left": "0.771",
        "Total Right": "0.792",
        "Total Mean": "0.782",
    }
)
add(
    "lunar11_plain_dual_femur_month_first_with_trend",
    sent(
        results(
            US,
            scan(
                "DualFemur",
                D,
                trend(
                    "Total Mean",
                    (US, "0.782", "-1.9", "-4.2"),
                    ("10/30/2023", "0.797", "-2.3"),
                    ("05/06/2020", "0.816"),
                ),
            ),
        ),
    ),
    [*all_said(D), "total_hip mean bmd 0.797 prior@2023-10-30", "total_hip mean bmd 0.816 prior@2020-05-06"],
)
add(
    "lunar11_plain_trend_day_first_never_above_twelve",
    sent(results(WORLD, scan("AP Spine", S, trend("L1-L4", (WORLD, "0.914", "-1.4"), ("05/06/2022", "0.927"))))),
    [*all_said(S), f"{place('L1-L4')} bmd 0.927 prior@2022-06-05"],
)
add(
    "lunar11_plain_trend_month_names_oldest_first",
    sent(
        results(
            MONTH,
            scan(
                "AP Spine",
                S,
                trend("L2-L4", ("06-Jun-2021", "0.955"), ("03-Nov-2023", "0.941", "-1.5"), (MONTH, "0.930", "-1.2")),
            ),
        )
    ),
    [*all_said(S), f"{place('L2-L4')} bmd 0.941 prior@2023-11-03", f"{place('L2-L4')} bmd 0.955 prior@2021-06-06"],
)
F = lunar(
    {"Neck": "0.655", "Upper Neck": "0.501", "Wards": "0.455", "Troch": "0.571", "Shaft": "0.866", "Total": "0.702"}
)
add("lunar11_plain_right_femur", sent(results(MONTH, scan("Right Femur", F, number=18))), all_said(F, "right"))
ARM = lunar(
    {
        "Radius UD": "0.355",
        "Ulna UD": "0.277",
        "Radius 33%": "0.711",
        "Ulna 33%": "0.640",
        "Radius Total": "0.530",
        "Both Total": "0.502",
    }
)
add("lunar11_plain_left_forearm", sent(results(WORLD, scan("Left Forearm", ARM))), all_said(ARM, "left"))
BODY = figures(LUNAR["Body"], "1.044")
add(
    "lunar11_plain_three_scans",
    sent(results(WORLD, scan("AP Spine", S), scan("DualFemur", D), scan("Total Body", {"Total": BODY}, number=20))),
    [*all_said(S), *all_said(D), *said("total_body", BODY)],
)
add(
    "lunar11_plain_frax_alone",
    sent(
        '<DXA_RESULTS><EXAM_DATE time="10:20:00" id="82">04/11/2025</EXAM_DATE><MAJOR_OSTEO_FRAC_RISK '
        'units="%" id="120">11.8</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%" id="121">'
        "2.6</HIP_FRAC_RISK></DXA_RESULTS>"
    ),
    ["patient frax_major 11.8", "patient frax_hip 2.6"],
)
add(
    "lunar11_plain_frax_of_the_hip_alone",
    sent('<DXA_RESULTS><HIP_FRAC_RISK units="%">0.9</HIP_FRAC_RISK></DXA_RESULTS>'),
    ["patient frax_hip 0.9"],
)
LVA = '<SCAN type="LVA" id="44"><DEFORMITY id="60">None</DEFORMITY></SCAN>'
add(
    "lunar11_plain_lva_and_spine",
    sent(results(WORLD, LVA, scan("AP Spine", {"L1-L4": S["L1-L4"]}))),
    said(place("L1-L4"), S["L1-L4"]),
)
SHORT = lunar({"L1-L4": "0.914", "L2-L4": "0.930"}, keys=("bmd", "t", "z"))
add("lunar11_plain_units_without_a_space", sent(results(WORLD, scan("AP Spine", SHORT, unit="g/cm2"))), all_said(SHORT))
add(
    "lunar11_plain_commas",
    sent(results(WORLD, scan("AP Spine", S, comma=True), scan("DualFemur", D, comma=True))),
    [*all_said(S), *all_said(D)],
)
MILLI = {
    name: {**row, "bmd": str(round(1000 * float(row["bmd"])))}
    for name, row in lunar({"Neck Left": "0.712", "Total Left": "0.771"}, keys=("bmd", "t", "z")).items()
}
add(
    "lunar11_plain_milligrams",
    sent(results(WORLD, scan("DualFemur", MILLI, unit="mg/cm2"))),
    all_said(lunar({"Neck Left": "0.712", "Total Left": "0.771"}, keys=("bmd", "t", "z"))),
)
add(
    "lunar11_odd_milligrams_called_grams",
    sent(results(WORLD, scan("DualFemur", MILLI))),
    [row for row in all_said(MILLI) if " bmd" not in row],
    held=[row for row in [*all_said(MILLI), *all_said(D)] if " bmd" in row],
)
add(
    "lunar11_plain_densities_without_unit",
    sent(results(WORLD, scan("AP Spine", SHORT, unit=None))),
    all_said(SHORT),
    may=[row for row in all_said(SHORT) if " bmd" in row],
)
WITHOUT = lunar(
    {"L1": "0.851", "L2": "0.899", "L3": "0.921", "L1-L3": "0.893", "L1-L4 (L4)": "0.893", "L2-L4 (L4)": "0.911"}
)
add(
    "lunar11_plain_without_the_lowest_vertebra",
    sent(results(WORLD, scan("AP Spine", {n: WITHOUT[n] for n in ("L1", "L2", "L3", "L1-L3")}))),
    all_said({n: WITHOUT[n] for n in ("L1", "L2", "L3", "L1-L3")}),
)
WITHOUT_2 = lunar({"L1": "0.851", "L3": "0.921", "L4": "0.960", "L1-L4 (L2)": "0.914", "L2-L4 (L2)": "0.942"})
add(
    "lunar11_plain_without_the_second_vertebra",
    sent(results(US, scan("AP Spine", WITHOUT_2, trend("L1-L4 (L2)", (US, "0.914"), ("11/12/2023", "0.930"))))),
    [*all_said(WITHOUT_2), f"{place('L1-L4 (L2)')} bmd 0.930 prior@2023-11-12"],
)


def old(*scans, date="11/4/2025"):
    inner = "".join(scans)
    return (
        f"<DENSITOMETRY_RESULTS><CURRENT_EXAM><EXAM_DATE>{date}</EXAM_DATE>{inner}</CURRENT_EXAM>"
        "</DENSITOMETRY_RESULTS>"
    )


def old_scan(kind, **trends):
    """Return a scan of the older form; a trend is its exams, oldest first: date, density, T, Z."""
    inner = ""
    for name, exams in trends.items():
        told = "".join(
            f"<EXAM><EXAM_DATE>{day}</EXAM_DATE><BMD>{bmd}</BMD><YAT>{t}</YAT><AMZ>{z}</AMZ>"
            + (f"<BMD_CHANGE><TYPE>ROC_VS_PREVIOUS</TYPE><VALUE>{change[0]}</VALUE></BMD_CHANGE>" if change else "")
            + "</EXAM>"
            for day, bmd, t, z, *change in exams
        )
        inner += (
            f"<TREND><TREND_ROI>{name.replace('_', ' ').replace('to', '-')}</TREND_ROI><BASELINE_EXAM_DATE>"
            f"{exams[0][0]}</BASELINE_EXAM_DATE>{told}</TREND>"
        )
    return f'<SCAN type="{kind}">{inner}</SCAN>'


def three(where, bmd, t, z, end=""):
    return [f"{where} bmd {bmd}{end}", f"{where} t_score {t}{end}", f"{where} z_score {z}{end}"]


L1_4 = place("L1-L4")
add(
    "lunar11_plain_older_form",
    sent(
        old(
            old_scan(
                "AP Spine",
                L1toL4=[
                    ("3/9/2021", "0.951", "-1.9", "-0.8"),
                    ("10/2/2023", "0.929", "-2.1", "-0.8", "-1.2"),
                    ("11/4/2025", "0.914", "-2.3", "-0.9", "-0.8"),
                ],
            ),
            old_scan(
                "Left Femur",
                Neck=[("10/2/2023", "0.731", "-2.2", "-1.0"), ("11/4/2025", "0.712", "-2.3", "-1.0", "-1.3")],
                Total=[("10/2/2023", "0.785", "-1.8", "-0.9"), ("11/4/2025", "0.771", "-1.9", "-0.9", "-0.9")],
            ),
        )
    ),
    [
        *three(L1_4, "0.914", "-2.3", "-0.9"),
        *three(L1_4, "0.929", "-2.1", "-0.8", " prior@2023-10-02"),
        *three(L1_4, "0.951", "-1.9", "-0.8", " prior@2021-03-09"),
        *three("femoral_neck left", "0.712", "-2.3", "-1.0"),
        *three("femoral_neck left", "0.731", "-2.2", "-1.0", " prior@2023-10-02"),
        *three("total_hip left", "0.771", "-1.9", "-0.9"),
        *three("total_hip left", "0.785", "-1.8", "-0.9", " prior@2023-10-02"),
    ],
)
add(
    "lunar11_plain_older_form_first_visit_of_both_hips",
    sent(
        old(
            old_scan(
                "DualFemur",
                Neck_Left=[("11/4/2025", "0.712", "-2.3", "-1.0")],
                Neck_Right=[("11/4/2025", "0.735", "-2.2", "-0.9")],
                Total_Mean=[("11/4/2025", "0.782", "-1.8", "-0.8")],
            )
        )
    ),
    [
        *three("femoral_neck left", "0.712", "-2.3", "-1.0"),
        *three("femoral_neck right", "0.735", "-2.2", "-0.9"),
        *three("total_hip mean", "0.782", "-1.8", "-0.8"),
    ],
)
add(
    "lunar11_odd_older_form_newest_first",
    sent(
        old(
            old_scan(
                "AP Spine",
                L2toL4=[("11/4/2025", "0.930", "-2.3", "-0.9", "-1.2"), ("11/1/2022", "0.951", "-2.1", "-0.8")],
            )
        )
    ),
    [
        *three(place("L2-L4"), "0.930", "-2.3", "-0.9"),
        *three(place("L2-L4"), "0.951", "-2.1", "-0.8", " prior@2022-11-01"),
    ],
)
add(
    "lunar11_plain_tree_and_xml_agree",
    ge_obj(
        results(WORLD, scan("DualFemur", D)),
        [
            *preamble("none"),
            tree_scan("DualFemur", *(tree_roi(name, row["bmd"], row["t"], row["z"]) for name, row in D.items())),
        ],
        **ON,
    ),
    all_said(D),
)
DISTINCT = {**D["Neck Left"], "t": "-1.1"}
add(
    "lunar11_odd_tree_and_xml_disagree",
    ge_obj(
        results(WORLD, scan("DualFemur", {"Neck Left": D["Neck Left"], "Total Left": D["Total Left"]})),
        [
            tree_scan(
                "DualFemur",
                *(
                    tree_roi(name, row["bmd"], row["t"], row["z"])
                    for name, row in {"Neck Left": DISTINCT, "Total Left": D["Total Left"]}.items()
                ),
            )
        ],
        **ON,
    ),
    [
        row
        for row in all_said({n: D[n] for n in ("Neck Left", "Total Left")})
        if row != f"femoral_neck left t_score {D['Neck Left']['t']}"
    ],
    held=[f"femoral_neck left t_score {D['Neck Left']['t']}", "femoral_neck left t_score -1.1"],
    says=["issue VALUE_CONFLICT"],
)
PRETTY = results(MONTH, scan("AP Spine", S)).replace("><", ">\r\n  <")
add(
    "lunar11_plain_indented_with_a_declaration",
    sent('<?xml version="1.0" encoding="UTF-8"?>\r\n' + PRETTY),
    all_said(S),
)
PADDED = results(
    WORLD,
    scan("AP Spine", S),
    scan("DualFemur", D),
    *(scan("LVA", {}, f'<DEFORMITY id="{n}">None{" " * 700}</DEFORMITY>') for n in range(110)),
)
add("lunar11_plain_over_sixty_four_kilobytes", sent(PADDED), [*all_said(S), *all_said(D)])
