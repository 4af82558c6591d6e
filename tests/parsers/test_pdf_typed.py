"""Tables typed as text: a cell belongs to its heading by bars or by count, not by where it happens to stand."""

import pytest

from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.reading import read_pdf


def parsed(*lines, font="Helvetica"):
    sheet = Sheet()
    for number, line in enumerate(("Dear colleague,", "Bone densitometry (DXA) of today.", *lines)):
        sheet.text(60, 60 + 14 * number, line, 8, font)
    report = read_pdf(sheet.finish(), "digest", Limits())
    return {
        (str(row.region), str(row.quantity), row.current): str(row.value) for row in report.measurements if not row.held
    }


def test_cells_between_bars_are_of_the_heading_with_as_many_bars_before_it():
    found = parsed(
        "Region | BMD current (g/cm2) | T-score | BMD previous (g/cm2)",
        "Femoral neck left | 0.620 | -2.05 | 0.650",
        "Total hip left | 0.712 | -1.80 | 0.745",
    )

    assert found["femoral_neck", "t_score", True] == "-2.05"
    assert found["femoral_neck", "bmd", True] == "0.620"
    assert found["femoral_neck", "bmd", False] == "0.650"
    assert found["total_hip", "t_score", True] == "-1.80"


@pytest.mark.parametrize("font", ["Helvetica", "Courier"])
def test_a_row_at_single_blanks_with_an_empty_cell_gives_no_score_to_the_wrong_heading(font):
    found = parsed(
        "Right hip",
        "Region BMD(g/cm2) T-score Z-score",
        "Femoral neck 0.529 N/A -2.1",
        "Total hip 0.700 -1.5 -0.7",
        font=font,
    )

    assert ("femoral_neck", "t_score", True) not in found
    assert found.get(("femoral_neck", "z_score", True), "-2.1") == "-2.1"
    assert found.get(("total_hip", "t_score", True), "-1.5") == "-1.5"


def test_cells_at_tab_stops_that_a_long_heading_overran_are_counted():
    found = parsed(
        "Right hip",
        "Region  BMD (g/cm2)     T-Score Z-Score",
        "Neck    0.649   -1.5    -0.2",
        "Total   0.784   --      0.0",
        font="Courier",
    )

    assert ("total_hip", "t_score", True) not in found
    assert found["femoral_neck", "t_score", True] == "-1.5"
    assert found["femoral_neck", "z_score", True] == "-0.2"
