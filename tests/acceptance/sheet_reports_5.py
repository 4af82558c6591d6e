"""Structured reports, prose and encapsulated letters by another examiner: where site, side and codes may stand."""

from pydicom.sequence import Sequence

from fixtures.dicom_objects import (
    BIG_ENDIAN,
    DEFLATED,
    IMPLICIT,
    code,
    header,
    item,
    number,
    report,
    with_pixels,
    written,
)
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    COMP3D,
    EXT,
    GR,
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
HIP = ("29836001", "SCT", "Hip")
SRT_NECK, SRT_LEFT = ("T-12713", "SRT", "Neck of femur"), ("G-A101", "SRT", "Left")
SRT_SITE, SRT_LAT = ("G-C0E3", "SRT", "Finding Site"), ("G-C171", "SRT", "Laterality")
TEXT_SITE = ("112039", "DCM", "Tracking Identifier")
SCORE_UNIT = ("{T-Score}", "UCUM", "T-Score")


def at(concept, side=None, where=SITE, lat=LAT):
    """Return a finding site with its side."""
    return mod(where, concept, [mod(lat, side)] if side else [])


def t(value, *kids, unit=ONE, name=TN):
    """Return a T-score."""
    return number(name, value, unit, list(kids))


def d(value, *kids, unit=G, name=BMDN):
    """Return a density."""
    return number(name, value, unit, list(kids))


def z(value, *kids):
    """Return a Z-score."""
    return number(ZN, value, ONE, list(kids))


def level(name):
    """Return the finding site of a vertebra."""
    codes = {"L1": "66794005", "L2": "14293000", "L3": "36470004", "L4": "11994002"}
    return at((codes[name], "SCT", f"{name} vertebra"))


def prose(*lines, sop=BASIC, name=("121071", "DCM", "Finding"), syntax="1.2.840.10008.1.2.1", **fields):
    """Return a report whose findings are texts."""
    kids = [item("TEXT", name, text=line) for line in lines]
    root = ("18748-4", "LN", "Diagnostic Imaging Report")
    return rep(report(root, kids, sop, **{"Manufacturer": "RIS", "Modality": "SR", **fields}), syntax=syntax)


LEFT_NECK = site("femoral_neck left", bmd="0.711", t_score="-1.9", z_score="-0.7")
for name, more in (
    ("comprehensive", {"sop": COMP}),
    ("three_dimensional_deflated", {"sop": COMP3D, "syntax": DEFLATED}),
    ("extensible_implicit", {"sop": EXT, "syntax": IMPLICIT, "undefined": True}),
    ("big_endian", {"sop": COMP, "syntax": BIG_ENDIAN, "SpecificCharacterSet": "ISO_IR 192"}),
):
    add(f"d20_tid_on_group_{name}", tid(group(at(NECK, LEFT), d("0.711"), t("-1.9"), z("-0.7")), **more), LEFT_NECK)
