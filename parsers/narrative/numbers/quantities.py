"""What a number measures, by its unit first and its label second."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Literal

from dxa.issues import IssueCode
from dxa.report import Quantity, Unit
from parsers.narrative.language.roles import Role, is_signed
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.percents import is_change, is_rate, reference_behind
from parsers.numbers import MINUS_SIGNS, is_areal_density

PERCENT_AT_LEAST = Decimal(20)
"""A T-score above this is a per cent figure: in Japan T-score columns hold the per cent of the young adult mean."""

_SCORES = {"t_score": Quantity.T_SCORE, "z_score": Quantity.Z_SCORE}
_PERCENTS = {
    "young_adult_percent": Quantity.YOUNG_ADULT_PERCENT,
    "age_matched_percent": Quantity.AGE_MATCHED_PERCENT,
    "change": Quantity.CHANGE_PERCENT,
}
"""What a per cent figure under a label measures; "change" is a column's, in sentences the words around decide."""
_PER_MILLE = -3
"""Densities in g/cm2 that a bone can have, as check M31 has them."""
_DASHES = frozenset([*MINUS_SIGNS, "\u207b", "\u02d7", "\u00af", "_", "--"])
_THAT = frozenset(["that", "those", "celui", "celle", "quello", "quella", "aquele", "aquela"])
_BY = frozenset(["um", "by", "de", "di", "met", "em", "en", "van"])
_BELOW = ("below", "below_by", "classes:below_range")
_MATCHED = ("matched", "classes:below_range")
"""Words for people of the same age; "below the norm for the age" is a class and says the sign too."""
_BETWEEN = frozenset("()[]{}:,=.'")
"""Marks that may stand between a torn minus and its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A number as a value of a quantity."""

    quantity: Quantity
    value: Decimal
    unit: Unit
    issues: tuple[IssueCode, ...]
    end: int
    """Where its characters end: behind "below" when a word gives the sign."""
    signed_by_word: bool = False
    """True if "minus" or "below" gives the sign."""
    explained: bool = False
    """True if unit and words alone say what it is."""


def wanted(
    tokens: Sequence[Token], place: int, role: Role, label: str | None, label_unit: str | None, *, fresh: bool
) -> Wanted | str:
    """Return what a number is, the issue code if it cannot be what its label says, or "" if it is nothing of ours."""
    unit = role.unit or (label_unit if label in {"bmd", "bmc", "area", *_PERCENTS} else None)
    match unit:
        case "g/cm2" | "mg/cm2":
            named = any(token.key("labels") == "bmd" for token in tokens[place + 2 : place + 3])
            told = _density(tokens[place], unit, label, fresh=fresh, named=named)
            return told if not _is_precision(tokens, place) else ""
        case "g" | "cm2":
            return _amount(tokens[place], unit, label)
        case "percent":
            return _percent(tokens, place, label, fresh=fresh)
        case "sd" | None:
            return _score(tokens, place, unit, label, fresh=fresh)
    return IssueCode.UNKNOWN_UNIT if label == "bmd" and fresh else ""


def without_unit(tokens: Sequence[Token], place: int, told: str | None, *, scored: bool) -> Wanted | str:
    """Return a density printed without its unit, or UNKNOWN_UNIT.

    Its unit is the one the text prints elsewhere (`told`). Beside a score (`scored`) a number of three decimals between
    0.2 and 2.0 can be nothing but g/cm2; anything else is refused.
    """
    value, _ = _plain(tokens[place])
    unit = told or ("g/cm2" if scored and is_areal_density(value) else None)
    asked = _density(tokens[place], unit, "bmd", fresh=True) if unit else IssueCode.UNKNOWN_UNIT
    return replace(asked, issues=(*asked.issues, IssueCode.UNIT_OF_FORMAT)) if isinstance(asked, Wanted) else asked


def _is_precision(tokens: Sequence[Token], place: int) -> bool:
    """Whether "0.030 g/cm2" is followed by the name of a precision figure: "(LSC)", not "(LSC 0.022 g/cm2)"."""
    named = next(
        (at for at, token in enumerate(tokens[place + 2 : place + 4]) if token.key("labels") == "precision"), -1
    )
    if named < 0:
        return False
    opening = tokens[place + 1 + named].text == "("
    behind = tokens[place + 3 + named : place + 6 + named]
    return not (opening and any(token.is_a("number") for token in behind) and behind[0].text != ")")


def _plain(token: Token) -> tuple[Decimal, tuple[IssueCode, ...]]:
    assert token.number is not None  # noqa: S101 - a role is given to number tokens only
    return token.number.value, token.number.issues


