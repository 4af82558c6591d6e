"""The heads of small tables in running text: a line of labels and what it says of the numbers under each."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dxa.regions import Side
from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.change_heads import change_column, heads_change, heads_days, is_below_change
from parsers.narrative.tables.columns import NOW, SEPARATORS, Column, Columns, cell_of
from parsers.narrative.tables.examinations_over import under_examinations
from parsers.narrative.tables.grids import examination_heads
from parsers.narrative.tables.percent_heads import AGE, is_of_age, lone_percents, percent_column
from parsers.narrative.tables.single_heads import single_heads
from parsers.narrative.tables.sites_over import with_sites_lent
from parsers.narrative.tables.times_of_heads import time_of, times_over, with_time_below
from parsers.narrative.tables.wrapped_heads import in_one_line

_LONGEST_HEADING = 30
_GAP = 2
"""Characters between two headings of aligned columns."""


def columns_of(tokens: Sequence[Token], text: str, above: str | None) -> Columns | None:
    """Return the columns a heading line announces: two labels or more and no number; None for other lines.

    One label is enough behind a word for the column of sites, and for two columns of sides ("T-scores  Left  Right");
    `above` is the label the lines before gave.
    """
    tokens = single_heads(tokens, text)
    sides = [place for place, token in enumerate(tokens) if token.key("side")]
    if len(sides) > 1 and _is_heading_of_sides(tokens):
        return _columns_of_sides(tokens, sides, text, above)
    references = _references_over(tokens, text)
    labels = [place for place, token in enumerate(tokens) if token.key("labels") and place not in references]
    if all(tokens[place].key("labels") == "difference" for place in labels):
        # "Today   Prior   Difference" heads examinations, whose rows have the labels.
        labels = []
    of_dates = any(token.is_a("general:date_head") for token in tokens[:1])
    plain = all(
        token.key("labels")
        or token.key("units")
        or token.is_a("punctuation", "site", "row", "date", "word")
        or (of_dates and token.is_a("levels"))
        for token in tokens
    )
    few = 1 if any(token.is_a("general:site_head") for token in tokens[:2]) else 2
    if len(labels) < few or not plain or len(tokens) > _LONGEST_HEADING:
        return None
    changes = [place for place in range(len(tokens)) if heads_change(tokens, place, text)]
    labels = sorted({*labels, *changes})
    separator = _separator(tokens, labels, text)
    if _is_prose(tokens, separator):
        return None
    dated = heads_days(tokens[: labels[0] + 1])
    apart = frozenset(changes) if not _is_laid_out(tokens) else frozenset[int]()
    columns = [_labelled_column(tokens, place, text, separator, apart - {place}) for place in labels]
    columns = in_one_line(columns, labels, tokens, text) if separator is None else columns
    if over := times_over(tokens, labels, columns, text):
        columns = list(under_examinations(columns, over))
    elif not dated:
        columns = [*columns, *_of_examinations(tokens, text, columns, above)]
    percents = [percent_column(tokens, place, text, separator) for place in lone_percents(tokens, text)]
    columns += [column for column in percents if separator or not is_below_change(column, columns)]
    if separator is None:
        # The heads may stand on two lines: "BMD  Young-Adult" above "g/cm2  %  T-score".
        columns.sort(key=lambda column: column.start)
        columns = _of_references(columns, tokens)
    return Columns(tuple(with_sites_lent(columns) if dated else columns), separator, dated)


def _labelled_column(
    tokens: Sequence[Token], place: int, text: str, separator: str | None, apart: frozenset[int]
) -> Column:
    """Return the column of a label, with the unit and the examination printed below it."""
    column = _with_unit_below(_column(tokens, place, text, separator, apart), tokens[place], tokens, text)
    return with_time_below(column, tokens[place], tokens, text) if separator is None else column


def _of_examinations(tokens: Sequence[Token], text: str, columns: Sequence[Column], above: str | None) -> list[Column]:
    """Return the columns of examinations that stand beside those with labels: "Site   2021   Today   T-score".

    They are of the score named above, or of densities, which have to look like it.
    """
    heads = examination_heads(tokens, text) if "\n" not in text[tokens[0].start : tokens[-1].end] else ()
    apart = [head for head in heads if all(head.end <= other.start or head.start >= other.end for other in columns)]
    return [replace(head, label=above or "bmd") for head in apart] if len(apart) > 1 else []


def continues_head(above: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Whether a line of units and scores is the second of two lines of heads: below "BMD   Young-Adult"."""
    if not above or any(token.is_a("number") for token in (*above, *tokens)):
        return False
    headless = not any(token.key("labels") == "bmd" for token in tokens)
    told = any(token.is_a("young") for token in above) or (len(above) == 1 and headless)
    density = told and any(token.key("labels") == "bmd" for token in above)
    heads = ("young", "matched", "punctuation", "general:site_head")
    mere = all(token.key("labels") or token.is_a(*heads) for token in above)
    below = all(
        token.key("labels") or token.key("units") or token.is_a("punctuation", "general:site_head") for token in tokens
    )
    units = any(token.key("units") in {"g/cm2", "mg/cm2"} for token in tokens)
    return density and mere and below and units and any(token.key("labels") == "t_score" for token in tokens)


