"""What the report's own words state, read from `report.context.facts` by name.

A name is a fact of `dxa.facts`, dotted for its parts: `sex`, `age_years`, `menopausal_status`, `weight_kg`, `frax.mof`,
`labs.calcium`, `fractures[].site`, `medications[].drug`, `conditions`. Parts of a list that follow one another
belong to one entry until a part repeats. `glucocorticoid_mg_per_day`, `glucocorticoid_months` and
`glucocorticoid_days` together are one course. A list whose value is `none` is known to be empty. A value that is not
of its kind states nothing.
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from assess.expressions.known import Listed
from dxa.facts import Medication
from dxa.report import StatedFact

T = TypeVar("T")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
_NONE = frozenset({"none", "[]", ""})
_COURSE = ("mg_per_day", "months", "days")


def name_of(text: str) -> str:
    """Return a name as lists of names hold it: lower case, words joined by underscores.

    >>> name_of(" Primary Hyperparathyroidism")
    'primary_hyperparathyroidism'
    """
    return "_".join(re.findall(r"[^\s_-]+", text.casefold()))


@dataclass(frozen=True, slots=True)
class Stated:
    """The stated facts by name, values as written."""

    facts: tuple[StatedFact, ...]
    _affirmed: tuple[StatedFact, ...] = field(init=False, repr=False, compare=False)
    _texts: dict[str, dict[str, None]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Every different value by name, trimmed, in order."""

    def __post_init__(self) -> None:
        # What a report denies is never taken for present; nor does it say that a list has no other entries.
        affirmed = tuple(fact for fact in self.facts if not fact.denied)
        object.__setattr__(self, "_affirmed", affirmed)
        for fact in affirmed:
            self._texts.setdefault(fact.name, {})[fact.value.strip()] = None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every different value stated under a name, trimmed."""
        return tuple(self._texts.get(name, ()))

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """Return every different number stated under a name."""
        return tuple(dict.fromkeys(number for text in self.texts(name) if (number := number_of(text)) is not None))

    def truths(self, name: str) -> tuple[bool, ...]:
        """Return every different truth value stated under a name."""
        return tuple(dict.fromkeys(_TRUTHS[text.casefold()] for text in self.texts(name) if text.casefold() in _TRUTHS))

    def names(self, name: str) -> Listed[str]:
        """Return the names stated for a list of names; known to be empty only if that is what is stated."""
        parts = [part.strip() for text in self.texts(name) for part in re.split(r"[,;]", text)]
        found = tuple(dict.fromkeys(name_of(part) for part in parts if part.casefold() not in _NONE))
        return Listed(found, complete=not found and bool(parts), source="report" if parts else None)

    def entries(self, name: str, entry: type[T]) -> Listed[T]:
        """Return the entries stated for a list of a kind, such as fractures."""
        found = tuple(entry(**values) for values in self._grouped(name, _kinds(cast("Hashable", entry))) if values)
        empty = any(text.casefold() in _NONE for text in self.texts(name))
        return Listed(found, complete=empty and not found, source="report" if found or empty else None)

    def medications(self) -> Listed[Medication]:
        """Return the stated medications, a course given by dose and duration alone included."""
        listed = self.entries("medications", Medication)
        numbers = {part: self.numbers(f"glucocorticoid_{part}") for part in _COURSE}
        course = {part: found[0] for part, found in numbers.items() if len(found) == 1}
        # Two different doses or durations cannot be told apart into courses: then nothing is stated about them.
        if not any(numbers.values()):
            return listed
        return Listed((*listed.entries, Medication(drug="glucocorticoid", **course)), source="report")

    def _grouped(self, name: str, kinds: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        entry: dict[str, Any] = {}
        number: str | None = None
        for fact in self._affirmed:
            found = re.fullmatch(rf"{name}\[(\d*)\]\.(\w+)", fact.name)
            if found is None or found[2] in entry or found[1] != number:
                yield entry
                entry = {}
            number = found[1] if found else None
            value = _read(fact.value.strip(), kinds[found[2]]) if found and found[2] in kinds else None
            entry |= {} if found is None or value is None else {found[2]: value}
        yield entry


def number_of(text: str) -> Decimal | None:
    """Return the decimal number a stated value is, or None."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _read(text: str, kind: Any) -> object:
    if kind == Decimal | None:
        return number_of(text)
    if kind == bool | None:
        return _TRUTHS.get(text.casefold())
    if kind == int | None:
        return int(text) if text.isascii() and text.isdigit() else None
    return text or None


@cache
def _kinds(entry: Hashable) -> dict[str, Any]:
    return get_type_hints(entry)


def joined(own: Sequence[T] | None, stated: Listed[T]) -> tuple[Listed[T], bool]:
    """Return a caller's list joined with what the report states, and whether the two contradict each other.

    A caller who names entries has said all; what the report adds is added. A caller who says none while the report
    names one, or the other way round, contradicts it: then nothing is known.
    """
    if own is None:
        return stated, False
    if stated.complete if own else stated.entries:
        return Listed(source="facts and report disagree"), True
    added = tuple(entry for entry in stated.entries if entry not in own)
    return Listed((*own, *added), complete=True, source="facts and report" if added else "facts"), False
