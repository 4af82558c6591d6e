"""Other people than the patient: those a score compares with, "-1.9 SD compared with young adults", and everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.narrative.language.anybody import tells_of_nobody
from parsers.narrative.language.roles import is_signed
from parsers.narrative.language.tokens import Token

_LONGEST = 8
"""Tokens between a number and the word for the people."""
_SCORES = {"young": "t_score", "matched": "z_score", "of_age": "z_score"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What the people behind a number make it."""

    score: str
    """Key of the score's label."""
    end: int
    """Place of the last token that tells it: the people, or the label in brackets behind them."""


def speaks_of_all(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence is about everybody or nobody: "Patients with", "Risk factors for fracture include"."""
    opens = next((token for token in tokens if not token.is_a("punctuation", "at", "newline")), None)
    return (opens is not None and opens.is_a("general:of_all")) or tells_of_nobody(tokens)


def reference_behind(tokens: Sequence[Token], place: int) -> Reference | None:
    """Return the score the words behind a signed number tell; None if they tell none, or a label says another.

    The number is compared with young people or with people of the same age, in plain words up to the next mark.
    """
    signed = is_signed(tokens[place]) or (place > 0 and tokens[place - 1].is_a("minus"))
    in_units = place + 1 < len(tokens) and tokens[place + 1].key("units") == "sd"
    first = place + 1 + in_units
    worded = in_units and not signed
    if worded and tokens[first : first + 1] and tokens[first].is_a("below", "above"):
        # "0.8 SD below the young adult mean (T-score)": the word gives the sign.
        signed, first = True, first + 1
    if not signed or not tokens[first:] or not (in_units or tokens[first].is_a("compare", *_SCORES)):
        return None
    people = next((at for at in range(first, min(len(tokens), first + _LONGEST)) if not _leads(tokens[at])), first)
    if not tokens[people].is_a(*_SCORES):
        # "0.4 SD below the mean of her peers (Z-score)": the label alone tells whose mean it is.
        label = _bracketed_label(tokens, people) if worded else None
        return Reference(label, people + 1) if label is not None and label in _SCORES.values() else None
    score = next(score for tag, score in _SCORES.items() if tokens[people].is_a(tag))
    behind = _past_words(tokens, people + 1)
    label = _bracketed_label(tokens, behind)
    if label is not None:
        return Reference(score, behind + 1) if label == score else None
    return Reference(score, people)


def _bracketed_label(tokens: Sequence[Token], at: int) -> str | None:
    """Return the label that stands alone in brackets from a place on; None if none does."""
    bracketed = [token.text for token in tokens[at : at + 3 : 2]] == ["(", ")"]
    return tokens[at + 1].key("labels") if bracketed else None


def _leads(token: Token) -> bool:
    """Whether a token may lead to the people: "rispetto alla media dei"."""
    known = token.is_a("number", "bad_number", "punctuation", "site", "levels", "below", "above", *_SCORES)
    return not known and not (token.key("labels") or token.when)


def _past_words(tokens: Sequence[Token], at: int) -> int:
    """Return the place of the next mark or number, or the last place."""
    while at < len(tokens) - 1 and _leads(tokens[at]) and not tokens[at].is_a("and"):
        at += 1
    return min(at, len(tokens) - 1)
