"""What an expression holds: its parts, its figures, the facts it asks for. Rules are data, and this reads them."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from assess.expressions.evaluation import Expression
from assess.expressions.lists import Counted, Has
from assess.expressions.logic import Comparison, Parameter, Present


def nodes(expression: Expression[Any]) -> Iterator[Expression[Any]]:
    """Yield an expression and every expression inside it, outermost first."""
    yield expression
    # Every expression is a dataclass whose parts are its fields; what does not take part in comparing is derived.
    for field in fields(expression):  # type: ignore[arg-type]
        if not field.compare:
            continue
        value = getattr(expression, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Expression):
                yield from nodes(part)


def parameters_of(expression: Expression[Any]) -> tuple[Parameter, ...]:
    """Return every figure an expression compares with, once, in order."""
    found = (node.threshold for node in nodes(expression) if isinstance(node, Comparison))
    return tuple(dict.fromkeys(figure for figure in found if isinstance(figure, Parameter)))


def facts_of(expression: Expression[Any]) -> tuple[str, ...]:
    """Return the name of every fact an expression asks for, once, in order."""
    names = (
        node.term.name if isinstance(node, Comparison | Present) else node.entries.name
        for node in nodes(expression)
        if isinstance(node, Comparison | Present | Counted | Has)
    )
    return tuple(dict.fromkeys(names))
