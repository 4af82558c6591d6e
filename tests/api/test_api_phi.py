"""A marked patient leaves no trace outside the case: no log line, no metric, no problem, no address."""

import json
import logging

import pytest

from api.processes.logs import configure_logs
from tests.api.conftest import message

MARKS = ("CANARYNAME", "CANARY4711", "CANARYTOWN")


@pytest.fixture
def logs(capsys):
    # The handlers of this test's own standard error, as the service sets them up.
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logs("DEBUG")
    yield capsys
    root.handlers[:], level = before
    root.setLevel(level)


def marked() -> bytes:
    return (
        message()
        .replace(b"PERSON^ONE", b"CANARYNAME^X")
        .replace(b"T-1^", b"CANARY4711^")
        .replace(b"|DXA|", b"|CANARYTOWN|")
    )


def test_marked_patient_is_in_the_case_alone(logs, client, callers):
    case = client.post("/api/v1/documents", data=marked(), headers=callers.sender)
    address = case.headers["Location"]
    client.get(address, headers=callers.reader)
    client.post(f"{address}/facts", json={"conditions": ["CANARYNAME"]}, headers=callers.reader)
    client.get("/api/v1/cases?patient=CANARY4711", headers=callers.reader)
    metrics = client.get("/metrics").get_data(as_text=True)
    captured = logs.readouterr()
    log = captured.out + captured.err

    assert "document received" in log
    assert "osteon_intake_total" in metrics
    assert [] == [mark for mark in MARKS if mark in log + metrics + address]


@pytest.mark.parametrize(
    "content",
    [
        marked()[:180],
        marked().replace(b"OBX|1|NM", b"OBX|1|CANARYNAME"),
        marked() + marked().replace(b"CANARY4711", b"CANARY4712"),
        b"CANARYNAME CANARY4711 wrote a letter about something else",
        b"%PDF-1.4 CANARYNAME CANARY4711",
        json.dumps({"schema_version": "1.0", "patient": {"name": "CANARYNAME", "sex": "CANARY4711"}}).encode(),
    ],
    ids=["cut", "odd type", "two patients", "letter", "torn pdf", "json"],
)
def test_refusal_tells_nothing_about_the_marked_patient(logs, client, callers, content):
    answers = [
        client.post(path, data=content, headers=callers.sender) for path in ("/api/v1/documents", "/api/v1/extractions")
    ]
    captured = logs.readouterr()
    told = (
        captured.out
        + captured.err
        + "".join(answer.get_data(as_text=True) for answer in answers if answer.status_code >= 400)
    )

    assert [] == [mark for mark in MARKS if mark in told]


def test_defect_in_a_page_is_logged_without_its_text(logs, client, callers, services, monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError("CANARYNAME")

    monkeypatch.setattr(type(services.store), "case", broken)
    answer = client.get("/api/v1/cases/CANARY4711", headers=callers.reader)
    captured = logs.readouterr()

    assert answer.status_code == 500
    assert "KeyError" in captured.err
    assert [] == [mark for mark in MARKS if mark in captured.out + captured.err + answer.get_data(as_text=True)]


def test_standard_error_is_where_the_lines_go(logs):
    logging.getLogger("ingest.pipeline").warning("document left to its lease: %s", "the database did not answer")
    line = json.loads(logs.readouterr().err.splitlines()[-1])

    assert ("warning", "document left to its lease: the database did not answer") == (line["level"], line["event"])
