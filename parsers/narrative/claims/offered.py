"""Changes a form offers and nobody chose: "[ ] increased", "increased/decreased", "[increased] [decreased]"."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.narrative.clinical.boxes import Box, box_of
from parsers.narrative.language.tokens import Token

_SEVERAL = 2
_BLANK = frozenset(["_", "..."])
_BLANK_WITHIN = 5
_BESIDE = 4
"""Words between a slash and those it parts."""
_ABBREVIATED = 2
"""Letters of an abbreviation before a slash."""


def is_option(tokens: Sequence[Token]) -> bool:
    """Return whether a whole clause stands in square brackets, as templates print what is to be chosen from."""
    words = tokens[1:] if tokens and tokens[0].text == "]" else tokens
    words = words[:-1] if words and words[-1].text == "." else words
    if not words or words[0].text != "[":
        return False
    # A full stop inside the brackets leaves the closing one to the next clause.
    return all(token.text != "]" for token in words[:-1])


def without_offered(tokens: Sequence[Token], tags: Collection[str]) -> Sequence[Token]:
    """Return the tokens without these tags on words that a form offers and does not tick."""
    places = [place for place, token in enumerate(tokens) if token.is_a(*tags)]
    bracketed = [place for place in places if _is_bracketed(tokens, place)]
    offered = {place for place in places if _is_on_menu(tokens, place, tags) or _is_unticked(tokens, place)}
    offered |= {place for place in places if _is_unfilled(tokens, place, tags)}
    offered |= set(bracketed) if len(bracketed) >= _SEVERAL else set()
    if not offered:
        return tokens
    return [
        replace(token, tags=token.tags - set(tags)) if place in offered else token for place, token in enumerate(tokens)
    ]


def _is_unticked(tokens: Sequence[Token], place: int) -> bool:
    return box_of(tokens, place) in {Box.EMPTY, Box.UNCLEAR}


def _is_bracketed(tokens: Sequence[Token], place: int) -> bool:
    """Whether square brackets hold nothing but this word."""
    around = [token.text for token in (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])]
    return around == ["[", "]"]


def _is_on_menu(tokens: Sequence[Token], place: int, tags: Collection[str]) -> bool:
    """Whether a slash parts it from a word that points another way."""
    own = tokens[place].tags & set(tags)
    for mark, other in ((place - 1, place - 2), (place + 1, place + 2)):
        if 0 <= other < len(tokens) and tokens[mark].text == "/":
            told = tokens[other].tags & set(tags)
            if told and not told & own:
                return True
    return False


def _is_unfilled(tokens: Sequence[Token], place: int, tags: Collection[str]) -> bool:
    """Whether a blank stands behind a word, or a slash near it leads to one that says otherwise.

    As in "by ___ %", "zugenommen / ist unverändert", "aumentado / disminuido".
    """
    if any(token.text in _BLANK for token in tokens[place + 1 : place + 1 + _BLANK_WITHIN]):
        return True
    own = tokens[place].tags & set(tags)
    over = (_over_slash(tokens, away) for away in (range(place - 1, -1, -1), range(place + 1, len(tokens))))
    return any(words and not any(token.tags & own for token in words) for words in over)


def _over_slash(tokens: Sequence[Token], away: range) -> Sequence[Token]:
    """Return the words just over a slash, going away from a word; none if no slash parts words there."""
    slash = next((order for order, at in enumerate(away[:_BESIDE]) if not _may_be_offered(tokens[at])), None)
    if slash is None or tokens[away[slash]].text != "/":
        return ()
    over = [tokens[at] for at in away[slash + 1 : slash + 1 + _BESIDE]]
    # "w/ decreased", "and/or".
    told = over and len(over[0].text) > _ABBREVIATED
    return list(takewhile(_may_be_offered, over)) if told else ()


def _may_be_offered(token: Token) -> bool:
    """Whether a word may be part of what a form offers, and no name: "hip/spine BMD has decreased"."""
    return token.is_a("word") and not (token.key("labels") or token.is_a("trends:bone", "and"))
