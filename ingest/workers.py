"""Threads that finish what was received: this process's own documents, and what others left behind."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock, Thread
from time import monotonic, sleep

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import OsteonError, StoreUnavailable
from ingest.pipeline import Pipeline, Worked
from parsers.registry import needs_child
from store.document_rows import ON_THE_WAY
from store.records import HeldDocument, Receipt

LOG = logging.getLogger(__name__)
POLL_SECONDS = 1.0
WATCH_SECONDS = 0.1
"""How often a document in the hands of another process is looked at."""
CATCH_UP_SECONDS = 30.0
"""How often cases are looked for whose new facts were not assessed."""


class Workers:
    """Runs `Pipeline.work` in threads; the heavy reading happens in the readers' child processes.

    Documents that need no child have threads of their own: two that hang their readers must not keep every message
    waiting. What the poller claims may be of either kind and counts as needing one.

    A poller takes up what nobody works on: documents accepted without waiting, expired leases after a crash, cases
    whose new facts were never assessed.
    """

    def __init__(self, pipeline: Pipeline, threads: int, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._pipeline = pipeline
        self._threads = threads
        self._poll_seconds = poll_seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="worker")
        self._light_pool = ThreadPoolExecutor(threads, thread_name_prefix="light-worker")
        self._lock = Lock()
        self._pending: dict[str, Future[Worked]] = {}
        self._gathered: dict[Future[None], tuple[str, ...]] = {}
        """Documents that are worked on together, by what is done with them."""
        self._stopping = Event()
        self._behind = False
        self._wake = Event()
        self._poller = Thread(target=self._poll, name="poller", daemon=True)

    def start(self) -> None:
        """Begin to take up what others left behind."""
        self._poller.start()

    def receive(self, document: RawDocument) -> Receipt:
        """Store a document and set a thread to work on it if it is new and readable.

        Raises:
            LimitExceeded: larger than any document may be; nothing was stored.
            StoreUnavailable: nothing was stored.
        """
        receipt = self._pipeline.receive(document)
        if receipt.new and receipt.status is DocumentStatus.READING:
            self.submit(receipt.document_id, light=not needs_child(document.content))
        return receipt

    def kept(self, sender: str, external_ids: Sequence[str]) -> frozenset[str]:
        """Return which of a sender's ids stand for a committed document."""
        return self._pipeline.kept(sender, external_ids)

    def wait(self, document_id: str, seconds: float) -> None:
        """Return once a document is read or put aside, by whichever process, or when the time is over."""
        until = monotonic() + seconds
        future = self.pending(document_id)
        if future is not None:
            wait([future], seconds)
        while (left := until - monotonic()) > 0:
            if self._pipeline.store.document(document_id).ref.status not in ON_THE_WAY:
                return
            sleep(min(left, WATCH_SECONDS))

    def submit(self, document_id: str, *, light: bool = False) -> "Future[Worked]":
        """Return the future result of a document claimed by this process; asking twice gives the same future.

        `light` says that no child is needed to read it.
        """
        return self._submit(document_id, self._pipeline.clock(), self._light_pool if light else self._pool)

    def pending(self, document_id: str) -> "Future[Worked] | None":
        """Return the future result of a document this process has in hand, else None."""
        with self._lock:
            return self._pending.get(document_id)

    def stop(self) -> None:
        """Finish what is being read, give back what is only queued, and end every thread."""
        self._stopping.set()
        self._wake.set()
        if self._poller.ident is not None:
            self._poller.join()
        with self._lock:
            in_hand, gathered = dict(self._pending), dict(self._gathered)
        # Outside the lock: cancelling a future runs `_forget` at once.
        queued = [document_id for document_id, future in in_hand.items() if future.cancel()]
        queued += [document_id for future, ids in gathered.items() if future.cancel() for document_id in ids]
        self._pool.shutdown(wait=True)
        self._light_pool.shutdown(wait=True)
        for document_id in queued:
            self._unless_down(partial(self._pipeline.give_up, document_id))

    def _submit(
        self, document_id: str, claimed_at: datetime, pool: ThreadPoolExecutor, claimed: HeldDocument | None = None
    ) -> "Future[Worked]":
        with self._lock:
            known = self._pending.get(document_id)
            if known is not None:
                return known
            future = pool.submit(self._work, document_id, claimed_at, claimed)
            self._pending[document_id] = future
        future.add_done_callback(lambda _: self._forget(document_id))
        return future

    def _submit_all(self, claimed: Sequence[HeldDocument]) -> None:
        """Set a thread to documents the poller claimed together; nobody else in this process can have one of them."""
        future = self._pool.submit(self._work_all, claimed, self._pipeline.clock())
        with self._lock:
            self._gathered[future] = tuple(held.document_id for held in claimed)
        future.add_done_callback(self._forget_all)

    def _forget_all(self, future: "Future[None]") -> None:
        with self._lock:
            self._gathered.pop(future, None)
        if self._behind:
            self._wake.set()

    def _forget(self, document_id: str) -> None:
        with self._lock:
            self._pending.pop(document_id, None)
        if self._behind:
            self._wake.set()

    def _work(self, document_id: str, claimed_at: datetime, claimed: HeldDocument | None = None) -> Worked:
        # Behind a long queue the lease may have run out, and then somebody else has the document.
        waited = self._pipeline.clock() - claimed_at
        try:
            if waited > timedelta(seconds=self._pipeline.lease_seconds / 4) and not self._pipeline.renew(document_id):
                return Worked(document_id=document_id)
        except StoreUnavailable as error:
            return Worked(document_id=document_id, error=error)
        return self._pipeline.work(claimed or document_id)

    def _work_all(self, claimed: Sequence[HeldDocument], claimed_at: datetime) -> None:
        waited = self._pipeline.clock() - claimed_at
        try:
            if waited > timedelta(seconds=self._pipeline.lease_seconds / 4):
                claimed = [held for held in claimed if self._pipeline.renew(held.document_id)]
        except StoreUnavailable as error:
            LOG.warning("documents left to their leases: %s", error.text)
            return
        if claimed:
            self._pipeline.work_all(claimed)

    def _poll(self) -> None:
        catch_up_at = self._pipeline.clock()
        while not self._stopping.is_set():
            # What a crash left is many documents: the next one is due when a thread falls idle, not at the next look.
            self._wake.wait(self._poll_seconds)
            self._wake.clear()
            self._unless_down(self._take_up)
            if self._pipeline.clock() >= catch_up_at:
                self._unless_down(self._catch_up)
                catch_up_at = self._pipeline.clock() + timedelta(seconds=CATCH_UP_SECONDS)

    def _take_up(self) -> None:
        """Claim waiting documents, never more than there are idle threads: a claim must not age in a queue."""
        while not self._stopping.is_set() and len(self._pending) + len(self._gathered) < self._threads:
            claimed = self._pipeline.claim_some()
            self._behind = bool(claimed)
            if not claimed:
                return
            if len(claimed) == 1:
                self._submit(claimed[0].document_id, self._pipeline.clock(), self._pool, claimed[0])
            else:
                self._submit_all(claimed)

    def _catch_up(self) -> None:
        now = self._pipeline.clock()
        for case_id in self._pipeline.store.stale(now - timedelta(seconds=self._pipeline.lease_seconds)):
            self._unless_down(partial(self._pipeline.reassess, case_id, now))

    def _unless_down(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OsteonError as error:
            LOG.warning("workers: %s", error.text)
