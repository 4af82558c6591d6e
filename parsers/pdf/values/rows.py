"""Which site a row of a table means, by its label, its group, the heading over the labels and the page's title."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.sites import plain, side_of, site_of
from parsers.pdf.headings.columns import Column
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import ONLY_SIDE
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.naming.titles import Title
from parsers.pdf.tables.table import Row, Table

_FOREARM_ROW = re.compile(r"(?i)(?:1/3|33 ?%|ud|mid)(?: distal)?")
_BODY_ROW = re.compile(r"(?i)(?:head|arms?|legs?|trunk|ribs|pelvis|[lr]\.? (?:arm|leg|ribs))")
_BODY = {Region.TOTAL_BODY, Region.TOTAL_BODY_LESS_HEAD}
_SIDED = {Scan.HIP, Scan.FOREARM}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow:
    """A row and what it measures; `site` is None for a known row that is no site of ours."""

    row: Row
    site: Site | None
    scan: Scan | None
    issue: IssueCode | None = None
    reason: str = ""
    """What the issue says."""
    held: IssueCode | None = None


def placed_rows(
    table: Table, title: Title | None, skipped: Mapping[str, None], side: Side | None = None
) -> list[PlacedRow]:
    """Return the rows of a table with their sites; `side` is what the headings of its columns say."""
    scan = _scan_of(table, title)
    sides = {site.side for row in table.rows if (site := labelled_site(_named(row), scan))}
    if title and (side or {Side.LEFT, Side.RIGHT} <= sides):
        # A table of both hips under the title of one of its two scans.
        title = replace(title, side=None)
    levels = _levels(table.rows, scan)
    place = _Place(plain(table.header.first), scan, title, levels, side, _limb_of(table.rows))
    placed = [_placed(row, place, table.rows, skipped) for row in table.rows]
    # A total of one vertebra is one whose other rows are lost.
    doubtful = len(levels) == 1 or any(not row.label for row in table.rows) or _lacks_density(table.rows, scan)
    return [_doubtful(row) if doubtful and _takes_levels(row, scan) else row for row in placed]


def _lacks_density(rows: Sequence[Row], scan: Scan | None) -> bool:
    """Whether a vertebra's row has no density although others have one: it is damaged, or none of the total's."""
    single = [row for row in rows if (site := site_of(row.label, scan)) is not None and len(site.levels) == 1]
    dense = [any(cell.heading.column is Column.BMD for cell in row.cells) for row in single]
    return any(dense) and not all(dense)


def _takes_levels(placed: PlacedRow, scan: Scan | None) -> bool:
    """Whether a row of several vertebrae does not name them itself."""
    site = placed.site
    if site is None or site.region is not Region.LUMBAR_SPINE:
        return False
    own = site_of(placed.row.label, scan)
    return own is None or not own.levels


def _doubtful(placed: PlacedRow) -> PlacedRow:
    text = "a total of vertebrae, one of whose rows is lost or has no name; held back until a reviewer decides"
    return replace(placed, held=placed.held or IssueCode.UNKNOWN_ROW, issue=IssueCode.UNKNOWN_ROW, reason=text)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a table says about all its rows."""

    heading: str
    """The words over the row labels, plain."""
    scan: Scan | None
    title: Title | None
    levels: tuple[str, ...]
    """Vertebrae with a row of their own."""
    side: Side | None = None
    """The side the headings of the columns name."""
    limb: Scan | None = None
    """The only limb the rows name, in a table of several scans: a "Left Total" there is its total."""


def _limb_of(rows: Sequence[Row]) -> Scan | None:
    """Return the one limb that rows of a table name themselves, None for none or several."""
    limbs = {SCAN_OF_REGION[site.region] for row in rows if (site := labelled_site(_named(row)))} & _SIDED
    return limbs.pop() if len(limbs) == 1 and not any(_FOREARM_ROW.search(row.label) for row in rows) else None


def _scan_of(table: Table, title: Title | None) -> Scan | None:
    """Return the scan that gives a bare "Total" its meaning: the rows know it best, then the title."""
    heading = plain(table.header.first)
    if any(row.section and not ONLY_SIDE.fullmatch(row.section) for row in table.rows):
        return None
    if "radius" in heading or "ulna" in heading:
        return Scan.FOREARM
    labels = [_named(row) for row in table.rows]
    vertebrae = any(site.levels for label in labels if (site := site_of(label)))
    # A whole-body scan has rows named Spine, and none of single vertebrae.
    if any(_BODY_ROW.fullmatch(label) for label in labels) or (
        title and title.scan is Scan.TOTAL_BODY and not vertebrae
    ):
        return Scan.TOTAL_BODY
    found = {SCAN_OF_REGION[site.region] for label in labels if (site := labelled_site(label))}
    if any(_FOREARM_ROW.fullmatch(label) for label in labels):
        found.add(Scan.FOREARM)
    if title is None:
        return found.pop() if len(found) == 1 else None
    if title.scan is Scan.LATERAL and found == {Scan.SPINE}:
        return Scan.LATERAL
    return title.scan if found <= {title.scan} else None


def _levels(rows: Sequence[Row], scan: Scan | None) -> tuple[str, ...]:
    """Return the vertebrae that have a row of their own: a spine "Total" is over the rows present."""
    if scan is not Scan.SPINE:
        return ()
    sites = [site_of(row.label, scan) for row in rows]
    return tuple(site.levels[0] for site in sites if site and len(site.levels) == 1)


