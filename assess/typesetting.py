"""How signs and units stand in text that people read; values and reasons of an assessment keep the signs of ASCII."""

import re

MINUS = "\u2212"
_SIGN = re.compile(r"(?<![\w.)%-])-(?=\.?\d)")
_LESS = re.compile(r"(?<=\d) - (?=[-.\d])")
_TIMES = re.compile(r"(?<!\S)x (?=[-.\d])")
_RANGE = re.compile(r"\b([TL]\d{1,2})-([TL]\d{1,2})\b")
_WRITTEN = (("<=", "\u2264"), (">=", "\u2265"), ("cm2", "cm\u00b2"), ("1.73 m2", "1.73 m\u00b2"))


def typeset(text: str) -> str:
    """Return text with real signs for minus, times and "at most", and with raised figures in units.

    Days, names and ranges of years stay as they are.

    >>> typeset("0.934 - 0.982 = -0.048 g/cm2 (2.77 x 0.010), T-score <= -2.5, L1-L4, 2024-05-14")
    '0.934 − 0.982 = −0.048 g/cm² (2.77 × 0.010), T-score ≤ −2.5, L1–L4, 2024-05-14'
    """
    text = _LESS.sub(f" {MINUS} ", text)
    text = _SIGN.sub(MINUS, text)
    text = _TIMES.sub("\u00d7 ", text)
    text = _RANGE.sub("\\1\u2013\\2", text)
    for plain, written in _WRITTEN:
        text = text.replace(plain, written)
    return text
