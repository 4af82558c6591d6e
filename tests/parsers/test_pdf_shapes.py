"""Pages whose headings, labels and sentences are broken, shared or set aside."""

from datetime import UTC, datetime

import pytest

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures.corpus.family import family_of, sample_of
from fixtures.corpus.score import WRONG, score_of
from fixtures.pdf_sheet import Sheet
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.header import Heading
from parsers.pdf.headings.settling import settled
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.reader import PARSER


def read(content):
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, Limits())


def printed(*texts, size=8):
    """Return a page with texts at their places (x, y, text)."""
    sheet = Sheet()
    for x, y, text in texts:
        sheet.text(x, y, text, size)
    return read(sheet.finish())


def values(report):
    return {
        (row.region.value, row.side and row.side.value, row.levels, row.quantity.value, str(row.value))
        for row in report.measurements
        if row.held is None
    }


@pytest.mark.parametrize("index", range(40))
def test_pages_of_every_shape_are_read_and_nothing_is_wrong(index):
    sample = sample_of(family_of("pdf-shapes"), 907, index)
    score = score_of(sample.truth, read(sample.content))

    assert [failure for failure in score.failures if failure.kind in {*WRONG, "missing"}] == []


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Right forearm (33% radius)", ("radius_33", "right")),
        ("Left hip (femoral neck)", ("femoral_neck", "left")),
        ("Col fémoral, côté gauche", ("femoral_neck", "left")),
        ("Cuello femoral der.", ("femoral_neck", "right")),
        ("Left hip (right femoral neck)", None),
        ("Left hip (33% radius)", None),
        ("Total (L1-L4 excluding L3", None),
        ("Left hip (something)", None),
    ],
)
def test_a_label_may_name_a_limb_and_the_part_of_it(label, expected):
    site = labelled_site(label)

    assert expected == (site and (site.region.value, site.side and site.side.value))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("bmd percent t_score percent z_score", ["young_adult_percent", "age_matched_percent"]),
        ("bmd percent t_score z_score", ["young_adult_percent"]),
        ("bmd t_score percent z_score percent", ["other", "other"]),
        ("bmd t_score percent z_score", ["other"]),
        ("bmd percent t_score age_matched_percent z_score", ["other"]),
    ],
)
def test_a_bare_percentage_is_named_only_before_its_score(columns, expected):
    kinds = [Column(name) for name in columns.split()]
    headings = [Heading(column=kind, text="", unit=None, x0=at * 10, x1=at * 10 + 8) for at, kind in enumerate(kinds)]
    named = [after.column for before, after in zip(kinds, settled(headings), strict=True) if before is Column.PERCENT]

    assert expected == named


HEAD = ((60, 60, "DXA BONE DENSITY"), (60, 80, "FINDINGS: as below."))


def test_a_score_that_slipped_under_another_heading_is_not_used():
    heads = ((60, 110, "Site"), (130, 110, "BMD (g/cm2)"), (200, 110, "T-score"), (245, 110, "Z-score"))
    report = printed(
        *HEAD, *heads, (60, 124, "Left total hip"), (135, 124, "0.835"), (190, 124, "-"), (222, 124, "0.1")
    )

    assert values(report) <= {("total_hip", "left", (), "bmd", "0.835"), ("total_hip", "left", (), "z_score", "0.1")}
    assert report.issues


def test_a_total_over_a_row_that_lost_its_name_is_held_back():
    rows = [("L1", "10.21", "9.1"), ("", "11.13", "10.07"), ("L3", "12.00", "11.2"), ("Total", "33.34", "30.37")]
    texts = [(60, 60, "DXA Results Summary:"), (60, 74, "Region"), (130, 74, "Area (cm2)"), (190, 74, "BMC (g)")]
    texts += [(250, 74, "BMD (g/cm2)"), (310, 74, "T-score")]
    for number, (label, area, content) in enumerate(rows):
        y = 88 + 12 * number
        texts += [(60, y, label), (135, y, area), (195, y, content), (255, y, "0.905"), (315, y, "-1.1")]
    report = printed(*texts)

    assert {levels for _, _, levels, _, _ in values(report)} == {("L1",), ("L3",)}


def test_a_side_at_the_end_of_a_line_belongs_to_the_site_that_begins_the_next():
    lines = (
        "The densitometry of this patient was done for follow-up. T-score at the left total hip is -1.7, on the right",
        "femoral neck the T-score is -2.7.",
    )
    report = printed(*((60, 80 + 14 * number, line) for number, line in enumerate(lines)), size=10)

    assert ("femoral_neck", "right", (), "t_score", "-2.7") in values(report)


def test_the_lower_bound_of_a_legend_is_no_trabecular_bone_score():
    legend = "TBS > 1.31: normal; 1.23 - 1.31: partially degraded; < 1.23: degraded"
    report = printed((60, 60, "DXA BONE DENSITY"), (60, 80, "TBS L1-L4: 1.409"), (60, 100, legend))

    assert values(report) == {("lumbar_spine", None, ("L1", "L2", "L3", "L4"), "tbs", "1.409")}


def test_the_row_spine_of_a_whole_body_is_no_title():
    heads = ((60, 74, "Region"), (130, 74, "BMD (g/cm2)"), (200, 74, "T-score"), (260, 74, "Z-score"))
    texts = [(60, 50, "Total Body: Total (BMD)"), (60, 62, "Lunar iDXA"), *heads]
    for number, (label, density, score) in enumerate(
        (("Head", "1.852", "-"), ("Spine", "1.440", "-"), ("Total", "1.119", "-0.3"))
    ):
        y = 88 + 12 * number
        texts += [(60, y, label), (135, y, density), (205, y, score), (265, y, score)]

    assert {region for region, *_ in values(printed(*texts))} == {"total_body"}
