"""What the bare name of a row of a table means: "Total" below the headings and rows above it."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import WHOLE_ROWS, is_wide, under
from parsers.narrative.text.scope import Scope


def bare_row(told: Sequence[Token], sites: Sequence[Site], scope: Scope) -> Site | None:
    """Return the site a bare name such as "Total" means under the headings above; None if they do not tell it."""
    first = told[0]
    if first.key("side"):
        sided = site_of(first.text, Scan.HIP) if scope.scan is Scan.HIP else None
        return replace(sided, side=Side(first.key("side") or "")) if sided and len(told) == 1 else None
    if len(told) == 1 and len(scope.vertebrae) > 1 and first.text in WHOLE_ROWS:
        return Site(Region.LUMBAR_SPINE, None, scope.vertebrae)
    above = scope.wide or scope.header or _hip_above(scope)
    row = site_of(first.text, SCAN_OF_REGION.get(above.region)) if above else None
    if row is None and sites and len(told) == len(sites) + 1 and first.text in WHOLE_ROWS:
        # "Total (L1-L4)" names its vertebrae itself.
        return sites[0] if len(sites) == 1 and sites[0].levels else None
    if row is None or above is None:
        return None
    named = replace(row, side=above.side, levels=sites[0].levels if len(sites) == 1 else row.levels)
    return scope.row(under(above, named) if len(told) == 1 else named)


def _hip_above(scope: Scope) -> Site | None:
    """Return the hip of the row above, if that is a region without a side of its own: "Total" below "Neck"."""
    last = scope.above
    of_hip = last is not None and SCAN_OF_REGION.get(last.region) is Scan.HIP and not is_wide(last)
    return Site(Region.HIP_UNSPECIFIED) if of_hip and last is not None and last.side is None else None