def _named(row: Row) -> str:
    return f"{row.group} {row.label}" if row.group and ONLY_SIDE.fullmatch(row.label) else row.label


def _placed(row: Row, place: _Place, rows: Sequence[Row], skipped: Mapping[str, None]) -> PlacedRow:
    if row.section:
        place = _in_section(row.section, place, rows)
    label, heading, scan, title = _named(row), place.heading, place.scan, place.title
    if "ulna" in heading or heading == "r+u":
        return _of_both_bones(row, label, heading, title)
    if row.label_is_cut:
        text = "a table row with words among its results, which may be a part of its label; not read"
        return PlacedRow(row=row, site=None, scan=scan, issue=IssueCode.UNKNOWN_ROW, reason=text)
    if plain(label) in skipped:
        return PlacedRow(row=row, site=None, scan=scan)
    site = (
        site_of(f"radius {label}")
        if heading == "radius" and "radius" not in plain(label)
        else labelled_site(label, scan) or _of_limb(label, place)
    )
    if site is not None and scan is Scan.TOTAL_BODY and site.region not in _BODY:
        # The "L Spine" of a whole-body scan is no spine examination.
        return PlacedRow(row=row, site=None, scan=scan)
    if site is None:
        text = "a table row whose label is not in the table of names"
        return PlacedRow(row=row, site=None, scan=scan, issue=IssueCode.UNKNOWN_ROW, reason=text)
    if site.region is Region.LUMBAR_SPINE and not site.levels:
        site = Site(site.region, site.side, place.levels)
    return _of_column(row, site, place) if place.side else _sided(row, site, scan, title)


def _of_limb(label: str, place: _Place) -> Site | None:
    """Return the site of a row such as "Left Total" beside "Left Neck" and vertebrae: only a limb has sides."""
    site = labelled_site(label, place.limb) if place.scan is None and place.limb is Scan.HIP else None
    return site if site and site.side in {Side.LEFT, Side.RIGHT} else None


def _in_section(section: str, place: _Place, rows: Sequence[Row]) -> _Place:
    """Return the place of the rows under a line, or beside a cell, that names their scan."""
    if ONLY_SIDE.fullmatch(section):
        return replace(place, side=side_of(section) or place.side, scan=place.scan or _scan_below(section, place, rows))
    named = scan_named(section)
    if named is None:
        return place
    scan, side = named
    box = (0.0, 0.0, 0.0, 0.0)
    own = _levels([row for row in rows if row.section == section], scan)
    return replace(place, scan=scan, title=Title(scan=scan, side=side, box=box, firm=True), levels=own)


def _scan_below(section: str, place: _Place, rows: Sequence[Row]) -> Scan | None:
    """Return the scan of the rows below a line that names a side alone: what the title and all of them agree on."""
    sites = [labelled_site(row.label) for row in rows if row.section == section]
    scans = {SCAN_OF_REGION[site.region] for site in sites if site} | ({place.title.scan} if place.title else set())
    return scans.pop() if len(scans) == 1 else None


def _of_column(row: Row, site: Site, place: _Place) -> PlacedRow:
    """Return a row in the columns of one side; what has no sides stands in neither of them."""
    stated = place.title.side if row.section and place.title else None
    if SCAN_OF_REGION.get(site.region) not in _SIDED or not {site.side, stated} <= {None, place.side}:
        text = "a row in the columns of a side that is not its own"
        return PlacedRow(
            row=row,
            site=site,
            scan=place.scan,
            issue=IssueCode.SIDE_CONFLICT,
            reason=text,
            held=IssueCode.SIDE_CONFLICT,
        )
    return _sided(row, replace(site, side=place.side), place.scan, None)


def _of_both_bones(row: Row, label: str, heading: str, title: Title | None) -> PlacedRow:
    """Return a row of radius and ulna together, of which only the total is a region of ours."""
    if plain(label) == "total" and "radius" in heading:
        return _sided(row, Site(Region.FOREARM_TOTAL), Scan.FOREARM, title)
    text = "a row of radius and ulna together, or of the ulna: not the one-third radius"
    return PlacedRow(row=row, site=None, scan=Scan.FOREARM, issue=IssueCode.UNKNOWN_ROW, reason=text)


def _sided(row: Row, site: Site, scan: Scan | None, title: Title | None) -> PlacedRow:
    stated = title.side if title and SCAN_OF_REGION[site.region] in _SIDED and title.scan in {scan, None} else None
    if stated and title and title.firm and site.side in {Side.LEFT, Side.RIGHT} and site.side is not stated:
        text = "the row and the title of its page name different sides"
        return PlacedRow(
            row=row, site=site, scan=scan, issue=IssueCode.SIDE_CONFLICT, reason=text, held=IssueCode.SIDE_CONFLICT
        )
    placed = Site(site.region, site.side or stated, site.levels)
    if site.region is Region.HIP_UNSPECIFIED:
        text = "the row says hip, and not which part of it"
        return PlacedRow(row=row, site=placed, scan=scan, issue=IssueCode.SITE_AMBIGUOUS, reason=text)
    return PlacedRow(row=row, site=placed, scan=scan)
