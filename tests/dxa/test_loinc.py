"""The code tables against the true table of docs/sources.md, and every check digit."""

import pytest

from dxa.loinc import DXA_ORDERS, LOINC, SNOMED_LEVELS, SNOMED_REGIONS, SNOMED_SIDES, check_digit_holds
from dxa.regions import VERTEBRAE, Region, Side
from dxa.report import Quantity

LEFT, RIGHT = Side.LEFT, Side.RIGHT

TRUE_TABLE = [
    ("spine", None, "24966-4", "38267-1", "85394-5"),
    ("hip", None, "38261-4", "38264-8", "80933-5"),
    ("hip", LEFT, "46278-8", "80946-7", "80938-4"),
    ("hip", RIGHT, "46279-6", "80945-9", "80937-6"),
    ("hip", None, "24701-5", "38263-0", "80934-3"),
    ("hip", LEFT, "80954-1", "80948-3", "80940-0"),
    ("hip", RIGHT, "80953-3", "80947-5", "80939-2"),
    ("forearm", None, "24890-6", "38265-5", "80932-7"),
    ("forearm", LEFT, "80952-5", "80944-2", "80936-8"),
    ("forearm", RIGHT, "80951-7", "80943-4", "80935-0"),
    ("other", None, "38262-2", "38266-3", None),
    ("other", LEFT, "80956-6", "80950-9", "80942-6"),
    ("other", RIGHT, "80955-8", "80949-1", "80941-8"),
    ("other", None, "85385-3", "85390-3", "85391-1"),
    ("other", LEFT, "85386-1", "85389-5", "85393-7"),
    ("other", RIGHT, "85387-9", "85388-7", "85392-9"),
]
ANY_OF = {
    "spine": {Region.LUMBAR_SPINE},
    "hip": {Region.FEMORAL_NECK, Region.TOTAL_HIP},
    "forearm": {Region.RADIUS_33, Region.RADIUS_TOTAL},
    "other": set(),
}
CODES = [
    (code, place, side, quantity)
    for place, side, *codes in TRUE_TABLE
    for code, quantity in zip(codes, (Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE), strict=True)
    if code
]


@pytest.mark.parametrize(("code", "place", "side", "quantity"), CODES)
def test_code_means_what_the_true_table_says(code, place, side, quantity):
    meaning = LOINC[code]

    assert (meaning.side, meaning.quantity) == (side, quantity)
    assert ANY_OF[place] <= meaning.regions
    assert bool(meaning.regions) == bool(ANY_OF[place])


def test_no_code_stands_in_the_table_that_is_not_in_the_true_one():
    frax_and_any_spine = {"90265-0", "90266-8", "104938-6"}

    assert set(LOINC) == {code for code, *_ in CODES} | frax_and_any_spine


@pytest.mark.parametrize("code", sorted(LOINC) + sorted(code for code in DXA_ORDERS if "-" in code))
def test_every_code_carries_its_check_digit(code):
    assert check_digit_holds(code)


@pytest.mark.parametrize(
    "code", ["38268-7", "24966-5", "38267-2", "", "-", "38267", "38267-", "x-1", "38267-11", "٣-1"]
)
def test_mistyped_code_is_noticed(code):
    assert not check_digit_holds(code)


@pytest.mark.parametrize("code", sorted({code for code, *_ in CODES}))
def test_one_wrong_digit_is_always_noticed(code):
    body, digit = code.split("-")
    mistyped = [f"{body[:at]}{new}{body[at + 1 :]}-{digit}" for at in range(len(body)) for new in "0123456789"]

    assert [other for other in mistyped if other != code and check_digit_holds(other)] == []


@pytest.mark.parametrize("code", [*SNOMED_REGIONS, *SNOMED_LEVELS, *SNOMED_SIDES])
def test_every_snomed_code_carries_its_check_digit(code):
    assert verhoeff(code) == 0


def test_snomed_levels_are_vertebrae():
    assert set(SNOMED_LEVELS.values()) <= set(VERTEBRAE)


def verhoeff(number: str) -> int:
    """Return 0 if the last digit is the Verhoeff check digit of the others (SNOMED CT release guide, 6.2)."""
    permuted = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    powers = [list(range(10))]
    for _ in range(7):
        powers.append([permuted[value] for value in powers[-1]])
    checksum = 0
    for place, char in enumerate(reversed(number)):
        checksum = dihedral(checksum, powers[place % 8][int(char)])
    return checksum


def dihedral(one: int, other: int) -> int:
    """Return the product of two elements of the dihedral group of order ten."""
    if one < 5:
        return (one + other) % 5 if other < 5 else 5 + (one + other) % 5
    return 5 + (one - other) % 5 if other < 5 else (one - other) % 5
