"""Compares what senders were told with what the store holds at the end; every difference is a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from store import Store
from store.tables import CASE_DOCUMENTS, CASES, DOCUMENTS, EVENTS, EXTERNAL_IDS, OUTBOX, REPORTS
from tests.chaos.listener import Told
from tests.chaos.papers import Ledger


def faults_of_store(store: Store, ledger: Ledger) -> Iterator[str]:
    """Say what is lost, doubled, unfinished or not told of in the audit trail."""
    status = dict(_rows(store, DOCUMENTS.c.id, DOCUMENTS.c.status))
    named = _rows(store, EXTERNAL_IDS.c.external_id, EXTERNAL_IDS.c.document_id)
    document_of = {key: key for key in status} | {name: document for name, document in named if name in ledger.patients}
    lost = Counter(door for key, door in ledger.acknowledged.items() if document_of.get(key) not in status)
    yield from (f"{number} acknowledged by {door} are lost" for door, number in lost.items())
    yield from _much(list(ledger.refused.values()), "sound documents were refused")
    strangers = set(status) - {document_of[key] for key in ledger.patients if key in document_of}
    yield from _much(strangers, "documents nobody sent")
    yield from _much([one for one, times in Counter(named).items() if times > 1], "ids noted twice")
    yield from _much(
        [name for name, times in Counter(name for name, _ in named).items() if times > 1 and name in ledger.patients],
        "objects stored as several documents",
    )
    yield from (
        f"{number} documents are {state} and not read"
        for state, number in Counter(status.values()).items()
        if state != "read"
    )
    yield from _much_of("readings", Counter(one for (one,) in _rows(store, REPORTS.c.document_id)), set(status))
    yield from _faults_of_cases(
        store, {document_of[key]: who for key, who in ledger.patients.items() if key in document_of}
    )
    yield from _faults_of_trail(store, set(status))


def _faults_of_cases(store: Store, patients: dict[str, str]) -> Iterator[str]:
    cases = Counter(patient for (patient,) in _rows(store, CASES.c.patient_id))
    yield from _much([patient for patient, times in cases.items() if times > 1], "studies with several cases")
    yield from _much(set(patients.values()) ^ set(cases), "studies without a case, or cases without a study")
    held = _rows(store, CASE_DOCUMENTS.c.document_id, CASE_DOCUMENTS.c.case_id)
    whose = dict(_rows(store, CASES.c.id, CASES.c.patient_id))
    yield from _much_of("cases", Counter(document for document, _ in held), set(patients))
    yield from _much(
        [d for d, case in held if patients.get(d) != whose[case]], "documents in the case of somebody else"
    )


def _faults_of_trail(store: Store, documents: set[str]) -> Iterator[str]:
    check = store.verify_events()
    if check.broken_at is not None:
        yield f"the audit trail is broken at event {check.broken_at}"
    read = Counter(one for one, kind in _rows(store, EVENTS.c.document_id, EVENTS.c.kind) if kind == "DOCUMENT_READ")
    yield from _much_of("events of having been read", read, documents)


def faults_of_tellings(store: Store, told: Sequence[Told], folder: Path) -> Iterator[str]:
    """Say which tellings did not arrive, and which came before an earlier one of their case."""
    due = {
        one: (case, revision) for one, case, revision in _rows(store, OUTBOX.c.id, OUTBOX.c.case_id, OUTBOX.c.revision)
    }
    yield from _much(set(due) - {one.id for one in told}, "tellings never arrived")
    yield from _much({one.id for one in told} - set(due), "tellings of nothing")
    files = {name for name in (path.name for path in folder.iterdir()) if not name.startswith(".")}
    yield from _much(
        {f"{case}-{revision:06d}-{one}.json" for one, (case, revision) in due.items()} ^ files, "files differ"
    )
    seen: set[str] = set()
    order: dict[str, list[int]] = defaultdict(list)
    for one in told:
        if one.id not in seen:
            seen.add(one.id)
            order[one.case].append(one.revision)
    yield from _much(
        [case for case, revisions in order.items() if revisions != sorted(revisions)], "cases out of order"
    )


def _much_of(what: str, found: Counter[str], documents: set[str]) -> Iterator[str]:
    yield from _much([one for one, times in found.items() if times > 1], f"documents with several {what}")
    yield from _much(documents ^ set(found), f"documents without {what}, or {what} without a document")


def _much(found: Sequence[object] | set[str], what: str) -> Iterator[str]:
    if found:
        yield f"{len(found)} {what}"


def _rows(store: Store, *columns: object) -> list[tuple]:
    return store.read(lambda connection: [tuple(row) for row in connection.execute(select(*columns))])
