"""HL7 v2 bytes as messages, segments and fields: our own tokenizer, which survives what senders really write.

It keeps every segment and says which lines it could not place; hl7apy loses segments silently on line ends and
names it does not expect (docs/sources.md), so it checks conformance and does not read.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue
from dxa.settings import Limits
from parsers.hl7.charset import decoded, narrowed
from parsers.hl7.escapes import Separators
from parsers.hl7.lines import ENVELOPE, is_segment, lines_of, mended_name, with_its_bars

_JUNK = b"\x00\r\n\t \x0b\x1c"
_HEADER = re.compile(rb"(?:MSH|FHS|BHS)[^\w\s\x00-\x1f]")
_BEFORE_MESSAGE = frozenset(b"\r\n\x0b\x1c\x00")
_ENVELOPE_BYTES = frozenset(name.encode() for name in ENVELOPE)
_VALUE_TYPES = frozenset({"NM", "SN", "ST", "TX", "FT", "CE", "CWE", "ED", "RP"})

# A separator that can stand inside a number or a name would cut values apart.
_NO_SEPARATOR = re.compile(r"[\w\s+.,\"]|-")


class Segment(NamedTuple):
    """One line of a message; a named tuple, because it is made five times faster than a frozen dataclass."""

    name: str
    number: int
    """Which segment of that name in the message, from 1."""
    start: int
    """Offset in the text of the message."""
    text: str
    fields: tuple[str, ...]
    """Still escaped; `fields[0]` is the name, so that numbers are those of the standard (MSH-1 is the separator)."""
    whole: bool
    """False when the line does not end as a segment does, so that its last field may be cut."""

    def field(self, number: int) -> str:
        """Return field `number` of the standard as sent, empty if the segment is shorter."""
        try:
            return self.fields[number]
        except IndexError:
            return ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, MSH to the next."""

    number: int | None
    """Which message of the document, from 1; None if it is the only one."""
    separators: Separators
    codec: str
    """Python name of the character set in use."""
    lines: tuple[str, ...]
    """Every line that is not blank, damaged ones included."""
    segments: tuple[Segment, ...]
    issues: tuple[Issue, ...]

    @property
    def text(self) -> str:
        """The lines as a person may look at them, one segment each."""
        return "\n".join(self.lines)

    @property
    def header(self) -> Segment:
        """MSH."""
        return self.segments[0]


def is_hl7(content: bytes) -> bool:
    """Return whether bytes begin as a message or a batch, after framing, blanks and a byte order mark."""
    return _HEADER.match(_stripped(content[:64])) is not None


