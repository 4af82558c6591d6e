"""What a heading gives the lines below it: its site, its label, its side, and whose results they are."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import is_wide, loosened, narrowed
from parsers.narrative.text.lines import names_radius, side_heading
from parsers.narrative.text.scope import Scope

_FORM_WORDS = frozenset(["scan", "type", "region", "site", "exam", "examination", "study", "mode", "view", "analysis"])
"""Words of the field of a form that names the scan: "Scan Type: x Left Hip"."""
_NAME_AND_SCORE = 2
"""Labels of a heading such as "bone density (T-score)"."""
_EARLIER = ("prior", "earlier", "sections:comparison", "sections:prior")


def heading_scope(
    above: Scope, empty: Scope, tokens: Sequence[Token], sites: Collection[Site], only: Site | None
) -> Scope:
    """Return the scope below a heading; `only` is the one site it names, `empty` what the whole text gives."""
    # "Course of bone density (T-score):" heads scores.
    labels = list(dict.fromkeys(key for token in tokens if (key := token.key("labels"))))
    label = next((key for key in labels if key != "bmd" or len(labels) != _NAME_AND_SCORE), None)
    region = only if only and not is_wide(only) else None
    over = above.wide if region and above.wide and narrowed(above.wide, region) else None
    # "Total" below "Ultradistal" is a row beside it, though it may name the whole forearm.
    beside = not sites and any(token.is_a("row") for token in tokens)
    both = narrowed(above.header, only) if above.header and only and not beside else None
    both = both or (narrowed(over, only) if over and only else None)
    soft = [loosened(token).site for token in tokens if token.is_a("site")] or [only]
    context = soft[0] if len(soft) == 1 and soft[0] and is_wide(soft[0]) else None
    header = both or only
    return replace(
        empty,
        header=header,
        header_label=label if label in {"t_score", "z_score"} and not sites else None,
        context=context,
        over=header if header and is_wide(header) else context or over,
        trend=above.trend,
        prior=any(token.is_a(*_EARLIER) for token in _unbracketed(tokens)),
        of_radius=names_radius(tokens),
        side=side_heading(tokens),
    )


def _unbracketed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return a heading without its brackets, if they do not open it: "DXA of 10/11/2026 (previous 12/10/2023):"."""
    opening = next((place for place, token in enumerate(tokens) if token.text == "("), 0)
    return tokens[:opening] if opening else tokens


def row_heading(tokens: Sequence[Token], scope: Scope) -> Site | None:
    """Return the site of a heading that is a bare row below others of its hip or forearm: "Total" below "Neck"."""
    named = [token for token in tokens if not token.is_a("punctuation")]
    above = scope.wide or scope.header
    scan = SCAN_OF_REGION.get(above.region) if above else None
    if above is None or scan not in {Scan.HIP, Scan.FOREARM} or len(named) != 1 or not named[0].is_a("row"):
        return None
    if named[0].key("side"):
        return None
    row = site_of(named[0].text, scan)
    return scope.row(replace(row, side=row.side or above.side)) if row else None


def region_under(tokens: Sequence[Token], scope: Scope, only: Site | None) -> Site | None:
    """Return the one site a line names, as a region of the hip headed above if it is its mere name: "Femoral neck."."""
    head = scope.wide
    mere = all(token.is_a("site", "punctuation") for token in tokens)
    region = only if only is not None and not is_wide(only) and mere else None
    return (narrowed(head, region) if head is not None and region is not None else None) or only


def hip_above(tokens: Sequence[Token], scope: Scope) -> Site | None:
    """Return the hip of which the lines above told a region, for a row with its side: "Region: Total Left"."""
    sides = {key for token in tokens if token.is_a("row") and (key := token.key("side"))}
    scan = SCAN_OF_REGION.get(scope.carried.region) if scope.carried else scope.scan
    return Site(Region.HIP_UNSPECIFIED, Side(sides.pop())) if scan is Scan.HIP and len(sides) == 1 else None


def names_scan(tokens: Sequence[Token]) -> bool:
    """Whether a line is the field of a form that names a scan and nothing else: "Scan Type: x Left Hip"."""
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
    field, content = tokens[:colon], tokens[colon + 1 :]
    known = bool(field) and all(set(token.text.split()) <= _FORM_WORDS for token in field)
    sites = [token for token in content if token.is_a("site") and token.site and is_wide(token.site)]
    mere = all(token.is_a("site", "levels", "punctuation") or len(token.text) == 1 for token in content)
    return known and len(sites) == 1 and mere
