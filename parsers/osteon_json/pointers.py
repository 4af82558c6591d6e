"""Where the value a JSON pointer names stands in the text of the JSON."""

import json
import re

_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)
"""One character as a JSON string holds it: plain, escaped, or a pair of escaped halves."""


def span_of(text: str, pointer: str) -> tuple[int, int] | None:
    """Return start and end of the value a JSON pointer (RFC 6901) names; None if there is none.

    The quotes of a string are left out.

    >>> span_of('{"a": [1, "-2.5"]}', "/a/1")
    (11, 15)
    """
    position = _skipped(text, 0)
    try:
        for token in pointer.split("/")[1:]:
            step = _value_of(text, position, token.replace("~1", "/").replace("~0", "~"))
            if step is None:
                return None
            position = step
        end = _DECODER.raw_decode(text, position)[1]
    except (ValueError, IndexError, RecursionError):
        return None
    return (position + 1, end - 1) if text[position] == '"' else (position, end)


def span_within(text: str, span: tuple[int, int], chars: tuple[int, int]) -> tuple[int, int] | None:
    """Return where characters of a decoded JSON string stand in the JSON; `span` is the string without its quotes.

    >>> span_within('"abc"', (1, 4), (1, 3))
    (2, 4)
    """
    starts = [found.start() for found in _CHARACTER.finditer(text, *span)]
    first, last = chars
    if not 0 <= first <= last <= len(starts):
        return None
    ends = [*starts, span[1]]
    return ends[first], ends[last]


def _value_of(text: str, position: int, token: str) -> int | None:
    """Return where the member or element `token` of the value at `position` begins."""
    if text[position] not in "{[":
        return None
    is_object = text[position] == "{"
    number = 0
    position = _skipped(text, position + 1)
    while text[position] not in "}]":
        name = str(number)
        if is_object:
            name, position = _DECODER.raw_decode(text, position)
            position = _skipped(text, _skipped(text, position) + 1)
        if name == token:
            return position
        position = _skipped(text, _DECODER.raw_decode(text, position)[1])
        position = _skipped(text, position + 1) if text[position] == "," else position
        number += 1
    return None


def _skipped(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANK:
        position += 1
    return position
