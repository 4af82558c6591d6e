"""The second reader of a page: pdfplumber's characters, to confirm or contradict the first."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.psexceptions import PSException
from pdfminer.utils import apply_matrix_rect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from parsers.pdf.engines.content import PlainInterpreter
from parsers.pdf.text.frame import Frame
from parsers.pdf.text.words import Char

NAME = "pdf-plumber"
"""How this reader signs the values it saw."""
# What pdfminer is known to raise on malformed files, beside its own errors.
_FAILURES = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    NameError,
    EOFError,
    NotImplementedError,
    RecursionError,
    ArithmeticError,
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
    """Return the characters of a page, which costs a third of what `page.chars` does (no object for each)."""
    # page.cropbox of 0.11.10 is not turned with the page, so the crop is our own.
    left, top = frame.cropped
    device = _Letters(page.pdf.rsrcmgr)
    PlainInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    foot = float(page.height) - top
    shown = ((text, (x0 - left, foot - y1, x1 - left, foot - y0)) for text, (x0, y0, x1, y1) in device.letters)
    # pdfminer's box hangs from the baseline by the descent; its foot is near enough to group by.
    placed = ((text, frame.from_shown(box)) for text, box in shown)
    return tuple(Char(text, *box, box[3]) for text, box in placed)


class _Letters(PDFTextDevice):
    """Keeps the letters pdfminer draws, with their boxes, and forgets lines and pictures."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self.letters: list[tuple[str, tuple[float, float, float, float]]] = []
        self._outer: list[Any] = []
        self._glyphs: dict[Any, dict[int, tuple[str, float, float]]] = {}

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """Enter a form, for which pdfminer sets a matrix that it does not take back."""
        del name, bbox, matrix
        self._outer.append(self.ctm)

    def end_figure(self, name: str) -> None:
        """Leave a form."""
        del name
        self.ctm = self._outer.pop()

    def render_char(  # noqa: PLR0917 - the library's signature
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Keep one letter and return how far the pen moves."""
        del ncs, graphicstate
        glyphs = self._glyphs.setdefault(font, {})
        glyph = glyphs.get(cid)
        if glyph is None:
            glyph = glyphs[cid] = _glyph(font, cid)
        text, width, descent = glyph
        advance = width * fontsize * scaling
        if font.is_vertical():
            across, down = font.char_disp(cid)
            left = fontsize * 0.5 if across is None else across * fontsize * 0.001
            upper = (1000 - down) * fontsize * 0.001 + rise
            box = (-left, upper + advance, -left + fontsize, upper)
        else:
            foot = descent * fontsize + rise
            box = (0.0, foot, advance, foot + fontsize)
        x0, y0, x1, y1 = _placed(matrix, box)
        self.letters.append((text, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
        return advance


def _glyph(font: Any, cid: int) -> tuple[str, float, float]:
    """Return the text of a letter, how far it moves the pen, and the descent of its font, in text space."""
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        text = f"(cid:{cid})"
    return text, font.char_width(cid), font.get_descent()


def _placed(matrix: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    across, turned, tilted, down, right, up = matrix
    if turned or tilted:
        placed: tuple[float, float, float, float] = apply_matrix_rect(matrix, box)
        return placed
    # Upright text, nearly all there is: two corners say everything.
    return across * box[0] + right, down * box[1] + up, across * box[2] + right, down * box[3] + up
