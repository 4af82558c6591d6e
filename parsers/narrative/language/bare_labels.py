"""Scores named by a capital letter alone, and Z-scores that are none because they are adjusted for the height."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.narrative.language.tokens import Token

_BEHIND_LETTER = frozenset(["=", ":", "of", "(", "de", "di", "von", "van", "a"])
"""What may stand between a capital T or Z and its number."""
_NEAR = 6
"""Words around a Z-score that may tell what it is adjusted for."""
_CORRECTED = re.compile(r"(?<!un)(?<!non-)(?:adju?st|aju?st|aggiust|korrig|corrig|correct|corret|correg|corrett)")
_HEIGHT = re.compile(
    r"height|haz|size|ht|(?:korper)?(?:gross|hohe)|langenkorr|taille|stature|talla|estatura|altezza|statura|altura|lengte"
    r"|lichaamslengte"
)
"""Stems of the words for an adjustment, and of those for the height."""
_SCORE = re.compile(r"[^\d]{0,2}\d[.,]\d{1,2}")
"""A number printed like a score."""
_LISTED = frozenset(["bmd", "t_score", "z_score"])
"""Labels in a list with which a letter is one too."""


def with_bare_labels(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield the tokens with a capital T or Z tagged as a score's label, and adjusted Z-scores as something else.

    A letter is a label before a number, "= number" or "minus", in brackets behind a number, and in a list of labels.
    A small one is a label only right before a number that is printed like a score: "t -1.4, z = 0.2".
    """
    letters = [
        place
        for place, token in enumerate(tokens)
        if token.text in {"t", "z"} and (text[token.start : token.end].isupper() or _leads_score(tokens, place))
    ]
    listed = _listed(tokens, letters)
    named = {place for place in letters if place in listed or _is_behind(tokens, place) or _leads(tokens, place)}
    for place, token in enumerate(tokens):
        if token.key("labels") == "z_score" and _is_adjusted(tokens, place):
            yield replace(token, tags=frozenset({"word", "labels:other"}))
        else:
            yield replace(token, tags=token.tags | {f"labels:{token.text}_score"}) if place in named else token


def _leads_score(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number of one or two decimals stands right behind a small letter that follows no hyphen or quote."""
    following = tokens[place + 1 : place + 3]
    number = following[-1] if len(following) > 1 and following[0].text in {"=", ":"} else next(iter(following), None)
    apart = place == 0 or tokens[place - 1].end < tokens[place].start or tokens[place - 1].text in {"(", "/"}
    return apart and number is not None and number.is_a("number") and bool(_SCORE.fullmatch(number.text))


def _is_behind(tokens: Sequence[Token], place: int) -> bool:
    """Whether the letter stands behind its number: "-1.2 (T)", "-1.2 SD (T)", "(-1.2 T; 0.1 Z)"."""
    around = [other.text for other in tokens[max(0, place - 1) : place + 2 : 2]]
    if len(around) > 1 and around[1] in {")", ";"} and tokens[place - 1].is_a("number"):
        return bool(_SCORE.fullmatch(around[0]))
    before = [token for token in tokens[max(0, place - 3) : max(0, place - 1)] if token.key("units") != "sd"]
    return around == ["(", ")"] and bool(before) and before[-1].is_a("number")


def _leads(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number stands behind the letter."""
    following = [other for other in tokens[place + 1 : place + 5] if not other.is_a("newline")][:3]
    following = following[1:] if following and following[0].text in _BEHIND_LETTER else following[:2]
    following = following[1:] if following and following[0].is_a("minus") else following
    return bool(following) and following[0].is_a("number")


def _listed(tokens: Sequence[Token], letters: Sequence[int]) -> frozenset[int]:
    """Return the letters in lists of labels: "BMD/T/Z", "BMD, T and Z", "T and Z", "Z- and T-scores"."""
    labels = {place for place, token in enumerate(tokens) if token.key("labels") in _LISTED}
    listed: set[int] = set()
    lists: list[list[int]] = []
    for place in sorted(labels.union(letters)):
        if lists and _are_joined(tokens, lists[-1][-1], place):
            lists[-1].append(place)
        else:
            lists.append([place])
    for places in lists:
        names = {tokens[place].text for place in places}
        if labels.intersection(places) or len(names) > 1:
            listed.update(places)
    return frozenset(place for place in listed if place in letters and place not in labels)


def _are_joined(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Whether only a slash, comma or "and" stands between two labels; a hyphen may part the first from its noun."""
    between = tokens[first + 1 : second]
    hyphened = bool(between) and between[0].text == "-" and between[0].start == tokens[first].end
    marks = between[hyphened:]
    return bool(marks) and all(token.text in {"/", ","} or token.is_a("and") for token in marks)


def _is_adjusted(tokens: Sequence[Token], place: int) -> bool:
    """Whether a Z-score is one adjusted for the height, told before it with its site between, or right behind it.

    As in "height-adjusted spine Z-score", "größenkorrigierter Z-Score", "Z-score (ajusté à la taille)".
    """
    before = takewhile(lambda token: token.is_a("word", "levels"), reversed(tokens[max(0, place - _NEAR) : place]))
    return any(
        _adjusts([word for token in part for word in token.text.split()]) for part in (before, _behind(tokens, place))
    )


def _behind(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """Return the words behind a label, or in brackets behind its number, if they are of no next label or number."""
    glossed = [token.text for token in tokens[place + 2 : place + 3]] == ["("] and tokens[place + 1].is_a("number")
    start = place + 3 if glossed else place + 1
    words = list(takewhile(_is_of_label, tokens[start : place + _NEAR + glossed]))
    end = tokens[start + len(words) : start + len(words) + 1]
    own = bool(end) and (end[0].text == ")" or not glossed) and not end[0].key("labels")
    return words if own else ()


def _is_of_label(token: Token) -> bool:
    plain = token.is_a("word", "elided") or token.text in {"(", "-"}
    named = token.key("labels") is None or (token.key("labels") == "other" and "score" not in token.text)
    return plain and named and not token.is_a("number")


def _adjusts(words: Sequence[str]) -> bool:
    corrected = any(_CORRECTED.search(word) for word in words)
    return corrected and any(_HEIGHT.match(word) for word in words)
