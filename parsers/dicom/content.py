"""The content tree of a structured report as a flat list of items, in document order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import unpack

from dxa.errors import LimitExceeded
from dxa.locator import Locator
from dxa.settings import Limits
from parsers.dicom.charset import decoded
from parsers.dicom.elements import (
    CONCEPT_CODE,
    CONCEPT_NAME,
    CONTENT_SEQUENCE,
    MEASURED_VALUE,
    UNITS,
    VALUE_QUALIFIER,
    DataSet,
)

VALUE_TYPE = 0x0040A040
CHARACTER_SET = 0x00080005
_CODE_VALUE, _SCHEME, _MEANING = 0x00080100, 0x00080102, 0x00080104
_LONG_CODE, _URN_CODE = 0x00080119, 0x00080120
_NUMERIC_VALUE, _FLOATING_VALUE = 0x0040A30A, 0x0040A161
_DOUBLE = 8
"""Bytes of a FloatingPointValue (VR FD)."""
_DECIMAL = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,9})?")
_RELATIONSHIP = 0x0040A010
_TEXTS = (0x0040A160, 0x0040A121, 0x0040A120, 0x0040A122, 0x0040A123, 0x0040A124)
"""TextValue, Date, DateTime, Time, PersonName, UID: what an item that is no number may hold."""


@dataclass(frozen=True, slots=True)
class Code:
    """A coded concept; parts that are absent are empty."""

    value: str
    scheme: str
    meaning: str


NO_CODE = Code("", "", "")


@dataclass(frozen=True, slots=True)
class Item:
    """One content item."""

    path: str
    """Positions from 1 as PS3.3 C.17.3.2.5 counts them: the root is 1, its second child 1.2."""
    parent: int
    """Position of its parent in the list, -1 for the root."""
    relationship: str
    kind: str
    """Value type, such as NUM; empty for a reference to another item."""
    name: Code
    text: str
    """What it says: NumericValue, text, date; for a CODE the meaning."""
    code: Code
    """Value of a CODE item; unit of a NUM."""
    qualifier: str
    """Why a NUM has no value; empty otherwise."""

    @property
    def locator(self) -> Locator:
        """The place of the item."""
        return Locator(item=self.path)


@dataclass(frozen=True, slots=True)
class Content:
    """The whole tree."""

    items: tuple[Item, ...]
    children: tuple[tuple[int, ...], ...]
    """For each item, the positions of its children."""

    def ancestors(self, position: int) -> Iterator[int]:
        """Yield the positions of the items around one, from the nearest to the root."""
        parent = self.items[position].parent
        while parent >= 0:
            yield parent
            parent = self.items[parent].parent


def content_of(data: DataSet, limits: Limits) -> Content:
    """Return the tree of a structured report.

    Raises:
        LimitExceeded: it is deeper than the limits allow.
    """
    codes = _Codes(data.ascii(CHARACTER_SET))
    items: list[Item] = []
    children: list[list[int]] = []
    waiting = [(data, "1", -1, 1)]
    while waiting:
        part, path, parent, depth = waiting.pop()
        if depth > limits.depth:
            raise LimitExceeded(f"the content is nested deeper than {limits.depth} levels", Locator(item=path))
        position = len(items)
        items.append(_item(part, path, parent, codes))
        children.append([])
        if parent >= 0:
            children[parent].append(position)
        below = part.sequences.get(CONTENT_SEQUENCE, [])
        waiting += [
            (child, f"{path}.{number}", position, depth + 1)
            for number, child in zip(range(len(below), 0, -1), reversed(below), strict=True)
        ]
    return Content(tuple(items), tuple(map(tuple, children)))


class _Codes:
    """The codes of one tree; equal ones are read once, because the same few names and units repeat."""

    def __init__(self, charset: str) -> None:
        self.charset = charset
        self._known: dict[int, Code] = {}

    def of(self, items: Sequence[DataSet] | None) -> Code:
        """Return the one code of a sequence; none where there is none, or several that contradict each other."""
        if not items:
            return NO_CODE
        code = self._one(items[0])
        return code if len(items) == 1 or all(self._one(item) == code for item in items) else NO_CODE

    def _one(self, part: DataSet) -> Code:
        # Data sets live as long as the tree they are read from, so that their identity is theirs alone.
        code = self._known.get(id(part))
        if code is None:
            value = part.ascii(_CODE_VALUE) or part.ascii(_LONG_CODE) or part.ascii(_URN_CODE)
            meaning = _printed(part.values.get(_MEANING, b""), self.charset).strip()
            code = self._known[id(part)] = Code(value, part.ascii(_SCHEME), meaning)
        return code


def _item(part: DataSet, path: str, parent: int, codes: _Codes) -> Item:
    kind = part.ascii(VALUE_TYPE)
    name = codes.of(part.sequences.get(CONCEPT_NAME))
    text, code, qualifier = "", NO_CODE, ""
    if kind == "NUM":
        text, code, qualifier = _number(part, codes)
    elif kind == "CODE":
        code = codes.of(part.sequences.get(CONCEPT_CODE))
        text = code.meaning
    elif kind != "CONTAINER":
        raw = next((part.values[tag] for tag in _TEXTS if tag in part.values), b"")
        text = _printed(raw, codes.charset)
    return Item(path, parent, part.ascii(_RELATIONSHIP), kind, name, text, code, qualifier)


def _number(part: DataSet, codes: _Codes) -> tuple[str, Code, str]:
    """Return NumericValue as it is written, the unit, and the reason for its absence.

    Several measured values in one item (the standard allows one), and an exact one that the printed one is not the
    rounding of, are shown side by side, which is no number.
    """
    measured = part.sequences.get(MEASURED_VALUE)
    qualifier = codes.of(part.sequences.get(VALUE_QUALIFIER)).meaning
    if not measured:
        return "", NO_CODE, qualifier
    values = [_printed(item.values.get(_NUMERIC_VALUE, b""), codes.charset) for item in measured]
    values += [exact for item in measured if (exact := _otherwise(item))]
    text = values[0] if len(values) == 1 else "\\".join(values)
    return text, codes.of(measured[0].sequences.get(UNITS)), qualifier


def _otherwise(measured: DataSet) -> str:
    """Return FloatingPointValue where NumericValue is not the same number, rounded (PS3.3 C.18.1); else nothing."""
    raw, said = measured.values.get(_FLOATING_VALUE, b""), measured.ascii(_NUMERIC_VALUE).strip()
    if len(raw) != _DOUBLE or not _DECIMAL.fullmatch(said):
        return ""
    slack = 0.500001 * 10.0 ** -len(said.partition(".")[2])
    # The item does not say how its bytes are ordered; the other order makes a number of quite another size.
    exact = [unpack(order, raw)[0] for order in ("<d", ">d")]
    return "" if any(abs(value - float(said)) <= slack for value in exact) else f"{exact[0]:g}"


def _printed(raw: bytes, charset: str) -> str:
    """Return a value without its one byte of padding; more than one NUL is damage and stays visible."""
    return decoded(raw[:-1] if raw.endswith(b"\0") else raw, charset)[0].rstrip(" ")
