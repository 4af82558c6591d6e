"""Sentences that define the classes instead of stating one: legends, ranges, the criteria of the WHO."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from parsers.narrative.language.label_places import LIGHT
from parsers.narrative.language.limits import BOUNDS, LIMITS, is_limit, is_row_of_legend
from parsers.narrative.language.references import speaks_of_all
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

RANK = ("normal", "osteopenia", "osteoporosis")
"""The classes of the WHO, from the best to the worst."""
FOR_AGE = {
    "classes:below_range": "below_expected_range_for_age",
    "classes:within_range": "within_expected_range_for_age",
}
"""The classes of children and of adults before the menopause, by the tags of the words that state them."""
_CRITERIA = {"who": "WHO", "oms": "WHO", "iscd": "ISCD", "dvo": "DVO", "nof": "NOF", "bhof": "BHOF"}
_CLASSES = frozenset(f"classes:{name}" for name in (*RANK, "bare_normal"))
_WHEN = frozenset(["when", "wenn", "sobald", "quand", "lorsque", "cuando", "quando", "wanneer", "if"])
_REQUIRES = frozenset(
    ["requires", "erfordert", "requiert", "exige", "requiere", "requer", "richiede", "vereist", "is required"]
)
_SCORES = frozenset(["t_score", "z_score"])
_TO_NORM = 4
"""Tokens from a per cent sign to "normale" in "% de la normale"."""
_NEAR_LIMIT = 3
"""Tokens within which a bound belongs to a limit: "T-score is -2.5 or lower"."""


def criteria_of(token: Token) -> str | None:
    """Return whose criteria a word names, such as WHO; None if it names none."""
    if token.is_a("general:who"):
        return "WHO"
    return next((name for word in token.text.replace("-", " ").split() if (name := _CRITERIA.get(word))), None)


def defines(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence is a legend: it defines classes, or names two of them beside bounds."""
    if _is_explained(tokens):
        return False
    names = {tag for token in tokens for tag in token.tags & _CLASSES}
    bounds = any(token.is_a("bound", "bound_after", "between", "compare_sign") for token in tokens)
    has_number = any(token.is_a("number") for token in tokens)
    legend = any(token.is_a("labels:legend") for token in tokens)
    opens = next((token for token in tokens if not token.is_a("punctuation")), None)
    sited = any(token.is_a("site", "levels") for token in tokens)
    colon = len(tokens) > 1 and tokens[1].text in {":", "="} and not sited
    opens_with_class = opens is not None and opens.key("classes") is not None and (bounds or colon) and has_number
    denies = any(token.is_a("not", "not_after") for token in tokens)
    general = legend and ((has_number and (bounds or not sited)) or (len(names) > 1 and not denies and not sited))
    ranged = has_number and not sited and any(token.is_a("between", "general:who") for token in tokens)
    ranged = ranged and not (len(names) == 1 and not bounds and _is_proved(tokens))
    aged = any(token.is_a(*FOR_AGE) for token in tokens) and bounds and has_number and not sited
    return (
        general
        or aged
        or _asks(tokens)
        or _bounds_class(tokens, sited=sited)
        or _explains_colour(tokens)
        or speaks_of_all(tokens)
        or ranged
        or opens_with_class
        or is_row_of_legend(tokens)
        or (len(names) > 1 and bounds and has_number)
    )


def without_explained(
    sentences: Iterable[tuple[Sentence, tuple[Token, ...]]],
) -> list[tuple[Sentence, tuple[Token, ...]]]:
    """Return the sentences without those that go on with a definition: "T between -1 and -2.5. This is osteopenia."."""
    kept = []
    defined = False
    for sentence, tokens in sentences:
        # An impression may speak of its own score so: "T-score between -1 and -2.5. This is osteopenia."
        goes_on = bool(tokens) and tokens[0].is_a("general:this_is") and sentence.section != "impression"
        explained = defined and goes_on
        defined = any(token.key("labels") in _SCORES for token in tokens) and defines(tokens)
        if not explained:
            kept.append((sentence, tokens))
    return kept


