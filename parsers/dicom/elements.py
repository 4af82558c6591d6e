"""A strict reading of DICOM data sets from bytes, without recursion: whatever is cut or contradictory is refused.

pydicom takes a cut file for a shorter one: a report cut at an unlucky byte reads as T -1 where -1.5 stood, and a
sequence of undefined length that ends with the file ends without a word (facts measured with pydicom 3.0.2, pydicom
issue 2330 for the recursion). Here every length, at every level, has to fit the one around it and every delimiter has
to be there. Only the sequences named in `SEQUENCES` are opened; everything else stays bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits

CONTENT_SEQUENCE = 0x0040A730
CONCEPT_NAME = 0x0040A043
CONCEPT_CODE = 0x0040A168
MEASURED_VALUE = 0x0040A300
VALUE_QUALIFIER = 0x0040A301
UNITS = 0x004008EA
CONTENT_TEMPLATE = 0x0040A504
PREDECESSORS, REFERENCED_SERIES, REFERENCED_OBJECTS = 0x0040A360, 0x00081115, 0x00081199

_CODES = frozenset({CONCEPT_NAME, CONCEPT_CODE, VALUE_QUALIFIER, UNITS, CONTENT_TEMPLATE})
SEQUENCES = _CODES | {CONTENT_SEQUENCE, MEASURED_VALUE, PREDECESSORS, REFERENCED_SERIES, REFERENCED_OBJECTS}
"""The sequences a reader of results has to look into."""

_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_UNDEFINED = 0xFFFFFFFF
_LAST_COMMAND = 0x0000FFFF
_LAST_META = 0x0002FFFF
_LAST_BEFORE_PIXELS = 0x7FDFFFFF
# PS3.5 7.1.2: these have two reserved bytes and a length of 32 bits.
_LONG = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_SHORT = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_FRAGMENTS = frozenset(b"OB OW OD OF OL OV".split())
_LONGEST_CODE = 512
"""Bytes of a sequence of codes that is remembered: a tree repeats the same few names and units."""
_SEQUENCES_PER_ITEM = 8
"""Sequence items (names, units, values) a content item may bring with it, for the limit on all of them."""
_FRAMES_BELOW_CONTENT = 4


def tag_name(tag: int) -> str:
    """Return a tag as the standard prints it.

    >>> tag_name(0x00204000)
    '(0020,4000)'
    """
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def tag_locator(tag: int) -> Locator:
    """Return the place of a top-level element."""
    return Locator(tag=tag_name(tag))


@dataclass(slots=True)
class DataSet:
    """The elements of one data set or item: values as bytes, opened sequences as items."""

    values: dict[int, bytes] = field(default_factory=dict)
    sequences: dict[int, Sequence["DataSet"]] = field(default_factory=dict)

    def ascii(self, tag: int) -> str:
        """Return a value that the standard restricts to ASCII, without padding; empty if absent."""
        return self.values.get(tag, b"").decode("latin-1").strip(" \0")

    def item(self, tag: int) -> "DataSet | None":
        """Return the first item of a sequence, None if there is none."""
        items = self.sequences.get(tag)
        return items[0] if items else None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the elements of a data set are written."""

    explicit: bool
    """Whether each element names its value representation."""
    big_endian: bool = False


def encoding_at(buffer: bytes, start: int) -> Encoding:
    """Return the encoding the first element at `start` shows, whatever the transfer syntax claims.

    Raises:
        UnreadableDocument: there is no element.
    """
    head = buffer[start : start + 8]
    if len(head) < 8:  # noqa: PLR2004 - the shortest element is a header of eight bytes
        raise UnreadableDocument("the DICOM file holds no data set")
    big_endian = head[0] == 0 and head[1] != 0
    return Encoding(explicit=head[4:6] in _LONG or head[4:6] in _SHORT, big_endian=big_endian)


def read_meta(buffer: bytes, start: int) -> tuple[DataSet, int]:
    """Return the file meta information (group 0002) and where the data set begins.

    Raises:
        UnreadableDocument: it is cut.
    """
    walk = _Walk(buffer, Encoding(explicit=encoding_at(buffer, start).explicit), _LAST_META, Limits())
    meta = walk.read(start)
    return meta, walk.position


def read_data_set(buffer: bytes, start: int, limits: Limits) -> DataSet:
    """Return the elements from `start` up to the pixels.

    Raises:
        UnreadableDocument: a length, a delimiter or a repeated element shows that the bytes are damaged.
        LimitExceeded: more items or levels than the limits allow.
    """
    return _Walk(buffer, encoding_at(buffer, start), _LAST_BEFORE_PIXELS, limits).read(start)


