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
    "linkerheup": "linker heup",
    "rechterheup": "rechter heup",
    "linkerheuphals": "linker heuphals",
    "rechterheuphals": "rechter heuphals",
}
_MEASURED = re.compile(r"(.+?)-?(?:messung|meting|scan|bereich|region|regio|gebied)")
"""A bone with what was done there or around it: "Hüftmessung", "LWS-Messung", "femurscan", "heupregio"."""
_LEAST = 3
"""Letters of the shortest name of a bone, "lws"."""


@cache
def parted(word: str) -> tuple[str, ...]:
    """Return the words a name of a site is made of; the word itself if it is none written together.

    >>> parted("linkerheup"), parted("huftmessung"), parted("lws-messung"), parted("hals")
    (('linker', 'heup'), ('hufte',), ('lws',), ('hals',))
    """
    if word in _WRITTEN:
        return tuple(_WRITTEN[word].split())
    found = _MEASURED.fullmatch(word)
    if found is None or word in core_words():
        return (word,)
    stem = found[1]
    bones = (bone for bone in (stem, f"{stem}e", stem.removesuffix("n"), stem.removesuffix("s")) if len(bone) >= _LEAST)
    return tuple(next(([bone] for bone in bones if bone in core_words()), [word]))
