"""Rules of treatment that a report repeats: whom to treat, from which T-score and which risk on, without a sign."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import dropwhile, pairwise, takewhile

from dxa.regions import Side
from parsers.narrative.language.label_places import LIGHT
from parsers.narrative.language.roles import Role
from parsers.narrative.language.tokens import Token

_PEOPLE = frozenset(["patients", "women", "men", "individuals", "people", "persons", "adults", "females", "males"])
_STUDIES = frozenset(["women's", "men's", "cohort", "trial", "population", "uspstf"])
_WHICH = frozenset(["whose", "having", "over", "aged", "older", "at", "should"])
"""Words behind people that tell which of them a rule is about, beside those of the lexicon ("women with")."""
_SCORES = frozenset(["t_score", "z_score", "both_scores", "bmd"])
_COMPARED = ("compare", "young", "matched", "general:means")
_ADVISING_TEXT = (
    "treat pharmacologic pharmacological pharmacotherapy guideline guidelines guidance candidate candidates eligible "
    "nof bhof nogg acog aace"
)
_ADVISING = frozenset(_ADVISING_TEXT.split())
"""Words of a rule that no report says of its patient's own treatment."""
_TREATING_TEXT = "treated treating treatment treatments therapy therapies medication medications criteria"
_RULES = _ADVISING | frozenset(_TREATING_TEXT.split())
_LIMITS = frozenset(map(Decimal, ("-1.0", "-1.5", "-2.0", "-2.5", "-3.0")))
"""T-scores from which on guidelines advise something."""
_FIGURES = frozenset(["3", "20", "4.5", "30"])
"""Per cent of risk that guidelines of the United States name."""
_NORMS = frozenset(["reference", "references", "norm", "norms"])
_ANY = frozenset(["a", "an", "any"])
_ANY_WITHIN = 5
"""Tokens of "a T-score at the hip of"."""
_EACH = frozenset(["each", "per", "every"])
_PERSONS = frozenset(["woman", "man", "person", "patient", "adult", "female", "male", "individual"])


def speaks_of_people(tokens: Sequence[Token], *, before: int) -> bool:
    """Whether a rule about people stands before a place: "Patients with", "women over 50 with"; not "young women".

    People behind a label are those its scores compare with.
    """
    known = True
    for place, token in enumerate(tokens[:before]):
        known = known and not (token.is_a(*_COMPARED) or token.key("labels") in _SCORES)
        if not (token.is_a("general:reference") or _STUDIES.isdisjoint(token.text.split())):
            return True
        opens = all(other.is_a("at") for other in tokens[:place])
        if known and (_are_people(tokens, place) or (opens and token.text in _PEOPLE)):
            return True
    return False


def _are_people(tokens: Sequence[Token], place: int) -> bool:
    """Whether people stand at a place with words that tell which of them: "patients with", "women over 70"."""
    which = place + 1 < len(tokens) and tokens[place + 1].text.split()[0] in _WHICH
    return tokens[place].is_a("general:of_all") or (which and tokens[place].text in _PEOPLE)


def _speaks_of_people_behind(tokens: Sequence[Token], place: int) -> bool:
    """Whether people stand behind a number, and it is not compared with them: "-2.5 is found in women over 70"."""
    clause = list(takewhile(lambda token: token.text != ";" and not token.is_a(*_COMPARED), tokens[place + 1 :]))
    return any(_are_people(clause, at) for at in range(len(clause)))


