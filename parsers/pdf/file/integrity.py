"""Whether the compressed parts of a PDF are whole: its readers show what is left of a damaged one, and say nothing."""

import re
import zlib
from base64 import a85decode

_START = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 2048
"""Bytes before a stream in which its dictionary begins."""
_MOST = 16_000_000
"""Bytes a stream may unpack to; what is larger is left to the limits on time and memory."""
_STEP = 1 << 16
_OTHER_FILTERS = (b"/DCTDecode", b"/LZWDecode", b"/ASCIIHexDecode", b"/RunLengthDecode", b"/Crypt")


def is_damaged(content: bytes) -> bool:
    """Return whether a compressed part other than a picture fails its checksum or has no end.

    Parts of an encrypted document cannot be told sound from outside and count as sound.
    """
    if b"/Encrypt" in content:
        return False
    return any(_fails(content, found.start(), found.end()) for found in _START.finditer(content))


def _fails(content: bytes, start: int, first: int) -> bool:
    before = content[max(0, start - _DICTIONARY) : start]
    dictionary = before[before.rfind(b" obj") + 1 :]
    if (
        b"/FlateDecode" not in dictionary
        or b"/Image" in dictionary
        or any(name in dictionary for name in _OTHER_FILTERS)
    ):
        return False
    end = content.find(b"endstream", first)
    data = content[first : end if end >= 0 else len(content)]
    if b"/ASCII85Decode" in dictionary:
        try:
            data = a85decode(data[: data.rfind(b"~>")].strip())
        except ValueError:
            return True
    return not _unpacks(data)


def _unpacks(data: bytes) -> bool:
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while not unpacker.eof and size < _MOST:
            part = unpacker.decompress(data, _STEP)
            data = unpacker.unconsumed_tail
            size += len(part)
            if not part and not data:
                return unpacker.eof
    except zlib.error:
        return False
    return True
