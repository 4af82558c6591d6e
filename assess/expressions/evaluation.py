"""What expressions come to on a subject: settled once for answers that are alike, explained only where somebody asks.

An expression puts questions to its subject: a comparison is one, a condition on the entries of a list another. What it
comes to follows from the verdicts of its questions alone. `Settled` is that, with the questions that made it; it holds
nothing of a subject and is kept. A reason is made when a finding or a check shows it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from dxa.assessment import Reason, Truth

S = TypeVar("S")
V = TypeVar("V")
_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_NOT_YET = object()


class Evaluation(NamedTuple):
    """How an expression came out on a subject."""

    verdict: Truth
    because: tuple[Reason, ...] = ()
    """The terms that made it so, each once."""
    missing: tuple[str, ...] = ()
    """Facts whose knowledge could change the verdict; empty unless it is unknown."""


class Expression(ABC, Generic[S]):
    """Something that is true, false or unknown of a subject: a situation, or an entry of one of its lists.

    An expression is equal to itself only, so that what it came to can be kept by it.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def questions(self) -> "tuple[Question[S], ...]":
        """What it asks of its subject, each once, in order."""

    @abstractmethod
    def _settle(self, verdicts: "Mapping[Question[S], Truth]") -> "Settled":
        """Work out what it comes to."""

    def settled(self, verdicts: "Mapping[Question[S], Truth]") -> "Settled":
        """Return what it comes to where its questions are answered like this: worked out once for each pattern.

        Raises:
            KeyError: a question that was not put yet.
        """
        practice = _practice(self)
        pattern = practice.answers(verdicts)
        found = practice.patterns.get(pattern)
        return _kept(practice.patterns, pattern, self._settle(verdicts)) if found is None else found

    def evaluate(self, subject: S) -> Evaluation:
        """Return verdict, reasons and missing facts."""
        asked = subject if isinstance(subject, Subject) else Plain(of=subject)
        return asked.evaluated(self)


