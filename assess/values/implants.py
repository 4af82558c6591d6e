"""Whether an implant lies at a measured site."""

import re
from collections.abc import Mapping

from assess.expressions.known import Listed
from dxa.assessment import Truth
from dxa.facts import Implant
from dxa.regions import SCAN_OF_REGION, Scan
from dxa.report import Measurement

_MEASURED_LEVELS = ("l1", "l2", "l3", "l4")
_WORDS: Mapping[Scan, frozenset[str]] = {
    Scan.HIP: frozenset(["hip", "hips", "femur", "femoral", "tha", "thr", "thp", "hemiarthroplasty"]),
    Scan.SPINE: frozenset(
        ["spine", "spinal", "lumbar", "vertebra", "vertebrae", "vertebral", "pedicle", "laminectomy", *_MEASURED_LEVELS]
    ),
    Scan.FOREARM: frozenset(["forearm", "radius", "radial", "wrist", "ulna", "ulnar"]),
}
_ELSEWHERE = frozenset(
    [
        "knee", "knees", "tka", "tkr", "shoulder", "shoulders", "elbow", "ankle", "ankles", "foot", "feet", "toe",
        "hand", "finger", "tibia", "tibial", "fibula", "humerus", "humeral", "clavicle", "breast", "breasts", "chest",
        "heart", "cardiac", "pacemaker", "icd", "aortic", "coronary", "stent", "valve", "dental", "tooth", "teeth",
        "jaw", "mandible", "cochlear", "ear", "eye", "lens", "skull", "cranial", "brain", "cervical", "thoracic",
        "neck", "sternum", "contraceptive", "subdermal", "arm", "bladder", "penile", "mesh", "port",
    ]
)  # fmt: skip
"""Where an implant disturbs no site of densitometry."""
_UPPER_SPINE = frozenset({"cervical", "thoracic"})
_LOWER_SPINE = frozenset({"lumbar", *_MEASURED_LEVELS})
"""Beside these an implant of the upper spine reaches the measured one: "thoracic spine, T10 to L2"."""
_SIDES = {
    "left": "left", "lt": "left", "l": "left", "lhs": "left", "right": "right", "rt": "right", "r": "right",
    "rhs": "right", "both": "both", "bilateral": "both", "bilaterally": "both",
}  # fmt: skip


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
    words = _words(implant.site)
    scan = SCAN_OF_REGION.get(row.region)
    named = {one for one, meant in _WORDS.items() if words & meant}
    if words & _UPPER_SPINE and not words & _LOWER_SPINE:
        named.discard(Scan.SPINE)
    if scan not in named:
        # A place nobody here knows may be the measured one.
        return Truth.FALSE if scan is None or named or words & _ELSEWHERE else Truth.UNKNOWN
    side = _side_of(words | _words(implant.side))
    if scan is Scan.SPINE or side == "both":
        return Truth.TRUE
    if side is None or row.side is None:
        return Truth.UNKNOWN
    return Truth.TRUE if side == row.side else Truth.FALSE


def _side_of(words: frozenset[str]) -> str | None:
    """Return the side some words name, both sides as one; None for none of them."""
    found = {_SIDES[word] for word in words if word in _SIDES}
    return "both" if len(found) > 1 else next(iter(found), None)


def _words(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", (text or "").casefold()))
