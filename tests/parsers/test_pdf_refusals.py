"""What cannot be read is refused by name, and a damaged document never yields another number."""

import pytest

from dxa.document import RawDocument
from dxa.errors import DocumentError, LimitExceeded, NotFound, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits
from fixtures import pdf_odd
from fixtures.pdf import documents, drawn
from fixtures.pdf_random import random_page
from parsers.pdf.file.picture import page_count, page_png
from parsers.pdf.reader import PARSER
from parsers.pdf.reading import read_pdf

MADE = documents()


def numbers(content):
    try:
        report = read_pdf(content, "digest", Limits(), confirm=False)
    except DocumentError:
        return set()
    return {(row.region, row.side, row.levels, row.quantity, row.value) for row in report.measurements}


def test_a_cut_document_yields_no_number_the_whole_does_not_hold():
    content, _ = MADE["ge16_spine.pdf"]
    whole = numbers(content)

    assert whole
    for cut in range(100, len(content), 97):
        assert numbers(content[:cut]) <= whole


def test_a_cut_document_with_a_new_end_yields_no_other_number():
    content = drawn(random_page(3))
    whole = numbers(content)

    for cut in range(400, len(content) - 10, 131):
        assert numbers(content[:cut] + b"\nendstream endobj\n%%EOF\n") <= whole


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        (Limits(page_characters=100), "100 characters"),
        (Limits(pages=1), "1 pages"),
        (Limits(page_shapes=1), "shapes"),
    ],
)
def test_a_broken_limit_is_named(limits, named):
    content, _ = MADE["ge16_three_pages.pdf"]
    if "shapes" in named:
        content = shapes(40)

    with pytest.raises(LimitExceeded, match=named):
        read_pdf(content, "digest", limits)


def shapes(count):
    sheet = pdf_odd.Sheet()
    sheet.text(72, 72, "Bone densitometry (DXA), T-score")
    for number in range(count):
        sheet.canvas.rect(10 + number, 10, 1, 1, fill=1)
    return sheet.finish()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-", b"%PDF-1.4\n%%EOF", b"%PDF-1.4 junk \x00\xff %%EOF", b"no pdf %%EOF"]
)
def test_junk_is_unreadable_and_never_a_crash(content):
    with pytest.raises(UnreadableDocument):
        read_pdf(content, "digest", Limits())


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (b"%PDF-1.7\n", True),
        (b"\n\n%PDF-1.4", True),
        (b"x" * 1100 + b"%PDF-1.4", False),
        (b"\0" * 128 + b"DICM" + b"%PDF-1.4", False),
        (b"MSH|^~\\&|A|B\rOBX|1|TX|||%PDF-1.4", False),
        (b"", False),
    ],
)
def test_a_pdf_is_claimed_by_its_head_unless_it_travels_inside_something(content, claimed):
    assert claimed == PARSER.claims(content)


def test_errors_hold_nothing_of_the_document(recwarn):
    for name in ("locked.pdf", "truncated.pdf", "invoice.pdf", "scan_without_text.pdf"):
        with pytest.raises(DocumentError) as refused:
            read_pdf(MADE[name][0], "digest", Limits())

        assert "TEST" not in refused.value.text
    assert not recwarn.list


def test_the_view_has_one_part_for_each_page_and_the_places_of_its_locators():
    content, _ = MADE["ge16_three_pages.pdf"]
    locators = [Locator(page=2, box=(0.1, 0.2, 0.3, 0.4)), Locator(page=9), Locator(chars=(1, 2))]
    view = PARSER.show(content, locators, Limits())

    assert [1, 2, 3] == [part.page for part in view.parts]
    assert (1, (0.1, 0.2, 0.3, 0.4)) == (view.places[0].part, view.places[0].box)
    assert [None, None] == list(view.places[1:])


def test_a_pdf_holds_itself_and_no_other():
    content, _ = MADE["letter.pdf"]

    assert content == PARSER.pdf_inside(content, None)
    with pytest.raises(ValueError, match="no other"):
        PARSER.pdf_inside(content, Locator(page=1))
    assert PARSER.isolated(content)


def test_a_page_is_drawn_within_four_thousand_pixels():
    content, _ = MADE["ge16_spine.pdf"]
    small, large = page_png(content, 1, 72, Limits()), page_png(content, 1, 2000, Limits())

    assert (612, 792) == size_of(small)
    assert max(size_of(large)) <= 4000
    assert page_count(MADE["ge16_three_pages.pdf"][0], Limits()) == 3
    with pytest.raises(NotFound):
        page_png(content, 2, 72, Limits())


def size_of(picture):
    assert picture.startswith(b"\x89PNG")
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


def test_the_reader_reads_a_raw_document(monkeypatch):
    content, truth = MADE["hologic_hip_percents.pdf"]
    document = RawDocument(content=content, channel="test", received_at=None)
    report = PARSER.read(document, Limits())

    assert len(truth.values) == len(report.measurements)
    assert {document.digest} == {row.provenance.document for row in report.measurements}
