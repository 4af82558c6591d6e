"""MSH by position, without reading the message: what cannot be parsed must still be answered."""

import codecs
import re
from dataclasses import dataclass

HEADER_BYTES = 65_536
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"M\0S\0H\0", "utf-16-le"),
    (b"\0M\0S\0H", "utf-16-be"),
)
_HEAD = re.compile(r"(MSH|FHS|BHS)([^\w\s\x00-\x1f\x7f-\xff])([^\r\n\x0b\x1c]*)")
_VERSION = re.compile(r"\s*(\d{1,2})\.(\d{1,2})")
_FIELDS = 26
"""MSH has 25 fields up to version 2.8; an endless line is not split further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """MSH, or the FHS or BHS of a batch, as characters that stand for bytes: what is echoed is the same bytes."""

    name: str
    fields: tuple[str, ...]
    """By the numbers of the standard: `fields[1]` is the separator, `fields[2]` the other ones."""
    codec: str = "latin-1"
    mark: bytes = b""
    """Byte order mark of wide characters, which an answer has to begin with too."""

    def field(self, number: int) -> str:
        """Return a field exactly as sent, empty if there is none."""
        return self.fields[number] if number < len(self.fields) else ""

    def first(self, number: int) -> str:
        """Return the first component of a field, without blanks around it."""
        return self.field(number).split(self.component, 1)[0].strip()

    @property
    def separator(self) -> str:
        """The field separator."""
        return self.fields[1]

    @property
    def component(self) -> str:
        """The component separator."""
        return self.field(2)[:1] or "^"

    @property
    def control_id(self) -> str:
        """MSH-10, or what the header of a batch has in its place (FHS-11, BHS-11), exactly as sent."""
        return self.field(10 if self.name == "MSH" else 11)

    @property
    def message_type(self) -> str:
        """MSH-9.1 in capitals; empty for a batch."""
        return self.first(9).upper() if self.name == "MSH" else ""

    @property
    def trigger(self) -> str:
        """MSH-9.2 exactly as sent; empty for a batch or if there is none."""
        parts = self.field(9).split(self.component) if self.name == "MSH" else []
        return parts[1].strip() if len(parts) > 1 else ""

    @property
    def version(self) -> tuple[int, int] | None:
        """The first two numbers of MSH-12, None if it has none."""
        found = _VERSION.match(self.field(12)) if self.name == "MSH" else None
        return (int(found[1]), int(found[2])) if found else None

    @property
    def sender(self) -> str:
        """`MSH-3|MSH-4` exactly as sent."""
        return self.letters(f"{self.field(3)}|{self.field(4)}")

    def letters(self, text: str) -> str:
        """Return characters that stand for bytes as the letters they most likely are."""
        if self.codec != "latin-1":
            return text
        try:
            return text.encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            return text


def header_of(content: bytes) -> Header | None:
    """Return the header a message or a batch begins with, None if it begins with anything else."""
    head = content[:HEADER_BYTES].lstrip(b"\r\n\t \x0b")
    for start, codec in _WIDE:
        if head.startswith(start):
            mark = b"" if b"M" in start else start
            return _header(head[len(mark) :].decode(codec, "ignore"), codec, mark)
    return _header(head.lstrip(b"\x00\r\n\t \x0b").removeprefix(codecs.BOM_UTF8).decode("latin-1"), "latin-1", b"")


def _header(text: str, codec: str, mark: bytes) -> Header | None:
    found = _HEAD.match(text)
    if found is None:
        return None
    name, separator, rest = found.groups()
    return Header(name=name, fields=(name, separator, *rest.split(separator, _FIELDS)), codec=codec, mark=mark)
