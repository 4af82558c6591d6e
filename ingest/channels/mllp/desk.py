"""What is done with one frame: checked by its header, stored, answered. Runs in threads; knows no socket."""

import re
from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

from dxa.document import RawDocument
from dxa.errors import OsteonError
from ingest.answers import ACCEPTED, first_answer_to
from ingest.channel import Post, QueueingIntake, outcome_of
from ingest.channels.mllp.acknowledgement import acknowledgement
from ingest.channels.mllp.batches import is_batch, messages_in
from ingest.channels.mllp.framing import Fault, Frame
from ingest.channels.mllp.header import Header, header_of
from ingest.channels.mllp.modes import mode_of, overrides_of
from ingest.channels.mllp.refusals import (
    CUT,
    LONG_HEADER,
    MESSAGE_TYPE,
    NO_CONTROL_ID,
    NO_MESSAGE,
    NO_START,
    NOT_ALLOWED,
    SEVERAL,
    TOO_LARGE,
    UNKNOWN_FAILURE,
    Refusal,
    quarantined,
    refusal_of,
)
from ingest.channels.mllp.senders import Senders
from store.records import Receipt

CHANNEL_NAME = "mllp"
READ = frozenset({"ORU", "ORF", "MDM", "ORM", "OMG", "OMI", "OML"})
"""Message types the HL7 reader finds results or orders in."""
_TYPE = re.compile(r"[A-Z][A-Z0-9]{2}")
_AT_ONCE_BYTES = 262_144
"""Largest frame looked at in the event loop: hashing it takes some 0.2 ms."""
_LONGEST_ID = 250
_LONGEST_SENDER = 500
_COVERED: dict[Fault, Refusal] = {Fault.NO_START: NO_START, Fault.TOO_LARGE: TOO_LARGE, Fault.CUT: CUT}


class Reply(NamedTuple):
    """What goes back to the sender of one frame."""

    data: bytes | None
    """None if nothing does."""
    closes: bool = False
    """Whether the connection is closed after it."""


class Begun(NamedTuple):
    """A message on its way to the disk."""

    header: Header | None
    receipt: "Future[Receipt]"


