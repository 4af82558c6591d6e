"""Parts of fields as their data types say: coded elements, identifiers, dates."""

import re
from datetime import date
from functools import lru_cache

from parsers.hl7.escapes import Separators, unescaped
from parsers.hl7.identify import NOTHING, Coded
from parsers.hl7.tokens import Message, Segment

NULL = '""'
"""HL7's "delete what you know": never a value."""


def repetitions(message: Message, segment: Segment, number: int) -> list[str]:
    """Return the repetitions of a field, still escaped; a field that is empty has none."""
    text = segment.field(number)
    mark = message.separators.repetition
    return (text.split(mark) if mark else [text]) if text else []


def components(message: Message, text: str) -> list[str]:
    """Return the components of one repetition, un-escaped and stripped; HL7 null is empty."""
    return _parts(message.separators, message.codec, text)


def _parts(separators: Separators, codec: str, text: str) -> list[str]:
    parts = text.split(separators.component)
    if separators.escape and separators.escape in text:
        parts = [unescaped(part, separators, codec) for part in parts]
    return [bare if (bare := part.strip()) != NULL else "" for part in parts]


def component(message: Message, segment: Segment, field: int, number: int) -> str:
    """Return one component of the first repetition of a field, empty if there is none."""
    rows = repetitions(message, segment, field)
    parts = components(message, rows[0]) if rows else []
    return parts[number - 1] if number <= len(parts) else ""


def coded(message: Message, text: str) -> Coded:
    """Return a coded element (CE, CWE), both triplets of it."""
    return coded_element(message.separators, message.codec, text)


def coded_element(separators: Separators, codec: str, text: str) -> Coded:
    """Return a coded element written with the given separators."""
    if not text or text == NULL:
        return NOTHING
    first = text.split(separators.repetition, maxsplit=1)[0] if separators.repetition else text
    return Coded(*_parts(separators, codec, first)[:6])


def first_part(message: Message, text: str) -> str:
    """Return the first sub-component that says something: the namespace of an assigner, the family of a name."""
    mark = message.separators.subcomponent
    parts = text.split(mark) if mark else [text]
    return next((part.strip() for part in parts if part.strip()), "")


def date_of(text: str) -> date | None:
    """Return the day of an HL7 or ISO time as printed, or None if it does not name a day of the calendar.

    >>> date_of("20260304093500-0500"), date_of("2026-03-04"), date_of("202613"), date_of("04/03/2026")
    (datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), None, None)
    """
    digits = text.strip()
    if digits[4:5] == "-" and digits[7:8] == "-":
        digits = digits[:10].replace("-", "")
    digits = digits[:8]
    if len(digits) < len("20260304") or not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def moment_of(text: str) -> str | None:
    """Return an HL7 time as 14 digits of its own clock, what is not given as 0, or None if it is no time.

    >>> moment_of("20260304101502-0500"), moment_of("202603041015"), moment_of("March")
    ('20260304101502', '20260304101500', None)
    """
    digits = re.split(r"[.+-]", text.strip(), maxsplit=1)[0]
    if not (digits.isascii() and digits.isdecimal() and 8 <= len(digits) <= 14) or date_of(digits) is None:  # noqa: PLR2004 - DTM
        return None
    return digits.ljust(14, "0")


@lru_cache(maxsize=1024)
def exam_date_of(text: str) -> date | None:
    """Return `date_of` of an examination's time, remembered, because every observation of a message repeats it."""
    return date_of(text)