add(
    "d20_tid_on_numbers",
    tid(
        group(
            d("0.711", at(NECK, LEFT)),
            t("-1.9", at(NECK, LEFT)),
            d("0.844", at(HIP, RIGHT)),
            t("-1.3", at(HIP, RIGHT)),
        )
    ),
    site("femoral_neck left", bmd="0.711", t_score="-1.9"),
    may=site("hip_unspecified right", bmd="0.844", t_score="-1.3"),
    held=site("hip_unspecified right", bmd="0.844", t_score="-1.3"),
)
add(
    "d20_tid_side_beside_the_site",
    tid(group(mod(SITE, NECK), mod(LAT, RIGHT), d("0.702"), t("-2.0"), z("-0.8"))),
    site("femoral_neck right", bmd="0.702", t_score="-2.0", z_score="-0.8"),
)
add(
    "d20_tid_old_codes",
    tid(group(at(SRT_NECK, SRT_LEFT, SRT_SITE, SRT_LAT), d("0.711"), t("-1.9"), z("-0.7"))),
    LEFT_NECK,
)
add(
    "d20_tid_old_designators_new_codes",
    tid(
        group(
            at(
                ("29627003", "SNM3", "Neck of femur"),
                ("7771000", "99SDM", "Left"),
                ("363698007", "SRT", "Finding Site"),
                ("272741003", "SRT", "Laterality"),
            ),
            d("0.711"),
            t("-1.9"),
            z("-0.7"),
        )
    ),
    LEFT_NECK,
)
LONG = number(BMDN, "0.711", G, [at(NECK, LEFT)], long=True)
add("d20_tid_long_codes", tid(group(LONG, t("-1.9", at(NECK, LEFT)))), LEFT_NECK[:2])
add(
    "d20_tid_vertebrae_one_by_one",
    tid(
        *(
            group(level(name), d(bmd), t(score))
            for name, bmd, score in (
                ("L1", "0.905", "-1.9"),
                ("L2", "0.960", "-2.0"),
                ("L3", "1.012", "-1.6"),
                ("L4", "1.005", "-1.6"),
            )
        ),
        group(level("L1"), level("L2"), level("L3"), level("L4"), d("0.974"), t("-1.7")),
    ),
    site("lumbar_spine L1", bmd="0.905", t_score="-1.9")
    + site("lumbar_spine L2", bmd="0.960", t_score="-2.0")
    + site("lumbar_spine L3", bmd="1.012", t_score="-1.6")
    + site("lumbar_spine L4", bmd="1.005", t_score="-1.6")
    + site(L14, bmd="0.974", t_score="-1.7"),
)
add(
    "d20_tid_levels_in_the_identifier",
    tid(
        group(
            item("TEXT", TEXT_SITE, text="AP Spine L1-L4", relationship="HAS OBS CONTEXT"),
            at(LSP),
            d("0.974"),
            t("-1.7"),
        )
    ),
    site(L14, bmd="0.974", t_score="-1.7"),
)
add(
    "d20_tid_lumbar_spine_without_levels",
    tid(group(at(LSP), d("0.974"), t("-1.7", unit=SCORE_UNIT))),
    site("lumbar_spine", bmd="0.974", t_score="-1.7"),
)
LOINC = {
    "spine": (
        ("24966-4", "LN", "DXA Lumbar spine [Mass/Area] Bone density"),
        ("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"),
    ),
    "hip": (
        ("46278-8", "LN", "DXA Hip - left [Mass/Area] Bone density"),
        ("80946-7", "LN", "DXA Hip - left [T-score] Bone density"),
    ),
}
add(
    "d20_tid_loinc_names",
    tid(
        group(d("0.974", name=LOINC["spine"][0]), t("-1.7", name=LOINC["spine"][1], unit=SCORE_UNIT)),
        group(d("0.844", name=LOINC["hip"][0]), t("-1.3", name=LOINC["hip"][1], unit=SCORE_UNIT)),
    ),
    site("lumbar_spine", bmd="0.974", t_score="-1.7"),
    may=site("hip_unspecified left", bmd="0.844", t_score="-1.3"),
    held=site("hip_unspecified left", bmd="0.844", t_score="-1.3"),
)
add(
    "d20_tid_loinc_names_with_finer_sites",
    tid(group(at(NECK, LEFT), d("0.711", name=LOINC["hip"][0]), t("-1.9", name=LOINC["hip"][1]))),
    LEFT_NECK[:2],
)
add(
    "d20_tid_side_in_the_name_against_the_site",
    tid(group(at(NECK, RIGHT), d("0.711", name=LOINC["hip"][0]))),
    [],
    held=["femoral_neck left bmd 0.711", "femoral_neck right bmd 0.711", "femoral_neck bmd 0.711"],
)


def empty(name, why, unit=None):
    """Return a number that was not measured, and why."""
    made = number(name, "0", unit)
    made.MeasuredValueSequence = Sequence([])
    made.NumericValueQualifierCodeSequence = Sequence([code(*why)])
    return made


