"""Tables with slashes only: "BMD / T-score / Z-score" above "L1-L4: 0.865 / -1.7 / -0.2"; or sites or years above."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.narrative.examinations.times import Time
from parsers.narrative.language.label_lists import BOTH
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY
from parsers.narrative.language.tokens import Token
from parsers.narrative.tables.columns import Column, Columns
from parsers.narrative.tables.grids import Grid

_LABELS = frozenset([*SCORES, "bmd", "both_scores"])
_SEVERAL = 2
_BRACKETS = frozenset(["(", ")", "[", "]", ":", "="])


def slashed_columns(tokens: Sequence[Token]) -> Columns | None:
    """Return the columns of a line that ends with a list of a density and its scores, or of both scores."""
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    if not labels or not _LABELS.issuperset(tokens[place].key("labels") or "" for place in labels):
        return None
    before, tail = tokens[: labels[0]], tokens[labels[0] :]
    plain = all(
        token.key("labels") or token.key("units") in DENSITY or token.is_a("at") or token.text in _BRACKETS | {"/"}
        for token in tail
    )
    named = any(token.is_a("site", "levels", "row", "number", "bad_number") for token in before)
    parted = all(any(token.text == "/" for token in tokens[one + 1 : two]) for one, two in pairwise(labels))
    columns = tuple(column for place in labels for column in _columns_at(tokens, place))
    if not plain or named or not parted or len(columns) < _SEVERAL:
        return None
    several = len({column.label for column in columns}) == len(columns)
    return Columns(columns, None, dated=False, slashed=True) if several else None


def heads_of_row(tokens: Sequence[Token]) -> Columns | None:
    """Return the columns a sentence lists before its own row, for those behind: "BMD/T/Z = 0.9/-1.9/-0.5. Neck ..."."""
    first = next((place for place, token in enumerate(tokens) if token.is_a("number")), len(tokens))
    label = next((place for place, token in enumerate(tokens[:first]) if token.key("labels")), first)
    columns = slashed_columns(tokens[label:first])
    numbers = sum(token.is_a("number") for token in tokens)
    if columns is None or numbers != len(columns.columns) or all(each.label != "bmd" for each in columns.columns):
        return None
    return columns


def _columns_at(tokens: Sequence[Token], place: int) -> Iterator[Column]:
    """Yield the columns of one label; "T/Z-score" is two."""
    key = tokens[place].key("labels") or ""
    following = (token.key("units") for token in tokens[place + 1 : place + 4])
    unit = next((unit for unit in following if unit in DENSITY), None) if key == "bmd" else None
    for label in BOTH if key == "both_scores" else (key,):
        yield Column(label, unit, 0, 0, 0)


def slashed_grid(tokens: Sequence[Token]) -> Grid | None:
    """Return the grid of a line that ends with a list of sites: "DXA: spine / left neck / left total hip"."""
    sites = [place for place, token in enumerate(tokens) if token.is_a("site", "levels") and token.site]
    if len(sites) < _SEVERAL or any(token.is_a("number", "bad_number", "row") for token in tokens):
        return None
    tail = tokens[sites[0] :]
    plain = all(token.is_a("site", "levels") or token.text in {"/", ".", ":", ")"} for token in tail)
    parted = all(two - one == _SEVERAL and tokens[one + 1].text == "/" for one, two in pairwise(sites))
    labels = {key for token in tokens[: sites[0]] if (key := token.key("labels"))}
    if not plain or not parted or len(labels) > 1 or len({tokens[place].site for place in sites}) < len(sites):
        return None
    columns = tuple(Column("", None, 0, 0, 0, site=tokens[place].site) for place in sites)
    label = next(iter(labels), None)
    return Grid(Columns(columns, None, dated=False, slashed=True), label, None, of_sites=True)


def slashed_examinations(tokens: Sequence[Token]) -> Grid | None:
    """Return the grid of a line that ends with a list of examinations: "T-score: 2016 / 2019 / 2022 / today"."""
    first = next((place for place, token in enumerate(tokens) if token.when), len(tokens))
    heads = [token for token in tokens[first:] if token.when or token.is_a("now")]
    tail = [token for token in tokens[first:] if token.text not in {".", ":", ")"}]
    parted = tail[1::2] and all(token.text == "/" for token in tail[1::2]) and tail[::2] == heads
    named = any(token.is_a("number", "bad_number", "site", "levels", "row", "compare") for token in tokens[:first])
    labels = {key for token in tokens[:first] if (key := token.key("labels"))}
    label = next(iter(labels - {"bmd"} or labels), None)
    told = [token.when for token in heads]
    if not parted or named or label not in {*SCORES, "bmd"} or len(set(told)) < len(told) or len(told) < _SEVERAL:
        return None
    columns = tuple(
        Column("", None, 0, 0, 0, Time.UNSURE if token.when else Time.CURRENT, when=token.when) for token in heads
    )
    unit = next((key for token in tokens[:first] if (key := token.key("units")) in DENSITY), None)
    return Grid(Columns(columns, None, dated=False, slashed=True), label, unit, of_sites=False)
