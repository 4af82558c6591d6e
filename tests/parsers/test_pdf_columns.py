"""Tables whose columns or rows are of several sides, examinations or scans, and columns that are not of bone."""

import pytest

from dxa.settings import Limits
from fixtures.pdf_plain import HOLOGIC, LUNAR, UNKNOWN, listed, plain_page, told
from parsers.pdf.headings.columns import meaning_of
from parsers.pdf.headings.qualifiers import is_qualifier, qualifier_of
from parsers.pdf.reading import read_pdf

WIDE = (90, 220, 330, 430, 520)
DENSITY = "BMD (g/cm2)"
NECK, HIP = ("Femoral neck", "-1.8", "-2.1"), ("Total hip", "-1.2", "-1.4")


def read(*parts, maker=UNKNOWN, **fields):
    return read_pdf(plain_page(*parts, maker=maker, **fields), "digest", Limits())


def sided(report, quantity="t_score"):
    rows = (row for row in report.measurements if row.quantity == quantity)
    return {(str(row.region), str(row.side)): str(row.value) for row in rows}


def timed(report):
    return {
        (str(row.region), str(row.value), row.current, row.exam_date and row.exam_date.isoformat())
        for row in report.measurements
        if row.quantity == "t_score"
    }


def codes(report):
    return {str(issue.code) for issue in report.issues}


BOTH = {
    ("femoral_neck", "left"): "-1.8",
    ("femoral_neck", "right"): "-2.1",
    ("total_hip", "left"): "-1.2",
    ("total_hip", "right"): "-1.4",
}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Left T-score", "Right T-score"),
        (("Left", "T-score"), ("Right", "T-score")),
        ("T-score (L)", "T-score (R)"),
        ("T-Wert links", "T-Wert rechts"),
    ],
)
def test_columns_of_a_side_give_it_to_their_values(left, right):
    report = read(listed(WIDE, ("Region", left, right), NECK, HIP))

    assert sided(report) == BOTH
    assert {row.held for row in report.measurements} == {None}


def test_a_side_over_several_columns_holds_for_all_of_them():
    def spanning(sheet, y):
        sheet.text(275, y - 10, "Left", 8, align="centre")
        sheet.text(475, y - 10, "Right", 8, align="centre")
        headings = ("Region", DENSITY, "T-score", DENSITY, "T-score")
        return listed(WIDE, headings, ("Total hip", "0.856", "-1.2", "0.833", "-1.4"))(sheet, y)

    report = read(spanning, maker=LUNAR)

    assert sided(report, "bmd") == {("total_hip", "left"): "0.856", ("total_hip", "right"): "0.833"}
    assert sided(report) == {("total_hip", "left"): "-1.2", ("total_hip", "right"): "-1.4"}


def test_like_columns_that_nothing_tells_apart_are_held_back():
    headings = ("Region", DENSITY, "T-score", DENSITY, "T-score")
    report = read(listed(WIDE, headings, ("Total hip", "0.856", "-1.2", "0.833", "-1.4")), maker=LUNAR)

    assert {row.held for row in report.measurements} == {"HEADER_MISSING"}


def test_a_row_of_the_other_side_than_its_columns_is_held_back():
    report = read(listed(WIDE, ("Region", "Left T-score", "Right T-score"), ("Left total hip", "-1.2", "-1.4")))

    assert {(str(row.value), row.held) for row in report.measurements} == {
        ("-1.2", "VALUE_CONFLICT"),
        ("-1.4", "SIDE_CONFLICT"),
    }


SPINE = ("L1-L4", "-2.1", "-1.8")


@pytest.mark.parametrize(
    ("now", "then", "day"),
    [
        ("2024 T-score", "2020 T-score", None),
        ("T-score (2024)", "T-score (2020)", None),
        (("2024", "T-score"), ("2020", "T-score"), None),
        (("05/14/2024", "T-score"), ("05/20/2020", "T-score"), "2020-05-20"),
        ("Current T-score", "Previous T-score", None),
        ("T-score", "Prior T-score", None),
    ],
)
def test_columns_of_two_examinations_are_told_apart(now, then, day):
    report = read(listed(WIDE, ("Region", now, then), SPINE))

    assert timed(report) == {
        ("lumbar_spine", "-2.1", True, "2024-05-14"),
        ("lumbar_spine", "-1.8", False, day),
    }
    assert ("PRIOR_WITHOUT_DATE" in codes(report)) is (day is None)


def test_without_a_day_of_examination_the_newest_column_is_held_back():
    report = read(listed(WIDE, ("Region", "2024 T-score", "2020 T-score"), SPINE), fields=("Patient: TEST, ANNA",))

    assert {(str(row.value), row.current, row.held) for row in report.measurements} == {
        ("-2.1", True, "DATE_AMBIGUOUS"),
        ("-1.8", False, None),
    }


def test_a_column_of_a_later_day_than_the_examination_is_not_used():
    report = read(listed(WIDE, ("Region", "2030 T-score", "2024 T-score"), SPINE))

    assert {str(row.value) for row in report.measurements} == {"-1.8"}
    assert "DATE_AMBIGUOUS" in codes(report)


