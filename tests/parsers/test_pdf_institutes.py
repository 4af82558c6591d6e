"""Shapes of institutes' reports: two languages, scores in one cell, names last, days over groups of sites, boxes."""

from datetime import date
from random import Random

import pytest

from dxa.regions import Region, Side, Site
from dxa.settings import Limits
from fixtures.corpus.families import pdf_institutes
from fixtures.corpus.reports.house import made_in_house
from fixtures.corpus.score import score_of
from fixtures.pdf_sheet import Sheet
from parsers.pdf.headings.columns import Column, meaning_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.reading import read_pdf

SPINE = "Lumbar spine (L1-L4)"
NECK, HIP = "Left femoral neck", "Left total hip"
TITLE = ("Bone densitometry (DXA)",)


def page(*rows, places=(60, 200, 320, 440), before=TITLE):
    """Return the report of a page of lines and of a table whose cells stand at these places."""
    sheet = Sheet()
    for number, text in enumerate(before):
        sheet.text(60, 60 + 20 * number, text)
    for number, row in enumerate(rows):
        for x, text in zip(places, row, strict=False):
            if text:
                sheet.text(x, 160 + 14 * number, text)
    return read_pdf(sheet.finish(), "digest", Limits(), confirm=False)


def values(report):
    """Return the numbers of a report that are not held, by region and quantity."""
    return {f"{row.region} {row.quantity}": str(row.value) for row in report.measurements if row.held is None}


LUNAR = {
    "lumbar_spine bmd": "0.940", "lumbar_spine t_score": "-2.0", "lumbar_spine z_score": "-0.6",
    "femoral_neck bmd": "0.760", "femoral_neck t_score": "-2.0", "femoral_neck z_score": "-0.4",
    "total_hip bmd": "0.790", "total_hip t_score": "-1.7", "total_hip z_score": "-0.5",
}  # fmt: skip
ROWS = ((SPINE, "0.940", "-2.0", "-0.6"), (NECK, "0.760", "-2.0", "-0.4"), (HIP, "0.790", "-1.7", "-0.5"))


@pytest.mark.parametrize(
    "table",
    [
        (("Site", "BMD (g/cm²)", "T-score", "Z-score"), *ROWS),
        (("Sede / Site", "BMD / DMO (g/cm²)", "T-score / Score T", "Z-score / Score Z"), *ROWS),
        (("Site", "Densidad", "T-score", "Z-score"), ("", "mineral ósea"), ("", "(g/cm²)"), *ROWS),
        (("Site", "BMD (g/cm²)", "T-score / Z-score"), *((*row[:2], f"{row[2]} / {row[3]}") for row in ROWS)),
        (("Site", "BMD (g/cm²)", "T-score (Z-score)"), *((*row[:2], f"{row[2]} ({row[3]})") for row in ROWS)),
        (("Site", "BMD (g/cm²)", "T / Z-score"), *ROWS[:0]),
        (("Z-score", "T-score", "BMD (g/cm²)", "Region"), *(tuple(reversed(row)) for row in ROWS)),
        (("Site", "BMD", "T-score", "Z-score"), *ROWS, ("BMD in g/cm²",)),
        (("Site", "BMD", "T-score", "Z-score"), *((a, f"{b} g/cm²", f"{t} SD", f"{z} DS") for a, b, t, z in ROWS)),
        (("Site", "Density", "T-score", "Z-score"), ("", "(g/cm²)"), *ROWS),
    ],
    ids=[
        "plain", "two languages", "three lines", "slash", "brackets", "no rows", "names last", "unit in a note",
        "units in cells", "unit below",
    ],
)  # fmt: skip
def test_a_table_of_an_institute_is_read_whatever_its_shape(table):
    found = values(page(*table))

    assert (LUNAR if len(table) > 1 else {}) == found


def test_numbers_of_one_cell_that_are_not_two_scores_are_none():
    rows = ((SPINE, "0.940", "-2.0 / -0.6 / 1.2"), (NECK, "0.760", "-2.0"), (HIP, "0.790", "-1.7 / -0.5"))

    report = page(("Site", "BMD (g/cm²)", "T-score / Z-score"), *rows)

    assert [("total_hip", "-1.7"), ("total_hip", "-0.5")] == [
        (row.region, str(row.value)) for row in report.measurements if row.quantity.endswith("score")
    ]


