"""Which text of a page a reader can see: not white, not covered, not outside the page, not drawn invisibly."""

import ctypes
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pypdfium2.raw as pdfium

from dxa.errors import LimitExceeded
from dxa.settings import Limits
from parsers.pdf.text.frame import Box

_FAINT = 30
"""Steps of 255 between ink and paper below which text cannot be told from its ground."""
_CLEAR = 13
"""Opacity of 255 below which text cannot be seen."""
_OPAQUE = 250
_TINY = 1.2
"""Height in points below which text is a speck."""
_INVISIBLE = {3, 7}
"""Text render modes without ink (PDF 32000-1, 9.3.6): neither fill nor stroke, and clip only."""
_STROKED = {1, 5}
_BANDS = 100
_RECTANGLE_SEGMENTS = 400
_LONGEST_MINUS = 8.0
_FLATTEST = 1.3
_FORM_DEPTH = 8
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PAPER = (255, 255, 255)


class Unseen(StrEnum):
    """Why text cannot be seen."""

    OFF_PAGE = "outside the page"
    INVISIBLE = "drawn without ink"
    WHITE = "in the colour of its ground"
    COVERED = "under a filled shape or picture"
    TINY = "too small to be read"


@dataclass(frozen=True, slots=True)
class Ink:
    """How one text object is drawn."""

    order: int
    invisible: bool
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Patch:
    """An opaque rectangle; `colour` is None for a picture."""

    order: int
    box: Box
    colour: tuple[int, int, int] | None


