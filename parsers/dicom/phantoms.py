"""Objects of a phantom or of a device's own check, which are nobody's examination."""

import re

from dxa.sites import plain

_PHANTOM = re.compile(r"phantom|calibration (?:block|standard|phantom)")
"""Also inside a word, as in "Wirbelsaulenphantom"; no person's name has it."""
_FOREIGN = frozenset(["fantom", "fantome", "fantoma", "fantoom", "fantoccio", "simulador", "maniqui"])
"""Other languages' words for it, which are names of people too."""
_CHECKS = frozenset(
    [
        "qa",
        "qc",
        "iqc",
        "quality",
        "calibration",
        "kalibrierung",
        "calibracion",
        "calibrage",
        "calibrazione",
        "calibracao",
    ]
) | frozenset(["kalibratie", "konstanzprufung", "qualitatskontrolle"])
_BESIDE = frozenset(
    [
        "daily",
        "weekly",
        "block",
        "spine",
        "hip",
        "lumbar",
        "standard",
        "test",
        "check",
        "european",
        "control",
        "assurance",
    ]
) | frozenset(["esp", "bfp", "hologic", "lunar", "ge", "dxa", "columna", "colonna", "coluna", "rachis", "wervelkolom"])
"""What may stand beside those words where they name no person; "Test Patient" alone is not among them."""


def is_number_of_phantom(number: str) -> bool:
    """Return whether a patient's number names a phantom; "QC" or "QA" in it may be a province or a country.

    >>> is_number_of_phantom("PHANTOM 1234"), is_number_of_phantom("QC1234567")
    (True, False)
    """
    return _PHANTOM.search(plain(number)) is not None


def is_phantom(name: str) -> bool:
    """Return whether the name of a patient, a scan or a study is that of a phantom or of a check of the device.

    Words that may be a person's name or a part of another's have to stand alone, or beside others of their kind.

    >>> is_phantom("SPINE PHANTOM^QC"), is_phantom("QA^DAILY"), is_phantom("FANTOM^JANE"), is_phantom("LEE^QC")
    (True, True, False, False)
    """
    tidy = plain(name.replace("^", " ").replace("_", " "))
    if _PHANTOM.search(tidy):
        return True
    parts = re.findall(r"[^\W\d_]+", tidy)
    named = [part for part in parts if part in _FOREIGN or part in _CHECKS]
    return bool(named) and all(part in _BESIDE or part in named for part in parts)
