"""Print templates of the makers, and the arrangements only some of them have."""

from datetime import UTC, datetime
from random import Random

import pytest

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures.corpus.families.pdf_templates import SHAPES
from fixtures.corpus.score import WRONG, score_of
from fixtures.pdf_sheet import Sheet
from parsers.pdf.headings.columns import Column, is_spanning, meaning_of
from parsers.pdf.reader import PARSER


def read(content):
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, Limits())


def printed(*lines, size=8):
    """Return a page of lines 14 points apart, each a list of (x, text)."""
    sheet = Sheet()
    for number, line in enumerate(lines):
        for x, text in line:
            sheet.text(x, 60 + 14 * number, text, size)
    return read(sheet.finish())


def days(report, region="total_hip"):
    return {
        (str(row.exam_date), row.quantity.value, str(row.value), row.current)
        for row in report.measurements
        if row.region.value == region
    }


def failures_of(shape, index):
    sample = shape(Random(f"9/{shape.__module__}.{shape.__name__}/{index}"))  # noqa: S311 - documents, not secrets
    if sample.truth.error:
        return []
    wanted = {*WRONG, "missing", "fact-missing", "fact-wrong"}
    score = score_of(sample.truth, read(sample.content))
    return [(shape.__name__, index, item.text) for item in score.failures if item.kind in wanted]


@pytest.mark.slow
def test_every_template_is_read_and_nothing_is_wrong():
    failures = [failure for shape in SHAPES for index in range(3) for failure in failures_of(shape, index)]

    assert failures == []


HEAD = [(60, "Hologic Horizon A"), (300, "Scan Date: March 20, 2023")]
COLUMNS = [(60, "Region"), (180, "Exam Date"), (260, "BMD (g/cm2)"), (340, "T-score")]


def test_a_name_beside_the_first_of_its_days_holds_for_the_others():
    report = printed(
        HEAD,
        [],
        COLUMNS,
        [(60, "Left Femoral Neck"), (180, "03/20/2023"), (260, "0.801"), (340, "-1.7")],
        [(180, "02/14/2020"), (260, "0.812"), (340, "-1.6")],
        [(60, "Left Total Hip"), (180, "03/20/2023"), (260, "0.901"), (340, "-0.9")],
    )

    assert ("2020-02-14", "t_score", "-1.6", False) in days(report, "femoral_neck")
    assert {("2023-03-20", "bmd", "0.901", True), ("2023-03-20", "t_score", "-0.9", True)} == days(report)


def test_names_beside_the_last_of_their_days_are_not_given_to_the_next_site():
    report = printed(
        HEAD,
        [],
        COLUMNS,
        [(180, "02/14/2020"), (260, "0.812"), (340, "-1.6")],
        [(60, "Left Femoral Neck"), (180, "03/20/2023"), (260, "0.801"), (340, "-1.7")],
        [(180, "02/14/2020"), (260, "0.911"), (340, "-0.8")],
        [(60, "Left Total Hip"), (180, "03/20/2023"), (260, "0.901"), (340, "-0.9")],
    )

    assert not [row for row in report.measurements if not row.current]


def test_days_over_several_sites_may_have_ages_and_units_below_their_headings():
    report = printed(
        [(60, "Lunar iDXA"), (300, "Measured: 3/20/2023 9:10:00 AM (15)")],
        [(180, "AP Spine L1-L4"), (330, "Left Total Hip")],
        [(60, "Date"), (120, "Age"), (170, "BMD"), (240, "T-score"), (320, "BMD"), (390, "T-score")],
        [(170, "(g/cm2)"), (320, "(g/cm2)")],
        [(60, "3/20/2023"), (120, "66.1"), (170, "1.060"), (240, "-1.0"), (320, "0.901"), (390, "-0.9")],
        [(60, "2/14/2020"), (120, "63.0"), (170, "1.084"), (240, "-0.8"), (320, "0.914"), (390, "-0.8")],
    )

    assert ("2020-02-14", "bmd", "1.084", False) in days(report, "lumbar_spine")
    assert ("2023-03-20", "t_score", "-0.9", True) in days(report)


def test_a_row_of_results_is_no_second_line_of_its_heading():
    report = printed(
        HEAD,
        [],
        [(60, "Region"), (180, "Classification"), (260, "BMD (g/cm2)"), (340, "T-score")],
        [(60, "Left Total Hip"), (180, "Normal"), (260, "0.901"), (340, "-0.9")],
        [(60, "Right Total Hip"), (180, "Normal"), (260, "0.914"), (340, "-0.8")],
    )

    assert ["-0.9", "-0.8"] == [str(row.value) for row in report.measurements if row.quantity.value == "t_score"]


