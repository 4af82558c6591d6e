"""The result of applying packs and checks to one report."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from dxa.regions import Region, Side
from dxa.vocabulary import Classification, Risk


class Truth(StrEnum):
    """Three-valued (Kleene) truth."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How a rule ended."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class CheckOutcome(StrEnum):
    """How a measurement check ended."""

    FIRES = "fires"
    SILENT = "silent"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding matters, most first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


class Evidence(StrEnum):
    """How the figures of a citation were seen."""

    SEEN = "seen"
    """The text of the primary document was read."""
    SECONDARY = "secondary"
    """Read in a secondary page, mirror or public code."""
    RECALLED = "recalled"
    """General knowledge, not checked: stays visibly unverified."""
    DERIVED = "derived"
    """Arithmetic on figures of the other kinds."""


class PackStatus(StrEnum):
    """Review status of a guideline pack."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a rule or figure comes from."""

    title: str
    year: int | None
    """Year of publication; None where it was not seen."""
    locator: str
    """Section, table or recommendation."""
    url: str | None = None
    """Address or DOI; None when the source could not be resolved."""
    evidence: Evidence
    unresolved: bool = False
    """True when the source names no document this statement can be checked against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One evaluated term of a rule or check: what was compared with what, and how it came out."""

    term: str
    value: str | None
    """The value used, as printed or stated; None when it is missing."""
    operator: str
    threshold: str | None
    verdict: Truth
    measurement: str | None = None
    """Id of the measurement the value is, when it is one."""
    source: str | None = None
    """Who said it when it is not a measurement: report, facts, prior, or computed from named ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule of one pack says about this case."""

    rule: str
    pack: str
    outcome: Outcome
    codes: tuple[str, ...] = ()
    severity: Severity = Severity.INFO
    says: str
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    """Facts that would have to be known to decide; only those that can still change the outcome."""
    caveats: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    """Packs or sources that say otherwise."""
    source_verdict: str | None = None
    """Seed pack only: AGREE, PARTIAL, CONFLICT, UNSUPPORTED or COMMENTARY against the primary source."""
    risk: Risk | None = None
    grade: str | None = None
    strength: str | None = None
    notes: tuple[str, ...] = ()
    """Sentences a doctor can read: boundary readings, what the primary source says."""
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PackAnswer:
    """What one pack answers to a question."""

    pack: str
    answer: str
    """A class or risk category by its code; yes or no; unknown, or not_applicable."""
    rules: tuple[str, ...] = ()
    """The rules that gave it: their findings hold the values and thresholds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One question several packs answer about this case, side by side and never merged."""

    question: str
    """class, risk, drugs or vfa."""
    agree: bool
    """Whether every pack that could decide says the same."""
    answers: tuple[PackAnswer, ...]


class ItemState(StrEnum):
    """What is known of one item of a checklist."""

    PRESENT = "present"
    ABSENT = "absent"
    STATED = "stated"
    """A value is known; whether it is normal is not judged here."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One thing to look at, and what is known of it."""

    name: str
    """In words, such as hyperparathyroidism."""
    state: ItemState
    fact: str
    """The fact that would settle it, by its name in the vocabulary."""
    value: str | None = None
    """As stated, with its unit; None where nothing is known or nothing has a value."""
    source: str | None = None
    """Who said it."""
    optional: bool = False
    """True for what goes beyond the list of the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Items a source lists together, as options to look at and never as orders."""

    id: str
    """secondary_causes or frax_answers."""
    title: str
    items: tuple[ChecklistItem, ...]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure a source gives for nutrition or for the time to the next examination."""

    pack: str
    what: str
    """calcium, vitamin_d or repeat_dxa."""
    whom: str
    """Whom it is meant for, in words."""
    applies: Truth
    """Whether that is this patient."""
    low: Decimal | None
    high: Decimal | None
    unit: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one measurement check found."""

    check: str
    """M01 to M31."""
    code: str
    outcome: CheckOutcome
    severity: Severity
    says: str
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


class ChangeVerdict(StrEnum):
    """What a difference between two examinations means."""

    SIGNIFICANT_GAIN = "significant_gain"
    SIGNIFICANT_LOSS = "significant_loss"
    WITHIN_LSC = "within_lsc"
    UNDECIDABLE = "undecidable"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class BmdPoint:
    """A BMD and when it was measured."""

    bmd: Decimal
    """g/cm2."""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change of BMD at one site between two examinations."""

    region: Region
    side: Side | None = None
    levels: tuple[str, ...] = ()
    start: BmdPoint = field(metadata={"data_key": "from"})
    end: BmdPoint = field(metadata={"data_key": "to"})
    delta_g_cm2: Decimal
    """End minus start, g/cm2; negative is loss."""
    delta_percent: Decimal | None
    """Per cent of the start value, one decimal."""
    lsc_g_cm2: Decimal | None
    """The facility's least significant change, g/cm2; None when unknown."""
    verdict: ChangeVerdict
    because: tuple[Reason, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedMeasurement:
    """A T- or Z-score that did not take part in the decision, and why."""

    measurement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Which measurement decides the class, and which ones were left out."""

    measurement: str | None
    rejected: tuple[RejectedMeasurement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """The class that follows under one assumption."""

    assumption: str = field(metadata={"data_key": "if"})
    classification: Classification = field(metadata={"data_key": "then"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The one class shown first."""

    classification: Classification
    pack: str
    conditional: tuple[Conditional, ...] = ()
    deciding: Deciding
    missing: tuple[str, ...] = ()
    """Facts without which the class cannot be given."""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A fact worth asking for."""

    fact: str
    decides: int
    """How many findings and checks it would help to decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackUsed:
    """A pack that took part, with the hash of its content."""

    id: str
    edition: str
    revision: int
    status: PackStatus
    sha256: str
    review_due: dt.date | None = None
    expires: dt.date | None = None
    """From that day on the edition counts as expired; None in assessments of before editions expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything Osteon says about one report; the same inputs give the same bytes."""

    headline: Headline
    findings: tuple[Finding, ...] = ()
    comparison: tuple[Comparison, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    changes: tuple[Change, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    amounts: tuple[Amount, ...] = ()
    """Nutrition and intervals of every source beside each other; where they differ, both stand."""
    facts_missing: tuple[MissingFact, ...] = ()
    packs: tuple[PackUsed, ...] = ()
    disclaimer: str
    service_version: str
