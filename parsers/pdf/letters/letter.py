"""Running text of a page, handed to the reader of narratives with the way back to its places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from statistics import median

from dxa.issues import IssueCode
from dxa.report import DxaReport, Issue
from dxa.sites import plain
from parsers.passage import Passage, Piece
from parsers.pdf.headings.header import Header
from parsers.pdf.letters.asides import parted
from parsers.pdf.letters.page_ends import page_ends
from parsers.pdf.letters.said import SaidLine, said_risks, said_row, said_sides, said_tbs
from parsers.pdf.letters.wrapped import Wrapped, rejoined
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.tables.table import Row, Table
from parsers.pdf.text.frame import Box, Frame
from parsers.pdf.text.lines import Line, blocks_of, is_prose, is_sentence, lines_of
from parsers.pdf.text.words import Word, phrases

Told = Line | SaidLine | Wrapped
"""A line as the reader of narratives gets it."""
_HEADED = re.compile(r"(?:^|   )(?P<head>[^\W\d_](?:(?!   )[^:]){2,40}?)\s*:")
_RISK = re.compile(r"(?:^|   )(?:FRAX\b|10[ -]year (?:fracture )?(?:risk|probability))", re.IGNORECASE)
_COMMENTS = frozenset(
    [
        "comment", "comments", "physician's comment", "physician's comments", "kommentar", "kommentare", "anmerkung",
        "anmerkungen", "commentaire", "commentaires", "comentario", "comentarios", "commento", "commenti",
        "opmerking", "opmerkingen", "fracture risk", "frakturrisiko", "risque de fracture", "riesgo de fractura",
        "risco de fratura", "rischio di frattura", "fractuurrisico",
    ]
)  # fmt: skip
"""What printouts head their remarks with, beside the headings of conclusions and advice that letters know too."""
_NEXT_LINE, _BELOW_HEADING = 2.0, 2.5
_HEADING_WORDS = 4
_INDENT = 1.5
_REMARK_LINES = 30
_REMARK_GAP, _BLOCK_GAP = 2.5, 40.0
_SMALL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """What of a page belongs to its running text."""

    words: Sequence[Word]
    frame: Frame
    tables: Sequence[Table] = ()
    """Tables of scores, whose rows are read as sentences."""


def passage_of(lines: Sequence[tuple[Told, Frame]]) -> Passage:
    """Return lines of pages as a passage whose locators are page and box."""
    return Passage([_piece(line, frame) for line, frame in lines])


def _piece(line: Told, frame: Frame) -> Piece:
    return Piece(line.text, lambda start, end: frame.locator(line.box(start, end)))


def narrative_of(pages: Sequence[LetterPage], digest: str) -> DxaReport:
    """Return what the running text of consecutive pages says.

    A row of one of their tables that names a site is read as a sentence about it, so that what stands above the
    table ("previous examination") holds for it too, and a score belongs to the heading above it and to no other.
    Heads and feet of pages and small columns beside the text stand behind it.
    """
    told: list[tuple[Told, Frame]] = []
    after: list[tuple[Told, Frame]] = []
    issues: list[Issue] = []
    texts = [parted(page.words) for page in pages]
    ends = page_ends([lines_of(words) for words, _ in texts])
    for page, (words, aside), (head, foot) in zip(pages, texts, ends, strict=True):
        apart = {word for line in (*head, *foot) for word in line.words}
        after += [(line, page.frame) for line in (*head, *foot, *aside)]
        lines = said_sides(blocks_of([word for word in words if word not in apart]))
        for table in page.tables:
            for row in table.rows:
                issues += _row_issues(row, page.frame)
                if labelled_site(row.label) is not None:
                    lines = _exchanged(lines, row, table.header)
            lines = _without_headings(lines, table)
        told += [(line, page.frame) for line in (*rejoined(lines, page.frame.width), *said_risks(lines_of(page.words)))]
    report = _read([*told, *after], digest)
    return replace(report, issues=(*report.issues, *issues))


def _without_headings(lines: Sequence[Line | SaidLine], table: Table) -> list[Line | SaidLine]:
    """Return lines without the headings of a table that is told: "previous" over one column is not of all of them."""
    top, bottom, told = table.header.top, table.header.bottom, any(isinstance(line, SaidLine) for line in lines)
    return [
        line
        for line in lines
        if not told or isinstance(line, SaidLine) or not top < line.words[0].base <= bottom + 0.1 * table.header.size
    ]


def _row_issues(row: Row, frame: Frame) -> list[Issue]:
    issues = [(IssueCode.NOT_A_NUMBER, f"{cell.fault}; not used", cell.box) for cell in row.faults]
    if row.cells and labelled_site(row.label) is None:
        issues.append((IssueCode.UNKNOWN_ROW, "a table row whose label is not in the table of names", row.box))
    return [Issue(code=code, text=text, locator=frame.locator(box)) for code, text, box in issues]


def _exchanged(lines: Sequence[Line | SaidLine], row: Row, header: Header) -> list[Line | SaidLine]:
    """Return lines with the one that holds a row, and nothing outside its table, exchanged for its sentence."""
    own = [line for line in lines if isinstance(line, Line) and any(_stands_in(word, row.box) for word in line.words)]
    edge = header.headings[-1].x1 + header.size
    if len(own) != 1 or any(not row.box[0] <= word.x0 <= edge for word in own[0].words):
        return list(lines)
    return [said_row(row) if line is own[0] else line for line in lines]


def _stands_in(word: Word, box: Box) -> bool:
    return box[0] <= word.middle <= box[2] and box[1] <= (word.top + word.bottom) / 2 <= box[3]


def sentences_of(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page that are running text in type of the usual size; legends are set in smaller type."""
    usual = median(word.size for word in words for _ in word.text)
    return [line for line in lines_of(words) if is_prose([line]) and line.words[0].size >= _SMALL * usual]


