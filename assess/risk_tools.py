"""Public pre-screening tools computed from age, weight and few answers: OST, ORAI, OSIRIS, SCORE.

The points of ORAI, OSIRIS and SCORE are recalled; what a tool asks for and no fact names (race, oestrogen ever taken)
leaves the answer open where it matters.
"""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal

from assess.asked import answered, listed
from assess.imaging import at_least
from assess.known import Known
from assess.logic import Expression, Operator, Term, Undecided, all_of, any_of
from assess.rule import at, figure
from assess.situation import Situation
from assess.surely import Once
from assess.terms import AGE, CONDITIONS, ESTROGEN_CURRENT, FRACTURES, FRAX_MAJOR, FRAX_WITH_BMD, WEIGHT
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


def _body(situation: Situation) -> tuple[Decimal, Decimal] | None:
    age, weight = situation.age_years, situation.numbers.get("weight_kg")
    # With several possible ages nothing is computed.
    if age is None or weight is None or age.alternatives:
        return None
    return age.value.quantize(Decimal(1), rounding=ROUND_FLOOR), weight.value


def _sum(points: Decimal) -> Known[Decimal]:
    return Known(points, source="computed from the stated facts")


def _ost(situation: Situation) -> Known[Decimal] | None:
    body = _body(situation)
    if body is None:
        return None
    age, weight = body
    return _sum((_FIFTH * (weight - age)).quantize(Decimal(1), rounding=ROUND_DOWN))


def _orai(situation: Situation) -> Known[Decimal] | None:
    body, oestrogen = _body(situation), situation.truths.get("estrogen_current")
    if body is None or oestrogen is None:
        return None
    age, weight = body
    by_age = next((points for limit, points in ((75, 15), (65, 9), (55, 5)) if age >= limit), 0)
    by_weight = next((points for limit, points in ((60, 9), (70, 3)) if weight < limit), 0)
    return _sum(Decimal(by_age + by_weight + (0 if oestrogen.value else 2)))


def _osiris(situation: Situation) -> Known[Decimal] | None:
    body, oestrogen = _body(situation), situation.truths.get("estrogen_current")
    low_impact = _fractured(situation, lambda one: one.fragility)
    if body is None or oestrogen is None or low_impact is None:
        return None
    age, weight = body
    points = _FIFTH * weight - _FIFTH * age + (2 if oestrogen.value else 0) - (2 if low_impact else 0)
    return _sum(points.quantize(Decimal(1), rounding=ROUND_DOWN))


def _fractured(situation: Situation, counts: Callable[[Fracture], bool | None]) -> bool | None:
    """Return whether some fracture counts; None while that is open."""
    verdicts = [counts(one) for one in situation.fractures.entries]
    if any(verdicts):
        return True
    return False if situation.fractures.complete and None not in verdicts else None


def _simple(situation: Situation, *, highest: bool) -> Known[Decimal] | None:
    body, oestrogen = _body(situation), situation.truths.get("estrogen_current")
    fractures = _score_fractures(situation)
    arthritis = "rheumatoid_arthritis" in situation.conditions.entries
    if body is None or oestrogen is None or fractures is None or not (arthritis or situation.conditions.complete):
        return None
    age, weight = body
    tens = int(age) // 10
    points = Decimal((4 if arthritis else 0) + min(4 * fractures, 12) + 3 * tens) - weight // (10 * _POUND)
    # Five points for race and one for oestrogen never taken, which not taking it now does not tell.
    return _sum(points + (5 if oestrogen.value else 6) if highest else points)


def _score_fractures(situation: Situation) -> int | None:
    if not situation.fractures.complete:
        return None
    sites = [one for one in situation.fractures.entries if one.site in _SCORE_SITES]
    if any(one.age_at is None for one in sites) or any(one.site is None for one in situation.fractures.entries):
        return None
    return sum(one.age_at > _SCORE_AFTER for one in sites if one.age_at is not None)


def _tool(says: str, read: Callable[[Situation], Known[Decimal] | None]) -> Term[Situation]:
    return Term("weight_kg", says, read)


OST = _tool("OST, 0.2 x (kg - years)", _ost)
ORAI = _tool("ORAI", _orai)
OSIRIS = _tool("OSIRIS", _osiris)
SCORE = _tool("SCORE at least", lambda situation: _simple(situation, highest=False))
HIGHEST_SCORE = _tool("SCORE at most", lambda situation: _simple(situation, highest=True))
_BODY_KNOWN: Expression[Situation] = all_of(answered(AGE), answered(WEIGHT))
_OESTROGEN_KNOWN = all_of(_BODY_KNOWN, answered(ESTROGEN_CURRENT))
_FRACTURES_KNOWN = all_of(_OESTROGEN_KNOWN, listed(FRACTURES))
OST_POSITIVE: Expression[Situation] = Once(_BODY_KNOWN, OST < OST_BELOW)
OSTA_POSITIVE: Expression[Situation] = Once(_BODY_KNOWN, OST < OSTA_BELOW)
ORAI_POSITIVE: Expression[Situation] = Once(_OESTROGEN_KNOWN, ORAI >= ORAI_FROM)
OSIRIS_POSITIVE: Expression[Situation] = Once(_FRACTURES_KNOWN, OSIRIS < OSIRIS_BELOW)
SCORE_POSITIVE: Expression[Situation] = Once(
    all_of(_FRACTURES_KNOWN, listed(CONDITIONS)),
    any_of(
        SCORE >= SCORE_FROM, all_of(HIGHEST_SCORE >= SCORE_FROM, Undecided("race and past oestrogen are not asked for"))
    ),
)
FRAX_POSITIVE: Expression[Situation] = all_of(FRAX_WITH_BMD.is_false(), FRAX_MAJOR >= FRAX_FROM)
ANY_TOOL_POSITIVE: Expression[Situation] = any_of(
    OST_POSITIVE, ORAI_POSITIVE, OSIRIS_POSITIVE, SCORE_POSITIVE, FRAX_POSITIVE
)
