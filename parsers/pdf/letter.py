"""Running text of a page, handed to the reader of narratives with the way back to its places."""

import re
from collections.abc import Sequence

from dxa.locator import Locator
from dxa.report import DxaReport
from parsers.passage import Passage, Piece
from parsers.pdf.frame import Frame
from parsers.pdf.lines import Line, blocks_of, lines_of
from parsers.pdf.words import Word, phrases

_REMARK = re.compile(
    r"(?:^|   )(?:comments?|impression|conclusion|assessment|interpretation|WHO classification|fracture risk|"
    r"diagnosis|recommendations?)\s*:|(?:^|   )(?:FRAX\b|10[ -]year (?:fracture )?(?:risk|probability))",
    re.IGNORECASE,
)
_NEXT_LINE = 2.0
_INDENT = 1.5
_REMARK_LINES = 30
_REMARK_GAP, _BLOCK_GAP = 2.5, 40.0


def passage_of(lines: Sequence[Line], frame: Frame) -> Passage:
    """Return lines of a page as a passage whose locators are page and box."""
    # The words of a page are all there: an empty last line says that the text is not cut off.
    end = Piece("", lambda _start, _end: Locator(page=frame.page))
    return Passage([*(_piece(line, frame) for line in lines), end])


def _piece(line: Line, frame: Frame) -> Piece:
    return Piece(line.text, lambda start, end: frame.locator(line.box(start, end)))


def narrative_of(words: Sequence[Word], frame: Frame, digest: str) -> DxaReport:
    """Return what the running text of a page says."""
    return _read(blocks_of(words), frame, digest)


def remarks_of(words: Sequence[Word], frame: Frame, digest: str) -> DxaReport:
    """Return what the comments and conclusions beside the tables of a printout say.

    `words` are those outside the tables; legends and footnotes are left out, because only text that follows a
    label such as COMMENTS or IMPRESSION, line upon line, is read.
    """
    return _read(remark_lines(words), frame, digest)


def remark_lines(words: Sequence[Word]) -> list[Line]:
    """Return the lines of text under labels such as COMMENTS."""
    found: list[Line] = []
    for line in lines_of(words):
        for label in _REMARK.finditer(line.text):
            start = line.within(label.start(), label.end())[0]
            # The risks of a FRAX block stand in a column of their own, far right of their names.
            gap = _REMARK_GAP if label.group().rstrip().endswith(":") else _BLOCK_GAP
            paragraph = _below(start, words, gap)
            if any(not part.text.endswith(":") for part in paragraph):
                found += [part for part in paragraph if part not in found]
    return found


def _below(start: Word, words: Sequence[Word], gap: float) -> list[Line]:
    """Return the paragraph that begins at a word: its line, then close lines that begin at its left edge."""
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
        if key - base > _NEXT_LINE * start.size or len(taken) == _REMARK_LINES:
            break
        taken.append(Line(tuple(run)))
        base = key
    return taken


def _read(lines: Sequence[Line], frame: Frame, digest: str) -> DxaReport:
    if not lines:
        return DxaReport()
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only where there is running text

    return read_passage(passage_of(lines, frame), digest, "pdf-text/1")


def outside(words: Sequence[Word], boxes: Sequence[tuple[float, float, float, float]]) -> list[Word]:
    """Return the words that stand in none of the boxes."""
    return [
        word
        for word in words
        if not any(box[0] <= word.middle <= box[2] and box[1] <= word.base <= box[3] for box in boxes)
    ]
