"""LOINC and SNOMED CT codes of bone densitometry, as far as they were verified (docs/sources.md).

LOINC has no code for the femoral neck, trochanter, Ward's triangle or the one-third radius: "Femur" and "Hip" codes
stand for a set of regions, and the printed label has to choose among them.
"""

from dataclasses import dataclass

from dxa.regions import Region, Side
from dxa.report import Quantity

_FEMUR = frozenset(
    {
        Region.FEMORAL_NECK,
        Region.TOTAL_HIP,
        Region.HIP_UNSPECIFIED,
        Region.TROCHANTER,
        Region.INTERTROCHANTERIC,
        Region.FEMORAL_SHAFT,
        Region.WARDS_TRIANGLE,
        Region.UPPER_NECK,
        Region.LOWER_NECK,
    }
)
_SPINE = frozenset({Region.LUMBAR_SPINE})
_FOREARM = frozenset(
    {Region.RADIUS_33, Region.RADIUS_ULTRADISTAL, Region.RADIUS_MID, Region.RADIUS_TOTAL, Region.FOREARM_TOTAL}
)
_ELSEWHERE: frozenset[Region] = frozenset()
_PATIENT = frozenset({Region.PATIENT})


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What a code says: the regions it may stand for (empty: a bone we do not model), its side and its quantity."""

    regions: frozenset[Region]
    side: Side | None
    quantity: Quantity


def _triple(regions: frozenset[Region], side: Side | None, bmd: str, t: str, z: str) -> dict[str, CodeMeaning]:
    pairs = ((bmd, Quantity.BMD), (t, Quantity.T_SCORE), (z, Quantity.Z_SCORE))
    return {code: CodeMeaning(regions, side, quantity) for code, quantity in pairs if code}


LOINC: dict[str, CodeMeaning] = {
    **_triple(_SPINE, None, "24966-4", "38267-1", "85394-5"),
    **_triple(_SPINE | {Region.LATERAL_SPINE}, None, "", "104938-6", ""),
    **_triple(_FEMUR, None, "38261-4", "38264-8", "80933-5"),
    **_triple(_FEMUR, Side.LEFT, "46278-8", "80946-7", "80938-4"),
    **_triple(_FEMUR, Side.RIGHT, "46279-6", "80945-9", "80937-6"),
    **_triple(_FEMUR, None, "24701-5", "38263-0", "80934-3"),
    **_triple(_FEMUR, Side.LEFT, "80954-1", "80948-3", "80940-0"),
    **_triple(_FEMUR, Side.RIGHT, "80953-3", "80947-5", "80939-2"),
    **_triple(_FOREARM, None, "24890-6", "38265-5", "80932-7"),
    **_triple(_FOREARM, Side.LEFT, "80952-5", "80944-2", "80936-8"),
    **_triple(_FOREARM, Side.RIGHT, "80951-7", "80943-4", "80935-0"),
    **_triple(_ELSEWHERE, None, "38262-2", "38266-3", ""),
    **_triple(_ELSEWHERE, Side.LEFT, "80956-6", "80950-9", "80942-6"),
    **_triple(_ELSEWHERE, Side.RIGHT, "80955-8", "80949-1", "80941-8"),
    **_triple(_ELSEWHERE, None, "85385-3", "85390-3", "85391-1"),
    **_triple(_ELSEWHERE, Side.LEFT, "85386-1", "85389-5", "85393-7"),
    **_triple(_ELSEWHERE, Side.RIGHT, "85387-9", "85388-7", "85392-9"),
    "90265-0": CodeMeaning(_PATIENT, None, Quantity.FRAX_MAJOR),
    "90266-8": CodeMeaning(_PATIENT, None, Quantity.FRAX_HIP),
}
"""Result codes."""

DXA_ORDERS: frozenset[str] = frozenset(
    {
        "38269-7",
        "38268-9",
        "83311-1",
        "83012-5",
        "83013-3",
        "83014-1",
        "24701-5",
        "24966-4",
        "38261-4",
        "77080",
        "77081",
        "77085",
        "77086",
    }
)
"""LOINC and CPT codes of a DXA examination, as order or document code."""

SNOMED_REGIONS: dict[str, frozenset[Region]] = {
    "122496007": _SPINE,
    "29836001": _FEMUR,
    "24136001": _FEMUR,
    "310651003": _FEMUR,
    "71341001": _FEMUR,
    "29627003": frozenset({Region.FEMORAL_NECK}),
    "62413002": _FOREARM,
    "75129005": _FOREARM,
    "47728000": _FOREARM,
    "14975008": _FOREARM,
    "38266002": frozenset({Region.TOTAL_BODY}),
}
"""Finding sites; single vertebrae stand in `SNOMED_LEVELS`."""

SNOMED_LEVELS: dict[str, str] = {
    "66794005": "L1",
    "14293000": "L2",
    "36470004": "L3",
    "11994002": "L4",
    "49668003": "L5",
}

SNOMED_SIDES: dict[str, Side] = {"7771000": Side.LEFT, "24028007": Side.RIGHT}


def check_digit_holds(code: str) -> bool:
    """Return whether a LOINC-shaped code carries its right check digit (Luhn, modulo 10).

    >>> check_digit_holds("38268-9"), check_digit_holds("38268-7")
    (True, False)
    """
    body, _, digit = code.partition("-")
    if not (body.isdecimal() and len(digit) == 1 and digit.isdecimal()):
        return False
    doubled = int("".join(body[::-1][::2])[::-1]) * 2
    others = body[::-1][1::2]
    total = sum(int(char) for char in str(doubled)) + sum(int(char) for char in others)
    return (10 - total % 10) % 10 == int(digit)
