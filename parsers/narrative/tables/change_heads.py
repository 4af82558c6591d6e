"""Heads of a history of examinations: the days its rows are of, and the change since the one before."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column

_GAP = 2
"""Characters between two headings of aligned columns."""
_DAYS = ("general:date_head", "exam_date")
_SINCE = ("prior", "earlier", "general:past", "general:baseline", "sections:prior", "date")

_DIFFERENCES = frozenset(["dif", "diff"])


def heads_days(tokens: Sequence[Token]) -> bool:
    """Whether heads begin with that of the days of examinations: "Date", "Date of examination", "Examination"."""
    return any(token.is_a(*_DAYS) for token in tokens) or tokens[0].is_a("general:exam")


def heads_change(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a word heads a column of changes of its own: "Change (%)", "% vs previous"; not "BMD change"."""
    token = tokens[place]
    if token.key("labels"):
        return False
    if not (token.is_a("general:neutral") or token.text in _DIFFERENCES):
        return _heads_comparison(tokens, place, text)
    if place + 2 < len(tokens) and tokens[place + 1].is_a("at"):
        # "Change in BMD" is one head, as "BMD change" is.
        place, token = place + 1, tokens[place + 1]
    behind = tokens[place + 1 : place + 2]
    near = [other for other in behind if "\t" not in text[token.end : other.start]]
    return not any(other.key("labels") and other.start - token.end < _GAP for other in near)


def _heads_comparison(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a head begins with "% vs" or "vs" and goes on with an earlier examination, apart from the one before.

    On a second line of heads such words go on with the head above them.
    """
    first_line = "\n" not in text[tokens[0].start : tokens[place].start]
    gap = text[tokens[place - 1].end : tokens[place].start].removeprefix(".") if place else ""
    apart = len(gap) >= _GAP or "|" in gap or "\t" in gap or (place > 0 and tokens[place - 1].text == "|")
    ahead = tokens[place + (tokens[place].text == "%") : place + 4]
    if not (first_line and apart and len(ahead) > 1 and ahead[0].is_a("compare")):
        return False
    return _touch(tokens[place], ahead[0], text) and _touch(ahead[0], ahead[1], text) and ahead[1].is_a(*_SINCE)


def _touch(first: Token, second: Token, text: str) -> bool:
    """Whether one blank at most parts two words, behind the dot of an abbreviation."""
    return len(text[first.end : second.start].removeprefix(".")) <= 1


def change_column(token: Token, head: Sequence[Token], line: int, cell: int) -> Column:
    """Return the column of one head of changes; `line` is where its line begins, `cell` its place there.

    Its words may name the examination before; the change itself is this one's. Where no sign of per cent stands in the
    head, each number has to bring its own. A change since the first examination is none since the one before, nor need
    a difference be one of two examinations.
    """
    percent = any(other.is_a("units:percent") for other in head)
    unknown = any(other.is_a("general:baseline") or other.text in _DIFFERENCES for other in head)
    start, end = min(other.start for other in head) - line, max(other.end for other in head) - line
    if percent:
        return Column("other" if unknown else "change", "percent", start, end, cell)
    return Column("other", None, start, end, cell, of_change=not unknown and _is_since_before(token, head))


def _is_since_before(token: Token, head: Sequence[Token]) -> bool:
    """Whether a head is a word for change or "vs", and names neither a day nor a first examination it counts from."""
    past = any(other.is_a("date", "general:past") or "base" in other.text for other in head)
    plain = token.is_a("general:neutral", "compare") and not token.key("labels")
    return (plain or token.key("labels") == "change_prior") and not past


def is_below_change(percent: Column, columns: Sequence[Column]) -> bool:
    """Whether a lone sign of per cent stands below the head of a change, whose unit it is."""
    changes = (column for column in columns if column.label == "change")
    return any(column.start < percent.end and percent.start < column.end for column in changes)
