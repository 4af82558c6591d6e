"""The closed codes and their meanings agree, and the small words keep their promises."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files

import pytest

from dxa import assessment, case, document, facts, locator, regions, report
from dxa.document import RawDocument
from dxa.issues import IssueCode
from dxa.json_schema import attribute_docs
from dxa.regions import SCAN_OF_REGION, VERTEBRAE, Region
from dxa.vocabulary import MEANINGS, Caveat, Classification, Recommendation, Risk

SECTIONS = json.loads(files("dxa").joinpath("vocabulary.json").read_text(encoding="utf-8"))
DATACLASSES = sorted(
    {
        part
        for module in (assessment, case, document, facts, locator, regions, report)
        for part in vars(module).values()
        if isinstance(part, type) and is_dataclass(part)
    },
    key=lambda cls: cls.__name__,
)


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("classification", Classification),
        ("recommendations", Recommendation),
        ("caveats", Caveat),
        ("risk", Risk),
    ],
)
def test_enum_and_vocabulary_hold_the_same_codes(section, codes):
    assert sorted(codes) == sorted(entry["code"] for entry in SECTIONS[section])
    assert [code.name for code in codes] == [code.value for code in codes]


def test_every_code_of_the_vocabulary_has_a_meaning_of_its_own():
    names = ("classification", "recommendations", "caveats", "risk", "packs")
    entries = [entry for section in names for entry in SECTIONS[section]]

    assert {entry["code"] for entry in entries} == set(MEANINGS)
    assert all(entry["meaning"].strip() for entry in entries)


@pytest.mark.parametrize("code", IssueCode)
def test_issue_code_says_what_it_means(code):
    assert code.value == code.name
    assert attribute_docs(IssueCode)[code.name].endswith(".")


@pytest.mark.parametrize("cls", DATACLASSES, ids=lambda cls: cls.__name__)
def test_words_are_frozen_and_slotted(cls):
    assert cls.__dataclass_params__.frozen
    assert "__slots__" in vars(cls)
    assert cls.__doc__


@pytest.mark.parametrize("cls", DATACLASSES, ids=lambda cls: cls.__name__)
def test_no_word_holds_a_dictionary_or_a_list(cls):
    assert [part.name for part in fields(cls) if str(part.type).startswith(("dict", "list", "set"))] == []


def test_every_region_but_the_patient_belongs_to_a_scan():
    assert set(Region) - set(SCAN_OF_REGION) == {Region.PATIENT}


def test_vertebrae_stand_in_anatomical_order():
    assert VERTEBRAE[0] == "T4"
    assert VERTEBRAE[VERTEBRAE.index("T12") + 1] == "L1"


def test_document_is_known_by_the_hash_of_its_bytes():
    received = RawDocument(content=b"MSH|", channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert received.digest == sha256(b"MSH|").hexdigest()