def _of_references(columns: Sequence[Column], tokens: Sequence[Token]) -> list[Column]:
    """Return the columns with the per cent figure before each score as that of its reference, where both are headed."""
    keys = [column.label for column in columns]
    percents = {"other", "young_adult_percent", "age_matched_percent"}
    pairs = [place for place, column in enumerate(columns) if column.unit == "percent" and keys[place] in percents]
    scores = [keys[place + 1] if place + 1 < len(keys) else "" for place in pairs]
    named = any(token.is_a("young") for token in tokens) and any(is_of_age(token) for token in tokens)
    if not named or scores not in (["t_score", "z_score"], ["t_score"]):
        return list(columns)
    labels = dict(zip(pairs, ("young_adult_percent", "age_matched_percent"), strict=False))
    return [replace(column, label=labels.get(place, column.label)) for place, column in enumerate(columns)]


def _references_over(tokens: Sequence[Token], text: str) -> frozenset[int]:
    """Return where a bare "Age" stands beside "Young adult" over the figures of both, on the first of two lines."""
    wrap = text.find("\n", tokens[0].start, tokens[-1].end)
    top = [place for place, token in enumerate(tokens) if token.start < wrap]
    young = any(tokens[place].is_a("young") for place in top)
    return frozenset(place for place in top if young and tokens[place].text in AGE)


def _with_unit_below(column: Column, label: Token, tokens: Sequence[Token], text: str) -> Column:
    """Return a column with the unit printed below its heading, on the second line of the headings."""
    for token in tokens:
        line = text.rfind("\n", 0, token.start) + 1
        below = token.key("units") is not None and line > label.start
        if below and token.start - line <= column.end and token.end - line >= column.start - 1:
            unit = token.key("units")
            is_change = column.label == "other" and label.is_a("general:neutral") and unit == "percent"
            return replace(column, unit=column.unit or unit, label="change" if is_change else column.label)
    return column


def _is_heading_of_sides(tokens: Sequence[Token]) -> bool:
    """Whether a line holds nothing but sides and at most one label."""
    labels = sum(bool(token.key("labels")) for token in tokens)
    known = all(
        token.key("side") or token.key("labels") or token.key("units") or token.is_a("punctuation", "general:site_head")
        for token in tokens
    )
    return known and labels < 2  # noqa: PLR2004 - two labels head columns of their own


def _columns_of_sides(tokens: Sequence[Token], sides: Sequence[int], text: str, above: str | None) -> Columns | None:
    label = next((key for token in tokens if (key := token.key("labels"))), above)
    unit = next((key for token in tokens if (key := token.key("units"))), None)
    separator = _separator(tokens, sides, text)
    if label is None or _is_prose(tokens, separator):
        return None
    columns = []
    for place in sides:
        token = tokens[place]
        line = text.rfind("\n", 0, token.start) + 1
        cell = cell_of(text, line, token.start, separator)
        side = Side(token.key("side") or "")
        columns.append(Column(label, unit, token.start - line, token.end - line, cell, side=side))
    return Columns(tuple(columns), separator, dated=False)


