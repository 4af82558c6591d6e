"""Changes a form offers and nobody chose: "[ ] increased", "increased/decreased", "[increased] [decreased]"."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from parsers.narrative.clinical.boxes import Box, box_of
from parsers.narrative.language.tokens import Token

_SEVERAL = 2


def without_offered(tokens: Sequence[Token], tags: Collection[str]) -> Sequence[Token]:
    """Return the tokens without these tags on words that a form offers and does not tick."""
    places = [place for place, token in enumerate(tokens) if token.is_a(*tags)]
    bracketed = [place for place in places if _is_bracketed(tokens, place)]
    offered = {place for place in places if _is_on_menu(tokens, place, tags) or _is_unticked(tokens, place)}
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
