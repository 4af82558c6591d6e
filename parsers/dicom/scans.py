"""Which scan the name of an examination, a container or a mode means, and which side it says."""

import re
from functools import lru_cache

from dxa.regions import Scan, Side
from dxa.sites import plain, side_of

_OTHER = (
    r"ortho|prosthe|prothes|protes|knee|knie|genou|rodilla|ginocchi|joelho|hand|small animal|infant|body composition"
    r"|phantom|fantom|\bfantoom\b|\bfantoccio\b|calibration|\bq[ac]\b|quality (?:control|assurance)"
)
_WHOLE = (
    r"total body|whole ?body|\bwb\b|corps entier|cuerpo (?:entero|total)|corpo (?:intero|inteiro)|ganzkorper|全身|전신"
)
_ARM = r"forearm|radius|wrist|unterarm|antebrazo|antebraco|avant-bras|avambraccio|onderarm|前臂|橈骨|桡骨|전완"
_HIP = r"femur|femor|\bhips?\b|dualhip|hanche|cadera|quadril|\banca\b|hufte|\bheup|股骨|髋|髖|大腿骨|대퇴"
_SPINE = r"spine|lumbar|lombar|lombaire|columna|colonna|coluna|rachis|wirbelsaule|\blws\b|wervelkolom|脊柱|腰椎|요추"
_LATERAL = (
    r"\blva\b|\biva\b|\bvfa\b|\bapva\b|(?<!bi)(?<!uni)(?<!ipsi)(?<![ck]ontra)lateral|\bprofil\b|seitlich"
    r"|vertebral assessment"
)
# The order decides: a lateral spine is no AP spine, and an orthopaedic hip has other regions than a hip.
_SCANS: tuple[tuple[re.Pattern[str], Scan | None], ...] = tuple(
    (re.compile(pattern), scan)
    for pattern, scan in (
        (r"(?:total|whole) ?body composition", Scan.TOTAL_BODY),
        (_OTHER, None),
        (_LATERAL, Scan.LATERAL),
        (_WHOLE, Scan.TOTAL_BODY),
        (_ARM, Scan.FOREARM),
        (_HIP, Scan.HIP),
        (_SPINE, Scan.SPINE),
    )
)
_BESIDE_TEXT = (
    "ap pa dual double proximal total standard scan mode array fast performance exam dxa dexa bone density bmd both "
    "bilateral neck region of the de du des del di da der and und et"
)
_BESIDE = frozenset(_BESIDE_TEXT.split())
"""Words in the name of a scan that are no side."""
_BOTH = re.compile(r"dual|bilateral|\bbeid|\bboth (?:hip|fem|side|forearm)")
_JOINED_SIDES = {Side.LEFT: re.compile(r"左|좌측|왼쪽"), Side.RIGHT: re.compile(r"右|우측|오른쪽")}


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

    >>> scan_side("a Left Hip").value, scan_side("a R.Forearm").value, scan_side("左股骨").value, scan_side("DualFemur")
    ('left', 'right', 'left', None)
    """
    side = side_of(name.replace(".", " ")) or _side_without_blanks(name)
    return side if side in {Side.LEFT, Side.RIGHT} else None


def _side_without_blanks(name: str) -> Side | None:
    """Return the side in the name of a language that writes its words together, None if both stand there."""
    sides = [side for side, form in _JOINED_SIDES.items() if form.search(name)]
    return sides[0] if len(sides) == 1 else None


@lru_cache(maxsize=1024)
def is_of_both_sides(name: str) -> bool:
    """Return whether a scan is one of both limbs, so that only its rows say which.

    >>> is_of_both_sides("DualFemur"), is_of_both_sides("Bilateral hips"), is_of_both_sides("Left Femur")
    (True, True, False)
    """
    return _BOTH.search(plain(name)) is not None


@lru_cache(maxsize=1024)
def may_hide_side(name: str) -> bool:
    """Return whether the name of a scan without a side we know has words nobody knows, one of which may be it.

    >>> may_hide_side("Sol Femur"), may_hide_side("f Hip"), may_hide_side("Proximal Femur"), may_hide_side("Left Femur")
    (True, False, False, False)
    """
    if scan_side(name) is not None:
        return False
    rest = plain(name)
    for form, _ in _SCANS:
        rest = form.sub(" ", rest)
    return any(len(word) > 1 and word not in _BESIDE for word in re.findall(r"[^\W\d_]+", rest))