def tokenised(content: bytes, limits: Limits) -> tuple[Message, ...]:
    """Return the messages of a document.

    Raises:
        UnreadableDocument: no message, an MLLP frame that is not closed, or separators that cannot separate.
        LimitExceeded: more segments than `limits.items`.
    """
    stream = _stripped(content)
    starts = _starts(stream)
    if not starts:
        raise UnreadableDocument("the batch holds no message" if stream else "there is no message")
    if any(line.strip() and line[:3] not in _ENVELOPE_BYTES for line in re.split(rb"[\r\n]", stream[: starts[0]])):
        raise UnreadableDocument("something other than a batch header stands before the first message")
    if content.lstrip(b"\r\n\t \x00")[:1] == b"\x0b" and b"\x1c" not in content:
        raise UnreadableDocument("the MLLP frame is not closed: the message was cut off")
    if stream.count(b"\r") + stream.count(b"\n") > 2 * limits.items:
        raise LimitExceeded(f"the document has more than {limits.items} segments")
    ends = [*starts[1:], len(stream)]
    several = len(starts) > 1
    return tuple(
        _message(stream[start:end], number if several else None)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


def _stripped(content: bytes) -> bytes:
    # UTF-16 in big-endian order begins with a NUL, so that it has to be known before blanks are stripped.
    return narrowed(narrowed(content).lstrip(_JUNK)).lstrip(_JUNK)


def _starts(stream: bytes) -> list[int]:
    starts: list[int] = []
    found = stream.find(b"MSH")
    while found >= 0:
        if (found == 0 or stream[found - 1] in _BEFORE_MESSAGE) and _HEADER.match(stream, found):
            starts.append(found)
        found = stream.find(b"MSH", found + 3)
    return starts


def _message(content: bytes, number: int | None) -> Message:
    head = re.split(rb"[\r\n\x1c]", content, maxsplit=1)[0].decode("latin-1")
    separators = _separators(head, number)
    declared = (head.split(separators.field)[17:18] or [""])[0]
    letters = decoded(content, _first_of(declared, separators))
    # The MSH line is the same in every ASCII-based set, so that its separators hold for the decoded text too.
    lines, terminated = lines_of(letters.text, separators.field)
    issues: list[Issue] = []
    if letters.problem:
        place = Locator(message=number, segment="MSH", index=1, field=18)
        issues.append(Issue(code=IssueCode.UNKNOWN_CHARSET, text=letters.problem, locator=place))
    segments = _segments(lines, separators, number, issues, terminated=terminated)
    return Message(number, separators, letters.codec, lines, segments, tuple(issues))


def _first_of(declared: str, separators: Separators) -> str:
    return declared.split(separators.repetition, maxsplit=1)[0].strip() if separators.repetition else declared.strip()


def _separators(head: str, number: int | None) -> Separators:
    field = head[3:4]
    marks = head[4:].split(field, maxsplit=1)[0] if field else ""
    place = Locator(message=number, segment="MSH", index=1, field=2)
    if not marks or len(marks) > 5 or any(_NO_SEPARATOR.match(mark) for mark in field + marks):  # noqa: PLR2004 - MSH-2
        raise UnreadableDocument("MSH-2 does not name usable separators", place)
    if marks == "^~\\\\&":
        # Written out of a string literal: the backslash is there twice.
        marks = "^~\\&"
    if len(set(field + marks)) <= len(marks):
        raise UnreadableDocument("MSH-1 and MSH-2 use one character for two separators", place)
    component, repetition, rest = marks[0], marks[1:2], marks[2:]
    # A sender without escapes writes "^~&": three characters, the last of which is no escape.
    escape, subcomponent = ("", rest) if rest == "&" else (rest[:1], rest[1:2])
    return Separators(field, component, repetition, escape, subcomponent, rest[2:3])


def _segments(
    lines: tuple[str, ...], separators: Separators, number: int | None, issues: list[Issue], *, terminated: bool
) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    counts: dict[str, int] = {}
    separator = separators.field
    sound = [is_segment(line, separator) for line in lines]
    start = 0
    for position, line in enumerate(lines):
        text = line if sound[position] else mended_name(line, separator)
        if not sound[position]:
            issues.append(_damaged(line, number, start, separator, mended=bool(text)))
        name = text[:3]
        if text and name not in ENVELOPE:
            counts[name] = counts.get(name, 0) + 1
            following = lines[position + 1] if position + 1 < len(lines) else None
            whole = terminated if following is None else sound[position + 1] or bool(mended_name(following, separator))
            # What goes on in ADD and was not joined is as good as cut.
            whole = whole and not (name in {"OBX", "NTE"} and (following or "").startswith(f"ADD{separator}"))
            if not whole and following is not None and name in {"PID", "OBR"}:
                where = Locator(message=number, segment=name, index=counts[name])
                raise UnreadableDocument(f"{name} is cut: its results could be given to another", where)
            place = start + len(line) - len(text)
            segments.append(_segment(name, counts[name], place, text, separator, whole=whole))
        start += len(line) + 1
    _notice_run_on(segments, counts, separator, number, issues)
    return tuple(segments)


def _segment(name: str, index: int, start: int, text: str, separator: str, *, whole: bool) -> Segment:
    fields = text.split(separator)
    if name == "OBX":
        fields = with_its_bars(fields, separator)
    if name == "MSH":
        fields = ["MSH", separator, *fields[1:]]
    if not whole and name != "OBX":
        # A cut identifier or date is worse than none; for OBX its status field tells (results.py).
        fields = fields[:-1]
    return Segment(name, index, start, text, tuple(fields), whole)


def _notice_run_on(
    segments: list[Segment], counts: dict[str, int], separator: str, number: int | None, issues: list[Issue]
) -> None:
    """Refuse a message in which a lost line end hides a new order or patient, and tell of a hidden result."""
    text = "\r".join(segment.text for segment in segments)
    for name in ("OBX", "OBR", "PID", "MSH"):
        mark = name + separator
        if text.count(mark) == counts.get(name, 0):
            continue
        for segment in segments:
            if segment.name not in {"OBX", "OBR", "ORC", "NTE"} or mark not in segment.text[3:]:
                continue
            place = Locator(message=number, segment=segment.name, index=segment.number)
            if name != "OBX":
                raise UnreadableDocument(f"a line end before {name} is lost", place)
            issues.append(Issue(code=IssueCode.SEGMENT_DAMAGED, text="a line end before OBX is lost", locator=place))


def _damaged(line: str, number: int | None, start: int, separator: str, *, mended: bool) -> Issue:
    """Return the issue of a line that is no segment.

    Raises:
        UnreadableDocument: the line may have been a header, so that what follows may belong to another order,
            patient or message.
    """
    where = Locator(message=number, chars=(start, start + len(line)))
    if mended:
        return Issue(code=IssueCode.SEGMENT_DAMAGED, text="a segment name is not in capitals", locator=where)
    bare = line.lstrip().upper()
    is_result = line.split(separator)[2:3] and line.split(separator)[2] in _VALUE_TYPES
    starts = {bare[:2], bare[:3], bare[:4]}
    heads = [head for head in ("MSH", "PID", "OBR") if any(_is_nearly(start, head) for start in starts)]
    if heads and not is_result:
        raise UnreadableDocument(f"a damaged line may be {heads[0]}: its results could be given to another", where)
    text = "a line is not a segment and was not read"
    return Issue(code=IssueCode.SEGMENT_DAMAGED, text=text, locator=where)


def _is_nearly(name: str, head: str) -> bool:
    """Return whether one character changed, added or lost makes `name` from `head`."""
    if len(name) == len(head):
        return sum(one != other for one, other in zip(name, head, strict=True)) <= 1
    longer, shorter = sorted((name, head), key=len, reverse=True)
    return any(longer[:cut] + longer[cut + 1 :] == shorter for cut in range(len(longer)))
