"""Per cent signs that head columns of their own: of young adults, of the same age, or of what nobody knows."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column, cell_of

AGE = frozenset(["idade", "edad", "eta", "age", "alter", "leeftijd"])
_GAP = 2
"""Characters between two headings of aligned columns."""
_OF = frozenset(["der", "des", "den", "dem", "de", "du", "la", "le", "les", "van", "het", "of", "the", "in", "en"])
"""Small words around a per cent sign: "in % des" above "Spitzenwertes"."""


def is_of_age(token: Token) -> bool:
    """Whether a head names people of the same age: the bare "Idade" beside "Adulto jovem" does too."""
    return token.is_a("matched") or token.text in AGE


def lone_percents(tokens: Sequence[Token], text: str) -> list[int]:
    """Return where a per cent sign is a heading of its own, apart from its neighbours."""
    found = []
    for place, token in enumerate(tokens):
        before = text[tokens[place - 1].end : token.start].removeprefix(".") if place else ""
        after = text[token.end : tokens[place + 1].start] if place + 1 < len(tokens) else "\n"
        apart = all("\n" in gap or "|" in gap or len(gap) >= _GAP for gap in (before, after))
        apart = apart or _is_cell_of_percent(tokens, place) or _heads_unknown(tokens, place, text)
        apart = apart or _ends_unknown_cell(tokens, place, text) or _is_share(tokens, place, text)
        if token.text == "%" and place and apart:
            found.append(place)
    return found


def _heads_unknown(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a per cent sign and a word nobody knows are one heading, apart from the one before: "T-score   %EJ"."""
    after = tokens[place + 1 : place + 2]
    gap = text[tokens[place - 1].end : tokens[place].start] if place else ""
    apart = "|" in gap or tokens[place - 1].text == "|" or len(gap) >= _GAP
    return apart and bool(after) and after[0].tags == {"word"} and after[0].start == tokens[place].end


def _ends_unknown_cell(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether "(%)" ends a cell of words that name nothing known: "T-score   Age ref. (%)   Z-score"."""
    behind = tokens[place + 1 : place + 2]
    if place == 0 or tokens[place - 1].text != "(" or not behind or behind[0].text != ")":
        return False
    first = place - 1
    while first > 0 and len(gap := text[tokens[first - 1].end : tokens[first].start]) < _GAP and not {*gap} & {*"\t\n"}:
        first -= 1
    name, line = tokens[first : place - 1], text.rfind("\n", 0, tokens[place].start)
    known = any(token.key("labels") or token.site or token.is_a("change", "general:neutral", "row") for token in name)
    return bool(name) and not known and tokens[0].start < tokens[first].start and line < tokens[first - 1].start


def _is_share(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a per cent sign, small words and at most one for young adults or the same age are a cell of their own."""
    cell = _cell_at(tokens, place, text)
    named = [token for token in cell if token.is_a("young") or is_of_age(token)]
    small = all(token.text in _OF or token.is_a("at") or token in named for token in cell if token is not tokens[place])
    return small and len(cell) > 1 and len(named) < len(("young", "age")) and cell[0] is not tokens[0]


def _cell_at(tokens: Sequence[Token], place: int, text: str) -> list[Token]:
    """Return the tokens of the cell around a place, parted by bars, tabs, line ends or wide gaps."""
    first, last = place, place
    while first > 0 and _touch(tokens[first - 1], tokens[first], text):
        first -= 1
    while last + 1 < len(tokens) and _touch(tokens[last], tokens[last + 1], text):
        last += 1
    return list(tokens[first : last + 1])


def _touch(first: Token, second: Token, text: str) -> bool:
    gap = text[first.end : second.start].removeprefix(".")
    return len(gap) < _GAP and not {*gap} & {*"\t\n"} and "|" not in (first.text, second.text)


def _is_cell_of_percent(tokens: Sequence[Token], place: int) -> bool:
    """Whether "(%)" stands in brackets behind other brackets or a wide gap, so that it belongs to no word before."""
    if not 1 < place < len(tokens) - 1 or (tokens[place - 1].text, tokens[place + 1].text) != ("(", ")"):
        return False
    before = tokens[place - 2]
    apart = before.text == ")" or tokens[place - 1].start - before.end >= _GAP
    # Below a head such as "Variation" it is the unit of that one.
    return apart and any(token.is_a("young") for token in tokens)


def percent_column(tokens: Sequence[Token], place: int, text: str, separator: str | None) -> Column:
    """Return a column of per cent figures: of young adults or of the same age, if the lines above or below say so."""
    token = tokens[place]
    line = text.rfind("\n", 0, token.start) + 1
    cell = _cell_at(tokens, place, text) if _is_share(tokens, place, text) else [token]
    start, end = cell[0].start - line, cell[-1].end - line
    key = "other"
    for told in tokens:
        top = text.rfind("\n", 0, told.start) + 1
        near = top < line or len(cell) > 1
        if near and told is not token and told.start - top < end and told.end - top > start:
            key = "young_adult_percent" if told.is_a("young") else key
            key = "age_matched_percent" if is_of_age(told) else key
    return Column(key, "percent", start, end, cell_of(text, line, token.start, separator))
