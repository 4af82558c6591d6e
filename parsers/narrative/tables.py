"""Small tables in running text: a line of labels, then lines of a site and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxa.regions import SCAN_OF_REGION, Site
from dxa.sites import site_of
from parsers.narrative.binding import Scope
from parsers.narrative.moments import Time
from parsers.narrative.quantities import Wanted, wanted
from parsers.narrative.roles import Role
from parsers.narrative.tokens import Token

_SEPARATORS = "|\t"
_VIEWS = frozenset(["ap", "pa"])
"""Words of projection that may stand before the name of a row."""
_LONGEST_HEADING = 30
_PLACEHOLDERS = frozenset(["-", "--", "\u2013", "\u2014", "n/a", "na"])


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of a table."""

    label: str
    unit: str | None
    start: int
    end: int
    """Characters from the start of its line."""
    cell: int
    """Separators (bar or tab) before it in its line."""
    time: Time = Time.CURRENT


Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a row; `wanted` is an issue code if it cannot be what its heading says."""

    token: Token
    site: Site
    wanted: Wanted | str
    time: Time = Time.CURRENT


def columns_of(tokens: Sequence[Token], text: str) -> Columns | None:
    """Return the columns a heading line announces: two labels or more and no number; None for other lines.

    One label is enough behind a word for the column of sites.
    """
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    plain = all(
        token.key("labels")
        or token.key("units")
        or token.is_a("punctuation", "site", "row", "date")
        or token.is_a("word")
        for token in tokens
    )
    few = 1 if any(token.is_a("general:site_head") for token in tokens[:2]) else 2
    if len(labels) < few or not plain or len(tokens) > _LONGEST_HEADING or _is_prose(tokens):
        return None
    return tuple(_column(tokens, place, text) for place in labels)


def _is_prose(tokens: Sequence[Token]) -> bool:
    return any(token.text in {".", ",", ";", ":"} or token.is_a("and", "not") for token in tokens)


def _column(tokens: Sequence[Token], place: int, text: str) -> Column:
    token = tokens[place]
    line = text.rfind("\n", 0, token.start) + 1
    behind = [other for other in tokens[place + 1 : place + 3] if other.key("units")]
    following = next((other for other in tokens[place + 1 : place + 3] if other.key("labels")), None)
    unit = behind[0].key("units") if behind and (following is None or behind[0].start < following.start) else None
    key = token.key("labels") or ""
    unit = "percent" if key.endswith("_percent") else unit
    cell = _cell(text, line, token.start)
    beside = _beside(tokens, place, text, line)
    key = "other" if any(other.is_a("change") for other in beside) else key
    return Column(key, unit, token.start - line, token.end - line, cell, _time(beside))


def _time(beside: Sequence[Token]) -> Time:
    """Return when a column was measured: earlier if its heading says so, open if it has a date or another such word."""
    if any(token.is_a("prior", "earlier") for token in beside):
        return Time.PRIOR
    return Time.UNSURE if any(token.is_a("date", "general:past", "compare") for token in beside) else Time.CURRENT


def _beside(tokens: Sequence[Token], place: int, text: str, line: int) -> list[Token]:
    """Return the words of one heading: its cell, or without bars the words next to the label and its bracket."""
    if any(text[token.start : token.end] in _SEPARATORS for token in tokens) or "\t" in text[line : tokens[place].end]:
        cell = _cell(text, line, tokens[place].start)
        return [token for token in tokens if _cell(text, line, token.start) == cell]
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


def _cell(text: str, line: int, at: int) -> int:
    return sum(text.count(separator, line, at) for separator in _SEPARATORS)


def row_of(tokens: Sequence[Token], columns: Columns, scope: Scope, text: str) -> tuple[Cell, ...] | None:
    """Return the cells of a row, None if the line is no row of this table.

    A number belongs to the heading it stands under: by bars or tabs, by position, or by count when every heading
    has its number.
    """
    site = _row_site(tokens, scope.header)
    numbers = [token for token in tokens if token.is_a("number")]
    if site is None or not numbers or any(token.key("labels") or token.is_a("bad_number") for token in tokens):
        return None
    assigned = _assigned(tokens, numbers, columns, text)
    if assigned is None:
        return None
    cells = []
    for token, column in assigned:
        place = tokens.index(token)
        unit = column.unit or (scope.density_unit if column.label == "bmd" else None)
        asked = wanted(tokens, place, Role(_own_unit(tokens, place)), column.label, unit, fresh=True)
        if asked:
            cells.append(Cell(token, site, asked, column.time))
    return tuple(cells)


def _own_unit(tokens: Sequence[Token], place: int) -> str | None:
    return tokens[place + 1].key("units") if place + 1 < len(tokens) else None


def _row_site(tokens: Sequence[Token], header: Site | None) -> Site | None:
    first = next((token for token in tokens if token.text not in _SEPARATORS and token.text not in _VIEWS), None)
    if first is None:
        return None
    if first.is_a("row") and header is not None:
        return site_of(first.text, SCAN_OF_REGION.get(header.region))
    sites = [token for token in tokens if token.is_a("site", "levels")]
    return first.site if first.is_a("site", "levels") and len(sites) == 1 else None


def _assigned(
    tokens: Sequence[Token], numbers: Sequence[Token], columns: Columns, text: str
) -> list[tuple[Token, Column]] | None:
    line = text.rfind("\n", 0, numbers[0].start) + 1
    if any(column.cell for column in columns):
        by_cell = {column.cell: column for column in columns}
        cells = [(token, by_cell.get(_cell(text, line, token.start))) for token in numbers]
        return [(token, column) for token, column in cells if column] if all(column for _, column in cells) else None
    empty = any(token.text in _PLACEHOLDERS for token in tokens if not token.is_a("number"))
    if len(numbers) == len(columns) and not empty:
        return list(zip(numbers, columns, strict=True))
    under = [
        (token, [column for column in columns if token.start - line < column.end and token.end - line > column.start])
        for token in numbers
    ]
    taken = [found[0] for _, found in under if len(found) == 1]
    if len(taken) != len(numbers) or len(set(taken)) != len(taken):
        return None
    return [(token, found[0]) for token, found in under]
