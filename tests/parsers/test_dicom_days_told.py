"""Days and times told by texts and codes in the tree of a structured report, or printed by XML against its header."""

import pytest

from fixtures.dicom_objects import item
from tests.acceptance.reading import line, read
from tests.acceptance.shapes import LEFT, NECK, ge_obj, group, mod, roi, scan, tid, tree_roi, tree_scan
from tests.acceptance.sheet_reports_6 import scores, sided

NECK_ROW = roi("Neck", bmd="0.733", t="-2.2")
TREE = tree_scan("Left Femur", tree_roi("Neck", bmd="0.733", t="-2.2"))


def first(made):
    report = read(made)
    row = report.measurements[0]
    return line(row), str(row.exam_date), row.held, "STUDY_CONFLICT" in {issue.code for issue in report.issues}


def told(name, text):
    return item("TEXT", ("1", "99X", name), text=text)


TODAY = ("femoral_neck left bmd 0.733", "2024-05-14")
EARLIER = ("femoral_neck left bmd 0.733 prior", "2021-03-03")
UNDATED = ("femoral_neck left bmd 0.733 prior", "None")


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        *[(told(name, "03-Mar-2021"), EARLIER) for name in ("Date", "Acquisition Date", "Study date", "Scanned on")],
        (told("Untersuchungsdatum", "03.03.2021"), EARLIER),
        (told("Date", "14-May-2024"), TODAY),
        (told("Birth date", "03-Mar-1951"), TODAY),
        (told("Calibration date", "03-Mar-2021"), TODAY),
        (told("Time Point", "3 years ago"), UNDATED),
        (told("Time Point", "Baseline"), UNDATED),
        (told("Temporal comparison", "Stable compared to prior"), TODAY),
        (told("Comparison", "Prior DXA 2021: decreased"), TODAY),
        (told("Acquisition time", "10:14"), TODAY),
        (mod(("1", "99X", "Temporal context"), ("2", "99X", "Prior")), UNDATED),
        (mod(("1", "99X", "Temporal relation"), ("2", "99X", "Current")), TODAY),
        (mod(("1", "99X", "Exam type"), ("2", "99X", "Previous examination")), UNDATED),
    ],
)
def test_a_group_is_of_the_day_its_texts_tell(mark, expected):
    found = first(tid(group(sided(NECK, LEFT), mark, *scores("0.733", "-2.2", "-0.9"))))

    assert expected == found[:2]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("14-May-2024", (*TODAY, None, False)),
        ("15/05/2024", (*TODAY, None, False)),
        ("02-Nov-2021", (TODAY[0], "2021-11-02", None, True)),
        ("02/11/2021", (*TODAY, "STUDY_CONFLICT", True)),
        ("", (*TODAY, None, False)),
    ],
)
def test_a_day_above_all_scans_of_a_tree_is_that_of_its_values(day, expected):
    assert expected == first(ge_obj(tree=[told("EXAM_DATE", day), TREE]))


def printed(*parts):
    days = (f"<EXAM_DATE>{part}</EXAM_DATE>" if not part.startswith("<") else part for part in parts)
    return ge_obj(f"<DXA_RESULTS>{''.join(days)}</DXA_RESULTS>")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("14/05/2024",), (*TODAY, None, False)),
        (("02-Nov-2021",), (TODAY[0], "2021-11-02", None, True)),
        (("02/11/2021",), (*TODAY, "STUDY_CONFLICT", True)),
        (("14/05/2024", "02/11/2021"), (*TODAY, "STUDY_CONFLICT", True)),
        (("14/05/2024", "14/05/2024"), (*TODAY, None, False)),
        (("13/05/2024", "14/05/2024"), (*TODAY, None, False)),
        (("",), (*TODAY, None, False)),
    ],
)
def test_a_day_of_xml_far_from_the_study_is_read_or_holds_the_values(parts, expected):
    assert expected == first(printed(*parts, scan("Left Femur", NECK_ROW)))
