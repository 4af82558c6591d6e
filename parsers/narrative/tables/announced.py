"""The table a line announces, with what the line above it says of its columns."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Columns
from parsers.narrative.tables.examinations_over import under_examinations
from parsers.narrative.tables.grids import Grid, grid_of
from parsers.narrative.tables.listed_heads import listed_heads
from parsers.narrative.tables.sides_over import under_sides
from parsers.narrative.tables.slashed import slashed_columns, slashed_examinations, slashed_grid
from parsers.narrative.tables.table_heads import columns_of, continues_head
from parsers.narrative.text.scope import Scope


def announced(
    above: Sequence[Token], tokens: Sequence[Token], printed: Sequence[Token], text: str, scope: Scope
) -> Columns | Grid | None:
    """Return the columns or the grid a line announces; None if it announces none.

    Args:
        above: the line before; empty if there is none.
        tokens: the line, its sites joined.
        printed: the line as it stands.
        text: the whole text.
        scope: what the headings above say.
    """
    # The dot of an abbreviation at the end of a line of heads ends no sentence: "Junge Erw.   Altersvergl.".
    above = above[:-1] if above and above[-1].text == "." else above
    both = columns_of((*above, *tokens), text, None) if continues_head(above, tokens) else None
    both = both or slashed_columns(tokens) or listed_heads(tokens)
    both = both or columns_of(tokens, text, scope.label)
    if both is not None and above:
        over = grid_of(above, text, scope)
        if over is not None and over.names_examinations:
            return replace(both, columns=under_examinations(both.columns, over.columns.columns))
        if (sided := under_sides(both, above, text)) is not None:
            return sided
    return both or grid_of(printed, text, scope) or slashed_grid(tokens) or slashed_examinations(tokens)
