"""Sites joined from the words printed beside one another: a hip and its neck, a spine and its vertebrae, a side."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.language.tokens import Token

WHOLE_ROWS = frozenset(["total", "totale", "totaal", "gesamt"])
"""Bare names of the row for the whole of what stands above it."""
_PROXIMAL_TEXT = "proximal proximaler proximalen proximales proximale prossimale proximaal proximais superieure esf"
_PROXIMAL = frozenset(_PROXIMAL_TEXT.split())

_REGION = frozenset(["region", "regio", "bereich", "roi", "zone", "gebied"])


def joined(tokens: Sequence[Token], tags: set[str], site: Site | None) -> Token:
    """Return several tokens as one with these tags and this site."""
    text = " ".join(token.text for token in tokens)
    return Token(start=tokens[0].start, end=tokens[-1].end, text=text, tags=frozenset(tags), site=site)


def merged(tokens: list[Token]) -> list[Token]:
    """Join a site with the side or the vertebrae printed right beside it."""
    kept: list[Token] = []
    for number, token in enumerate(tokens):
        kept.append(token)
        if (opening := _opening(kept)) is not None and [after.text for after in tokens[number + 1 : number + 2]] != [
            ")"
        ]:
            # "The spine (L1-L4: 0.698 g/cm2)": the brackets go on behind the vertebrae.
            kept[-3:] = [replace(joined(kept[-3:], {"site"}, opening), end=kept[-3].end), kept[-2]]
        while (shorter := _joined_tail(kept)) is not None:
            kept = shorter
    return kept


def _opening(tokens: Sequence[Token]) -> Site | None:
    """Return the spine whose vertebrae open brackets as the last token; None for anything else."""
    if len(tokens) < 3 or tokens[-2].text != "(" or not tokens[-1].is_a("levels"):  # noqa: PLR2004 - spine, mark, levels
        return None
    return _fits(list(tokens[-3:]), "S,X")


def without_region(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the word "region" between a hip and its row: "left hip - total region"."""
    return [token for at, token in enumerate(tokens) if token.text not in _REGION or not _is_between(tokens, at)]


def _is_between(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands behind a site and a dash or comma, and a row or the neck follows."""
    before, behind = tokens[max(0, at - 2) : at], tokens[at + 1 : at + 2]
    led = len(before) > 1 and before[0].is_a("site") and before[1].text in {"-", "\u2013", ",", "/"}
    return led and bool(behind) and behind[0].is_a("row", "site")


def _joined_tail(tokens: list[Token]) -> list[Token] | None:
    """Return the tokens with the last few joined into one site, None if they do not join."""
    for size, pattern in ((6, "S(X,Y)"), (4, "S(X)"), (2, "SX"), (3, "S,X"), (2, "XS")):
        tail = tokens[-size:]
        if len(tail) == size and (site := _fits(tail, pattern)) is not None:
            return [*tokens[:-size], joined(tail, {"site", *_scan_of(tail, site)}, site)]
    return None


def _scan_of(tail: Sequence[Token], site: Site) -> tuple[str, ...]:
    """Return the tag of a region printed under its hip or forearm, "left hip, neck", which speaks of what follows."""
    under = any(_is_sided_scan(token) for token in tail) and not is_wide(site)
    return ("under_scan",) if under or any(token.is_a("under_scan") for token in tail) else ()


def _is_third_again(named: Token, more: Token) -> bool:
    """Whether a third is printed behind the one third of the radius: "radius tiers distal (33 %)"."""
    return named.site is not None and named.site.region is Region.RADIUS_33 and more.is_a("third")


def _fits(tail: list[Token], pattern: str) -> Site | None:
    """Return the site the last tokens make: S a site, X what narrows it, any mark as printed ("," may be others)."""
    if pattern == "S(X,Y)":
        marks = (tail[1].text, tail[3].text, tail[5].text)
        return (
            _both_of(tail[0], tail[2], tail[4])
            if marks in {("(", ",", ")"), ("(", "/", ")"), ("(", "-", ")")}
            else None
        )
    if pattern == "S(X)":
        return both(tail[0], tail[2]) if (tail[1].text, tail[3].text) == ("(", ")") else None
    if pattern == "S,X":
        named, more = (tail[0], tail[2]) if not tail[0].is_a("levels") else (tail[2], tail[0])
        return both(named, more) if _may_join(*tail) else None
    if pattern == "SX" and _is_third_again(*tail):
        return tail[0].site
    named, more = tail if pattern == "SX" else reversed(tail)
    fits = not more.is_a("row") if pattern == "SX" else more.is_a("levels") and not more.is_a("site")
    return both(named, more) if fits else None


def _both_of(named: Token, first: Token, second: Token) -> Site | None:
    """Return the site two words in brackets narrow: "hip (left, total)"."""
    once = both(named, first)
    return both(replace(named, site=once), second) if once is not None else None


def _may_join(named: Token, mark: Token, more: Token) -> bool:
    """Whether a site and what stands behind a mark or preposition are one: "left hip, total", "spine from L1-L4"."""
    if more.is_a("levels"):
        return mark.is_a("at", "from") or mark.text in {",", "-", "at", "of", "from", "("}
    if named.is_a("levels"):
        # As in "L1-L4 of the lumbar spine".
        return mark.is_a("at") and more.is_a("site")
    return mark.text in {",", "-"} and (more.is_a("row") or (_is_sided_scan(named) and _is_sideless(more)))


def _is_sided_scan(token: Token) -> bool:
    """Whether a token is "left hip" or "right forearm", of which a region may follow."""
    site = loosened(token).site
    return token.is_a("site") and site is not None and is_wide(site) and site.side is not None


def _is_sideless(token: Token) -> bool:
    return token.is_a("site") and token.site is not None and token.site.side is None and not is_wide(token.site)


def with_wholes(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with "total" before a label and its hip given to that hip: "Total BMD of the left hip"."""
    kept: list[Token] = []
    whole: Token | None = None
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else None
        if token.key("labels") and before is not None and before.is_a("row") and before.text in WHOLE_ROWS:
            whole = before
        if whole is not None and token.is_a("site") and (site := both(token, whole)) is not None:
            kept = [*(other for other in kept if other is not whole), replace(token, site=site)]
            whole = None
            continue
        if not (token.key("labels") or token.is_a("at")):
            whole = None
        kept.append(token)
    return kept


def both(named: Token, more: Token) -> Site | None:
    """Return the site with the levels or side the other token adds, None if they do not belong together."""
    site = named.site
    if site is None or not named.is_a("site"):
        return None
    if more.is_a("levels") and more.site is not None and site.region in {Region.LUMBAR_SPINE, Region.LATERAL_SPINE}:
        return replace(site, levels=more.site.levels) if not site.levels else None
    if more.is_a("site") and more.site is not None:
        return narrowed(loosened(named).site or site, more.site)
    if more.is_a("row"):
        row = site_of(more.text, SCAN_OF_REGION.get(site.region))
        wide, sided = loosened(named).site or site, more.key("side")
        return narrowed(wide, replace(row, side=Side(sided)) if sided else row) if row else None
    side = more.key("side")
    if side and site.side is None and SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}:
        return replace(site, side=Side(side))
    return None


