"""A receiver of HL7 v2 over MLLP: one message at a time, delivered once its own acknowledgement says so."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from deliver.destination import Destination, Parcel
from deliver.peers import Peer
from dxa.errors import DeliveryRefused, NotDelivered

_START, _END, _RETURN = b"\x0b", b"\x1c", b"\r"
_BETWEEN = b"\r\n\0"
"""What may follow an answer: its own 0x0D, which is not waited for, and what receivers add."""
_ACCEPTED = frozenset({"AA", "CA"})
_LARGEST_ANSWER = 65_536


class Code(StrEnum):
    """A negative acknowledgement (HL7 table 0008)."""

    AE = "AE"
    AR = "AR"
    CE = "CE"
    CR = "CR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Peer):
    """Who listens where, how it is trusted, and what its answers mean."""

    refused: tuple[Code, ...] = (Code.AE, Code.CE)
    """Answers that mean never; after any other negative one the same message is sent again later."""


class _Receiver:
    """A connection that is kept, and made anew when it is lost."""

    def __init__(self, options: Options, context: ssl.SSLContext | None) -> None:
        self._options = options
        self._context = context
        self._socket: socket.socket | None = None
        self._received = bytearray()

    def open(self) -> None:
        """Connect.

        Raises:
            NotDelivered: nobody answers there, or not as the one it should be.
        """
        self.close()
        address = (self._options.host, self._options.port)
        try:
            plain = socket.create_connection(address, timeout=self._options.connect_seconds)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._socket = plain
            if self._context is not None:
                self._socket = self._context.wrap_socket(plain, server_hostname=self._options.host)
        except OSError as error:
            self.close()
            raise NotDelivered(f"no connection ({_kind(error)})") from error

    def close(self) -> None:
        """Let go of the connection and of whatever would still have come over it."""
        self._received.clear()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
            self._socket = None

    def send(self, parcel: Parcel) -> None:
        """Send one message and return once it was acknowledged.

        Raises:
            NotDelivered: no answer, or one that asks to try again.
            DeliveryRefused: the receiver will never take it.
        """
        control_id = _control_id(parcel.body)
        if control_id is None or _END in parcel.body or _START in parcel.body:
            raise DeliveryRefused("this form of the result is no HL7 v2 message")
        if self._is_stale():
            self.open()
        try:
            code = self._exchanged(parcel.body, control_id)
        except OSError as error:
            self.close()
            raise NotDelivered(f"no acknowledgement ({_kind(error)})") from error
        if code in _ACCEPTED:
            return
        meaning = DeliveryRefused if code in self._options.refused else NotDelivered
        raise meaning(f"acknowledged with {code if code in list(Code) else 'an unknown code'}")

    def _is_stale(self) -> bool:
        """Return whether the connection is gone, or holds what nobody asked for: late answers to lost messages."""
        if self._socket is None:
            return True
        self._socket.settimeout(0)
        try:
            # Not by select: over TLS what can be read may be no answer but the protocol's own.
            data = self._socket.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            data = _RETURN
        except OSError:
            data = b""
        unasked = bytes(self._received + data).strip(_BETWEEN)
        self._received.clear()
        return not data or bool(unasked)

    def _exchanged(self, body: bytes, control_id: bytes) -> str:
        """Return MSA-1 of the answer to this message; answers to other ones are passed over."""
        connection = self._socket
        if connection is None:
            raise ConnectionError("not connected")
        until = monotonic() + self._options.answer_seconds
        connection.settimeout(self._options.answer_seconds)
        connection.sendall(_START + body + _END + _RETURN)
        while True:
            code, answered = _acknowledged(self._frame(connection, until))
            if code is not None and answered == control_id:
                return code

    def _frame(self, connection: socket.socket, until: float) -> bytes:
        """Return the next frame; the byte after 0x1C is not waited for."""
        while (end := self._received.find(_END)) < 0:
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
            data = connection.recv(4096)
            if not data:
                raise ConnectionError("closed")
            self._received += data
            if len(self._received) > _LARGEST_ANSWER:
                raise ConnectionError("noise")
        content = bytes(self._received[:end])
        del self._received[: end + 1]
        return content


def _control_id(message: bytes) -> bytes | None:
    """Return MSH-10, None if this is no message."""
    fields = message.split(_RETURN, 1)[0].split(message[3:4]) if message[:3] == b"MSH" and message[3:4] else []
    return fields[9].strip() or None if len(fields) > 9 else None  # noqa: PLR2004 - MSH-10, as MSH-1 is the separator


def _acknowledged(answer: bytes) -> tuple[str | None, bytes]:
    """Return MSA-1 and MSA-2, None and nothing if this is no acknowledgement."""
    lines = answer.replace(b"\n", b"\r").split(b"\r")
    header = next((line.lstrip(b"\x0b\0 ") for line in lines if b"MSH" in line), b"")
    separator = header[3:4]
    msa = next((line for line in lines if separator and line.startswith(b"MSA" + separator)), None)
    if msa is None:
        return None, b""
    fields = [field.strip() for field in msa.split(separator)]
    return fields[1].decode("ascii", "replace").upper(), fields[2] if len(fields) > 2 else b""  # noqa: PLR2004 - MSA-2


def _kind(error: OSError) -> str:
    """Return what failed by its kind alone."""
    return error.strerror if error.strerror and not isinstance(error, ssl.SSLError) else type(error).__name__


@contextmanager
def opened(options: Options) -> Iterator[_Receiver]:
    """Connect to the receiver.

    Raises:
        NotDelivered: nobody answers there now.
        SettingsError: the files for TLS cannot be used.
    """
    receiver = _Receiver(options, options.context())
    receiver.open()
    try:
        yield receiver
    finally:
        receiver.close()


DESTINATION = Destination(
    name="mllp",
    says="HL7 v2 over MLLP, one message at a time; delivered once MSA-2 of an AA or CA is its MSH-10.",
    options=Options,
    formats=("hl7",),
    opened=opened,
)
