"""A study of many documents is assessed some times, not once for each: those that wait are completed together."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from dxa.case import DocumentStatus
from dxa.errors import RevisionConflict
from ingest.crowds import CROWD, STRANGERS
from ingest.reception import Reception
from store import Store, migrate
from store.tables import CASE_DOCUMENTS, EVENTS, REPORTS
from tests.ingest.situations import SETTINGS, Assessor, Clock, document, pipeline_on

OBJECTS = 40
FEW = 14
"""Assessments of forty documents: 4 alone, and then by half as many again each time."""


class Refusing(Assessor):
    """Fails on what several documents say together, as long as it is told to."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __call__(self, situation):
        if len(situation.report.measurements) > self.most:
            raise ZeroDivisionError
        return super().__call__(situation)


def handed_in(store, clock, raws):
    reception = Reception(store=store, clock=clock, settings=SETTINGS)
    return [reception.receive(raw).document_id for raw in raws]


def one_study(count, **study):
    return [document(f"-{2 + number / 1000:.3f}", study_uid="1.2.3", **study) for number in range(count)]


def drained(pipeline):
    """Work until nothing waits, and return what became of what this one claimed itself."""
    done = []
    while (claimed := pipeline.claim()) is not None:
        done.append(pipeline.work(claimed))
    return done


def rows(store, *columns):
    return store.read(lambda connection: [tuple(row) for row in connection.execute(select(*columns))])


def faults(store, ids):
    """Return what is not once and whole about these documents."""
    readings = Counter(one for (one,) in rows(store, REPORTS.c.document_id))
    told = Counter(one for one, kind in rows(store, EVENTS.c.document_id, EVENTS.c.kind) if kind == "DOCUMENT_READ")
    joined = Counter(one for (one,) in rows(store, CASE_DOCUMENTS.c.document_id))
    unread = [one for one in ids if store.document(one).ref.status is not DocumentStatus.READ]
    once = dict.fromkeys(ids, 1)
    return unread, [one for one in (readings, told, joined) if one != once], store.verify_events().broken_at


def test_study_of_many_documents_is_assessed_few_times(store, clock):
    assessor = Assessor()
    ids = handed_in(store, clock, one_study(OBJECTS))
    done = drained(pipeline_on(store, clock, assessor))
    case_id = done[0].case_id

    assert ([], [], None) == faults(store, ids)
    assert {case_id} == {one.case_id for one in done}
    assert OBJECTS == store.case(case_id).summary.documents
    assert len(assessor.given) <= FEW
    assert store.case(case_id).summary.revision == len(assessor.given)


def test_what_is_completed_together_says_the_same_as_one_by_one(store, clock, tmp_path, monkeypatch):
    together = handed_in(store, clock, one_study(12))
    case_id = drained(pipeline_on(store, clock))[0].case_id
    url = f"sqlite:///{tmp_path / 'other.db'}"
    migrate(url)
    monkeypatch.setattr("ingest.crowds.CROWD", OBJECTS)
    other = Store.open(url)
    handed_in(other, clock, one_study(12))
    assert 12 == len(drained(pipeline_on(other, clock)))
    expected = other.case(case_id)
    other.close()

    assert ([], [], None) == faults(store, together)
    assert (expected.report, expected.assessment) == (store.case(case_id).report, store.case(case_id).assessment)
    assert store.case(case_id).summary.revision < expected.summary.revision


def test_documents_of_others_that_wait_between_become_cases_of_their_own(store, clock):
    raws = [one for pair in zip(one_study(20), strangers(20), strict=True) for one in pair]
    ids = handed_in(store, clock, raws)
    drained(pipeline_on(store, clock))

    assert ([], [], None) == faults(store, ids)
    assert 21 == store.counts().cases


