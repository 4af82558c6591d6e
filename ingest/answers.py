"""What each door answers: one table, computed from what was committed and from the remedy of an error, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dxa.case import DocumentStatus
from dxa.errors import AmbiguousDocument, OsteonError, Remedy, UnrecognisedDocument
from store.records import Receipt


class Queueing(StrEnum):
    """What a consumer tells its broker."""

    ACK = "ack"
    DEAD_LETTER = "dead_letter"
    """Rejected without a second try: the dead-letter exchange takes it."""
    REQUEUE = "requeue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One outcome in the words of every protocol."""

    original: str
    """MSA-1 in original mode (HL7 v2.5 chapter 2.9.2, table 0008)."""
    enhanced: str
    """MSA-1 of the accept acknowledgement in enhanced mode (chapter 2.9.3)."""
    http: int
    queue: Queueing
    dicom: int
    """Status of C-STORE (PS3.4 Annex B.2.3)."""


ACCEPTED = Answer(original="AA", enhanced="CA", http=201, queue=Queueing.ACK, dicom=0x0000)
"""Committed, and not refused by what is known of it so far."""
QUARANTINED = Answer(original="AE", enhanced="CE", http=422, queue=Queueing.DEAD_LETTER, dicom=0x0000)
"""Committed, but unreadable. DICOM says success: the object is kept, and a modality could only send it again."""
REFUSED: Mapping[Remedy, Answer] = {
    Remedy.CHANGE_DOCUMENT: Answer(original="AE", enhanced="CE", http=422, queue=Queueing.DEAD_LETTER, dicom=0xC000),
    Remedy.AWAIT_FIX: Answer(original="AE", enhanced="CE", http=500, queue=Queueing.DEAD_LETTER, dicom=0x0110),
    Remedy.RETRY_LATER: Answer(original="AR", enhanced="CR", http=503, queue=Queueing.REQUEUE, dicom=0xA700),
}
"""Nothing was stored: none of these is a success in any protocol."""

_REFUSED_AT_THE_DOOR = frozenset({UnrecognisedDocument.code, AmbiguousDocument.code})
"""What `ingest.reception` puts aside before it answers; everything else is found out later, by a worker."""


def answer_to(receipt: Receipt) -> Answer:
    """Return the answer to a document that was stored; a repeated one gets the answer of what became of the first."""
    return QUARANTINED if receipt.status is DocumentStatus.QUARANTINED else ACCEPTED


def first_answer_to(receipt: Receipt) -> Answer:
    """Return the answer the first copy of a document got, whatever became of it since.

    HL7 v2 wants it so: a sender that lost an acknowledgement and sends again must not be told the opposite.
    """
    put_aside = receipt.status is DocumentStatus.QUARANTINED and receipt.error_code in _REFUSED_AT_THE_DOOR
    return QUARANTINED if put_aside else ACCEPTED


def answer_of(error: OsteonError) -> Answer:
    """Return the answer to a document that was not stored."""
    return REFUSED[error.remedy]
