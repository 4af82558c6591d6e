"""Storage Commitment Push (PS3.4 Annex J): what was asked about, and what really stands in the store."""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pynetdicom.sop_class import StorageCommitmentPushModelInstance

from dxa.errors import StoreUnavailable
from ingest.channels.dicom.receiving import Spool
from ingest.channels.dicom.storing import caller_of, status
from store.commitment_records import CommitmentRow

if TYPE_CHECKING:
    from pynetdicom.dimse_primitives import N_ACTION
    from pynetdicom.events import Event

LOG = logging.getLogger(__name__)
MOST_INSTANCES = 10_000
"""Instances one request may ask about."""
_REQUEST_COMMITMENT = 1
_NO_SUCH_INSTANCE = 0x0112
"""Failure reason and status alike: No such object instance (PS3.4 J.3.3, PS3.7 annex C)."""
_SUCCESS = 0x0000
_INVALID_ARGUMENT = 0x0115
_NO_SUCH_ACTION = 0x0123
_NOT_AUTHORISED = 0x0124
_NO_RESOURCES = 0x0213
_ALL_COMMITTED = 1
_SOME_FAILED = 2
"""Event types of the report (PS3.4 J.3.3)."""
_DEFECT = 0x0110


@dataclass(frozen=True, slots=True)
class Reference:
    """One instance a sender asks about."""

    sop_class: str
    sop_instance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRequest:
    """What one sender wants to know."""

    ae_title: str
    transaction: str
    """Transaction UID, the sender's."""
    references: tuple[Reference, ...]
    attempts: int = 0
    """How often it was tried to tell the sender."""


class Due(Protocol):
    """Whoever tells senders."""

    def add(self, request: CommitmentRequest) -> None:
        """Remember a request durably.

        Raises:
            StoreUnavailable: it was not remembered.
        """


class Asked:
    """Answers N-ACTION: the request is remembered first, and reported on over another association."""

    def __init__(self, due: Due | None, ae_titles: frozenset[str]) -> None:
        self._due = due
        self._ae_titles = ae_titles

    def answer(self, event: "Event") -> tuple[Dataset, None]:
        """Return the status of one N-ACTION request."""
        try:
            refused = self._refused(caller_of(event), cast("N_ACTION", event.request))
            return status(self._remembered(event) if refused is None else refused), None
        except Exception:
            # The request is the sender's, decoded by pydicom, which raises all sorts of errors.
            LOG.exception("dicom: a request for storage commitment could not be read")
            return status(_DEFECT, "DEFECT"), None

    def _refused(self, caller: str, request: "N_ACTION") -> int | None:
        """Return why a request is not even looked into, or None."""
        if request.RequestedSOPInstanceUID != StorageCommitmentPushModelInstance:
            return _NO_SUCH_INSTANCE
        if request.ActionTypeID != _REQUEST_COMMITMENT:
            return _NO_SUCH_ACTION
        if caller not in self._ae_titles:
            return _NOT_AUTHORISED
        spool = request.ActionInformation
        return None if isinstance(spool, Spool) and spool.is_in_memory else _NO_RESOURCES

    def _remembered(self, event: "Event") -> int:
        """Return the status of a request after it was remembered, or why it was not."""
        request = request_of(caller_of(event), event.action_information)
        if request is None:
            return _INVALID_ARGUMENT
        if len(request.references) > MOST_INSTANCES:
            return _NO_RESOURCES
        if self._due is None:
            return _NOT_AUTHORISED
        try:
            self._due.add(request)
        except StoreUnavailable:
            return _NO_RESOURCES
        return _SUCCESS


def request_of(ae_title: str, asked: Dataset) -> CommitmentRequest | None:
    """Return what is asked, or None if it is not asked in full."""
    references = tuple(
        Reference(str(item.get("ReferencedSOPClassUID") or ""), str(item.get("ReferencedSOPInstanceUID") or ""))
        for item in asked.get("ReferencedSOPSequence") or ()
    )
    transaction = str(asked.get("TransactionUID") or "")
    if not transaction or not references or not all(one.sop_class and one.sop_instance for one in references):
        return None
    return CommitmentRequest(ae_title=ae_title, transaction=transaction, references=references)


def report_on(request: CommitmentRequest, kept: frozenset[str]) -> tuple[int, Dataset]:
    """Return event type and event information for a request, given which instances stand in the store."""
    committed = [one for one in request.references if one.sop_instance in kept]
    failed = [one for one in request.references if one.sop_instance not in kept]
    told = Dataset()
    told.TransactionUID = request.transaction
    if committed:
        told.ReferencedSOPSequence = _items(committed)
    if failed:
        told.FailedSOPSequence = _items(failed)
        for item in told.FailedSOPSequence:
            item.FailureReason = _NO_SUCH_INSTANCE
    return _SOME_FAILED if failed else _ALL_COMMITTED, told


def _items(references: Sequence[Reference]) -> Items:
    items = []
    for one in references:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = one.sop_class, one.sop_instance
        items.append(item)
    return Items(items)


class LeftBehind:
    """Requests an earlier version kept in files of its host."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def move(self, add: Callable[[CommitmentRequest], None]) -> None:
        """Hand every request to somebody who keeps it durably; a damaged file is put aside under another name.

        Raises:
            StoreUnavailable: one was not kept; it and those behind it are still there.
        """
        for path in sorted(self._folder.glob("*.json")):
            try:
                request = _from_json(path.read_text(encoding="utf-8"))
            except (OSError, ValueError, KeyError, TypeError):
                LOG.warning("dicom: a remembered request for storage commitment is damaged and was put aside")
                with suppress(OSError):
                    path.rename(path.with_suffix(".damaged"))
                continue
            add(request)
            path.unlink(missing_ok=True)


def _from_json(text: str) -> CommitmentRequest:
    read = json.loads(text)
    return CommitmentRequest(
        ae_title=str(read["ae_title"]),
        transaction=str(read["transaction"]),
        attempts=int(read["attempts"]),
        references=_references(read["references"]),
    )


def row_of(request: CommitmentRequest, asked_at: datetime) -> CommitmentRow:
    """Return a request as the database keeps it."""
    return CommitmentRow(
        id=sha256(f"{request.ae_title}|{request.transaction}".encode()).hexdigest()[:32],
        ae_title=request.ae_title,
        transaction_uid=request.transaction,
        instances=json.dumps([[one.sop_class, one.sop_instance] for one in request.references]),
        attempts=request.attempts,
        asked_at=asked_at,
    )


def request_in(row: CommitmentRow) -> CommitmentRequest:
    """Return the request a row holds."""
    return CommitmentRequest(
        ae_title=row.ae_title,
        transaction=row.transaction_uid,
        attempts=row.attempts,
        references=_references(json.loads(row.instances)),
    )


def _references(pairs: Iterable[Sequence[str]]) -> tuple[Reference, ...]:
    return tuple(Reference(str(first), str(second)) for first, second in pairs)
