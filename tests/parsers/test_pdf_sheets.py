"""Sheets that hold two pages, ages that tell day and month apart, histories in other languages."""

import re

import pytest

from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.examination.ages import order_of_age
from parsers.pdf.examination.box import labelled_of
from parsers.pdf.examination.dates import Order
from parsers.pdf.file.halves import halves_of
from parsers.pdf.shapes.trend_words import TITLE
from parsers.pdf.text.frame import Frame
from parsers.pdf.text.lines import Line
from parsers.pdf.text.words import Word

BOX = ("Name: EXAMPLE Sex: Female", "ID: 12 Height: 160 cm", "DOB: 3/4/1950 Age: 71", "Scan Date: 5/6/2021 T-score")


def word(text, x, y):
    return Word(text, x, y, x + 4 * len(text), y + 8, y + 7, tuple(x + 4 * at for at in range(len(text))))


def printed(lines, x=40.0, y=40.0):
    """Return the words of lines, each a fixed step right of the one before."""
    return [
        word(text, x + 42 * at, y + 12 * row) for row, line in enumerate(lines) for at, text in enumerate(line.split())
    ]


def page(*words, width=800.0, height=600.0):
    bounds = (0.0, 0.0, width, height)
    return PageText(frame=Frame(page=1, bounds=bounds, media=bounds), words=tuple(words))


def test_two_pages_on_a_sheet_are_read_apart():
    across = halves_of(page(*printed(BOX), *printed(BOX, x=440)))
    down = halves_of(page(*printed(BOX), *printed(BOX, y=340), width=400))

    assert [(0, 17), (1, 17)] == [(half.half, len(half.words)) for half in across]
    assert [(0, 17), (1, 17)] == [(half.half, len(half.words)) for half in down]


@pytest.mark.parametrize(
    "words",
    [
        printed(BOX),
        # Two tables beside each other have no box each.
        [*printed(BOX), *printed(["Region BMD T Z"] * 5, y=200), *printed(["Region BMD T Z"] * 5, x=440, y=200)],
        # A line over both is of one page.
        [*printed(BOX), *printed(BOX, x=440), *(word("long" * 20, 240, 40.0 + 12 * row) for row in range(30))],
        # The box printed again at the foot of a page.
        [*printed(BOX), *printed(["Region BMD T Z"] * 5, y=400), *printed(BOX, y=560)],
        # The names of a patient and a physician are at no one distance from the other fields.
        [*printed(BOX), *printed(["Name: SAMPLE"], x=440)],
    ],
)
def test_what_is_printed_twice_without_a_box_of_its_own_is_one_page(words):
    assert 1 == len(halves_of(page(*words)))


def fields(*lines):
    return labelled_of([Line(tuple(spaced(line))) for line in lines])


def spaced(line):
    starts = [len(line[: found.start()]) for found in re.finditer(r"\S+", line)]
    return [word(text, 40.0 + 4 * at, 40.0) for at, text in zip(starts, line.split(), strict=True)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Birth Date: 07/12/1961 61.6 years", "Measured: 2/2/2023 8:31:23"), Order.MONTH_FIRST),
        (("Birth Date: 07/12/1961", "Age: 61.2", "Measured: 2/2/2023"), Order.DAY_FIRST),
        (("Geburtsdatum: 07/12/1961 61,2 Jahre", "Gemessen: 2/2/2023"), Order.DAY_FIRST),
        (("Birth Date: 07/12/1961 61 years", "Measured: 2/2/2023"), None),
        (("Birth Date: 07/12/1961", "Age: 58.0", "Measured: 2/2/2023"), None),
        (("Birth Date: 07/07/1961", "Age: 61.6", "Measured: 2/2/2023"), None),
        (("Birth Date: 07/12/1961", "Age: 61.6"), None),
        (("Birth Date: unknown", "Age: 61.6", "Measured: 2/2/2023"), None),
    ],
)
def test_an_age_with_a_decimal_tells_day_and_month_apart(lines, expected):
    assert expected is order_of_age(fields(*lines))


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("Densitometry Trend: L1-L4", "L1-L4"),
        ("Densitometrie-Trend: Gesamt Mittel", "Gesamt Mittel"),
        ("Tendance densitométrique: Col gauche", "Col gauche"),
        ("Tendencia de densitometría: L1-L4", "L1-L4"),
        ("Tendência da densitometria: Colo", "Colo"),
        ("Trend densitometria: Totale", "Totale"),
        ("Densitometrietrend: L2-L4   Densitometrietrend: Hals", "L2-L4"),
    ],
)
def test_the_title_of_a_trend_names_its_region_in_each_language(line, site):
    found = TITLE.search(line)

    assert found
    assert site == found["site"]