def test_document_of_a_large_study_does_not_wait_for_everybody_else(store, clock):
    pipeline = pipeline_on(store, clock)
    ids = handed_in(store, clock, [*one_study(OBJECTS // 2), *strangers(40), document("-3.0", study_uid="1.2.3")])
    while store.counts().waiting > 41:
        pipeline.work(pipeline.claim())
    last = next(one for one in iter(pipeline.claim, None) if one.document_id == ids[-1])
    handed_in(store, clock, [document("-1.5", patient=f"R-{number}") for number in range(40)])
    waiting = store.counts().waiting
    pipeline.work(last)

    assert DocumentStatus.READ is store.document(ids[-1]).ref.status
    assert 1 + STRANGERS == waiting - store.counts().waiting


def strangers(count):
    return [document("-1.0", patient=f"Q-{number}", study_uid=f"1.9.{number}") for number in range(count)]


def test_documents_that_do_not_say_of_which_study_they_are_stay_apart(store, clock):
    ids = handed_in(store, clock, [document(f"-{2 + number / 1000:.3f}", day=None) for number in range(8)])
    drained(pipeline_on(store, clock))

    assert ([], [], None) == faults(store, ids)
    assert 8 == store.counts().cases


def test_document_that_cannot_be_read_is_put_aside_and_the_others_are_completed(store, clock):
    raws = one_study(12)
    broken = replace(raws[8], content=b'{"measurements": [{"value": "x"}]}')
    ids = handed_in(store, clock, [*raws[:8], broken, *raws[9:]])
    drained(pipeline_on(store, clock))

    assert ([], [], None) == faults(store, [*ids[:8], *ids[9:]])
    assert DocumentStatus.QUARANTINED is store.document(ids[8]).ref.status


def test_what_fails_together_is_tried_one_by_one_and_keeps_its_attempts(store, clock):
    ids = handed_in(store, clock, one_study(9))
    pipeline = pipeline_on(store, clock, Refusing(CROWD))
    drained(pipeline)
    late = ids[CROWD:]

    assert {DocumentStatus.RECEIVED} == {store.document(one).ref.status for one in late}
    assert {1} == {store.document(one).attempts for one in late}
    pipeline._assess.most = 100
    clock.wait(60)
    drained(pipeline)
    assert ([], [], None) == faults(store, ids)


@pytest.mark.parametrize("moment", ["renew_all", "complete"])
def test_what_was_read_along_is_completed_though_somebody_else_has_its_first_one(store, clock, monkeypatch, moment):
    ids = handed_in(store, clock, one_study(12))
    first, second = pipeline_on(store, clock), pipeline_on(store, clock)
    for _ in range(CROWD + 1):
        first.work(first.claim())
    own, before, met = first.claim(), getattr(store, moment), []

    def overtaken(*given):
        if not met:
            met.append(own)
            second._alone(second._read(own))
        return before(*given)

    monkeypatch.setattr(store, moment, overtaken)
    first.work(own)
    drained(first)

    assert ([], [], None) == faults(store, ids)


def test_document_workers_may_have_died_of_has_its_last_try_alone(store, clock):
    ids = handed_in(store, clock, one_study(12))
    pipeline = pipeline_on(store, clock)
    for _ in range(CROWD + 1):
        pipeline.work(pipeline.claim())
    for _ in range(2):
        dead = pipeline_on(store, clock).claim().document_id
        clock.wait(SETTINGS.lease_seconds * 10)
    read = []
    reading = pipeline._readers.read
    pipeline._readers = type("Noting", (), {"read": lambda _, raw: read.append(raw.digest) or reading(raw)})()
    again = pipeline.claim()
    assert (dead, 3) == (again.document_id, again.attempts)
    pipeline.work(again)

    assert [dead] == read
    drained(pipeline)
    assert ([], [], None) == faults(store, ids)


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.enable_socket
def test_workers_of_several_processes_do_not_undo_each_others_work(postgresql_url, request):
    clock, stores = Clock(), [Store.open(postgresql_url) for _ in range(4)]
    for one in stores:
        request.addfinalizer(one.close)
    assessors = [Assessor() for _ in stores]
    ids = handed_in(stores[0], clock, one_study(120))
    pipelines = [pipeline_on(one, clock, assessor) for one, assessor in zip(stores, assessors, strict=True)]
    with ThreadPoolExecutor(4) as pool:
        done = [one for each in pool.map(drained, pipelines) for one in each]

    # Who met the others too often waits a second and is taken up again.
    beaten = [one for one in done if one.error]
    clock.wait(2)
    again = drained(pipelines[0])

    assert all(isinstance(one.error, RevisionConflict) for one in beaten)
    assert [] == [one for one in again if one.error]
    assert ([], [], None) == faults(stores[0], ids)
    assert 1 == stores[0].counts().cases
    assert sum(len(one.given) for one in assessors) <= 60
