"""Rows of a table that go on upon the next page without their heading."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from dxa.regions import Scan
from dxa.sites import plain, site_of
from parsers.numbers import read_number
from parsers.pdf.headings.columns import Column, names_density
from parsers.pdf.headings.header import Header
from parsers.pdf.naming.names import parts_of
from parsers.pdf.naming.titles import Title
from parsers.pdf.tables.table import Row, Table, table_under
from parsers.pdf.text.words import Word, rows_of, text_of

_FEWEST_NUMBERS = 2
_SCORE = re.compile(r"[TZ]-?(?:score|wert|waarde|valeur)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """The rows that go on, under the heading of the page before."""

    table: Table
    title: Title | None
    """The title of the page before."""
    before: tuple[Row, ...]
    """The rows already printed there: a spine "Total" is over all of them."""


def continuation_of(  # noqa: PLR0917 - one table's heading, rows and title, and the page it may go on upon
    header: Header,
    before: tuple[Row, ...],
    title: Title | None,
    words: Sequence[Word],
    titles: Sequence[Title],
    skipped: Collection[str],
) -> Continuation | None:
    """Return the rows of a page that stand in the columns of the page before; None unless all of them do.

    A page that names another scan, were it over a chart, or prints a word of a heading begins a table of its own.
    """
    scans = {(own.scan, own.side) for own in titles if own.firm}
    if not header.is_plain or (scans and (title is None or scans != {(title.scan, title.side)})):
        return None
    scan = title.scan if title else None
    if scan and {own.scan for own in titles} - {scan}:
        return None
    for line in rows_of(words):
        if any(names_density(word.text) or _SCORE.fullmatch(word.text) for word in line):
            return None
        if _is_row(line, header, scan, skipped):
            top = min(word.top for word in line)
            below = replace(header, top=top - header.size, bottom=top - 0.1 * header.size)
            table = table_under(below, words, strict=True)
            sound = bool(table.rows) and all(_is_sound(row, scan, skipped) for row in table.rows)
            return Continuation(table=table, title=title, before=before) if sound else None
    return None


def _is_row(line: Sequence[Word], header: Header, scan: Scan | None, skipped: Collection[str]) -> bool:
    parts = parts_of(line, header)
    label = text_of(parts.label)
    known = site_of(label, scan) is not None or plain(label) in skipped
    numbers = [word for word in parts.rest if read_number(word.text) is not None]
    return known and len(numbers) >= _FEWEST_NUMBERS


def _is_sound(row: Row, scan: Scan | None, skipped: Collection[str]) -> bool:
    """Whether a row has a known name, no number outside the columns, and a density where density stands."""
    if plain(row.label) in skipped:
        return True
    densities = [cell for cell in row.cells if cell.heading.column is Column.BMD]
    decimals = all("." in cell.text or "," in cell.text for cell in densities)
    return site_of(row.label, scan) is not None and not row.faults and bool(densities) and decimals