class Question(Expression[S]):
    """A part of expressions that is put to the subject itself."""

    __slots__ = ()

    @property
    def kin(self) -> Hashable:
        """What it shares with those questions that are answered together with it."""
        return self

    @property
    def inner(self) -> tuple[Expression[S], ...]:
        """What it asks of the same subject in its turn."""
        return ()

    @property
    def shape(self) -> tuple[str, str, str | None] | None:
        """Term, operator and threshold of its one reason; None where there may be several reasons."""
        return None

    @abstractmethod
    def answers(self, kindred: "Sequence[Any]", subject: "Subject[S]") -> Iterable[Truth]:
        """Return the verdicts of itself and its kin, `kindred`, in their order."""

    @abstractmethod
    def reasons(self, subject: "Subject[S]") -> tuple[Reason, ...]:
        """Return what made its verdict; the same reason may stand there twice."""

    def asks(self, subject: "Subject[S]") -> tuple[str, ...]:  # noqa: ARG002 - most have to look
        """Return the facts that would settle it while its verdict is unknown."""
        return ()

    @property
    def questions(self) -> "tuple[Question[S], ...]":
        """Return itself."""
        return (self,)

    def settled(self, verdicts: "Mapping[Question[S], Truth]") -> "Settled":
        """Return its own verdict, made by itself."""
        return _alone(self, verdicts[self])

    def _settle(self, verdicts: "Mapping[Question[S], Truth]") -> "Settled":
        return self.settled(verdicts)


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What an expression comes to wherever its questions are answered alike."""

    verdict: Truth
    because: tuple[Question[Any], ...]
    """The questions whose answers made it so, each once."""
    asks: tuple[Question[Any], ...] = ()
    """The open ones whose answers could change it; empty unless the verdict is unknown."""
    distinct: bool = field(init=False)
    """Whether no two of the reasons can be the same, which their shapes tell."""
    _with: "dict[Settled, Settled]" = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        shapes = {question.shape for question in self.because}
        object.__setattr__(self, "distinct", len(shapes) == len(self.because) and None not in shapes)

    def and_also(self, other: "Settled") -> "Settled":
        """Return whether this and another condition are both true."""
        found = self._with.get(other)
        return _kept(self._with, other, counted(2, (self, other))) if found is None else found


_MOST_KEPT = 256
"""Patterns kept of one expression; with more, those so far are forgotten."""


def _kept(patterns: dict[Any, Settled], pattern: Hashable, found: Settled) -> Settled:
    if len(patterns) >= _MOST_KEPT:
        patterns.clear()
    patterns[pattern] = found
    return found


@lru_cache(maxsize=16384)
def settlement(verdict: Truth, because: tuple[Question[Any], ...], asks: tuple[Question[Any], ...]) -> Settled:
    """Return the one object for what came out alike: many patterns of answers end the same."""
    return Settled(verdict, because, asks)


@cache
def _alone(question: Question[Any], verdict: Truth) -> Settled:
    return settlement(verdict, (question,), (question,) if verdict is _UNKNOWN else ())


def counted(count: int, found: Sequence[Settled]) -> Settled:
    """Return whether at least `count` of what was found is true, because of those that made it so."""
    made_by: Sequence[Settled] = [part for part in found if part.verdict is _TRUE]
    verdict = _TRUE
    if len(made_by) < count:
        made_by, verdict = [part for part in found if part.verdict is _FALSE], _FALSE
        if len(found) - len(made_by) >= count:
            made_by, verdict = found, _UNKNOWN
    # What one part alone decides is what this part came to.
    return made_by[0] if len(made_by) == 1 else joined(verdict, made_by)


def enough(count: int, verdicts: Sequence[Truth]) -> Truth:
    """Return whether at least `count` of some verdicts are true."""
    true = verdicts.count(_TRUE)
    if true >= count:
        return _TRUE
    return _FALSE if true + verdicts.count(_UNKNOWN) < count else _UNKNOWN


def joined(verdict: Truth, parts: Sequence[Settled]) -> Settled:
    """Return a verdict because of everything that made its parts; what is decided asks for nothing."""
    because = dict.fromkeys(question for part in parts for question in part.because)
    asks = dict.fromkeys(question for part in parts for question in part.asks) if verdict is _UNKNOWN else ()
    return settlement(verdict, tuple(because), tuple(asks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(ABC, Generic[S]):
    """What questions are put to, with its answers so far."""

    verdicts: dict[Question[S], Truth] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The answers, by question."""
    _settled: dict[Expression[S], Settled] = field(init=False, repr=False, compare=False, default_factory=dict)
    _reasons: dict[Question[S], tuple[Reason, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _worded: dict[tuple[Any, ...], Reason] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The one object for what different questions say in the same words."""
    _because: dict[Settled, tuple[Reason, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _asks: dict[Question[S], tuple[str, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _missing: dict[Settled, tuple[str, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _worked_out: dict[Callable[..., Any], Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    @abstractmethod
    def _given_to(self, work: Callable[[S], V]) -> V:
        """Return what a function comes to on the thing itself."""

    def once(self, work: Callable[[S], V]) -> V:
        """Return what a function comes to here, worked out the first time it is asked for."""
        found = self._worked_out.get(work, _NOT_YET)
        if found is _NOT_YET:
            found = self._worked_out[work] = self._given_to(work)
        return found  # type: ignore[no-any-return]

    def ask(self, plan: "Plan") -> None:
        """Put the questions of a plan, kin by kin."""
        for kindred in plan:
            self.verdicts.update(zip(kindred, kindred[0].answers(kindred, self), strict=True))

    def settled(self, expression: Expression[S]) -> Settled:
        """Return what an expression comes to; rules share gates and parts, so each is settled once."""
        found = self._settled.get(expression)
        return self._settled_now(expression) if found is None else found

    def _settled_now(self, expression: Expression[S]) -> Settled:
        try:
            found = expression.settled(self.verdicts)
        except KeyError:
            self.ask(plan_of((expression,)))
            found = expression.settled(self.verdicts)
        self._settled[expression] = found
        return found

    def verdict(self, expression: Expression[S]) -> Truth:
        """Return whether an expression is true, without reasons."""
        return self.settled(expression).verdict

    def evaluated(self, expression: Expression[S]) -> Evaluation:
        """Return what an expression comes to, with reasons and missing facts."""
        settled = self.settled(expression)
        return Evaluation(settled.verdict, self.because(settled), self.missing(settled))

    def because(self, settled: Settled) -> tuple[Reason, ...]:
        """Return the reasons for what was settled here, each once."""
        found = self._because.get(settled)
        if found is None:
            known = self._reasons
            reasons = chain.from_iterable([known.get(one) or self.reasons(one) for one in settled.because])
            self._because[settled] = found = tuple(reasons) if settled.distinct else _each_once(reasons)
        return found

    def reasons(self, question: Question[S]) -> tuple[Reason, ...]:
        """Return the reasons of one question; they are made the first time somebody asks."""
        found = self._reasons.get(question)
        if found is None:
            one_object = self._worded.setdefault
            made = question.reasons(self)
            found = self._reasons[question] = tuple([one_object(_words(reason), reason) for reason in made])
        return found

    def missing(self, settled: Settled) -> tuple[str, ...]:
        """Return the facts that could change what was settled here, each once."""
        if not settled.asks:
            return ()
        found = self._missing.get(settled)
        if found is None:
            names = [self._asks.get(one) or self._asked(one) for one in settled.asks]
            found = self._missing[settled] = tuple(dict.fromkeys(chain.from_iterable(names)))
        return found

    def _asked(self, question: Question[S]) -> tuple[str, ...]:
        found = self._asks[question] = question.asks(self)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain(Subject[S]):
    """A subject that is asked about as it is, such as one entry of a list."""

    of: S

    def _given_to(self, work: Callable[[S], V]) -> V:
        return work(self.of)


def _each_once(found: Iterable[Reason]) -> tuple[Reason, ...]:
    # What has the same words is one object: `Subject.reasons`.
    return tuple({id(reason): reason for reason in found}.values())


_words = attrgetter("term", "operator", "threshold", "value", "measurement", "source")
"""What tells two reasons apart; a tuple of it is hashed three times as fast as the reason."""

Plan = tuple[tuple[Question[Any], ...], ...]
"""Questions in an order in which each finds answered what it asks in its turn; kin stand together."""


@cache
def plan_of(expressions: tuple[Expression[Any], ...]) -> Plan:
    """Return the questions of some expressions."""
    groups: dict[Hashable, dict[Question[Any], None]] = {}
    _plan(expressions, groups)
    return tuple(tuple(group) for group in groups.values())


def _plan(expressions: Iterable[Expression[Any]], groups: dict[Hashable, dict[Question[Any], None]]) -> None:
    for expression in expressions:
        for question in expression.questions:
            _plan(question.inner, groups)
            groups.setdefault(question.kin, {})[question] = None


class _Practice(NamedTuple):
    """What an expression came to so far, by the pattern of its answers; a pattern holds no value of a patient."""

    answers: Callable[[Mapping[Question[Any], Truth]], Any]
    """Picks the answers to its questions: one verdict, or a tuple of several."""
    patterns: dict[Any, Settled]


@cache
def _practice(expression: Expression[Any]) -> _Practice:
    questions = expression.questions
    return _Practice(itemgetter(*questions) if questions else lambda _verdicts: (), {})
