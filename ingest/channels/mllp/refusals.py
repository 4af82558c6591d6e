"""Why a message is not taken, in the words of this protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from dxa.errors import (
    AmbiguousDocument,
    Defect,
    LimitExceeded,
    NotDensitometry,
    OsteonError,
    Remedy,
    StoreUnavailable,
    UnreadableDocument,
    UnrecognisedDocument,
)
from ingest.answers import REFUSED, Answer


class ErrorCode(Enum):
    """HL7 table 0357, as far as we have use for it."""

    SEGMENT_SEQUENCE = ("100", "Segment sequence error")
    REQUIRED_FIELD = ("101", "Required field missing")
    DATA_TYPE = ("102", "Data type error")
    MESSAGE_TYPE = ("200", "Unsupported message type")
    INTERNAL = ("207", "Application internal error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Everything a negative answer says; never what the message said."""

    code: str
    """As `Post.counted` is told it."""
    text: str
    """A few words of ASCII for whoever reads the sender's log."""
    answer: Answer
    error: ErrorCode = ErrorCode.INTERNAL
    place: tuple[str, ...] = ()
    """ERR-2: segment, its number in the message, field; empty where the fault is not in one place."""
    stored: bool = False
    """Whether the bytes are kept all the same."""
    closes: bool = False
    """Whether the connection is closed after the answer."""


_WORDS: Mapping[str, tuple[str, ErrorCode]] = {
    StoreUnavailable.code: ("not stored, send it again later", ErrorCode.INTERNAL),
    Defect.code: ("not stored, internal error", ErrorCode.INTERNAL),
    LimitExceeded.code: ("the message is too large", ErrorCode.DATA_TYPE),
    UnreadableDocument.code: ("the message cannot be read", ErrorCode.DATA_TYPE),
    UnrecognisedDocument.code: ("this is no HL7 v2 message", ErrorCode.SEGMENT_SEQUENCE),
    AmbiguousDocument.code: ("this is no HL7 v2 message", ErrorCode.SEGMENT_SEQUENCE),
    NotDensitometry.code: ("not about bone densitometry", ErrorCode.MESSAGE_TYPE),
}
"""Our own words for each error: its text may be long, and it was written for people who may see the document."""

UNKNOWN_FAILURE = Refusal(code=Defect.code, text="not stored, send it again later", answer=REFUSED[Remedy.RETRY_LATER])
"""Something failed that nobody foresaw: nothing speaks against the message, and it is not stored."""


def refusal_of(error: OsteonError) -> Refusal:
    """Return the answer to a message that an error kept from being stored."""
    text, code = _WORDS.get(error.code, ("the message was refused", ErrorCode.INTERNAL))
    return Refusal(code=error.code, text=text, error=code, answer=REFUSED[error.remedy])


def quarantined(code: str | None, answer: Answer) -> Refusal:
    """Return the answer to a message that is kept and could not be recognised."""
    text, error = _WORDS.get(code or "", ("the message cannot be read", ErrorCode.DATA_TYPE))
    return Refusal(code=code or UnreadableDocument.code, text=text, error=error, answer=answer, stored=True)


def _change(code: str, text: str, error: ErrorCode, place: tuple[str, ...] = (), *, closes: bool = False) -> Refusal:
    answer = REFUSED[Remedy.CHANGE_DOCUMENT]
    return Refusal(code=code, text=text, error=error, place=place, answer=answer, closes=closes)


NO_MESSAGE = _change("UNRECOGNISED_DOCUMENT", "there is no MSH segment", ErrorCode.SEGMENT_SEQUENCE, ("MSH", "1"))
NO_START = _change("FRAME_DAMAGED", "the frame has no start byte", ErrorCode.SEGMENT_SEQUENCE)
TOO_LARGE = _change("LIMIT_EXCEEDED", "the message is too large", ErrorCode.DATA_TYPE, closes=True)
CUT = Refusal(
    code="FRAME_DAMAGED", text="the frame did not end", answer=REFUSED[Remedy.RETRY_LATER],
    error=ErrorCode.SEGMENT_SEQUENCE, closes=True,
)  # fmt: skip
"""Cut off on its way: whole, the same message is welcome."""
SEVERAL = _change("BATCH_REFUSED", "one message per frame, no batches", ErrorCode.SEGMENT_SEQUENCE, ("MSH", "2"))
NO_CONTROL_ID = _change("CONTROL_ID_MISSING", "MSH-10 is empty", ErrorCode.REQUIRED_FIELD, ("MSH", "1", "10"))
LONG_HEADER = _change("HEADER_TOO_LONG", "MSH-3, MSH-4 or MSH-10 is too long", ErrorCode.DATA_TYPE, ("MSH", "1"))
MESSAGE_TYPE = _change("MESSAGE_TYPE", "this type of message is not taken", ErrorCode.MESSAGE_TYPE, ("MSH", "1", "9"))
NOT_ALLOWED = Refusal(
    code="SENDER_NOT_ALLOWED", text="this sender is not known here", answer=REFUSED[Remedy.RETRY_LATER],
    place=("MSH", "1", "3"), closes=True,
)  # fmt: skip
"""Rejected for a reason that is not in the content: the same message is welcome once the sender is listed."""
