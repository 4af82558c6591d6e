"""A guideline pack as the interface shows it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from assess.expressions.logic import Parameter
from assess.rules.phrasing import phrase
from assess.rules.rule import Guideline, RejectedClaim, Rule
from dxa.assessment import Citation, PackStatus, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSummary:
    """One edition and its review."""

    id: str
    title: str
    edition: str
    revision: int
    status: PackStatus
    about: str
    country: str | None
    rules: int
    unverified: int
    """Rules and figures that rest on general knowledge alone."""
    reviewed_by: tuple[str, ...]
    last_updated: dt.date
    review_due: dt.date
    expires: dt.date
    """From that day on the edition counts as expired: a year after a review that did not happen."""
    supersedes: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackList:
    """Every pack, by id."""

    items: tuple[PackSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure the source fixes."""

    name: str
    value: Decimal
    operator: str
    unit: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One rule."""

    id: str
    says: str
    condition: str
    """When it is met, in words made from the evaluated expression."""
    applies_to: str | None
    """Whom it is about, in the same way; None for everybody."""
    advises: tuple[str, ...]
    otherwise: tuple[str, ...]
    severity: Severity
    figures: tuple[FigureView, ...]
    caveats: tuple[str, ...]
    conflicts_with: tuple[str, ...]
    source_verdict: str | None
    risk: str | None
    grade: str | None
    strength: str | None
    boundary_reading: str | None
    notes: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedClaimView:
    """A statement of the source that is kept as a warning and never evaluated."""

    id: str
    says: str
    reason: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDetail:
    """One edition with everything in it."""

    pack: PackSummary
    rules: tuple[RuleView, ...]
    figures: tuple[FigureView, ...]
    """Figures that stand in no rule."""
    rejected_claims: tuple[RejectedClaimView, ...]


def pack_summary(pack: Guideline) -> PackSummary:
    """Return a pack without its rules."""
    return PackSummary(
        id=pack.id,
        title=pack.title,
        edition=pack.edition,
        revision=pack.revision,
        status=pack.status,
        about=pack.about,
        country=pack.country,
        rules=len(pack.rules),
        unverified=len(pack.unverified),
        reviewed_by=pack.reviewed_by,
        last_updated=pack.last_updated,
        review_due=pack.review_due,
        expires=pack.expires,
        supersedes=pack.supersedes,
        sha256=pack.sha256,
    )


def pack_detail(pack: Guideline) -> PackDetail:
    """Return a pack with every rule, figure and rejected claim."""
    return PackDetail(
        pack=pack_summary(pack),
        rules=tuple(_rule(rule) for rule in pack.rules),
        figures=tuple(_figure(figure) for figure in pack.parameters),
        rejected_claims=tuple(_claim(claim) for claim in pack.rejected_claims),
    )


def _rule(rule: Rule) -> RuleView:
    return RuleView(
        id=rule.id,
        says=rule.says,
        condition=phrase(rule.when),
        applies_to=phrase(rule.applies) if rule.applies is not None else None,
        advises=tuple(str(code) for code in rule.advises),
        otherwise=tuple(str(code) for code in rule.otherwise),
        severity=rule.severity,
        figures=tuple(_figure(figure) for figure in rule.parameters),
        caveats=tuple(str(caveat.code) for caveat in rule.caveats),
        conflicts_with=rule.conflicts_with,
        source_verdict=rule.source_verdict,
        risk=rule.risk and str(rule.risk),
        grade=rule.grade,
        strength=rule.strength,
        boundary_reading=rule.boundary_reading,
        notes=rule.notes,
        citation=rule.cite,
    )


def _figure(figure: Parameter) -> FigureView:
    return FigureView(
        name=figure.name,
        value=figure.value,
        operator=str(figure.operator),
        unit=figure.unit,
        citation=figure.cite,
    )


def _claim(claim: RejectedClaim) -> RejectedClaimView:
    return RejectedClaimView(id=claim.id, says=claim.says, reason=claim.reason, citation=claim.cite)
