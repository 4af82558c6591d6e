"""Questions about a population are answered as the evaluator of single cases answers them."""

from decimal import Decimal
from random import Random

import pytest

from assess.case.situation import situation_of
from assess.columns import Batch, batch_of, outcomes, situation_terms, terms_text
from assess.expressions.evaluation import Expression
from assess.registry import all_guidelines
from assess.rules.judging import ending
from assess.terms.terms import CANDIDATE_OPTION, FRACTURES
from dxa.schema import load_facts, load_report

REGIONS = ("lumbar_spine", "femoral_neck", "total_hip", "radius_33", "hip_unspecified", "wards_triangle")
RULES = [rule for pack in all_guidelines() for rule in pack.rules]
SITES = ("hip", "vertebra", "pelvis", "distal_forearm", "rib", "T12")


def some(random, *choices):
    """Return one of some choices, or None for not known, which is left out."""
    return random.choice([*choices, None])


def tenths(random, low, high):
    return str(Decimal(random.randint(low, high)) / 10)


YES_OR_NO = (True, False)


def random_report(random):
    rows = []
    for region in random.sample(REGIONS, random.randint(0, 4)):
        levels = random.choice([["L1", "L2", "L3", "L4"], ["L1", "L3"], []]) if region == "lumbar_spine" else []
        excluded = random.choice([None] * 9 + ["artefact"])
        held = random.choice([None] * 9 + ["VALUE_CONFLICT"])
        quantity = random.choice(["t_score", "t_score", "z_score"])
        rows.append({"region": region, "quantity": quantity, "value": tenths(random, -45, 20), "unit": "1",
                     "levels": levels, "held": held, "excluded": excluded})  # fmt: skip
        rows.append({"region": region, "quantity": "young_adult_percent", "value": str(random.randint(55, 105)),
                     "unit": "%", "levels": levels})  # fmt: skip
    text = {
        "discouraged": random.choice([[], [{"kind": "degree"}]]),
        "stated_classes": random.choice([[], [{"classification": "normal", "region": "total_hip"},
                                              {"classification": "osteopenia", "region": "lumbar_spine"}]]),
    }  # fmt: skip
    return load_report({"measurements": rows, "text": text})


def random_facts(random):
    fracture = {"site": some(random, *SITES), "fragility": some(random, *YES_OR_NO), "age_at": some(random, "35", "52"),
                "months_ago": some(random, "3", "24", "60"), "self_reported": some(random, *YES_OR_NO),
                "documented": some(random, *YES_OR_NO)}  # fmt: skip
    course = {"drug": random.choice(["prednisone", "budesonide", "alendronate"]), "months": some(random, "2", "6"),
              "mg_per_day": some(random, "2", "5", "7.5", "30")}  # fmt: skip
    frax = {"mof": some(random, tenths(random, 0, 400)), "hip": some(random, tenths(random, 0, 90)),
            "with_bmd": some(random, *YES_OR_NO), "gc_adjusted": some(random, *YES_OR_NO)}  # fmt: skip
    facts = {
        "age_years": some(random, str(random.randint(10, 102)), str(random.randint(50, 90))),
        "sex": some(random, "female", "female", "male"),
        "menopausal_status": some(random, "postmenopausal", "postmenopausal", "premenopausal", "transition"),
        "fractures": some(random, [], [fracture], [fracture, fracture]),
        "medications": some(random, [], [course]),
        "frax": some(random, frax),
        "conditions": some(random, [], ["primary_hyperparathyroidism"]),
        "findings": some(random, [], ["kyphosis"]),
        "risk_factors": some(random, [], ["smoking"], ["smoking", "alcohol"]),
        "therapy": some(random, [], ["alendronate"]),
        "height_loss_historical_cm": some(random, "0", "3.9", "4", "5"),
        "weight_kg": some(random, "50", "80"),
        "estrogen_current": some(random, *YES_OR_NO),
        "candidate_option": some(random, "denosumab"),
        "egfr": some(random, "25"),
        "crcl_ml_min": some(random, "30", "50"),
        "tbs": some(random, "1.2"),
        "labs": some(random, {"25_oh_vitamin_d": "20"}, {"25_oh_vitamin_d": "40"}),
    }
    if facts["sex"] == "male":
        facts["menopausal_status"] = None
    return load_facts({name: value for name, value in facts.items() if value is not None})


def random_situations(count, seed=7):
    random = Random(seed)  # noqa: S311 - the same cases every time
    return [situation_of(random_report(random), random_facts(random)) for _ in range(count)]


def compared(situations):
    """Return the rules and cases on which the two evaluators do not agree."""
    batch = batch_of(terms_text(situation) for situation in situations)
    return [
        (rule.id, number)
        for rule in RULES
        for number, (found, situation) in enumerate(zip(outcomes(rule, batch), situations, strict=True))
        if found is not ending(rule, situation).outcome
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_cases_end_alike(seed):
    assert [] == compared(random_situations(1000, seed))


@pytest.mark.slow
def test_the_random_cases_reach_every_outcome():
    situations = random_situations(400)
    ends = {rule.id: {ending(rule, one).outcome.value for one in situations} for rule in RULES}

    assert [] == [rule for rule, found in ends.items() if len(found) < 2 and rule.split(".")[0] != "seed-droracle-2025"]


def test_terms_of_one_name_and_words_are_one_term():
    found = {}
    for rule in RULES:
        for part in (rule.when, rule.applies):
            for term in situation_terms(part) if part is not None else ():
                found.setdefault((term.name, term.says), set()).add(id(term.read))

    assert [] == [words for words, reads in found.items() if len(reads) > 1]


def test_a_case_gives_the_same_terms_twice():
    first, second = (terms_text(random_situations(1)[0]) for _ in range(2))

    assert first == second


def test_a_term_nobody_wrote_down_yet_is_unknown():
    batch = batch_of(['{"terms":{},"lists":{}}'])

    assert all(outcomes(rule, batch)[0].value != "met" for rule in RULES if rule.applies is not None)


def test_an_expression_without_columns_is_refused():
    class Odd(Expression):
        questions = ()

        def _settle(self, verdicts):
            raise NotImplementedError

    with pytest.raises(TypeError, match="no columns"):
        Batch([{}]).column(Odd())


def written(case):
    return batch_of([terms_text(case)])


def named(name):
    facts = {"candidate_option": name, "fractures": [{"site": "hip", "type": name, "months_ago": "7.50"}]}
    return situation_of(load_report({"measurements": []}), load_facts(facts))


@pytest.mark.parametrize("name", ["#hip", "##", "# 3", "#3", "#NOF", "##4", "plain"])
def test_a_name_that_begins_with_the_sign_of_a_number_stays_a_name(name):
    case = named(name)
    batch = written(case)

    assert [case.fractures.entries] == [one.entries for one in batch.listed(FRACTURES)]
    assert [CANDIDATE_OPTION.read(case).value] == [one.value for one in batch.known(CANDIDATE_OPTION)]


def test_a_case_written_before_such_names_had_two_signs_is_still_read():
    case = named("#hip")
    batch = batch_of([terms_text(case).replace("##hip", "#hip")])

    assert [case.fractures.entries] == [one.entries for one in batch.listed(FRACTURES)]
