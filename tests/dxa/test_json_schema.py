"""The published schemas against the reader they describe: both take and refuse the same."""

from dataclasses import dataclass

import jsonschema_rs
import pytest

from dxa.errors import InvalidRequest
from dxa.json_schema import PUBLICATIONS, Publication, json_schema
from dxa.schema import load_facts, schema_class

FACTS = jsonschema_rs.Draft202012Validator(json_schema(next(one for one in PUBLICATIONS if one.name == "facts")))

TAKEN = [
    {},
    {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"},
    {"age_years": 66, "tbs": 1.25, "weight_kg": None},
    {"fractures": []},
    {"fractures": [{"site": "distal_radius", "fragility": True, "age_at": "71", "genant": None, "high_energy": False}]},
    {"medications": [{"drug": "prednisone", "mg_per_day": "7.5", "months": "6", "days": None}]},
    {"therapy": ["alendronate"], "conditions": ["primary_hyperparathyroidism"], "implants": [{"site": "hip"}]},
    {"labs": {"25_oh_vitamin_d": "18"}, "frax": {"mof": "12.5", "with_bmd": True, "date": "2024-05-14"}},
    {"prior_diagnosis": {"osteoporosis": True, "year": "2021"}, "recent_events": [{"days_ago": "4"}]},
    {"facility": {"lsc_g_cm2": {"lumbar_spine": "0.030", "total_hip": None}, "cross_calibrated": None}},
    {"facility": None, "labs": None, "candidate_option": "denosumab"},
]
REFUSED = [
    [],
    "facts",
    {"ages": "66"},
    {"age_years": "sixty"},
    {"age_years": True},
    {"age_years": "1e2"},
    {"sex": "F"},
    {"estrogen_current": "yes"},
    {"estrogen_current": 1},
    {"fractures": {"site": "hip"}},
    {"fractures": [{"genant": "2"}]},
    {"fractures": [None]},
    {"labs": {"vitamin_d_25_oh": "18"}},
    {"frax": {"mof": []}},
    {"facility": {"lsc_g_cm2": ["0.030"]}},
    {"facility": {"primary_packs": "who-1994"}},
]


@pytest.mark.parametrize("facts", TAKEN, ids=repr)
def test_facts_that_are_read_are_valid(facts):
    load_facts(facts)

    assert [error.message for error in FACTS.iter_errors(facts)] == []


@pytest.mark.parametrize("facts", REFUSED, ids=repr)
def test_facts_that_are_refused_are_invalid(facts):
    with pytest.raises(InvalidRequest):
        load_facts(facts)

    assert not FACTS.is_valid(facts)


@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda publication: publication.name)
def test_every_definition_is_closed_described_and_used(publication):
    schema = json_schema(publication)
    definitions = schema["$defs"]

    assert [name for name, part in definitions.items() if not part["description"]] == []
    assert all(part["additionalProperties"] is False for part in definitions.values() if "properties" in part)
    assert {f"#/$defs/{name}" for name in definitions} == references(schema)


def references(part) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if "$ref" in part else set()
        return own.union(*(references(inner) for inner in part.values()))
    return set().union(*(references(inner) for inner in part)) if isinstance(part, list) else set()


@dataclass
class Unknown:
    """A word of a kind that has no wire form."""

    part: set[int]


def test_type_without_a_wire_form_is_an_error_at_once():
    with pytest.raises(TypeError, match=r"no wire form for set\[int\]"):
        schema_class(Unknown)
    with pytest.raises(TypeError, match=r"no JSON Schema for set\[int\]"):
        json_schema(Publication(name="unknown", dataclass=Unknown, lenient=False))
