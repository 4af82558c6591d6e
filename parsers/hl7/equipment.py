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
_MAKER_WORDS = re.compile(r"\b(?:ge|healthcare|medical systems|lunar|hologic|norland|inc)\b[.,]?", re.IGNORECASE)


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
    words = [text.casefold() for text in parts]
    makers = {maker for maker, name in _MAKERS for text in words if name.search(text)}
    models = [text for text, folded in zip(parts, words, strict=True) if _MODEL.search(folded)]
    model = " ".join(_MAKER_WORDS.sub(" ", models[0]).split()) if models else None
    first = parts[0] if parts else ""
    is_name = first in models or any(name.search(words[0]) for _, name in _MAKERS)
    serial = first if any(char.isdecimal() for char in first) and not is_name else None
    return Device(manufacturer=makers.pop() if len(makers) == 1 else None, model=model, serial=serial)
