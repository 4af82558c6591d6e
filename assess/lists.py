"""Conditions over the entries of a list fact, such as fractures, where "nobody said" is not "none"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from assess.evaluation import Evaluation, counted
from assess.known import Listed, text_of
from assess.logic import Expression, Operator
from dxa.assessment import Reason, Truth

S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class ListTerm(Generic[S, E]):
    """One list read out of a subject."""

    name: str
    """The fact to ask for when the list is not known to be complete."""
    says: str
    read: Callable[[S], Listed[E]]

    def any(self, where: Expression[E]) -> "Expression[S]":
        """Return: some entry is like that."""
        return Counted(self, where, 1)

    def at_least(self, count: int, where: Expression[E]) -> "Expression[S]":
        """Return: so many entries are like that."""
        return Counted(self, where, count)

    def has(self, *names: str) -> "Expression[S]":
        """Return: the list, one of names, holds one of these."""
        return Has(cast("ListTerm[S, str]", self), names)


@dataclass(frozen=True, slots=True, eq=False)
class Counted(Expression[S], Generic[S, E]):
    """At least `count` entries of a list fulfil a condition; an incomplete list can prove it, never refute it."""

    entries: ListTerm[S, E]
    where: Expression[E]
    count: int

    def evaluate(self, subject: S) -> Evaluation:
        """Return the verdict over all entries."""
        listed = self.entries.read(subject)
        over = counted(self.count, [self.where.evaluate(entry) for entry in listed.entries])
        if over.verdict is Truth.TRUE or (listed.complete and over.because):
            return over
        verdict = Truth.FALSE if listed.complete else Truth.UNKNOWN
        operator = Operator.COUNT.value
        reason = Reason(
            term=self.entries.says,
            value="none" if listed.complete else None,
            operator=operator,
            threshold=str(self.count),
            verdict=verdict,
            source=listed.source,
        )
        if listed.complete:
            return Evaluation(verdict, (reason,))
        return Evaluation(verdict, parts=(over, Evaluation(verdict, (reason,), (self.entries.name,))))


@dataclass(frozen=True, slots=True, eq=False)
class Has(Expression[S]):
    """A list of names holds at least one of the names."""

    entries: ListTerm[S, str]
    names: tuple[str, ...]

    def evaluate(self, subject: S) -> Evaluation:
        """Return the verdict; a name that is not in an incomplete list is unknown."""
        listed = self.entries.read(subject)
        found = tuple(name for name in listed.entries if name in self.names)
        absent = Truth.FALSE if listed.complete else Truth.UNKNOWN
        verdict = Truth.TRUE if found else absent
        reason = Reason(
            term=self.entries.says,
            value=text_of(found or listed.entries) or ("none" if listed.complete else None),
            operator=Operator.HAS.value,
            threshold=" or ".join(self.names),
            verdict=verdict,
            source=listed.source,
        )
        return Evaluation(verdict, (reason,), (self.entries.name,) if verdict is Truth.UNKNOWN else ())
