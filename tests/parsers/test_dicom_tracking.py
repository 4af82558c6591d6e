"""Identifiers and names of containers tell vertebrae, sides and days; what they do not tell clearly is held."""

import pytest

from fixtures.dicom_objects import item, report
from tests.acceptance.reading import line, read
from tests.acceptance.shapes import COMP, L14, LSP, NECK, SITE, ge_obj, group, mod, rep, roi, scan, tid, xml
from tests.acceptance.sheet_reports_6 import LEVELS, named, scores


def first(made):
    """Return the density of an object with its day, or with why it is held."""
    rows = read(made).measurements
    return f"{line(rows[0])} {rows[0].held or rows[0].exam_date}" if rows else ""


TODAY, EARLIER = f"{L14} bmd 0.733 2024-05-14", f"{L14} bmd 0.733 prior"
OPEN = "lumbar_spine bmd 0.733 SITE_AMBIGUOUS"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            (text, TODAY)
            for text in (
                "L1-L4",
                "ROI 1: L1-L4",
                "Scan 2 - AP Spine L1-L4",
                "Spine_L1-L4",
                "L1-L4 #1",
                "L1-L4 current",
                "DXA_20240514_L1-L4",
                "L1-L4 (2024)",
                "AP Spine L1-L4 14.05.2024",
            )
        ],
        *[
            (text, f"{EARLIER} None")
            for text in ("L1-L4 prior", "Prior exam: L1-L4", "L1-L4 (baseline 2019)", "previous L1-L4", "L1-L4 2021")
        ],
        ("L1-L4 03/03/2021", f"{EARLIER} 2021-03-03"),
        ("AP Spine L1-L4 (05-Mar-2021)", f"{EARLIER} 2021-03-05"),
        *[(text, OPEN) for text in ("L1-L4 reference", "SPINE-L2-x", "Spine L2 fracture", "L1-L4 mean of population")],
        *[
            (text, "lumbar_spine bmd 0.733 2024-05-14")
            for text in ("2020-0001", "1.2.840.10008", "measurement 3", "GUID-20210303", "")
        ],
    ],
)
def test_an_identifier_tells_vertebrae_and_day(text, expected):
    assert expected == first(tid(group(mod(SITE, LSP), named(text), *scores("0.733", "-2.2", "-0.9"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neck_L", "femoral_neck left bmd 0.733 2024-05-14"),
        ("ROI 2 left neck", "femoral_neck left bmd 0.733 2024-05-14"),
        ("Right hip screening: neck", "femoral_neck right bmd 0.733 2024-05-14"),
        ("left hip 2021", "femoral_neck left bmd 0.733 prior None"),
        ("Neck Left prior", "femoral_neck left bmd 0.733 prior None"),
        ("Femoral neck R/L", "femoral_neck bmd 0.733 SITE_AMBIGUOUS"),
        ("contralateral hip", "femoral_neck bmd 0.733 SITE_AMBIGUOUS"),
        ("observer 2", "femoral_neck bmd 0.733 2024-05-14"),
    ],
)
def test_an_identifier_tells_a_side(text, expected):
    assert expected == first(tid(group(mod(SITE, NECK), named(text), *scores("0.733", "-2.2", "-0.9"))))


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        *[
            (name, TODAY)
            for name in (
                "Lumbar Spine",
                "Exam 14-May-2024",
                "Lumbar Spine (05/14/2024)",
                "AP Spine 2",
                "Lumbar Spine (NHANES 2008)",
                "Lumbar Spine enCORE 2016",
                "Spine Anterior Posterior",
            )
        ],
        *[
            (name, f"{EARLIER} None")
            for name in (
                "Lumbar Spine 2021",
                "Lumbar Spine (05/03/2021)",
                "Comparison",
                "Voruntersuchung",
                "Examen ant\u00e9rieur",
                "Estudio anterior",
                "History of results",
                "Two years ago",
                "Previous lumbar spine",
            )
        ],
        ("Exam 03-Mar-2021", f"{EARLIER} 2021-03-03"),
        ("Target", ""),
        ("Reference population", ""),
    ],
)
def test_a_container_with_a_day_within_its_name_is_of_that_day(container, expected):
    inner = item("CONTAINER", ("2", "99X", "L1-L4"), scores("0.733", "-2.2", "-0.9"))
    outer = item("CONTAINER", ("1", "99X", container), [inner])

    assert expected == first(
        rep(report(("1", "99X", "Bone Densitometry Report"), [outer], COMP, StudyDescription="DXA"))
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Hips", "Left", "Neck"), "femoral_neck left bmd 0.733 2024-05-14"),
        (("Femur", "R", "Neck"), "femoral_neck right bmd 0.733 2024-05-14"),
        (("Femoral neck", "Left side"), "femoral_neck left bmd 0.733 2024-05-14"),
        (("Total hip", "Links"), "total_hip left bmd 0.733 2024-05-14"),
        (("DualFemur", "Right", "Neck"), "femoral_neck right bmd 0.733 2024-05-14"),
        (("Left femur", "Right", "Neck"), "femoral_neck right bmd 0.733 SIDE_CONFLICT"),
        (("Hip", "Right", "Left neck"), "femoral_neck left bmd 0.733 SIDE_CONFLICT"),
        (("Left", "L1-L4"), TODAY),
        (("Lumbar spine", "Total"), "lumbar_spine bmd 0.733 2024-05-14"),
    ],
)
def test_a_container_that_is_a_mere_side_gives_it(names, expected):
    *outer, inner = names
    made = item("CONTAINER", ("2", "99X", inner), scores("0.733", "-2.2", "-0.9"))
    for name in reversed(outer):
        made = item("CONTAINER", ("1", "99X", name), [made])

    assert expected == first(rep(report(("1", "99X", "Densitometry Report"), [made], COMP, StudyDescription="DXA")))


