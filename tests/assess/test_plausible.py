"""Numbers that cannot be true decide nothing, and those that contradict each other are said to."""

import pytest

from assess import assess
from dxa.schema import load_facts, load_report

WOMAN = {"sex": "female", "menopausal_status": "postmenopausal", "age_years": "70", "conditions": [], "medications": []}
NECK = {"region": "femoral_neck", "side": "left", "quantity": "t_score", "value": "-1.5", "unit": "1"}


def judged(**facts):
    return assess(load_report({"measurements": [NECK]}), load_facts(WOMAN | {"fractures": []} | facts))


def finding(result, rule):
    return next(one for one in result.findings if one.rule == rule)


def physical(result):
    return next(one for one in result.checks if one.code == "PHYSICAL_RANGE")


@pytest.mark.parametrize(
    ("facts", "rule", "missing"),
    [
        ({"frax": {"mof": "250", "hip": "1"}}, "bhof-2022.treatment", "frax.mof"),
        ({"frax": {"mof": "-5", "hip": "1"}}, "bhof-2022.treatment", "frax.mof"),
        ({"frax": {"mof": "5", "hip": "-0.1"}}, "bhof-2022.treatment", "frax.hip"),
        ({"height_loss_historical_cm": "-4.5", "findings": [], "risk_factors": []}, "nogg-2024.vfa",
         "height_loss_historical_cm"),
        ({"medications": [{"drug": "prednisone", "mg_per_day": "-5", "months": "6"}],
          "height_loss_historical_cm": "0"}, "acr-ac-2022.vfa", "medications[].mg_per_day"),
        ({"age_years": "-70"}, "osteoporosis-canada-2023.bmd-testing", "age_years"),
        ({"age_years": "122.1"}, "osteoporosis-canada-2023.bmd-testing", "age_years"),
        ({"age_years": "130"}, "osteoporosis-canada-2023.bmd-testing", "age_years"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_counts_as_unknown(facts, rule, missing):
    result = judged(**facts)
    found = finding(result, rule)

    assert "unknown" == found.outcome or missing == "medications[].mg_per_day"
    assert missing in {name for one in result.findings for name in one.missing}
    assert "IMPLAUSIBLE_VALUE" in result.headline.caveats
    assert "fires" == physical(result).outcome


@pytest.mark.parametrize(("mof", "hip", "fires"), [("4", "12", "fires"), ("4", "4", "silent"), ("12", "4", "silent")])
def test_a_hip_fracture_more_likely_than_a_major_one_is_told(mof, hip, fires):
    result = judged(frax={"mof": mof, "hip": hip})

    assert fires == physical(result).outcome
    assert (fires == "fires") == ("IMPLAUSIBLE_VALUE" in result.headline.caveats)


@pytest.mark.parametrize("mof", ["0", "100"])
def test_the_ends_of_per_cent_are_possible(mof):
    result = judged(frax={"mof": mof, "hip": "0"})

    assert "unknown" != finding(result, "racgp-hba-2024.treatment").outcome
    assert "silent" == physical(result).outcome


def caroc(**fracture):
    rib = {"site": "rib", "fragility": True, **fracture}
    return judged(fractures=[rib], medications=[], therapy=[])


@pytest.mark.parametrize(
    ("times", "possible"),
    [
        ({"age_at": "70"}, True),
        ({"age_at": "70.9"}, True),
        ({"age_at": "71"}, False),
        ({"age_at": "-1"}, False),
        ({"months_ago": "851"}, True),
        ({"months_ago": "852"}, False),
        ({"age_at": "69", "months_ago": "1"}, True),
        ({"age_at": "60", "months_ago": "143"}, True),
        ({"age_at": "60", "months_ago": "144"}, False),
        ({"age_at": "60", "months_ago": "97"}, True),
        ({"age_at": "60", "months_ago": "96"}, False),
        ({"age_at": "30", "months_ago": "6"}, False),
    ],
)
def test_a_fracture_at_a_time_that_cannot_be_is_known_without_its_time(times, possible):
    result = caroc(**times)

    assert possible == ("silent" == physical(result).outcome) == ("IMPLAUSIBLE_VALUE" not in result.headline.caveats)


def test_what_rests_on_an_age_at_a_fracture_that_cannot_be_is_open():
    possible, impossible = (finding(caroc(age_at=age), "caroc-2010.low-risk") for age in ("35", "75"))

    assert ("met", "unknown") == (possible.outcome, impossible.outcome)
    assert "fractures[].age_at" in impossible.missing


def test_an_age_computed_from_a_birth_date_that_cannot_be_is_unknown():
    given = {"measurements": [NECK], "patient": {"birth_date": "1861-05-01"}, "study": {"performed_on": "2025-05-01"}}
    found = assess(load_report(given), load_facts({"sex": "male"}))

    assert "INDETERMINATE" == found.headline.classification
    assert "fires" == physical(found).outcome
    assert "age_years" in {one.fact for one in found.facts_missing}
