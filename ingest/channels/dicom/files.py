"""The file of an object that came in: PS3.10 section 7, the same bytes for the same object in every release."""

from struct import pack

IMPLEMENTATION_CLASS = "2.25.17965734828876557030262499176777370571"
"""Ours, from a UUID (PS3.5 annex B.2)."""
IMPLEMENTATION_VERSION = "OSTEON"
"""Without a version: the same object would be another document after an update."""
PREAMBLE = bytes(128) + b"DICM"


def file_of(*, sop_class: str, sop_instance: str, transfer_syntax: str, data_set: bytes) -> bytes:
    """Return a data set as it came in, behind its file meta information."""
    elements = b"".join(
        (
            pack("<HH2sxxI", 0x0002, 0x0001, b"OB", 2) + b"\x00\x01",
            _short(0x0002, b"UI", sop_class),
            _short(0x0003, b"UI", sop_instance),
            _short(0x0010, b"UI", transfer_syntax),
            _short(0x0012, b"UI", IMPLEMENTATION_CLASS),
            _short(0x0013, b"SH", IMPLEMENTATION_VERSION),
        )
    )
    length = pack("<HH2sHI", 0x0002, 0x0000, b"UL", 4, len(elements))
    return b"".join((PREAMBLE, length, elements, data_set))


def _short(element: int, kind: bytes, text: str) -> bytes:
    value = text.encode("ascii", "replace")
    if len(value) % 2:
        value += b"\x00" if kind == b"UI" else b" "
    return pack("<HH2sH", 0x0002, element, kind, len(value)) + value
