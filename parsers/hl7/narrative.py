"""The prose of one order as one passage: an OBX per line, repetitions as lines, or formatted text, and notes."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue
from parsers.hl7.attachments import plain_component
from parsers.hl7.escapes import Plain, plain
from parsers.hl7.fields import NULL, coded
from parsers.hl7.identify import Coded
from parsers.hl7.places import place
from parsers.hl7.rich_text import Rich, is_rich, shown_of
from parsers.hl7.sections import CLASS_LABEL, heading_of, section_of
from parsers.hl7.tokens import Message, Segment
from parsers.passage import Passage, Piece

PARSER_NAME = "hl7-narrative/1"
_PROSE = frozenset({"TX", "FT", "ST", ""})
_CODED = frozenset({"CE", "CWE", "CNE"})

_NOT_PROSE = {"D": re.compile(r"diagnostic code|^$", re.IGNORECASE), "M": re.compile(r"modifier|^$", re.IGNORECASE)}
"""VistA's diagnostic code and modifiers, with what it calls them: lists, not text."""

_SIGNATURE = re.compile(r"\bsignature\b|\bfirma\b|\bunterschrift\b", re.IGNORECASE)
_POINTER = re.compile(r"(?:https?|ftp|file)://\S+|\\\\\S.*|[A-Za-z]:\\.*|/(?:[^/\s]+/)+[^/\s]+", re.IGNORECASE)
_SECTIONS = frozenset(
    {f"{name}:" for name in ("FINDINGS", "IMPRESSION", "RECOMMENDATION", "TECHNIQUE", "ADDENDUM", "COMMENT")}
)
"""Sections that go on under another label; one of an earlier examination ends there."""
_EARLIER_SECTIONS = frozenset({"COMPARISON:", "PREVIOUS RESULTS:"})
_SHORT_LINE = 120
"""Characters of a line that is put behind its heading."""


class Told(NamedTuple):
    """An OBX with prose or an NTE, and what it belongs to."""

    row: Segment
    owner: Segment | None = None
    """The OBX an NTE stands behind, if that is no prose itself."""
    site: str = ""
    """The site of the OBX or the owner as far as it is known from elsewhere; a note without it is about nothing said
    before."""


def passage_of(
    message: Message, told: Sequence[Told], above: Sequence[Piece] = ()
) -> tuple[Passage | None, list[Issue]]:
    """Return the prose of the given OBX and NTE, and what in it is no prose; None if there is none.

    `above` are lines that stand over whatever prose there is.
    """
    pieces: list[Piece] = []
    issues: list[Issue] = []
    section = label = ""
    for number, one in enumerate(told):
        lines = _lines(message, one.row, issues)
        if not any(line.text.strip() for line in lines):
            pieces += lines
            continue
        heading = _heading(message, one)
        if heading is None and section not in {"", *_SECTIONS} and one.row.name == "OBX" and one.row.field(3) != label:
            # What stands under the name of a site or an earlier examination ends where another label begins.
            heading = _whole_label(message, one.row, "FINDINGS:" if section in _EARLIER_SECTIONS else "COMMENT:")
        label = one.row.field(3) if one.row.name == "OBX" else label
        if heading and heading.text != section:
            section = heading.text
            if not lines[0].text.strip().upper().startswith(section.rstrip(":").upper()):
                following = told[number + 1].row if number + 1 < len(told) else None
                pieces += _headed(heading, lines, is_alone=not _is_labelled_alike(one.row, following))
                continue
        pieces += lines
    has_words = any(piece.text.strip() for piece in pieces)
    return (Passage([*above, *pieces]) if has_words else None), issues


def _is_labelled_alike(row: Segment, following: Segment | None) -> bool:
    return following is not None and following.name == row.name and following.field(3) == row.field(3)


def _headed(heading: Piece, lines: list[Piece], *, is_alone: bool) -> list[Piece]:
    """Return lines under their heading; one short line stands behind it, as people write "Left hip: 0.711 g/cm2"."""
    text = lines[0].text
    headed = heading.text in _SECTIONS or heading.text == "PREVIOUS RESULTS:"
    if len(lines) > 1 or not is_alone or headed or len(text) > _SHORT_LINE:
        return [heading, *lines]
    before = len(heading.text) + 1

    def locate(start: int, end: int) -> Locator:
        if start < before:
            return heading.locate(start, end)
        return lines[0].locate(start - before, end - before)

    return [Piece(f"{heading.text} {text}", locate)]


def is_pointer(text: str) -> bool:
    """Return whether a text is only a path or a link."""
    return _POINTER.fullmatch(text.strip()) is not None