@pytest.mark.parametrize("cell", ["{} / {}", "{} ({})", "{}/{}"])
@pytest.mark.parametrize("edge", [330, 340])
def test_pairs_of_scores_set_to_the_right_of_their_heading_are_read_like_single_ones(cell, edge):
    sheet = Sheet()
    sheet.text(60, 60, TITLE[0])
    for x, text in zip((60, 240, 350), ("Site", "BMD (g/cm²)", "T-score / Z-score"), strict=True):
        sheet.text(x, 160, text)
    for number, (site, bmd, *scores) in enumerate(ROWS, 1):
        pair = cell.format(*scores)
        for x, text in ((60, site), (edge - 4 * len(bmd), bmd), (edge + 120 - 4 * len(pair), pair)):
            sheet.text(x, 160 + 14 * number, text)
    found = values(read_pdf(sheet.finish(), "digest", Limits(), confirm=False))

    assert set(found.items()) <= set(LUNAR.items())


def test_days_as_rows_are_read_under_the_site_over_their_columns():
    rows = (
        ("", "Lumbar spine L1-L4", "", "Left total hip", ""),
        ("Date", "BMD (g/cm²)", "T-score", "BMD (g/cm²)", "T-score"),
        ("2026-03-04", "0.940", "-2.0", "0.790", "-1.7"),
        ("2023-02-01", "0.980", "-1.7", "0.830", "-1.4"),
    )
    report = page(*rows, places=(60, 150, 250, 350, 450), before=(*TITLE, "Scan date 2026-03-04"))
    found = {(str(row.region), str(row.exam_date), row.current, str(row.value)) for row in report.measurements}

    assert {row.held for row in report.measurements} == {None}
    assert found == {
        ("lumbar_spine", "2026-03-04", True, "0.940"), ("lumbar_spine", "2026-03-04", True, "-2.0"),
        ("total_hip", "2026-03-04", True, "0.790"), ("total_hip", "2026-03-04", True, "-1.7"),
        ("lumbar_spine", "2023-02-01", False, "0.980"), ("lumbar_spine", "2023-02-01", False, "-1.7"),
        ("total_hip", "2023-02-01", False, "0.830"), ("total_hip", "2023-02-01", False, "-1.4"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("Scan date 2023-02-26",), date(2023, 2, 26)),
        (("Untersuchung vom 26.02.2023",), date(2023, 2, 26)),
        (("Esame del 26/02/2023",), date(2023, 2, 26)),
        (("Exam date / Date d'examen 2023-02-26",), date(2023, 2, 26)),
        (("Exam date", "26 February 2023"), date(2023, 2, 26)),
        (("Fecha del estudio 05/02/2023",), None),
        (("Scan date 2023-02-26", "Scan date 2021-01-05"), None),
        (("Compared with the examination of 2021-01-05",), None),
        (("Exam date: 2024-05-06", "Scan date 2023-02-26"), date(2024, 5, 6)),
    ],
)
def test_the_day_of_an_examination_needs_no_colon(lines, day):
    report = page(("Site", "BMD (g/cm²)", "T-score", "Z-score"), *ROWS, before=(*TITLE, *lines))

    assert day == report.study.performed_on


@pytest.mark.parametrize(
    ("heading", "column", "second"),
    [
        ("Region / Région", Column.REGION, None),
        ("BMD DMO (g/cm²)", Column.BMD, None),
        ("T-score / Z-score", Column.T, Column.Z),
        ("T-Wert (Z-Wert)", Column.T, Column.Z),
        ("Z-score / T-score", None, None),
        ("BMD / T-score", None, None),
        ("BMD BMD", None, None),
    ],
)
def test_a_heading_of_two_names_means_what_both_mean(heading, column, second):
    meaning = meaning_of(heading, {})

    assert (column, second) == ((meaning.column, meaning.second) if meaning else (None, None))


