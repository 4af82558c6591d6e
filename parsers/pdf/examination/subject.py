"""Whether a text is about bone densitometry at all."""

import re

_WORDS = re.compile(
    r"\bDE?XA\b|\bDXA|densitomet|densitométr|osteodensit|t-?\s?e?score|z-?\s?e?score|"
    r"\b[ií]ndice [tz]\b|\bFRAX\b|densi(?:dad|dade|té|tà) min[eé]ral|\bT-?Wert|T值|Tスコア|"
    r"bone (?:mineral )?density|\bBMD\b|\bQDR[ -]?\d{4}|\bBMC\b|\bg/cm ?[2\u00b2]|[TZ]-?점수|\bDMO\b|"
    r"knochendichte|botdichtheid|bentäthet|骨密度|골밀도|osteoporo|osteopeni|bone density (?:is|was) |WHO criteria|"
    r"\bT[ =:]{0,3}[+\-\u2010-\u2015\u2212] ?\d[.,]\d",
    re.IGNORECASE,
)
_FEWEST = 2
_SCORE = re.compile(r"\bt-?\s?e?score", re.IGNORECASE)
_BELOW = re.compile(r"(?<![\w.,])[\-\u2010-\u2015\u2212]\d[.,]\d(?![\d.,]*\d)")


def is_densitometry(text: str) -> bool:
    """Return whether at least two words of densitometry stand in a text; one alone may be an item of a bill.

    T-scores below zero with one decimal are of nothing else.
    """
    if len(_SCORE.findall(text)) >= _FEWEST <= len(_BELOW.findall(text)):
        return True
    words = ("".join(filter(str.isalpha, found.group().casefold())) for found in _WORDS.finditer(text))
    return len(set(words)) >= _FEWEST
