"""Several documents in one request, and a queue that is too long."""

from dataclasses import replace
from io import BytesIO

import pytest

from api.app import create_app
from api.routes.pressure import Pressure
from dxa.errors import StoreUnavailable, TooBusy
from tests.api.conftest import DEMO, message

PDF = DEMO / "02_hologic_osteoporosis.pdf"


def form(*contents: bytes):
    return {"file": [(BytesIO(content), f"{number}.bin") for number, content in enumerate(contents)]}


def post(client, headers, *contents: bytes, **more):
    return client.post(
        "/api/v1/documents", data=form(*contents), content_type="multipart/form-data", headers={**headers, **more}
    )


@pytest.mark.slow
def test_each_document_has_an_answer_of_its_own(client, callers):
    contents = (message(1), PDF.read_bytes(), b"\x00nothing known", message(1), b"%PDF-1.7 cut")
    answer = post(client, callers.sender, *contents)
    items = answer.get_json()["documents"]

    assert answer.status_code == 207
    assert [201, 201, 415] == [item["status"] for item in items[:3]]
    assert items[3]["status"] in {200, 202}
    assert items[4]["status"] == 422
    assert [None, None, "UNRECOGNISED_DOCUMENT"] == [(item["problem"] or {}).get("code") for item in items[:3]]
    assert client.get(f"/api/v1/cases/{items[1]['case']}", headers=callers.sender).status_code == 200


def test_nobody_is_kept_waiting_who_does_not_wish_to(client, callers):
    items = post(client, callers.sender, message(1), message(2), Prefer="respond-async").get_json()["documents"]

    assert {item["status"] for item in items} <= {201, 202}
    assert all(item["document"]["id"] for item in items)


def test_key_of_the_request_numbers_its_documents(client, callers):
    items = post(client, callers.sender, message(1), message(2), Idempotency_Key="K").get_json()["documents"]

    assert ["K#1", "K#2"] == [item["document"]["external_id"] for item in items]


def test_form_without_files_is_refused(client, callers):
    answer = client.post(
        "/api/v1/documents", data={"file": "text"}, content_type="multipart/form-data", headers=callers.sender
    )

    assert (422, "INVALID_REQUEST") == (answer.status_code, answer.get_json()["code"])


def test_too_many_documents_are_refused_whole(client, callers, services, monkeypatch):
    monkeypatch.setattr("api.routes.batches.MOST_DOCUMENTS", 2)
    answer = post(client, callers.sender, message(1), message(2), message(3))

    assert answer.status_code == 422
    assert services.store.counts().read == 0


def test_batch_has_a_limit_of_its_own(services, callers):
    small = replace(services.settings, http_batch_bytes=5_000)
    client = create_app(replace(services, settings=small)).test_client()

    assert post(client, callers.sender, b"x" * 6_000).status_code == 413
    assert post(client, callers.sender, message()).status_code == 207


def test_document_above_its_limit_is_refused_by_itself(client, callers, services, monkeypatch):
    monkeypatch.setattr(services.pipeline._reception, "_most", 2_000)
    items = post(client, callers.sender, b"MSH|" + b"x" * 2_000, message()).get_json()["documents"]

    assert [(422, None), (201, items[1]["document"]["id"])] == [
        (item["status"], item["document"] and item["document"]["id"]) for item in items
    ]


def test_long_queue_is_answered_with_a_time_to_come_back(services, callers):
    busy = replace(services, pressure=Pressure(1, lambda: 1))
    client = create_app(busy).test_client()
    alone = client.post("/api/v1/documents", data=message(), headers=callers.sender)
    together = post(client, callers.sender, message())

    assert (429, "TOO_BUSY") == (alone.status_code, alone.get_json()["code"])
    assert int(alone.headers["Retry-After"]) > 0
    assert [429] == [item["status"] for item in together.get_json()["documents"]]
    assert services.store.counts().cases == 0


@pytest.mark.parametrize(("waiting", "admitted"), [(0, True), (4, True), (5, False), (6, False)])
def test_queue_has_room_below_its_limit(waiting, admitted):
    pressure = Pressure(5, lambda: waiting)
    try:
        pressure.admit()
    except TooBusy:
        assert not admitted
    else:
        assert admitted


def test_length_of_the_queue_is_not_asked_for_each_document():
    asked = []
    pressure = Pressure(5, lambda: asked.append(1) or 0)
    for _ in range(100):
        pressure.admit()

    assert len(asked) == 1


def test_queue_nobody_can_measure_admits_nothing():
    def down():
        raise StoreUnavailable("the database is down")

    with pytest.raises(StoreUnavailable):
        Pressure(5, down).admit()
