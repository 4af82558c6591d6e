"""The normalized report (schema 1.0): what one or several documents say about one examination."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dxa.locator import Locator
from dxa.regions import Region, Side

SCHEMA_VERSION = "1.0"


class Quantity(StrEnum):
    """What a measurement measures."""

    BMD = "bmd"
    BMC = "bmc"
    AREA = "area"
    T_SCORE = "t_score"
    Z_SCORE = "z_score"
    YOUNG_ADULT_PERCENT = "young_adult_percent"
    AGE_MATCHED_PERCENT = "age_matched_percent"
    TBS = "tbs"
    FRAX_MAJOR = "frax_major"
    FRAX_HIP = "frax_hip"
    CHANGE = "change"
    CHANGE_PERCENT = "change_percent"
    DEFORMITY = "deformity"


class Unit(StrEnum):
    """UCUM-like units a value may stand in after normalization."""

    G_PER_CM2 = "g/cm2"
    G = "g"
    CM2 = "cm2"
    PERCENT = "%"
    PERCENT_PER_YEAR = "%/year"
    ONE = "1"


class Sex(StrEnum):
    """Administrative sex; None elsewhere means unknown, and other values of a source are unknown too."""

    FEMALE = "female"
    MALE = "male"


class ReportStatus(StrEnum):
    """Status of the source (HL7 OBR-25, DICOM completion and preliminary flags), or what an order does."""

    ORDERED = "ordered"
    """An order for the examination: it says why and about whom, and holds no result."""
    ORDER_CANCELLED = "order_cancelled"
    """An order that was called off; what it said about the patient is not used."""
    PRELIMINARY = "preliminary"
    PARTIAL = "partial"
    FINAL = "final"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a value was read and what stood there."""

    document: str
    """SHA-256 of the document's bytes."""
    parser: str
    """Reader and version, such as ge-xml/1."""
    locator: Locator
    raw: str
    """The characters as they stand in the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One number of one site, with its source."""

    id: str
    """m1, m2, ... in the order of the report."""
    region: Region
    quantity: Quantity
    value: Decimal
    unit: Unit
    provenance: Provenance
    side: Side | None = None
    levels: tuple[str, ...] = ()
    """Vertebrae used, in order, such as L1, L3; empty when not stated or not a spine."""
    exam_date: date | None = None
    current: bool = True
    """False for a value of an earlier examination."""
    reference: str | None = None
    """Reference population as printed."""
    excluded: str | None = None
    """The report's own reason for leaving this site or vertebra out; None when it is not called invalid."""
    held: str | None = None
    """Issue code that keeps rules from using the value until a reviewer decides; None when usable."""
    confirmed_by: tuple[str, ...] = ()
    """Every independent reading that gave the same value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Who was examined, as far as the documents say."""

    id: str | None = None
    issuer: str | None = None
    name: str | None = None
    sex: Sex | None = None
    birth_date: date | None = None
    age_years: Decimal | None = None
    """Age in years at the examination, as stated (not computed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The densitometer."""

    manufacturer: str | None = None
    model: str | None = None
    software: str | None = None
    serial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The examination."""

    accession: str | None = None
    """The number the department gave it: HL7 filler order number, DICOM accession number."""
    order_number: str | None = None
    """The number the ordering system gave it: HL7 placer order number."""
    study_uid: str | None = None
    performed_on: date | None = None
    institution: str | None = None
    device: Device = Device()
    status: ReportStatus | None = None
    issued: str | None = None
    """When the source gave the report that status, 14 digits of its local time (yyyymmddhhmmss): comparable within one
    sender only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """A clinical fact the report states or denies; `name` is a fact of `dxa.facts`, dotted for parts of a list."""

    name: str
    value: str
    provenance: Provenance | None = None
    denied: bool = False
    """True if the report says that this is not so ("no scoliosis"); never a statement that it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Why the examination was done and what the report says about the patient."""

    indication: str | None = None
    indication_provenance: Provenance | None = None
    facts: tuple[StatedFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedClass:
    """A class the report states or denies, of one site or of the patient."""

    classification: str
    """normal, osteopenia, osteoporosis, below_expected_range_for_age or within_expected_range_for_age."""
    region: Region | None = None
    """None: said of the patient."""
    side: Side | None = None
    levels: tuple[str, ...] = ()
    denied: bool = False
    """True if the report says that this is not so ("no osteoporosis")."""
    criteria: str | None = None
    """Whose criteria the report names beside it, such as WHO."""
    severe: bool = False
    """True for "severe", "established" or "manifest" osteoporosis: by WHO one with a fragility fracture."""
    provenance: Provenance | None = None


class Direction(StrEnum):
    """Which way the words say that bone density went."""

    LOSS = "loss"
    GAIN = "gain"
    STABLE = "stable"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedChange:
    """A change over time the words claim, of one site or of the patient."""

    direction: Direction
    region: Region | None = None
    """None: said without a site."""
    side: Side | None = None
    significant: bool | None = None
    """Whether the words call it significant; None if they do not say."""
    on_t_score: bool = False
    """True if it is told as a change of a T-score and not of the density."""
    denied: bool = False
    """True if the report says that there was no such change ("no significant bone loss")."""
    percent: Decimal | None = None
    """By how many per cent, without sign; None if the words do not say so plainly."""
    since_year: int | None = None
    """The year of the examination the per cent count from; None if the words name none."""
    provenance: Provenance | None = None


class Wording(StrEnum):
    """Ways of putting a result that the ISCD positions discourage."""

    DEGREE = "degree"
    """Mild, moderate or marked osteopenia or osteoporosis."""
    BONE_AGE = "bone_age"
    """The bones of an eighty-year-old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscouragedWording:
    """One discouraged way of putting a result."""

    kind: Wording
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """The words of the report; `stated_classification` is its own conclusion: normal, osteopenia or osteoporosis."""

    findings: str | None = None
    impression: str | None = None
    stated_classification: str | None = None
    stated_classification_provenance: Provenance | None = None
    stated_classes: tuple[StatedClass, ...] = ()
    """Every class the words state or deny, site by site."""
    stated_changes: tuple[StatedChange, ...] = ()
    """Every change over time the words claim."""
    discouraged: tuple[DiscouragedWording, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something a reader could not use or had to read with care."""

    code: str
    """Upper case, such as UNKNOWN_ROW; the list stands in docs/issues.md."""
    text: str
    locator: Locator | None = None
    document: str | None = None
    """SHA-256 of the document it was met in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A value its sender took back, by place; without region and quantity, everything the sender said before."""

    region: Region | None = None
    quantity: Quantity | None = None
    side: Side | None = None
    levels: tuple[str, ...] = ()
    locator: Locator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DxaReport:
    """Everything read from the documents of one examination."""

    patient: Patient = Patient()
    study: Study = Study()
    measurements: tuple[Measurement, ...] = ()
    context: Context = Context()
    text: ReportText = ReportText()
    issues: tuple[Issue, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    """What a document takes back of earlier documents of its sender about this examination."""
    instance: str | None = None
    """SOP Instance UID of the DICOM object read; None for any other document and for several merged ones."""
    replaces: tuple[str, ...] = ()
    """SOP Instance UIDs of the objects this one was made in place of (PS3.3 C.17.2, Predecessor Documents)."""
    schema_version: str = SCHEMA_VERSION
