"""The content tree of a structured report as a flat list of items, in document order."""

from collections.abc import Iterator
from dataclasses import dataclass

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
_NUMERIC_VALUE = 0x0040A30A
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
    charset = data.ascii(CHARACTER_SET)
    items: list[Item] = []
    children: list[list[int]] = []
    waiting = [(data, "1", -1, 1)]
    while waiting:
        part, path, parent, depth = waiting.pop()
        if depth > limits.depth:
            raise LimitExceeded(f"the content is nested deeper than {limits.depth} levels", Locator(item=path))
        position = len(items)
        items.append(_item(part, path, parent, charset))
        children.append([])
        if parent >= 0:
            children[parent].append(position)
        below = part.sequences.get(CONTENT_SEQUENCE, [])
        waiting += [
            (child, f"{path}.{number}", position, depth + 1)
            for number, child in zip(range(len(below), 0, -1), reversed(below), strict=True)
        ]
    return Content(tuple(items), tuple(map(tuple, children)))


def _item(part: DataSet, path: str, parent: int, charset: str) -> Item:
    kind = part.ascii(VALUE_TYPE)
    name = _code(part.item(CONCEPT_NAME), charset)
    text, code, qualifier = "", NO_CODE, ""
    if kind == "NUM":
        text, code, qualifier = _number(part, charset)
    elif kind == "CODE":
        code = _code(part.item(CONCEPT_CODE), charset)
        text = code.meaning
    elif kind != "CONTAINER":
        raw = next((part.values[tag] for tag in _TEXTS if tag in part.values), b"")
        text = _printed(raw, charset)
    return Item(path, parent, part.ascii(_RELATIONSHIP), kind, name, text, code, qualifier)


def _number(part: DataSet, charset: str) -> tuple[str, Code, str]:
    """Return NumericValue as it is written, the unit, and the reason for its absence."""
    measured = part.item(MEASURED_VALUE)
    qualifier = _code(part.item(VALUE_QUALIFIER), charset).meaning
    if measured is None:
        return "", NO_CODE, qualifier
    return _printed(measured.values.get(_NUMERIC_VALUE, b""), charset), _code(measured.item(UNITS), charset), qualifier


def _code(part: DataSet | None, charset: str) -> Code:
    if part is None:
        return NO_CODE
    value = part.ascii(_CODE_VALUE) or part.ascii(_LONG_CODE) or part.ascii(_URN_CODE)
    return Code(value, part.ascii(_SCHEME), _printed(part.values.get(_MEANING, b""), charset).strip())


def _printed(raw: bytes, charset: str) -> str:
    """Return a value without its one byte of padding; more than one NUL is damage and stays visible."""
    return decoded(raw[:-1] if raw.endswith(b"\0") else raw, charset)[0].rstrip(" ")
