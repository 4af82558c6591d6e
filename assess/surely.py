"""A condition that counts only once it is known to hold."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from assess.logic import Evaluation, Expression
from dxa.assessment import Truth

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Surely(Expression[S], Generic[S]):
    """The part is true by what is known; while it is unknown, this is false and asks for nothing.

    For what sets a patient apart from those a rule is about, such as a treatment nobody mentioned: the rule speaks
    until somebody names it.
    """

    part: Expression[S]

    def evaluate(self, subject: S) -> Evaluation:
        """Return true or false, never unknown, with the reasons of the part."""
        found = self.part.evaluate(subject)
        if found.verdict is Truth.UNKNOWN:
            return Evaluation(Truth.FALSE, found.because)
        return found


@dataclass(frozen=True, slots=True)
class Once(Expression[S], Generic[S]):
    """A part that is asked only once another one is known to hold; until then only the other one is missing."""

    first: Expression[S]
    then: Expression[S]

    def evaluate(self, subject: S) -> Evaluation:
        """Return the verdict of `then`, or why it is not asked."""
        found = self.first.evaluate(subject)
        return self.then.evaluate(subject) if found.verdict is Truth.TRUE else found
