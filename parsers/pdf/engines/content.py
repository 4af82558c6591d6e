"""What a page draws, as operands and operators: the plain syntax nearly all programs write, read in one go.

pdfminer reads it byte by byte, which took half of the time a PDF costs. What is not plain (pictures within the content,
damage, a syntax of its own) is left to pdfminer; the suite holds the two equal.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import KWD, LIT, PSKeyword, PSLiteral

_DELIMITER: Final = rb"[\s\[\]()<>/%]|\Z"
_INNER: Final = rb"[^()\\]|\\."
_TOKEN: Final = re.compile(
    rb"([+-]?[0-9]+(?=%(end)s))"
    rb"|([+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?=%(end)s))"
    rb"|([A-Za-z][^#/%%\[\]()<>{}\s\x00]*(?=%(end)s)|['\"])"
    rb"|/([^#/%%\[\]()<>{}\s\x00]+(?=%(end)s))"
    rb"|\(((?:%(inner)s|\((?:%(inner)s)*\))*)\)"
    rb"|<([0-9A-Fa-f\s]*)>(?!>)"
    rb"|(\[|\]|<<|>>)"
    rb"|(?:\s+|%%[^\r\n]*)"
    rb"|(.)" % {b"end": _DELIMITER, b"inner": _INNER},
    re.DOTALL,
)
_INTEGER, _FRACTION, _WORD, _NAME, _TEXT, _HEX, _BRACKET, _ODD = range(1, 9)
_ESCAPED: Final = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPES: Final = dict(zip(b"btnfr()\\", b"\b\t\n\f\r()\\", strict=True))
_LINE_ENDS: Final = (b"\r\n", b"\r", b"\n")
_OPENED_BY: Final = {b"]": b"[", b">>": b"<<"}
_BYTES: Final = 256
_PICTURES: Final = frozenset({b"BI", b"ID", b"EI"})
_UNSEEN: Final = {
    **dict.fromkeys(("h", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*"), 0),
    **dict.fromkeys(("w", "J", "j", "M", "i", "ri"), 1),
    **dict.fromkeys(("m", "l", "d"), 2),
    **dict.fromkeys(("v", "y", "re"), 4),
    "c": 6,
}  # fmt: skip
"""Operators that only draw lines and areas, with how many operands each takes (ISO 32000-1, 8.4.4 and 8.5)."""


class _NotPlain(Exception):
    """Something pdfminer has to look at itself."""


def plain_objects(data: bytes) -> list[Any] | None:
    """Return what pdfminer's parser would give for the content of a page one by one; None if it is not plain."""
    try:
        return _objects(data)
    except (_NotPlain, ValueError):
        # An integer of thousands of digits is none to Python either; pdfminer has its own way with it.
        return None


def _objects(data: bytes) -> list[Any]:
    objects: list[Any] = []
    opened: list[tuple[bytes, list[Any]]] = []
    for token in _TOKEN.finditer(data):
        kind = token.lastindex
        if kind is None:
            continue
        text = token[kind]
        if kind == _INTEGER:
            objects.append(int(text))
        elif kind == _FRACTION:
            objects.append(float(text))
        elif kind == _BRACKET:
            objects = _bracketed(text, objects, opened)
        elif kind == _WORD:
            objects.append(_word(text, nested=bool(opened)))
        else:
            objects.append(_operand(kind, text))
    if opened:
        raise _NotPlain
    return objects


def _word(text: bytes, *, nested: bool) -> Any:
    if text in {b"true", b"false"}:
        return text == b"true"
    if nested or text in _PICTURES:
        raise _NotPlain
    return KWD(text)


def _operand(kind: int, text: bytes) -> Any:
    if kind == _TEXT:
        return _ESCAPED.sub(_unescaped, text) if b"\\" in text else text
    if kind == _HEX:
        digits = b"".join(text.split())
        if len(digits) % 2:
            raise _NotPlain
        return bytes.fromhex(digits.decode("ascii"))
    if kind == _NAME:
        try:
            return LIT(text.decode())
        except UnicodeDecodeError:
            return LIT(text)
    raise _NotPlain


def _unescaped(found: "re.Match[bytes]") -> bytes:
    octal, other = found.groups()
    if octal is not None:
        code = int(octal, 8)
        if code >= _BYTES:
            raise _NotPlain
        return bytes((code,))
    if other in _LINE_ENDS:
        return b""
    if ord(other) not in _ESCAPES:
        raise _NotPlain
    return bytes((_ESCAPES[ord(other)],))


def _bracketed(text: bytes, objects: list[Any], opened: list[tuple[bytes, list[Any]]]) -> list[Any]:
    """Return the list that is filled from here on."""
    if text not in _OPENED_BY:
        opened.append((text, objects))
        return []
    if not opened or opened[-1][0] != _OPENED_BY[text]:
        raise _NotPlain
    _, outer = opened.pop()
    outer.append(objects if text == b"]" else _mapping(objects))
    return outer


def _mapping(objects: Sequence[Any]) -> dict[str, Any]:
    keys = objects[::2]
    if len(objects) % 2 or not all(isinstance(key, PSLiteral) and isinstance(key.name, str) for key in keys):
        raise _NotPlain
    return {key.name: value for key, value in zip(keys, objects[1::2], strict=True)}


class PlainInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter over plain content; it leaves out what draws no text."""

    def execute(self, streams: Sequence[object]) -> None:
        """Do what the streams say, one after the other."""
        contents = self._plain(streams)
        if contents is None:
            super().execute(streams)
            return
        operations: dict[PSKeyword, Any] = {}
        for thing in contents:
            if type(thing) is not PSKeyword:
                self.argstack.append(thing)
                continue
            known = operations.get(thing)
            if known is None:
                known = operations[thing] = self._operation(thing)
            operands, run = known
            given = self.argstack[len(self.argstack) - operands :] if operands else []
            if operands:
                del self.argstack[-operands:]
            if run is not None and len(given) == operands:
                run(*given)

    def _plain(self, streams: Sequence[object]) -> list[Any] | None:
        """Return the objects of all streams; None if pdfminer has to look at one itself."""
        objects: list[Any] = []
        found = [stream_value(stream) for stream in streams]
        ids = {stream.objid for stream in found if stream.objid is not None}
        # One without number, or one that is being drawn already, as when a form draws itself.
        if len(ids) < len(found) or ids & self.parent_stream_ids:
            return None
        for stream in found:
            plain = plain_objects(stream.get_data())
            if plain is None:
                return None
            objects += plain
        self.stream_ids = ids
        return objects

    def _operation(self, keyword: PSKeyword) -> tuple[int, Any]:
        """Return how many operands an operator takes, and what it does if that matters here."""
        name = keyword.name.decode("utf-8", "ignore") if isinstance(keyword.name, bytes) else keyword.name
        if name in _UNSEEN:
            return _UNSEEN[name], None
        written = name.replace("*", "_a").replace('"', "_w").replace("'", "_q")
        run = getattr(self, f"do_{written}", None)
        return (run.__code__.co_argcount - 1, run) if run is not None else (0, None)
