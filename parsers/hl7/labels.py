"""What the words of an observation's label say: the quantity, the site, and whether it is of an earlier examination."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.report import Quantity
from dxa.sites import plain, side_of, site_of
from parsers.hl7.label_days import DAY, days_in

HIP_REGIONS = frozenset(region for region, scan in SCAN_OF_REGION.items() if scan is Scan.HIP)
FOREARM_REGIONS = frozenset(region for region, scan in SCAN_OF_REGION.items() if scan is Scan.FOREARM)
_SETS = {
    "femur and hip": HIP_REGIONS,
    "hip and femur": HIP_REGIONS,
    "radius and ulna": FOREARM_REGIONS,
    "radius ulna": FOREARM_REGIONS,
    "forearm": FOREARM_REGIONS,
}
"""Names of several regions, in the form `dxa.sites.plain` gives, without a side."""

_UNSIDED = frozenset({Scan.SPINE, Scan.LATERAL, Scan.TOTAL_BODY})
_COMPACT = {
    "fnl": "femoral neck left",
    "lfn": "femoral neck left",
    "fnr": "femoral neck right",
    "rfn": "femoral neck right",
    "thl": "total hip left",
    "lth": "total hip left",
    "thr": "total hip right",
    "rth": "total hip right",
    "lspine": "lumbar spine",
    "lsp": "lumbar spine",
}
"""Words of local codes; used on codes alone, never on sentences."""

_RIGHT_LETTER = re.compile(
    r"(\b(?:femoral|femoro|femur|hanche|cadera|anca|quadril|poignet|radius|radio|colo))\s*\(?d\)?$"
)
"""Right as the Romance languages abbreviate it, behind the name of the site."""

_LATIN_SIDE = re.compile(r"(?<=\w )(?:(?P<left>sin)|dxt?)\.?$")
"""Sides as the Nordic countries abbreviate them, behind the name; before a word "sin" is the Spanish without."""

_T = r"\bt[\s._-]*(?:scores?|werte?|sc|值|値|점수|スコア)(?![a-z])|\b(?:e?score|puntaje|puntuacion|indice)[\s-]*t\b"
_Z = r"\bz[\s._-]*(?:scores?|werte?|sc|值|値|점수|スコア)(?![a-z])|\b(?:e?score|puntaje|puntuacion|indice)[\s-]*z\b"
_BMD = (
    r"\bbmd\b|\bdmo\b|\bmass/area\b|\b(?:areal )?bone (?:mineral )?density\b|\bmineral density\b|\bareal? density\b|"
    r"densidad(?:e)? (?:mineral )?(?:osea|ossea)|densite (?:minerale )?osseuse|densita (?:minerale )?ossea|"
    r"knochen(?:mineral)?dichte|botdichtheid|bentathet|骨密度|骨塩量|골밀도"
)
_QUANTITIES: tuple[tuple[Quantity, re.Pattern[str]], ...] = (
    (
        Quantity.CHANGE,
        re.compile(
            r"(?:%|percent(?:age)?)?\s*\bchange\b(?:\s*(?:from|vs\.?|versus|since)\s*(?:prior|previous|baseline)\b)?|\bcambio\b|\bveranderung\b|\bvariation\b"
        ),
    ),
    (Quantity.T_SCORE, re.compile(_T)),
    (Quantity.Z_SCORE, re.compile(_Z)),
    (Quantity.TBS, re.compile(r"\btbs\b|\btrabecular bone score\b")),
    (
        Quantity.YOUNG_ADULT_PERCENT,
        re.compile(
            r"\bbmd pya\b|(?:% ?|\bpercent )(?:of )?young[ -]adult\b|\byoung[ -]adult ?(?:\(?%\)?|percent(?:age)?\b)|"
            r"\byam\b ?%?"
        ),
    ),
    (
        Quantity.AGE_MATCHED_PERCENT,
        re.compile(
            r"\bbmd pam\b|(?:% ?|\bpercent )(?:of )?age[ -]matched\b|\bage[ -]matched ?(?:\(?%\)?|percent(?:age)?\b)"
        ),
    ),
    (Quantity.BMC, re.compile(r"\bbmc\b|\bbone mineral content\b")),
    (Quantity.BMD, re.compile(_BMD)),
    (Quantity.AREA, re.compile(r"\b(?:bone )?area\b")),
)
"""In order of precedence: a LOINC name says both "T-score" and "bone density"."""

_FRAX = re.compile(r"\bfrax\b|\b(?:10|ten)[ -]?(?:year|yr|ans|jahre?s?|anos)\b|\bfracture (?:risk|probability)\b")
_FRAX_MAJOR = re.compile(r"\bmaj(?:or|eure?|eures)\b|\bmayor(?:es)?\b|\bmaior(?:es)?\b|\bmaggior[ei]\b|\bmof\b")
_FRAX_HIP = re.compile(r"\bhip\b|\bfrax\b.*\bhf\b|\bhf\b.*\bfrax\b|\bcadera\b|\bhanche\b|\bhufte?\b")
_PRIOR = re.compile(
    r"(?:\b(?:exam(?:en|e)?|esame|estudio|estudo|etude|medida|medicion|valor|valeur) (?=\w))?"
    r"\b(?:prior|previous(?:ly)?|prev|previ[oa]s?|anterior(?!\W*posterior)(?:es)?|vorherig\w*|vorbefund|vorwert|fruher\w*|"
    r"precedent\w*|voruntersuchung\w*|voraufnahme\w*|vormessung\w*|"
    r"baseline|earlier|last (?:exam\w*|study|scan|visit)|tidligere|tidigare|vorige)\b(?: ?#?\d\b(?!/))?"
    r"(?: (?:exam(?:ination)?|study|scan|visit|test|measurement|dxa|dexa|untersuchung|messung|examen|esame|estudio)\b)?"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT = re.compile(r"[\[(]?\s*\bm?g\s*/\s*cm ?(?:\^?2|\u00b2)\s*[\])]?|\(\s*(?:sd|%)\s*\)|(?<!\d)%")
_NOT_A_RESULT = re.compile(
    r"\b(?:ref|reference|threshold|intervention|treatment|limit|guideline|criteri(?:a|on)|average|population|target|goal|"
    r"expected|cut-?off|range|normal|lsc|least|precision|error|phantom|calibration|lowest|minimum|highest|maximum|"
    r"weight|height|bmi|dose|status|category|class|classification|interpretation|"
    # Risks that are not those of FRAX.
    r"relative|lifetime|garvan|qfracture|(?:1|one|2|two|3|three|5|five)[ -]?(?:year|yr))\b"
    r"|\bage\b(?![- ]matched)"
)
_SCORE_OF_TBS = re.compile(
    rf"(?=.*(?:\btbs\b|\btrabecular bone score\b)).*(?:{_T}|{_Z})",
)
"""TBS has T- and Z-scores of its own, on the row of the spine's: none of them is a score of BMD."""
_NOISE = re.compile(
    r"\b(?:result|value|values|val|measurement|measured|meas|reg|roi|region|score|scan|study|view|views|lunar|hologic|axial|bd|"
    r"\w*densitom\w*(?: oss\w+| osea)?|(?:dual[ -]energy )?(?:x[ -]ray )?\w*absorptiom\w*|"
    r"current|present|today|unilateral|aktuell\w*|actual|actuel\w*|"
    r"nhanes(?: ?(?:iii|3))?)\b|[\[\]:;=_#]"
)
_COMPARED_WITH = {
    Quantity.T_SCORE: re.compile(r"\byoung[ -](?:adult|normal)\b|\bya\b(?! ?%)"),
    Quantity.Z_SCORE: re.compile(r"\bage[ -]matched\b|\bam\b(?! ?%)"),
}
"""Whom GE names before a score."""

