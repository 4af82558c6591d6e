"""Structured reports that are rare and nasty; each with what a person takes from it."""

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from fixtures.dicom_objects import SECONDARY_CAPTURE, header, item, number, report, with_pixels, written
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    EXT,
    L14,
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
    Documents,
    G,
    ge_obj,
    group,
    mod,
    rep,
    roi,
    scan,
    site,
    tid,
    xml,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
SPINE = {"bmd": "0.977", "t": "-1.7", "z": "-0.5"}
SPINE_TOLD = site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5")

FLOAT = number(BMDN, "0.644", G)
FLOAT.MeasuredValueSequence[0].FloatingPointValue = 0.744
add(
    "w2_tid_two_numbers",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), FLOAT, number(TN, "-1.9", ONE))),
    ["femoral_neck left t_score -1.9"],
    held=["femoral_neck left bmd 0.644", "femoral_neck left bmd 0.744"],
)
EMPTY = number(TN, "-9", ONE)
EMPTY.MeasuredValueSequence = Sequence([])
QUALIFIER = Dataset()
QUALIFIER.CodeValue, QUALIFIER.CodingSchemeDesignator, QUALIFIER.CodeMeaning = "114006", "DCM", "Measurement failure"
EMPTY.NumericValueQualifierCodeSequence = Sequence([QUALIFIER])
add(
    "w2_tid_measurement_failed",
    tid(group(mod(SITE, NECK, [mod(LAT, RIGHT)]), number(BMDN, "0.644", G), EMPTY)),
    ["femoral_neck right bmd 0.644"],
)
add(
    "w2_tid_units_of_another_kind",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, RIGHT)]),
            number(BMDN, "0.644", ("g/cm3", "UCUM", "g/cm3")),
            number(TN, "74", PCT),
            number(ZN, "-0.4", ONE),
        )
    ),
    ["femoral_neck right z_score -0.4"],
    held=["femoral_neck right t_score 74"],
    may=["femoral_neck right young_adult_percent 74"],
)
add(
    "w2_tid_scores_below_the_density",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, RIGHT)]),
            number(
                BMDN,
                "0.644",
                G,
                [number(("121416", "DCM", "Z-Score of measurement"), "-0.4", ONE), number(TN, "-1.9", ONE)],
            ),
        )
    ),
    site("femoral_neck right", bmd="0.644", t_score="-1.9", z_score="-0.4"),
)
BEFORE = item(
    "TEXT", ("112039", "DCM", "Tracking Identifier"), text="Previous examination 2021", relationship="HAS OBS CONTEXT"
)
add(
    "w2_tid_group_of_before",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-1.9", ONE)),
        group(BEFORE, mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-1.6", ONE)),
        sop=EXT,
    ),
    ["femoral_neck left t_score -1.9"],
    may=["femoral_neck left t_score -1.6 prior", "femoral_neck left t_score -1.9"],
    held=["femoral_neck left t_score -1.9", "femoral_neck left t_score -1.6"],
)
add(
    "w2_sr_text_values",
    rep(
        report(
            ("1", "99ACME", "DXA Report"),
            [
                item("TEXT", ("2", "99ACME", name), text=value)
                for name, value in (
                    ("L1-L4 BMD", "0.977 g/cm2"),
                    ("L1-L4 T-score", "-1.7"),
                    ("Left Femoral Neck BMD", "0,789"),
                    ("Left Femoral Neck T-score", "-1,8 SD"),
                    ("Impression", "Osteopenia."),
                )
            ],
            COMP,
        )
    ),
    [f"{L14} bmd 0.977", f"{L14} t_score -1.7", "femoral_neck left t_score -1.8"],
    may=["femoral_neck left bmd 0.789"],
)
add(
    "w2_basic_text_html",
    rep(
        report(
            ("1", "99ACME", "DXA Report"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="<p>DXA L1-L4: BMD <b>0.977</b> g/cm<sup>2</sup>, T-score <b>-1.7</b></p>"
                    "<p>Left total hip:&nbsp;T-score&nbsp;&minus;1.2</p>",
                )
            ],
            BASIC,
        )
    ),
    [f"{L14} bmd 0.977", f"{L14} t_score -1.7", "total_hip left t_score -1.2"],
)
add(
    "w2_basic_text_german",
    rep(
        report(
            ("1", "99ACME", "Befund"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="Knochendichtemessung: LWS L1-L4 BMD 0,977 g/cm², T-Score -1,7. "
                    "Schenkelhals links BMD 0,701 g/cm², T-Score -2,0.",
                )
            ],
            BASIC,
        )
    ),
    [f"{L14} bmd 0.977", f"{L14} t_score -1.7", "femoral_neck left bmd 0.701", "femoral_neck left t_score -2.0"],
)
DOSE = rep(
    report(
        ("113701", "DCM", "X-Ray Radiation Dose Report"),
        [number(("113722", "DCM", "Dose Area Product Total"), "0.644", ("Gy.m2", "UCUM", "Gy.m2"))],
        "1.2.840.10008.5.1.4.1.1.88.67",
    ),
    n=7,
)
add("w2_dose_and_results", [DOSE, ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", **SPINE))))], SPINE_TOLD)
add("w2_dose_alone", DOSE, [], error="any")
add(
    "w2_capture_without_results",
    written(with_pixels(header(SECONDARY_CAPTURE, 3, Manufacturer="HOLOGIC, Inc."))),
    [],
    error="any",
)
MANY = [
    group(
        mod(SITE, LSP),
        item("TEXT", ("112039", "DCM", "Tracking Identifier"), text=name, relationship="HAS OBS CONTEXT"),
        number(TN, value, ONE),
    )
    for name, value in (("L1-L4", "-1.5"), ("L2", "-2.1"))
]
add(
    "w2_tid_levels_by_tracking",
    tid(*MANY),
    [],
    may=[f"{L14} t_score -1.5", "lumbar_spine L2 t_score -2.1"],
    held=[
        f"{L14} t_score -1.5",
        "lumbar_spine L2 t_score -2.1",
        "lumbar_spine t_score -1.5",
        "lumbar_spine t_score -2.1",
    ],
)
