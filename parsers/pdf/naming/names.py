"""The words at the left of a table's lines: what a row is of, its section, and the day it is of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dxa.regions import SCAN_OF_REGION, Scan
from dxa.sites import levels_of, site_of
from parsers.numbers import MINUS_SIGNS, read_number
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.header import Header, Heading
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.text.words import Word, phrases, text_of

_MISSING = re.compile(rf"[{re.escape(MINUS_SIGNS)}]+|\*{{2,}}|N/?A|n/?a|\.{{2,}}|--+|\u2026")
LONE_SIGNS = frozenset(MINUS_SIGNS)
_DAY = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}|"
    r"\d{1,2}\.?[ -][^\W\d_]{3,10}\.?,?[ -]\d{4}"
)
ONLY_SIDE = re.compile(
    r"(?i)\W*(left|right|l|r|mean|avg|average|diff(?:erence)?|links?|rechts?|li|re|mittel(?:wert)?|differenz|gauche|droite?|"
    r"moyenne|izq(?:uierd[oa])?|der(?:ech[oa])?|media|dif|diferencia|esq(?:uerd[oa])?|dir(?:eit[oa])?|m\u00e9dia|diferen\u00e7a|"
    r"sin(?:istr[oa])?|dx|sx|des(?:tr[oa])?|differenza|gemiddelde|gem|verschil|lew[aey]|praw[aey]|"
    r"[\u5de6\u53f3][\u4fa7\u5074]?|\u5e73\u5747\u503c?|\u5dee(?:\u5f02|\u503c|\u7570)?|"
    r"\uc88c\uce21?|\uc6b0\uce21?|\uc67c\ucabd|\uc624\ub978\ucabd|\ud3c9\uade0|\ucc28\uc774)\W*"
)
"""A label that names a side of the group above it."""
_AREAL = re.compile(r"m?g/cm[2\u00b2]")
_SEVERAL = 2
_THOUSANDTHS = re.compile(r"\d[.,]\d{3}")
_FAR_BEHIND = 1.2
_DATE_WORDS = 3


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is no value."""
    return bool(_MISSING.fullmatch(text))


def is_day(text: str) -> bool:
    """Return whether a text is a day or a year, and nothing else."""
    return bool(_DAY.fullmatch(text))


def is_value(text: str) -> bool:
    """Return whether a word is a number, a mark for a missing one, or a sign set apart from its number."""
    return read_number(text) is not None or is_missing(text) or text in LONE_SIGNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A line of a table before its cells are told apart."""

    label: list[Word]
    rest: list[Word]
    """The words right of the label columns."""
    date: list[Word]
    classes: tuple[Word, ...] = ()
    """The words of the class printed behind a score in its cell."""


def parts_of(line: Sequence[Word], header: Header) -> Parts:
    """Return the words left of the first result column, without what stands far left of the region, and the others."""
    date = _date(line, header)
    line = [word for word in line if word not in date]
    line = [part for word in line for part in _unglued(word, header)]
    limit = header.first_result.x0 - 0.1 * header.size
    label = [word for word in line if word.middle < limit]
    rest = [word for word in line if word.middle >= limit]
    while (
        len(label) > 1
        and is_value(label[-1].text)
        and (_under(label[-1], header.first_result) or _stands_out(label[-2], label[-1]))
    ):
        rest.insert(0, label.pop())
    if label and len(rest) > 1 and _is_printed_over(label[-1], *rest[:_SEVERAL]):
        label.append(rest.pop(0))
    if len(label) > 1 and rest and _AREAL.fullmatch(rest[0].text) and read_number(label[-1].text) is not None:
        # A number and its unit under a short heading stand out to its left.
        rest.insert(0, label.pop())
    if len(label) > _SEVERAL and _AREAL.fullmatch(label[-1].text) and read_number(label[-2].text) is not None:
        rest[:0] = label[-2:]
        del label[-2:]
    cut = 0
    for number in range(1, len(label)):
        apart = label[number].x0 - label[number - 1].x1 > 1.2 * header.size
        if apart and label[number].x0 < header.labels[0].x1 and not _names_limb(label[cut:number], label[number:]):
            cut = number
    return Parts(label=label[cut:], rest=rest, date=date)


def _names_limb(first: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Whether words name the limb of the part behind them, in two columns under one heading: "Left hip   Neck"."""
    whole = labelled_site(f"{text_of(first)} {text_of(rest)}")
    return whole is not None and scan_named(text_of(first)) is not None


def _stands_out(before: Word, word: Word) -> bool:
    """Whether a number of three decimals stands far behind a name: the first result, left of a centred heading."""
    return bool(_THOUSANDTHS.fullmatch(word.text)) and word.x0 - before.x1 > _FAR_BEHIND * word.size


def _is_printed_over(before: Word, word: Word, number: Word) -> bool:
    """Whether a word close behind a name has the first number printed over its end, as in too narrow a column."""
    near = word.x0 - before.x1 <= _BLANK * word.size
    return near and word.text[:1].isalpha() and number.x0 < word.x1 and is_value(number.text)


_BLANK = 0.5
_TOUCHING = re.compile(r"(?P<name>[^\W\d_]{3,}\.?)[+\-\u2010-\u2015\u2212]?\d?[.,]\d{1,4}")


