"""What a form of the results is, and what it is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dxa.assessment import Assessment
from dxa.case import CaseStatus
from dxa.report import DxaReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing listeners are told: a case at one revision, and why they are told now."""

    id: str
    """The same however often it is sent, so that a receiver can drop repeats."""
    kind: str
    """case.assessed, case.signed, case.amended or case.withdrawn."""
    case_id: str
    revision: int
    created_at: datetime
    """Aware, UTC."""
    status: CaseStatus
    report: DxaReport
    assessment: Assessment
    signed_by: str | None = None
    """Who signed this revision; None if nobody did."""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form; a file of `deliver/formats/` ends in one of these, named FORMAT."""

    name: str
    says: str
    """What it is, with the standard and its part, in one sentence."""
    media_type: str
    suffix: str
    """Of files in it, with the dot."""
    render: Callable[[Telling], bytes]
    """Return the same bytes for the same telling; pure."""
