"""The same rule expressions over many cases at once, for questions about a population.

A case is kept as what the rules ask of it: the value of every term and list, as `terms_text` writes them. A question is
then answered column by column: each comparison once for all cases, each part that rules share once.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from assess.case.fracture_ages import TimedFracture
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression, Plain, enough
from assess.expressions.known import Known, Listed
from assess.expressions.lists import Counted, Has, ListTerm, has_one
from assess.expressions.logic import AtLeast, Comparison, Not, Parameter, Present, Term, Undecided, verdict_of
from assess.expressions.surely import Once, Surely
from assess.registry import all_guidelines
from assess.rules.rule import Rule
from assess.terms.age_table import ByAge
from assess.terms.courses import Together
from assess.terms.terms import FULL_YEARS, GLUCOCORTICOIDS
from dxa.assessment import Outcome, Truth
from dxa.facts import Fracture, Medication

Column = Sequence[Truth]
_T, _F, _U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_ENTRIES: Mapping[str, type[Any]] = {"fractures": Fracture, "medications": Medication}
"""What the entries of a list are; names where it is not said."""


def _key(term: "Term[Any] | ListTerm[Any, Any]") -> str:
    # A term counts by its name and its words, as in the hash of a pack.
    return f"{term.name}|{term.says}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Every term and list the packs ask of a case, by key."""

    terms: Mapping[str, Term[Situation]]
    lists: Mapping[str, ListTerm[Situation, Any]]


@cache
def _asked() -> _Asked:
    terms: dict[str, Term[Situation]] = {_key(FULL_YEARS): FULL_YEARS}
    lists: dict[str, ListTerm[Situation, Any]] = {}
    for pack in all_guidelines():
        for rule in pack.rules:
            for part in (rule.when, rule.applies):
                for leaf in situation_terms(part) if part is not None else ():
                    if isinstance(leaf, Term):
                        terms[_key(leaf)] = leaf
                    else:
                        lists[_key(leaf)] = leaf
    return _Asked(terms, lists)


def situation_terms(expression: Expression[Any]) -> "Iterator[Term[Situation] | ListTerm[Situation, Any]]":
    """Yield the terms and lists an expression asks of the case itself."""
    for leaf in _leaves(expression):
        if isinstance(leaf, Comparison | Present):
            yield leaf.term
        elif isinstance(leaf, Counted | Has):
            yield leaf.entries


def _leaves(expression: Expression[Any]) -> Iterator[Expression[Any]]:
    """Yield the parts that ask the case itself; what is asked of the entries of a list belongs to its list."""
    match expression:
        case AtLeast(parts=parts) | ByAge(rows=parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part=part) | Surely(part=part):
            yield from _leaves(part)
        case Once(first=first, then=then):
            yield from _leaves(first)
            yield from _leaves(then)
        case _:
            yield expression


