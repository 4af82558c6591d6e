"""Quick documents of different patients are completed by one commit, and each as it would have been alone."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dxa.case import DocumentStatus
from dxa.errors import StoreUnavailable
from ingest.gathering import TOGETHER
from parsers.registry import parser_of
from store import Store, completion, migrate
from store.tables import ASSESSMENTS, CASE_TERMS, CASES, EVENTS, OUTBOX
from tests.ingest.situations import SETTINGS, Assessor, document, pipeline_on
from tests.ingest.test_crowds import drained, faults, handed_in, one_study, rows

LONG = [f"-{1 + number / 100:.2f}" for number in range(60)]
"""Values of a document that is read by a child."""


class Inline:
    """Reads everything where it is."""

    def read(self, raw):
        return parser_of(raw.content).read(raw, SETTINGS.limits)


def reading_on(store, clock, assessor=None):
    return pipeline_on(store, clock, assessor, Inline())


@pytest.fixture
def pipeline(store, clock, assessor):
    return reading_on(store, clock, assessor)


def strangers(count, **more):
    return [document("-2.4", patient=f"P-{number}", **more) for number in range(count)]


def gathered(pipeline, times=100):
    """Work until nothing waits; return how many were claimed at a time."""
    counts = []
    while len(counts) < times and (claimed := pipeline.claim_some()):
        pipeline.work_all(claimed) if len(claimed) > 1 else pipeline.work(claimed[0])
        counts.append(len(claimed))
    return counts


def statuses(store, ids):
    return [(store.document(one).ref.status, store.document(one).attempts) for one in ids]


def noted(monkeypatch, store, name):
    """Return a list of how many documents the store is given at a time by this name."""
    sizes, act = [], getattr(store, name)
    monkeypatch.setattr(store, name, lambda given, *more: sizes.append(len(given)) or act(given, *more))
    return sizes


class Refusing(Assessor):
    """Fails on one patient."""

    def __call__(self, situation):
        if situation.report.patient.id == "P-3":
            raise ZeroDivisionError
        return super().__call__(situation)


def test_documents_of_different_patients_are_one_transaction(store, clock, pipeline, monkeypatch):
    ids = handed_in(store, clock, strangers(TOGETHER + 3))
    sizes = noted(monkeypatch, store, "complete_all")

    assert [TOGETHER, 3] == gathered(pipeline)
    assert [TOGETHER, 3] == sizes
    assert ([], [], None) == faults(store, ids)
    assert dict.fromkeys(ids, 1) == {one: len(store.document(one).case_ids) for one in ids}


def test_what_is_stored_is_what_is_stored_one_by_one(store, clock, tmp_path, pipeline):
    tables = [
        (CASES.c.id, CASES.c.patient_id, CASES.c.status, CASES.c.documents, CASES.c.revision, CASES.c.stale),
        (ASSESSMENTS.c.case_id, ASSESSMENTS.c.revision, ASSESSMENTS.c.report, ASSESSMENTS.c.assessment),
        (CASE_TERMS.c.case_id, CASE_TERMS.c.terms),
        (EVENTS.c.case_id, EVENTS.c.document_id, EVENTS.c.detail), (OUTBOX.c.id, OUTBOX.c.kind),
    ]  # fmt: skip
    raws = [*strangers(5), *strangers(5, day="2025-05-14"), *one_study(5, patient="S")]
    migrate(url := f"sqlite:///{tmp_path}/alone.db")
    alone = Store.open(url)
    for kept in (store, alone):
        handed_in(kept, clock, raws)
    gathered(pipeline)
    drained(reading_on(alone, clock))
    found = [[sorted(map(str, rows(kept, *some))) for some in tables] for kept in (store, alone)]
    alone.close()

    assert found[1] == found[0]
    assert all(found[0])


def test_documents_of_one_patient_are_completed_one_after_the_other(store, clock, assessor, pipeline, monkeypatch):
    days = [document("-2.4", patient="D", day=f"2024-01-0{day}") for day in range(1, 5)]
    ids = handed_in(store, clock, [*days, *strangers(2)])
    sizes = noted(monkeypatch, store, "complete_all")

    assert [6] == gathered(pipeline)
    assert 3 == sizes[0]
    assert ([], [], None) == faults(store, ids)
    assert 3 == max(len(situation.priors) for situation in assessor.given)


def test_study_of_many_quick_documents_is_assessed_few_times(store, clock, assessor, pipeline):
    ids = handed_in(store, clock, one_study(60))
    gathered(pipeline)

    assert ([], [], None) == faults(store, ids)
    assert len(assessor.given) <= 30


def test_what_takes_long_to_read_waits_for_somebody_else(store, clock, pipeline):
    quick, *others = handed_in(store, clock, [*strangers(1), document(*LONG, patient="Q"), *strangers(3)[1:]])

    assert [4] == gathered(pipeline, 1)
    assert (DocumentStatus.RECEIVED, 0) == statuses(store, others)[0]
    assert {(DocumentStatus.READ, 1)} == set(statuses(store, [quick, *others[1:]]))
    gathered(pipeline)
    assert ([], [], None) == faults(store, [quick, *others])


def test_document_a_worker_may_have_died_of_is_tried_alone(store, clock, pipeline):
    handed_in(store, clock, strangers(3))
    reading_on(store, clock).claim()
    clock.wait(SETTINGS.lease_seconds * 10)

    assert [1, 2] == gathered(pipeline)


def test_nobody_else_has_what_is_claimed_together(store, clock, pipeline):
    handed_in(store, clock, strangers(TOGETHER + 1))
    claimed = [*pipeline.claim_some(), *reading_on(store, clock).claim_some()]

    assert TOGETHER + 1 == len({held.document_id for held in claimed})
    assert sorted(held.number for held in claimed) == [held.number for held in claimed]
    assert pipeline.claim_some() == []


def test_unreadable_document_among_others_is_put_aside(store, clock, pipeline):
    raws = strangers(5)
    raws[2] = replace(raws[2], content=b'{"measurements": [{"value": "x"}]}')
    ids = handed_in(store, clock, raws)
    gathered(pipeline)

    assert DocumentStatus.QUARANTINED is store.document(ids.pop(2)).ref.status
    assert ([], [], None) == faults(store, ids)


def test_document_our_code_fails_on_costs_the_others_nothing(store, clock):
    ids = handed_in(store, clock, strangers(5))
    gathered(reading_on(store, clock, Refusing()))

    assert (DocumentStatus.RECEIVED, 1) == statuses(store, [ids.pop(3)])[0]
    assert ([], [], None) == faults(store, ids)


def test_document_the_database_refuses_costs_the_others_nothing(store, clock, pipeline, monkeypatch):
    ids = handed_in(store, clock, strangers(5))
    run_all = completion.run_all

    def refused(connection, steps):
        if any(step.values.get("document_id") == ids[3] for step in steps):
            raise IntegrityError("INSERT", {}, ValueError())
        run_all(connection, steps)

    monkeypatch.setattr(completion, "run_all", refused)
    gathered(pipeline, 1)

    assert DocumentStatus.READING is store.document(ids[3]).ref.status
    ids.pop(3)
    assert ([], [], None) == faults(store, ids)


def test_earlier_examination_that_came_meanwhile_is_known_to_the_assessment(store, clock, assessor, monkeypatch):
    pipeline, other = reading_on(store, clock, assessor), reading_on(store, clock)
    earlier = document("-1.0", patient="P-1", day="2020-01-01")
    ids = handed_in(store, clock, strangers(3))
    claimed, complete_all = pipeline.claim_some(), store.complete_all

    def overtaken(given, now):
        monkeypatch.setattr(store, "complete_all", complete_all)
        ids.append(other.receive(earlier).document_id)
        other.work(ids[-1])
        return complete_all(given, now)

    monkeypatch.setattr(store, "complete_all", overtaken)
    pipeline.work_all(claimed)
    last = {situation.report.patient.id: len(situation.priors) for situation in assessor.given}

    assert {"P-0": 0, "P-1": 1, "P-2": 0} == last
    assert ([], [], None) == faults(store, ids)


@pytest.mark.parametrize("failing", ["claim_along", "bases", "complete_all", "postpone_all"])
def test_no_attempt_counts_that_an_outage_ended(store, clock, pipeline, monkeypatch, failing):
    def down(*_given, **_named):
        raise StoreUnavailable("the database did not answer")

    ids = handed_in(store, clock, [*strangers(2), document(*LONG, patient="Q"), *strangers(4)[2:]])
    monkeypatch.setattr(store, failing, down)
    for _ in range(6):
        gathered(pipeline, 3)
        clock.wait(600)
    monkeypatch.undo()
    gathered(pipeline)

    assert ([], [], None) == faults(store, ids)


def test_worker_that_dies_leaves_them_all_to_the_next_one(store, clock, pipeline):
    class Dying(Assessor):
        def __call__(self, _):
            raise KeyboardInterrupt

    ids = handed_in(store, clock, strangers(4))
    dying = reading_on(store, clock, Dying())
    with pytest.raises(KeyboardInterrupt):
        dying.work_all(dying.claim_some())

    assert gathered(pipeline) == []
    clock.wait(SETTINGS.lease_seconds * 10)
    assert [1, 1, 1, 1] == gathered(pipeline)
    assert ([], [], None) == faults(store, ids)
    assert 4 == len(store.read(lambda connection: connection.execute(select(CASES.c.id)).all()))
