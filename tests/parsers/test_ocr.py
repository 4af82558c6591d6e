"""Numbers recognised on pictures are few, right and held; whatever is in doubt is said and not used."""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from dxa.document import RawDocument
from dxa.errors import LimitExceeded, NoStructuredResults
from dxa.issues import IssueCode
from dxa.settings import Limits
from fixtures.ocr import capture, picture_of, scan_pdf, scanned_page, screen, truths
from fixtures.pdf import drawn
from fixtures.pdf_bones import COMBINATIONS, spine
from fixtures.pdf_ge import GePage
from fixtures.pdf_odd import picture_page
from fixtures.pdf_rows import ge_hips
from parsers.children import Readers
from parsers.dicom.reader import PARSER as DICOM
from parsers.merge import merge
from parsers.pdf.reader import PARSER as PDF

ON = Limits(ocr=True)
pytestmark = [
    pytest.mark.tesseract,
    pytest.mark.slow,
    pytest.mark.skipif(not Path(ON.ocr_program).exists(), reason="needs Tesseract"),
]


def document(content):
    return RawDocument(content=content, channel="test", received_at=datetime(2024, 5, 14, tzinfo=UTC))


def found(report):
    return {(row.region, row.side, row.levels, row.quantity): str(row.value) for row in report.measurements}


def codes(report):
    return {issue.code for issue in report.issues}


def ge_page(**changes):
    chance = random.Random(5)  # noqa: S311 - a seeded page
    return replace(GePage(title="AP Spine", rows=tuple(spine(chance, COMBINATIONS["single"]))), **changes)


def scan_of(page, dpi=200, turn=0):
    return scan_pdf([picture_of(drawn(page), dpi).rotate(turn, expand=True)], dpi)


@cache
def recognised(turn=0):
    """Return what is recognised on the scan of the one page: several tests look at this reading."""
    return PDF.read(document(scan_of(ge_page(), turn=turn)), ON)


@cache
def as_printed():
    return PDF.read(document(drawn(ge_page())), Limits())


def refused(content, limits=ON):
    with pytest.raises(NoStructuredResults) as refusal:
        PDF.read(document(content), limits)
    return refusal.value.text


@pytest.mark.parametrize("effect", ["clean", "scan"])
@pytest.mark.parametrize("seed", [1, 2])
def test_scanned_page_gives_right_numbers_and_every_one_is_held(seed, effect):
    content, printed = scanned_page(seed, 200, effect)

    report = PDF.read(document(content), ON)
    read = found(report)

    assert len(read) >= len(printed) // 3
    assert {place: printed.get(place) for place in read} == read
    assert {row.held for row in report.measurements} == {"OCR_NEEDS_REVIEW"}
    assert {row.confirmed_by for row in report.measurements} == {("ocr-first", "ocr-second")}
    assert IssueCode.OCR_NEEDS_REVIEW in codes(report)


def test_number_stands_where_its_locator_says():
    words = {row.provenance.raw: row for row in as_printed().measurements}

    report = recognised()
    row = next(row for row in report.measurements if row.provenance.raw in words and "." in row.provenance.raw)
    box, printed = row.provenance.locator.box, words[row.provenance.raw].provenance.locator.box

    assert row.provenance.locator.page == 1
    assert max(abs(one - other) for one, other in zip(box, printed, strict=True)) < 0.01


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_is_read_and_its_places_are_of_the_page_as_shown(turn):
    printed, report = as_printed(), recognised(turn)
    places = {_named(row): _turned(row.provenance.locator.box, turn) for row in printed.measurements}
    apart = [
        max(abs(one - other) for one, other in zip(row.provenance.locator.box, places[_named(row)], strict=True))
        for row in report.measurements
    ]

    assert len(apart) >= 8
    assert set(found(report).items()) <= set(found(printed).items())
    assert max(apart) < 0.01


def _named(row):
    return row.region, row.side, row.levels, row.quantity


def _turned(box, turn):
    x0, y0, x1, y1 = box
    return {90: (y0, 1 - x1, y1, 1 - x0), 180: (1 - x1, 1 - y1, 1 - x0, 1 - y0), 270: (1 - y1, x0, 1 - y0, x1)}[turn]


def test_minus_that_was_never_printed_is_not_made_up_and_its_number_is_not_used():
    rows = tuple(replace(row, cells=row.cells | {"t": row.cells["t"].lstrip("-")}) for row in ge_page().rows)
    lost = [row for row, whole in zip(rows, ge_page().rows, strict=True) if row.cells["t"] != whole.cells["t"]]

    report = PDF.read(document(scan_of(ge_page(rows=rows))), ON)
    read = found(report)

    assert lost
    assert [row.label for row in lost if ("lumbar_spine", None, row.site[2], "t_score") in read] == []
    assert IssueCode.CONSISTENCY_FAILED in codes(report)


