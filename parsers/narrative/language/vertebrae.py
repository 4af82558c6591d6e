"""Vertebrae as a text names them: spans, lists, and those it leaves out right behind."""

import re

from dxa.sites import levels_of
from parsers.numbers import MINUS_SIGNS

_DASH = re.escape(MINUS_SIGNS)
_VERTEBRA = r"(?:(?:LWK|BWK|LW)\s?|L\s?|T)1?\d(?![^\W_]|[.,]\d|/3)"
TO = r"(?:to|thru|through|bis|tot\s+en\s+met|t/m|t\.?e\.?m\.?|tot|a|\u00e0|au|al|ate|at\u00e9|til|till|" + f"[{_DASH}])"
_AND = r"(?:,|&|\+|/|and|und|et|y|e|en|og|och)"
_BARE = rf"\s*{_AND}\s*[1-5](?![^\W_]|[.,]\d|/\d)"
_BARE_LIST = (
    rf"(?:{_BARE}){{1,3}}(?=\s*(?:[):;=\]\n]|$|,\s*[TZBD]|(?:BMD|DMO|KMD|mit|avec|con|com|met|with|[TZ])(?![^\W\d_])))"
)
"""Bare numbers behind a vertebra: "LWK 1, 2 und 4"."""
_BARE_NEXT = re.compile(_BARE, re.IGNORECASE)
_TOUCHING = r"L[12]L[34](?![^\W_]|[.,]\d)"
"""The two ends of a range without anything between, as French and Portuguese reports print it: "L2L4"."""
_NEXT = rf"(?:{TO}\s*(?:{_VERTEBRA}|[1-5](?![^\W_]|[.,]\d))|{_AND}\s*{_VERTEBRA})"
LEVELS = rf"(?:{_TOUCHING}|{_VERTEBRA})(?:{_BARE_LIST}|\s*{_NEXT}){{0,12}}"
_TOUCHED = re.compile(r"(?<![^\W_])(L[12])(L[34])", re.IGNORECASE)
_WITHOUT = re.compile(
    rf"\s*\((?=[^()\n]*{_VERTEBRA})[^()\n]{{2,60}}\)|,?\s*(?:[^\W\d_]+\.?['\u2019\s]\s*){{1,4}}{LEVELS}", re.IGNORECASE
)


_LEFT_OUT = re.compile(
    r"\s*\(\s*(?:exclu|esclu|excl|escl|ohne|au(?:ss|\u00df)er|sans|sauf|hors|sem|exceto|sin|salvo|senza|tranne|zonder|without)"
    rf"(?=[^()\n]*{_VERTEBRA})[^()\n]{{2,80}}\)",
    re.IGNORECASE,
)
"""Brackets that leave vertebrae out, each with its reason: "(excluding L1 for a fracture and L4 for sclerosis)"."""
_BETWEEN = re.compile(
    r"(?:between|zwischen|entre|tra|fra|tussen|mellan|mellem)\s+(?:(?:the|les|las|le|as|den|de)\s+)?"
    r"(?:(?:vertebra[es]?|vert\u00e8bres|v\u00e9rtebras|vertebre|levels|niveaux|wervels)\s+)?\Z",
    re.IGNORECASE,
)
"""What stands before "L1 and L4" where they are the ends of a range."""
_LONGEST_BETWEEN = 40
_NAMED = re.compile(LEVELS, re.IGNORECASE)


def vertebrae_at(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """Return the vertebrae that characters matching `LEVELS` name, and where they end.

    Those the text leaves out again right behind belong to them. No vertebrae where the text does not tell which.
    """
    end = start + len(_without_repeats(text[start:end]))
    levels = levels_of(_TOUCHED.sub(r"\1-\2", text[start:end]))
    if len(levels) == 2 and _BETWEEN.search(text[max(0, start - _LONGEST_BETWEEN) : start]):  # noqa: PLR2004 - both ends
        levels = levels_of("-".join(levels))
    if len(levels) == 1 and _BARE_NEXT.match(text, end):
        # "L1, 2 vertebrae" or "L1, 2 gamma": whether the number is a vertebra the text does not tell.
        levels = ()
    out = _LEFT_OUT.match(text, end)
    if out is not None and levels:
        dropped = {level for found in _NAMED.finditer(out.group()) for level in levels_of(found.group())}
        fewer = tuple(level for level in levels if level not in dropped)
        if fewer and dropped:
            return fewer, out.end()
    more = _WITHOUT.match(text, end)
    if more is not None and levels:
        fewer = levels_of(_TOUCHED.sub(r"\1-\2", text[start : more.end()]))
        if fewer and set(fewer) < set(levels):
            levels, end = fewer, more.end()
    return levels, end


def _without_repeats(text: str) -> str:
    """Return the text up to the part that only names vertebrae named before: "L1-L4, L2" is two things, not five."""
    parts = re.split(r"(\s*,\s*)", text)
    for number in range(2, len(parts), 2):
        named = levels_of(f"L{parts[number]}" if parts[number][:1].isdigit() else parts[number])
        if set(named) <= set(levels_of("".join(parts[: number - 1]))):
            return "".join(parts[: number - 1])
    return text
