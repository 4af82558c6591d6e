"""The rows of a grid: numbers under the sites or examinations that head their columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Site
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import Role, is_signed
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.quantities import Wanted, wanted, without_unit
from parsers.narrative.sites.joining import is_wide, narrowed
from parsers.narrative.tables.columns import NOW, THEN, Column
from parsers.narrative.tables.grids import Grid
from parsers.narrative.tables.limb_rows import indent
from parsers.narrative.tables.row_names import moment_named, row_site
from parsers.narrative.tables.tables import Cell, assigned
from parsers.narrative.text.scope import Scope

_OF_CHANGE = frozenset(["change", "change_prior"])
_INDENT = 3
"""Blanks from which the first cell of a row is empty."""
_VALUE = re.compile(r"\d[.,]\d")
_PERCENTS = frozenset(["young_adult_percent", "age_matched_percent"])
_BRACKET = 6
"""Tokens of "(T-score: -2.3)" at most."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What the name of a row gives its numbers."""

    label: str
    unit: str | None
    site: Site | None
    time: Time = Time.CURRENT
    when: When | None = None
    """The date of a row of another examination: "2021 BMD"."""


def grid_row_of(tokens: Sequence[Token], grid: Grid, scope: Scope, text: str) -> tuple[Cell, ...] | None:
    """Return the cells of a row, None if the line is no row of this grid."""
    beside, tokens = _parted(tokens)
    numbers = [token for token in tokens if token.is_a("number")]
    if not numbers or any(token.is_a("bad_number") for token in tokens):
        return None
    first = tokens.index(numbers[0])
    name = [token for token in tokens[:first] if not (token.is_a("punctuation") or token.key("units"))]
    if grid.of_sites and _tells_change(name, tokens[:first], tokens[first:]):
        # "Change since 2022   -0.9%   +1.1%": the year is that of the examination before.
        name = [replace(name[0], tags=frozenset({"labels:change"}))]
    labels = {key for token in name if (key := token.key("labels"))}
    timed = [token for token in name if grid.of_sites and token.is_a("date", *NOW, *THEN)]
    rest = [token for token in name if not (token.key("labels") or token in timed)]
    label = labels.pop() if len(labels) == 1 else None if labels else grid.label or scope.label
    if label is None and not labels and scope.of_density and (timed or not grid.of_sites):
        label = "bmd"
    unit = next((key for token in tokens[:first] if (key := token.key("units"))), None) or grid.unit
    unit = "percent" if unit is None and label in _PERCENTS else unit
    plain = all(token.is_a("number", "punctuation") or token.key("units") for token in tokens[first:])
    if label is None or not plain or not _names_row(rest, grid):
        return None
    exam = moment_named(timed) if timed else Moment(Time.CURRENT)
    if exam is None:
        return None
    site = _site_of(rest, grid, scope) if rest else _above(tokens, grid, scope, text)
    site = site or (None if rest else _site_above(tokens, grid, scope, text))
    row = _Row(label, unit, site, exam.time, exam.when)
    dealt = _sideless(numbers, row, grid) or assigned(tokens, numbers, grid.columns, text)
    if dealt is None and grid.columns.slashed:
        return None
    if dealt is None:
        return tuple(Cell(token, None, "") for token in numbers)
    scores = [(told, column) for token, column in dealt for told in beside.get(token, ())]
    return (*_filled(dealt, tokens, row, scope), *_scored(scores, row, scope))


def _tells_change(name: Sequence[Token], printed: Sequence[Token], cells: Sequence[Token]) -> bool:
    """Whether a row is named after a change, and all its numbers are in per cent and signed, a bare zero included."""
    named = bool(name) and (name[0].is_a("general:neutral", "units:percent") or name[0].key("labels") in _OF_CHANGE)
    changing = any(token.is_a("general:neutral") or token.key("labels") in _OF_CHANGE for token in name)
    known = all(token.is_a("general:neutral", "date", "compare", "at", *THEN) or token in name[:1] for token in name)
    numbers = [at for at, token in enumerate(cells) if token.is_a("number")]
    percents = any(token.is_a("units:percent") for token in printed)
    percents = percents or all(at + 1 < len(cells) and cells[at + 1].key("units") == "percent" for at in numbers)
    signed = all(is_signed(cells[at]) or ((told := cells[at].number) is not None and not told.value) for at in numbers)
    return named and changing and known and percents and signed


def _sideless(numbers: Sequence[Token], row: _Row, grid: Grid) -> list[tuple[Token, Column]] | None:
    """Return the one number of a row of the spine under two sides, which it has none of."""
    of_spine = row.site is not None and SCAN_OF_REGION.get(row.site.region) is Scan.SPINE
    if len(numbers) != 1 or not of_spine or any(column.side is None for column in grid.columns.columns):
        return None
    return [(numbers[0], replace(grid.columns.columns[0], side=None))]


