"""Whether somebody answered a question at all, whatever the answer; unknown, and asked for, while nobody did."""

from functools import cache
from typing import Any

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.lists import ListTerm
from assess.expressions.logic import Term


@cache
def answered(term: Term[Situation]) -> Expression[Situation]:
    """Return: somebody stated this term."""

    def read(situation: Situation) -> Known[bool] | None:
        known = term.read(situation)
        return None if known is None else Known(value=True, source=known.source, measurement=known.measurement)

    return Term(term.name, f"{term.says} known", read).is_true()


@cache
def listed(entries: ListTerm[Situation, Any]) -> Expression[Situation]:
    """Return: somebody said what is on the list, or that nothing is."""

    def read(situation: Situation) -> Known[bool] | None:
        found = entries.read(situation)
        return Known(value=True, source=found.source) if found.complete or found.entries else None

    return Term(entries.name, f"{entries.says} known", read).is_true()
