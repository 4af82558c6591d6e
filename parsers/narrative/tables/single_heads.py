"""The line of heads of a small table as single heads: lone letters, heads in one phrase."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dxa.side_words import SIDE_WORDS
from dxa.sites import plain
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.tokens import Token

_WIDE = re.compile(r"[ ]{2,}|\t")
_SCORES_OF_TBS = frozenset(["t-score tbs", "t score tbs", "z-score tbs", "z score tbs"])
_TBS_SCORES = frozenset(["tbs t-score", "tbs t score", "tbs z-score", "tbs z score"])


def single_heads(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens of a line of heads, each head a token of its own."""
    return list(_parted(_with_letters(_without_last_dot(tokens, text), text), text))


def _without_last_dot(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Return heads that wide gaps part without the dot of the last one's abbreviation: "BMD att.   BMD prec."."""
    dotted = len(tokens) > 1 and tokens[-1].text == "." and tokens[-1].start == tokens[-2].end
    return tokens[:-1] if dotted and len(_WIDE.findall(text, tokens[0].start, tokens[-1].end)) > 1 else tokens


def _with_letters(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Return a line with its lone capitals T and Z as labels, where it is a head by its other words: "Site BMD T Z"."""
    headed = any(token.key("labels") == "bmd" or token.is_a("general:site_head") for token in tokens)
    headed = headed or all(sum(token.text == letter for token in tokens) > 1 for letter in ("t", "z"))
    if are_units_and_letters(tokens):
        keys = [token.key("labels") or _head(token, text) or "bmd" for token in tokens]
        return [replace(token, tags=token.tags | {f"labels:{key}"}) for token, key in zip(tokens, keys, strict=True)]
    if not headed or any(token.is_a("number") for token in tokens):
        return tokens
    return [
        replace(token, tags=token.tags | {f"labels:{key}"}) if (key := _head(token, text)) else token
        for token in tokens
    ]


def are_units_and_letters(tokens: Sequence[Token]) -> bool:
    """Whether a line is nothing but units of density and scores, by letter or by name: "g/cm2   T   g/cm2   T"."""
    scores = sum(token.text in {"t", "z"} or token.key("labels") in SCORES for token in tokens)
    units = sum(token.key("units") in {"g/cm2", "mg/cm2"} for token in tokens)
    return scores > 0 and units > 0 and scores + units == len(tokens)


def _head(token: Token, text: str) -> str | None:
    """Return the label a lone capital or the bare word "density" is at the head of a column; None for other words."""
    if token.text in {"t", "z"} and text[token.start : token.end].isupper():
        return f"{token.text}_score"
    return "bmd" if token.text == "density" and token.tags == {"word"} else None


def _side_named(words: str) -> str | None:
    """Return the side a text names and nothing else."""
    return next((side.value for side, names in SIDE_WORDS.items() if words in names), None)


def _sided_heads(token: Token, text: str) -> tuple[Token, Token] | None:
    """Return "Hip    Left" as two heads, not as the site "left hip"; None for any other token."""
    wide = _WIDE.search(text, token.start, token.end) if token.site is not None and token.site.side else None
    side = _side_named(plain(text[wide.end() : token.end])) if wide else None
    if wide is None or side is None or token.site is None:
        return None
    bone = replace(token, end=wide.start(), site=replace(token.site, side=None))
    return bone, replace(token, start=wide.end(), site=None, tags=frozenset({"word", f"side:{side}"}))


def _parted(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield the tokens with "Prior BMD    Change" as two heads, not as the words "BMD change"."""
    for token in tokens:
        if (parts := _sided_heads(token, text)) is not None:
            yield from parts
            continue
        wide = _WIDE.search(text, token.start, token.end) if token.key("labels") in {"change_prior", "other"} else None
        if wide is not None and token.text in _SCORES_OF_TBS:
            # "T-score   TBS" are two heads, and no score of the TBS.
            score = f"labels:{token.text[0]}_score"
            yield replace(token, end=wide.start(), text=token.text[:-4], tags=frozenset({"word", score}))
            yield replace(token, start=wide.end(), text="tbs", tags=frozenset({"word", "labels:tbs"}))
            continue
        if wide is not None and token.text in _TBS_SCORES:
            score = f"labels:{token.text.split()[1][0]}_score"
            yield replace(token, end=wide.start(), text="tbs", tags=frozenset({"word", "labels:tbs"}))
            yield replace(token, start=wide.end(), text=token.text[4:], tags=frozenset({"word", score}))
            continue
        gap = wide if token.key("labels") == "change_prior" else None
        first = plain(text[token.start : gap.start()]) if gap else ""
        if gap is None or first != "bmd":
            yield token
            continue
        yield replace(token, end=gap.start(), text=first, tags=frozenset({"word", "labels:bmd"}))
        rest = plain(text[gap.end() : token.end])
        yield replace(token, start=gap.end(), text=rest, tags=frozenset({"word", "change", "general:neutral"}))
