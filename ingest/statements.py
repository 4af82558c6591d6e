"""What the facts entries of a case amount to."""

from collections.abc import Sequence
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
        known = _overridden(_without(known, entry.withdrawn), entry.facts)
    return known


def _without(facts: Facts, names: Sequence[str]) -> Facts:
    empty = Facts()
    return replace(facts, **{name: getattr(empty, name) for name in names})


def _overridden(earlier: Facts, later: Facts) -> Facts:
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
    return Facility(
        lsc_g_cm2={**earlier.lsc_g_cm2, **later.lsc_g_cm2},
        precision_error_percent={**earlier.precision_error_percent, **later.precision_error_percent},
        precision_error_g_cm2={**earlier.precision_error_g_cm2, **later.precision_error_g_cm2},
        cross_calibrated=earlier.cross_calibrated if later.cross_calibrated is None else later.cross_calibrated,
        table_weight_limit_kg=later.table_weight_limit_kg or earlier.table_weight_limit_kg,
        country=later.country or earlier.country,
        primary_packs=later.primary_packs or earlier.primary_packs,
    )
