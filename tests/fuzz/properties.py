"""What has to hold for any bytes: only document errors, and every number really stands where its locator says."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

import pypdfium2

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.locator import Locator
from dxa.report import DxaReport, Measurement, Quantity
from dxa.settings import Limits
from parsers.numbers import read_decimal
from parsers.ocr.capture import captures
from parsers.ocr.picture import View
from parsers.ocr.tables import read_sheet
from parsers.ocr.tsv import seen_words
from parsers.ocr.words import sheet_of
from parsers.parser import Parser
from parsers.registry import all_parsers
from parsers.source import Place, Source

LIMITS = Limits()
RECOGNITION = "ocr"
"""The answers of the recognition program."""
CAPTURE = "capture"
"""The pictures of image-only DICOM objects."""
TARGETS = ("dicom", "hl7", "narrative", "osteon_json", "pdf", RECOGNITION, CAPTURE)
_UNSIGNED = frozenset({Quantity.BMD, Quantity.BMC, Quantity.AREA, Quantity.TBS})
MILLI = 3
"""mg/cm2 are g/cm2 times ten to this power."""


class WrongReading(Exception):
    """A number was read that does not stand at its place, or not so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input."""

    refusal: str | None
    """Code of the document error; None when there is a report."""
    values: int = 0


@cache
def parser(target: str) -> Parser:
    """Return the reader of a target."""
    return next(one for one in all_parsers() if one.name == target)


def examine(target: str, content: bytes) -> Outcome:
    """Return what a reader makes of bytes.

    Raises:
        WrongReading: a number does not stand where it is said to.
        Exception: whatever escaped the reader.
    """
    if target == RECOGNITION:
        return _examine_recognition(content)
    if target == CAPTURE:
        return _examine_capture(content)
    document = RawDocument(content=content, channel="fuzz", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    one = parser(target)
    one.claims(content)
    one.isolated(content)
    try:
        report = one.read(document, LIMITS)
    except DocumentError as error:
        return Outcome(error.code)
    if target != "osteon_json":
        # Our own JSON may carry numbers of another document, with that document's places.
        _check_places(one, content, report)
    return Outcome(None, len(report.measurements))


def _examine_recognition(content: bytes) -> Outcome:
    """Read bytes as the answer of the recognition program."""
    try:
        seen = seen_words(content.decode("utf-8", "replace"))
    except DocumentError as error:
        return Outcome(error.code)
    reading = read_sheet(sheet_of(seen, View(page=1, width=3400, height=4400, turns=0)), "digest")
    texts = " ".join(word.text for word in seen)
    for value in reading.values:
        _check_number(value.measurement)
        if not all(part in texts for part in value.measurement.provenance.raw.split()):
            raise WrongReading(f"{value.measurement.provenance.raw!r} was not recognised")
    return Outcome(None, len(reading.values))


def _examine_capture(content: bytes) -> Outcome:
    """Open the frames of an object; each has the size its header says."""
    try:
        return Outcome(None, sum(picture.image.width > 0 for picture in captures(content, LIMITS)))
    except DocumentError as error:
        return Outcome(error.code)


def _check_places(one: Parser, content: bytes, report: DxaReport) -> None:
    rows = report.measurements
    view = one.show(content, [row.provenance.locator for row in rows], LIMITS)
    for row, place in zip(rows, view.places, strict=True):
        if place is None:
            raise WrongReading(f"{row.provenance.raw!r} has no place: {row.provenance.locator}")
        _check_number(row)
        if place.box is None:
            _check_text(row, place, view)
    pages = [row for row, place in zip(rows, view.places, strict=True) if place and place.box]
    if pages:
        _check_pages(one, content, pages)


def _check_number(row: Measurement) -> None:
    raw = row.provenance.raw
    number = read_decimal(raw)
    if number is None:
        # A sign in words, such as "2.6 standard deviations below".
        words = re.match(r"[\d.,]+(?=\D*[^\W\d_]{4})", raw)
        number = read_decimal(words.group()) if words else None
        number = None if number is None else number.copy_sign(row.value)
    readings = () if number is None else (number, number.scaleb(-MILLI))
    if row.quantity in _UNSIGNED:
        # "BMD - 0.745": where a number can have no sign, the dash parts it from its name.
        readings += tuple(abs(reading) for reading in readings)
    if row.value not in readings:
        raise WrongReading(f"{raw!r} was read as {row.value}")


def _check_text(row: Measurement, place: Place, view: Source) -> None:
    text = view.parts[place.part].text
    found = None if text is None or place.chars is None else text[slice(*place.chars)]
    # A locator without characters names a whole item, in which the number may stand in brackets.
    whole = row.provenance.locator.chars is None and found is not None and row.provenance.raw in found
    if found != row.provenance.raw and not whole:
        raise WrongReading(f"{row.provenance.raw!r} was read where {found!r} stands: {row.provenance.locator}")


def _check_pages(one: Parser, content: bytes, rows: list[Measurement]) -> None:
    """Make sure that the characters of each number stand in its box, by PDFium's own search in the box."""
    by_document: dict[Locator | None, list[Measurement]] = {}
    for row in rows:
        by_document.setdefault(_outer(row.provenance.locator), []).append(row)
    for outer, own in by_document.items():
        document = pypdfium2.PdfDocument(one.pdf_inside(content, outer) if one.pdf_inside else content)
        try:
            for row in own:
                _check_box(document, row)
        finally:
            document.close()


def _outer(locator: Locator) -> Locator | None:
    return replace(locator, inner=None) if locator.inner else None


def _check_box(document: pypdfium2.PdfDocument, row: Measurement) -> None:
    inner = row.provenance.locator.inner or row.provenance.locator
    if inner.page is None or inner.box is None:
        raise WrongReading(f"no page and box: {row.provenance.locator}")
    page = document[inner.page - 1]
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        width, height = right - left, top - bottom
        box = (
            left + inner.box[0] * width,
            top - inner.box[3] * height,
            left + inner.box[2] * width,
            top - inner.box[1] * height,
        )
        # Turned pages are searched as a whole: the box is one of the page as it is shown.
        found = (
            text.get_text_range()
            if page.get_rotation()
            else text.get_text_bounded(box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)
        )
    finally:
        text.close()
        page.close()
    raw, there = _plain(row.provenance.raw), _plain(found)
    # Lines a damaged stream prints over each other are read by place, and found in the order they were drawn.
    overprinted = row.held is not None and not Counter(raw) - Counter(there)
    if raw not in there and not overprinted:
        raise WrongReading(f"{row.provenance.raw!r} was read where {found!r} stands: {row.provenance.locator}")


def _plain(text: str) -> str:
    """Return text without blanks; PDFium gives a hyphen at the end of a line as U+0002 or U+FFFE."""
    return re.sub(r"\s", "", text.replace("\x02", "-").replace("\ufffe", "-").replace("\xad", "-"))
