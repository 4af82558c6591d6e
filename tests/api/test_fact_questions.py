"""Follow-up questions with answers of several parts: asked by weight, answered as a whole."""

from decimal import Decimal

import pytest

from api.views.fact_fields import asked_besides, facts_of_form
from api.views.fact_questions import NAMES, questions
from assess.case.situation import situation_of
from assess.checklists import checklists_of
from assess.expressions.contents import nodes
from assess.expressions.lists import Has
from assess.registry import all_guidelines
from dxa.assessment import MissingFact
from dxa.errors import InvalidRequest
from dxa.facts import Facts, Fracture, Frax, Labs, Medication
from dxa.report import DxaReport

WRIST = Fracture(site="distal_forearm", fragility=True, age_at=Decimal(64))
SPINE = Fracture(site="vertebra", genant=2)


def missing(**decides):
    return tuple(MissingFact(fact=fact.replace("__", "."), decides=count) for fact, count in decides.items())


def named(name, known=None):
    return next(one for one in questions((), known or Facts()) if one.name == name)


def values(question):
    return [{field.name.rsplit(".", 1)[1]: field.value for field in row if field.value} for row in question.rows]


def test_what_decides_most_is_asked_first():
    asked = questions(missing(frax__mof=38, fractures=43, frax__hip=30, conditions=10), Facts())

    assert [("fractures", 43), ("frax", 38), ("conditions", 10)] == [(one.name, one.decides) for one in asked[:3]]


def test_only_what_no_question_asks_for_is_left():
    left = asked_besides(missing(frax__mof=38, fractures=43, weight_kg=7, same_device=1, labs__pth=1))

    assert ["same_device"] == [one.fact for one in left]


def test_form_shows_what_is_in_force():
    known = Facts(fractures=(WRIST,), conditions=("gout", "malnutrition"), therapy=())

    assert {"site": "distal_forearm", "fragility": "yes", "age_at": "64"} == values(named("fractures", known))[0]
    assert ["malnutrition"] == [name for _, name, said in named("conditions", known).names if said]
    assert "gout" == named("conditions", known).others
    assert (True, False) == (named("therapy", known).none, named("conditions", known).none)


ANSWERS = [
    ({"fractures.none": "yes"}, Facts(), Facts(fractures=())),
    (
        {"fractures.0.site": "distal_forearm", "fractures.0.fragility": "yes", "fractures.0.age_at": "64"},
        Facts(),
        Facts(fractures=(WRIST,)),
    ),
    ({"medications.1.drug": "prednisone", "medications.1.mg_per_day": "5", "medications.1.months": "3"}, Facts(),
     Facts(medications=(Medication(drug="prednisone", mg_per_day=Decimal(5), months=Decimal(3)),))),
    ({"conditions.malnutrition": "yes", "conditions.others": " gout, lupus ,"}, Facts(),
     Facts(conditions=("malnutrition", "gout", "lupus"))),
    ({"therapy.none": "yes"}, Facts(), Facts(therapy=())),
    ({"labs.25_oh_vitamin_d": "18"}, Facts(), Facts(labs=Labs(vitamin_d_25_oh=Decimal(18)))),
    ({"frax.mof": "12", "frax.with_bmd": "no"}, Facts(), Facts(frax=Frax(mof=Decimal(12), with_bmd=False))),
    # What stood in the form before states nothing again.
    ({"fractures.0.site": "vertebra"}, Facts(fractures=(Fracture(site="vertebra"),)), Facts()),
    ({"conditions.others": "gout"}, Facts(conditions=("gout",)), Facts()),
    ({"therapy.none": "yes"}, Facts(therapy=()), Facts()),
    ({"frax.mof": "12"}, Facts(frax=Frax(mof=Decimal(12))), Facts()),
    # A row that was in force keeps what the form does not show; one that is emptied goes.
    ({"fractures.0.site": "vertebra", "fractures.0.age_at": "70"}, Facts(fractures=(SPINE,)),
     Facts(fractures=(Fracture(site="vertebra", genant=2, age_at=Decimal(70)),))),
    ({"fractures.1.site": "vertebra"}, Facts(fractures=(WRIST, SPINE)), Facts(fractures=(SPINE,))),
    # Answers complete a FRAX result; another probability is another result.
    ({"frax.with_bmd": "yes"}, Facts(frax=Frax(mof=Decimal(12), model="US")),
     Facts(frax=Frax(mof=Decimal(12), model="US", with_bmd=True))),
    ({"frax.mof": "14"}, Facts(frax=Frax(mof=Decimal(12), model="US", with_bmd=True)),
     Facts(frax=Frax(mof=Decimal(14)))),
]  # fmt: skip


@pytest.mark.parametrize(("form", "known", "stated"), ANSWERS)
def test_answers_become_facts(form, known, stated):
    assert stated == facts_of_form(form, known)


@pytest.mark.parametrize("known", [Facts(fractures=(WRIST, SPINE)), Facts(frax=Frax(mof=Decimal(12), with_bmd=True))])
def test_a_form_sent_back_as_it_came_states_nothing(known):
    shown = {field.name: field.value for one in questions((), known) for row in one.rows for field in row}

    assert Facts() == facts_of_form(shown, known)


@pytest.mark.parametrize(
    "form",
    [
        {"fractures.none": "yes", "fractures.0.site": "hip"},
        {"therapy.none": "yes", "therapy.denosumab": "yes"},
        {"fractures.0.fragility": "perhaps"},
        {"fractures.0.age_at": "old"},
        {"frax.mof": "12", "json": '{"frax": {"mof": "12"}}'},
    ],
)
def test_answers_that_contradict_themselves_are_refused(form):
    with pytest.raises(InvalidRequest):
        facts_of_form(form, Facts())


def test_names_offered_are_names_somebody_asks_for():
    rules = [part for pack in all_guidelines() for rule in pack.rules for part in (rule.when, rule.applies) if part]
    asked = {name for rule in rules for node in nodes(rule) if isinstance(node, Has) for name in node.names}
    facts = Facts(**NAMES)
    lists = checklists_of(situation_of(DxaReport(), facts, ()))
    listed = {name.strip() for one in lists for item in one.items for name in (item.value or "").split(",")}

    assert set() == {name for names in NAMES.values() for name in names} - asked - listed