add(
    "d20_tid_not_attempted",
    tid(
        group(at(NECK, LEFT), d("0.711"), empty(TN, ("114007", "DCM", "Measurement not attempted")), z("-0.7")),
        group(at(NECK, RIGHT), empty(BMDN, ("114006", "DCM", "Measurement failure")), t("-2.0")),
    ),
    ["femoral_neck left bmd 0.711", "femoral_neck left z_score -0.7", "femoral_neck right t_score -2.0"],
)
add(
    "d20_tid_density_in_two_units",
    tid(
        group(
            at(NECK, LEFT),
            d("0.711"),
            t("-1.9"),
            d("711", unit=("mg/cm2", "UCUM", "mg/cm2")),
        )
    ),
    LEFT_NECK[:2],
)
PROPERTY = number(("121416", "DCM", "Z-Score of measurement"), "-0.7", ONE)
PROPERTY.RelationshipType = "HAS PROPERTIES"
add("d20_tid_z_score_of_the_density", tid(group(at(NECK, LEFT), d("0.711", PROPERTY), t("-1.9"))), LEFT_NECK)
add(
    "d20_tid_total_by_text",
    tid(
        group(
            item("TEXT", TEXT_SITE, text="Total Hip Left", relationship="HAS OBS CONTEXT"),
            at(HIP, LEFT),
            d("0.844"),
            t("-1.3"),
            number(("BMC", "99OSTEO", "Bone Mineral Content"), "27.6", GR),
        )
    ),
    site("total_hip left", bmd="0.844", t_score="-1.3", bmc="27.6"),
)
add(
    "d20_tid_unknown_unit",
    tid(group(at(NECK, LEFT), d("0.711", unit=("g/cm3", "UCUM", "g/cm3")), t("-1.9"))),
    ["femoral_neck left t_score -1.9"],
    held=["femoral_neck left bmd 0.711"],
)
ENGLISH = (
    "Bone mineral density was measured at the lumbar spine and both hips on a Hologic Horizon.",
    "Lumbar spine L1-L4: BMD 0.862 g/cm2, T-score -1.7, Z-score -0.1.",
    "Left femoral neck: BMD 0.639 g/cm2, T-score -1.9. Left total hip: BMD 0.763 g/cm2, T-score -1.5.",
    "Impression: Osteopenia by WHO criteria (T-score between -1.0 and -2.5).",
)
ENGLISH_TOLD = [
    *site(L14, bmd="0.862", t_score="-1.7", z_score="-0.1"),
    *site("femoral_neck left", bmd="0.639", t_score="-1.9"),
    *site("total_hip left", bmd="0.763", t_score="-1.5"),
]
add("d20_prose_english", prose(*ENGLISH), ENGLISH_TOLD, says=["class osteopenia"])
add(
    "d20_prose_in_one_text",
    prose("\r\n".join(ENGLISH), sop=COMP, syntax=IMPLICIT),
    ENGLISH_TOLD,
    says=["class osteopenia"],
)
add("d20_prose_in_enhanced", prose(*ENGLISH, sop="1.2.840.10008.5.1.4.1.1.88.22", syntax=DEFLATED), ENGLISH_TOLD)
add(
    "d20_prose_german",
    prose(
        "Osteodensitometrie (DXA) der LWS und des linken Femurs vom 14.05.2024.",
        "LWS (L1-L4): BMD 0,862 g/cm², T-Wert -1,7, Z-Wert -0,1.",
        "Linker Schenkelhals: BMD 0,639 g/cm², T-Wert -1,9. Gesamte Hüfte links: T-Wert -1,5.",
        "Beurteilung: Osteopenie.",
        syntax=BIG_ENDIAN,
    ),
    [*ENGLISH_TOLD[:5], "total_hip left t_score -1.5"],
    says=["class osteopenia"],
)
add(
    "d20_prose_french",
    prose(
        "Ostéodensitométrie réalisée le 14/05/2024.",
        "Rachis lombaire L2-L4 : DMO 0,871 g/cm², T-score -1,8, Z-score -0,2.",
        "Col fémoral droit : DMO 0,639 g/cm², T-score -1,9.",
        "Conclusion : ostéopénie.",
        SpecificCharacterSet="ISO_IR 192",
    ),
    [
        *site("lumbar_spine L2+L3+L4", bmd="0.871", t_score="-1.8", z_score="-0.2"),
        *site("femoral_neck right", bmd="0.639", t_score="-1.9"),
    ],
    says=["class osteopenia"],
)
add(
    "d20_prose_spanish_with_prior",
    prose(
        "Densitometría ósea del 14/05/2024.",
        "Columna lumbar L1-L4: DMO 0,862 g/cm2, T-score -1,7. En el estudio previo del 02/03/2021: DMO 0,883 g/cm2.",
        "Cuello femoral izquierdo: DMO 0,639 g/cm2, T-score -1,9.",
    ),
    [
        *site(L14, bmd="0.862", t_score="-1.7"),
        *site("femoral_neck left", bmd="0.639", t_score="-1.9"),
        f"{L14} bmd 0.883 prior@2021-03-02",
    ],
    may=[f"{L14} bmd 0.883 prior@2021-03-02"],
)
for name, pad in (("even", []), ("odd", [" "]), ("unlength", ["  ."])):
    lines = [
        "BONE DENSITY REPORT", "Exam date: 05/14/2024",
 "Lumbar spine (L1-L4): BMD 0.862 g/cm2, T-score -1.7, Z-score -0.1",
        "Left femoral neck: BMD 0.639 g/cm2, T-score -1.9", "Left total hip: BMD 0.763 g/cm2, T-score -1.5", *pad,
    ]  # fmt: skip
    add(f"d20_pdf_letter_{name}", pdf_obj(letter_pdf(lines), length=name != "unlength"), ENGLISH_TOLD)
add(
    "d20_pdf_with_image_class",
    pdf_obj(letter_pdf(lines), Modality="OT", Manufacturer="HOLOGIC", mime="application/PDF"),
    ENGLISH_TOLD,
)
DOSE = report(
    ("113701", "DCM", "X-Ray Radiation Dose Report"),
    [
        item(
            "CONTAINER",
            ("113702", "DCM", "Accumulated X-Ray Dose Data"),
            [number(("113722", "DCM", "Dose Area Product Total"), "0.000037", ("Gy.m2", "UCUM", "Gy.m2"))],
        )
    ],
    "1.2.840.10008.5.1.4.1.1.88.67",
)
add("d20_dose_report", rep(DOSE), [], error="NOT_DENSITOMETRY")
KOS = report(
    ("113030", "DCM", "Manifest"),
    [item("TEXT", ("113012", "DCM", "Key Object Description"), text="DXA T-score -2.5")],
    "1.2.840.10008.5.1.4.1.1.88.59",
)
add("d20_key_objects", rep(KOS), [], error="any")
add(
    "d20_image_alone",
    written(
        with_pixels(
            header("1.2.840.10008.5.1.4.1.1.1", Modality="CR", ProtocolName="AP Spine", Manufacturer="GE Healthcare")
        ),
        IMPLICIT,
    ),
    [],
    error="any",
)
