"""Words of a history: what tells that a sentence speaks of another time than the examination."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token

WAS = frozenset(
    ["was", "were", "war", "waren", "etait", "etaient", "era", "eran", "erano", "foi", "eram", "werd", "var"]
)
_KNOWN = ("known", "bekannt", "vorbekannt", "bekend", "connu", "conocid", "conhecid", "not")
"""How the words for "known" begin: "known osteoporosis", "ostéoporose connue", "osteoporosi nota"."""
_CUES = (
    "date",
    "ago",
    "general:ago",
    "general:then",
    "known_as",
    "not",
    "labels:threshold",
    "labels:legend",
    "advice",
)


def tells_history(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence of an indication speaks of another time, of what is known, or of what is wanted."""
    return any(token.is_a(*_CUES) or token.text.startswith(_KNOWN) for token in tokens)
