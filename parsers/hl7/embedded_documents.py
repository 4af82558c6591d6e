"""Reading what an OBX carries: a PDF by the PDF reader, a text by the narrative reader."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dxa.document import RawDocument
from dxa.errors import DocumentError, NotDensitometry
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue
from dxa.settings import Limits
from parsers.embedded import within
from parsers.hl7.attachments import Attachment
from parsers.hl7.escapes import Plain
from parsers.hl7.narrative import PARSER_NAME
from parsers.hl7.persons import with_person
from parsers.hl7.rich_text import is_rich, shown_of
from parsers.passage import Passage, Piece, plain_passage

_UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""A document inside another one has no arrival of its own; its reader does not look at it."""

_CONTROL = frozenset(chr(code) for code in range(32)) - {"\t", "\n", "\r", "\f"}


@dataclass(frozen=True, slots=True)
class Inner:
    """What an attachment says, or why it says nothing."""

    report: DxaReport | None
    issue: Issue | None


def read_attachment(
    attachment: Attachment, document: str, limits: Limits, born: date | None = None, *, around: date | None = None
) -> Inner:
    """Return the report in an attachment, every locator placed inside it; a faulty one is an issue.

    `born` is the patient's birth date by the message, to be compared with what the head of a text prints, `around`
    the day of the examination by the message.
    """
    if attachment.content is None or attachment.problem:
        return _unreadable(attachment, document, attachment.problem or "nothing was decoded")
    try:
        if attachment.is_pdf:
            report: DxaReport | None = _read_pdf(attachment.content, limits)
        else:
            report = _read_text(attachment.content, document, born, around)
    except NotDensitometry:
        return _unreadable(attachment, document, "the attachment is not a densitometry report")
    except DocumentError as error:
        return _unreadable(attachment, document, f"the attachment cannot be read: {error.text}")
    if report is None:
        return _unreadable(attachment, document, "the attachment is of no kind that is read")
    return Inner(within(report, attachment.locator, document), None)


def _unreadable(attachment: Attachment, document: str, text: str) -> Inner:
    code = IssueCode.UNREADABLE_ATTACHMENT
    return Inner(None, Issue(code=code, text=text, locator=attachment.locator, document=document))


def _read_pdf(content: bytes, limits: Limits) -> DxaReport:
    from parsers.pdf.reader import PARSER  # noqa: PLC0415 - pdfplumber takes 0.1 s to import; few messages hold a PDF

    return PARSER.read(RawDocument(content=content, channel="embedded", received_at=_UNKNOWN_TIME), limits)


def _read_text(content: bytes, document: str, born: date | None, around: date | None) -> DxaReport | None:
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only messages with prose need its tables

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if not text.strip() or any(char in _CONTROL for char in text.rstrip("\0")):
        return None
    passage = plain_passage(text)
    if is_rich(text):
        shown = shown_of(text)
        if shown is None:
            return None
        passage = _passage_of(shown)
    report = read_passage(passage, document, PARSER_NAME, complete=True, around=around)
    return with_person(report, passage.text, born)


def _passage_of(shown: Plain) -> Passage:
    """Return what rich text shows as a passage, whose places are spans of the text it is written in."""
    pieces: list[Piece] = []
    offset = 0
    for line in shown.text.split("\n"):
        pieces.append(Piece(line, _locating(shown, offset)))
        offset += len(line) + 1
    return Passage(pieces)


def _locating(shown: Plain, offset: int) -> Callable[[int, int], Locator]:
    return lambda start, end: Locator(chars=shown.origin(offset + start, offset + end))
