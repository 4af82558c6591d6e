"""A DICOM object as a person may look at it: header, content tree, text elements, pages of an encapsulated PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxa.locator import Locator
from dxa.settings import Limits
from parsers.dicom.content import Content, content_of
from parsers.dicom.elements import DataSet, tag_name
from parsers.dicom.encapsulated_pdf import DOCUMENT, pdf_bytes, show_pdf
from parsers.dicom.header import SHOWN, text_of
from parsers.dicom.safety import open_dicom
from parsers.dicom.texts import text_elements
from parsers.source import Place, Source, SourcePart

_COMMENTS = "(0020,4000)"
PIXELS = 0x7FE00010


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the view with the places its locators can name."""

    part: SourcePart
    spans: dict[str, tuple[int, int]]
    """By tag or item: where it stands in the part's text."""


def show(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    """Return the view of an object and the places of locators in it.

    Raises:
        UnreadableDocument: the object cannot be opened.
        LimitExceeded: it is too large to be shown.
    """
    opened = open_dicom(content, limits)
    parts = [_header(opened.data)]
    if opened.is_report:
        parts.append(_tree(content_of(opened.data, limits)))
    elements = text_elements(opened.data, limits)
    for element in elements:
        label = f"{element.tag} {'Image Comments' if element.tag == _COMMENTS else 'results text'}"
        part = SourcePart(label=label, text=element.text)
        parts.append(_Part(part, {element.tag: (0, len(element.text))}))
    pages = Source(parts=(), places=())
    if DOCUMENT in opened.data.values:
        pages = show_pdf(opened.data, locators, limits)
    elif not (opened.is_report or elements):
        from parsers.ocr.frames import show_frames  # noqa: PLC0415 - heavy, and needed for pictures only

        pages = show_frames(content, locators, limits)
    page_tags = {tag_name(DOCUMENT), tag_name(PIXELS)}
    inside = pages.places or (None,) * len(locators)
    places = [
        _moved(place, len(parts)) if locator.tag in page_tags else _place(parts, locator)
        for locator, place in zip(locators, inside, strict=True)
    ]
    return Source(parts=(*(part.part for part in parts), *pages.parts), places=tuple(places))


def pdf_inside(content: bytes, place: Locator | None = None) -> bytes:
    """Return the PDF an object carries, or its frames as one where `place` is that of its pixels.

    Raises:
        UnreadableDocument: it carries none.
        LimitExceeded: it is too large to be opened.
    """
    if place is not None and place.tag == tag_name(PIXELS):
        from parsers.ocr.capture import captures_pdf  # noqa: PLC0415 - heavy, and needed for pictures only

        return captures_pdf(content, Limits())
    return pdf_bytes(open_dicom(content, Limits()).data)


def _moved(place: Place | None, parts: int) -> Place | None:
    return place and Place(part=place.part + parts, chars=place.chars, box=place.box)


def _header(data: DataSet) -> _Part:
    lines: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    start = 0
    for tag, name in SHOWN.items():
        text = " ".join(text_of(data, tag).split())
        if tag not in data.values:
            continue
        line = f"{tag_name(tag)} {name}: {text}"
        spans[tag_name(tag)] = (start + len(line) - len(text), start + len(line))
        lines.append(line)
        start += len(line) + 1
    return _Part(SourcePart(label="Header", text="\n".join(lines)), spans)


def _tree(content: Content) -> _Part:
    lines: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    start = 0
    for item in content.items:
        indent = "  " * item.path.count(".")
        name = item.name.meaning or item.name.value or item.kind or "reference"
        unit = f" {item.code.meaning or item.code.value}" if item.kind == "NUM" and item.text else ""
        prefix = f"{indent}{name}: " if item.text or item.kind == "NUM" else f"{indent}{name}"
        text = item.text or (f"({item.qualifier})" if item.qualifier else "")
        line = f"{prefix}{text}{unit}"
        spans[item.path] = (start + len(prefix), start + len(prefix) + len(text))
        lines.append(line)
        start += len(line) + 1
    return _Part(SourcePart(label="Content tree", text="\n".join(lines)), spans)


def _place(parts: Sequence[_Part], locator: Locator) -> Place | None:
    """Return where a tag or item stands; `chars` count from the beginning of its text."""
    key = locator.item or locator.tag
    for number, part in enumerate(parts):
        if key is None or key not in part.spans:
            continue
        start, end = part.spans[key]
        if locator.chars is None:
            return Place(part=number, chars=(start, end))
        first, last = locator.chars
        return Place(part=number, chars=(min(start + first, end), min(start + last, end)))
    return None
