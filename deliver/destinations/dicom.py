"""A DICOM archive or workstation: one object at a time by C-STORE, delivered once its status says so."""

import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from pydicom import dcmread
from pydicom.errors import InvalidDicomError
from pynetdicom import AE, evt
from pynetdicom.association import Association

from deliver.destination import Destination, Parcel
from deliver.peers import Peer
from dxa.errors import DeliveryRefused, NotDelivered

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset
    from pynetdicom.events import Event

_REPORTS = ("1.2.840.10008.5.1.4.1.1.88.33",)
"""Comprehensive SR: what results are made as."""
# PS3.4 annex B.2.3, table B.2-1.
_STORED = frozenset({0x0000, 0xB000, 0xB006, 0xB007})
"""Success, and the warnings that come with it: coercion, elements discarded, data set does not match the class."""
_RESOURCES = range(0xA700, 0xA800)
_LONGEST_TITLE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Peer):
    """Which application entity listens where, and how it is trusted."""

    called: str
    """Application entity title of the receiver."""
    calling: str = "OSTEON"
    """Our own."""

    def faults(self) -> Iterator[str]:
        """Say what may not be combined."""
        yield from Peer.faults(self)  # of a class with slots, `super()` finds only the one they were added to
        for title in (self.called, self.calling):
            if not title.strip() or len(title) > _LONGEST_TITLE or "\\" in title or not title.isprintable():
                yield "called and calling have 1 to 16 characters and no backslash"


class _Receiver:
    """An association that is kept, and made anew when it is lost."""

    def __init__(self, options: Options, context: ssl.SSLContext | None) -> None:
        self._options = options
        self._context = context
        self._association: Association | None = None

    def open(self) -> None:
        """Connect.

        Raises:
            NotDelivered: nobody answers there, or the association was not accepted.
        """
        self.close()
        made = self._entity().associate(
            self._options.host,
            self._options.port,
            ae_title=self._options.called,
            tls_args=(self._context, self._options.host) if self._context else None,
            evt_handlers=[(evt.EVT_CONN_OPEN, _prepare)],
        )
        if not made.is_established:
            raise NotDelivered("the association was rejected" if made.is_rejected else "no association")
        self._association = made

    def close(self) -> None:
        """Release the association."""
        held, self._association = self._association, None
        if held is not None and held.is_established:
            held.release()

    def send(self, parcel: Parcel) -> None:
        """Send one object and return once it is said to be stored.

        Raises:
            NotDelivered: no answer, or one that asks to try again.
            DeliveryRefused: the receiver will never take it.
        """
        made = _object_in(parcel.body)
        if self._association is None or not self._association.is_established:
            self.open()
        status = self._stored(made)
        if status in _STORED:
            return
        if status is None or status in _RESOURCES:
            raise NotDelivered("no answer" if status is None else f"answered with 0x{status:04X}")
        raise DeliveryRefused(f"answered with 0x{status:04X}")

    def _stored(self, made: "FileDataset") -> int | None:
        """Return the status the receiver gave, None if it gave none.

        Raises:
            DeliveryRefused: it does not take such objects.
        """
        if self._association is None:
            return None
        try:
            answer = self._association.send_c_store(made)
        except ValueError as error:  # no accepted context, and nothing was sent
            raise DeliveryRefused("the receiver accepts no object of this class") from error
        except RuntimeError:  # the association ended meanwhile
            return None
        status: int | None = answer.get("Status")
        if status is None:
            self._association.abort()
            self._association = None
        return status

    def _entity(self) -> AE:
        entity = AE(self._options.calling)
        entity.connection_timeout = self._options.connect_seconds
        entity.acse_timeout = entity.dimse_timeout = self._options.answer_seconds
        # Between two results hours may pass; the receiver ends what it holds idle, and that is noticed at the next one.
        entity.network_timeout = None
        for sop_class in _REPORTS:
            entity.add_requested_context(sop_class)
        return entity


def _prepare(event: "Event") -> None:
    """Make a new connection give us our answers, send at once, and close for good where the peer was first.

    The library's own loop looks for requests meanwhile, and on a busy machine it now and then takes an answer and drops
    it as unexpected. Nagle's algorithm makes each object take 40 ms.
    """
    if event.assoc.is_requestor:
        awaited = event.assoc.dimse.get_msg
        event.assoc.dimse.get_msg = (  # type: ignore[method-assign] # the library has no other way to say so
            lambda block=False: awaited(block) if block else (None, None)
        )
    connected = event.assoc.dul.socket
    connection = connected.socket if connected is not None else None
    if connected is None or connection is None:
        return

    def close() -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connected._shutdown_socket = close  # type: ignore[method-assign]  # noqa: SLF001 - the library leaves it open


def _object_in(body: bytes) -> "FileDataset":
    try:
        return dcmread(BytesIO(body))
    except (InvalidDicomError, EOFError) as error:
        raise DeliveryRefused("this form of the result is no DICOM object") from error


@contextmanager
def opened(options: Options) -> Iterator[_Receiver]:
    """Connect to the receiver.

    Raises:
        NotDelivered: nobody answers there now.
        SettingsError: the files for TLS cannot be used.
    """
    # What it logs of an object it cannot send quotes the object.
    logging.getLogger("pynetdicom").setLevel(logging.CRITICAL + 1)
    receiver = _Receiver(options, options.context())
    receiver.open()
    try:
        yield receiver
    finally:
        receiver.close()


DESTINATION = Destination(
    name="dicom",
    says="A DICOM archive: a structured report by C-STORE (PS3.4 Annex B)",
    options=Options,
    formats=("dicom-sr",),
    opened=opened,
)
