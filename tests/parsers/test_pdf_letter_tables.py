"""Tables as people and cover pages set them: names of several lines, columns by examination, sides over scores."""

import pytest

from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.reading import read_pdf

LETTER = ("FINDINGS:",)
"""What makes a page a person's, whose tables need no redundancy."""
HEADS = ("Site", "BMD (g/cm2)", "T-score")
PLACES = (120, 240, 340)


HEAD = ("DXA Bone Densitometry", "Exam date: 24 March 2026")


def page(*texts, before=LETTER, head=HEAD):
    """Return the reading of a page of texts at (x, y), each centred on its place, below head and `before`."""
    sheet = Sheet()
    for number, text in enumerate((*head, *before)):
        sheet.text(50, 40 + 14 * number, text, 9)
    for x, y, text in texts:
        sheet.text(x, y, text, 9, align="centre")
    return read_pdf(sheet.finish(), "digest", Limits())


def rows(*lines, places=PLACES, top=120, pitch=16):
    return [
        (x, top + pitch * number, text)
        for number, line in enumerate(lines)
        for x, text in zip(places, line, strict=False)
        if text
    ]


def scores(report, *, held=False):
    return {
        (str(row.region), row.side and str(row.side), row.current): str(row.value)
        for row in report.measurements
        if row.quantity == "t_score" and (held or row.held is None)
    }


def test_a_name_that_begins_left_of_its_heading_is_read_from_its_beginning():
    report = page(
        *rows(HEADS, ("Mean of left and right total hip", "0.812", "-1.1"), ("Left femoral neck", "0.7", "-1.3"))
    )

    assert scores(report) == {("femoral_neck", "left", True): "-1.3"}


def beside_the_middle(second):
    places, heads = (80, 160, 260, 360), ("Site", "Region", *HEADS[1:])
    lines = rows(heads, ("Spine", "L1-L4", "0.912", "-1.2"), ("", second, "0.700", "-2.1"), places=places)
    lines += rows(("Left hip",), places=places, top=160)
    lines += rows(("", "Total", "0.800", "-1.4"), places=places, top=168)
    return scores(page(*lines), held=True)


def test_a_name_beside_the_middle_of_its_rows_is_never_that_of_the_row_above_it():
    found = beside_the_middle("Total")

    assert set(found) <= {("lumbar_spine", None, True)}
    assert "-2.1" not in found.values()


def test_a_name_beside_the_middle_of_its_rows_is_that_of_all_of_them_where_no_other_way_makes_sense():
    expected = {
        ("lumbar_spine", None, True): "-1.2",
        ("femoral_neck", "left", True): "-2.1",
        ("total_hip", "left", True): "-1.4",
    }

    assert expected == beside_the_middle("Neck")


def test_cells_set_to_the_middle_of_their_frame_are_one_row():
    heads = rows((*HEADS, "WHO category"), places=(*PLACES, 450))
    label = [(120, 150, "Left"), (120, 161, "femoral"), (120, 172, "neck")]
    cells = [
        (240, 161, "0.702"),
        (340, 161, "-1.9"),
        (450, 150, "Low bone"),
        (450, 161, "mass"),
        (450, 172, "(osteopenia)"),
    ]
    below = rows(("Left total hip", "0.801", "-1.2", "Osteopenia"), places=(*PLACES, 450), top=192)
    report = page(*heads, *label, *cells, *below, before=())

    assert scores(report) == {("femoral_neck", "left", True): "-1.9", ("total_hip", "left", True): "-1.2"}


@pytest.mark.parametrize(
    ("score", "word", "held"),
    [
        ("-2.6", "Osteoporosis", None),
        ("-2.5", "Osteoporosis", None),
        ("-1.1", "Low bone mass (osteopenia)", None),
        ("-2.4", "Osteoporosis", "UNVERIFIED_TABLE"),
        ("-1.0", "Osteopenia", "UNVERIFIED_TABLE"),
        ("1.4", "Osteopenia", "UNVERIFIED_TABLE"),
        ("0.4", "Normal", "UNVERIFIED_TABLE"),
        ("-2.6", "No osteoporosis", "UNVERIFIED_TABLE"),
    ],
)
def test_a_printed_class_bears_a_score_out_only_where_a_lost_sign_would_contradict_it(score, word, held):
    heads = (*HEADS, "WHO Classification")
    lines = rows(heads, ("Left total hip", "0.701", score, word), places=(*PLACES, 450))

    assert {row.held for row in page(*lines, before=()).measurements} == {held}


