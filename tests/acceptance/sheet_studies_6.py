"""Studies of several objects by a further examiner: contradicting objects, orders of arrival, mixed kinds."""

from itertools import permutations

from fixtures.dicom_objects import CR_IMAGE, LUNAR, header, item, report, with_pixels, written
from fixtures.hl7_writing import Header, encapsulated, head, letter_pdf, obx, sent
from tests.acceptance.shapes import (
    BASIC,
    L14,
    LAT,
    LEFT,
    NECK,
    SITE,
    Documents,
    ge_obj,
    hol,
    hol_text,
    mod,
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

DOCUMENTS = Documents()
add = DOCUMENTS.add
DAY = "14/05/2024"
H6 = ["Region", "Area (cm²)", "BMC (g)", "BMD (g/cm²)", "T - score", "Z - score"]


def ge(*scans, n=1, **fields):
    """Return a GE object."""
    return ge_obj(xml(DAY, *scans), n=n, **fields)


def image(n=9, **fields):
    """Return an image of a densitometer without results."""
    return written(
        with_pixels(header(CR_IMAGE, n, **{**LUNAR, "Modality": "CR", "ProtocolName": "AP Spine", **fields}))
    )


def message(*rows, **fields):
    """Return an HL7 message about the same patient and examination as the objects."""
    given = {
        "control": "S-1",
        "patient": "P-100^^^X^MR",
        "born": "19571104",
        "filler": "A-1^RIS",
        "day": "20240514093500",
        "changed": "20240514111400",
    }
    return sent([*head(Header(**{**given, **fields})), *rows])


SPINE = scan("AP Spine", roi("L1-L4", bmd="0.977", t="-1.7", z="-0.5"))
SPINE_TOLD = site(L14, bmd="0.977", t_score="-1.7", z_score="-0.5")
NECKS = scan("DualFemur", roi("Neck Left", bmd="0.755", t="-2.0"), roi("Neck Right", bmd="0.771", t="-1.9"))
NECKS_TOLD = [
    *site("femoral_neck left", bmd="0.755", t_score="-2.0"),
    *site("femoral_neck right", bmd="0.771", t_score="-1.9"),
]
OLD = ["femoral_neck left bmd 0.790 prior@2022-05-02"]
TREND = scan("DualFemur", trend("Neck Left", (DAY, "0.755"), ("02/05/2022", "0.790")))
for order, objects in enumerate(permutations([ge(SPINE, n=1), ge(NECKS, n=2), ge(TREND, n=3)])):
    add(f"v6_order_{order}", list(objects), [*SPINE_TOLD, *NECKS_TOLD, *OLD])
add("v6_twenty_repeated", [ge(SPINE if n % 2 else NECKS, n=n) for n in range(1, 21)], [*SPINE_TOLD, *NECKS_TOLD])
add(
    "v6_contradicting_neck",
    [ge(SPINE, NECKS, n=1), ge(scan("Left Femur", roi("Neck", bmd="0.755", t="-2.3")), n=2)],
    [*SPINE_TOLD, "femoral_neck left bmd 0.755", *site("femoral_neck right", bmd="0.771", t_score="-1.9")],
    held=["femoral_neck left t_score -2.0", "femoral_neck left t_score -2.3"],
)
add("v6_image_and_results", [image(), ge(SPINE, n=2)], SPINE_TOLD)
add("v6_image_alone", [image()], [], error="any")
add(
    "v6_two_patients",
    [ge(SPINE, n=1), ge(NECKS, n=2, PatientID="P-999", PatientName="OTHER^ONE", PatientBirthDate="19400101")],
    [],
    held=[*SPINE_TOLD, *NECKS_TOLD],
)
first = ge(SPINE, n=1)
again = ge_obj(
    xml(DAY, scan("AP Spine", roi("L1-L4", bmd="0.951", t="-1.9", z="-0.7"))),
    n=2,
    ContentDate="20240515",
    ContentTime="090000",
)
add(
    "v6_reanalysed_without_saying",
    [first, again],
    [],
    held=[*SPINE_TOLD, *site(L14, bmd="0.951", t_score="-1.9", z_score="-0.7")],
)
ROWS = [["Neck", "5.02", "3.21", "0.639", "-1.9", "-0.6"], ["Total", "34.11", "26.02", "0.763", "-1.5", "-0.5"]]
NAMES = ("area", "bmc", "bmd", "t_score", "z_score")


def hip_told(side):
    """Return what the two rows say."""
    places = (f"femoral_neck {side}", f"total_hip {side}")
    return [
        line
        for place, row in zip(places, ROWS, strict=True)
        for line in site(place, **dict(zip(NAMES, row[1:], strict=True)))
    ]


def hip(mode, n, **fields):
    """Return a Hologic hip."""
    return hol(hol_text(mode, (1, [H6, *ROWS])), n=n, **fields)


add(
    "v6_hologic_same_numbers_both_sides",
    [hip("a Left Hip", 1), hip("a Right Hip", 2)],
    [],
    may=[*hip_told("left"), *hip_told("right")],
    held=[*hip_told("left"), *hip_told("right")],
)
add(
    "v6_hologic_and_its_pdf",
    [
        hip("a Left Hip", 1),
        pdf_obj(
            letter_pdf(
                ["Left total hip: BMD 0.763 g/cm2, T-score -1.5.", "Lumbar spine L1-L4: BMD 0.901 g/cm2, T-score -1.3."]
            ),
            n=2,
        ),
    ],
    [*hip_told("left"), *site(L14, bmd="0.901", t_score="-1.3")],
)
add(
    "v6_hologic_and_contradicting_pdf",
    [hip("a Left Hip", 1), pdf_obj(letter_pdf(["Left total hip: BMD 0.763 g/cm2, T-score -2.5."]), n=2)],
    [line for line in hip_told("left") if line != "total_hip left t_score -1.5"],
    held=["total_hip left t_score -1.5", "total_hip left t_score -2.5"],
)
add(
    "v6_objects_and_message",
    [
        ge(SPINE, NECKS, n=1),
        message(
            obx(1, "NM", "LST^L1-L4 T-score^L", "-1.7"),
            obx(
                2,
                "FT",
                "GDT^REPORT^L",
                "Left femoral neck T-score -2.0 (2022: -1.7). Right femoral neck T-score -1.9.\\.br\\Osteopenia.",
            ),
        ),
    ],
    [*SPINE_TOLD, *NECKS_TOLD],
    may=["femoral_neck left t_score -1.7 prior"],
)
add(
    "v6_message_swaps_the_sides",
    [
        ge(SPINE, NECKS, n=1),
        message(obx(1, "FT", "GDT^REPORT^L", "Right femoral neck T-score -2.0. Left femoral neck T-score -1.9.")),
    ],
    [*SPINE_TOLD, "femoral_neck left bmd 0.755", "femoral_neck right bmd 0.771"],
    held=[f"femoral_neck {side} t_score {value}" for side in ("left", "right") for value in ("-2.0", "-1.9")],
)
add(
    "v6_message_with_pdf_and_object",
    [
        message(
            obx(
                1,
                "ED",
                "PDF^Report^L",
                encapsulated(letter_pdf(["L1-L4: BMD 0.977 g/cm2, T-score -1.7, Z-score -0.5"])),
            )
        ),
        ge(NECKS, n=2),
    ],
    [*SPINE_TOLD, *NECKS_TOLD],
)
add(
    "v6_message_of_another_day",
    [
        ge(SPINE, n=1),
        message(
            obx(1, "NM", "LST^L1-L4 T-score^L", "-1.1"),
            day="20190514093500",
            filler="A-0^RIS",
            changed="20190514111400",
        ),
    ],
    [],
    may=[*SPINE_TOLD, f"{L14} t_score -1.1 prior"],
    held=[*SPINE_TOLD, f"{L14} t_score -1.1"],
)
add(
    "v6_message_takes_back",
    [
        message(obx(1, "NM", "LST^L1-L4 T-score^L", "-1.1")),
        message(obx(1, "NM", "LST^L1-L4 T-score^L", "-1.1"), status="X", control="S-2", changed="20240515111400"),
    ],
    [],
)
add(
    "v6_prose_sr_and_device_sr",
    [
        ge(SPINE, NECKS, n=1),
        rep(
            report(
                ("18748-4", "LN", "Diagnostic Imaging Report"),
                [
                    item(
                        "TEXT",
                        ("121071", "DCM", "Finding"),
                        text="L1-L4 T-score -1.7. Left femoral neck T-score -2.0. "
                        "In 2022 the left femoral neck T-score was -1.7.",
                    ),
                    item("TEXT", ("121077", "DCM", "Conclusion"), text="Osteopenia."),
                ],
                BASIC,
            ),
            n=2,
        ),
    ],
    [*SPINE_TOLD, *NECKS_TOLD],
    may=["femoral_neck left t_score -1.7 prior"],
)
add(
    "v6_tree_site_as_code_under_ge",
    ge_obj(
        tree=[
            tree_scan(
                "Left Femur",
                tree_roi("Neck", bmd="0.755", t="-2.0"),
                item("CONTAINER", ("1", "99X", "Extra"), [mod(SITE, NECK, [mod(LAT, LEFT)])]),
            )
        ]
    ),
    site("femoral_neck left", bmd="0.755", t_score="-2.0"),
)
