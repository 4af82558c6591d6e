"""Questions a system asks whoever orders an examination, with their answers: OBX-3 and OBX-5 of an order."""

import re

from dxa.locator import Locator
from parsers.hl7.escapes import unescaped
from parsers.hl7.fields import coded
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment
from parsers.passage import Passage, Piece

_KINDS = frozenset({"ST", "TX", "CE", "CWE", "ID", "IS", ""})
_CHOICE = re.compile(
    r"\s*[(\[]\s*(?:y(?:es)?\s*/\s*n(?:o)?|j(?:a)?\s*/\s*n(?:ein)?|s[i\u00ed]?\s*/\s*n(?:o)?)\s*[)\]]", re.IGNORECASE
)
"""The choice a question prints: "(Y/N)"."""
_YES = re.compile(r"(?:yes|y|ja|j|s[i\u00ed]|oui|true)\b", re.IGNORECASE)
_WORDS = {"y": "yes", "n": "no", "j": "ja", "true": "yes", "false": "no"}
_UNTOLD = re.compile(r"(?:u|unk|unknown|n/?a|not known|none given|\?+|-+)?", re.IGNORECASE)
_SEVERAL = re.compile(r",|/|;|\bor\b(?! more)|\boder\b(?! mehr)|\bo\b(?! m[a\u00e1]s)|\bou\b(?! plus)", re.IGNORECASE)
"""A question about several things: its yes may be said of any of them."""
_LONGEST = 200


def answered(message: Message, row: Segment) -> Passage | None:
    """Return a question and its answer as one line: "Parent with hip fracture: yes"; None if the row is none.

    Only questions: labels that end in a question mark, print their choices, or are answered with yes or no.
    """
    if row.name != "OBX" or row.field(2).strip().upper() not in _KINDS:
        return None
    label = coded(message, row.field(3))
    question = (label.text or label.other_text).strip()
    answer = _answer(message, row)
    asked = question.endswith("?") or _CHOICE.search(question) or answer.casefold() in {*_WORDS, "yes", "no", "nein"}
    if not question or not asked or _UNTOLD.fullmatch(answer) or len(question) + len(answer) > _LONGEST:
        return None
    question = _CHOICE.sub("", question).rstrip(" ?:")
    if _YES.match(answer) and _SEVERAL.search(question):
        return None
    where = place(message, row, 5)

    def locate(_start: int, _end: int) -> Locator:
        return where

    return Passage(
        [Piece("INDICATION:", locate), Piece(f"{question}: {_WORDS.get(answer.casefold(), answer)}.", locate)]
    )


def _answer(message: Message, row: Segment) -> str:
    parts = row.field(5).split(message.separators.component)
    chosen = parts[1] if len(parts) > 1 and parts[1].strip() else parts[0]
    return unescaped(chosen, message.separators, message.codec).strip()