def test_the_day_of_the_previous_examination_is_not_that_of_the_present_values():
    heads = ("Exam", "Region", "Previous Date", "Previous BMD (g/cm2)", "Current BMD (g/cm2)")
    row = ("Left Hip", "Total Hip", "11 February 2023", "0.823", "0.801")
    found = {
        (str(value.value), value.current, str(value.exam_date))
        for value in page(*rows(heads, row, places=(70, 140, 240, 350, 470))).measurements
    }

    assert found == {("0.823", False, "2023-02-11"), ("0.801", True, "2026-03-24")}


def test_a_score_and_its_percentage_may_go_by_one_name():
    places = (80, 160, 240, 320, 400, 480)
    heads = ("Region", "BMD (g/cm2)", "T-score", "T-score %", "Z-score", "Z-score %")
    report = page(*rows(heads, ("L1-L4", "0.927", "-2.1", "79", "-0.7", "92"), places=places), before=())
    found = {str(row.quantity): (str(row.value), row.held) for row in report.measurements}

    assert found["young_adult_percent"] == ("79", None)
    assert found["t_score"] == ("-2.1", None)
    assert found["age_matched_percent"] == ("92", None)


def test_numbers_under_left_and_right_are_of_their_sides():
    lines = rows(("", "Left", "Right"), ("Femoral neck T-score", "-2.2", "-1.7"), ("Total hip T-score", "-1.9", "-2.0"))

    assert scores(page(*lines)) == {
        ("femoral_neck", "left", True): "-2.2",
        ("femoral_neck", "right", True): "-1.7",
        ("total_hip", "left", True): "-1.9",
        ("total_hip", "right", True): "-2.0",
    }


def test_dated_rows_share_the_name_printed_beside_the_first_of_them():
    heads, places = ("Site", "Date", "BMD (g/cm2)", "T-score"), (110, 230, 330, 420)
    days = ("24 March 2026", "11 February 2023")
    lines = [
        (name if not number else "", day, *cells[number])
        for name, cells in (
            ("Lumbar spine (L1-L4)", (("0.912", "-1.2"), ("0.930", "-1.1"))),
            ("Left total hip", (("0.801", "-1.4"), ("0.822", "-1.2"))),
        )
        for number, day in enumerate(days)
    ]

    assert scores(page(*rows(heads, *lines, places=places))) == {
        ("lumbar_spine", None, True): "-1.2",
        ("lumbar_spine", None, False): "-1.1",
        ("total_hip", "left", True): "-1.4",
        ("total_hip", "left", False): "-1.2",
    }


def test_dates_are_told_apart_by_one_that_is_printed_with_its_month():
    heads, places = ("Site", "Date", "BMD (g/cm2)", "T-score"), (110, 230, 330, 420)
    lines = (("Left total hip", "03/24/2026", "0.801", "-1.4"), ("Left total hip", "02/11/2023", "0.822", "-1.2"))
    report = page(*rows(heads, *lines, places=places))

    assert {(str(row.value), str(row.exam_date)) for row in report.measurements if row.quantity == "t_score"} == {
        ("-1.4", "2026-03-24"),
        ("-1.2", "2023-02-11"),
    }


def test_the_side_over_a_table_of_its_own_wins_over_the_scan_type_of_the_page():
    places = (60, 120, 170, 220)
    heads = ("Region", "Area (cm2)", "BMC (g)", "BMD (g/cm2)")
    left = rows(heads, ("Neck", "5.81", "4.09", "0.704"), places=places, top=150)
    right = rows(heads, ("Neck", "5.90", "4.70", "0.797"), places=tuple(x + 260 for x in places), top=150)
    report = page(
        (60, 134, "Left Hip"),
        (320, 134, "Right Hip"),
        *left,
        *right,
        before=("Scan Type: a Left Hip", "Model: Horizon W"),
    )
    found = {str(row.side): str(row.value) for row in report.measurements if row.quantity == "bmd"}

    assert found == {"left": "0.704", "right": "0.797"}


