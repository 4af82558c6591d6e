"""Everything a rule or check may ask about one case, joined from report, facts and priors, each value with who said it.

Sources that contradict each other leave the value unknown and the contradiction in sight: `conflicts` names it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from assess.case.ages import known_child
from assess.case.joining import Join
from assess.case.medication import glucocorticoid_courses
from assess.case.names import HYPERPARATHYROIDISM
from assess.expressions.evaluation import Subject
from assess.expressions.known import Known, Listed
from assess.values.deciding import CHILD_REGIONS, DIAGNOSTIC_REGIONS, Choice, Circumstances, choose
from assess.values.signs import lost_signs
from dxa.assessment import Truth
from dxa.facts import Facts, Fracture, Implant, Medication, MenopausalStatus, RecentEvent
from dxa.regions import Side
from dxa.report import DxaReport, Measurement, Quantity, Sex
from dxa.vocabulary import Caveat

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Subject["Situation"]):
    """One case as rules see it."""

    report: DxaReport
    facts: Facts
    priors: tuple[DxaReport, ...]
    """Earlier reports, newest first."""
    exam_date: date | None
    age_years: Known[Decimal] | None
    sex: Known[Sex] | None
    menopausal_status: Known[MenopausalStatus] | None
    fractures: Listed[Fracture]
    medications: Listed[Medication]
    glucocorticoids: Listed[Medication]
    """Courses of drugs that are, or may be, systemic glucocorticoids."""
    therapy: Listed[str]
    conditions: Listed[str]
    findings: Listed[str]
    risk_factors: Listed[str]
    implants: Listed[Implant]
    recent_events: Listed[RecentEvent]
    numbers: Mapping[str, Known[Decimal]]
    """The known ones of weight_kg, height_cm, height_loss_..., egfr, crcl_ml_min, tbs, frax.mof, frax.hip, labs.*."""
    truths: Mapping[str, Known[bool]]
    """The known ones of estrogen_current, frax.with_bmd, frax.gc_adjusted, prior_diagnosis.osteoporosis."""
    t: Choice
    """Which T-score decides."""
    z: Choice
    conflicts: Mapping[str, str]
    """Fact to the caveat or issue code that says its sources contradict each other."""
    usable: tuple[Measurement, ...]
    """Measurements of this examination that are neither excluded nor held for review, nor a difference of two sides."""

    def _given_to(self, work: "Callable[[Situation], V]") -> V:
        return work(self)


def situation_of(report: DxaReport, facts: Facts, priors: Sequence[DxaReport] = ()) -> Situation:
    """Return the case as rules see it."""
    join = Join(report, facts)
    exam_date = _exam_date(report)
    implants, conditions = join.implants(), join.names("conditions", facts.conditions)
    medications = join.medications()
    sex, status = join.sex_and_status()
    numbers, age = join.numbers(), join.age(exam_date)
    lost = lost_signs(report, sex.value if sex else None)
    if lost:
        join.conflicts[Quantity.T_SCORE.value] = Caveat.POSSIBLE_LOST_SIGN.value
    regions = CHILD_REGIONS if _is_child(age, status) else DIAGNOSTIC_REGIONS
    circumstances = Circumstances(
        implants=implants,
        hyperparathyroidism=_truth_of(conditions, frozenset(HYPERPARATHYROIDISM)),
        lost_signs=lost,
        over_table_weight=_over_table(numbers.get("weight_kg"), facts.facility.table_weight_limit_kg),
    )
    return Situation(
        report=report,
        facts=facts,
        priors=tuple(priors),
        exam_date=exam_date,
        age_years=age,
        sex=sex,
        menopausal_status=status,
        fractures=join.fractures(age),
        medications=medications,
        glucocorticoids=glucocorticoid_courses(medications),
        therapy=join.names("therapy", facts.therapy),
        conditions=conditions,
        findings=join.names("findings", facts.findings),
        risk_factors=join.names("risk_factors", facts.risk_factors),
        implants=implants,
        recent_events=join.entries("recent_events", facts.recent_events, RecentEvent),
        numbers=MappingProxyType(numbers),
        truths=MappingProxyType(join.truths()),
        t=choose(report.measurements, Quantity.T_SCORE, circumstances),
        z=choose(report.measurements, Quantity.Z_SCORE, circumstances, regions),
        conflicts=MappingProxyType(join.conflicts),
        usable=tuple(row for row in report.measurements if _usable(row)),
    )


def _is_child(age: Known[Decimal] | None, status: Known[MenopausalStatus] | None) -> bool:
    """Return whether somebody is surely a child or adolescent, by age or, where no age is known, by stage."""
    if age is not None:
        return known_child(age)
    return status is not None and status.value in {MenopausalStatus.PREMENARCHAL, MenopausalStatus.POSTMENARCHAL}


def _usable(row: Measurement) -> bool:
    # How far two sides differ is a result of neither: 2 % is no per cent of the young adult mean.
    is_result = row.side is not Side.DIFFERENCE
    return is_result and row.current and row.excluded is None and row.held is None


def _exam_date(report: DxaReport) -> date | None:
    if report.study.performed_on is not None:
        return report.study.performed_on
    dates = {row.exam_date for row in report.measurements if row.current and row.exam_date is not None}
    return dates.pop() if len(dates) == 1 else None


def _truth_of(listed: Listed[str], names: frozenset[str]) -> Truth:
    if names.intersection(listed.entries):
        return Truth.TRUE
    return Truth.FALSE if listed.complete else Truth.UNKNOWN


def _over_table(weight: Known[Decimal] | None, limit: Decimal | None) -> Truth:
    if weight is None or limit is None:
        return Truth.UNKNOWN
    return Truth.TRUE if weight.value > limit else Truth.FALSE
