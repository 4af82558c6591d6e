"""Which site each value of one sentence is given, word by word.

A site leads ("Lumbar spine: T-score -1.2"), follows ("-1.2 at the lumbar spine"), stands in a row before a row of
numbers, or refines the one before ("left hip -1.2 (total)").
"""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.report import Quantity
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.dealing import closed_before, dealt_behind, dealt_out, has_own_number, led_in_brackets
from parsers.narrative.numbers.named_behind import is_named_behind, of_other_scan, opens_a_row
from parsers.narrative.sites.bare_rows import BareRows
from parsers.narrative.sites.joining import is_wide, narrowed, narrowed_each
from parsers.narrative.text.scope import Scope

_LEADING, _FOLLOWING, _BLOCKED = "leading", "following", "blocked"


class Placing:
    """Carries the sites of one sentence from word to word."""

    def __init__(self, tokens: Sequence[Token], near: Surroundings, scope: Scope, out: Reading) -> None:
        self._tokens, self._near, self._out = tokens, near, out
        self._bare = BareRows(tokens)
        self._mode = ""
        self.leads: list[Site] = []
        """The sites that numbers to come are of; several in a row for a row of numbers."""
        self.context = scope.wide
        """The hip or forearm spoken of."""
        self.last_number = self.last_site = -1
        self.site_fresh = False
        """True until a number stands behind the last site."""
        self.outside = 0
        """Sites named outside brackets."""
        self.pending: list[Bound] = []
        """Numbers that have no site yet."""
        self._group: list[Bound] = []
        self._zipped: list[Bound] = []
        self._given: set[Quantity] = set()
        self._listed = self._unused = self._averaged = False
        self._sided_behind = False
        """True while sides stand behind their numbers."""
        self._part: Site | None = None
        """The part of the leading hip that brackets behind its last number named: "left hip 0.722 g/cm2 (total)"."""
        self._of_part: set[Quantity] = set()
        """What has been told of it."""

    @property
    def is_blocked(self) -> bool:
        """Whether the last site is none of the table."""
        return self._mode == _BLOCKED

    @property
    def waits(self) -> bool:
        """Whether the last number has no site yet."""
        return bool(self.pending) and self.pending[-1].place == self.last_number

    def average(self) -> None:
        """Remember that the next hip is the mean of both."""
        self._averaged = True

    def block(self) -> None:
        """Read a site outside the table: what stands beside it belongs to nothing we know."""
        self._out.unplaced += [bound.token for bound in self.pending]
        self.deal()
        self.pending, self._group, self.leads = [], [], []
        self._mode, self.site_fresh = _BLOCKED, True

    def deal(self) -> None:
        """Deal a row of values out to the row of sites before it."""
        dealt_out(self._zipped, self.leads, self._out)
        self._zipped = []

    def site(self, place: int, site: Site, *, in_brackets: bool) -> None:
        """Read a site."""
        if self._averaged and site.side is None and SCAN_OF_REGION.get(site.region) is Scan.HIP:
            site = replace(site, side=Side.MEAN)
        self._averaged = False
        above = self.leads[-1] if self.leads and in_brackets else None
        if above is not None and is_wide(above):
            # As in "left hip -1.6 (neck -1.9)"; the hip spoken of before lends nothing to "right hip -2.9 (neck -3.1)".
            named = self._tokens[place].site
            own = named.side if named is not None else self._tokens[place].key("side")
            site = narrowed(above, site if own else replace(site, side=None)) or site
        self._out.sites.append(site)
        self.outside += not in_brackets
        no_number = self.last_site > self.last_number
        right_behind = bool(self.leads) and no_number and self._near.follows_site(place, self.last_site)
        under = bool(self.leads) and self._mode == _LEADING and no_number
        joined = narrowed(self.leads[-1], site) if right_behind or under else None
        attached = self._near.attached(place, self.last_number)
        if self.waits and len(self._out.sites) == 1 and self._near.opens_with(place, self.last_number):
            self._follow(place, site)
            self.leads = []
        if joined is not None:
            self.context = self.leads[-1] if is_wide(self.leads[-1]) else self.context
            self.leads = [*narrowed_each(self.leads[:-1], self._tokens[place].site or site), joined]
        elif attached and (self.waits or self._takes_from_row(place) or self._takes_back(place, site)):
            self._follow(place, site)
        elif attached and self._takes_with_score(place, site):
            pass
        elif (
            self._mode == _FOLLOWING
            and self._goes_on(place)
            and not (self._near.leads_next(place) or has_own_number(self._tokens, place))
        ):
            self._out.bound += [replace(bound, site=site) for bound in self._group]
        elif not (self._group and attached and not self._near.names_next(place) and self._refine(place, site)):
            self._contradict(place, site)
            self._lead(place, site)
        self.last_site = place

    def side(self, place: int, sided: Site) -> None:
        """Read a side that stands alone, with the bone it is of."""
        close = self._near.close(place, self.last_number) or self._near.ends_bracket(place, self.last_number)
        # "-1.6 (right), BMD 0.722" closes with its side, "-1.6, right: BMD 0.722" begins anew.
        anew = self._near.opens_part(place, self.last_number) and self._near.leads_next(place)
        close = close and (not anew or self._bare.is_bracketed(place, self.last_number))
        group_site = self._group[-1].site if self._group else None
        if close and self.waits:
            self._out.sites.append(sided)
            self._follow(place, sided)
        elif close and group_site is not None and (group_site.side is None or self._sided_behind):
            # "T -1.8 (left), -1.6 (right), Z -0.2 (left)": the side stands behind each of them.
            self._sided_behind = True
            for bound in self._group:
                bound.site = sided
            self._given = {bound.wanted.quantity for bound in self._group}
            self.leads, self._group = [sided], []
        elif self.leads and self.last_site > self.last_number and self.leads[-1].side is None:
            self.leads[-1] = sided
        else:
            self._out.sites.append(sided)
            self._lead(place, sided)
        self.last_site = place

    def number(self, bound: Bound, *, in_list: bool, of_unknown_row: bool) -> None:
        """Read a value.

        Args:
            bound: the value.
            in_list: True if it may be in a list of values of one label and time.
            of_unknown_row: True if the brackets behind it hold a row that is of no site.
        """
        before = self._listed and self.last_number == self._near.number_before(bound.place)
        self._listed = in_list and (self._near.counts_on(bound.place) or before)
        self._place(bound, of_unknown_row=of_unknown_row)
        self.site_fresh = self._unused = False
        self.last_number = bound.place

    def _place(self, bound: Bound, *, of_unknown_row: bool) -> None:
        listed = self._listed and len(self.leads) < 2  # noqa: PLR2004 - a list needs two sites
        if self.is_blocked or listed or of_unknown_row:
            self._out.unplaced.append(bound.token)
        elif self._mode == _LEADING and len(self.leads) > 1:
            self._zipped.append(bound)
        elif self._mode == _LEADING and (
            bound.wanted.quantity in self._given or self._has_own_site(bound) or self._near.opens_gloss(bound.place)
        ):
            # "-1.9 on the left and -2.1 on the right": the side stands behind each number.
            self.pending.append(bound)
        elif self._mode == _LEADING and not bound.needs_site:
            self._take(bound, self._part if self._goes_on_with_part(bound) else None)
        elif self._mode == _LEADING and not self._near.site_behind(bound.place):
            self._out.unplaced.append(bound.token)
        elif self._mode == _FOLLOWING and self._belongs_to_last(bound):
            self._take(bound)
        else:
            self.pending.append(bound)

    def _has_own_site(self, bound: Bound) -> bool:
        """Whether the leading site has its value, and a site follows: "neck -2.6, while it is -1.9 at the total"."""
        asked = (bound.wanted.quantity, bound.moment)
        told = any((other.wanted.quantity, other.moment) == asked for other in self._group)
        return (told and self._near.site_behind(bound.place)) or self._near.site_behind_label(bound.place)

    def _take(self, bound: Bound, part: Site | None = None) -> None:
        bound.site = part or self.leads[-1]
        self._out.bound.append(bound)
        if part is None:
            self._part = None
            self._group.append(bound)
        else:
            self._of_part.add(bound.wanted.quantity)

    def _goes_on_with_part(self, bound: Bound) -> bool:
        """Whether a number is of the part told last: the T-score of "left hip 0.722 g/cm2 (total), T-score -1.8;"."""
        own = self._near.site_behind(bound.place) or self._bare.row_behind(bound.place)
        parted = any(token.text == ";" for token in self._near.between(self.last_number, bound.place))
        return not (own or parted or bound.wanted.quantity in self._of_part)

    def _belongs_to_last(self, bound: Bound) -> bool:
        """Whether a number behind "-2.1 at the femoral neck" still speaks of that neck."""
        if self._near.site_behind(bound.place) or self._near.leads_pair(bound.place):
            return False
        other = all(before.wanted.quantity is not bound.wanted.quantity for before in self._group)
        labelled = self._near.label_between(self.last_site, bound.place) or self._near.is_labelled_behind(bound.place)
        # As in "-2.3 at the spine (0.788 g/cm2) and -1.6 at the hip (0.766 g/cm2)".
        glossed = [token.text for token in self._near.between(self.last_site, bound.place)] == ["("]
        glossed = glossed or led_in_brackets(self._tokens, self.last_site, bound.place)
        return bound.moment.said or (other and (labelled or glossed))

    def _lead(self, place: int, site: Site) -> None:
        unused = self._mode == _LEADING and self._unused
        # A site named and not used yet: if this one may stand beside it, the numbers have to be as many as the sites.
        listed = unused and (self._goes_on(place) or self._near.mentions(place, self.last_site))
        if not listed:
            self.deal()
            self.leads = []
        self.leads.append(site)
        self._mode, self.site_fresh, self._group, self._unused, self._part = _LEADING, True, [], True, None
        self._given, self._sided_behind = set(), False
        if is_wide(site) and not self._near.leads_next(place):
            self.context = site
        elif (
            not listed and self.context and site.region is not Region.LUMBAR_SPINE and not narrowed(self.context, site)
        ):
            self.context = None

    def _follow(self, place: int, site: Site) -> None:
        """Give the numbers before a site to it; of each quantity only the last one can be meant.

        What stands before the last one of a quantity told twice is of the place the first one was told of.
        """
        closed = closed_before(self._tokens, self.pending)
        self._out.unplaced += [bound.token for bound in closed]
        waiting = [bound for bound in self.pending if bound not in closed]
        pending = dealt_behind(self._tokens, waiting, place, site, self._out)
        last = {(bound.wanted.quantity, bound.moment): bound for bound in pending}
        mine = [bound for bound in pending if last[bound.wanted.quantity, bound.moment] is bound]
        again = [last[bound.wanted.quantity, bound.moment].place for bound in pending if bound not in mine]
        self._group = [bound for bound in mine if bound.place >= min(again, default=0)]
        self._out.unplaced += [bound.token for bound in pending if bound not in self._group]
        for bound in self._group:
            bound.site = site
        self._out.bound += self._group
        self.pending = []
        self.leads, self._mode, self.site_fresh = [site], _FOLLOWING, False

    def _refine(self, place: int, site: Site) -> bool:
        """Give the last numbers, and vertebrae also the next ones, the narrower site behind; False if it is another."""
        finer = [narrowed(bound.site, site) for bound in self._group if bound.site]
        if not finer or any(found is None for found in finer):
            return False
        for bound, found in zip(self._group, finer, strict=True):
            bound.site = found
        glossed = self._near.is_glossed_otherwise(place)
        # "-2.0 at the neck (Z-score -0.3) and -1.6 at the total": the next T-score is of another place.
        self._given = {bound.wanted.quantity for bound in self._group} if glossed else self._given
        wide = next((lead for lead in self.leads if is_wide(lead) and lead.side), None)
        # "At the left hip -1.4 at the total, -1.9 at the neck" goes on with that hip.
        self.context = self.context or wide
        if wide or self._bare.is_bracketed(place, self.last_number):
            # "At the left hip 0.611 g/cm2 at the neck, T-score -2.2": the score is still of the neck.
            self._part, self._of_part = finer[-1], {bound.wanted.quantity for bound in self._group}
        self._group = []
        finest = site.levels or glossed
        self.leads = [(narrowed(lead, site) if finest else None) or lead for lead in self.leads]
        return True

    def _contradict(self, place: int, site: Site) -> None:
        """Take their site from the last numbers if brackets right behind hold another: "right -1.3 (total hip)"."""
        regions = {bound.site.region for bound in self._group if bound.site}
        if not self._bare.is_bracketed(place, self.last_number) or regions & {site.region}:
            return
        wrong = [bound for bound in self._out.bound if bound.site and bound.site.region in regions]
        self._out.bound = [bound for bound in self._out.bound if bound not in wrong]
        self._out.unplaced += [bound.token for bound in wrong]

    def _takes_with_score(self, place: int, site: Site) -> bool:
        """Give a site the density before it and the score in brackets behind: "0.744 g/cm2 at the neck (T -2.1)"."""
        group = list(self._group)
        densities = bool(group) and all(bound.wanted.quantity is Quantity.BMD for bound in group)
        if not (densities and self._near.is_glossed(place) and self._refine(place, site)):
            return False
        self.leads = [found for bound in group[-1:] if (found := bound.site)]
        self._given = {Quantity.BMD}
        return True

    def _takes_from_row(self, place: int) -> bool:
        """Whether a bracket behind the last number names its site, so that it is in no row of sites."""
        own = bool(self._zipped) and self._zipped[-1].place == self.last_number
        bracket = any(token.text == "(" for token in self._near.between(self.last_number, place))
        if own and bracket:
            self.pending, self._zipped = [*self.pending, *self._zipped], []
        return own and bracket

    def _takes_back(self, place: int, site: Site) -> bool:
        """Whether the last number is of the place behind it, whatever was named before: it waits for its site again."""
        taken = self._mode == _LEADING and self._of_place_behind(site)
        if not taken or not is_named_behind(self._tokens, place, self.last_number, self._near):
            return False
        self.context = self.context or next((lead for lead in self.leads if is_wide(lead) and lead.side), None)
        self._out.bound = [bound for bound in self._out.bound if bound not in taken]
        self.pending, self._zipped, self._group = [*self.pending, *taken], [], []
        return True

    def _of_place_behind(self, site: Site) -> Sequence[Bound]:
        """Return the last number if it can be of a site that follows: the first of a row, or one of another bone."""
        if self._zipped:
            return self._zipped if opens_a_row(self._zipped, site) else ()
        return self._group if of_other_scan(self._group, site) else ()

    def _goes_on(self, place: int) -> bool:
        return self.last_site > self.last_number and self._near.is_list(place, self.last_site)
