"""The one-third radius is asked for where spine or hip cannot be read, in hyperparathyroidism and above the table."""

import pytest

from assess.guidelines.iscd_adult_2023 import GUIDELINE
from assess.rules.judging import judge

RULE = next(one for one in GUIDELINE.rules if one.id.endswith(".forearm"))
SPINE = ("lumbar_spine", "-1.0", {"levels": ["L1", "L2", "L3", "L4"]})
NECK = ("femoral_neck", "-1.5", {"side": "left"})
RADIUS = ("radius_33", "-1.5", {"side": "left"})
NONE = {"conditions": [], "implants": []}
PHPT = {**NONE, "conditions": ["primary_hyperparathyroidism"]}
LIMIT = {"facility": {"table_weight_limit_kg": "136"}}


def spoiled(row, reason="artefact"):
    return (*row[:2], {**row[2], "excluded": reason})


@pytest.mark.parametrize(
    ("rows", "facts", "outcome"),
    [
        ([SPINE, NECK], NONE, "not_met"),
        ([SPINE, NECK], {"implants": []}, "unknown"),
        ([SPINE, NECK], PHPT, "met"),
        ([SPINE, NECK, RADIUS], PHPT, "not_met"),
        ([NECK], {**NONE, **LIMIT, "weight_kg": "135.9"}, "unknown"),
        ([SPINE, NECK], {**NONE, **LIMIT, "weight_kg": "135.9"}, "not_met"),
        ([SPINE, NECK], {**NONE, **LIMIT, "weight_kg": "136"}, "not_met"),
        ([SPINE, NECK], {**NONE, **LIMIT, "weight_kg": "136.1"}, "met"),
        ([NECK], {**NONE, **LIMIT, "weight_kg": "140"}, "met"),
        ([NECK], NONE, "unknown"),
        ([NECK], {**NONE, "weight_kg": "140"}, "unknown"),
        ([spoiled(SPINE), NECK], NONE, "met"),
        ([SPINE, spoiled(NECK, "prosthesis")], NONE, "met"),
        ([SPINE, NECK], {**NONE, "implants": [{"site": "hip", "side": "left"}]}, "met"),
        ([SPINE, NECK], {**NONE, "implants": [{"site": "hip", "side": "right"}]}, "not_met"),
        ([SPINE, spoiled(NECK), ("total_hip", "-1.2", {"side": "right"})], NONE, "not_met"),
    ],
)
def test_the_forearm_is_asked_for(situation, rows, facts, outcome):
    case = situation(*rows, facts={"age_years": "66", "sex": "male", **facts})

    assert outcome == judge(RULE, case).outcome
