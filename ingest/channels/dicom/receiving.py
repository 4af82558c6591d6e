"""What comes in over an association, within bounds: a flood costs its sender the association and nobody memory."""

import socket
from collections.abc import Callable
from io import BytesIO
from tempfile import TemporaryFile
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Any, cast

from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.dimse_messages import DIMSEMessage

from dxa.errors import LimitExceeded, OsteonError, StoreUnavailable

if TYPE_CHECKING:
    from pynetdicom.association import Association
    from pynetdicom.pdu_primitives import P_DATA

IN_MEMORY = 1_000_000
"""Bytes of an object up to which no file is made for it: a structured report has some tens of thousands."""
_LONGEST_COMMAND = 65_536
_LONGEST_ASSOCIATE = 262_144
"""Bytes of an association request: 128 contexts with two dozen transfer syntaxes each are half of that."""
_MESSAGES_WAITING = 2
"""Complete messages of one sender that wait for their answer; no more are read from it before."""
_INVALID = "Evt19"
"""Unrecognized or invalid PDU (PS3.8 table 9-10): the association is aborted."""


class Spool(BytesIO):
    """The data set of one message while it comes in.

    In memory while it is small, then in a file without a name, which cannot outlive the process. What is too large is
    counted and not kept, so that its sender can be told. pynetdicom's own chunked receive leaves a named file behind
    whenever an association breaks, knows no limit, and cannot answer when the disk is full.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._file: IO[bytes] | None = None
        self._fault: OsteonError | None = None
        self.size = 0

    def write(self, data: Any, /) -> int:
        """Take the next part in; never raises, for the sender is still sending: `content` does."""
        count = len(memoryview(data))
        self.size += count
        if self._fault is None:
            try:
                self._keep(data)
            except OSError:
                self._drop(StoreUnavailable("there is no room for an object while it comes in"))
        return count

    @property
    def is_in_memory(self) -> bool:
        """Whether it can be read as any other stream of bytes."""
        return self._fault is None and self._file is None

    def content(self) -> bytes:
        """Return everything that came in.

        Raises:
            LimitExceeded: it is larger than a document may be.
            StoreUnavailable: it could not be kept.
        """
        if self._fault is not None:
            raise self._fault
        if self._file is None:
            return self.getvalue()
        try:
            self._file.seek(0)
            content = self._file.read()
        except OSError as error:
            raise StoreUnavailable("an object that came in could not be read back") from error
        if len(content) != self.size:
            raise StoreUnavailable("an object that came in could not be read back whole")
        return content

    def close(self) -> None:
        """Let go of memory and file."""
        if self._file is not None:
            self._file.close()
        super().close()

    def _keep(self, data: Any) -> None:
        if self.size > self._most:
            self._drop(LimitExceeded(f"the object is larger than {self._most} bytes"))
            return
        if self._file is None and self.size > IN_MEMORY:
            self._file = cast("IO[bytes]", TemporaryFile(buffering=0))  # noqa: SIM115 - open until the object is stored
            _write_all(self._file, self.getvalue())
            self.truncate(0)
        if self._file is None:
            super().write(data)
        else:
            _write_all(self._file, data)

    def _drop(self, fault: OsteonError) -> None:
        self._fault = fault
        self.truncate(0)
        if self._file is not None:
            self._file.close()
            self._file = None


def _write_all(file: IO[bytes], data: Any) -> None:
    """Write without a buffer, where a full disk may take a part only."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


class BoundedDimse(DIMSEServiceProvider):
    """Messages of one association, each with a spool for its data set."""

    def __init__(self, assoc: "Association", most: int) -> None:
        super().__init__(assoc)
        self._most = most
        self.opened_at = monotonic()

    @property
    def is_busy(self) -> bool:
        """Whether a message is coming in or waits for its answer."""
        return self.message is not None or not self.msg_queue.empty()

    def receive_primitive(self, primitive: "P_DATA") -> None:
        """Take the next part of a message in; what is no message ends the association."""
        if self.message is None:
            self.message = DIMSEMessage()
            self.message.data_set = Spool(self._most)
        try:
            super().receive_primitive(primitive)
        except Exception:  # noqa: BLE001 - whatever a malformed message raises would end the thread and leak its socket
            self._end()
        if self.message is not None and self.message.encoded_command_set.tell() > _LONGEST_COMMAND:
            self._end()
        while self.msg_queue.qsize() >= _MESSAGES_WAITING and not self.assoc._kill:  # noqa: SLF001 - its only sign
            sleep(0.001)

    def _end(self) -> None:
        self.message = None
        self.dul.event_queue.put(_INVALID)


def bounded_recv(connection: socket.socket, pdu_bytes: int, seconds: float) -> Callable[[int], bytearray]:
    """Return how a connection is read: no unit longer than allowed, and none that takes longer than `seconds`."""
    longest = max(pdu_bytes, _LONGEST_ASSOCIATE)

    def recv(count: int) -> bytearray:
        if count > longest:
            raise OSError("a data unit longer than any may be")
        until = monotonic() + seconds
        content = bytearray(count)
        free = memoryview(content)
        while free:
            taken = connection.recv_into(free)
            if not taken:
                return content[: count - len(free)]
            free = free[taken:]
            if free and monotonic() > until:
                raise TimeoutError("a data unit that takes too long")
        return content

    return recv