def _parted(tokens: Sequence[Token]) -> tuple[dict[Token, list[Sequence[Token]]], Sequence[Token]]:
    """Return the scores in brackets behind the numbers of a row, "0.901 (T -2.3)   0.922 (T -2.2)", and the rest."""
    beside: dict[Token, list[Sequence[Token]]] = {}
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        close = next((place for place in range(at, min(len(tokens), at + _BRACKET)) if tokens[place].text == ")"), at)
        inside = [token for token in tokens[at + 1 : close] if token.text not in {"=", ":"}]
        kinds = [
            token.key("labels") in SCORES if number == 0 else token.is_a("number")
            for number, token in enumerate(inside)
        ]
        number = next((token for token in reversed(kept[-2:]) if token.is_a("number")), None)
        if tokens[at].text == "(" and kinds == [True, True] and number is not None:
            beside.setdefault(number, []).append(inside)
            at = close + 1
        else:
            kept.append(tokens[at])
            at += 1
    return beside, kept


def _scored(scores: Sequence[tuple[Sequence[Token], Column]], row: _Row, scope: Scope) -> Iterator[Cell]:
    """Yield the scores in brackets as cells of the columns of their numbers."""
    for inside, column in scores:
        site = _of_column(column, row.site, scope)
        asked = wanted(inside, 1, Role(None), inside[0].key("labels"), None, fresh=True)
        if asked:
            yield _cell(inside[1], site, asked, row, column)


def _names_row(rest: Sequence[Token], grid: Grid) -> bool:
    """Whether what stands beside the label is nothing, or in a grid of examinations a site."""
    if grid.of_sites:
        return not rest
    return all(token.is_a("site", "levels", "row", "at") or token.key("side") or token.text == "ap" for token in rest)


def _above(tokens: Sequence[Token], grid: Grid, scope: Scope, text: str) -> Site | None:
    """Return the site of the row above for an indented one of a label alone: "T-score" below "L1-L4  BMD"."""
    start = text.rfind("\n", 0, tokens[0].start) + 1
    indented = tokens[0].start - start >= _INDENT and not text[start : tokens[0].start].strip()
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start]
    # An unknown name on the line between is of another bone.
    follows = _VALUE.search(above) is not None
    return scope.above if indented and follows and grid.names_examinations else None


def _site_of(rest: Sequence[Token], grid: Grid, scope: Scope) -> Site | None:
    """Return the site a row names."""
    if grid.of_sites:
        return None
    scope = replace(scope, header=grid.bone) if grid.bone else scope
    if scope.wide is None and scope.scan is Scan.HIP and grid.columns.columns[0].side:
        # "Total" below "Neck", under "Left   Right".
        scope = replace(scope, context=Site(Region.HIP_UNSPECIFIED))
    return scope.sided(row_site(rest, scope))


def _site_above(tokens: Sequence[Token], grid: Grid, scope: Scope, text: str) -> Site | None:
    """Return the site of a row that names none: of the lines above the table, or of the row it stands further in than.

    Below "Neck   T-score   -1.7   -1.9" a line "Z-score   -0.1   -0.3" is the neck's, and never the hip's.
    """
    if grid.of_sites:
        return None
    if scope.named_row is not None:
        return scope.named_row[1] if indent(tokens, text) > scope.named_row[0] else None
    above = scope.header or scope.trend or scope.carried
    # "Hip   Left   Right" above "Femoral neck" on a line of its own and "BMD   0.712   0.703".
    part = narrowed(grid.bone, above) if grid.bone and above else None
    return part or grid.bone or above


def _filled(dealt: Sequence[tuple[Token, Column]], tokens: Sequence[Token], row: _Row, scope: Scope) -> Iterator[Cell]:
    for token, column in dealt:
        place = tokens.index(token)
        own = tokens[place + 1].key("units") if place + 1 < len(tokens) else None
        key, shared = (column.label, column.unit) if column.label else (row.label, row.unit)
        asked = wanted(tokens, place, Role(own), key, shared, fresh=True)
        if asked == IssueCode.UNKNOWN_UNIT and key == "bmd" and (own or shared) is None:
            asked = without_unit(tokens, place, scope.density_unit, scored=scope.scored or key in SCORES)
        site = _of_column(column, row.site, scope)
        if asked:
            yield _cell(token, site, asked, row, column)


def _cell(token: Token, site: Site | None, asked: Wanted | str, row: _Row, column: Column) -> Cell:
    """Return a cell of the examination its row or its column is of."""
    other = row.time is not Time.CURRENT
    time, when = (row.time, row.when) if other else (column.time, column.when)
    return Cell(token, site, asked if site else "", time, when)


def _of_column(column: Column, row: Site | None, scope: Scope) -> Site | None:
    if column.site is None:
        sided = row is not None and SCAN_OF_REGION.get(row.region) in {Scan.HIP, Scan.FOREARM}
        if column.side is None or row is None:
            return row
        return replace(row, side=column.side) if sided and row.side in {None, column.side} else None
    wide = scope.wide
    site = (narrowed(wide, column.site) or column.site) if wide and not is_wide(column.site) else column.site
    return scope.sided(site)
