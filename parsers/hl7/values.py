"""The one number an observation holds, with the characters it stands in."""

import re
from decimal import Decimal
from typing import NamedTuple

from dxa.issues import IssueCode
from dxa.locator import Locator
from parsers.hl7.escapes import plain
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment
from parsers.numbers import read_number

_WITH_UNIT = re.compile(r"(?P<number>[^A-Za-z%{\[/]*\d)\s*(?P<unit>[A-Za-z%{\[(][^\n]{0,20})")
_NAMED = re.compile(r"\s*(?P<name>[TZ])(?:[ -]?score)?\s*[:=]\s*(?=\S)", re.IGNORECASE)
"""A score's name before its number, as in "T = -1.9"."""
_CLASSED = re.compile(
    r"\s*[(,;-]?\s*\b(?:normal|osteop[eo]n(?:ia|ic|ie)|osteopor(?:os[ei]s?|otic)|low bone (?:mass|density))"
    r"\s*\)?\s*$",
    re.IGNORECASE,
)
"""The class a sender puts behind a score."""
_REFERENCE = re.compile(r"\s*[\[(]\s*(?:ref|reference|normal|nl|range)\b[^\])\n]{0,40}[\])]\s*$", re.IGNORECASE)
"""The range a sender puts behind a number, as in "-2.4 [ref > -1.0]"."""
_EQUAL = frozenset({"", "="})
_CODED = frozenset({"CE", "CWE", "CNE"})
_TWO, _TRIPLET = 2, 3
_MEASURED = re.compile(r"(?<![\w.])[-+\u2212]\s?\d+(?:[.,]\d+)?(?!\w)|\b[01][.,]\d{3}\b")
"""A signed number or one of three decimals, which no sub-identifier is."""
_IDENTIFIER = re.compile(r"\d{1,2}")


class Found(NamedTuple):
    """A number as it stands in OBX-5."""

    value: Decimal
    raw: str
    """The characters sent, still escaped."""
    unit: str
    """A unit printed behind the number; empty if there is none."""
    locator: Locator
    issues: tuple[IssueCode, ...]
    named: str = ""
    """The score the value itself says it is, t or z; empty if it does not say."""


def number_in(message: Message, row: Segment) -> Found | None:
    """Return the number in OBX-5, or None if it holds none, several different ones, or a comparison ("<-2.5").

    A structured numeric (SN) counts when it has no comparator and no second number.
    """
    sent = row.field(5)
    if row.field(2) == "NM" and (reading := read_number(sent)) is not None:
        # One plain number, by far the most: nothing to take apart, because no separator can stand in a number.
        span = (reading.start, reading.end)
        return Found(reading.value, reading.raw, "", place(message, row, 5, component=1, chars=span), reading.issues)
    mark = message.separators.repetition
    repetitions = sent.split(mark) if mark else [sent]
    if len({repetition.strip() for repetition in repetitions} - {""}) > 1 or not repetitions[0].strip():
        return None
    part = _component(message, row, repetitions[0])
    if part is None:
        return None
    number, text = part
    readable = plain(text, message.separators, message.codec)
    reading, unit = read_number(_without_remark(readable.text)), ""
    if reading is None and (found := _WITH_UNIT.fullmatch(readable.text.strip())):
        lead = len(readable.text) - len(readable.text.lstrip())
        reading, unit = read_number(" " * lead + found["number"]), found["unit"].strip()
    if reading is None or "\n" in readable.text.strip():
        return None
    span = (reading.start, reading.end)
    if readable.text is not text:
        span = readable.origin(*span)
    repetition = 1 if len(repetitions) > 1 else None
    locator = place(message, row, 5, repetition=repetition, component=number, chars=span)
    named = _NAMED.match(readable.text)
    name = named["name"].casefold() if named else ""
    return Found(reading.value, text[slice(*span)], unit, locator, reading.issues, name)


def holds_result(sub_identifier: str) -> bool:
    """Return whether OBX-4 holds a number as results are printed.

    >>> holds_result("-1.8"), holds_result("0.812 g/cm2"), holds_result("1.2"), holds_result("L1-L4")
    (True, True, False, False)
    """
    return _MEASURED.search(sub_identifier) is not None


def is_shifted(row: Segment) -> bool:
    """Return whether OBX-4 and OBX-5 of a row may have changed places, if those of another row of its order have."""
    return holds_result(row.field(4)) or _IDENTIFIER.fullmatch(row.field(5).strip()) is not None


def _without_remark(text: str) -> str:
    """Return the text of a number without a class behind it or a score's own name before it, in equal length."""
    named = _NAMED.match(text)
    text = f"{' ' * named.end()}{text[named.end() :]}" if named else text
    for behind in (_REFERENCE, _CLASSED):
        remark = behind.search(text)
        text = text[: remark.start()] if remark else text
    return text


def _component(message: Message, row: Segment, repetition: str) -> tuple[int | None, str] | None:
    """Return the component that should be the number, and its place; None if others beside it are filled."""
    kind = row.field(2).strip().upper()
    parts = repetition.split(message.separators.component)
    if kind == "SN":
        rest = [part for part in parts[2:] if part.strip()]
        return (2, parts[1]) if len(parts) > 1 and parts[0].strip() in _EQUAL and not rest else None
    if kind in _CODED:
        return _coded_component(parts)
    if len(parts) == _TWO and parts[0].rstrip().endswith("cm") and parts[1].strip() == "2":
        # "0.812 g/cm^2" whose caret was not escaped stands in two components.
        return None, repetition
    if any(part.strip() for part in parts[1:]):
        return None
    return (1, parts[0]) if kind == "NM" or len(parts) > 1 else (None, repetition)


def _coded_component(parts: list[str]) -> tuple[int, str] | None:
    """Return the text of a coded element, or its code if it has no text: "3^Osteopenia" is no number."""
    if len(parts) > _TRIPLET:
        return None
    if len(parts) > 1 and parts[1].strip():
        return 2, parts[1]
    # A code without a text is a number only if it is printed as a measurement is: 2 may be the second of a list.
    return (1, parts[0]) if re.search(r"[.,]\d", parts[0]) else None
