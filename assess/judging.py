"""What one rule says about one case."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from assess.frax_country import country, model_of
from assess.logic import Evaluation, Operator, counted
from assess.rule import Guideline, Rule
from assess.situation import Situation
from dxa.assessment import Finding, Outcome, Reason, Severity, Truth
from dxa.vocabulary import Caveat, Code

_OUTCOMES = {Truth.TRUE: Outcome.MET, Truth.FALSE: Outcome.NOT_MET, Truth.UNKNOWN: Outcome.UNKNOWN}
_ORDERED = frozenset({Operator.LT, Operator.LE, Operator.GT, Operator.GE})
_FRAX = ("FRAX major", "FRAX hip")
_RECALLED = "Rests on recalled text or figures that were not checked against the source."


class Judgement(NamedTuple):
    """The outcome of a rule with the two parts it was made of."""

    outcome: Outcome
    found: Evaluation
    gate: Evaluation | None
    """Whether the rule is about this patient; None if it is about everyone."""


def judge(rule: Rule, situation: Situation) -> Judgement:
    """Return how a rule ends.

    A rule about somebody else is not applicable. One whose condition is false is not met even while it is unknown
    whether it applies.
    """
    gate = situation.evaluated(rule.applies) if rule.applies is not None else None
    if gate is not None and gate.verdict is Truth.FALSE:
        return Judgement(Outcome.NOT_APPLICABLE, gate, gate)
    condition = situation.evaluated(rule.when)
    found = condition if gate is None else counted(2, (gate, condition))
    return Judgement(_OUTCOMES[found.verdict], found, gate)


def finding_of(rule: Rule, pack: Guideline, situation: Situation) -> Finding:
    """Return the finding of a rule of a pack; what other packs say is added by the engine."""
    judgement = judge(rule, situation)
    outcome, found = judgement.outcome, judgement.found
    met = outcome is Outcome.MET
    codes = rule.advises if met else rule.otherwise if outcome is Outcome.NOT_MET else ()
    return Finding(
        rule=rule.id,
        pack=pack.id,
        outcome=outcome,
        codes=_values(codes),
        severity=rule.severity if met else Severity.INFO,
        says=rule.says,
        because=found.because,
        missing=found.missing,
        caveats=_caveats(rule, pack, judgement, situation),
        conflicts_with=rule.conflicts_with,
        source_verdict=rule.source_verdict,
        risk=rule.risk if met else None,
        grade=rule.grade,
        strength=rule.strength,
        notes=_notes(rule, recalled=rule.id in pack.recalled_rules),
        citation=rule.cite,
    )


@lru_cache(maxsize=1024)
def _values(codes: tuple[Code, ...]) -> tuple[str, ...]:
    return tuple(code.value for code in codes)


def _notes(rule: Rule, *, recalled: bool) -> tuple[str, ...]:
    reading = (rule.boundary_reading,) if rule.boundary_reading else ()
    return (*reading, *rule.notes, *((_RECALLED,) if recalled else ()))


def _caveats(rule: Rule, pack: Guideline, judgement: Judgement, situation: Situation) -> tuple[str, ...]:
    if judgement.outcome is Outcome.NOT_APPLICABLE:
        return ()
    open_or_met = judgement.outcome is not Outcome.NOT_MET
    found = [
        caveat.code.value
        for caveat in rule.caveats
        if (open_or_met if caveat.when is None else situation.evaluated(caveat.when).verdict is Truth.TRUE)
    ]
    found += [situation.conflicts[fact] for fact in judgement.found.missing if fact in situation.conflicts]
    if on_threshold(judgement, situation):
        found.append(Caveat.BOUNDARY_T_EQUALS_THRESHOLD.value)
    if pack.country is not None and _other_frax(pack.country, judgement, situation):
        found.append(Caveat.FRAX_MODEL_COUNTRY_MISMATCH.value)
    if rule.source_verdict == "CONFLICT":
        found.append(Caveat.PACK_CONFLICT_WITH_PRIMARY_SOURCE.value)
    return tuple(dict.fromkeys(found))


def _other_frax(of_pack: str, judgement: Judgement, situation: Situation) -> bool:
    """Return whether the outcome rests on a FRAX value of another country than the pack's thresholds."""
    if not any(reason.value is not None and reason.term.startswith(_FRAX) for reason in judgement.found.because):
        return False
    model = model_of(situation)
    # A pooled European threshold belongs to no single model.
    return model is not None and of_pack != "EU" and country(model) != country(of_pack)


def on_threshold(judgement: Judgement, situation: Situation) -> bool:
    """Return whether the outcome rests on a T-score that stands exactly on the figure it is compared with."""
    measured = [reason for reason in judgement.found.because if reason.measurement is not None]
    return any(_at_threshold(reason, situation) for reason in measured)


def _at_threshold(reason: Reason, situation: Situation) -> bool:
    if reason.threshold is None or reason.operator not in _ORDERED:
        return False
    value = next((row.value for row in situation.t.counted if row.id == reason.measurement), None)
    return value is not None and value == Decimal(reason.threshold)
