"""The smaller parts of the PDF reader: places, dates, titles, layouts, text that cannot be seen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.regions import Scan, Side
from dxa.settings import Limits
from fixtures.pdf_sheet import Sheet
from parsers.pdf.checks import all_checks
from parsers.pdf.engines.pdfium import read_page
from parsers.pdf.engines.plumber import read_pages
from parsers.pdf.examination.dates import Order, first_date, order_of
from parsers.pdf.examination.subject import is_densitometry
from parsers.pdf.file.opening import opened
from parsers.pdf.layouts import all_layouts, layouts_of
from parsers.pdf.letters.letter import remark_lines
from parsers.pdf.naming.titles import titles_of
from parsers.pdf.text.frame import Frame
from parsers.pdf.text.lines import Line, lines_of
from parsers.pdf.text.words import Char, Word, words_of

QUARTERS = st.integers(0, 3)


def page_of(content):
    with opened(content, Limits()) as document:
        page = document[0]
        text = read_page(page, 1, Limits())
        page.close()
    return text


@given(shown=QUARTERS, reading=QUARTERS, x=st.floats(20, 500), y=st.floats(40, 700), width=st.floats(1, 60))
def test_a_box_seen_in_any_turn_is_the_same_place_on_the_shown_page(shown, reading, x, y, width):
    bounds = (20.0, 40.0, 600.0, 790.0)
    box = (x, y, x + width, y + 9)
    turned = Frame(page=1, bounds=bounds, media=(0, 0, 612, 792), shown=shown, reading=reading)
    straight = Frame(page=1, bounds=bounds, media=(0, 0, 612, 792), shown=shown, reading=shown)

    assert straight.locator(straight.from_user(box)) == turned.locator(turned.from_user(box))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_both_text_readers_give_the_same_places_on_a_turned_and_cropped_page(rotation):
    sheet = Sheet(rotation=rotation)
    sheet.canvas.setCropBox((30, 50, 560, 700))
    sheet.text(100, 300, "L1-L4 -2.5")
    content = sheet.finish()
    page = page_of(content)
    second = words_of(read_pages(content, (page.frame,))[1])

    assert ["L1-L4", "-2.5"] == [word.text for word in page.words] == [word.text for word in second]
    for one, other in zip(page.words, second, strict=True):
        assert abs(one.x0 - other.x0) < 0.5
        assert abs(one.bottom - other.bottom) < 3


def test_text_drawn_sideways_on_an_upright_page_is_read_and_placed_where_it_is_seen():
    sheet = Sheet()
    sheet.canvas.translate(200, 300)
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(0, 0, "T-score -2.5")
    page = page_of(sheet.finish())
    x0, y0, x1, y1 = page.frame.locator(page.words[1].box).box

    assert ["T-score", "-2.5"] == [word.text for word in page.words]
    assert x0 < 200 / 612 < x1 + 0.01
    assert y1 < (792 - 300) / 792
    assert y1 - y0 > x1 - x0


def test_text_in_another_direction_than_the_page_is_set_aside():
    sheet = Sheet()
    sheet.text(100, 100, "upright text")
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(300, -40, "axis")
    page = page_of(sheet.finish())

    assert ["upright", "text"] == [word.text for word in page.words]
    assert page.aside == 4


def test_white_text_on_a_dark_ground_is_seen_and_dark_text_on_it_is_not():
    sheet = Sheet()
    sheet.canvas.setFillColorRGB(0, 0, 0.5)
    sheet.canvas.rect(90, 680, 200, 30, fill=1)
    sheet.canvas.drawString(200, 690, "unseen")
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.canvas.drawString(100, 690, "seen")
    sheet.canvas.drawString(100, 400, "white")
    page = page_of(sheet.finish())

    assert ["seen"] == [word.text for word in page.words]
    assert {"unseen", "white"} == {word.text for _, words in page.hidden for word in words}


def test_text_inside_a_form_is_placed_and_covered_as_it_is_drawn():
    sheet = Sheet()
    sheet.canvas.beginForm("part")
    sheet.canvas.drawString(0, 0, "seen")
    sheet.canvas.drawString(0, 30, "covered")
    sheet.canvas.rect(-5, 25, 80, 20, fill=1)
    sheet.canvas.endForm()
    sheet.canvas.translate(100, 400)
    sheet.canvas.doForm("part")
    page = page_of(sheet.finish())

    assert [("seen", 100)] == [(word.text, round(word.x0)) for word in page.words]
    assert ["covered"] == [word.text for _, words in page.hidden for word in words]


def char(text, x, size=10.0, base=100.0):
    return Char(text, x, base - size * 0.8, x + 5, base + size * 0.2, base)


def test_characters_printed_twice_count_once_and_repeated_digits_stay():
    chars = [char("1", 10), char("1", 10.4), char("1", 15), char("1", 15.4), char("-", 5), char("-", 5.4)]

    assert ["-11"] == [word.text for word in words_of(chars)]


def test_a_smaller_raised_digit_is_a_word_of_its_own():
    chars = [char("1", 10), char("8", 15), char("2", 20, size=5.5, base=96)]

    assert ["2", "18"] == [word.text for word in words_of(chars)]


def test_letters_of_a_ligature_whose_boxes_end_at_the_baseline_part_no_word():
    inner = [Char(text, x, 93.0, x + 3, 100.0, 100.0) for text, x in (("f", 15.0), ("i", 18.0))]

    chars = [char("s", 5), char("i", 10), *inner, char("c", 21)]

    assert ["sific"] == [word.text for word in words_of(chars)]


def line(*words):
    return Line(
        tuple(
            Word(text, x, 92, x + 5 * len(text), 102, 100, tuple(x + 5 * n for n in range(len(text))))
            for text, x in words
        )
    )


def test_a_span_of_a_line_leads_back_to_its_characters():
    made = line(("T-score", 10), ("-2.5", 50), ("far", 200))

    assert made.text == "T-score -2.5   far"
    assert (50, 92, 70, 102) == made.box(8, 12)
    assert (55, 92, 65, 102) == made.box(9, 11)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("May 14, 2024 10:12", None, date(2024, 5, 14)),
        ("14 May 2024", None, date(2024, 5, 14)),
        ("14. Mai 2024", None, date(2024, 5, 14)),
        ("14.05.2024", None, date(2024, 5, 14)),
        ("2024-05-14", None, date(2024, 5, 14)),
        ("5/14/2024 2:15:30 PM", None, date(2024, 5, 14)),
        ("14/5/2024", None, date(2024, 5, 14)),
        ("4/5/2024", None, None),
        ("5/5/2024", None, date(2024, 5, 5)),
        ("4/5/2024", Order.DAY_FIRST, date(2024, 5, 4)),
        ("4/5/2024", Order.MONTH_FIRST, date(2024, 4, 5)),
        ("31/31/2024", None, None),
        ("Foo 14, 2024", None, None),
    ],
)
def test_a_date_is_read_only_when_it_can_be_told(text, order, day):
    assert day == first_date(text, order).day


def test_a_document_that_uses_both_orders_settles_nothing():
    assert order_of(["02/28/2024"]) is Order.MONTH_FIRST
    assert order_of(["28/02/2024"]) is Order.DAY_FIRST
    assert order_of(["28/02/2024", "02/28/2024", "3/4/2024"]) is None


@pytest.mark.parametrize(
    ("text", "scan", "side", "firm"),
    [
        ("AP Spine Bone Density", Scan.SPINE, None, True),
        ("Left Forearm Bone Density", Scan.FOREARM, Side.LEFT, True),
        ("Scan Type: a Left Hip", Scan.HIP, Side.LEFT, True),
        ("Scan Type: a R.Forearm", Scan.FOREARM, Side.RIGHT, True),
        ("ANCILLARY RESULTS [AP Spine]", Scan.SPINE, None, True),
        ("Right Hip on 4/17/2002 9:31:05 AM", Scan.HIP, Side.RIGHT, True),
        ("Total Body Bone Density", Scan.TOTAL_BODY, None, True),
        ("DualFemur Bone Density", Scan.HIP, None, True),
        ("Right Hip", Scan.HIP, Side.RIGHT, False),
    ],
)
def test_a_title_names_a_scan_and_perhaps_a_side(text, scan, side, firm):
    titles = titles_of([line((text, 40))])

    assert [(scan, side, firm)] == [(title.scan, title.side, title.firm) for title in titles]


def test_a_sentence_about_the_hip_is_no_title():
    assert titles_of([line(("pain", 40), ("in", 65), ("the", 80), ("hip", 100), ("since", 120))]) == []


def test_only_lines_below_a_remark_are_its_text():
    words = [
        *line(("COMMENTS:", 40), ("L1", 300), ("-1.2", 350)).words,
        *(Word(t, x, 104, x + 20, 114, 112, (x,) * len(t)) for t, x in (("Follow-up", 40), ("advised.", 64))),
        *(Word(t, x, 404, x + 20, 414, 412, (x,) * len(t)) for t, x in (("LSC=", 40), ("0.028", 64))),
    ]

    assert ["COMMENTS:", "Follow-up advised."] == [part.text for part in remark_lines(words, lines_of(words))]


SENTENCE = "The density is low at the spine"


@pytest.mark.parametrize(
    ("head", "below", "x", "down", "found"),
    [
        ("Interpretation", SENTENCE, 40, 14, True),
        ("Beurteilung", SENTENCE, 40, 14, True),
        ("Interpretation", "L1 0.901 -2.1", 40, 14, False),
        ("Interpretation", SENTENCE, 40, 60, False),
        ("Interpretation", SENTENCE, 140, 14, False),
        ("Reference values", SENTENCE, 40, 14, False),
    ],
)
def test_a_heading_alone_heads_the_sentence_below_it(head, below, x, down, found):
    def row(text, left, base):
        places = [left + 20 * at for at in range(len(text.split()))]
        return [
            Word(t, at, base - 8, at + 18, base + 2, base, (at,) * len(t))
            for t, at in zip(text.split(), places, strict=True)
        ]

    words = [*row(head, 40, 100), *row(below, x, 100 + down)]

    assert [part.text for part in remark_lines(words, lines_of(words))] == ([head, below] if found else [])


def test_the_folders_are_the_registries():
    names = [layout.name for layout in all_layouts()]

    assert ["ge-encore-12", "ge-encore-16", "ge-encore-17", "hologic-apex", "norland-illuminatus"] == names
    assert {
        "BMD is BMC over area",
        "score against percent",
        "sign against percent",
        "differences",
        "spine sums",
        "score against class",
    } == {check.name for check in all_checks()}


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("Lunar iDXA ME+200123", "GE Healthcare"),
        ("DXA Results Summary:", "Hologic"),
        ("Norland XR-800", "Norland"),
        ("OsteoSys Primus", None),
        ("compared with Hologic and Lunar devices", None),
        ("Densitometry: Lunar Prodigy, earlier on a Hologic", "GE Healthcare"),
    ],
)
def test_a_maker_is_known_by_the_text_and_two_makers_are_none(text, maker):
    assert maker == next((layout.manufacturer for layout in layouts_of(text)), None)


@pytest.mark.parametrize(
    ("text", "about"),
    [("DXA of the hip: T-score -2.5", True), ("Osteoporose, Knochendichte", True), ("DXA examination 120.00", False)],
)
def test_one_word_of_densitometry_may_be_an_item_of_a_bill(text, about):
    assert about == is_densitometry(text)


def test_rows_of_a_page_are_lines_from_the_top():
    words = [*line(("b", 40)).words, *(Word("a", 10, 12, 15, 22, 20, (10,)),)]

    assert ["a", "b"] == [row.text for row in lines_of(words)]


def test_a_number_printed_over_a_date_makes_no_year_of_it():
    assert first_date("Scan Date: 1 9.13 February 24, 2200.1258", None) is None
    assert first_date("14.05.2024.5", None) is None
