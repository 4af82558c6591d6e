"""What an object is, by its class and by the words of its header."""

import re

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
ENCAPSULATED_CDA = "1.2.840.10008.5.1.4.1.1.104.2"
_STRUCTURED_REPORTS = "1.2.840.10008.5.1.4.1.1.88."
# PS3.4 Annex B.5: Basic Text, Enhanced, Comprehensive, Comprehensive 3D, Extensible; 1 to 4 are the retired trial ones.
_READABLE = frozenset({"11", "22", "33", "34", "35", "1", "2", "3", "4"})
_OTHER_MODALITIES = frozenset({"CT", "MR", "US", "MG", "PT", "NM", "XA", "RF", "ECG", "OP", "OPT", "SM", "IO", "PX"})
_MODALITIES = frozenset({"BMD", "BD"})
_WORDS = re.compile(
    r"\bdu?xa\b|\bdexa\b|densitom|bone (?:mineral )?densit|\bbmd\b|\bt[ -]?scores?\b|\blunar\b|\bidxa\b|\bencore\b"
    r"|\bhologic\b|absorptiom|\bapex\b|\bstratos\b|\bosteosys\b|\bnorland\b|\bosteoporo|\bosteopeni|knochendichte|densitometr",
    re.IGNORECASE,
)


def is_structured_report(sop_class: str) -> bool:
    """Return whether a SOP class is a structured report whose tree may hold results of any kind."""
    return sop_class.startswith(_STRUCTURED_REPORTS) and sop_class[len(_STRUCTURED_REPORTS) :] in _READABLE


def is_other_report(sop_class: str) -> bool:
    """Return whether a SOP class is a structured report about something else: dose, key images, CAD."""
    return sop_class.startswith(_STRUCTURED_REPORTS) and not is_structured_report(sop_class)


def names_densitometry(modality: str, words: str) -> bool:
    """Return whether a modality, or words of a header or a text, say that an object is about bone density.

    A maker alone is not enough where the modality says otherwise: Hologic also builds mammographs.

    >>> names_densitometry("OT", "Lunar iDXA"), names_densitometry("MG", "HOLOGIC, Inc.")
    (True, False)
    """
    if modality in _OTHER_MODALITIES:
        return False
    return modality in _MODALITIES or _WORDS.search(words) is not None
