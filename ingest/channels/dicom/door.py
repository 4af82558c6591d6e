"""The DICOM listener from its opening to its end."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from pynetdicom import AE, _config, evt

from dxa.settings.dicom import Dicom
from ingest.channel import Post
from ingest.channels.dicom.commitment import Asked, LeftBehind
from ingest.channels.dicom.connections import SILENT_SECONDS, Listener, client_tls, forget, prepare
from ingest.channels.dicom.contexts import supported
from ingest.channels.dicom.files import IMPLEMENTATION_CLASS, IMPLEMENTATION_VERSION
from ingest.channels.dicom.reporting import Reporter
from ingest.channels.dicom.storing import NAME, Storing

if TYPE_CHECKING:
    from pydicom.dataset import Dataset
    from pynetdicom.events import Event

_DRAIN_SECONDS = 20.0
"""How long what was begun may take once the door has to close."""
_END_SECONDS = 3.0
_LOOK_SECONDS = 1.0
_STOP_SECONDS = 0.05
"""How long the accepting of connections takes to notice that it has to end."""
FOLDER = "dicom-commitments"
"""Folder below OSTEON_HOME where earlier versions kept requests for storage commitment."""


class InHand:
    """Counts requests being answered, so that closing waits for them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.count = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count one for as long as the context lasts."""
        with self._lock:
            self.count += 1
        try:
            yield
        finally:
            with self._lock:
                self.count -= 1


def run(post: Post) -> None:
    """Take objects in until told to stop.

    Raises:
        SettingsError: a certificate or key cannot be used.
        OSError: the address is taken.
    """
    _silence()
    settings = post.settings.dicom
    reporter = _reporter(post)
    in_hand = InHand()
    listener = _listener(post, reporter, in_hand)
    accepting = Thread(target=listener.serve_forever, args=(_STOP_SECONDS,), name="dicom-listener", daemon=True)
    accepting.start()
    if reporter is not None:
        reporter.start(LeftBehind(post.settings.home / FOLDER))
    post.opened(NAME, f"{listener.server_address[0]}:{listener.server_address[1]}")
    while not post.stopping.wait(_LOOK_SECONDS):
        listener.end(overdue_seconds=settings.association_seconds)
    listener.close()
    accepting.join()
    _drain(listener, in_hand)
    if reporter is not None:
        reporter.stop()


def _reporter(post: Post) -> Reporter | None:
    """Return who reports on storage commitment; None where nobody may ask for it."""
    settings = post.settings.dicom
    if post.ledger is None or not settings.peers():
        return None
    return Reporter(
        ae_title=settings.ae_title,
        peers=settings.peers(),
        intake=post.intake,
        ledger=post.ledger,
        clock=post.clock,
        tls=client_tls(settings),
    )


def _silence() -> None:
    """Keep the libraries from writing what they were sent to logs and warnings."""
    _config.LOG_HANDLER_LEVEL = "none"
    logging.getLogger("pynetdicom").setLevel(logging.CRITICAL + 1)
    for library in ("pydicom", "pynetdicom"):
        warnings.filterwarnings("ignore", module=library)


def _entity(settings: Dicom) -> AE:
    entity = AE(settings.ae_title)
    entity.implementation_class_uid = IMPLEMENTATION_CLASS
    entity.implementation_version_name = IMPLEMENTATION_VERSION
    entity.maximum_associations = settings.associations
    entity.maximum_pdu_size = settings.pdu_bytes
    entity.require_called_aet = True
    entity.require_calling_aet = list(settings.allowed_callers)
    entity.acse_timeout = SILENT_SECONDS
    entity.dimse_timeout = settings.idle_seconds
    entity.network_timeout = settings.idle_seconds
    for sop_class, syntaxes in supported():
        entity.add_supported_context(sop_class, list(syntaxes))
    return entity


def _listener(post: Post, reporter: Reporter | None, in_hand: InHand) -> Listener:
    settings = post.settings.dicom
    storing = Storing(post)
    asked = Asked(reporter, frozenset(peer.ae_title for peer in settings.peers()))

    def store(event: "Event") -> "Dataset":
        with in_hand.one_more():
            return storing.answer(event)

    def commit(event: "Event") -> "tuple[Dataset, None]":
        with in_hand.one_more():
            return asked.answer(event)

    handlers: list[Any] = [
        (evt.EVT_CONN_OPEN, prepare),
        (evt.EVT_CONN_CLOSE, forget),
        (evt.EVT_C_STORE, store),
        (evt.EVT_N_ACTION, commit),
    ]
    return Listener(_entity(settings), settings, post.settings.limits.document_bytes, handlers)


def _drain(listener: Listener, in_hand: InHand) -> None:
    """Let what was begun be finished and answered, then end every association."""
    until = monotonic() + _DRAIN_SECONDS
    while (listener.is_busy or in_hand.count) and monotonic() < until:
        sleep(0.01)
    sleep(0.05)  # the last answer goes out
    listener.end()
    until = monotonic() + _END_SECONDS
    while any(one.is_established for one in listener.active_associations) and monotonic() < until:
        sleep(0.01)
    listener.cut()
    while in_hand.count:
        sleep(0.01)
