"""STOW-RS: objects in parts, each stored or refused by itself, and the answer says which."""

from dataclasses import replace
from io import BytesIO

import pydicom
import pytest
from sqlalchemy import select
from werkzeug.exceptions import BadRequest

from api.app import create_app
from api.routes.related import parts_of
from dxa.errors import StoreUnavailable
from store.tables import DOCUMENTS
from tests.api.conftest import DOCUMENTS as FIXTURES

KIND = 'multipart/related; type="application/dicom"; boundary=XX-y'
STUDY = "1.2.826.0.1.3680043.10.99999.2.1"


def file_of(number: int = 1, **elements: str) -> bytes:
    made = pydicom.dcmread(FIXTURES / "dicom" / "ge_spine.dcm")
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.10.99999.79.{number}"
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    target = BytesIO()
    made.save_as(target)
    return target.getvalue()


def body_of(*contents: bytes, kind: bytes = b"application/dicom") -> bytes:
    parts = [b"--XX-y\r\nContent-Type: " + kind + b"\r\n\r\n" + content + b"\r\n" for content in contents]
    return b"".join(parts) + b"--XX-y--\r\n"


def post(client, headers, body, path="/dicom-web/studies", kind=KIND):
    return client.post(path, data=body, headers={**headers, "Content-Type": kind})


def references(answer, tag) -> list[str]:
    return [one["00081155"]["Value"][0] for one in answer.get_json(force=True).get(tag, {"Value": []})["Value"]]


def reasons(answer) -> list[int]:
    return [one["00081197"]["Value"][0] for one in answer.get_json(force=True)["00081198"]["Value"]]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 5])
def test_every_part_is_stored_and_named(client, callers, services, count):
    files = [file_of(number) for number in range(count)]
    answer = post(client, callers.sender, body_of(*files))
    named = [pydicom.dcmread(BytesIO(one)).SOPInstanceUID for one in files]
    for one in services.store.read(lambda c: list(c.scalars(select(DOCUMENTS.c.id)))):
        services.workers.wait(one, 20)

    assert (200, "application/dicom+json") == (answer.status_code, answer.content_type)
    assert (named, []) == (references(answer, "00081199"), references(answer, "00081198"))
    assert set(named) == services.store.kept("sender", named)
    assert [count] == [case.documents for case in services.store.cases().items]


def test_single_object_may_be_the_whole_body(client, callers):
    answer = post(client, callers.sender, file_of(), kind="application/dicom")

    assert 200 == answer.status_code


@pytest.mark.parametrize(
    ("bad", "reason"),
    [(b"no object", 0xC000), (file_of(2) + bytes(300_000), 0xC000), (bytes(128) + b"DICM", 0xC000)],
)
def test_bad_part_is_named_and_the_others_are_stored(client, callers, services, bad, reason):
    limits = replace(services.settings.limits, document_bytes=200_000)
    small = replace(services, settings=replace(services.settings, limits=limits))
    small.pipeline._reception._most = 200_000
    answer = post(create_app(small).test_client(), callers.sender, body_of(file_of(1), bad))

    assert (202, [reason]) == (answer.status_code, reasons(answer))
    assert ["1.2.826.0.1.3680043.10.99999.79.1"] == references(answer, "00081199")


def test_object_of_another_study_is_refused(client, callers, services):
    path = f"/dicom-web/studies/{STUDY}"
    own = file_of(1, StudyInstanceUID=STUDY)
    other = file_of(2, StudyInstanceUID="1.2.3")
    both = post(client, callers.sender, body_of(own, other), path)
    none = post(client, callers.sender, body_of(other), path)

    assert (202, [0xA900]) == (both.status_code, reasons(both))
    assert (409, [0xA900]) == (none.status_code, reasons(none))
    assert services.store.kept("sender", ["1.2.826.0.1.3680043.10.99999.79.2"]) == frozenset()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ('multipart/related; type="application/dicom+json"; boundary=XX-y', body_of(b"{}"), 415),
        ("multipart/form-data; boundary=XX-y", body_of(b"x"), 415),
        ('multipart/related; type="application/dicom"', body_of(b"x"), 400),
        (KIND, b"", 400),
        (KIND, b"--XX-y--\r\n", 400),
        (KIND, body_of(file_of())[:-20], 400),
        (KIND, body_of(b"x").replace(b"XX-y", b"ZZ"), 400),
        (KIND, body_of(b"no object"), 409),
        (KIND, body_of(file_of(), kind=b"application/pdf"), 409),
    ],
)
def test_wrong_request_stores_nothing(client, callers, services, kind, body, status):
    answer = post(client, callers.sender, body, kind=kind)

    assert status == answer.status_code
    assert 0 == services.store.counts().waiting


def test_only_senders_get_in(client, callers):
    answers = [post(client, headers, body_of(file_of())) for headers in ({}, callers.reader, callers.sender)]

    assert [401, 403, 200] == [answer.status_code for answer in answers]


def test_service_without_authentication_takes_objects(open_client):
    assert 200 == post(open_client, {}, body_of(file_of())).status_code


def test_closed_database_is_told_to_come_again(client, callers, services, monkeypatch):
    def down(_):
        raise StoreUnavailable("down")

    monkeypatch.setattr(services.pipeline, "receive", down)
    answer = post(client, callers.sender, body_of(file_of(1), file_of(2)))

    assert (503, "application/problem+json") == (answer.status_code, answer.content_type)
    assert answer.headers["Retry-After"]


def test_too_large_a_request_is_refused(client, callers, services):
    small = replace(services, settings=replace(services.settings, http_batch_bytes=1000))
    answer = post(create_app(small).test_client(), callers.sender, body_of(file_of()))

    assert 413 == answer.status_code


def test_same_object_again_is_the_same_document(client, callers, services):
    statuses = [post(client, callers.sender, body_of(file_of())).status_code for _ in range(2)]
    documents = services.store.read(lambda c: list(c.scalars(select(DOCUMENTS.c.id))))

    assert ([200, 200], 1) == (statuses, len(documents))


@pytest.mark.parametrize(
    ("body", "contents"),
    [
        (b"--b\r\n\r\nx\r\n--b--", [b"x"]),
        (b"preamble\r\n--b  \r\n\r\nx\r\n--b\r\nA: 1\r\n\r\n\r\n--b--\r\nepilogue", [b"x", b""]),
        (b"--b\r\n\r\n\r\n--bc\r\nx\r\n--b--", [b"\r\n--bc\r\nx"]),
        (b"--b\r\n\r\nx--b--y\r\n\r\n--b--", [b"x--b--y\r\n"]),
    ],
)
def test_parts_are_what_stands_between_the_delimiters(body, contents):
    assert contents == [part.content for part in parts_of(body, "b")]


@pytest.mark.parametrize("body", [b"", b"--b", b"--b\r\n", b"--b\r\nA: 1", b"--b x\r\n\r\nx\r\n--b--", b"--c\r\n\r\nx"])
def test_malformed_body_has_no_parts(body):
    with pytest.raises(BadRequest):
        parts_of(body, "b")
