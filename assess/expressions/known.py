"""A value together with who said it, and a list together with whether it is all there is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Known(Generic[V]):
    """A value a rule may use; where nothing is known there is None instead.

    A value may be known only within bounds: `alternatives` are the other values it may turn out to have, and
    `or_lower` says that it may be any lower one. A comparison is decided only if every possibility agrees.
    """

    value: V
    source: str | None = None
    """Who said it: facts, report, or computed from named values; None when it is a measurement."""
    measurement: str | None = None
    """Id of the measurement it is."""
    alternatives: tuple[V, ...] = ()
    or_lower: bool = False
    settled_by: tuple[str, ...] = ()
    """Facts that would settle which possibility holds; empty when there is only one."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[V]):
    """The entries of a list fact.

    `complete` is False when nobody said that this is all: nothing follows from an entry that is not there.
    """

    entries: tuple[V, ...] = ()
    complete: bool = False
    source: str | None = None


def text_of(value: object) -> str:
    """Return a value as a reason shows it: decimals with their digits, truth as true or false.

    >>> text_of(Decimal("-1.0")), text_of(True), text_of(("a", "b"))
    ('-1.0', 'true', 'a, b')
    """
    if isinstance(value, Decimal):
        # Without exponent, which str() gives a zero with many places.
        return format(value, "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(text_of(part) for part in value)
    return str(value)


def shown(known: Known[V] | None) -> str | None:
    """Return the value with its other possibilities, in words; None when unknown."""
    if known is None:
        return None
    if not known.alternatives and not known.or_lower:
        return text_of(known.value)
    words = " or ".join(text_of(value) for value in dict.fromkeys((known.value, *known.alternatives)))
    return f"{words} or lower" if known.or_lower else words
