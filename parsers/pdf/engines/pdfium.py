"""The first reader of a page: every visible character with its place, and what a person could not see."""

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits
from parsers.pdf.text.frame import Box, Frame
from parsers.pdf.text.powers import with_powers
from parsers.pdf.text.visibility import Painting, Unseen, painting_of
from parsers.pdf.text.words import Char, Word, words_of

NAME = "pdf-pdfium"
"""How this reader signs the values it saw."""
_SLANT = 0.12
"""Sine of the angle up to which slanted text still counts as upright, about 7 degrees (a skewed scan)."""
# PDFium hands out a hyphen at the end of a line as U+0002; a soft hyphen that is drawn is a hyphen.
_HYPHENS = {0x02: "-", 0xAD: "-"}
_BLANK = 0x20
_MOST_OF = 0.7
"""Share of a character's box that its advance takes at least."""
_SURROGATES = 0xD800
_NO_CHARACTER = frozenset({0, 0xFFFE, 0xFFFF})
_Raw = tuple[str, Box, int]
"""Text, box in user space, address of the text object."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What all characters of one text object share."""

    turns: int | None
    """Quarter turns of their direction in user space, None when it is slanted."""
    x: float
    """A point on their baseline, user space."""
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What stands on one page."""

    frame: Frame
    words: tuple[Word, ...]
    """Visible and upright, in rows from the top; in drawn cells, on the line of the numbers they belong to."""
    printed: tuple[Word, ...] = ()
    """The same words where they stand on the page."""
    hidden: tuple[tuple[Unseen, tuple[Word, ...]], ...] = ()
    """Words a person cannot see, by reason."""
    rules: tuple[Box, ...] = ()
    """Straight lines that may be the edges of cells."""
    cards: tuple[Box, ...] = ()
    """Drawn boxes that hold results and other words, as far as they were looked for."""
    strokes: tuple[Box, ...] = ()
    """Short flat lines, which may be minus signs."""
    half: int = 0
    """Which of two pages it is that a sheet holds beside each other, from 0 on the left."""
    aside: int = 0
    """Characters that run in another direction than the text, such as axis labels; not read."""


def read_page(page: pypdfium2.PdfPage, number: int, limits: Limits) -> PageText:
    """Return the words of a page.

    Raises:
        LimitExceeded: more characters or shapes than allowed.
        UnreadableDocument: the page has no area.
    """
    bounds = page.get_bbox()
    if not (bounds[2] - bounds[0] > 1 and bounds[3] - bounds[1] > 1):
        raise UnreadableDocument("a page of the PDF has no area", Locator(page=number))
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > limits.page_characters:
            raise LimitExceeded(f"a page holds more than {limits.page_characters} characters", Locator(page=number))
        painting = painting_of(page.raw, bounds, limits)
        raw, runs = _characters(text.raw, count)
    finally:
        text.close()
    usual = Counter([runs[address].turns for text, _, address in raw if not text.isspace()])
    usual.pop(None, None)
    reading = usual.most_common(1)[0][0] if usual else 0
    shown = page.get_rotation() // 90 % 4
    frame = Frame(page=number, bounds=bounds, media=page.get_mediabox(), shown=shown, reading=reading or 0)
    return _page_text(raw, runs, painting, frame)


def _characters(text: Any, count: int) -> tuple[list[_Raw], dict[int, _Run]]:
    """Return the characters PDFium did not make up, and their text objects by address."""
    rectangle = pdfium.FS_RECTF()
    place = ctypes.byref(rectangle)
    # A page costs some thousand of these calls; looked up once, they take a third less time.
    object_of, box_of, address_of = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetLooseCharBox, ctypes.addressof
    found: list[_Raw] = []
    runs: dict[int, _Run] = {}
    for index, code in enumerate(_codes(text, count)):
        item = object_of(text, index)
        # A blank or line end without a text object is PDFium's own guess; gaps between characters say it better.
        if not item or code in _NO_CHARACTER:
            if code == _BLANK and found:
                box_of(text, index, place)
                found[-1] = _without_overhang(found[-1], rectangle.left)
            continue
        box_of(text, index, place)
        address = address_of(item.contents)
        if address not in runs:
            runs[address] = _run(text, index)
        box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        found.append((_HYPHENS.get(code) or chr(code), box, address))
    return found, runs


def _without_overhang(last: _Raw, advanced: float) -> _Raw:
    """Return a character that ends where the pen stood when the blank behind it began.

    The loose box of a slanted stroke, such as that of the Times "f", goes beyond it and narrows the gap.
    """
    text, (x0, y0, x1, y1), address = last
    beyond = x0 + _MOST_OF * (x1 - x0) < advanced < x1
    return (text, (x0, y0, advanced, y1), address) if beyond else last


def _codes(text: Any, count: int) -> list[int]:
    """Return the code of every character: in one call, where that gives one unit for each of them."""
    code_of = pdfium.FPDFText_GetUnicode
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    if written != count + 1:
        return [code_of(text, index) for index in range(count)]
    # In place of a hyphen at a line end, and of half a character beyond 16 bits, this call gives something else.
    return [
        code_of(text, index) if code == 0 or code >= _SURROGATES else code for index, code in enumerate(buffer[:count])
    ]


def _run(text: Any, index: int) -> _Run:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
    upright = not pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    return _Run(0 if upright else _quarter(matrix.a, matrix.b), x.value, y.value)


def _quarter(a: float, b: float) -> int | None:
    length = (a * a + b * b) ** 0.5
    if length == 0:
        return 0
    if abs(b) <= _SLANT * length:
        return 0 if a > 0 else 2
    if abs(a) <= _SLANT * length:
        return 1 if b > 0 else 3
    return None


def _page_text(raw: list[_Raw], runs: dict[int, _Run], painting: Painting, frame: Frame) -> PageText:
    seen: list[Char] = []
    hidden: dict[Unseen, list[Char]] = defaultdict(list)
    aside = 0
    reading, place = frame.reading, frame.from_user
    left, upper = frame.bounds[0], frame.bounds[3]
    for address, chars in _by_object(raw).items():
        run = runs[address]
        base = frame.baseline(run.x, run.y)
        # Most objects stand as a whole on bare paper, and need no look at each of their characters.
        whole = painting.unseen_whole(address, [box for _, box in chars], frame.bounds)
        if reading == run.turns == 0 and whole == (None,):
            # What nearly all text is: upright, and all of it visible.
            seen += [Char(text, x0 - left, upper - y1, x1 - left, upper - y0, base) for text, (x0, y0, x1, y1) in chars]
            continue
        for text, box in chars:
            blank = text.isspace()
            why = None if blank else painting.unseen(address, box, frame.bounds) if whole is None else whole[0]
            if why is None and run.turns != reading:
                aside += not blank
                continue
            (seen if why is None else hidden[why]).append(Char(text, *place(box), base))
    words = tuple(with_powers(words_of(seen)))
    return PageText(
        frame=frame,
        words=words,
        printed=words,
        rules=tuple(frame.from_user(box) for box in painting.rules),
        hidden=tuple((why, tuple(words_of(chars))) for why, chars in hidden.items()),
        strokes=tuple(frame.from_user(box) for box in painting.strokes),
        aside=aside,
    )


def _by_object(raw: Iterable[_Raw]) -> dict[int, list[tuple[str, Box]]]:
    found: dict[int, list[tuple[str, Box]]] = {}
    for text, box, address in raw:
        found.setdefault(address, []).append((text, box))
    return found
