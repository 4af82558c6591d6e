"""The one path of a document: received in one commit, read and assessed in another."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from time import monotonic
from typing import Protocol, TypeVar

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import (
    Defect,
    OsteonError,
    Remedy,
    StoreUnavailable,
)
from dxa.report import DxaReport
from dxa.settings import Settings
from ingest.assessing import Assess, Assessing
from ingest.attempts import defects_named, insisting
from ingest.crowds import ALONG_SECONDS, STRANGERS, Read, in_place, room
from ingest.gathering import MOST_BYTES, TOGETHER, is_quick, strangers
from ingest.outages import Outages
from ingest.reception import Reception, lease_of
from ingest.site import site_from
from parsers.registry import parser_of
from parsers.standing import is_order
from store import Store
from store.document_rows import ATTEMPTS
from store.identity import identity_of
from store.records import Basis, CaseRevision, Claim, Completion, HeldDocument, KeptOrder, Receipt

T = TypeVar("T")
LOG = logging.getLogger(__name__)
RETRY_SECONDS = 30.0
"""How long a document waits after our own code failed on it."""


class Reads(Protocol):
    """Whoever reads documents; `parsers.children.Readers` in the service."""

    def read(self, document: RawDocument) -> DxaReport:
        """Return what a document says."""


Complete = Callable[[HeldDocument], CaseRevision | None]
"""What is done with a claimed document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What became of a document: a case, or an error; neither when somebody else has it."""

    document_id: str
    case_id: str | None = None
    error: OsteonError | None = None


class Pipeline(Assessing):
    """Both halves of the path; safe for threads. `worker` names this process in claims.

    The work on a document is done inside the context `around` returns for its id.
    """

    def __init__(
        self,
        *,
        store: Store,
        readers: Reads,
        assess: Assess,
        clock: Callable[[], datetime],
        settings: Settings,
        around: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        super().__init__(store=store, assess=assess, clock=clock, site=site_from(settings.facility))
        self.worker = f"worker-{token_hex(6)}"
        self.lease_seconds = lease_of(settings)
        self._readers = readers
        self._around = around
        self._outages = Outages(store, self.worker, clock)
        self._reception = Reception(store=store, clock=clock, settings=settings, claimed_by=self.worker)

    def receive(self, document: RawDocument) -> Receipt:
        """Store a document, which this process is then bound to call `work` on if it is new and readable.

        Raises:
            LimitExceeded: larger than any document may be; nothing was stored.
            StoreUnavailable: nothing was stored.
        """
        return self._reception.receive(document)

    def kept(self, sender: str, external_ids: Sequence[str]) -> frozenset[str]:
        """Return which of a sender's ids stand for a committed document."""
        return self._reception.kept(sender, external_ids)

    def work(self, claimed: str | HeldDocument) -> Worked:
        """Read a claimed document, assess its case and store both, or put the document aside: the second commit.

        Takes what `claim` returned, or the id of a document. Never raises: whatever went wrong stands in the answer,
        and the document is in quarantine or will be tried again.
        """
        document_id = claimed if isinstance(claimed, str) else claimed.document_id
        return self._worked(document_id, None if isinstance(claimed, str) else claimed, self._completed)

    def claim(self) -> HeldDocument | None:
        """Return a document that waits, now claimed by this process; None when nothing waits.

        Raises:
            StoreUnavailable: nothing was claimed.
        """
        claim = self._claimed()
        return claim.document if claim else None

    def claim_some(self) -> list[HeldDocument]:
        """Return a document that waits and others that may be done together with it, now claimed by this process.

        Raises:
            StoreUnavailable: nothing was claimed.
        """
        claim = self._claimed()
        if claim is None:
            return []
        first = claim.document
        # One that workers may have died of is tried alone: nobody else may suffer from it.
        if claim.attempt > 1 or not is_quick(first.raw.content):
            return [first]
        return [first, *self._claimed_along(first)]

    def _claimed_along(self, first: HeldDocument) -> list[HeldDocument]:
        try:
            return self.store.claim_along(
                self.worker,
                self.clock(),
                self.lease_seconds,
                media_type=parser_of(first.raw.content).media_type,
                most_bytes=MOST_BYTES,
                count=TOGETHER - 1,
            )
        except StoreUnavailable as error:
            LOG.warning("nothing is claimed along: %s", error.text)
            return []

    def work_all(self, claimed: Sequence[HeldDocument]) -> None:
        """Do what `work` does for all that `claim_some` returned; what takes long to read waits again. Never raises."""
        quick = [held for held in claimed if is_quick(held.raw.content)]
        self._wait_again([held.document_id for held in claimed if held not in quick])
        found: list[Read] = []

        def sift(held: HeldDocument) -> None:
            found.append(self._read(held))

        for held in quick:
            self._worked(held.document_id, held, sift)
        done = self._side_by_side(strangers(found))
        for one in found:
            if one.id not in done:
                self._worked(one.id, one.held, partial(self._finished, one))

    def _side_by_side(self, chosen: Sequence[Read]) -> set[str]:
        """Complete documents of different patients by one commit, and return which; mostly all of them."""
        try:
            with defects_named():
                bases = self.store.bases([(one.id, one.identity) for one in chosen])
                plain = [(own, basis) for own, basis in zip(chosen, bases, strict=True) if not room(own, basis)]
                completions = [self._completion([own], basis) for own, basis in plain]
                done = self.store.complete_all(completions, self.clock()) if completions else []
        except StoreUnavailable as error:
            LOG.warning("%d documents left to their lease: %s", len(chosen), error.text)
            for one in chosen:
                self._outages.met(one.id)
            return {one.id for one in chosen}
        except OsteonError as error:
            LOG.warning("%d documents are completed one by one: %s", len(chosen), error.text)
            return set()
        for (own, _), revised in zip(plain, done, strict=True):
            self._outages.over(own.id)
            self._overtaken(own.identity.patient_id, revised)
        return {own.id for own, _ in plain}

    def _wait_again(self, document_ids: Sequence[str]) -> None:
        try:
            if document_ids:
                self.store.postpone_all(document_ids, self.clock())
        except StoreUnavailable as error:
            LOG.warning("%d documents left to their lease: %s", len(document_ids), error.text)
            for document_id in document_ids:
                self._outages.met(document_id)

    def _claimed(self) -> Claim | None:
        # What is owed first: later, it could be taken for the claim that is made here.
        self._outages.settle()
        return self.store.claim(self.worker, self.clock(), self.lease_seconds)

    def renew(self, document_id: str) -> bool:
        """Return whether this process still has the claim, and if so let its lease start anew."""
        return self.store.renew(document_id, self.worker, self.clock(), self.lease_seconds)

    def give_up(self, document_id: str) -> None:
        """Let somebody else take a claimed document at once."""
        self.store.postpone(document_id, self.clock())

    def _worked(self, document_id: str, held: HeldDocument | None, complete: Complete) -> Worked:
        """Return what became of a document this process has claimed; never raises."""
        try:
            with self._around(document_id):
                worked = self._settled(document_id, held, complete)
        except StoreUnavailable as error:
            # Not even the failure could be written: the claim ends before our next one, or with its lease.
            LOG.warning("document left to its lease: %s", error.text)
            self._outages.met(document_id)
            return Worked(document_id=document_id, error=error)
        if worked.case_id or worked.error:  # what was only read along is not finished
            self._outages.over(document_id)
        return worked

    def _settled(self, document_id: str, held: HeldDocument | None, complete: Complete) -> Worked:
        try:
            held = held or self.store.held(document_id)
            if held.status is not DocumentStatus.READING:
                return self._known(document_id)
            with defects_named():
                done = complete(held)
            return Worked(document_id=document_id, case_id=done.case_id if done else None)
        except StoreUnavailable:
            raise
        except OsteonError as error:
            return self._refused(document_id, error)

    def _known(self, document_id: str) -> Worked:
        """Return what somebody else made of a document."""
        case_ids = self.store.document(document_id).case_ids
        return Worked(document_id=document_id, case_id=case_ids[0] if case_ids else None)

    def _completed(self, held: HeldDocument) -> CaseRevision | None:
        """Return the case a document became part of; None for an order whose examination has none yet."""
        return self._finished(self._read(held), held)

    def _finished(self, own: Read, _: HeldDocument) -> CaseRevision | None:
        """Do the same for one that is read."""
        basis = self.store.basis(own.id, own.identity)
        # One that workers may have died of has its last try alone: nobody else may suffer from it.
        most = room(own, basis)
        if most == 0 or own.held.attempts >= ATTEMPTS:
            return self._alone(own, basis)
        others = self._read_along(own, most)
        if others:
            return self._together(own, others, f"case:{basis.case_id}")
        with self.store.alone(f"case:{basis.case_id}"):
            return self._alone(own)

    def _read(self, held: HeldDocument) -> Read:
        reading = self._readers.read(held.raw)
        media_type = parser_of(held.raw.content).media_type
        return Read(held=held, media_type=media_type, reading=reading, identity=identity_of(reading))

    def _alone(self, own: Read, known: Basis | None = None) -> CaseRevision | None:
        """Complete one document, first on the basis that is known."""
        bases = [known] if known else []

        def attempt() -> CaseRevision | None:
            basis = bases.pop() if bases else self.store.basis(own.id, own.identity)
            if basis.case_id is None and is_order(own.reading):
                kept = KeptOrder(
                    document_id=own.id, media_type=own.media_type, reading=own.reading, identity=own.identity
                )
                self.store.keep_order(kept, self.clock())
                return None
            return self.store.complete(self._completion([own], basis), self.clock())

        done = insisting(attempt)
        if done is not None:
            self._overtaken(own.identity.patient_id, done)
        return done

    def _completion(self, batch: Sequence[Read], basis: Basis) -> Completion:
        own = batch[0]
        joined = replace(basis, readings=in_place([*basis.readings, *basis.orders], [one.joined() for one in batch]))
        report, assessment, priors, terms = self._assessed(joined)
        return Completion(
            document_id=own.id,
            media_type=own.media_type,
            reading=own.reading,
            identity=own.identity,
            basis=basis,
            report=report,
            assessment=assessment,
            priors=priors,
            terms=terms,
            along=tuple(one.along() for one in batch[1:]),
        )

    def _again(self, own: Read, _: HeldDocument) -> CaseRevision | None:
        return self._alone(own)

    def _read_along(self, own: Read, most: int) -> list[Read]:
        """Return further documents of the same identity that waited, claimed and read; others met are completed."""
        found: list[Read] = []
        until = monotonic() + ALONG_SECONDS

        def sift(held: HeldDocument) -> CaseRevision | None:
            other = self._read(held)
            if other.identity != own.identity or is_order(other.reading):
                return self._alone(other)
            found.append(other)
            return None

        met = 0
        while len(found) < most and monotonic() < until and met - len(found) < STRANGERS:
            held = self._next_along()
            if held is None:
                break
            met += 1
            self._worked(held.document_id, held, sift)
        return found

    def _next_along(self) -> HeldDocument | None:
        """Return a further document that waited, claimed; None if none does, or if it has to be tried alone."""
        claim = None
        try:
            claim = self._claimed()
            if claim is None or claim.attempt < ATTEMPTS:
                return claim.document if claim else None
            self.give_up(claim.document_id)
        except StoreUnavailable as error:
            LOG.warning("nothing is read along: %s", error.text)
            if claim is not None:
                self._outages.met(claim.document_id)
        return None

    def _together(self, own: Read, others: Sequence[Read], name: str) -> CaseRevision | None:
        """Complete documents of one identity with one assessment; what fails together is done one by one."""

        def attempt() -> CaseRevision:
            refs = self.store.documents([one.id for one in (own, *others)])
            waiting = {ref.id for ref in refs if ref.status is DocumentStatus.READING}
            # Of what somebody else finished meanwhile nothing is left to do, and be it the first.
            batch = [one for one in (own, *others) if one.id in waiting] or [own]
            basis = self.store.basis(batch[0].id, own.identity)
            return self.store.complete(self._completion(batch, basis), self.clock())

        try:
            with defects_named(), self.store.alone(name):
                self.store.renew_all([one.id for one in (own, *others)], self.worker, self.clock(), self.lease_seconds)
                done = insisting(attempt)
        except StoreUnavailable:
            for one in others:
                self._outages.met(one.id)
            raise
        except OsteonError as error:
            LOG.warning("%d documents are completed one by one: %s", 1 + len(others), error.text)
            for one in others:
                self._worked(one.id, None, partial(self._again, one))
            return self._alone(own)
        for one in others:
            self._outages.over(one.id)
        self._overtaken(own.identity.patient_id, done)
        return done

    def _refused(self, document_id: str, error: OsteonError) -> Worked:
        now = self.clock()
        if error.remedy is Remedy.CHANGE_DOCUMENT:
            self.store.quarantine(document_id, error, now)
        elif error.remedy is Remedy.RETRY_LATER:
            self.store.postpone(document_id, now + timedelta(seconds=1))
        else:
            LOG.error("document %s failed: %s", document_id, error.text)
            defect = Defect(error.text, error.locator)
            self.store.give_back(document_id, defect, now, now + timedelta(seconds=RETRY_SECONDS))
        return Worked(document_id=document_id, error=error)
