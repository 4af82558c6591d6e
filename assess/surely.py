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
