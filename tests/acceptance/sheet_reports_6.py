"""Structured and prose reports of other systems by the examiner of sheet_nothing_1.

Read for the first time, 130 of 143 values of 20 objects here and in sheet_reports_7 were found (nine others stand in
a CDA, which is refused) and four were wrong: a dated comparison taken for today's, vertebrae left out on the
previous study only.
"""

from fixtures.dicom_objects import IMPLICIT, item, number, report
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
    ZN,
    Documents,
    G,
    group,
    mod,
    rep,
    site,
    tid,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
HIP = ("29836001", "SCT", "Hip")
FINDINGS, IMPRESSION = ("121070", "DCM", "Findings"), ("121072", "DCM", "Impressions")
FINDING, CONCLUSION = ("121071", "DCM", "Finding"), ("121077", "DCM", "Conclusion")
LEVELS = (
    ("66794005", "SCT", "L1 vertebra"),
    ("14293000", "SCT", "L2 vertebra"),
    ("36470004", "SCT", "L3 vertebra"),
    ("11994002", "SCT", "L4 vertebra"),
)


def scores(bmd, t, z, *children):
    """Return the three numbers of a site."""
    return [
        number(BMDN, bmd, G, list(children)),
        number(TN, t, ONE, list(children)),
        number(ZN, z, ONE, list(children)),
    ]


def named(text):
    """Return the tracking identifier of a group."""
    return item("TEXT", ("112039", "DCM", "Tracking Identifier"), text=text, relationship="HAS OBS CONTEXT")


def sided(place, side):
    """Return a finding site with its side below it."""
    return mod(SITE, place, [mod(LAT, side)])


def prose(
    *sections,
    language=("en", "RFC5646", "English"),
    title=("18748-4", "LN", "Diagnostic imaging report"),
    sop=BASIC,
    **fields,
):
    """Return a report of words; a section is its heading and its texts."""
    told = [
        item(
            "CONTAINER", head, [item("TEXT", FINDING if head == FINDINGS else CONCLUSION, text=text) for text in texts]
        )
        for head, *texts in sections
    ]
    spoken = item(
        "CODE",
        ("121049", "DCM", "Language of Content Item and Descendants"),
        concept=language,
        relationship="HAS CONCEPT MOD",
    )
    given = {"SpecificCharacterSet": "ISO_IR 192", "StudyDescription": "DXA", **fields}
    return rep(report(title, [spoken, *told], sop, **given))


ITALIAN = (
    "Colonna lombare L1-L4: BMD 0,866 g/cm2, T-score -2,6, Z-score -1,0. "
    "Collo femorale sinistro: BMD 0,655 g/cm2, T-score -2,7, Z-score -1,1."
)
GE_PAGE = """Bone density was measured on a GE Lunar iDXA.

AP SPINE L1-L4
BMD: 0.811 g/cm2
T-score: -3.0
Z-score: -1.4

RIGHT FEMORAL NECK
BMD: 0.640 g/cm2
T-score: -2.8
Z-score: -1.1

RIGHT TOTAL HIP
BMD: 0.688 g/cm2
T-score: -2.5
Z-score: -1.2""".replace("\n", "\r\n")
add(
    "reports6_plain_groups",
    tid(
        group(named("L1-L4"), *(mod(SITE, level) for level in LEVELS), *scores("0.912", "-1.8", "-0.4")),
        group(named("Left femoral neck"), sided(NECK, LEFT), *scores("0.688", "-2.2", "-0.7")),
        group(named("Left total hip"), sided(HIP, LEFT), *scores("0.755", "-1.8", "-0.6")),
    ),
    [
        *site(L14, bmd="0.912", t_score="-1.8", z_score="-0.4"),
        *site("femoral_neck left", bmd="0.688", t_score="-2.2", z_score="-0.7"),
        *site("total_hip left", bmd="0.755", t_score="-1.8", z_score="-0.6"),
    ],
)
add(
    "reports6_plain_site_on_each_number",
    tid(
        group(*scores("0.701", "-1.3", "-0.2", sided(NECK, RIGHT))),
        group(*scores("0.944", "-1.1", "0.3", *(mod(SITE, level) for level in LEVELS[1:]))),
        syntax=IMPLICIT,
    ),
    [
        *site("femoral_neck right", bmd="0.701", t_score="-1.3", z_score="-0.2"),
        *site("lumbar_spine L2+L3+L4", bmd="0.944", t_score="-1.1", z_score="0.3"),
    ],
)
LOINC = [
    number(("24966-4", "LN", "DXA Lumbar spine [Mass/Area] Bone density"), "0.833", G),
    number(("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"), "-1.9", ONE),
    number(("85394-5", "LN", "DXA Lumbar spine [Z-score] Bone density"), "-0.5", ONE),
    number(("46278-8", "LN", "DXA Hip - left [Mass/Area] Bone density"), "0.799", G),
    number(("80946-7", "LN", "DXA Hip - left [T-score] Bone density"), "-1.2", ONE),
    number(("80938-4", "LN", "DXA Hip - left [Z-score] Bone density"), "0.0", ONE),
]
add(
    "reports6_plain_loinc_names",
    tid(group(*LOINC)),
    [],
    may=[
        *site("lumbar_spine", bmd="0.833", t_score="-1.9", z_score="-0.5"),
        *site("hip_unspecified left", bmd="0.799", t_score="-1.2", z_score="0.0"),
        *site("total_hip left", bmd="0.799", t_score="-1.2", z_score="0.0"),
    ],
    held=[
        *site("lumbar_spine", bmd="0.833", t_score="-1.9", z_score="-0.5"),
        *site("hip_unspecified left", bmd="0.799", t_score="-1.2", z_score="0.0"),
    ],
)
SRT_SITE, SRT_SIDE = ("G-C0E3", "SRT", "Finding Site"), ("G-C171", "SRT", "Laterality")
add(
    "reports6_plain_older_codes",
    tid(
        group(named("L1-L4"), mod(SRT_SITE, ("T-11503", "SRT", "Lumbar spine")), *scores("1.002", "-0.9", "0.2")),
        group(
            mod(SRT_SITE, ("T-12713", "SRT", "Neck of femur"), [mod(SRT_SIDE, ("G-A101", "SRT", "Left"))]),
            *scores("0.812", "-0.7", "0.5"),
        ),
    ),
    [
        *site(L14, bmd="1.002", t_score="-0.9", z_score="0.2"),
        *site("femoral_neck left", bmd="0.812", t_score="-0.7", z_score="0.5"),
    ],
)


