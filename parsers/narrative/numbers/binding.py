"""Which site and quantity each number of one sentence belongs to.

The words of the sentence are read one by one: labels are `labels`' matter, what a number is `asking`'s, whose it is
`placing`'s. Here stands what each word is: the name of a site, a side alone, the row of a hip. Every number is left out
when two readings of the sentence are possible.
"""

from dataclasses import replace
from itertools import takewhile

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.asking import Asking
from parsers.narrative.numbers.bound import Bound, Reading, compared
from parsers.narrative.numbers.labels import Labels
from parsers.narrative.numbers.placing import Placing
from parsers.narrative.numbers.row_sites import RowSites
from parsers.narrative.numbers.told import Told
from parsers.narrative.sites.bare_rows import BareRows
from parsers.narrative.sites.compounds import ends_like_bone
from parsers.narrative.sites.joining import in_context, narrowed

_CLOSES = frozenset([",", ";", ".", ")"])


def bind(told: Told, *, closed_scope: bool) -> Reading:
    """Return the values of a sentence; with `closed_scope` a site from above is not used."""
    binder = _Binder(told)
    for place, token in enumerate(told.tokens):
        binder.step(place, token)
    return binder.finished(closed_scope=closed_scope)


_UNKNOWN = frozenset(["word"])
_THAT_OF = (["that", "of"], ["those", "of"])