@pytest.mark.parametrize(
    ("beside", "levels"),
    [
        (("L1", "L2", "L3", "L4"), "L1+L2+L3+L4 "),
        (("L1", "L3"), "L1+L3 "),
        (("L1", "L2", "L1-L2"), ""),
        ((), ""),
    ],
)
def test_a_total_is_of_the_vertebrae_beside_it(beside, levels):
    named_rows = {"Total": "0.733", **dict.fromkeys(beside, "0.7")}
    rows = [item("CONTAINER", ("2", "99X", name), scores(bmd, "-2.0", "-0.9")) for name, bmd in named_rows.items()]
    spine = item("CONTAINER", ("1", "99X", "Lumbar spine"), rows)
    made = rep(report(("1", "99X", "Densitometry Report"), [spine], COMP, StudyDescription="DXA"))
    found = {line(row) for row in read(made).measurements}

    assert f"lumbar_spine {levels}bmd 0.733" in found


def test_codes_and_an_identifier_of_other_vertebrae_hold_the_values():
    levels = [mod(SITE, level) for level in LEVELS]

    assert f"{L14} bmd 0.733 CODE_LABEL_CONFLICT" == first(
        tid(group(*levels, named("L2-L4"), *scores("0.733", "-2.2", "-0.9")))
    )
    assert TODAY == first(tid(group(*levels, named("AP spine"), *scores("0.733", "-2.2", "-0.9"))))


NECK_ROW = roi("Neck", bmd="0.733", t="-2.2")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Left Femur", "femoral_neck left bmd 0.733 2024-05-14"),
        ("Left Femur 2024", "femoral_neck left bmd 0.733 2024-05-14"),
        ("Left Femur 2021", "femoral_neck left bmd 0.733 prior None"),
        ("Left Femur 05-Mar-2021", "femoral_neck left bmd 0.733 prior 2021-03-05"),
        ("Left Femur (prior)", "femoral_neck left bmd 0.733 prior None"),
        ("Left Femur - baseline", "femoral_neck left bmd 0.733 prior None"),
        ("Left Femur Reference", ""),
    ],
)
def test_the_type_of_a_scan_in_xml_tells_an_earlier_one(kind, expected):
    assert expected == first(ge_obj(xml("14/05/2024", scan(kind, NECK_ROW))))
