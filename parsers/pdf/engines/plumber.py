"""The second reader of a page: pdfplumber's characters, to confirm or contradict the first."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

import pdfplumber
from pdfminer.layout import LTChar, LTFigure, LTItem
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from parsers.pdf.frame import Frame
from parsers.pdf.words import Char

NAME = "pdf-plumber"
"""How this reader signs the values it saw."""
_FIGURE_DEPTH = 8
# What pdfminer is known to raise on malformed files, beside its own errors.
_FAILURES = (
    PdfminerException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)


def read_pages(content: bytes, frames: tuple[Frame, ...]) -> dict[int, tuple[Char, ...]]:
    """Return the characters of the given pages, by page number, in the same reading positions.

    A page this library cannot read is empty: the second reader is then missing, which is reported, never wrong.
    """
    found: dict[int, tuple[Char, ...]] = {frame.page: () for frame in frames}
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            for frame in frames:
                page = document.pages[frame.page - 1]
                found[frame.page] = _characters(page, frame)
                # pdfplumber 0.11.10 keeps every page's objects until the page itself is closed (issue 1339).
                page.close()
    except _FAILURES:
        return found
    return found


def _characters(page: pdfplumber.page.Page, frame: Frame) -> tuple[Char, ...]:
    """Return the characters of a page's layout, which costs half of what `page.chars` does (no dict for each)."""
    # page.cropbox of 0.11.10 is not turned with the page, so the crop is our own.
    left, top = frame.cropped
    height = page.height
    chars = []
    for char in _told(page.layout):
        box = (char.x0 - left, height - char.y1 - top, char.x1 - left, height - char.y0 - top)
        x0, upper, x1, lower = frame.from_shown(box)
        # pdfminer's box hangs from the baseline by the descent; its foot is near enough to group by.
        chars.append(Char(char.get_text(), x0, upper, x1, lower, lower))
    return tuple(chars)


def _told(container: Iterable[LTItem], depth: int = 0) -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTFigure) and depth < _FIGURE_DEPTH:
            yield from _told(item, depth + 1)