class Desk:
    """Takes frames; safe for threads."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._queueing = post.intake if isinstance(post.intake, QueueingIntake) else None
        self._senders = Senders.of(post.settings.mllp)
        self._overrides = overrides_of(post.settings.mllp.acknowledgements)
        self._batches = post.settings.mllp.batches == "accept"

    def begin(self, frame: Frame, certificate: Sequence[str]) -> "Reply | Begun | None":
        """Return the reply to a frame that is refused, what was begun for one that is not, or None.

        None says that `answer` has to be called, in a thread: the frame is large or a batch, or the store makes its
        caller wait. Never waits itself.
        """
        if self._queueing is None or len(frame.content) > _AT_ONCE_BYTES:
            return None
        batch = frame.fault is None and is_batch(frame.content)
        header = _header_of(frame)
        refusal = self._refusal(frame, header, certificate, batch=batch)
        if refusal is not None:
            return self._refused(frame, header, refusal)
        if batch:
            return None
        try:
            receipt = self._queueing.begin(self._document(frame.content, header))
        except OsteonError as error:
            return self._refused(frame, header, refusal_of(error))
        return Begun(header, receipt) if receipt else None

    def finish(self, begun: "Begun") -> Reply:
        """Return the reply to what was begun, once its receipt is there; raises what `answer` would."""
        try:
            receipt = begun.receipt.result(0)
        except OsteonError as error:
            refusal = refusal_of(error)
            self._post.counted(CHANNEL_NAME, refusal.code)
            return self._reply(begun.header, refusal)
        return self._reply(begun.header, self._judged(receipt))

    def answer(self, frame: Frame, certificate: Sequence[str]) -> Reply:
        """Return the reply to a frame; a positive one exists only once everything in it is committed.

        Whatever is not one of our errors is raised: the caller answers with `failure`.
        """
        batch = frame.fault is None and is_batch(frame.content)
        header = _header_of(frame)
        refusal = self._refusal(frame, header, certificate, batch=batch)
        if refusal is not None:
            return self._refused(frame, header, refusal)
        parts = [(one, header_of(one)) for one in messages_in(frame.content)] if batch else [(frame.content, header)]
        refusals = [self._received(content, own) for content, own in parts]
        # One reply for a frame: of several messages the worst.
        return self._reply(header, max((one for one in refusals if one), key=_gravity, default=None))

    def failure(self, frame: Frame) -> Reply:
        """Return the reply to a frame that `answer` failed on: nothing is known to be stored."""
        self._post.counted(CHANNEL_NAME, UNKNOWN_FAILURE.code)
        return self._reply(_header_of(frame), UNKNOWN_FAILURE)

    def _refusal(
        self, frame: Frame, header: Header | None, certificate: Sequence[str], *, batch: bool
    ) -> Refusal | None:
        if frame.fault is not None:
            return _COVERED[frame.fault]
        if header is None:
            return NO_MESSAGE
        if not self._senders.allow(header, certificate):
            return NOT_ALLOWED
        if batch:
            return self._refusal_of_batch(frame, certificate)
        return _refusal_by(header)

    def _refusal_of_batch(self, frame: Frame, certificate: Sequence[str]) -> Refusal | None:
        """Say what keeps a batch out: all of it, as there is one answer."""
        if not self._batches:
            return SEVERAL
        headers = [header_of(content) for content in messages_in(frame.content)]
        if not headers or None in headers:
            return NO_MESSAGE
        if not all(self._senders.allow(header, certificate) for header in headers if header):
            return NOT_ALLOWED
        return next((refusal for header in headers if header and (refusal := _refusal_by(header))), None)

    def _received(self, content: bytes, header: Header | None) -> Refusal | None:
        """Store one message; None once it is committed and nothing speaks against it."""
        try:
            receipt = self._post.intake.receive(self._document(content, header))
        except OsteonError as error:
            refusal = refusal_of(error)
            self._post.counted(CHANNEL_NAME, refusal.code)
            return refusal
        return self._judged(receipt)

    def _judged(self, receipt: Receipt) -> Refusal | None:
        """Return what a committed message is refused for, None if for nothing."""
        self._post.counted(CHANNEL_NAME, outcome_of(receipt))
        answer = first_answer_to(receipt)
        return None if answer is ACCEPTED else quarantined(receipt.error_code, answer)

    def _document(self, content: bytes, header: Header | None) -> RawDocument:
        return RawDocument(
            content=content,
            channel=CHANNEL_NAME,
            received_at=self._post.clock(),
            sender=header.sender if header else None,
            external_id=header.letters(header.control_id) if header else None,
        )

    def _refused(self, frame: Frame, header: Header | None, refusal: Refusal) -> Reply:
        self._post.counted(CHANNEL_NAME, refusal.code)
        reply = self._reply(header, refusal)
        return reply._replace(closes=reply.closes or frame.ends)

    def _reply(self, header: Header | None, refusal: Refusal | None) -> Reply:
        mode = mode_of(header, self._overrides)
        code = mode.code(refusal.answer if refusal else ACCEPTED, positive=refusal is None)
        if code is None:
            # A sender that wants no answer has to learn by the lost connection that its message is lost.
            return Reply(None, closes=refusal is not None and not refusal.stored)
        data = acknowledgement(header, code, refusal, self._post.clock())
        return Reply(data, closes=refusal is not None and refusal.closes)


def _header_of(frame: Frame) -> Header | None:
    """Return the header an answer is made from: of the first message, or of the batch if it holds none."""
    header = header_of(frame.content)
    if header is None or header.name == "MSH":
        return header
    return next((found for content in messages_in(frame.content) if (found := header_of(content))), header)


def _refusal_by(header: Header) -> Refusal | None:
    if _is_other_type(header):
        return MESSAGE_TYPE
    if not header.control_id.strip():
        return NO_CONTROL_ID
    if len(header.control_id) > _LONGEST_ID or len(header.sender) > _LONGEST_SENDER:
        return LONG_HEADER
    return None


def _is_other_type(header: Header) -> bool:
    """Return whether a message is certainly of a type nobody here reads, such as an acknowledgement.

    Senders write many things into MSH-9, or lose a field before it: what is no type is left to the reader.
    """
    kind = header.message_type
    if kind in READ or _TYPE.fullmatch(kind) is None:
        return False
    return not {header.first(number).upper() for number in (8, 9, 10)} & READ


def _gravity(refusal: Refusal) -> tuple[bool, str]:
    """Return how bad a refusal is: what was not stored has to be sent again, whatever the others were."""
    return (not refusal.stored, refusal.answer.original)
