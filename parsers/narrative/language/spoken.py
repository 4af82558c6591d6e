"""Numbers as they are dictated: "minus two point one", "zero point eight one two", "2 point 3"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.narrative.language.dictation import Dictation
from parsers.narrative.language.number_words import DIGITS, NUMBER_WORDS, TEENS, TENS
from parsers.narrative.language.tokens import Token
from parsers.numbers import Reading

_POINT = "point"
_FOREIGN_POINTS = frozenset(
    ["punkt", "komma", "comma", "virgule", "virgula", "virgola", "coma", "punto", "ponto", "punt"]
)
"""The decimal point as other languages dictate it; in a text of another language such a number is not read."""
_LONGEST_FRACTION = 4
_DENSITY_DIGITS = 3
"""Digits a number needs that begins with "point": "at this point one" is none."""


def with_spoken(tokens: Sequence[Token], dictated: Mapping[str, str]) -> list[Token]:
    """Return the tokens with each number that is dictated in words, or with the word "point", as one number.

    What may be two numbers, or be cut by a line end, becomes a number that is not clear.

    Args:
        tokens: the tokens of the text.
        dictated: the words of the text's language beside the English ones, as `Lexicon.dictated` has them.
    """
    own = Dictation(tokens, dictated) if dictated else None
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        length, digits = own.number_at(at) if own else (0, "")
        if not length:
            length, digits = _spoken_at(tokens, at)
        if not length:
            kept.append(tokens[at])
            at += 1
            continue
        first, last = tokens[at], tokens[at + length - 1]
        span = replace(first, end=last.end, tags=frozenset({"bad_number"}), number=None, site=None, when=None)
        kept.append(_as_number(span, digits) if digits else span)
        at += length
    return kept


def _as_number(span: Token, digits: str) -> Token:
    reading = Reading(value=Decimal(digits), issues=(), start=0, end=len(digits), raw=digits)
    return replace(span, text=digits, tags=frozenset({"number"}), number=reading)


def _spoken_at(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Return how many tokens a dictated number takes from here and its numerals; none if it is not a clear one."""
    whole, used = _whole_at(tokens, at)
    point = _past_line_end(tokens, at + used)
    if point < len(tokens) and tokens[point].text in _FOREIGN_POINTS and tokens[at].is_a("number"):
        behind = point + 1
        return (behind + 1 - at, "") if behind < len(tokens) and tokens[behind].is_a("number") else (0, "")
    if not (point < len(tokens) and tokens[point].text == _POINT):
        return (used, whole) if whole and not tokens[at].is_a("number") and _stands_alone(tokens, at, used) else (0, "")
    fraction, taken = _fraction_at(tokens, _past_line_end(tokens, point + 1))
    end = _past_line_end(tokens, point + 1) + taken
    short = not whole and len(fraction) < _DENSITY_DIGITS and not _is_negative(tokens, at)
    if short or not (fraction or _is_numeral(tokens, end) or _says_number(tokens, end)):
        return 0, ""
    clear = fraction and len(fraction) <= _LONGEST_FRACTION and not _goes_on(tokens, end)
    return max(1, end - at), f"{whole or 0}.{fraction}" if clear else ""


def _whole_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the numerals of the whole number in front of the point and the tokens they take."""
    token = tokens[at]
    if token.is_a("number"):
        plain = token.text if token.text.lstrip("+-").isdigit() else ""
        return plain, 1 if plain else 0
    first, _, rest = token.text.partition("-") if token.tags == {"word"} else ("", "", "")
    if first in TENS and not rest:
        unit = int(DIGITS.get(tokens[at + 1].text, "0")) if at + 1 < len(tokens) else 0
        return str(TENS[first] + unit), 1 + (unit > 0)
    if first in TENS and rest in DIGITS:
        return str(TENS[first] + int(DIGITS[rest])), 1
    ones = DIGITS.get(first) or str(TEENS.get(first, ""))
    return (ones, 1) if ones and not rest else ("", 0)


def _fraction_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the numerals behind the point and the tokens they take: digits one by one, or a numeral."""
    if _is_numeral(tokens, at):
        return tokens[at].text, 1
    digits = ""
    while at + len(digits) < len(tokens) and (digit := DIGITS.get(tokens[at + len(digits)].text)) is not None:
        digits += digit
    return digits, len(digits)


def _goes_on(tokens: Sequence[Token], end: int) -> bool:
    """Whether what follows may still belong to the number: another digit below a line end, "fifteen", or a point."""
    following = _past_line_end(tokens, end)
    if following >= len(tokens):
        return False
    token = tokens[following]
    beyond = tokens[following + 1 : following + 2]
    # A word nobody knows between two digits may be a third one, misheard.
    misheard = token.tags == {"word"} and bool(beyond) and beyond[0].text in NUMBER_WORDS
    counted = token.text in NUMBER_WORDS and token.tags == {"word"}
    return counted or misheard or token.text == _POINT or (following == end and token.is_a("number"))


def _stands_alone(tokens: Sequence[Token], at: int, used: int) -> bool:
    """Whether a whole number in words is a figure: a percentage, or a score behind its sign: "minus two"."""
    behind = _past_line_end(tokens, at + used)
    after = tokens[behind] if behind < len(tokens) else None
    if after is not None and after.is_a("units:percent"):
        return True
    counts = after is not None and after.tags == {"word"}
    return _is_negative(tokens, at) and not counts


def _is_negative(tokens: Sequence[Token], at: int) -> bool:
    before = at - 1
    while before >= 0 and tokens[before].is_a("newline"):
        before -= 1
    return before >= 0 and tokens[before].is_a("minus")


def _is_numeral(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].is_a("number") and tokens[at].text.isdigit()


def _says_number(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tags == {"word"} and tokens[at].text in NUMBER_WORDS


def _past_line_end(tokens: Sequence[Token], at: int) -> int:
    """Return the place behind one line end, if one stands here."""
    return at + 1 if at < len(tokens) and tokens[at].is_a("newline") else at
