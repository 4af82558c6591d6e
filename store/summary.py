"""The few words of a report and its assessment that the worklist shows and searches."""

from dataclasses import dataclass

from dxa.assessment import Assessment, CheckOutcome, Outcome, Severity
from dxa.issues import ROUTINE
from dxa.report import DxaReport
from store.identity import identity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One line of the worklist, without what the store itself knows."""

    classification: str
    patient_id: str | None
    issuer: str | None
    accession: str | None
    performed_on: str | None
    """ISO date."""
    critical: int
    major: int
    issues: int
    codes: tuple[tuple[str, str], ...]
    """Code and severity of every finding that is met and every check that fires, sorted, once each."""


def digest_of(report: DxaReport, assessment: Assessment) -> Digest:
    """Return the line for a merged report and its assessment."""
    identity = identity_of(report)
    met = [finding for finding in assessment.findings if finding.outcome is Outcome.MET]
    firing = [check for check in assessment.checks if check.outcome is CheckOutcome.FIRES]
    severities = [*(finding.severity for finding in met), *(check.severity for check in firing)]
    codes = {(code, str(finding.severity)) for finding in met for code in finding.codes}
    return Digest(
        classification=str(assessment.headline.classification),
        patient_id=identity.patient_id,
        issuer=identity.issuer,
        accession=identity.accession,
        performed_on=identity.performed_on,
        critical=severities.count(Severity.CRITICAL),
        major=severities.count(Severity.MAJOR),
        issues=sum(issue.code not in ROUTINE for issue in report.issues),
        codes=tuple(sorted(codes | {(check.code, str(check.severity)) for check in firing})),
    )
