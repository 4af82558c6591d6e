"""The parts of a multipart/related body (RFC 2387, RFC 2046 section 5.1), binary and whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.exceptions import BadRequest

MOST_PARTS = 1000
_LINE_END = b"\r\n"
_LONGEST_HEADERS = 8192


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a body."""

    media_type: str | None
    """Without parameters, in lower case; None if the part does not say."""
    encoding: str
    """Content-Transfer-Encoding, in lower case; binary if the part does not say."""
    content: bytes


def parts_of(body: bytes, boundary: str) -> tuple[Part, ...]:
    """Return every part between the delimiters.

    Raises:
        BadRequest: there is none, the last delimiter is missing (the body was cut), or a part is malformed.
    """
    found = tuple(_parts(body, b"--" + boundary.encode("latin-1", "replace")))
    if not found:
        raise BadRequest("the body holds no part")
    return found


def _parts(body: bytes, delimiter: bytes) -> Iterator[Part]:
    at = _first(body, delimiter)
    for _ in range(MOST_PARTS + 1):
        if body.startswith(b"--", at):
            return
        begin = _next_line(body, at)
        end = _delimited(body, _LINE_END + delimiter, begin - len(_LINE_END))
        yield _part(body[begin:end])
        at = end + len(_LINE_END) + len(delimiter)
    raise BadRequest(f"the body holds more than {MOST_PARTS} parts")


def _first(body: bytes, delimiter: bytes) -> int:
    """Return where the first delimiter ends; whatever stands before it is no part."""
    if body.startswith(delimiter):
        return len(delimiter)
    return _delimited(body, _LINE_END + delimiter, 0) + len(_LINE_END) + len(delimiter)


def _delimited(body: bytes, delimiter: bytes, start: int) -> int:
    """Return where the next delimiter begins: one that a longer line only begins with is content."""
    at = body.find(delimiter, start)
    while at >= 0:
        behind = body[at + len(delimiter) : at + len(delimiter) + 2]
        if behind == b"--" or behind[:1] in {b" ", b"\t"} or behind == _LINE_END:
            return at
        at = body.find(delimiter, at + 1)
    raise BadRequest("the body ends within a part, or its boundary is another one")


def _next_line(body: bytes, at: int) -> int:
    """Return where the line after a delimiter begins; blanks may stand behind it."""
    end = body.find(_LINE_END, at)
    if end < 0 or body[at:end].strip(b" \t"):
        raise BadRequest("something stands behind a delimiter")
    return end + len(_LINE_END)


def _part(raw: bytes) -> Part:
    if raw.startswith(_LINE_END):
        return Part(None, "binary", raw[len(_LINE_END) :])
    end = raw.find(_LINE_END * 2, 0, _LONGEST_HEADERS)
    if end < 0:
        raise BadRequest("the headers of a part have no end")
    headers = dict(_headers(raw[:end]))
    media_type = headers.get("content-type")
    return Part(
        media_type.partition(";")[0].strip().lower() if media_type is not None else None,
        headers.get("content-transfer-encoding", "binary").lower(),
        raw[end + 2 * len(_LINE_END) :],
    )


def _headers(block: bytes) -> Iterator[tuple[str, str]]:
    for line in block.decode("latin-1").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()
