"""The cells of a line of heads, and where in its line each stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column

_WIDE_GAP = 2
"""Blanks between two headings."""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of heads: its text, where it starts and what parts its cells."""

    text: str
    start: int
    separator: str | None

    def column(self, cell: Sequence[Token]) -> Column:
        """Return the column below a cell; of heads on two lines the place of the lower words tells."""
        own = [token for token in cell if token.start >= self.start] or cell
        line = line_start(own[0], self.text)
        place = self.text.count(self.separator, self.start, own[0].start) if self.separator else 0
        return Column("", None, own[0].start - line, own[-1].end - line, place)


def line_start(token: Token, text: str) -> int:
    """Return where the line of a token starts."""
    return text.rfind("\n", 0, token.start) + 1


def separator_of(tokens: Sequence[Token], text: str) -> str | None:
    """Return the mark that parts the cells of a line, None if nothing but blanks does."""
    return next((mark for mark in ("|", "\t") if mark in text[tokens[0].start : tokens[-1].end]), None)


def cells_of(tokens: Sequence[Token], text: str, separator: str | None) -> Iterator[list[Token]]:
    """Yield the tokens of each cell of a line, parted by bars or tabs, or by wide gaps."""
    cell: list[Token] = []
    for number, token in enumerate(tokens):
        between = text[tokens[number - 1].end : token.start] if number else ""
        # The dot of an abbreviation ends its cell: "Cuello izq.   Total izq.".
        gap = between.removeprefix(".")
        wide = (len(gap) >= _WIDE_GAP and not gap.strip()) or (bool(cell) and _are_days(cell[-1], token))
        apart = separator in between if separator else wide
        if token.text == separator or (apart and cell):
            yield cell
            cell = []
        if token.text != separator:
            cell.append(token)
    yield cell


def _are_days(first: Token, second: Token) -> bool:
    """Whether two days follow each other, which one cell never holds: they fill columns no wider than themselves."""
    return all(token.when is not None and bool(token.when.day or token.when.ambiguous) for token in (first, second))
