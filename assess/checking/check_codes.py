"""Codes of the checks that the closed vocabulary of caveats has no word for."""

from enum import StrEnum


class CheckCode(StrEnum):
    """What such a check is about."""

    SPINE_HIP_T_GAP = "SPINE_HIP_T_GAP"
    UNIT_LOCALE = "UNIT_LOCALE"
    PRIOR_OF_ANOTHER_PATIENT = "PRIOR_OF_ANOTHER_PATIENT"
    PHYSICAL_RANGE = "PHYSICAL_RANGE"
    LR_HIP_DIFFERENCE = "LR_HIP_DIFFERENCE"
    POSITIONING_OR_ARTEFACT = "POSITIONING_OR_ARTEFACT"
    Z_T_PLAUSIBILITY = "Z_T_PLAUSIBILITY"
    BMC_AREA_CHECK = "BMC_AREA_CHECK"
