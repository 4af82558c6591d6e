"""Printouts of unknown makers whose side or site stands in a title, a field, a spanned cell or over the columns."""

import pytest

from fixtures.corpus.family import family_of, sample_of
from tests.acceptance.drawing import pdf, write
from tests.acceptance.reading import lines, read

FAMILY = family_of("pdf-captioned")


def said(value):
    parts = (value.region, value.side, "+".join(value.levels), value.quantity, value.value)
    return " ".join(part for part in (*parts, "" if value.current else "prior") if part)


@pytest.mark.parametrize("index", range(24))
def test_a_table_is_of_the_site_and_side_that_the_words_around_it_name(index):
    sample = sample_of(FAMILY, 20261123, index)
    expected, optional = ({said(value) for value in part} for part in (sample.truth.values, sample.truth.optional))

    found = lines(read(sample.content))

    assert expected == found - (optional - expected)


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("Left hip replacement in 2010", True),
        ("Prothese rechte H\u00fcfte", True),
        ("Both hips", False),
        ("Patient of Dr. Wright", False),
    ],
)
def test_a_line_that_may_name_the_side_of_unsided_rows_holds_them(title, held):
    def draw(sheet):
        write(sheet, 60, 740, ["DXA bone densitometry", title])
        for x, cells in zip((60, 160, 230, 300, 370), COLUMNS, strict=True):
            write(sheet, x, 640, cells)

    report = read(pdf(draw))

    assert held == (lines(report) == set())
    assert all(row.side is None for row in report.measurements)


COLUMNS = (
    ("Region", "Neck", "Total"),
    ("BMD (g/cm\u00b2)", "0.700", "0.800"),
    ("BMC (g)", "3.50", "24.00"),
    ("Area (cm\u00b2)", "5.00", "30.00"),
    ("T-score", "-1.9", "-1.2"),
)


def test_a_legend_of_the_trabecular_bone_score_is_no_result():
    legend = "Interpretation: TBS > 1.31 normal; 1.23 to 1.31 partially degraded; <= 1.23 degraded."
    report = read(pdf(lambda sheet: write(sheet, 60, 740, ["DXA bone densitometry", legend, "TBS L1-L4: 1.214"])))

    assert lines(report) == {"lumbar_spine L1+L2+L3+L4 tbs 1.214"}
