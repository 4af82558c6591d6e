"""Numbers as they are dictated, and what is no clear one."""

import pytest

from parsers.narrative.language.text_tokens import tokens_of
from parsers.narrative.language.words import lexicon_for
from parsers.narrative.tables.bars import with_bars

CLEAR = [
    ("minus two point one", ["2.1"]),
    ("zero point eight one two grams", ["0.812"]),
    ("twenty-two point five percent", ["22.5"]),
    ("twenty two percent", ["22"]),
    ("eighteen\npercent", ["18"]),
    ("minus two", ["2"]),
    ("2 point 3", ["2.3"]),
    ("one point\ntwo", ["1.2"]),
    ("is point eight seven six", ["0.876"]),
    ("minus point five", ["0.5"]),
    ("at this point one may", []),
    ("two vertebrae", []),
    ("minus two vertebrae", []),
]
NOT_CLEAR = [
    "minus two point fifteen",
    "zero point eight\none two",
    "two point one two point three",
    "zero point six thee four",
    "zero point one two three four five",
    "2 komma 3",
]


def numbers(text, tag):
    return [token.text for token in tokens_of(text, lexicon_for("the spine is")) if token.is_a(tag)]


@pytest.mark.parametrize(("text", "expected"), CLEAR)
def test_a_dictated_number_is_one_number(text, expected):
    assert expected == numbers(text, "number")


@pytest.mark.parametrize("text", NOT_CLEAR)
def test_what_may_be_two_numbers_is_no_clear_one(text):
    assert not [number for number in numbers(text, "number") if "." in number]
    assert numbers(text, "bad_number")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Site,BMD,T\nL1-L4,0.912,-1.2\nplain, text", "Site|BMD|T\nL1-L4|0.912|-1.2\nplain, text"),
        ("Site;BMD;T\nL1-L4;0,912;-1,2", "Site|BMD|T\nL1-L4|0,912|-1,2"),
        ("T-score, Z-score, and BMD\n-1.2, 0.3, 0.912", "T-score, Z-score, and BMD\n-1.2, 0.3, 0.912"),
        ("Site,BMD,T\nL1-L4,0,912,-1,2", "Site,BMD,T\nL1-L4,0,912,-1,2"),
        ("Site,BMD,T", "Site,BMD,T"),
        ("BMD,T-score,1.5\n0.9,-1.2,0.4", "BMD,T-score,1.5\n0.9,-1.2,0.4"),
    ],
)
def test_a_table_with_commas_is_one_with_bars_and_nothing_else_is(text, expected):
    assert expected == with_bars(text, lexicon_for(text))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("Der T-Wert liegt bei", "minus zwei Komma drei", ["2.3"]),
        ("Der T-Wert liegt bei", "null Komma acht eins zwei Gramm, minus 2 Komma 3", ["0.812", "2.3"]),
        ("Der T-Wert liegt bei", "zwei Komma hundert", []),
        ("Der T-Wert liegt bei", "minus zwei Komma Schenkelhals", []),
        ("Der T-Wert liegt bei", "eins Komma sechs fier drei", []),
        ("Le T-score est de", "moins un virgule huit", ["1.8"]),
        ("Le T-score est de", "zéro virgule huit cent douze", []),
        ("El T-score de la columna es", "menos dos punto cuatro", ["2.4"]),
        ("O T-score da coluna foi", "menos um vírgula nove", ["1.9"]),
        ("Il T-score della colonna risulta", "meno due virgola uno", ["2.1"]),
        ("De T-score van de heup is", "min een komma acht", ["1.8"]),
    ],
)
def test_a_number_dictated_in_the_words_of_its_language_is_one_number(language, text, expected):
    tokens = tokens_of(text, lexicon_for(language))

    assert expected == [token.text for token in tokens if token.is_a("number")]


def test_a_letter_for_the_decimal_makes_no_whole_number():
    for text in ("-2,l", "-2,O.", "T-score -1,S ", "0,O5"):
        assert numbers(text, "bad_number"), text
        assert not numbers(text, "number"), text
    assert ["-2", "-1"] == numbers("T -2,Z-score -1", "number")
