"""Where a bone broke, by the names rules ask for, and which bones no guideline counts as a fragility fracture.

A name nobody here knows may mean any bone: a rule that asks for one of them is then undecided, never refuted.
"""

import re
from collections.abc import Mapping

from assess.case.bone_words import bone_words
from assess.expressions.known import Known
from dxa.facts import Fracture

_LEVEL = re.compile(r"(?:th?|d)(?:[1-9]|1[0-2])|l[1-5]", re.ASCII)
_APART = re.compile(r"\b(th?|d|l) (\d)", re.ASCII)
"""A level written apart: "Th 12"."""
_SPINE = frozenset(["vertebra", "vertebrae", "vertebral", "spine", "spinal", "backbone", "lumbar", "thoracic"])
_HIP = frozenset(
    [
        "hip",
        "hips",
        "nof",
        "subcapital",
        "transcervical",
        "basicervical",
        "intertrochanteric",
        "pertrochanteric",
        "trochanteric",
        "trochanter",
    ]
)
_WRIST = frozenset(["wrist", "wrists", "colles", "smith", "barton"])
_PELVIS = frozenset(
    [
        "pelvis",
        "pelvic",
        "pubic",
        "pubis",
        "ramus",
        "rami",
        "ischium",
        "ischial",
        "ilium",
        "iliac",
        "acetabulum",
        "acetabular",
    ]
)
_SHOULDER = frozenset(["shoulder"])
_FEMUR = frozenset(["femur", "femoral", "femora"])
_HUMERUS = frozenset(["humerus", "humeral"])
_FOREARM = frozenset(["radius", "radial", "ulna", "ulnar", "forearm"])
_NECK = frozenset(["neck", "head", "proximal", "surgical", "tuberosity", "anatomical", *_HIP])
_SHAFT = frozenset(["shaft", "diaphysis", "diaphyseal", "midshaft"])
_DISTAL = frozenset(["distal", "supracondylar", "condyle", "condyles", "condylar"])
_NOT_OF_THE_BACK = frozenset(["cervical", "iliac", "tibial", "scapular", "nasal"])
"""Words beside which "spine" is none, or none whose fractures guidelines count."""
_LEG: Mapping[str, str] = {
    "tibia": "tibia", "tibial": "tibia", "fibula": "fibula", "fibular": "fibula", "shin": "lower_leg"
}  # fmt: skip
_OTHERS = frozenset(
    [
        "sternum",
        "clavicle",
        "collarbone",
        "scapula",
        "foot",
        "feet",
        "metatarsal",
        "metatarsals",
        "tarsal",
        "calcaneus",
        "calcaneal",
        "heel",
        "talus",
        "hand",
        "hands",
        "metacarpal",
        "metacarpals",
        "carpal",
        "scaphoid",
        "elbow",
        "olecranon",
        "patella",
        "kneecap",
        "knee",
        "knees",
        "ankle",
        "ankles",
        "malleolus",
        "malleolar",
        "coccyx",
    ]
)
"""Bones that are none of those rules ask for by name, the rib apart."""
_UNCOUNTED = frozenset(
    [
        "finger",
        "fingers",
        "thumb",
        "thumbs",
        "phalanx",
        "phalanges",
        "phalangeal",
        "toe",
        "toes",
        "hallux",
        "skull",
        "cranium",
        "cranial",
        "face",
        "facial",
        "nose",
        "nasal",
        "jaw",
        "mandible",
        "mandibular",
        "maxilla",
        "maxillary",
        "cheekbone",
        "zygoma",
        "zygomatic",
        "orbit",
        "orbital",
    ]
)
"""Fingers, toes and skull: guidelines leave them out (recalled; docs/sources.md, line 94 of the seed)."""
UNCOUNTED_READING = "Fractures of fingers, toes and skull are not counted as fragility fractures (recalled)."
_MAY_BE_UNCOUNTED = frozenset({"hand", "foot", "head"})
"""Their name alone does not tell a finger from the rest of a hand."""
_COMPRESSION = frozenset(
    [
        "compression",
        "compressed",
        "wedge",
        "wedged",
        "wedging",
        "crush",
        "crushed",
        "biconcave",
        "collapse",
        "collapsed",
    ]
)
_OTHER_TYPES = frozenset(
    ["transverse", "spinous", "process", "avulsion", "spiral", "greenstick", "buckle", "torus", "oblique", "comminuted",
     "chip", "odontoid", "pars", "spondylolysis", "facet", "lamina", "pedicle"]
)  # fmt: skip
"""Words of fractures in which no vertebra loses height."""
_MAY_BE: Mapping[str, str] = {
    "femur": "hip", "humerus": "proximal_humerus", "forearm": "distal_forearm", "radius": "distal_forearm",
    "ulna": "distal_forearm", "sacrum": "pelvis", "ankle": "tibia", "elbow": "distal_humerus",
}  # fmt: skip
"""A bone by its name alone may have broken at the place the rules ask for."""
_ASKED = (
    "hip", "vertebra", "pelvis", "proximal_humerus", "distal_forearm", "rib", "lower_leg", "tibia", "fibula", "femur",
    "humerus", "distal_humerus", "radius", "ulna", "forearm",
)  # fmt: skip
"""What a name nobody knows may mean."""
_TIDY = frozenset({*_ASKED, "femoral_shaft", "distal_femur", "humeral_shaft", "forearm_shaft", "proximal_forearm"})


