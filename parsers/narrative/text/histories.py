"""Words of a history: what tells that a sentence speaks of another time than the examination."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token

WAS = frozenset(
    ["was", "were", "war", "waren", "etait", "etaient", "era", "eran", "erano", "foi", "eram", "werd", "var"]
)
_IS = frozenset(
    ["is", "are", "measures", "ist", "betragt", "betragen", "liegt", "est", "mesure", "es", "mide", "misura"]
)
_OF_THEN = frozenset(["that", "then", "dort", "damals", "alors", "toen", "allora", "entonces", "entao"])
_HEAD = 5
"""Tokens in which a sentence about a site names it: "Die Knochendichte der LWS"."""
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


def is_told_now(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence begins with a site that "is" something: "The L1-L4 BMD is 1.1, previously 1.2".

    Words for another time may only stand behind its first number, and none that points back to an examination.
    """
    first = next((at for at, token in enumerate(tokens) if token.is_a("number")), len(tokens))
    site = any(token.is_a("site", "levels") for token in tokens[:_HEAD])
    then = any(token.is_a(*_CUES, "prior", "earlier", "compare", "general:past") for token in tokens[:first])
    past = any(token.text in WAS | _OF_THEN for token in tokens)
    return site and not then and not past and any(token.text in _IS for token in tokens[:first])
