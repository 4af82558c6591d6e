"""What the heading of a column says: the quantity below it, its unit, and the side or examination it is of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from parsers.pdf.headings.column_names import HEADING_WORD, MATCHED, NAMES, UNIT, YOUNG
from parsers.pdf.headings.qualifiers import SPELL, Qualifier, qualifier_of


class Column(StrEnum):
    """What stands in a column."""

    REGION = "region"
    PART = "part"
    """More words of the row's name, such as the levels or the side."""
    DATE = "date"
    """The day of the examination a row is of."""
    BMD = "bmd"
    BMC = "bmc"
    AREA = "area"
    T = "t_score"
    Z = "z_score"
    YOUNG = "young_adult_percent"
    MATCHED = "age_matched_percent"
    TBS = "tbs"
    CHANGED = "change_percent"
    """Per cent of change against the previous examination."""
    PERCENT = "percent"
    """A percentage that does not say of what; the score to its right does."""
    BODY = "body"
    """Fat, lean mass and their like: scores beside it are not of bone."""
    OTHER = "other"
    """Known, and not a result: width, height, change, comment."""
    UNKNOWN = "unknown"


LABELS = frozenset({Column.REGION, Column.PART, Column.DATE})
"""Columns that say what a row is of."""
SCORES = frozenset({Column.T, Column.Z})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A heading that is understood as a whole."""

    column: Column
    unit: str | None = None
    qualifier: Qualifier | None = None
    second: Column | None = None
    """The score printed behind the first one in the same cell, as under "T-score / Z-score"."""


_MARKS = re.compile(r"\(\d\)|[\u00b9\u00b3\u2070\u2074-\u2079*:\u2020\u2021]")
_BLANKS = re.compile(r"\s+|(?<=[a-z])\.")
_BRACKETS = re.compile(r"[\[\]()]")


@lru_cache(maxsize=2048)
def plain_heading(text: str) -> str:
    """Return a heading without blanks, footnote marks and case, for comparison.

    >>> plain_heading("T -  score"), plain_heading("BMD(1) (g/cm\u00b2)")
    ('t-score', 'bmd(g/cm2)')
    """
    return _BLANKS.sub("", _MARKS.sub("", text.lower().replace("cm\u00b3", "cm3")).translate(SPELL))


def heading_of(text: str, extra: Mapping[str, Column]) -> tuple[Column, str | None] | None:
    """Return what a heading means and its unit, or None for one that is not known."""
    plain = plain_heading(text)
    if extra and (own := extra.get(plain, extra.get(_BRACKETS.sub("", plain)))) is not None:
        return own, None
    return _named(plain) or _footnoted(text)


_LONE_DIGIT = re.compile(r"(?<=[^\W\d]) [1-9](?= |$)")
_MEASURED = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.T, Column.Z, Column.YOUNG, Column.MATCHED})


def _footnoted(text: str) -> tuple[Column, str | None] | None:
    """Return what a heading means without the digit of a footnote, which old printers set on the line: "BMD 1".

    Two columns numbered so are of one name, and then nothing tells them apart.
    """
    bare = _LONE_DIGIT.sub("", text)
    named = _named(plain_heading(bare)) if bare != text else None
    return named if named and named[0] in _MEASURED else None


_NAMES = tuple((Column(kind), names) for kind, names in NAMES)
_WHOLE = tuple((column, re.compile(name)) for column, name in _NAMES)
_WITH_UNIT = tuple((column, re.compile(rf"(?:{name}),?{UNIT}")) for column, name in _NAMES)


@lru_cache(maxsize=2048)
def _named(plain: str) -> tuple[Column, str | None] | None:
    bare = _BRACKETS.sub("", plain)
    for (column, whole), (_, with_unit) in zip(_WHOLE, _WITH_UNIT, strict=True):
        if whole.fullmatch(bare):
            return column, "%" if "%" in bare else None
        found = with_unit.fullmatch(bare) or with_unit.fullmatch(plain)
        if found:
            return column, _BRACKETS.sub("", found["unit"])
    return None


def meaning_of(text: str, extra: Mapping[str, Column]) -> Meaning | None:
    """Return what a heading means, with the side or time it names; None for one that is not known.

    >>> meaning_of("BMD / DMO (g/cm2)", {}), meaning_of("T-score (Z-score)", {}).second
    (Meaning(column=<Column.BMD: 'bmd'>, unit='g/cm2', qualifier=None, second=None), <Column.Z: 'z_score'>)
    """
    if named := heading_of(text, extra):
        return Meaning(column=named[0], unit=named[1])
    qualifier, rest = qualifier_of(text)
    if not (qualifier and rest and (named := heading_of(rest, extra))):
        return _twofold(text)
    # The day of the previous examination is a column of its own; a region or a part of one is of no time.
    if named[0] not in LABELS or (named[0] is Column.DATE and qualifier.earlier):
        return Meaning(column=named[0], unit=named[1], qualifier=qualifier)
    return None


_TWO_PARTS = re.compile(r"(?P<one>[^/|()]+?)\s*(?:[/|]|(?=\())\s*(?P<two>[^/|].*)")
_IN_BRACKETS = re.compile(r"\((?P<inner>[^()]+)\)")


@lru_cache(maxsize=2048)
def _twofold(text: str) -> Meaning | None:
    """Return what a heading in two languages means, or one of both scores in a cell; None for any other."""
    found = _TWO_PARTS.fullmatch(text)
    readings = [(found["one"], found["two"])] if found else []
    if halves := _halves(text):
        readings.append(halves)
    return next((meaning for one, two in readings if (meaning := _of_both(one, two))), None)


_SHARED = {(Column.T, Column.YOUNG), (Column.Z, Column.MATCHED)}
"""Scores and the percentages that may stand behind them in brackets, as under "T-Score (% YA)"."""


def _of_both(first: str, second: str) -> Meaning | None:
    """Return what two headings in one mean: the same twice, or both scores, one behind the other."""
    inner = _IN_BRACKETS.fullmatch(second)
    one, two = heading_of(first, {}), heading_of(inner["inner"] if inner else second, {})
    if one is None or two is None:
        return None
    units = {unit for _, unit in (one, two) if unit}
    if one[0] is two[0] and not inner and len(units) <= 1:
        return Meaning(column=one[0], unit=units.pop() if units else None)
    if inner and (one[0], two[0]) in _SHARED:
        # Whether the cells hold a score before the percentage is seen below the heading.
        return Meaning(column=one[0], unit="%")
    is_pair = (one[0], two[0]) == (Column.T, Column.Z) and "%" not in units
    return Meaning(column=Column.T, unit=one[1], second=Column.Z) if is_pair else None


def _halves(text: str) -> tuple[str, str] | None:
    """Return the words of a heading that is printed in two languages below each other, "BMD DMO (g/cm2)"."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return next(
        ((one, two) for one, two in cuts if (first := heading_of(one, {})) and _heads(two) is first[0] and one != two),
        None,
    )


