"""Lists of components, cards and tiles: every number is of the quantity whose name stands beside it."""

import pytest

from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.reading import read_pdf
from parsers.pdf.shapes.components import named


def values(*lines):
    """Return what is read of lines of words, each (x, text), below a title and the day of the examination."""
    sheet = Sheet()
    sheet.text(60, 40, "Bone density results", 12)
    sheet.text(60, 56, "Exam date: 2025-03-14")
    for number, line in enumerate(lines):
        for x, text in line:
            sheet.text(x, 90 + 16 * number, text)
    report = read_pdf(sheet.finish(), "digest", Limits())
    return {
        (row.region.value, row.side.value if row.side else None, row.quantity.value, row.current): str(row.value)
        for row in report.measurements
        if row.held is None
    }


NECK = ("femoral_neck", "left")
SPINE = ("lumbar_spine", None)


def test_the_limit_beside_a_component_is_not_its_value():
    read = values(
        ((60, "Component"), (260, "Value"), (340, "Ref Range"), (420, "Flag")),
        ((60, "Lumbar spine (L1-L4) BMD"), (260, "0.912 g/cm2")),
        ((60, "Lumbar spine (L1-L4) T-score"), (260, "-2.2"), (340, ">= -1.0"), (420, "L")),
        ((60, "T-score, Left femoral neck"), (340, ">= -1.0")),
        ((60, "Z-score, Left femoral neck"), (260, "0.3"), (340, "> -2.0")),
    )

    assert {
        (*SPINE, "bmd", True): "0.912",
        (*SPINE, "t_score", True): "-2.2",
        (*NECK, "z_score", True): "0.3",
    } == read


def test_a_flowsheet_keeps_its_days_apart():
    read = values(
        ((60, "Result"), (260, "2025-03-14"), (340, "2021-02-03")),
        ((60, "Left femoral neck T-score"), (260, "-2.2"), (340, "-1.9")),
        ((60, "Left femoral neck Z-score"), (340, "-0.4")),
    )

    assert {
        (*NECK, "t_score", True): "-2.2",
        (*NECK, "t_score", False): "-1.9",
        (*NECK, "z_score", False): "-0.4",
    } == read


@pytest.mark.parametrize("turned", [False, True])
def test_tiles_name_their_numbers_above_or_below(turned):
    labels, numbers = ("BMD (g/cm2)", "T-score", "Z-score"), ("0.701", "-2.2", "-0.4")
    lines = [tuple(zip((60, 180, 300), line, strict=True)) for line in (labels, numbers)]
    read = values(((60, "Left femoral neck"),), *(lines[::-1] if turned else lines))

    assert {(*NECK, "bmd", True): "0.701", (*NECK, "t_score", True): "-2.2", (*NECK, "z_score", True): "-0.4"} == read


def test_labels_between_two_lines_of_numbers_name_neither():
    line = ((60, "BMD (g/cm2)"), (180, "T-score"))
    read = values(
        ((60, "Left femoral neck"),), ((60, "0.701"), (180, "-2.2")), line, ((60, "0.811"), (180, "-1.2")), line
    )

    assert (*NECK, "bmd", True) not in read
    assert (*NECK, "t_score", True) not in read


def test_cards_beside_each_other_keep_their_own_numbers():
    read = values(
        ((60, "Lumbar spine (L1-L4)"), (240, "Left femoral neck")),
        ((60, "-2.2"), (240, "-1.4")),
        ((60, "T-score"), (240, "T-score")),
        ((60, "BMD 0.912 g/cm2"), (240, "BMD 0.801 g/cm2")),
    )

    assert {
        (*SPINE, "t_score", True): "-2.2",
        (*SPINE, "bmd", True): "0.912",
        (*NECK, "t_score", True): "-1.4",
        (*NECK, "bmd", True): "0.801",
    } == read


def test_a_side_below_the_name_of_a_column_is_of_that_column():
    read = values(
        ((160, "Femoral neck"), (280, "Femoral neck")),
        ((170, "left"), (290, "right")),
        ((60, "T-score"), (170, "-2.2"), (290, "-1.4")),
        ((60, "Z-score"), (170, "-0.2"), (290, "0.6")),
    )

    assert {key[1] for key in read} <= {"left", "right"}


def test_a_name_tells_site_and_quantity_in_either_order():
    told = [named(text) for text in ("BMD, Lumbar spine (L1-L4)", "Right total hip Z-score", "T-score", "Calcium")]

    assert [found and (found[0], found[1].column.value) for found in told] == [
        ("Lumbar spine (L1-L4)", "bmd"),
        ("Right total hip", "z_score"),
        None,
        None,
    ]


def test_a_history_names_the_day_of_an_examination_whose_own_day_is_ambiguous():
    sheet = Sheet()
    sheet.text(60, 40, "Bone density results", 12)
    sheet.text(60, 56, "Exam date: 04/07/2025")
    sheet.text(60, 90, "Left femoral neck")
    for number, row in enumerate((("Date", "BMD (g/cm2)", "T-score"), ("07-Apr-2025", "0.701", "-2.2"))):
        for x, text in zip((60, 160, 260), row, strict=True):
            sheet.text(x, 104 + 13 * number, text)
    report = read_pdf(sheet.finish(), "digest", Limits())

    assert {(str(row.value), row.current) for row in report.measurements} == {("0.701", True), ("-2.2", True)}


NAMES = ((60, "Lumbar spine (L1-L4)"), (240, "Left femoral neck"))


@pytest.mark.parametrize(
    "lines",
    [
        # The limit of a component without a value.
        (((60, "Component"), (240, "Value"), (300, "Range")), ((60, "Left femoral neck T-score"), (300, "-1.0"))),
        # Numbers of a day that is not today's.
        (
            NAMES,
            ((60, "Previous"), (240, "Previous")),
            ((60, "-2.2"), (240, "-1.4")),
            ((60, "T-score"), (240, "T-score")),
        ),
        (NAMES, ((60, "T-score -2.2"), (240, "T-score -1.4")), ((60, "was -1.9 in 2021"), (240, "was -1.2 in 2021"))),
        # Two lines of numbers under one of labels.
        (
            ((60, "Left femoral neck"),),
            ((60, "BMD (g/cm2)"), (180, "T-score")),
            ((60, "0.701"), (180, "-2.2")),
            ((60, "0.731"), (180, "-1.9")),
        ),
        # A limit under the same name as the score.
        (((60, "Left femoral neck"),), ((60, "T-score"), (180, "T-score")), ((60, "-2.2"), (180, "-2.5"))),
    ],
)
def test_what_may_be_a_limit_or_of_another_day_is_not_read(lines):
    assert values(*lines) == {}
