"""What the pages say is what the code says, and every link leads somewhere."""

import importlib.util
import json
import re

import jsonschema_rs
import pytest
from tree import ROOT, files, text

from dxa.json_schema import PUBLICATIONS, json_schema

PAGES = [name for name in files() if name.endswith(".md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
GOLDEN = [name for name in files() if name.startswith("fixtures/") and name.endswith(".expected.json")]


def derived():
    spec = importlib.util.spec_from_file_location("osteon_docs_generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.derived()


def test_derived_pages_are_current():
    stale = [path.name for path, content in derived().items() if path.read_text(encoding="utf-8") != content]

    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_of_the_project(page):
    folder = (ROOT / page).parent
    lost = [target for target in LINK.findall(text(page) or "") if not (folder / target).exists()]

    assert lost == []


def test_readme_names_every_folder():
    folders = {name.split("/")[0] for name in files() if "/" in name and not name.startswith(".")}
    readme = text("README.md") or ""

    assert [folder for folder in sorted(folders) if f"{folder}/" not in readme] == []


def test_every_make_target_the_pages_name_exists():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile") or "", re.MULTILINE))
    named = {found for page in PAGES for found in re.findall(r"`make ([a-z]+)`|\$ make ([a-z]+)", text(page) or "")}

    assert {target for pair in named for target in pair if target} <= targets


def test_every_golden_reading_is_valid_by_the_published_schema():
    (publication,) = (publication for publication in PUBLICATIONS if publication.name == "report")
    validator = jsonschema_rs.Draft202012Validator(json_schema(publication))
    readings = {name: json.loads((ROOT / name).read_text(encoding="utf-8")) for name in GOLDEN}
    reports = {name: reading for name, reading in readings.items() if "error" not in reading}
    faults = {name: [fault.message for fault in validator.iter_errors(one)] for name, one in reports.items()}

    assert [] == [(name, found) for name, found in faults.items() if found]
    assert len(reports) > len(GOLDEN) // 2


@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda publication: publication.name)
def test_published_schema_is_a_schema_and_refuses_the_unknown(publication):
    schema = json_schema(publication)
    jsonschema_rs.meta.validate(schema)

    assert not jsonschema_rs.Draft202012Validator(schema).is_valid({"unknown": 1})
