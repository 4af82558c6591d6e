"""What listeners are told of a case, and why they are told now."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dxa.assessment import Assessment
from dxa.case import CaseStatus
from dxa.report import DxaReport

MAKER = "Osteon"
"""Manufacturer that objects of ours name, and by which a reader knows that one is no report."""


class TellingKind(StrEnum):
    """Why listeners are told."""

    ASSESSED = "case.assessed"
    """The first assessment of a case."""
    SIGNED = "case.signed"
    """A person signed the case as it stands."""
    AMENDED = "case.amended"
    """A further assessment of a case listeners were told of: a later document, new facts, a change after signature."""
    WITHDRAWN = "case.withdrawn"
    """The sender cancelled every document of the case: nothing told of it before holds any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing listeners are told: a case at one revision, and why they are told now."""

    id: str
    """The same however often it is sent, so that a receiver can drop repeats."""
    kind: str
    """case.assessed, case.signed, case.amended or case.withdrawn."""
    case_id: str = field(metadata={"data_key": "case"})
    revision: int
    """Rises with every change of the case; a higher one replaces a lower one."""
    created_at: datetime
    """Aware, UTC."""
    status: CaseStatus
    report: DxaReport
    """As of that revision."""
    assessment: Assessment
    signed_by: str | None = None
    """Who signed this revision; None if nobody did."""
    signed_at: datetime | None = None
