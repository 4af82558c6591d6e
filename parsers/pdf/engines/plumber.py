"""The second reader of a page: pdfplumber's characters, to confirm or contradict the first."""

import struct
import zlib
from io import BytesIO

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from parsers.pdf.frame import Frame
from parsers.pdf.words import Char

NAME = "pdf-plumber"
"""How this reader signs the values it saw."""
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
    # page.cropbox of 0.11.10 is not turned with the page, so the crop is our own.
    left, top = page.bbox[0] + frame.cropped[0], page.bbox[1] + frame.cropped[1]
    chars = []
    for char in page.chars:
        x0, x1 = char["x0"] - left, char["x1"] - left
        box = frame.from_shown((x0, char["top"] - top, x1, char["bottom"] - top))
        # pdfminer's box hangs from the baseline by the descent; its foot is near enough to group by.
        chars.append(Char(char["text"], *box, box[3]))
    return tuple(chars)
