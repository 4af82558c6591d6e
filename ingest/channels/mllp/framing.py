"""Cuts what a socket delivers into MLLP frames, however it is split and whatever stands between them.

A frame is 0x0B, the message, 0x1C 0x0D (HL7 v2 Transport Specification, MLLP release 1).
"""

import re
from enum import StrEnum
from typing import NamedTuple

JUNK_BYTES = 65_536
"""Most bytes outside any frame, and as much of a message that is too large as is kept to answer it."""
_START, _END = 0x0B, 0x1C
_AFTER_END = frozenset(b"\r\n\x00\x0b\x1c")
"""What may follow 0x1C at the end of a frame besides 0x0D: senders end in 1C 0D 0A, pad with NULs, leave 0D out or
double 1C. Before anything else 0x1C is part of the message."""
_BLANK = b"\r\n\x00\t \x1c"
_RESTART = re.compile(rb"\x0b(?=(?:MSH|FHS|BHS)[^\w\s])")


class Fault(StrEnum):
    """Why a frame cannot be taken as a message."""

    NO_START = "no_start"
    """Bytes outside any frame, ended by 0x1C or too many of them."""
    TOO_LARGE = "too_large"
    CUT = "cut"
    """The sender went away or fell silent before the end."""


class Frame(NamedTuple):
    """One message without its framing."""

    content: bytes
    fault: Fault | None = None

    @property
    def ends(self) -> bool:
        """Whether nothing after it can be understood, so that the connection has to be closed."""
        return self.fault is not None and (self.fault is not Fault.NO_START or len(self.content) > JUNK_BYTES)


class Deframer:
    """The frames of one connection; the same ones however the bytes are split."""

    def __init__(self, most: int) -> None:
        """Take messages of up to `most` bytes."""
        self._most = most
        self._buffer = bytearray()
        self._searched = 0
        self._inside = False
        self._over = False

    @property
    def inside(self) -> bool:
        """Whether a frame was begun and has not ended."""
        return self._inside

    @property
    def ending(self) -> bool:
        """Whether 0x1C came and nothing after it: the next byte decides, or its absence."""
        return self._inside and self._buffer.endswith(b"\x1c")

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames that `data` completes; nothing any more after one that `ends`."""
        frames: list[Frame] = []
        if self._over:
            return frames
        if not self._buffer and self._is_whole(data):
            return [Frame(data[1:-2])]
        self._buffer += data
        while not self._over and (frame := self._within() if self._inside else self._outside()) is not None:
            frames.append(frame)
            self._over = frame.ends
        return frames

    def finish(self) -> Frame | None:
        """Return what was begun, as nothing more comes: a message whose 0x0D is missing, or one that was cut."""
        if not self._inside or self._over:
            return None
        if self.ending:
            return self._taken(len(self._buffer) - 1)
        self._over = True
        return Frame(bytes(self._buffer[:JUNK_BYTES]).lstrip(b"\x0b"), Fault.CUT)

    def _is_whole(self, data: bytes) -> bool:
        """Return whether data is one frame and nothing else, as most senders write it: nothing has to be searched."""
        return (
            not self._inside
            and data.startswith(b"\x0b")
            and data.find(b"\x0b", 1) < 0
            and data.find(b"\x1c") == len(data) - 2
            and data.endswith(b"\r")
            and len(data) - 3 <= self._most
        )

    def _outside(self) -> Frame | None:
        if not self._searched:
            # Kept from here on, so that the place of the search stays right.
            stripped = len(self._buffer) - len(self._buffer.lstrip(_BLANK))
            del self._buffer[:stripped]
        start = self._buffer.find(_START, self._searched)
        end = self._buffer.find(_END, self._searched)
        first = min((place for place in (start, end) if place >= 0), default=len(self._buffer))
        if first > JUNK_BYTES:
            return Frame(bytes(self._buffer[: JUNK_BYTES + 1]), Fault.NO_START)
        if first == len(self._buffer):
            self._searched = first
            return None
        junk = bytes(self._buffer[:first])
        del self._buffer[: first + 1]
        self._searched = 0
        if first == end:
            return Frame(junk, Fault.NO_START)
        self._inside = True
        return self._within()

    def _within(self) -> Frame | None:
        while True:
            end = self._buffer.find(_END, self._searched)
            reached = len(self._buffer) if end < 0 else end
            if reached > self._most:
                return Frame(bytes(self._buffer[: min(JUNK_BYTES, self._most)]).lstrip(b"\x0b"), Fault.TOO_LARGE)
            self._searched = reached
            if end < 0 or end + 1 == len(self._buffer):
                return None
            if self._buffer[end + 1] in _AFTER_END:
                return self._taken(end)
            self._searched = end + 1

    def _taken(self, end: int) -> Frame:
        content = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._searched, self._inside = 0, False
        if b"\x0b" in content:
            # A sender that begins anew before it ended means the new message; a doubled 0x0B means nothing.
            restarts = [found.end() for found in _RESTART.finditer(content)]
            content = content[restarts[-1] :] if restarts else content.lstrip(b"\x0b")
        return Frame(content)
