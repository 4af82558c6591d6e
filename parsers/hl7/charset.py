"""From bytes to characters: MSH-18, the names senders write there, and what to do when it is wrong."""

import codecs
from dataclasses import dataclass

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"M\0S\0H\0", "utf-16-le"),
    (b"\0M\0S\0H", "utf-16-be"),
)
"""How a message in wide characters begins (UNICODE UTF-16 and UTF-32 of table 0211)."""

_CODECS: dict[str, str] = {
    "ASCII": "ascii",
    "USASCII": "ascii",
    "ISOIR6": "ascii",
    "UNICODE": "utf-8",
    "UNICODEUTF8": "utf-8",
    "UTF8": "utf-8",
    "UNICODEUTF16": "utf-8",
    "UNICODEUTF32": "utf-8",
    # Senders that declare Latin 1 write Windows punctuation, dashes among it, into its control range.
    "88591": "cp1252",
    "ISO88591": "cp1252",
    "LATIN1": "cp1252",
    "WINDOWS1252": "cp1252",
    "CP1252": "cp1252",
    **{f"8859{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 15)},
    **{f"ISO8859{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 15)},
    **{f"WINDOWS125{part}": f"cp125{part}" for part in range(9)},
    "ISOIR14": "iso2022_jp",
    "ISOIR87": "iso2022_jp",
    "ISOIR159": "iso2022_jp_1",
    "GB180302000": "gb18030",
    "GB18030": "gb18030",
    "GB2312": "gb18030",
    "KSX1001": "euc_kr",
    "EUCKR": "euc_kr",
    "BIG5": "big5",
    "CNS116431992": "big5",
}
"""Table 0211 and the sloppy spellings met, without blanks and punctuation.

UTF-16 and UTF-32 stand as UTF-8 here: a message in wide characters is known by its first bytes, so what is left
under such a name was converted on its way.
"""

_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What a byte that is not UTF-8 stands for, keyed as `surrogateescape` marks it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a message and how far its own statement about them held."""

    text: str
    codec: str
    problem: str | None
    """What was wrong with the declared character set, without content; None if nothing was."""


def narrowed(content: bytes) -> bytes:
    """Return a document in wide characters as UTF-8, and any other one without its byte order mark."""
    for start, codec in _WIDE:
        if content.startswith(start):
            return content.decode(codec, "replace").encode("utf-8", "replace")
    return content.removeprefix(codecs.BOM_UTF8)


def decoded(content: bytes, declared: str) -> Decoded:
    """Return the characters of one message.

    `declared` is the first repetition of MSH-18. Empty means UTF-8. Bytes that are sound UTF-8 are UTF-8 even if a
    single-byte set was declared, because the chance that such text is sound UTF-8 is nil; bytes that contradict
    the declared set are read as UTF-8 with the odd bytes as Windows-1252, and the contradiction is told.
    """
    codec = _codec_of(declared) if declared else "utf-8"
    unknown = "MSH-18 names an unknown character set" if codec is None else None
    if content.isascii() and not (codec or "").startswith("iso2022"):
        return Decoded(content.decode("ascii"), "utf-8", unknown)
    if codec is None or codec == "ascii":
        return Decoded(_mixed(content), "utf-8", unknown or "MSH-18 declares ASCII and other bytes follow")
    utf8 = _strictly(content, "utf-8")
    if utf8 is not None and codec.startswith(("cp", "iso8859")):
        return Decoded(utf8, "utf-8", "MSH-18 declares a single-byte set and the bytes are UTF-8")
    text = utf8 if codec == "utf-8" else _strictly(content, codec)
    if text is None:
        return Decoded(_mixed(content), "utf-8", "the bytes contradict the character set; some read as Windows-1252")
    return Decoded(text, codec, None)


def _codec_of(declared: str) -> str | None:
    return _CODECS.get("".join(char for char in declared.upper() if char.isalnum()))


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _mixed(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape").translate(_STRAY)
