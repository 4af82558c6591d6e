"""The rows of small tables in running text: a site and its numbers, each under its heading."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from parsers.narrative.examinations.times import Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY, Role, is_signed
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.quantities import Wanted, wanted, without_unit
from parsers.narrative.sites.joining import is_wide, loosened, narrowed
from parsers.narrative.sites.sides import sides_of
from parsers.narrative.tables.columns import SEPARATORS, Column, Columns, cell_of
from parsers.narrative.tables.earlier_beside import parted
from parsers.narrative.tables.empty_cells import is_empty_mark, with_empty_cells
from parsers.narrative.tables.limb_rows import below_limb
from parsers.narrative.tables.row_names import examination_of_row, row_site
from parsers.narrative.text.scope import Scope
from parsers.numbers import LEAST_DENSITY

_PAGE_GAP = 3
"""Blanks a wide gap of a printed page becomes, whatever its width."""
_ROUNDING = Decimal("0.002")
"""g/cm2 by which a density may differ from content over area as printed."""
_PROSE_WORDS = 5
"""So many unknown words make a line a sentence, not a row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a row; `wanted` is an issue code if it cannot be what its heading says."""

    token: Token
    site: Site | None
    """None if the name of the row is not known."""
    wanted: Wanted | str
    time: Time = Time.CURRENT
    when: When | None = None
    """The date of a row that is an examination."""


def row_of(tokens: Sequence[Token], columns: Columns, scope: Scope, text: str) -> tuple[Cell, ...] | None:
    """Return the cells of a row, None if the line is no row of this table.

    A number belongs to the heading it stands under: by bars or tabs, by position, or by count when every heading
    has its number.
    """
    earlier, tokens = parted(tokens)
    numbers = [token for token in tokens if token.is_a("number")]
    if not numbers or any(token.key("labels") or token.is_a("bad_number") for token in tokens):
        return None
    name: Sequence[Token] = [token for token in tokens[: tokens.index(numbers[0])] if token.text not in SEPARATORS]
    if any(Side.DIFFERENCE in {token.key("side"), token.site.side if token.site else None} for token in name):
        # "Neck Diff." is the difference of two sides, and no site.
        return ()
    scope, name = _with_remark(tokens, name, below_limb(tokens, scope, text))
    exam = examination_of_row(name, columns)
    when = exam.when if exam else None
    sited = columns.of_sites
    headed = sited and exam is not None
    named = [token for token in name if token.when is None] if when else name
    sided = scope.side is not None or all(column.side for column in columns.columns)
    if scope.wide is None and scope.scan is Scan.HIP and sided:
        # "Total" below "Neck", under "Left T   Right T".
        scope = replace(scope, context=Site(Region.HIP_UNSPECIFIED))
    site = scope.sided(row_site(named, scope) if named or not when else scope.trend)
    of_parts = sited and not any(column.site and is_wide(column.site) for column in columns.columns)
    if (site is None or (of_parts and named)) and not headed:
        several = len(numbers) > 1 or any(is_empty_mark(token) for token in tokens)
        is_row = several and sum(token.tags == {"word"} for token in tokens) < _PROSE_WORDS and name
        return tuple(Cell(token, None, "", when=when) for token in numbers) if is_row else None
    dealt = assigned(tokens, numbers, columns, text) or assigned(tokens, _whole(tokens, numbers), columns, text)
    if dealt is None and (columns.slashed or _tells_itself(tokens)):
        return None
    if dealt is None:
        return tuple(Cell(token, None, "", when=when) for token in numbers)
    scored = scope.scored or any(column.label in SCORES for column in columns.columns)
    proven = _proven_units(dealt)
    cells = []
    # A dash that fills a cell of its own is no minus of the number in the next one.
    told = tokens if len(numbers) == len(columns.columns) else [token for token in tokens if not is_empty_mark(token)]
    for token, column in dealt:
        place = told.index(token)
        unit = _own_unit(told, place)
        label = "change" if unit == "percent" and _is_lone_change(column, columns) else column.label
        asked = wanted(told, place, Role(unit), label, column.unit or proven.get(column.label), fresh=True)
        if asked == IssueCode.UNKNOWN_UNIT and column.label == "bmd" and (unit or column.unit) is None:
            asked = without_unit(told, place, scope.density_unit, scored=scored)
        own = (
            _of_column(site, column)
            if site is not None and not headed
            else scope.sided(_below_bone(column.site, scope))
        )
        if asked:
            time = exam.time if exam and headed else column.time
            cells.append(Cell(token, own, asked if own else "", time, when or column.when))
    cells = _of_listed(cells) if _is_listed(columns) else cells
    return (*cells, *_before(cells, earlier if not (headed or when) else {}))


def _tells_itself(tokens: Sequence[Token]) -> bool:
    """Whether a line has a colon and a density with its unit, and so needs no heads: "L1-L4: 0.861 g/cm2 (+1.9 %)"."""
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), len(tokens))
    pairs = zip(tokens[colon + 1 :], tokens[colon + 2 :], strict=False)
    return any(number.is_a("number") and unit.key("units") in DENSITY for number, unit in pairs)


def _of_listed(cells: list[Cell]) -> list[Cell]:
    """Return the cells of a row below listed heads; none has a site if the order of the heads does not hold in it."""
    odd = any(isinstance(cell.wanted, str) for cell in cells)
    return [replace(cell, wanted=cell.wanted or IssueCode.UNKNOWN_ROW, site=None) for cell in cells] if odd else cells


def _is_listed(columns: Columns) -> bool:
    """Whether the heads of a table were listed, so that they have no places on their line."""
    return columns.separator is None and not columns.slashed and not any(column.end for column in columns.columns)


def _before(cells: Sequence[Cell], earlier: Mapping[Token, tuple[Token, When | None]]) -> Iterator[Cell]:
    """Yield the cells of earlier values in brackets behind those of today, of the same quantity and unit."""
    for cell in cells:
        token, when = earlier.get(cell.token, (cell.token, None))
        asked = cell.wanted
        if token is cell.token or isinstance(asked, str) or cell.time is not Time.CURRENT or token.number is None:
            continue
        if IssueCode.UNIT_CONVERTED not in asked.issues:
            issues = (*asked.issues, *token.number.issues)
            told = replace(asked, value=token.number.value, issues=issues, end=token.end)
            yield Cell(token, cell.site, told, Time.PRIOR, when)


def _is_lone_change(column: Column, columns: Columns) -> bool:
    """Whether a column is the only one of a change: "Variation" above "-3.2 %"."""
    return column.of_change and sum(other.of_change or other.label == "change" for other in columns.columns) == 1


def _whole(tokens: Sequence[Token], numbers: Sequence[Token]) -> list[Token]:
    """Return the numbers of a row without those that brackets give again in per cent: "-0.008 (-0.9%)" is one cell."""
    again = {
        inside
        for before, opening, inside, unit, closing in zip(
            tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False
        )
        if before.is_a("number") and (opening.text, closing.text) == ("(", ")") and unit.key("units") == "percent"
    }
    return [token for token in numbers if token not in again]


def _with_remark(tokens: Sequence[Token], name: Sequence[Token], scope: Scope) -> tuple[Scope, Sequence[Token]]:
    """Return scope and name with the hip or side that stands alone behind the numbers of a row: "... (left femur)"."""
    last = max(place for place, token in enumerate(tokens) if token.is_a("number"))
    behind = [token for token in tokens[last + 1 :] if not (token.is_a("punctuation") or token.key("units"))]
    remark = loosened(behind[0]) if len(behind) == 1 else None
    if remark is None:
        return scope, name
    if remark.site is not None and remark.is_a("site") and is_wide(remark.site) and remark.site.side:
        return replace(scope, header=remark.site, context=None), name
    return scope, ([*name, remark] if sides_of(remark) and not remark.is_a("row") else name)


def _proven_units(dealt: Sequence[tuple[Token, Column]]) -> dict[str, str]:
    """Return the units of content and area printed without any, where their quotient is the density beside them."""
    values = {column.label: token.number.value for token, column in dealt if token.number and column.unit is None}
    content, area, density = (values.get(label) for label in ("bmc", "area", "bmd"))
    if not (content and area and density) or abs(content / area - density) > _ROUNDING:
        return {}
    return {"bmc": "g", "area": "cm2"} if density >= LEAST_DENSITY else {}


def _of_column(site: Site, column: Column) -> Site | None:
    """Return the site of a cell; None if row and heading name two sides, or a side of the spine."""
    limb = column.site if column.site and column.site.side and is_wide(column.site) else None
    side = column.side or (limb.side if limb else None)
    if side is None:
        return site
    scan = SCAN_OF_REGION.get(site.region)
    sided = scan in {Scan.HIP, Scan.FOREARM} and (limb is None or scan is SCAN_OF_REGION.get(limb.region))
    return replace(site, side=side) if sided and site.side in {None, side} else None


def _below_bone(site: Site | None, scope: Scope) -> Site | None:
    """Return the site of a head with the side of the bone spoken of: "Neck BMD" below "Left hip"."""
    wide = scope.wide
    lends = site is not None and site.side is None and wide is not None and not is_wide(site)
    return narrowed(wide, site) or site if lends and wide and site else site


def _own_unit(tokens: Sequence[Token], place: int) -> str | None:
    return tokens[place + 1].key("units") if place + 1 < len(tokens) else None


def _is_laid_out(row: str) -> bool:
    """Whether blanks set the cells of a row under headings; single ones, or always three as a page's gaps, do not."""
    gaps = {len(gap) for gap in re.findall(r"(?<=\S) {2,}(?=\S)", row)}
    return bool(gaps) and gaps != {_PAGE_GAP}


