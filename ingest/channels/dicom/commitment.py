"""Storage Commitment Push (PS3.4 Annex J): what was asked about, and what really stands in the store."""

import json
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pynetdicom.sop_class import StorageCommitmentPushModelInstance

from ingest.channels.dicom.receiving import Spool
from ingest.channels.dicom.storing import caller_of, status

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
            OSError: it was not remembered.
        """


class Asked:
    """Answers N-ACTION: the request is remembered first, and reported on over another association."""

    def __init__(self, due: Due, ae_titles: frozenset[str]) -> None:
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
        try:
            self._due.add(request)
        except OSError:
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


class Remembered:
    """Requests that wait for their report, a file for each, so that a restart forgets none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[CommitmentRequest, ...]:
        """Return every request that waits; a damaged file is put aside under another name."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                found.append(_from_json(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError):
                LOG.warning("dicom: a remembered request for storage commitment is damaged and was put aside")
                with suppress(OSError):
                    path.rename(path.with_suffix(".damaged"))
        return tuple(found)

    def add(self, request: CommitmentRequest) -> None:
        """Write a request, or how often it was tried, to the disk.

        Raises:
            OSError: it does not stand there.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(request)
        beside = path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(_json(request))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def forget(self, request: CommitmentRequest) -> None:
        """Remove a request that was reported on or given up."""
        self._path(request).unlink(missing_ok=True)

    def _path(self, request: CommitmentRequest) -> Path:
        name = sha256(f"{request.ae_title}|{request.transaction}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"


def _json(request: CommitmentRequest) -> str:
    references = [[one.sop_class, one.sop_instance] for one in request.references]
    return json.dumps(
        {
            "ae_title": request.ae_title,
            "transaction": request.transaction,
            "attempts": request.attempts,
            "references": references,
        }
    )


def _from_json(text: str) -> CommitmentRequest:
    read = json.loads(text)
    references = tuple(Reference(str(first), str(second)) for first, second in read["references"])
    return CommitmentRequest(
        ae_title=str(read["ae_title"]),
        transaction=str(read["transaction"]),
        attempts=int(read["attempts"]),
        references=references,
    )


def tried(request: CommitmentRequest) -> CommitmentRequest:
    """Return a request that was tried once more."""
    return replace(request, attempts=request.attempts + 1)
