"""M26: the report speaks of positioning, rotation, movement or an artefact."""

from assess.checking.check import Check
from assess.checking.check_codes import CheckCode
from assess.terms.terms import FINDINGS
from assess.values.check_sources import COMMON_ERRORS
from dxa.assessment import Severity

NAMES = (
    "positioning", "rotation", "motion", "movement", "artefact", "artifact", "metal_artefact", "overlying_object",
    "overlying_artefact", "lesser_trochanter_prominent", "roi_error", "button", "zipper", "navel_ring",
    "calcium_tablet", "limited_quality",
)  # fmt: skip
"""Findings that mean a technical limitation, by the names readers and callers use."""


CHECK = Check(
    id="M26",
    code=CheckCode.POSITIONING_OR_ARTEFACT,
    severity=Severity.MINOR,
    says="Positioning, rotation, movement or an artefact is named: the values of that scan may be off.",
    cite=COMMON_ERRORS,
    when=FINDINGS.has(*NAMES),
)
