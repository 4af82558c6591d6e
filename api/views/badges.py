"""Label, symbol and tone of every coded state on a page: a symbol and a word always stand beside the colour."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.views import words
from dxa.assessment import CheckOutcome, Evidence, ItemState, Outcome, PackStatus, Severity, Truth
from dxa.case import CaseStatus, DocumentStatus
from dxa.vocabulary import MEANINGS, Classification
from store.delivery_records import DeliveryState


@dataclass(frozen=True, slots=True)
class Badge:
    """One small marker; `tone` is a class of the style sheet, `meaning` a sentence for whoever asks."""

    label: str
    symbol: str
    tone: str
    meaning: str = ""


_CLASSES: Mapping[Classification, tuple[str, str]] = {
    Classification.NORMAL: ("●", "normal"),
    Classification.WITHIN_EXPECTED_RANGE_FOR_AGE: ("●", "normal"),
    Classification.LOW_BONE_MASS: ("◐", "low"),
    Classification.LOW_BMD_FOR_AGE: ("◐", "low"),
    Classification.BELOW_EXPECTED_RANGE_FOR_AGE: ("◐", "low"),
    Classification.OSTEOPOROSIS: ("■", "severe"),
    Classification.CLINICAL_OSTEOPOROSIS: ("■", "severe"),
    Classification.PEDIATRIC_OSTEOPOROSIS: ("■", "severe"),
    Classification.SEVERE_OSTEOPOROSIS: ("◆", "severe"),
    Classification.INDETERMINATE: ("?", "open"),
}

_SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.CRITICAL: ("▲", "severe"),
    Severity.MAJOR: ("◆", "low"),
    Severity.MINOR: ("▪", "quiet"),
    Severity.INFO: ("·", "quiet"),
}

_OUTCOMES: Mapping[str, Badge] = {
    Outcome.MET: Badge("Met", "✓", "met"),
    Outcome.NOT_MET: Badge("Not met", "–", "quiet"),
    Outcome.UNKNOWN: Badge("Cannot be decided", "?", "open"),
    Outcome.NOT_APPLICABLE: Badge("Does not apply", "∅", "quiet"),
    CheckOutcome.FIRES: Badge("Fires", "!", "low"),
    CheckOutcome.SILENT: Badge("Silent", "–", "quiet"),
}

_DELIVERIES: Mapping[DeliveryState, Badge] = {
    DeliveryState.PENDING: Badge("Waits", "…", "open"),
    DeliveryState.SENDING: Badge("Being sent", "…", "open"),
    DeliveryState.SENT: Badge("Sent", "✓", "met"),
    DeliveryState.DEAD: Badge("Not delivered", "!", "severe", "Nobody tries it any more: a dead letter."),
    DeliveryState.SKIPPED: Badge("Left out", "–", "quiet"),
}

_ITEM_STATES: Mapping[ItemState, Badge] = {
    ItemState.PRESENT: Badge("Present", "✓", "low"),
    ItemState.ABSENT: Badge("Absent", "–", "quiet", "Known not to be so."),
    ItemState.STATED: Badge("Stated", "=", "met", "A value is known; whether it is normal is not judged here."),
    ItemState.UNKNOWN: Badge("Unknown", "?", "open", "Nobody has said; it is never taken as no."),
}

_APPLIES: Mapping[Truth, Badge] = {
    Truth.TRUE: Badge("Meant", "✓", "met", "The source means patients like this one."),
    Truth.FALSE: Badge("Not meant", "–", "quiet", "The source means other patients."),
    Truth.UNKNOWN: Badge("Unknown", "?", "open", "What it depends on is not known."),
}

_EVIDENCE: Mapping[Evidence, Badge] = {
    Evidence.SEEN: Badge("Source read", "✓", "met", "The text of the primary document was read."),
    Evidence.SECONDARY: Badge("Secondary source", "◦", "quiet", "Read in a secondary page, mirror or public code."),
    Evidence.RECALLED: Badge("UNVERIFIED", "!", "low", "From general knowledge; nobody has checked it yet."),
    Evidence.DERIVED: Badge("Derived", "=", "quiet", "Arithmetic on figures of the other kinds."),
}

_PACK_STATES: Mapping[PackStatus, Badge] = {
    PackStatus.DRAFT: Badge("Draft", "✎", "open", "Nobody has reviewed this pack yet."),
    PackStatus.SUBMITTED: Badge("Submitted", "…", "open", "Handed in for review."),
    PackStatus.UNDER_REVIEW: Badge("Under review", "…", "open", "A reviewer is at work on it."),
    PackStatus.APPROVED: Badge("Approved", "✓", "met", "Reviewed and approved."),
}

_CASE_STATES: Mapping[CaseStatus, Badge] = {
    CaseStatus.ASSESSED: Badge("Assessed", "○", "open", "Read and assessed; nobody has looked yet."),
    CaseStatus.IN_REVIEW: Badge("In review", "◔", "open", "Somebody added facts or decided on a finding."),
    CaseStatus.SIGNED: Badge("Signed", "✓", "met"),
    CaseStatus.WITHDRAWN: Badge("Withdrawn", "✕", "quiet", "Every document of it was cancelled by its sender."),
}

_DOCUMENT_STATES: Mapping[DocumentStatus, Badge] = {
    DocumentStatus.RECEIVED: Badge("Received", "○", "open"),
    DocumentStatus.READING: Badge("Being read", "◔", "open"),
    DocumentStatus.READ: Badge("Read", "✓", "met"),
    DocumentStatus.AWAITING_REPORT: Badge(
        "Awaits its report", "◔", "open", "An order; it joins the case when a report of the examination comes."
    ),
    DocumentStatus.QUARANTINED: Badge("Quarantined", "!", "severe"),
}


def classification(code: str) -> Badge:
    """Return the badge of a class; a code that is not a class is shown as it is, without a tone."""
    known = next((member for member in Classification if member == code), None)
    if known is None:
        return Badge(words.phrase(code), "?", "open")
    symbol, tone = _CLASSES[known]
    return Badge(words.phrase(code), symbol, tone, MEANINGS.get(code, ""))


def severity(code: Severity) -> Badge:
    """Return the badge of a severity."""
    symbol, tone = _SEVERITIES[code]
    return Badge(code.capitalize(), symbol, tone)


def outcome(code: Outcome | CheckOutcome) -> Badge:
    """Return the badge of a rule's or check's outcome."""
    return _OUTCOMES[code]


def item_state(code: ItemState) -> Badge:
    """Return the badge of what is known of an item of a checklist."""
    return _ITEM_STATES[code]


def applies(truth: Truth) -> Badge:
    """Return the badge that says whether a source means this patient."""
    return _APPLIES[truth]


def evidence(code: Evidence) -> Badge:
    """Return the badge that says how well a citation was seen."""
    return _EVIDENCE[code]


def pack_status(code: PackStatus) -> Badge:
    """Return the badge of a pack's review status."""
    return _PACK_STATES[code]


def case_status(code: CaseStatus) -> Badge:
    """Return the badge of a case's place in review."""
    return _CASE_STATES[code]


def document_status(code: DocumentStatus) -> Badge:
    """Return the badge of a document's place on its way."""
    return _DOCUMENT_STATES[code]


def caveat(code: str) -> Badge:
    """Return the badge of a caveat or advice code with its meaning."""
    return Badge(words.phrase(code), "※", "quiet", MEANINGS.get(code, ""))


def delivery(state: DeliveryState) -> Badge:
    """Return the badge of a delivery's state."""
    return _DELIVERIES[state]