def _unglued(word: Word, header: Header) -> tuple[Word, ...]:
    """Return a word, or the name of a row and the number of the first column where they touch: "Right0.649"."""
    found = _TOUCHING.fullmatch(word.text)
    if found is None or not word.x0 < header.first_result.x0 < word.x1:
        return (word,)
    first, second = word.split(found.end("name"))
    return (first, second) if _under(second, header.first_result) else (word,)


def _under(word: Word, heading: Heading) -> bool:
    return min(word.x1, heading.x1) > max(word.x0, heading.x0)


def _date(line: Sequence[Word], header: Header) -> list[Word]:
    """Return the words of a line that are the date of its row."""
    for heading in header.headings if Column.DATE in header.columns else ():
        if heading.column is Column.DATE:
            for run in _runs(line):
                near = min(run[-1].x1, heading.x1 + header.size) > max(run[0].x0, heading.x0 - header.size)
                if near and _DAY.fullmatch(text_of(run)):
                    return list(run)
    return []


def _runs(line: Sequence[Word]) -> list[Sequence[Word]]:
    """Return the runs of close words that may be a date, the longest first: "24 March 2026" is no mere year."""
    return [
        run[start : start + count]
        for count in range(_DATE_WORDS, 0, -1)
        for run in phrases(line)
        for start in range(len(run) - count + 1)
    ]


@dataclass(slots=True)
class RowNames:
    """Names rows from the top; an empty first cell repeats the one above it, if there is one."""

    header: Header
    section: str | None = None
    """A line or first cell that names a scan, such as Left Hip, over the rows it holds for."""
    _first: str = ""
    _date: str = ""
    _whole: bool = False
    """Whether a row of several vertebrae stands under the name above."""
    _between: list[str] = field(default_factory=list)
    """What stands in the columns between the first and the last name of the row above."""
    gaps: set[str] = field(default_factory=set)
    """What rows lacked before it was printed for the first time: such names stand beside the middle of their rows."""

    @property
    def has_columns(self) -> bool:
        """Whether the names of rows stand in several columns, the first of which may hold for several rows."""
        return sum(heading.column is not Column.DATE for heading in self.header.labels) >= _SEVERAL

    def name(self, parts: Parts) -> tuple[str, str | None]:
        """Return the label and the date of a row with results; the date is None in a table without dates."""
        label = self._label(parts.label)
        if Column.DATE not in self.header.columns:
            return label, None
        own = text_of(parts.date)
        if not own and not self._date:
            self.gaps.add("date")
        self._date = own or self._date
        return label, self._date

    def _label(self, words: Sequence[Word]) -> str:
        columns = [heading for heading in self.header.labels if heading.column is not Column.DATE]
        while len(words) > 1 and is_missing(words[-1].text):
            # Marks for missing values of a column whose heading is lost.
            words = words[:-1]
        if len(columns) < _SEVERAL or not words:
            return text_of(words)
        cells: dict[int, list[Word]] = {at: [] for at in range(len(columns))}
        for run in phrases(words):
            cells[_nearest(run, columns)] += run
        first, *others = (text_of(cell) for cell in cells.values())
        self._go_on(first, others)
        # A spine has no side: "n/a" or a dash stands in the column of sides.
        rest = " ".join(other for other in others if other and not is_missing(other))
        if not first and not self._first:
            self.gaps.add("name")
        if not first and self._is_of_another_scan(rest):
            self.gaps.add("name")
        self._first = first or self._first
        self._whole = bool(levels_of(rest)[1:]) or (self._whole and not first)
        is_scan = bool(rest) and scan_named(self._first) is not None
        self.section = self._first if is_scan else None
        return rest if is_scan else f"{self._first} {rest}".strip()

    def _go_on(self, first: str, others: list[str]) -> None:
        """Fill the empty cells between the first and the last name of a row with what stood there above.

        They hold for rows of one first name, and not where such a cell lacked before: names may stand beside the
        middle of their rows.
        """
        if first and first != self._first:
            self._between = []
        between = others[:-1]
        if not self._between:
            self._between = between
        elif any(own and not above for own, above in zip(between, self._between, strict=True)):
            self.gaps.add("name")
        filled = [own or above for own, above in zip(between, self._between, strict=True)]
        others[: len(filled)] = self._between = filled

    def _is_of_another_scan(self, rest: str) -> bool:
        """Whether a row cannot be of the scan named above it, or repeats the whole of its spine.

        A name beside the middle of its rows stands below the first of them.
        """
        named = scan_named(self._first)
        if named is None or not rest:
            return False
        site = site_of(rest)
        other = site is not None and SCAN_OF_REGION.get(site.region) is not named[0]
        return other or (named[0] is Scan.SPINE and self._whole and not levels_of(rest))


def _nearest(run: Sequence[Word], columns: Sequence[Heading]) -> int:
    def apart(at: int) -> tuple[float, float]:
        heading = columns[at]
        overlap = min(run[-1].x1, heading.x1) - max(run[0].x0, heading.x0)
        return -max(0.0, overlap), abs(run[0].x0 - heading.x0)

    return min(range(len(columns)), key=apart)
