"""The seed's patient is answered alike in every form it can arrive in."""

import pytest

from dxa.locator import Locator
from dxa.schema import load
from dxa.settings import Limits
from fixtures.truth import DOCUMENTS
from parsers.children import Readers
from tests.service.sources import standing_at

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

FORMS = ("hl7/seed_patient.hl7", "dicom/seed_patient_ge.dcm", "dicom/seed_patient_hologic.dcm", "pdf/seed_patient.pdf")
SCORES = {("lumbar_spine", "-1.0"), ("femoral_neck", "-1.0"), ("hip_unspecified", "-0.5")}


def own_patient(name: str) -> bytes:
    """Return the form as of a patient of its own, so that no two join one case."""
    content = (DOCUMENTS / name).read_bytes()
    return content.replace(b"SEED-1", b"SEED-9") if "hologic" in name else content


@pytest.fixture(scope="module")
def answers(service):
    """Return for each form the bytes that were sent and the case they became."""
    sent = {name: own_patient(name) for name in FORMS}
    return {name: (content, service.case_of(content)) for name, content in sent.items()}


def rule(case, name):
    return next(finding for finding in case["assessment"]["findings"] if finding["rule"] == name)


def fired(case):
    return {check["code"] for check in case["assessment"]["checks"] if check["outcome"] == "fires"}


@pytest.mark.parametrize("form", FORMS)
def test_seed_patient_is_indeterminate_and_what_is_missing_is_named(answers, form):
    _, case = answers[form]
    headline = case["assessment"]["headline"]
    conditional = [(answer["if"], answer["then"]) for answer in headline["conditional"]]

    assert headline["classification"] == case["case"]["classification"] == "INDETERMINATE"
    assert headline["pack"] == "iscd-adult-2023"
    assert {"age_years", "sex", "menopausal_status"} == set(headline["missing"])
    assert conditional == [("postmenopausal woman or man aged 50 or older", "NORMAL")]
    assert {"age_years", "sex", "menopausal_status"} <= {row["fact"] for row in case["assessment"]["facts_missing"]}


@pytest.mark.parametrize("form", FORMS)
def test_seed_article_stands_beside_with_its_conflict(answers, form):
    finding = rule(answers[form][1], "seed-droracle-2025.s02")

    assert finding["outcome"] == "met"
    assert finding["codes"] == ["LOW_BONE_MASS"]
    assert "PACK_CONFLICT_WITH_PRIMARY_SOURCE" in finding["caveats"]
    assert {"iscd-adult-2023", "who-1994"} <= set(finding["conflicts_with"])


@pytest.mark.parametrize("form", FORMS)
def test_vertebral_assessment_is_not_met_whatever_is_unknown(answers, form):
    finding = rule(answers[form][1], "iscd-adult-2023.vfa")

    assert finding["outcome"] == "not_met"
    assert finding["missing"] == []
    assert [(reason["operator"], reason["verdict"]) for reason in finding["because"]] == [("<", "false")]


@pytest.mark.parametrize("form", FORMS)
def test_boundary_fires_and_a_bare_hip_decides_nothing(answers, form):
    _, case = answers[form]
    report, headline = case["report"], case["assessment"]["headline"]
    scores = {m["id"]: (m["region"], m["value"]) for m in report["measurements"] if m["quantity"] == "t_score"}
    rejected = {scores[row["measurement"]][0]: row["reason"] for row in headline["deciding"]["rejected"]}

    assert set(scores.values()) == SCORES
    assert len(scores) == len(SCORES)
    assert "BOUNDARY_T_EQUALS_THRESHOLD" in fired(case)
    assert rejected["hip_unspecified"] == "HIP_REGION_UNSPECIFIED"
    assert "SITE_AMBIGUOUS" in headline["caveats"]
    assert "SITE_AMBIGUOUS" in {issue["code"] for issue in report["issues"]}
    assert (report["patient"]["sex"], report["patient"]["age_years"], report["patient"]["birth_date"]) == (None,) * 3


@pytest.mark.parametrize("form", FORMS)
def test_every_number_leads_back_to_the_characters_it_was_read_from(service, answers, form):
    content, case = answers[form]
    origins = [row["provenance"] for row in case["report"]["measurements"]]
    document = case["documents"][0]["id"]
    served = service.get(f"/api/v1/cases/{case['case']['id']}/documents/{document}/content").body
    with Readers(1, Limits()) as readers:
        source = readers.show(served, [load(Locator, origin["locator"]) for origin in origins])
    shown = [source.parts[place.part].text[slice(*place.chars)] for place in source.places if place and place.chars]
    boxed = [place for place in source.places if place and place.box]

    assert served == content
    assert {origin["document"] for origin in origins} == {document}
    assert [origin["raw"] for origin in origins] == [standing_at(served, origin["locator"]) for origin in origins]
    assert shown == ([] if boxed else [origin["raw"] for origin in origins])
    assert len(shown) + len(boxed) == len(origins) >= len(SCORES)


@pytest.mark.parametrize("form", FORMS)
def test_case_page_shows_every_number_and_its_place(service, answers, form):
    _, case = answers[form]
    page = service.get(f"/cases/{case['case']['id']}")
    marked = [row["id"] for row in case["report"]["measurements"] if f'"{row["id"]}"'.encode() in page.body]

    assert page.status == 200
    assert marked == [row["id"] for row in case["report"]["measurements"]]


@pytest.mark.parametrize("form", FORMS)
def test_woman_of_66_after_menopause_is_normal(service, answers, form):
    before = answers[form][1]
    facts = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
    case = service.state_facts(before["case"]["id"], **facts)
    headline = case["assessment"]["headline"]

    assert headline["classification"] == case["case"]["classification"] == "NORMAL"
    assert (headline["missing"], headline["conditional"]) == ([], [])
    assert case["case"]["revision"] > before["case"]["revision"]
    assert [entry["said_by"] for entry in case["facts"]] == ["tester"]
    assert "LOW_BONE_MASS" in rule(case, "seed-droracle-2025.s02")["codes"]
    assert rule(case, "iscd-adult-2023.vfa")["outcome"] == "not_met"
