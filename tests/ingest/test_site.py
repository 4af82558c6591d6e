"""What a site says of itself once holds for every case that does not say otherwise."""

import json
from dataclasses import replace

import pytest

from assess import assessed
from dxa.errors import SettingsError
from dxa.report import Device
from dxa.schema import load_facts
from ingest.pipeline import Pipeline
from ingest.site import site_from
from parsers.children import Readers
from tests.ingest.situations import SETTINGS, Clock, document

PAGE = {
    "facility": {"country": "UK", "primary_packs": ["who-1994"], "lsc_g_cm2": {"total_hip": "0.027"}},
    "devices": {"ME+200123": {"lsc_g_cm2": {"total_hip": "0.022"}}},
}


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "facility.json"
    path.write_text(json.dumps(PAGE), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("serial", "stated", "limit", "packs"),
    [
        (None, {}, "0.027", ("who-1994",)),
        ("me+200123", {}, "0.022", ("who-1994",)),
        ("ME+7", {"lsc_percent": {"lumbar_spine": "3"}}, "0.027", ("who-1994",)),
        ("ME+200123", {"lsc_g_cm2": {"total_hip": "0.030"}, "primary_packs": ["bhof-2022"]}, "0.030", ("bhof-2022",)),
    ],
)
def test_a_case_comes_before_the_device_and_the_device_before_the_site(page, serial, stated, limit, packs):
    facts = load_facts({"facility": stated, "age_years": "66"})
    found = site_from(page).beneath(facts, Device(serial=serial))

    assert (limit, packs) == (str(found.facility.lsc_g_cm2["total_hip"]), found.facility.primary_packs)
    assert found.facility.lsc_percent == facts.facility.lsc_percent
    assert facts.age_years == found.age_years


def test_the_primary_pack_of_the_site_gives_the_headline(store, page):
    settings = replace(SETTINGS, facility=page)
    pipeline = Pipeline(
        store=store, readers=Readers(1, SETTINGS.limits), assess=assessed, clock=Clock(), settings=settings
    )
    case_id = pipeline.work(pipeline.receive(document("-2.6")).document_id).case_id

    assert "who-1994" == store.assessment(case_id).headline.pack


def test_without_a_file_the_site_says_nothing():
    facts = load_facts({"age_years": "66"})

    assert facts == site_from(None).beneath(facts, Device())


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"facilities": {}}', '{"devices": []}', '{"facility": {"countri": "US"}}',
     '{"facility": {"primary_packs": ["nobody-1900"]}}'],
)  # fmt: skip
def test_a_file_that_is_not_of_that_form_is_refused(tmp_path, text):
    path = tmp_path / "facility.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match="OSTEON_FACILITY"):
        site_from(path)
    with pytest.raises(SettingsError, match="OSTEON_FACILITY"):
        site_from(tmp_path / "absent.json")
