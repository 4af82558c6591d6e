"""Cells belong to the heading above them; what belongs to none is reported and never guessed."""

from decimal import Decimal

import pytest

from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.headings.columns import Column, heading_of
from parsers.pdf.reading import read_pdf

GE = (("Region", 60), ("BMD (g/cm²)", 150), ("YA (%)", 240), ("T-score", 320), ("AM (%)", 400), ("Z-score", 480))
SOUND = ("L1-L4", "0.944", "80", "-2.0", "90", "-0.9")
T_BEFORE = (("Region", 60), ("T-score", 150), ("Z-score", 240), ("BMD (g/cm²)", 330))
PERCENT = (("Region", 60), ("BMD (g/cm²)", 150), ("T-score", 320), ("Z-score", 480))


def page_with(headings, *rows, maker="GE Lunar Prodigy", title="AP Spine Bone Density"):
    """A printout with one table; cells are centred under their headings, or stand at a place of their own."""
    sheet = Sheet()
    sheet.text(60, 60, maker)
    sheet.text(60, 80, title)
    for text, x in headings:
        sheet.text(x, 120, text, 8, align="centre")
    for number, row in enumerate(rows):
        for cell, (_, x) in zip(row, headings, strict=False):
            text, at = cell if isinstance(cell, tuple) else (cell, x)
            sheet.text(at, 134 + 12 * number, text, 8, align="centre")
    return read_pdf(sheet.finish(), "digest", Limits())


def values(report):
    return {(str(row.quantity), "".join(row.levels)): str(row.value) for row in report.measurements}


def codes(report):
    return {str(issue.code) for issue in report.issues}


UNNAMED_UNIT = tuple((text.replace(" (g/cm²)", ""), x) for text, x in GE)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("O.9", "NOT_A_NUMBER"),
        ("-l.5", "NOT_A_NUMBER"),
        ("2.5-", "NOT_A_NUMBER"),
        ("-2.0 -2.1", "CONFORMANCE"),
        ("<-4.0", "NOT_A_NUMBER"),
        ("86-1.0", "CONFORMANCE"),
    ],
)
def test_a_damaged_t_score_is_reported_and_left_out(cell, code):
    report = page_with(GE, ("L1-L4", "0.944", "80", cell, "90", "-0.9"))

    assert ("t_score", "L1L2L3L4") not in values(report)
    assert values(report)["z_score", "L1L2L3L4"] == "-0.9"
    assert code in codes(report)


@pytest.mark.parametrize("missing", ["", "-", "--", "---", "N/A", "*****", "—"])
def test_a_missing_t_score_stays_missing_and_z_is_not_taken_for_it(missing):
    report = page_with(GE, ("L1-L4", "0.944", "80", missing, "90", "-0.9"))

    assert {"bmd", "young_adult_percent", "age_matched_percent", "z_score"} == {key[0] for key in values(report)}


def test_two_numbers_printed_without_a_gap_are_parted_where_both_have_a_column():
    headings = (("Region", 60), ("BMD (g/cm²)", 150), ("YA (%)", 240), ("T-score", 278), ("Z-score", 480))
    report = page_with(headings, ("L1-L4", "1.060", ("90-1.0", 257), "", "-0.2"))

    assert values(report)["t_score", "L1L2L3L4"] == "-1.0"
    assert values(report)["young_adult_percent", "L1L2L3L4"] == "90"


def test_scores_may_stand_before_the_density():
    report = page_with(T_BEFORE, ("L1-L4", "-2.0", "-0.9", "0.944"))

    assert {("t_score", "L1L2L3L4"): "-2.0", ("z_score", "L1L2L3L4"): "-0.9", ("bmd", "L1L2L3L4"): "0.944"} == values(
        report
    )


def test_percentages_under_the_name_of_a_t_score_are_not_used_as_one():
    report = page_with(PERCENT, ("L1-L4", "0.912", "78", "-1.0"), ("L2-L4", "0.920", "79", "-0.9"))

    assert "t_score" not in {key[0] for key in values(report)}
    assert "PERCENT_AS_SCORE" in codes(report)


def test_a_number_between_two_headings_is_no_value_of_either():
    report = page_with(GE, ("L1-L4", "0.944", ("80", 280), "-2.0", "90", "-0.9"))

    assert ("young_adult_percent", "L1L2L3L4") not in values(report)
    assert "CONFORMANCE" in codes(report)


