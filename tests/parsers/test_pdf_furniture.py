"""Loose cells of a damaged printout are never taken for what a letter says."""

import pytest

from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.reading import read_pdf

AXIS = ("AP Spine: L1-L4 (BMD)", "1.42", "1.30", "Age (years)", "BMD (g/cm²)", "T-score")
COMMENT = ("Right Femur: Total (BMD)", "BMD (g/cm²) T-score", "COMMENTS: 1.104 0.2 1.2", "Image not for diagnosis")
PARAMETERS = ("DualFemur: Neck", "T-score", "Neck Angle (deg)= 50 0.00:0.00 37.0 µGy", "Filename: 1.dfx")
BODY = ("Total Body", "BMD (g/cm²)", "Total BMD CV 1.0%, ACF = 1.029", "1.4", "BMD", "0.6")
VERTEBRAE = ("Region", 60), ("Area (cm2)", 150), ("BMC (g)", 220), ("BMD (g/cm2)", 300), ("T - score", 380)
L1, L3 = ("L1", "10.96", "8.82", "0.805", "-1.1"), ("L3", "12.80", "10.93", "0.857", "-1.9")


def parsed(*texts):
    sheet = Sheet()
    for x, y, text in texts:
        sheet.text(x, y, text, 8)
    try:
        return read_pdf(sheet.finish(), "digest", Limits()).measurements
    except DocumentError:
        return ()


@pytest.mark.parametrize("lines", [AXIS, COMMENT, PARAMETERS, BODY])
def test_axes_parameters_and_stray_cells_of_a_printout_are_no_values(lines):
    found = parsed(*((60, 60 + 14 * number, line) for number, line in enumerate(lines)))

    assert found == ()


def spine(second, total):
    rows = (tuple(text for text, _ in VERTEBRAE), L1, second, L3, total)
    cells = [
        (x, 120 + 12 * at, text) for at, row in enumerate(rows) for text, (_, x) in zip(row, VERTEBRAE, strict=True)
    ]
    return parsed(
        (60, 60, "Hologic Discovery"), (60, 80, "Scan Type: a Lumbar Spine"), *(cell for cell in cells if cell[2])
    )


@pytest.mark.parametrize(
    "second",
    [("", "11.56", "9.30", "0.804", "-2.2"), ("", "11.56", "", "0.804", "-2.2")],
)
def test_a_total_over_a_row_without_its_name_is_held_whole(second):
    found = spine(second, ("Total", "35.32", "29.05", "0.822", "-1.8"))
    total = [row for row in found if len(row.levels) > 1]

    assert {row.value for row in found if row.levels == ("L1",)}
    assert total
    assert all(row.held for row in total)


def test_what_does_not_sum_up_holds_the_scores_of_its_row_too():
    found = spine(("L2", "11.56", "9.30", "0.804", "-2.2"), ("Total", "50.40", "41.13", "0.816", "-1.8"))

    assert {str(row.held) for row in found if len(row.levels) > 1} == {"CONSISTENCY_FAILED"}


@pytest.mark.parametrize(("day", "held"), [("Measured: 11/25/2021", {"None"}), ("", {"STUDY_CONFLICT", "None"})])
def test_the_newest_row_of_a_trend_is_no_prior_where_the_page_lost_its_day(day, held):
    lines = ((60, 40, "GE Lunar Prodigy"), (60, 60, "AP Spine Bone Density"), (300, 40, day or "Lunar"))
    heads = (("Measured Date", 60), ("Age (years)", 160), ("BMD (g/cm2)", 260))
    rows = (("11/25/2021", "70.3", "0.934"), ("6/28/2020", "68.9", "0.965"))
    cells = [(x, 134 + 12 * at, text) for at, row in enumerate(rows) for text, (_, x) in zip(row, heads, strict=True)]
    title = (60, 106, "Densitometry Trend: L1-L4")
    found = parsed(*lines, title, *((x, 120, text) for text, x in heads), *cells)

    assert {str(row.held) for row in found} == held
