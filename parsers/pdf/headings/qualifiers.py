"""The sides and times that headings name: which of several like columns one is."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dxa.regions import Side
from dxa.side_words import SIDE_WORDS

SPELL = str.maketrans({"\u00b2": "2", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-"})
"""Raised digits and dashes as plain characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """Which of several like columns one is."""

    side: Side | None = None
    when: str | None = None
    """A year or a day, as printed."""
    earlier: bool | None = None
    """True for "previous", False for "current"; None when neither is said."""


def _either(words: frozenset[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True))


# One letter alone is a side only in brackets; "dx" stands for the examination as well as for "destra".
_SIDES = tuple(
    (side, re.compile(rf"(?<![\w-])(?:{_either(words - {'dx'})})(?![\w-])\.?")) for side, words in SIDE_WORDS.items()
)
_LETTERS = re.compile(r"[(\[](?P<side>[lr])[)\]]")
_DAY = re.compile(
    r"(?<![\d./-])(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d)(?![\d./-])|"
    r"\b[a-z]{3,9}\.? \d{1,2},? (?:19|20)\d\d\b|\b\d{1,2}(?:\.? |-)[a-z]{3,9}(?:\.? |-)(?:19|20)\d\d\b"
)
_NOW = re.compile(
    r"\b(?:current|today|now|present|this (?:exam|scan|visit)|aktuell|actuel|actuelle|actual|atual|attuale|"
    r"huidige?|nu|heute|jetzt|hoy|oggi|hoje)\b"
)
_BEFORE = re.compile(
    r"\b(?:previous|prior|earlier|former|last|baseline|initial|vorher|vorwert|früher\w*|vorbefund|voruntersuchung|voraufnahme|vormessung|précédente?|antérieure?|previ[oa]|anterior|"
    r"prévi[oa]|precedente|vorige|eerdere?)\b"
    r"(?: (?:exam\w*|scan|study|meting|onderzoek|messung|untersuchung|estudio|estudo|esame|medici[oó]n|mesure|misura))?"
)
_LIMB = re.compile(
    r"\b(?:prox(?:imal)? )?(?:hips?|femurs?|h\u00fcfte|cadera|hanche|quadril|anca|heup|f\u00e9mur|f\u00eamur|femore)\b"
)
"""What a side may be said of; the rows below name the part."""
_AROUND = re.compile(r"[\s,;:/()\[\]-]+")


@lru_cache(maxsize=1024)
def qualifier_of(text: str) -> tuple[Qualifier | None, str]:
    """Return the side or time a heading names, None if it names none or several of a kind, and its other words.

    >>> qualifier_of("Left T-score")
    (Qualifier(side=<Side.LEFT: 'left'>, when=None, earlier=None), 't-score')
    >>> qualifier_of("T-score (2024)")[0].when
    '2024'
    """
    rest = " ".join(text.lower().translate(SPELL).split())
    sides = {side for side, words in _SIDES if words.search(rest)}
    sides |= {Side.LEFT if found["side"] == "l" else Side.RIGHT for found in _LETTERS.finditer(rest)}
    days = _DAY.findall(rest)
    times = {earlier for words, earlier in ((_NOW, False), (_BEFORE, True)) if words.search(rest)}
    if len(sides) > 1 or len(days) > 1 or len(times) > 1 or not (sides or days or times):
        return None, rest
    limb = (_LIMB,) if sides else ()
    for words in (*(words for _, words in _SIDES), *limb, _LETTERS, _DAY, _NOW, _BEFORE):
        rest = words.sub(" ", rest)
    found = Qualifier(side=next(iter(sides), None), when=next(iter(days), None), earlier=next(iter(times), None))
    return found, re.sub(r"[(\[]\s*[)\]]", " ", rest).strip(" ,;:/-")


def is_qualifier(text: str) -> bool:
    """Return whether a text is nothing but a side or a time."""
    found, rest = qualifier_of(text)
    return found is not None and not _AROUND.sub("", rest)