def test_scores_with_their_percentage_in_brackets_are_scores():
    report = printed(
        [(60, "Lunar DPX-NT"), (200, "Left Femur Bone Density")],
        [],
        [(60, "Region"), (180, "BMD (g/cm2)"), (260, "T-score (%)"), (340, "Z-score (%)")],
        [(60, "Neck"), (180, "0.801"), (260, "-1.7 (77)"), (340, "-0.4 (94)")],
        [(60, "Total"), (180, "0.901"), (260, "-0.9 (89)"), (340, "0.1 (101)")],
    )

    assert ["-1.7", "-0.9"] == [str(row.value) for row in report.measurements if row.quantity.value == "t_score"]
    assert not [row for row in report.measurements if row.value > 10]


def test_headings_of_numbered_footnotes_and_of_percentages_are_known():
    cases = {
        "BMD 1 g/cm2": Column.BMD,
        "Young Adult 2 %": Column.YOUNG,
        "% T": Column.YOUNG,
        "% Z": Column.MATCHED,
        "Sup. cm2": Column.AREA,
        "Corr. età Z-score": Column.Z,
        "Ad. même âge Z-score": Column.Z,
        "Vertèbre": Column.REGION,
        # A number behind the word for a place or an examination is no footnote.
        "Exam 1": None,
        "Site 2": None,
    }
    found = {text: (meaning.column if (meaning := meaning_of(text, {})) else None) for text in cases}

    assert cases == found
    assert is_spanning("Age Matched 3")


def overprinted(*sides):
    """Return a DualFemur page whose densities are printed over the ends of their sides."""
    head = [(60, "Lunar iDXA"), (200, "DualFemur Bone Density")]
    titles = [(60, "Region"), (100, "BMD (g/cm2)"), (190, "T-score"), (240, "Z-score")]
    rows = [[(60, f"Neck {side}"), (86, bmd), (190, t), (240, "0.1")] for side, bmd, t in sides]
    return printed(head, [], titles, *rows)


def test_a_number_printed_over_the_end_of_its_name_is_told_apart_by_the_order_of_drawing():
    report = overprinted(("Left", "0.801", "-1.7"), ("Right", "0.912", "-0.9"), ("Mean", "0.857", "-1.3"))
    found = {(str(row.side), str(row.value)) for row in report.measurements if row.quantity.value in {"bmd", "t_score"}}

    assert {
        ("left", "0.801"),
        ("left", "-1.7"),
        ("right", "0.912"),
        ("right", "-0.9"),
        ("mean", "0.857"),
        ("mean", "-1.3"),
    } == found


def test_the_total_of_a_whole_body_without_its_table_is_not_of_the_spine():
    limbs = [[(60, name), (200, "0.798")] for name in ("L Arm", "L Ribs", "T Spine", "L Spine", "L Leg")]
    report = printed([(60, "Bone density, BMD in g/cm2")], *limbs, [(60, "Total"), (200, "0.933")])

    assert [row for row in report.measurements if row.held is None] == []


def raised(rise, small):
    """Return a page whose units have their power as a small digit, drawn by itself."""
    sheet = Sheet()
    sheet.text(60, 40, "Lunar iDXA")
    sheet.text(200, 40, "Left Femur Bone Density")
    for x, name, unit in ((60, "Region", ""), (140, "BMD", "(g/cm"), (200, "Area", "(cm"), (260, "T-score", "")):
        sheet.text(x, 80, name)
        if unit:
            end = sheet.text(sheet.text(x, 90, unit), 90 - rise, "2", small)
            sheet.text(end, 90, ")")
    for x, text in ((60, "Neck"), (140, "0.801"), (200, "5.12"), (260, "-1.7")):
        sheet.text(x, 104, text)
    return read(sheet.finish())


@pytest.mark.parametrize(("rise", "small"), [(3, 5), (2.5, 6), (0, 5), (3, 8), (4, 4.5)])
def test_a_power_set_as_a_raised_digit_belongs_to_its_unit(rise, small):
    found = {row.quantity.value: (str(row.value), row.unit.value, row.held) for row in raised(rise, small).measurements}

    assert {"bmd": ("0.801", "g/cm2", None), "area": ("5.12", "cm2", None), "t_score": ("-1.7", "1", None)} == found


def test_a_line_that_names_a_side_holds_for_the_rows_below_it():
    titles = [(60, "Region"), (140, "BMD (g/cm2)"), (220, "T-score")]
    parts = [[(60, "Neck"), (140, "0.801"), (220, "-1.7")], [(60, "Total"), (140, "0.901"), (220, "-0.9")]]
    head = [(60, "Lunar iDXA"), (200, "Femur Bone Density")]
    report = printed(head, [], titles, [(60, "Left")], *parts, [(60, "Right")], parts[0])
    found = {(row.region.value, str(row.side)) for row in report.measurements}

    assert {("femoral_neck", "left"), ("total_hip", "left"), ("femoral_neck", "right")} == found
