"""Ways of putting a result that the ISCD positions discourage: degrees of a class, and the age of bones.

"Severe osteoporosis" is a term of WHO (osteoporosis with a fragility fracture) and never taken for a degree, because
the fracture may stand outside the report; "severe osteopenia" is one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dxa.report import Wording
from parsers.narrative.language.text_tokens import FactTokens
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_SILENT = frozenset(["indication", "comparison", "technique", "recommendation", "legend"])
"""Sections that put no result of this examination."""
_CLASSES = ("classes:osteopenia", "classes:osteoporosis")
_BOUND_TO = frozenset(["to", "bis", "zu", "a", "\u00e0", "tot", "-", "\u2013", "("])
"""What may stand between two degrees, or before one in brackets."""
_BACK = 6
_AGED = 9
_LEAST_AGE = 20
_MOST_AGE = 120


@dataclass(frozen=True, slots=True)
class Discouraged:
    """One discouraged way of putting a result and its characters."""

    kind: Wording
    start: int
    end: int


def discouraged_of(
    sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], read: FactTokens
) -> tuple[Discouraged, ...]:
    """Return every discouraged way of putting a result, in the order of the text, `read` with the lexicon of claims."""
    found = []
    for sentence, _ in sentences:
        if sentence.section in _SILENT:
            continue
        tokens = read.between(sentence.start, sentence.end)
        found += [*_degrees(tokens), *_bone_ages(tokens)]
    return tuple(found)


def _degrees(tokens: Sequence[Token]) -> Iterator[Discouraged]:
    for place, token in enumerate(tokens):
        if token.is_a(*_CLASSES) and not token.is_a("classes:not_a_class") and not _is_open(tokens, place):
            degree = _degree_before(tokens, place) or _degree_behind(tokens, place)
            if degree is not None:
                start, end = min(degree.start, token.start), max(degree.end, token.end)
                yield Discouraged(Wording.DEGREE, start, end)


def _is_open(tokens: Sequence[Token], place: int) -> bool:
    """Whether a class is denied, supposed, earlier or another person's."""
    doubts = ("not", "trends:maybe", "family", "foreign_doubt", "earlier", "trends:time")
    return any(token.is_a(*doubts) for token in tokens[max(0, place - _BACK) : place]) or tokens[-1].text == "?"


def _degree_before(tokens: Sequence[Token], place: int) -> Token | None:
    """Return the first of the degrees right before a class: "mild", "mild to moderate"."""
    found = None
    for number in range(place - 1, max(-1, place - _BACK), -1):
        if _is_degree(tokens[number], tokens[place], "degrees:before"):
            found = tokens[number]
        elif not (found and (tokens[number].text in _BOUND_TO or tokens[number].is_a("and"))):
            break
    return found


def _degree_behind(tokens: Sequence[Token], place: int) -> Token | None:
    """Return the degree right behind a class: "osteopenia moderada", "osteopenia (mild)"."""
    behind = tokens[place + 1 : place + 3]
    bracketed = bool(behind) and behind[0].text == "("
    if bracketed:
        return behind[1] if len(behind) > 1 and _is_degree(behind[1], tokens[place], "degrees:before") else None
    return behind[0] if behind and _is_degree(behind[0], tokens[place], "degrees:after") else None


def _is_degree(token: Token, named: Token, tag: str) -> bool:
    severe = token.is_a("degrees:severe") and not named.is_a("classes:osteoporosis")
    return token.is_a(tag) or severe


def _bone_ages(tokens: Sequence[Token]) -> Iterator[Discouraged]:
    """Yield "the bones of an 80-year-old"."""
    for place, token in enumerate(tokens):
        if not token.is_a("degrees:bones") or _is_open(tokens, place):
            continue
        for number in range(place + 1, min(len(tokens), place + _AGED)):
            aged = any(other.is_a("degrees:years") for other in tokens[number + 1 : number + 3])
            if (_is_age(tokens[number]) and aged) or tokens[number].text.endswith("year-old"):
                last = next((other for other in tokens[number + 1 : number + 3] if other.is_a("degrees:years")), None)
                yield Discouraged(Wording.BONE_AGE, token.start, (last or tokens[number]).end)
                break
            if tokens[number].text in {".", ";", ":", ","}:
                break


def _is_age(token: Token) -> bool:
    return token.number is not None and _LEAST_AGE <= token.number.value <= _MOST_AGE
