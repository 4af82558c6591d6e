"""The wire form: nothing lost there and back, nothing taken that is not of its kind, no value in an error."""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxa.assessment import Assessment
from dxa.errors import InvalidRequest
from dxa.facts import Facts
from dxa.issues import IssueCode
from dxa.json_schema import PUBLICATIONS, json_schema
from dxa.locator import Locator
from dxa.report import DxaReport, Issue
from dxa.schema import dump, dump_text, load, load_facts, load_report, schema_class
from dxa.shorthand import kept_text, read_kept, shorthand

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-9999, max_value=9999, places=3)
PLAIN = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-1000, 1000),
    float: st.floats(0, 1),
    Decimal: NUMBERS,
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
ROOTS = [Assessment, DxaReport, Facts]


def values(hint, depth=0):
    """Return a strategy for values of a type of the vocabulary."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    return built(hint, depth) if is_dataclass(hint) else containers(hint, depth)


def containers(hint, depth):
    members = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if origin is tuple and Ellipsis not in members:
        return st.tuples(*(values(member, depth) for member in members))
    if origin is tuple:
        return st.lists(values(members[0], depth), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(TEXT, values(members[1], depth), max_size=2)
    assert origin in {typing.Union, types.UnionType}
    inner = next(member for member in members if member is not types.NoneType)
    return st.none() if inner is Locator and depth > 1 else st.none() | values(inner, depth)


@cache
def built(cls, depth=0):
    """Return the strategy for a dataclass: made once, as making one costs more than drawing from it."""
    hints = typing.get_type_hints(cls)
    given_fields = {part.name: values(hints[part.name], depth + (cls is Locator)) for part in fields(cls)}
    return st.builds(cls, **given_fields)


def used(cls, found=None):
    """Return every dataclass a root is made of."""
    found = {} if found is None else found
    if is_dataclass(cls) and cls.__name__ not in found:
        found[cls.__name__] = cls
        for hint in typing.get_type_hints(cls).values():
            for part in (hint, *typing.get_args(hint)):
                for inner in (part, *typing.get_args(part)):
                    used(inner, found)
    return found


EVERY = {name: cls for root in ROOTS for name, cls in used(root).items()}


@pytest.mark.slow
@pytest.mark.parametrize("root", ROOTS)
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_written_reads_back_as_it_was(root, data):
    value = data.draw(built(root))

    assert load(root, json.loads(json.dumps(dump(value)))) == value


@pytest.mark.slow
@pytest.mark.parametrize("root", ROOTS)
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_written_is_what_the_schema_would_write(root, data):
    value = data.draw(built(root))

    assert schema_class(root)().dump(value) == dump(value)


@pytest.mark.slow
@pytest.mark.parametrize("root", [*ROOTS, Locator])
@settings(max_examples=50)
@given(data=st.data())
def test_text_is_that_of_the_data(root, data):
    value = data.draw(built(root))

    assert json.dumps(dump(value), separators=(",", ":"), allow_nan=False) == dump_text(value)


@pytest.mark.slow
@settings(max_examples=50)
@given(data=st.data())
def test_assessment_in_shorthand_is_written_out_as_it_was(data):
    value = data.draw(built(Assessment))
    short = shorthand(value)
    numbers = {piece: number for number, piece in enumerate(dict.fromkeys(short.pieces), 7)}
    pieces = {number: piece for piece, number in numbers.items()}

    assert dump_text(value) == read_kept(kept_text(short, numbers)).written_out(pieces)


def test_text_holds_no_number_json_does_not_know():
    with pytest.raises(ValueError, match="finite"):
        dump_text(Locator(page=1, box=(0.0, float("nan"), 1.0, 1.0)))


def test_code_in_a_text_field_is_written_as_text():
    written = dump(Issue(code=IssueCode.UNKNOWN_ROW, text="a row"))

    assert type(written["code"]) is str


@cache
def validator_of(publication):
    return jsonschema_rs.Draft202012Validator(json_schema(publication))


@pytest.mark.slow
@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda publication: publication.name)
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_written_is_valid_by_the_published_schema(publication, data):
    value = data.draw(built(publication.dataclass))

    assert [error.message for error in validator_of(publication).iter_errors(dump(value))] == []


@pytest.mark.parametrize("name", sorted(EVERY))
def test_schema_has_exactly_the_fields_of_its_dataclass(name):
    parts = {part.name: part for part in fields(EVERY[name])}
    wired = schema_class(EVERY[name])().fields

    assert set(wired) == set(parts)
    assert {key: field.required for key, field in wired.items()} == {
        key: part.default is MISSING and part.default_factory is MISSING for key, part in parts.items()
    }


NAME = "Jane-Doe-1957"
NUMBERISH = [NAME, "NaN", "Infinity", "1e5", "1_0", " 1 ", "1,5", "٣", "", True, [], {}, "1." + "0" * 16, 1e30]


@pytest.mark.parametrize("value", NUMBERISH, ids=repr)
def test_number_that_is_no_plain_decimal_is_refused_without_being_repeated(value):
    with pytest.raises(InvalidRequest) as refused:
        load_facts({"age_years": value})

    assert refused.value.text == '/age_years: Not a decimal number such as "-2.5".'


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"sex": NAME}, "/sex"),
        ({"sex": [NAME]}, "/sex"),
        ({"sex": {NAME: NAME}}, "/sex"),
        ({"estrogen_current": 1}, "/estrogen_current"),
        ({"estrogen_current": "yes"}, "/estrogen_current"),
        ({"therapy": NAME}, "/therapy"),
        ({"therapy": [1]}, "/therapy/0"),
        ({"therapy": ["a\0b"]}, "/therapy/0"),
        ({"therapy": ["\ud800"]}, "/therapy/0"),
        ({"fractures": [{"genant": "2"}]}, "/fractures/0/genant"),
        ({"fractures": [NAME]}, "/fractures/0"),
        ({"fractures": {"site": NAME}}, "/fractures"),
        ({"frax": {"date": NAME}}, "/frax/date"),
        ({"facility": {"lsc_g_cm2": {"total_hip": NAME}}}, "/facility/lsc_g_cm2/total_hip"),
        ({"facility": {"lsc_g_cm2": [NAME]}}, "/facility/lsc_g_cm2"),
        ({"menopausal_status": NAME}, "/menopausal_status"),
        (NAME, "/"),
        ([NAME], "/"),
        (None, "/"),
    ],
)
def test_refusal_names_the_place_and_never_the_value(facts, place):
    with pytest.raises(InvalidRequest) as refused:
        load_facts(facts)

    assert refused.value.text.startswith(f"{place}")
    assert NAME not in refused.value.text


def test_misspelt_fact_is_refused_because_it_would_read_as_unknown():
    with pytest.raises(InvalidRequest, match="/menopause: Unknown field"):
        load_facts({"menopause": "postmenopausal"})


def test_endless_nesting_is_a_refusal():
    locator: dict = {}
    for _ in range(400):
        locator = {"inner": locator}

    with pytest.raises(InvalidRequest, match="nested too deeply"):
        load(Locator, locator)


@pytest.mark.parametrize("facts", [{}, {"facility": None}, {"fractures": None}, {"facility": {"lsc_g_cm2": None}}])
def test_absent_and_null_both_mean_unknown(facts):
    assert load_facts(facts) == Facts()


def test_null_under_a_name_is_unknown_and_not_a_number():
    facts = load_facts({"facility": {"lsc_g_cm2": {"total_hip": None, "lumbar_spine": "0.030"}}})

    assert facts.facility.lsc_g_cm2 == {"lumbar_spine": Decimal("0.030")}


def test_empty_list_is_known_to_be_none_and_not_unknown():
    assert load_facts({"fractures": []}).fractures == ()
    assert load_facts({}).fractures is None


def test_printed_digits_are_kept():
    facts = load_facts({"age_years": "66.50", "tbs": 1.1})

    assert (str(facts.age_years), str(facts.tbs)) == ("66.50", "1.1")


ROW = {"region": "femoral_neck", "quantity": "t_score", "value": "-2.40"}


def test_callers_measurement_is_numbered_and_traced_to_its_place():
    report = load_report({"measurements": [ROW, ROW]}, document="d" * 64, pointer="/report")
    second = report.measurements[1]

    assert (second.id, second.unit, str(second.value)) == ("m2", "1", "-2.40")
    assert second.provenance.locator == Locator(pointer="/report/measurements/1/value")
    assert (second.provenance.document, second.provenance.raw) == ("d" * 64, "-2.40")


@pytest.mark.parametrize("quantity", ["bmd", "bmc", "area", "change", "change_percent"])
def test_missing_unit_is_refused_where_several_are_possible(quantity):
    with pytest.raises(InvalidRequest, match="/measurements/0/unit"):
        load_report({"measurements": [{**ROW, "quantity": quantity}]})


@pytest.mark.parametrize(
    "report",
    [
        {"schema_version": "2.0"},
        {"measurements": [{**ROW, "id": "a"}, {**ROW, "id": "a"}]},
        {"measurements": [{**ROW, "current": None}]},
        {"measurements": [{**ROW, "value": None}]},
        {"measurements": [{**ROW, "region": "hip"}]},
        {"measurements": [None]},
        {"measurements": {"0": ROW}},
        {"patient": {"birth_date": "04.11.1957"}},
        {"patient": {"sex": "F"}},
        {"study": {"performed_on": "2024-02-30"}},
    ],
    ids=repr,
)
def test_report_that_is_not_schema_1_0_is_refused(report):
    with pytest.raises(InvalidRequest):
        load_report(report)


@pytest.mark.parametrize("box", [[0, 0, 1], [0, 0, 1, 1, 1], [0, 0, 1, "1"], [0, 0, 1, True], [0, 0, 1, float("nan")]])
def test_box_has_four_numbers(box):
    with pytest.raises(InvalidRequest, match="/box"):
        load(Locator, {"page": 1, "box": box})


def test_locator_leaves_out_what_does_not_apply():
    locator = Locator(segment="OBX", index=4, field=5, inner=Locator(page=1, box=(0.0, 0.1, 0.2, 1.0)))

    assert dump(locator) == {
        "segment": "OBX",
        "index": 4,
        "field": 5,
        "inner": {"page": 1, "box": [0.0, 0.1, 0.2, 1.0]},
    }


@pytest.mark.parametrize("nothing", [{}, None])
def test_an_empty_origin_is_none(nothing):
    row = {"id": None, "region": "femoral_neck", "quantity": "t_score", "value": "-2.4", "provenance": nothing}
    fact = {"name": "glucocorticoid_months", "value": "6", "provenance": nothing}
    report = load_report({"measurements": [row], "context": {"facts": [fact]}}, pointer="/report")

    assert ("m1", "/report/measurements/0/value") == (
        report.measurements[0].id,
        report.measurements[0].provenance.locator.pointer,
    )
    assert report.context.facts[0].provenance is None
