"""The one path: what is accepted is stored, what is stored ends in one case or in quarantine."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from dxa.case import CaseStatus, DocumentStatus
from dxa.document import RawDocument
from dxa.errors import Defect, LimitExceeded, NotFound, RevisionConflict, StoreUnavailable, UnreadableDocument
from dxa.facts import Facts
from dxa.schema import load_report
from ingest import assessing, attempts
from ingest import pipeline as pipeline_module
from tests.ingest.situations import SETTINGS, Assessor, Clock, document, pipeline_on


def worked(pipeline, raw: RawDocument) -> str:
    """Receive and read a document and return its case."""
    return pipeline.work(pipeline.receive(raw).document_id).case_id


def status(store, raw: RawDocument) -> DocumentStatus:
    return store.document(raw.digest).ref.status


class Failing:
    """Reads nothing."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def read(self, _document: RawDocument):
        raise self.error


def test_document_becomes_a_case(pipeline, store):
    raw = document("-2.4", accession="A-1")
    receipt = pipeline.receive(raw)
    result = pipeline.work(receipt.document_id)
    case = store.case(result.case_id)
    value = load_report(json.loads(case.report)).measurements[0]

    assert (receipt.status, result.error) == (DocumentStatus.READING, None)
    assert status(store, raw) is DocumentStatus.READ
    assert (value.value, value.provenance.document) == (Decimal("-2.4"), raw.digest)
    assert case.documents[0].media_type == "application/json"


def test_working_twice_is_the_same_as_once(pipeline, store):
    raw = document("-2.4")
    first = worked(pipeline, raw)

    assert first == pipeline.work(raw.digest).case_id
    assert store.case(first).summary.revision == 1


def test_document_over_the_limit_is_refused_unstored(pipeline, store):
    with pytest.raises(LimitExceeded):
        pipeline.receive(replace(document(), content=b"x" * (SETTINGS.limits.document_bytes + 1)))

    assert store.counts().waiting == 0


def test_document_nobody_knows_is_kept_in_quarantine_and_the_receipt_says_so(pipeline, store):
    raw = replace(document(), content=b"\x00\x01\x02")
    receipts = [pipeline.receive(raw) for _ in range(2)]

    assert [True, False] == [receipt.new for receipt in receipts]
    assert {DocumentStatus.QUARANTINED} == {receipt.status for receipt in receipts}
    assert {"UNRECOGNISED_DOCUMENT"} == {receipt.error_code for receipt in receipts}
    assert store.content(raw.digest) == raw.content


def test_document_that_cannot_be_read_is_kept_in_quarantine_with_its_place(pipeline, store):
    raw = replace(document(), content=b'{"measurements": [{"value": "CANARY"}]}')
    result = pipeline.work(pipeline.receive(raw).document_id)
    stored = store.document(raw.digest)

    assert result.case_id is None
    assert isinstance(result.error, UnreadableDocument)
    assert stored.ref.status is DocumentStatus.QUARANTINED
    assert "CANARY" not in stored.ref.error_text
    assert stored.error_locator.pointer.startswith("/measurements/0")


def test_documents_of_one_study_are_merged_in_the_order_of_arrival(pipeline, store, monkeypatch):
    seen: list[list[str]] = []
    merge = assessing.merge
    monkeypatch.setattr(
        assessing, "merge", lambda reports: seen.append([str(r.study.status) for r in reports]) or merge(reports)
    )
    raws = [document("-2.4", accession="A", status=name) for name in ("preliminary", "final", "corrected")]
    for raw in raws:
        pipeline.receive(raw)
    cases = {pipeline.work(raw.digest).case_id for raw in (raws[2], raws[0], raws[1])}

    assert seen == [["corrected"], ["preliminary", "corrected"], ["preliminary", "final", "corrected"]]
    assert len(cases) == 1
    assert store.case(cases.pop()).summary.documents == 3


def test_cancelled_study_is_withdrawn(pipeline, store):
    worked(pipeline, document("-2.4", accession="A", status="final"))
    case_id = worked(pipeline, document(accession="A", status="cancelled"))
    case = store.case(case_id)

    assert case.summary.status is CaseStatus.WITHDRAWN
    assert load_report(json.loads(case.report)).measurements == ()


def test_earlier_examinations_are_priors_and_the_case_itself_is_not(pipeline, assessor):
    for day in ("2020-01-01", "2022-01-01", "2026-01-01"):
        worked(pipeline, document("-1.0", day=day))
    worked(pipeline, document("-2.4", day="2024-01-01", accession="A"))
    worked(pipeline, document("-2.4", day="2024-01-01", accession="A", institution="H"))
    own = [given for given in assessor.given if given.report.study.performed_on.year == 2024]
    days = [[prior.study.performed_on.year for prior in given.priors] for given in own]

    assert days == [[2022, 2020], [2022, 2020]]


def test_facts_are_assessed_at_once_and_override_earlier_ones(pipeline, store, assessor):
    case_id = worked(pipeline, document("-2.4"))
    pipeline.add_facts(case_id, Facts(age_years=Decimal(60), therapy=()), "anna")
    revised = pipeline.add_facts(case_id, Facts(age_years=Decimal(61)), "ben")
    case = store.case(case_id)

    assert assessor.given[-1].facts == Facts(age_years=Decimal(61), therapy=())
    assert json.loads(case.assessment)["disclaimer"] == "age 61"
    assert (revised.revision, case.stale) == (5, False)
    assert ["anna", "ben"] == [entry.said_by for entry in case.facts]


