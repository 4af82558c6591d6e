"""Structured reports whose numbers share names with ours and are not of DXA: CT, ultrasound, and anything else."""

import re
from collections.abc import Collection

from dxa.report import Measurement, Quantity
from dxa.sites import plain
from parsers.dicom.content import Content

_VOLUMETRIC = re.compile(r"mg\s?/\s?(?:cm\s?\^?[3\u00b3]|ml|cc)|\bvbmd\b|volumetric|hounsfield")
_AREAL = re.compile(r"m?gm?\s?/\s?cm\s?(?:\^|\*\*)?[2\u00b2]")
_METHOD = re.compile(r"\bp?-?qct\b|quantitative (?:ct|computed|ultraso)|\bqus\b")
_DXA = re.compile(r"\bdu?xa\b|\bdexa\b|absorptiom")
_OTHER_ORGANS = re.compile(
    r"mammogra|\bbreast\b|\bmamma\b|echocardiogra|\becho\b|\bobstetric|\bfetal\b|\bprostate\b|\bthyroid\b"
)
_BONE = re.compile(
    rf"{_DXA.pattern}|densitom|\bbone (?:mineral )?densit|\bbmd\b|osteopor|osteopen|lumb|femor|femur|\bhips?\b"
    r"|knochendichte|botdichtheid|\bdmo\b|\bmoc\b|\bd\.?m\.?o\b|\blws\b|lende|schenkelhals|\bhuft|hanche|cadera|\banca\b|heup"
)
_SHARED = frozenset({Quantity.AREA, Quantity.Z_SCORE, Quantity.CHANGE, Quantity.CHANGE_PERCENT})
"""What other examinations measure under the same name: the area of a muscle, the Z-score of a fetal femur."""


def says_nothing_of_density(measurements: Collection[Measurement]) -> bool:
    """Return whether all values are of quantities that other examinations give as well."""
    return all(row.quantity in _SHARED for row in measurements)


def is_of_other_method(content: Content, words: str) -> bool:
    """Return whether the densities of a tree are volumetric, and none is areal, or the header names such a method.

    So is one of another organ that says nothing about bones: the neck of a lesion is none of a femur.
    `words` are the descriptions of the header. A T-score of CT is none of DXA (ISCD).
    """
    told = plain(f"{words} {content.items[0].name.meaning}")
    if _METHOD.search(told) and not _DXA.search(told):
        return True
    if _OTHER_ORGANS.search(told) and not _BONE.search(told):
        # Some radiologists tell of two examinations in one report, under the name of the first.
        return not any(
            _BONE.search(plain(f"{item.name.meaning} {item.text} {item.code.meaning}")) for item in content.items
        )
    numbers = [item for item in content.items if item.kind in {"NUM", "TEXT"}]
    printed = [plain(f"{item.name.meaning} {item.code.value} {item.code.meaning}") for item in numbers]
    return any(map(_VOLUMETRIC.search, printed)) and not any(map(_AREAL.search, printed))
