"""Studies of many objects by another examiner, in any order of arrival, some of which contradict each other."""

from fixtures.dicom_objects import DEFLATED, IMPLICIT, header, number, report, with_pixels, written
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    L14,
    LAT,
    LEFT,
    NECK,
    ONE,
    SITE,
    TN,
    Documents,
    ge_obj,
    group,
    hol,
    hol_text,
    mod,
    pdf_obj,
    rep,
    roi,
    scan,
    site,
    tid,
    tree_roi,
    tree_scan,
    trend,
    xml,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14/05/2024"
H4 = ["Region", "BMD (g/cm²)", "T - score", "Z - score"]


def ge(*scans, n, tail="", day=DAY, **fields):
    """Return a GE object."""
    return ge_obj(xml(day, *scans, tail=tail), n=n, **fields)


def apex(mode, *rows, n, tables=(), **more):
    """Return a Hologic object."""
    return hol(hol_text(mode, (1, [H4, *map(list, rows)]), *tables), n=n, **more)


def dose(n):
    """Return a dose report of the study."""
    kids = [number(("113722", "DCM", "Dose Area Product Total"), "0.000037", ("Gy.m2", "UCUM", "Gy.m2"))]
    return rep(report(("113701", "DCM", "X-Ray Radiation Dose Report"), kids, "1.2.840.10008.5.1.4.1.1.88.67"), n=n)


def picture(n):
    """Return an image without results."""
    return written(
        with_pixels(header("1.2.840.10008.5.1.4.1.1.1", n, Modality="CR", ProtocolName="Left Femur")), IMPLICIT
    )