class _Binder:
    """Walks over the words of one sentence."""

    def __init__(self, told: Told) -> None:
        tokens, roles, scope = told.tokens, told.roles, told.scope
        self._told, self._out = told, Reading()
        self._near = Surroundings(tokens, roles)
        self._bare, self._rows = BareRows(tokens), RowSites(tokens, self._near, scope)
        self._labels = Labels(tokens, roles, self._near, scope)
        self._sites = Placing(tokens, self._near, scope, self._out)
        self._asking = Asking(told, self._near, self._labels, self._sites, self._out)
        self._opening: Side | None = scope.side
        self._frax = any(token.is_a("frax:tool") for token in tokens)
        self._is_brief = False
        """True while the hip spoken of is that of "left hip neck", which ends with the sentence."""

    def step(self, place: int, token: Token) -> None:
        site = self._site_named(place, token)
        if site is not None:
            self._sites.site(place, site, in_brackets=self._labels.in_brackets)
            if token.is_a("under_scan", "of_scan"):
                self._sites.context = Site(Region.HIP_UNSPECIFIED, site.side)
                self._is_brief = token.is_a("of_scan")
        elif token.key("side") and not token.is_a("row"):
            self._side(place, Side(token.key("side") or ""))
        elif token.key("labels") or (self._frax and token.key("frax")):
            self._labels.take(place, token, self._sites.last_number)
        elif token.is_a("places:other_site", "row"):
            self._sites.block()
        elif place in self._told.roles:
            self._number(place, token)
        elif token.tags == _UNKNOWN and ends_like_bone(token.text):
            self._sites.block()
        else:
            self._labels.pass_by(token, self._sites.last_number)

    def _number(self, place: int, token: Token) -> None:
        asked = self._asking.value(place, token)
        if asked is not None:
            row = self._bare.row_behind(place)
            of_unknown_row = bool(row) and self._site_named(row, self._told.tokens[row]) is None
            self._sites.number(asked[0], in_list=asked[1], of_unknown_row=of_unknown_row)

    def finished(self, *, closed_scope: bool) -> Reading:
        """Return what the sentence gives; values that wait still have the site from above, or none."""
        self._sites.deal()
        alone = not self._sites.outside and not self._sites.is_blocked and not closed_scope
        waiting = self._sites.pending if self._sites.is_blocked else compared(self._sites.pending, self._out)
        part = next((place for place, token in enumerate(self._told.tokens) if token.text == ";"), 0)
        for bound in waiting:
            # "BMD 0.601 g/cm2; total: T -1.7" goes on with the site of the sentence before, up to the semicolon.
            lent = (alone or (bound.place < part and not closed_scope)) and bound.early and not bound.needs_site
            lent = lent and not self._near.points_elsewhere(bound.place)
            bound.take(self._from_above() if lent else None)
            if bound.site is None:
                self._out.unplaced.append(bound.token)
            else:
                self._out.bound.append(bound)
        self._out.unplaced += [bound.token for bound in self._out.bound if self._is_of_other_side(bound)]
        self._out.bound = [bound for bound in self._out.bound if not self._is_of_other_side(bound)]
        self._out.bound.sort(key=lambda bound: bound.place)
        self._out.context = None if self._is_brief else self._sites.context
        return self._out

    def _is_of_other_side(self, bound: Bound) -> bool:
        """Whether a number of the spine has a side right behind it that is no name's: "T-scores -2.0 right and"."""
        behind = self._told.tokens[bound.place + 1 : bound.place + 3]
        sided = bool(behind) and behind[0].key("side") in {"left", "right"} and not behind[0].is_a("site", "row")
        closed = len(behind) == 1 or (len(behind) > 1 and (behind[1].is_a("and") or behind[1].text in _CLOSES))
        return sided and closed and bound.site is not None and bound.site.region is Region.LUMBAR_SPINE

    def _from_above(self) -> Site | None:
        """Return the heading's site, or the last sentence's if this one begins with a label.

        A sentence that begins with a word we do not know may name a site of its own.
        """
        return self._told.scope.carried or self._told.scope.header if self._near.opens_itself() else None

    def _site_named(self, place: int, token: Token) -> Site | None:
        """Return the site of a token, with the side or scan of the heading; bare rows need a scan."""
        if token.site is not None and token.is_a("site", "levels"):
            last = self._sites.leads[-1] if self._sites.leads else None
            if (
                token.text == "neck"
                and last is not None
                and last.region is Region.TOTAL_HIP
                and self._is_sideless(place)
            ):
                # "Left total hip -1.6, neck -2.1": a bare neck is of the hip before it.
                return narrowed(Site(Region.HIP_UNSPECIFIED, last.side), token.site) or token.site
            if last is not None and self._is_at_last_hip(place, last, token.site):
                # "The T-score of the left hip is -1.9 overall and -2.6 at the femoral neck".
                return narrowed(Site(Region.HIP_UNSPECIFIED, last.side), token.site) or token.site
            if last is not None and last.region is Region.TOTAL_HIP and self._is_that_of(place, token.site):
                # "The total BMD of the right hip is 0.795 and that of the left hip 0.781".
                return replace(last, side=token.site.side)
            return self._in_context(token.site)
        if not token.is_a("row"):
            return None
        of_radius = any(site.region is Region.RADIUS_TOTAL for site in self._out.sites)
        return self._rows.site(place, self._sites.leads, of_radius=of_radius)

    def _is_that_of(self, place: int, site: Site) -> bool:
        """Whether "that of" leads to the hip of a side, so that it is the same region of the other one."""
        before = [token.text for token in self._told.tokens[max(0, place - 3) : place] if token.text != "the"]
        words = " ".join(before).split()[-2:]
        return site.region is Region.HIP_UNSPECIFIED and site.side is not None and words in _THAT_OF

    def _is_at_last_hip(self, place: int, last: Site, site: Site) -> bool:
        """Whether "at the" leads to a sideless part of the sided hip named last, with nothing but a comma between."""
        of_hip = SCAN_OF_REGION.get(site.region) is SCAN_OF_REGION.get(last.region) is Scan.HIP
        between = self._told.tokens[self._sites.last_site + 1 : place]
        led = any(token.is_a("at") for token in between[-2:]) and not any(token.text in {";", "."} for token in between)
        return of_hip and last.side is not None and site.side is None and led and self._is_sideless(place)

    def _is_sideless(self, place: int) -> bool:
        """Whether no side of its own stands behind a name, before the next name or semicolon."""
        behind = takewhile(
            lambda token: not token.is_a("site", "levels", "row") and token.text != ";", self._told.tokens[place + 1 :]
        )
        return not any(token.key("side") for token in behind)

    def _in_context(self, site: Site) -> Site:
        if self._opening and site.side is None and SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}:
            return replace(site, side=self._opening)
        return in_context(self._sites.context, site)

    def _side(self, place: int, side: Side) -> None:
        if self._heads(place, side):
            return
        base = self._base(place)
        if base is None or base.region is Region.LUMBAR_SPINE or SCAN_OF_REGION.get(base.region) is None:
            self._sites.outside += 1
            if not self._sites.waits:
                self._sites.block()
            return
        self._sites.side(place, Site(base.region, side))

    def _heads(self, place: int, side: Side) -> bool:
        """Read a side that is of no site beside it: of the whole sentence, of other people, or a word for "average"."""
        # "T-score moyen" and "L1-L4 average: 0.911" below vertebrae are no means of two sides.
        above = self._told.scope.header or self._told.scope.carried
        beside = self._told.tokens[max(0, place - 1) : place + 3]
        # "Valor médio da DMO: 0,931" below "L1-L4"; a lone "Mean:" there may be that of two hips.
        lent = above if any(token.key("labels") for token in beside) else None
        spoken = self._sites.leads[-1] if self._sites.leads else lent
        of_spine = spoken is not None and spoken.region is Region.LUMBAR_SPINE
        if side is Side.MEAN and (of_spine or self._near.is_of_population(place)):
            return True
        if side is Side.MEAN and self._near.averages(place):
            # "The average T-score of L1-L4" speaks of vertebrae, "of the total hips" of both of them.
            self._sites.average()
            return True
        opens = side is not Side.MEAN and self._near.opens_with_side(place)
        self._opening = side if opens else None
        return opens

    def _base(self, place: int) -> Site | None:
        """Return the site whose side a lone "left" gives: the last one, the next one, or the heading's."""
        of_row = bool(self._sites.leads) and self._near.follows_site(place, self._sites.last_site)
        if not of_row and not self._near.sides_known_site(place):
            return None
        if self._sites.leads:
            return self._near.site_of_pair(place) or self._sites.leads[-1]
        ahead = self._near.site_of_sides(place)
        if ahead is not None:
            return ahead
        return self._told.scope.header if not self._sites.is_blocked and self._near.opens(place) else None
