"""Duration of glucocorticoid courses where months and days are not the same."""

from decimal import Decimal

import pytest

from assess.case.medication import days_of, is_systemic_glucocorticoid, months_of
from dxa.facts import Medication


def course(months, days):
    return Medication(months=months and Decimal(months), days=days and Decimal(days))


@pytest.mark.parametrize(
    ("months", "days", "values"),
    [
        ("3", None, ["3"]),
        (None, "89", ["2.87", "2.96"]),
        (None, "90", ["2.90", "3.00"]),
        (None, "93", ["3.00", "3.10"]),
        (None, "0", ["0.00"]),
        (None, None, None),
    ],
)
def test_months_from_days_stay_open_between_short_and_long_months(months, days, values):
    known = months_of(course(months, days))

    assert (known and [str(value) for value in (known.value, *known.alternatives)]) == values


@pytest.mark.parametrize(
    ("months", "days", "values"),
    [("1", "31", ["31"]), ("1", None, ["30.00", "31.00"]), (None, None, None)],
)
def test_days_from_months_stay_open_too(months, days, values):
    known = days_of(course(months, days))

    assert (known and [str(value) for value in (known.value, *known.alternatives)]) == values


@pytest.mark.parametrize(
    ("names", "systemic"),
    [
        (["prednisolon", "Prednisona", "methylprednisolon", "Solu-Medrol", "dexaméthasone", "Urbason", "Kortison",
          "Decortin H", "Преднизолон", "glucocorticoïdes", "hidrocortisona", "triamcinolon", "Prednihexal"], True),
        (["budesonide", "Budesonid", "steroid", "stéroïdes", None], None),
        (["metformin", "zoledronate", "fludrocortisone", "inhaled budesonide", "hydrocortisone cream",
          "Prednisolon Augentropfen", "intra-articular triamcinolone", "beclometasone", "mineralocorticoid"], False),
    ],
)  # fmt: skip
def test_a_glucocorticoid_is_known_by_its_name_in_other_languages(names, systemic):
    assert [] == [name for name in names if is_systemic_glucocorticoid(name) is not systemic]
