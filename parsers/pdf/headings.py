"""What the heading of a result table says its columns are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dxa.sites import site_of
from parsers.pdf.words import Word, box_of, phrases, rows_of, text_of, without_footnotes


class Column(StrEnum):
    """What stands in a column."""

    REGION = "region"
    BMD = "bmd"
    BMC = "bmc"
    AREA = "area"
    T = "t_score"
    Z = "z_score"
    YOUNG = "young_adult_percent"
    MATCHED = "age_matched_percent"
    PERCENT = "percent"
    """A percentage that does not say of what; the score to its right does."""
    OTHER = "other"
    """Known, and not a result: width, height, change, comment."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column: its heading and the strip of the page below it."""

    column: Column
    text: str
    unit: str | None
    """As printed, in plain characters, such as g/cm2; None when the heading names none."""
    x0: float
    x1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The headings of one table, from left to right; the first is the region."""

    headings: tuple[Heading, ...]
    top: float
    bottom: float
    size: float
    """Height of its characters."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What its columns are."""
        return tuple(heading.column for heading in self.headings)

    @property
    def has_density(self) -> bool:
        """Whether BMD is among its columns, as on every maker's printout."""
        return Column.BMD in self.columns

    @property
    def first(self) -> str:
        """The words over the row labels, such as Region or Radius + Ulna."""
        return self.headings[0].text


