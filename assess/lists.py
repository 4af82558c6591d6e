"""Conditions over the entries of a list fact, such as fractures, where "nobody said" is not "none"."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar, cast

from assess.evaluation import Evaluation, counted
from assess.known import Listed, text_of
from assess.logic import Expression, Operator, evaluated_on
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
    _beyond: "_Beyond[S]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_beyond", _beyond(self.entries, self.count))

    def evaluate(self, subject: S) -> Evaluation:
        """Return the verdict over all entries."""
        listed = self.entries.read(subject)
        if not listed.entries:
            return evaluated_on(subject, self._beyond)
        over = counted(self.count, [self.where.evaluate(entry) for entry in listed.entries])
        if over.verdict is Truth.TRUE or (listed.complete and over.because):
            return over
        beyond = evaluated_on(subject, self._beyond)
        return beyond if listed.complete else Evaluation(Truth.UNKNOWN, parts=(over, beyond))


@dataclass(frozen=True, slots=True, eq=False)
class _Beyond(Expression[S]):
    """Whether so many entries of a list may be there beyond those named; the same for every condition on it."""

    entries: ListTerm[S, Any]
    count: int

    def evaluate(self, subject: S) -> Evaluation:
        listed = self.entries.read(subject)
        verdict = Truth.FALSE if listed.complete else Truth.UNKNOWN
        # "none" beside an entry that is known would deny it.
        known = "no others" if listed.entries else "none"
        reason = Reason(
            term=self.entries.says,
            value=known if listed.complete else None,
            operator=Operator.COUNT.value,
            threshold=str(self.count),
            verdict=verdict,
            source=listed.source,
        )
        return Evaluation(verdict, (reason,), () if listed.complete else (self.entries.name,))


@cache
def _beyond(entries: ListTerm[S, Any], count: int) -> _Beyond[S]:
    return _Beyond(entries, count)


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
