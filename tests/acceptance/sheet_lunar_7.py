"""Lunar objects by another examiner: trees of content items in other schemes, depths and encodings, and both forms."""

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, IMPLICIT, ROOT, item, number, report, written
from tests.acceptance.shapes import (
    CM,
    COMP,
    GR,
    L14,
    PCT,
    Documents,
    G,
    ge_obj,
    gn,
    roi,
    scan,
    site,
    tree_roi,
    tree_scan,
    xml,
)
from tests.acceptance.sheet_lunar_6 import DAY, LEFT_FEMUR, LEFT_FEMUR_TOLD, SPINE, ge, row, told

DOCUMENTS = Documents()
add = DOCUMENTS.add


def wide(name, bmd, t, z, bmc, area):
    """Return a region of a tree with BMC and area in UCUM."""
    return tree_roi(name, bmd=bmd, t=t, z=z, bmc=bmc, area=area)


def tree(*scans, n=1, **more):
    """Return a GE object that carries its results as a tree alone."""
    return ge_obj(None, tree=list(scans), n=n, **more)


add(
    "d20_tree_spine_deflated",
    tree(
        tree_scan(
            "AP Spine",
            wide("L1", "0.905", "-1.9", "-0.7", "11.62", "12.84"),
            wide("L1-L4", "0.974", "-1.7", "-0.5", "55.77", "57.28"),
            wide("L2-L4 (L3)", "0.983", "-1.8", "-0.6", "29.20", "29.67"),
        ),
        syntax=DEFLATED,
    ),
    site("lumbar_spine L1", bmd="0.905", t_score="-1.9", z_score="-0.7", bmc="11.62", area="12.84")
    + site(L14, bmd="0.974", t_score="-1.7", z_score="-0.5", bmc="55.77", area="57.28")
    + site("lumbar_spine L2+L4", bmd="0.983", t_score="-1.8", z_score="-0.6", bmc="29.20", area="29.67"),
)
add(
    "d20_tree_scores_as_numbers_big_endian",
    tree(
        tree_scan(
            "Right Femur",
            tree_roi("Neck", bmd="0.788", t="-1.8", z="-0.6", tkind="NUM"),
            tree_roi("Upper Neck", bmd="0.601"),
            tree_roi("Total", bmd="0.844", t="-1.3", z="-0.3", tkind="NUM"),
        ),
        syntax=BIG_ENDIAN,
    ),
    site("femoral_neck right", bmd="0.788", t_score="-1.8", z_score="-0.6")
    + site("upper_neck right", bmd="0.601")
    + site("total_hip right", bmd="0.844", t_score="-1.3", z_score="-0.3"),
)


def exam(day, bmd, *changes):
    """Return an examination of a trend in a tree."""
    kids = [number(("11", "GELUNAR", "AGE"), "66", ("a", "UCUM", "year")), number(("3", "GELUNAR", "BMD"), bmd, G)]
    kids += [
        item("CONTAINER", ("12", "GELUNAR", name), [number(("3", "GELUNAR", "BMD"), value, unit)])
        for name, value, unit in changes
    ]
    return item("CONTAINER", ("10", "GELUNAR", day), kids)