def test_a_change_its_own_densities_contradict_is_held_back():
    heads = ("Date", "BMD (g/cm2)", "Change vs Previous (g/cm2)")
    lines = rows(
        heads, ("24 March 2026", "0.801", "21"), ("11 February 2023", "0.822", "0.012"), ("4 May 2020", "0.810", "-")
    )
    report = page((90, 106, "Densitometry Trend: Left total hip"), *lines)
    found = {str(row.value): row.held for row in report.measurements if row.quantity == "change"}

    assert found == {"21": "IMPLAUSIBLE_VALUE", "0.012": None}


@pytest.mark.parametrize(
    ("indication", "conclusion"),
    [
        ("Indication: 68-year-old woman on prednisone.", "Impression: Osteopenia."),
        ("Indikation: Therapie mit Prednison.", "Beurteilung: Osteopenie."),
        ("Indicação: uso de prednisona.", "Conclusão: osteopenia."),
        ("Motivo: tratamiento con prednisona.", "Conclusión: osteopenia."),
    ],
)
def test_a_report_that_names_its_densitometer_is_read_beside_its_table(indication, conclusion):
    table = rows(
        ("Region", "BMD (g/cm2)", "T-score"), ("L1-L4", "0.912", "-2.2"), ("Left femoral neck", "0.741", "-2.1")
    )
    report = page(*table, (120, 200, conclusion), before=("GE Lunar Prodigy", indication))

    assert "osteopenia" == report.text.stated_classification
    assert "predniso" in report.context.indication.casefold()
    assert {"-2.2", "-2.1"} == {str(row.value) for row in report.measurements if row.quantity == "t_score"}


UNLIKE = rows(
    ("Region", "BMD", "T-score", "Z-score", "BMD", "T-score", "Change (%)"),
    ("L1-L4", "0.912", "-2.2", "-0.6", "0.940", "-2.0", "-3.0"),
    ("Left femoral neck", "0.741", "-2.1", "-0.5", "0.760", "-2.0", "-2.5"),
    places=(60, 170, 235, 290, 360, 425, 490),
    top=132,
)
"""Three columns of one examination and two of another below their names, and one of neither."""


@pytest.mark.parametrize(("now", "then"), [("Current (24/03/2026)", "Previous (10/04/2021)"), ("Atual", "Anterior")])
def test_examinations_over_unlike_numbers_of_columns_are_told_apart(now, then):
    report = page((230, 120, now), (392, 120, then), *UNLIKE)

    assert {
        ("lumbar_spine", None, True): "-2.2",
        ("lumbar_spine", None, False): "-2.0",
        ("femoral_neck", "left", True): "-2.1",
        ("femoral_neck", "left", False): "-2.0",
    } == scores(report)


@pytest.mark.parametrize("places", [(200, 340), (170, 300), (290, 460)])
def test_examinations_that_stand_over_no_plain_parting_of_the_columns_hold_them_back(places):
    report = page((places[0], 120, "Current"), (places[1], 120, "Previous"), *UNLIKE)

    assert {} == scores(report)


def test_the_risks_close_below_a_table_are_none_of_its_rows():
    report = page(
        *rows(HEADS, ("L1-L4", "0.912", "-2.2"), ("Left femoral neck", "0.741", "-2.1")),
        (180, 168, "FRAX: MOF 15.2%  Hip 3.4%"),
    )

    assert {"15.2", "3.4"} == {str(row.value) for row in report.measurements if row.quantity.startswith("frax")}


