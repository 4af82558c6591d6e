"""Connections to the DICOM listener: who may connect, how many, and how long they may say nothing."""

import logging
import socket
import ssl
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from pynetdicom.ae import ApplicationEntity
from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.transport import AddressInformation, AssociationSocket, RequestHandler, ThreadedAssociationServer

from dxa.errors import SettingsError
from dxa.settings import is_among
from dxa.settings.dicom import Dicom
from ingest.channels.dicom.receiving import BoundedDimse, bounded_recv

if TYPE_CHECKING:
    from pynetdicom.association import Association
    from pynetdicom.dimse import _QueueItem
    from pynetdicom.events import Event, EventHandlerType

LOG = logging.getLogger(__name__)
SILENT_SECONDS = 10.0
"""How long a connection may take over its TLS handshake and then say nothing."""
_MOST_SILENT = 512
"""Connections that said nothing yet; each is a thread that waits, and no association."""


def prepare(event: "Event") -> None:
    """Make a new connection send at once and close for good, and let our own requests get their answers.

    Nagle's algorithm makes each object take 40 ms, and the library leaves a socket open where the peer was first.
    """
    if event.assoc.is_requestor:
        only_awaited(event.assoc.dimse)
    connected = event.assoc.dul.socket
    if connected is not None and connected.socket is not None:
        connected.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected._shutdown_socket = _closing(connected.socket)  # type: ignore[method-assign]  # noqa: SLF001 - the one place


def only_awaited(dimse: DIMSEServiceProvider) -> None:
    """Leave each answer to whoever waits for it.

    The library's own loop looks for requests meanwhile, and on a busy machine it now and then takes the answer and
    drops it as unexpected; an association that we asked for gets no requests.
    """
    awaited = dimse.get_msg

    def get_msg(block: bool = False) -> "_QueueItem":
        return awaited(block) if block else (None, None)

    dimse.get_msg = get_msg  # type: ignore[method-assign] # the library has no other way to say so


def forget(event: "Event") -> None:
    """Let the thread of an association end whose connection ended before it asked for one.

    It would wait for the request as long as that may take, and be counted among the associations.
    """
    if event.assoc.is_acceptor and event.assoc.requestor.primitive is None:
        event.assoc.dul.to_user_queue.put(None)


def _closing(connection: socket.socket) -> Callable[[], None]:
    def close() -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    return close


def server_tls(settings: Dicom) -> ssl.SSLContext | None:
    """Return how connections to us are protected, or None if they are not.

    Raises:
        SettingsError: a certificate or key cannot be used.
    """
    return _tls(settings, ssl.PROTOCOL_TLS_SERVER)


def client_tls(settings: Dicom) -> ssl.SSLContext | None:
    """Return how our own connections to senders are protected: as theirs are, with the same authorities."""
    return _tls(settings, ssl.PROTOCOL_TLS_CLIENT)


def _tls(settings: Dicom, side: int) -> ssl.SSLContext | None:
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    context = ssl.SSLContext(side)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
        if settings.tls_clients is not None:
            context.load_verify_locations(settings.tls_clients)
            context.verify_mode = ssl.CERT_REQUIRED
        elif side == ssl.PROTOCOL_TLS_CLIENT:
            context.load_default_certs()
    except OSError as error:  # ssl.SSLError is one
        raise SettingsError("OSTEON_DICOM_TLS_: a certificate or key cannot be used") from error
    return context


class Handler(RequestHandler):
    """Makes the association of one connection."""

    server: "Listener"

    def _create_association(self) -> "Association":
        association = super()._create_association()
        connected = cast("AssociationSocket", association.dul.socket)
        settings = self.server.settings
        connection = cast("socket.socket", self.request)
        recv = bounded_recv(connection, settings.pdu_bytes, settings.idle_seconds)
        # The library reads without bound and without deadline.
        connected.recv = recv  # type: ignore[assignment,method-assign] # takes its argument by place only
        association.dimse = BoundedDimse(association, self.server.most_bytes)
        return association


class Listener(ThreadedAssociationServer):
    """Listens; a connection becomes an association, with its two threads, only once it says something.

    pynetdicom makes an association of every connection, counts it among those allowed, keeps its threads for as long as
    a silent one may take (#669), and does the TLS handshake where connections are accepted.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        entity: ApplicationEntity,
        settings: Dicom,
        most_bytes: int,
        handlers: "Sequence[EventHandlerType]",
    ) -> None:
        self.settings = settings
        self.most_bytes = most_bytes
        self._tls = server_tls(settings)
        self._lock = Lock()
        self._silent = 0
        self._closed = False
        host = AddressInformation(settings.host, settings.port).address
        super().__init__(
            entity,
            (host, settings.port),
            settings.ae_title,
            entity.supported_contexts,
            evt_handlers=list(handlers),
            request_handler=Handler,
        )

    def verify_request(self, _request: object, client_address: Any) -> bool:
        """Return whether an address may connect, and there is room for one more silent connection."""
        if self.settings.allowed_hosts and not is_among(client_address[0], self.settings.allowed_hosts):
            LOG.warning("dicom: a connection from an address that is not allowed was closed")
            return False
        with self._lock:
            return self._silent < _MOST_SILENT

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Wait until a connection says something, and make it an association."""
        with self._lock:
            self._silent += 1
        connection: socket.socket = request
        spoke = False
        try:
            connection.settimeout(SILENT_SECONDS)
            connection = self._protected(connection)
            spoke = self._speaks(connection)
            connection.settimeout(self.settings.idle_seconds)
        except OSError:
            spoke = False
        finally:
            with self._lock:
                self._silent -= 1
        if spoke and not self._closed:
            super().process_request_thread(connection, cast("tuple[str, int]", client_address))
        else:
            self.shutdown_request(connection)

    def handle_error(self, _request: object, _client_address: object) -> None:
        """Log that something failed and not what: the library would print it."""
        LOG.error("dicom: a connection could not be served: %s", sys.exception().__class__.__name__)

    def end(self, overdue_seconds: float | None = None) -> None:
        """End associations: those older than so many seconds, or, with None, all."""
        now = monotonic()
        for association in self.active_associations:
            opened = getattr(association.dimse, "opened_at", now)
            if overdue_seconds is None or now - opened > overdue_seconds:
                association.abort(block=False)

    def cut(self) -> None:
        """Close the connections of associations that did not end when they were told to."""
        for association in self.active_associations:
            connected = association.dul.socket
            if connected is not None:
                connected._shutdown_socket()  # noqa: SLF001 - there is no other way to wake its thread

    @property
    def is_busy(self) -> bool:
        """Whether an object is coming in or being answered on any association."""
        return any(_is_busy(association) for association in self.active_associations)

    def close(self) -> None:
        """Take no further connection; what is open stays open."""
        self._closed = True
        self.ae._servers.append(self)  # noqa: SLF001 - `shutdown` takes it out, whoever put it in
        self.shutdown()

    def _protected(self, connection: socket.socket) -> socket.socket:
        if self._tls is None:
            return connection
        return self._tls.wrap_socket(connection, server_side=True)

    def _speaks(self, connection: socket.socket) -> bool:
        """Return whether something comes in; a client that finished its handshake is taken at its word."""
        if isinstance(connection, ssl.SSLSocket):
            return True
        return bool(connection.recv(1, socket.MSG_PEEK))


def _is_busy(association: "Association") -> bool:
    dimse = association.dimse
    return isinstance(dimse, BoundedDimse) and dimse.is_busy
