"""Which examination the heads of a small table tell of: in a head, on a line over the heads, on a line below them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.narrative.examinations.times import Time
from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import NOW, THEN, Column

_CHANGES = frozenset(["change", "other", "difference"])


def time_of(beside: Sequence[Token]) -> Time:
    """Return when a column was measured: earlier if its heading says so, open if it has a date or another such word."""
    if any(token.is_a("prior", "earlier", "sections:prior") for token in beside):
        return Time.PRIOR
    if any(token.is_a(*NOW) for token in beside):
        return Time.CURRENT
    return Time.UNSURE if any(token.is_a("date", "general:past", "compare") for token in beside) else Time.CURRENT


def times_over(tokens: Sequence[Token], labels: Sequence[int], columns: Sequence[Column], text: str) -> list[Column]:
    """Return the heads of examinations on a line of the heading that holds no label, and that are of no column alone.

    Args:
        tokens: the lines of heads.
        labels: where the labels of the columns stand among them.
        columns: the columns, in the order of their labels.
        text: the whole text.
    """
    lines = {_line(tokens[place], text) for place in labels}
    own = {
        id(token)
        for place, column in zip(labels, columns, strict=True)
        for token in _below(column, tokens[place], tokens, text)
    }
    timed = [token for token in tokens if token.is_a(*NOW, *THEN, "date") and _line(token, text) not in lines]
    over = [token for token in timed if id(token) not in own]
    if len(over) == 1 and _line(over[0], text) > max(lines):
        # One examination below the heads and under none of them: nobody knows which it dates.
        return [Column("", None, 0, 0, 0, Time.UNSURE)]
    return [
        Column(
            "", None, token.start, token.end, 0, Time.CURRENT if token.is_a(*NOW) else time_of([token]), when=token.when
        )
        for token in over
    ]


def with_time_below(column: Column, label: Token, tokens: Sequence[Token], text: str) -> Column:
    """Return a column with the examination printed below its heading: "BMD" above "(2021)".

    Below the head of a change it tells since when, and not when the change itself was measured.
    """
    below = list(_below(column, label, tokens, text))
    if column.label in _CHANGES or not below:
        return column
    dates = [token.when for token in below if token.when]
    when = dates[0] if len(dates) == 1 and not any(token.is_a(*NOW) for token in below) else column.when
    told = time_of(below)
    return replace(column, time=column.time if column.time is Time.PRIOR else told, when=when)


def _below(column: Column, label: Token, tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield the words for an examination that stand on a line below a label, under its head."""
    for place, token in enumerate(tokens):
        line = _line(token, text)
        timed = token.is_a(*NOW, *THEN, "date") and line > label.start
        if (
            timed
            and max(line, _first_beside(tokens, place).start) - line < column.end
            and token.end - line > column.start
        ):
            yield token


def _first_beside(tokens: Sequence[Token], place: int) -> Token:
    """Return the first of the words one blank at most parts from one another up to a place: "since" of "since 2021".

    A day before it is that of the column before.
    """
    while place and 0 <= tokens[place].start - tokens[place - 1].end <= 1 and not tokens[place - 1].when:
        place -= 1
    return tokens[place]


def _line(token: Token, text: str) -> int:
    return text.rfind("\n", 0, token.start) + 1
