"""An order waits for the report of its examination and tells the case what it knows, whichever comes first."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.schema import load_report
from tests.ingest.situations import document


def hl7(*segments: str) -> RawDocument:
    content = "".join(segment + "\r" for segment in segments).encode()
    return RawDocument(content=content, channel="test", received_at=datetime(2026, 3, 1, tzinfo=UTC), sender="emr")


def order(
    *, patient="M1^^^RIDGE^MR", placer="P9", filler="", control="NW", at="20260301080000", note=""
) -> RawDocument:
    return hl7(
        f"MSH|^~\\&|EMR|RIDGE|RIS|RIDGE|{at}||ORM^O01|O-{control}-{placer}{at}|P|2.3",
        f"PID|1||{patient}||TEST^PATIENT||19580612|F",
        f"ORC|{control}|{placer}|{filler}",
        f"OBR|1|{placer}|{filler}|77080^DXA axial^C4",
        f"NTE|1||{note or 'On prednisone 7.5 mg daily for 6 months.'}",
    )


def result(*, patient="M1^^^RIDGE^MR", placer="P9", filler="A9", status="F", value="-2.6") -> RawDocument:
    return hl7(
        "MSH|^~\\&|RIS|RIDGE|CDS|RIDGE|20260304101502||ORU^R01|R-1|P|2.5.1",
        f"PID|1||{patient}||TEST^PATIENT||19580612|F",
        f"OBR|1|{placer}|{filler}|77080^DXA axial^C4|||20260304093500|||||||||||||||20260304101400|||{status}",
        f"OBX|1|NM|38267-1^DXA Lumbar spine T-score^LN^LS^L1-L4 T-score^L|1|{value}|SD|||||{status}|||20260304093500",
    )


def worked(pipeline, raw):
    return pipeline.work(pipeline.receive(raw).document_id)


def merged(store, case_id):
    return load_report(json.loads(store.case(case_id).report))


def facts(report):
    return {(fact.name, fact.value) for fact in report.context.facts}


STEROIDS = {
    ("medications[].drug", "prednisone"),
    ("medications[].mg_per_day", "7.5"),
    ("medications[].months", "6"),
}


def test_order_alone_is_no_case_and_no_failure(pipeline, store):
    raw = order()
    first, again = worked(pipeline, raw), worked(pipeline, raw)
    ref = store.document(raw.digest).ref

    assert (None, None) == (first.error, first.case_id) == (again.error, again.case_id)
    assert (DocumentStatus.AWAITING_REPORT, "application/hl7-v2", None) == (ref.status, ref.media_type, ref.error_code)
    assert (0, 1) == (store.counts().cases, store.counts().awaiting_report)
    assert pipeline.receive(raw).new is False


@pytest.mark.parametrize("arrival", list(permutations(range(3))))
def test_order_joins_whichever_comes_first(pipeline, store, arrival):
    raws = [order(), document("-2.4", patient="M1", day="2026-03-04", accession="A9"), result()]
    for number in arrival:
        worked(pipeline, raws[number])
    stored = [store.document(raw.digest) for raw in raws]
    report = merged(store, stored[2].case_ids[0])
    drug = next(fact for fact in report.context.facts if fact.name == "medications[].drug")

    assert {DocumentStatus.READ} == {one.ref.status for one in stored}
    assert {stored[2].case_ids} == {one.case_ids for one in stored}
    assert (facts(report), drug.provenance.document) == (STEROIDS, raws[0].digest)
    assert (drug.provenance.locator.segment, drug.provenance.raw) == ("NTE", "prednisone")
    assert store.case(stored[2].case_ids[0]).summary.documents == 3


@pytest.mark.parametrize(
    "stranger",
    [
        order(patient="M2^^^RIDGE^MR"),
        order(patient="M1^^^OTHER^MR"),
        order(patient=""),
        order(placer="P8"),
        order(filler="A8"),
    ],
    ids=["patient", "issuer", "no patient", "number", "accession"],
)
@pytest.mark.parametrize("order_first", [True, False])
def test_order_of_another_never_attaches(pipeline, store, stranger, order_first):
    raws = [stranger, result()]
    for raw in raws if order_first else raws[::-1]:
        worked(pipeline, raw)
    (case_id,) = store.document(raws[1].digest).case_ids

    assert (DocumentStatus.AWAITING_REPORT, ()) == (
        store.document(stranger.digest).ref.status,
        store.document(stranger.digest).case_ids,
    )
    assert (set(), 1) == (facts(merged(store, case_id)), store.case(case_id).summary.documents)


def test_order_is_found_under_the_number_the_department_took_over(pipeline, store):
    raw = document("-2.4", patient="M1", day="2026-03-04", accession="P9")
    worked(pipeline, order())
    case_id = worked(pipeline, raw).case_id

    assert STEROIDS == facts(merged(store, case_id))


def test_cancelled_order_says_nothing_and_takes_no_result_away(pipeline, store):
    worked(pipeline, order())
    case_id = worked(pipeline, result()).case_id
    worked(pipeline, order(control="CA", at="20260305080000"))
    report = merged(store, case_id)

    assert (set(), ["-2.6"]) == (facts(report), [str(row.value) for row in report.measurements])
    assert store.case(case_id).summary.status == "assessed"


@pytest.mark.parametrize("control", ["XO", "SC"])
def test_changed_order_replaces_what_it_said_before(pipeline, store, control):
    worked(pipeline, order())
    note = "Current smoker." if control == "XO" else "Patient has arrived."
    worked(pipeline, order(control=control, at="20260302080000", note=note))
    report = merged(store, worked(pipeline, result()).case_id)

    assert (control == "SC") == (("medications[].drug", "prednisone") in facts(report))
    assert (control == "XO") == (("risk_factors", "smoking") in facts(report))


def test_order_that_comes_between_reading_and_storing_is_not_lost(pipeline, store):
    complete = store.complete
    calls = []

    def late(completion, now):
        calls.append(completion)
        if len(calls) == 1:
            worked(pipeline, order())
        return complete(completion, now)

    store.complete = late
    case_id = worked(pipeline, result()).case_id

    assert len(calls) == 2
    assert STEROIDS == facts(merged(store, case_id))


def test_order_with_another_birth_date_is_seen(pipeline, store):
    other = order()
    other = replace(other, content=other.content.replace(b"19580612", b"19590612"))
    worked(pipeline, other)
    report = merged(store, worked(pipeline, result()).case_id)

    assert "BIRTH_DATE_CONFLICT" in {issue.code for issue in report.issues}
    assert {"BIRTH_DATE_CONFLICT"} == {row.held for row in report.measurements}
