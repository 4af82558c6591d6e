"""The messages between the service and a reading child: a JSON head and a body of bytes, each with its length.

JSON and not pickle: a hostile document may have taken its reader over.
"""

import json
from struct import Struct
from typing import Any, BinaryIO

LENGTHS = Struct(">II")
"""Bytes of the head, then bytes of the body."""
LONGEST = 64_000_000
"""Most bytes of one answer; a longer one is not read."""


def frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a message as it goes over a pipe."""
    text = json.dumps(head).encode("ascii")
    return b"".join((LENGTHS.pack(len(text), len(body)), text, body))


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Return the next message of a blocking stream, or None at its end."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    return json.loads(stream.read(head)), stream.read(body)


def missing(received: bytes | bytearray) -> int:
    """Return how many bytes the message still lacks; 0 when it is whole.

    Raises:
        ValueError: it announces more than `LONGEST`, or more came than it announces.
    """
    if len(received) < LENGTHS.size:
        return LENGTHS.size - len(received)
    whole: int = LENGTHS.size + sum(LENGTHS.unpack_from(received))
    if whole > LONGEST or len(received) > whole:
        raise ValueError("not a message")
    return whole - len(received)


def parts_of(received: bytes | bytearray) -> tuple[dict[str, Any], bytes]:
    """Return head and body of a whole message.

    Raises:
        ValueError: the head is not a JSON object.
    """
    size, _ = LENGTHS.unpack_from(received)
    start = LENGTHS.size + size
    try:
        head = json.loads(bytes(received[LENGTHS.size : start]))
    except RecursionError as error:
        raise ValueError("not a message") from error
    if not isinstance(head, dict):
        raise ValueError("not a message")  # noqa: TRY004 - one error for whatever is not a message
    return head, bytes(received[start:])
