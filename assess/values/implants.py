"""Whether an implant lies at a measured site."""

from collections.abc import Mapping

from assess.expressions.known import Listed
from dxa.assessment import Truth
from dxa.facts import Implant
from dxa.regions import SCAN_OF_REGION, Scan
from dxa.report import Measurement

_IMPLANT_SCANS: Mapping[str, Scan] = {
    "hip": Scan.HIP, "total_hip": Scan.HIP, "femur": Scan.HIP, "proximal_femur": Scan.HIP, "femoral_neck": Scan.HIP,
    "spine": Scan.SPINE, "lumbar_spine": Scan.SPINE, "vertebra": Scan.SPINE,
    "forearm": Scan.FOREARM, "radius": Scan.FOREARM, "distal_radius": Scan.FOREARM, "wrist": Scan.FOREARM,
}  # fmt: skip
"""The scan an implant site lies in; an implant elsewhere disturbs none."""
_BOTH_SIDES = frozenset({"both", "bilateral"})


def implant_at(row: Measurement, implants: Listed[Implant]) -> Truth:
    """Return whether a stated implant lies where `row` was measured; unknown if its place or side is not said."""
    # Nobody having spoken of implants is no reason to doubt a value the report itself uses.
    if not implants.entries:
        return Truth.FALSE
    found = {_disturbs(implant, row) for implant in implants.entries}
    return next((truth for truth in (Truth.TRUE, Truth.UNKNOWN) if truth in found), Truth.FALSE)


def _disturbs(implant: Implant, row: Measurement) -> Truth:
    if implant.site is None:
        return Truth.UNKNOWN
    scan = _IMPLANT_SCANS.get(implant.site)
    if scan is None or scan is not SCAN_OF_REGION.get(row.region):
        return Truth.FALSE
    if scan is Scan.SPINE or implant.side in _BOTH_SIDES:
        return Truth.TRUE
    if implant.side is None or row.side is None:
        return Truth.UNKNOWN
    return Truth.TRUE if implant.side == row.side else Truth.FALSE
