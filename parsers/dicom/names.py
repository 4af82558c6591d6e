"""Which quantity the name of a content item or of an XML element means, and what the name says besides."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dxa.issues import IssueCode
from dxa.loinc import LOINC, CodeMeaning, check_digit_holds
from dxa.regions import Scan, Site
from dxa.report import Quantity
from dxa.sites import plain, side_of, site_of
from parsers.dicom.codes import GELUNAR, GELUNAR_OTHERS, Z_SCORES, is_dicom, is_gelunar
from parsers.dicom.content import Code

_ELSEWHERE = r"|\b{0}-(?:wert|waarde|escore)\b|\b(?:puntuacion|punteggio|escore|indice|score) {0}(?!\w)"
_DENSITIES = (
    r"|\bdmo\b|\bknochen(?:mineral)?dichte\b|\bdensidad mineral osea\b|\bdensite minerale osseuse\b"
    r"|\bdensita minerale ossea\b|\bdensidade mineral ossea\b|\bbot(?:mineraal)?dichtheid\b"
)
"""Names of other languages."""
# The order decides: a percentage of young adults is no BMD, a Z-score matched for age is no percentage.
_PHRASES: tuple[tuple[Quantity, re.Pattern[str]], ...] = tuple(
    (quantity, re.compile(pattern))
    for quantity, pattern in (
        (
            Quantity.FRAX_MAJOR,
            r"^(?:.*\bmajor osteo(?:porotic|porosis)?[ ]?frac(?:ture)?\b.*)$",
        ),
        (
            Quantity.FRAX_HIP,
            r"^(?:.*\bhip frac(?:ture)?\b.*\b(?:risk|probability)\b.*|.*(?:probability|risk) of hip fracture.*)$",
        ),
        (Quantity.TBS, r"\btbs\b|\btrabecular bone score\b"),
        (
            Quantity.YOUNG_ADULT_PERCENT,
            r"\bbmd pya\b|\bpya\b|\byam\b|(?:%|\bpercent)(?: of)? young adults?(?: mean)?\b|\byoung adult (?:%|perc)",
        ),
        (
            Quantity.AGE_MATCHED_PERCENT,
            r"\bbmd pam\b|\bpam\b|(?:%|\bpercent(?:age)?)(?: of)? age[ -]matched\b|\bage[ -]matched (?:%|percent)",
        ),
        (Quantity.T_SCORE, r"\[t[ -]?score\]|\bbmd t[ -]?score\b|\bt[ -]?scores?\b|\byat\b" + _ELSEWHERE.format("t")),
        (
            Quantity.Z_SCORE,
            r"\[z[ -]?score\]|\bbmd z[ -]?score\b|\bz[ -]?scores?(?: of measurement)?\b|\bamz\b"
            + _ELSEWHERE.format("z"),
        ),
        (Quantity.BMC, r"\bbmc\b|\bbone mineral content\b|\bcmo\b|\bknochenmineralgehalt\b"),
        (Quantity.BMD, r"\[mass/area\]|\ba?bmd\b|\b(?:areal )?bone mineral density\b|\bbone density\b" + _DENSITIES),
        (Quantity.AREA, r"\b(?:bone |projected |region |roi )*area\b"),
    )
)
_POPULATION = re.compile(r"\byoung adult|\bage[ -]matched|\bpeak\b|\bpopulation\b|\bnormal\b|\bexpected\b")
"""A density of other people stands beside the patient's in reports that explain their scores."""
_NOISE = re.compile(
    r"\b(?:bmd|areal|bone mineral density|bone density|dxa|dexa|measurement|value|by|young adult|age[ -]matched)\b"
)


