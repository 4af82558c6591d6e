"""The frames of an image-only DICOM object as a person may look at them."""

from collections.abc import Sequence

from dxa.locator import Locator
from dxa.settings import Limits
from parsers.ocr.capture import PLACE, frame_count
from parsers.source import Place, Source, SourcePart


def show_frames(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    """Return the frames of an object as pages to be drawn, and the places of locators on them."""
    count = min(frame_count(content), limits.pages)
    parts = tuple(SourcePart(label=f"Frame {page}", page=page, embedded=PLACE) for page in range(1, count + 1))
    return Source(parts=parts, places=tuple(_place(locator, count) for locator in locators))


def _place(locator: Locator, count: int) -> Place | None:
    inner = locator.inner
    if locator.tag != PLACE.tag or inner is None or inner.page is None or not 1 <= inner.page <= count:
        return None
    return Place(part=inner.page - 1, box=inner.box)
