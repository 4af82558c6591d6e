"""The lines of a table: rows of words set unevenly or broken within their cells are put back together."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dxa.regions import Region, Scan
from dxa.sites import site_of
from parsers.pdf.headings.columns import SCORES
from parsers.pdf.headings.header import Header
from parsers.pdf.naming.labels import in_two_tongues, labelled_site
from parsers.pdf.naming.names import ONLY_SIDE, Parts, is_value, parts_of
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.tables.shares import is_share
from parsers.pdf.text.words import Word, phrases, rows_of, text_of, without_footnotes

# Heights of a character.
_LABEL_INDENT = 4.0
_BEYOND = 2.5
_SHARE = 8.0
_BLANK, _TYPED = 0.5, 0.75
"""A blank of printing types, and one of typewriter's, which is as wide as any letter."""
_WRAP = 0.95
_UNEVEN = 0.62
_SECOND_LINE, _SHORT = 0.87, 12
_SYMMETRY, _LINE, _APART = 0.2, 1.3, 4.0
_PITCH = 1.8

_BESIDE, _SENTENCE, _FEWEST_BESIDE = 20.0, 4, 3
"""How far above and below a heading text stands beside its table, and of how many words and lines it is made."""
_TALLEST, _LOWEST = 5, 3
"""Lines of a row whose cells are set to their middle."""


def lines_under(header: Header, words: Sequence[Word]) -> list[list[Word]]:
    """Return the lines below a header that may be rows of its table, each as the words of one row."""
    left = _left_edge(header, words)
    right = header.headings[-1].x1 + _BEYOND * header.size
    # A percentage behind the last score stands under no heading of its own.
    far = right + _SHARE * header.size if header.columns[-1] in SCORES else right
    below = [
        word
        for word in words
        if word.base > header.bottom and (word.x1 <= right or (word.x1 <= far and is_share(word.text)))
    ]
    own = [word for word in below if word.x0 >= left]
    before = [word for word in below if word.x0 < left]
    own += _begun(own, before)
    own += _nameless(own, before, header)
    rows = [row for row in map(without_footnotes, _levelled(_centred(rows_of(own), header))) if row]
    return _unwrapped(rows, header)


def _left_edge(header: Header, words: Sequence[Word]) -> float:
    """Return where the lines of a table may begin: behind a column of running text beside it, if there is one."""
    edge, size = header.headings[0].x0, header.size
    near = [
        word
        for word in words
        if word.x1 < edge and header.top - _BESIDE * size <= word.base <= header.bottom + _BESIDE * size
    ]
    runs = [run for row in rows_of(near) for run in phrases(row)] if len(near) >= _FEWEST_BESIDE * _SENTENCE else []
    text = [run for run in runs if len(run) >= _SENTENCE and run[0].x0 < edge - _SHARE * size]
    indented = edge - _LABEL_INDENT * size
    if _is_flush(header, words):
        return edge - _BLANK * size
    return max(indented, max(run[-1].x1 for run in text) + _BLANK * size) if len(text) >= _FEWEST_BESIDE else indented


def _is_flush(header: Header, words: Sequence[Word]) -> bool:
    """Whether the names of sites begin right below the word over them, and what stands left of it is of no row.

    Fields of the patient in a column of their own beside the table are none of it; the name of a scan or a side is.
    """
    edge, size = header.headings[0].x0, header.size
    below = [run for row in rows_of(word for word in words if word.base > header.bottom) for run in phrases(row)]
    named = [run for run in below if abs(run[0].x0 - edge) < _FLUSH * size and labelled_site(text_of(run)) is not None]
    if len(named) < _FEWEST_NAMED:
        return False
    low = named[-1][0].base + size
    aside = [text_of(run) for run in below if run[-1].x1 < edge - _BLANK * size and run[0].base <= low]
    return bool(aside) and not any(
        ONLY_SIDE.fullmatch(text) or scan_named(text) or labelled_site(text) for text in aside
    )


_FLUSH, _FEWEST_NAMED = 0.3, 2


def _begun(words: Sequence[Word], before: Sequence[Word]) -> list[Word]:
    """Return the words left of a table that its first words go on from: long names under a centred heading.

    A name without its beginning is another one: "Left" and "Mean" stand there.
    """
    firsts = {id(row[0]) for row in rows_of(words)} if before else set()
    found: list[Word] = []
    for row in rows_of([*before, *words]) if before else ():
        first = next((at for at, word in enumerate(row) if id(word) in firsts), 0)
        while first and row[first].x0 - row[first - 1].x1 <= _TYPED * row[first].size:
            first -= 1
            found.append(row[first])
    return found


