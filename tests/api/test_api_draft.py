"""The draft report text over HTTP, on its page and in a terminal."""

import json
import re
from html import unescape

import jsonschema_rs
import pytest
from click.testing import CliRunner

from api.cli import main
from dxa.draft import DraftReport
from dxa.facts import Facts
from dxa.report import Sex
from dxa.schema import load
from store.records import Decision, Review
from tests.api.conftest import DEMO, message


@pytest.fixture
def review(services):
    """Append a decision on the case as it stands."""

    def add(case_id, decision, subject=None):
        revision = services.store.case(case_id).summary.revision
        said = Review(
            revision=revision, subject=subject, decision=decision, reason="seen", said_by="dr", said_at=services.clock()
        )
        services.store.add_review(case_id, said)

    return add


def drafted(client, callers, case_id, audience=None):
    query = {"audience": audience} if audience else {}
    return client.get(f"/api/v1/cases/{case_id}/draft", query_string=query, headers=callers.reader)


def texts(answer):
    return [one["text"] for section in answer.get_json()["sections"] for one in section["sentences"]]


@pytest.mark.parametrize("audience", [None, "radiologist", "clinician"])
def test_draft_is_answered_for_an_audience(client, callers, case_id, audience):
    answer = drafted(client, callers, case_id, audience)
    draft = load(DraftReport, answer.get_json())

    assert 200 == answer.status_code
    assert (audience or "radiologist") == draft.audience
    assert all(one.sources for section in draft.sections for one in section.sentences)
    assert "-2.8" in json.dumps(answer.get_json())


def test_answer_is_valid_by_the_description(client, callers, case_id):
    document = client.get("/openapi.json").get_json()
    schema = {"$ref": "#/components/schemas/DraftReport", "components": document["components"]}
    faults = jsonschema_rs.Draft202012Validator(schema).iter_errors(drafted(client, callers, case_id).get_json())

    assert [] == [fault.message for fault in faults]


@pytest.mark.parametrize("path", ["/api/v1/cases/{}/draft?audience=everybody", "/api/v1/cases/{}/draft?audience="])
def test_unknown_audience_is_refused(client, callers, case_id, path):
    answer = client.get(path.format(case_id), headers=callers.reader)

    assert (422, "application/problem+json") == (answer.status_code, answer.content_type)


def test_patient_is_told_nothing_before_somebody_signed(client, callers, case_id):
    answer = drafted(client, callers, case_id, "patient")

    assert (409, "application/problem+json") == (answer.status_code, answer.content_type)
    assert "sections" not in answer.get_json()


def test_signed_case_has_plain_language_until_it_changes(client, callers, services, case_id, review):
    review(case_id, Decision.SIGN)
    signed = drafted(client, callers, case_id, "patient")
    services.pipeline.add_facts(case_id, Facts(sex=Sex.FEMALE), "dr")
    reopened = drafted(client, callers, case_id, "patient")

    assert 200 == signed.status_code
    assert [] == [text for text in texts(signed) if re.search(r"\d", text)]
    assert 409 == reopened.status_code


def test_overridden_finding_is_named_and_no_longer_said(client, callers, case_id, review):
    before = texts(drafted(client, callers, case_id))
    review(case_id, Decision.OVERRIDE, "M22")
    after = texts(drafted(client, callers, case_id))
    review(case_id, Decision.ACCEPT, "M22")

    assert [True, False] == [any(text.endswith("[M22]") for text in told) for told in (before, after)]
    assert "Set aside by the reviewer: M22." in after
    assert before == texts(drafted(client, callers, case_id))


def test_draft_needs_a_caller_who_may_see_the_case(client, callers, case_id):
    path = f"/api/v1/cases/{case_id}/draft"
    answers = [client.get(path, headers=headers) for headers in ({}, callers.other_sender, callers.sender)]

    assert [401, 404, 200] == [answer.status_code for answer in answers]
    assert 404 == drafted(client, callers, "none").status_code


