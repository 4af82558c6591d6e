"""The text elements of an object that hold results: Hologic's private ones and GE's Image Comments."""

from dataclasses import dataclass

from dxa.errors import LimitExceeded
from dxa.settings import Limits
from parsers.dicom.charset import decoded
from parsers.dicom.content import CHARACTER_SET
from parsers.dicom.elements import DataSet, tag_locator, tag_name
from parsers.dicom.ge_xml import ROOTS
from parsers.dicom.hologic_text import MARK

IMAGE_COMMENTS = 0x00204000
# Hologic's results stand in (0019,xx00) of any creator; (0021,xx01) may hold the same (facts on DICOM, 1.2).
_PRIVATE_GROUPS = frozenset({0x0019, 0x0021})
_FIRST_PRIVATE = 0x1000
_AROUND_XML = "\ufeff \r\n\t\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextElement:
    """A text element, decoded; `chars` of its locators count in `text`."""

    tag: str
    text: str
    is_xml: bool
    is_doubtful: bool
    """Whether it is not written in the character set the object declares."""


def text_elements(data: DataSet, limits: Limits) -> tuple[TextElement, ...]:
    """Return the elements that hold results as text, in order of their tags.

    Raises:
        LimitExceeded: one is larger than a report may be.
    """
    found: list[TextElement] = []
    for tag in sorted(data.values):
        raw = data.values[tag]
        is_private = tag >> 16 in _PRIVATE_GROUPS and tag & 0xFFFF >= _FIRST_PRIVATE and MARK in raw
        is_xml = tag == IMAGE_COMMENTS and any(root.encode() in raw.upper() for root in ROOTS)
        if not is_private and not is_xml:
            continue
        if len(raw) > limits.sr_bytes:
            raise LimitExceeded(f"a text element may have no more than {limits.sr_bytes} bytes", tag_locator(tag))
        text, doubtful = decoded(raw.rstrip(b"\0"), data.ascii(CHARACTER_SET))
        if is_xml:
            text = text.strip(_AROUND_XML)
        found.append(TextElement(tag=tag_name(tag), text=text, is_xml=is_xml, is_doubtful=doubtful))
    return tuple(found)
