"""Studies of several objects by the examiner of sheet_nothing_1.

Read for the first time, all 169 values of nine studies were found, and none was wrong.
"""

from fixtures.dicom_objects import (
    CR_IMAGE,
    IMPLICIT,
    LUNAR,
    SECONDARY_CAPTURE,
    header,
    item,
    number,
    report,
    with_pixels,
    written,
)
from tests.acceptance.letters import letter
from tests.acceptance.shapes import (
    BONE,
    COMP,
    L14,
    ONE,
    Documents,
    G,
    ge_obj,
    hol,
    hol_text,
    pdf_obj,
    rep,
    roi,
    scan,
    site,
    tree_roi,
    tree_scan,
    trend,
    xml,
)
from tests.acceptance.sheet_hologic_7 import HIP, SPINE, SPINE_TOLD, hip, rows
from tests.acceptance.sheet_reports_6 import FINDINGS, IMPRESSION, prose

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14/05/2024"
HIP_LETTER = """Bone densitometry

Left femoral neck: BMD 0.636 g/cm2, T-score -1.9
Left total hip: BMD 0.783 g/cm2, T-score -1.3

Conclusion: osteopenia."""


def image(number_, protocol):
    """Return an image of GE Lunar, which holds no results."""
    return written(
        with_pixels(header(CR_IMAGE, number_, **{**LUNAR, "Modality": "CR", "ProtocolName": protocol})), IMPLICIT
    )


def dose(number_):
    """Return the dose report of the examination."""
    return rep(
        report(
            ("113701", "DCM", "X-Ray Radiation Dose Report"),
            [number(("113738", "DCM", "Dose (RP) Total"), "0.00004", ("Gy", "UCUM", "Gy"))],
            "1.2.840.10008.5.1.4.1.1.88.67",
        ),
        number_,
    )


def kos(number_):
    """Return a key object selection."""
    return rep(
        report(
            ("113000", "DCM", "Of Interest"),
            [item("TEXT", ("113012", "DCM", "Key Object Description"), text="DXA T-score -9.9 pages")],
            "1.2.840.10008.5.1.4.1.1.88.59",
        ),
        number_,
    )


