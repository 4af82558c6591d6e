"""Why a T- or Z-score does not take part in the decision, or cannot be relied on to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dxa.report import Measurement


class Refusal(StrEnum):
    """Why a score did not take part, or could not be relied on to."""

    SITE_NOT_DIAGNOSTIC = "SITE_NOT_DIAGNOSTIC"
    MEAN_OR_DIFFERENCE = "MEAN_OR_DIFFERENCE"
    SINGLE_VERTEBRA = "SINGLE_VERTEBRA"
    LEVELS_OUTSIDE_L1_L4 = "LEVELS_OUTSIDE_L1_L4"
    CONTAINS_EXCLUDED_VERTEBRA = "CONTAINS_EXCLUDED_VERTEBRA"
    FEWER_THAN_TWO_EVALUABLE_VERTEBRAE = "FEWER_THAN_TWO_EVALUABLE_VERTEBRAE"
    SMALLER_COMBINATION = "SMALLER_COMBINATION"
    PRIOR_EXAMINATION = "PRIOR_EXAMINATION"
    EXCLUDED_BY_REPORT = "EXCLUDED_BY_REPORT"
    PROSTHESIS_AT_MEASURED_SITE = "PROSTHESIS_AT_MEASURED_SITE"
    RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE = "RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE"
    HELD_FOR_REVIEW = "HELD_FOR_REVIEW"
    HIP_REGION_UNSPECIFIED = "HIP_REGION_UNSPECIFIED"
    SPINE_LEVELS_UNKNOWN = "SPINE_LEVELS_UNKNOWN"
    EQUALLY_LARGE_COMBINATION = "EQUALLY_LARGE_COMBINATION"
    IMPLANT_SIDE_UNKNOWN = "IMPLANT_SIDE_UNKNOWN"
    POSSIBLE_LOST_SIGN = "POSSIBLE_LOST_SIGN"


REFUSALS: Mapping[Refusal, str] = {
    Refusal.SITE_NOT_DIAGNOSTIC: "this region is not used for diagnosis",
    Refusal.MEAN_OR_DIFFERENCE: "a mean or difference of two sides is not used for diagnosis",
    Refusal.SINGLE_VERTEBRA: "a single vertebra is not used for diagnosis",
    Refusal.LEVELS_OUTSIDE_L1_L4: "only L1 to L4 are used for diagnosis",
    Refusal.CONTAINS_EXCLUDED_VERTEBRA: "it contains a vertebra the report excludes",
    Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE: "fewer than two vertebrae can be evaluated",
    Refusal.SMALLER_COMBINATION: "the report gives a combination of more vertebrae",
    Refusal.PRIOR_EXAMINATION: "it belongs to an earlier examination",
    Refusal.EXCLUDED_BY_REPORT: "the report calls it invalid",
    Refusal.PROSTHESIS_AT_MEASURED_SITE: "an implant lies at the measured site",
    Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE: "nothing stated lets the one-third radius count",
    Refusal.HELD_FOR_REVIEW: "a reviewer has to decide on this value first",
    Refusal.HIP_REGION_UNSPECIFIED: "the report says hip without saying which region",
    Refusal.SPINE_LEVELS_UNKNOWN: "vertebrae are excluded and it is not said which ones this value uses",
    Refusal.EQUALLY_LARGE_COMBINATION: "another combination has as many vertebrae and a higher value",
    Refusal.POSSIBLE_LOST_SIGN: "it fits its BMD only with a minus, which may have been lost",
    Refusal.IMPLANT_SIDE_UNKNOWN: "an implant may lie at this site; its place or the measured side is not said",
}
"""Each reason as a clinician may read it."""


LEVELS_NOT_STATED = "SPINE_LEVELS_NOT_STATED"
"""Caveat: the report gives a spine value without its vertebrae; it is taken as L1 to L4."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A score that may or may not count."""

    measurement: Measurement
    refusal: Refusal
    settled_by: str
    """The fact that would settle it."""
