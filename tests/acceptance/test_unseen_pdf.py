"""Printouts drawn from the fact sheet alone: every number under its heading, and none from the text around it."""

import pytest

from tests.acceptance.drawing import (
    APEX,
    LUNAR_16,
    LUNAR_17,
    LUNAR_COLUMNS,
    UNICODE_FONT,
    apex,
    lunar,
    pdf,
    table,
    write,
)
from tests.acceptance.reading import lines, read

LUNAR_17_COLUMNS = (265, 350, 430, 510)
NOT_ASKED = frozenset({"area", "bmc", "young_adult_percent", "age_matched_percent", "change", "change_percent"})
ALL_LEVELS = "L1+L2+L3+L4"


def cells(*rows):
    """Return rows of cells from text; a row label may hold a blank as "_", a point alone is an empty cell."""
    return [tuple("" if cell == "." else cell.replace("_", " ") for cell in row.split()) for row in rows]


def scores(place, bmd, t_score="", z_score=""):
    found = {f"{place} bmd {bmd}"}
    return found | {f"{place} {name} {value}" for name, value in (("t_score", t_score), ("z_score", z_score)) if value}


SPINE = cells("L1 0.944 84 -1.5 95 -0.4", "L2 0.998 83 -1.7 94 -0.5", "L1-L4 0.990 84 -1.6 95 -0.4")
SPINE_READ = (
    scores("lumbar_spine L1", "0.944", "-1.5", "-0.4")
    | scores("lumbar_spine L2", "0.998", "-1.7", "-0.5")
    | scores(f"lumbar_spine {ALL_LEVELS}", "0.990", "-1.6", "-0.4")
)
SHORT_SPINE = [(row[0], row[1], row[3], row[5]) for row in SPINE]
DUAL = cells("Neck_Left 0.790 76 -1.8 90 -0.6", "Neck_Mean 0.780 75 -1.9 89 -0.7", "Neck_Diff. 0.019 2 0.1 2 0.2",
             "Wards_Left 0.500 - - - -", "Shaft_Left 1.100 - - - -", "Total_Right 0.845 84 -1.3 94 -0.5")  # fmt: skip
DUAL_READ = (
    scores("femoral_neck left", "0.790", "-1.8", "-0.6")
    | scores("femoral_neck mean", "0.780", "-1.9", "-0.7")
    | scores("femoral_neck difference", "0.019", "0.1", "0.2")
    | scores("wards_triangle left", "0.500")
    | scores("femoral_shaft left", "1.100")
    | scores("total_hip right", "0.845", "-1.3", "-0.5")
)
FOREARM = cells("Radius_UD 0.330 75 -2.4 85 -1.3", "Ulna_UD 0.290 - - - -", "Radius_33% 0.702 80 -1.9 92 -0.7",
                "Ulna_33% 0.650 - - - -", "Both_33% 0.680 - - - -", "Radius_Total 0.520 78 -2.1 89 -1.0")  # fmt: skip
FOREARM_READ = (
    scores("radius_ultradistal left", "0.330", "-2.4", "-1.3")
    | scores("radius_33 left", "0.702", "-1.9", "-0.7")
    | scores("radius_total left", "0.520", "-2.1", "-1.0")
)
BODY = cells("Head 2.100 - - - -", "Arms 0.800 - - - -", "Spine 0.950 - - - -", "Total 1.080 96 -0.6 101 0.2")
LEFT_FEMUR = cells("Neck 0.790 76 -1.8 90 -0.6", "Total 0.856 85 -1.2 95 -0.4")
LEFT_FEMUR_READ = scores("femoral_neck left", "0.790", "-1.8", "-0.6") | scores(
    "total_hip left", "0.856", "-1.2", "-0.4"
)


def spine(*more, **style):
    return lunar("AP Spine Bone Density", LUNAR_16, SPINE, *more, **style)


def short_spine(*more, rows=SHORT_SPINE):
    style = {"columns": LUNAR_17_COLUMNS, "software": "18 [SP 2]"}
    return lunar("AP Spine Bone Density", LUNAR_17, rows, *more, **style)


def twice(sheet):
    """Print the table again a hair to the right, as some printers make bold type."""
    table(sheet, [x + 0.3 for x in LUNAR_COLUMNS], 439, LUNAR_16, SPINE)


def footnote_digits(sheet):
    for row, (_, bmd, *_) in enumerate(SHORT_SPINE):
        write(sheet, 350 + len(bmd) * 1.95, 441.5 - 11 * row, ["2"], size=4.5)


def remark(sheet):
    write(sheet, 40, 439, ["COMMENTS: prior T-score -3.3", "at another site 1.234"], size=7.5, pitch=11)


def white_row(sheet):
    sheet.setFillColorRGB(1, 1, 1)
    table(sheet, LUNAR_COLUMNS, 395, (), cells("L2-L4 0.700 60 -4.0 70 -3.0"))


def covered_row(sheet):
    table(sheet, LUNAR_COLUMNS, 395, (), cells("L2-L4 0.700 60 -4.0 70 -3.0"))
    sheet.rect(240, 392, 330, 11, fill=1, stroke=0)


