"""Small tables in running text: a line of labels, then lines of a site and its numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.dates import When
from parsers.narrative.joining import is_wide, narrowed
from parsers.narrative.leaving_out import is_unknown
from parsers.narrative.quantities import Wanted, wanted, without_unit
from parsers.narrative.roles import Role
from parsers.narrative.scope import Scope
from parsers.narrative.surroundings import SCORES
from parsers.narrative.times import Time
from parsers.narrative.tokens import Token

_SEPARATORS = ("|", "\t", ";")
_VIEWS = frozenset(["ap", "pa", "segmento", "segmenti", "segment", "region", "regione"])
"""Words that may stand before the name of a row."""
_LONGEST_HEADING = 30
_GAP = 2
"""Characters between two headings of aligned columns."""
_PLACEHOLDERS = frozenset(["-", "--", "\u2013", "\u2014", "n/a", "na", "***", "---"])
_NO_VALUE = re.compile(
    r"(?<!\S)(?:[-\u2013\u2014]{2,}|\*{2,}|n/a)(?!\S)|(?<=  )[-\u2013\u2014](?=[ ]*(?:\r?\n|$))"
    r"|(?<!\S)[-\u2013\u2014](?=[ ]+[-+\u2212]\d)",
    re.IGNORECASE,
)
"""A mark that can be nothing but an empty cell; a lone dash within a line may be a minus or stand between numbers."""
_APART = re.compile(r"(?<=  )[-\u2013\u2014](?=  )")
_PAGE_GAP = 3
"""Blanks a wide gap of a printed page becomes, whatever its width."""
_WHOLE = frozenset(["total", "gesamt", "totale", "totaal"])
_PROSE_WORDS = 5
"""So many unknown words make a line a sentence, not a row."""


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of a table."""

    label: str
    unit: str | None
    start: int
    end: int
    """Characters from the start of its line."""
    cell: int
    """Separators before it in its line."""
    time: Time = Time.CURRENT
    side: Side | None = None
    """The side of its numbers, if its heading names one."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a table and what stands between its cells; None if nothing but blanks does."""

    columns: tuple[Column, ...]
    separator: str | None
    dated: bool
    """True if its rows are examinations of one site, told apart by their date."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a row; `wanted` is an issue code if it cannot be what its heading says."""

    token: Token
    site: Site | None
    """None if the name of the row is not known."""
    wanted: Wanted | str
    time: Time = Time.CURRENT
    when: When | None = None
    """The date of a row that is an examination."""


def columns_of(tokens: Sequence[Token], text: str, above: str | None) -> Columns | None:
    """Return the columns a heading line announces: two labels or more and no number; None for other lines.

    One label is enough behind a word for the column of sites, and for two columns of sides ("T-scores  Left  Right");
    `above` is the label the lines before gave.
    """
    tokens = _with_letters(tokens, text)
    sides = [place for place, token in enumerate(tokens) if token.key("side")]
    if len(sides) > 1 and _is_heading_of_sides(tokens):
        return _columns_of_sides(tokens, sides, text, above)
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    plain = all(
        token.key("labels") or token.key("units") or token.is_a("punctuation", "site", "row", "date", "word")
        for token in tokens
    )
    few = 1 if any(token.is_a("general:site_head") for token in tokens[:2]) else 2
    if len(labels) < few or not plain or len(tokens) > _LONGEST_HEADING:
        return None
    changes = [place for place, token in enumerate(tokens) if _heads_change(tokens, place, token)]
    labels = sorted({*labels, *changes})
    separator = _separator(tokens, labels, text)
    if _is_prose(tokens, separator):
        return None
    dated = any(token.is_a("general:date_head") for token in tokens[: labels[0] + 1])
    columns = (
        _with_unit_below(_column(tokens, place, text, separator), tokens[place], tokens, text) for place in labels
    )
    return Columns(tuple(columns), separator, dated)