def remarks_of(words: Sequence[Word], frame: Frame, digest: str, *, has_results: bool = True) -> DxaReport:
    """Return what the comments and conclusions beside the tables of a printout say.

    `words` are those outside the tables; legends and footnotes are left out, because only text that follows a
    label such as COMMENTS or IMPRESSION, line upon line, is read. On a page whose tables gave no results its
    sentences are read too.
    """
    lines = lines_of(words)
    remarks: list[Line | SaidLine] = [*remark_lines(words, lines), *said_risks(lines), *said_tbs(lines)]
    if has_results or not words:
        return _read([(line, frame) for line in remarks], digest)
    told = {word for line in remarks if isinstance(line, Line) for word in line.words}
    sentences = [line for line in sentences_of(words) if told.isdisjoint(line.words)]
    return _read([(line, frame) for line in (*remarks, *sentences)], digest)


def remark_lines(words: Sequence[Word], lines: Sequence[Line]) -> list[Line]:
    """Return the lines of text under labels such as COMMENTS or, in any language, those of a conclusion."""
    found: list[Line] = []
    for line, after in zip_longest(lines, lines[1:]):
        if after and _heads_sentences(line, after):
            found += [part for part in _below(line.words[0], words, _REMARK_GAP, _BELOW_HEADING) if part not in found]
        for label in (*filter(_heads_remark, _HEADED.finditer(line.text)), *_RISK.finditer(line.text)):
            start = line.within(label.start(), label.end())[0]
            # The risks of a FRAX block stand in a column of their own, far right of their names.
            gap = _REMARK_GAP if label.group().rstrip().endswith(":") else _BLOCK_GAP
            paragraph = _below(start, words, gap)
            if any(not part.text.endswith(":") for part in paragraph):
                found += [part for part in paragraph if part not in found]
    return found


def _heads_sentences(line: Line, after: Line) -> bool:
    """Whether a line is nothing but a heading such as "Conclusion", and a sentence begins below it."""
    first, below = line.words[0], after.words[0]
    if len(line.words) > _HEADING_WORDS or not line.text[-1].isalpha():
        return False
    near = below.base - first.base <= _BELOW_HEADING * first.size and abs(below.x0 - first.x0) <= first.size
    return near and is_sentence(after) and _is_heading(line.text)


def _heads_remark(label: re.Match[str]) -> bool:
    return _is_heading(label["head"])


def _is_heading(text: str) -> bool:
    from parsers.narrative.language.words import headings_of  # noqa: PLC0415 - only where there is running text

    head = plain(text)
    return head in _COMMENTS or head in headings_of("indication", "impression", "recommendation")


def _below(start: Word, words: Sequence[Word], gap: float, first: float = _NEXT_LINE) -> list[Line]:
    """Return the paragraph that begins at a word: its line, then close lines that begin at its left edge.

    The second line may stand `first` heights below the first one.
    """
    taken: list[Line] = []
    base = start.base
    rows: dict[float, list[Word]] = {}
    for word in words:
        if word.base >= start.base - 0.5 and word.x0 >= start.x0 - _INDENT * start.size:
            key = next((key for key in rows if abs(key - word.base) < 0.4 * word.size), word.base)
            rows.setdefault(key, []).append(word)
    for key in sorted(rows):
        run = phrases(sorted(rows[key], key=lambda word: word.x0), gap=gap)[0]
        if run[0].x0 - start.x0 > 3 * _INDENT * start.size:
            continue
        widest = first if len(taken) == 1 else _NEXT_LINE
        if key - base > widest * start.size or len(taken) == _REMARK_LINES:
            break
        taken.append(Line(tuple(run)))
        base = key
    return taken


def _read(lines: Sequence[tuple[Told, Frame]], digest: str) -> DxaReport:
    if not lines:
        return DxaReport()
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only where there is running text

    # The words of a page are all there: its text is not cut off.
    return read_passage(passage_of(lines), digest, "pdf-text/1", complete=True)


def outside(words: Sequence[Word], boxes: Sequence[tuple[float, float, float, float]]) -> list[Word]:
    """Return the words that stand in none of the boxes."""
    return [
        word
        for word in words
        if not any(box[0] <= word.middle <= box[2] and box[1] <= word.base <= box[3] for box in boxes)
    ]
