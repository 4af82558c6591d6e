"""Terms only the seed pack asks for: checklists of what is known, and comparison with an earlier examination."""

from decimal import Decimal
from typing import Any

from assess.case.asked import answered, listed
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.lists import ListTerm
from assess.expressions.logic import Term, all_of
from assess.over_time.changes import changes_of
from assess.terms.terms import (
    AGE,
    CALCIUM,
    CONDITIONS,
    FRACTURES,
    FRAGILITY,
    GLUCOCORTICOIDS,
    HEIGHT,
    PTH,
    RISK_FACTORS,
    SEX,
    TSH,
    VITAMIN_D,
    WEIGHT,
)
from dxa.assessment import ChangeVerdict
from dxa.report import Quantity

FRAGILITY_FRACTURE_ANYWHERE: Expression[Situation] = FRACTURES.any(FRAGILITY)
"""As the article says it: at any site, those other sources leave out included."""
_FRAX_LISTS: tuple[ListTerm[Situation, Any], ...] = (FRACTURES, RISK_FACTORS, GLUCOCORTICOIDS, CONDITIONS)
_CAUSE_LISTS: tuple[ListTerm[Situation, Any], ...] = (CONDITIONS, GLUCOCORTICOIDS)
FRAX_CHECKLIST = all_of(
    *(answered(term) for term in (AGE, SEX, WEIGHT, HEIGHT)),
    *(listed(entries) for entries in _FRAX_LISTS),
)
"""The eleven questions of FRAX: smoking, alcohol and parental fracture are risk factors, the arthritis a condition."""
SECONDARY_CHECKLIST = all_of(
    *(answered(term) for term in (VITAMIN_D, CALCIUM, PTH, TSH)), *(listed(entries) for entries in _CAUSE_LISTS)
)


def _has_prior(situation: Situation) -> Known[bool]:
    rows = any(not row.current for row in situation.report.measurements)
    stated = bool(situation.facts.prior_bmd)
    return Known(value=bool(situation.priors) or rows or stated, source="report, priors, facts")


PRIOR_EXAMINATION: Expression[Situation] = Term("prior_exam", "earlier examination given", _has_prior).is_true()


def _same_device(situation: Situation) -> Known[bool] | None:
    now = situation.report.study.device.serial
    before = situation.priors[0].study.device.serial if situation.priors else None
    return None if now is None or before is None else Known(value=now == before, source="report, priors")


SAME_DEVICE: Expression[Situation] = Term(
    "same_device", "same device as before (serial number)", _same_device
).is_true()


def _comparable(situation: Situation) -> Known[bool] | None:
    if situation.once(changes_of):
        return Known(value=True, source="report, priors")
    scores = any(not row.current and row.quantity is Quantity.T_SCORE for row in situation.report.measurements)
    return Known(value=False, source="report") if scores else None


COMPARABLE_BMD: Expression[Situation] = Term("bmd_prev", "BMD of both examinations given", _comparable).is_true()


def _largest(situation: Situation) -> Known[Decimal] | None:
    changes = [change for change in situation.once(changes_of) if change.verdict is not ChangeVerdict.NOT_COMPARABLE]
    shares = [abs(change.delta_percent) for change in changes if change.delta_percent is not None]
    return Known(max(shares), source="computed from the report") if shares else None


LARGEST_CHANGE: Term[Situation] = Term("bmd_prev", "largest change of BMD, per cent", _largest)


def _significant(situation: Situation) -> Known[bool] | None:
    verdicts = {change.verdict for change in situation.once(changes_of)}
    if verdicts & {ChangeVerdict.SIGNIFICANT_GAIN, ChangeVerdict.SIGNIFICANT_LOSS}:
        return Known(value=True, source="facility's least significant change")
    if ChangeVerdict.UNDECIDABLE in verdicts or ChangeVerdict.WITHIN_LSC not in verdicts:
        return None
    return Known(value=False, source="facility's least significant change")


CHANGE_IS_SIGNIFICANT: Expression[Situation] = Term(
    "facility.lsc_g_cm2", "change beyond the facility's least significant change", _significant
).is_true()


def _lost(situation: Situation) -> Known[bool] | None:
    verdicts = {change.verdict for change in situation.once(changes_of)}
    if ChangeVerdict.SIGNIFICANT_LOSS in verdicts:
        return Known(value=True, source="facility's least significant change")
    if ChangeVerdict.UNDECIDABLE in verdicts or not verdicts & {
        ChangeVerdict.WITHIN_LSC,
        ChangeVerdict.SIGNIFICANT_GAIN,
    }:
        return None
    return Known(value=False, source="facility's least significant change")


LOSS_IS_SIGNIFICANT: Expression[Situation] = Term(
    "prior_exam", "loss beyond the facility's least significant change", _lost
).is_true()
