"""Values in the results tables of Hologic's APEX: regions, earlier examinations and FRAX.

Scan mode decides what "Total" is and which side was measured; an excluded vertebra is a row that is not there.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, VERTEBRAE, Region, Scan, Side, Site
from dxa.report import Quantity
from dxa.sites import plain, site_of
from parsers.dicom.hologic_columns import Column, Columns, columns_of, hides_days
from parsers.dicom.hologic_frax import frax_in, is_frax
from parsers.dicom.hologic_history import history_in
from parsers.dicom.hologic_left_out import is_left_out, is_struck, is_total_doubtful
from parsers.dicom.hologic_text import RAISED, Cell, ResultsText, Table
from parsers.dicom.phantoms import is_number_of_phantom, is_phantom
from parsers.dicom.scans import is_of_both_sides, is_other_scan, may_hide_side, scan_of, scan_side
from parsers.dicom.values import Draft, Found, issue

_SIDES = {"left": Side.LEFT, "right": Side.RIGHT}
_COMBINED = {"mean": Side.MEAN, "average": Side.MEAN, "difference": Side.DIFFERENCE, "diff": Side.DIFFERENCE}
_SIDED = frozenset({Scan.HIP, Scan.FOREARM})
_SPINES = frozenset({Region.LUMBAR_SPINE, Region.LATERAL_SPINE})
_BLOCK_ORDER = (Region.FEMORAL_NECK, Region.TOTAL_HIP)
"""A dual hip table repeats Left and Right: first for the neck, then for the total hip."""
_NOTE_MARKS = " *#\u2020\u2021\u00b9\u00b2\u00b3"
_PASSED_OVER = re.compile(
    r"arm\b|leg\b|rib\b|ribs\b|t spine|l spine|pelvis|trunk|head$|android|gynoid|net avg|fat|"
    r"physician|comment|^(?:both|ulna|1/3 both|u\+r)"
)


@dataclass(frozen=True, slots=True)
class Mode:
    """What was scanned, by ScanMode and ScanMode2."""

    scan: Scan | None
    side: Side | None
    side_conflict: bool
    """Whether scan mode, laterality of the text and of the header name different sides."""
    is_dual: bool
    hides_side: bool = False
    """Whether scan mode has words nobody knows, and no side."""
    is_other: bool = False
    """Whether it is a scan whose regions are not ours, such as a hip beside a prosthesis, or one of a phantom."""


def mode_of(text: ResultsText, header_side: Side | None) -> Mode:
    """Return what was scanned; the side of ScanMode counts, the others only where it names none."""
    first, second = text.said("ScanMode"), text.said("ScanMode2")
    is_dual = (bool(second) and scan_side(second) is not scan_side(first)) or is_of_both_sides(first)
    stated = [side for side in (scan_side(first), scan_side(text.said("ImageLaterality")), header_side) if side]
    side = stated[0] if stated and not is_dual else None
    is_other = is_other_scan(first) or is_other_scan(second)
    is_other = is_other or is_phantom(text.said("PatientName")) or is_number_of_phantom(text.said("PatientID"))
    is_torn = not is_dual and len(set(stated)) > 1
    return Mode(scan_of(first) or scan_of(second), side, is_torn, is_dual, may_hide_side(first), is_other)


def read_tables(text: ResultsText, today: date | None, mode: Mode) -> Iterator[Found]:
    """Yield every value of the tables, and what cannot be read as one."""
    yield from text.issues
    results: list[Draft] = []
    for table in text.tables:
        if is_frax(table):
            yield from frax_in(text, table, today)
            continue
        columns = None if mode.is_other else columns_of(table)
        if columns is None or hides_days(table, columns):
            yield from _unread(text, table, mode, headed=columns is not None)
        elif columns.date is not None:
            for found in history_in(text, table, columns, today, (mode.scan, mode.side), results):
                yield _doubted(found) if mode.side_conflict else found
        else:
            for found in _results(text, table, columns, mode, today):
                if isinstance(found, Draft):
                    results.append(found)
                yield found


def _unread(text: ResultsText, table: Table, mode: Mode, *, headed: bool) -> Iterator[Found]:
    """Yield why a table with numbers is not read: of another scan, with days nothing heads, or without a header row."""
    if not _has_numbers(table):
        return
    unheaded = "has days under an unknown heading" if headed else "has no header row"
    why = "is of a scan whose regions are others" if mode.is_other else unheaded
    code = IssueCode.UNKNOWN_ROW if mode.is_other else IssueCode.HEADER_MISSING
    yield issue(code, f"results table {table.number} {why}; not read", text.place(_first_cell(table)))


def _doubted(found: Found) -> Found:
    return replace(found, held=IssueCode.SIDE_CONFLICT) if isinstance(found, Draft) else found


def _results(text: ResultsText, table: Table, columns: Columns, mode: Mode, today: date | None) -> Iterator[Found]:
    rows = [(number, table.rows[number]) for number in sorted(table.rows) if number > columns.header]
    for cell in columns.unknown:
        yield issue(IssueCode.UNKNOWN_ROW, "a column whose heading is unknown; not read", text.place(cell))
    yield from _empty_scores(text, table, columns, rows)
    sites = _sites(columns, rows, mode)
    is_torn = mode.side_conflict or _contradicts(mode, {site.side for site in sites.values()})
    used = _levels(site for site in sites.values())
    labels = [cells[columns.region] for _, cells in rows if columns.region in cells]
    is_doubtful = len(used) > 1 and is_total_doubtful(text, labels, used)
    if is_doubtful:
        remark = "a note leaves out a vertebra of the total; held back"
        yield issue(IssueCode.SITE_AMBIGUOUS, remark, text.place(_first_cell(table)))
    for number, cells in rows:
        filled = {at: column for at, column in columns.values.items() if at in cells and cells[at].words}
        if not filled:
            continue
        label = _label(columns, cells)
        if is_struck(cells.get(columns.region or 0, label), [cells[at] for at in filled]):
            yield issue(IssueCode.NOT_A_RESULT, "a row that is struck out; not read", text.place(label))
            continue
        site = sites.get(number)
        if site is None:
            yield from _unknown(text, label)
            continue
        if site.region is Region.HIP_UNSPECIFIED:
            yield issue(IssueCode.SITE_AMBIGUOUS, "the hip is named without its region", text.place(label))
        if is_torn:
            remark = "scan mode, header and row do not name one side"
            yield issue(IssueCode.SIDE_CONFLICT, remark, text.place(label))
        held = IssueCode.SIDE_CONFLICT if is_torn else _side_hidden(site, mode)
        held = held or (IssueCode.SITE_AMBIGUOUS if is_doubtful and site.levels == used else None)
        for at, column in filled.items():
            yield replace(_draft(text, cells[at], column, site), exam_date=today, held=held)


def _side_hidden(site: Site, mode: Mode) -> IssueCode | None:
    """Return what is wrong where the mode has words nobody knows or both sides, and the row of a limb has none."""
    is_open = SCAN_OF_REGION.get(site.region) in _SIDED and site.side is None
    return IssueCode.SITE_AMBIGUOUS if is_open and (mode.hides_side or mode.is_dual) else None


def _contradicts(mode: Mode, sides: Collection[Side | None]) -> bool:
    """Whether the rows of a table name the other side than the scan; a table with both sides is one of both hips."""
    named = {side for side in sides if side in _SIDES.values()}
    return bool(mode.side and not mode.is_dual and len(named) == 1 and mode.side not in named)


def _draft(text: ResultsText, cell: Cell, column: Column, site: Site) -> Draft:
    return Draft(
        site=site,
        quantity=column.quantity,
        text=cell.number_text,
        locate=lambda start, end: text.place(cell, start, end),
        units=(column.printed,) if column.printed else (),
        fixed_unit=column.unit,
    )


def _unknown(text: ResultsText, label: Cell) -> Iterator[Found]:
    if not _PASSED_OVER.search(plain(label.words)):
        yield issue(IssueCode.UNKNOWN_ROW, f'no known region: "{label.words[:40]}"', text.place(label))


def _empty_scores(
    text: ResultsText, table: Table, columns: Columns, rows: Sequence[tuple[int, dict[int, Cell]]]
) -> Iterator[Found]:
    """Yield an issue for a T- or Z-score column without a value; Hologic prints only Z for a young patient."""
    for at, column in columns.values.items():
        is_score = column.quantity in {Quantity.T_SCORE, Quantity.Z_SCORE}
        if is_score and rows and not any(at in cells and cells[at].words for _, cells in rows):
            heading = table.rows[columns.header][at]
            yield issue(IssueCode.EMPTY_SCORE_COLUMN, f"no {column.quantity} is printed", text.place(heading))


def _sites(columns: Columns, rows: Sequence[tuple[int, dict[int, Cell]]], mode: Mode) -> dict[int, Site]:
    """Return the site of each row that has one."""
    filled = [number for number, cells in rows if any(at in cells and cells[at].words for at in columns.values)]
    names = {number: _label(columns, cells).words for number, cells in rows}
    if mode.scan is Scan.HIP and (mode.is_dual or any(plain(name) in _SIDES for name in names.values())):
        return _dual_sites(names, filled)
    found = {number: _site_under(columns.bones, names[number], mode.scan) for number in filled}
    spoiled = {number for number, cells in rows if number in found and _is_spoiled(columns, cells)}
    levels = _levels(site for number, site in found.items() if site and number not in spoiled)
    sites: dict[int, Site] = {}
    for number, site in found.items():
        if site is None:
            continue
        if site.region in _SPINES and SCAN_OF_REGION[site.region] is mode.scan and not site.levels:
            sites[number] = Site(site.region, None, levels)
        elif (
            site.side is None and SCAN_OF_REGION.get(site.region) in _SIDED and SCAN_OF_REGION[site.region] is mode.scan
        ):
            sites[number] = Site(site.region, mode.side, site.levels)
        else:
            sites[number] = site
    return sites


def _site_under(bones: str, name: str, scan: Scan | None) -> Site | None:
    """Return the site of a row below Region, or below the bones a forearm table names in its place.

    Of radius and ulna together only the total is a region of ours: their 1/3 is not the one-third radius.
    """
    if not bones:
        return site_of(name, scan)
    if scan is not Scan.FOREARM or bones == "ulna":
        return None
    if bones == "radius":
        return site_of(name if "radius" in plain(name) else f"radius {name}", scan)
    return Site(Region.FOREARM_TOTAL) if plain(name) == "total" else None


def _is_spoiled(columns: Columns, cells: dict[int, Cell]) -> bool:
    return is_left_out(cells.get(columns.region or 0, Cell("", 0)), [cells[at] for at in columns.values if at in cells])


def _levels(sites: Iterator[Site]) -> tuple[str, ...]:
    """Return the single vertebrae among some sites, in order: what a spine's Total was made of."""
    single = {site.levels[0] for site in sites if len(site.levels) == 1}
    return tuple(level for level in VERTEBRAE if level in single)


