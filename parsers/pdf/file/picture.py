"""A page of a PDF as a picture, for people to look at."""

from io import BytesIO

from dxa.errors import NotFound, UnreadableDocument
from dxa.settings import Limits
from parsers.pdf.file.opening import opened, page_of

_POINTS_PER_INCH = 72
_MOST_PIXELS = 4000
"""Per side; a page of two million points would otherwise fill the memory."""


def page_count(content: bytes, limits: Limits) -> int:
    """Return how many pages a PDF has.

    Raises:
        UnreadableDocument: it cannot be opened, or has too many pages.
    """
    with opened(content, limits) as document:
        return len(document)


def page_png(content: bytes, page: int, dpi: int, limits: Limits) -> bytes:
    """Return page `page` (from 1) as a PNG of `dpi` dots per inch, or fewer if a side would exceed 4000 pixels.

    Raises:
        UnreadableDocument: the PDF cannot be opened or the page cannot be drawn.
        NotFound: it has no such page.
    """
    with opened(content, limits) as document:
        if not 1 <= page <= len(document):
            raise NotFound(f"the PDF has no page {page}")
        with page_of(document, page) as sheet:
            width, height = sheet.get_size()
            if not (width > 0 and height > 0):
                raise UnreadableDocument("the page has no area")
            scale = min(dpi / _POINTS_PER_INCH, (_MOST_PIXELS - 1) / max(width, height))
            picture = sheet.render(scale=scale).to_pil()
    written = BytesIO()
    picture.save(written, format="PNG")
    return written.getvalue()
