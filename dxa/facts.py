"""What a caller, a reviewer or an order knows about patient and facility and a report need not say.

Absent or None means unknown; an explicit empty list, False or 0 means known to be none.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from dxa.regions import Region, Side
from dxa.report import Sex

_NONE_KNOWN: Mapping[str, Decimal] = MappingProxyType({})


class MenopausalStatus(StrEnum):
    """Reproductive stage; never inferred from age."""

    PREMENOPAUSAL = "premenopausal"
    TRANSITION = "transition"
    POSTMENOPAUSAL = "postmenopausal"
    PREMENARCHAL = "premenarchal"
    POSTMENARCHAL = "postmenarchal"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fracture:
    """One fracture the patient has had."""

    site: str | None = None
    """Bone or region, such as vertebra, hip, proximal_humerus, pelvis, distal_forearm."""
    fragility: bool | None = None
    age_at: Decimal | None = None
    """Age in years when it happened."""
    months_ago: Decimal | None = None
    level: str | None = None
    """Vertebral level, T4 to L4."""
    genant: int | None = None
    """Genant grade of a vertebral fracture, 1 to 3."""
    documented: bool | None = None
    self_reported: bool | None = None
    """True if only the patient reports it."""
    high_energy: bool | None = None
    local_disease: bool | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Medication:
    """One drug taken now or recently."""

    drug: str | None = None
    """Generic name, lower case, such as prednisone."""
    mg_per_day: Decimal | None = None
    """Daily dose in mg; glucocorticoids as prednisone equivalent."""
    months: Decimal | None = None
    days: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Implant:
    """Metal or cement that may lie in a measured site."""

    site: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labs:
    """Laboratory results; None means not done or unknown."""

    vitamin_d_25_oh: Decimal | None = field(default=None, metadata={"data_key": "25_oh_vitamin_d"})
    """25-OH vitamin D, ng/mL."""
    calcium: Decimal | None = None
    """Serum calcium, mg/dL."""
    pth: Decimal | None = None
    """Parathyroid hormone, pg/mL."""
    tsh: Decimal | None = None
    """Thyrotropin, mIU/L."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frax:
    """A FRAX result from elsewhere; the tool is proprietary and never computed here."""

    mof: Decimal | None = None
    """10-year probability of a major osteoporotic fracture, per cent, 0 to 100."""
    hip: Decimal | None = None
    """10-year probability of a hip fracture, per cent, 0 to 100."""
    with_bmd: bool | None = None
    model: str | None = None
    """Country model, such as US."""
    version: str | None = None
    date: dt.date | None = None
    gc_adjusted: bool | None = None
    """True if the glucocorticoid dose correction was already applied."""
    inputs_known: tuple[str, ...] | None = None
    inputs_unknown: tuple[str, ...] | None = None
    """FRAX questions left blank, which the tool takes as no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorDiagnosis:
    """An earlier diagnosis of osteoporosis."""

    osteoporosis: bool | None = None
    basis: str | None = None
    year: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentEvent:
    """Something before the scan that may disturb it."""

    type: str | None = None
    """Such as oral_contrast_barium."""
    days_ago: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorBmd:
    """A bone density of an earlier examination whose report is not at hand."""

    region: Region
    side: Side | None = None
    levels: tuple[str, ...] = ()
    """The vertebrae used, in order; empty: L1 to L4, or no spine."""
    bmd_prev: Decimal
    """g/cm2."""
    exam_date: dt.date | None = None
    same_device: bool | None = None
    """True if it came from the device of the present examination (same serial number)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """What the measuring site knows about itself; keys of the mappings are regions."""

    lsc_g_cm2: Mapping[str, Decimal] = field(default_factory=lambda: _NONE_KNOWN)
    """Least significant change, g/cm2, at 95 % confidence; lumbar spine for L1-L4."""
    lsc_percent: Mapping[str, Decimal] = field(default_factory=lambda: _NONE_KNOWN)
    """Least significant change in per cent, at 95 % confidence; g/cm2 comes first where both are stated."""
    precision_error_percent: Mapping[str, Decimal] = field(default_factory=lambda: _NONE_KNOWN)
    precision_error_g_cm2: Mapping[str, Decimal] = field(default_factory=lambda: _NONE_KNOWN)
    cross_calibrated: bool | None = None
    table_weight_limit_kg: Decimal | None = None
    country: str | None = None
    primary_packs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts stated with a request or by a reviewer (design 3b of docs/architecture.md)."""

    age_years: Decimal | None = None
    """Age in years at the examination."""
    sex: Sex | None = None
    menopausal_status: MenopausalStatus | None = None
    fractures: tuple[Fracture, ...] | None = None
    medications: tuple[Medication, ...] | None = None
    therapy: tuple[str, ...] | None = None
    """Osteoporosis drugs taken now; an empty list means known to be untreated."""
    conditions: tuple[str, ...] | None = None
    """Diagnoses by name, such as primary_hyperparathyroidism."""
    findings: tuple[str, ...] | None = None
    """Clinical signs and imaging findings, such as kyphosis, degenerative_spine."""
    risk_factors: tuple[str, ...] | None = None
    """By FRAX name, such as parental_hip_fracture, smoking."""
    implants: tuple[Implant, ...] | None = None
    height_loss_historical_cm: Decimal | None = None
    """Peak (young adult) height minus present height, cm."""
    height_loss_prospective_cm: Decimal | None = None
    """Measured loss between two visits, cm."""
    weight_kg: Decimal | None = None
    height_cm: Decimal | None = None
    egfr: Decimal | None = None
    """Estimated glomerular filtration rate, mL/min/1.73 m2."""
    crcl_ml_min: Decimal | None = None
    """Creatinine clearance, mL/min."""
    estrogen_current: bool | None = None
    labs: Labs | None = None
    frax: Frax | None = None
    tbs: Decimal | None = None
    prior_diagnosis: PriorDiagnosis | None = None
    recent_events: tuple[RecentEvent, ...] | None = None
    prior_bmd: tuple[PriorBmd, ...] | None = None
    """Earlier densities somebody states; compared like those of earlier reports."""
    event: str | None = None
    """Something that happened to the treatment, such as denosumab_stopped; none: nothing did."""
    follow_on: str | None = None
    """The drug that followed a stopped one; none: no drug did."""
    candidate_option: str | None = None
    """A drug under consideration, so that its warnings are checked."""
    facility: Facility = field(default_factory=Facility)
