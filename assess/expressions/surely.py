"""A condition that counts only once it is known to hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from assess.expressions.evaluation import Expression, Question, Settled, settlement
from dxa.assessment import Truth

S = TypeVar("S")


@dataclass(frozen=True, slots=True, eq=False)
class Surely(Expression[S], Generic[S]):
    """The part is true by what is known; while it is unknown, this is false and asks for nothing.

    For what sets a patient apart from those a rule is about, such as a treatment nobody mentioned: the rule speaks
    until somebody names it.
    """

    part: Expression[S]

    @property
    def questions(self) -> tuple[Question[S], ...]:
        """Those of the part."""
        return self.part.questions

    def _settle(self, verdicts: Mapping[Question[S], Truth]) -> Settled:
        """Return true or false, never unknown, with the reasons of the part."""
        found = self.part.settled(verdicts)
        return settlement(Truth.FALSE, found.because, ()) if found.verdict is Truth.UNKNOWN else found


@dataclass(frozen=True, slots=True, eq=False)
class Once(Expression[S], Generic[S]):
    """A part that is asked only once another one is known to hold; until then only the other one is missing."""

    first: Expression[S]
    then: Expression[S]

    @property
    def questions(self) -> tuple[Question[S], ...]:
        """Those of both."""
        return tuple(dict.fromkeys((*self.first.questions, *self.then.questions)))

    def _settle(self, verdicts: Mapping[Question[S], Truth]) -> Settled:
        """Return the verdict of `then`, or why it is not asked."""
        found = self.first.settled(verdicts)
        return self.then.settled(verdicts) if found.verdict is Truth.TRUE else found
