"""What the facts entries of a case amount to."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from dxa.facts import Facility, Facts, Labs
from store.records import FactsEntry


def facts_in_force(entries: Sequence[FactsEntry]) -> Facts:
    """Return the facts of entries given oldest first: a later entry overrides what it names and nothing else.

    Laboratory results and facility figures are overridden one by one; every other fact, such as the list of
    fractures or a FRAX result, as a whole, because its parts belong together.
    """
    known = Facts()
    for entry in entries:
        known = over(_without(known, entry.withdrawn), entry.facts)
    return known


def _without(facts: Facts, names: Sequence[str]) -> Facts:
    empty = Facts()
    return replace(facts, **{name: getattr(empty, name) for name in names})


def over(earlier: Facts, later: Facts) -> Facts:
    """Return facts with later ones laid over them."""
    said: dict[str, Any] = {
        field.name: value for field in fields(Facts) if (value := getattr(later, field.name)) is not None
    }
    said["facility"] = _facility(earlier.facility, later.facility)
    if earlier.labs is not None and later.labs is not None:
        said["labs"] = _labs(earlier.labs, later.labs)
    return replace(earlier, **said)


def _labs(earlier: Labs, later: Labs) -> Labs:
    said = {field.name: value for field in fields(Labs) if (value := getattr(later, field.name)) is not None}
    return replace(earlier, **said)


def _facility(earlier: Facility, later: Facility) -> Facility:
    """Return what is known of a facility: figures site by site, everything else as the later entry names it."""
    return Facility(
        **{part.name: _joined(getattr(earlier, part.name), getattr(later, part.name)) for part in fields(Facility)}
    )


def _joined(earlier: Any, later: Any) -> Any:
    if isinstance(earlier, Mapping):
        return {**earlier, **later}
    # An empty list of packs names none.
    return earlier if later is None or later == () else later
