"""Tells senders what is committed: N-EVENT-REPORT on an association of our own, tried again for a while."""

import logging
import ssl
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import StorageCommitmentPushModelInstance

from dxa.errors import NotDelivered, OsteonError, StoreUnavailable
from dxa.settings.dicom import Peer
from ingest.channel import Intake, Ledger
from ingest.channels.dicom.commitment import CommitmentRequest, LeftBehind, report_on, request_in, row_of
from ingest.channels.dicom.connections import prepare
from ingest.channels.dicom.contexts import COMMITMENT
from store.commitment_records import CommitmentRow

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

LOG = logging.getLogger(__name__)
DELAYS = (1.0, 10.0, 60.0, 300.0, 1800.0)
"""Seconds before each try; the first lets the sender end its association, which some want before they listen."""
POLL_SECONDS = 0.5
"""How often is looked for what is due."""
LEASE_SECONDS = 180.0
"""After that, what a door died over is reported on by the next one; more than one report can take."""
_TIMEOUT_SECONDS = 30.0


class Reporter:
    """A thread that reports on what was asked about, here or at any other door of this database."""

    def __init__(
        self,
        *,
        ae_title: str,
        peers: Sequence[Peer],
        intake: Intake,
        ledger: Ledger,
        clock: Callable[[], datetime],
        tls: ssl.SSLContext | None,
        delays: Sequence[float] = DELAYS,
    ) -> None:
        self._ae_title = ae_title
        self._peers = {peer.ae_title: peer for peer in peers}
        self._intake = intake
        self._ledger = ledger
        self._clock = clock
        self._tls = tls
        self._delays = tuple(delays)
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="dicom-commitment", daemon=True)

    def start(self, left_behind: LeftBehind) -> None:
        """Begin, with what an earlier version kept in files."""
        try:
            left_behind.move(self.add)
        except StoreUnavailable as error:
            LOG.warning("dicom: requests for storage commitment stay in their files: %s", error.text)
        self._thread.start()

    def stop(self) -> None:
        """Finish the report in hand; what waits is for the next run, or for another door."""
        self._stopping.set()
        self._thread.join()

    def add(self, request: CommitmentRequest) -> None:
        """Remember a request durably. Raises StoreUnavailable if it was not."""
        now = self._clock()
        self._ledger.remember_commitment(row_of(request, now), now + self._delay(request.attempts))

    def _delay(self, attempts: int) -> timedelta:
        return timedelta(seconds=self._delays[min(attempts, len(self._delays) - 1)])

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                row = self._ledger.due_commitment(tuple(self._peers), self._clock(), LEASE_SECONDS)
                if row is None:
                    self._stopping.wait(POLL_SECONDS)
                else:
                    self._settle(row)
            except StoreUnavailable as error:
                # A request that was taken up comes again when its lease ends.
                LOG.warning("dicom: storage commitment waits: %s", error.text)
                self._stopping.wait(POLL_SECONDS)

    def _settle(self, row: CommitmentRow) -> None:
        """Try to tell the sender, and note what became of it.

        Raises:
            StoreUnavailable: that could not be noted.
        """
        try:
            self._report(request_in(row))
        except (OsteonError, OSError, RuntimeError, ValueError) as error:
            LOG.info("dicom: a report of storage commitment was not taken: %s", type(error).__name__)
        else:
            self._ledger.forget_commitment(row)
            return
        tried = replace(row, attempts=row.attempts + 1)
        if tried.attempts < len(self._delays):
            self._ledger.retry_commitment(tried, self._clock() + self._delay(tried.attempts))
            return
        LOG.warning("dicom: a report of storage commitment was given up after %s tries", tried.attempts)
        self._ledger.forget_commitment(row)

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