def _density(token: Token, unit: str, label: str | None, *, fresh: bool, named: bool = False) -> Wanted | str:
    """Return a density; `named` tells that its label stands behind it: "0.912 g/cm2 BMD"."""
    if label in _SCORES and fresh:
        return IssueCode.UNKNOWN_UNIT
    if label == "both_scores" and fresh:
        return IssueCode.UNKNOWN_ROW
    if label not in {"bmd", None, *_SCORES}:
        return ""
    if unit == "g/cm2" and not any(point in token.text for point in ".,"):
        return ""
    value, issues = _plain(token)
    # "BMD - 0.912 g/cm2": no density is negative, the dash set apart is punctuation.
    value = abs(value) if IssueCode.DETACHED_MINUS in issues else value
    issues = tuple(code for code in issues if code is not IssueCode.DETACHED_MINUS)
    if unit == "mg/cm2":
        value, issues = value.scaleb(_PER_MILLE), (*issues, IssueCode.UNIT_CONVERTED)
    return Wanted(
        quantity=Quantity.BMD,
        value=value,
        unit=Unit.G_PER_CM2,
        issues=issues,
        end=token.end,
        explained=label in _SCORES or named,
    )


def _amount(token: Token, unit: str, label: str | None) -> Wanted | str:
    kinds = {("g", "bmc"): (Quantity.BMC, Unit.G), ("cm2", "area"): (Quantity.AREA, Unit.CM2)}
    if (unit, label) not in kinds:
        return ""
    quantity, printed = kinds[unit, label or ""]
    value, issues = _plain(token)
    return Wanted(quantity=quantity, value=value, unit=printed, issues=issues, end=token.end)


def _percent(tokens: Sequence[Token], place: int, label: str | None, *, fresh: bool) -> Wanted | str:
    value, issues = _plain(tokens[place])
    quantity = (_PERCENTS.get(label or "") if fresh or label != "change" else None) or reference_behind(tokens, place)
    if quantity is None and is_change(tokens, place, label) and not is_rate(tokens, place):
        quantity = Quantity.CHANGE_PERCENT
    if quantity is None:
        return IssueCode.PERCENT_AS_SCORE if label in _SCORES and fresh else ""
    value = -value if _is_minus(tokens, place) and not is_signed(tokens[place]) else value
    end = tokens[place].end
    return Wanted(quantity=quantity, value=value, unit=Unit.PERCENT, issues=issues, end=end, explained=True)


def _score(tokens: Sequence[Token], place: int, unit: str | None, label: str | None, *, fresh: bool) -> Wanted | str:
    token = tokens[place]
    value, issues = _plain(token)
    if label == "tbs" and unit is None and fresh and not is_signed(token) and not _is_bound(tokens, place):
        return Wanted(quantity=Quantity.TBS, value=value, unit=Unit.ONE, issues=issues, end=token.end)
    if label == "bmd" and unit is None and fresh:
        return IssueCode.UNKNOWN_UNIT
    if label == "both_scores" or _is_long(tokens, place):
        return IssueCode.UNKNOWN_ROW if label == "both_scores" or fresh else ""
    sign_word, reference = _words_behind(tokens, place) if unit == "sd" else (None, None)
    if unit is None and tokens[place + 1 : place + 2] and tokens[place + 1].is_a("below"):
        sign_word = tokens[place + 1]
    # "lies by 0.4 below that of the left hip": a difference.
    behind = tokens[place + 2 : place + 3]
    compared = (place > 0 and tokens[place - 1].text in _BY) or (bool(behind) and behind[0].text in _THAT)
    differs = unit is None and sign_word is not None and compared
    differs = differs and _words_behind(tokens, place)[1] is None
    quantity = _quantity(label, reference, tokens[place + 1 :] if sign_word else (), fresh=fresh)
    if not isinstance(quantity, Quantity) or differs or label not in {None, "bmd", *_SCORES}:
        return quantity if isinstance(quantity, IssueCode) and not differs else ""
    plus = _bracketed_sign(tokens, place) == "+"
    torn = not (is_signed(token) or plus or _is_minus(tokens, place)) and _is_dash(tokens, place)
    if value > PERCENT_AT_LEAST or torn:
        return (IssueCode.NOT_A_NUMBER if torn else IssueCode.PERCENT_AS_SCORE) if fresh or torn else ""
    end, by_word = token.end, not is_signed(token) and (plus or _is_minus(tokens, place))
    if by_word:
        value = value if plus else -value
    elif sign_word is not None and not is_signed(token):
        value, by_word = (-value if sign_word.is_a(*_BELOW) else value), True
        end = max(end, sign_word.end)
    return Wanted(
        quantity=quantity,
        value=value,
        unit=Unit.ONE,
        issues=issues,
        end=end,
        signed_by_word=by_word,
        explained=sign_word is not None or unit == "sd",
    )


def _quantity(
    label: str | None, reference: Quantity | None, behind: Sequence[Token], *, fresh: bool
) -> Quantity | IssueCode | Literal[""]:
    """Return the score a label or the people behind a number mean; the issue if they differ, "" if neither tells.

    "Z-score 1.8 SD below the mean of young adults" is neither; a label from afar says nothing against such words.
    """
    told = _SCORES.get(label or "")
    people = _reference(_up_to_mark(behind)) if told else None
    if people not in {None, told}:
        return IssueCode.UNKNOWN_ROW if fresh else people or ""
    return told or reference or ""


