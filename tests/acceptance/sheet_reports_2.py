"""Structured reports of others, containers and PDF, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import ENHANCED_SR, item, number, report
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
    PCT,
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


def nd(q, v, u=G, kids=()):
    return number({"b": BMDN, "t": TN, "z": ZN}[q], v, u, kids)


DOCUMENTS.add(
    "tid_two_groups",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702"), nd("t", "-2.4", ONE)),
        group(mod(SITE, NECK, [mod(LAT, RIGHT)]), nd("b", "0.712"), nd("t", "-2.3", ONE)),
    ),
    site("femoral_neck left", bmd="0.702", t_score="-2.4") + site("femoral_neck right", bmd="0.712", t_score="-2.3"),
)
DOCUMENTS.add(
    "tid_mg_unit_braces",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            nd("b", "702", ("mg/cm2", "UCUM", "mg/cm2")),
            nd("t", "-2.4", ("{T-score}", "UCUM", "T-score")),
        )
    ),
    site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
DOCUMENTS.add(
    "tid_unknown_unit",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702", ("mm", "UCUM", "mm")), nd("t", "-2.4", None))),
    ["femoral_neck left t_score -2.4"],
    held=["femoral_neck left bmd 0.702"],
)
rng = item("NUM", ("121407", "DCM", "Normal Range Upper Limit"))
rng = number(("R-00327", "SRT", "Normal Range Lower Limit"), "-1.0", ONE)
rng.RelationshipType = "HAS PROPERTIES"
sd = number(("121414", "DCM", "Standard deviation of population"), "0.12", G)
sd.RelationshipType = "HAS PROPERTIES"
mean = number(("R-00317", "SRT", "Mean of population BMD"), "0.85", G)
mean.RelationshipType = "HAS PROPERTIES"
DOCUMENTS.add(
    "tid_reference_children",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702", G, [sd, mean]), nd("t", "-2.4", ONE, [rng]))),
    site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
DOCUMENTS.add(
    "tid_prior_group",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("t", "-2.4", ONE)),
        group(
            item("TEXT", ("C2348792", "UMLS", "Time Point"), text="Prior", relationship="HAS OBS CONTEXT"),
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            nd("t", "-2.1", ONE),
        ),
    ),
    ["femoral_neck left t_score -2.4", "femoral_neck left t_score -2.1 prior"],
)
DOCUMENTS.add(
    "tid_site_container",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                item(
                    "CONTAINER",
                    ("126010", "DCM", "Imaging Measurements"),
                    [
                        item(
                            "CONTAINER",
                            ("125007", "DCM", "Measurement Group"),
                            [
                                item(
                                    "TEXT",
                                    ("112039", "DCM", "Tracking Identifier"),
                                    text="Right total hip",
                                    relationship="HAS OBS CONTEXT",
                                ),
                                nd("b", "0.802"),
                                nd("t", "-1.3", ONE),
                            ],
                        )
                    ],
                )
            ],
            COMP,
        )
    ),
    site("total_hip right", bmd="0.802", t_score="-1.3"),
)
DOCUMENTS.add(
    "tid_text_in_german",
    rep(
        report(
            ("121144", "DCM", "Befund"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="LWS L1-L4: T-Score -2,6, Z-Score -1,0. Schenkelhals rechts: T-Score -2,1.",
                )
            ],
            BASIC,
            StudyDescription="Osteodensitometrie DXA",
            SpecificCharacterSet="ISO_IR 192",
        )
    ),
    [*site(L14, t_score="-2.6", z_score="-1.0"), "femoral_neck right t_score -2.1"],
)
DOCUMENTS.add(
    "stratos_text_rows",
    rep(
        report(
            ("S1", "99DMS", "Bone densitometry report"),
            [
                item(
                    "CONTAINER",
                    ("L", "99DMS", "Lumbar spine"),
                    [
                        item(
                            "TEXT",
                            ("r", "99DMS", "Result"),
                            text="L2-L4: BMD = 0.911 g/cm2, T-score = -1.9, Z-score = -0.4",
                        )
                    ],
                ),
                item(
                    "CONTAINER",
                    ("H", "99DMS", "Left hip"),
                    [item("TEXT", ("r", "99DMS", "Result"), text="Neck: BMD = 0.701 g/cm2, T-score = -1.9")],
                ),
            ],
            ENHANCED_SR,
            Manufacturer="DMS",
        )
    ),
    site("lumbar_spine L2+L3+L4", bmd="0.911", t_score="-1.9", z_score="-0.4")
    + site("femoral_neck left", bmd="0.701", t_score="-1.9"),
)
DOCUMENTS.add(
    "fuji_table_text",
    rep(
        report(
            ("F1", "99FUJI", "DXA Report"),
            [
                item(
                    "TEXT",
                    ("121071", "DCM", "Finding"),
                    text="Region    BMD(g/cm2)   T-score   Z-score\nL1-L4     0.811        -2.1      -0.6\nL Femoral Neck   0.622   -2.0   -0.5",  # noqa: E501 - as it is sent, in one line
                )
            ],
            COMP,
            Manufacturer="FUJIFILM",
        )
    ),
    site(L14, bmd="0.811", t_score="-2.1", z_score="-0.6")
    + site("femoral_neck left", bmd="0.622", t_score="-2.0", z_score="-0.5"),
)
DOCUMENTS.add(
    "osteosys_flat_more",
    rep(
        report(
            ("O1", "99OSTEOSYS", "DXA"),
            [
                number(("1", "99OSTEOSYS", "L-Spine L2-L4 BMD (g/cm2)"), "0.911", None),
                number(("2", "99OSTEOSYS", "L-Spine L2-L4 BMC [g]"), "40.2", None),
                item("TEXT", ("2", "99OSTEOSYS", "Lt. Femur Neck T-score (SD)"), text="-1.5"),
                item("TEXT", ("3", "99OSTEOSYS", "Lt. Femur Neck BMD (mg/cm2)"), text="701"),
            ],
            COMP3D,
            Manufacturer="OsteoSys",
        )
    ),
    [
        "lumbar_spine L2+L3+L4 bmd 0.911",
        "lumbar_spine L2+L3+L4 bmc 40.2",
        "femoral_neck left t_score -1.5",
        "femoral_neck left bmd 0.701",
    ],
)
flt = nd("t", "-2.4", ONE)
flt.MeasuredValueSequence[0].FloatingPointValue = -2.4
flt2 = nd("b", "0.702")
flt2.MeasuredValueSequence[0].FloatingPointValue = 0.802
DOCUMENTS.add(
    "tid_floating",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), flt, flt2)),
    ["femoral_neck left t_score -2.4"],
    held=["femoral_neck left bmd 0.702", "femoral_neck left bmd 0.802"],
)
DOCUMENTS.add(
    "tid_loinc_no_site",
    tid(
        group(
            number(("24966-4", "LN", "DXA Lumbar spine [Mass/Area] Bone density"), "0.902", G),
            number(("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"), "-1.4", ONE),
            number(("90265-0", "LN", "Major osteoporotic fracture 10-year probability"), "12", PCT),
        )
    ),
    ["lumbar_spine bmd 0.902", "lumbar_spine t_score -1.4", "patient frax_major 12"],
)
DOCUMENTS.add(
    "tid_dcm_bad_codes",
    tid(group(mod(SITE, LSP), number(("122203", "DCM", "BMD"), "0.902", G))),
    [],
    held=["lumbar_spine bmd 0.902"],
)
DOCUMENTS.add(
    "tid_impression_conflicts",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                item(
                    "CONTAINER",
                    ("126010", "DCM", "Imaging Measurements"),
                    [group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("t", "-2.4", ONE))],
                ),
                item(
                    "CONTAINER",
                    ("121072", "DCM", "Impressions"),
                    [item("TEXT", ("121073", "DCM", "Impression"), text="Left femoral neck T-score -1.4. Osteopenia.")],
                ),
            ],
            COMP,
        )
    ),
    [],
    held=["femoral_neck left t_score -2.4", "femoral_neck left t_score -1.4"],
)
DOCUMENTS.add(
    "pdf_two_patients_header_vs_pdf",
    pdf_obj(
        letter_pdf(
            [
                "DXA report",
                "Patient: OTHER, PERSON   DOB: 25/02/1933   Sex: M",
                "Left femoral neck: BMD 0.702 g/cm2, T-score -2.4",
            ]
        )
    ),
    [],
    held=site("femoral_neck left", bmd="0.702", t_score="-2.4"),
)
