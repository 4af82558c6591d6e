"""Sentences of a structured report stand under the names of the containers around them, and under bare sites."""

import pytest

from fixtures.dicom_objects import item, report
from tests.acceptance.reading import line, read
from tests.acceptance.shapes import COMP, rep
from tests.acceptance.sheet_reports_6 import FINDINGS, prose, section

NECK, TOTAL = "femoral_neck left t_score -1.1", "total_hip left t_score -0.9"


def said(content):
    return {line(row) for row in read(content).measurements}


def comment(name, text):
    return item("TEXT", ("a", "99V", name), text=text)


@pytest.mark.parametrize(
    ("boxes", "name", "expected"),
    [
        (("Left Hip",), "Neck", NECK),
        (("Left Femur",), "Femoral Neck", NECK),
        (("Left Hip", "Femoral Neck"), "Comment", NECK),
        (("Findings", "Left Hip", "Neck"), "Finding", NECK),
        (("Hüfte links",), "Schenkelhals", NECK),
        (("Hanche gauche",), "Col", NECK),
        (("Right Hip", "Left Hip"), "Neck", NECK),
        (("Left Forearm",), "Radius 33%", "radius_33 left t_score -1.1"),
        (("Left Hip",), "Ward's", "wards_triangle left t_score -1.1"),
    ],
)
def test_a_sentence_has_the_side_of_the_container_around_its_site(boxes, name, expected):
    content = comment(name, "T-score -1.1")
    for box in reversed(boxes):
        content = section(box, content)

    assert {expected} == said(rep(report(("R", "99V", "DXA Report"), [content], COMP)))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Left hip:", "Femoral neck T-score -1.1", "Total hip T-score -0.9"), {NECK, TOTAL}),
        (
            ("Left hip", "Femoral neck T-score -1.1", "L1-L4 T-score -2.0"),
            {NECK, "lumbar_spine L1+L2+L3+L4 t_score -2.0"},
        ),
        (("Right hip:", "Not measured.", "Left hip:", "Femoral neck T-score -1.1"), {NECK}),
        (("Left femoral neck", "T-score: -1.1"), {NECK}),
    ],
)
def test_a_text_that_is_a_bare_site_heads_the_texts_behind_it(texts, expected):
    assert expected == said(prose((FINDINGS, *texts)))
