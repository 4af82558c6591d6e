"""Tables with commas, semicolons or colons between their cells, as spreadsheets save them, read like barred ones."""

import re

from parsers.narrative.language.words import Lexicon, split

_BAR = "|"
_NUMERIC = {
    ",": re.compile(r"[-+\u2212\u2013]?\d+(?:\.\d+)?(?: ?%)?"),
    ";": re.compile(r"[-+\u2212\u2013]?\d+(?:[.,]\d+)?(?: ?%)?"),
    ":": re.compile(r"[-+\u2212\u2013]?\d+(?:[.,]\d+)?(?: ?%)?"),
}
"""What a cell with a number is; with commas between cells its decimals stand behind a point."""
_NAMED = re.compile(r":\s*[-+\u2212\u2013]?\d+[.,]\d+$")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAST_MARKS = 2
_LONGEST_HEAD = 4
"""Words of a heading; more make a sentence."""
_LABELS = 2
"""Headings that have to be labels, so that a line is the head of a table."""
_MOST_OTHERS = 3


def with_bars(text: str, lexicon: Lexicon) -> str:
    """Return the text with bars for the marks between the cells of a table, every character in its place.

    A line of headings counts only above a row with as many marks as itself.
    """
    if not any(text.count(mark) >= 2 * _LEAST_MARKS for mark in _NUMERIC):
        return text
    lines = [_unquoted(line) for line in text.split("\n")] if '"' in text else text.split("\n")
    mark: str | None = None
    head = 0
    for number, line in enumerate(lines):
        below = next((each for each in lines[number + 1 :] if each.strip()), "")
        if mark is not None and (not line.strip() or _heads_rows(line, below, mark, lines[head].count(_BAR))):
            continue
        if mark is not None and _is_row(line, mark, lines[head].count(_BAR)):
            lines[number] = _barred(line, mark)
            continue
        mark = next((each for each in _NUMERIC if _is_head(line, each, lexicon)), None)
        if mark is not None and _is_row(below, mark, line.count(mark)):
            lines[number], head = _barred(line, mark), number
        else:
            mark = None
    return "\n".join(lines)


def _heads_rows(line: str, below: str, mark: str, marks: int) -> bool:
    """Whether a line without any mark names what the rows below it are of: "LEFT HIP" above "Neck,0.601,-2.2"."""
    return mark not in line and len(line.split()) <= _LONGEST_HEAD and _is_row(below, mark, marks)


def _unquoted(line: str) -> str:
    """Return a line without its quotes, and without the marks within them: "Femoral neck, left" is one cell."""
    if not _MARKED.search(line):
        return line
    return _QUOTED.sub(lambda found: f" {_comma_to_point(found[1])} ", line)


def _comma_to_point(cell: str) -> str:
    """Return the words of a cell in quotes, the comma of a number as a point and any other mark as a blank."""
    return cell.replace(",", ".") if _NUMERIC[";"].fullmatch(cell.strip()) else re.sub(r"[,;]", " ", cell)


_QUOTED = re.compile(r'"([^"\n]*)"')
_MARKED = re.compile(r'[,;]"[^"\n]*"|"[^"\n]*"[,;]')


def _barred(line: str, mark: str) -> str:
    return line.replace(mark, _BAR).replace('"', " ")


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip(' \t\r"') for cell in line.split(mark)]


def _is_row(line: str, mark: str, marks: int) -> bool:
    """Whether a line has as many cells as the head, one of them a number and none a number with anything beside."""
    cells = _cells(line, mark)
    if _NAMED.search(cells[0]):
        # Below "BMD, T-score, Z-score:" the first number of "L1-L4: 0.853, -1.8, -0.4" is no name.
        return False
    return len(cells) == marks + 1 and sum(bool(_NUMERIC[mark].fullmatch(cell)) for cell in cells[1:]) > 0


def _is_head(line: str, mark: str, lexicon: Lexicon) -> bool:
    """Whether the cells of a line are headings, two of them labels of values."""
    cells = _cells(line, mark)
    if len(cells) <= _LEAST_MARKS or _BAR in line:
        return False
    told = [split(_ASIDE.sub(" ", cell)) for cell in cells]
    if any(len(words) > _LONGEST_HEAD or words[:1] == ("and",) for words in told):
        return False
    labels = [words for words in told if _is_label(words, lexicon)]
    numeric = any(_NUMERIC[mark].fullmatch(cell) for cell in cells)
    return len(labels) >= _LABELS and len(told) - len(labels) <= _MOST_OTHERS and not numeric


def _is_label(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    return words in {("t",), ("z",)} or any(tag.startswith("labels:") for tag in lexicon.phrases.get(words, ()))
