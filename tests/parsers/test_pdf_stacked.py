"""Tables set below each other under headings of their own, and the captions between them."""

import pytest

from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.reading import read_pdf
from tests.acceptance.reading import lines

HEADS = ("BMD (g/cm²)", "T-score", "Z-score")
SPINE = (("L1-L4", "0.911", "-2.2", "-0.9"),)
LEFT = (("Femoral neck", "0.727", "-2.2", "-1.0"), ("Total hip", "0.755", "-2.0", "-0.8"))
RIGHT = (("Femoral neck", "0.733", "-2.2", "-1.0"), ("Total hip", "0.766", "-1.9", "-0.7"))


def page(*blocks, before=("Bone densitometry (DXA)", "Scan date 07/21/2024")):
    """Return the report of blocks of a caption, rows, and how far right the columns begin."""
    sheet = Sheet()
    y = 60
    for text in before:
        sheet.text(60, y, text)
        y += 20
    for caption, rows, left in blocks:
        sheet.text(60, y + 10, caption)
        y += 24
        for row in (("", *HEADS), *rows):
            for x, text in zip((60, left, left + 90, left + 150), row, strict=True):
                sheet.text(x, y, text)
            y += 14
    return read_pdf(sheet.finish(), "digest", Limits(), confirm=False)


def named(place, rows):
    """Return rows as they are read, each name exchanged for a place."""
    quantities = ("bmd", "t_score", "z_score")
    regions = {"Femoral neck": f"femoral_neck {place}", "Total hip": f"total_hip {place}"}
    return {
        f"{regions.get(name, place)} {quantity} {value}"
        for name, *values in rows
        for quantity, value in zip(quantities, values, strict=True)
    }


WHOLE = named("lumbar_spine L1+L2+L3+L4", SPINE)


@pytest.mark.parametrize("shift", [0, 40, 80])
def test_rows_below_the_next_headings_are_none_of_the_table_above(shift):
    found = lines(page(("Spine", SPINE, 160), ("Left hip", LEFT, 160 + shift), ("Right hip", RIGHT, 160 + shift)))

    assert found == WHOLE | named("left", LEFT) | named("right", RIGHT)


@pytest.mark.parametrize(
    "caption",
    [
        "Comparison: 02/14/2021", "2021", "Previous scan (other hospital)", "Left hip, last exam", "Vorwerte",
        "Mean of both hips",
    ],
)  # fmt: skip
def test_a_second_table_under_a_caption_of_another_examination_is_not_of_today(caption):
    report = page(("Spine", SPINE, 160), (caption, LEFT, 160))

    assert {line for line in lines(report) if not line.endswith("prior")} == WHOLE


@pytest.mark.parametrize("remark", ["Comparison: 02/14/2021", "Previous fracture: wrist", "No previous scan"])
def test_a_remark_above_the_first_table_is_none_about_its_rows(remark):
    assert lines(page((remark, SPINE, 160))) == WHOLE


@pytest.mark.parametrize("caption", ["Left hip, no previous scan", "Left hip", "Left hip (no prior fracture)"])
def test_a_caption_that_names_no_other_examination_keeps_its_table(caption):
    report = page(("Spine", SPINE, 160), (caption, LEFT, 160))

    assert "DATE_AMBIGUOUS" not in {row.held for row in report.measurements}


@pytest.mark.parametrize("day", ["06/07/2022", "2022"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_days_in_two_lines_of_headings_are_each_of_the_one_above_it(day, order):
    sheet = Sheet()
    for number, text in enumerate(("Bone densitometry (DXA)", "Scan date 07/21/2024")):
        sheet.text(60, 60 + 20 * number, text)
    spans = [("current", "0.911", "-2.2"), (day, "0.955", "-1.9")]
    sheet.text(60, 134, "Region")
    sheet.text(60, 170, "L1-L4")
    for number, at in enumerate(order):
        when, bmd, t = spans[at]
        x = 160 + 150 * number
        for left, texts, top in ((x, ("BMD", when, "(g/cm²)"), 126), (x + 80, ("T-score", when), 130)):
            for line, text in enumerate(texts):
                sheet.text(left, top + 9 * line, text)
        sheet.text(x, 170, bmd)
        sheet.text(x + 80, 170, t)
    found = lines(read_pdf(sheet.finish(), "digest", Limits(), confirm=False)) | {""}
    place = "lumbar_spine L1+L2+L3+L4"

    assert {f"{place} bmd 0.955", f"{place} t_score -1.9"}.isdisjoint(found)
