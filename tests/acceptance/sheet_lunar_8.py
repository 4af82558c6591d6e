"""GE Lunar's objects by the examiner of sheet_nothing_1: what most departments send, then languages and old forms.

Read for the first time, all 351 values of 18 objects and studies were found, and none was wrong.
"""

from fixtures.dicom_objects import item, number
from tests.acceptance.shapes import (
    L14,
    PCT,
    Documents,
    ge_obj,
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
KEYS = ("bmd", "pya", "t", "pam", "z", "bmc", "area")
QUANTITIES = {
    "bmd": "bmd",
    "pya": "young_adult_percent",
    "t": "t_score",
    "pam": "age_matched_percent",
    "z": "z_score",
    "bmc": "bmc",
    "area": "area",
}
DAY = "22/10/2025"
ON = {"StudyDate": "20251022"}
SPINE = {level: f"lumbar_spine {level}" for level in ("L1", "L2", "L3", "L4")} | {
    "L1-L4": L14,
    "L2-L4": "lumbar_spine L2+L3+L4",
    "L1-L2": "lumbar_spine L1+L2",
    "L1-L3": "lumbar_spine L1+L2+L3",
    "L2-L3": "lumbar_spine L2+L3",
    "L3-L4": "lumbar_spine L3+L4",
}


def printed(line):
    """Return the values of a printed row: "0.912 81 -1.7 90 -0.8 14.55 15.95"; "." is left out."""
    return {key: value for key, value in zip(KEYS, line.split(), strict=False) if value != "."}


def taken(place, line):
    """Return what a person takes from a printed row of one place."""
    return site(place, **{QUANTITIES[key]: value for key, value in printed(line).items()})


def table(kind, rows):
    """Return the scan of XML of "ROI: values" lines."""
    return scan(kind, *(roi(name, **printed(line)) for name, line in rows.items()))


def told(places, rows):
    """Return what a person takes from the rows whose places are named."""
    return [row for name, line in rows.items() if name in places for row in taken(places[name], line)]


S1 = {
    "L1": "0.921 81 -1.7 92 -0.6 11.42 12.40",
    "L2": "0.955 80 -2.0 90 -0.9 12.99 13.60",
    "L3": "1.014 85 -1.5 95 -0.4 15.52 15.31",
    "L4": "1.041 87 -1.3 98 -0.2 17.58 16.89",
    "L1-L2": "0.939 80 -1.8 91 -0.8 24.41 26.00",
    "L1-L3": "0.967 83 -1.7 93 -0.6 39.93 41.31",
    "L1-L4": "0.988 84 -1.6 94 -0.5 57.51 58.20",
    "L2-L3": "0.986 82 -1.8 93 -0.6 28.51 28.91",
    "L2-L4": "1.006 84 -1.6 94 -0.5 46.09 45.80",
    "L3-L4": "1.028 86 -1.4 96 -0.3 33.10 32.20",
}
add("lunar8_plain_spine", ge_obj(xml(DAY, table("AP Spine", S1)), **ON), told(SPINE, S1))

DUAL = {
    "Neck Left": "0.733 71 -2.2 86 -0.9 3.55 4.84",
    "Neck Right": "0.749 72 -2.1 88 -0.8 3.66 4.89",
    "Neck Mean": "0.741 71 -2.1 87 -0.8 3.61 4.87",
    "Neck Diff.": "0.016 1 0.1 2 0.1 0.11 0.05",
    "Upper Neck Left": "0.561 66 -2.3 82 -0.9 1.37 2.44",
    "Lower Neck Left": "0.907 . . . . 2.18 2.40",
    "Wards Left": "0.540 59 -2.8 80 -1.0 1.44 2.66",
    "Troch Left": "0.655 78 -1.7 87 -0.9 8.19 12.50",
    "Shaft Left": "0.950 . . . . 12.92 13.60",
    "Total Left": "0.796 79 -1.7 90 -0.7 24.66 30.98",
    "Total Right": "0.803 80 -1.6 91 -0.6 25.06 31.21",
    "Total Mean": "0.800 79 -1.7 90 -0.7 24.86 31.10",
    "Total Diff.": "0.007 1 0.1 1 0.1 0.40 0.23",
}
DUAL_PLACES = {
    "Neck Left": "femoral_neck left",
    "Neck Right": "femoral_neck right",
    "Neck Mean": "femoral_neck mean",
    "Upper Neck Left": "upper_neck left",
    "Lower Neck Left": "lower_neck left",
    "Wards Left": "wards_triangle left",
    "Troch Left": "trochanter left",
    "Shaft Left": "femoral_shaft left",
    "Total Left": "total_hip left",
    "Total Right": "total_hip right",
    "Total Mean": "total_hip mean",
}
DIFFERENCES = {"Neck Diff.": "femoral_neck difference", "Total Diff.": "total_hip difference"}
add(
    "lunar8_plain_dual_femur",
    ge_obj(xml(DAY, table("DualFemur", DUAL)), **ON),
    told(DUAL_PLACES, DUAL),
    may=told(DIFFERENCES, DUAL),
)

ARM = {
    "Radius UD": "0.331 78 -1.9 88 -0.9 1.06 3.20",
    "Ulna UD": "0.245 . . . . 0.51 2.08",
    "Radius 33%": "0.688 79 -2.1 87 -1.2 1.72 2.50",
    "Ulna 33%": "0.701 . . . . 1.75 2.50",
    "Both 33%": "0.694 . . . . 3.47 5.00",
    "Radius Total": "0.522 78 -2.0 88 -1.1 5.11 9.79",
    "Both Total": "0.511 . . . . 8.88 17.38",
}
ARM_PLACES = {
    "Radius UD": "radius_ultradistal left",
    "Radius 33%": "radius_33 left",
    "Radius Total": "radius_total left",
}
add(
    "lunar8_plain_forearm",
    ge_obj(xml(DAY, table("Left Forearm", ARM)), **ON),
    told(ARM_PLACES, ARM),
    may=told({"Both Total": "forearm_total left"}, ARM),
)

BODY = {
    "Head": "2.011 . . . . 410.0 203.9",
    "Arms": "0.812 . . . . 255.1 314.2",
    "Legs": "1.104 . . . . 744.0 673.9",
    "Trunk": "0.886 . . . . 650.2 733.9",
    "Ribs": "0.640 . . . . 180.0 281.3",
    "Pelvis": "1.041 . . . . 260.1 249.9",
    "Spine": "0.977 . . . . 210.1 215.0",
    "Total": "1.069 95 -0.7 104 0.5 2059.3 1925.9",
}
add(
    "lunar8_plain_total_body",
    ge_obj(
        xml(
            DAY,
            scan(
                "Total Body",
                *(roi(name, **printed(line)) for name, line in BODY.items()),
                '<ROI region="Total"><FAT_MASS units=" g">24120</FAT_MASS><LEAN_MASS units=" g">38110</LEAN_MASS>'
                '<VAT_MASS units=" g">811</VAT_MASS></ROI>',
            ),
        ),
        **ON,
    ),
    taken("total_body", BODY["Total"]),
)

add(
    "lunar8_plain_three_scans_with_trends",
    ge_obj(
        xml(
            DAY,
            scan(
                "AP Spine",
                roi("L1-L4", **printed("0.902 76 -2.3 88 -1.0")),
                trend("L1-L4", ("10/22/2025", "0.902"), ("10/12/2023", "0.921"), ("09/30/2021", "0.940")),
            ),
            scan(
                "Left Femur",
                roi("Neck", **printed("0.699 67 -2.4 84 -1.0")),
                roi("Total", **printed("0.741 74 -2.1 86 -0.9")),
                trend("Total", ("10/22/2025", "0.741"), ("10/12/2023", "0.750")),
            ),
            scan("Left Forearm", roi("Radius 33%", **printed("0.633 72 -2.7 83 -1.6"))),
        ),
        **ON,
    ),
    [
        *taken(L14, "0.902 76 -2.3 88 -1.0"),
        f"{L14} bmd 0.921 prior@2023-10-12",
        f"{L14} bmd 0.940 prior@2021-09-30",
        *taken("femoral_neck left", "0.699 67 -2.4 84 -1.0"),
        *taken("total_hip left", "0.741 74 -2.1 86 -0.9"),
        "total_hip left bmd 0.750 prior@2023-10-12",
        *taken("radius_33 left", "0.633 72 -2.7 83 -1.6"),
    ],
)

add(
    "lunar8_plain_tree_spine_and_dual_femur",
    ge_obj(
        tree=[
            tree_scan(
                "AP Spine",
                tree_roi("L1", bmd="0.810", t="-2.7", z="-1.1", bmc="9.11", area="11.25"),
                tree_roi("L1-L4", bmd="0.888", t="-2.4", z="-0.8", bmc="49.0", area="55.18"),
                tree_roi("L2-L4", bmd="0.911", t="-2.4", z="-0.9"),
            ),
            tree_scan(
                "DualFemur",
                tree_roi("Neck Left", bmd="0.702", t="-2.4", z="-0.9", pya="68"),
                tree_roi("Neck Right", bmd="0.711", t="-2.4", z="-0.8"),
                tree_roi("Total Left", bmd="0.766", t="-1.9", z="-0.7"),
                tree_roi("Total Right", bmd="0.770", t="-1.9", z="-0.7"),
                tree_roi("Total Mean", bmd="0.768", t="-1.9", z="-0.7"),
            ),
        ],
        **ON,
    ),
    [
        *site("lumbar_spine L1", bmd="0.810", t_score="-2.7", z_score="-1.1", bmc="9.11", area="11.25"),
        *site(L14, bmd="0.888", t_score="-2.4", z_score="-0.8", bmc="49.0", area="55.18"),
        *site("lumbar_spine L2+L3+L4", bmd="0.911", t_score="-2.4", z_score="-0.9"),
        *site("femoral_neck left", bmd="0.702", t_score="-2.4", z_score="-0.9", young_adult_percent="68"),
        *site("femoral_neck right", bmd="0.711", t_score="-2.4", z_score="-0.8"),
        *site("total_hip left", bmd="0.766", t_score="-1.9", z_score="-0.7"),
        *site("total_hip right", bmd="0.770", t_score="-1.9", z_score="-0.7"),
        *site("total_hip mean", bmd="0.768", t_score="-1.9", z_score="-0.7"),
    ],
)


def tree_trend(roi_name, *exams):
    """Return the trend container of a tree; an exam is its date, age and density."""
    return item(
        "CONTAINER",
        ("3000-1", "GELUNAR", f"Trend {roi_name}"),
        [
            item(
                "CONTAINER",
                ("3000-2", "GELUNAR", day),
                [
                    number(("51", "GELUNAR", "AGE"), age, ("a", "UCUM", "years")),
                    number(("3", "GELUNAR", "BMD"), bmd, ("g/cm2", "UCUM", "g/cm2")),
                    item(
                        "CONTAINER",
                        ("52", "GELUNAR", "PCHANGE_VS_PREVIOUS"),
                        [number(("3", "GELUNAR", "BMD"), "-1.4", PCT)],
                    ),
                ],
            )
            for day, age, bmd in exams
        ],
    )


add(
    "lunar8_plain_tree_right_femur_of_a_man_with_trend",
    ge_obj(
        tree=[
            tree_scan(
                "Right Femur",
                tree_roi("Neck", bmd="0.811", t="-1.9", z="-0.6", tkind="NUM"),
                tree_roi("Total", bmd="0.877", t="-1.6", z="-0.7", tkind="NUM"),
                tree_trend("Total", ("22-Oct-2025", "71.2", "0.877"), ("11-Sep-2022", "68.1", "0.890")),
            )
        ],
        PatientSex="M",
        **ON,
    ),
    [
        *site("femoral_neck right", bmd="0.811", t_score="-1.9", z_score="-0.6"),
        *site("total_hip right", bmd="0.877", t_score="-1.6", z_score="-0.7"),
        "total_hip right bmd 0.890 prior@2022-09-11",
    ],
    says=["sex male"],
)
