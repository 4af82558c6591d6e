"""Between a locator and the characters of a message."""

from dxa.locator import Locator
from dxa.making import quickly
from parsers.hl7.tokens import Message, Segment

_located = quickly(Locator)


def place(
    message: Message,
    segment: Segment,
    field: int,
    *,
    repetition: int | None = None,
    component: int | None = None,
    chars: tuple[int, int] | None = None,
) -> Locator:
    """Return the locator of a part of one field."""
    return _located(
        message=message.number,
        segment=segment.name,
        index=segment.number,
        field=field,
        repetition=repetition,
        component=component,
        chars=chars,
    )


def span_of(message: Message, locator: Locator) -> tuple[int, int] | None:
    """Return start and end of a locator in `message.text`; None if it does not stand in this message."""
    if locator.message != message.number:
        return None
    if locator.segment is None:
        return _within((0, len(message.text)), locator)
    for segment in message.segments:
        if segment.name == locator.segment and segment.number == (locator.index or 1):
            return _within(_field_span(message, segment, locator), locator)
    return None


def text_at(message: Message, locator: Locator) -> str | None:
    """Return the characters a locator names, as sent; None if it does not stand in this message."""
    span = span_of(message, locator)
    return None if span is None else message.text[slice(*span)]


def _within(span: tuple[int, int] | None, locator: Locator) -> tuple[int, int] | None:
    if span is None or locator.chars is None:
        return span
    start, end = span[0] + locator.chars[0], span[0] + locator.chars[1]
    return (start, end) if span[0] <= start <= end <= span[1] else None


def _field_span(message: Message, segment: Segment, locator: Locator) -> tuple[int, int] | None:
    if locator.field is None:
        return segment.start, segment.start + len(segment.text)
    if locator.field >= len(segment.fields):
        return None
    fields = segment.fields
    start = segment.start + sum(len(field) + 1 for field in fields[: locator.field])
    if segment.name == "MSH":
        # MSH-1 is the separator itself: it stands right after the name, with none of its own before MSH-2.
        start -= 1 if locator.field == 1 else 2
    span: tuple[int, int] | None = (start, start + len(fields[locator.field]))
    marks = ((locator.repetition, message.separators.repetition), (locator.component, message.separators.component))
    for number, mark in marks:
        if number is not None and span is not None:
            span = _nth(message.text, span, mark, number)
    return span


def _nth(text: str, span: tuple[int, int], mark: str, number: int) -> tuple[int, int] | None:
    parts = text[slice(*span)].split(mark) if mark else [text[slice(*span)]]
    if number > len(parts):
        return None
    start = span[0] + sum(len(part) + 1 for part in parts[: number - 1])
    return start, start + len(parts[number - 1])
