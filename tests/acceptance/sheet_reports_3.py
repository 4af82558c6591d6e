"""TID 1500 and other reports; each with what a person takes from it."""

from fixtures.dicom_objects import DEFLATED, EXPLICIT, IMPLICIT, item, number, report
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    COMP3D,
    L14,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    RIGHT,
    SITE,
    TN,
    ZN,
    Documents,
    G,
    group,
    mod,
    pdf_obj,
    rep,
    site,
    tid,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
HIP = ("24136001", "SCT", "Hip joint")
TRACK = ("112039", "DCM", "Tracking Identifier")


def nums(bmd, t, z):
    """Return the three usual items."""
    return [number(BMDN, bmd, G), number(TN, t, ONE), number(ZN, z, ONE)]


def values(name, bmd, t, z):
    """Return the rows of a truth for them."""
    return site(name, bmd=bmd, t_score=t, z_score=z)


add(
    "w1_tid_site_on_group",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), *nums("0.644", "-1.9", "-0.3")),
        group(
            mod(SITE, LSP),
            item("TEXT", TRACK, text="L1-L4", relationship="HAS OBS CONTEXT"),
            *nums("0.887", "-1.5", "0.2"),
        ),
    ),
    values("femoral_neck left", "0.644", "-1.9", "-0.3"),
    may=[*values("lumbar_spine", "0.887", "-1.5", "0.2"), *values(L14, "0.887", "-1.5", "0.2")],
)
add(
    "w1_tid_levels_as_sites",
    tid(
        group(
            *(
                mod(SITE, (c, "SCT", f"L{n} vertebra"))
                for n, c in ((1, "66794005"), (2, "14293000"), (3, "36470004"), (4, "11994002"))
            ),
            *nums("0.887", "-1.5", "0.2"),
        ),
        syntax=IMPLICIT,
    ),
    values(L14, "0.887", "-1.5", "0.2"),
)
add(
    "w1_tid_loinc_names",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, RIGHT)]),
            number(("80953-3", "LN", "DXA Femur - right [Mass/Area] Bone density"), "0.655", G),
            number(
                ("80947-5", "LN", "DXA Femur - right [T-score] Bone density"), "-1.8", ("{T-score}", "UCUM", "T-score")
            ),
        ),
        syntax=DEFLATED,
    ),
    site("femoral_neck right", bmd="0.655", t_score="-1.8"),
)
add(
    "w1_tid_site_on_num",
    tid(
        group(
            number(BMDN, "0.801", G, [mod(SITE, ("X-TH", "99LOCAL", "Total hip"), [mod(LAT, LEFT)])]),
            number(TN, "-1.1", ONE, [mod(SITE, ("X-TH", "99LOCAL", "Total hip"), [mod(LAT, LEFT)])]),
        ),
        sop=COMP3D,
        undefined=True,
    ),
    site("total_hip left", bmd="0.801", t_score="-1.1"),
)
add(
    "w1_tid_laterality_beside_site",
    tid(group(mod(SITE, NECK), mod(LAT, RIGHT), *nums("0.701", "-1.3", "0.1"))),
    values("femoral_neck right", "0.701", "-1.3", "0.1"),
)
add(
    "w1_tid_names_say_all",
    tid(
        group(
            number(("A1", "99X", "Left Total Hip BMD"), "0.788", G),
            number(("A2", "99X", "Left Total Hip T-Score"), "-1.4", ONE),
            number(("A3", "99X", "L1-L4 BMD"), "0.934", G),
            number(("A4", "99X", "L1-L4 T-Score"), "-1.0", ONE),
            number(("A5", "99X", "L1-L4 Z-Score"), "0.5", ONE),
        )
    ),
    [*site("total_hip left", bmd="0.788", t_score="-1.4"), *values(L14, "0.934", "-1.0", "0.5")],
)
add(
    "w1_tid_side_conflict",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            number(("B1", "99X", "Right femoral neck T-score"), "-2.2", ONE),
            number(BMDN, "0.611", G),
        )
    ),
    [],
    may=["femoral_neck left bmd 0.611"],
    held=["femoral_neck left t_score -2.2", "femoral_neck right t_score -2.2", "femoral_neck t_score -2.2"],
)
add(
    "w1_tid_mean_and_generic_hip",
    tid(group(mod(SITE, HIP, [mod(LAT, LEFT)]), *nums("0.801", "-1.1", "0.1"))),
    [],
    may=values("hip_unspecified left", "0.801", "-1.1", "0.1"),
    held=values("hip_unspecified left", "0.801", "-1.1", "0.1"),
)

PROSE = (
    "Lumbar spine L1-L4: BMD 0.823 g/cm2, T-score -2.4, Z-score -0.8. Right total hip: BMD 0.744 g/cm2, "
    "T-score -1.6. Previous (2021): L1-L4 T-score -2.2."
)
add(
    "w1_basic_text",
    rep(
        report(
            ("18748-4", "LN", "Diagnostic imaging report"),
            [
                item(
                    "CONTAINER", ("121070", "DCM", "Findings"), [item("TEXT", ("121071", "DCM", "Finding"), text=PROSE)]
                )
            ],
            BASIC,
        )
    ),
    [
        *values(L14, "0.823", "-2.4", "-0.8"),
        *site("total_hip right", bmd="0.744", t_score="-1.6"),
        f"{L14} t_score -2.2 prior",
    ],
)
COLUMNS = item(
    "CONTAINER",
    ("1", "99ACME", "Bone Density"),
    [
        item("CONTAINER", ("2", "99ACME", name), nums(*cells))
        for name, cells in (
            ("Lumbar Spine L2-L4", ("0.955", "-1.2", "0.3")),
            ("Femoral Neck Left", ("0.688", "-1.6", "-0.2")),
            ("Total Hip Left", ("0.801", "-1.2", "-0.1")),
        )
    ],
)
add(
    "w1_unknown_maker_containers",
    rep(report(("1", "99ACME", "DXA"), [COLUMNS], COMP, Manufacturer="ACME"), syntax=EXPLICIT),
    [
        *values("lumbar_spine L2+L3+L4", "0.955", "-1.2", "0.3"),
        *values("femoral_neck left", "0.688", "-1.6", "-0.2"),
        *values("total_hip left", "0.801", "-1.2", "-0.1"),
    ],
)
add(
    "w1_encapsulated_pdf",
    pdf_obj(
        letter_pdf(
            [
                "Bone densitometry report",
                "Lumbar spine L1-L4: BMD 0.803 g/cm2, T-score -2.2, Z-score -0.4",
                "Left femoral neck: BMD 0.622 g/cm2, T-score -2.0",
            ]
        )
    ),
    [*values(L14, "0.803", "-2.2", "-0.4"), *site("femoral_neck left", bmd="0.622", t_score="-2.0")],
)
add(
    "w1_pdf_and_tid_confirm",
    [
        pdf_obj(
            letter_pdf(["Bone densitometry report", "Left femoral neck: BMD 0.644 g/cm2, T-score -1.9, Z-score -0.3"]),
            n=4,
        ),
        tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), *nums("0.644", "-1.9", "-0.3")), n=5),
    ],
    values("femoral_neck left", "0.644", "-1.9", "-0.3"),
)
