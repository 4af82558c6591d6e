"""A measurement-accuracy check: fires, stays silent, or cannot be judged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from assess.case.situation import Situation
from assess.checking.check_codes import CheckCode
from assess.expressions.contents import parameters_of
from assess.expressions.evaluation import Evaluation, Expression
from assess.expressions.logic import Parameter
from dxa.assessment import CheckOutcome, CheckResult, Citation, Reason, Severity, Truth
from dxa.making import quickly
from dxa.vocabulary import Caveat

_new_result = quickly(CheckResult)


class Judged(NamedTuple):
    """How a check came out on one case; the check itself adds its id and code."""

    outcome: CheckOutcome
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    says: str | None = None
    """A sentence about this case in place of the check's own."""
    severity: Severity | None = None
    """Where this case weighs more or less than the check usually does."""
    caveats: tuple[str, ...] = ()


def fires(
    *because: Reason, says: str | None = None, severity: Severity | None = None, caveats: tuple[str, ...] = ()
) -> Judged:
    """Return that the check fires, and what made it."""
    return Judged(outcome=CheckOutcome.FIRES, because=because, says=says, severity=severity, caveats=caveats)


def silent(*because: Reason) -> Judged:
    """Return that there is nothing to say."""
    return Judged(outcome=CheckOutcome.SILENT, because=because)


def undecided(*missing: str, because: tuple[Reason, ...] = ()) -> Judged:
    """Return that the check cannot be judged until these facts are known."""
    return Judged(outcome=CheckOutcome.UNKNOWN, because=because, missing=missing)


_OUTCOMES = {
    Truth.TRUE: CheckOutcome.FIRES,
    Truth.FALSE: CheckOutcome.SILENT,
    Truth.UNKNOWN: CheckOutcome.UNKNOWN,
}


def judged(found: Evaluation, says: str | None = None) -> Judged:
    """Return the judgement an evaluated condition amounts to: true fires."""
    return Judged(outcome=_OUTCOMES[found.verdict], because=found.because, missing=found.missing, says=says)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check; its condition is an expression, or a function where an expression cannot say it.

    Raises:
        ValueError: neither or both of `when` and `run`.
    """

    id: str
    """M01 to M31; checks with several codes have one file per code."""
    code: Caveat | CheckCode
    severity: Severity
    """Of the result when it fires; otherwise it is info."""
    says: str
    """What it means when it fires, one sentence a doctor can read."""
    cite: Citation
    when: Expression[Situation] | None = None
    run: Callable[[Situation], Judged] | None = None
    figures: tuple[Parameter, ...] = ()
    """The figures `run` compares with."""

    def __post_init__(self) -> None:
        if (self.when is None) == (self.run is None):
            raise ValueError(f"{self.id} {self.code}: give either when or run")

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every figure the check compares with."""
        return self.figures if self.when is None else parameters_of(self.when)

    def result(self, situation: Situation) -> CheckResult:
        """Return what the check says about one case."""
        found = judged(situation.evaluated(self.when)) if self.when else self.run(situation)  # type: ignore[misc]
        severity = (found.severity or self.severity) if found.outcome is CheckOutcome.FIRES else Severity.INFO
        return _new_result(
            check=self.id,
            code=self.code.value,
            outcome=found.outcome,
            severity=severity,
            says=found.says or self.says,
            because=found.because,
            missing=found.missing,
            caveats=found.caveats,
        )