def row_off_the_page(sheet):
    table(sheet, [x + 700 for x in LUNAR_COLUMNS], 395, (), cells("L2-L4 0.700 60 -4.0 70 -3.0"))


def unseen_row(sheet):
    for x, cell in zip(LUNAR_COLUMNS, ("L2-L4", "0.700", "60", "-4.0", "70", "-3.0"), strict=True):
        words = sheet.beginText(x - 8, 395)
        words.setTextRenderMode(3)
        words.textOut(cell)
        sheet.drawText(words)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (spine(), SPINE_READ),
        (spine(minus="\u2013"), SPINE_READ),
        (spine(minus="\u2212", font=UNICODE_FONT), SPINE_READ),
        (spine(twice), SPINE_READ),
        (spine(white_row), SPINE_READ),
        (spine(covered_row), SPINE_READ),
        (spine(row_off_the_page), SPINE_READ),
        (spine(unseen_row), SPINE_READ),
        (short_spine(), SPINE_READ),
        (short_spine(footnote_digits), SPINE_READ),
        (short_spine(remark), SPINE_READ),
        (short_spine(rows=[(row[0], row[1], "", row[3]) for row in SHORT_SPINE]),
         {line for line in SPINE_READ if "t_score" not in line}),
        (short_spine(rows=[(row[0], row[1], "-", "-") for row in SHORT_SPINE]),
         {line for line in SPINE_READ if "bmd" in line}),
        (lunar("DualFemur Bone Density", LUNAR_16, DUAL), DUAL_READ),
        (lunar("Left Forearm Bone Density", LUNAR_16, FOREARM), FOREARM_READ),
        (lunar("Total Body Bone Density", LUNAR_16, BODY), scores("total_body", "1.080", "-0.6", "0.2")),
        (lunar("Left Femur Bone Density", LUNAR_16, LEFT_FEMUR), LEFT_FEMUR_READ),
    ],
)  # fmt: skip
def test_a_lunar_page_is_read_by_its_headings(page, expected):
    assert expected == lines(read(pdf(page)), leaving_out=NOT_ASKED)


@pytest.mark.parametrize("gap", [4, 6, 9, 13])
def test_a_minus_set_apart_from_its_number_is_not_lost(gap):
    def score(sheet):
        for row, cell in enumerate(SHORT_SPINE):
            write(sheet, 428 - gap, 439 - 11 * row, ["-"], size=7.5)
            write(sheet, 428, 439 - 11 * row, [cell[2].removeprefix("-")], size=7.5)

    page = short_spine(score, rows=[(row[0], row[1], "", row[3]) for row in SHORT_SPINE])

    assert SPINE_READ == lines(read(pdf(page)), leaving_out=NOT_ASKED)


def test_a_minus_drawn_as_a_line_holds_the_score_back():
    def score(sheet):
        for row, cell in enumerate(SHORT_SPINE):
            sheet.line(423, 441.5 - 11 * row, 426, 441.5 - 11 * row)
            write(sheet, 428, 439 - 11 * row, [cell[2].removeprefix("-")], size=7.5)

    page = short_spine(score, rows=[(row[0], row[1], "", row[3]) for row in SHORT_SPINE])
    used = {line for line in lines(read(pdf(page))) if "t_score" in line}

    assert used <= SPINE_READ


def test_a_lost_minus_is_held_back_by_the_percentage():
    rows = [(*row[:3], row[3].removeprefix("-"), *row[4:]) for row in SPINE]
    found = read(pdf(lunar("AP Spine Bone Density", LUNAR_16, rows)))

    assert {"lumbar_spine L1 t_score 1.5", "lumbar_spine L2 t_score 1.7"} <= lines(found, held=True)
    assert not [line for line in lines(found) if "t_score" in line]


TREND = [("", "Age", "BMD", "Change vs Previous", "Change vs Previous")]
TREND += [("Date", "(years)", "(g/cm²)", "(g/cm²)", "(%)")]
TREND_ROWS = cells(
    "05/14/2024 66.5 0.990 -0.030 -2.9%", "04/30/2022 64.5 1.020 -0.010 -1.0%", "04/28/2020 62.5 1.030 - -"
)


@pytest.mark.parametrize("rows", [TREND_ROWS, TREND_ROWS[::-1], TREND_ROWS[1:]])
def test_a_trend_table_gives_priors_whatever_its_order(rows):
    def trend(sheet):
        write(sheet, 300, 340, ["Densitometry Trend: L1-L4"], size=7)
        table(sheet, (285, 345, 400, 460, 530), 305, TREND, rows)

    place = f"lumbar_spine {ALL_LEVELS} bmd"
    expected = SPINE_READ | {f"{place} 1.020 prior", f"{place} 1.030 prior"}

    assert expected == lines(read(pdf(spine(trend))), leaving_out=NOT_ASKED)


def test_pages_of_one_study_are_read_together():
    document = pdf(spine(), lunar("Left Femur Bone Density", LUNAR_16, LEFT_FEMUR))

    assert SPINE_READ | LEFT_FEMUR_READ == lines(read(document), leaving_out=NOT_ASKED)