_MOST_WORDS = 5


def _heads(text: str) -> Column | None:
    named = heading_of(text, {})
    return named[0] if named else None


_SPANNING = re.compile(rf"ya|am|{YOUNG}|{MATCHED}|youngref|agematch")


def is_spanning(text: str) -> bool:
    """Return whether words stand over a percentage and a score, and mean neither by themselves."""
    return bool(_SPANNING.fullmatch(plain_heading(_LONE_DIGIT.sub("", text))))


def is_unit(text: str) -> bool:
    """Return whether a word is nothing but a unit in brackets."""
    return text[:1] in {"(", "["} and bool(re.fullmatch(UNIT, plain_heading(text)))


_WHOLE_NAMES = frozenset(name for _, names in _NAMES for name in names.split("|"))


@lru_cache(maxsize=2048)
def is_heading_word(text: str) -> bool:
    """Return whether a word may be part of a heading."""
    plain = re.sub(r"[\[\](),]", "", plain_heading(text))
    # "Adult[%]" is a word and its unit.
    return not plain or bool(HEADING_WORD.fullmatch(plain.removesuffix("%") or plain)) or plain in _WHOLE_NAMES


_BMD_WORD = re.compile(r"(?i)bmd|dmo|moc|kmd|dicht|tät|densi(?:ty|dade?|té|tà)|骨|골")
_BMD = re.compile(rf"(?:{dict(_NAMES)[Column.BMD]})\W*{UNIT}?")
_SCORE_WORD = re.compile(r"(?i)score|wert|^esc|sc$|[値值점ス评評]|tbs")


def names_density(text: str) -> bool:
    """Return whether a word is a heading of bone density."""
    return bool(_BMD_WORD.search(text) and not text.startswith("(") and _BMD.fullmatch(plain_heading(text)))


def names_score(text: str) -> bool:
    """Return whether a word may be a part of the heading of a score."""
    return bool(_SCORE_WORD.search(text))
