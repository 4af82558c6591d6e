"""Objects that hold no density of the patient: other examinations, phantoms, empty forms, other people, definitions.

Read for the first time, 32 of 35 gave nothing; three phantoms were read like patients, with 73 values. The phantom in
the text of Hologic alone was written afterwards.
"""

from fixtures.dicom_objects import (
    CR_IMAGE,
    HOLOGIC,
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
    BASIC,
    BMDN,
    BONE,
    COMP,
    LEFT,
    LSP,
    ONE,
    SITE,
    TN,
    Documents,
    G,
    ge_obj,
    group,
    hol,
    hol_text,
    mod,
    pdf_obj,
    rep,
    roi,
    scan,
    tid,
    tree_roi,
    tree_scan,
    xml,
)
from tests.acceptance.sheet_hologic_7 import SPINE, rows
from tests.acceptance.sheet_reports_6 import CONCLUSION, FINDINGS, IMPRESSION, prose, section

DOCUMENTS = Documents()
DAY = "14/05/2024"
DOSE, KOS, CAD, CDA = (
    "1.2.840.10008.5.1.4.1.1.88.67",
    "1.2.840.10008.5.1.4.1.1.88.59",
    "1.2.840.10008.5.1.4.1.1.88.50",
    "1.2.840.10008.5.1.4.1.1.104.2",
)


def nothing(name, objects, **more):
    """Add an object that says no number of the patient."""
    DOCUMENTS.add(f"nothing_{name}", objects, [], **more)


def words(*texts, **fields):
    """Return a report of findings."""
    return prose((FINDINGS, *texts), **fields)