@dataclass(slots=True)
class _Frame:
    """One open data set (`items` is None) or sequence."""

    tag: int
    end: int
    """Where it has to end; with `delimited`, where the thing around it ends."""
    delimited: bool
    explicit: bool
    data: DataSet
    """The data set itself, or the one the sequence belongs to."""
    items: list[DataSet] | None = None
    opaque: bool = False
    """Pixel fragments, which are passed over."""


class _Walk:
    """One pass over a buffer; `position` is where it stopped."""

    def __init__(self, buffer: bytes, encoding: Encoding, last: int, limits: Limits) -> None:
        order = ">" if encoding.big_endian else "<"
        self._tag = Struct(f"{order}HH").unpack_from
        self._short = Struct(f"{order}H").unpack_from
        self._long = Struct(f"{order}L").unpack_from
        self._explicit_head = Struct(f"{order}HH2sH").unpack_from
        self._implicit_head = Struct(f"{order}HHL").unpack_from
        self._buffer = buffer
        self._explicit = encoding.explicit
        self._big_endian = encoding.big_endian
        self._last = last
        self._limits = limits
        self._content_items = 0
        self._items = 0
        self._stack: list[_Frame] = []
        self.position = 0

    def read(self, start: int) -> DataSet:
        root = DataSet()
        self.position = start
        self._stack = [_Frame(0, len(self._buffer), delimited=False, explicit=self._explicit, data=root)]
        self._finish()
        return root

    def read_items(self) -> list[DataSet]:
        """Return the items of a sequence that is the whole buffer."""
        items: list[DataSet] = []
        self._stack = [
            _Frame(0, len(self._buffer), delimited=False, explicit=self._explicit, data=DataSet(), items=items)
        ]
        self._finish()
        return items

    def _finish(self) -> None:
        while self._stack:
            frame = self._stack[-1]
            if self.position >= frame.end and not frame.delimited:
                self._stack.pop()
            elif frame.items is None:
                self._elements(frame)
            else:
                self._next_item(frame, frame.items)

    def _header(self, frame: _Frame) -> int:
        """Return the tag at the position, having made sure that eight bytes are there."""
        if self.position + 8 > frame.end:
            raise _damaged(frame.tag, "ends in the middle of an element")
        group, element = self._tag(self._buffer, self.position)
        tag: int = group << 16 | element
        return tag

    def _elements(self, frame: _Frame) -> None:
        """Read elements of one data set until it ends or a sequence opens."""
        top = len(self._stack) == 1
        while self.position < frame.end or frame.delimited:
            self._plain_elements(frame)
            if self.position >= frame.end and not frame.delimited:
                return
            if top and self._only_padding(frame):
                return
            tag = self._header(frame)
            if top and tag > self._last:
                frame.end = self.position
                return
            if tag <= _LAST_COMMAND:
                raise _damaged(frame.tag, "holds zeros or commands in place of elements")
            if tag == _ITEM_END and frame.delimited:
                self.position += 8
                self._stack.pop()
                return
            representation, length = self._sizes(frame, tag)
            if self._opens(frame, tag, representation, length):
                return
            end = self.position + length
            if end > frame.end:
                raise _damaged(tag, "is shorter than it says")
            _keep(frame.data, tag, self._buffer[self.position : end])
            self.position = end

    def _plain_elements(self, frame: _Frame) -> None:
        """Read elements as long as nothing about them needs care: most of a file, in a third of the time."""
        buffer, values, end, last = self._buffer, frame.data.values, frame.end, self._last
        head = self._explicit_head if frame.explicit else self._implicit_head
        start = self.position + 8
        while start <= end:
            if frame.explicit:
                group, element, representation, length = head(buffer, start - 8)
                is_plain = representation in _SHORT
            else:
                group, element, length = head(buffer, start - 8)
                is_plain = True
            tag = group << 16 | element
            if not is_plain or start + length > end or not _LAST_COMMAND < tag <= last:
                return
            if tag in values or tag in SEQUENCES:
                return
            self.position = start + length
            values[tag] = buffer[start : self.position]
            start = self.position + 8

    def _only_padding(self, frame: _Frame) -> bool:
        """Whether nothing but zero bytes is left at the top; some archives fill files up to a block."""
        if self._buffer[self.position : self.position + 4] != b"\0\0\0\0"[: frame.end - self.position]:
            return False
        if self._buffer[self.position :].strip(b"\0"):
            return False
        self.position = frame.end
        return True

    def _sizes(self, frame: _Frame, tag: int) -> tuple[bytes, int]:
        """Return representation (empty if implicit) and length, and step behind the header."""
        at = self.position
        if not frame.explicit:
            self.position = at + 8
            length: int = self._long(self._buffer, at + 4)[0]
            return b"", length
        representation = self._buffer[at + 4 : at + 6]
        if representation in _SHORT:
            self.position = at + 8
            length = self._short(self._buffer, at + 6)[0]
            return representation, length
        if representation not in _LONG and not (representation.isalpha() and representation.isupper()):
            raise _damaged(tag, "has no value representation")
        if at + 12 > frame.end:
            raise _damaged(tag, "ends in the middle of its header")
        self.position = at + 12
        length = self._long(self._buffer, at + 8)[0]
        return representation, length

    def _opens(self, frame: _Frame, tag: int, representation: bytes, length: int) -> bool:
        """Open the sequence at the position, if it is one that has to be looked into; say whether it was."""
        delimited = length == _UNDEFINED
        if not delimited and (tag not in SEQUENCES or representation not in {b"", b"SQ", b"UN"}):
            return False
        if tag in frame.data.sequences:
            raise _damaged(tag, "stands twice")
        end = frame.end if delimited else self.position + length
        if end > frame.end:
            raise _damaged(tag, "is shorter than it says")
        if tag in _CODES and length <= _LONGEST_CODE and representation != b"UN":
            return self._remembered(frame, tag, end)
        if len(self._stack) > 2 * (self._limits.depth + _FRAMES_BELOW_CONTENT):
            raise LimitExceeded(f"items are nested deeper than {self._limits.depth} levels", tag_locator(tag))
        items: list[DataSet] = []
        frame.data.sequences[tag] = items
        # PS3.5 6.2.2 note 2: the items of a sequence written as UN are implicit little endian.
        explicit = frame.explicit and representation != b"UN"
        opaque = representation in _FRAGMENTS
        self._stack.append(_Frame(tag, end, delimited, explicit, frame.data, items, opaque))
        return True

    def _remembered(self, frame: _Frame, tag: int, end: int) -> bool:
        """Take a short sequence of codes as it was read the last time the same bytes were met; it is not open."""
        try:
            items = _codes_in(self._buffer[self.position : end], frame.explicit, self._big_endian)
        except UnreadableDocument as error:
            raise _damaged(tag, "is not a whole sequence of codes") from error
        frame.data.sequences[tag] = items
        self.position = end
        self._count(tag, len(items))
        return True

    def _next_item(self, frame: _Frame, items: list[DataSet]) -> None:
        tag = self._header(frame)
        length: int = self._long(self._buffer, self.position + 4)[0]
        self.position += 8
        if tag == _SEQUENCE_END and frame.delimited:
            self._stack.pop()
            return
        delimited = length == _UNDEFINED
        end = frame.end if delimited else self.position + length
        if tag != _ITEM or end > frame.end or (delimited and frame.opaque):
            raise _damaged(frame.tag, "is not a whole sequence of items")
        if frame.opaque:
            self.position = end
            return
        self._count(frame.tag)
        data = DataSet()
        items.append(data)
        self._stack.append(_Frame(frame.tag, end, delimited, frame.explicit, data))

    def _count(self, tag: int, items: int = 1) -> None:
        self._items += items
        self._content_items += tag == CONTENT_SEQUENCE
        most = self._limits.items
        if self._content_items > most or self._items > most * _SEQUENCES_PER_ITEM:
            raise LimitExceeded(f"the object holds more than {most} items", tag_locator(tag))


@lru_cache(maxsize=4096)
def _codes_in(raw: bytes, explicit: bool, big_endian: bool) -> tuple[DataSet, ...]:
    """Return the items of a sequence of codes; they are shared and must not be changed."""
    return tuple(_Walk(raw, Encoding(explicit, big_endian), _LAST_BEFORE_PIXELS, Limits()).read_items())


def _keep(data: DataSet, tag: int, value: bytes) -> None:
    if data.values.setdefault(tag, value) != value:
        raise _damaged(tag, "stands twice with different values")


def _damaged(tag: int, fault: str) -> UnreadableDocument:
    return UnreadableDocument(f"the object is cut or damaged: {tag_name(tag)} {fault}", tag_locator(tag))
