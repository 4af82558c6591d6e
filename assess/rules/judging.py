"""What one rule says about one case."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from assess.case.frax_country import country, country_of_model
from assess.case.situation import Situation
from assess.expressions.evaluation import Settled
from assess.expressions.logic import Operator
from assess.rules.rule import CONFLICT, Guideline, Rule
from dxa.assessment import Finding, Outcome, Reason, Severity, Truth
from dxa.vocabulary import Caveat, Code

_OUTCOMES = {Truth.TRUE: Outcome.MET, Truth.FALSE: Outcome.NOT_MET, Truth.UNKNOWN: Outcome.UNKNOWN}
_ORDERED = frozenset({Operator.LT, Operator.LE, Operator.GT, Operator.GE})
_FRAX = ("FRAX major", "FRAX hip")
_ON_THRESHOLD = Caveat.BOUNDARY_T_EQUALS_THRESHOLD.value
_OTHER_COUNTRY = Caveat.FRAX_MODEL_COUNTRY_MISMATCH.value
_CONFLICT = Caveat.PACK_CONFLICT_WITH_PRIMARY_SOURCE.value


class Judgement(NamedTuple):
    """The outcome of a rule, with what made it so and what could still change it."""

    outcome: Outcome
    because: tuple[Reason, ...]
    missing: tuple[str, ...]
    gate: Settled | None
    """Whether the rule is about this patient; None if it is about everyone."""


class Ending(NamedTuple):
    """How a rule ends, without the reasons."""

    outcome: Outcome
    on: Settled
    """What the outcome rests on."""
    gate: Settled | None
    """Whether the rule is about this patient; None if it is about everyone."""


def ending(rule: Rule, situation: Situation) -> Ending:
    """Return how a rule ends.

    A rule about somebody else is not applicable. One whose condition is false is not met even while it is unknown
    whether it applies.
    """
    gate = situation.settled(rule.applies) if rule.applies is not None else None
    if gate is not None and gate.verdict is Truth.FALSE:
        return Ending(Outcome.NOT_APPLICABLE, gate, gate)
    condition = situation.settled(rule.when)
    found = condition if gate is None else gate.and_also(condition)
    return Ending(_OUTCOMES[found.verdict], found, gate)


def judge(rule: Rule, situation: Situation) -> Judgement:
    """Return how a rule ends, with the reasons and, while that is unknown, the facts that could settle it."""
    outcome, on, gate = ending(rule, situation)
    return Judgement(outcome, situation.because(on), situation.missing(on), gate)


def is_met(rule: Rule, situation: Situation) -> bool:
    """Return whether a rule ends as met, without reasons."""
    applies = rule.applies is None or situation.verdict(rule.applies) is Truth.TRUE
    return applies and situation.verdict(rule.when) is Truth.TRUE


class _Shared(NamedTuple):
    """What all rules of a pack share on one case."""

    pack: Guideline
    situation: Situation
    on_figures: Mapping[str | None, Decimal]
    """The T-scores, by id, that stand exactly on a figure of the pack."""
    other_frax: bool
    """Whether a FRAX value of this case is of another country than the pack's thresholds."""
    may_bear: frozenset[str]
    """The rules, by id, that may have a caveat here."""


def findings_of(pack: Guideline, situation: Situation) -> list[tuple[Rule, Finding]]:
    """Return every rule of a pack with its finding; what other packs say is added by the engine."""
    shared = _shared(pack, situation)
    return [(rule, _finding(rule, shared)) for rule in pack.rules]


def finding_of(rule: Rule, pack: Guideline, situation: Situation) -> Finding:
    """Return the finding of one rule of a pack, or of another wording of it in its place."""
    if not any(one is rule for one in pack.rules):
        pack = replace(pack, rules=tuple(rule if one.id == rule.id else one for one in pack.rules))
    return _finding(rule, _shared(pack, situation))


def _shared(pack: Guideline, situation: Situation) -> _Shared:
    scores = situation.once(t_scores)
    on_figures = {name: value for name, value in scores.items() if value in pack.values}
    other_frax = _other_frax(pack.country, situation)
    any_may = situation.conflicts or on_figures or other_frax
    return _Shared(pack, situation, on_figures, other_frax, pack.rule_ids if any_may else pack.with_caveats)


def _finding(rule: Rule, shared: _Shared) -> Finding:
    judgement = judge(rule, shared.situation)
    outcome = judgement.outcome
    met = outcome is Outcome.MET
    codes = rule.advises if met else rule.otherwise if outcome is Outcome.NOT_MET else ()
    return shared.pack.finding_of[rule.id](
        outcome=outcome,
        codes=_values(codes) if codes else (),
        severity=rule.severity if met else Severity.INFO,
        because=judgement.because,
        missing=judgement.missing,
        caveats=_caveats(rule, judgement, shared) if rule.id in shared.may_bear else (),
        risk=rule.risk if met else None,
    )


@cache
def _values(codes: tuple[Code, ...]) -> tuple[str, ...]:
    return tuple(code.value for code in codes)


def _caveats(rule: Rule, judgement: Judgement, shared: _Shared) -> tuple[str, ...]:
    if judgement.outcome is Outcome.NOT_APPLICABLE:
        return ()
    situation = shared.situation
    found = _own_caveats(rule, judgement, situation) if rule.caveats else []
    if situation.conflicts:
        found += [situation.conflicts[fact] for fact in judgement.missing if fact in situation.conflicts]
    if shared.on_figures and on_threshold(judgement, shared.on_figures):
        found.append(_ON_THRESHOLD)
    if shared.other_frax and any(_on_frax(reason) for reason in judgement.because):
        found.append(_OTHER_COUNTRY)
    if rule.source_verdict == CONFLICT:
        found.append(_CONFLICT)
    return tuple(dict.fromkeys(found)) if found else ()


def _own_caveats(rule: Rule, judgement: Judgement, situation: Situation) -> list[str]:
    open_or_met = judgement.outcome is not Outcome.NOT_MET
    return [
        caveat.code.value
        for caveat in rule.caveats
        if (open_or_met if caveat.when is None else situation.verdict(caveat.when) is Truth.TRUE)
    ]


def _other_frax(of_pack: str | None, situation: Situation) -> bool:
    model = situation.once(country_of_model)
    # A pooled European threshold belongs to no single model.
    return model is not None and of_pack not in {None, "EU"} and model != country(of_pack or "")


def _on_frax(reason: Reason) -> bool:
    return reason.value is not None and reason.term.startswith(_FRAX)


def on_threshold(judgement: Judgement, scores: Mapping[str | None, Decimal]) -> bool:
    """Return whether the outcome rests on one of the `scores` that stands exactly on its figure."""
    of_scores = [reason for reason in judgement.because if reason.measurement in scores]
    return any(_at_threshold(reason, scores) for reason in of_scores)


def t_scores(situation: Situation) -> dict[str | None, Decimal]:
    """Return the T-scores that count, by id."""
    return {row.id: row.value for row in situation.t.counted}


def _at_threshold(reason: Reason, scores: Mapping[str | None, Decimal]) -> bool:
    if reason.threshold is None or reason.operator not in _ORDERED:
        return False
    return scores[reason.measurement] == Decimal(reason.threshold)
