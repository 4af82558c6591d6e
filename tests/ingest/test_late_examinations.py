"""An older examination that arrives late is a prior of the newer ones: they are assessed anew, once."""

import json

from dxa.case import CaseStatus
from dxa.errors import Defect
from store.records import Decision, Review
from tests.ingest.situations import Assessor, Clock, document, pipeline_on


class Counting(Assessor):
    """An assessment that tells how many priors it was given."""

    def __call__(self, situation):
        judged = super().__call__(situation)
        return type(judged)(headline=judged.headline, disclaimer=f"{len(situation.priors)} priors", service_version="0")


def worked(pipeline, raw):
    return pipeline.work(pipeline.receive(raw).document_id).case_id


def told(store, case_id):
    return json.loads(store.case(case_id).assessment)["disclaimer"]


def signed(store, clock, case_id):
    revision = store.case(case_id).summary.revision
    review = Review(
        revision=revision, subject=None, decision=Decision.SIGN, reason=None, said_by="dr", said_at=clock.now
    )
    store.add_review(case_id, review)


def test_newer_case_learns_of_an_older_examination(store, clock):
    pipeline = pipeline_on(store, clock, Counting())
    newer = worked(pipeline, document("-2.4", day="2026-01-01"))
    other = worked(pipeline, document("-2.4", day="2026-01-01", patient="P-2"))
    older = worked(pipeline, document("-2.0", day="2024-01-01"))

    assert ["1 priors", "0 priors", "0 priors"] == [told(store, one) for one in (newer, other, older)]
    assert store.counts().stale_cases == 0


def test_same_document_again_changes_nothing(store, clock):
    pipeline = pipeline_on(store, clock, Counting())
    newer = worked(pipeline, document("-2.4", day="2026-01-01"))
    raw = document("-2.0", day="2024-01-01")
    for _ in range(3):
        worked(pipeline, raw)
        pipeline.reassess(newer, clock.now)

    assert ("1 priors", 2) == (told(store, newer), store.case(newer).summary.revision)


def test_signature_stands_only_while_the_assessment_does(store, clock):
    pipeline = pipeline_on(store, clock, Counting())
    newer = worked(pipeline, document("-2.4", day="2026-01-01"))
    signed(store, clock, newer)
    pipeline.reassess(newer, clock.now)
    before = store.case(newer).summary.status
    worked(pipeline, document("-2.0", day="2024-01-01"))

    assert (CaseStatus.SIGNED, CaseStatus.ASSESSED) == (before, store.case(newer).summary.status)


def test_withdrawn_examination_is_no_prior_any_more(store, clock):
    pipeline = pipeline_on(store, clock, Counting())
    worked(pipeline, document("-2.0", day="2024-01-01", accession="A", status="final"))
    newer = worked(pipeline, document("-2.4", day="2026-01-01"))
    worked(pipeline, document(day="2024-01-01", accession="A", status="cancelled"))

    assert told(store, newer) == "0 priors"


def test_what_fails_stays_stale_for_a_worker(store, clock):
    newer = worked(pipeline_on(store, clock, Counting()), document("-2.4", day="2026-01-01"))

    class Failing(Counting):
        def __call__(self, situation):
            if situation.report.study.performed_on.year == 2026:
                raise Defect("-")
            return super().__call__(situation)

    older = worked(pipeline_on(store, clock, Failing()), document("-2.0", day="2024-01-01"))

    assert older is not None
    assert (newer,) == store.stale(clock.now)


def test_prior_that_comes_while_a_case_is_assessed_is_not_lost(store):
    clock = Clock()
    pipeline = pipeline_on(store, clock, Counting())
    complete, calls = store.complete, []

    def late(completion, now):
        calls.append(completion)
        if len(calls) == 1:
            worked(pipeline, document("-2.0", day="2024-01-01"))
        return complete(completion, now)

    store.complete = late
    newer = worked(pipeline, document("-2.4", day="2026-01-01"))

    assert (3, "1 priors") == (len(calls), told(store, newer))
