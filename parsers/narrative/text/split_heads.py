"""Heads that a densitometer prints on two lines, "T -" above "score" and "PR" above "(%)", whole on the lower one."""

import re

_LETTER = re.compile(r"(?<![^\s|])(?P<name>[TZ])(?: ?-)?(?=\s\s|\s*$)")
_SCORE = re.compile(r"(?<!\S)scores?(?=\s|$)", re.IGNORECASE)
_PEOPLE = re.compile(r"(?<![^\s|])(?P<name>PR|AM|YA)(?=\s|$)")
_PERCENT = re.compile(r"(?<!\S)\(%\)(?=\s|$)")
_PART = re.compile(r"(?<!\S)(?:\(%\)|[TZ]-score)(?=\s|$)", re.IGNORECASE)
_SHARES = [("YA", "("), ("YA", "T"), ("AM", "("), ("AM", "Z")]
"""Whose share and score GE prints, in this order."""
_NUMBER = re.compile(r"\d[.,]?\d")
_ASIDE = 6
"""Characters by which the ends of the two parts of a head may stand apart."""


def with_whole_heads(text: str) -> str:
    r"""Return the text with each head that two lines share on the lower one, every other character in its place.

    >>> with_whole_heads("BMD       T -     PR\n(g/cm2)   score   (%)\n0.616    -2.1    79")
    'BMD                 \n(g/cm2) T-score   PR%\n0.616    -2.1    79'
    """
    if "score" not in text.lower():
        return text
    lines = text.split("\n")
    for at in range(1, len(lines)):
        if _NUMBER.search(lines[at - 1]) or _NUMBER.search(lines[at]):
            continue
        pair = _joined(lines[at - 1], lines[at], _LETTER, _SCORE, "-score")
        if pair is not None:
            lines[at - 1 : at + 1] = _joined(*pair, _PEOPLE, _PERCENT, "%") or pair
        else:
            lines[at - 1 : at + 1] = _with_shares(lines[at - 1], lines[at]) or lines[at - 1 : at + 1]
    return "\n".join(lines)


def _with_shares(above: str, below: str) -> tuple[str, str] | None:
    """Return two lines with GE's "YA   YA   AM   AM" over "(%)   T-score   (%)   Z-score" told in the lower one."""
    tops, parts = list(_PEOPLE.finditer(above)), list(_PART.finditer(below))
    if [(top["name"], part[0][:1].upper()) for top, part in zip(tops, parts, strict=False)] != _SHARES:
        return None
    if len(tops) != len(parts) or any(
        abs(top.end() - part.end()) > _ASIDE for top, part in zip(tops, parts, strict=True)
    ):
        return None
    for top, part in zip(tops, parts, strict=True):
        above = f"{above[: top.start()]}{' ' * len(top[0])}{above[top.end() :]}"
        if part[0] == "(%)":
            below = f"{below[: part.start()]}{top['name']}%{below[part.end() :]}"
    return above, below


def _joined(
    above: str, below: str, head: re.Pattern[str], rest: re.Pattern[str], ending: str
) -> tuple[str, str] | None:
    """Return the two lines with each of these heads whole in the lower one; None if there are none or one is torn."""
    tops, unders = list(head.finditer(above)), list(rest.finditer(below))
    if not unders or len(tops) != len(unders):
        return None
    for top, under in zip(tops, unders, strict=True):
        whole = f"{top['name']}{ending}"
        room = _room(below, under.start(), under.end(), len(whole))
        if room is None or abs(top.end() - under.end()) > _ASIDE:
            return None
        above = f"{above[: top.start()]}{' ' * len(top[0])}{above[top.end() :]}"
        below = f"{below[: room[0]]}{whole}{below[room[1] :]}"
    return above, below


def _room(line: str, start: int, end: int, length: int) -> tuple[int, int] | None:
    """Return a place of this length around a word, with a blank on both sides; None if its neighbours leave none."""
    while end - start < length and line[max(0, start - 2) : start].isspace() and start > 1:
        start -= 1
    while end - start < length and line[end : end + 2] == "  ":
        end += 1
    return (start, end) if end - start == length else None
