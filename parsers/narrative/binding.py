"""Which site and quantity each number of one sentence belongs to.

A site leads ("Lumbar spine: T-score -1.2"), follows ("-1.2 at the lumbar spine") or comes from the heading above. A
number needs a fresh label, a fresh site or a word of time to be a value at all; one that has none of them is left
out, as is every number when two readings of the sentence are possible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dxa.regions import SCAN_OF_REGION, Region, Side, Site
from dxa.report import Quantity
from dxa.sites import site_of
from parsers.narrative.moments import Moment
from parsers.narrative.naming import narrowed
from parsers.narrative.quantities import Wanted, wanted
from parsers.narrative.roles import Role, is_signed
from parsers.narrative.tokens import Token

_LIGHT = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "was",
        "are",
        "were",
        "ist",
        "liegt",
        "betragt",
        "es",
        "est",
        "e",
        "en",
        "der",
        "die",
        "das",
        "el",
        "la",
        "le",
        "il",
        "lo",
    ]
    + [
        "los",
        "las",
        "les",
        "de",
        "het",
        "of",
        ":",
        "=",
        "(",
        ")",
        "[",
        "]",
        "l",
        "d",
        "betrug",
        "lag",
        "bei",
        "foi",
        "fue",
        "with",
        "mit",
        "con",
        "avec",
        "com",
    ]
)
_SCORES = frozenset({"t_score", "z_score"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What the lines above give a sentence: a heading's site, the last sentence's site and its label."""

    header: Site | None = None
    header_label: str | None = None
    carried: Site | None = None
    carried_label: str | None = None


@dataclass(slots=True)
class Bound:
    """A number with its quantity, and its site as soon as one is found."""

    place: int
    token: Token
    wanted: Wanted
    moment: Moment
    site: Site | None = None
    needs_site: bool = False
    """True if nothing but a site behind it would make it a value."""
    early: bool = False
    """True if the sentence had named no site before it."""


