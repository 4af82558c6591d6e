"""Which scan the name of an examination, a container or a mode means, and which side it says."""

import re
from functools import lru_cache

from dxa.regions import Scan, Side
from dxa.sites import plain, side_of

_OTHER = (
    r"ortho|prosthe|prothes|protes|knee|knie|genou|rodilla|ginocchi|joelho|hand|small animal|infant|body composition"
    r"|phantom|fantom|\bfantoom\b|\bfantoccio\b|calibration|\bq[ac]\b|quality (?:control|assurance)"
)
# The order decides: a lateral spine is no AP spine, and an orthopaedic hip has other regions than a hip.
_SCANS: tuple[tuple[re.Pattern[str], Scan | None], ...] = tuple(
    (re.compile(pattern), scan)
    for pattern, scan in (
        (r"(?:total|whole) ?body composition", Scan.TOTAL_BODY),
        (_OTHER, None),
        (r"\blva\b|\biva\b|\bvfa\b|\bapva\b|lateral|\bprofil\b|seitlich|vertebral assessment", Scan.LATERAL),
        (
            r"total body|whole ?body|\bwb\b|corps entier|cuerpo (?:entero|total)|corpo (?:intero|inteiro)|ganzkorper",
            Scan.TOTAL_BODY,
        ),
        (r"forearm|radius|wrist|unterarm|antebrazo|antebraco|avant-bras|avambraccio|onderarm", Scan.FOREARM),
        (r"femur|\bhips?\b|femoral|dualhip|femore\b|hanche|cadera|quadril|\banca\b|hufte|\bheup", Scan.HIP),
        (r"spine|lumbar|lombar|lombaire|columna|colonna|coluna|rachis|wirbelsaule|\blws\b|wervelkolom", Scan.SPINE),
    )
)


@lru_cache(maxsize=1024)
def scan_of(name: str) -> Scan | None:
    """Return the scan a name means; None for another one, for "orthopaedic" scans and for a name that says nothing.

    >>> scan_of("DualFemur").value, scan_of("a Hanche gauche").value, scan_of("Left Ortho Knee")
    ('hip', 'hip', None)
    """
    tidy = plain(name)
    return next((scan for form, scan in _SCANS if form.search(tidy)), None)


def is_other_scan(name: str) -> bool:
    """Return whether a name is that of a scan whose regions are not ours, such as a knee or a hip beside a prosthesis.

    >>> is_other_scan("Left Ortho Knee"), is_other_scan("DualFemur")
    (True, False)
    """
    return scan_of(name) is None and re.search(_OTHER, plain(name)) is not None


@lru_cache(maxsize=1024)
def scan_side(name: str) -> Side | None:
    """Return the side of the body a scan's name states, None if it states none, both or a combination.

    >>> scan_side("a Left Hip").value, scan_side("a R.Forearm").value, scan_side("DualFemur")
    ('left', 'right', None)
    """
    side = side_of(name.replace(".", " "))
    return side if side in {Side.LEFT, Side.RIGHT} else None
