"""Studies of several objects, by the sheet of DICOM; each with what a person takes from it."""

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from fixtures.dicom_objects import ROOT, item, number, report
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BONE,
    COMP,
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
from tests.acceptance.sheet_hologic_1 import DOCUMENTS as HOLOGIC_SCANS

DOCUMENTS = Documents()

names = ["femoral_neck", "trochanter", "intertrochanteric", "total_hip", "wards_triangle"]
SP = [
    BONE,
    ["L1", "12.10", "8.55", "0.707", "-2.0", "76", "-0.5", "92"],
    ["L2", "13.01", "9.81", "0.754", "-2.5", "73", "-0.9", "88"],
    ["L4", "15.55", "13.10", "0.842", "-2.0", "79", "-0.2", "97"],
    ["Total", "40.66", "31.46", "0.774", "-2.2", "76", "-0.5", "92"],
]
HIP = [
    [*BONE[:5], "Z-score"],
    ["Neck", "5.01", "3.11", "0.621", "-2.0", "-0.4"],
    ["Troch", "11.1", "6.66", "0.600", "-1.0", "0.1"],
    ["Inter", "17.2", "16.1", "0.936", "-1.1", "-0.4"],
    ["Total", "33.3", "25.87", "0.777", "-1.4", "-0.3"],
    ["Ward's", "1.15", "0.45", "0.391", "-2.9", "-0.6"],
]


def hip_rows(side):
    return [
        r
        for nm, row in zip(names, HIP[1:], strict=False)
        for r in site(f"{nm} {side}", area=row[1], bmc=row[2], bmd=row[3], t_score=row[4], z_score=row[5])
    ]


FA = [
    [*BONE[:5], "Z-score"],
    ["1/3", "2.6", "1.6", "0.615", "-1.3", "0.4"],
    ["MID", "5.1", "2.7", "0.530", "-1.5", "0.1"],
    ["UD", "3.7", "1.3", "0.351", "-1.6", "0.0"],
    ["TOTAL", "11.4", "5.6", "0.491", "-1.6", "0.1"],
]
parts = [
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6"))), n=1),
    ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-1.6", z="-0.2", pya="83"))), n=2),
    ge_obj(xml("14/05/2024", scan("DualFemur", roi("Neck Left", bmd="0.702", t="-2.4"))), n=3),
    ge_obj(xml("14/05/2024", scan("Left Femur", roi("Neck", bmd="0.702", t="-2.4"), roi("Total", bmd="0.800"))), n=4),
    ge_obj(
        '<DXA_RESULTS><EXAM_DATE>14/05/2024</EXAM_DATE><HIP_FRAC_RISK units="%">2.0</HIP_FRAC_RISK></DXA_RESULTS>', n=5
    ),
    ge_obj(
        xml("14/05/2024", scan("DualFemur", trend("Total Mean", ("14/05/2024", "0.741"), ("30/04/2022", "0.750")))), n=6
    ),
    ge_obj(None, [tree_scan("Left Femur", tree_roi("Neck", "0.702", "-2.4", "-0.9"))], n=7),
]
STUDY = [
    f"{L14} bmd 0.988",
    f"{L14} t_score -1.6",
    f"{L14} z_score -0.2",
    f"{L14} young_adult_percent 83",
    "femoral_neck left bmd 0.702",
    "femoral_neck left t_score -2.4",
    "femoral_neck left z_score -0.9",
    "total_hip left bmd 0.800",
    "patient frax_hip 2.0",
    "total_hip mean bmd 0.741",
    "total_hip mean bmd 0.750 prior@2022-04-30",
]
DOCUMENTS.add("study_ge_partial", parts, STUDY)
DOCUMENTS.add("study_ge_partial_reversed", parts[::-1], STUDY)
DOCUMENTS.add(
    "study_ge_conflict",
    [parts[0], ge_obj(xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="0.988", t="-2.6"))), n=9)],
    [f"{L14} bmd 0.988"],
    held=[f"{L14} t_score -1.6", f"{L14} t_score -2.6"],
)
DOCUMENTS.add(
    "study_hologic",
    [
        hol(hol_text("a AP Spine", (1, SP)), n=1),
        hol(hol_text("a Left Hip", (1, HIP)), n=2),
        hol(hol_text("a Left Forearm", (1, FA)), n=3),
        pdf_obj(letter_pdf(["DXA report", "Left femoral neck: BMD 0.621 g/cm2, T-score -2.0"]), n=4),
    ],
    HOLOGIC_SCANS.reads_of("hol_spine_l3_missing") + hip_rows("left") + HOLOGIC_SCANS.reads_of("hol_forearm"),
)
new = report(
    ("126000", "DCM", "Imaging Measurement Report"),
    [
        item(
            "CONTAINER",
            ("126010", "DCM", "Imaging Measurements"),
            [group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-2.1", ONE))],
        )
    ],
    COMP,
)
pred = Dataset()
pred.StudyInstanceUID = f"{ROOT}.2.1"
ser = Dataset()
ser.SeriesInstanceUID = f"{ROOT}.3.1"
sop = Dataset()
sop.ReferencedSOPClassUID = COMP
sop.ReferencedSOPInstanceUID = f"{ROOT}.1.1"
ser.ReferencedSOPSequence = Items([sop])
pred.ReferencedSeriesSequence = Items([ser])
new.PredecessorDocumentsSequence = Items([pred])
DOCUMENTS.add(
    "study_predecessor",
    [tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(TN, "-2.4", ONE)), n=1), rep(new, 2)],
    ["femoral_neck left t_score -2.1"],
)
DOCUMENTS.add(
    "study_two_patients",
    [
        parts[0],
        ge_obj(
            xml("14/05/2024", scan("Left Femur", roi("Total", bmd="0.8", t="-1.5"))),
            n=12,
            PatientID="OTHER-9",
            PatientBirthDate="19400101",
            PatientName="OTHER^P",
        ),
    ],
    [],
    held=[f"{L14} bmd 0.988", f"{L14} t_score -1.6", "total_hip left bmd 0.8", "total_hip left t_score -1.5"],
    may=[f"{L14} bmd 0.988", f"{L14} t_score -1.6", "total_hip left bmd 0.8", "total_hip left t_score -1.5"],
)