def loosened(token: Token) -> Token:
    """Return "proximal femur" as the hip it is when a region of it follows: "proximal femur: neck"."""
    words = set(token.text.split())
    named = token.site is not None and token.site.region is Region.TOTAL_HIP
    soft = named and words & _PROXIMAL and not words & WHOLE_ROWS
    return replace(token, site=Site(Region.HIP_UNSPECIFIED, token.site.side)) if soft and token.site else token


def is_wide(site: Site) -> bool:
    """Return whether a name ("hip", "forearm") is often the heading over the regions of its scan."""
    return site.region in {Region.HIP_UNSPECIFIED, Region.FOREARM_TOTAL}


def in_context(context: Site | None, site: Site) -> Site:
    """Return a site with what the hip or forearm spoken of before gives it."""
    if context is None:
        return site
    if is_wide(site):
        total = site.region is context.region is Region.FOREARM_TOTAL and site.side is None
        return context if total else site
    return narrowed(context, site) or site


def narrowed(wide: Site, narrow: Site) -> Site | None:
    """Return one site when two names speak of it ("left hip", "femoral neck"), None when they are two.

    >>> narrowed(Site(Region.HIP_UNSPECIFIED, Side.LEFT), Site(Region.FEMORAL_NECK)).side.value
    'left'
    """
    if is_wide(narrow) and not is_wide(wide):
        wide, narrow = narrow, wide
    same_scan = SCAN_OF_REGION.get(wide.region) == SCAN_OF_REGION.get(narrow.region)
    related = is_wide(wide) or wide.region is narrow.region
    sides = {wide.side, narrow.side} - {None}
    levels = {wide.levels, narrow.levels} - {()}
    if not (same_scan and related) or len(sides) > 1 or len(levels) > 1:
        return None
    return Site(narrow.region, next(iter(sides), None), next(iter(levels), ()))


def under(above: Site, row: Site) -> Site:
    """Return the site of a bare row with what stands over it: the side, and the vertebrae a "Total" is over.

    >>> under(Site(Region.LUMBAR_SPINE, None, ("L1", "L2")), Site(Region.LUMBAR_SPINE)).levels
    ('L1', 'L2')
    """
    levels = above.levels if row.region is above.region and len(above.levels) > 1 else ()
    return replace(row, side=row.side or above.side, levels=row.levels or levels)


def narrowed_each(leads: Sequence[Site], narrow: Site) -> list[Site]:
    """Return sites with each wide one narrowed by a name for all: "hips (left/right): neck T-score -1.4/-1.6"."""
    return [(narrowed(lead, narrow) if is_wide(lead) else None) or lead for lead in leads]