_OF_OTHERS = re.compile(r"\b(?:young[ -](?:adult|normal)|age[ -]matched|peak)\b")
"""People whose density is the reference and not the patient's."""
_MASSES = frozenset({Quantity.BMD, Quantity.BMC, Quantity.AREA})

_MODALITY = re.compile(r"^dx\b")
"""The modality code DX at the start of a name; elsewhere "dx" is the Italian right."""

_DUAL = re.compile(r"\bdual[ -]?(?:femurs?|hips?)\b", re.IGNORECASE)
"""What GE calls a scan of both hips."""

_LETTERED = re.compile(r"(?P<site>.*[^\s,-])[\s,-]+(?P<letter>[tz])")
"""A label that ends in the letter of a score: "Spine L1-L4 T"."""
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[A-Z](?:[A-Z]|[a-z]{2}))")
"""Between the words of a name that programs write in one: "LeftFemoralNeck", "L1L4TScore"."""
_CODED_LEVELS = re.compile(r"(?i)(?<![a-z0-9])([lt]1?\d)_([lt]1?\d)(?![a-z0-9])")
"""A span in a name that may hold no hyphen: "SPINE_L1_L4"."""
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\D)")
_STEP = re.compile(r"(?<=\w)\s*/\s*(?=[^\W\d_])(?!cm|area)(?!(?<=[lt]\d/)[lt]\d)", re.IGNORECASE)
"""Between the steps of a path: "DXA/Right hip/Neck/BMD"; alone it may stand between two names or in a unit."""
_TWO_LEVELS = re.compile(r"\b([lt]1?\d)\s?([lt]1?\d)\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one label says; None and empty where it says nothing."""

    quantity: Quantity | None = None
    regions: frozenset[Region] | None = None
    """The regions the label may mean: one, or a set for a name such as "hip"."""
    side: Side | None = None
    levels: tuple[str, ...] = ()
    prior: bool = False
    year: int | None = None
    """A year printed in the label."""
    days: frozenset[date] = frozenset()
    """The days a date printed in the label may be: two where day and month cannot be told apart."""
    density: str | None = None
    """Unit of mass per area printed in the label."""
    rest: str = ""
    """Words about the site that are not a known name on their own, such as "total"."""
    since_baseline: bool = False
    """True for a change against the first examination and not the previous one."""
    is_result: bool = True
    """False when the label speaks of a reference, a threshold or another thing that is no result."""


@lru_cache(maxsize=4096)
def meaning_of(label: str, *, is_code: bool = False) -> Meaning:
    """Return what a label says. In a code ("DEXA_FN_TSCORE") blanks are underscores and sites are abbreviated.

    >>> meaning_of("Left femoral neck T-score").quantity.value, meaning_of("DEXA_LS_BMD", is_code=True).quantity.value
    ('t_score', 'bmd')
    >>> meaning_of("SPINE_L1_L3 T-Score").levels, meaning_of("Spine L1 L3 T-Score").levels
    (('L1', 'L2', 'L3'), ())
    """
    label = _CODED_LEVELS.sub(r"\1-\2", label)
    label = _NUMBERED.sub("", label)
    if len(_STEP.findall(label)) > 1:
        label = _JOINED.sub(" ", _STEP.sub(" ", label))
    words = _spelled_out(label) if is_code or _is_one_word(label) else plain(label.replace("_", " "))
    if (lettered := _LETTERED.fullmatch(words)) and (lettered["site"] == "total" or _names_one_site(lettered["site"])):
        words = f"{lettered['site']} {lettered['letter']}-score"
    quantity, site_words = _quantity_in(words)
    if quantity in {Quantity.FRAX_MAJOR, Quantity.FRAX_HIP}:
        is_result = not _NOT_A_RESULT.search(words)
        return Meaning(quantity, frozenset({Region.PATIENT}), prior=bool(_PRIOR.search(words)), is_result=is_result)
    days = days_in(site_words)
    year, density = _YEAR.search(site_words), _UNIT.search(words)
    prior = bool(_PRIOR.search(words)) and quantity is not Quantity.CHANGE
    if quantity in _COMPARED_WITH:
        site_words = _COMPARED_WITH[quantity].sub(" ", site_words)
    for pattern in (_MODALITY, *((DAY,) if days else ()), _YEAR, _PRIOR, _UNIT, _NOISE):
        site_words = pattern.sub(" ", site_words)
    site_words = " ".join(re.sub(r"\(\s*\)", " ", site_words).strip(" -,./").split())
    regions, side, levels = _site(site_words)
    return Meaning(
        quantity=quantity,
        regions=regions,
        side=side,
        levels=levels,
        prior=prior,
        year=int(year.group()) if year else None,
        days=days,
        density=density.group().strip("[]() ") if density and "cm" in density.group() else None,
        rest="" if regions else site_words,
        since_baseline=quantity is Quantity.CHANGE and "baseline" in words,
        is_result=not _says_no_result(words, quantity),
    )


def _says_no_result(words: str, quantity: Quantity | None) -> bool:
    if quantity in _COMPARED_WITH:
        words = _COMPARED_WITH[quantity].sub(" ", words)
    of_others = quantity in _MASSES and _OF_OTHERS.search(words) is not None
    return of_others or bool(_NOT_A_RESULT.search(words) or _SCORE_OF_TBS.match(words))


def says_prior(text: str) -> bool:
    """Return whether words call something an earlier examination."""
    return _PRIOR.search(plain(text)) is not None


def _names_one_site(words: str) -> bool:
    """Whether words name one region and no quantity, so that a T or Z behind them can only be a score's."""
    meaning = meaning_of(words)
    return meaning.quantity is None and meaning.is_result and len(meaning.regions or ()) == 1


def scan_in(text: str) -> Scan | None:
    """Return the scan a header such as "DXA left hip" is about; None if it names none or several."""
    if _DUAL.search(text):
        return Scan.HIP
    meaning = meaning_of(text)
    scans = {SCAN_OF_REGION.get(region) for region in meaning.regions or ()}
    return scans.pop() if len(scans) == 1 else None


def _is_one_word(label: str) -> bool:
    """Whether a program wrote the words of a label in one."""
    return " " not in label.strip() and _JOINED.search(label) is not None


def _spelled_out(code: str) -> str:
    words = plain(_JOINED.sub(" ", code.replace("_", " ").replace(".", " ")))
    words = re.sub(r"\s([tz])$", r" \1-score", words)
    words = _TWO_LEVELS.sub(r"\1-\2", words)
    return " ".join(_COMPACT.get(word, word) for word in words.split())


def _quantity_in(words: str) -> tuple[Quantity | None, str]:
    """Return the quantity and the words without those that named it; two scores in one label are neither."""
    if _FRAX.search(words):
        major, hip = _FRAX_MAJOR.search(words), _FRAX_HIP.search(words)
        if bool(major) != bool(hip):
            return (Quantity.FRAX_MAJOR if major else Quantity.FRAX_HIP), ""
        return None, words
    found: list[Quantity] = []
    for quantity, pattern in _QUANTITIES:
        if pattern.search(words):
            found.append(quantity)
            words = pattern.sub(" ", words)
    if Quantity.T_SCORE in found and {Quantity.Z_SCORE, Quantity.BMC} & set(found):
        # Two scores, or the score of a content, which is none of a density.
        return None, words
    return (found[0] if found else None), words


def _sided(words: str) -> str:
    """Return the words of a site with the abbreviations of people spelled out: "th-r", "col femoral d"."""
    compact = _COMPACT.get(re.sub(r"[ -]", "", words))
    words = _LATIN_SIDE.sub(lambda found: "left" if found["left"] else "right", words)
    return compact or _RIGHT_LETTER.sub(r"\1 right", words)


def _site(words: str) -> tuple[frozenset[Region] | None, Side | None, tuple[str, ...]]:
    if not words or _TWO_LEVELS.search(words):
        # "L1 L4" can be a range or a list.
        return None, None, ()
    words = _sided(words)
    named = re.sub(r"\b(?:left|right|dxa|dexa)\b|[-,()]", " ", words)
    if regions := _SETS.get(" ".join(named.split())):
        return regions, side_of(words), ()
    site = site_of(words)
    if site is None:
        return None, None, ()
    if site.side in {Side.LEFT, Side.RIGHT, Side.DIFFERENCE} and SCAN_OF_REGION.get(site.region) in _UNSIDED:
        # "L1-L" and the like: a letter that is no side belongs to a name we do not know; a difference is of two days.
        return None, None, ()
    regions = HIP_REGIONS if site.region is Region.HIP_UNSPECIFIED else frozenset({site.region})
    return regions, site.side, site.levels
