"""Sentences about nobody in particular: a study's participants, a woman of seventy as such, a rule for a score."""

from collections.abc import Sequence
from itertools import takewhile

from dxa.regions import Side
from parsers.narrative.language.tokens import Token

INDEFINITE = frozenset(["a", "an", "any", "ein", "eine", "einer", "einem", "un", "une", "una", "um", "uma", "een"])
_OPENING = 3
_PERSON_WITHIN = 8
_PERSON_TEXT = (
    "woman man person patient adult female male individual lady somebody someone frau mann patientin femme homme "
    "patiente sujet personne mujer hombre paciente persona donna uomo paziente mulher homem doente pessoa vrouw persoon"
)
_PERSON = frozenset(_PERSON_TEXT.split())
_RISK = ("risk", "risik", "risq", "riesg", "risch", "risc", "risic")
"""What the words for a risk have in them."""
_MEAN_TEXT = (
    "mean average mittlere mittlerer mittleren mittlerem durchschnittliche durchschnittlicher durchschnittlichen "
    "moyen moyenne moyens medio media medios medie gemiddelde"
)
_MEAN = frozenset(_MEAN_TEXT.split())
_MEAN_WITHIN = 3
_STUDY = frozenset(["study", "etude", "estudio", "studio", "estudo", "studie", "studien", "etudes", "studies"])
"""A study of many people, or the examination of one."""
_SCORES = frozenset(["t_score", "z_score", "both_scores", "bmd"])
_ONE = frozenset(["one"])
_WEIGHED = ("differ", "same", "similar", "alike", "equal", "equivalent", *_RISK)
"""How words begin, or what they have in them, by which two scores of nobody are set against each other."""
_READS = ("interpret", "caution", "vorsicht", "prudence", "prudenz", "cautel", "voorzichtig", "correlat", "korrel")
"""How words begin by which a report tells what to make of its own value."""


def tells_of_nobody(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence is about a study, about anybody of an age, or a rule for whoever has a score."""
    if any(_side_of(token) for token in tokens):
        # None of these names a side.
        return False
    return _is_of_study(tokens) or _is_of_person(tokens) or _calls_for(tokens) or _weighs_two(tokens)


def since_of_anybody(tokens: Sequence[Token]) -> int:
    """Return where a later clause about anybody begins, or the end: "-1.7, and a patient with -3.0 is at risk"."""
    for place, token in enumerate(tokens):
        opens = place > 0 and (token.text in {",", ";"} or token.is_a("and", "contrast"))
        rest = tokens[place:]
        if opens and not any(_side_of(other) for other in rest) and (_is_of_person(rest) or _weighs_two(rest)):
            return place
    return len(tokens)


def _side_of(token: Token) -> bool:
    side = token.key("side") or (token.site.side if token.site else None)
    return side in {Side.LEFT, Side.RIGHT}


def _is_of_study(tokens: Sequence[Token]) -> bool:
    """Whether a study's mean is told, "the mean T-score in the trial was -2.8", or a trial alone is spoken of."""
    said = [at for at, token in enumerate(tokens) if token.is_a("general:trial") or _may_be_study(token)]
    # "L1-L4 T-score -1.0; in the trial the mean was -1.4" begins with the patient's.
    if not said or any(token.is_a("number") for token in tokens[: said[0]]):
        return False
    trial = any(tokens[at].is_a("general:trial") for at in said)
    labels = [place for place, token in enumerate(tokens) if token.key("labels") in _SCORES]
    if any(token.is_a("places:both") for token in tokens):
        return False
    return (trial and not labels) or any(_is_mean(tokens, place) for place in labels)


def _may_be_study(token: Token) -> bool:
    return token.text.rpartition("-")[2] in _STUDY


def _is_mean(tokens: Sequence[Token], label: int) -> bool:
    near = [*tokens[max(0, label - _MEAN_WITHIN) : label], *tokens[label + 1 : label + 2]]
    return any(not _MEAN.isdisjoint(token.text.split()) for token in near)


def _is_of_person(tokens: Sequence[Token]) -> bool:
    """Whether somebody has a score and a risk: "A woman of 80 with a T-score of -3 has a high risk"."""
    words = [token for token in tokens if not token.is_a("punctuation")]
    taught = bool(words) and words[0].is_a("general:aside")
    words = words[1:] if taught else words
    opens = next((at for at, token in enumerate(words[:_OPENING]) if token.text in INDEFINITE), None)
    if opens is None or not any(_is_person(token) for token in words[opens + 1 : opens + _PERSON_WITHIN]):
        return False
    if taught:
        return True
    scored = any(token.key("labels") in _SCORES or token.is_a("frax:tool") for token in words)
    general = any(_is_risk(token) or token.is_a("general:on_average", "frax:tool") for token in words)
    return scored and general


def _is_risk(token: Token) -> bool:
    """Whether a word is about a risk, compounds such as "Frakturrisiko" included."""
    return any(part in token.text for part in _RISK)


def _is_person(token: Token) -> bool:
    return not _PERSON.isdisjoint(token.text.replace("-", " ").split())


def _calls_for(tokens: Sequence[Token]) -> bool:
    """Whether a score of no one calls for something: "A hip T-score of -3.7 should prompt referral"."""
    words = [token for token in tokens if not token.is_a("punctuation")]
    if not any(token.text in INDEFINITE for token in words[:_OPENING]):
        return False
    number = next((at for at, token in enumerate(words) if token.is_a("number")), None)
    if number is None or not any(token.key("labels") in _SCORES for token in words[:number]):
        return False
    behind = list(
        takewhile(lambda token: token.is_a("site", "levels", "at") or token.key("units"), words[number + 1 :])
    )
    calling = words[number + 1 + len(behind) :]
    calls = calling[:1] and calling[0].is_a("advice", "general:modal", "general:calls_for")
    return bool(calls) and not any(token.text.startswith(_READS) for token in calling)


def _weighs_two(tokens: Sequence[Token]) -> bool:
    """Whether two scores of no one are compared: "A neck T-score of -2.4 and one of -2.5 are hardly different".

    A site behind the second one tells where it was measured.
    """
    words = [token for token in tokens if not token.is_a("punctuation")]
    if not any(token.text in INDEFINITE for token in words[:_OPENING]):
        return False
    numbers = [at for at, token in enumerate(words) if token.is_a("number")]
    second = next((at for at in numbers[1:] if any(token.text in _ONE for token in words[at - 2 : at])), None)
    if second is None or not any(token.key("labels") in _SCORES for token in words[: numbers[0]]):
        return False
    behind = words[second + 1 :]
    weighed = any(part in token.text for token in words for part in _WEIGHED)
    return weighed and not any(token.is_a("site", "levels", "row") for token in behind)
