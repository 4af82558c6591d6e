"""A picture of a page, and how places found on it lead back to the page as it is shown."""

import math
from dataclasses import dataclass

from PIL import Image

from dxa.locator import Locator
from parsers.pdf.text.frame import Box

_COARSE = 250.0
_ENLARGED = ((400.0, 600.0), (500.0, 600.0))
"""Dots per inch the two readings are enlarged to, for coarse pictures and for finer ones; measured to read most."""
_CAPTURE_INCH = 200.0
"""Pixels taken for an inch where a picture has no size on paper: a screen, enlarged twice and three times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A grey picture of one page, upright as the page is shown."""

    page: int
    """Page or frame, from 1."""
    image: Image.Image
    dpi: float | None
    """Dots per printed inch of the coarsest picture on the page; None when it has no size on paper."""

    def enlarged(self, reading: int, most_pixels: int) -> Image.Image:
        """Return the picture as reading 0 or 1 is given it, with no more than so many pixels."""
        dpi = self.dpi or _CAPTURE_INCH
        factor = _ENLARGED[dpi > _COARSE][reading] / dpi
        pixels = self.image.width * self.image.height
        factor = min(factor, math.sqrt(most_pixels / pixels))
        size = max(1, int(self.image.width * factor)), max(1, int(self.image.height * factor))
        return self.image if size == self.image.size else self.image.resize(size, Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One given picture: enlarged, then turned by quarters, its lines rising or falling by a slope."""

    page: int
    width: int
    height: int
    """Pixels of the picture before it was turned."""
    turns: int
    """Quarter turns counter-clockwise that were applied."""
    slope: float = 0.0
    """How far a line of text falls for each pixel to the right."""

    def straightened(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the turned picture where it stands once its lines are level."""
        return x + self.slope * y, y - self.slope * x

    def locator(self, box: Box) -> Locator:
        """Return the place of a straightened box as fractions of the page."""
        corners = [self._page_point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        x0, y0, x1, y1 = (round(min(max(part, 0.0), 1.0), 5) for part in (min(xs), min(ys), max(xs), max(ys)))
        return Locator(page=self.page, box=(x0, y0, x1, y1))

    def _page_point(self, x: float, y: float) -> tuple[float, float]:
        shrink = 1 + self.slope * self.slope
        x, y = (x - self.slope * y) / shrink, (y + self.slope * x) / shrink
        turned = {
            0: (x, y),
            1: (self.width - y, x),
            2: (self.width - x, self.height - y),
            3: (y, self.height - x),
        }[self.turns]
        return turned[0] / self.width, turned[1] / self.height
