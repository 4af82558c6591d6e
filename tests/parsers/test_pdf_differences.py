"""A row of differences is used only where its own group bears it out."""

import pytest

from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.reading import read_pdf

HEADS = (("Region", 60), ("Area (cm2)", 150), ("BMC (g)", 220), ("BMD (g/cm2)", 300), ("T - score", 380))


@pytest.mark.parametrize(("difference", "held"), [("0.030", {"None"}), ("0.088", {"CONSISTENCY_FAILED"})])
def test_a_difference_counts_only_where_left_and_right_differ_by_it(difference, held):
    sheet = Sheet()
    rows = (
        tuple(text for text, _ in HEADS),
        ("Troch",),
        ("Left", "12.06", "6.35", "0.527", "-1.8"),
        ("Right", "12.11", "6.02", "0.497", "-2.1"),
        ("|Diff.|", "0.05", "0.33", difference, "0.3"),
    )
    sheet.text(60, 40, "Hologic Discovery")
    sheet.text(60, 60, "Scan Type: a Dual Hip")
    for number, row in enumerate(rows):
        for text, (_, x) in zip(row, HEADS, strict=False):
            sheet.text(x, 100 + 12 * number, text)
    report = read_pdf(sheet.finish(), "digest", Limits())

    assert {str(row.held) for row in report.measurements if row.side == "difference"} == held
