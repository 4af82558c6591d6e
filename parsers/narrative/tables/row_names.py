"""What the name of a table's row means: a site under the headings above it, or an examination."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import WHOLE_ROWS, both, is_wide, narrowed
from parsers.narrative.sites.leaving_out import is_unknown
from parsers.narrative.tables.bare_rows import bare_row
from parsers.narrative.tables.columns import NOW, THEN, Columns
from parsers.narrative.text.lines import names_examination
from parsers.narrative.text.scope import Scope

_VIEWS = frozenset(
    [
        "ap",
        "pa",
        "vertebre",
        "vertebras",
        "vertebra",
        "vertebrae",
        "vertebres",
        "wervels",
        "wirbel",
        "segmento",
        "segmenti",
        "segment",
        "region",
        "regione",
    ]
)
"""Words that may stand before the name of a row."""


def examination_of_row(name: Sequence[Token], columns: Columns) -> Moment | None:
    """Return the examination the name of a row is: a date, or under sites a word such as "today" as well.

    Under sites a row without any name is of this examination. None for a row that is no examination.
    """
    if not columns.of_sites:
        when = next((token.when for token in name if token.when), None) if columns.dated else None
        return Moment(Time.CURRENT, when) if when else None
    return moment_named(name)


def moment_named(name: Sequence[Token]) -> Moment | None:
    """Return the examination some words name and nothing else, today's without any words; None for other words.

    The time is open where a date alone names it. A word for this examination tells more than its date does.
    """
    told = [token for token in name if not token.is_a("punctuation")]
    if not all(token.when or token.is_a("at", *NOW, *THEN) or names_examination(token) for token in told):
        return None
    dates = {token.when for token in told if token.when}
    past, now = any(token.is_a(*THEN) for token in told), any(token.is_a(*NOW) for token in told)
    if len(dates) > 1 or past == now is True:
        return None
    if not (past or now or dates):
        return None if told else Moment(Time.CURRENT)
    if now:
        return Moment(Time.CURRENT)
    return Moment(Time.PRIOR if past else Time.UNSURE, next(iter(dates), None))


def row_site(name: Sequence[Token], scope: Scope) -> Site | None:
    """Return the site the name of a row means under the headings above it."""
    told = [
        token for token in name if token.text not in _VIEWS and not (token.is_a("punctuation") or token.key("classes"))
    ]
    if not told:
        return None
    told = list(_with_side_cell(told))
    first, wide = told[0], scope.wide
    sites = [token.site for token in told if token.is_a("site", "levels") and token.site]
    if first.is_a("row"):
        return bare_row(told, sites, scope)
    if len(told) == 1 and first.key("side") and not first.is_a("site"):
        above = scope.header
        sided = (
            above is not None and above.side is None and SCAN_OF_REGION.get(above.region) in {Scan.HIP, Scan.FOREARM}
        )
        return replace(above, side=Side(first.key("side") or "")) if sided and above else None
    if any(is_unknown(token) for token in told) and all(_wants_side(site) for site in sites):
        # A word nobody knows beside a hip without its side may be that side.
        return None
    if not first.is_a("site", "levels") or first.site is None or len(sites) > 2:  # noqa: PLR2004 - hip and region
        return None
    parts = [token for token in told[1:] if token.is_a("row", "third")]
    if parts:
        # "Left forearm 1/3" is a part of it, "L1-L4 total" the whole once more.
        again = first.site.region is Region.LUMBAR_SPINE and parts[0].text in WHOLE_ROWS and len(first.site.levels) != 1
        one = first.site if again else both(first, parts[0])
        site = one if len(parts) == len(sites) == 1 else None
    else:
        site = first.site if len(sites) == 1 else narrowed(sites[0], sites[1])
    return (narrowed(wide, site) or site) if wide and site and not is_wide(site) else site


def _with_side_cell(told: Sequence[Token]) -> Sequence[Token]:
    """Return the name of a row with the side of a cell of its own joined to its site: "Femoral neck | Left"."""
    sides = [token for token in told if token.key("side") and not token.is_a("site", "row")]
    rows = [token for token in told if token.is_a("row") and not token.key("side")]
    if len(sides) == len(rows) == 1 and len(told) == 2 and told[0] is rows[0]:  # noqa: PLR2004 - row and side
        return [replace(rows[0], tags=rows[0].tags | {f"side:{sides[0].key('side')}"})]
    sites = [token for token in told if token.is_a("site") and token.site and _wants_side(token.site)]
    if len(sides) != 1 or len(sites) != 1 or len(told) != 2:  # noqa: PLR2004 - site and side
        return told
    site = replace(sites[0].site, side=Side(sides[0].key("side") or "")) if sites[0].site else None
    return [replace(sites[0], site=site)]


def _wants_side(site: Site) -> bool:
    return site.side is None and SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}