@pytest.mark.parametrize(
    ("line", "sex", "age"),
    [
        ("Age/Sex: 61/F", "female", "61"),
        ("Sex/Age: M / 61", "male", "61"),
        ("Age/Sex: 61 Y/M   ID: 77", "male", "61"),
        ("Sexo: M   Edad: 61", None, "61"),
        ("Sexo: H   Edad: 61", "male", "61"),
        ("Sexo: M   Idade: 61", "male", "61"),
        ("Sex: M/F   Age: 61", None, "61"),
    ],
)
def test_age_and_sex_may_stand_under_one_label_and_a_spanish_m_is_neither(line, sex, age):
    patient = page(
        *rows(HEADS, ("L1-L4", "0.912", "-2.2"), ("Left femoral neck", "0.741", "-2.1")), before=(line,)
    ).patient

    assert (sex, age) == (patient.sex and str(patient.sex), patient.age_years and str(patient.age_years))


def test_names_set_left_of_the_middle_of_their_heading_are_one_name():
    left = [(60, 128 + 16 * number, text) for number, text in enumerate(("Rachide lombare L1-L4", "Collo femorale sn"))]
    sheet = Sheet()
    sheet.text(50, 40, "MOC - Densitometria ossea DEXA", 9)
    sheet.text(50, 54, "Conclusioni: osteopenia.", 9)
    for x, y, text in rows(
        ("Distretto", "BMD g/cm2", "T-score", "Z-score"),
        ("", "0,801", "-2,2", "-0,3"),
        ("", "0,602", "-2,2", "-0,7"),
        places=(112, 240, 320, 380),
        top=112,
    ):
        sheet.text(x, y, text, 9, align="centre")
    for x, y, text in left:
        sheet.text(x, y, text, 9)

    assert {("lumbar_spine", None, True): "-2.2", ("femoral_neck", "left", True): "-2.2"} == scores(
        read_pdf(sheet.finish(), "digest", Limits())
    )


def test_days_over_the_columns_are_told_apart_by_the_day_behind_the_birth_date():
    report = page(
        (220, 106, "14-05-2024"),
        (400, 106, "02-03-2020"),
        *rows(
            ("Waar", "BMD (g/cm2)", "T-score", "BMD (g/cm2)", "T-score"),
            ("LWK L1-L4", "0,861", "-2,6", "0,884", "-2,4"),
            ("Femurhals links", "0,652", "-2,7", "0,671", "-2,6"),
            places=(80, 180, 260, 360, 440),
        ),
        before=("Mevr. T. Voorbeeld, geb. 11-03-1948. Onderzoek d.d. 14-05-2024", "Conclusie: osteoporose."),
        head=("Botdichtheidsmeting (DXA)",),
    )

    assert {
        ("lumbar_spine", None, True): "-2.6",
        ("lumbar_spine", None, False): "-2.4",
        ("femoral_neck", "left", True): "-2.7",
        ("femoral_neck", "left", False): "-2.6",
    } == scores(report)


def test_cells_set_left_of_headings_in_two_lines_are_under_them():
    heads = (("Columna", "lumbar L1-L4"), ("Cuello femoral", "izquierdo"), ("Cadera total", "izquierda"))
    sheet = Sheet()
    for number, text in enumerate(("Densitometría ósea", "Fecha de exploración: 03/07/2025")):
        sheet.text(50, 40 + 14 * number, text, 8)
    for column, (upper, lower) in enumerate(heads):
        sheet.text(208 + 115 * column, 90, upper, 8, align="centre")
        sheet.text(208 + 115 * column, 101, lower, 8, align="centre")
    sheet.text(63, 101, "Medida", 8)
    for line, cells in enumerate(
        (
            ("DMO (g/cm2)", "1,033", "0,918", "0,694"),
            ("T-score", "-1,2", "-0,9", "-2,5"),
            ("Z-score", "-0,6", "-0,3", "-1,9"),
        )
    ):
        for x, text in zip((63, 153, 268, 383), cells, strict=True):
            sheet.text(x, 114 + 12 * line, text, 8)

    assert {
        ("lumbar_spine", None, True): "-1.2",
        ("femoral_neck", "left", True): "-0.9",
        ("total_hip", "left", True): "-2.5",
    } == scores(read_pdf(sheet.finish(), "digest", Limits()), held=True)
