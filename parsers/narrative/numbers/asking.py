"""What each number of one sentence is before its site is known: under which label, of which quantity and time.

A number needs a fresh label, a fresh site or a word of time to be a value at all; one that has none of them needs a
site behind it.
"""

from dataclasses import replace

from dxa.issues import IssueCode
from dxa.report import Quantity
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bare_density import BareDensities
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.numbers.labels import Held, Labels
from parsers.narrative.numbers.placing import Placing
from parsers.narrative.numbers.quantities import Wanted, wanted, without_unit
from parsers.narrative.numbers.told import Told
from parsers.numbers import LEAST_DENSITY


class Asking:
    """Asks what a number is; what nobody knows, or what it cannot be, goes into the reading at once."""

    def __init__(self, told: Told, near: Surroundings, labels: Labels, placing: Placing, out: Reading) -> None:
        self._told, self._near, self._labels, self._placing, self._out = told, near, labels, placing, out
        self._densities = BareDensities(told, near, out)
        self._scored = told.scope.scored or any(token.key("labels") in SCORES for token in told.tokens)

    def value(self, place: int, token: Token) -> tuple[Bound, bool] | None:
        """Return a number as a value, and whether it may be in a list of like values; None if it is no value."""
        role = self._told.roles[place]
        held = self._held(place, token, role)
        if held is None:
            return None
        asked = self._asked(place, role, held)
        if isinstance(asked, str):
            if asked:
                self._out.odd.append((token, asked))
                self._labels.fresh = False
            return None
        if asked.quantity in {Quantity.T_SCORE, Quantity.Z_SCORE} and not self._near.is_plainly_printed(place):
            return None
        own = self._near.number_of_bracket(place)
        if own is not None and self._told.tokens[own] in self._out.unplaced:
            # "gamma -1.5 (previously -1.4)": whose the first one is nobody knows, nor whose the other.
            self._out.unplaced.append(token)
            return None
        self._labels.fresh = bool(self._labels.pair)
        bound = self._bound(place, token, asked, fresh=held.fresh)
        return bound, not held.paired and self._goes_on_in_time(bound)

    def _held(self, place: int, token: Token, role: Role) -> Held | None:
        """Return the label a number stands under, None if what stands beside it keeps it from being a value."""
        placing, bare = self._placing, role.unit is None
        held = self._labels.of_number(place, bare=bare, site_fresh=placing.site_fresh, last_number=placing.last_number)
        if not held.behind and self._near.is_of_unknown(place):
            return None
        if held.key == "change" and role.unit in DENSITY and self._is_level(place, token):
            return Held("bmd", fresh=True, behind=held.behind, paired=held.paired)
        told = self._told.moments[place].said and "." in token.text.replace(",", ".")
        if self._labels.lent and self._densities.is_one(place, self._fresh_site, replace(held, fresh=False)):
            return replace(held, fresh=False)
        if self._labels.lent and not held.behind and bare and not (self._near.is_signed(place) or told):
            return None
        in_row = not held.paired and held.key in SCORES | {"bmd"} and self._near.is_in_row(place)
        if bare and (in_row or (held.key in SCORES and not held.fresh and self._is_before_score(place))):
            # Under one label a row of numbers is of several sites or examinations: "T-score  -0.9  -1.0  -1.1".
            self._out.unplaced.append(token)
            return None
        return held

    def _is_before_score(self, place: int) -> bool:
        """Whether one with its sign in brackets follows a number without any, below a heading: "0.90 (-2.1)"."""
        told = self._told
        if any(token.key("labels") for token in told.tokens):
            return False
        inside = place + 2
        opens = place + 1 < len(told.tokens) and told.tokens[place + 1].text in {"(", "["}
        return opens and inside in told.roles and self._near.is_signed(inside) and not self._near.is_signed(place)

    def _asked(self, place: int, role: Role, held: Held) -> Wanted | str:
        tokens, scope, unit = self._told.tokens, self._told.scope, self._labels.unit
        asked = wanted(tokens, place, role, held.key, unit, fresh=held.fresh)
        if asked == "" and self._densities.is_one(place, self._fresh_site, held):
            return without_unit(tokens, place, None, scored=True)
        if asked != IssueCode.UNKNOWN_UNIT or role.unit or unit or held.key != "bmd":
            return asked
        return without_unit(tokens, place, scope.density_unit, scored=self._scored)

    def _bound(self, place: int, token: Token, asked: Wanted, *, fresh: bool) -> Bound:
        changes = asked.quantity is Quantity.CHANGE_PERCENT
        moment = Moment(Time.CURRENT, said=True) if changes else self._told.moments[place]
        by_site = not self._placing.pending and self._is_by_site(place)
        needs_site = not (fresh or by_site or moment.said or asked.explained)
        return Bound(place, token, asked, moment, needs_site=needs_site, early=not self._out.sites)

    @property
    def _fresh_site(self) -> int:
        """Where the last site stands if it has no number yet, else -1."""
        return self._placing.last_site if self._placing.site_fresh else -1

    def _is_by_site(self, place: int) -> bool:
        return self._placing.site_fresh and self._near.touches(place, self._placing.last_site)

    def _goes_on_in_time(self, bound: Bound) -> bool:
        """Whether the next number is of the same examination."""
        follows = next((number for number in self._told.roles if number > bound.place), bound.place)
        return self._told.moments[follows].time is bound.moment.time

    def _is_level(self, place: int, token: Token) -> bool:
        """Whether a density behind a word of change is one itself: "no change from the previous value of 0.820"."""
        moment = self._told.moments[place]
        told = moment.time is Time.PRIOR or moment.said or self._is_by_site(place)
        return told and token.number is not None and token.number.value >= LEAST_DENSITY
