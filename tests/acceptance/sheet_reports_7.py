"""Letters, a CDA and structured reports of rarer forms; how they were read is told in sheet_reports_6."""

from fixtures.dicom_objects import DEFLATED, item, number, report
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BMDN,
    COMP,
    COMP3D,
    L14,
    LSP,
    ONE,
    RIGHT,
    SITE,
    Documents,
    group,
    mod,
    pdf_obj,
    rep,
    site,
    tid,
)
from tests.acceptance.sheet_reports_6 import FINDINGS, HIP, IMPRESSION, named, prose, scores, section, sided

DOCUMENTS = Documents()
add = DOCUMENTS.add
LETTER = """Bone densitometry report

Lumbar spine L1-L4: BMD 0.893 g/cm2, T-score -2.4, Z-score -1.0
Left femoral neck: BMD 0.690 g/cm2, T-score -2.3, Z-score -0.8
Left total hip: BMD 0.770 g/cm2, T-score -1.9, Z-score -0.7

Conclusion: osteopenia."""
LETTER_TOLD = [
    *site(L14, bmd="0.893", t_score="-2.4", z_score="-1.0"),
    *site("femoral_neck left", bmd="0.690", t_score="-2.3", z_score="-0.8"),
    *site("total_hip left", bmd="0.770", t_score="-1.9", z_score="-0.7"),
]
add("reports6_plain_letter_in_an_object", pdf_obj(letter(LETTER)), LETTER_TOLD, says=["class osteopenia"])
add(
    "reports6_plain_lines_in_an_object",
    pdf_obj(letter_pdf(LETTER.split("\n")), length=False),
    LETTER_TOLD,
    says=["class osteopenia"],
)
CDA = f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<code code="38269-7" codeSystem="2.16.840.1.113883.6.1" displayName="DXA Bone density"/>
<title>Bone densitometry</title>
<component><structuredBody><component><section><code code="59776-5" codeSystem="2.16.840.1.113883.6.1"/>
<title>Findings</title>
<text>{"".join(f"<paragraph>{row}</paragraph>" for row in LETTER.split(chr(10)) if row)}</text>
</section></component></structuredBody></component>
</ClinicalDocument>"""
add(
    "reports6_odd_cda",
    pdf_obj(CDA.encode(), mime="text/XML", sop="1.2.840.10008.5.1.4.1.1.104.2"),
    [],
    error="NO_STRUCTURED_RESULTS",
)
# A person reads the letter; a CDA is kept and not read (docs/doors.md).
POINT = ("C2348792", "UMLS", "Time Point")


def timed(text, *kids):
    """Return a group of one time point."""
    return group(item("TEXT", POINT, text=text, relationship="HAS OBS CONTEXT"), *kids)


add(
    "reports6_odd_groups_of_two_time_points",
    tid(
        timed("Baseline 2020-03-10", named("L1-L4"), mod(SITE, LSP), *scores("0.944", "-1.5", "-0.4")),
        timed("Current", named("L1-L4"), mod(SITE, LSP), *scores("0.912", "-1.8", "-0.6")),
    ),
    [],
    may=[
        *site(L14, bmd="0.912", t_score="-1.8", z_score="-0.6"),
        *(f"{row} prior" for row in site(L14, bmd="0.944", t_score="-1.5", z_score="-0.4")),
    ],
    held=[
        *site(L14, bmd="0.912", t_score="-1.8", z_score="-0.6"),
        *site(L14, bmd="0.944", t_score="-1.5", z_score="-0.4"),
    ],
)
MG = ("mg/cm2", "UCUM", "mg/cm2")
add(
    "reports6_odd_milligrams_and_three_d",
    tid(
        group(
            named("Right Total Hip"),
            sided(HIP, RIGHT),
            number(BMDN, "811", MG),
            number(("TS", "99LOCAL", "T score"), "-1.1", ("{T-score}", "UCUM", "T-score")),
            number(("113071", "DCM", "Z-score"), "0.1", ONE),
        ),
        sop=COMP3D,
        syntax=DEFLATED,
        undefined=True,
    ),
    site("total_hip right", bmd="0.811", t_score="-1.1", z_score="0.1"),
)
add(
    "reports6_odd_words_in_numbers_place",
    rep(
        report(
            ("R", "99RIS", "DXA Report"),
            [
                section(
                    "AP Spine",
                    item("TEXT", ("r1", "99RIS", "L1-L4 BMD"), text="0.899 g/cm2"),
                    item("TEXT", ("r2", "99RIS", "L1-L4 T-score"), text="-2.3"),
                ),
                section(
                    "Left Femur",
                    item("TEXT", ("r3", "99RIS", "Neck T-score"), text="-2.6"),
                    item("TEXT", ("r4", "99RIS", "Total T-score"), text="-2.0"),
                ),
            ],
            COMP,
        )
    ),
    [*site(L14, bmd="0.899", t_score="-2.3"), "femoral_neck left t_score -2.6", "total_hip left t_score -2.0"],
)
add(
    "reports6_odd_bone_score_in_prose",
    prose(
        (
            FINDINGS,
            "Lumbar spine L1-L4 BMD 0.911 g/cm2, T-score -2.2. L3 vertebra was excluded on the previous study only.",
            "Trabecular bone score (TBS) L1-L4: 1.242, partially degraded microarchitecture.",
            "Right forearm, 33% radius: T-score -1.0.",
            "FRAX 10-year probability: major osteoporotic fracture 14%, hip fracture 3.1%.",
            "Comparison 02/03/2021: L1-L4 BMD 0.930 g/cm2.",
        ),
        (IMPRESSION, "Osteopenia with degraded TBS."),
    ),
    [
        *site(L14, bmd="0.911", t_score="-2.2", tbs="1.242"),
        "radius_33 right t_score -1.0",
        "patient frax_major 14",
        "patient frax_hip 3.1",
        f"{L14} bmd 0.930 prior",
    ],
    says=["class osteopenia"],
)