def _nameless(words: Sequence[Word], before: Sequence[Word], header: Header) -> list[Word]:
    """Return the short names that stand at the left edge of a wide column, far left of its centred heading.

    Only what names a site is taken, and only where nothing else stands on its line between it and the numbers.
    """
    edge, taken = header.first_result.x0 - 0.1 * header.size, {id(word) for word in words}
    found: list[Word] = []
    rows = rows_of([*before, *words]) if before else []
    for row, below in zip(rows, [*rows[1:], []], strict=False):
        own = [word for word in row if id(word) in taken]
        left = [word for word in row if id(word) not in taken]
        if not own and is_group(left) and below and ONLY_SIDE.fullmatch(below[0].text):
            found += left
        if not own or not left or any(word.middle < edge for word in own):
            continue
        run = phrases(left)[-1]
        if header.labels[0].x0 - run[-1].x1 < _FARTHEST * header.size and _names_row(text_of(run)):
            found += run
    return found


def _names_row(text: str) -> bool:
    sided = ONLY_SIDE.fullmatch(text) is not None
    return sided or labelled_site(text) is not None or any(site_of(text, scan) for scan in Scan)


_FARTHEST = 12.0


def _levelled(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Return rows with those joined that fill each other's gaps at nearly one height, as on a page set unevenly.

    A minus would else stand in another row than its number.
    """
    joined: list[list[Word]] = []
    for row in rows:
        before = joined[-1] if joined else []
        near = bool(before) and row[0].base - before[0].base < _UNEVEN * max(word.size for word in (*before, *row))
        if near and not any(min(one.x1, two.x1) > max(one.x0, two.x0) for one in before for two in row):
            joined[-1] = sorted([*before, *row], key=lambda word: word.x0)
        else:
            joined.append(list(row))
    return joined


def _centred(lines: list[list[Word]], header: Header) -> list[list[Word]]:
    """Return the lines with those joined that are one row of cells set to their middle, as letters print them.

    The numbers stand beside the middle of a name of several lines: as many lines above as below at equal distances,
    and the rows before and after further off than the lines of the row are from each other.
    """
    joined: list[list[Word]] = []
    parted = [parts_of(line, header) for line in lines]
    at = 0
    while at < len(lines):
        count = _height_of_row(lines, parted, at, header)
        parts = parted[at : at + count]
        names = in_two_tongues([part.label for part in parts if part.label])
        joined.append(names + [word for part in parts for word in (*part.date, *part.rest)] if count > 1 else lines[at])
        at += count
    return joined


def _height_of_row(lines: Sequence[Sequence[Word]], parted: Sequence[Parts], at: int, header: Header) -> int:
    """Return how many lines from one on are a single row whose only numbers stand beside their middle; else 1."""
    numbers = [any(is_value(word.text) for word in parts.rest) for parts in parted[at : at + _TALLEST]]
    for count in range(_TALLEST, _LOWEST - 1, -1):
        part = lines[at : at + count]
        if len(part) < count or sum(numbers[:count]) != 1:
            continue
        filled = [line for line, has in zip(part, numbers, strict=False) if has]
        if (
            labelled_site(text_of(in_two_tongues([part.label for part in parted[at : at + count] if part.label])))
            is None
        ):
            continue
        bases = [line[0].base for line in part]
        middle, size = filled[0][0].base, filled[0][0].size
        steps = [after - before for before, after in pairwise(bases)]
        even = abs((middle - bases[0]) - (bases[-1] - middle)) <= _SYMMETRY * size
        before = bases[0] - (lines[at - 1][0].base if at else header.bottom)
        after = lines[at + count][0].base - bases[-1] if at + count < len(lines) else _APART * size
        if even and max(steps) <= _LINE * size and min(before, after) > max(steps) + _SYMMETRY * size:
            return count
    return 1


def _unwrapped(lines: list[list[Word]], header: Header) -> list[list[Word]]:
    """Return the lines with labels of two lines (Norland's Fem / Neck around their numbers) put back together."""
    joined: list[list[Word]] = []
    parted = [parts_of(line, header) for line in lines]
    skip = False
    for number, line in enumerate(lines):
        if skip:
            skip = False
            continue
        if joined and _is_second_line(lines, number, parted):
            joined[-1] = [*joined[-1], *line]
            continue
        alone = parted[number].rest and not parted[number].label
        if alone and _wraps(lines, number - 1, line, parted) and _wraps(lines, number + 1, line, parted):
            joined[-1:] = [[*lines[number - 1], *lines[number + 1], *line]]
            skip = True
        else:
            joined.append(line)
    return joined


def _is_second_line(lines: Sequence[Sequence[Word]], number: int, parted: Sequence[Parts]) -> bool:
    """Whether a line is the second one of the label before it: alone, short, and nearer to it than to the next row."""
    line, before = lines[number], lines[number - 1]
    name = parted[number - 1].label
    if is_group(line) and ONLY_SIDE.fullmatch(text_of(name)):
        # The next group of a dual hip, printed close under the last row of the one before.
        return False
    if _names_part(lines, number, parted) or _completes(lines, number, parted):
        return True
    if parted[number].rest or not parted[number - 1].rest or not name:
        return False
    if min(line[-1].x1, name[-1].x1) <= max(line[0].x0, name[0].x0):
        # A number of an axis beside the names.
        return False
    after = lines[number + 1][0].base if number + 1 < len(lines) else line[0].base + 2 * line[0].size
    gap = line[0].base - before[0].base
    return gap < _SECOND_LINE * (after - line[0].base) and len(text_of(line)) <= _SHORT


_LIMB = re.compile(r"(?:(?:left|right|l|r)\.? )?(?:fem(?:ur)?|hip)\.?", re.IGNORECASE)


def _names_part(lines: Sequence[Sequence[Word]], number: int, parted: Sequence[Parts]) -> bool:
    """Whether a line says which part of the limb before it: Neck below Fem with its numbers, and no sides follow."""
    parts, before = parted[number], parted[number - 1]
    after = parted[number + 1] if number + 1 < len(lines) else None
    if parts.rest or not before.rest or (after and ONLY_SIDE.fullmatch(text_of(after.label))):
        return False
    near = lines[number][0].base - lines[number - 1][0].base <= _PITCH * lines[number][0].size
    return near and bool(_LIMB.fullmatch(text_of(before.label))) and is_group(parts.label)


_REST_OF_NAME = re.compile(
    r"[(\[]?\s*[LT]1?\d\s?[-\u2013]\s?[LT]?1?\d\s*[)\]]?|[(\[]\s*(?:left|right|lt?\.?|rt?\.?|links?|rechts?|gauche|droite?|izquierd[oa]|"
    r"derech[oa]|esquerd[oa]|direit[oa]|sinistr[oa]|destr[oa])\s*[)\]]",
    re.IGNORECASE,
)


def _completes(lines: Sequence[Sequence[Word]], number: int, parted: Sequence[Parts]) -> bool:
    """Whether a line gives nothing but the vertebrae, or in brackets the side, that the name before it lacks.

    It may stand as far from the next row as from its own: "Lumbale wervelkolom" above "L1-L4".
    """
    parts, before = parted[number], parted[number - 1]
    if parts.rest or not before.rest or not _REST_OF_NAME.fullmatch(text_of(parts.label)):
        return False
    site, whole = (labelled_site(text_of(words)) for words in (before.label, [*before.label, *parts.label]))
    near = lines[number][0].base - lines[number - 1][0].base <= _PITCH * lines[number][0].size
    return near and site is not None and whole is not None and whole.region is site.region and whole != site


def _wraps(lines: Sequence[Sequence[Word]], at: int, line: Sequence[Word], parted: Sequence[Parts]) -> bool:
    """Whether the line at a place, if there is one, is near and gives no result of its own."""
    part = lines[at] if 0 <= at < len(lines) else ()
    near = bool(part) and abs(part[0].base - line[0].base) <= _WRAP * line[0].size
    return near and not parted[at].rest


def is_group(label: Sequence[Word]) -> bool:
    """Return whether a label alone names the group of the rows below it, such as Neck over Left and Right."""
    text = text_of(label)
    site = labelled_site(text)
    return bool(_GROUP.fullmatch(text)) or (site is not None and site.side is None and site.region in _PARTS)


def group_above(header: Header, words: Sequence[Word]) -> str | None:
    """Return the part right above a table whose rows are its sides; None for a table of anything else."""
    lines = rows_of(word for word in words if header.top - _ABOVE * header.size < word.base <= header.top)
    own = [run for run in phrases(lines[-1]) if run[0].x0 < header.first_result.x0] if lines else []
    return text_of(own[0]) if len(own) == 1 == len(phrases(lines[-1])) and is_group(own[0]) else None


_ABOVE = 3.0
_GROUP = re.compile(
    r"(?i)(?:femoral |upper |lower )?(?:neck|total|ward['\u2019]?s?|troch\w*|inter\w*|shaft|"
    r"(?:schenkel)?hals|gesamt|cuello|col|colo|collo|totale?|totaal|troc\w*|"
    r"\u9888|\u80a1\u9aa8\u9888|\u603b\u8ba1|\u5168\u9acb|\u9838\u90e8|\u5168\u4f53|\uacbd\ubd80|\uc804\uccb4)"
)
_PARTS = frozenset(
    {Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.TROCHANTER, Region.RADIUS_33, Region.RADIUS_ULTRADISTAL}
)
"""What is measured on either side, so that the sides may stand below its name."""


def usual_step(lines: Sequence[Sequence[Word]]) -> float:
    """Return the distance most lines stand apart, 0 for fewer than two."""
    steps = [after[0].base - before[0].base for before, after in pairwise(lines)]
    return median(steps[:12]) if steps else 0.0