def _separator(tokens: Sequence[Token], labels: Sequence[int], text: str) -> str | None:
    line = text[text.rfind("\n", 0, tokens[labels[0]].start) + 1 : tokens[labels[-1]].start]
    # A tab before the first word may indent the line and part nothing.
    line = line.lstrip()
    return next((separator for separator in SEPARATORS if separator in line), None)


def _is_prose(tokens: Sequence[Token], separator: str | None) -> bool:
    # Between bars a full stop ends an abbreviation: "| % junge Erw. |".
    marks = {"." if separator != "|" else "", ",", ";", ":"} - {separator}
    return any(token.text in marks or token.is_a("and", "not") for token in tokens)


def _is_laid_out(tokens: Sequence[Token]) -> bool:
    """Whether more than one blank parts any heads of a line: then numbers may be told by where they stand."""
    return any(second.start - first.end > 1 for first, second in pairwise(tokens))


def _column(
    tokens: Sequence[Token], place: int, text: str, separator: str | None, apart: frozenset[int] = frozenset()
) -> Column:
    """Return the column a label heads; `apart` are the places of heads of their own: "Z-score Change" are two."""
    token = tokens[place]
    line = text.rfind("\n", 0, token.start) + 1
    wrap = text.find("\n", token.end)
    behind = [other for other in tokens[place + 1 : place + 3] if other.key("units") and not 0 <= wrap < other.start]
    # "BMD   % change": the sign is of the next head.
    behind = [other for other in behind if not (other.is_a("units:percent") and other.start - token.end > _GAP)]
    behind = [other for other in behind if "\t" not in text[token.end : other.start]]
    following = next((other for other in tokens[place + 1 : place + 3] if other.key("labels")), None)
    unit = behind[0].key("units") if behind and (following is None or behind[0].start < following.start) else None
    key = token.key("labels") or "change_prior"
    unit = "percent" if key.endswith("_percent") else unit
    cell = cell_of(text, line, token.start, separator)
    others = [tokens[other] for other in apart]
    beside = [other for other in _beside(tokens, place, text, line, separator) if other not in others]
    if key == "change_prior":
        head = [other for other in (*beside, token) if not 0 <= wrap < other.start and other.start >= line]
        return change_column(token, head, line, cell)
    # A delta that no charset of the way could write: "?BMD".
    key = (
        "other" if any(other.is_a("change") for other in beside) or text[token.start - 1 : token.start] == "?" else key
    )
    sides = {Side(side) for other in beside if (side := other.key("side"))}
    side = sides.pop() if len(sides) == 1 else None
    own = [other for other in (*beside, token) if not 0 <= wrap < other.start and other.start >= line]
    start, end = min(other.start for other in own) - line, max(other.end for other in own) - line
    sites = [other.site for other in own if other.is_a("site", "levels") and other.site]
    site = sites[0] if len(sites) == 1 else None
    dates = [other.when for other in beside if other.when]
    when = dates[0] if len(dates) == 1 and not any(other.is_a(*NOW) for other in beside) else None
    return Column(key, unit, start, end, cell, time_of(beside), side, site, when)


def _beside(tokens: Sequence[Token], place: int, text: str, line: int, separator: str | None) -> list[Token]:
    """Return the words of one heading: its cell, or without bars the words next to the label and its bracket."""
    if separator is not None:
        cell = cell_of(text, line, tokens[place].start, separator)
        return [token for token in tokens if cell_of(text, line, token.start, separator) == cell]
    found: list[Token] = []
    before = place - 1
    while before >= 0 and not tokens[before].key("labels") and tokens[before].text != ")":
        if not _touch(tokens[before], tokens[before + 1], text):
            break
        found.append(tokens[before])
        before -= 1
    after = place + 1
    while after < len(tokens) and not tokens[after].key("labels"):
        if not _touch(tokens[after - 1], tokens[after], text):
            break
        found.append(tokens[after])
        after += 1
    # "Previous T-score Current T-score": the word before the next label is that one's.
    leads = after < len(tokens) and found and tokens[after].key("labels") and place and tokens[place - 1] in found
    return [token for token in found if token.start < tokens[place].start] if leads else found


def _touch(first: Token, second: Token, text: str) -> bool:
    """Whether one blank at most parts two words; a line end parts a heading from what stands over its neighbour."""
    gap = text[first.end : second.start].removeprefix(".")
    return len(gap) <= 1 and "\n" not in gap
