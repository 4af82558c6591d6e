"""Units whose power is set as a small raised digit, put back into one word: "g/cm" and "2" are g/cm2."""

import re
from collections.abc import Sequence

from parsers.pdf.text.words import Word

_UNIT = re.compile(r"(?:.*[\W\d])?cm", re.IGNORECASE)
_POWER = re.compile(r"(?P<power>[23\u00b2\u00b3])(?P<rest>[)\]]*[.,;:]?)")
_CLOSED = re.compile(r"[)\]]+[.,;:]?")
_SIGNS = {"2": "\u00b2", "3": "\u00b3"}
# Heights of a character.
_NEAR, _RAISED, _LEVEL = 0.25, 0.7, 0.12
_WIDE = 0.6
"""The sign of a power stands in the middle of a wide cell in the fonts of East Asia."""


def with_powers(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page, a unit, its power and the bracket behind them as one."""
    gone: dict[int, Word | None] = {}
    for word in words:
        if word.text[-2:].lower() == "cm" and _UNIT.fullmatch(word.text):
            power = _behind(word, words, _POWER, _RAISED)
            if power is None:
                continue
            bracket = _behind(power, words, _CLOSED, _RAISED) if power.text in "23\u00b2\u00b3" else None
            if bracket and abs(bracket.base - word.base) > _LEVEL * word.size:
                bracket = None
            gone |= {id(word): _joined(word, power, bracket), id(power): None}
            if bracket:
                gone[id(bracket)] = None
    if not gone:
        return list(words)
    kept = (gone.get(id(word), word) for word in words)
    return [word for word in kept if word is not None]


def _behind(word: Word, words: Sequence[Word], wanted: re.Pattern[str], off: float) -> Word | None:
    """Return the word that touches another one at its right, `off` heights higher or lower at most."""
    near = [
        other
        for other in words
        if abs(other.x0 - word.x1) <= (_WIDE if other.text[:1] in "\u00b2\u00b3" else _NEAR) * word.size
        and abs(other.base - word.base) <= off * max(word.size, other.size)
        and wanted.fullmatch(other.text)
    ]
    return near[0] if len(near) == 1 else None


def _joined(word: Word, power: Word, bracket: Word | None) -> Word:
    sign = _SIGNS.get(power.text[0], power.text[0])
    text = word.text + sign + power.text[1:] + (bracket.text if bracket else "")
    starts = (*word.starts, *power.starts, *(bracket.starts if bracket else ()))
    right = bracket.x1 if bracket else power.x1
    return Word(text, word.x0, word.top, right, word.bottom, word.base, starts)
