"""Public pre-screening tools computed from age, weight and few answers: OST, ORAI, OSIRIS, SCORE.

The points of ORAI, OSIRIS and SCORE are recalled; what a tool asks for and no fact names (race, oestrogen ever taken)
leaves the answer open where it matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal

from assess.case.asked import answered
from assess.case.fracture_ages import age_at
from assess.case.fracture_sites import may_be
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Term, Undecided, all_of, any_of
from assess.expressions.surely import Once
from assess.rules.imaging import at_least
from assess.rules.rule import at, figure
from assess.terms.terms import AGE, FRAX_MAJOR, FRAX_WITH_BMD, WEIGHT
from dxa.assessment import Citation, Evidence
from dxa.facts import Fracture

_CQL = Citation(
    title="USPSTF 2018 tool limits, as restated in eCQM CMS249 (CQL v0.2.001)",
    year=2018,
    locator="Risk assessment instruments: OST and FRAX",
    url="https://github.com/cqframework/ecqm-content-qicore-2024",
    evidence=Evidence.SEEN,
)
OST_SOURCE = _CQL
OTHER_TOOLS = at(_CQL, "Risk assessment instruments: ORAI, OSIRIS, SCORE", Evidence.RECALLED)

OST_BELOW = figure("OST_BELOW", "2", Operator.LT, "points", _CQL)
OSTA_BELOW = figure("OSTA_BELOW", "-1", Operator.LT, "points", at(_CQL, "OSTA, for Asia", Evidence.RECALLED))
ORAI_FROM = at_least("ORAI_FROM", "9", "points", OTHER_TOOLS)
OSIRIS_BELOW = figure("OSIRIS_BELOW", "1", Operator.LT, "points", OTHER_TOOLS)
SCORE_FROM = at_least("SCORE_FROM", "6", "points", OTHER_TOOLS)
FRAX_FROM = at_least("FRAX_FROM", "8.4", "%", _CQL)

_FIFTH = Decimal("0.2")
_POUND = Decimal("0.45359237")
"""kg, by definition."""
_SCORE_SITES = frozenset({"distal_forearm", "rib", "hip"})
_SCORE_AFTER = 45
_MOST_FOR_FRACTURES = 12


def _body(situation: Situation) -> tuple[Decimal, Decimal] | None:
    age, weight = situation.age_years, situation.numbers.get("weight_kg")
    # With several possible ages nothing is computed.
    if age is None or weight is None or age.alternatives:
        return None
    return age.value.quantize(Decimal(1), rounding=ROUND_FLOOR), weight.value


def _full_years(situation: Situation) -> Decimal | None:
    age = situation.age_years
    return None if age is None or age.alternatives else age.value.quantize(Decimal(1), rounding=ROUND_FLOOR)


def _sum(points: Decimal) -> Known[Decimal]:
    return Known(points, source="computed from the stated facts")


def _ost(situation: Situation) -> Known[Decimal] | None:
    body = _body(situation)
    if body is None:
        return None
    age, weight = body
    return _sum((_FIFTH * (weight - age)).quantize(Decimal(1), rounding=ROUND_DOWN))


def _orai(situation: Situation) -> Known[Decimal] | None:
    age, weight = _full_years(situation), situation.numbers.get("weight_kg")
    if age is None:
        return None
    by_age = next((points for limit, points in ((75, 15), (65, 9), (55, 5)) if age >= limit), 0)
    by_weight = {0, 3, 9} if weight is None else {_weight_points(weight.value)}
    oestrogen = {0 if taken else 2 for taken in _taken(situation)}
    open_answers = {"weight_kg": weight is None, "estrogen_current": len(oestrogen) > 1}
    return _either({Decimal(by_age + one + other) for one in by_weight for other in oestrogen}, open_answers)


def _weight_points(weight: Decimal) -> int:
    return next((points for limit, points in ((60, 9), (70, 3)) if weight < limit), 0)


def _osiris(situation: Situation) -> Known[Decimal] | None:
    body = _body(situation)
    if body is None:
        return None
    age, weight = body
    low_impact = _fractured(situation, lambda one: one.fragility)
    broken = {True, False} if low_impact is None else {low_impact}
    sums = {
        _FIFTH * weight - _FIFTH * age + (2 if taken else 0) - (2 if fractured else 0)
        for taken in _taken(situation)
        for fractured in broken
    }
    open_answers = {"estrogen_current": len(_taken(situation)) > 1, "fractures": low_impact is None}
    return _either({one.quantize(Decimal(1), rounding=ROUND_DOWN) for one in sums}, open_answers)


def _taken(situation: Situation) -> set[bool]:
    """Return whether oestrogen is taken, or both while nobody said."""
    oestrogen = situation.truths.get("estrogen_current")
    return {True, False} if oestrogen is None else {oestrogen.value}


def _either(sums: set[Decimal], open_answers: Mapping[str, bool]) -> Known[Decimal]:
    """Return every sum the answers nobody gave may lead to."""
    first, *others = sorted(sums)
    settled_by = tuple(name for name, is_open in open_answers.items() if is_open) if others else ()
    return replace(_sum(first), alternatives=tuple(others), settled_by=settled_by)


def _fractured(situation: Situation, counts: Callable[[Fracture], bool | None]) -> bool | None:
    """Return whether some fracture counts; None while that is open."""
    verdicts = [counts(one) for one in situation.fractures.entries]
    if any(verdicts):
        return True
    return False if situation.fractures.complete and None not in verdicts else None


def _score(situation: Situation) -> Known[Decimal] | None:
    """Return the points of SCORE without race and past oestrogen, or every sum answers nobody gave may lead to."""
    least, most = (_points(situation, unknown=unknown) for unknown in (False, True))
    if least is None or most is None:
        return None
    open_answers = {
        "conditions": not situation.conditions.complete,
        "fractures": not situation.fractures.complete
        or any(_scores(one) is None for one in situation.fractures.entries),
    }
    return _either({least, most}, open_answers)


def _highest_score(situation: Situation) -> Known[Decimal] | None:
    """Return the most points there can be: five more for race, and one for oestrogen never taken."""
    most = _points(situation, unknown=True)
    # Not taking it now does not tell whether it ever was.
    return None if most is None else _sum(most + (5 if _taken(situation) == {True} else 6))


def _points(situation: Situation, *, unknown: bool) -> Decimal | None:
    body = _body(situation)
    if body is None:
        return None
    age, weight = body
    arthritis = 4 if _arthritis(situation, unknown=unknown) else 0
    fractures = min(4 * _score_fractures(situation, unknown=unknown), _MOST_FOR_FRACTURES)
    return Decimal(arthritis + fractures + 3 * (int(age) // 10)) - weight // (10 * _POUND)


def _arthritis(situation: Situation, *, unknown: bool) -> bool:
    found = "rheumatoid_arthritis" in situation.conditions.entries
    return found or (unknown and not situation.conditions.complete)


def _score_fractures(situation: Situation, *, unknown: bool) -> int:
    """Return how many fractures count, those that may count included where `unknown` says so."""
    if unknown and not situation.fractures.complete:
        return _MOST_FOR_FRACTURES
    return sum(_scores(one) is True or (unknown and _scores(one) is None) for one in situation.fractures.entries)


def _scores(fracture: Fracture) -> bool | None:
    if fracture.site is not None and fracture.site not in _SCORE_SITES:
        # A forearm by its name alone may be a wrist.
        return None if may_be(fracture.site, *_SCORE_SITES) else False
    age = age_at(fracture)
    after = {value > _SCORE_AFTER for value in (age.value, *age.alternatives)} if age is not None else set()
    if after == {False}:
        return False
    return True if after == {True} and fracture.site is not None else None


def _tool(says: str, read: Callable[[Situation], Known[Decimal] | None]) -> Term[Situation]:
    return Term("weight_kg", says, read)


OST = _tool("OST, 0.2 x (kg - years)", _ost)
ORAI = _tool("ORAI", _orai)
OSIRIS = _tool("OSIRIS", _osiris)
SCORE = _tool("SCORE at least", _score)
HIGHEST_SCORE = _tool("SCORE at most", _highest_score)
_BODY_KNOWN: Expression[Situation] = all_of(answered(AGE), answered(WEIGHT))
OST_POSITIVE: Expression[Situation] = Once(_BODY_KNOWN, OST < OST_BELOW)
OSTA_POSITIVE: Expression[Situation] = Once(_BODY_KNOWN, OST < OSTA_BELOW)
ORAI_POSITIVE: Expression[Situation] = Once(answered(AGE), ORAI >= ORAI_FROM)
OSIRIS_POSITIVE: Expression[Situation] = Once(_BODY_KNOWN, OSIRIS < OSIRIS_BELOW)
SCORE_POSITIVE: Expression[Situation] = Once(
    _BODY_KNOWN,
    any_of(
        SCORE >= SCORE_FROM, all_of(HIGHEST_SCORE >= SCORE_FROM, Undecided("race and past oestrogen are not asked for"))
    ),
)
FRAX_POSITIVE: Expression[Situation] = all_of(FRAX_WITH_BMD.is_false(), FRAX_MAJOR >= FRAX_FROM)
ANY_TOOL_POSITIVE: Expression[Situation] = any_of(
    OST_POSITIVE, ORAI_POSITIVE, OSIRIS_POSITIVE, SCORE_POSITIVE, FRAX_POSITIVE
)
