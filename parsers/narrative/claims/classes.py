"""Which class a word of a report names: osteopenia, a range for age, "normal" where it speaks of the density."""

from collections.abc import Sequence
from itertools import takewhile

from parsers.narrative.claims.choices import is_offered_normal
from parsers.narrative.claims.definitions import FOR_AGE, RANK, criteria_of
from parsers.narrative.language.tokens import Token

_AGE_REACH = 3
"""Words behind a class within which "for age" makes it one of age."""
_NEAR = 4
_STOPS = frozenset([".", ";", ":"])
_NOUNS = frozenset(
    ["osteoporosis", "osteoporose", "osteoporosi", "osteoporos", "osteopenia", "osteopenie", "osteopeni"]
)
_FRACTURE = ("fract", "frakt", "fratt", "fratur", "bruch", "breuk")
"""Parts of words for a fracture: an "osteoporotic fracture" is no class."""


def names_place(token: Token) -> bool:
    """Return whether a token is a site or vertebrae."""
    return token.is_a("site", "levels") and token.site is not None


def class_of(tokens: Sequence[Token], place: int) -> str | None:
    """Return the class the word at a place names, None if it names none of the patient's bones."""
    token = tokens[place]
    if token.key("classes") is None:
        return None
    for_age = next((name for tag, name in FOR_AGE.items() if token.is_a(tag)), None)
    if for_age:
        return for_age
    if token.is_a("classes:not_a_class") or _is_of_fracture(tokens, place):
        return None
    name = next((name for name in reversed(RANK) if token.is_a(f"classes:{name}")), None)
    if name == "normal" and _is_of_z_alone(tokens, place):
        return None
    if name or not token.is_a("classes:bare_normal"):
        return _of_age(tokens, place, name) or name
    return (_of_age(tokens, place, "normal") or "normal") if _is_about_density(tokens, place) else None


def _is_of_z_alone(tokens: Sequence[Token], place: int) -> bool:
    """Whether the words right before a class speak of the Z-score and of no T-score: "Lo Z-score è nella norma"."""
    clause = list(takewhile(lambda token: token.text not in {*_STOPS, ","}, reversed(tokens[:place])))
    labels = [token.key("labels") for token in clause if token.key("labels")]
    near = any(token.key("labels") == "z_score" for token in clause[:_AGE_REACH])
    return near and set(labels) == {"z_score"}


def _of_age(tokens: Sequence[Token], place: int, name: str | None) -> str | None:
    """Return the range for age a class amounts to: "BMD normal for age", "low BMD for chronological age"."""
    low = name == "osteopenia" and "osteop" not in tokens[place].text
    if name != "normal" and not low:
        return None
    ahead, behind = tokens[max(0, place - _AGE_REACH) : place], tokens[place + 1 : place + 1 + _AGE_REACH]
    near = [*takewhile(_goes_on, reversed(ahead)), *takewhile(_goes_on, behind)]
    aged = any(token.is_a("matched", "of_age", "classes:within_range") for token in near)
    return FOR_AGE["classes:below_range" if low else "classes:within_range"] if aged else None


def _goes_on(token: Token) -> bool:
    return token.text not in {*_STOPS, ","} and not token.is_a("and", "contrast")


def _is_of_fracture(tokens: Sequence[Token], place: int) -> bool:
    """Whether an adjective belongs to a fracture: "fracture majeure ostéoporotique", "osteoporotic hip fractures"."""
    if not _NOUNS.isdisjoint(tokens[place].text.split()):
        # "Osteoporosis establecida con fractura vertebral", "osteopenia, vertebral fracture" are of the patient.
        return False
    near = [*tokens[max(0, place - 2) : place], *tokens[place + 1 : place + 3]]
    return any(any(part in token.text for part in _FRACTURE) or token.is_a("frax:major", "frax:hip") for token in near)


def _is_about_density(tokens: Sequence[Token], place: int) -> bool:
    """Whether a bare "normal" speaks of the density: "(normal)" behind a score, "Classification: normal", "Normal."."""
    words = [token for token in tokens if not token.is_a("punctuation")]
    if len(words) == 1 or is_offered_normal(tokens, place):
        return True
    before, after = tokens[place - 1 : place], tokens[place + 1 : place + 2]
    if before and before[0].is_a("below", "above", "than", "at"):
        # "1.9 SD below normal" states no class.
        return False
    bracketed = bool(before) and before[0].text == "(" and bool(after) and after[0].text == ")"
    scored = any(token.key("labels") in {"t_score", "bmd"} for token in tokens[:place])
    follows = bool(after) and (after[0].text in {".", ",", ";"} or after[0].is_a("and"))
    ends = not after or follows
    near = tokens[max(0, place - _NEAR) : place]
    sited = before and before[0].text == ":" and any(names_place(token) for token in near)
    headed = before and before[0].text == ":" and any(criteria_of(token) for token in tokens[:place])
    opens = not before or before[0].text in {".", ",", ";"} or before[0].is_a("and", "contrast")
    beyond = tokens[place + 2 : place + 4]
    if opens and bool(after) and after[0].is_a("at") and any(names_place(token) for token in beyond):
        return True
    return (ends and bool(sited or headed)) or (scored and (bracketed or ends))
