"""Pictures of the pages of a PDF that have no text a person could see."""

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from dxa.settings import Limits
from parsers.ocr.picture import Picture
from parsers.pdf.file.opening import opened

_POINTS_PER_INCH = 72
_DRAWN_DPI = 400.0
"""For a page that is drawn and holds no picture: its lines are sharp at any size."""
_SMALL = 0.02
"""Share of a page below which a picture is a logo."""
_MOSTLY = 0.5
"""Share of a page a picture covers that is the page; a chart beside a table is smaller."""
_MOST_SIDE = 4000
_MOST_DPI = 600.0


def picture_pages(content: bytes, limits: Limits) -> list[int]:
    """Return the pages (from 1) of a PDF that are pictures: covered by one for the most part, or without characters.

    Raises:
        UnreadableDocument: the PDF cannot be opened.
    """
    found = []
    with opened(content, limits) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            try:
                width, height = page.get_size()
                if _covered(page) > _MOSTLY * width * height or not _characters(page):
                    found.append(number)
            finally:
                page.close()
    return found


def page_pictures(content: bytes, wanted: Sequence[int], limits: Limits) -> Iterator[Picture]:
    """Yield the pictures of the given pages (from 1), drawn as fine as what is on them.

    Raises:
        UnreadableDocument: the PDF cannot be opened.
    """
    with opened(content, limits) as document:
        for number in wanted:
            page = document[number - 1]
            try:
                yield _picture(page, number)
            finally:
                page.close()


def _picture(page: Any, number: int) -> Picture:
    width, height = page.get_size()
    dpi = _coarsest(page, width * height)
    drawn = min(dpi or _DRAWN_DPI, _MOST_DPI, (_MOST_SIDE - 1) * _POINTS_PER_INCH / max(width, height))
    image = page.render(scale=drawn / _POINTS_PER_INCH, grayscale=True).to_pil().convert("L")
    return Picture(page=number, image=image, dpi=drawn)


def _covered(page: Any) -> float:
    """Return the area of the pictures of a page, square points."""
    boxes: list[tuple[float, ...]] = [
        item.get_bounds() for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    ]
    return sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)


def _characters(page: Any) -> int:
    text = page.get_textpage()
    try:
        count: int = text.count_chars()
    finally:
        text.close()
    return count


def _coarsest(page: Any, area: float) -> float | None:
    """Return the dots per inch of the coarsest picture that covers a part of the page worth mentioning."""
    found: list[float] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        covered = (right - left) * (top - bottom)
        across, down = item.get_px_size()
        if covered > _SMALL * area and across and down:
            # The root over both directions holds for turned pictures too.
            found.append((across * down / covered) ** 0.5 * _POINTS_PER_INCH)
    return min(found, default=None)
