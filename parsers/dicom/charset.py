"""Text of elements in the character set an object declares, and in the one it was really written in."""

import warnings

_LATIN = frozenset({"", "ISO_IR 6", "ISO 2022 IR 6", "ISO_IR 100", "ISO 2022 IR 100", "ISO IR 100"})
_UTF_8 = frozenset({"ISO_IR 192", "ISO IR 192", "UTF-8", "UTF8"})


def decoded(raw: bytes, charset: str) -> tuple[str, bool]:
    """Return the text of `raw` and whether the declared character set was not the one it is written in.

    Numbers and codes are ASCII in every set, so a wrong declaration never loses a result. Text declared as Latin-1
    that is whole UTF-8 is taken for UTF-8; bytes 0x80 to 0x9F of "Latin-1" are the Windows ones, where a dash that
    serves as minus stands.

    >>> decoded("T \u22122.5 cm\u00b2".encode(), "ISO_IR 100")
    ('T −2.5 cm²', True)
    >>> decoded("cm\u00b2".encode("latin-1"), "ISO_IR 192")
    ('cm²', True)
    """
    first = charset.split("\\", maxsplit=1)[0].strip()
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii"), False
    if first in _UTF_8 or (first in _LATIN and "\\" not in charset):
        try:
            return raw.decode("utf-8"), first not in _UTF_8
        except UnicodeDecodeError:
            return _windows(raw), "100" not in first
    return _by_pydicom(raw, charset)


def _windows(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _by_pydicom(raw: bytes, charset: str) -> tuple[str, bool]:
    """Decode the other sets and the escape sequences of ISO 2022 with pydicom's tables.

    Only terms of PS3.3 C.12.1.1.2: pydicom takes the name of any codec of Python for one, decompression among them.
    """
    from pydicom import charset as sets  # noqa: PLC0415 - 0.3 s to import, needed for few files

    terms = [term.strip() for term in charset.split("\\")]
    if not set(terms) <= set(sets.python_encoding):
        return _windows(raw), True
    with warnings.catch_warnings(record=True) as met:
        warnings.simplefilter("always")
        try:
            text = sets.decode_bytes(raw, sets.convert_encodings(terms), set())
        except (LookupError, ValueError):
            return _windows(raw), True
    return text, bool(met)
