"""What a printed age tells about the dates beside it."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from parsers.pdf.examination.box import Field, Labelled
from parsers.pdf.examination.dates import Order, first_date

_YEARS = re.compile(r"(?<![\d.,/-])(?P<years>\d{1,3}[.,]\d)(?![\d.,/-])(?:\s*[^\W\d_]|\s*$)")
"""An age with one decimal, as enCORE prints it; whole years fit too many days."""
_DAYS_OF_YEAR = Decimal("365.25")
_NEAR = Decimal("0.07")
"""Years between the age of two days and the age printed: half of its last digit, and one leap day."""


def order_of_age(fields: Sequence[Labelled]) -> Order | None:
    """Return the order of day and month in which birth and examination are the printed age apart.

    None unless one order fits and the other does not, or where the age has no decimal.
    """
    born, measured, age = (_first(fields, field) for field in (Field.BIRTH, Field.MEASURED, Field.AGE))
    if born is None or measured is None:
        return None
    found = _YEARS.search(age.value) if age else None
    found = found or _YEARS.search(born.value)
    if found is None:
        return None
    years = Decimal(found["years"].replace(",", "."))
    fitting = [order for order in Order if _fits(_day(born, order), _day(measured, order), years)]
    return fitting[0] if len(fitting) == 1 else None


def _first(fields: Sequence[Labelled], field: Field) -> Labelled | None:
    return next((found for found in fields if found.field is field and found.value), None)


def _day(field: Labelled, order: Order) -> date | None:
    printed = first_date(field.value, order)
    return printed.day if printed else None


def _fits(born: date | None, measured: date | None, years: Decimal) -> bool:
    if born is None or measured is None:
        return False
    return abs(Decimal((measured - born).days) / _DAYS_OF_YEAR - years) <= _NEAR
