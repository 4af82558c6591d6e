"""A service killed at any moment loses nothing it answered for and makes nothing twice."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from store import Store
from store.tables import CASE_DOCUMENTS, DOCUMENTS, EVENTS, REPORTS
from tests.service.messages import Order, message, number, text
from tests.service.running import NO_ANSWER, Service, digest, new_service

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

KILLS = 20
CALLERS = 4
DOCUMENTS_OF_A_STUDY = 3
WORKERS_ALONE = 0.2
"""How many of the kills hit the serving process alone, so that its supervisor starts another."""
BEFORE_ANSWERS = 0.2
"""How many of the other kills hit a service that has perhaps not even started."""
SETTINGS = {"OSTEON_LEASE_SECONDS": "3", "OSTEON_LIMIT_READ_SECONDS": "0.5", "OSTEON_HTTP_WAIT_SECONDS": "5"}


@dataclass(slots=True)
class Mail:
    """What callers sent, and what became of it."""

    answered: dict[str, int] = field(default_factory=dict)
    """Status by document."""
    unanswered: dict[str, bytes] = field(default_factory=dict)
    studies: dict[str, str] = field(default_factory=dict)
    """Patient by document."""
    _place: int = 0
    _lock: Lock = field(default_factory=Lock)

    def next(self) -> bytes:
        """Return the next message: of one study one with results, one in words, one with both."""
        with self._lock:
            place, self._place = self._place, self._place + 1
        study, kind = divmod(place, DOCUMENTS_OF_A_STUDY)
        patient = f"K{study:05d}"
        rows = [number(1, "Left femoral neck T-score", "-2.1")] if kind != 1 else []
        words = text("DXA bone densitometry.", f"Lumbar spine L1-L4: T-score -1.{kind}.") if kind else []
        content = message(Order(patient=patient, accession=f"A-{study}"), *rows, *words)
        self.studies[digest(content)] = patient
        return content


def call(service: Service, mail: Mail, stopping: Event, place: int) -> None:
    """Hand documents in until told to stop; one caller does not wait for cases, two give up what is not answered."""
    headers = {"Prefer": "respond-async"} if place == 0 else {}
    content = mail.next()
    while not stopping.is_set():
        try:
            answer = service.post(content, seconds=20, **headers)
        except ConnectionRefusedError:
            sleep(0.02)
            continue
        except NO_ANSWER:
            mail.unanswered[digest(content)] = content
            content = mail.next() if place % 2 else content
            continue
        mail.unanswered.pop(digest(content), None)
        mail.answered[digest(content)] = answer.status
        content = mail.next()
        sleep(0.03 if headers else 0)


def kill(service: Service, chance: Random) -> None:
    """Kill the serving process alone or everything, and see to it that the service starts again."""
    master = service.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    if children and chance.random() < WORKERS_ALONE:
        os.kill(int(children[0]), signal.SIGKILL)
    else:
        service.kill()
        service.begin()


def killed_again_and_again(service: Service, mail: Mail) -> None:
    chance, stopping = Random(20260302), Event()  # noqa: S311 - moments of kills, and the same ones every time
    callers = [Thread(target=call, args=(service, mail, stopping, place)) for place in range(CALLERS)]
    for caller in callers:
        caller.start()
    try:
        for _ in range(KILLS):
            if chance.random() < BEFORE_ANSWERS:
                sleep(chance.uniform(0.0, 0.9))
            else:
                await_more(mail)
                sleep(chance.uniform(0.0, 0.3))
            kill(service, chance)
        await_more(mail)
    finally:
        stopping.set()
        for caller in callers:
            caller.join()


def await_more(mail: Mail) -> None:
    """Return once a caller got a case for its document."""
    before, until = list(mail.answered.values()).count(201), monotonic() + 60
    while list(mail.answered.values()).count(201) == before:
        assert monotonic() < until
        sleep(0.005)


def drained(service: Service, store: Store) -> int:
    """Return, once nothing waits, how many documents three kills in a row had put aside, after they were replayed."""
    until, victims = monotonic() + 60, 0
    while (counts := store.counts()).waiting or counts.quarantined:
        assert monotonic() < until
        if counts.quarantined:
            assert {ref.error_code for ref in store.quarantined().items} == {"DEFECT"}
            service.command("replay", "--quarantined")
            victims += counts.quarantined
        sleep(0.1)
    return victims


def cases(service: Service) -> Iterator[dict]:
    """Return every case, page by page."""
    cursor = ""
    while cursor is not None:
        page = service.get(f"/api/v1/cases?limit=200{cursor and '&cursor='}{cursor}").json
        yield from page["items"]
        cursor = page["next_cursor"]


def rows(store: Store, column) -> list[str]:
    return store.read(lambda connection: list(connection.scalars(select(column))))


def assert_answered_between_the_kills(mail: Mail, victims: int) -> None:
    # 200: its caller had no answer the first time, and handed it in again.
    assert {201, 202} <= set(mail.answered.values()) <= {200, 201, 202}
    assert len(mail.answered) > 3 * KILLS
    assert len(mail.unanswered) >= KILLS / 2
    assert victims <= KILLS / 10


def assert_nothing_answered_is_missing(service: Service, store: Store, mail: Mail) -> None:
    stored = rows(store, DOCUMENTS.c.id)
    states = [service.document(document) for document in mail.answered]

    assert set(mail.answered) <= set(stored) <= set(mail.studies)
    assert {state["document"]["status"] for state in states} == {"read"}
    assert {len(state["cases"]) for state in states} == {1}


def assert_nothing_is_there_twice(service: Service, store: Store, mail: Mail) -> None:
    stored = rows(store, DOCUMENTS.c.id)
    of_patients = Counter(mail.studies[document] for document in stored)
    found = list(cases(service))
    held = {case["patient_id"]: [ref["id"] for ref in service.case(case["id"])["documents"]] for case in found}

    assert max(Counter(stored).values()) == 1
    assert Counter(stored) == Counter(rows(store, CASE_DOCUMENTS.c.document_id))
    assert Counter(stored) == Counter(rows(store, REPORTS.c.document_id))
    assert Counter(case["patient_id"] for case in found) == Counter(set(of_patients))
    assert of_patients == {case["patient_id"]: case["documents"] for case in found}
    assert of_patients == {case["patient_id"]: case["revision"] for case in found}
    assert sorted(stored) == sorted(document for documents in held.values() for document in documents)
    assert all(mail.studies[document] == patient for patient, documents in held.items() for document in documents)


def assert_audit_trail_is_whole(store: Store) -> None:
    read = select(EVENTS.c.document_id).where(EVENTS.c.kind == "DOCUMENT_READ")
    told = store.read(lambda connection: list(connection.scalars(read)))
    outbox = [(row.case_id, row.revision) for row in store.pending(100_000)]

    assert store.verify_events().broken_at is None
    assert store.verify_events().events >= len(told)
    assert Counter(told) == Counter(rows(store, DOCUMENTS.c.id))
    assert len(outbox) == len(set(outbox)) == len(told)


def assert_unanswered_handed_in_again_are_one_case_each(service: Service, store: Store, mail: Mail) -> None:
    before = set(rows(store, DOCUMENTS.c.id))
    first = {document: service.post(content).status for document, content in mail.unanswered.items()}
    second = {document: service.post(content).status for document, content in mail.unanswered.items()}
    states = [service.document(document) for document in mail.unanswered]

    assert first == {document: 200 if document in before else 201 for document in mail.unanswered}
    assert set(second.values()) == {200}
    assert {(state["document"]["status"], len(state["cases"])) for state in states} == {("read", 1)}
    assert before | set(mail.unanswered) == set(rows(store, DOCUMENTS.c.id))
    assert max(Counter(case["patient_id"] for case in cases(service)).values()) == 1


def test_service_killed_again_and_again_loses_nothing_it_answered_for_and_makes_nothing_twice(tmp_path):
    service, mail = new_service(tmp_path / "home", **SETTINGS), Mail()
    try:
        killed_again_and_again(service, mail)
        service.await_answers()
        store = Store.open(f"sqlite:///{service.home / 'osteon.db'}")
        victims = drained(service, store)

        assert_answered_between_the_kills(mail, victims)
        assert_nothing_answered_is_missing(service, store, mail)
        assert_nothing_is_there_twice(service, store, mail)
        assert_audit_trail_is_whole(store)
        assert_unanswered_handed_in_again_are_one_case_each(service, store, mail)
        assert_audit_trail_is_whole(store)
        store.close()
    finally:
        service.kill()
