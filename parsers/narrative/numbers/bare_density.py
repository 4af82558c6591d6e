"""Densities printed without label and unit, which only their place and their three decimals tell."""

from dxa.report import Quantity
from parsers.narrative.examinations.times import Time
from parsers.narrative.language.label_places import LIGHT, SCORES
from parsers.narrative.language.roles import is_signed
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Reading
from parsers.narrative.numbers.labels import Held
from parsers.narrative.numbers.told import Told
from parsers.numbers import LEAST_DENSITY

_PER_MILLE = -3
_MOST_BETWEEN = 3
_UNLABELLED = frozenset({None, "bmd", *SCORES})


class BareDensities:
    """Tells the densities of one sentence that no label and no unit name."""

    def __init__(self, told: Told, near: Surroundings, out: Reading) -> None:
        self._told, self._near, self._out = told, near, out
        risk = any(token.is_a("frax:tool") for token in told.tokens)
        fine = any(is_signed(token) and _decimals(token) == _PER_MILLE for token in told.tokens)
        # "TBS" above a line "L2-L4: 1.107" is no density of those vertebrae; beside a score the number is one.
        of_bone = told.scope.with_tbs and not any(token.key("labels") in SCORES for token in told.tokens)
        # Where scores have three decimals too, nothing tells.
        self._may_be = told.scope.scored and not (risk or fine or of_bone)

    def is_one(self, place: int, last_site: int, held: Held) -> bool:
        """Return whether a number can only be a density: "total hip 0.699 (T = -2.5)", "2018-06-20: 0.877".

        It has three decimals and no sign and stands right behind a site without a number (`last_site`, -1 if there is
        none), the day of its examination, or another density, "0.901 (previously 0.922)" or "0.744 (2016), 0.766
        (2019)", under no label of its own.
        """
        own_label = held.key not in _UNLABELLED or (held.fresh and held.key in SCORES)
        if not self._may_be or own_label or self._told.roles[place].unit or self._near.is_in_row(place):
            return False
        if not _looks_like(self._told.tokens[place]):
            return False
        own = self._near.number_of_bracket(place)
        of_bracket = any(other.place == own for other in self._out.bound if other.wanted.quantity is Quantity.BMD)
        if of_bracket or self._goes_on(place, held):
            return True
        before = self._told.tokens[:place]
        moment = self._told.moments[place]
        if moment.time is Time.PRIOR and moment.worded and all(_leads_back(other) for other in before):
            # "This was previously 0.890": of what the sentence before told.
            return True
        if place and self._told.moments[place].when and all(other.when or other.text in LIGHT for other in before):
            return True
        between = before[last_site + 1 :]
        return last_site >= 0 and len(between) <= _MOST_BETWEEN and all(other.text in LIGHT for other in between)

    def _goes_on(self, place: int, held: Held) -> bool:
        """Whether a number with a time of its own follows a density: "0.744 (2016), 0.766 (2019)"."""
        told = held.key in {None, "bmd"} and self._told.moments[place].said
        return told and bool(self._out.bound) and self._out.bound[-1].wanted.quantity is Quantity.BMD


def _leads_back(token: Token) -> bool:
    return token.text in LIGHT or token.is_a("prior", "earlier") or token.when is not None


def _looks_like(token: Token) -> bool:
    number = token.number
    return (
        number is not None and not is_signed(token) and number.value >= LEAST_DENSITY and _decimals(token) == _PER_MILLE
    )


def _decimals(token: Token) -> int:
    exponent = token.number.value.as_tuple().exponent if token.number else 0
    return exponent if isinstance(exponent, int) else 0