add(
    "d20_tree_with_trend",
    tree(
        tree_scan(
            "AP Spine",
            tree_roi("L1-L4", bmd="0.974", t="-1.7", z="-0.5"),
            item(
                "CONTAINER",
                gn("Trend L1-L4"),
                [
                    exam(
                        "14-May-2024",
                        "0.974",
                        ("CHANGE_VS_PREVIOUS", "-0.036", G),
                        ("PCHANGE_VS_PREVIOUS", "-3.6", PCT),
                    ),
                    exam("02-Mar-2018", "1.010"),
                ],
            ),
        ),
        syntax=IMPLICIT,
    ),
    [*site(L14, bmd="0.974", t_score="-1.7", z_score="-0.5"), f"{L14} bmd 1.010 prior@2018-03-02"],
)
add(
    "d20_tree_and_xml_agree",
    ge_obj(
        xml(DAY, scan("Left Femur", roi("Neck", bmd="0.788", t="-1.8"), roi("Total", bmd="0.844", t="-1.3"))),
        tree=[
            tree_scan("Left Femur", tree_roi("Neck", bmd="0.788", t="-1.8"), tree_roi("Total", bmd="0.844", t="-1.3"))
        ],
    ),
    site("femoral_neck left", bmd="0.788", t_score="-1.8") + site("total_hip left", bmd="0.844", t_score="-1.3"),
)
add(
    "d20_tree_and_xml_differ_in_one",
    ge_obj(
        xml(DAY, scan("Left Femur", roi("Neck", bmd="0.788", t="-1.8"), roi("Total", bmd="0.844", t="-1.3"))),
        tree=[
            tree_scan("Left Femur", tree_roi("Neck", bmd="0.788", t="-2.8"), tree_roi("Total", bmd="0.844", t="-1.3"))
        ],
    ),
    site("femoral_neck left", bmd="0.788") + site("total_hip left", bmd="0.844", t_score="-1.3"),
    held=["femoral_neck left t_score -1.8", "femoral_neck left t_score -2.8"],
)
DEEP = tree_scan(
    "DualFemur", tree_roi("Neck Left", bmd="0.788", t="-1.8"), tree_roi("Total Right", bmd="0.836", t="-1.4")
)
for _ in range(12):
    DEEP = item("CONTAINER", ("121070", "DCM", "Findings"), [DEEP])
DEEP_REPORT = report(("1", "99LUNAR", "DXA Report"), [DEEP], COMP, Manufacturer="GE Medical Systems Lunar")
add(
    "d20_tree_deep_in_findings",
    written(DEEP_REPORT, undefined=True),
    site("femoral_neck left", bmd="0.788", t_score="-1.8") + site("total_hip right", bmd="0.836", t_score="-1.4"),
)
FOREIGN = [
    item("CONTAINER", ("20007", "99GEMS", "Right Forearm"), [
        item("CONTAINER", ("1001", "99GEMS", "Radius 33%"), [
            number(("b", "99GEMS", "BMD"), "0.702", ("g/cm2", "UCUM", "gram per square centimeter")),
            item("TEXT", ("t", "99GEMS", "BMD_TSCORE"), text="-1.9"),
            item("TEXT", ("z", "99GEMS", "BMD_ZSCORE"), text="-0.7"),
            number(("m", "99GEMS", "BMC"), "1.76", GR),
            number(("a", "99GEMS", "AREA"), "2.51", CM),
            number(("p", "99GEMS", "BMD_PYA"), "80", PCT),
            number(("q", "99GEMS", "BMD_PAM"), "92", PCT),
        ]),
    ]),
]  # fmt: skip
add(
    "d20_tree_of_another_scheme",
    ge_obj(None, tree=FOREIGN, SpecificCharacterSet="ISO_IR 192", PatientName="BJÖRK^ÅSA"),
    told("radius_33 right", "0.702", "80", "-1.9", "92", "-0.7", "1.76", "2.51"),
)
add(
    "d20_menopause_in_the_name",
    ge(LEFT_FEMUR, PatientName="CHEN^MEI-LI (PM50", SpecificCharacterSet="ISO_IR 100"),
    LEFT_FEMUR_TOLD,
)
add(
    "d20_three_scans_in_one",
    ge(
        scan("AP Spine", row(*SPINE[-1])),
        LEFT_FEMUR,
        scan("Left Forearm", row("Radius 33%", "0.702", "80", "-1.9", "92", "-0.7")),
        SOPInstanceUID=f"{ROOT}.1.44",
    ),
    told(L14, *SPINE[-1][1:]) + LEFT_FEMUR_TOLD + told("radius_33 left", "0.702", "80", "-1.9", "92", "-0.7"),
)
