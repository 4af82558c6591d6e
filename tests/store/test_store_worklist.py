"""The worklist: filtered, paged, steady."""

from dataclasses import replace
from datetime import date

import pytest

from dxa.assessment import Severity
from dxa.case import CaseStatus
from dxa.errors import UnreadableDocument
from dxa.facts import Facts
from dxa.issues import IssueCode
from dxa.report import Issue
from store.records import CaseFilter, Counts
from tests.store.situations import NOW, assessment, document, later, read_case, received, report


@pytest.fixture
def listed(store):
    """Return a function that lists the days of the cases a filter finds."""
    judged = [
        assessment(met=(("OSTEOPOROSIS", Severity.CRITICAL),)),
        assessment(met=(("VFA_INDICATED", Severity.MAJOR),), fires=(("SEX_MISMATCH", Severity.CRITICAL),)),
        assessment(),
    ]
    people = ["P-1", "P-2", "P-1"]
    days = ["2024-01-01", "2024-02-01", "2024-03-01"]
    cases = [
        read_case(store, day, report(patient=patient, day=day), one)
        for patient, day, one in zip(people, days, judged, strict=True)
    ]
    store.add_facts(cases[2].case_id, Facts(), "anna", NOW)
    return lambda **chosen: [case.performed_on for case in store.cases(CaseFilter(**chosen)).items]


FILTERS = [
    ({}, ["2024-03-01", "2024-02-01", "2024-01-01"]),
    ({"status": CaseStatus.IN_REVIEW}, ["2024-03-01"]),
    ({"status": CaseStatus.ASSESSED}, ["2024-02-01", "2024-01-01"]),
    ({"patient_id": "P-1"}, ["2024-03-01", "2024-01-01"]),
    ({"patient_id": "P-9"}, []),
    ({"code": "OSTEOPOROSIS"}, ["2024-01-01"]),
    ({"code": "SEX_MISMATCH"}, ["2024-02-01"]),
    ({"severity": Severity.CRITICAL}, ["2024-02-01", "2024-01-01"]),
    ({"code": "VFA_INDICATED", "severity": Severity.CRITICAL}, []),
    ({"code": "VFA_INDICATED", "severity": Severity.MAJOR}, ["2024-02-01"]),
    ({"performed_from": date(2024, 2, 1)}, ["2024-03-01", "2024-02-01"]),
    ({"performed_to": date(2024, 2, 1)}, ["2024-02-01", "2024-01-01"]),
    ({"performed_from": date(2024, 1, 2), "performed_to": date(2024, 2, 28)}, ["2024-02-01"]),
]


@pytest.mark.parametrize(("chosen", "days"), FILTERS)
def test_filter_finds_its_cases(listed, chosen, days):
    assert days == listed(**chosen)


def test_filter_speaks_of_the_latest_assessment_only(store):
    before = assessment(met=(("OSTEOPOROSIS", Severity.CRITICAL),))
    case_id = read_case(store, "one", report(accession="A"), before).case_id
    read_case(store, "two", report(accession="A"), assessment())

    assert store.cases(CaseFilter(code="OSTEOPOROSIS")).items == ()
    assert store.case(case_id).summary.critical == 0


def test_critical_findings_and_checks_are_named(store):
    grave = assessment(met=(("VFA_INDICATED", Severity.MAJOR),), fires=(("SEX_MISMATCH", Severity.CRITICAL),))
    named = read_case(store, "one", report(accession="A"), grave).case_id
    quiet = read_case(store, "two", report(accession="B"), assessment()).case_id

    assert {named: ("SEX_MISMATCH",)} == store.critical_codes([named, quiet])
    assert {} == store.critical_codes([])


def test_pages_hold_every_case_once_while_others_change_and_come(store):
    ids = [read_case(store, str(day), report(day=f"2024-01-0{day}")).case_id for day in range(1, 8)]
    first = store.cases(limit=3)
    store.add_facts(ids[0], Facts(), "anna", later(9))
    read_case(store, "new", report(day="2025-01-01"))
    second = store.cases(cursor=first.next_cursor, limit=3)
    third = store.cases(cursor=second.next_cursor, limit=3)

    assert ids[::-1] == [case.id for page in (first, second, third) for case in page.items]
    assert third.next_cursor is None


def test_counts_say_how_much_there_is(store):
    read_case(store, "one", report())
    received(store, document("waiting"), worker=None)
    received(store, document("reading"), worker="w")
    aside = received(store, document("aside"))
    store.quarantine(aside.document_id, UnreadableDocument("-"), NOW)
    expected = Counts(
        received=1, reading=1, read=1, quarantined=1, cases=1, stale_cases=0, outbox_pending=1, oldest_waiting=NOW
    )

    assert expected == store.counts()
    assert store.counts().waiting == 2


def test_worklist_counts_issues_somebody_should_look_at(store):
    issues = [Issue(code=code, text="") for code in (IssueCode.DECIMAL_COMMA, IssueCode.VALUE_CONFLICT)]

    read_case(store, "2024-01-01", replace(report(), issues=tuple(issues)), assessment())

    assert [1] == [case.issues for case in store.cases(CaseFilter()).items]
