"""The table a line of heads announces, alone or with the line of heads above it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.regions import Site
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import is_wide
from parsers.narrative.tables.columns import Columns
from parsers.narrative.tables.examinations_over import over_examinations, under_examinations
from parsers.narrative.tables.grids import Grid, grid_of
from parsers.narrative.tables.head_cells import line_start
from parsers.narrative.tables.listed_heads import listed_heads
from parsers.narrative.tables.sides_over import under_sides
from parsers.narrative.tables.single_heads import are_units_and_letters
from parsers.narrative.tables.sites_over import under_sites
from parsers.narrative.tables.slashed import slashed_columns, slashed_examinations, slashed_grid
from parsers.narrative.tables.stacked import stacked_cells
from parsers.narrative.tables.table_heads import columns_of, continues_head
from parsers.narrative.text.scope import Scope

_LONGEST_TITLE = 8
"""Tokens of the title of a table."""


@dataclass(frozen=True, slots=True)
class Heads:
    """A line that may be one of heads: its tokens as they are printed, and with the names of sites joined."""

    printed: Sequence[Token] = ()
    joined: Sequence[Token] = ()
    higher: Sequence[Token] = ()
    """The line above, as it is printed."""

    @property
    def lines(self) -> list[Sequence[Token]]:
        """The line and the one above, as far as there are any."""
        return [line for line in (self.higher, self.printed) if line]


@dataclass(frozen=True, slots=True)
class Announced:
    """The columns of a table, and the hip or forearm whose regions its rows name; None if the heads name none."""

    table: Columns | Grid | None
    """None if the words on two lines of heads cannot be put together."""
    bone: Site | None = None


def announced(above: Heads, line: Heads, text: str, scope: Scope) -> Announced | None:
    """Return the table a line announces; None for any other line.

    Args:
        above: the line of heads above, empty if there is none.
        line: the line itself.
        text: the whole text.
        scope: what the lines above give.
    """
    if _names_rows(above, line, text, scope):
        return None
    above, line = _in_two_lines(above, line, text)
    columns = _columns(_whole(above.joined), line.joined, text, scope)
    labelled = any(token.key("labels") for token in line.joined)
    grid = grid_of(line.printed, text, scope, above.lines) if columns is None or not labelled else None
    if columns is None or (grid is not None and grid.names_sides):
        # The rows below "Left   Right" may have labels of their own, whatever the lines above spoke of.
        if (timed := _timed_below(above, grid, text, scope)) is not None:
            return Announced(timed)
        grid = _titled(grid, above, scope) or slashed_grid(line.joined) or slashed_examinations(line.joined)
        mere = grid is None and not any(token.is_a("number", "bad_number") for token in line.printed)
        torn = mere and not stacked_cells([*above.lines, line.printed], text)
        return Announced(grid) if grid is not None or torn else None
    over = grid_of(_whole(above.printed), text, scope) if above.printed else None
    if over is not None and over.names_examinations:
        return Announced(replace(columns, columns=under_examinations(columns.columns, over.columns.columns)))
    sided = under_sides(columns, _whole(above.joined), text) if above.joined else None
    if sided is not None:
        return Announced(sided, over.bone or _limb(over) if over is not None else None)
    sited = under_sites(columns.columns, over.columns.columns) if over is not None and over.of_sites else None
    return Announced(columns if sited is None else replace(columns, columns=sited))


def _names_rows(above: Heads, line: Heads, text: str, scope: Scope) -> bool:
    """Whether a line below "Left   Right" is one site left of both whose rows follow: "Femoral neck" above "BMD"."""
    named = [token for token in line.joined if token.text != ":"]
    site = named[0].site if len(named) == 1 and named[0].is_a("site") else None
    if site is None or site.side is not None or not above.printed:
        return False
    sides = grid_of(above.printed, text, scope)
    start = min((column.start for column in sides.columns.columns), default=0) if sides and sides.names_sides else 0
    return named[0].end - line_start(named[0], text) <= start


def _titled(grid: Grid | None, above: Heads, scope: Scope) -> Grid | None:
    """Return a grid of examinations with the one score its title names: "Follow-up (T-scores)" above "2019   2022"."""
    labels = [key for token in above.printed if (key := token.key("labels"))]
    title = len(above.printed) <= _LONGEST_TITLE and above.printed[-1:] and above.printed[-1].text not in {".", ","}
    other = any(token.is_a("number", "bad_number", "date", "site", "levels", "not") for token in above.joined)
    if grid is None or grid.label or scope.label or not grid.names_examinations or not title or other:
        return grid
    return replace(grid, label=labels[0]) if len(labels) == 1 and labels[0] in SCORES else grid


def _timed_below(above: Heads, grid: Grid | None, text: str, scope: Scope) -> Columns | None:
    """Return the columns of the line above, if the line itself names the examination of each below its label."""
    if grid is None or not grid.names_examinations or grid.label or not above.joined:
        return None
    labelled = columns_of(_whole(above.joined), text, scope.label)
    if labelled is None or labelled.separator or labelled.dated:
        return None
    columns = over_examinations(labelled.columns, grid.columns.columns)
    return replace(labelled, columns=columns) if columns is not None else None


def _in_two_lines(above: Heads, line: Heads, text: str) -> tuple[Heads, Heads]:
    """Return a line of heads that goes on below as "g/cm2   T   g/cm2   T" as the two lines it is."""
    start = line_start(line.printed[-1], text) if line.printed else 0
    upper = [token for token in line.printed if token.start < start]
    last = [token for token in line.printed if token.start >= start]
    return (Heads(upper, upper), Heads(last, last)) if upper and are_units_and_letters(last) else (above, line)


def _limb(over: Grid) -> Site | None:
    """Return the hip or forearm whose sides head the columns: "Left hip   Right hip"."""
    limbs = {replace(head.site, side=None) for head in over.columns.columns if head.site and is_wide(head.site)}
    return limbs.pop() if over.of_sites and len(limbs) == 1 else None


def _columns(above: Sequence[Token], tokens: Sequence[Token], text: str, scope: Scope) -> Columns | None:
    both = columns_of((*above, *tokens), text, None) if continues_head(above, tokens) else None
    both = both or slashed_columns(tokens) or listed_heads(tokens)
    return both or columns_of(tokens, text, scope.label)


def _whole(above: Sequence[Token]) -> Sequence[Token]:
    """Return a line without the dot of an abbreviation at its end, which ends no sentence: "Altersvergl."."""
    return above[:-1] if above and above[-1].text == "." else above