_UNIT = r"(?P<unit>[\[(]*(?:mg/cm2|gm?/cm2|gm?/cm\^2|gcm2|mg/cm3|g|cm2|cm|%/yr|%/year|%|sd)[\])]*)"
_NAMES: tuple[tuple[Column, str], ...] = (
    (
        Column.REGION,
        (
            r"region|regions?ofinterest|roi|sites?|bone|zone|area/?region|región|région|regione|região|regiao|bereich|"
            r"(?:skeletal|anatomic(?:al)?|measure(?:d|ment))-?(?:site|region|area)|"
            r"regio|sito|sitio|radius\+ulna|r\+u|radius|ulna|vertebra|scan(?:ned)?site|skeletalsite|部位|부위"
        ),
    ),
    (Column.BMD, r"bmd|dmo|moc|knochendichte|botdichtheid|bentäthet|骨密度|골밀도"),
    (Column.BMC, r"bmc|cmo"),
    (Column.AREA, r"area|área|surface|fläche|oppervlak"),
    (Column.T, r"(?:ya|young-?adult)?(?:t-?(?:score|wert|sc|值|値|スコア|점수)|score-?t|escore-?t)"),
    (Column.Z, r"(?:am|age-?matched)?(?:z-?(?:score|wert|sc|值|値|スコア|점수)|score-?z|escore-?z)"),
    (Column.YOUNG, r"ya%|young-?adult%|youngref%|youngreference%|%ya|%young-?adult|%youngref|peakreference%?"),
    (Column.MATCHED, r"am%|age-?matched%|agematch%|%am|%age-?matched|%agematch"),
    (Column.PERCENT, r"%"),
    (
        Column.OTHER,
        (
            r"width|height|length|(?:st|lt|bmd)?%?change(?:vs)?(?:previous|baseline)?|(?:who)?classification|who|"
            r"comments?|status|fracturerisk|risk|diagnosis|assessment|age|date|scandate|interpretation|result|"
            r"(?:sd|cv)|tbs.*|.*tbs"
        ),
    ),
)
_WORD = re.compile(
    r"skeletal|anatomic(?:al)?|measure(?:d|ment)|region|of|interest|roi|site|radius|ulna|\+|bmd|dmo|moc|bmc|cmo|area|área|[tz]|[tz]?-?score|"
    r"[tz]-(?:score|wert|值|値|점수)|[tz](?:值|値|スコア|점수)|escore|ya|am|pr|young|adult|young-adult|age|matched|"
    r"age-matched|age-match|match|ref|reference|peak|mg/cm2|gm?/cm2|g|cm2|cm|%|%/yr|%/year|sd|width|height|length|"
    r"change|vs|previous|baseline|st|lt|who|classification|-",
)
_MARKS = re.compile(r"\(\d\)|[\u00b9\u00b3\u2070\u2074-\u2079*:\u2020\u2021]")
_SPELL = str.maketrans({"\u00b2": "2", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-"})
_SCORES = {Column.T, Column.Z}
_MOST_LINES = 2
_ROWS_LOOKED_AT = 4
_LINE_PITCH = 1.9


def plain_heading(text: str) -> str:
    """Return a heading without blanks, footnote marks and case, for comparison.

    >>> plain_heading("T -  score"), plain_heading("BMD(1) (g/cm\u00b2)")
    ('t-score', 'bmd(g/cm2)')
    """
    return re.sub(r"\s+|(?<=[a-z])\.", "", _MARKS.sub("", text.lower()).translate(_SPELL))


def heading_of(text: str, extra: Mapping[str, Column]) -> tuple[Column, str | None] | None:
    """Return what a heading means and its unit, or None for one that is not known."""
    plain = plain_heading(text)
    bare = re.sub(r"[\[\]()]", "", plain)
    if (own := extra.get(plain, extra.get(bare))) is not None:
        return own, None
    for column, name in _NAMES:
        if re.fullmatch(name, bare):
            return column, "%" if "%" in bare else None
        found = re.fullmatch(rf"(?:{name}),?{_UNIT}", bare) or re.fullmatch(rf"(?:{name}),?{_UNIT}", plain)
        if found:
            return column, re.sub(r"[\[\]()]", "", found["unit"])
    return None


def headers_of(words: Sequence[Word], extra: Mapping[str, Column]) -> list[Header]:
    """Return the headers of all result tables of a page: those that hold a region and a T- or Z-score.

    Those with BMD come first, those with scores alone after them.
    """
    rows = [without_footnotes(row) for row in rows_of(words)]
    found: list[Header] = []
    bare: list[list[tuple[Heading, _Strip]]] = []
    for is_anchor in (_is_bmd, _is_score):
        for number, row in enumerate(rows):
            if any(is_anchor(word) for word in row):
                columns = _columns(_band(rows, number), extra)
                found += [header for header in _split(columns) if not _known(header, found)]
                bare.append(_with_labels(columns, rows[number + 1 : number + 1 + _ROWS_LOOKED_AT]))
    for columns in () if found else bare:
        found += [header for header in _split(columns) if not _known(header, found)]
    return found


def _with_labels(
    columns: list[tuple[Heading, "_Strip"]], below: Sequence[Sequence[Word]]
) -> list[tuple[Heading, "_Strip"]]:
    """Return the columns with one for the row labels, where a table has no word over the sites it names."""
    scores = [heading for heading, _ in columns if heading.column in _SCORES]
    for row in below:
        left = [word for word in row if columns and word.x1 < columns[0][0].x0]
        label = phrases(left)[-1] if left else []
        filled = any(word.x1 > heading.x0 and word.x0 < heading.x1 for word in row for heading in scores)
        if filled and label and site_of(text_of(label)) is not None:
            x0, _, x1, _ = box_of(label)
            heading = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=x1)
            return [(heading, _Strip([])), *columns]
    return columns


_BMD_WORD = re.compile(r"(?i)bmd|dmo|moc|dicht|tät|骨|골")


def _is_bmd(word: Word) -> bool:
    if not _BMD_WORD.search(word.text):
        return False
    plain = plain_heading(word.text)
    return bool(re.fullmatch(rf"(?:{_NAMES[1][1]})\W*{_UNIT}?", plain)) and not word.text.startswith("(")


_SCORE_WORD = re.compile(r"(?i)score|wert|esc?|sc$|[值値점ス]")


def _is_score(word: Word) -> bool:
    return bool(_SCORE_WORD.search(word.text))


def _known(header: Header, found: Iterable[Header]) -> bool:
    """Whether a header is one of those found, met again by another of its words."""
    return any(header.top < other.bottom and other.top < header.bottom and _beside(header, other) for other in found)


def _beside(header: Header, other: Header) -> bool:
    return header.headings[0].x0 < other.headings[-1].x1 and other.headings[0].x0 < header.headings[-1].x1


def _band(rows: Sequence[list[Word]], number: int) -> list[list[Word]]:
    """Return the row with the word BMD and what may belong to it from the rows above and below."""
    anchor = rows[number]
    band = [anchor]
    for step in (-1, 1):
        base, size = anchor[0].base, max(word.size for word in anchor)
        taken = 0
        for row in rows[number + step :: step] if number + step >= 0 else ():
            if abs(row[0].base - base) > _LINE_PITCH * size or taken == _MOST_LINES:
                break
            kept = [word for run in phrases(row) if _may_be_heading(run) for word in run]
            if kept:
                band.append(kept)
                base = row[0].base
                taken += 1
    return band


def _may_be_heading(run: Sequence[Word]) -> bool:
    """Whether a run above or below the word BMD holds heading words only; a row of hyphens is missing values."""
    said = any(char.isalpha() or char == "%" for word in run for char in word.text)
    return said and all(_is_heading_word(word) for word in run)


def _is_heading_word(word: Word) -> bool:
    plain = re.sub(r"[\[\](),]", "", plain_heading(word.text))
    return not plain or bool(_WORD.fullmatch(plain)) or plain in _WHOLE_NAMES


_WHOLE_NAMES = frozenset(name for _, names in _NAMES for name in names.split("|"))


@dataclass(slots=True)
class _Strip:
    """A column while its heading is being put together; `spanning` words stand over its neighbours too."""

    words: list[Word]
    spanning: list[Word] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    def text(self) -> str:
        return text_of(word for row in rows_of([*self.words, *self.spanning]) for word in row)


def _columns(band: Sequence[list[Word]], extra: Mapping[str, Column]) -> list[tuple[Heading, _Strip]]:
    """Return the headings of a band of rows."""
    lines = [[part for run in phrases(row) for part in _parted(run, extra)] for row in band]
    return [(_heading(strip, extra), strip) for strip in _strips(lines)]


def plain_headings(band: Sequence[list[Word]]) -> list[Heading]:
    """Return the columns a band of rows makes, from left to right, whatever their headings mean."""
    strips = _strips([phrases(row) for row in band])
    return [Heading(column=Column.UNKNOWN, text=strip.text(), unit=None, x0=strip.x0, x1=strip.x1) for strip in strips]


def _strips(lines: Iterable[list[list[Word]]]) -> list[_Strip]:
    """Return columns: the fullest line makes them, words over or under them join by overlap."""
    strips: list[_Strip] = []
    for line in sorted(lines, key=lambda line: -len(line)):
        made: list[_Strip] = []
        for run in line:
            x0, x1 = run[0].x0, run[-1].x1
            over = [strip for strip in strips if min(x1, strip.x1) - max(x0, strip.x0) > 0]
            for strip in over:
                (strip.words if len(over) == 1 else strip.spanning).extend(run)
            if not over:
                made.append(_Strip(list(run)))
        strips += made
    return sorted(strips, key=lambda strip: strip.x0)


def _heading(strip: _Strip, extra: Mapping[str, Column]) -> Heading:
    text = strip.text()
    column, unit = heading_of(text, extra) or (Column.UNKNOWN, None)
    return Heading(column=column, text=text, unit=unit, x0=strip.x0, x1=strip.x1)


def _parted(run: list[Word], extra: Mapping[str, Column]) -> list[list[Word]]:
    """Return the headings a run of close words is made of; the run itself when it cannot be told apart."""
    if heading_of(text_of(run), extra) is not None or len(run) == 1:
        return [run]
    for cut in range(len(run) - 1, 0, -1):
        if heading_of(text_of(run[:cut]), extra) is not None:
            rest = _parted(run[cut:], extra)
            if all(heading_of(text_of(part), extra) is not None for part in rest):
                return [run[:cut], *rest]
    return [run]


def _split(columns: Sequence[tuple[Heading, _Strip]]) -> list[Header]:
    """Return one header for each region heading: tables that stand side by side."""
    headers: list[Header] = []
    starts = [number for number, (heading, _) in enumerate(columns) if heading.column is Column.REGION]
    ends = [*starts[1:], len(columns)] if starts else []
    for start, end in zip(starts, ends, strict=True):
        part = _until_repeated(columns[start:end])
        headings = _settled([heading for heading, _ in part])
        kinds = {heading.column for heading in headings}
        if kinds & _SCORES:
            words = [word for _, strip in part for word in strip.words]
            _, top, _, bottom = box_of(words)
            size = max(word.size for word in words)
            headers.append(Header(headings=tuple(headings), top=top, bottom=bottom, size=size))
    return headers


def _until_repeated(columns: Sequence[tuple[Heading, _Strip]]) -> list[tuple[Heading, _Strip]]:
    """Return the columns before the second of a kind: a chart or another examination begins there."""
    part: list[tuple[Heading, _Strip]] = []
    kinds: set[Column] = set()
    for heading, strip in columns:
        if heading.column in kinds:
            break
        if heading.column not in {Column.OTHER, Column.UNKNOWN, Column.PERCENT}:
            kinds.add(heading.column)
        part.append((heading, strip))
    while part and part[-1][0].column is Column.UNKNOWN:
        part.pop()
    return part


def _settled(headings: list[Heading]) -> list[Heading]:
    """Return the headings with a bare percentage named after the score to its right."""
    named = {Column.T: Column.YOUNG, Column.Z: Column.MATCHED}
    settled: list[Heading] = []
    for heading, after in zip(headings, [*headings[1:], None], strict=False):
        kind = named.get(after.column, Column.OTHER) if after else Column.OTHER
        settled.append(replace(heading, column=kind) if heading.column is Column.PERCENT else heading)
    return settled