def test_page_without_percentages_gives_nothing_because_nothing_can_be_checked():
    report = PDF.read(document(scan_of(ge_page(version="17"))), ON)

    assert report.measurements == ()
    assert IssueCode.UNVERIFIED_TABLE in codes(report)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (lambda: scan_of(ge_page(), dpi=150), "150 dots per inch is too coarse"),
        (lambda: scan_of(ge_page(style=replace(ge_page().style, size=2.6))), "too small|no table"),
        (lambda: picture_page(with_text_layer=False), "too coarse"),
        (lambda: picture_page(with_text_layer=True), "invisible text layer.*too coarse"),
    ],
)
def test_picture_that_cannot_be_trusted_is_refused_by_name(content, named):
    text = refused(content())

    assert re.search(named, text)


def test_page_about_something_else_gives_nothing():
    page = ge_page(rows=(), title="Invoice")

    assert "no number" in refused(scan_of(page)) or "no table" in refused(scan_of(page))


def test_pages_beyond_the_limit_are_named():
    picture = picture_of(drawn(ge_page()), 200)
    report = PDF.read(document(scan_pdf([picture, picture], 200)), Limits(ocr=True, ocr_pages=1))
    left = [issue for issue in report.issues if issue.code == IssueCode.OCR_PICTURE_NOT_READ]

    assert {row.provenance.locator.page for row in report.measurements} == {1}
    assert [issue.locator.page for issue in left] == [2]


def test_without_the_setting_pictures_are_refused_as_ever():
    assert "pictures are not read" in refused(scan_of(ge_page()), Limits())


@pytest.mark.parametrize("form", [{}, {"jpeg": True}, {"colour": True}, {"inverted": True}])
def test_image_only_capture_is_read_with_the_patient_of_its_header(form):
    image, printed = screen(3)

    report = DICOM.read(document(capture([image], **form)), ON)
    read = found(report)

    assert len(read) >= 15
    assert {place: printed.get(place) for place in read} == read
    assert {row.held for row in report.measurements} == {"OCR_NEEDS_REVIEW"}
    assert report.patient.id == "P-100"
    assert {row.exam_date.isoformat() for row in report.measurements} == {"2024-05-14"}


def test_frames_of_a_capture_are_shown_and_the_numbers_lit_on_them():
    content = capture([screen(3)[0], screen(4)[0]])
    report = DICOM.read(document(content), Limits(ocr=True, ocr_pages=2))
    locators = [row.provenance.locator for row in report.measurements]

    view = DICOM.show(content, locators, ON)
    frames = [part for part in view.parts if part.page]
    places = [(view.parts[place.part].page, place.box) for place in view.places]

    assert [part.label for part in frames] == ["Frame 1", "Frame 2"]
    assert [(locator.inner.page, locator.inner.box) for locator in locators] == places
    assert DICOM.pdf_inside(content, frames[0].embedded).startswith(b"%PDF")


def test_frame_of_a_capture_is_drawn_for_the_case_page():
    with Readers(1, Limits()) as readers:
        png = readers.page_png(capture([screen(3)[0], screen(4)[0]]), 2, 72)

    with Image.open(BytesIO(png)) as drawing:
        assert drawing.size == (1024, 768)
        assert drawing.convert("L").getextrema()[0] < 60


def test_recognised_number_never_touches_one_that_was_read():
    printed, held = as_printed(), recognised()

    merged = merge([printed, held])

    assert held.measurements
    assert found(printed) == found(merged)
    assert {row.held for row in merged.measurements} == {row.held for row in printed.measurements}
    assert {row.provenance.parser for row in merged.measurements} == {"pdf/1"}
    assert IssueCode.OCR_NEEDS_REVIEW in codes(merged)


def joined(*contents):
    """Return one PDF of the pages of several."""
    whole = pypdfium2.PdfDocument.new()
    for content in contents:
        part = pypdfium2.PdfDocument(content)
        whole.import_pages(part)
        part.close()
    target = BytesIO()
    whole.save(target)
    whole.close()
    return target.getvalue()


def test_scanned_page_behind_a_printed_one_adds_only_what_the_printed_one_does_not_say():
    chance = random.Random(6)  # noqa: S311 - a seeded page
    hips = GePage(title="DualFemur", rows=ge_hips(chance))
    alone = as_printed()

    report = PDF.read(document(joined(drawn(ge_page()), scan_of(ge_page()), scan_of(hips))), ON)
    recognised = {place: value for place, value in found(report).items() if place not in found(alone)}
    held = {row.region for row in report.measurements if row.held == "OCR_NEEDS_REVIEW"}

    assert {place: found(report)[place] for place in found(alone)} == found(alone)
    assert set(recognised.items()) <= set(truths(hips.truths()).items())
    assert held == {"femoral_neck", "total_hip"}
    assert IssueCode.NO_TEXT_LAYER not in codes(report)


def test_reading_child_recognises_under_its_limits():
    with Readers(1, ON) as readers:
        report = readers.parse(document(scan_of(ge_page(), dpi=300)))
        shown = readers.show(scan_of(ge_page()), [row.provenance.locator for row in report.measurements])

    assert report.measurements
    assert {place.part for place in shown.places} == {0}


def test_time_is_bounded_and_named():
    with pytest.raises(LimitExceeded, match=r"recognising its pictures took longer than 0\.05 s"):
        PDF.read(document(scan_of(ge_page())), Limits(ocr=True, ocr_seconds=0.05))