def _dual_sites(names: dict[int, str], filled: Sequence[int]) -> dict[int, Site]:
    """Return the sites of a dual hip table: titled blocks, or Left and Right twice, or names with sides."""
    sites: dict[int, Site] = {}
    block: Region | None = None
    titled = False
    seen: dict[Side, int] = {}
    repeats = _repeats(names, filled)
    for number in sorted(names):
        name = plain(names[number]).strip("|. ")
        side = _SIDES.get(name) or _COMBINED.get(name)
        if side is None:
            site = site_of(names[number], Scan.HIP)
            if site is not None and number in filled:
                sites[number] = site
            elif site is not None:
                block, titled = site.region, True
            continue
        if number not in filled:
            continue
        if not titled and repeats and side in _SIDES.values():
            block = _BLOCK_ORDER[seen.get(side, 0)]
            seen[side] = seen.get(side, 0) + 1
        if block is not None:
            sites[number] = Site(block, side)
    return sites


def _repeats(names: dict[int, str], filled: Sequence[int]) -> bool:
    """Whether Left and Right stand in the table twice each, as the form without titles has them."""
    sides = [plain(names[number]) for number in filled]
    return all(sides.count(side) == len(_BLOCK_ORDER) for side in _SIDES)


def _label(columns: Columns, cells: dict[int, Cell]) -> Cell:
    """Return the name of a row without the mark of a footnote behind it."""
    cell = cells.get(columns.region or 0)
    if cell is None:
        return Cell("", min((cell.start for cell in cells.values()), default=0))
    bare = Cell(RAISED.sub("", cell.raw), cell.start).words.rstrip(_NOTE_MARKS)
    return Cell(bare, cell.start) if bare != cell.words else cell


def _has_numbers(table: Table) -> bool:
    return any(char.isdigit() for cells in table.rows.values() for cell in cells.values() for char in cell.words)


def _first_cell(table: Table) -> Cell:
    return min((cell for cells in table.rows.values() for cell in cells.values()), key=lambda cell: cell.start)
