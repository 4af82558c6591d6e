"""The age at the examination, stated and computed, and whether the two can both be right."""

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, fulfils
from dxa.assessment import Citation, Evidence

CHILD_BELOW = Parameter(
    name="CHILD_BELOW",
    value=Decimal(20),
    operator=Operator.LT,
    unit="year",
    cite=Citation(
        title="ISCD Official Positions, Pediatric",
        year=2019,
        locator="Definition of osteoporosis: children and adolescents, fracture history by age 19",
        url="https://iscd.org/learn/official-positions/pediatric-positions",
        evidence=Evidence.RECALLED,
    ),
)
_MISMATCH_YEARS = Decimal(1)
"""Stated and computed age differ by a year or more: M02 (common DXA errors, PMC3891842 Table 1)."""


def age_between(birth: date, exam: date) -> Decimal | None:
    """Return the age in years with two decimals, cut off, so that a birthday is the whole year; None before birth.

    >>> age_between(date(1960, 2, 29), date(2025, 2, 28)), age_between(date(1960, 2, 29), date(2025, 3, 1))
    (Decimal('64.99'), Decimal('65.00'))
    """
    if exam < birth:
        return None
    years = exam.year - birth.year
    last = _birthday(birth, exam.year)
    if last > exam:
        years -= 1
        last = _birthday(birth, exam.year - 1)
    share = Decimal((exam - last).days) / Decimal((_birthday(birth, last.year + 1) - last).days)
    return (years + share).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def _birthday(birth: date, year: int) -> date:
    if birth.month == 2 and birth.day == 29 and not calendar.isleap(year):  # noqa: PLR2004 - the leap day
        return date(year, 3, 1)
    return birth.replace(year=year)


def age_of(ages: Sequence[Known[Decimal]]) -> tuple[Known[Decimal] | None, bool]:
    """Return the age all sources agree on, and whether they contradict each other.

    Ages less than a year apart agree; a comparison they would decide differently stays open.
    """
    if not ages:
        return None, False
    values = [age.value for age in ages]
    if max(values) - min(values) >= _MISMATCH_YEARS:
        return None, True
    first = ages[0]
    others = tuple(dict.fromkeys(value for value in values if value != first.value))
    return Known(
        first.value, source=first.source, alternatives=others, settled_by=("age_years",) if others else ()
    ), False


def known_child(age: Known[Decimal] | None) -> bool:
    """Return whether somebody is surely a child or adolescent, whichever of the possible ages is right."""
    return age is not None and all(fulfils(value, CHILD_BELOW) for value in (age.value, *age.alternatives))
