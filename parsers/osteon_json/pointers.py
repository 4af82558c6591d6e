"""Where the value a JSON pointer names stands in the text of the JSON."""

import json

_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"


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