def terms_text(situation: Situation) -> str:
    """Return what the rules ask of one case, as compact JSON; the same case gives the same text."""
    asked = _asked()
    terms = {
        key: _known_json(known) for key, term in asked.terms.items() if (known := situation.once(term.read)) is not None
    }
    lists = {key: _listed_json(one.read(situation)) for key, one in asked.lists.items()}
    return json.dumps({"terms": terms, "lists": lists}, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def _known_json(known: Known[Any]) -> list[Any]:
    values = [_plain(value) for value in (known.value, *known.alternatives)]
    return [*values, True] if known.or_lower else values


def _plain(value: object) -> Any:
    # Numbers go as texts that begin with a sign, so that every digit comes back; a name beginning with it has it twice.
    if isinstance(value, Decimal):
        return f"#{value}"
    return f"#{value}" if isinstance(value, str) and value[:1] == "#" else value


def _listed_json(listed: Listed[Any]) -> list[Any]:
    entries = [entry if isinstance(entry, str) else _parts(entry) for entry in listed.entries]
    return [entries, listed.complete]


def _parts(entry: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(entry).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Batch:
    """Many cases, column by column; a column is made when a rule first asks for it."""

    cases: Sequence[Mapping[str, Mapping[str, Any]]]
    """What `terms_text` wrote, case by case."""
    _verdicts: dict[int, tuple[Expression[Any], Column]] = field(default_factory=dict, repr=False, compare=False)
    _values: dict[str, Sequence[Any]] = field(default_factory=dict, repr=False, compare=False)

    def column(self, expression: Expression[Any]) -> Column:
        """Return what an expression comes to on every case; a part rules share is worked out once."""
        found = self._verdicts.get(id(expression))
        if found is None:
            found = self._verdicts[id(expression)] = (expression, _column(expression, self))
        return found[1]

    def known(self, term: Term[Any]) -> Sequence[Known[Any] | None]:
        """Return what is known of a term; unknown in a case written before a pack asked for it."""
        key = _key(term)
        if key not in self._values:
            self._values[key] = [_known(case["terms"].get(key)) for case in self.cases]
        return self._values[key]

    def listed(self, entries: ListTerm[Any, Any]) -> Sequence[Listed[Any]]:
        """Return the entries of a list; nothing is known of it in a case written before a pack asked for it."""
        key = _key(entries)
        if key not in self._values:
            self._values[key] = [_listed(case["lists"].get(key), entries.name) for case in self.cases]
        return self._values[key]


def batch_of(texts: Iterable[str]) -> Batch:
    """Return the cases whose terms `terms_text` wrote."""
    return Batch([json.loads(text) for text in texts])


def _known(values: list[Any] | None) -> Known[Any] | None:
    if values is None:
        return None
    if len(values) == 1:
        return Known(_value(values[0]))
    or_lower = values[-1] is True and len(values) > 1 and not isinstance(values[0], bool)
    first, *others = (_value(value) for value in (values[:-1] if or_lower else values))
    return Known(first, alternatives=tuple(others), or_lower=or_lower)


def _value(value: Any) -> Any:
    if not isinstance(value, str) or value[:1] != "#":
        return value
    if value[:2] == "##":
        return value[1:]
    # Cases were once written without the second sign: what is no number there is a name ("#hip", a fractured hip).
    return Decimal(value[1:]) if _NUMBER.fullmatch(value[1:]) else value


_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:E[+-]?\d+)?", re.ASCII)
_NOTHING: Listed[Any] = Listed()


def _listed(found: list[Any] | None, name: str) -> Listed[Any]:
    if found is None:
        return _NOTHING
    entries, complete = found
    kind = _ENTRIES.get(name)
    return Listed(tuple(_made(entry, kind) if kind else entry for entry in entries), complete=complete)


def _made(entry: Mapping[str, Any], kind: type[Any]) -> Any:
    timed = kind is Fracture and "oldest" in entry
    return (TimedFracture if timed else kind)(**{part: _value(value) for part, value in entry.items()})


def outcomes(rule: Rule, batch: Batch) -> list[Outcome]:
    """Return how a rule ends on every case of a batch, as `assess.rules.judging.judge` would."""
    conditions = batch.column(rule.when)
    if rule.applies is None:
        return [_OUTCOMES[verdict] for verdict in conditions]
    return [_outcome(gate, verdict) for gate, verdict in zip(batch.column(rule.applies), conditions, strict=True)]


_OUTCOMES = {_T: Outcome.MET, _F: Outcome.NOT_MET, _U: Outcome.UNKNOWN}


def _outcome(gate: Truth, condition: Truth) -> Outcome:
    if gate is _F:
        return Outcome.NOT_APPLICABLE
    if condition is _F:
        return Outcome.NOT_MET
    return Outcome.MET if gate is _T and condition is _T else Outcome.UNKNOWN


def _column(expression: Expression[Any], batch: Batch) -> Column:
    match expression:
        case AtLeast():
            return _counted(expression, batch)
        case Not(part=part):
            return [_OPPOSITE[verdict] for verdict in batch.column(part)]
        case Surely(part=part):
            return [_T if verdict is _T else _F for verdict in batch.column(part)]
        case Once(first=first, then=then):
            pairs = zip(batch.column(first), batch.column(then), strict=True)
            return [second if known is _T else known for known, second in pairs]
        case ByAge():
            return _by_age(expression, batch)
        case _:
            return _leaf(expression, batch)


_OPPOSITE = {_T: _F, _F: _T, _U: _U}


def _counted(expression: AtLeast[Any], batch: Batch) -> Column:
    count, parts = expression.count, [batch.column(part) for part in expression.parts]
    return [enough(count, verdicts) for verdicts in zip(*parts, strict=True)] if parts else [_T] * len(batch.cases)


def _leaf(expression: Expression[Any], batch: Batch) -> Column:
    match expression:
        case Undecided():
            return [_U] * len(batch.cases)
        case Comparison(term=term, operator=operator, threshold=threshold):
            against = threshold.value if isinstance(threshold, Parameter) else threshold
            return [_U if one is None else verdict_of(one, operator, against) for one in batch.known(term)]
        case Together():
            return [expression.verdict(listed) for listed in batch.listed(GLUCOCORTICOIDS)]
        case Present(term=term):
            return [_F if one is None else _T for one in batch.known(term)]
        case Has(entries=entries, names=names):
            return [has_one(listed, names) for listed in batch.listed(entries)]
        case Counted(entries=entries, where=where, count=count):
            return [_some(listed, where, count) for listed in batch.listed(entries)]
        case _:
            raise TypeError(f"{type(expression).__name__} has no columns")


def _some(listed: Listed[Any], where: Expression[Any], count: int) -> Truth:
    over = enough(count, [Plain(of=entry).verdict(where) for entry in listed.entries])
    return over if over is _T or listed.complete else _U


def _by_age(expression: ByAge, batch: Batch) -> Column:
    rows = [batch.column(row) for row in expression.rows]
    ages = batch.known(FULL_YEARS)
    return [_agreed(expression, age, [row[number] for row in rows]) for number, age in enumerate(ages)]


def _agreed(expression: ByAge, age: Known[Decimal] | None, rows: Sequence[Truth]) -> Truth:
    wanted = range(len(rows)) if age is None else expression.rows_for(age)
    verdicts = {rows[row] for row in wanted}
    return verdicts.pop() if len(verdicts) == 1 else _U
