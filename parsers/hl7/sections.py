"""What the label of an observation of prose says of it: the section of the report, or the site, it is about."""

import re

from dxa.regions import Scan
from dxa.sites import site_of
from parsers.hl7.identify import Coded
from parsers.hl7.labels import meaning_of
from parsers.hl7.tokens import Message

_SECTION_OF_CODE = {
    "GDT": "FINDINGS",
    "R": "FINDINGS",
    "121071": "FINDINGS",
    "59776-5": "FINDINGS",
    "IMP": "IMPRESSION",
    "I": "IMPRESSION",
    "121073": "IMPRESSION",
    "19005-8": "IMPRESSION",
    "REC": "RECOMMENDATION",
    "121075": "RECOMMENDATION",
    "TCM": "TECHNIQUE",
    "ADT": "ADDENDUM",
}
"""Suffixes of HL7 chapter 7 (71020&IMP), VistA Radiology codes, and codes of report sections."""

_SECTION_OF_TEXT = (
    (
        "COMPARISON",
        re.compile(r"\s*(?:comparisons?|vergleich|comparaci[o\u00f3]n|comparaison|confronto)\s*:?\s*$", re.IGNORECASE),
    ),
    ("IMPRESSION", re.compile(r"impress|conclu|interpret|interp\b|beurteilung|summary|vurdering", re.IGNORECASE)),
    ("FINDINGS", re.compile(r"findings?|hallazgos|befund|resultados|achados|constatations", re.IGNORECASE)),
    ("RECOMMENDATION", re.compile(r"recommend|recomend|empfehl", re.IGNORECASE)),
)
_EARLIER = re.compile(
    r"(?:prior|previous|earlier) (?:(?:dxa|dexa|bmd|bone density|scan|exam|study) )?"
    r"(?:results?|values?|findings|measurements?|exam(?:ination)?|study|scan|report)"
    r"|vorbefunde?|vorwerte|voruntersuchung(?:en)?|vormessung(?:en)?"
    r"|(?:resultados|estudios?|exam(?:en|e)?(?:es|s)?) (?:pr[e\u00e9]vios?|anterior(?:es)?)"
    r"|esam[ei] precedent[ei]|risultati precedenti"
    r"|(?:examens?|r[e\u00e9]sultats) (?:ant[e\u00e9]rieurs?|pr[e\u00e9]c[e\u00e9]dents?)"
    r"|(?:vorig|eerder)e? (?:onderzoek(?:en)?|resultaten|meting(?:en)?)",
    re.IGNORECASE,
)
"""Labels of what an earlier examination gave; one that compares, or names the procedure, is none of them."""
_FRAX = re.compile(
    r"frax(?: (?:scores?|risks?|results?|10[ -]year(?: fracture)? risks?))?|10[ -]year fracture risks?", re.IGNORECASE
)
"""Labels of both risks in one text, which does not name the tool again."""
CLASS_LABEL = re.compile(
    r"\b(?:who\b|(?:diagnostic|densitometric|bone density) (?:categor|class|diagnos)\w*|categor(?:y|ie|ia)\b|"
    r"(?:class|klass|clas)ifi[ck]a\w+|interpretation\b)",
    re.IGNORECASE,
)
"""Labels of a class a report states; a diagnosis may be the one the patient came with."""


def heading_of(message: Message, label: Coded, site: str) -> str | None:
    """Return the section or the site an observation of prose is about; `site` is what else is known of it."""
    classed = next((text for text in label.texts if CLASS_LABEL.search(text)), None)
    if classed and (site or _is_site(CLASS_LABEL.sub(" ", classed))):
        return classed if _is_site(CLASS_LABEL.sub(" ", classed)) else f"{site} {classed}"
    named = next((text for text in label.texts if _heads(text)), None)
    return section_of(message, label) or named or site or None


def _heads(text: str) -> bool:
    return _is_site(text) or _is_row(text) or _FRAX.fullmatch(text.strip()) is not None


def _is_row(text: str) -> bool:
    """Whether a label is that of a row under some scan, such as "Total Left"."""
    return any(site_of(text, scan) is not None for scan in Scan)


def _is_site(text: str) -> bool:
    meaning = meaning_of(text)
    return bool(meaning.regions) and meaning.quantity is None


def is_of_earlier(message: Message, label: Coded) -> bool:
    """Return whether the label of an observation calls what it holds the results of an earlier examination."""
    return section_of(message, label) == "PREVIOUS RESULTS"


def section_of(message: Message, label: Coded) -> str | None:
    """Return the section of a report the code or the words of a label name; None if they name none."""
    for code, _ in label.codes:
        suffix = code.rpartition(message.separators.subcomponent or "&")[2].upper()
        if suffix in _SECTION_OF_CODE:
            return _SECTION_OF_CODE[suffix]
    if any(_EARLIER.fullmatch(text.strip()) for text in label.texts):
        return "PREVIOUS RESULTS"
    for section, pattern in _SECTION_OF_TEXT:
        if any(map(pattern.match if section == "COMPARISON" else pattern.search, label.texts)) or pattern.search(
            label.code.replace("_", " ")
        ):
            return section
    return None