DATED = ("Site", "Levels", "Date", "Age", DENSITY, "T-score")
PLACES = (90, 180, 250, 320, 400, 480)


def test_dated_rows_are_told_apart_and_named_by_two_columns():
    rows = (
        ("AP Spine", "L1-L4", "05/14/2024", "66", "0.910", "-1.8"),
        ("AP Spine", "L1-L4", "05/20/2020", "62", "0.950", "-1.5"),
        ("Left Femur", "Total", "05/14/2024", "66", "0.856", "-1.2"),
        ("", "Neck", "05/14/2024", "66", "0.756", "-1.9"),
    )
    report = read(listed(PLACES, DATED, *rows), maker=LUNAR)

    assert timed(report) == {
        ("lumbar_spine", "-1.8", True, "2024-05-14"),
        ("lumbar_spine", "-1.5", False, "2020-05-20"),
        ("total_hip", "-1.2", True, "2024-05-14"),
        ("femoral_neck", "-1.9", True, "2024-05-14"),
    }
    assert sided(report)["femoral_neck", "left"] == "-1.9"


def test_names_and_dates_beside_the_middle_of_their_rows_are_not_guessed():
    rows = (
        ("", "Neck", "", "66", "0.756", "-1.9"),
        ("Left Femur", "Total", "05/14/2024", "66", "0.856", "-1.2"),
    )
    report = read(listed(PLACES, DATED, *rows), maker=LUNAR)

    assert report.measurements == ()
    assert codes(report) & {"UNKNOWN_ROW", "DATE_AMBIGUOUS"}


def test_rows_under_the_name_of_a_scan_take_its_side():
    rows = (
        ("AP Spine",),
        ("L1-L4", "0.950", "-1.2"),
        ("Left Hip",),
        ("Neck", "0.700", "-1.9"),
        ("Right Hip",),
        ("Neck", "0.710", "-1.8"),
        ("Total", "0.810", "-1.3"),
    )
    report = read(listed(WIDE, ("Region", DENSITY, "T-score"), *rows), maker=LUNAR)

    assert sided(report) == {
        ("lumbar_spine", "None"): "-1.2",
        ("femoral_neck", "left"): "-1.9",
        ("femoral_neck", "right"): "-1.8",
        ("total_hip", "right"): "-1.3",
    }


@pytest.mark.parametrize("title", ["HIP LEFT", "Left proximal femur", "Scan Type: a Left Hip", "Hüfte links"])
def test_a_scan_is_named_in_any_order_above_its_table(title):
    report = read(told(title), listed(WIDE, ("Region", DENSITY, "T-score"), ("Neck", "0.700", "-1.9")), maker=LUNAR)

    assert sided(report) == {("femoral_neck", "left"): "-1.9"}


BODY = (90, 160, 220, 290, 360, 430, 500)


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (("Region", "Fat Mass (g)", "% Fat", "T-score", "Z-score"), []),
        (("Region", "TBS", "T-score", "Z-score"), ["tbs"]),
        (("Region", DENSITY, "TBS", "T-score"), ["bmd", "tbs"]),
        (("Region", "TBS", "TBS T-score", DENSITY, "BMD T-score"), ["bmd", "t_score", "tbs"]),
    ],
)
def test_scores_of_fat_and_of_trabecular_bone_are_none_of_density(headings, found):
    cells = {"Region": "L1-L4", DENSITY: "0.910", "TBS": "1.234", "BMD T-score": "-2.2", "Fat Mass (g)": "22000"}
    row = tuple(cells.get(heading, "1.2") for heading in headings)
    report = read(told("AP Spine Bone Density"), listed(BODY, headings, row), maker=LUNAR)

    assert found == sorted(str(row.quantity) for row in report.measurements)
    assert {str(row.value) for row in report.measurements} <= {"0.910", "1.234", "-2.2"}


@pytest.mark.parametrize("aside", [9, 16, 22])
def test_cells_far_right_of_their_headings_belong_to_them_all_the_same(aside):
    headings = ("Region", "Area (cm2)", "BMC (g)", DENSITY, "T-score", "Z-score")
    rows = (("L1", "12.10", "10.40", "0.860", "-1.2", "-0.1"), ("L2", "13.10", "11.40", "0.870", "-1.1", "0.1"))
    table = listed((90, 180, 260, 340, 420, 500), headings, *rows, aside=aside)
    report = read(told("Scan Type: a Lumbar Spine"), table, maker=HOLOGIC)

    assert len(report.measurements) == 10
    assert [row.held for row in report.measurements if row.held] == []


def test_cells_between_two_headings_are_not_shared_out_when_a_column_is_empty():
    headings = ("Region", DENSITY, "T-score", "Z-score")
    table = listed((90, 200, 300, 400), headings, ("L1-L4", "0.910", "", "-1.2"), aside=50)
    report = read(told("AP Spine Bone Density"), table, maker=LUNAR)

    assert [str(row.value) for row in report.measurements if row.quantity == "t_score"] == []


