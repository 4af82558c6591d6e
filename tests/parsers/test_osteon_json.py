"""The reader of our own JSON."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.document import RawDocument
from dxa.errors import DocumentError, LimitExceeded, UnreadableDocument
from dxa.locator import Locator
from dxa.schema import dump
from dxa.settings import Limits
from fixtures.truth import DOCUMENTS
from parsers.osteon_json.pointers import span_of
from parsers.osteon_json.reader import PARSER

ROW = {"region": "lumbar_spine", "quantity": "t_score", "value": "-1.0"}


def read(text, limits=None):
    content = text if isinstance(text, bytes) else text.encode()
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, limits or Limits())


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (b'{"schema_version": "1.0"}', True),
        (b'\xef\xbb\xbf \r\n{"a": 1, "measurements": []}', True),
        (b'{"resourceType": "Bundle"}', False),
        (b'[{"measurements": []}]', False),
        (b'MSH|^~\\&|"measurements"', False),
        (b"", False),
    ],
)
def test_only_an_object_that_speaks_of_our_schema_is_claimed(content, claimed):
    assert claimed is PARSER.claims(content)


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (json.dumps({"measurements": [{**ROW, "region": "knee"}]}), "/measurements/0/region"),
        (json.dumps({"measurements": [ROW, {**ROW, "id": "m1", "quantity": "bmd"}]}), "/measurements/1/unit"),
        (json.dumps({"schema_version": "1.1", "measurements": []}), "/schema_version"),
        (json.dumps({"measurements": [{**ROW, "id": "x"}, {**ROW, "id": "x"}]}), "/measurements"),
        (json.dumps({"measurements": [{**ROW, "value": "NaN"}]}), "/measurements/0/value"),
    ],
)
def test_a_fault_is_named_by_its_pointer(text, pointer):
    with pytest.raises(UnreadableDocument) as caught:
        read(text)

    assert pointer == caught.value.locator.pointer


@pytest.mark.parametrize(
    "text",
    [
        b"\xff{",
        '{"measurements": [',
        '{"measurements": NaN}',
        '{"measurements": [{"value": "1", "value": "2"}]}',
        "{}x",
    ],
)
def test_damaged_json_is_refused(text):
    with pytest.raises(UnreadableDocument):
        read(text)


@pytest.mark.parametrize("text", ['{"measurements": ' + "[" * 90_000, '{"measurements": ' + "[" * 40 + "]" * 40 + "}"])
def test_deep_nesting_breaks_a_limit(text):
    with pytest.raises(LimitExceeded):
        read(text)


def test_more_measurements_than_the_limit_are_refused():
    with pytest.raises(LimitExceeded):
        read(json.dumps({"measurements": [ROW, ROW]}), Limits(items=1))


def test_a_given_provenance_stays_and_a_missing_one_is_the_place_in_the_json():
    content = (DOCUMENTS / "osteon_json" / "full.json").read_bytes()
    given_one = read(content).measurements[0].provenance
    own = read(json.dumps({"measurements": [ROW]})).measurements[0].provenance

    assert ("ge-xml/1", "-2.46", (212, 216)) == (given_one.parser, given_one.raw, given_one.locator.chars)
    assert ("osteon-json/1", "-1.0", "/measurements/0/value") == (own.parser, own.raw, own.locator.pointer)


def test_a_json_number_keeps_its_printed_digits():
    row = json.dumps({**ROW, "value": 1.5}).replace("1.5", "-2.50")
    measurement = read(f'{{"measurements": [{row}]}}').measurements[0]

    assert ("-2.50", "-2.50") == (str(measurement.value), measurement.provenance.raw)


def test_a_dumped_report_reads_back_equal():
    report = read((DOCUMENTS / "osteon_json" / "full.json").read_bytes())

    assert report == read(json.dumps(dump(report)))


def test_the_view_marks_each_value_and_leaves_out_what_is_not_there():
    text = json.dumps({"measurements": [ROW, {**ROW, "value": -2.5}]}, indent=2)
    locators = [Locator(pointer=f"/measurements/{number}/value") for number in (0, 1, 7)] + [Locator(page=1)]
    source = PARSER.show(text.encode(), locators, Limits())
    marked = [place and text[slice(*place.chars)] for place in source.places]

    assert ["-1.0", "-2.5", None, None] == marked
    with pytest.raises(UnreadableDocument):
        PARSER.show(b"\xff", [], Limits())


@given(st.dictionaries(st.text(max_size=4), st.lists(st.integers() | st.text(max_size=4), max_size=4), max_size=4))
def test_every_value_of_any_json_is_found_by_its_pointer(data):
    text = json.dumps(data)
    for name, row in data.items():
        token = name.replace("~", "~0").replace("/", "~1")
        for number, value in enumerate(row):
            start, end = span_of(text, f"/{token}/{number}")
            around = (start - 1, end + 1) if isinstance(value, str) else (start, end)

            assert json.dumps(value) == text[slice(*around)]


@pytest.mark.parametrize("pointer", ["/x", "/a/9", "/a/0/1", "/b/0"])
def test_a_pointer_to_nothing_has_no_place(pointer):
    assert span_of('{"a": [1]}', pointer) is None
    assert span_of('{"a": [1', pointer) is None


@given(st.binary(max_size=80), st.integers(min_value=0, max_value=400))
def test_damage_is_a_document_error_or_a_sound_report(noise, position):
    content = (DOCUMENTS / "osteon_json" / "seed_patient.json").read_bytes()
    try:
        report = read(content[:position] + noise + content[position + len(noise) :])
    except DocumentError:
        return
    assert report.schema_version == "1.0"