def _is_long(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number has three decimals and no sign, as densities are printed and scores are not."""
    value, _ = _plain(tokens[place])
    signed = is_signed(tokens[place]) or _is_minus(tokens, place)
    return not signed and value.as_tuple().exponent == _PER_MILLE


_COMPARES = frozenset("<>\u2264\u2265\u2266\u2267")
_TO = frozenset(
    ("to", "and", "bis", "und", "a", "\u00e0", "et", "hasta", "y", "e", "at\u00e9", "ate", "tot", "en", "al")
)


def _is_range(part: Sequence[Token]) -> bool:
    """Whether three tokens are two numbers and the word between the ends of a range."""
    return len(part) == _RANGE and part[0].is_a("number") and part[2].is_a("number") and part[1].text.casefold() in _TO


_RANGE, _GAP = 3, 2


def _is_bound(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is an end of a range, as in "1.23 - 1.31: partially degraded", "1.20 < TBS" or "<= 1.23"."""
    if place and tokens[place - 1].text[:1] in _COMPARES:
        return True
    if any(_is_range(tokens[at : at + 3]) for at in (place - 2, place) if at >= 0):
        return True
    after = next(iter(tokens[place + 1 : place + 2]), None)
    if after is not None and _is_glossed(tokens, place):
        return False
    # "1.23 -1.31"; a signed number behind a gap is in the next cell of a row.
    apart = after is not None and after.is_a("number") and after.start - tokens[place].end >= _GAP
    return (
        after is not None
        and not apart
        and (after.text[:1] in {"<", "\u2264", *_DASHES} or (after.is_a("number") and is_signed(after)))
    )


def _is_glossed(tokens: Sequence[Token], place: int) -> bool:
    """Whether a dash set apart leads from the one number of a sentence to words: "TBS: 1.285 - partially degraded"."""
    number, behind = tokens[place], tokens[place + 1 : place + 3]
    apart = len(behind) > 1 and behind[0].text in _DASHES and number.end < behind[0].start < behind[1].start - 1
    alone = sum(token.is_a("number", "bad_number") for token in tokens) == 1
    return apart and alone and behind[1].is_a("word")


def _is_minus(tokens: Sequence[Token], place: int) -> bool:
    """Whether "minus" stands before a number, in brackets or not, or a dash in brackets: "(-) 1.9"."""
    if (sign := _bracketed_sign(tokens, place)) is not None:
        return sign != "+"
    before = tokens[max(0, place - 2) : place]
    if before and before[-1].text == ")":
        before = before[:-1]
    return bool(before) and before[-1].is_a("minus")


def _bracketed_sign(tokens: Sequence[Token], place: int) -> str | None:
    """Return the sign that stands alone in brackets right before a number."""
    texts = [token.text for token in tokens[max(0, place - 3) : place]]
    signed = len(texts) == len("(-)") and (texts[0], texts[2]) == ("(", ")") and texts[1] in {*MINUS_SIGNS, "+"}
    return texts[1] if signed else None


def _is_dash(tokens: Sequence[Token], place: int) -> bool:
    """Whether a dash too far away to be joined stands before a number, at the end of the line above perhaps."""
    before = place - 1
    while before >= 0 and tokens[before].text in _BETWEEN:
        before -= 1
    return before >= 0 and (tokens[before].text in _DASHES or tokens[before].is_a("minus"))


def _words_behind(tokens: Sequence[Token], place: int) -> tuple[Token | None, Quantity | None]:
    """Return the word that gives the sign ("2.6 SD below") and the score the reference behind it means."""
    behind = list(takewhile(lambda token: not token.is_a("number"), tokens[place + 1 : place + 10]))
    near = next((token for token in behind[:3] if token.is_a("above", *_BELOW)), None)
    before = tokens[place - 1] if place else None
    near = near or (before if before is not None and before.is_a("below_by") else None)
    if near is None:
        return None, None
    return near, _reference(behind) or _reference_said(tokens, place)


def _up_to_mark(behind: Sequence[Token]) -> Sequence[Token]:
    """Return the words behind a number up to the next mark or number."""
    return list(takewhile(lambda token: not token.is_a("number", "punctuation", "and"), behind))


def _reference(tokens: Sequence[Token]) -> Quantity | None:
    """Return the score whose reference these words name: young people or people of the same age."""
    if any(token.is_a("young") for token in tokens):
        return Quantity.T_SCORE
    return Quantity.Z_SCORE if any(token.is_a(*_MATCHED) for token in tokens) else None


def _reference_said(tokens: Sequence[Token], place: int) -> Quantity | None:
    """Return the one reference the sentence named before: "2.6 SD below young adults, at the neck 2.1 SD below"."""
    if all(any(token.is_a(*kinds) for token in tokens) for kinds in (("young",), _MATCHED)):
        return None
    measured = any(token.is_a("number") and unit.key("units") == "sd" for token, unit in pairwise(tokens[:place]))
    return _reference(tokens[:place]) if measured else None
