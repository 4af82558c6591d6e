"""The second commit: whole or not at all, and never over somebody else's."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dxa.assessment import Severity
from dxa.case import CaseStatus, DocumentStatus
from dxa.errors import NotFound, RevisionConflict, StoreUnavailable
from dxa.facts import Facts
from dxa.report import DxaReport, ReportStatus
from dxa.schema import dump, load_report
from store import case_rows
from store.records import Decision, Review
from tests.store.situations import NOW, assessment, completion, document, later, read_case, received, report


def test_completed_document_founds_a_case_with_everything_in_it(store):
    reading = report(accession="A-1", uid="1.2")
    judged = assessment(met=(("OSTEOPOROSIS", Severity.MAJOR),), fires=(("SEX_MISMATCH", Severity.CRITICAL),))
    revised = read_case(store, "a report", reading, judged)
    case = store.case(revised.case_id)
    summary = case.summary

    assert (summary.revision, summary.status, summary.documents) == (1, CaseStatus.ASSESSED, 1)
    assert (summary.patient_id, summary.accession, summary.performed_on) == ("P-1", "A-1", "2024-05-14")
    assert (summary.critical, summary.major) == (1, 1)
    assert reading == load_report(json.loads(case.report))
    assert dump(judged) == json.loads(case.assessment)
    assert [ref.status for ref in case.documents] == [DocumentStatus.READ]
    assert [event.kind for event in case.events] == ["DOCUMENT_READ"]
    assert [(row.kind, row.revision) for row in store.pending()] == [("case.assessed", 1)]


def test_document_that_says_nothing_of_patient_and_study_has_a_case_of_its_own(store):
    cases = {read_case(store, text, report(patient=None, accession="A-1")).case_id for text in ("one", "two")}

    assert len(cases) == 2


def test_second_document_of_a_study_joins_and_raises_the_revision(store):
    first = read_case(store, "one", report(accession="A-1"))
    second = read_case(store, "two", report(accession="A-1"))
    case = store.case(second.case_id)

    assert first.case_id == second.case_id
    assert (case.summary.revision, case.summary.documents) == (2, 2)
    assert [document("one").digest, document("two").digest] == [ref.id for ref in case.documents]
    assert store.case(second.case_id, revision=1).assessed_revision == 1


def test_readings_of_a_case_come_in_the_order_of_arrival_whoever_was_read_first(store):
    early = received(store, document("early"))
    late = received(store, document("late"))
    store.complete(completion(store, late.document_id, report(accession="A-1")), NOW)
    done = completion(store, early.document_id, report(accession="A-1"))
    revised = store.complete(done, NOW)
    basis = store.basis_of_case(revised.case_id)

    assert [early.document_id, late.document_id] == [reading.document_id for reading in basis.readings]


def test_completing_twice_changes_nothing(store):
    receipt = received(store, document())
    done = completion(store, receipt.document_id, report())
    first, second = store.complete(done, NOW), store.complete(done, later(1))

    assert first == second
    assert len(store.case(first.case_id).events) == 1
    assert len(store.pending()) == 1


def test_stale_basis_is_refused_and_leaves_nothing(store):
    ids = [received(store, document(text)).document_id for text in ("one", "two", "three")]
    founding = [completion(store, document_id, report(accession="A-1")) for document_id in ids[:2]]
    case_id = store.complete(founding[0], NOW).case_id
    joining = completion(store, ids[2], report(accession="A-1"))
    store.add_facts(case_id, Facts(age_years=Decimal(60)), "reader", NOW)

    for late in (founding[1], joining):
        with pytest.raises(RevisionConflict):
            store.complete(late, NOW)
        assert store.document(late.document_id).ref.status is DocumentStatus.READING
    assert store.case(case_id).summary.documents == 1
    assert len(store.pending()) == 1


def test_concurrent_documents_of_one_study_end_in_one_case(store):
    ids = [received(store, document(str(number))).document_id for number in range(12)]

    def work(document_id: str) -> str:
        while True:
            try:
                return store.complete(completion(store, document_id, report(accession="A-1")), NOW).case_id
            except RevisionConflict:
                continue

    with ThreadPoolExecutor(6) as pool:
        cases = set(pool.map(work, ids))

    assert len(cases) == 1
    assert store.case(cases.pop()).summary.documents == 12
    assert store.verify_events().broken_at is None


def test_failure_inside_the_second_commit_leaves_the_first_as_it_was(store, monkeypatch):
    receipt = received(store, document())
    done = completion(store, receipt.document_id, report())

    def crash(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("store.completion.append_all", crash)
    with pytest.raises(ZeroDivisionError):
        store.complete(done, NOW)
    monkeypatch.undo()

    assert store.document(receipt.document_id).ref.status is DocumentStatus.READING
    assert store.cases().items == ()
    assert store.pending() == ()
    assert store.complete(done, NOW).revision == 1


def test_every_fact_stays_visible_with_who_and_when(store):
    case_id = read_case(store, "one", report()).case_id
    store.add_facts(case_id, Facts(age_years=Decimal("60.5")), "anna", later(1))
    store.add_facts(case_id, Facts(therapy=()), "ben", later(2), withdrawn=("age_years",))
    case = store.case(case_id)

    assert [("anna", later(1)), ("ben", later(2))] == [(entry.said_by, entry.said_at) for entry in case.facts]
    assert Facts(therapy=()) == case.facts[1].facts
    assert case.facts[1].withdrawn == ("age_years",)
    assert (case.summary.revision, case.summary.status, case.stale) == (3, CaseStatus.IN_REVIEW, True)
    assert (case_id,) == store.stale(later(2))
    assert store.stale(later(1)) == ()


def test_reassessment_is_appended_and_the_earlier_one_stays(store):
    case_id = read_case(store, "one", report()).case_id
    store.add_facts(case_id, Facts(), "anna", NOW)
    judged = assessment(met=(("VFA_INDICATED", Severity.MAJOR),))
    revised = store.reassessed(store.basis_of_case(case_id), report(), judged, later(1))
    case = store.case(case_id)

    assert (revised.revision, case.assessed_revision, case.stale) == (3, 3, False)
    assert case.summary.major == 1
    assert store.case(case_id, revision=2).assessment != case.assessment
    with pytest.raises(RevisionConflict):
        store.reassessed(replace(store.basis_of_case(case_id), revision=2), report(), judged, NOW)


def review(decision: Decision, revision: int, subject: str | None = None) -> Review:
    return Review(
        revision=revision, subject=subject, decision=decision, reason="seen", said_by="anna", said_at=later(5)
    )


def test_signature_holds_until_a_new_document_comes(store):
    case_id = read_case(store, "one", report(accession="A-1")).case_id
    store.add_review(case_id, review(Decision.OVERRIDE, 1, "M09"))
    store.add_review(case_id, review(Decision.SIGN, 2))
    signed = store.case(case_id)
    read_case(store, "two", report(accession="A-1"))

    assert signed.summary.status is CaseStatus.SIGNED
    assert [one.decision for one in signed.reviews] == [Decision.OVERRIDE, Decision.SIGN]
    assert store.case(case_id).summary.status is CaseStatus.ASSESSED
    assert [row.kind for row in store.pending()] == ["case.assessed", "case.signed", "case.amended"]


def test_nobody_signs_what_changed_or_what_new_facts_may_change(store):
    case_id = read_case(store, "one", report()).case_id
    store.add_facts(case_id, Facts(), "anna", NOW)

    for revision in (1, 2):
        with pytest.raises(RevisionConflict):
            store.add_review(case_id, review(Decision.SIGN, revision))


@pytest.mark.parametrize(
    ("current", "status", "new_document", "expected"),
    [
        (CaseStatus.ASSESSED, None, True, CaseStatus.ASSESSED),
        (CaseStatus.IN_REVIEW, None, True, CaseStatus.IN_REVIEW),
        (CaseStatus.SIGNED, None, True, CaseStatus.ASSESSED),
        (CaseStatus.SIGNED, None, False, CaseStatus.SIGNED),
        (CaseStatus.ASSESSED, ReportStatus.CANCELLED, True, CaseStatus.WITHDRAWN),
        (CaseStatus.SIGNED, ReportStatus.CANCELLED, True, CaseStatus.WITHDRAWN),
        (CaseStatus.WITHDRAWN, ReportStatus.FINAL, True, CaseStatus.ASSESSED),
    ],
)
def test_status_follows_what_now_stands_there(current, status, new_document, expected):
    assert expected == case_rows.next_status(current, report(status=status), new_document=new_document)


def day_of(prior: DxaReport) -> str:
    return prior.study.performed_on.isoformat()


def test_priors_are_the_same_patients_earlier_examinations_newest_first(store):
    for number, (patient, issuer, day, status) in enumerate(
        [
            ("P-1", None, "2020-01-01", None),
            ("P-1", "H1", "2022-01-01", None),
            ("P-1", "H2", "2021-01-01", None),
            ("P-1", "H1", "2023-01-01", ReportStatus.CANCELLED),
            ("P-1", "H1", "2024-01-01", None),
            ("P-2", "H1", "2019-01-01", None),
            ("P-1", "H1", None, None),
        ]
    ):
        read_case(store, str(number), report(patient=patient, issuer=issuer, day=day, status=status))

    assert [day_of(prior) for prior in store.priors("P-1", "H1", date(2024, 1, 1))] == ["2022-01-01", "2020-01-01"]
    assert store.priors(None, "H1", date(2024, 1, 1)) == ()
    assert store.priors("P-1", "H1", None) == ()


def test_case_is_not_its_own_prior(store):
    case_id = read_case(store, "one", report(day="2020-01-01")).case_id

    assert store.priors("P-1", None, date(2024, 1, 1), excluding=case_id) == ()
    assert len(store.priors("P-1", None, date(2024, 1, 1))) == 1


def test_unknown_case_is_not_found(store):
    for ask in (store.case, store.basis_of_case, lambda case_id: store.add_facts(case_id, Facts(), "a", NOW)):
        with pytest.raises(NotFound):
            ask("nobody")
    case_id = read_case(store, "one", report()).case_id
    with pytest.raises(NotFound):
        store.case(case_id, revision=2)
    with pytest.raises(NotFound):
        store.complete(completion(store, "0" * 64, report()), NOW)


def test_time_without_zone_is_never_stored(store):
    with pytest.raises(Exception, match="without zone") as raised:
        received(store, document(), now=NOW.replace(tzinfo=None))

    assert not isinstance(raised.value, StoreUnavailable)