def _is_proved(tokens: Sequence[Token]) -> bool:
    """Whether the one number stands in brackets behind the class, and is no limit: "osteoporosis (T-score -2.7)"."""
    place = next((place for place, token in enumerate(tokens) if token.key("classes")), 0)
    inside = _bracket(tokens, place + 1)
    numbers = [token.number.value for token in tokens if token.number is not None]
    within = [token for token in inside if token.number is not None]
    return len(numbers) == len(within) == 1 and numbers[0] not in LIMITS


def _is_explained(tokens: Sequence[Token]) -> bool:
    """Whether a range for age is stated of the density with its limit in brackets: "as expected for age (Z > -2)"."""
    place = next((place for place, token in enumerate(tokens) if token.is_a(*FOR_AGE)), 0)
    inside = _bracket(tokens, place + 1)
    elsewhere = [token for token in tokens if token not in inside and token.is_a("number", "compare_sign", "bound")]
    told = any(token.key("labels") == "bmd" for token in tokens[:place])
    return told and bool(inside) and not elsewhere and not any(criteria_of(token) for token in tokens)


def _bracket(tokens: Sequence[Token], opening: int) -> Sequence[Token]:
    """Return what stands in the brackets that open at a place; nothing if none do."""
    if [token.text for token in tokens[opening : opening + 1]] != ["("]:
        return ()
    return list(takewhile(lambda token: token.text != ")", tokens[opening + 1 :]))


def _bounds_class(tokens: Sequence[Token], *, sited: bool) -> bool:
    """Whether a class stands behind a comparison of a score or a limit: "T-score < -2.5: osteoporosis" is a legend."""
    spans = sum(is_limit(token) for token in tokens) > 1
    first = (place for place, token in enumerate(tokens) if token.is_a(*BOUNDS) or (spans and is_limit(token)))
    compared = next(first, None)
    if sited or compared is None or not any(token.key("classes") for token in tokens[compared:]):
        return False
    near = tokens[max(0, compared - _NEAR_LIMIT) : compared + _NEAR_LIMIT]
    # "More than 2.5 SD below young adults, osteoporosis" is said of the patient.
    measured = any(token.key("units") == "sd" for token in tokens)
    return any(token.key("labels") in _SCORES or (is_limit(token) and not measured) for token in near)


def _asks(tokens: Sequence[Token]) -> bool:
    """Whether a class is said to be made only under a bound: "osteoporosis can be diagnosed when T is <= -2.5"."""
    place = next((place for place, token in enumerate(tokens) if token.key("classes")), len(tokens))
    asked = (at for at in range(place, len(tokens)) if tokens[at].text in _WHEN or tokens[at].text in _REQUIRES)
    behind = tokens[next(asked, len(tokens)) :]
    bound = next((at for at, token in enumerate(behind) if token.is_a(*BOUNDS)), None)
    return bound is not None and any(token.is_a("number") for token in behind[bound : bound + 1 + _NEAR_LIMIT])


def _explains_colour(tokens: Sequence[Token]) -> bool:
    """Whether a line tells what a colour stands for: "Red: osteoporosis"."""
    words = [token for token in tokens if not token.is_a("punctuation")]
    return len(words) == 2 and words[0].is_a("general:colour") and words[1].key("classes") is not None  # noqa: PLR2004 - the colour and its class


def speaks_in_general(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence is of no one site: it tells classes, a limit, the lowest score, another bone."""
    words = [token for token in tokens if not token.is_a("punctuation")]
    defined = bool(words) and words[0].key("classes") is not None
    general = ("lowest", "labels:legend", "labels:threshold", "places:other_site")
    return defined or any(token.is_a(*general) for token in tokens) or len(_classes_told(tokens)) > 1


def _classes_told(tokens: Sequence[Token]) -> set[str]:
    """Return the kinds of classes some words name, without the norm of a per cent figure: "88 % of the normal"."""
    return {key for place, token in enumerate(tokens) if (key := token.key("classes")) and not _is_norm(tokens, place)}


def _is_norm(tokens: Sequence[Token], place: int) -> bool:
    if not tokens[place].text.startswith("normal"):
        return False
    for token in reversed(tokens[max(0, place - _TO_NORM) : place]):
        if token.key("units") == "percent":
            return True
        if not (token.is_a("at") or token.text in LIGHT):
            return False
    return False
