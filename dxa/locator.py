"""Where in a document a value, a fact or a fault stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A place in one document; the fields that do not apply to its format are None.

    PDF uses `page` and `box`; HL7 `segment`, `index`, `field`, `repetition`, `component`, `chars`; DICOM `item`, or
    `tag` with `chars`; plain text `chars`; our own JSON `pointer`. `inner` is the place inside what stands here,
    such as a page of a PDF carried in an OBX.
    """

    page: int | None = None
    """Page, from 1."""
    box: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 as fractions of the page (0 to 1) after rotation, origin at the top left."""
    message: int | None = None
    """HL7 message in a batch, from 1; None when the document is one message."""
    segment: str | None = None
    """HL7 segment name, such as OBX."""
    index: int | None = None
    """Which segment of that name in the message, from 1, whatever its set id says."""
    field: int | None = None
    """HL7 field, from 1 as the standard counts (MSH-1 is the separator)."""
    repetition: int | None = None
    """HL7 repetition, from 1; None when the field does not repeat."""
    component: int | None = None
    """HL7 component, from 1; None means the whole repetition."""
    item: str | None = None
    """DICOM SR content item as positions from 1, such as 1.3.2."""
    tag: str | None = None
    """DICOM element, such as (0020,4000)."""
    chars: tuple[int, int] | None = None
    """Start and end (exclusive) in the decoded text, before HL7 un-escaping, of the smallest thing named above."""
    pointer: str | None = None
    """JSON pointer (RFC 6901)."""
    inner: "Locator | None" = None
    """The place inside the document embedded here."""
