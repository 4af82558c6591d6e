"""Conditions of rules in words a doctor can read, made from the expressions so that the two cannot differ."""

from collections.abc import Iterator
from typing import Any

from assess.case.ages import CHILD_BELOW
from assess.expressions.evaluation import Expression
from assess.expressions.known import text_of
from assess.expressions.lists import Counted, Has
from assess.expressions.logic import AtLeast, Comparison, Not, Operator, Parameter, Present, Undecided
from assess.expressions.surely import Once, Surely
from assess.terms.age_table import ByAge
from assess.terms.courses import Together
from assess.terms.population import KNOWN_CHILD

_CHILD = f"known child or adolescent (under {CHILD_BELOW.value}, or by menarche where no age is stated)"
_LINE = 160
"""Letters of a condition that still reads as one line."""
_SIGNS = {Operator.EQ: "is", Operator.NE: "is not", Operator.IN: "is one of"}


def phrase(expression: Expression[Any]) -> str:
    """Return a condition in words.

    Raises:
        TypeError: an expression of a kind that has no words yet.
    """
    return _said(expression, nested=False)


def outline(expression: Expression[Any], depth: int = 0) -> Iterator[str]:
    """Yield a condition as lines of a nested list: what is short stays one line, of what is long each part is one."""
    indent, words = "  " * depth, phrase(expression)
    if len(words) <= _LINE or not isinstance(expression, AtLeast | Not | Surely | ByAge) or expression is KNOWN_CHILD:
        yield f"{indent}- {words}"
        return
    head, parts = _opened(expression)
    yield f"{indent}- {head}"
    for name, part in parts:
        if name:
            yield f"{indent}  - {name}: {phrase(part)}"
        else:
            yield from outline(part, depth + 1)


def _opened(
    expression: "AtLeast[Any] | Not[Any] | Surely[Any] | ByAge",
) -> tuple[str, list[tuple[str, Expression[Any]]]]:
    """Return how a list of parts is headed, and the parts, those of a table by age with their age."""
    if isinstance(expression, ByAge):
        first = "from " if expression.bands else "at "
        ages = [f"{first}{age} years" for age in expression.ages]
        if expression.open_end and not expression.bands:
            ages[-1] = f"from {expression.ages[-1]} years"
        return "by age:", list(zip(ages, expression.rows, strict=True))
    if isinstance(expression, Not | Surely):
        return ("not:" if isinstance(expression, Not) else "known:"), [("", expression.part)]
    heads = {len(expression.parts): "all of:", 1: "one or more of:"}
    return heads.get(expression.count, f"at least {expression.count} of:"), [("", part) for part in expression.parts]


def _said(expression: Expression[Any], *, nested: bool = True) -> str:
    match expression:
        case AtLeast():
            return _counted(expression, nested=nested)
        case Not(part=part):
            return f"not ({phrase(part)})"
        case Surely(part=part):
            return f"known: {_said(part)}"
        case Once(first=first, then=then):
            return f"{_said(then)}, once {_said(first)}"
        case ByAge():
            return _by_age(expression)
        case _:
            return _leaf(expression)


def _leaf(expression: Expression[Any]) -> str:
    match expression:
        case Comparison(term=term, operator=operator, threshold=threshold):
            return _compared(term.says, operator, threshold)
        case Undecided(says=says):
            return f"undecided, because {says}"
        case Together(says=says, figure=figure):
            limit = f"{says} {figure.operator.value} {figure.value}"
            return f"undecided while several courses may come to it together ({limit})"
        case Present(term=term):
            return f"{term.says} is stated"
        case Has(entries=entries, names=names):
            return f"{entries.says} include {' or '.join(_plain(name) for name in names)}"
        case Counted(entries=entries, where=where, count=count):
            some = "one" if count == 1 else f"{count} or more"
            return f"{some} of the {entries.says} with ({phrase(where)})"
        case _:
            raise TypeError(f"{type(expression).__name__} has no words")


def _counted(expression: AtLeast[Any], *, nested: bool) -> str:
    parts = expression.parts
    if expression is KNOWN_CHILD:
        # Every adult rule leaves children out; how that is known would bury what the rule itself asks.
        return _CHILD
    if not parts:
        return "always" if expression.count == 0 else "never"
    if len(parts) == 1:
        return _said(parts[0], nested=nested)
    if expression.count == len(parts) or expression.count == 1:
        joined = (" and " if expression.count == len(parts) else " or ").join(_said(part) for part in parts)
        return f"({joined})" if nested else joined
    return f"at least {expression.count} of: {'; '.join(phrase(part) for part in parts)}"


def _by_age(expression: ByAge) -> str:
    from_age = "from " if expression.bands else ""
    rows = zip(expression.ages, expression.rows, strict=True)
    return "by age: " + "; ".join(f"{from_age}{age}: {phrase(row)}" for age, row in rows)


def _compared(says: str, operator: Operator, threshold: "Parameter | str | bool | tuple[str, ...]") -> str:
    if threshold is True:
        return says
    if threshold is False:
        return f"not {says}"
    if isinstance(threshold, Parameter):
        return f"{says} {operator.value} {threshold.value}{_unit(threshold)}"
    words = (
        ", ".join(_plain(name) for name in threshold) if isinstance(threshold, tuple) else _plain(text_of(threshold))
    )
    return f"{says} {_SIGNS[operator]} {words}"


def _unit(figure: Parameter) -> str:
    if figure.unit in {"1", "T-score", "Z-score", "points"}:
        return ""
    return f" {figure.unit}s" if figure.unit in {"day", "month", "year"} and figure.value != 1 else f" {figure.unit}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