_UNIT = re.compile(
    r"\s*[(\[]\s*(m?gm?\s?/\s?cm\s?(?:\^|\*\*)?[2\u00b2]|gm?|cm\s?\^?[2\u00b2]|sd)\s*[)\]]\s*$", re.IGNORECASE
)
"""A unit in brackets at the end of a name: "BMD (g/cm2)"."""


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a value says."""

    quantity: Quantity
    rest: str
    """What stands beside the quantity, usually a site; empty if nothing does."""
    coded: CodeMeaning | None
    """What its code says, if the code is one of LOINC's results."""
    doubt: IssueCode | None
    """CODE_LABEL_CONFLICT, BAD_CODE or LABEL_ONLY, where code and label are not one known concept."""
    unit: str = ""
    """The unit the label ends in; empty if it ends in none."""

    def site(self, scan: Scan | None) -> Site | None:
        """Return the site the label names beside the quantity; a bare "Total" needs the scan it stands under."""
        return site_of(self.rest, scan) if self.rest else None

    def is_understood(self, scan: Scan | None) -> bool:
        """Whether code or label explain the whole name: "T-score standard error" is no T-score."""
        if not self.rest or self.coded is not None:
            return True
        return self.site(scan) is not None or side_of(self.rest) is not None


@lru_cache(maxsize=4096)
def name_of(code: Code) -> Name | None:
    """Return what a name says, None if it is not the name of a result we know."""
    coded = LOINC.get(code.value) if code.scheme.upper() in {"LN", "LOINC"} else None
    printed = _UNIT.search(code.meaning)
    labelled, rest = quantity_named(code.meaning[: printed.start()] if printed else code.meaning)
    by_code = coded.quantity if coded else _quantity_coded(code)
    if is_gelunar(code) and code.meaning and labelled is None:
        # GE's codes are known from one source only: a label they do not explain stays unknown.
        return None
    quantity = labelled or by_code
    if quantity is None:
        return None
    unit = printed[1] if printed else ""
    return Name(quantity, rest if labelled else "", coded, _doubt(code, by_code, labelled), unit)


def _quantity_coded(code: Code) -> Quantity | None:
    if is_dicom(code, Z_SCORES):
        return Quantity.Z_SCORE
    return GELUNAR.get(code.value) if is_gelunar(code) else None


def _doubt(code: Code, by_code: Quantity | None, labelled: Quantity | None) -> IssueCode | None:
    if by_code is not None:
        return IssueCode.CODE_LABEL_CONFLICT if labelled not in {None, by_code} else None
    if is_gelunar(code) and code.value in GELUNAR_OTHERS:
        return IssueCode.CODE_LABEL_CONFLICT
    if code.scheme.upper() == "DCM":
        # PS3.16 Annex D has no bone density and no T-score: any DCM code with such a label means something else.
        return IssueCode.CODE_LABEL_CONFLICT
    if code.scheme.upper() in {"LN", "LOINC"} and not check_digit_holds(code.value):
        return IssueCode.BAD_CODE
    return IssueCode.LABEL_ONLY


@lru_cache(maxsize=1024)
def quantity_named(label: str) -> tuple[Quantity | None, str]:
    """Return the quantity a label names and the rest of the label.

    >>> quantity_named("BMD_TSCORE"), quantity_named("Left femoral neck T-score")
    ((<Quantity.T_SCORE: 't_score'>, ''), (<Quantity.T_SCORE: 't_score'>, 'left femoral neck'))
    """
    tidy = plain(label.replace("_", " "))
    if re.search(
        r"\bchange\b|\bdeviation\b|\berror\b|\bprecision\b|\blsc\b|\brate\b|\breference\b|\bfat\b|\blean\b", tidy
    ):
        return None, tidy
    for quantity, phrase in _PHRASES:
        if phrase.search(tidy):
            if quantity is Quantity.BMD and _POPULATION.search(tidy):
                return None, tidy
            rest = _NOISE.sub(" ", phrase.sub(" ", tidy))
            return quantity, " ".join(
                re.sub(r"\bof\b|\bat\b|\bfor\b|[\[\]:]|\(\s*\)|(?<!\S)[-,](?!\S)", " ", rest).split()
            )
    return None, tidy
