"""Conditions over the entries of a list fact, such as fractures, where "nobody said" is not "none"."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any, Generic, TypeVar, cast

from assess.expressions.evaluation import Expression, Plain, Question, Subject, enough, plan_of
from assess.expressions.known import Listed, text_of
from assess.expressions.logic import Operator
from dxa.assessment import Reason, Truth

S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True)
class _Opened(Generic[E]):
    """A list of one subject, its entries ready to be asked."""

    listed: Listed[E]
    entries: tuple[Plain[E], ...]


@cache
def _opening(entries: ListTerm[S, E]) -> Callable[[S], _Opened[E]]:
    """Return what opens a list; a subject opens it once for all conditions on it."""

    def opened(subject: S) -> _Opened[E]:
        listed = entries.read(subject)
        return _Opened(listed, tuple(Plain(of=entry) for entry in listed.entries))

    return opened


def _over(opened: _Opened[E], where: Expression[E], count: int) -> Truth:
    """Return whether so many entries fulfil a condition; an incomplete list can prove it, never refute it."""
    over = enough(count, [entry.verdict(where) for entry in opened.entries])
    return over if over is Truth.TRUE or opened.listed.complete else Truth.UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class Counted(Question[S], Generic[S, E]):
    """At least `count` entries of a list fulfil a condition; an incomplete list can prove it, never refute it."""

    entries: ListTerm[S, E]
    where: Expression[E]
    count: int
    _beyond: "_Beyond[S]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_beyond", _beyond(self.entries, self.count))

    @property
    def kin(self) -> ListTerm[S, E]:
        """The list: its entries are asked everything at once."""
        return self.entries

    def answers(self, kindred: "Sequence[Counted[S, E]]", subject: Subject[S]) -> Iterable[Truth]:
        """Return the verdicts over all entries."""
        opened = subject.once(_opening(self.entries))
        plan = plan_of(tuple(one.where for one in kindred))
        for entry in opened.entries:
            entry.ask(plan)
        return [_over(opened, one.where, one.count) for one in kindred]

    def reasons(self, subject: Subject[S]) -> tuple[Reason, ...]:
        """Return those of the entries that decide, and what may stand beyond them unless they decide alone."""
        opened = subject.once(_opening(self.entries))
        if not opened.entries:
            return subject.reasons(self._beyond)
        found = [(entry, entry.settled(self.where)) for entry in opened.entries]
        over = enough(self.count, [settled.verdict for _, settled in found])
        because = tuple(
            reason
            for entry, settled in found
            if over is Truth.UNKNOWN or settled.verdict is over
            for reason in entry.because(settled)
        )
        if over is Truth.TRUE or (opened.listed.complete and because):
            return because
        return (*because, *subject.reasons(self._beyond))

    def asks(self, subject: Subject[S]) -> tuple[str, ...]:
        """Return what is open of the entries, and the list itself unless it is complete."""
        opened = subject.once(_opening(self.entries))
        if not opened.entries:
            return (self.entries.name,)
        found = [(entry, entry.settled(self.where)) for entry in opened.entries]
        over = enough(self.count, [settled.verdict for _, settled in found])
        names = [name for entry, settled in found if over is Truth.UNKNOWN for name in entry.missing(settled)]
        return tuple(names) if opened.listed.complete else (*names, self.entries.name)


@dataclass(frozen=True, slots=True, eq=False)
class _Beyond(Question[S]):
    """Whether so many entries of a list may be there beyond those named; the same for every condition on it."""

    entries: ListTerm[S, Any]
    count: int

    def answers(self, kindred: "Sequence[_Beyond[S]]", subject: Subject[S]) -> Iterable[Truth]:
        listed = subject.once(self.entries.read)
        return repeat(Truth.FALSE if listed.complete else Truth.UNKNOWN, len(kindred))

    def reasons(self, subject: Subject[S]) -> tuple[Reason, ...]:
        listed = subject.once(self.entries.read)
        # "none" beside an entry that is known would deny it.
        known = "no others" if listed.entries else "none"
        reason = Reason(
            term=self.entries.says,
            value=known if listed.complete else None,
            operator=Operator.COUNT.value,
            threshold=str(self.count),
            verdict=Truth.FALSE if listed.complete else Truth.UNKNOWN,
            source=listed.source,
        )
        return (reason,)


@cache
def _beyond(entries: ListTerm[S, Any], count: int) -> _Beyond[S]:
    return _Beyond(entries, count)


@dataclass(frozen=True, slots=True, eq=False)
class Has(Question[S]):
    """A list of names holds at least one of the names; one that is not in an incomplete list is unknown."""

    entries: ListTerm[S, str]
    names: tuple[str, ...]

    @property
    def shape(self) -> tuple[str, str, str | None]:
        """Return its words and the names."""
        return self.entries.says, Operator.HAS.value, " or ".join(self.names)

    def answers(self, kindred: "Sequence[Has[S]]", subject: Subject[S]) -> Iterable[Truth]:
        """Return whether one of the names is listed."""
        return repeat(has_one(subject.once(self.entries.read), self.names), len(kindred))

    def reasons(self, subject: Subject[S]) -> tuple[Reason, ...]:
        """Return the names found, or else all there are."""
        listed = subject.once(self.entries.read)
        found = tuple(name for name in listed.entries if name in self.names)
        reason = Reason(
            term=self.entries.says,
            value=text_of(found or listed.entries) or ("none" if listed.complete else None),
            operator=Operator.HAS.value,
            threshold=" or ".join(self.names),
            verdict=subject.verdicts[self],
            source=listed.source,
        )
        return (reason,)

    def asks(self, subject: Subject[S]) -> tuple[str, ...]:  # noqa: ARG002 - the same for every case
        """Return the list."""
        return (self.entries.name,)


def has_one(listed: Listed[str], names: tuple[str, ...]) -> Truth:
    """Return whether a list holds one of some names."""
    if any(name in names for name in listed.entries):
        return Truth.TRUE
    return Truth.FALSE if listed.complete else Truth.UNKNOWN
