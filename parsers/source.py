"""A document as a person may look at it: parts of text and pages, with the places numbers were read from."""

from dataclasses import dataclass

from dxa.locator import Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """One part of the view: running text, or one page to be drawn as a picture."""

    label: str
    """What the part is, such as "Message 1", "(0020,4000) Image Comments", "Page 2"."""
    text: str | None = None
    """Decoded text; None for a page."""
    page: int | None = None
    """Page of the PDF, from 1; None for text."""
    embedded: Locator | None = None
    """Where the PDF stands inside the document; None when the document is the PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a locator stands in the view."""

    part: int
    """Position in `Source.parts`, from 0."""
    chars: tuple[int, int] | None = None
    """Start and end in the text of the part."""
    box: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 as fractions of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The whole view."""

    parts: tuple[SourcePart, ...]
    places: tuple[Place | None, ...]
    """One for each locator asked for, in order; None when it does not stand in this document."""
