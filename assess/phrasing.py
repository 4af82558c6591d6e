"""Conditions of rules in words a doctor can read, made from the expressions so that the two cannot differ."""

from typing import Any

from assess.age_table import ByAge
from assess.known import text_of
from assess.lists import Counted, Has
from assess.logic import AtLeast, Comparison, Expression, Not, Operator, Parameter, Present, Undecided
from assess.surely import Once, Surely

_SIGNS = {Operator.EQ: "is", Operator.NE: "is not", Operator.IN: "is one of"}


def phrase(expression: Expression[Any]) -> str:
    """Return a condition in words.

    Raises:
        TypeError: an expression of a kind that has no words yet.
    """
    return _said(expression, nested=False)


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
        unit = "" if threshold.unit in {"1", "T-score", "Z-score", "points"} else f" {threshold.unit}"
        return f"{says} {operator.value} {threshold.value}{unit}"
    words = (
        ", ".join(_plain(name) for name in threshold) if isinstance(threshold, tuple) else _plain(text_of(threshold))
    )
    return f"{says} {_SIGNS[operator]} {words}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
