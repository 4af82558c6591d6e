"""Small tables in running text: a line of labels, then lines of a site and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxa.regions import SCAN_OF_REGION, Site
from dxa.sites import site_of
from parsers.narrative.quantities import Wanted, wanted
from parsers.narrative.roles import Role
from parsers.narrative.tokens import Token

_SEPARATORS = "|\t"
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


Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a row; `wanted` is an issue code if it cannot be what its heading says."""

    token: Token
    site: Site
    wanted: Wanted | str


def columns_of(tokens: Sequence[Token], text: str) -> Columns | None:
    """Return the columns a heading line announces: two labels or more and no number; None for other lines."""
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    plain = all(
        token.key("labels")
        or token.key("units")
        or token.is_a("punctuation", "site", "row", "date")
        or token.is_a("word")
        for token in tokens
    )
    if len(labels) < 2 or not plain or len(tokens) > 30 or _is_prose(tokens):  # noqa: PLR2004 - a table has two columns
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
    return Column(key, unit, token.start - line, token.end - line, _cell(text, line, token.start))


def _cell(text: str, line: int, at: int) -> int:
    return sum(text.count(separator, line, at) for separator in _SEPARATORS)


def row_of(tokens: Sequence[Token], columns: Columns, header: Site | None, text: str) -> tuple[Cell, ...] | None:
    """Return the cells of a row, None if the line is no row of this table.

    A number belongs to the heading it stands under: by bars or tabs, by position, or by count when every heading
    has its number.
    """
    site = _row_site(tokens, header)
    numbers = [token for token in tokens if token.is_a("number")]
    if site is None or not numbers or any(token.key("labels") or token.is_a("bad_number") for token in tokens):
        return None
    assigned = _assigned(tokens, numbers, columns, text)
    if assigned is None:
        return None
    cells = []
    for token, column in assigned:
        place = tokens.index(token)
        asked = wanted(tokens, place, Role(_own_unit(tokens, place)), column.label, column.unit, fresh=True)
        if asked:
            cells.append(Cell(token, site, asked))
    return tuple(cells)


def _own_unit(tokens: Sequence[Token], place: int) -> str | None:
    return tokens[place + 1].key("units") if place + 1 < len(tokens) else None


def _row_site(tokens: Sequence[Token], header: Site | None) -> Site | None:
    first = next((token for token in tokens if token.text not in _SEPARATORS), None)
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