@dataclass(slots=True)
class Reading:
    """What one sentence gives."""

    bound: list[Bound] = field(default_factory=list)
    unplaced: list[Token] = field(default_factory=list)
    """Numbers under a label that could not be given one site."""
    odd: list[tuple[Token, str]] = field(default_factory=list)
    """Numbers that cannot be the quantity their label says, with the issue code."""
    sites: list[Site] = field(default_factory=list)
    label: str | None = None


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
        self._out = Reading()
        self._label: str | None = scope.header_label or scope.carried_label
        self._label_unit: str | None = None
        self._suspended: str | None = None
        self._own_label = False
        self._label_fresh = False
        self._site_fresh = False
        self._leads: list[Site] = []
        self._mode = "none"
        self._blocked = False
        self._tbs = False
        self._outside = 0
        self._outer: list[tuple[str | None, str | None]] = []
        self._pending: list[Bound] = []
        self._group: list[Bound] = []
        self._zipped: list[Bound] = []
        self._last_number = -1
        self._last_site = -1
        self._context = scope.header if scope.header and _is_wide(scope.header) else None
        self._frax = any(token.is_a("frax:tool") for token in tokens)

    def step(self, place: int, token: Token) -> None:
        site = self._site_named(place, token)
        if token.text == "(":
            self._outer.append((self._label, self._label_unit))
        elif token.text == ")" and self._outer:
            self._label, self._label_unit = self._outer.pop()
            self._label_fresh = False
        elif site is not None:
            self._site(place, site)
        elif token.key("side"):
            self._side(place, Side(token.key("side") or ""))
        elif token.key("labels") or (self._frax and token.key("frax")):
            self._take_label(place, token)
        elif token.is_a("places:other_site", "row"):
            self._block()
        elif token.is_a("change"):
            self._suspended, self._label, self._label_fresh = self._label, "change", False
        elif token.is_a("to", "from") and self._label == "change" and place + 1 < len(self._tokens):
            self._label = self._suspended
        elif place in self._roles:
            self._number(place, token)

    def finished(self, *, closed_scope: bool) -> Reading:
        self._unzip()
        lonely = not self._outside and not self._blocked and not closed_scope
        for bound in self._pending:
            site = self._from_above() if lonely and bound.early and not bound.needs_site else None
            if site is None:
                self._out.unplaced.append(bound.token)
            else:
                bound.site = site
                self._out.bound.append(bound)
        self._out.bound.sort(key=lambda bound: bound.place)
        return self._out

    def _from_above(self) -> Site | None:
        if self._scope.header is not None:
            return self._scope.carried or self._scope.header
        first = next(
            (token for token in self._tokens if not (token.text in _LIGHT or token.is_a("prior", "now", "at"))), None
        )
        return self._scope.carried if first is not None and first.key("labels") else None

    def _site_named(self, place: int, token: Token) -> Site | None:
        """Return the site of a token, with the side or scan of the heading; bare rows need a scan."""
        if token.is_a("row") and not token.is_a("site"):
            above = self._leads[-1] if self._leads else self._scope.header
            scan = SCAN_OF_REGION.get(above.region) if above else None
            following = self._tokens[place + 1 : place + 2]
            row_like = bool(following) and (
                following[0].text in {":", "("} or following[0].is_a("number") or following[0].key("labels")
            )
            found = site_of(token.text, scan) if scan and (row_like or place == 0) else None
            return self._in_context(found) if found else None
        if token.site is None or not token.is_a("site", "levels"):
            return None
        return self._in_context(token.site)

    def _in_context(self, site: Site) -> Site:
        if self._context is None or site.region is Region.HIP_UNSPECIFIED:
            return site
        return narrowed(self._context, site) or site

    def _take_label(self, place: int, token: Token) -> None:
        key = token.key("labels") or "frax"
        before = self._tokens[place - 1] if place else None
        if key == "tbs":
            self._tbs = True
        elif key == "bmd":
            self._tbs = False
        elif key in _SCORES and self._tbs and not (before is not None and before.key("labels") == "bmd"):
            key = "other"
        self._label, self._label_fresh, self._own_label = key, True, True
        self._label_unit = self._unit_after(place)
        self._out.label = key if key in _SCORES else None

    def _unit_after(self, place: int) -> str | None:
        after = self._tokens[place + 1 : place + 3]
        if after and after[0].text == "(" and len(after) > 1:
            after = after[1:]
        return after[0].key("units") if after else None

    def _block(self) -> None:
        """A site outside the table: what stands beside it belongs to nothing we know."""
        self._out.unplaced += [bound.token for bound in self._pending]
        self._unzip()
        self._pending, self._group, self._leads = [], [], []
        self._mode, self._blocked, self._site_fresh = "blocked", True, True

    def _site(self, place: int, site: Site) -> None:
        self._out.sites.append(site)
        self._outside += not self._outer
        joined = narrowed(self._leads[-1], site) if self._leads and self._follows_site(place) else None
        if joined is not None:
            if _is_wide(self._leads[-1]):
                self._context = self._leads[-1]
            self._leads[-1] = joined
        elif self._pending and self._attached(place):
            self._follow(site)
        elif self._mode == "following" and self._is_list(place) and not self._leads_next(place):
            self._also(site)
        elif not (self._group and self._attached(place) and self._refine(site)):
            self._lead(place, site)
        self._last_site = place
        self._blocked = False

    def _lead(self, place: int, site: Site) -> None:
        listed = self._mode == "leading" and self._last_site > self._last_number and self._is_list(place)
        if not listed:
            self._unzip()
            self._leads = []
        self._leads.append(site)
        self._mode, self._site_fresh, self._group = "leading", True, []
        if _is_wide(site) and not self._leads_next(place):
            self._context = site
        elif not listed and self._context is not None and narrowed(self._context, site) is None:
            self._context = None

    def _follow(self, site: Site) -> None:
        for bound in self._pending:
            bound.site = site
        self._out.bound += self._pending
        self._group, self._pending = self._pending, []
        self._leads, self._mode, self._site_fresh = [site], "following", False

    def _also(self, site: Site) -> None:
        """One value for two sites: "-1.0 at the spine and the femoral neck"."""
        self._out.bound += [replace(bound, site=site) for bound in self._group]

    def _refine(self, site: Site) -> bool:
        """Give the last numbers the narrower site printed behind them; False if it is another site."""
        finer = [narrowed(bound.site, site) for bound in self._group if bound.site]
        if not finer or any(found is None for found in finer):
            return False
        for bound, found in zip(self._group, finer, strict=True):
            bound.site = found
        self._group = []
        return True

    def _side(self, place: int, side: Side) -> None:
        base = self._base(place)
        if base is None or SCAN_OF_REGION.get(base.region) is None or base.region is Region.LUMBAR_SPINE:
            return
        sided = Site(base.region, side)
        between = self._tokens[self._last_number + 1 : place]
        close = self._last_number >= 0 and all(
            token.text in {"(", ","} or token.key("units") or token.is_a("at") or token.text in _LIGHT
            for token in between
        )
        close = close and not any(token.text == "," for token in between)
        if self._pending and close:
            self._out.sites.append(sided)
            self._follow(sided)
        elif self._group and close and self._group[-1].site and self._group[-1].site.side is None:
            for bound in self._group:
                bound.site = sided
            self._group = []
        elif self._leads and self._last_site > self._last_number and self._leads[-1].side is None:
            self._leads[-1] = sided
        else:
            self._out.sites.append(sided)
            self._lead(place, sided)
        self._last_site = place

    def _base(self, place: int) -> Site | None:
        ahead = next((token.site for token in self._tokens[place:] if token.is_a("site") and token.site), None)
        above = self._scope.carried or self._scope.header
        return self._leads[-1] if self._leads else ahead or above

    def _number(self, place: int, token: Token) -> None:
        role = self._roles[place]
        asked = wanted(self._tokens, place, role, self._label, self._label_unit, fresh=self._label_fresh)
        if isinstance(asked, str):
            if asked:
                self._out.odd.append((token, asked))
                self._label_fresh = False
            return
        moment = self._moments[place]
        explained = self._label_fresh or self._site_fresh or moment.said or asked.explained
        bare = not is_signed(token) and "." not in token.text and "," not in token.text
        if bare and asked.quantity in {Quantity.T_SCORE, Quantity.Z_SCORE} and not self._is_plainly_printed(place):
            return
        self._place(Bound(place, token, asked, moment, None, not explained, not self._out.sites))
        self._label_fresh = self._site_fresh = False
        self._last_number = place

    def _is_plainly_printed(self, place: int) -> bool:
        """Whether an unsigned whole number stands where a score stands, and not in "3 vertebrae"."""
        before = self._tokens[place - 1] if place else None
        after = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        led = before is not None and (
            before.key("labels") is not None or before.text in {":", "=", "of", "is", "de"} or before.is_a("site")
        )
        return led and (after is None or not after.tags <= {"word"} or after.is_a("punctuation"))

    def _place(self, bound: Bound) -> None:
        if self._blocked:
            self._out.unplaced.append(bound.token)
        elif self._mode == "leading" and len(self._leads) > 1:
            self._zipped.append(bound)
        elif self._mode == "leading" and not (bound.needs_site and self._site_behind(bound.place)):
            if bound.needs_site:
                self._out.unplaced.append(bound.token)
                return
            self._take(bound)
        elif self._mode == "following" and self._belongs_to_last(bound):
            self._take(bound)
        else:
            self._pending.append(bound)

    def _take(self, bound: Bound) -> None:
        bound.site = self._leads[-1]
        self._group.append(bound)
        self._out.bound.append(bound)

    def _belongs_to_last(self, bound: Bound) -> bool:
        """Whether a number behind "-2.1 at the femoral neck" still speaks of that neck."""
        if self._site_behind(bound.place):
            return False
        other = all(before.wanted.quantity is not bound.wanted.quantity for before in self._group)
        return bound.moment.said or (other and self._label_now(bound.place))

    def _label_now(self, place: int) -> bool:
        return any(token.key("labels") for token in self._tokens[self._last_site + 1 : place])

    def _site_behind(self, place: int) -> bool:
        """Whether a site follows a number in the way of "-1.3 at the lumbar spine"."""
        for number, token in enumerate(self._tokens[place + 1 :], place + 1):
            if token.is_a("site", "levels", "side:left", "side:right", "places:other_site"):
                return (number > place + 1 or token.key("side") is not None) and not self._leads_next(number)
            if not (
                token.is_a("at", "places:both") or token.key("units") or token.key("classes") or token.text in _LIGHT
            ):
                return False
        return False

    def _follows_site(self, place: int) -> bool:
        between = self._tokens[self._last_site + 1 : place]
        linked = all(
            token.text in {":", "-", "(", ","} or token.is_a("at") or token.text in _LIGHT for token in between
        )
        return self._last_site > self._last_number and self._last_site >= 0 and linked and len(between) <= 3  # noqa: PLR2004 - "hip (the"

    def _attached(self, place: int) -> bool:
        """Whether only small words stand between the last number and a site, one of them a preposition or bracket."""
        between = self._tokens[self._last_number + 1 : place]
        small = all(
            token.is_a("at", "places:both")
            or token.key("units")
            or token.key("classes")
            or token.text in _LIGHT | {"-", ","}
            or token.is_a("date")
            for token in between
        )
        if not small or self._last_number < 0:
            return False
        if any(token.is_a("at", "places:both") or token.text == "(" for token in between):
            return not any(token.text == "," for token in between) or not self._leads_next(place)
        return bool(between) and between[-1].text in {",", "-"} and not any(later > place for later in self._roles)

    def _is_list(self, place: int) -> bool:
        between = self._tokens[self._last_site + 1 : place]
        joined = any(token.is_a("and") or token.text in {",", "/"} for token in between)
        small = all(token.is_a("and", "at", "places:both") or token.text in _LIGHT | {",", "/"} for token in between)
        return joined and small and self._last_site > self._last_number

    def _leads_next(self, place: int) -> bool:
        """Whether a number follows a site with nothing but labels and small words between."""
        for number, token in enumerate(self._tokens[place + 1 :], place + 1):
            if number in self._roles:
                return True
            comma = (
                token.text == "," and number + 1 < len(self._tokens) and bool(self._tokens[number + 1].key("labels"))
            )
            if not (
                comma
                or token.key("labels")
                or token.key("units")
                or token.key("side")
                or token.is_a("prior", "now", "change", "from", "to")
                or token.text in _LIGHT
            ):
                return False
        return False

    def _unzip(self) -> None:
        """Deal a row of values out to a row of sites, if there are as many of each."""
        by_quantity: dict[tuple[Quantity, Moment], list[Bound]] = {}
        for bound in self._zipped:
            by_quantity.setdefault((bound.wanted.quantity, bound.moment), []).append(bound)
        for bounds in by_quantity.values():
            if len(bounds) == len(self._leads):
                for bound, site in zip(bounds, self._leads, strict=True):
                    bound.site = site
                self._out.bound += bounds
            else:
                self._out.unplaced += [bound.token for bound in bounds]
        self._zipped = []


def _is_wide(site: Site) -> bool:
    return site.region is Region.HIP_UNSPECIFIED
