"""Tables that lost their line ends: "Region BMD T-score Z-score L1-L4 0.945 -0.9 0.7 Left neck 0.689 -1.4 0.1"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.narrative.language.label_lists import BOTH
from parsers.narrative.language.roles import DENSITY
from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column, Columns

_MARKS = frozenset(["|", ";", ",", "/", "(", ")", ":", "\t"])
_LEADS = frozenset(["(", "in"])
"""What stands between the name of a head and its unit: "BMD (g/cm2)", "BMD in g/cm2"."""
_HEAD_MARKS = frozenset(["|", ";", ",", "/", "(", "in"])
_HEADS = frozenset(["bmd", *BOTH, "young_adult_percent", "age_matched_percent", "area", "bmc"])
_SEVERAL = 2
_MORE_HEADS = 2
"""Heads of columns of words behind those of numbers: "WHO classification"."""
_PLENTY = 3
"""Numbers under as many heads that prove a table of a single row."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words of a table without line ends: a row of the columns above it, or words outside its rows."""

    tokens: tuple[Token, ...]
    columns: Columns | None
    """The heads over a row; None for words that are no row."""


def parts_of(tokens: Sequence[Token]) -> tuple[Part, ...]:
    """Return the rows of the tables a sentence holds and what stands between them; none if it holds no table.

    A table is a row of heads without a number between them, and behind it names with as many numbers each. Every
    number of the sentence behind its first heads has to be in such a row, or it is no table.
    """
    if sum(token.is_a("number") for token in tokens) < _SEVERAL or not any(map(_are_heads, tokens, tokens[1:])):
        return ()
    if any(token.is_a("bad_number") for token in tokens):
        return ()
    parts = _headed_behind(tokens) or tuple(_parts(tokens))
    rows = [part for part in parts if part.columns is not None]
    wide = any(part.columns and len(part.columns.columns) >= _PLENTY for part in rows)
    first = next((place for place, part in enumerate(parts) if part.columns is not None), len(parts))
    loose = any(token.is_a("number") for part in parts[first:] if part.columns is None for token in part.tokens)
    return parts if rows and (len(rows) > 1 or wide) and not loose else ()


def _are_heads(first: Token, second: Token) -> bool:
    """Whether two words side by side may be of a row of heads: a label and a label, unit or mark."""
    if first.key("labels") is None and first.key("units") is None:
        return False
    return second.key("labels") is not None or second.key("units") is not None or second.text in _HEAD_MARKS


def _headed_behind(tokens: Sequence[Token]) -> tuple[Part, ...]:
    """Return the rows before heads that stand in brackets at the end: "L1-L4 0.9 / -1.2; ... (BMD / T-score)".

    There has to be a row or more before them, and no number outside a row.
    """
    opening = max((place for place, token in enumerate(tokens) if token.text == "("), default=0)
    labels = [place for place in range(opening, len(tokens)) if tokens[place].key("labels")]
    if not opening or not labels:
        return ()
    end, columns = _heads_at(tokens, labels[0])
    closed = all(token.text in {")", "."} for token in tokens[end:])
    first = next((place for place, token in enumerate(tokens) if _names(token) and token.text not in _MARKS), opening)
    led = any(token.is_a("number") or token.key("labels") for token in tokens[:first])
    if columns is None or not closed or led:
        return ()
    rows = list(_rows(tokens[:opening], first, len(columns.columns)))
    if not rows or any(token.is_a("number") for token in tokens[rows[-1][1] : opening]):
        return ()
    return tuple(Part(tuple(tokens[begin:last]), columns) for begin, last in rows)


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    """Yield the parts of a sentence in order, without the heads themselves."""
    at, begun = 0, 0
    while at < len(tokens):
        told = tokens[at].key("labels") or tokens[at].key("units") or tokens[at].is_a("general:site_head")
        end, columns = _heads_at(tokens, at) if told and _may_head(tokens, at) else (at, None)
        rows = list(_rows(tokens, end, len(columns.columns))) if columns else []
        if columns is None or not rows:
            at += 1
            continue
        if at > begun:
            yield Part(tuple(tokens[begun:at]), None)
        yield from (Part(tuple(tokens[first:last]), columns) for first, last in rows)
        at = begun = rows[-1][1]
    if begun < len(tokens):
        yield Part(tuple(tokens[begun:]), None)


def _may_head(tokens: Sequence[Token], at: int) -> bool:
    """Whether labels that begin at a place may head what follows: behind a number they may be that number's own."""
    before = next((token for token in reversed(tokens[:at]) if token.text not in _MARKS), None)
    own = before is not None and (before.is_a("number") or before.key("units") or before.key("labels"))
    return tokens[at].is_a("general:site_head") or not own


def _heads_at(tokens: Sequence[Token], at: int) -> tuple[int, Columns | None]:
    """Return where a row of heads that begins at a place ends, and its columns; None if fewer than two begin there."""
    columns: list[Column] = []
    last = at
    for place in range(at, len(tokens)):
        token = tokens[place]
        key, unit = token.key("labels"), token.key("units")
        if key in {*_HEADS, "both_scores"}:
            columns += [Column(each, None, 0, 0, 0) for each in (BOTH if key == "both_scores" else (key,))]
        elif unit is not None and columns and (tokens[place - 1].key("labels") or tokens[place - 1].text in _LEADS):
            columns[-1] = _with_unit(columns[-1], unit)
        elif unit in DENSITY and not columns:
            columns.append(Column("bmd", unit, 0, 0, 0))
        elif not (token.text in _MARKS or token.text == "in" or token.is_a("general:site_head")):
            break
        last = place + 1
    labels = [column.label for column in columns]
    several = len(labels) >= _SEVERAL and len(set(labels)) == len(labels)
    return last, Columns(tuple(columns), None, dated=False) if several else None


def _with_unit(column: Column, unit: str) -> Column:
    return Column(column.label, unit, 0, 0, 0)


def _rows(tokens: Sequence[Token], at: int, count: int) -> Iterator[tuple[int, int]]:
    """Yield where rows of a name and so many numbers begin and end, as long as one follows the other."""
    beyond = at + _MORE_HEADS
    while at < len(tokens):
        place = at
        while place < len(tokens) and (_is_aside(tokens[place]) or (place < beyond and _is_head_word(tokens[place]))):
            place += 1
        name = place
        while place < len(tokens) and _names(tokens[place]):
            place += 1
        named = any(token.is_a("site", "levels", "row") for token in tokens[name:place])
        numbers = 0
        end = place
        while place < len(tokens) and (tokens[place].is_a("number") or _beside(tokens[place])):
            numbers += tokens[place].is_a("number")
            place += 1
            end = place if numbers <= count else end
        if not named or numbers != count:
            return
        yield name, end
        at = end


def _is_aside(token: Token) -> bool:
    """Whether a mark, or the class of the row before, stands between two rows."""
    return token.text in _MARKS or token.key("classes") is not None


def _is_head_word(token: Token) -> bool:
    """Whether a word behind the heads of numbers may head a column of words: "Classification", "Interpretation"."""
    return token.tags == {"word"} or token.key("sections") is not None


def _names(token: Token) -> bool:
    side = token.key("side") is not None
    return side or token.is_a("site", "levels", "row", "third") or token.text in {"ap", "pa", "(", ")", ":", "-", "|"}


def _beside(token: Token) -> bool:
    """Whether a mark or unit may stand between the numbers of a row."""
    return token.text in {"|", ";", ",", "/", ":", "="} or token.key("units") is not None
