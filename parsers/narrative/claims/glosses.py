"""The criterion in brackets behind a class a report concludes: "Osteoporosis (T-score ≤ -2.5)"."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token

_BOUNDS = ("compare_sign", "bound", "bound_after", "between", "to")
_SCORES = frozenset(["t_score", "z_score"])


def without_glosses(sentences: Sequence[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """Return the sentences of a conclusion without the criterion behind the class of one of them.

    Where several classes have theirs, they are a legend and stay one.
    """
    bare = [_without_gloss(tokens) for tokens in sentences]
    glossed = [number for number, tokens in enumerate(bare) if tokens != sentences[number]]
    return bare if len(glossed) == 1 else list(sentences)


def _without_gloss(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a sentence of one class without the brackets behind it, if those hold the bounds of a score."""
    opening = next((at for at, token in enumerate(tokens) if token.text == "("), len(tokens))
    closing = next((at for at in range(opening, len(tokens)) if tokens[at].text == ")"), len(tokens))
    inside, outside = tokens[opening + 1 : closing], (*tokens[:opening], *tokens[closing + 1 :])
    named = sum(token.key("classes") is not None for token in tokens)
    behind = any(token.key("classes") for token in tokens[:opening])
    bounded = any(token.is_a(*_BOUNDS) for token in inside) and any(token.is_a("number") for token in inside)
    scored = any(token.key("labels") in _SCORES for token in inside)
    return outside if named == 1 and behind and bounded and scored else tokens