@pytest.mark.parametrize(
    "row",
    [
        ("L1-L4", "944", "80", "-2.0", "90", "-0.9"),
        ("L1-L4", "0.94", "80", "-2.0", "90", "-0.9"),
        ("L1-L4", "0.144", "80", "-2.0", "90", "-0.9"),
        ("L1-L4", "2.044", "80", "-2.0", "90", "-0.9"),
        ("L1-L4", "0.944", "80", "-", "90", "-"),
    ],
)
def test_a_density_without_a_unit_is_refused_where_it_may_be_something_else(row):
    report = page_with(UNNAMED_UNIT, row)

    assert "bmd" not in {key[0] for key in values(report)}
    assert "UNKNOWN_UNIT" in codes(report)


def test_a_density_without_a_unit_beside_a_score_can_be_nothing_but_areal():
    report = page_with(UNNAMED_UNIT, SOUND)

    assert values(report)["bmd", "L1L2L3L4"] == SOUND[1]
    assert "UNIT_OF_FORMAT" in codes(report)


def test_milligrams_are_converted_with_an_issue():
    headings = tuple((text.replace("(g/", "(mg/"), x) for text, x in GE)
    report = page_with(headings, ("L1-L4", "944", "80", "-2.0", "90", "-0.9"))

    assert values(report)["bmd", "L1L2L3L4"] == "0.944"
    assert "UNIT_CONVERTED" in codes(report)


def test_a_volumetric_density_is_no_dxa_result():
    headings = tuple((text.replace("cm²", "cm3").replace("(g", "(mg"), x) for text, x in GE)
    report = page_with(headings, ("L1-L4", "94.4", "80", "-2.0", "90", "-0.9"))

    assert values(report) == {}
    assert "UNKNOWN_UNIT" in codes(report)


def test_an_unknown_row_is_reported_and_its_neighbours_are_read():
    report = page_with(GE, ("Sacrum", "0.700", "70", "-3.0", "80", "-2.0"), SOUND)

    assert values(report)["t_score", "L1L2L3L4"] == "-2.0"
    assert {key[1] for key in values(report)} == {"L1L2L3L4"}
    assert "UNKNOWN_ROW" in codes(report)


def test_a_total_under_no_known_scan_is_not_guessed():
    report = page_with(GE, ("Total", *SOUND[1:]), title="Bone Density")

    assert values(report) == {}
    assert "UNKNOWN_ROW" in codes(report)


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (("L1-L4", "0.832", "70", "2.5", "80", "-0.9"), "t_score"),
        (("L1-L4", "0.944", "80", "-20", "90", "-0.9"), "t_score"),
        (("L1-L4", "0.944", "80", "-2.0", "90", "0.9"), "z_score"),
        (("L1-L4", "9.440", "80", "-2.0", "90", "-0.9"), "bmd"),
        (("L1-L4", "0.944", "80", "-0.2", "90", "-0.9"), "t_score"),
    ],
)
def test_a_value_its_own_row_contradicts_is_held_back(row, held):
    report = page_with(GE, row)

    assert [held] == [str(value.quantity) for value in report.measurements if value.held]


@pytest.mark.parametrize("percent", ["PR", "PR (%)", "PR%", "[(%)] PR"])
def test_a_lost_minus_beside_the_peak_reference_is_held_back(percent):
    headings = (("Region", 60), ("BMD (g/cm²)", 150), ("T - score", 240), (percent, 320), ("Z - score", 400))
    rows = (("Neck", "0.704", "1.3", "83", "0.2"), ("Total", "0.860", "-0.7", "91", "0.5"))
    report = page_with(headings, *rows, maker="Hologic Horizon DXA", title="Scan Type: a Left Hip")

    assert ["83", "91"] == [str(row.value) for row in report.measurements if row.quantity == "young_adult_percent"]
    assert ["1.3"] == [str(row.value) for row in report.measurements if row.held and row.quantity == "t_score"]


def test_a_value_keeps_its_characters_and_its_place():
    report = page_with(GE, SOUND)
    t_score = next(row for row in report.measurements if row.quantity == "t_score")

    assert Decimal("-2.0") == t_score.value
    assert t_score.provenance.raw == "-2.0"
    assert t_score.provenance.locator.page == 1
    x0, y0, x1, y1 = t_score.provenance.locator.box
    assert x0 < 320 / 612 < x1
    assert y0 < 132 / 792 < y1


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("BMD(1) (g/cm²)", (Column.BMD, "g/cm2")),
        ("Young-Adult (%)", (Column.YOUNG, "%")),
        ("Young-Adult T-Score", (Column.T, None)),
        ("T - score", (Column.T, None)),
        ("AM Z-score", (Column.Z, None)),
        ("T-Wert", (Column.T, None)),
        ("T值", (Column.T, None)),
        ("BMC [(g)]", (Column.BMC, "g")),
        ("LT Change (%/yr)", (Column.OTHER, "%/yr")),
        ("TBS T-score", (Column.OTHER, None)),
        ("PR", None),
        ("Previous T-score", None),
    ],
)
def test_a_heading_means_what_it_says_and_nothing_else(text, column):
    assert column == heading_of(text, {})


