"""Where a bone broke, by the names rules ask for, and which bones no guideline counts as a fragility fracture."""

from collections.abc import Mapping

from assess.expressions.known import Known
from dxa.facts import Fracture

_MAY_BE: Mapping[str, str] = {
    "femur": "hip", "humerus": "proximal_humerus", "forearm": "distal_forearm", "radius": "distal_forearm",
    "ulna": "distal_forearm",
}  # fmt: skip
"""A bone by its name alone may have broken at the place the rules ask for."""
_UNCOUNTED = frozenset(
    {
        "finger", "fingers", "thumb", "phalanx", "phalanges", "toe", "toes", "hallux", "big_toe", "great_toe",
        "skull", "cranium", "skull_base",
        # The facial skeleton is part of the skull.
        "face", "facial", "facial_bone", "facial_bones", "nose", "nasal", "nasal_bone", "jaw", "mandible", "maxilla",
        "cheekbone", "zygoma", "orbit",
    }
)  # fmt: skip
"""Fingers, toes and skull: guidelines leave them out (recalled; docs/sources.md, line 94 of the seed)."""
UNCOUNTED_READING = "Fractures of fingers, toes and skull are not counted as fragility fractures (recalled)."
_MAY_BE_UNCOUNTED = frozenset({"hand", "foot", "head"})
"""Their name alone does not tell a finger from the rest of a hand."""


def site_of(fracture: Fracture) -> Known[str] | None:
    """Return the site with the narrower one it may mean; None where nobody named it."""
    if fracture.site is None:
        return None
    narrower = _MAY_BE.get(fracture.site)
    if narrower is None:
        return Known(fracture.site)
    return Known(fracture.site, alternatives=(narrower,), settled_by=("fractures[].site",))


def counts_as_fragility(fracture: Fracture) -> bool | None:
    """Return whether the bone is one of those fragility fractures are counted at; None where its name does not tell.

    Who calls a fracture a fragility fracture and names no bone has left those bones out by the word itself.
    """
    if fracture.site in _MAY_BE_UNCOUNTED:
        return None
    return fracture.site not in _UNCOUNTED
