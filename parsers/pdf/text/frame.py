"""How positions in a PDF relate to the page as it is shown and to the direction its text runs in."""

from dataclasses import dataclass

from dxa.locator import Locator

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1; y grows downwards everywhere but in PDF user space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A page whose text runs `reading` quarter turns counter-clockwise in user space, shown after `shown` of them.

    Reading positions are points with the origin at the top left of the page turned so that the text is upright.
    """

    page: int
    """From 1."""
    bounds: Box
    """The visible part of user space (crop box): left, bottom, right, top."""
    media: Box
    """The whole sheet (media box), of which `bounds` is a part."""
    shown: int = 0
    """Quarter turns of the page's own rotation."""
    reading: int = 0
    """Quarter turns that make the text upright."""

    def from_user(self, box: Box) -> Box:
        """Return a box of user space in reading positions."""
        if self.reading == 0:
            return (box[0] - self.bounds[0], self.bounds[3] - box[3], box[2] - self.bounds[0], self.bounds[3] - box[1])
        return _turned(box, self.bounds, self.reading)

    def from_shown(self, box: Box) -> Box:
        """Return a box of the shown page (points, origin at its top left) in reading positions."""
        if self.reading == self.shown:
            return box
        return _turned(_to_user(box, self.bounds, self.shown), self.bounds, self.reading)

    @property
    def width(self) -> float:
        """The width of the page in reading positions."""
        return _size(self.bounds, self.reading)[0]

    @property
    def height(self) -> float:
        """The height of the page in reading positions."""
        return _size(self.bounds, self.reading)[1]

    @property
    def cropped(self) -> tuple[float, float]:
        """How far the shown page lies to the right of and below the corner of the shown sheet."""
        left, top, _, _ = _turned(self.bounds, self.media, self.shown)
        return left, top

    def baseline(self, x: float, y: float) -> float:
        """Return how far down a point of user space stands in reading positions."""
        return self.bounds[3] - y if self.reading == 0 else self.from_user((x, y, x, y))[1]

    def from_fractions(self, box: Box) -> Box:
        """Return a box of a locator in reading positions."""
        width, height = _size(self.bounds, self.shown)
        return self.from_shown((box[0] * width, box[1] * height, box[2] * width, box[3] * height))

    def locator(self, box: Box) -> Locator:
        """Return the place of a box of reading positions as fractions of the shown page."""
        shown = _turned(_to_user(box, self.bounds, self.reading), self.bounds, self.shown)
        width, height = _size(self.bounds, self.shown)
        x0, y0, x1, y1 = (
            round(min(max(part, 0.0), 1.0), 5)
            for part in (shown[0] / width, shown[1] / height, shown[2] / width, shown[3] / height)
        )
        return Locator(page=self.page, box=(x0, y0, x1, y1))


def _size(bounds: Box, quarters: int) -> tuple[float, float]:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return (height, width) if quarters % 2 else (width, height)


def _turned(box: Box, bounds: Box, quarters: int) -> Box:
    """Return a user-space box seen after that many quarter turns, y downwards."""
    left, bottom, right, top = bounds
    x0, y0, x1, y1 = box
    if quarters == 0:
        return (x0 - left, top - y1, x1 - left, top - y0)
    if quarters == 1:
        return (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if quarters == 2:  # noqa: PLR2004 - a half turn
        return (right - x1, y0 - bottom, right - x0, y1 - bottom)
    return (top - y1, right - x1, top - y0, right - x0)


def _to_user(box: Box, bounds: Box, quarters: int) -> Box:
    """Return the user-space box of one that was turned: the inverse of `_turned`."""
    left, bottom, right, top = bounds
    x0, y0, x1, y1 = box
    if quarters == 0:
        return (x0 + left, top - y1, x1 + left, top - y0)
    if quarters == 1:
        return (y0 + left, x0 + bottom, y1 + left, x1 + bottom)
    if quarters == 2:  # noqa: PLR2004 - a half turn
        return (right - x1, y0 + bottom, right - x0, y1 + bottom)
    return (right - y1, top - x1, right - y0, top - x0)


def union(boxes: "list[Box] | tuple[Box, ...]") -> Box:
    """Return the smallest box around all of at least one box."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
