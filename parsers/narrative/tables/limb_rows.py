"""What the rows of a table give those below them: "Left hip" those that stand further in, such as "  Neck"."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from dxa.regions import Site
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import is_wide
from parsers.narrative.text.lines import one_of, scan_of, vertebrae_of
from parsers.narrative.text.scope import Scope


def below_limb(tokens: Sequence[Token], scope: Scope, text: str) -> Scope:
    """Return what is given to a row: the limb of a row above it that stands less far in, if no heading gives one."""
    limb = scope.limb_row
    inner = limb is not None and scope.wide is None and indent(tokens, text) > limb[0]
    return replace(scope, context=limb[1]) if limb is not None and inner else scope


def scope_below(tokens: Sequence[Token], sites: Collection[Site], scope: Scope, text: str) -> Scope:
    """Return what is given to the rows below one of these sites."""
    scan = scan_of(sites) if sites else None
    vertebrae = vertebrae_of(scope.vertebrae, sites)
    limb = _limb_row(tokens, sites, scope, text)
    row = _named_row(tokens, sites, scope, text)
    above = scope.behind_row(scan)
    return replace(above, scan=scan, vertebrae=vertebrae, above=one_of(sites), limb_row=limb, named_row=row)


def _named_row(tokens: Sequence[Token], sites: Collection[Site], scope: Scope, text: str) -> tuple[int, Site] | None:
    """Return the site of both sides a row names, and how far it stands in; that of the row above for one without."""
    bare = {replace(site, side=None) for site in sites}
    if not any(token.site is not None or token.is_a("row") for token in tokens):
        return scope.named_row
    return (indent(tokens, text), bare.pop()) if len(bare) == 1 and len(sites) > 1 else None


def _limb_row(tokens: Sequence[Token], sites: Collection[Site], scope: Scope, text: str) -> tuple[int, Site] | None:
    limb = next(iter(sites)) if len(sites) == 1 else None
    inward = indent(tokens, text)
    if limb is not None and limb.side is not None and is_wide(limb):
        return inward, limb
    return scope.limb_row if scope.limb_row is not None and inward > scope.limb_row[0] else None


def indent(tokens: Sequence[Token], text: str) -> int:
    """Return how many characters a line stands in."""
    return tokens[0].start - text.rfind("\n", 0, tokens[0].start) - 1
