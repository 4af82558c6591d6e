"""Documents in over HTTP: accepted, known already, later, refused."""

import json
from dataclasses import replace
from io import RawIOBase

import pytest

from api.app import create_app
from ingest.reception import Reception
from tests.api.conftest import DEMO, DOCUMENTS, message

LIMIT = 20_000_000


def test_document_becomes_a_case(client, callers):
    answer = client.post("/api/v1/documents", data=message(), headers=callers.sender)
    body = answer.get_json()

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/cases/{body['case']['id']}"
    assert body["document"]["sender"] == "sender"
    assert body["document"]["media_type"] == "application/hl7-v2"
    assert body["case"]["patient_id"] == "T-1"


def test_answer_carries_report_and_assessment(client, callers):
    body = client.post("/api/v1/documents", data=message(), headers=callers.sender).get_json()
    case = client.get(f"/api/v1/cases/{body['case']['id']}", headers=callers.reader).get_json()

    assert body == {**case, "document": case["documents"][0]}
    assert body["assessment"]["headline"]["classification"] == body["case"]["classification"]
    assert [row["value"] for row in body["report"]["measurements"]] == ["-2.6", "-2.8"]


@pytest.mark.parametrize("path", ["", "/documents/{document}/content"])
def test_sender_reads_the_cases_of_what_it_sent(client, callers, path):
    body = client.post("/api/v1/documents", data=message(), headers=callers.sender).get_json()
    address = f"/api/v1/cases/{body['case']['id']}{path.format(document=body['document']['id'])}"

    assert client.get(address, headers=callers.sender).status_code == 200
    assert client.get(address, headers=callers.other_sender).status_code == 404


def test_sender_states_facts_for_its_cases_only(client, callers):
    body = client.post("/api/v1/documents", data=message(), headers=callers.sender).get_json()
    address, facts = f"/api/v1/cases/{body['case']['id']}/facts", {"menopausal_status": "postmenopausal"}

    assert client.post(address, json=facts, headers=callers.other_sender).status_code == 404
    answer = client.post(address, json=facts, headers=callers.sender)
    assert answer.get_json()["case"]["classification"] == "OSTEOPOROSIS"


@pytest.mark.parametrize(
    "content_type", ["application/pdf", "application/x-www-form-urlencoded", "multipart/form-data", "", "nonsense"]
)
def test_content_decides_and_not_its_declared_type(client, callers, content_type):
    answer = client.post("/api/v1/documents", data=message(), headers=callers.sender, content_type=content_type)

    assert answer.status_code == 201


def test_same_bytes_again_are_the_same_case(client, callers):
    first = client.post("/api/v1/documents", data=message(), headers=callers.sender)
    again = client.post("/api/v1/documents", data=message(), headers=callers.sender)

    assert [201, 200] == [first.status_code, again.status_code]
    assert first.get_json()["case"]["id"] == again.get_json()["case"]["id"]
    assert len(client.get("/api/v1/cases", headers=callers.reader).get_json()["items"]) == 1


def test_idempotency_key_with_other_bytes_raises_an_alarm(client, callers):
    headers = {**callers.sender, "Idempotency-Key": "k-1"}
    first = client.post("/api/v1/documents", data=message(1), headers=headers).get_json()
    second = client.post("/api/v1/documents", data=message(2), headers=headers).get_json()

    assert first["document"]["external_id"] == "k-1"
    assert [None, "EXTERNAL_ID_REUSED"] == [first["document"]["alarm"], second["document"]["alarm"]]


@pytest.mark.slow
def test_who_does_not_wait_is_told_where_to_look(client, callers):
    headers = {**callers.sender, "Prefer": "respond-async, wait=10"}
    answer = client.post(
        "/api/v1/documents", data=DEMO.joinpath("08_ge_spine_with_trend.pdf").read_bytes(), headers=headers
    )

    assert answer.status_code == 202
    assert answer.get_json()["case"] is None
    state = client.get(answer.headers["Location"], headers=callers.sender).get_json()
    assert state["document"]["status"] in {"reading", "read"}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "INVALID_REQUEST"),
        (b"\x00\x01 nothing anybody knows", 415, "UNRECOGNISED_DOCUMENT"),
        (b"%PDF-1.7\n%broken", 422, "UNREADABLE_DOCUMENT"),
        (DOCUMENTS / "dicom" / "image_only.dcm", 422, "NO_STRUCTURED_RESULTS"),
        (DOCUMENTS / "dicom" / "dose_report.dcm", 422, "NOT_DENSITOMETRY"),
        (DOCUMENTS / "dicom" / "truncated.dcm", 422, "UNREADABLE_DOCUMENT"),
    ],
)
def test_refused_document_is_kept_and_answered_by_the_table(client, callers, content, status, code):
    raw = content if isinstance(content, bytes) else content.read_bytes()
    for attempt in range(2):
        answer = client.post("/api/v1/documents", data=raw, headers=callers.sender)
        body = answer.get_json()

        assert (status, code) == (answer.status_code, body["code"]), attempt
        assert answer.content_type == "application/problem+json"
    if raw:
        state = client.get(answer.headers["Location"], headers=callers.sender).get_json()
        assert ("quarantined", code) == (state["document"]["status"], state["document"]["error_code"])
    assert client.get("/api/v1/cases", headers=callers.reader).get_json()["items"] == []


