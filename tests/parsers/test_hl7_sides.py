"""Tests for parsers.hl7.sides: the side of a limb an order names, and of no other limb."""

import pytest

from dxa.regions import Scan
from parsers.hl7.sides import limbs_in, side_in_words


@pytest.mark.parametrize(
    ("limb", "words", "side"),
    [
        (Scan.HIP, "DXA spine and left hip", "left"),
        (Scan.FOREARM, "DXA spine and left hip", None),
        (Scan.HIP, "DXA left hip and forearm", None),
        (Scan.FOREARM, "DXA FOREARM RIGHT", "right"),
        (Scan.HIP, "DXA left", "left"),
        (Scan.HIP, "DX L hip", None),
        (Scan.HIP, "DXA left and right femur", None),
        (Scan.HIP, "Knochendichte H\u00fcfte links", "left"),
        (None, "DXA left hip", None),
    ],
)
def test_an_order_gives_its_side_to_the_limb_it_names(limb, words, side):
    assert side_in_words(limb, words) == side


@pytest.mark.parametrize(
    ("words", "limbs"),
    [
        ("DXA spine", set()),
        ("DXA hip + wrist", {Scan.HIP, Scan.FOREARM}),
        ("Unterarm DXA", {Scan.FOREARM}),
        ("harm reduction", set()),
    ],
)
def test_limbs_are_named_by_their_words(words, limbs):
    assert limbs_in(words) == limbs