def fracture_site(site: str | None) -> str | None:
    """Return the name rules know a fracture site by, a tidy one where it is none of those, or None if it is unknown.

    >>> fracture_site("Distal radius"), fracture_site("T12"), fracture_site("# NOF, left"), fracture_site("tibia")
    ('distal_forearm', 'vertebra', 'hip', 'tibia')
    >>> fracture_site("pubic ramus"), fracture_site("femoral shaft"), fracture_site("hip and wrist")
    ('pelvis', 'femoral_shaft', 'hip_and_wrist')
    >>> fracture_site("Schenkelhals"), fracture_site("poignet droit"), fracture_site("Knochen")
    ('hip', 'distal_forearm', 'knochen')
    """
    if site is None:
        return None
    text = _APART.sub(r"\1\2", site.casefold().replace("_", " "))
    found = _bones(bone_words(text))
    # Of two bones in one name, neither is meant alone.
    return found.pop() if len(found) == 1 else "_".join(re.findall(r"[^\W_]+", text)) or None


def _bones(words: frozenset[str]) -> set[str]:
    """Return the bones some words name, by the names rules know."""
    found = {name for name, meant in _NAMED.items() if words & meant}
    if {"lower", "leg"} <= words:
        found.add("lower_leg")
    if any(_LEVEL.fullmatch(word) for word in words) or (words & _SPINE and not words & _NOT_OF_THE_BACK):
        found.add("vertebra")
    found |= {_LEG[word] for word in words if word in _LEG}
    found |= _of_femur(words) | _of_humerus(words) | _of_forearm(words)
    return found | words & (_UNCOUNTED | _OTHERS)


_NAMED: Mapping[str, frozenset[str]] = {
    "pelvis": _PELVIS, "sacrum": frozenset(["sacrum", "sacral"]), "rib": frozenset(["rib", "ribs"]),
}  # fmt: skip


def _of_femur(words: frozenset[str]) -> set[str]:
    if not words & _FEMUR:
        # "Subcapital" alone is said of the hip, and of the humerus where that is named.
        return {"hip"} if words & _HIP and not words & _HUMERUS else set()
    if words & _SHAFT:
        return {"femoral_shaft"}
    if words & _DISTAL:
        return {"distal_femur"}
    return {"hip"} if words & (_NECK - {"head"}) else {"femur"}


def _of_humerus(words: frozenset[str]) -> set[str]:
    if not words & _HUMERUS:
        return {"proximal_humerus"} if words & _SHOULDER else set()
    if words & _SHAFT:
        return {"humeral_shaft"}
    if words & _DISTAL:
        return {"distal_humerus"}
    return {"proximal_humerus"} if words & _NECK else {"humerus"}


def _of_forearm(words: frozenset[str]) -> set[str]:
    if words & _WRIST:
        return {"distal_forearm"}
    bones = words & _FOREARM
    if not bones:
        return set()
    if words & {"distal", "styloid"}:
        return {"distal_forearm"}
    if words & _SHAFT:
        return {"forearm_shaft"}
    if words & {"head", "neck", "proximal"}:
        return {"proximal_forearm"}
    return {{"radial": "radius", "ulnar": "ulna"}.get(bone, bone) for bone in bones}


def site_of(fracture: Fracture) -> Known[str] | None:
    """Return the site with the narrower one it may mean, or with all that are asked for where nobody knows the name.

    None where nobody named it.
    """
    site = fracture.site
    if site is None:
        return None
    others = _MAY_BE.get(site)
    if others is not None:
        return Known(site, alternatives=(others,), settled_by=("fractures[].site",))
    if is_known(site):
        return Known(site)
    return Known(site, alternatives=_ASKED, settled_by=("fractures[].site",))


def type_of(fracture: Fracture) -> Known[str] | None:
    """Return the type of a fracture: compression by any of its names; another name may mean it. None if not said."""
    words = re.findall(r"[^\W_]+", (fracture.type or "").casefold())
    if not words:
        return None
    name = " ".join(words)
    if not _COMPRESSION.isdisjoint(words):
        return Known("compression")
    if not _OTHER_TYPES.isdisjoint(words):
        return Known(name)
    return Known(name, alternatives=("compression",), settled_by=("fractures[].type",))


def is_known(site: str) -> bool:
    """Return whether a site tells which bone it is: one of those asked for, or surely another.

    >>> is_known("hip"), is_known("clavicle"), is_known("hip_and_wrist"), is_known("os_coxae")
    (True, True, False, False)
    """
    words = frozenset(site.split("_"))
    return site in _TIDY or (bool(words & (_OTHERS | _UNCOUNTED)) and not _bones(words) - _OTHERS - _UNCOUNTED)


def is_named(site: str) -> bool:
    """Return whether some word of a site is a bone, be it one of several or one that may be narrower."""
    return site in _MAY_BE or is_known(site) or bool(_bones(frozenset(site.split("_"))))


def may_be(site: str, *sites: str) -> bool:
    """Return whether a site that is none of `sites` by name may be one of them all the same.

    >>> may_be("forearm", "distal_forearm"), may_be("somewhere", "hip"), may_be("clavicle", "hip")
    (True, True, False)
    """
    return _MAY_BE.get(site) in sites or not (is_known(site) or site in _MAY_BE)


def counts_as_fragility(fracture: Fracture) -> bool | None:
    """Return whether the bone is one of those fragility fractures are counted at; None where its name does not tell.

    Who calls a fracture a fragility fracture and names no bone has left those bones out by the word itself.
    """
    if fracture.site is None:
        return True
    if fracture.site in _MAY_BE_UNCOUNTED or not is_named(fracture.site):
        return None
    if _UNCOUNTED.isdisjoint(fracture.site.split("_")):
        return True
    # "Hip and finger" in one entry names a bone that counts as well.
    return False if is_known(fracture.site) else None
