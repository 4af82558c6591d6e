"""The densitometer, from OBX-18 of the results."""

import re
from collections.abc import Iterable

from dxa.issues import IssueCode
from dxa.report import Device, Issue
from parsers.hl7.fields import components, repetitions
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment

_MAKERS = (
    ("GE", re.compile(r"\b(?:ge|lunar)\b")),
    ("Hologic", re.compile(r"\bhologic\b")),
    ("Norland", re.compile(r"\bnorland\b")),
)
"""Short names, so that they agree with the longer ones devices print."""

_MODEL = re.compile(r"\b(?:i?dxa|prodigy|horizon|discovery|delphi|explorer|qdr|dpx|xr-?\d+)\b")
_MAKER_WORDS = re.compile(r"\b(?:ge|healthcare|medical systems|lunar|hologic|norland|inc|s/?n)\b[.,:]?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4}")
"""Models have fewer digits in a row than serial numbers."""


def device_of(rows: Iterable[tuple[Message, Segment]]) -> tuple[Device, tuple[Issue, ...]]:
    """Return the device the observations name; nothing if they name several.

    An equipment identifier may hold a name or a number: a known maker or model is one, anything with a digit in the
    first component is taken for the serial number.
    """
    stated = {row.field(18): (message, row) for message, row in rows if row.name == "OBX" and row.field(18).strip()}
    devices = {_device(message, row): place(message, row, 18) for message, row in stated.values()}
    devices.pop(Device(), None)
    if len(devices) > 1:
        text = "the observations name different devices in OBX-18"
        where = next(iter(devices.values()))
        return Device(), (Issue(code=IssueCode.STUDY_CONFLICT, text=text, locator=where),)
    return next(iter(devices), Device()), ()


def _device(message: Message, row: Segment) -> Device:
    parts = [text.replace("_", " ") for text in components(message, repetitions(message, row, 18)[0])]
    makers = {maker for maker, name in _MAKERS for text in parts if name.search(text.casefold())}
    named = next((text for text in parts if _MODEL.search(text.casefold())), "")
    words = _MAKER_WORDS.sub(" ", named).split()
    model = " ".join(word for word in words if not _NUMBER.search(word))
    numbers = [word for word in words if _NUMBER.search(word)]
    first = parts[0] if parts else ""
    if not numbers and first != named and any(char.isdecimal() for char in first) and not _MAKER_WORDS.search(first):
        numbers = [first]
    return Device(
        manufacturer=makers.pop() if len(makers) == 1 else None,
        model=model or None,
        serial=numbers[0] if len(numbers) == 1 else None,
    )