def section(name, *rows):
    """Return a container as small vendors name them."""
    return item("CONTAINER", ("S1", "99VENDOR", name), list(rows))


def line(name, bmd, t, z):
    """Return a region with its numbers by plain names."""
    return section(
        name,
        number(("B", "99VENDOR", "BMD"), bmd, G),
        number(("T", "99VENDOR", "T-Score"), t, ONE),
        number(("Z", "99VENDOR", "Z-Score"), z, ONE),
    )


add(
    "reports6_plain_small_vendor",
    rep(
        report(
            ("R", "99VENDOR", "Bone Densitometry Report"),
            [
                section("Lumbar Spine", line("L1-L4", "0.951", "-1.4", "-0.1"), line("L2-L4", "0.977", "-1.3", "0.0")),
                section(
                    "Right Hip",
                    line("Neck", "0.745", "-1.2", "0.1"),
                    line("Total", "0.822", "-0.9", "0.2"),
                    line("Trochanter", "0.655", "-0.6", "0.3"),
                ),
                section("Left Forearm", line("1/3 Radius", "0.655", "-0.7", "0.4")),
            ],
            COMP,
        )
    ),
    [
        *site(L14, bmd="0.951", t_score="-1.4", z_score="-0.1"),
        *site("lumbar_spine L2+L3+L4", bmd="0.977", t_score="-1.3", z_score="0.0"),
        *site("femoral_neck right", bmd="0.745", t_score="-1.2", z_score="0.1"),
        *site("total_hip right", bmd="0.822", t_score="-0.9", z_score="0.2"),
        *site("trochanter right", bmd="0.655", t_score="-0.6", z_score="0.3"),
        *site("radius_33 left", bmd="0.655", t_score="-0.7", z_score="0.4"),
    ],
)
add(
    "reports6_plain_english_prose",
    prose(
        (
            FINDINGS,
            "Technique: Hologic Horizon W. Lumbar spine and left hip were scanned.",
            "Lumbar spine (L1-L4): BMD 0.842 g/cm2, T-score -1.9, Z-score -0.3.",
            "Left femoral neck: BMD 0.622 g/cm2, T-score -2.0, Z-score -0.5.",
            "Left total hip: BMD 0.741 g/cm2, T-score -1.6, Z-score -0.5.",
        ),
        (
            IMPRESSION,
            "Low bone mass (osteopenia) according to WHO criteria.",
            "Follow-up DXA in two years is suggested.",
        ),
    ),
    [
        *site(L14, bmd="0.842", t_score="-1.9", z_score="-0.3"),
        *site("femoral_neck left", bmd="0.622", t_score="-2.0", z_score="-0.5"),
        *site("total_hip left", bmd="0.741", t_score="-1.6", z_score="-0.5"),
    ],
    says=["class osteopenia"],
)
add(
    "reports6_plain_english_prose_in_one_text",
    prose(
        (
            FINDINGS,
            GE_PAGE,
        ),
        (IMPRESSION, "Osteoporosis. FRAX was not calculated because the patient is on treatment."),
    ),
    [
        *site(L14, bmd="0.811", t_score="-3.0", z_score="-1.4"),
        *site("femoral_neck right", bmd="0.640", t_score="-2.8", z_score="-1.1"),
        *site("total_hip right", bmd="0.688", t_score="-2.5", z_score="-1.2"),
    ],
    says=["class osteoporosis"],
)
add(
    "reports6_plain_german_prose",
    prose(
        (
            FINDINGS,
            "LWS (LWK 1-4): Knochendichte 0,877 g/cm², T-Score -2,5, Z-Score -0,9.",
            "Schenkelhals links: 0,702 g/cm², T-Score -2,4, Z-Score -0,8.",
            "Gesamthüfte links: 0,779 g/cm², T-Score -1,8, Z-Score -0,5.",
        ),
        (IMPRESSION, "Osteoporose nach WHO-Kriterien."),
        language=("de", "RFC5646", "German"),
    ),
    [
        *site(L14, bmd="0.877", t_score="-2.5", z_score="-0.9"),
        *site("femoral_neck left", bmd="0.702", t_score="-2.4", z_score="-0.8"),
        *site("total_hip left", bmd="0.779", t_score="-1.8", z_score="-0.5"),
    ],
    says=["class osteoporosis"],
)
add(
    "reports6_plain_spanish_prose",
    prose(
        (
            FINDINGS,
            "Columna lumbar L1-L4: DMO 0,955 g/cm2, T-score -1,9 y Z-score -0,6.",
            "Cuello femoral derecho: DMO 0,744 g/cm2, T-score -1,8 y Z-score -0,5.",
            "Cadera total derecha: DMO 0,833 g/cm2, T-score -1,3 y Z-score -0,4.",
        ),
        (IMPRESSION, "Osteopenia en columna lumbar y cuello femoral."),
        language=("es", "RFC5646", "Spanish"),
    ),
    [
        *site(L14, bmd="0.955", t_score="-1.9", z_score="-0.6"),
        *site("femoral_neck right", bmd="0.744", t_score="-1.8", z_score="-0.5"),
        *site("total_hip right", bmd="0.833", t_score="-1.3", z_score="-0.4"),
    ],
    says=["class osteopenia"],
)
add(
    "reports6_plain_french_prose",
    prose(
        (
            FINDINGS,
            "Rachis lombaire (L1-L4) : DMO 0,901 g/cm², T-score -2,3, Z-score -1,0.",
            "Col fémoral gauche : DMO 0,688 g/cm², T-score -2,2, Z-score -0,7.",
            "Hanche totale gauche : DMO 0,766 g/cm², T-score -1,7, Z-score -0,5.",
        ),
        (IMPRESSION, "Ostéopénie."),
        language=("fr", "RFC5646", "French"),
    ),
    [
        *site(L14, bmd="0.901", t_score="-2.3", z_score="-1.0"),
        *site("femoral_neck left", bmd="0.688", t_score="-2.2", z_score="-0.7"),
        *site("total_hip left", bmd="0.766", t_score="-1.7", z_score="-0.5"),
    ],
    says=["class osteopenia"],
)
add(
    "reports6_plain_italian_prose",
    prose(
        (
            FINDINGS,
            ITALIAN,
        ),
        (IMPRESSION, "Osteoporosi secondo i criteri OMS."),
        language=("it", "RFC5646", "Italian"),
    ),
    [
        *site(L14, bmd="0.866", t_score="-2.6", z_score="-1.0"),
        *site("femoral_neck left", bmd="0.655", t_score="-2.7", z_score="-1.1"),
    ],
    says=["class osteoporosis"],
)
add(
    "reports6_plain_dutch_and_portuguese_prose",
    [
        prose(
            (
                FINDINGS,
                "Lumbale wervelkolom L1-L4: BMD 0,922 g/cm2, T-score -2,1, Z-score -0,7.",
                "Femurhals links: BMD 0,690 g/cm2, T-score -2,3, Z-score -0,8.",
            ),
            (IMPRESSION, "Osteopenie."),
            language=("nl", "RFC5646", "Dutch"),
        )
    ],
    [
        *site(L14, bmd="0.922", t_score="-2.1", z_score="-0.7"),
        *site("femoral_neck left", bmd="0.690", t_score="-2.3", z_score="-0.8"),
    ],
    says=["class osteopenia"],
)
add(
    "reports6_plain_portuguese_prose",
    prose(
        (
            FINDINGS,
            "Coluna lombar L1-L4: DMO 0,977 g/cm², T-score -1,7, Z-score -0,4.",
            "Colo do fêmur direito: DMO 0,790 g/cm², T-score -1,5, Z-score -0,3.",
        ),
        (CONCLUSION, "Baixa massa óssea (osteopenia)."),
        language=("pt", "RFC5646", "Portuguese"),
        sop=COMP,
    ),
    [
        *site(L14, bmd="0.977", t_score="-1.7", z_score="-0.4"),
        *site("femoral_neck right", bmd="0.790", t_score="-1.5", z_score="-0.3"),
    ],
    says=["class osteopenia"],
)