def test_two_tables_below_each_other_take_the_side_of_the_title_above_them():
    sheet = Sheet()
    sheet.text(60, 60, "GE Lunar iDXA")
    for y, side in ((100, "Left"), (200, "Right")):
        sheet.text(60, y, f"{side} Femur Bone Density")
        for text, x in GE:
            sheet.text(x, y + 20, text, 8, align="centre")
        for text, (_, x) in zip(("Neck", "0.700", "67", "-2.4", "80", "-1.2"), GE, strict=True):
            sheet.text(x, y + 34, text, 8, align="centre")
    report = read_pdf(sheet.finish(), "digest", Limits())

    assert {"left", "right"} == {str(row.side) for row in report.measurements}
    assert len(report.measurements) == 10


def test_a_row_and_a_title_of_different_sides_are_a_conflict():
    report = page_with(GE, ("Neck Right", *SOUND[1:]), title="Left Femur Bone Density")

    assert "SIDE_CONFLICT" in codes(report)
    assert {row.held for row in report.measurements} == {"SIDE_CONFLICT"}


def test_the_axis_of_a_chart_is_no_table():
    headings = (("BMD (g/cm²)", 60), ("YA T-score", 300))
    report = page_with(headings, ("1.420", "2"), ("1.300", "1"), ("1.180", "0"), title="AP Spine: L1-L4 (BMD)")

    assert values(report) == {}


def test_a_risk_block_of_a_printout_is_read_and_its_thresholds_are_not():
    headings = (("10-year Fracture Risk", 100),)
    rows = (("Major Osteoporotic Fracture", ("14.0%", 300)), ("Hip Fracture", ("3.2%", 300)))
    sheet = Sheet()
    sheet.text(60, 60, "GE Lunar FRAX, bone density T-score")
    sheet.text(60, 100, headings[0][0])
    for number, (label, (risk, x)) in enumerate(rows):
        sheet.text(60, 112 + 12 * number, label)
        sheet.text(x, 112 + 12 * number, risk)
    report = read_pdf(sheet.finish(), "digest", Limits())

    assert {"frax_major": "14.0", "frax_hip": "3.2"} == {
        str(row.quantity): str(row.value) for row in report.measurements
    }


def test_a_table_of_an_unknown_maker_is_believed_only_with_redundancy():
    headings = (("Site", 60), ("BMD (g/cm²)", 150), ("Young Adult (%)", 240), ("T-score", 320))
    checked = page_with(headings, ("L1-L4", "0.944", "80", "-2.0"), maker="Bone densitometry")
    unchecked = page_with(headings, ("L1-L4", "0.944", "-", "-2.0"), maker="Bone densitometry")

    assert {row.held for row in checked.measurements} == {None}
    assert {row.held for row in unchecked.measurements} == {"UNVERIFIED_TABLE"}


SITES = (("L1-L4", "-2.5"), ("Left femoral neck", "-1.8"), ("Left total hip", "-1.2"))
PLACES = {("lumbar_spine", None): "-2.5", ("femoral_neck", "left"): "-1.8", ("total_hip", "left"): "-1.2"}


@pytest.mark.parametrize("maker", ["DXA bone densitometry", "Hologic Horizon DXA"])
@pytest.mark.parametrize("first", ["Site", "Region", "Skeletal region", ""])
@pytest.mark.parametrize("score", ["T-score", "T score", "T-Score (SD)", "T-Wert"])
def test_a_table_of_scores_alone_is_read(maker, first, score):
    report = page_with(((first, 60), (score, 300)), *SITES, maker=maker, title="Bone density")

    assert {(row.region, row.side): str(row.value) for row in report.measurements} == PLACES
    assert {(str(row.quantity), row.held, row.current) for row in report.measurements} == {("t_score", None, True)}
    assert {row.provenance.raw for row in report.measurements} == {score for _, score in SITES}


@pytest.mark.parametrize("first", ["Site", ""])
@pytest.mark.parametrize("before", ["T-score", "Previous T-score", "Target T-score"])
def test_a_score_in_a_letter_belongs_to_the_heading_above_it(first, before):
    headings = ((first, 60), (before, 260), ("Z-score", 400))
    cell = "" if before == "T-score" else "-2.0"
    report = page_with(headings, ("L1-L4", cell, "-0.5"), maker="DXA bone densitometry", title="Bone density")

    earlier = [("t_score", "-2.0", False)] if before == "Previous T-score" else []

    assert [("z_score", "-0.5", True), *earlier] == [
        (str(row.quantity), str(row.value), row.current) for row in report.measurements
    ]


