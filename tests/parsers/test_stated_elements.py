"""Stated facts of several readings as one list."""

from dxa.report import StatedFact
from parsers.statements import distinct, elements


def facts(*pairs: tuple[str, str]) -> list[StatedFact]:
    return [StatedFact(name=name, value=value) for name, value in pairs]


TWO = facts(
    ("fractures[].site", "hip"),
    ("fractures[].fragility", "true"),
    ("fractures[].site", "vertebra"),
    ("fractures[].fragility", "true"),
)


def test_the_second_element_keeps_a_part_it_shares_with_the_first():
    assert tuple(TWO) == distinct(TWO)


def test_an_element_read_twice_is_kept_once():
    assert tuple(TWO) == distinct([*TWO, *TWO])


def test_a_part_that_repeats_begins_an_element():
    assert [2, 2] == [len(element) for element in elements(TWO)]


def test_a_denied_fact_stays_beside_the_same_one_stated():
    stated, denied = (StatedFact(name="findings", value="kyphosis", denied=flag) for flag in (False, True))

    assert (stated, denied) == distinct([stated, denied, stated])