def test_a_standardised_density_is_none_of_the_makers_own():
    rows = (("L2-L4", "0.847", "-2.0"), ("Total", "862.3mg/cm²", ""))
    report = read(told("AP Spine Bone Density"), listed(WIDE, ("Region", DENSITY, "T-score"), *rows), maker=LUNAR)

    assert [str(row.value) for row in report.measurements if row.quantity == "bmd"] == ["0.847"]
    assert "UNKNOWN_ROW" in codes(report)


def test_headings_that_touch_are_parted():
    places = (90, 200, 262, 330)
    headings = ("Region", (DENSITY.split(maxsplit=1)[0], "[g/cm2]T-score"), "", "Z-score")
    report = read(told("AP Spine Bone Density"), listed(places, headings, ("L1-L4", "0.91", "", "-1.2")), maker=LUNAR)

    assert [str(row.value) for row in report.measurements if row.quantity == "z_score"] == ["-1.2"]


@pytest.mark.parametrize(
    ("text", "column", "side", "when"),
    [
        ("Left T-score", "t_score", "left", None),
        ("BMD 2020 (g/cm2)", "bmd", None, "2020"),
        ("T-score Diff.", "t_score", "difference", None),
        ("Z-score 14.05.2024", "z_score", None, "14.05.2024"),
    ],
)
def test_a_heading_may_name_a_side_or_a_time(text, column, side, when):
    meaning = meaning_of(text, {})

    assert meaning.column == column
    assert (meaning.qualifier.side, meaning.qualifier.when) == (side, when)


@pytest.mark.parametrize("text", ["Left Right T-score", "Left Comment hello", "2020 2024 BMD", "Target T-score"])
def test_a_heading_of_two_sides_or_unknown_words_means_nothing(text):
    assert meaning_of(text, {}) is None


def test_a_side_alone_is_no_heading():
    assert is_qualifier("Left")
    assert not is_qualifier("Left T-score")
    assert qualifier_of("Comment")[0] is None


@pytest.mark.parametrize("unit", ["mg/cm3", "mg/cm³", "mg/cc"])
def test_nothing_of_a_page_of_density_by_volume_is_used(unit):
    table = listed(WIDE, ("Region", f"Trabecular BMD ({unit})", "T-score", "Z-score"), ("L1", "110.2", "-2.6", "-0.5"))
    report = read(told("Quantitative computed tomography (QCT), osteoporosis"), table)

    assert report.measurements == ()
    assert "UNKNOWN_UNIT" in codes(report)


def test_a_letter_that_names_the_device_is_a_letter():
    lines = told("AP Spine (L1-L4)", "BMD: 1.124 g/cm2", "T-score: -0.4", "Z-score: 0.3")
    report = read(lines, maker="Bone density, device: GE Healthcare Lunar iDXA")

    assert [("bmd", "1.124"), ("t_score", "-0.4"), ("z_score", "0.3")] == [
        (str(row.quantity), str(row.value)) for row in report.measurements
    ]


def test_rows_of_a_printout_read_as_words_are_held_back():
    table = listed(WIDE, ("Segment", "Wobble (g/cm2)", "T-score", "Z-score"), ("L1-L4", "0.910", "-2.6", "-0.5"))

    assert {row.held for row in read(table).measurements} <= {"UNVERIFIED_TABLE"}


@pytest.mark.parametrize(
    ("area", "content", "density", "young"),
    [
        ("Area (sq cm)", "BMC (grams)", "BMD g/cm^2", "%YA"),
        ("Projected area (cm²)", "Mineral content (g)", "Density / BMD (g/cm²)", "Young adult %"),
        ("Fläche (cm²)", "BMC (g)", "Knochendichte (g/cm²)", "Junge Erw. (%)"),
    ],
)
def test_columns_have_many_names(area, content, density, young):
    headings = ("Region", area, content, density, young, "T-score (SD)")
    row = ("L1-L4", "55.00", "50.05", "0.910", "77", "-2.2")
    report = read(listed((80, 175, 275, 375, 465, 550), headings, row))

    assert {"area", "bmc", "bmd", "young_adult_percent", "t_score"} == {
        str(row.quantity) for row in report.measurements
    }
    assert {row.held for row in report.measurements} == {None}


def test_bars_and_rules_typed_between_cells_are_no_cells():
    places = (90, 150, 210, 270, 330)
    headings = ("Region", "|", DENSITY, "|", "T-score")
    report = read(listed(places, headings, ("-" * 60,), ("L1-L4", "|", "0.910", "|", "-2.2")), maker=LUNAR)

    assert [("bmd", "0.910"), ("t_score", "-2.2")] == [
        (str(row.quantity), str(row.value)) for row in report.measurements
    ]


def test_a_minus_on_an_uneven_line_stays_with_its_number():
    def uneven(sheet, y):
        y = listed(WIDE, ("Region", DENSITY, "T-score"), ("L1-L4", "0.910"))(sheet, y)
        sheet.text(322, y - 14.0, "-", 8, align="centre")
        sheet.text(331, y - 10.2, "2.2", 8, align="centre")
        return y

    report = read(told("AP Spine Bone Density"), uneven, maker=LUNAR)

    assert [str(row.value) for row in report.measurements if row.quantity == "t_score"] == ["-2.2"]
