"""Several documents at a time, on either database: claimed by one statement, completed by one transaction."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from dxa.case import DocumentStatus
from dxa.errors import NotFound, RevisionConflict
from store import completion as completing
from store.records import PriorsSeen
from tests.store.situations import LEASE, NOW, completion, document, later, read_case, received, report

TEXTS = ("one", "two", "three")


def completions(store, texts=TEXTS):
    """Return what is to be stored of documents, each of a patient of its own."""
    ids = [received(store, document(text, external_id=text)).document_id for text in texts]
    return [completion(store, one, report(patient=f"P-{text}")) for one, text in zip(ids, texts, strict=True)]


def statuses(store, done):
    return {store.document(one.document_id).ref.status for one in done}


def along(store, count=9, media_type="text/plain", most_bytes=100):
    found = store.claim_along("w2", NOW, LEASE, media_type=media_type, most_bytes=most_bytes, count=count)
    return [held.raw.content.decode() for held in found]


def waiting(store, *texts):
    return [received(store, document(text), worker=None).document_id for text in texts]


def test_cases_of_several_documents_are_each_as_they_would_be_alone(store):
    earlier = read_case(store, "earlier", report(patient="P-one", day="2020-01-01"))
    joined = read_case(store, "first of it", report(patient="P-two"))
    done = completions(store)
    revised = store.complete_all(done, NOW)

    assert [False, False, False] == [one.overtaking for one in revised]
    assert {DocumentStatus.READ} == statuses(store, done)
    assert [1, 2, 1] == [one.revision for one in revised]
    assert joined.case_id == revised[1].case_id
    assert 4 == len({earlier.case_id, *(one.case_id for one in revised)})
    assert store.verify_events() == replace(store.verify_events(), events=5, broken_at=None)
    assert revised == [replace(one, overtaking=False) for one in store.complete_all(done, NOW)]


def test_several_documents_are_stored_or_none(store):
    done = completions(store)
    store.complete(done[1], NOW)
    read_case(store, "meanwhile", report(patient="P-three"))
    with pytest.raises(RevisionConflict):
        store.complete_all(done, NOW)

    assert DocumentStatus.READING is store.document(done[0].document_id).ref.status
    assert 2 == len(store.cases().items)


def test_document_that_is_not_there_is_named(store):
    done = completions(store)
    with pytest.raises(NotFound):
        store.complete_all([*done[:2], replace(done[2], document_id="none")], NOW)

    assert {DocumentStatus.READING} == statuses(store, done)


def test_one_that_cannot_be_stored_is_no_outage(store, monkeypatch):
    def refused(*_given):
        raise IntegrityError("INSERT", {}, ValueError())

    done = completions(store)
    monkeypatch.setattr(completing, "run_all", refused)
    with pytest.raises(RevisionConflict):
        store.complete_all(done, NOW)

    assert {DocumentStatus.READING} == statuses(store, done)


def test_first_case_of_a_patient_is_not_stored_as_such_when_there_is_an_earlier_one_by_now(store):
    done = completions(store)[0]
    nobody = PriorsSeen(
        patient_id="P-one", issuer=None, before=done.report.study.performed_on, excluding=None, cases=()
    )
    assert done.basis.is_first
    read_case(store, "earlier", report(patient="P-one", day="2020-01-01"))
    with pytest.raises(RevisionConflict):
        store.complete(replace(done, priors=nobody), NOW)

    assert not store.basis(done.document_id, done.identity).is_first


def test_later_examination_is_overtaken_by_one_of_several(store):
    later_case = read_case(store, "later", report(patient="P-two", day="2026-01-01"))
    revised = store.complete_all(completions(store), NOW)

    assert [False, True, False] == [one.overtaking for one in revised]
    assert (later_case.case_id,) == store.overtaken("P-two")


def test_what_nobody_tried_is_claimed_along_by_kind_and_size_oldest_first(store):
    first, *_ = waiting(store, "a", "b", "long" * 40, "c", "d")
    store.give_back(first, NotFound("x"), NOW, NOW)
    store.claim("w1", NOW, LEASE)

    assert [] == along(store, media_type="application/pdf")
    assert ["b", "c"] == along(store, count=2)
    assert ["d"] == along(store)
    assert [] == along(store)
    assert {1} == {store.document(one).attempts for one in waiting(store, "b", "c", "d")}


def test_several_wait_again_as_if_nobody_had_claimed_them(store):
    ids = waiting(store, "a", "b", "c")
    along(store)
    store.postpone_all(ids[1:], later(10))

    assert [1, 0, 0] == [store.document(one).attempts for one in ids]
    assert [] == along(store)
    assert store.claim("w1", later(10), LEASE).document_id == ids[1]
