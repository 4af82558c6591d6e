"""Whether a text names two patients: whose its values are nobody can tell."""

import re
from collections.abc import Sequence

from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_NEAR_BIRTH = 3
"""Tokens within which a date stands behind the words for a birth."""
_IDENTIFIER = re.compile(
    r"(?<![\w-])(?P<label>MRN|medical record (?:number|no\.?)"
    r"|(?:patient|patienten|pat\.?)[ -]?(?:ID|number|no\.?|nr\.?|nummer)"
    r"|identifiant(?: du)? patient|ID (?:del? |do )?paciente|ID paziente|pati\u00ebntnummer|ID)"
    r"[ \t]*[:#.]{0,2}[ \t]*(?P<number>[A-Z]{0,4}[-/]?\d[\w/-]{2,})",
    re.IGNORECASE,
)
"""The label of a patient's own number, and the number."""
_PERSON = re.compile(r"\b(?:name|patient\w*|pat|pacient[ea]|paziente|nombre|nome|nom)\b", re.IGNORECASE)
"""The label of a person; beside it in a line "ID" is theirs, and not that of a scan or an order."""
_OF_THING = re.compile(r"[^\W\d_] $")
"""A word right before, as in "Order ID"."""


def second_patient(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], text: str) -> tuple[int, int] | None:
    """Return where a text gives a second date of birth, or a second number of a patient under the same label.

    None if it speaks of one patient only, as far as these tell.
    """
    return _second_birth(sentences) or _second_identifier(text)


def _second_identifier(text: str) -> tuple[int, int] | None:
    known: dict[str, str] = {}
    for found in _IDENTIFIER.finditer(text):
        beside = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if found["label"].casefold() == "id" and (_OF_THING.search(beside) or not _PERSON.search(beside)):
            continue
        label = re.sub(r"[\W_]+", "", found["label"]).casefold()
        number = found["number"].casefold().strip("-/").lstrip("0")
        if known.setdefault(label, number) != number:
            return found.span("number")
    return None


def _second_birth(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]) -> tuple[int, int] | None:
    births: list[When] = []
    for _, tokens in sentences:
        if any(token.is_a("general:person", "general:kin", "family") for token in tokens):
            continue
        for place, token in enumerate(tokens):
            if token.when is None or not _is_birth(tokens, place):
                continue
            if any(_are_two_days(token.when, other) for other in births):
                return token.start, token.end
            births.append(token.when)
    return None


def _is_birth(tokens: Sequence[Token], place: int) -> bool:
    """Whether a date is the first behind the words for a birth: in "DOB 02/02/1953 DOS 05/14/2024" only one is."""
    before = tokens[max(0, place - _NEAR_BIRTH) : place]
    named = next((at for at in reversed(range(len(before))) if before[at].is_a("birth_date")), None)
    return named is not None and not any(token.when for token in before[named:])


def _are_two_days(one: When, other: When) -> bool:
    return one.year != other.year or (one.day is not None and other.day is not None and one.day != other.day)
