"""Cases over HTTP: listed, filtered, paged, looked at, and changed by what somebody knows."""

import json

import pytest

from dxa.assessment import Assessment
from dxa.report import DxaReport
from dxa.schema import load
from tests.api.conftest import DEMO, message


def post(client, callers, number, value="-2.6"):
    return client.post("/api/v1/documents", data=message(number, value), headers=callers.sender).get_json()


def listed(client, callers, query=""):
    answer = client.get(f"/api/v1/cases{query}", headers=callers.reader)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def test_cursor_leads_through_all_cases_newest_first(client, callers):
    posted = [post(client, callers, number)["case"]["id"] for number in range(1, 6)]
    seen, cursor = [], ""
    while cursor is not None:
        page = listed(client, callers, f"?limit=2{'&cursor=' + cursor if cursor else ''}")
        seen += [case["id"] for case in page["items"]]
        cursor = page["next_cursor"]

    assert posted[::-1] == seen


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?patient=T-1", 1),
        ("?patient=T-9", 0),
        ("?status=assessed", 2),
        ("?status=signed", 0),
        ("?performed_from=2024-06-04&performed_to=2024-06-04", 2),
        ("?performed_from=2024-06-05", 0),
        ("?finding=NO_SUCH_CODE", 0),
        ("?severity=major", 2),
    ],
)
def test_filters_narrow_the_list(client, callers, query, found):
    for number in (1, 2):
        post(client, callers, number)

    assert found == len(listed(client, callers, query)["items"])


def test_case_holds_report_assessment_and_documents_of_the_schema(client, callers, case_id):
    answer = client.get(f"/api/v1/cases/{case_id}", headers=callers.reader)
    body = answer.get_json()

    assert answer.headers["ETag"]
    report, assessment = load(DxaReport, body["report"]), load(Assessment, body["assessment"])
    assert {row.id for row in report.measurements} >= {assessment.headline.deciding.measurement}
    assert [body["documents"][0]["id"]] == list({row.provenance.document for row in report.measurements})


def test_case_that_did_not_change_is_not_sent_again(client, callers, case_id):
    path = f"/api/v1/cases/{case_id}"
    etag = client.get(path, headers=callers.reader).headers["ETag"]

    assert client.get(path, headers={**callers.reader, "If-None-Match": etag}).status_code == 304


def test_stated_fact_is_kept_with_its_speaker_and_judged(client, callers, case_id):
    path = f"/api/v1/cases/{case_id}"
    before = client.get(path, headers=callers.reader)
    answer = client.post(f"{path}/facts", json={"menopausal_status": "postmenopausal"}, headers=callers.reader)
    body = answer.get_json()

    assert answer.status_code == 200
    assert ("INDETERMINATE", "OSTEOPOROSIS") == (
        before.get_json()["assessment"]["headline"]["classification"],
        body["assessment"]["headline"]["classification"],
    )
    assert ["reader"] == [entry["said_by"] for entry in body["facts"]]
    assert before.headers["ETag"] != answer.headers["ETag"]


def test_withdrawn_fact_is_unknown_again(client, callers, case_id):
    path = f"/api/v1/cases/{case_id}/facts"
    client.post(path, json={"menopausal_status": "postmenopausal"}, headers=callers.reader)
    body = client.post(path, json={"withdrawn": ["menopausal_status"]}, headers=callers.reader).get_json()

    assert body["assessment"]["headline"]["classification"] == "INDETERMINATE"
    assert [[], ["menopausal_status"]] == [entry["withdrawn"] for entry in body["facts"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("", 400),
        ('{"age_years": NaN}', 400),
        ('{"sex": "female", "sex": "male"}', 400),
        ("[]", 422),
        ("{}", 422),
        ('{"colour": "red"}', 422),
        ('{"sex": "unknown"}', 422),
        ('{"withdrawn": ["colour"]}', 422),
    ],
)
def test_facts_are_read_strictly(client, callers, case_id, body, status):
    answer = client.post(f"/api/v1/cases/{case_id}/facts", data=body, headers=callers.reader)

    assert status == answer.status_code
    assert client.get(f"/api/v1/cases/{case_id}", headers=callers.reader).get_json()["facts"] == []


def test_fact_on_an_outdated_case_is_refused(client, callers, case_id):
    path = f"/api/v1/cases/{case_id}"
    etag = client.get(path, headers=callers.reader).headers["ETag"]
    headers = {**callers.reader, "If-Match": etag}

    statuses = [client.post(f"{path}/facts", json={"sex": sex}, headers=headers).status_code for sex in ("female",) * 2]

    assert [200, 412] == statuses


def test_document_comes_back_as_it_was_sent_and_runs_nothing(client, callers, case_id):
    document = client.get(f"/api/v1/cases/{case_id}", headers=callers.reader).get_json()["documents"][0]["id"]
    answer = client.get(f"/api/v1/cases/{case_id}/documents/{document}/content", headers=callers.reader)

    assert message() == answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_document_of_another_case_is_not_found_through_this_one(client, callers, case_id):
    other = post(client, callers, 2)["document"]["id"]

    answer = client.get(f"/api/v1/cases/{case_id}/documents/{other}/content", headers=callers.reader)

    assert answer.status_code == 404


@pytest.mark.slow
def test_page_of_a_printout_is_a_picture(client, callers):
    content = DEMO.joinpath("08_ge_spine_with_trend.pdf").read_bytes()
    posted = client.post("/api/v1/documents", data=content, headers=callers.sender).get_json()
    path = f"/api/v1/cases/{posted['case']['id']}/documents/{posted['document']['id']}/pages"
    answers = [client.get(f"{path}/{page}.png", headers=callers.reader) for page in (1, 2, 0)]

    assert [200, 404, 404] == [answer.status_code for answer in answers]
    assert answers[0].data.startswith(b"\x89PNG")


@pytest.mark.slow
def test_several_documents_of_a_study_are_one_case(client, callers):
    first = post(client, callers, 1)
    second = client.post("/api/v1/documents", data=message(1, "-2.5"), headers=callers.sender).get_json()
    case = client.get(f"/api/v1/cases/{first['case']['id']}", headers=callers.reader).get_json()

    assert first["case"]["id"] == second["case"]["id"]
    assert len(case["documents"]) == 2
    assert "VALUE_CONFLICT" in json.dumps(case["report"]["issues"])
