"""Titles that stand so close above a table that they might be words of its headings."""

import pytest

from tests.acceptance.drawing import pdf, write
from tests.acceptance.reading import lines, read


@pytest.mark.parametrize("title", ["Right Femur Bone Density", "Right Hip Bone Density", "Right Femur"])
@pytest.mark.parametrize("gap", [12, 16, 24])
def test_a_title_close_above_a_table_is_no_part_of_its_headings(title, gap):
    columns, top = (60, 130, 200, 270), 690
    cells = [
        (top - gap, ("Region", "BMD", "T-score", "Z-score")),
        (top - gap - 10, ("", "(g/cm²)")),
        (top - gap - 24, ("Neck", "0.760", "-2.0", "-0.6")),
        (top - gap - 37, ("Total", "0.812", "-1.6", "-0.4")),
    ]

    def draw(sheet):
        write(
            sheet, 60, 740, ["Birth Date: 02/21/1951", "Measured: 10/23/2023   Lunar iDXA enCORE v18"], size=9, pitch=14
        )
        write(sheet, 60, top, [title], font="Helvetica-Bold", size=10)
        for y, row in cells:
            for x, cell in zip(columns, row, strict=False):
                write(sheet, x, y, [cell], size=9)

    found = {part for part in lines(read(pdf(draw))) if "bmd" in part}
    assert {"femoral_neck right bmd 0.760", "total_hip right bmd 0.812"} == found
