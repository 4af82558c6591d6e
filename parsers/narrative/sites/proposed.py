"""Words that only propose to leave a vertebra out: the scores told beside them were measured with it."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token

_NEAR = 4
"""Words between the proposal and "excluded"."""
_DONE = ("was ", "were ", "is ", "are ", "has ", "have ", "had ")
"""Verbs that tell of an exclusion that was made."""
_ENDS = frozenset([".", ";", ":", "("])
_PROPOSED_TEXT = (
    "may might could should consider recommend recommended suggest suggested propose proposed will would "
    "sollte sollten koennte koennten konnte konnten empfehlen wird devrait devraient pourrait pourraient recommande "
    "deberia deberian podria podrian recomienda deveria deveriam poderia poderiam recomenda dovrebbe dovrebbero "
    "potrebbe potrebbero consiglia zou zouden moeten overweeg"
)
_PROPOSED = frozenset(_PROPOSED_TEXT.split())
"""Words before "excluded" that only propose it: "L4 may be excluded" leaves the score of L1-L4 what it is."""


def is_proposed(tokens: Sequence[Token], number: int) -> bool:
    """Whether the verb of "excluded" says what may or should be done: "L4 should be excluded", "consider excluding"."""
    if tokens[number].text.startswith(_DONE):
        return False
    for token in reversed(tokens[max(0, number - _NEAR) : number]):
        if not _PROPOSED.isdisjoint(token.text.split()):
            return True
        if token.is_a("number") or token.text in _ENDS:
            return False
    return False
