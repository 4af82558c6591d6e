"""Scans in GE's XML that have a day of their own, or stand in an element of earlier or of nobody's values."""

import pytest

from fixtures.dicom_objects import item, number, report
from tests.acceptance.reading import line, read
from tests.acceptance.shapes import COMP, ONE, G, ge_obj, rep, roi, scan, tree_roi, tree_scan
from tests.acceptance.sheet_reports_6 import section

DAY = "<EXAM_DATE>14/05/2024</EXAM_DATE>"
HIP = scan("Left Femur", roi("Neck", bmd="0.711"))
SPINE = scan("AP Spine", roi("L1-L4", bmd="0.999"))
NOW, BEFORE = "femoral_neck left bmd 0.711", "lumbar_spine L1+L2+L3+L4 bmd 0.999 prior"
DATED = SPINE.replace('id="1">', 'id="1"><EXAM_DATE>11/03/2020</EXAM_DATE>')
RESULTS = {
    f"{DAY}{HIP}<PREVIOUS_EXAM>{SPINE}</PREVIOUS_EXAM>": {NOW, f"{BEFORE} None"},
    f"{DAY}{HIP}<BASELINE><EXAM_DATE>11/03/2020</EXAM_DATE>{SPINE}</BASELINE>": {NOW, f"{BEFORE} 2020-03-11"},
    f"{DAY}{HIP}{DATED}": {NOW, f"{BEFORE} 2020-03-11"},
    f'{DAY}{HIP}<EXAM date="11/03/2020">{SPINE}</EXAM>': {NOW, f"{BEFORE} 2020-03-11"},
    f'<EXAM date="5/14/2024">{HIP}</EXAM><EXAM date="3/20/2020">{SPINE}</EXAM>': {NOW, f"{BEFORE} 2020-03-20"},
    f"{DAY}{HIP}<REFERENCE>{SPINE}</REFERENCE>": {NOW},
    f"{DAY}<RESULTS>{HIP}</RESULTS>": {NOW},
    HIP.replace('id="1">', 'id="1"><EXAM_DATE>14/05/2024</EXAM_DATE>'): {NOW},
}


@pytest.mark.parametrize("content", RESULTS)
def test_a_scan_is_of_the_examination_it_stands_in(content):
    rows = read(ge_obj(f"<DXA_RESULTS>{content}</DXA_RESULTS>")).measurements

    assert RESULTS[content] == {line(row) if row.current else f"{line(row)} {row.exam_date}" for row in rows}


@pytest.mark.parametrize(
    ("density", "score"),
    [
        ("DMO", "Puntuación T"),
        ("Densité minérale osseuse", "Indice T"),
        ("Knochendichte", "T-Wert"),
        ("Densità minerale ossea", "Punteggio T"),
        ("DMO", "Escore T"),
        ("Botdichtheid", "T-waarde"),
    ],
)
@pytest.mark.parametrize("said", ["{}", "Delta {}", "{} (Referenz)", "{} anterior"])
def test_names_of_values_in_other_languages_have_to_say_nothing_else(density, score, said):
    values = (
        number(("B", "99V", said.format(density)), "0.944", G),
        number(("T", "99V", said.format(score)), "-1.9", ONE),
    )
    content = [section("DXA", section("L1-L4", *values))]
    rows = read(rep(report(("R", "99V", "DXA"), content, COMP))).measurements

    assert len(rows) == (2 if said == "{}" else 0)


@pytest.mark.parametrize("name", ["Neck_L", "L.Neck", "L. Neck", "Neck Left", "Femoral_Neck_Left"])
def test_a_side_may_hang_on_a_name(name):
    content = [section(name, number(("B", "99V", "BMD"), "0.711", G))]

    assert [NOW] == [line(row) for row in read(rep(report(("R", "99V", "DXA"), content, COMP))).measurements]


V = tree_roi("L1-L4", bmd="0.999")


def day(text, name="EXAM_DATE"):
    return item("TEXT", ("82", "GELUNAR", name), text=text)


@pytest.mark.parametrize(
    ("tree", "is_today"),
    [
        ([item("CONTAINER", ("x", "GELUNAR", "11/03/2020"), [tree_scan("AP Spine", V)])], False),
        ([item("CONTAINER", ("x", "GELUNAR", "14/05/2024"), [tree_scan("AP Spine", V)])], True),
        ([tree_scan("AP Spine", day("11/03/2020"), V)], False),
        ([tree_scan("AP Spine", day("14/05/2024"), V)], True),
        ([tree_scan("AP Spine", day("05/14/2024"), V)], True),
        ([tree_scan("AP Spine", day("13-May-2024"), V)], True),
        ([tree_scan("AP Spine", day("03/03/2001", "BASELINE_EXAM_DATE"), V)], True),
        ([day("13-May-2024"), tree_scan("AP Spine", V)], True),
    ],
)
def test_a_scan_of_a_tree_is_of_the_day_above_it(tree, is_today):
    assert [is_today] == [row.current for row in read(ge_obj(tree=tree)).measurements]
