"""Studies of several objects, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import SECONDARY_CAPTURE, header, number, with_pixels, written
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BMDN,
    L14,
    LAT,
    LEFT,
    NECK,
    ONE,
    SITE,
    TN,
    ZN,
    Documents,
    G,
    ge_obj,
    group,
    hol,
    hol_text,
    mod,
    pdf_obj,
    roi,
    scan,
    site,
    tid,
    xml,
)

DOCUMENTS = Documents()

B6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T -<br>score", "Z -<br>score"]


def hip_scan(mode, rows=(("Total", "33.3", "25.9", "0.777", "-1.4", "-0.3"),), **k):
    return hol(hol_text(mode, (1, [B6, *map(list, rows)])), **k)


def total_hip(s):
    return site("total_hip " + s, area="33.3", bmc="25.9", bmd="0.777", t_score="-1.4", z_score="-0.3")


def nd(q, v, u=G, kids=()):
    return number({"b": BMDN, "t": TN, "z": ZN}[q], v, u, kids)


DOCUMENTS.add("study_same_uid_twice", [hip_scan("a Left Hip", n=1), hip_scan("a Left Hip", n=1)], total_hip("left"))
DOCUMENTS.add(
    "study_rescan_other_values",
    [
        hip_scan("a Left Hip", n=1),
        hip_scan("a Left Hip", rows=(("Total", "33.9", "25.0", "0.737", "-1.7", "-0.5"),), n=2),
    ],
    [],
    held=total_hip("left")
    + site("total_hip left", area="33.9", bmc="25.0", bmd="0.737", t_score="-1.7", z_score="-0.5"),
)
DOCUMENTS.add(
    "study_pdf_and_sr",
    [
        tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), nd("b", "0.702"), nd("t", "-2.4", ONE)), n=1),
        pdf_obj(
            letter_pdf(
                [
                    "DXA report",
                    "Left femoral neck: BMD 0.702 g/cm2, T-score -2.4",
                    "Lumbar spine (L1-L4): BMD 0.911 g/cm2, T-score -1.2",
                ]
            ),
            n=2,
        ),
        written(with_pixels(header(SECONDARY_CAPTURE, 3))),
    ],
    site("femoral_neck left", bmd="0.702", t_score="-2.4") + site(L14, bmd="0.911", t_score="-1.2"),
)
DOCUMENTS.add(
    "study_two_dates",
    [
        ge_obj(xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.888", t="-1.0"))), n=1),
        ge_obj(xml("02/05/2022", scan("Left Femur", roi("Total", bmd="0.901", t="-0.9"))), n=2, StudyDate="20220502"),
    ],
    ["total_hip left bmd 0.888", "total_hip left t_score -1.0"],
    held=["total_hip left bmd 0.901", "total_hip left t_score -0.9"],
    may=[
        "total_hip left bmd 0.901 prior",
        "total_hip left t_score -0.9 prior",
        "total_hip left bmd 0.888",
        "total_hip left t_score -1.0",
    ],
)