def test_page_needs_a_reader(client, callers, case_id):
    path = f"/cases/{case_id}/draft"
    nobody, sender, reader = (client.get(path, headers=h) for h in ({}, callers.sender, callers.reader))

    assert [303, 403, 200] == [nobody.status_code, sender.status_code, reader.status_code]
    assert "/login" in nobody.headers["Location"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["05_letter_against_its_numbers.hl7", "08_ge_spine_with_trend.pdf", "07_seed_patient.hl7"]
)
def test_every_link_of_a_draft_leads_to_a_place_of_its_case(open_client, name):
    posted = open_client.post("/api/v1/documents", data=DEMO.joinpath(name).read_bytes())
    case = f"/cases/{posted.get_json()['case']['id']}"
    page = open_client.get(case).get_data(as_text=True)
    draft = open_client.get(f"{case}/draft").get_data(as_text=True)
    wanted = {unescape(one) for one in re.findall(rf'href="{case}#([^"]+)"', draft)}

    assert f'href="{case}/draft"' in page
    assert wanted
    assert set() == wanted - {unescape(one) for one in re.findall(r'\sid="([^"]+)"', page)}
    assert len(re.findall(r'\sid="', page)) == len(set(re.findall(r'\sid="([^"]+)"', page)))


def test_page_offers_the_patient_only_once_signed(open_client, services, review):
    case_id = open_client.post("/api/v1/documents", data=message()).get_json()["case"]["id"]
    path = f"/cases/{case_id}/draft"
    before = open_client.get(path).get_data(as_text=True)
    refused = open_client.get(f"{path}?audience=patient", headers={"Accept": "text/html"})
    review(case_id, Decision.SIGN)
    after = open_client.get(f"{path}?audience=patient")

    assert "audience=patient" not in before
    assert 409 == refused.status_code
    assert "What the scan shows" in after.get_data(as_text=True)


def test_page_holds_the_whole_text_and_no_inline_code(open_client):
    poisoned = message().replace(b"Lumbar", b"<script>alert(1)</script>Lumbar")
    case_id = open_client.post("/api/v1/documents", data=poisoned).get_json()["case"]["id"]
    page = open_client.get(f"/cases/{case_id}/draft").get_data(as_text=True)
    copied = unescape(re.search(r'<pre class="text whole"[^>]*>(.*?)</pre>', page, re.DOTALL)[1])
    answer = open_client.get(f"/api/v1/cases/{case_id}/draft")

    assert [] == re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", page)
    assert [] == [text for text in texts(answer) if text not in copied]
    assert "IMPRESSION\n" in copied


def test_case_page_shows_what_is_known_of_causes_and_the_amounts_side_by_side(open_client, services):
    case_id = open_client.post("/api/v1/documents", data=message()).get_json()["case"]["id"]
    facts = Facts(conditions=("malabsorption",))
    services.pipeline.add_facts(case_id, facts, "dr")
    page = open_client.get(f"/cases/{case_id}").get_data(as_text=True)
    lists = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index('id="checklists"') : page.index('id="facts"')]))

    assert re.search(r"Present malabsorption: malabsorption \(facts", lists)
    assert re.search(r"Absent .*hyperthyroidism", lists)
    assert re.search(r"Unknown 25-OH vitamin D ?; serum calcium", lists)
    assert re.search(r"BHOF Clinician(&#39;|')s Guide 2022 .*1200 mg/day", lists)
    assert "everybody with osteopenia in its reading" in lists


@pytest.fixture
def osteon(tmp_path, monkeypatch):
    monkeypatch.setenv("OSTEON_HOME", str(tmp_path / "home"))
    path = tmp_path / "letter.hl7"
    path.write_bytes(message())
    return lambda *words: CliRunner().invoke(main, ["assess", str(path), *words])


def test_command_prints_the_draft(osteon):
    printed, for_clinician = osteon("--draft"), osteon("--draft", "--audience", "clinician")

    assert [0, 0] == [printed.exit_code, for_clinician.exit_code]
    assert printed.stdout.startswith("INDICATION\n")
    assert max(map(len, printed.stdout.splitlines())) <= 100
    assert "No category can be given.\n" in printed.stdout
    assert "No category can be given from what is known.\n" in for_clinician.stdout


def test_command_prints_the_schema_and_no_text_for_patients(osteon):
    told = load(DraftReport, json.loads(osteon("--draft", "--json").stdout))

    assert "radiologist" == told.audience
    assert 2 == osteon("--draft", "--audience", "patient").exit_code