def test_facts_hold_for_documents_that_come_later(pipeline, assessor):
    case_id = worked(pipeline, document("-2.4", accession="A"))
    pipeline.add_facts(case_id, Facts(age_years=Decimal(60)), "anna")
    worked(pipeline, document("-1.0", accession="A"))

    assert assessor.given[-1].facts.age_years == Decimal(60)


def test_facts_stand_although_their_assessment_failed(store, clock):
    case_id = worked(pipeline_on(store, clock), document("-2.4"))

    def broken(**_given):
        raise ZeroDivisionError("CANARY")

    with pytest.raises(Defect) as raised:
        pipeline_on(store, clock, broken).add_facts(case_id, Facts(age_years=Decimal(60)), "anna")
    assert "CANARY" not in raised.value.text
    assert store.case(case_id).stale
    assert len(store.case(case_id).facts) == 1


def test_somebody_elses_change_is_taken_in_by_doing_the_work_again(store, clock):
    class Disturbed(Assessor):
        def __call__(self, situation):
            if len(self.given) == 1:
                store.add_facts(case_ids[0], Facts(age_years=Decimal(60)), "anna", clock())
            return super().__call__(situation)

    assessor = Disturbed()
    case_ids = [worked(pipeline_on(store, clock, assessor), document("-2.4", accession="A"))]
    case_ids.append(worked(pipeline_on(store, clock, assessor), document("-1.0", accession="A")))

    assert [None, None, Decimal(60)] == [given.facts.age_years for given in assessor.given]
    assert case_ids[0] == case_ids[1]
    assert store.case(case_ids[0]).summary.revision == 3


def test_document_that_always_meets_a_conflict_is_postponed_without_losing_an_attempt(pipeline, store, monkeypatch):
    def conflict(*_args):
        raise RevisionConflict("-")

    monkeypatch.setattr(store, "complete", conflict)
    monkeypatch.setattr(attempts, "sleep", lambda _: None)
    raw = document("-2.4")
    result = pipeline.work(pipeline.receive(raw).document_id)
    stored = store.document(raw.digest)

    assert isinstance(result.error, RevisionConflict)
    assert (stored.ref.status, stored.attempts) == (DocumentStatus.RECEIVED, 0)


def test_defect_costs_no_document_and_is_tried_three_times(store, clock, caplog):
    raw = document("-2.4", patient="CANARY")
    broken = pipeline_on(store, clock, readers=Failing(ZeroDivisionError("CANARY")))
    results = [broken.work(broken.receive(raw).document_id)]
    for _ in range(2):
        assert broken.claim() is None
        clock.wait(pipeline_module.RETRY_SECONDS)
        results.append(broken.work(broken.claim()))

    assert {Defect} == {type(result.error) for result in results}
    assert status(store, raw) is DocumentStatus.QUARANTINED
    assert "CANARY" not in caplog.text
    assert "ZeroDivisionError in test_pipeline.py, line" in caplog.text
    store.requeue(raw.digest, "admin", clock())
    sound = pipeline_on(store, clock)
    assert sound.work(sound.claim()).case_id is not None


@pytest.mark.parametrize("crash", [KeyboardInterrupt(), SystemExit(1)])
def test_crash_between_the_commits_is_taken_over_when_the_lease_ends(store, clock, crash):
    raw = document("-2.4")
    dying, next_worker = pipeline_on(store, clock, readers=Failing(crash)), pipeline_on(store, clock)
    dying.receive(raw)
    with pytest.raises(type(crash)):
        dying.work(raw.digest)

    assert next_worker.claim() is None
    clock.wait(next_worker.lease_seconds)
    assert next_worker.work(next_worker.claim()).case_id is not None
    assert len(store.cases().items) == 1


def test_work_done_twice_because_a_lease_ran_out_makes_one_case(store, clock):
    raw = document("-2.4")
    slow, quick = pipeline_on(store, clock), pipeline_on(store, clock)
    slow.receive(raw)

    class Overtaken(Assessor):
        def __call__(self, situation):
            clock.wait(slow.lease_seconds)
            quick.work(quick.claim())
            return super().__call__(situation)

    late = pipeline_on(store, clock, Overtaken()).work(raw.digest)

    assert late.error is None
    assert [late.case_id] == [case.id for case in store.cases().items]
    assert store.case(late.case_id).summary.revision == 1


def test_database_that_fails_in_the_second_commit_leaves_the_document_to_its_lease(pipeline, store, clock, monkeypatch):
    raw = document("-2.4")
    pipeline.receive(raw)

    def down(*_args):
        raise StoreUnavailable("-")

    for name in ("complete", "postpone", "quarantine", "give_back"):
        monkeypatch.setattr(store, name, down)
    result = pipeline.work(raw.digest)
    monkeypatch.undo()

    assert isinstance(result.error, StoreUnavailable)
    assert status(store, raw) is DocumentStatus.READING
    clock.wait(pipeline.lease_seconds)
    assert pipeline.work(pipeline.claim()).case_id is not None


def test_unknown_document_and_case_are_named_as_such(pipeline, clock):
    assert isinstance(pipeline.work("0" * 64).error, NotFound)
    with pytest.raises(NotFound):
        pipeline.reassess("nobody", clock())


def test_lease_outlasts_the_longest_reading(store):
    limits = replace(SETTINGS.limits, read_seconds=100.0)
    settings = replace(SETTINGS, limits=limits, lease_seconds=1.0)
    slow = pipeline_module.Pipeline(
        store=store, readers=Failing(ZeroDivisionError()), assess=Assessor(), clock=Clock(), settings=settings
    )

    assert timedelta(seconds=slow.lease_seconds) > timedelta(seconds=2 * limits.read_seconds)
