"""Vertebrae an earlier examination left out, which this one may have measured."""

import re
from collections.abc import Sequence

from parsers.narrative.examinations.cues import ARTICLES, is_exam_word
from parsers.narrative.examinations.times import earlier_by_year
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_OTHER_SECTIONS = frozenset(["indication", "comparison"])
_EARLIER = ("prior", "earlier", "general:past")
_SPOILED = re.compile(
    r"fra[ck]t|frattur|fratur|compress|kompress|deform|collaps|operat|opere|surg|cement|kypho|vertebro"
)
"""Stems of what spoils a vertebra: "previous fracture of L3, excluded" speaks of today."""
_TOO_TEXT = (
    "also too again already still likewise auch ebenfalls wieder bereits schon egalement aussi deja encore tambien "
    "otra nuevamente anche ancora gia ook weer reeds tambem novamente as like unlike since wie anders comme como come "
    "zoals seit depuis desde sinds dal both match"
)
_TOO = frozenset(_TOO_TEXT.split())
"""Words that say the same, or the opposite, of this examination."""
_COMPARED = re.compile(r"compar|vergleich|vergelijk|confront")


def leaves_out_today(sentence: Sentence, tokens: Sequence[Token], year: When | None) -> bool:
    """Whether what a sentence leaves out is left out of this examination, and not of an earlier one alone.

    `year` is that of this examination, None if it is not known.
    """
    if sentence.section in _OTHER_SECTIONS:
        return False
    places = [place for place, token in enumerate(tokens) if token.is_a("excluded")]
    return not places or not all(_is_of_earlier(tokens, place, year) for place in places)


def _is_of_earlier(tokens: Sequence[Token], place: int, year: When | None) -> bool:
    """Whether an earlier examination opens the sentence, or stands right beside the word for leaving out."""
    if any(_is_of_today(token) for token in tokens):
        return False
    opening = _first(tokens, 0, place)
    behind = _first(tokens, place + 1, len(tokens))
    beside = [at for at in (opening, behind) if at is not None]
    return (place > 0 and tokens[place - 1].is_a("earlier")) or any(
        _names_earlier(tokens, at) or earlier_by_year(tokens[at].when, year) is not None for at in beside
    )


def _is_of_today(token: Token) -> bool:
    """Whether a word may relate what is told to this examination: "again", "as", "compared with", "fractured"."""
    told = token.is_a("now", "compare") or not _TOO.isdisjoint(token.text.split())
    return told or _SPOILED.search(token.text) is not None or _COMPARED.search(token.text) is not None


def _first(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return where the first word stands that is neither a preposition nor an article."""
    return next((at for at in range(start, end) if not (tokens[at].is_a("at") or tokens[at].text in ARTICLES)), None)


def _names_earlier(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word speaks of an earlier examination, and not of an earlier fracture."""
    if not tokens[at].is_a(*_EARLIER):
        return False
    named = is_exam_word(tokens[at]) or " " in tokens[at].text or tokens[at].is_a("earlier", "general:past")
    return named or any(is_exam_word(token) for token in tokens[at + 1 : at + 2])