MM = ("mm", "UCUM", "mm")
DISCHARGE = (
    b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Discharge</title><component><structuredBody>'
    b"<component><section><title>Plan</title><text>DXA in 2 years. Last Hb 12.1.</text></section></component>"
    b"</structuredBody></component></ClinicalDocument>"
)
PHANTOM = {"PatientName": "SPINE PHANTOM^QC", "PatientID": "PHANTOM 1234", "PatientSex": "", "PatientBirthDate": ""}
nothing(
    "obstetric_ultrasound",
    rep(
        report(
            ("125000", "DCM", "OB-GYN Ultrasound Procedure Report"),
            [
                section(
                    "Fetal Biometry",
                    number(("11963-6", "LN", "Femur Length"), "34.1", MM),
                    number(("125013", "DCM", "Growth Z-score"), "-0.4", ONE),
                )
            ],
            COMP,
        )
    ),
)
nothing(
    "mammography_cad",
    rep(
        report(
            ("111036", "DCM", "Mammography CAD Report"),
            [section("Overall", number(("111010", "DCM", "Center"), "0.82", ONE))],
            CAD,
        )
    ),
)
nothing(
    "dose_of_a_dxa",
    rep(
        report(
            ("113701", "DCM", "X-Ray Radiation Dose Report"),
            [number(("113722", "DCM", "Dose Area Product Total"), "0.912", ("Gy.m2", "UCUM", "Gy.m2"))],
            DOSE,
            **LUNAR,
        )
    ),
)
nothing(
    "key_objects",
    rep(
        report(
            ("113000", "DCM", "Of Interest"),
            [
                item(
                    "TEXT",
                    ("113012", "DCM", "Key Object Description"),
                    text="Left femoral neck T-score -2.4, see page 2",
                )
            ],
            KOS,
        )
    ),
)
nothing(
    "chest_ct",
    words(
        "No pulmonary nodule. Degenerative change of the thoracic spine, T8-T9. Aorta 3.1 cm.",
        StudyDescription="CT CHEST",
    ),
)
nothing(
    "knee_mri",
    words("Medial meniscus tear grade 3. Bone bruise of the left femur 2.1 cm.", StudyDescription="MRI KNEE"),
)
nothing(
    "echocardiogram",
    rep(
        report(
            ("125200", "DCM", "Adult Echocardiography Procedure Report"),
            [
                section(
                    "Aortic Root",
                    number(("18015-8", "LN", "Aortic Root Diameter"), "3.2", ("cm", "UCUM", "cm")),
                    number(("113071", "DCM", "Z-score"), "1.9", ONE),
                )
            ],
            COMP,
        )
    ),
)
nothing(
    "carotid_plaque",
    tid(group(mod(SITE, ("69105007", "SCT", "Carotid artery")), number(("TSC", "99CIMT", "T-score"), "-1.2", ONE))),
)
nothing(
    "heel_ultrasound",
    rep(
        report(
            ("Q", "99QUS", "Quantitative Ultrasound Report"),
            [
                section(
                    "Left Calcaneus",
                    number(("BUA", "99QUS", "BUA"), "71.0", ("dB/MHz", "UCUM", "dB/MHz")),
                    number(("T", "99QUS", "T-Score"), "-2.1", ONE),
                )
            ],
            COMP,
            Modality="BDUS",
        )
    ),
)
nothing(
    "heel_ultrasound_in_words",
    words("Quantitative ultrasound of the right heel: stiffness index 71, T-score -2.2. No DXA was performed."),
)
nothing(
    "qct_of_the_spine",
    words(
        "Quantitative CT of L1 and L2: trabecular volumetric density 88.4 mg/cm3, T-score -3.1.",
        StudyDescription="QCT LUMBAR SPINE",
    ),
)
nothing(
    "peripheral_qct",
    tid(
        group(
            mod(SITE, ("62413002", "SCT", "Radius")),
            number(("vBMD", "99PQCT", "Trabecular density"), "188.1", ("mg/cm3", "UCUM", "mg/cm3")),
        )
    ),
)
nothing(
    "phantom_of_ge",
    ge_obj(xml(DAY, scan("Spine Phantom", roi("L1-L4", bmd="1.250", t="0.1"), roi("L2-L4", bmd="1.257"))), **PHANTOM),
)
nothing(
    "daily_block_of_ge",
    ge_obj(
        xml(DAY, scan("QA", roi("Medium", bmd="1.002"), roi("Low", bmd="0.702"))),
        PatientName="QA^BLOCK",
        PatientID="QA",
        PatientSex="",
    ),
)
nothing("phantom_of_hologic", hol(hol_text("a Lumbar Spine Phantom", (1, [BONE, *rows(*SPINE)])), **PHANTOM))
nothing("phantom_named_in_the_patient_alone", hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)])), **PHANTOM))
nothing(
    "phantom_named_in_the_text_alone",
    hol(hol_text("a Lumbar Spine", (1, [BONE, *rows(*SPINE)])).replace("TEST, PATIENT", "SPINE PHANTOM")),
)
nothing(
    "ortho_hip_of_ge",
    ge_obj(
        xml(
            DAY,
            scan(
                "Left Ortho Hip",
                *(roi(f"Zone {zone}", bmd=f"1.{zone}01") for zone in range(1, 8)),
                roi("Total", bmd="1.333"),
            ),
        )
    ),
)
nothing("hand_of_ge", ge_obj(tree=[tree_scan("Left Hand", tree_roi("Total", bmd="0.377"))]))
nothing(
    "small_animal",
    ge_obj(xml(DAY, scan("Small Animal", roi("Total", bmd="0.155"))), PatientName="RAT^17", PatientSex="O"),
)
nothing(
    "composition_alone",
    ge_obj(
        xml(
            DAY,
            '<SCAN type="Total Body"><ROI region="Total"><FAT_MASS units=" g">21001</FAT_MASS></ROI></SCAN>',
        )
    ),
)
nothing(
    "deformities_alone",
    ge_obj(xml(DAY, '<SCAN type="LVA"><DEFORMITY>None</DEFORMITY><DEFORMITY>None</DEFORMITY></SCAN>')),
)
nothing(
    "empty_results_of_ge",
    ge_obj(
        xml(
            DAY,
            scan("AP Spine", roi("L1-L4", bmd="", t="--", z="")),
            scan("Left Femur", roi("Neck", bmd="0.000", t="N/A")),
        )
    ),
    held=["femoral_neck left bmd 0.000"],
)
nothing(
    "empty_table_of_hologic",
    hol(hol_text("a Left Hip", (1, [BONE, ["Neck", *" " * 7], ["Total", "", "", "--", "N/A", "", "", ""]]))),
)
nothing(
    "images_alone",
    [
        written(with_pixels(header(CR_IMAGE, 1, **{**LUNAR, "Modality": "CR", "ProtocolName": "AP Spine"})), IMPLICIT),
        written(with_pixels(header(SECONDARY_CAPTURE, 2, **HOLOGIC))),
    ],
)
nothing(
    "numbers_not_measured",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [
                group(mod(SITE, LSP), number(BMDN, "", G), number(TN, "", ONE)),
                group(mod(SITE, LSP), number(TN, "n/a", ONE)),
            ],
            COMP,
        )
    ),
)
nothing(
    "template_of_words",
    words(
        "Lumbar spine L1-L4: BMD ____ g/cm2, T-score ____, Z-score ____.",
        "Left femoral neck: BMD [ ] g/cm2, T-score [ ].",
    ),
)
nothing(
    "definitions",
    words(
        "WHO: normal is a T-score of -1.0 or above, osteopenia between -1.0 and -2.5, osteoporosis -2.5 or below.",
        "A Z-score of -2.0 or lower is below the expected range for age.",
    ),
)
nothing(
    "mother",
    words(
        "The patient's mother had a lumbar spine T-score of -3.4 at age 61.",
        "The examination could not be carried out today.",
    ),
)
nothing(
    "threshold_for_treatment",
    prose(
        (
            IMPRESSION,
            "Treat if FRAX is 20% or more (hip 3% or more), or if the femoral neck T-score is -2.5 or lower.",
        ),
        (CONCLUSION, "DXA to be booked."),
    ),
)
nothing(
    "invoice_in_a_pdf",
    pdf_obj(
        letter("Invoice 4711\n\nDXA lumbar spine and hip (77080): 2.4 units, 88.50 EUR\nPlease pay within 14 days."),
        title="Invoice",
    ),
)
nothing(
    "discharge_in_a_cda",
    pdf_obj(
        DISCHARGE,
        mime="text/XML",
        sop=CDA,
    ),
)
nothing(
    "hip_geometry",
    hol(
        hol_text(
            "a Left Hip HSA",
            (
                1,
                [
                    ["Region", "CSA (cm2)", "CSMI (cm4)", "Z (cm3)", "BR"],
                    *rows("NN 2.511 2.001 1.210 11.2", "FS 3.811 3.110 2.011 4.4"),
                ],
            ),
        )
    ),
)
nothing(
    "a_sentence_of_age",
    prose((FINDINGS, "Patient declined the scan. Prior DXA elsewhere, no values are available to us."), sop=BASIC),
)
nothing(
    "hip_axis_and_fracture",
    tid(
        group(
            mod(SITE, ("71341001", "SCT", "Femur"), [mod(("272741003", "SCT", "Laterality"), LEFT)]),
            number(("HAL", "99GE", "Hip axis length"), "104.2", MM),
        )
    ),
)
nothing("hologic_hip_named_only", hol(hol_text("a Left Hip", extra=['TableNote1 = "ACF = 1.02, BCF = 0.99";'])))