NECK_L = roi("Neck", bmd="0.788", t="-1.8", z="-0.6")
TOTAL_L = roi("Total", bmd="0.844", t="-1.3", z="-0.3")
SPINE = roi("L1-L4", bmd="0.974", t="-1.7", z="-0.5")
SPINE_TOLD = site(L14, bmd="0.974", t_score="-1.7", z_score="-0.5")
NECK_TOLD = site("femoral_neck left", bmd="0.788", t_score="-1.8", z_score="-0.6")
TOTAL_TOLD = site("total_hip left", bmd="0.844", t_score="-1.3", z_score="-0.3")
PARTS = [
    picture(1),
    ge(scan("AP Spine", roi("L1", bmd="0.905", t="-1.9")), n=2),
    ge(scan("AP Spine", SPINE), n=3, syntax=DEFLATED),
    ge(scan("Left Femur", NECK_L), n=4),
    ge(scan("Left Femur", NECK_L, TOTAL_L), n=5, syntax=IMPLICIT),
    ge(scan("DualFemur", roi("Neck Left", bmd="0.788", t="-1.8"), roi("Total Left", bmd="0.844", t="-1.3")), n=6),
    ge(scan("DualFemur", trend("Total Left", (DAY, "0.844"), ("02/03/2021", "0.861"))), n=7),
    ge(tail='<MAJOR_OSTEO_FRAC_RISK units="%">12.1</MAJOR_OSTEO_FRAC_RISK>', n=8),
    ge(tail='<HIP_FRAC_RISK units="%">2.4</HIP_FRAC_RISK>', n=9),
    dose(10),
    ge_obj(None, tree=[tree_scan("AP Spine", tree_roi("L1-L4", bmd="0.974", t="-1.7"))], n=11),
]
PARTS_TOLD = [
    "lumbar_spine L1 bmd 0.905", "lumbar_spine L1 t_score -1.9", *SPINE_TOLD, *NECK_TOLD, *TOTAL_TOLD,
    "total_hip left bmd 0.861 prior@2021-03-02", "patient frax_major 12.1", "patient frax_hip 2.4",
]  # fmt: skip
add("d20_study_as_sent", PARTS, PARTS_TOLD)
add("d20_study_backwards", PARTS[::-1], PARTS_TOLD)
add("d20_study_thrown_together", PARTS[1::2] + PARTS[::2], PARTS_TOLD)
add(
    "d20_study_two_scores_of_one_neck",
    [
        ge(scan("Left Femur", NECK_L), n=1),
        ge(scan("Left Femur", roi("Neck", bmd="0.788", t="-2.6", z="-0.6"), TOTAL_L), n=2),
    ],
    [NECK_TOLD[0], NECK_TOLD[2], *TOTAL_TOLD],
    held=["femoral_neck left t_score -1.8", "femoral_neck left t_score -2.6"],
)
add(
    "d20_study_hologic_regions_apart",
    [
        apex("a Right Hip", ["Neck", "0.649", "-1.8", "-0.5"], ["Total", "0.771", "-1.4", "-0.4"], n=3),
        apex(
            "a Lumbar Spine",
            ["L1", "0.777", "-1.3", "0.1"],
            ["L2", "0.848", "-1.6", "-0.1"],
            ["L4", "0.911", "-1.9", "-0.2"],
            ["Total", "0.851", "-1.6", "-0.1"],
            n=2,
            vr="UN",
            syntax=IMPLICIT,
        ),
        apex(
            "a Left Hip",
            ["Neck", "0.639", "-1.9", "-0.6"],
            ["Total", "0.763", "-1.5", "-0.5"],
            n=1,
            tables=[
                (2, [["10-year Fracture Risk", ""], ["Major Osteoporotic Fracture", "14%"], ["Hip Fracture", "3.1%"]])
            ],
        ),
    ],
    [
        *site("femoral_neck right", bmd="0.649", t_score="-1.8", z_score="-0.5"),
        *site("total_hip right", bmd="0.771", t_score="-1.4", z_score="-0.4"),
        *site("lumbar_spine L1", bmd="0.777", t_score="-1.3", z_score="0.1"),
        *site("lumbar_spine L2", bmd="0.848", t_score="-1.6", z_score="-0.1"),
        *site("lumbar_spine L4", bmd="0.911", t_score="-1.9", z_score="-0.2"),
        *site("lumbar_spine L1+L2+L4", bmd="0.851", t_score="-1.6", z_score="-0.1"),
        *site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
        *site("total_hip left", bmd="0.763", t_score="-1.5", z_score="-0.5"),
        "patient frax_major 14",
        "patient frax_hip 3.1",
    ],
)
add(
    "d20_study_object_and_letter_agree",
    [
        ge(scan("Left Femur", NECK_L, TOTAL_L), n=1),
        pdf_obj(
            letter_pdf(
                [
                    "DXA report of 05/14/2024",
                    "Left femoral neck T-score -1.8, left total hip T-score -1.3.",
                    "Osteopenia.",
                ]
            ),
            n=2,
        ),
    ],
    NECK_TOLD + TOTAL_TOLD,
)
add(
    "d20_study_object_and_letter_differ",
    [
        pdf_obj(
            letter_pdf(["DXA report of 05/14/2024", "Left femoral neck T-score -1.3, left total hip T-score -1.8."]),
            n=2,
        ),
        ge(scan("Left Femur", NECK_L, TOTAL_L), n=1),
    ],
    [NECK_TOLD[0], NECK_TOLD[2], TOTAL_TOLD[0], TOTAL_TOLD[2]],
    held=[
        f"{place} t_score {score}" for place in ("femoral_neck left", "total_hip left") for score in ("-1.8", "-1.3")
    ],
)
add(
    "d20_study_tree_and_tid",
    [
        ge_obj(None, tree=[tree_scan("Left Femur", tree_roi("Neck", bmd="0.788", t="-1.8"))], n=1),
        tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-1.8", ONE)), n=2),
    ],
    NECK_TOLD[:2],
)
add("d20_study_images_alone", [picture(1), picture(2), dose(3)], [], error="any")
add(
    "d20_study_trend_alone_beside_rows_of_another_day",
    [
        ge(scan("AP Spine", SPINE), n=1),
        ge(scan("AP Spine", trend("L1-L4", ("02/03/2021", "1.003"), ("11/02/2019", "1.020"))), n=2),
    ],
    [*SPINE_TOLD, f"{L14} bmd 1.003 prior", f"{L14} bmd 1.020 prior"],
    says=["issue DATE_AMBIGUOUS"],
)