def _is_slashed(tokens: Sequence[Token], numbers: Sequence[Token], count: int) -> bool:
    """Whether so many numbers stand in a row and nothing but one slash each, and units, parts them."""
    between = tokens[tokens.index(numbers[0]) + 1 : tokens.index(numbers[-1])]
    rest = [token for token in between if not (token.is_a("number") or token.key("units"))]
    return len(numbers) == count == len(rest) + 1 and all(token.text == "/" for token in rest)


def assigned(
    tokens: Sequence[Token], numbers: Sequence[Token], columns: Columns, text: str
) -> list[tuple[Token, Column]] | None:
    """Return the numbers of a row with their columns: by marks, by count or by position; None if nothing tells."""
    listed = columns.columns
    if not columns.slashed:
        score = _lone_score(numbers, listed) if columns.separator is None else None
        return [(numbers[0], score)] if score is not None else _by_cell(tokens, numbers, columns, text)
    return list(zip(numbers, listed, strict=True)) if _is_slashed(tokens, numbers, len(listed)) else None


def _lone_score(numbers: Sequence[Token], listed: Sequence[Column]) -> Column | None:
    """Return the column of a score for the one number of a row under "Bone density (T-score)"; None for others.

    No density has a sign, nor is one printed with a single decimal.
    """
    scores = [column for column in listed if column.label in SCORES]
    two = len(listed) == len(("bmd", "score")) and {column.label for column in listed} - SCORES == {"bmd"}
    number = numbers[0].number
    if not two or len(scores) != 1 or len(numbers) != 1 or number is None or not is_signed(numbers[0]):
        return None
    return scores[0] if number.value.as_tuple().exponent == -1 else None


