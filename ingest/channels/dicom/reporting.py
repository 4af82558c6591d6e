"""Tells senders what is committed: N-EVENT-REPORT on an association of our own, tried again for a while."""

import heapq
import logging
import ssl
from collections.abc import Sequence
from itertools import count
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING

from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import StorageCommitmentPushModelInstance

from dxa.errors import NotDelivered, OsteonError
from dxa.settings.dicom import Peer
from ingest.channel import Intake
from ingest.channels.dicom.commitment import CommitmentRequest, Remembered, report_on, tried
from ingest.channels.dicom.connections import prepare
from ingest.channels.dicom.contexts import COMMITMENT

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

LOG = logging.getLogger(__name__)
DELAYS = (1.0, 10.0, 60.0, 300.0, 1800.0)
"""Seconds before each try; the first lets the sender end its association, which some want before they listen."""
_TIMEOUT_SECONDS = 30.0


class Reporter:
    """A thread that reports on what was asked about."""

    def __init__(
        self,
        *,
        ae_title: str,
        peers: Sequence[Peer],
        intake: Intake,
        remembered: Remembered,
        tls: ssl.SSLContext | None,
        delays: Sequence[float] = DELAYS,
    ) -> None:
        self._ae_title = ae_title
        self._peers = {peer.ae_title: peer for peer in peers}
        self._intake = intake
        self._remembered = remembered
        self._tls = tls
        self._delays = tuple(delays)
        self._changed = Condition()
        self._due: list[tuple[float, int, CommitmentRequest]] = []
        self._numbers = count()
        self._stopping = False
        self._thread = Thread(target=self._run, name="dicom-commitment", daemon=True)

    def start(self) -> None:
        """Begin, with what was remembered of an earlier run."""
        for request in self._remembered.all():
            self._enqueue(request)
        self._thread.start()

    def stop(self) -> None:
        """Finish the report in hand; what waits is remembered for the next run."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    def add(self, request: CommitmentRequest) -> None:
        """Remember a request durably. Raises OSError if it was not."""
        self._remembered.add(request)
        self._enqueue(request)

    def _enqueue(self, request: CommitmentRequest) -> None:
        delay = self._delays[min(request.attempts, len(self._delays) - 1)]
        with self._changed:
            heapq.heappush(self._due, (monotonic() + delay, next(self._numbers), request))
            self._changed.notify()

    def _next(self) -> CommitmentRequest | None:
        """Return the request that is due, waiting for one; None once it is time to stop."""
        with self._changed:
            while not self._stopping:
                left = self._due[0][0] - monotonic() if self._due else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(left)
        return None

    def _run(self) -> None:
        while (request := self._next()) is not None:
            try:
                self._report(request)
            except (OsteonError, OSError, RuntimeError, ValueError) as error:
                LOG.info("dicom: a report of storage commitment was not taken: %s", type(error).__name__)
                self._again(tried(request))
            else:
                self._remembered.forget(request)

    def _again(self, request: CommitmentRequest) -> None:
        if request.attempts >= len(self._delays):
            LOG.warning("dicom: a report of storage commitment was given up after %s tries", request.attempts)
            self._remembered.forget(request)
            return
        try:
            self._remembered.add(request)
        except OSError:
            LOG.warning("dicom: the tries of a storage commitment could not be noted")
        self._enqueue(request)

    def _report(self, request: CommitmentRequest) -> None:
        """Tell one sender, and return once it has confirmed.

        Raises:
            NotDelivered: it did not.
            StoreUnavailable: what is committed cannot be found out now.
        """
        peer = self._peers.get(request.ae_title)
        if peer is None:
            raise NotDelivered("no address is known for this application entity")
        kept = self._intake.kept(request.ae_title, [one.sop_instance for one in request.references])
        self._send(peer, *report_on(request, kept))

    def _send(self, peer: Peer, event_type: int, told: "Dataset") -> None:
        entity = AE(self._ae_title)
        entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = _TIMEOUT_SECONDS
        entity.connection_timeout = _TIMEOUT_SECONDS
        entity.add_requested_context(COMMITMENT)
        role = build_role(COMMITMENT, scp_role=True)
        association = entity.associate(
            peer.host,
            peer.port,
            ae_title=peer.ae_title,
            ext_neg=[role],
            tls_args=(self._tls, peer.host) if self._tls else None,
            evt_handlers=[(evt.EVT_CONN_OPEN, prepare)],
        )
        if not association.is_established:
            raise NotDelivered("the sender did not accept an association")
        try:
            answer, _ = association.send_n_event_report(
                told, event_type, COMMITMENT, StorageCommitmentPushModelInstance
            )
        finally:
            association.release()
        if answer.get("Status") != 0:
            raise NotDelivered("the sender did not confirm the report")
