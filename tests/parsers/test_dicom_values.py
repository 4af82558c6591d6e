"""Printed values: numbers, units, what they can be."""

from decimal import Decimal

import pytest

from dxa.locator import Locator
from dxa.regions import Region, Side, Site
from dxa.report import Quantity, Unit
from parsers.dicom.values import Draft, judge

NECK = Site(Region.FEMORAL_NECK, Side.LEFT)


def judged(text, quantity=Quantity.T_SCORE, units=(), fixed=None, site=NECK):
    draft = Draft(
        site=site,
        quantity=quantity,
        text=text,
        units=units,
        fixed_unit=fixed,
        locate=lambda start, end: Locator(tag="(0020,4000)", chars=(start, end)),
    )
    result = judge([draft], "digest", "test/1")
    return result.measurements, [issue.code for issue in result.issues]


@pytest.mark.parametrize(
    ("text", "value", "raw", "codes"),
    [
        ("-2.46", "-2.46", "-2.46", []),
        ("-2.50", "-2.50", "-2.50", []),
        (" -1.8", "-1.8", "-1.8", []),
        ("-2.5 SD", "-2.5", "-2.5", []),
        ("-2.5*", "-2.5", "-2.5", []),
        ("(-2.5)", "-2.5", "-2.5", []),
        ("-2,5", "-2.5", "-2,5", ["DECIMAL_COMMA"]),
        ("−2.5", "-2.5", "−2.5", ["UNUSUAL_MINUS"]),
        ("- 2.5", "-2.5", "- 2.5", ["DETACHED_MINUS"]),
        ("+1.1", "1.1", "+1.1", []),
    ],
)
def test_a_score_keeps_every_printed_digit_and_its_characters(text, value, raw, codes):
    rows, met = judged(text)
    start, end = rows[0].provenance.locator.chars

    assert (Decimal(value), raw, codes) == (rows[0].value, rows[0].provenance.raw, met)
    assert str(rows[0].value) == value
    assert raw == text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "--",
        "N/A",
        "n/a",
        "None",
        "*****",
        "<-4.0",
        "1_0",
        "NaN",
        "Inf",
        "1e400",
        "2.5-",
        "1.2 3.4",
        "-1\\-2",
        "-1.\0\0",
        "2.",
    ],
)
def test_what_is_no_number_is_an_issue_and_never_a_value(text):
    assert ([], ["NOT_A_NUMBER"]) == judged(text)


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_an_empty_cell_is_silent(text):
    assert ([], []) == judged(text)


@pytest.mark.parametrize(
    ("text", "units", "value", "codes"),
    [
        ("0.826", (" g/cm2",), "0.826", []),
        ("0.826", ("g/cm²",), "0.826", []),
        ("0.826", ("gm/cm^2",), "0.826", []),
        ("0.826 g/cm2", (), "0.826", []),
        ("826", ("mg/cm2",), "0.826", ["UNIT_CONVERTED"]),
        ("1023 mg/cm²", (), "1.023", ["UNIT_CONVERTED"]),
        ("0.700", ("1", "g/cm2"), None, ["UNKNOWN_UNIT"]),
        ("0.826", (), None, ["UNKNOWN_UNIT"]),
        ("0.826", ("g/cm3",), None, ["UNKNOWN_UNIT"]),
        ("0.826", ("g",), None, ["UNKNOWN_UNIT"]),
    ],
)
def test_a_density_needs_a_unit_that_is_known(text, units, value, codes):
    rows, met = judged(text, Quantity.BMD, units)

    assert codes == met
    assert value == (str(rows[0].value) if rows else None)


def test_the_unit_of_a_vendors_format_stands_in_only_where_the_value_can_have_no_other():
    assert (["UNIT_OF_FORMAT"], Unit.G_PER_CM2) == (
        judged("0.826", Quantity.BMD, fixed=Unit.G_PER_CM2)[1],
        judged("0.826", Quantity.BMD, fixed=Unit.G_PER_CM2)[0][0].unit,
    )
    assert ([], ["UNKNOWN_UNIT"]) == judged("826", Quantity.BMD, fixed=Unit.G_PER_CM2)


@pytest.mark.parametrize(
    ("text", "quantity", "units", "held"),
    [
        ("25.0", Quantity.T_SCORE, (), True),
        ("-8.1", Quantity.Z_SCORE, ("SD",), True),
        ("-8", Quantity.T_SCORE, ("1",), False),
        ("0", Quantity.BMD, ("g/cm2",), True),
        ("826", Quantity.BMD, ("g/cm2",), True),
        ("101", Quantity.FRAX_HIP, ("%",), True),
        ("12", Quantity.FRAX_MAJOR, ("%",), False),
    ],
)
def test_an_implausible_value_is_kept_and_held_back(text, quantity, units, held):
    rows, codes = judged(text, quantity, units)

    assert (held, held) == (rows[0].held == "IMPLAUSIBLE_VALUE", "IMPLAUSIBLE_VALUE" in codes)


@pytest.mark.parametrize(
    ("text", "quantity", "units", "kept"),
    [
        ("68", Quantity.T_SCORE, ("%",), False),
        ("68%", Quantity.T_SCORE, (), False),
        ("68%", Quantity.YOUNG_ADULT_PERCENT, (), True),
        ("-1.2", Quantity.CHANGE_PERCENT, ("%/year",), True),
        ("0.1", Quantity.CHANGE_PERCENT, (), False),
        ("23", Quantity.DEFORMITY, (), True),
    ],
)
def test_a_percentage_is_no_score(text, quantity, units, kept):
    assert kept is bool(judged(text, quantity, units)[0])


def test_a_difference_between_sides_may_be_small_or_negative():
    rows, codes = judged("-0.012", Quantity.BMD, ("g/cm2",), site=Site(Region.FEMORAL_NECK, Side.DIFFERENCE))

    assert (None, []) == (rows[0].held, codes)