@dataclass(slots=True)
class Painting:
    """What a page draws, in order, as far as it bears on the text. Boxes are in user space."""

    inks: dict[int, Ink] = field(default_factory=dict)
    """By address of the text object."""
    band: float = 8.0
    """Height of a band, user space."""
    bands: dict[int, list[Patch]] = field(default_factory=lambda: defaultdict(list))
    """Patches by horizontal band of the page."""
    strokes: list[Box] = field(default_factory=list)
    """Short flat lines, which may be minus signs drawn as lines."""
    rules: list[Box] = field(default_factory=list)
    """Longer straight lines and the sides of drawn boxes, which may be the edges of cells."""
    shapes: int = 0
    objects: int = 0

    def unseen(self, address: int, box: Box, bounds: Box) -> Unseen | None:
        """Return why a character of a text object cannot be seen at its place, or None if it can."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not (bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]):
            return Unseen.OFF_PAGE
        ink = self.inks.get(address)
        if ink is None:
            return None
        if ink.invisible:
            return Unseen.INVISIBLE
        if box[3] - box[1] < _TINY and box[2] - box[0] < _TINY:
            return Unseen.TINY
        ground: tuple[int, int, int] | None = _PAPER
        for patch in self.bands.get(int(y // self.band), ()):
            if patch.box[0] <= x <= patch.box[2] and patch.box[1] <= y <= patch.box[3]:
                if patch.order > ink.order:
                    return Unseen.COVERED
                ground = patch.colour
        return Unseen.WHITE if ground is not None and _alike(ink.colour, ground) else None

    def unseen_whole(self, address: int, boxes: Sequence[Box], bounds: Box) -> tuple[Unseen | None] | None:
        """Return the one answer of `unseen` for every character of a text object; None where they may differ."""
        left, bottom = min([box[0] for box in boxes]), min([box[1] for box in boxes])
        right, top = max([box[2] for box in boxes]), max([box[3] for box in boxes])
        if not (bounds[0] <= left and bounds[1] <= bottom and right <= bounds[2] and top <= bounds[3]):
            return None
        ink = self.inks.get(address)
        if ink is None:
            return (None,)
        if ink.invisible:
            return (Unseen.INVISIBLE,)
        if any(box[3] - box[1] < _TINY for box in boxes) or self._is_patched(left, bottom, right, top):
            return None
        return (Unseen.WHITE if _alike(ink.colour, _PAPER) else None,)

    def _is_patched(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a patch of colour or a picture touches a box."""
        for band in range(int(bottom // self.band), int(top // self.band) + 1):
            for patch in self.bands.get(band, ()):
                x0, y0, x1, y1 = patch.box
                if x0 <= right and left <= x1 and y0 <= top and bottom <= y1:
                    return True
        return False


def _alike(one: tuple[int, int, int], two: tuple[int, int, int]) -> bool:
    return abs(one[0] - two[0]) < _FAINT and abs(one[1] - two[1]) < _FAINT and abs(one[2] - two[2]) < _FAINT


def painting_of(page: Any, bounds: Box, limits: Limits) -> Painting:
    """Return what a page (a PDFium handle) draws.

    Raises:
        LimitExceeded: more shapes or objects than allowed.
    """
    painting = Painting(band=max(1.0, (bounds[3] - bounds[1]) / _BANDS))
    brush = _Brush(painting, bounds, limits)
    count = pdfium.FPDFPage_CountObjects(page)
    brush.check(count)
    for number in range(count):
        brush.paint(pdfium.FPDFPage_GetObject(page, number), _IDENTITY, 0)
    return painting


@dataclass(frozen=True, slots=True)
class _Brush:
    """Walks the objects of a page in the order they are drawn."""

    painting: Painting
    bounds: Box
    limits: Limits

    def check(self, more: int) -> None:
        if self.painting.objects + more > self.limits.page_shapes + self.limits.page_characters:
            raise LimitExceeded("a page holds more drawing objects than the limit of shapes and characters allows")
        if self.painting.shapes > self.limits.page_shapes:
            raise LimitExceeded(f"a page holds more than {self.limits.page_shapes} shapes")

    def paint(self, item: Any, outer: Matrix, depth: int) -> None:
        self.painting.objects += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.painting.inks[ctypes.addressof(item.contents)] = _ink(item, self.painting.objects)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            count = pdfium.FPDFFormObj_CountObjects(item)
            self.check(count)
            inner = _times(_matrix(item), outer)
            for number in range(count):
                self.paint(pdfium.FPDFFormObj_GetObject(item, number), inner, depth + 1)
        elif kind in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            self.painting.shapes += 1
            self.check(0)
            _add_shape(item, self.painting, outer, self.bounds, picture=kind == pdfium.FPDF_PAGEOBJ_IMAGE)


def _ink(item: Any, order: int) -> Ink:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    get = pdfium.FPDFPageObj_GetStrokeColor if mode in _STROKED else pdfium.FPDFPageObj_GetFillColor
    colour, opacity = _colour(item, get)
    return Ink(order, mode in _INVISIBLE or opacity < _CLEAR, colour)


def _colour(item: Any, get: Any) -> tuple[tuple[int, int, int], int]:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    found = get(item, *(ctypes.byref(part) for part in (red, green, blue, opacity)))
    # A pattern has no plain colour: it is taken for visible ink.
    return ((red.value, green.value, blue.value), opacity.value) if found else ((0, 0, 0), 255)


def _add_shape(item: Any, painting: Painting, outer: Matrix, bounds: Box, *, picture: bool) -> None:
    order = painting.objects
    if picture:
        # A picture fills the unit square (PDF 32000-1, 8.9.5).
        matrix = _times(_matrix(item), outer)
        rectangles, colour = [_box([_at(matrix, x, y) for x in (0, 1) for y in (0, 1)])], None
        opaque = not pdfium.FPDFPageObj_HasTransparency(item)
    else:
        rectangles, filled, outlined = _rectangles(item, outer)
        painting.rules += [rule for box in rectangles for rule in _rules(box, outlined=outlined)]
        colour, opacity = _colour(item, pdfium.FPDFPageObj_GetFillColor)
        opaque = filled and opacity >= _OPAQUE and not pdfium.FPDFPageObj_HasTransparency(item)
    for box in rectangles:
        if not picture and _is_dash(box):
            painting.strokes.append(box)
        elif opaque:
            _lay(painting, Patch(order, box, colour), bounds)


def _lay(painting: Painting, patch: Patch, bounds: Box) -> None:
    first = int(max(patch.box[1], bounds[1]) // painting.band)
    last = int(min(patch.box[3], bounds[3]) // painting.band)
    for band in range(first, last + 1):
        painting.bands[band].append(patch)


def _is_dash(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    tall, wide = min(width, height), max(width, height)
    return tall <= _FLATTEST and 1.0 <= wide <= _LONGEST_MINUS


def _rules(box: Box, *, outlined: bool) -> list[Box]:
    """Return what of a rectangle or line may be an edge of a cell."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= _FLATTEST:
        return [box] if max(x1 - x0, y1 - y0) > _LONGEST_MINUS else []
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)] if outlined else []


def _rectangles(item: Any, outer: Matrix) -> tuple[list[Box], bool, bool]:
    """Return the upright rectangles and straight lines of a path, and whether it is filled and outlined."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke))
    count = pdfium.FPDFPath_CountSegments(item)
    if not (mode.value or stroke.value) or count > _RECTANGLE_SEGMENTS:
        return [], False, False
    matrix = _times(_matrix(item), outer)
    parts: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return [], False, False
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(_at(matrix, x.value, y.value))
    return [_box(part) for part in parts if _is_upright(part)], bool(mode.value), bool(stroke.value)


def _is_upright(points: list[tuple[float, float]]) -> bool:
    """Whether points are the corners of an upright rectangle or the ends of an upright line."""
    columns = {round(x, 1) for x, _ in points}
    rows = {round(y, 1) for _, y in points}
    corners = {(round(x, 1), round(y, 1)) for x, y in points}
    return len(columns) <= 2 and len(rows) <= 2 and len(corners) in {2, 4}  # noqa: PLR2004 - ends, corners


def _box(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
