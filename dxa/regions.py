"""The closed skeletal regions, sides and scans."""

from dataclasses import dataclass
from enum import StrEnum


class Region(StrEnum):
    """A measured region; `patient` is for whole-patient quantities such as FRAX."""

    LUMBAR_SPINE = "lumbar_spine"
    FEMORAL_NECK = "femoral_neck"
    TOTAL_HIP = "total_hip"
    HIP_UNSPECIFIED = "hip_unspecified"
    TROCHANTER = "trochanter"
    INTERTROCHANTERIC = "intertrochanteric"
    FEMORAL_SHAFT = "femoral_shaft"
    WARDS_TRIANGLE = "wards_triangle"
    UPPER_NECK = "upper_neck"
    LOWER_NECK = "lower_neck"
    RADIUS_33 = "radius_33"
    RADIUS_ULTRADISTAL = "radius_ultradistal"
    RADIUS_MID = "radius_mid"
    RADIUS_TOTAL = "radius_total"
    FOREARM_TOTAL = "forearm_total"
    LATERAL_SPINE = "lateral_spine"
    TOTAL_BODY = "total_body"
    TOTAL_BODY_LESS_HEAD = "total_body_less_head"
    PATIENT = "patient"


class Side(StrEnum):
    """Body side, or how two sides were combined."""

    LEFT = "left"
    RIGHT = "right"
    MEAN = "mean"
    DIFFERENCE = "difference"


class Scan(StrEnum):
    """The kind of scan a row stands under; it decides what a bare "Total" or "Neck" means."""

    SPINE = "spine"
    HIP = "hip"
    FOREARM = "forearm"
    TOTAL_BODY = "total_body"
    LATERAL = "lateral"


@dataclass(frozen=True, slots=True)
class Site:
    """A region with its side and, for the spine, the vertebrae used."""

    region: Region
    side: Side | None = None
    levels: tuple[str, ...] = ()


VERTEBRAE = ("T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5")
"""Levels in anatomical order, as far as DXA and VFA name them."""

SCAN_OF_REGION: dict[Region, Scan] = (
    {
        Region.LUMBAR_SPINE: Scan.SPINE,
        Region.LATERAL_SPINE: Scan.LATERAL,
        Region.TOTAL_BODY: Scan.TOTAL_BODY,
        Region.TOTAL_BODY_LESS_HEAD: Scan.TOTAL_BODY,
    }
    | dict.fromkeys(
        (Region.RADIUS_33, Region.RADIUS_ULTRADISTAL, Region.RADIUS_MID, Region.RADIUS_TOTAL, Region.FOREARM_TOTAL),
        Scan.FOREARM,
    )
    | dict.fromkeys(
        (
            Region.FEMORAL_NECK,
            Region.TOTAL_HIP,
            Region.HIP_UNSPECIFIED,
            Region.TROCHANTER,
            Region.INTERTROCHANTERIC,
            Region.FEMORAL_SHAFT,
            Region.WARDS_TRIANGLE,
            Region.UPPER_NECK,
            Region.LOWER_NECK,
        ),
        Scan.HIP,
    )
)
"""The scan that measures each region; `patient` has none."""