class Endless(RawIOBase):
    """A body without end, of which nobody may take much more than the limit."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        self.taken += len(buffer)
        if self.taken > 2 * LIMIT:
            raise AssertionError("more was read than the limit needs")
        buffer[:] = bytes(len(buffer))
        return len(buffer)


@pytest.mark.parametrize("path", ["/api/v1/documents", "/api/v1/extractions", "/api/v1/assessments"])
@pytest.mark.parametrize(
    "environ", [{"CONTENT_LENGTH": "50000000"}, {"wsgi.input_terminated": True}], ids=["declared", "chunked"]
)
def test_too_large_a_body_is_refused_before_it_is_read(client, callers, path, environ):
    body = Endless()
    answer = client.post(path, headers=callers.admin, environ_overrides={**environ, "wsgi.input": body})

    assert (413, "REQUEST_ENTITY_TOO_LARGE") == (answer.status_code, answer.get_json()["code"])
    assert body.taken <= (0 if "CONTENT_LENGTH" in environ else 2 * LIMIT)


def test_extraction_stores_nothing_and_traces_every_number(client, callers):
    answer = client.post("/api/v1/extractions", data=message(), headers=callers.sender)
    report = answer.get_json()

    assert answer.status_code == 200
    assert {"-2.6", "-2.8"} == {row["value"] for row in report["measurements"]}
    assert all(row["provenance"]["raw"] == row["value"] for row in report["measurements"])
    assert client.get("/api/v1/cases", headers=callers.reader).get_json()["items"] == []


def test_report_that_was_read_is_a_document_itself(client, callers):
    report = client.post("/api/v1/extractions", data=message(), headers=callers.sender).get_json()
    answer = client.post("/api/v1/extractions", data=json.dumps(report), headers=callers.sender)

    assert answer.status_code == 200
    assert [row["value"] for row in report["measurements"]] == [
        row["value"] for row in answer.get_json()["measurements"]
    ]


@pytest.mark.slow
def test_every_demo_document_is_a_case_of_its_own_or_in_quarantine(client, callers):
    answers = [
        client.post("/api/v1/documents", data=path.read_bytes(), headers=callers.sender)
        for path in sorted(DEMO.iterdir())
    ]
    cases = {answer.get_json()["case"]["id"] for answer in answers if answer.status_code == 201}

    assert [422] == [answer.status_code for answer in answers if answer.status_code != 201]
    assert len(cases) == len(answers) - 1


def test_no_more_callers_wait_for_slow_documents_than_there_are_places(client, callers, services):
    places = services.settings.http_threads // 2
    taken = [services.waiting.acquire(blocking=False) for _ in range(places)]
    slow = DEMO.joinpath("08_ge_spine_with_trend.pdf").read_bytes()
    answers = [client.post("/api/v1/documents", data=data, headers=callers.sender) for data in (slow, message())]

    assert all(taken)
    assert [202, 201] == [answer.status_code for answer in answers]
    services.waiting.release(places)


@pytest.mark.parametrize("key", [None, "R-17", "\u00fcber"])
def test_what_is_left_to_another_process_is_answered_as_it_was_stored(services, callers, key):
    left = Reception(store=services.store, clock=services.clock, settings=services.settings)
    client = create_app(replace(services, pipeline=left)).test_client()
    headers = callers.sender | ({"Idempotency-Key": key} if key else {})
    answer = client.post("/api/v1/documents", data=message(), headers=headers)
    told = answer.get_json()["document"]
    stored = client.get(f"/api/v1/documents/{told['id']}", headers=callers.reader).get_json()["document"]

    assert (202, "received") == (answer.status_code, told["status"])
    assert stored | {"status": "received"} == told