def of_rule(tokens: Sequence[Token], roles: Mapping[int, Role]) -> frozenset[int]:
    """Return the numbers of a sentence that are those of a rule, by position.

    Norms under a head of their own, figures per standard deviation and those of anybody's age are all of the rule; so
    are numbers behind people, and beside sites that "or" joins. Of advice only the limits are that guidelines name.
    """
    if _gives_norms(tokens) or _is_of_anybody(tokens):
        return frozenset(roles)
    choice = any(token.text == "or" for token in tokens)
    listed = frozenset(place for place in roles if choice and _is_by_either(tokens, place))
    sides = {token.key("side") or (token.site.side if token.site else None) for token in tokens}
    if sides & {Side.LEFT, Side.RIGHT}:
        return listed
    advice = next(
        (at for at, token in enumerate(tokens) if token.is_a("advice") or token.text in _ADVISING), len(tokens)
    )
    limits = {place for place in roles if _is_limit(tokens[place])}
    ruled = {
        place
        for place in limits
        if place > advice or _is_bounded_behind(tokens, place) or _speaks_of_people_behind(tokens, place)
    }
    ruled |= {place for place in roles if _calls_for_care(tokens, place)}
    if not speaks_of_people(tokens, before=max(roles, default=0)):
        return listed | ruled
    return listed | ruled | {place for place in roles if speaks_of_people(tokens, before=place)}


def _calls_for_care(tokens: Sequence[Token], place: int) -> bool:
    """Whether any score, and not one that somebody has, calls for something: "a hip T-score of -3.5 should prompt"."""
    behind = dropwhile(
        lambda token: token.key("units") is not None or token.is_a("site", "levels", "at") or token.text in LIGHT,
        tokens[place + 1 :],
    )
    obliges = next((token.is_a("general:obliges") for token in behind), False)
    before = tokens[max(0, place - _ANY_WITHIN) : place]
    scored = any(token.key("labels") in _SCORES for token in before)
    several = any(token.key("labels") in _SCORES and token.text.endswith("s") for token in before)
    return obliges and scored and (several or any(token.text in _ANY for token in before))


def _is_limit(token: Token) -> bool:
    return token.number is not None and token.number.value in _LIMITS


def _gives_norms(tokens: Sequence[Token]) -> bool:
    """Whether a head speaks of reference values, "Young adult reference:", or figures are per standard deviation."""
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
    head = tokens[:colon]
    named = any(_NORMS & set(token.text.split()) or token.is_a("general:norm") for token in head)
    own = any(token.is_a("site", "levels", "number") or token.key("labels") in _SCORES for token in head)
    per = any(first.text in _EACH and second.key("units") == "sd" for first, second in pairwise(tokens))
    return (named and not own) or per


def _is_of_anybody(tokens: Sequence[Token]) -> bool:
    """Whether a label is of a person who is not named: "The average T-score of a 70 year old woman is -1.8"."""
    for place, token in enumerate(tokens[:-3]):
        led = token.key("labels") in _SCORES and tokens[place + 1].is_a("at") and tokens[place + 2].text in {"a", "an"}
        if led and any(other.text in _PERSONS for other in tokens[place + 3 : place + 9]):
            return True
    return False


def _is_by_either(tokens: Sequence[Token], place: int) -> bool:
    """Whether a list of sites that "or" ends stands beside a number: "-2.5 at the femoral neck, total hip or spine"."""
    return _has_choice(tokens[place + 1 :]) or _has_choice(tokens[:place][::-1])


def _has_choice(tokens: Sequence[Token]) -> bool:
    """Whether nothing but small words parts a list of sites with "or" in it from the first of these tokens."""
    sites, choice = 0, False
    for token in tokens:
        if token.is_a("site", "levels"):
            sites += 1
        elif token.text == "or" and sites:
            choice = True
        elif not (
            token.text in LIGHT | {",", "either"} or token.is_a("at", "and") or (not sites and token.key("units"))
        ):
            break
    return sites > 1 and choice


def _is_bounded_behind(tokens: Sequence[Token], place: int) -> bool:
    """Whether "or lower" stands behind a number, its site and small words perhaps between."""
    behind = takewhile(lambda token: not token.is_a("number") and token.text != ";", tokens[place + 1 :])
    return any(token.is_a("bound_after") for token in behind)


def is_rule_of_risk(tokens: Sequence[Token]) -> bool:
    """Whether all per cent figures of a sentence are limits of treatment, and it speaks of treatment."""
    figures = [token for token, unit in pairwise(tokens) if unit.key("units") == "percent"]
    limits = all(token.number is not None and token.text in _FIGURES for token in figures)
    return (
        bool(figures)
        and limits
        and any(token.is_a("advice") or not _RULES.isdisjoint(token.text.split()) for token in tokens)
    )
