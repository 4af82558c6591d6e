"""Messages as a person may look at them, and where a number stands in that view."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.errors import DocumentError, NotFound
from dxa.locator import Locator
from dxa.settings import Limits
from parsers.hl7.attachments import Attachment, attachments_of
from parsers.hl7.places import span_of
from parsers.hl7.tokens import Message, tokenised
from parsers.source import Place, Source, SourcePart

_LONGEST_LINE = 4_000
"""Characters of a line that are shown; a longer one carries an encoded document."""

_SHOWN = 400


@dataclass(frozen=True, slots=True)
class _Shown:
    """A message with its long lines cut, and how offsets move by that."""

    text: str
    cuts: tuple[tuple[int, int], ...]
    """Start and length of each part left out, in the text of the message."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        first, last = self._moved(start), self._moved(end)
        return (first, last) if last > first or start == end else None

    def _moved(self, offset: int) -> int:
        gone = 0
        for start, length in self.cuts:
            if offset <= start:
                break
            gone += min(length, offset - start)
        return offset - gone


def show(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    """Return one text part per message, then the pages of each attached PDF, with the places of the locators.

    Raises:
        UnreadableDocument: not tokenisable.
        LimitExceeded: too many segments.
    """
    messages = tokenised(content, limits)
    shown = [_shown(message) for message in messages]
    parts = [
        SourcePart(label="Message" if message.number is None else f"Message {message.number}", text=view.text)
        for message, view in zip(messages, shown, strict=True)
    ]
    places = [None if locator.inner else _text_place(messages, shown, locator) for locator in locators]
    for attachment in _pdfs(messages):
        inside = [number for number, locator in enumerate(locators) if _stands_in(locator, attachment)]
        source = _pages(attachment, [locators[number].inner for number in inside], limits)
        for number, where in zip(inside, source.places, strict=True):
            places[number] = where and replace(where, part=where.part + len(parts))
        parts += [replace(part, embedded=attachment.locator) for part in source.parts]
    return Source(parts=tuple(parts), places=tuple(places))


def pdf_inside(content: bytes, locator: Locator | None) -> bytes:
    """Return the PDF an OBX carries; of a locator with an `inner` place, the outer one counts.

    Raises:
        NotFound: no PDF stands there.
        UnreadableDocument: not tokenisable.
    """
    outer = locator and replace(locator, inner=None)
    for attachment in _pdfs(tokenised(content, Limits())):
        if attachment.content is not None and outer in {None, attachment.locator}:
            return attachment.content
    raise NotFound("no PDF stands at this place", locator)


def _pdfs(messages: Sequence[Message]) -> list[Attachment]:
    rows = [(message, [row for row in message.segments if row.name == "OBX"]) for message in messages]
    return [found for message, segments in rows for found in attachments_of(message, segments) if found.is_pdf]


def _stands_in(locator: Locator, attachment: Attachment) -> bool:
    return locator.inner is not None and replace(locator, inner=None) == attachment.locator


def _pages(attachment: Attachment, locators: Sequence[Locator | None], limits: Limits) -> Source:
    from parsers.pdf.reader import PARSER  # noqa: PLC0415 - pdfplumber takes 0.1 s to import; few messages hold a PDF

    wanted = [locator or Locator() for locator in locators]
    try:
        return PARSER.show(attachment.content or b"", wanted, limits)
    except DocumentError:
        # The report tells that the attachment is unreadable; the message can still be looked at.
        return Source(parts=(), places=tuple(None for _ in wanted))


def _shown(message: Message) -> _Shown:
    lines: list[str] = []
    cuts: list[tuple[int, int]] = []
    start = 0
    for line in message.lines:
        if len(line) > _LONGEST_LINE:
            cuts.append((start + _SHOWN, len(line) - 2 * _SHOWN))
            lines.append(line[:_SHOWN] + line[-_SHOWN:])
        else:
            lines.append(line)
        start += len(line) + 1
    return _Shown("\n".join(lines), tuple(cuts))


def _text_place(messages: Sequence[Message], shown: Sequence[_Shown], locator: Locator) -> Place | None:
    for number, (message, view) in enumerate(zip(messages, shown, strict=True)):
        span = span_of(message, locator)
        if span is not None:
            chars = view.span(*span)
            return Place(part=number, chars=chars) if chars else None
    return None
