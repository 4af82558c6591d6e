"""A service killed at any moment loses nothing it acknowledged and makes nothing twice."""

import json
import random
import subprocess
import sys
from collections import Counter
from time import monotonic, sleep

import pytest
from sqlalchemy import func, select

from dxa.case import DocumentStatus
from ingest.workers import Workers
from parsers.children import Readers
from store import Store
from store.events import DOCUMENT_READ
from store.tables import CASE_DOCUMENTS, CONTENTS, DOCUMENTS, EVENTS, REPORTS
from tests.ingest import crash_service
from tests.ingest.crash_service import SETTINGS, pipeline_on, utc_now

STUDIES = 7
AT_WORK = 11
"""Acknowledgements after which a service is at work; a kill comes some time later."""


def killed_run(url: str, run: int, seconds: float) -> list[str]:
    """Start a service, kill it some time after it got to work, and return what it acknowledged."""
    command = [sys.executable, crash_service.__file__, url, str(run), "10000"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    # Unbuffered: what a buffer held back would be missing from the acknowledgements that are checked.
    first = b"".join(process.stdout.readline() for _ in range(AT_WORK))
    sleep(seconds)
    process.kill()
    rest, _ = process.communicate()
    # Only whole lines were acknowledgements.
    return [line.decode().strip() for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")]


def finish(store: Store) -> int:
    """Work until nothing waits; return how many documents were innocent victims of three kills in a row."""
    with Readers(1, SETTINGS.limits) as readers:
        workers = Workers(pipeline_on(store, readers), 3, poll_seconds=0.05)
        workers.start()
        victims = 0
        until = monotonic() + 120
        while store.counts().waiting or store.counts().quarantined:
            assert monotonic() < until
            for ref in store.quarantined().items:
                assert ref.error_code == "DEFECT"
                store.requeue(ref.id, "admin", utc_now())
                victims += 1
            sleep(0.1)
        workers.stop()
    return victims


def verify(store: Store, acknowledged: list[str]) -> None:
    def rows(connection, column):
        return list(connection.scalars(select(column)))

    documents = store.read(lambda c: rows(c, DOCUMENTS.c.id))
    joined = store.read(lambda c: rows(c, CASE_DOCUMENTS.c.document_id))
    readings = store.read(lambda c: rows(c, REPORTS.c.document_id))
    states = store.read(
        lambda c: dict(c.execute(select(DOCUMENTS.c.status, func.count()).group_by(DOCUMENTS.c.status)).all())
    )
    cases = store.cases(limit=100).items

    assert set(acknowledged) <= set(documents)
    assert Counter(documents) == Counter(joined) == Counter(readings)
    assert max(Counter(documents).values()) == 1
    assert len(documents) == store.read(lambda c: len(rows(c, CONTENTS.c.document_id)))
    assert states == {DocumentStatus.READ: len(documents)}
    assert sorted(case.patient_id for case in cases) == [f"P-{number}" for number in range(STUDIES)]
    assert sum(case.documents for case in cases) == len(documents)
    # What waits for one study is completed together: a revision has one telling, and at least one document of its own.
    revisions = {(case.id, number) for case in cases for number in range(1, case.revision + 1)}
    told = [(row.case_id, row.revision) for row in store.pending(100_000)]
    read = store.read(lambda c: c.execute(select(EVENTS).where(EVENTS.c.kind == DOCUMENT_READ)).all())

    assert Counter(told) == Counter(revisions)
    assert Counter(documents) == Counter(event.document_id for event in read)
    assert revisions == {(event.case_id, json.loads(event.detail)["revision"]) for event in read}
    assert store.verify_events().broken_at is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fixture", "kills"),
    [("database_url", 10), pytest.param("postgresql_url", 6, marks=pytest.mark.postgresql)],
)
@pytest.mark.enable_socket
def test_killed_service_loses_nothing_it_acknowledged_and_makes_nothing_twice(fixture, kills, request):
    url = request.getfixturevalue(fixture)
    moments = random.Random(20260301)  # noqa: S311 - the same moments in every run
    acknowledged = [
        document_id for run in range(kills) for document_id in killed_run(url, run, moments.uniform(0.0, 0.4))
    ]
    store = Store.open(url)
    request.addfinalizer(store.close)
    finish(store)

    assert len(acknowledged) > 10 * kills
    verify(store, acknowledged)
