"""Labels in brackets behind a site whose number stands before it: "-2.4 for L1-L4 (T-score)"."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.language.tokens import Token

_SCORES = frozenset(["t_score", "z_score"])
_SITE_WITHIN = 4
"""Tokens between the number and the site: "-2.4 g/cm2 for the"."""


def with_labels_first(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with such a label before its number, where the number can be no other one's."""
    kept = list(tokens)
    for place in range(len(tokens) - 2, 1, -1):
        opening, label, closing = tokens[place - 1], tokens[place], tokens[place + 1]
        bracketed = opening.text == "(" and closing.text == ")" and label.key("labels") in _SCORES
        leads = any(token.is_a("number") or token.text in {":", "="} for token in tokens[place + 2 : place + 3])
        number = _number_of_site(tokens, place - 2) if bracketed and not leads else None
        if number is None:
            continue
        kept[place - 1 : place + 2] = []
        kept.insert(number, replace(label, start=tokens[number].start, end=tokens[number].start))
    return tuple(kept)


def _number_of_site(tokens: Sequence[Token], site: int) -> int | None:
    """Return where the number stands that "for" or "at" leads to this site; None if none does."""
    if not tokens[site].is_a("site", "levels"):
        return None
    led = False
    for at in range(site - 1, max(-1, site - 1 - _SITE_WITHIN), -1):
        if tokens[at].is_a("number"):
            labelled = at > 0 and tokens[at - 1].key("labels")
            return at if led and not labelled else None
        led = led or tokens[at].is_a("at")
        if tokens[at].is_a("punctuation", "site", "levels") or tokens[at].key("labels"):
            return None
    return None