@pytest.mark.parametrize("maker", ["DXA bone densitometry", "Hologic Horizon DXA"])
@pytest.mark.parametrize(
    ("title", "is_current"),
    [
        ("Previous examination of 2022-05-10", False),
        ("Prior results (2020):", False),
        ("Vorbefund vom 10.05.2022", False),
        ("Current examination", True),
        ("Results", True),
        ("Previous fractures: none", True),
    ],
)
@pytest.mark.parametrize("density", [True, False])
def test_a_table_under_the_title_of_an_earlier_examination_gives_priors(maker, title, is_current, density):
    headings = (("Region", 60), *((("BMD (g/cm²)", 200),) if density else ()), ("T-score", 320))
    row = ("L1-L4", *(("0.840",) if density else ()), "-2.4")
    report = page_with(headings, row, maker=maker, title=title)

    assert {row.current for row in report.measurements} == {is_current}


def test_scores_under_a_heading_that_cannot_be_placed_are_not_lost_in_silence():
    report = page_with((("Segment", 60), ("T-score", 300)), ("A1", "-2.5"), maker="DXA bone density", title="Report")

    assert (values(report), codes(report)) == ({}, {"UNKNOWN_ROW"})


def test_a_damaged_score_and_an_unknown_row_of_a_letter_are_reported():
    rows = (("L1-L4", "-2.O"), ("Sacrum", "-1.8"), ("Left total hip", "-1.2"))
    report = page_with((("Site", 60), ("T-score", 300)), *rows, maker="DXA bone densitometry", title="Bone density")

    assert {"-1.2"} == set(values(report).values())
    assert {"NOT_A_NUMBER", "UNKNOWN_ROW"} <= codes(report)


def test_sentences_of_a_printout_without_a_readable_table_are_read():
    sheet = Sheet()
    sheet.text(60, 60, "Hologic Horizon DXA")
    sheet.text(60, 100, "Foo")
    sheet.text(200, 100, "BMD   T - sc")
    for number, word in enumerate(["Name: TEST, ANNA", "Height: 163.0 cm", "Weight: 64.0 kg", "Operator: XX"] * 5):
        sheet.text(60, 180 + 20 * number, word)
    sheet.text(60, 140, "The T-score of the left femoral neck is -1.5 at this examination.")
    sheet.text(60, 700, "The T-score difference of the left femoral neck is 0.2 in this legend here.", 5)
    report = read_pdf(sheet.finish(), "digest", Limits())

    assert [("femoral_neck", "-1.5")] == [(row.region, str(row.value)) for row in report.measurements]
    assert "HEADER_MISSING" in codes(report)


@pytest.mark.parametrize("cell", ["L1-L40,850", "L1-L40.850", "L2-L4", "L40.850", "rig0h,t610"])
def test_vertebrae_that_stand_among_the_results_leave_their_row_unread(cell):
    report = page_with(
        GE, ("Lumbar spine", cell, "80", "-2.0", "90", "-0.9"), ("L1", "0.800", "70", "-2.6", "80", "-1.6")
    )

    assert {levels for _, levels in values(report)} == {"L1"}


def test_a_score_is_not_of_an_earlier_examination_because_a_word_stands_close():
    tight = (
        ("Region", 60),
        ("Current BMD (g/cm2)", 200),
        ("T-SCORE Previous", 330),
        ("BMD (g/cm2)", 400),
        ("Z-score", 480),
    )
    report = page_with(tight, ("L1-L4", "0.846", "-2.7", "0.823", "-1.0"))

    assert [row for row in report.measurements if row.quantity == "t_score" and not row.current] == []


def test_a_row_of_the_spine_of_a_whole_body_without_numbers_heads_no_rows():
    parts = [(name, "0.940", "-", "-") for name in ("Head", "Arms", "Legs", "Trunk")]
    headings = (("Region", 60), ("BMD (g/cm²)", 150), ("T-score", 278), ("Z-score", 360))
    report = page_with(
        headings,
        *parts,
        ("Spine", "", "-", "-"),
        ("Pelvis", "1.582", "-", "-"),
        ("Total", "1.111", "-0.4", "1.1"),
        title="Bone density",
    )

    assert "lumbar_spine" not in {str(row.region) for row in report.measurements}