@pytest.mark.parametrize(
    ("label", "site"),
    [
        ("Left femoral neck / Col fémoral gauche", Site(Region.FEMORAL_NECK, Side.LEFT)),
        ("Lumbar spine / Rachis lombaire L2-L4", Site(Region.LUMBAR_SPINE, None, ("L2", "L3", "L4"))),
        ("Linkerheup totaal", Site(Region.TOTAL_HIP, Side.LEFT)),
        ("Collo femorale sn", Site(Region.FEMORAL_NECK, Side.LEFT)),
        ("Left femoral neck / Col fémoral droit", None),
        ("Left femoral neck / Hanche totale gauche", None),
        ("Left femoral neck / Wobble", None),
    ],
)
def test_a_label_in_two_languages_is_the_site_both_name(label, site):
    assert site == labelled_site(label)


@pytest.mark.parametrize(
    "rows",
    [
        (("Region", "BMD (g/cm²)", "CSA", "Z"), ("Intertrochanter", "1.203", "3.919", "2.286")),
        (
            ("Vertebra", "P/A (%)", "Z-score", "Deformity"),
            ("L1", "77", "-2.7", "Normal"),
            ("L2", "70", "-2.5", "Wedge 1"),
        ),
    ],
    ids=["hip structural analysis", "vertebral morphometry"],
)
def test_scores_of_something_else_than_density_are_none(rows):
    assert values(page(*rows)) == {}


@pytest.mark.slow
def test_most_values_of_institutes_are_found():
    wrong, values, found = 0, 0, 0
    for number, design in enumerate(pdf_institutes.DESIGNS * 2):
        content, truth = made_in_house(design, Random(f"most/{number}"))  # noqa: S311 - documents, not secrets
        score = score_of(truth, read_pdf(content, "digest", Limits(), confirm=False))
        wrong += score.count("wrong", "spurious", "released", "date", "fact-wrong")
        values, found = values + score.values, found + score.found

    assert wrong == 0
    assert found >= 0.8 * values


def test_columns_of_text_that_share_no_line_are_read_one_after_the_other():
    left = ("Left femoral neck: the bone mineral density", "is 0.760 g/cm2, the T-score -2.0 and the",
            "Z-score is -0.4.", "The scan was done on a device of the clinic", "and read by two doctors.")  # fmt: skip
    right = ("Right total hip: the bone mineral density", "is 0.790 g/cm2, the T-score -1.7 and the",
             "Z-score is -0.5.", "The next examination is due in two years", "or when she wishes it.")  # fmt: skip
    sheet = Sheet()
    for x, y, texts in ((60, 100, left), (330, 106, right)):
        for number, text in enumerate(texts):
            sheet.text(x, y + 14 * number, text)
    report = read_pdf(sheet.finish(), "digest", Limits(), confirm=False)

    assert {
        ("femoral_neck", "left", "-2.0"), ("femoral_neck", "left", "-0.4"), ("femoral_neck", "left", "0.760"),
        ("total_hip", "right", "-1.7"), ("total_hip", "right", "-0.5"), ("total_hip", "right", "0.790"),
    } == {(row.region, row.side, str(row.value)) for row in report.measurements}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(("84%", "67%"), ["84", "67"]), (("84", "67"), []), (("Average", "Low"), []), (("84%", "Low"), [])],
)
def test_a_column_over_nothing_but_percentages_is_one(cells, expected):
    rows = ((NECK, "0.760", cells[0], "-2.0"), (HIP, "0.790", cells[1], "-1.7"))
    report = page(("Site", "BMD (g/cm²)", "Age-matched", "T-score"), *rows)

    assert expected == [str(row.value) for row in report.measurements if row.quantity == "age_matched_percent"]


def test_a_number_of_an_unchecked_table_is_free_where_a_sentence_of_the_page_says_it_too():
    lines = ("Her left femoral neck has a T-score of -2.4 today.",)
    report = page(
        ("Site", "BMD (g/cm²)", "T-score"), (NECK, "0.911", "-2.4"), (HIP, "0.912", "-0.2"), before=(*TITLE, *lines)
    )

    assert {("femoral_neck", "-2.4")} == {
        (row.region, str(row.value)) for row in report.measurements if row.held is None
    }
