"""Which side of a hip or an arm was measured, as an order or one observation says it for all others."""

import re

from dxa.regions import Region, Scan, Side
from dxa.sites import plain, side_of
from parsers.hl7.labels import FOREARM_REGIONS, HIP_REGIONS

LimbSides = tuple[tuple[Scan, Side], ...]
"""The side told once for a limb; empty if none is."""

LIMBS = {
    Scan.HIP: re.compile(r"\bhips?\b|femur|femor|huft|cadera|hanche|\banca\b|quadril|heup|hoft|h\u00f8ft"),
    Scan.FOREARM: re.compile(
        r"\barms?\b|forearm|wrist|radius|unterarm|handgelenk|avant-bras|poignet|antebra[cz]|muneca|punho|avambracc|polso|"
        r"onderarm|\bpols\b|underarm"
    ),
}
"""What names a limb, in the form `dxa.sites.plain` gives."""
_WORD = re.compile(r"[^\W\d_]{4,}")


def limb_of(regions: frozenset[Region]) -> Scan | None:
    """Return the limb regions are parts of, hip or forearm; None if they are of another place."""
    if regions <= HIP_REGIONS:
        return Scan.HIP
    return Scan.FOREARM if regions <= FOREARM_REGIONS else None


def limbs_in(text: str) -> frozenset[Scan]:
    """Return the limbs a text names.

    >>> sorted(limbs_in("DXA spine and left hip"))
    [<Scan.HIP: 'hip'>]
    """
    words = plain(text)
    return frozenset(limb for limb, name in LIMBS.items() if name.search(words))


def side_in_words(limb: Scan | None, text: str) -> Side | None:
    """Return the side the name of an order or a group gives a limb: "DXA spine and left hip" says none of a forearm.

    None where it names another limb as well, since its side may be of that one.
    """
    if limb is None or limbs_in(text) - {limb}:
        return None
    # Letters and abbreviations mean other things in the name of an order: DX is a modality, L and R are positions.
    return side_of(" ".join(_WORD.findall(text)))
