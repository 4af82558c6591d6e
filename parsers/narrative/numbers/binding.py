"""Which site and quantity each number of one sentence belongs to.

A site leads ("Lumbar spine: T-score -1.2"), follows ("-1.2 at the lumbar spine") or comes from the heading above. A
number needs a fresh label, a fresh site or a word of time to be a value at all; one that has none of them is left
out, as is every number when two readings of the sentence are possible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.report import Quantity
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading, compared
from parsers.narrative.numbers.dealing import dealt_behind, dealt_out
from parsers.narrative.numbers.labels import Held, Labels
from parsers.narrative.numbers.quantities import LEAST_DENSITY, Wanted, wanted, without_unit
from parsers.narrative.numbers.row_sites import RowSites
from parsers.narrative.sites.bare_rows import BareRows
from parsers.narrative.sites.joining import in_context, is_wide, narrowed, narrowed_each
from parsers.narrative.text.scope import Scope

_LUMBAR = Site(Region.LUMBAR_SPINE)


def bind(
    tokens: Sequence[Token],
    roles: Mapping[int, Role],
    moments: Mapping[int, Moment],
    scope: Scope,
    *,
    closed_scope: bool,
) -> Reading:
    """Return the values of a sentence; with `closed_scope` a site from above is not used."""
    binder = _Binder(tokens, roles, moments, scope)
    for place, token in enumerate(tokens):
        binder.step(place, token)
    return binder.finished(closed_scope=closed_scope)


class _Binder:
    """Carries label and site from word to word."""

    def __init__(
        self, tokens: Sequence[Token], roles: Mapping[int, Role], moments: Mapping[int, Moment], scope: Scope
    ) -> None:
        self._tokens, self._roles, self._moments, self._scope = tokens, roles, moments, scope
        self._near = Surroundings(tokens, roles)
        self._bare, self._rows = BareRows(tokens), RowSites(tokens, self._near, scope)
        self._out = Reading()
        self._labels = Labels(tokens, roles, self._near, scope)
        self._leads: list[Site] = []
        self._mode = "none"
        self._outside = 0
        self._listed = self._unused = self._averaged = self._site_fresh = False
        self._given: set[Quantity] = set()
        self._pending: list[Bound] = []
        self._group: list[Bound] = []
        self._zipped: list[Bound] = []
        self._last_number = self._last_site = -1
        self._context = scope.wide
        self._opening: Side | None = scope.side
        self._scored = any(token.key("labels") in SCORES for token in tokens)
        self._frax = any(token.is_a("frax:tool") for token in tokens)

    def step(self, place: int, token: Token) -> None:
        site = self._site_named(place, token)
        if site is not None:
            self._site(place, site)
            self._context = Site(Region.HIP_UNSPECIFIED, site.side) if token.is_a("under_scan") else self._context
        elif token.key("side") and not token.is_a("row"):
            self._side(place, Side(token.key("side") or ""))
        elif token.key("labels") or (self._frax and token.key("frax")):
            self._labels.take(place, token, self._last_number)
        elif token.is_a("places:other_site", "row"):
            self._block()
        elif place in self._roles:
            self._number(place, token)
        else:
            self._labels.pass_by(token, self._last_number)

    def finished(self, *, closed_scope: bool) -> Reading:
        self._unzip()
        alone = not self._outside and self._mode != "blocked" and not closed_scope
        self._pending = self._pending if self._mode == "blocked" else compared(self._pending, self._out)
        for bound in self._pending:
            lent = alone and bound.early and not bound.needs_site and not self._near.points_elsewhere(bound.place)
            bound.site = self._from_above() if lent else None
            spine = bound.site is not None and bound.site.region is Region.LUMBAR_SPINE
            if bound.wanted.quantity is Quantity.TBS and not spine:
                # The trabecular bone score exists for the lumbar spine only.
                bound.site = _LUMBAR
            if bound.site is None:
                self._out.unplaced.append(bound.token)
            else:
                self._out.bound.append(bound)
        self._out.bound.sort(key=lambda bound: bound.place)
        self._out.context = self._context
        return self._out

    def _from_above(self) -> Site | None:
        """Return the heading's site, or the last sentence's if this one begins with a label.

        A sentence that begins with a word we do not know may name a site of its own.
        """
        return self._scope.carried or self._scope.header if self._near.opens_itself() else None

    def _site_named(self, place: int, token: Token) -> Site | None:
        """Return the site of a token, with the side or scan of the heading; bare rows need a scan."""
        if token.site is not None and token.is_a("site", "levels"):
            return self._in_context(token.site)
        if not token.is_a("row"):
            return None
        of_radius = any(site.region is Region.RADIUS_TOTAL for site in self._out.sites)
        return self._rows.site(place, self._leads, of_radius=of_radius)

    def _in_context(self, site: Site) -> Site:
        if self._opening and site.side is None and SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}:
            return replace(site, side=self._opening)
        return in_context(self._context, site)

    def _block(self) -> None:
        """A site outside the table: what stands beside it belongs to nothing we know."""
        self._out.unplaced += [bound.token for bound in self._pending]
        self._unzip()
        self._pending, self._group, self._leads = [], [], []
        self._mode, self._site_fresh = "blocked", True

    def _site(self, place: int, site: Site) -> None:
        if self._averaged and site.side is None and SCAN_OF_REGION.get(site.region) is Scan.HIP:
            site = replace(site, side=Side.MEAN)
        self._averaged = False
        above = self._leads[-1] if self._leads and self._labels.in_brackets else None
        if above is not None and is_wide(above) and self._last_number > self._last_site:
            # As in "left hip -1.6 (neck -1.9)".
            site = narrowed(above, site) or site
        self._out.sites.append(site)
        self._outside += not self._labels.in_brackets
        no_number = self._last_site > self._last_number
        right_behind = bool(self._leads) and no_number and self._near.follows_site(place, self._last_site)
        under = bool(self._leads) and self._mode == "leading" and no_number
        joined = narrowed(self._leads[-1], site) if right_behind or under else None
        attached = self._near.attached(place, self._last_number)
        if self._waits() and len(self._out.sites) == 1 and self._near.opens_with(place, self._last_number):
            self._follow(place, site)
            self._leads = []
        if joined is not None:
            self._context = self._leads[-1] if is_wide(self._leads[-1]) else self._context
            self._leads = [*narrowed_each(self._leads[:-1], self._tokens[place].site or site), joined]
        elif attached and (self._waits() or self._takes_from_row(place)):
            self._follow(place, site)
        elif attached and self._takes_with_score(place, site):
            pass
        elif self._mode == "following" and self._goes_on(place) and not self._near.leads_next(place):
            self._out.bound += [replace(bound, site=site) for bound in self._group]
        elif not (self._group and attached and not self._near.names_next(place) and self._refine(site)):
            self._contradict(place, site)
            self._lead(place, site)
        self._last_site = place

    def _contradict(self, place: int, site: Site) -> None:
        """Take their site from the last numbers if brackets right behind hold another: "right -1.3 (total hip)"."""
        regions = {bound.site.region for bound in self._group if bound.site}
        if not self._bare.is_bracketed(place, self._last_number) or regions & {site.region}:
            return
        wrong = [bound for bound in self._out.bound if bound.site and bound.site.region in regions]
        self._out.bound = [bound for bound in self._out.bound if bound not in wrong]
        self._out.unplaced += [bound.token for bound in wrong]

    def _takes_with_score(self, place: int, site: Site) -> bool:
        """Give a site the density before it and the score in brackets behind: "0.744 g/cm2 at the neck (T -2.1)"."""
        group = list(self._group)
        densities = bool(group) and all(bound.wanted.quantity is Quantity.BMD for bound in group)
        if not (densities and self._near.is_glossed(place) and self._refine(site)):
            return False
        self._leads = [found for bound in group[-1:] if (found := bound.site)]
        self._given = {Quantity.BMD}
        return True

    def _waits(self) -> bool:
        """Whether the last number has no site yet."""
        return bool(self._pending) and self._pending[-1].place == self._last_number

    def _takes_from_row(self, place: int) -> bool:
        """Whether a bracket behind the last number names its site, so that it is in no row of sites."""
        own = bool(self._zipped) and self._zipped[-1].place == self._last_number
        bracket = any(token.text == "(" for token in self._near.between(self._last_number, place))
        if own and bracket:
            self._pending, self._zipped = [*self._pending, *self._zipped], []
        return own and bracket

    def _goes_on(self, place: int) -> bool:
        return self._last_site > self._last_number and self._near.is_list(place, self._last_site)

    def _lead(self, place: int, site: Site) -> None:
        unused = self._mode == "leading" and self._unused
        # A site named and not used yet: if this one may stand beside it, the numbers have to be as many as the sites.
        listed = unused and (self._goes_on(place) or self._near.mentions(place, self._last_site))
        if not listed:
            self._unzip()
            self._leads = []
        self._leads.append(site)
        self._mode, self._site_fresh, self._group, self._unused = "leading", True, [], True
        self._given = set()
        if is_wide(site) and not self._near.leads_next(place):
            self._context = site
        elif not listed and self._context and site.region is not _LUMBAR.region and not narrowed(self._context, site):
            self._context = None

    def _follow(self, place: int, site: Site) -> None:
        """Give the numbers before a site to it; of each quantity only the last one can be meant."""
        pending = dealt_behind(self._tokens, self._pending, place, self._out)
        last = {(bound.wanted.quantity, bound.moment): bound for bound in pending}
        self._group = [bound for bound in pending if last[bound.wanted.quantity, bound.moment] is bound]
        self._out.unplaced += [bound.token for bound in pending if bound not in self._group]
        for bound in self._group:
            bound.site = site
        self._out.bound += self._group
        self._pending = []
        self._leads, self._mode, self._site_fresh = [site], "following", False

    def _refine(self, site: Site) -> bool:
        """Give the last numbers, and vertebrae also the next ones, the narrower site behind; False if it is another."""
        finer = [narrowed(bound.site, site) for bound in self._group if bound.site]
        if not finer or any(found is None for found in finer):
            return False
        for bound, found in zip(self._group, finer, strict=True):
            bound.site = found
        self._group = []
        self._leads = [(narrowed(lead, site) if site.levels else None) or lead for lead in self._leads]
        return True

    def _side(self, place: int, side: Side) -> None:
        if self._heads(place, side):
            return
        base = self._base(place)
        if base is None or base.region is Region.LUMBAR_SPINE or SCAN_OF_REGION.get(base.region) is None:
            self._outside += 1
            if not self._waits():
                self._block()
            return
        sided = Site(base.region, side)
        close = self._near.close(place, self._last_number) or self._near.ends_bracket(place, self._last_number)
        close = close and not (self._near.opens_part(place, self._last_number) and self._near.leads_next(place))
        group_site = self._group[-1].site if self._group else None
        if close and self._waits():
            self._out.sites.append(sided)
            self._follow(place, sided)
        elif close and group_site is not None and group_site.side is None:
            for bound in self._group:
                bound.site = sided
            self._given = {bound.wanted.quantity for bound in self._group}
            self._leads, self._group = [sided], []
        elif self._leads and self._last_site > self._last_number and self._leads[-1].side is None:
            self._leads[-1] = sided
        else:
            self._out.sites.append(sided)
            self._lead(place, sided)
        self._last_site = place

    def _heads(self, place: int, side: Side) -> bool:
        """Read a side that is of no site beside it: of the whole sentence, of other people, or a word for "average"."""
        # "T-score moyen" and "L1-L4 average: 0.911" below vertebrae are no means of two sides.
        of_spine = bool(self._leads) and self._leads[-1].region is _LUMBAR.region
        if side is Side.MEAN and (of_spine or self._near.is_of_population(place)):
            return True
        if side is Side.MEAN and self._near.averages(place):
            # "The average T-score of L1-L4" speaks of vertebrae, "of the total hips" of both of them.
            self._averaged = True
            return True
        opens = side is not Side.MEAN and self._near.opens_with_side(place)
        self._opening = side if opens else None
        return opens

    def _base(self, place: int) -> Site | None:
        """Return the site whose side a lone "left" gives: the last one, the next one, or the heading's."""
        of_row = bool(self._leads) and self._near.follows_site(place, self._last_site)
        if not of_row and not self._near.sides_known_site(place):
            return None
        if self._leads:
            return self._near.site_of_pair(place) or self._leads[-1]
        ahead = self._near.site_of_sides(place)
        if ahead is not None:
            return ahead
        return self._scope.header if self._mode != "blocked" and self._near.opens(place) else None

    def _number(self, place: int, token: Token) -> None:
        role = self._roles[place]
        bare = role.unit is None
        held = self._labels.of_number(place, bare=bare, site_fresh=self._site_fresh, last_number=self._last_number)
        label, fresh = held.key, held.fresh
        if not held.behind and self._near.is_of_unknown(place):
            return
        if label == "change" and role.unit in DENSITY and self._is_level(place, token):
            label, fresh = "bmd", True
        told = self._moments[place].said and "." in token.text.replace(",", ".")
        if self._labels.lent and not held.behind and bare and not (self._near.is_signed(place) or told):
            return
        if bare and not held.paired and label in SCORES | {"bmd"} and self._near.is_in_row(place):
            # Under one label a row of numbers is of several sites or examinations: "T-score  -0.9  -1.0  -1.1".
            self._out.unplaced.append(token)
            return
        asked = self._asked(place, role, label, fresh=fresh)
        if isinstance(asked, str):
            if asked:
                self._out.odd.append((token, asked))
                self._labels.fresh = False
            return
        if asked.quantity in {Quantity.T_SCORE, Quantity.Z_SCORE} and not self._near.is_plainly_printed(place):
            return
        own = self._near.number_of_bracket(place)
        if own is not None and self._tokens[own] in self._out.unplaced:
            # "gamma -1.5 (previously -1.4)": whose the first one is nobody knows, nor whose the other.
            self._out.unplaced.append(token)
            return
        changes = asked.quantity is Quantity.CHANGE_PERCENT
        moment = Moment(Time.CURRENT, said=True) if changes else self._moments[place]
        bound = Bound(place, token, asked, moment, needs_site=False, early=not self._out.sites)
        self._accept(bound, held, fresh=fresh)

    def _accept(self, bound: Bound, held: Held, *, fresh: bool) -> None:
        """Place a value, and remember that its label and site have been used."""
        place = bound.place
        by_site = self._site_fresh and not self._pending and self._near.touches(place, self._last_site)
        bound.needs_site = not (fresh or by_site or bound.moment.said or bound.wanted.explained)
        follows = next((number for number in self._roles if number > place), place)
        same_time = self._moments[follows].time is bound.moment.time
        listed = self._listed and self._last_number == self._near.number_before(place)
        self._listed = same_time and not held.paired and (self._near.counts_on(place) or listed)
        self._place(bound)
        self._labels.fresh = bool(self._labels.pair)
        self._site_fresh = self._unused = False
        self._last_number = place

    def _is_level(self, place: int, token: Token) -> bool:
        """Whether a density behind a word of change is one itself: "no change from the previous value of 0.820"."""
        earlier = self._moments[place].time is Time.PRIOR
        by_site = self._site_fresh and self._near.touches(place, self._last_site)
        return (
            (earlier or by_site or self._moments[place].said)
            and token.number is not None
            and token.number.value >= LEAST_DENSITY
        )

    def _asked(self, place: int, role: Role, label: str | None, *, fresh: bool) -> Wanted | str:
        asked = wanted(self._tokens, place, role, label, self._labels.unit, fresh=fresh)
        if asked != IssueCode.UNKNOWN_UNIT or role.unit or self._labels.unit or label != "bmd":
            return asked
        return without_unit(self._tokens, place, self._scope.density_unit, scored=self._scored or self._scope.scored)

    def _place(self, bound: Bound) -> None:
        listed = self._listed and len(self._leads) < 2  # noqa: PLR2004 - a list needs two sites
        named = self._bare.row_behind(bound.place)
        if self._mode == "blocked" or listed or (named and self._site_named(named, self._tokens[named]) is None):
            self._out.unplaced.append(bound.token)
        elif self._mode == "leading" and len(self._leads) > 1:
            self._zipped.append(bound)
        elif self._mode == "leading" and (bound.wanted.quantity in self._given or self._has_own_site(bound)):
            # "-1.9 on the left and -2.1 on the right": the side stands behind each number.
            self._pending.append(bound)
        elif self._mode == "leading" and not bound.needs_site:
            self._take(bound)
        elif self._mode == "leading" and not self._near.site_behind(bound.place):
            self._out.unplaced.append(bound.token)
        elif self._mode == "following" and self._belongs_to_last(bound):
            self._take(bound)
        else:
            self._pending.append(bound)

    def _has_own_site(self, bound: Bound) -> bool:
        """Whether the leading site has its value, and a site follows: "neck -2.6, while it is -1.9 at the total"."""
        asked = (bound.wanted.quantity, bound.moment)
        told = any((other.wanted.quantity, other.moment) == asked for other in self._group)
        return (told and self._near.site_behind(bound.place)) or self._near.site_behind_label(bound.place)

    def _take(self, bound: Bound) -> None:
        bound.site = self._leads[-1]
        self._group.append(bound)
        self._out.bound.append(bound)

    def _belongs_to_last(self, bound: Bound) -> bool:
        """Whether a number behind "-2.1 at the femoral neck" still speaks of that neck."""
        if self._near.site_behind(bound.place):
            return False
        other = all(before.wanted.quantity is not bound.wanted.quantity for before in self._group)
        labelled = self._near.label_between(self._last_site, bound.place) or self._near.is_labelled_behind(bound.place)
        return bound.moment.said or (other and labelled)

    def _unzip(self) -> None:
        """Deal a row of values out to a row of sites, if there are as many of each."""
        dealt_out(self._zipped, self._leads, self._out)
        self._zipped = []
