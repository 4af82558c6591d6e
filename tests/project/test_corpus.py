"""The corpus generator: every family makes the same valid documents again from the same seed."""

from decimal import Decimal
from functools import cache

import pytest

from dxa import errors
from dxa.issues import IssueCode
from dxa.regions import VERTEBRAE, Region, Side
from dxa.report import Quantity, Unit
from fixtures.corpus.family import all_families, sample_of

SEEDS = (11, 12)
COUNT = 3
BEGINNINGS = {"pdf": b"%PDF", "dcm": b"DICM"}
REFUSALS = {one.code for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.OsteonError)}


@cache
def made(family):
    return made_anew(family)


def made_anew(family):
    return [sample_of(family, seed, index) for seed in SEEDS for index in range(COUNT)]


@pytest.mark.slow
@pytest.mark.parametrize("family", all_families(), ids=lambda family: family.name)
def test_family_makes_the_same_documents_again(family):
    first, second = made(family), made_anew(family)

    assert first == second
    assert len({sample.content for sample in first}) > 1


@pytest.mark.parametrize("family", all_families(), ids=lambda family: family.name)
def test_truth_of_a_family_is_valid(family):
    faults = [
        value
        for sample in made(family)
        for value in (*sample.truth.values, *sample.truth.optional)
        if not Decimal(value.value).is_finite()
        or value.unit not in set(Unit)
        or value.region not in set(Region)
        or value.quantity not in set(Quantity)
        or (value.side is not None and value.side not in set(Side))
        or not set(value.levels) <= set(VERTEBRAE)
    ]

    assert faults == []


@pytest.mark.parametrize("family", all_families(), ids=lambda family: family.name)
def test_document_is_of_its_kind_and_its_truth_names_known_codes(family):
    for sample in made(family):
        truth = sample.truth
        expected = set(truth.error.split("|")) if truth.error else set()

        assert BEGINNINGS.get(sample.ending, b"") in sample.content[:1100]
        assert expected <= REFUSALS | {"READ"}
        assert set(truth.issues) <= set(IssueCode)
        assert truth.values or truth.error or truth.optional or truth.issues or truth.note


def test_families_have_different_names():
    names = [family.name for family in all_families()]

    assert sorted(set(names)) == names
