"""What observations say about the others of their group: site, side, day."""

import pytest

from dxa.settings import Limits
from fixtures.hl7_writing import Header, head, obx, sent
from parsers.hl7.tokens import tokenised
from tests.acceptance.reading import lines, read

SPINE, NECK = obx(1, "ST", "SITE^Site^L", "Lumbar spine L1-L4"), obx(3, "ST", "SITE^Site^L", "Left femoral neck")
ALL_LEVELS = "L1+L2+L3+L4"


def t_score(number, value, group="", label="T^T-score^L"):
    return obx(number, "NM", label, value, group=group)


def found(rows, *, held=False):
    content = sent([*head(Header(control="G")), *rows])
    assert len(tokenised(content, Limits())) == 1
    return lines(read(content), held=held)


def grouped(row, group):
    fields = row.split("|")
    fields[4] = group
    return "|".join(fields)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [SPINE, t_score(2, "-1.1"), NECK, t_score(4, "-2.0")],
            {f"lumbar_spine {ALL_LEVELS} t_score -1.1", "femoral_neck left t_score -2.0"},
        ),
        ([t_score(2, "-1.1"), SPINE, t_score(4, "-2.0"), NECK], set()),
        (
            [grouped(SPINE, "1"), t_score(2, "-1.1", "1"), grouped(NECK, "1"), t_score(4, "-2.0", "1")],
            {f"lumbar_spine {ALL_LEVELS} t_score -1.1", "femoral_neck left t_score -2.0"},
        ),
        ([t_score(2, "-1.1", "1"), grouped(SPINE, "1"), t_score(4, "-2.0", "1"), grouped(NECK, "1")], set()),
        (
            [t_score(2, "-1.1", "1"), grouped(SPINE, "1"), t_score(4, "-2.0", "2"), grouped(NECK, "2")],
            {f"lumbar_spine {ALL_LEVELS} t_score -1.1", "femoral_neck left t_score -2.0"},
        ),
        (
            [
                grouped(obx(1, "ST", "SD^Laterality^L", "Right"), "1"),
                t_score(2, "-1.1", "1", "T^Femoral neck T-score^L"),
                t_score(3, "-0.2", "1", "T^L1-L4 T-score^L"),
            ],
            {"femoral_neck right t_score -1.1", f"lumbar_spine {ALL_LEVELS} t_score -0.2"},
        ),
        (
            [
                obx(1, "ST", "SITE^Site^L", "Left hip"),
                t_score(2, "-1.1", label="T^Neck T-score^L"),
                obx(3, "ST", "SITE^Site^L", "Right hip"),
                t_score(4, "-1.4", label="T^Neck T-score^L"),
            ],
            {"femoral_neck left t_score -1.1", "femoral_neck right t_score -1.4"},
        ),
        ([t_score(1, "-1.1", "Right hip", "T^Femoral neck T-score^L")], {"femoral_neck right t_score -1.1"}),
        ([t_score(1, "-1.1", "L.1", "T^Femoral neck T-score^L")], {"femoral_neck t_score -1.1"}),
        (
            [
                grouped(obx(1, "DT", "D^Exam date^L", "20230101"), "2"),
                t_score(2, "-1.1", "1", "T^Left femoral neck T-score^L"),
                t_score(3, "-0.9", "2", "T^Left femoral neck T-score^L"),
            ],
            {"femoral_neck left t_score -1.1", "femoral_neck left t_score -0.9 prior"},
        ),
        (
            [obx(1, "DT", "D^Exam date^L", "20230101"), t_score(2, "-1.1", label="T^Left femoral neck T-score^L")],
            {"femoral_neck left t_score -1.1"},
        ),
        (
            [
                grouped(obx(1, "DT", "D^Previous exam date^L", "20230101"), "1"),
                t_score(2, "-1.1", "1", "T^Left femoral neck T-score^L"),
            ],
            {"femoral_neck left t_score -1.1"},
        ),
        (
            [
                obx(1, "ST", "SC^Scan^L", "Right Femur"),
                obx(2, "ST", "R^ROI^L", "Neck"),
                t_score(3, "-1.9"),
                obx(4, "ST", "R^ROI^L", "Total"),
                t_score(5, "-1.5"),
                obx(6, "ST", "SC^Scan^L", "AP Spine"),
                obx(7, "ST", "R^ROI^L", "L2-L4"),
                t_score(8, "-0.8"),
            ],
            {
                "femoral_neck right t_score -1.9",
                "total_hip right t_score -1.5",
                "lumbar_spine L2+L3+L4 t_score -0.8",
            },
        ),
        (
            [
                grouped(obx(1, "CWE", "B^Body part^L", "HIP^Hip^L"), "1"),
                grouped(obx(2, "CWE", "L^Laterality^L", "L^Left^L"), "1"),
                grouped(obx(3, "ST", "S^Subregion^L", "Femoral neck"), "1"),
                t_score(4, "-1.9", "1"),
            ],
            {"femoral_neck left t_score -1.9"},
        ),
        (
            [
                grouped(SPINE, "1.1"),
                t_score(2, "-1.1", "1.2"),
                grouped(NECK, "2.1"),
                t_score(4, "-2.0", "2.2"),
            ],
            {f"lumbar_spine {ALL_LEVELS} t_score -1.1", "femoral_neck left t_score -2.0"},
        ),
        (
            [obx(1, "ST", "N^Neck Left^L", "T -1.7"), obx(2, "ST", "R^Rib^L", "BMD 0.655 g/cm2")],
            {"femoral_neck left t_score -1.7"},
        ),
        (
            [obx(1, "ST", "N^Neck Left^L", "T -1.7"), obx(2, "ST", "T^Total Left^L", "T -1.4")],
            {"femoral_neck left t_score -1.7", "total_hip left t_score -1.4"},
        ),
    ],
)
def test_a_site_a_side_and_a_day_hold_for_the_observations_they_stand_with(rows, expected):
    assert expected == found(rows)


def test_a_side_that_contradicts_the_label_holds_the_value():
    side = grouped(obx(1, "CWE", "SD^Laterality^L", "7771000^^SCT"), "1")

    assert {"femoral_neck right t_score -1.1"} == found(
        [side, t_score(2, "-1.1", "1", "T^Right femoral neck T-score^L")], held=True
    )


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (obx(2, "NM", "T^Left femoral neck T-score^L", "-2.0"), {"femoral_neck left t_score -1.7 prior"}),
        (obx(2, "NM", "F^FRAX hip^L", "2.0", unit="%"), set()),
        (obx(2, "NM", "T^Left femoral neck T-score^L", "-2.0", status="X"), set()),
    ],
)
def test_a_note_behind_a_number_is_about_it_and_nothing_said_before(owner, expected):
    first = obx(1, "NM", "T^L1-L4 T-score^L", "-1.2")
    notes = ["NTE|1||Degenerative changes at L4.", owner, "NTE|2||Previous T-score -1.7."]

    priors = {value for value in found([first, *notes]) if value.endswith("prior")}

    assert expected == priors


def test_a_class_is_said_of_the_site_its_label_or_group_names():
    rows = [
        obx(1, "CWE", "W^L1-L4 WHO classification^L", "OP^Osteopenia^L"),
        grouped(NECK, "2"),
        obx(4, "ST", "W^WHO category^L", "Osteoporosis", group="2"),
    ]
    classes = read(sent([*head(Header(control="G")), *rows])).text.stated_classes

    assert [("lumbar_spine", "osteopenia"), ("femoral_neck", "osteoporosis")] == [
        (stated.region, stated.classification) for stated in classes
    ]
