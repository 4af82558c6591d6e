"""When the one-third radius is to be measured as well: what is known of spine, hip, parathyroids and the table."""

from collections.abc import Iterator

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.logic import Term, all_of, any_of, not_
from assess.terms.terms import HYPERPARATHYROIDISM, measured
from assess.values.refusals import Refusal
from dxa.regions import Region
from dxa.report import Measurement

_SPINE = frozenset({Region.LUMBAR_SPINE})
_HIP = frozenset({Region.FEMORAL_NECK, Region.TOTAL_HIP, Region.HIP_UNSPECIFIED})
_NOT_INTERPRETABLE = frozenset(
    {
        Refusal.EXCLUDED_BY_REPORT.value,
        Refusal.PROSTHESIS_AT_MEASURED_SITE.value,
        Refusal.CONTAINS_EXCLUDED_VERTEBRA.value,
        Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE.value,
    }
)
_LIMIT = "facility.table_weight_limit_kg"


def _interpretable(situation: Situation, regions: frozenset[Region]) -> Known[bool] | None:
    """Return whether a site counts; None where nothing of it was given, or what was given is in doubt."""
    counted = next((row for row in _counted(situation) if row.region in regions), None)
    if counted is not None:
        return Known(value=True, measurement=counted.id)
    rows = {row.id: row for row in situation.report.measurements if row.current and row.region in regions}
    refused = {one.measurement: one.reason for choice in (situation.t, situation.z) for one in choice.rejected}
    reasons = {name: refused.get(name, _own(row)) for name, row in rows.items()}
    open_ones = any(reason is None for reason in reasons.values())
    spoiled = next((name for name, reason in reasons.items() if reason in _NOT_INTERPRETABLE), None)
    return None if spoiled is None or open_ones else Known(value=False, measurement=spoiled)


def _counted(situation: Situation) -> Iterator[Measurement]:
    yield from situation.t.counted
    yield from situation.z.counted


def _own(row: Measurement) -> str | None:
    """Return why a value that is no score does not count: the report excludes it."""
    return Refusal.EXCLUDED_BY_REPORT.value if row.excluded is not None else None


def _spine(situation: Situation) -> Known[bool] | None:
    return _interpretable(situation, _SPINE)


def _hip(situation: Situation) -> Known[bool] | None:
    return _interpretable(situation, _HIP)


def _over_table(situation: Situation) -> Known[bool] | None:
    weight, limit = situation.numbers.get("weight_kg"), situation.facts.facility.table_weight_limit_kg
    if weight is not None and limit is not None:
        return Known(value=weight.value > limit, source=weight.source)
    regions = {row.region for row in _counted(situation)}
    if regions & _SPINE and regions & _HIP:
        # Who lay on the table for spine and hip was not too heavy for it.
        return Known(value=False, source="report")
    return None if weight is None else Known(value=False, alternatives=(True,), settled_by=(_LIMIT,))


_SPINE_READ: Expression[Situation] = Term("site", "interpretable spine", _spine).is_true()
_HIP_READ: Expression[Situation] = Term("site", "interpretable hip", _hip).is_true()
_OVER_TABLE: Expression[Situation] = Term("weight_kg", "body weight above the table's limit", _over_table).is_true()
FOREARM: Expression[Situation] = all_of(
    not_(measured(Region.RADIUS_33)), any_of(HYPERPARATHYROIDISM, _OVER_TABLE, not_(_SPINE_READ), not_(_HIP_READ))
)
"""The one-third radius was not measured and one of the circumstances in which it counts is known."""
