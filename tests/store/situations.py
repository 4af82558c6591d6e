"""Documents, reports and assessments to put into a store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import monotonic, sleep

from dxa.assessment import (
    Assessment,
    CheckOutcome,
    CheckResult,
    Citation,
    Deciding,
    Evidence,
    Finding,
    Headline,
    Outcome,
    Severity,
)
from dxa.document import RawDocument
from dxa.report import DxaReport, Patient, ReportStatus, Study
from dxa.vocabulary import Classification
from store.identity import identity_of
from store.records import Completion

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
"""How many transactions wait for another one, on PostgreSQL."""
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LEASE = 60.0


def until_waiting(waits: Callable[[], object]) -> None:
    """Return once somebody waits."""
    until = monotonic() + 5
    while not waits():
        assert monotonic() < until
        sleep(0.01)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def document(text: str = "a report", *, sender: str | None = "pacs", external_id: str | None = None) -> RawDocument:
    return RawDocument(content=text.encode(), channel="test", received_at=NOW, sender=sender, external_id=external_id)


def report(
    *,
    patient: str | None = "P-1",
    issuer: str | None = None,
    uid: str | None = None,
    accession: str | None = None,
    day: str | None = "2024-05-14",
    status: ReportStatus | None = None,
) -> DxaReport:
    study = Study(
        study_uid=uid, accession=accession, performed_on=date.fromisoformat(day) if day else None, status=status
    )
    return DxaReport(patient=Patient(id=patient, issuer=issuer), study=study)


def assessment(
    *, met: tuple[tuple[str, Severity], ...] = (), fires: tuple[tuple[str, Severity], ...] = ()
) -> Assessment:
    citation = Citation(title="A guideline", year=2023, locator="1", evidence=Evidence.SEEN)
    findings = tuple(
        Finding(
            rule=f"r-{code}",
            pack="p",
            outcome=Outcome.MET,
            codes=(code,),
            severity=severity,
            says="-",
            citation=citation,
        )
        for code, severity in met
    )
    checks = tuple(
        CheckResult(check="M01", code=code, outcome=CheckOutcome.FIRES, severity=severity, says="-")
        for code, severity in fires
    )
    headline = Headline(classification=Classification.INDETERMINATE, pack="p", deciding=Deciding(measurement=None))
    return Assessment(headline=headline, findings=findings, checks=checks, disclaimer="-", service_version="0")


def received(store, raw: RawDocument, *, worker: str | None = "w1", now: datetime = NOW):
    return store.receive(raw, "text/plain", claimed_by=worker, now=now, lease_seconds=LEASE)


def completion(store, document_id: str, reading: DxaReport, judged: Assessment | None = None) -> Completion:
    """Return what a pipeline would hand over; the last reading stands for the merged report."""
    identity = identity_of(reading)
    return Completion(
        document_id=document_id,
        media_type="text/plain",
        reading=reading,
        identity=identity,
        basis=store.basis(document_id, identity),
        report=reading,
        assessment=judged or assessment(),
    )


def read_case(store, text: str, reading: DxaReport, judged: Assessment | None = None, *, now: datetime = NOW):
    """Receive and complete one document and return the revision of its case."""
    receipt = received(store, document(text), now=now)
    return store.complete(completion(store, receipt.document_id, reading, judged), now)
