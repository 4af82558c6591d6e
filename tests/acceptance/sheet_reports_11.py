"""A third round by the examiner of sheet_lunar_10: reports of other systems, with earlier examinations in them.

Read for the first time, 115 of 120 values of 18 objects were found, five were held ("Two years ago"), none was wrong.
"""

from fixtures.dicom_objects import item, number, report
from tests.acceptance.shapes import (
    COMP,
    L14,
    LSP,
    ONE,
    PCT,
    RIGHT,
    SITE,
    TN,
    Documents,
    G,
    group,
    mod,
    rep,
    tid,
)
from tests.acceptance.sheet_reports_6 import HIP, named, scores, sided
from tests.acceptance.sheet_reports_9 import RADIUS, took

DOCUMENTS = Documents()
add = DOCUMENTS.add


def box(name, *inner):
    return item("CONTAINER", ("1", "99STRATOS", name), list(inner))


def text(name, words):
    return item("TEXT", ("2", "99STRATOS", name), text=words)


def tree(*inner, title="Bone Densitometry Report", **fields):
    return rep(
        report(("1", "99STRATOS", title), list(inner), COMP, StudyDescription="DXA", Manufacturer="DMS", **fields)
    )


SPINE, NECK_L, TOTAL_L = ("0.877", "-2.6", "-1.1"), ("0.690", "-2.3", "-0.9"), ("0.744", "-2.0", "-0.8")
NOW = [*took(L14, *SPINE), *took("femoral_neck left", *NECK_L), *took("total_hip left", *TOTAL_L)]
LIMBS = [
    box("Lumbar spine", box("L1-L4", *scores(*SPINE))),
    box("Left femur", box("Neck", *scores(*NECK_L)), box("Total", *scores(*TOTAL_L))),
]
OLD = [
    box("Lumbar spine", box("L1-L4", *scores("0.901", "-2.4", "-1.0"))),
    box("Left femur", box("Neck", *scores("0.702", "-2.2", "-0.9"))),
]
PAST = [
    f"{where} {name} {value} prior"
    for where, values in ((L14, ("0.901", "-2.4", "-1.0")), ("femoral_neck left", ("0.702", "-2.2", "-0.9")))
    for name, value in zip(("bmd", "t_score", "z_score"), values, strict=True)
]
HELD = [row.removesuffix(" prior") for row in PAST]
for number_, (now, then) in enumerate(
    (
        ("Current examination", "Previous examination"),
        ("Examination 14-May-2024", "Examination 10-Jun-2022"),
        ("Results 05/14/2024", "Results 06/10/2022"),
        ("Visit 2 (2024)", "Visit 1 (2022)"),
        ("Aktuelle Untersuchung", "Voruntersuchung 10.06.2022"),
        ("Examen actuel", "Examen précédent"),
        ("Follow-up", "Baseline"),
        ("Today", "Two years ago"),
    )
):
    add(
        f"reports11_plain_two_examinations_{number_}",
        tree(box(now, *LIMBS), box(then, *OLD)),
        NOW,
        may=PAST,
        held=[*PAST, *HELD],
    )
add(
    "reports11_plain_days_as_texts",
    tree(box("Exam", text("Date", "14-May-2024"), *LIMBS), box("Exam", text("Date", "10-Jun-2022"), *OLD)),
    NOW,
    may=PAST,
)
add(
    "reports11_plain_groups_of_two_days",
    tid(
        group(mod(SITE, LSP), named("L1-L4 2024-05-14"), *scores(*SPINE)),
        group(mod(SITE, LSP), named("L1-L4 2022-06-10"), *scores("0.901", "-2.4", "-1.0")),
    ),
    took(L14, *SPINE),
    may=PAST[:3],
)
add(
    "reports11_plain_change_beside_the_value",
    tid(
        group(
            mod(SITE, LSP),
            named("L1-L4"),
            *scores(*SPINE),
            number(("9", "99X", "BMD change vs previous"), "-2.7", PCT),
            number(("9", "99X", "Previous BMD"), "0.901", G),
        )
    ),
    took(L14, *SPINE),
    may=[f"{L14} bmd 0.901 prior"],
)
add(
    "reports11_plain_units_in_names",
    tree(
        box(
            "Left femur",
            box(
                "Neck",
                number(("1", "99X", "BMD (g/cm2)"), "0.690", ("1", "UCUM", "no units")),
                text("T-score", "-2.3"),
                text("Z-score", "-0.9"),
            ),
        )
    ),
    [f"femoral_neck left {row}" for row in ("t_score -2.3", "z_score -0.9")],
    may=["femoral_neck left bmd 0.690"],
    held=["femoral_neck left bmd 0.690"],
)
add(
    "reports11_plain_region_as_text_in_each_row",
    tree(
        box(
            "Results",
            box("Row", text("Region", "L1-L4"), *scores(*SPINE)),
            box("Row", text("Region", "Left femoral neck"), *scores(*NECK_L)),
        )
    ),
    [*took(L14, *SPINE), *took("femoral_neck left", *NECK_L)],
)
add(
    "reports11_plain_wrist_and_heel",
    tid(
        group(sided(RADIUS, RIGHT), named("33% radius right"), *scores("0.611", "-2.2", "-1.0")),
        group(mod(SITE, ("80144004", "SCT", "Calcaneus")), number(TN, "-1.4", ONE)),
    ),
    took("radius_33 right", "0.611", "-2.2", "-1.0"),
)
add(
    "reports11_plain_neck_and_total_of_both_hips_by_tracking",
    tid(
        *(
            group(mod(SITE, HIP), named(f"{side} hip: {row}"), *scores(*values))
            for side, row, values in (
                ("Left", "neck", NECK_L),
                ("Left", "total", TOTAL_L),
                ("Right", "neck", ("0.701", "-2.2", "-0.8")),
                ("Right", "total", ("0.755", "-1.9", "-0.7")),
            )
        )
    ),
    [*NOW[3:], *took("femoral_neck right", "0.701", "-2.2", "-0.8"), *took("total_hip right", "0.755", "-1.9", "-0.7")],
)
add(
    "reports11_odd_bilateral",
    tree(box("Bilateral femur", box("Neck", *scores(*NECK_L)))),
    [],
    held=took("femoral_neck", *NECK_L),
)
add("reports11_odd_normal_values_beside", tree(*LIMBS, box("Normal values", *OLD)), NOW)
add("reports11_odd_mother", tree(*LIMBS, box("Family history", text("Mother", "T-score -3.1 at the hip"))), NOW)