def _by_cell(
    tokens: Sequence[Token], numbers: Sequence[Token], columns: Columns, text: str
) -> list[tuple[Token, Column]] | None:
    line = text.rfind("\n", 0, numbers[0].start) + 1
    listed = columns.columns
    if columns.separator and text.count(columns.separator, line, numbers[-1].start):
        by_cell = {column.cell: column for column in listed}
        cells = [(token, by_cell.get(cell_of(text, line, token.start, columns.separator))) for token in numbers]
        return [(token, column) for token, column in cells if column] if all(column for _, column in cells) else None
    empty = any(is_empty_mark(token) for token in tokens)
    if len(numbers) == len(listed) and not empty:
        return list(zip(numbers, listed, strict=True))
    told = with_empty_cells(text, line, numbers, listed)
    if len(told) == len(listed) > len(numbers):
        return [(token, column) for (_, token), column in zip(told, listed, strict=True) if token]
    if not _is_laid_out(text[line : numbers[-1].end]):
        return None
    under = [
        (token, [column for column in listed if token.start - line < column.end and token.end - line > column.start])
        for token in numbers
    ]
    taken = [found[0] for _, found in under if len(found) == 1]
    if len(taken) != len(numbers) or len(set(taken)) != len(taken):
        return None
    return [(token, found[0]) for token, found in under]
