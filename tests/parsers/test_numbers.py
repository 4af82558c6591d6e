"""Printed numbers, one text at a time."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.issues import IssueCode
from parsers.numbers import MINUS_SIGNS, read_decimal, read_number

NUMBERS = [
    ("-2.46", "-2.46"),
    ("-2.50", "-2.50"),
    ("0.700", "0.700"),
    ("0", "0"),
    ("101", "101"),
    ("-0.0", "-0.0"),
    ("+0.3", "0.3"),
    (".9", "0.9"),
    ("-.9", "-0.9"),
    ("-,9", "-0.9"),
    ("-2,5", "-2.5"),
    ("1,180", "1.180"),
    ("\u22122.5", "-2.5"),
    ("\u20132.5", "-2.5"),
    ("\u20102.5", "-2.5"),
    ("\uff0d2.5", "-2.5"),
    ("- 2.5", "-2.5"),
    ("-\u00a02.5", "-2.5"),
    ("+ 0.3", "0.3"),
    ("  -6.09\n", "-6.09"),
    ("-2.6*", "-2.6"),
    ("-2.6 **", "-2.6"),
    ("-2.6\u2020", "-2.6"),
    ("-1.8\u00b9", "-1.8"),
    ("-1.8 (1)", "-1.8"),
    ("-1.8(2)", "-1.8"),
    ("-1.8 SD", "-1.8"),
    ("-1,8 DE", "-1.8"),
    ("-1.8 Ds", "-1.8"),
    ("-1.8SD*", "-1.8"),
    ("(-2.5)", "-2.5"),
    ("(+0.4) SD", "0.4"),
    ("-2.4600000381469727", "-2.4600000381469727"),
]
NOT_NUMBERS = [
    "", " ", "-", "--", "---", "N/A", "*****", "*", "1_0", "NaN", "Inf", "-Infinity", "1e400", "1E2", "<-4.0", ">-1",
    "\u2264-2.5", "~2", "2.5-", "2.", "-2.", "O.9", "l.2", "-l.5", "1.234,5", "1,234.5", "1.2.3", "1 2", "-1.0 -2.5",
    "-2.5 to -1.0", "86-1.0", "--2.5", "- - 2.5", "+-2.5", "-\n2.5", "(2.5)", "(-2.5", "-2.5)", "-1.8 (12)",
    "-1.8 (-2)", "-1.8 (1", "86 %", "86%", "0.9 g/cm2", "007", "-02.5", "\u0662.\u0665", "\uff12.5", "\xb2", "0x1F",
    "1/3", "T-2.5", "-2.5a", "-2.5 SDs", "1 000", "9" * 400, "1\xbd", "\u221e",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_one_printed_number_is_read_with_all_its_digits(text, value):
    assert str(Decimal(value)) == str(read_decimal(text))


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_anything_else_is_not_a_number(text):
    assert read_decimal(text) is None
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("-2.5", ()),
        ("-2,5", (IssueCode.DECIMAL_COMMA,)),
        ("\u20132.5", (IssueCode.UNUSUAL_MINUS,)),
        ("- 2.5", (IssueCode.DETACHED_MINUS,)),
        ("+ 2.5", ()),
        ("\u2212 2,5", (IssueCode.DECIMAL_COMMA, IssueCode.UNUSUAL_MINUS, IssueCode.DETACHED_MINUS)),
    ],
)
def test_unusual_print_is_reported(text, issues):
    assert issues == read_number(text).issues


@pytest.mark.parametrize(
    ("text", "raw"),
    [(" (-2.5) SD* ", "-2.5"), ("  - 2.5*", "- 2.5"), ("-1.8\u00b9", "-1.8"), ("101", "101"), ("-1.8 (1)", "-1.8")],
)
def test_offsets_and_characters_are_those_of_the_number_alone(text, raw):
    reading = read_number(text)

    assert raw == reading.raw
    assert raw == text[reading.start : reading.end]


@given(
    st.sampled_from(["", "+", *MINUS_SIGNS]),
    st.integers(0, 999_999),
    st.text("0123456789", max_size=6),
    st.sampled_from(".,"),
)
def test_every_printed_form_gives_the_number_meant(sign, whole, fraction, point):
    text = f"{sign}{whole}{point + fraction if fraction else ''}"
    minus = "-" if sign and sign in MINUS_SIGNS else ""
    meant = Decimal(f"{minus}{whole}{'.' + fraction if fraction else ''}")

    assert str(meant) == str(read_decimal(text))


@given(st.text("0123456789+-\u2212.,*() eEnaNIfSDxX_%<>\t\u00b9", max_size=14))
def test_a_reading_never_adds_drops_or_moves_a_digit(text):
    reading = read_number(text)
    if reading is None:
        return

    assert re.sub("[^0-9]", "", reading.raw) == re.sub(
        "[^0-9]", "", text.split("(1)")[0] if "(1)" in text else reading.raw
    )
    assert text[reading.start : reading.end] == reading.raw
    assert reading.value.is_finite()
    assert any(sign in reading.raw for sign in MINUS_SIGNS) == reading.value.is_signed()
    assert re.search("[0-9]", text[: reading.start]) is None
    assert re.fullmatch(r"[^0-9]*|\s*\([0-9]\)[^0-9]*", text[reading.end :])


@given(st.text(max_size=30))
def test_no_text_at_all_raises(text):
    reading = read_number(text)

    assert reading is None or reading.value.is_finite()
