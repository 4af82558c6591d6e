"""One connection: bytes to frames, one frame in work at a time, answers in the order of the frames."""

import asyncio
from collections import deque
from collections.abc import Callable
from math import inf
from ssl import SSLObject
from typing import cast

from dxa.settings.mllp import Mllp
from ingest.channels.mllp.desk import Reply
from ingest.channels.mllp.framing import Deframer, Frame
from ingest.channels.mllp.senders import names_of

END_SECONDS = 0.5
"""How long 0x1C waits for its 0x0D before it is taken as the end without it."""
PARTING_SECONDS = 2.0
"""How long a sender that is sent away may go on sending."""
_BUFFERED = 65_536
"""Bytes of answers a sender may leave untaken before nothing more is read from it."""

_AHEAD = 262_144
"""Bytes of complete messages that may wait behind the one in work before nothing more is read."""

Work = Callable[["Connection", Frame], None]
"""Answers a frame by calling `Connection.answered` later."""
Admits = Callable[[str], bool]
"""Whether an address may have one more connection."""


class Connection(asyncio.Protocol):
    """Speaks with one sender; everything here runs in the event loop."""

    def __init__(self, *, settings: Mllp, most: int, work: Work, admits: Admits, known: set["Connection"]) -> None:
        self._settings = settings
        self._deframer = Deframer(most)
        self._work = work
        self._admits = admits
        self._known = known
        self._frames: deque[Frame] = deque()
        self._waiting = 0
        self._busy = False
        self._blocked = False
        self._closing = False
        self._ended = False
        self._deadline = 0.0
        self._began: float | None = None
        self._loop = asyncio.get_running_loop()
        self.certificate: tuple[str, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection in, or turn it away."""
        self._transport = cast("asyncio.Transport", transport)
        self._is_tls = transport.get_extra_info("ssl_object") is not None
        if not self._admits(transport.get_extra_info("peername")[0]):
            self._closing = True
            self._transport.abort()
            return
        self._transport.set_write_buffer_limits(high=_BUFFERED)
        session: SSLObject | None = transport.get_extra_info("ssl_object")
        self.certificate = names_of(session.getpeercert()) if session else ()
        self._known.add(self)
        self._schedule()

    def data_received(self, data: bytes) -> None:
        """Take bytes in."""
        if self._closing:
            return
        for frame in self._deframer.feed(data):
            self._wait(frame)
        self._go_on()

    def eof_received(self) -> bool:
        """Take in that the sender sends nothing more; what it sent is answered still, except over TLS."""
        self._ended = True
        if self._closing and not self._busy:
            return False
        self._finish_frame()
        return not self._is_tls

    def connection_lost(self, _error: Exception | None) -> None:
        """Forget the connection; what is being stored is stored."""
        self._closing = True
        self._drop_frames()
        self._known.discard(self)

    def pause_writing(self) -> None:
        """Take in that the sender does not read its answers."""
        self._blocked = True
        self._schedule()

    def resume_writing(self) -> None:
        """Take in that it does again."""
        self._blocked = False
        self._go_on()

    def answered(self, reply: Reply) -> None:
        """Send the answer to the frame in work and go on with the next one."""
        self._busy = False
        if self._transport.is_closing():
            return
        if reply.data is not None:
            self._transport.write(reply.data)
        if reply.closes:
            self._part()
        else:
            self._go_on()

    def close(self) -> None:
        """Finish the frame in work, answer it and end the connection."""
        self._closing = True
        self._drop_frames()
        if not self._busy:
            self._transport.close()

    def _part(self) -> None:
        """Say nothing more, and read for a moment what comes still: a reset could overtake the last answer."""
        self._closing = True
        self._drop_frames()
        if self._ended or not self._transport.can_write_eof():
            self._transport.close()
            return
        self._transport.write_eof()
        self._transport.resume_reading()
        self._deadline = self._loop.time() + PARTING_SECONDS

    def look(self, now: float) -> None:
        """Do what is due by the time."""
        if now < self._deadline or self._transport.is_closing():
            return
        if self._blocked:
            self._transport.abort()
        elif self._closing and not self._busy:
            self._transport.close()
        elif self._deframer.inside:
            self._finish_frame()
        elif not self._busy:
            self._transport.close()

    def _wait(self, frame: Frame) -> None:
        self._frames.append(frame)
        self._waiting += len(frame.content)
        # The time of a frame runs from its own first byte, not from that of the one before it.
        self._began = None

    def _drop_frames(self) -> None:
        self._frames.clear()
        self._waiting = 0

    def _finish_frame(self) -> None:
        frame = self._deframer.finish()
        if frame is not None:
            self._wait(frame)
        self._go_on()

    def _go_on(self) -> None:
        if self._frames and not (self._busy or self._blocked or self._closing):
            self._busy = True
            frame = self._frames.popleft()
            self._waiting -= len(frame.content)
            self._work(self, frame)
        idle = not (self._busy or self._frames)
        if idle and (self._ended or self._closing):
            self._transport.close()
        self._schedule()

    def _schedule(self) -> None:
        """Stop reading while enough waits behind the message in work, and set what is due next."""
        if self._transport.is_closing():
            return
        now = self._loop.time()
        if self._waiting > _AHEAD or self._closing or self._blocked:
            self._transport.pause_reading()
            # What is not read cannot be late.
            self._began = None
            self._deadline = now + self._settings.answer_seconds if self._blocked else inf
            return
        if not self._ended:
            self._transport.resume_reading()
        if not self._deframer.inside:
            self._began = None
            self._deadline = now + self._settings.idle_seconds
            return
        self._began = self._began or now
        self._deadline = now + END_SECONDS if self._deframer.ending else self._began + self._settings.frame_seconds