def test_two_pages_that_disagree_hold_the_value_back():
    other = lunar("AP Spine Bone Density", LUNAR_16, cells("L1-L4 0.990 84 -2.6 95 -0.4"))
    held = lines(read(pdf(spine(), other)), held=True, leaving_out=NOT_ASKED)

    assert {f"lumbar_spine {ALL_LEVELS} t_score -1.6", f"lumbar_spine {ALL_LEVELS} t_score -2.6"} == held


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_gives_the_same_numbers_or_none(rotation):
    assert lines(read(pdf(spine(), rotation=rotation)), leaving_out=NOT_ASKED) in (SPINE_READ, set())


VERTEBRAE = cells("L1 12.10 10.40 0.860 -1.2 -0.1", "L1,L3 26.30 23.61 0.898 -1.3 -0.1",
                  "L1-L2,L4 40.20 36.29 0.903 -1.2 0.0", "L1-L4 54.40 49.50 0.910 -1.2 0.1")  # fmt: skip
VERTEBRAE_READ = (
    scores("lumbar_spine L1", "0.860", "-1.2", "-0.1")
    | scores("lumbar_spine L1+L3", "0.898", "-1.3", "-0.1")
    | scores("lumbar_spine L1+L2+L4", "0.903", "-1.2", "0.0")
    | scores(f"lumbar_spine {ALL_LEVELS}", "0.910", "-1.2", "0.1")
)
HIP = cells("Neck 5.81 4.09 0.704 -1.3 0.2", "Troch 11.00 6.93 0.630 -0.7 0.4", "Inter 19.40 20.37 1.050 -0.3 0.6",
            "Total 36.20 31.13 0.860 -0.7 0.5", "Ward's 1.10 0.55 0.500 -2.0 0.1")  # fmt: skip
HIP_READ = (
    scores("femoral_neck left", "0.704", "-1.3", "0.2")
    | scores("trochanter left", "0.630", "-0.7", "0.4")
    | scores("intertrochanteric left", "1.050", "-0.3", "0.6")
    | scores("total_hip left", "0.860", "-0.7", "0.5")
    | scores("wards_triangle left", "0.500", "-2.0", "0.1")
)
EIGHT = ((*APEX[0][:5], "PR", "Z -", "AM"), (*APEX[1][:5], "(%)", "score", "(%)"))
WITH_PERCENTS = [(*row[:5], "83", row[5], "103") for row in HIP[:1]]
HISTORY = (("Scan Date", "Age", "BMD", "T -"), ("", "", "(g/cm²)", "score"))


def previous_scans(sheet):
    write(sheet, 60, 300, ["Previous Scans:"], font="Times-Bold", size=9)
    table(sheet, (90, 170, 230, 290), 260, HISTORY, cells("03/12/2025 67 0.910 -1.2", "03/10/2023 65 0.930 -1.0"))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (apex("a Lumbar Spine", VERTEBRAE), VERTEBRAE_READ),
        (apex("a Lumbar Spine", [(*row[:4], "", row[5]) for row in VERTEBRAE]),
         {line for line in VERTEBRAE_READ if "t_score" not in line}),
        (apex("a Left Hip", HIP), HIP_READ),
        (apex("a Left Hip", WITH_PERCENTS, heads=EIGHT, columns=(74, 145, 215, 285, 355, 415, 475, 535)),
         scores("femoral_neck left", "0.704", "-1.3", "0.2")),
        (apex("a Whole Body", cells("L_Arm 190.10 130.20 0.685 . .", "L_Spine 60.00 60.00 1.000 . .",
              "Head 230.00 500.00 2.174 . .", "Total 1930.00 2100.00 1.088 -0.8 0.3")),
         scores("total_body", "1.088", "-0.8", "0.3")),
    ],
)  # fmt: skip
def test_an_apex_page_is_read_by_its_headings(page, expected):
    assert expected == lines(read(pdf(page)), leaving_out=NOT_ASKED)


def test_previous_scans_never_look_current():
    found = lines(read(pdf(apex("a Lumbar Spine", VERTEBRAE, previous_scans))), leaving_out=NOT_ASKED)

    assert VERTEBRAE_READ == {line for line in found if not line.endswith(" prior")}


def test_a_bmd_that_is_not_its_content_over_its_area_is_held_back():
    found = read(pdf(apex("a Left Hip", cells("Neck 5.81 4.09 0.904 -1.3 0.2"))))

    assert "femoral_neck left bmd 0.904" in lines(found, held=True)


def test_a_letter_over_several_lines_keeps_its_numbers_and_sites():
    texts = ["DXA bone density", "The bone density of the lumbar spine (L1-L4) is 0.812 g/cm2, with a T-score of",
             "-2.7 and a Z-score of -1.1. At the left femoral neck the T-score is", "-2.2."]  # fmt: skip
    found = read(pdf(lambda sheet: write(sheet, 60, 750, texts, size=10, pitch=15)))

    assert scores(f"lumbar_spine {ALL_LEVELS}", "0.812", "-2.7", "-1.1") | {"femoral_neck left t_score -2.2"} == lines(
        found
    )
