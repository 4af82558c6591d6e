"""What the words of a report state, and what they deny."""

import pytest

from assess.case.stated import Stated
from dxa.facts import Fracture
from dxa.report import StatedFact


def stated(*facts: tuple[str, str] | tuple[str, str, bool]) -> Stated:
    rows = ((*fact, False)[:3] for fact in facts)
    return Stated(tuple(StatedFact(name=name, value=value, denied=denied) for name, value, denied in rows))


def test_a_denied_fact_is_never_present():
    facts = stated(("conditions", "rheumatoid_arthritis", True), ("sex", "male", True), ("age_years", "66", True))

    assert () == facts.names("conditions").entries
    assert () == facts.texts("sex")
    assert () == facts.numbers("age_years")


def test_a_denied_entry_does_not_make_a_list_complete():
    facts = stated(("risk_factors", "smoking", True), ("fractures[].site", "hip", True))

    assert not facts.names("risk_factors").complete
    assert not facts.entries("fractures", Fracture).complete
    assert () == facts.entries("fractures", Fracture).entries


def test_a_list_stated_as_none_is_known_to_be_empty():
    facts = stated(("therapy", "none"), ("fractures", "none"))

    assert facts.names("therapy").complete
    assert facts.entries("fractures", Fracture).complete


def test_a_denied_part_stays_out_of_the_entry_beside_it():
    facts = stated(
        ("fractures[].site", "hip"), ("fractures[].fragility", "true", True), ("fractures[].site", "vertebra")
    )

    assert (Fracture(site="hip"), Fracture(site="vertebra")) == facts.entries("fractures", Fracture).entries


@pytest.mark.parametrize(("value", "truth"), [("true", (True,)), ("no", (False,)), ("perhaps", ())])
def test_truth_values_are_read_as_words(value, truth):
    assert truth == stated(("frax.with_bmd", value)).truths("frax.with_bmd")
