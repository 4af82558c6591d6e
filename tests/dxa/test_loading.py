"""Reading without the schemas: the same object or nothing, whatever is put in one place of the data."""

import json
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from dxa.assessment import Assessment
from dxa.document import RawDocument
from dxa.facts import Facts
from dxa.loading import UnusualError, loaded
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.schema import dump, schema_class
from dxa.settings import Limits
from fixtures.corpus.family import family_of, sample_of
from parsers.registry import parse

JUNK = st.sampled_from(
    [
        None, True, False, 0, 1, -1, 0.5, 1e9, float("nan"), "", "0", "true", "m1", "-2.5", "1_0", " 1", "1e3", "NaN",
        "bmd", "2024-02-30", "2024-02-29", "20240229", "2024-W01-1", "2024-02-29T10:00:00", "2024-02-29T10:00:00Z",
        "a\0", "\ud800", "é", [], [0, 1], [0.1, 0.2, 0.3, 0.4], ["L1", None], {}, {"page": 1}, {"inner": None},
        {"inner": {"page": 2}}, {"inner": {"inner": {"page": 3}}}, {"unheard_of": 1},
    ]
)  # fmt: skip
FACTS = {
    "age_years": "68", "sex": "female", "estrogen_current": False, "conditions": ["rheumatoid_arthritis"],
    "fractures": [{"site": "hip", "fragility": True, "age_at": "64"}], "frax": {"mof": "18.4", "with_bmd": True},
    "labs": {"calcium": "9.4"}, "facility": {"lsc_g_cm2": {"lumbar_spine": "0.030"}},
}  # fmt: skip


def report(family="hl7-narrative"):
    raw = RawDocument(content=sample_of(family_of(family), 7, 1).content, channel="c", received_at=datetime.now(UTC))
    return dump(parse(raw, Limits()))


ROOTS = [(DxaReport, report()), (Facts, FACTS)]


def places(data):
    """Yield every container of the data with every key in it."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in parts:
        yield data, key
        yield from places(part)


def by_schema(cls, data):
    """Return what the schema makes of data, or None if it refuses it."""
    with suppress(ValidationError):
        return schema_class(cls)().load(data)


@pytest.mark.slow
@pytest.mark.parametrize(("cls", "sound"), ROOTS)
@given(data=st.data())
@settings(max_examples=200)
def test_anything_in_any_place_is_read_as_by_the_schema_or_left_to_it(cls, sound, data):
    changed = deepcopy(sound)
    container, key = data.draw(st.sampled_from(list(places(changed))))
    container[key] = data.draw(JUNK)
    try:
        found = loaded(cls, changed)
    except UnusualError:
        return

    assert repr(found) == repr(by_schema(cls, changed))


@pytest.mark.parametrize(("cls", "sound"), ROOTS)
@given(data=st.data())
@settings(max_examples=50)
def test_key_left_out_or_added_is_read_as_by_the_schema_or_left_to_it(cls, sound, data):
    changed = deepcopy(sound)
    container, key = data.draw(st.sampled_from([place for place in places(changed) if isinstance(place[0], dict)]))
    del container[key]
    container |= data.draw(st.sampled_from([{}, {"unheard_of": None}, {"id": "m9"}]))
    try:
        found = loaded(cls, changed)
    except UnusualError:
        return

    assert repr(found) == repr(by_schema(cls, changed))


@pytest.mark.parametrize("family", ["hl7-narrative", "ge-sr", "pdf-ge"])
def test_what_readers_say_needs_no_schema(family):
    said = json.loads(json.dumps(report(family)))

    assert dump(loaded(DxaReport, said)) == said


@pytest.mark.parametrize("cls", [Assessment, DxaReport, Facts, Locator])
@pytest.mark.parametrize("data", [None, [], "", 1, {"unheard_of": 1}])
def test_what_is_no_such_object_is_left_to_the_schema(cls, data):
    with pytest.raises(UnusualError):
        loaded(cls, data)


def test_place_inside_a_place_is_read_and_deeper_ones_are_left_to_the_schema():
    assert loaded(Locator, {"inner": {"page": 1}}) == Locator(inner=Locator(page=1))
    with pytest.raises(UnusualError):
        loaded(Locator, {"inner": {"inner": {"page": 1}}})