def _with_letters(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Return a line with its lone capitals T and Z as labels, where it is a head by its other words: "Site BMD T Z"."""
    headed = any(token.key("labels") == "bmd" or token.is_a("general:site_head") for token in tokens)
    if not headed or any(token.is_a("number") for token in tokens):
        return tokens
    return [
        replace(token, tags=token.tags | {f"labels:{token.text}_score"})
        if token.text in {"t", "z"} and text[token.start : token.end].isupper()
        else token
        for token in tokens
    ]


def _with_unit_below(column: Column, label: Token, tokens: Sequence[Token], text: str) -> Column:
    """Return a column with the unit printed below its heading, on the second line of the headings."""
    for token in tokens:
        line = text.rfind("\n", 0, token.start) + 1
        below = token.key("units") is not None and line > label.start
        if below and token.start - line <= column.end and token.end - line >= column.start - 1:
            unit = token.key("units")
            is_change = column.label == "other" and label.is_a("general:neutral") and unit == "percent"
            return replace(column, unit=column.unit or unit, label="change" if is_change else column.label)
    return column


def _is_heading_of_sides(tokens: Sequence[Token]) -> bool:
    """Whether a line holds nothing but sides and at most one label."""
    labels = sum(bool(token.key("labels")) for token in tokens)
    known = all(
        token.key("side") or token.key("labels") or token.key("units") or token.is_a("punctuation", "general:site_head")
        for token in tokens
    )
    return known and labels < 2  # noqa: PLR2004 - two labels head columns of their own


def _columns_of_sides(tokens: Sequence[Token], sides: Sequence[int], text: str, above: str | None) -> Columns | None:
    label = next((key for token in tokens if (key := token.key("labels"))), above)
    unit = next((key for token in tokens if (key := token.key("units"))), None)
    separator = _separator(tokens, sides, text)
    if label is None or _is_prose(tokens, separator):
        return None
    columns = []
    for place in sides:
        token = tokens[place]
        line = text.rfind("\n", 0, token.start) + 1
        cell = _cell(text, line, token.start, separator)
        side = Side(token.key("side") or "")
        columns.append(Column(label, unit, token.start - line, token.end - line, cell, side=side))
    return Columns(tuple(columns), separator, dated=False)


def _heads_change(tokens: Sequence[Token], place: int, token: Token) -> bool:
    """Whether a word of change heads a column of its own: "Change (%)", not "BMD change"."""
    if not token.is_a("general:neutral") or token.key("labels"):
        return False
    behind = tokens[place + 1 : place + 2]
    return not any(other.key("labels") and other.start - token.end < _GAP for other in behind)


def _separator(tokens: Sequence[Token], labels: Sequence[int], text: str) -> str | None:
    line = text[text.rfind("\n", 0, tokens[labels[0]].start) + 1 : tokens[labels[-1]].start]
    return next((separator for separator in _SEPARATORS if separator in line), None)


def _is_prose(tokens: Sequence[Token], separator: str | None) -> bool:
    marks = {".", ",", ";", ":"} - {separator}
    return any(token.text in marks or token.is_a("and", "not") for token in tokens)


def _column(tokens: Sequence[Token], place: int, text: str, separator: str | None) -> Column:
    token = tokens[place]
    line = text.rfind("\n", 0, token.start) + 1
    wrap = text.find("\n", token.end)
    behind = [other for other in tokens[place + 1 : place + 3] if other.key("units") and not 0 <= wrap < other.start]
    following = next((other for other in tokens[place + 1 : place + 3] if other.key("labels")), None)
    unit = behind[0].key("units") if behind and (following is None or behind[0].start < following.start) else None
    key = token.key("labels") or "change_prior"
    unit = "percent" if key.endswith("_percent") else unit
    cell = _cell(text, line, token.start, separator)
    beside = _beside(tokens, place, text, line, separator)
    if key == "change_prior":
        # Its words name the examination before; the change itself is this one's.
        percent = any(other.is_a("units:percent") for other in beside if not 0 <= wrap < other.start)
        return Column("change" if percent else "other", "percent", token.start - line, token.end - line, cell)
    key = "other" if any(other.is_a("change") for other in beside) else key
    sides = {Side(side) for other in beside if (side := other.key("side"))}
    side = sides.pop() if len(sides) == 1 else None
    own = [other for other in (*beside, token) if not 0 <= wrap < other.start and other.start >= line]
    start, end = min(other.start for other in own) - line, max(other.end for other in own) - line
    return Column(key, unit, start, end, cell, _time(beside), side)


def _time(beside: Sequence[Token]) -> Time:
    """Return when a column was measured: earlier if its heading says so, open if it has a date or another such word."""
    if any(token.is_a("prior", "earlier") for token in beside):
        return Time.PRIOR
    return Time.UNSURE if any(token.is_a("date", "general:past", "compare") for token in beside) else Time.CURRENT


def _beside(tokens: Sequence[Token], place: int, text: str, line: int, separator: str | None) -> list[Token]:
    """Return the words of one heading: its cell, or without bars the words next to the label and its bracket."""
    if separator is not None:
        cell = _cell(text, line, tokens[place].start, separator)
        return [token for token in tokens if _cell(text, line, token.start, separator) == cell]
    found: list[Token] = []
    before = place - 1
    while before >= 0 and not tokens[before].key("labels") and tokens[before].text != ")":
        if tokens[before + 1].start - tokens[before].end > 1:
            break
        found.append(tokens[before])
        before -= 1
    after = place + 1
    while after < len(tokens) and not tokens[after].key("labels"):
        if tokens[after].start - tokens[after - 1].end > 1:
            break
        found.append(tokens[after])
        after += 1
    # "Previous T-score Current T-score": the word before the next label is that one's.
    leads = after < len(tokens) and found and tokens[after].key("labels") and place and tokens[place - 1] in found
    return [token for token in found if token.start < tokens[place].start] if leads else found


def _cell(text: str, line: int, at: int, separator: str | None) -> int:
    return text.count(separator, line, at) if separator else 0


def row_of(tokens: Sequence[Token], columns: Columns, scope: Scope, text: str) -> tuple[Cell, ...] | None:
    """Return the cells of a row, None if the line is no row of this table.

    A number belongs to the heading it stands under: by bars or tabs, by position, or by count when every heading
    has its number.
    """
    numbers = [token for token in tokens if token.is_a("number")]
    if not numbers or any(token.key("labels") or token.is_a("bad_number") for token in tokens):
        return None
    name = [token for token in tokens[: tokens.index(numbers[0])] if token.text not in _SEPARATORS]
    when = next((token.when for token in name[:1] if token.when), None) if columns.dated else None
    site = scope.trend if when else _row_site(name, scope)
    if site is None:
        is_row = len(numbers) > 1 and sum(token.tags == {"word"} for token in tokens) < _PROSE_WORDS and name
        return tuple(Cell(token, None, "") for token in numbers) if is_row else None
    assigned = _assigned(tokens, numbers, columns, text)
    if assigned is None:
        return tuple(Cell(token, None, "") for token in numbers)
    scored = any(column.label in SCORES for column in columns.columns)
    cells = []
    # A dash that fills a cell of its own is no minus of the number in the next one.
    told = tokens if len(numbers) == len(columns.columns) else [token for token in tokens if not _is_empty_mark(token)]
    for token, column in assigned:
        place = told.index(token)
        unit = _own_unit(told, place)
        asked = wanted(told, place, Role(unit), column.label, column.unit, fresh=True)
        if asked == IssueCode.UNKNOWN_UNIT and column.label == "bmd" and (unit or column.unit) is None:
            asked = without_unit(told, place, scope.density_unit, scored=scored)
        own = _of_column(site, column)
        if asked:
            cells.append(Cell(token, own, asked if own else "", column.time, when))
    return tuple(cells)


def _is_empty_mark(token: Token) -> bool:
    return token.text in _PLACEHOLDERS and not token.is_a("number")


def _of_column(site: Site, column: Column) -> Site | None:
    """Return the site of a cell; None if row and heading name two sides, or a side of the spine."""
    if column.side is None:
        return site
    sided = SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}
    return replace(site, side=column.side) if sided and site.side in {None, column.side} else None


def _own_unit(tokens: Sequence[Token], place: int) -> str | None:
    return tokens[place + 1].key("units") if place + 1 < len(tokens) else None


def _row_site(name: Sequence[Token], scope: Scope) -> Site | None:
    """Return the site the name of a row means under the headings above it."""
    told = [token for token in name if token.text not in _VIEWS and not token.is_a("punctuation")]
    if not told:
        return None
    first, wide = told[0], scope.wide
    sites = [token.site for token in told if token.is_a("site", "levels") and token.site]
    if first.is_a("row"):
        return _bare_row(told, sites, scope)
    if len(told) == 1 and first.key("side") and not first.is_a("site"):
        above = scope.header
        sided = (
            above is not None and above.side is None and SCAN_OF_REGION.get(above.region) in {Scan.HIP, Scan.FOREARM}
        )
        return replace(above, side=Side(first.key("side") or "")) if sided and above else None
    if any(is_unknown(token) for token in told) and all(_wants_side(site) for site in sites):
        # A word nobody knows beside a hip without its side may be that side.
        return None
    if not first.is_a("site", "levels") or first.site is None or len(sites) > 2:  # noqa: PLR2004 - hip and region
        return None
    site = first.site if len(sites) == 1 else narrowed(sites[0], sites[1])
    return (narrowed(wide, site) or site) if wide and site and not is_wide(site) else site


def _wants_side(site: Site) -> bool:
    return site.side is None and SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}


def _bare_row(told: Sequence[Token], sites: Sequence[Site], scope: Scope) -> Site | None:
    """Return the site a bare name such as "Total" means under the headings above, or with a side of its own."""
    first = told[0]
    if first.key("side"):
        sided = site_of(first.text, Scan.HIP) if scope.scan is Scan.HIP else None
        return replace(sided, side=Side(first.key("side") or "")) if sided and len(told) == 1 else None
    above = scope.wide or scope.header
    row = site_of(first.text, SCAN_OF_REGION.get(above.region)) if above else None
    if row is None and sites and len(told) == len(sites) + 1 and first.text in _WHOLE:
        # "Total (L1-L4)" names its vertebrae itself.
        return sites[0] if len(sites) == 1 and sites[0].levels else None
    if row is None or above is None:
        return None
    return replace(row, side=above.side, levels=sites[0].levels if len(sites) == 1 else row.levels)


def _empty_cells(text: str, line: int) -> list[tuple[int, None]]:
    """Return where marks stand that can be nothing but an empty cell."""
    end = text.find("\n", line)
    return [(found.start(), None) for found in _NO_VALUE.finditer(text, line, end if end >= 0 else len(text))]


def _lone_dashes(text: str, line: int, numbers: Sequence[Token], listed: Sequence[Column]) -> list[tuple[int, None]]:
    """Return the lone dashes that stand under headings of their own, apart from every number: empty cells."""
    end = text.find("\n", line)
    dashes = [found.start() for found in _APART.finditer(text, line, end if end >= 0 else len(text))]
    places = [*((dash - line, dash - line + 1) for dash in dashes), *((n.start - line, n.end - line) for n in numbers)]
    under = [[column for column in listed if start < column.end and last > column.start] for start, last in places]
    one_each = all(len(columns) == 1 for columns in under)
    apart = one_each and len({columns[0] for columns in under}) == len(under)
    return [(dash, None) for dash in dashes] if apart else []


def _is_laid_out(row: str) -> bool:
    """Whether blanks set the cells of a row under headings; single ones, or always three as a page's gaps, do not."""
    gaps = {len(gap) for gap in re.findall(r"(?<=\S) {2,}(?=\S)", row)}
    return bool(gaps) and gaps != {_PAGE_GAP}


def _assigned(
    tokens: Sequence[Token], numbers: Sequence[Token], columns: Columns, text: str
) -> list[tuple[Token, Column]] | None:
    line = text.rfind("\n", 0, numbers[0].start) + 1
    listed = columns.columns
    if columns.separator and text.count(columns.separator, line, numbers[-1].start):
        by_cell = {column.cell: column for column in listed}
        cells = [(token, by_cell.get(_cell(text, line, token.start, columns.separator))) for token in numbers]
        return [(token, column) for token, column in cells if column] if all(column for _, column in cells) else None
    empty = any(token.text in _PLACEHOLDERS for token in tokens if not token.is_a("number"))
    if len(numbers) == len(listed) and not empty:
        return list(zip(numbers, listed, strict=True))
    empties = _empty_cells(text, line) or _lone_dashes(text, line, numbers, listed)
    told = sorted([*((token.start, token) for token in numbers), *empties], key=lambda cell: cell[0])
    if len(told) == len(listed) > len(numbers):
        return [(token, column) for (_, token), column in zip(told, listed, strict=True) if token]
    if not _is_laid_out(text[line : numbers[-1].end]):
        return None
    under = [
        (token, [column for column in listed if token.start - line < column.end and token.end - line > column.start])
        for token in numbers
    ]
    taken = [found[0] for _, found in under if len(found) == 1]
    if len(taken) != len(numbers) or len(set(taken)) != len(taken):
        return None
    return [(token, found[0]) for token, found in under]