def _heading(message: Message, told: Told) -> Piece | None:
    """Return the section or site a row is about as a line of its own: of OBX-3, or of the OBX an NTE belongs to."""
    row = told.row if told.row.name == "OBX" else told.owner
    if row is None:
        return None
    label = coded(message, row.field(3))
    text = (told.site or "COMMENT") if told.owner else heading_of(message, label, told.site)
    if text is None:
        return None
    return _whole_label(message, row, f"{text}:")


def _whole_label(message: Message, row: Segment, text: str) -> Piece:
    """Return a line whose every character stands for the whole of OBX-3."""
    whole = (0, len(row.field(3)))
    return Piece(text, lambda _start, _end: place(message, row, 3, chars=whole))


def _lines(message: Message, row: Segment, issues: list[Issue]) -> list[Piece]:
    if row.name == "NTE":
        return _field_lines(message, row, 3, issues)
    kind = row.field(2).strip().upper()
    if row.field(5).strip() == NULL:
        return []
    label = coded(message, row.field(3))
    if kind in _CODED:
        is_class = any(map(CLASS_LABEL.search, label.texts)) and not _is_list(label)
        return _coded_line(message, row) if is_class or section_of(message, label) == "IMPRESSION" else []
    is_prose = not _is_list(label) and not any(map(_SIGNATURE.search, label.texts))
    if (kind not in _PROSE and not (kind == "ED" and plain_component(message, row))) or not is_prose:
        return []
    return _field_lines(message, row, 5, issues)


def _is_list(label: Coded) -> bool:
    named = _NOT_PROSE.get(label.code.strip().upper())
    return named is not None and named.search(label.text.strip()) is not None


def _coded_line(message: Message, row: Segment) -> list[Piece]:
    """Return the text of a coded conclusion, such as OP^Osteoporosis^L."""
    parts = row.field(5).split(message.separators.component)
    number = 2 if len(parts) > 1 and parts[1].strip() else 1
    readable = plain(parts[number - 1], message.separators, message.codec)

    def locate(start: int, end: int) -> Locator:
        return place(message, row, 5, component=number, chars=readable.origin(start, end))

    return [Piece(readable.text, locate)]


def _field_lines(message: Message, row: Segment, field: int, issues: list[Issue]) -> list[Piece]:
    mark = message.separators.repetition
    repetitions = row.field(field).split(mark) if mark and not is_rich(row.field(field)) else [row.field(field)]
    pieces: list[Piece] = []
    if component := plain_component(message, row):
        return _text_lines(*_of_component(message, row, component))
    for number, text in enumerate(repetitions, 1):
        readable = plain(text, message.separators, message.codec)
        if is_pointer(readable.text):
            what = "a path or link instead of text"
            issues.append(Issue(code=IssueCode.NOT_CONTENT, text=what, locator=place(message, row, field)))
            continue
        where = _Where(message, row, field, number if len(repetitions) > 1 else None)
        if is_rich(readable.text):
            pieces += _rich_lines(readable, where, issues)
            continue
        lines = _text_lines(readable, where)
        if message.separators.truncation and text.endswith(message.separators.truncation):
            what = "the sender cut this text short; its last line was not read"
            issues.append(Issue(code=IssueCode.SEGMENT_DAMAGED, text=what, locator=place(message, row, field)))
            lines = lines[:-1]
        pieces += lines
    return pieces


def _of_component(message: Message, row: Segment, component: int) -> tuple[Plain, "_Where"]:
    """Return the text of an ED that is not encoded, and where it stands."""
    text = row.field(5).split(message.separators.component)[component - 1]
    return plain(text, message.separators, message.codec), _Where(message, row, 5, None, component)


def _rich_lines(readable: Plain, where: "_Where", issues: list[Issue]) -> list[Piece]:
    """Return the lines rich text shows; one that is not whole is told and not read."""
    shown = shown_of(readable.text)
    if shown is not None:
        return _text_lines(Rich(shown.text, shown, readable), where)
    what = "rich text whose groups do not close; it is not read"
    found = place(where.message, where.row, where.field)
    issues.append(Issue(code=IssueCode.SEGMENT_DAMAGED, text=what, locator=found))
    return []


class _Where(NamedTuple):
    message: Message
    row: Segment
    field: int
    repetition: int | None
    component: int | None = None


def _text_lines(readable: Plain | Rich, where: _Where) -> list[Piece]:
    def locating(offset: int) -> Callable[[int, int], Locator]:
        def locate(start: int, end: int) -> Locator:
            chars = readable.origin(offset + start, offset + end)
            parts = {"repetition": where.repetition, "component": where.component}
            return place(where.message, where.row, where.field, **parts, chars=chars)

        return locate

    pieces: list[Piece] = []
    offset = 0
    for line in readable.text.split("\n"):
        pieces.append(Piece(line, locating(offset)))
        offset += len(line) + 1
    return pieces
