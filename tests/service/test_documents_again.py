"""The same document again, the same id again, and a document nobody waits for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.service.messages import Order, message, number
from tests.service.running import digest

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


def score(patient: str, value: str) -> bytes:
    return message(Order(patient=patient, accession="D-1"), number(1, "Left femoral neck T-score", value))


def test_same_bytes_again_are_the_same_case(service):
    content = score("AGAIN-1", "-1.7")
    first, second = service.post(content), service.post(content)
    case = service.case(first.json["case"]["id"])

    assert (first.status, second.status) == (201, 200)
    assert first.json == second.json
    assert first.headers["Location"] == second.headers["Location"] == f"/api/v1/cases/{case['case']['id']}"
    assert (case["case"]["revision"], len(case["documents"])) == (1, 1)


def test_same_bytes_from_many_callers_at_once_are_one_case(service):
    content = score("AGAIN-2", "-1.8")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(service.post, [content] * 8))
    waited = service.settled(digest(content))
    case = service.case(waited["cases"][0])

    assert sorted(answer.status for answer in answers).count(201) == 1
    assert {answer.status for answer in answers} <= {200, 201, 202}
    assert (len(waited["cases"]), case["case"]["revision"], len(case["documents"])) == (1, 1, 1)
    assert len(case["report"]["measurements"]) == 1


def test_same_key_with_other_bytes_is_stored_and_raises_an_alarm(service):
    first = service.post(score("KEY-1", "-1.7"), Idempotency_Key="key-1")
    again = service.post(score("KEY-1", "-1.7"), Idempotency_Key="key-1")
    other = service.post(score("KEY-1", "-2.7"), Idempotency_Key="key-1")
    state = service.document(digest(score("KEY-1", "-2.7")))
    case = service.case(other.json["case"]["id"])

    assert (first.status, again.status, other.status) == (201, 200, 201)
    assert (first.json["document"]["alarm"], again.json["document"]["alarm"]) == (None, None)
    assert other.json["document"]["alarm"] == state["document"]["alarm"] == "EXTERNAL_ID_REUSED"
    assert [document["alarm"] for document in case["documents"]] == [None, "EXTERNAL_ID_REUSED"]
    assert service.get("/api/v1/cases?patient=KEY-1").json["items"] == [case["case"]]


def test_same_key_of_another_sender_is_another_key(service):
    secret = service.command("token", "create", "other", "--role", "sender")
    service.post(score("KEY-2", "-1.7"), Idempotency_Key="key-2")
    other = service.post(score("KEY-3", "-1.7"), Idempotency_Key="key-2", Authorization=f"Bearer {secret}")

    assert (other.status, other.json["document"]["alarm"], other.json["document"]["sender"]) == (201, None, "other")


def test_document_nobody_waits_for_becomes_a_case_later(service):
    content = score("LATER-1", "-1.9")
    answer = service.post(content, Prefer="respond-async")
    state = service.settled(digest(content))
    case = service.case(state["cases"][0])

    assert answer.status == 202
    assert answer.json["case"] is None
    assert answer.headers["Location"] == f"/api/v1/documents/{digest(content)}"
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert (state["document"]["status"], len(state["cases"])) == ("read", 1)
    assert case["report"]["patient"]["id"] == "LATER-1"


@pytest.mark.parametrize("secret", ["", "nobody's"])
def test_nobody_without_a_token_hands_anything_in(service, secret):
    content = score("NOBODY-1", "-1.9")
    answer = service.post(content, Authorization=f"Bearer {secret}")

    assert (answer.status, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert service.get(f"/api/v1/documents/{digest(content)}").status == 404