SPINE_ROI = roi("L1-L4", bmd="0.902", pya="76", t="-2.3", pam="88", z="-1.0")
NECK_ROI = roi("Neck", bmd="0.699", t="-2.4", z="-1.0")
TOTAL_ROI = roi("Total", bmd="0.741", t="-2.1", z="-0.9")
GE_TOLD = [
    *site(L14, bmd="0.902", young_adult_percent="76", t_score="-2.3", age_matched_percent="88", z_score="-1.0"),
    *site("femoral_neck left", bmd="0.699", t_score="-2.4", z_score="-1.0"),
    *site("total_hip left", bmd="0.741", t_score="-2.1", z_score="-0.9"),
]
FRAX = '<MAJOR_OSTEO_FRAC_RISK units="%">16.1</MAJOR_OSTEO_FRAC_RISK><HIP_FRAC_RISK units="%">4.4</HIP_FRAC_RISK>'
add(
    "studies10_plain_ge_study_in_any_order",
    [
        image(1, "Left Femur"),
        ge_obj(xml(DAY, scan("Left Femur", TOTAL_ROI)), n=2),
        ge_obj(xml(DAY, FRAX), n=3),
        dose(4),
        ge_obj(xml(DAY, scan("AP Spine", SPINE_ROI), scan("Left Femur", NECK_ROI, TOTAL_ROI)), n=5),
        ge_obj(tree=[tree_scan("AP Spine", tree_roi("L1-L4", bmd="0.902", t="-2.3", z="-1.0"))], n=6),
        ge_obj(xml(DAY, scan("Left Femur", trend("Neck", ("05/14/2024", "0.699"), ("05/02/2022", "0.711")))), n=7),
        kos(8),
        ge_obj(xml(DAY, '<SCAN type="LVA"><DEFORMITY>None</DEFORMITY></SCAN>'), n=9),
        image(10, "AP Spine"),
    ],
    [*GE_TOLD, "patient frax_major 16.1", "patient frax_hip 4.4", "femoral_neck left bmd 0.711 prior@2022-05-02"],
)
add(
    "studies10_plain_hologic_study",
    [
        hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)])), n=1, pixels=True),
        hol(hol_text("a Left Hip", (1, [BONE, *rows(*HIP)])), n=2, pixels=True),
        hol(
            hol_text(
                "a Right Hip",
                (1, [BONE, *rows("Neck 4.91 3.20 0.652 -1.8 77 -0.3 95", "Total 33.40 26.62 0.797 -1.2 85 -0.1 99")]),
            ),
            n=3,
            vr="UN",
            syntax=IMPLICIT,
        ),
        dose(4),
        written(with_pixels(header(SECONDARY_CAPTURE, 5, Manufacturer="HOLOGIC, Inc."))),
    ],
    [
        *SPINE_TOLD,
        *hip("left"),
        *site(
            "femoral_neck right",
            area="4.91",
            bmc="3.20",
            bmd="0.652",
            t_score="-1.8",
            young_adult_percent="77",
            z_score="-0.3",
            age_matched_percent="95",
        ),
        *site(
            "total_hip right",
            area="33.40",
            bmc="26.62",
            bmd="0.797",
            t_score="-1.2",
            young_adult_percent="85",
            z_score="-0.1",
            age_matched_percent="99",
        ),
    ],
)
add(
    "studies10_plain_ge_objects_and_the_radiologists_words",
    [
        ge_obj(xml(DAY, scan("AP Spine", SPINE_ROI), scan("Left Femur", NECK_ROI, TOTAL_ROI)), n=1),
        prose(
            (FINDINGS, "AP spine L1-L4: T-score -2.3. Left femoral neck: T-score -2.4. Left total hip: T-score -2.1."),
            (IMPRESSION, "Osteopenia by WHO criteria."),
            SOPInstanceUID="1.2.3.9",
        ),
    ],
    GE_TOLD,
    says=["class osteopenia"],
)
add(
    "studies10_plain_hologic_and_its_letter",
    [
        hol(hol_text("a Left Hip", (1, [BONE, *rows(*HIP)])), n=1),
        pdf_obj(
            letter(HIP_LETTER),
            n=2,
        ),
    ],
    hip("left"),
    says=["class osteopenia"],
)
add(
    "studies10_plain_ge_partial_trees",
    [
        ge_obj(tree=[tree_scan("DualFemur", tree_roi("Neck Left", bmd="0.801", t="-1.4"))], n=1),
        ge_obj(
            tree=[
                tree_scan(
                    "DualFemur",
                    tree_roi("Neck Left", z="-0.2"),
                    tree_roi("Neck Right", bmd="0.811", t="-1.3", z="-0.1"),
                )
            ],
            n=2,
        ),
        ge_obj(
            tree=[
                tree_scan(
                    "DualFemur",
                    tree_roi("Total Left", bmd="0.888", t="-1.0", z="0.0"),
                    tree_roi("Neck Right", bmd="0.811", t="-1.3", z="-0.1"),
                )
            ],
            n=3,
        ),
        ge_obj(tree=[tree_scan("AP Spine", tree_roi("L1-L4", bmd="1.055", t="-1.0", z="0.3"))], n=4),
    ],
    [
        *site("femoral_neck left", bmd="0.801", t_score="-1.4", z_score="-0.2"),
        *site("femoral_neck right", bmd="0.811", t_score="-1.3", z_score="-0.1"),
        *site("total_hip left", bmd="0.888", t_score="-1.0", z_score="0.0"),
        *site(L14, bmd="1.055", t_score="-1.0", z_score="0.3"),
    ],
)
BOTH_NECKS = site("femoral_neck left", bmd="0.699", t_score="-2.4", z_score="-1.0")
add(
    "studies10_odd_analysed_twice",
    [
        ge_obj(xml(DAY, scan("Left Femur", NECK_ROI)), n=1),
        ge_obj(xml(DAY, scan("Left Femur", roi("Neck", bmd="0.731", t="-2.1", z="-1.0"))), n=2),
    ],
    ["femoral_neck left z_score -1.0"],
    held=[*BOTH_NECKS[:2], *site("femoral_neck left", bmd="0.731", t_score="-2.1")],
)
add(
    "studies10_odd_sign_lost_in_the_words",
    [
        hol(hol_text("a Left Hip", (1, [BONE, *rows("Total 33.21 26.01 0.783 -1.3 83 -0.2 97")])), n=1),
        prose((FINDINGS, "Left total hip T-score 1.3."), SOPInstanceUID="1.2.3.9"),
    ],
    site(
        "total_hip left",
        area="33.21",
        bmc="26.01",
        bmd="0.783",
        young_adult_percent="83",
        z_score="-0.2",
        age_matched_percent="97",
    ),
    held=["total_hip left t_score -1.3", "total_hip left t_score 1.3"],
)
OTHER = {"PatientID": "P-777", "PatientName": "OTHER^PERSON", "PatientBirthDate": "19400101"}
add(
    "studies10_odd_two_patients",
    [
        ge_obj(xml(DAY, scan("AP Spine", SPINE_ROI)), n=1),
        ge_obj(xml(DAY, scan("Left Femur", NECK_ROI)), n=2, **OTHER),
    ],
    [],
    held=[*GE_TOLD[:5], *BOTH_NECKS],
)
add(
    "studies10_odd_maker_of_software_beside_the_scanner",
    [
        ge_obj(xml(DAY, scan("AP Spine", SPINE_ROI)), n=1),
        rep(
            report(
                ("126000", "DCM", "Imaging Measurement Report"),
                [
                    item(
                        "CONTAINER",
                        ("S1", "99SCORE", "AP Spine"),
                        [
                            item(
                                "CONTAINER",
                                ("S2", "99SCORE", "L1-L4"),
                                [
                                    number(("TBS", "99SCORE", "TBS"), "1.211", ONE),
                                    number(("BMD", "99SCORE", "BMD"), "0.902", G),
                                ],
                            )
                        ],
                    )
                ],
                COMP,
                Manufacturer="Example Software",
            ),
            n=2,
        ),
    ],
    [*GE_TOLD[:5], f"{L14} tbs 1.211"],
)
