"""Lines of text that head the numbers below them: "LUMBAR SPINE (L1-L4)", then a density and a score without a site."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dxa.regions import Scan
from dxa.sites import plain, site_of
from parsers.hl7.escapes import unescaped
from parsers.hl7.fields import coded
from parsers.hl7.labels import Meaning, meaning_of, scan_in
from parsers.hl7.naming import NUMBERS, UNPLACED, Group
from parsers.hl7.sides import limb_of
from parsers.hl7.tokens import Message, Segment

_NO_TEXT = frozenset({"ED", "RP"})
_LONGEST = 60
"""Characters of a line that heads others; more is prose."""
_NUMBER = re.compile(r"[-+\u2010-\u2015\u2212]? ?(?:\d+[.,]?\d*|[.,]\d+)(?:\s*m?g\S*/\s*cm\S*| ?%)?")
"""A number, with a unit it may bring."""
_SAYS_NOTHING = re.compile(
    r"(?:(?:hdr|header|head(?:ing|line)?|title|caption|section|sub|text|txt|line|report|rpt|narrative|narr|findings?|gdt|"
    r"results?|observations?|obs|befund|bericht|informe|compte rendu|resultats?|referto|laudo|verslag|uitslag|svar|dxa|"
    r"dexa|bone|mineral|density|densitometry|radiology|study|scan|body|rad|l|r|\d+)\b[\s&]*)*"
)
"""Labels of a line of the report, whatever it says."""
_ENDS = Group(ends=True)


class _Line(NamedTuple):
    words: str
    meaning: Meaning | None
    """What the words mean if they are a site and nothing else."""


def headings_of(message: Message, rows: Sequence[Segment]) -> dict[int, Group]:
    """Return what lines of text say of the numbers below them, by the number of the OBX; nothing if they head none.

    A line that is only a site heads the number right below it whose label names none. Where only lines stand before
    the first such line, no observation is missing or in another place than its OBX-1 says, and no two results of a
    kind stand under one line, it holds for what follows; otherwise all numbers are of an unknown site. A line of other
    words ends what the one before it said.
    """
    lines = {row.number: _Line(words, _site_meant(words)) for row in rows if (words := _line(message, row))}
    heads = [row.number for row, below in pairwise(rows) if _heads(message, lines.get(row.number), below)]
    if not heads:
        return {}
    if any(row.number not in lines for row in rows if row.number < heads[0]) or _is_doubtful(message, rows, lines):
        return {row.number: UNPLACED for row in rows if is_number(row)}
    found: dict[int, Group] = {}
    limb: Scan | None = None
    """The limb a line above names with its side."""
    for number, (words, meaning) in lines.items():
        part = site_of(words, limb) if limb else None
        if part and part.side is None:
            # "Femoral neck" or "Total" under "LEFT HIP" is a part of it.
            found[number] = Group(row=words, is_line=True)
        elif meaning:
            found[number] = Group(scan=words, is_line=True)
            limb = limb_of(meaning.regions or frozenset()) if meaning.side else None
        else:
            found[number], limb = _ENDS, None
    return found


def _is_doubtful(message: Message, rows: Sequence[Segment], lines: Mapping[int, _Line]) -> bool:
    return not _is_numbered_through(rows) or _repeats(message, rows, lines) or _is_across(rows, lines)


def is_out_of_order(rows: Sequence[Segment]) -> bool:
    """Return whether OBX-1 goes back other than to 1: somebody sorted the observations anew.

    What a row says of those behind it is then not to be believed.
    """
    return any(after < before and after != 1 for before, after in pairwise(_numbers(rows)))


def is_number(row: Segment) -> bool:
    """Return whether an observation is a number, by its type or by what it holds."""
    return row.field(2).strip().upper() in NUMBERS or _NUMBER.fullmatch(row.field(5).strip()) is not None


def missing_before(rows: Sequence[Segment]) -> frozenset[int]:
    """Return the numbers of the rows right before which OBX-1 leaves out another one; some senders number by tens."""
    steps = [
        (row.number, after - before)
        for (above, row) in pairwise(rows)
        for before, after in pairwise(_numbers((above, row)))
        if row.number == above.number + 1 and after > before
    ]
    usual = min((step for _, step in steps), default=1)
    return frozenset(number for number, step in steps if step > usual)


def _is_numbered_through(rows: Sequence[Segment]) -> bool:
    """Whether OBX-1 tells of no missing row and of none in another place."""
    return not missing_before(rows) and not is_out_of_order(rows)


def _numbers(rows: Sequence[Segment]) -> list[int]:
    return [int(text) for row in rows if (text := row.field(1).strip()).isdecimal()]


def _site_meant(words: str) -> Meaning | None:
    meaning = meaning_of(words)
    told = bool(meaning.regions) and meaning.quantity is None and meaning.is_result
    is_now = not meaning.prior and meaning.year is None and not meaning.days
    return meaning if told and is_now and len(words) <= _LONGEST and scan_in(words) is not None else None


def _line(message: Message, row: Segment) -> str:
    """Return the words of a line of the report; empty for any other observation."""
    if row.field(2).strip().upper() in _NO_TEXT or is_number(row) or not _says_nothing(message, row):
        return ""
    return unescaped(row.field(5), message.separators, message.codec).strip().strip(":-=*_ ").strip()


def _says_nothing(message: Message, row: Segment) -> bool:
    label = coded(message, row.field(3))
    words = label.texts or tuple(code for code, _ in label.codes)
    return all(_SAYS_NOTHING.fullmatch(plain(word.replace("_", " ")).strip(" :.")) for word in words)


def _heads(message: Message, line: _Line | None, below: Segment) -> bool:
    """Whether a line is a site, and the row below it a number whose label tells what it is and not where."""
    if line is None or line.meaning is None or not is_number(below):
        return False
    meanings = [meaning_of(text) for text in coded(message, below.field(3)).texts]
    return any(one.quantity for one in meanings) and not any(one.regions and not _is_part(one) for one in meanings)


def _is_part(meaning: Meaning) -> bool:
    """Whether a label names a part of a limb without its side, so that a line above may tell it."""
    return limb_of(meaning.regions or frozenset()) is not None and meaning.side is None


def _repeats(message: Message, rows: Sequence[Segment], lines: Mapping[int, _Line]) -> bool:
    """Whether two results under one line have one label and differ, so that they are of two sites."""
    seen: dict[str, str] = {}
    for row in rows:
        if row.number in lines:
            seen = {}
        elif is_number(row):
            label = " ".join(coded(message, row.field(3)).texts) or row.field(3)
            if seen.setdefault(label, row.field(5).strip()) != row.field(5).strip():
                return True
    return False


def _is_across(rows: Sequence[Segment], lines: Mapping[int, _Line]) -> bool:
    """Whether numbers of one OBX-4 stand under two lines, while others have another: the lines are not the groups."""
    under: dict[str, set[int]] = {}
    line = 0
    for row in rows:
        line = row.number if row.number in lines else line
        if row.number not in lines:
            under.setdefault(row.field(4).strip(), set()).add(line)
    return len(under) > 1 and any(len(found) > 1 for found in under.values())
