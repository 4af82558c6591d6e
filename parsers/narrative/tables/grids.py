"""Small tables in running text whose columns are sites or examinations: a line of those, then rows of numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.examinations.times import Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import is_wide, loosened, narrowed
from parsers.narrative.sites.letters import side_words
from parsers.narrative.sites.naming import with_sites
from parsers.narrative.sites.sides import sides_of
from parsers.narrative.tables.columns import NOW, THEN, Column, Columns
from parsers.narrative.tables.head_cells import HeadLine, cells_of, separator_of
from parsers.narrative.tables.stacked import stacked_cells
from parsers.narrative.text.lines import names_examination
from parsers.narrative.text.scope import Scope

_CORNERS = frozenset(["word", "general:exam", "sections:findings", "sections:examination"])
"""What the words in the corner of a table may be: "Results   2022   2019"."""
_CHANGES = frozenset(["change_prior", "difference"])
_BRACKETED = 4
"""Tokens of "Left hip (total)"."""
_NAMES = ("general:site_head", "general:date_head", "units:year")


@dataclass(frozen=True, slots=True)
class Grid:
    """The heads of a table, and the label its corner gives all rows."""

    columns: Columns
    label: str | None
    unit: str | None
    of_sites: bool
    """True if the columns are sites, False if they are examinations or sides."""
    bone: Site | None = None
    """The hip or forearm whose rows the lines below name: "Hip   Left   Right" above "Neck"."""

    @property
    def names_examinations(self) -> bool:
        """Whether its columns are examinations, of which each may head several columns of the line below."""
        return not self.of_sites and all(column.side is None for column in self.columns.columns)

    @property
    def names_sides(self) -> bool:
        """Whether its columns are sides alone, of which each may head several columns of the line below."""
        return not self.of_sites and all(column.side is not None for column in self.columns.columns)


def below_heading(table: Columns | Grid | None, site: Site | None) -> Columns | Grid | None:
    """Return a table without the bone of its corner below a heading of another: "Hip  Left  Right" above "Spine"."""
    bone = table.bone if isinstance(table, Grid) else None
    if bone is None or site is None or SCAN_OF_REGION.get(bone.region) is SCAN_OF_REGION.get(site.region):
        return table
    return replace(table, bone=None) if isinstance(table, Grid) else table


def grid_of(tokens: Sequence[Token], text: str, scope: Scope, above: Sequence[Sequence[Token]] = ()) -> Grid | None:
    """Return the grid a heading line announces: two sites or more, or two examinations, in cells of their own.

    `above` are the tokens of the lines above, which may hold the first words of the same heads.
    """
    separator = separator_of(tokens, text)
    cells = stacked_cells([*above, tokens], text)
    if len(cells) < 2 or any(token.is_a("number", "bad_number") for token in tokens):  # noqa: PLR2004 - two columns
        return None
    line = HeadLine(text, text.rfind("\n", 0, tokens[0].start) + 1, separator)
    bone = _bone(cells[0], line)
    lone = _lone_sides(cells, line, bone)
    if lone is not None:
        return Grid(Columns(lone, separator, dated=False), None, None, of_sites=False, bone=bone)
    sided = _sided(cells, line)
    if sided is not None:
        return Grid(Columns(sided, separator, dated=False), None, None, of_sites=True)
    corner, heads = _corner(cells, line)
    for kind in (_site_head, _time_head):
        columns = [kind(cell, line) for cell in heads]
        if kind is _site_head:
            columns = _with_rows(columns, heads, line, scope)
        told = [column for column in columns if column is not None]
        if len(told) == len(heads) > 1 and _is_telling(told):
            label = next((key for token in corner if (key := token.key("labels"))), None)
            unit = next((key for token in corner if (key := token.key("units")) not in {None, "year"}), None)
            return Grid(Columns(tuple(told), separator, dated=False), label, unit, of_sites=kind is _site_head)
    return None


def examination_heads(tokens: Sequence[Token], text: str) -> tuple[Column, ...]:
    """Return the columns of the cells of a line that name an examination alone: "Site   2021   Today   T-score"."""
    separator = separator_of(tokens, text)
    line = HeadLine(text, text.rfind("\n", 0, tokens[0].start) + 1, separator)
    heads = (_time_head(cell, line) for cell in cells_of(tokens, text, separator) if cell)
    told = (head for head in heads if head is not None and not head.label)
    # A word for this examination tells more than its date does.
    return tuple(replace(head, when=None) if head.time is Time.CURRENT else head for head in told)


def _corner(cells: list[list[Token]], line: HeadLine) -> tuple[list[Token], list[list[Token]]]:
    """Part the first cell from the heads, if it names the rows or gives them all a label."""
    first = cells[0]
    named, _ = with_sites(first, line.text)
    mere = all(token.tags <= _CORNERS for token in named)
    names = (mere or any(token.is_a(*_NAMES) for token in first)) and not any(token.when for token in first)
    labelled = any(token.key("labels") for token in first)
    known = mere or all(
        token.key("labels") or token.key("units") or token.is_a("punctuation", "at", *_NAMES) for token in first
    )
    return (first, cells[1:]) if known and (names or labelled) else ([], cells)


def _is_telling(columns: Sequence[Column]) -> bool:
    """Whether the columns are of different sites, or of different examinations."""
    told = [(column.site, column.time, column.when) for column in columns if column.label == ""]
    return len(told) > 1 and len(set(told)) == len(told) and not _is_one_name(columns)


def _is_one_name(columns: Sequence[Column]) -> bool:
    """Whether two heads are a limb and a part of it, which is the name of one site: "RT. HIP  NECK"."""
    limb, *parts = [column.site for column in columns]
    alone = limb is not None and is_wide(limb) and limb.side is not None and len(parts) == 1
    return alone and limb is not None and parts[0] is not None and narrowed(limb, parts[0]) is not None


def _site_head(cell: Sequence[Token], line: HeadLine) -> Column | None:
    """Return the column of a cell that holds one site and nothing else."""
    joined, _ = with_sites(cell, line.text)
    named = _with_row_in_brackets(joined)
    sites = [token.site for token in named if token.is_a("site", "levels") and token.site]
    mere = all(token.is_a("site", "levels") or token.text in {"(", ")", ":", "."} for token in named)
    if len(sites) != 1 or not mere:
        return None
    return _with(line.column(cell), site=sites[0])


def _bone(cell: Sequence[Token], line: HeadLine) -> Site | None:
    """Return the site of a cell that holds nothing else; "Proximal femur" is the hip its rows are of."""
    head = _site_head(cell, line)
    named, _ = with_sites(cell, line.text)
    soft = loosened(named[0]).site if named else None
    return soft if soft is not None and is_wide(soft) else head.site if head else None


def _with_row_in_brackets(named: Sequence[Token]) -> Sequence[Token]:
    """Return a head such as "Left hip (total)" as the region it means; any other as it is."""
    if [token.text for token in named[1::2]] != ["(", ")"] or len(named) != _BRACKETED:
        return named
    bone, row = named[0].site, named[2]
    region = site_of(row.text, SCAN_OF_REGION.get(bone.region)) if bone and is_wide(bone) and row.is_a("row") else None
    return [replace(named[0], site=replace(region, side=bone.side))] if bone and region else named


def _with_rows(
    columns: Sequence[Column | None], heads: Sequence[Sequence[Token]], line: HeadLine, scope: Scope
) -> list[Column | None]:
    """Return the columns with heads such as "Total" read as the row of the hip or forearm the others are of."""
    named = {SCAN_OF_REGION.get(column.site.region) for column in columns if column and column.site}
    wide = scope.wide
    scan = _one(named) if named else SCAN_OF_REGION.get(wide.region) if wide else None
    # "L1-L4   Left neck   Left total": what has a side is no row of the spine.
    sided = _one(named - {Scan.SPINE})
    found = []
    for column, cell in zip(columns, heads, strict=True):
        rows, _ = with_sites(cell, line.text)
        told = sided if any(sides_of(token) or token.key("side") for token in (*cell, *rows)) else scan
        found.append(column or (_row_head(cell, line, told) if told is not None else None))
    return found


def _one(scans: Collection[Scan | None]) -> Scan | None:
    return next(iter(scans)) if len(scans) == 1 else None


def _row_head(cell: Sequence[Token], line: HeadLine, scan: Scan) -> Column | None:
    """Return the column of a bare row such as "Total" or "Total left"."""
    named, _ = with_sites(cell, line.text)
    row = named[0] if len(named) == 1 and named[0].is_a("row") else None
    site = site_of(row.text, scan) if row is not None else None
    if row is None or site is None:
        return None
    side = row.key("side")
    return _with(line.column(cell), site=replace(site, side=Side(side)) if side else site)


def _time_head(cell: Sequence[Token], line: HeadLine) -> Column | None:
    """Return the column of a cell that names one examination, or the change between them."""
    column = line.column(cell)
    if any(token.is_a("change", "general:neutral") or token.key("labels") in _CHANGES for token in cell):
        percent = any(token.key("units") == "percent" for token in cell)
        of_change = any(token.is_a("general:neutral") and not token.key("labels") for token in cell)
        of_change = of_change and not any(token.is_a("date", "general:past") or "base" in token.text for token in cell)
        column = replace(column, label="change" if percent else "other", unit="percent")
        return replace(column, of_change=of_change)
    if any(token.is_a("exam_date") for token in cell) and any(token.text == ":" for token in cell):
        # "Date of test: 02/08/2024" is a field above the table, and heads no column.
        return None
    marks = "punctuation", "at", "general:exam", "exam_date", "date"
    if not all(token.is_a(*marks, *NOW, *THEN) or names_examination(token) for token in cell):
        return None
    dates = [token.when for token in cell if token.when]
    past, now = any(token.is_a(*THEN) for token in cell), any(token.is_a(*NOW) for token in cell)
    if len(dates) > 1 or past == now is True or not (past or now or dates):
        return None
    time = Time.PRIOR if past else Time.CURRENT if now else Time.UNSURE
    return _with(column, time=time, when=next(iter(dates), None))


def _sided(cells: Sequence[list[Token]], line: HeadLine) -> tuple[Column, ...] | None:
    """Return the columns of a site and its sides: "Femoral neck   Left   Right"."""
    first, *heads = cells
    column = _site_head(first, line)
    sides = [sides_of(cell[0]) if len(cell) == 1 else None for cell in heads]
    if column is None or column.site is None or len(heads) < 2 or None in sides:  # noqa: PLR2004 - two sides
        return None
    if column.site.side is not None or SCAN_OF_REGION.get(column.site.region) not in {Scan.HIP, Scan.FOREARM}:
        return None
    site = column.site
    return tuple(
        _with(line.column(cell), site=replace(site, side=Side(side)))
        for cell, side in zip(heads, sides, strict=True)
        if side is not None
    )


def _lone_sides(cells: Sequence[list[Token]], line: HeadLine, bone: Site | None) -> tuple[Column, ...] | None:
    """Return the columns of the sides behind a corner that names no site or a whole bone: "Hip   Left   Right".

    A third may be that of their mean.
    """
    heads = cells[1:]
    if _sides_alone(cells):
        # No word stands in the corner: "        Left     Right" above "Neck BMD".
        heads, cells = cells, [[], *cells]
    sides = _sides_alone(heads)
    mere = all(token.is_a("word") and token.site is None and not token.key("labels") for token in cells[0])
    known = (mere and bone is None) or (bone is not None and is_wide(bone) and bone.side is None)
    if not sides or not known:
        return None
    return tuple(replace(_with(line.column(cell)), side=side) for cell, side in zip(heads, sides, strict=True))


def _sides_alone(cells: Sequence[Sequence[Token]]) -> tuple[Side, ...]:
    """Return the sides of cells that name both, each once and nothing else, perhaps with their mean; else none."""
    words = [cell[0].text if len(cell) == 1 else "" for cell in cells]
    sides = tuple(side for word in words if (side := side_words().get(word)) is not None)
    both = {Side.LEFT, Side.RIGHT} <= set(sides) <= {Side.LEFT, Side.RIGHT, Side.MEAN}
    return sides if both and len(set(sides)) == len(sides) == len(cells) else ()


def _with(column: Column, *, site: Site | None = None, time: Time = Time.CURRENT, when: When | None = None) -> Column:
    return Column("", None, column.start, column.end, column.cell, time=time, site=site, when=when)
