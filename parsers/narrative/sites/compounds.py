"""Names of sites written in one word: plurals, "linkerheup", "Hüftmessung"."""

import re
from functools import cache

from parsers.narrative.sites.brackets import core_words

_WRITTEN = {
    "hips": "hip",
    "lfn": "left fn",
    "rfn": "right fn",
    "lth": "left th",
    "rth": "right th",
    "necks": "neck",
    "femurs": "femur",
    "femora": "femur",
    "hanches": "hanche",
    "caderas": "cadera",
    "heupen": "heup",
    "l-spine": "lumbar spine",
    "l-hip": "left hip",
    "r-hip": "right hip",
    "l-femur": "left femur",
    "r-femur": "right femur",
    "l-neck": "left neck",
    "r-neck": "right neck",
    "l-forearm": "left forearm",
    "r-forearm": "right forearm",
    "l-radius": "left radius",
    "r-radius": "right radius",
    "shl": "links schenkelhals",
    "shr": "rechts schenkelhals",
}
_SIDED = re.compile(r"(linker|rechter|links|rechts)-?(.{3,})")
"""A side and what it is the side of: "linkerheup", "rechterfemurhals"."""
_BONE = re.compile(
    r".+(?:hals|femur|heup|hufte|schenkel|wirbelsaule|wervelkolom|wervelzuil|radius|unterarm|onderarm|voorarm|trochanter)"
)
"""How words end that name a bone, or a part or side of one, in one word."""
_MEASURED = re.compile(r"(.+?)-?(?:messung|meting|scan|bereich|region|regio|gebied)")
"""A bone with what was done there or around it: "Hüftmessung", "LWS-Messung", "femurscan", "heupregio"."""
_LEAST = 3
"""Letters of the shortest name of a bone, "lws"."""


@cache
def parted(word: str) -> tuple[str, ...]:
    """Return the words a name of a site is made of; the word itself if it is none written together.

    >>> parted("linkerfemurhals"), parted("huftmessung"), parted("lws-messung"), parted("hals")
    (('linker', 'femurhals'), ('hufte',), ('lws',), ('hals',))
    """
    if word in _WRITTEN:
        return tuple(_WRITTEN[word].split())
    if (sided := _SIDED.fullmatch(word)) is not None and sided[2] in core_words():
        return sided[1], sided[2]
    found = _MEASURED.fullmatch(word)
    if found is None or word in core_words():
        return (word,)
    stem = found[1]
    bones = (bone for bone in (stem, f"{stem}e", stem.removesuffix("n"), stem.removesuffix("s")) if len(bone) >= _LEAST)
    return tuple(next(([bone] for bone in bones if bone in core_words()), [word]))


@cache
def ends_like_bone(word: str) -> bool:
    """Return whether a word is a bone in one word with what nobody knows, such as "dijbeenkophals"."""
    return _BONE.fullmatch(word) is not None
