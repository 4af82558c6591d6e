"""Objects of nobody's bone density by the examiner of sheet_lunar_10: they give nothing.

Read for the first time, 18 of 19 gave nothing; the neck of a lesion in a mammographer's report was a femur's. The
tumour's procedure was DXA by mistake.
"""

from fixtures.dicom_objects import (
    CR_IMAGE,
    HOLOGIC,
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
    BONE,
    COMP,
    LSP,
    ONE,
    PCT,
    SITE,
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

DOCUMENTS = Documents()
MM = ("mm", "UCUM", "mm")
BOX = "CONTAINER"


def nobody(name, made, error=None):
    DOCUMENTS.add(f"nothing2_{name}", made, [], error=error)


def dose(*, title=("113701", "DCM", "X-Ray Radiation Dose Report"), study="DXA BONE DENSITY"):
    event = [
        item("CODE", ("123014", "DCM", "Target Region"), concept=("122496007", "SCT", "Lumbar spine")),
        number(("113733", "DCM", "KVP"), "100", ("kV", "UCUM", "kV")),
        number(("122130", "DCM", "Dose Area Product"), "0.0121", ("Gy.m2", "UCUM", "Gy.m2")),
        number(("111638", "DCM", "Patient Equivalent Thickness"), "2.1", MM),
        item("TEXT", ("125203", "DCM", "Acquisition Protocol"), text="AP Spine L1-L4"),
    ]
    return rep(
        report(
            title,
            [item(BOX, ("113706", "DCM", "Irradiation Event X-Ray Data"), event)],
            "1.2.840.10008.5.1.4.1.1.88.67",
            StudyDescription=study,
        )
    )


nobody("plain_dose_of_the_examination", dose())
KEY = report(
    ("113000", "DCM", "Of Interest"),
    [item("TEXT", ("113012", "DCM", "Key Object Description"), text="DXA spine T-score -2.7, see page 1")],
    "1.2.840.10008.5.1.4.1.1.88.59",
)
nobody("plain_key_objects", rep(KEY))
IMAGE = {
    "Manufacturer": "GE Healthcare",
    "ManufacturerModelName": "Lunar iDXA",
    "ProtocolName": "Left Femur",
    "SeriesDescription": "DXA Images",
    "Modality": "CR",
}
nobody("plain_image_of_a_femur", written(with_pixels(header(CR_IMAGE, 1, **IMAGE))), "NO_STRUCTURED_RESULTS")
nobody(
    "plain_capture_of_a_report",
    written(with_pixels(header(SECONDARY_CAPTURE, 1, **HOLOGIC, SeriesDescription="Bone Densitometry Report T-score"))),
    "NO_STRUCTURED_RESULTS",
)
HEART = [
    item(
        BOX,
        ("122302", "DCM", "Echo Section"),
        [
            number(("18148-7", "LN", "LV mass"), "142", ("g", "UCUM", "g")),
            number(("121416", "DCM", "Z-Score of measurement"), "-2.3", ONE),
            item("TEXT", ("121071", "DCM", "Finding"), text="Aortic root Z-score -2.3, total area 18.2 cm2."),
        ],
    ),
]
nobody(
    "plain_heart",
    rep(
        report(
            ("125200", "DCM", "Adult Echocardiography Procedure Report"),
            HEART,
            COMP,
            Modality="SR",
            StudyDescription="ECHO",
        )
    ),
)
BREAST = [
    item(
        BOX,
        ("121070", "DCM", "Findings"),
        [
            item(
                "TEXT",
                ("121071", "DCM", "Finding"),
                text=(
                    "Breast density category C. Volumetric density 12.4 %, T-score-like index -1.2. Left neck of "
                    "the lesion 0.7 g/cm2."
                ),
            )
        ],
    )
]
nobody(
    "plain_breast",
    rep(report(("111400", "DCM", "Breast Imaging Report"), BREAST, BASIC, StudyDescription="MAMMOGRAPHY BILATERAL")),
)
CT_TEXT = "Quantitative CT of the lumbar spine: trabecular BMD L1-L3 92 mg/cm3 (threshold 80 mg/cm3 osteoporosis)."
nobody(
    "plain_quantitative_ct",
    rep(
        report(
            ("18748-4", "LN", "Diagnostic imaging report"),
            [item(BOX, ("121070", "DCM", "Findings"), [item("TEXT", ("121071", "DCM", "Finding"), text=CT_TEXT)])],
            BASIC,
            StudyDescription="CT BMD",
        )
    ),
)
nobody(
    "plain_ct_groups",
    tid(
        group(
            mod(SITE, LSP),
            number(("BMD", "99CT", "Volumetric bone mineral density"), "92.4", ("mg/cm3", "UCUM", "mg/cm3")),
        ),
        StudyDescription="QCT Spine",
    ),
)
HEEL = ("80144004", "SCT", "Calcaneus")
nobody(
    "plain_heel_ultrasound",
    tid(
        group(
            mod(SITE, HEEL),
            number(("SOS", "99US", "Speed of sound"), "1532", ("m/s", "UCUM", "m/s")),
            number(("BUA", "99US", "Broadband ultrasound attenuation"), "104.5", ("dB/MHz", "UCUM", "dB/MHz")),
            number(("TSC", "99US", "T-score"), "-1.9", ONE),
        ),
        StudyDescription="QUS calcaneus",
    ),
)
PHANTOM = {"PatientName": "SPINE PHANTOM^QC", "PatientID": "QC-17821", "PatientSex": "", "PatientBirthDate": ""}
nobody(
    "plain_phantom_of_hologic",
    hol(
        hol_text(
            "a Lumbar Spine",
            (
                1,
                [
                    BONE,
                    ["L1", "13.1", "13.2", "1.008", " ", " ", " ", " "],
                    ["Total", "54.1", "54.9", "1.015", " ", " ", " ", " "],
                ],
            ),
            extra=['PatientName = "SPINE PHANTOM #17821";'],
        ),
        **PHANTOM,
    ),
)
nobody(
    "plain_phantom_of_lunar",
    ge_obj(
        xml("14/05/2024", scan("AP Spine", roi("L1-L4", bmd="1.252", t="0.6", z="0.6"))),
        **{**PHANTOM, "PatientName": "ALUMINUM SPINE PHANTOM", "PatientID": "LUNAR-QA"},
    ),
)
QA = [
    item(
        "TEXT",
        ("1", "99QA", "Result"),
        text="Daily QA passed. Spine phantom BMD L1-L4 1.250 g/cm2 (mean 1.249, CV 0.3 %).",
    )
]
nobody(
    "plain_daily_quality",
    rep(report(("1", "GELUNAR", "Quality Assurance Report"), QA, BASIC, **{**PHANTOM, "PatientName": "QA^DAILY"})),
)
CHARGES = "Invoice\n\nPos. 1: DXA of spine and femur, factor 2.3, 41.97 EUR\n\nPos. 2: report, factor 1.8, 12.10 EUR"
nobody("plain_invoice_as_pdf", pdf_obj(letter(CHARGES)), "any")
SHEET = (
    "How to read your result\n\nA T-score of -1.0 and above is normal. Between -1.0 and -2.5 is "
    "called osteopenia; -2.5 and below is osteoporosis. For example, a woman with a T-score of -2.7 "
    "at the spine has osteoporosis."
)
nobody("plain_leaflet_as_pdf", pdf_obj(letter(SHEET), title="Patient information"))
CANCELLED = [
    item(
        BOX,
        ("121070", "DCM", "Findings"),
        [
            item(
                "TEXT",
                ("121071", "DCM", "Finding"),
                text="DXA could not be performed: patient exceeds the table limit of 159 kg. No T-score is given.",
            )
        ],
    )
]
nobody("plain_not_performed", rep(report(("18748-4", "LN", "Diagnostic imaging report"), CANCELLED, BASIC)))
nobody(
    "odd_implant_scan",
    ge_obj(tree=[tree_scan("Left Ortho Hip", *(tree_roi(f"Gruen {n}", bmd=f"1.{n}02") for n in range(1, 8)))]),
)
FAT = item(
    BOX,
    ("1", "GELUNAR", "Total Body Composition"),
    [
        item(
            BOX,
            ("1", "GELUNAR", "Total"),
            [
                number(("26", "GELUNAR", "FAT_MASS"), "22100", ("g", "UCUM", "g")),
                number(("27", "GELUNAR", "LEAN_MASS"), "40100", ("g", "UCUM", "g")),
                number(("28", "GELUNAR", "FAT_PERCENT"), "34.8", PCT),
                number(("33", "GELUNAR", "VAT_MASS"), "812", ("g", "UCUM", "g")),
            ],
        )
    ],
)
nobody("plain_composition_alone", ge_obj(tree=[FAT]))
nobody("odd_empty_results", ge_obj("<DXA_RESULTS></DXA_RESULTS>"))
MASS = group(
    mod(SITE, ("71341001", "SCT", "Femur")),
    number(("112031", "DCM", "Attenuation Coefficient"), "0.812", G),
    number(("113071", "DCM", "Z-score"), "-2.2", ONE),
)
nobody(
    "odd_density_of_a_tumour",
    rep(
        report(
            ("126000", "DCM", "Imaging Measurement Report"),
            [item(BOX, ("126010", "DCM", "Imaging Measurements"), [MASS])],
            COMP,
            StudyDescription="CT THIGH TUMOR",
        )
    ),
)
