"""Three-valued (Kleene) expressions as data: terms, comparisons with figures, and their combinations.

False and unknown is false; true or unknown is true; otherwise unknown stays unknown and says what is missing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import repeat
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Generic, TypeVar

from assess.expressions.evaluation import Evaluation, Expression, Question, Settled, Subject, counted, settlement
from assess.expressions.known import Known, shown, text_of
from dxa.assessment import Citation, Reason, Truth
from dxa.making import quickly

S = TypeVar("S")
_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_reason = quickly(Reason)


class Operator(StrEnum):
    """Every way a term can be compared; there are no others."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "=="
    NE = "!="
    IN = "in"
    PRESENT = "present"
    HAS = "has"
    COUNT = "count >="


_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.LT: lt,
    Operator.LE: le,
    Operator.GT: gt,
    Operator.GE: ge,
    Operator.EQ: eq,
    Operator.NE: ne,
    Operator.IN: lambda value, choices: value in choices,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A figure a source fixes, with the one operator it is meant for.

    Raises:
        ValueError: the value is not a finite Decimal, or the operator does not compare numbers.
    """

    name: str
    """Unique in its pack, such as T_LOW."""
    value: Decimal
    operator: Operator
    unit: str
    """Such as T-score, year, cm, %, mg/day, month."""
    cite: Citation
    """Where the figure stands; its `evidence` is how this figure was seen."""

    def __post_init__(self) -> None:
        # A float would bring binary fractions into a threshold.
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise ValueError(f"{self.name}: the value of a parameter is a finite Decimal")
        if self.operator not in {Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.EQ, Operator.NE}:
            raise ValueError(f"{self.name}: {self.operator} does not compare numbers")


@dataclass(frozen=True, slots=True, eq=False)
class Term(Generic[S]):
    """One value read out of a subject. `<`, `<=`, `>` and `>=` with a parameter build a comparison."""

    name: str
    """The fact to ask for when it is missing, by its name in the vocabulary."""
    says: str
    """What it is in words, such as lowest T-score."""
    read: Callable[[S], Known[Any] | None]

    def __lt__(self, figure: Parameter) -> "Expression[S]":
        return Comparison(self, Operator.LT, figure)

    def __le__(self, figure: Parameter) -> "Expression[S]":
        return Comparison(self, Operator.LE, figure)

    def __gt__(self, figure: Parameter) -> "Expression[S]":
        return Comparison(self, Operator.GT, figure)

    def __ge__(self, figure: Parameter) -> "Expression[S]":
        return Comparison(self, Operator.GE, figure)

    def equals(self, value: "Parameter | str") -> "Expression[S]":
        """Return: this term has that value."""
        return Comparison(self, Operator.EQ, value)

    def differs(self, value: "Parameter | str") -> "Expression[S]":
        """Return: this term has another value."""
        return Comparison(self, Operator.NE, value)

    def is_true(self) -> "Expression[S]":
        """Return: this term, a truth value, is true."""
        return Comparison(self, Operator.EQ, threshold=True)

    def is_false(self) -> "Expression[S]":
        """Return: this term, a truth value, is false."""
        return Comparison(self, Operator.EQ, threshold=False)

    def is_one_of(self, *choices: str) -> "Expression[S]":
        """Return: this term has one of the values."""
        return Comparison(self, Operator.IN, choices)

    def is_present(self) -> "Expression[S]":
        """Return: somebody stated this term. Never unknown; for asking whether an input was given, not what it says."""
        return Present(self)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Expression[S]):
    """A term against a figure, a name, a truth value or several names.

    Raises:
        ValueError: the parameter is meant for another operator.
    """

    term: Term[S]
    operator: Operator
    threshold: Parameter | str | bool | tuple[str, ...]
    leaf: "_Leaf[S]" = field(init=False, repr=False, compare=False)
    """What it shares with equal comparisons of other packs."""

    def __post_init__(self) -> None:
        if isinstance(self.threshold, Parameter) and self.threshold.operator is not self.operator:
            name, meant = self.threshold.name, self.threshold.operator
            raise ValueError(f"{name} is meant for {meant}, not for {self.operator}")
        object.__setattr__(self, "leaf", _leaf(self.term, _against(self.operator, self.threshold)))

    @property
    def questions(self) -> tuple[Question[S], ...]:
        """The comparison as it is shared."""
        return (self.leaf,)

    def settled(self, verdicts: Mapping[Question[S], Truth]) -> Settled:
        """Return what it shares came to."""
        return self.leaf.settled(verdicts)

    def _settle(self, verdicts: Mapping[Question[S], Truth]) -> Settled:
        return self.settled(verdicts)


@dataclass(frozen=True, slots=True)
class _Against:
    """The right side of a comparison, ready for use and for show."""

    operator: Operator
    value: object
    sign: str
    shown: str
    compare: Callable[[Any, Any], bool]

    def verdict(self, known: Known[Any]) -> Truth:
        if known.alternatives or known.or_lower:
            return verdict_of(known, self.operator, self.value)
        return _TRUE if self.compare(known.value, self.value) else _FALSE

    def reason(self, says: str, known: Known[Any], verdict: Truth) -> Reason:
        return _reason(
            term=says,
            value=shown(known),
            operator=self.sign,
            threshold=self.shown,
            verdict=verdict,
            measurement=known.measurement,
            source=known.source,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Leaf(Question[S]):
    """What every comparison of a term with the same figure comes to, whichever pack the figure stands in."""

    term: Term[S]
    against: _Against
    unknown: tuple[Reason, ...]
    """Why it is open while nothing is known of the term: the same for every subject, and by far the most frequent."""

    @property
    def kin(self) -> Term[S]:
        return self.term

    @property
    def shape(self) -> tuple[str, str, str | None]:
        return self.term.says, self.against.sign, self.against.shown

    def answers(self, kindred: "Sequence[_Leaf[S]]", subject: Subject[S]) -> Iterable[Truth]:
        known = subject.once(self.term.read)
        if known is None:
            return repeat(_UNKNOWN, len(kindred))
        if known.alternatives or known.or_lower:
            return [verdict_of(known, leaf.against.operator, leaf.against.value) for leaf in kindred]
        value = known.value
        return [_TRUE if (against := leaf.against).compare(value, against.value) else _FALSE for leaf in kindred]

    def reasons(self, subject: Subject[S]) -> tuple[Reason, ...]:
        known = subject.once(self.term.read)
        return self.unknown if known is None else (self.against.reason(self.term.says, known, subject.verdicts[self]),)

    def asks(self, subject: Subject[S]) -> tuple[str, ...]:
        known = subject.once(self.term.read)
        return (known.settled_by if known is not None else ()) or (self.term.name,)


@cache
def _leaf(term: Term[S], against: _Against) -> _Leaf[S]:
    return _Leaf(term, against, (_nothing_known(term.says, against),))


def _nothing_known(says: str, against: _Against) -> Reason:
    return Reason(term=says, value=None, operator=against.sign, threshold=against.shown, verdict=_UNKNOWN)


@cache
def _against(operator: Operator, threshold: Parameter | str | bool | tuple[str, ...]) -> _Against:
    value = threshold.value if isinstance(threshold, Parameter) else threshold
    return _Against(operator, value, operator.value, text_of(value), _COMPARE[operator])


def compared(
    says: str,
    known: Known[Any] | None,
    operator: Operator,
    threshold: Parameter | str | bool | tuple[str, ...],
    missing: str,
) -> Evaluation:
    """Return the comparison of one value; `missing` names the fact to ask for when it is not known."""
    against = _against(operator, threshold)
    if known is None:
        return Evaluation(_UNKNOWN, (_nothing_known(says, against),), (missing,))
    verdict = against.verdict(known)
    asks = (known.settled_by or (missing,)) if verdict is _UNKNOWN else ()
    return Evaluation(verdict, (against.reason(says, known, verdict),), asks)


def fulfils(value: Decimal, figure: Parameter) -> bool:
    """Return whether a value stands to a figure as its operator says, without reasons."""
    return _COMPARE[figure.operator](value, figure.value)


def verdict_of(known: Known[Any], operator: Operator, against: object) -> Truth:
    """Return how a value stands to another one; unknown where its possibilities do not agree."""
    compare = _COMPARE[operator]
    first = compare(known.value, against)
    if known.alternatives and any(compare(value, against) is not first for value in known.alternatives):
        return _UNKNOWN
    if known.or_lower and not _holds_below(operator, known.value, against, holds=first):
        return _UNKNOWN
    return _TRUE if first else _FALSE


def _holds_below(operator: Operator, value: Any, against: Any, *, holds: bool) -> bool:
    """Return whether the verdict stays what it is for every lower value too."""
    if operator in {Operator.LT, Operator.LE}:
        return holds
    if operator in {Operator.GT, Operator.GE}:
        return not holds
    return bool(value < against)


@dataclass(frozen=True, slots=True, eq=False)
class Present(Question[S]):
    """Whether a term is known at all: true or false, never unknown."""

    term: Term[S]

    @property
    def shape(self) -> tuple[str, str, str | None]:
        """Return its words; there is no figure."""
        return self.term.says, Operator.PRESENT.value, None

    def answers(self, kindred: "Sequence[Present[S]]", subject: Subject[S]) -> Iterable[Truth]:
        """Return whether somebody stated it."""
        known = subject.once(self.term.read)
        return repeat(_FALSE if known is None else _TRUE, len(kindred))

    def reasons(self, subject: Subject[S]) -> tuple[Reason, ...]:
        """Return what is known of the term."""
        known = subject.once(self.term.read)
        reason = Reason(
            term=self.term.says,
            value=shown(known),
            operator=Operator.PRESENT.value,
            threshold=None,
            verdict=subject.verdicts[self],
            measurement=known.measurement if known else None,
            source=known.source if known else None,
        )
        return (reason,)


@dataclass(frozen=True, slots=True, eq=False)
class Undecided(Question[S]):
    """The source contradicts itself here: always unknown, and no further fact would settle it."""

    says: str
    """What the source leaves open."""

    @property
    def shape(self) -> tuple[str, str, str | None]:
        """Return its words; there is no figure."""
        return self.says, "undecided", None

    def answers(self, kindred: "Sequence[Undecided[S]]", subject: Subject[S]) -> Iterable[Truth]:  # noqa: ARG002 - the same for every case
        """Return unknown."""
        return repeat(_UNKNOWN, len(kindred))

    def reasons(self, subject: Subject[S]) -> tuple[Reason, ...]:  # noqa: ARG002 - the same for every case
        """Return what is left open."""
        return (Reason(term=self.says, value=None, operator="undecided", threshold=None, verdict=_UNKNOWN),)


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast(Expression[S]):
    """At least `count` of the parts are true."""

    count: int
    parts: tuple[Expression[S], ...]

    @property
    def questions(self) -> tuple[Question[S], ...]:
        """Those of the parts."""
        return tuple(dict.fromkeys(question for part in self.parts for question in part.questions))

    def _settle(self, verdicts: Mapping[Question[S], Truth]) -> Settled:
        """Return the count's verdict, because of the parts that made it."""
        return counted(self.count, [part.settled(verdicts) for part in self.parts])


@dataclass(frozen=True, slots=True, eq=False)
class Not(Expression[S]):
    """The part is false."""

    part: Expression[S]

    @property
    def questions(self) -> tuple[Question[S], ...]:
        """Those of the part."""
        return self.part.questions

    def _settle(self, verdicts: Mapping[Question[S], Truth]) -> Settled:
        """Return the opposite verdict with the same reasons."""
        found = self.part.settled(verdicts)
        return settlement(_OPPOSITE[found.verdict], found.because, found.asks)


_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def all_of(*parts: Expression[S]) -> Expression[S]:
    """Return: every part is true."""
    return AtLeast(len(parts), parts)


def any_of(*parts: Expression[S]) -> Expression[S]:
    """Return: one or more parts are true."""
    return AtLeast(1, parts)


def at_least(count: int, *parts: Expression[S]) -> Expression[S]:
    """Return: so many parts are true."""
    return AtLeast(count, parts)


def not_(part: Expression[S]) -> Expression[S]:
    """Return: the part is false."""
    return Not(part)
