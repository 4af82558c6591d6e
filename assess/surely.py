"""A condition that counts only once it is known to hold."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from assess.evaluation import Evaluation
from assess.logic import Expression, evaluated_on
from dxa.assessment import Truth

S = TypeVar("S")


@dataclass(frozen=True, slots=True, eq=False)
class Surely(Expression[S], Generic[S]):
    """The part is true by what is known; while it is unknown, this is false and asks for nothing.

    For what sets a patient apart from those a rule is about, such as a treatment nobody mentioned: the rule speaks
    until somebody names it.
    """

    part: Expression[S]

    def evaluate(self, subject: S) -> Evaluation:
        """Return true or false, never unknown, with the reasons of the part."""
        found = evaluated_on(subject, self.part)
        if found.verdict is Truth.UNKNOWN:
            return Evaluation(Truth.FALSE, *found[1:])
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Once(Expression[S], Generic[S]):
    """A part that is asked only once another one is known to hold; until then only the other one is missing."""

    first: Expression[S]
    then: Expression[S]

    def evaluate(self, subject: S) -> Evaluation:
        """Return the verdict of `then`, or why it is not asked."""
        found = evaluated_on(subject, self.first)
        return evaluated_on(subject, self.then) if found.verdict is Truth.TRUE else found
