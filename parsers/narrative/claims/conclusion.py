"""What a report concludes: normal, osteopenia or osteoporosis, as it says itself, of the patient and of each site."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dxa.regions import Site
from parsers.narrative.claims.choices import Choice, choice_at, is_chosen
from parsers.narrative.claims.classes import class_of, names_place
from parsers.narrative.claims.definitions import RANK, criteria_of, defines
from parsers.narrative.language.tokens import Token

_REACH = 8
_NEAR = 4
_TO_LIMIT = 6
"""Words between a limit and the class it makes: "-2.5 or lower is a diagnosis of osteoporosis"."""
_CRITERION = ("criteri", "kriteri", "criter", "threshold")
"""Parts of words for criteria: "criteria for osteoporosis" state a class only where they are said to be met."""
_AUXILIARY = frozenset(
    ["is", "has", "was", "been", "can", "could", "ist", "wurde", "est", "a", "ha", "foi", "er", "har"]
)
_BARE_NOT = frozenset(["not", "non", "nicht", "nao", "niet", "ikke", "inte", "ej", "n", "ne"])
"""Denials behind a class; "without" and "no" begin something else there: "osteoporosis without fracture"."""
_OVER_MET_TEXT = (
    "the who according to by of are is have been les le la gli i los las se der die nach sind ist sont est sono son sao"
)
_OVER_MET = frozenset(_OVER_MET_TEXT.split())
"""Words that may stand between a class, its criteria and "met"; "nearly met" is not met."""
_SEVERE_TEXT = (
    "severe established schwere schwerer schweren manifeste manifester manifesten severa grave ernstige manifest svaer "
    "svar etablie establecida conclamata estabelecida"
)
_SEVERE = frozenset(_SEVERE_TEXT.split())
"""Words that make osteoporosis one with a fracture by the definition of WHO."""
_STOPS = frozenset([".", ";", ":"])


@dataclass(frozen=True, slots=True)
class Stated:
    """One class the text asserts or denies."""

    name: str
    token: Token
    of_site: bool
    """True if its sentence speaks of a site; then it is no statement about the patient."""
    sites: tuple[Site, ...] = ()
    """The sites it is said of; empty when that is not plain."""
    denied: bool = False
    criteria: str | None = None
    for_all: bool = False
    """True if it is announced for the whole: "Overall: osteoporosis"."""

    def is_severe(self, tokens: Sequence[Token]) -> bool:
        """Whether the words beside it call asserted osteoporosis severe, established or manifest."""
        if self.name != "osteoporosis" or self.denied:
            return False
        place = next((number for number, token in enumerate(tokens) if token is self.token), None)
        beside = [] if place is None else [*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2]]
        words = {word for token in (self.token, *beside) for word in token.text.split()}
        return not _SEVERE.isdisjoint(words)


def said(tokens: Sequence[Token]) -> tuple[Stated, ...]:
    """Return the classes a sentence asserts or denies: not asked for, not feared, not earlier, not defined."""
    places = [place for place in range(len(tokens)) if class_of(tokens, place)]
    if not places or (defines(tokens) and not is_chosen(tokens)):
        return ()
    has_site = any(token.is_a("site", "levels", "row", "places:other_site") for token in tokens)
    criteria = next((name for token in tokens if (name := criteria_of(token))), None)
    # "Normal at the hip, osteopenic at the spine": a bare word keeps its own site, even where it states no class.
    marks = sorted({*places, *(place for place, token in enumerate(tokens) if token.is_a("classes:bare_normal"))})
    taken: set[int] = set()
    found = []
    for place in places:
        order = marks.index(place)
        around = (marks[order - 1] if order else -1, marks[order + 1] if order + 1 < len(marks) else len(tokens))
        sites = tuple(_sites(tokens, place, around, taken))
        denial = None if _is_of_limit(tokens, place) else _denial(tokens, place)
        if denial is not None and not _is_earlier(tokens, place):
            name = class_of(tokens, place) or ""
            whole = _is_overall(tokens, place)
            found.append(Stated(name, tokens[place], has_site and not whole, sites, denial, criteria, whole))
    return tuple(found)


def asserted(tokens: Sequence[Token]) -> tuple[Stated, ...]:
    """Return the WHO classes a sentence asserts."""
    return tuple(one for one in said(tokens) if not one.denied and one.name in RANK)


def _is_overall(tokens: Sequence[Token], place: int) -> bool:
    """Whether a class is announced for the whole: "Overall impression: osteopenia, most marked at the hip"."""
    head = tokens[max(0, place - _NEAR) : place]
    return bool(head) and head[-1].text == ":" and any("overall" in token.text for token in head)


def _sites(tokens: Sequence[Token], place: int, around: tuple[int, int], taken: set[int]) -> Iterator[Site]:
    """Yield the sites a class is said of: those before it that no other class took, else those behind it."""
    before = [number for number in range(place - 1, around[0], -1) if names_place(tokens[number])]
    stop = next((n for n in range(place - 1, around[0], -1) if tokens[n].text in {".", ";"}), around[0])
    group = _together(tokens, [number for number in before if number > stop and number not in taken])
    behind = [number for number in range(place + 1, around[1]) if names_place(tokens[number])]
    stop = next((n for n in range(place + 1, around[1]) if tokens[n].text in {".", ";", ":"}), around[1])
    own = _together(tokens, [number for number in behind if number < stop])
    if not group or (own and own[0] == place + 2 and _apart(tokens, group[0], place)):
        group = own
    taken.update(group)
    for number in sorted(group):
        site = tokens[number].site
        if site is not None:
            yield site


def _apart(tokens: Sequence[Token], site: int, place: int) -> bool:
    """Whether a comma parts a site from the class behind it: "normal at the hip, osteopenic at the spine"."""
    return any(token.text == "," for token in tokens[site + 1 : place])


def _together(tokens: Sequence[Token], places: Sequence[int]) -> list[int]:
    """Return the first place and those that a comma or "and" joins to it: "of the spine and the hip"."""
    group = list(places[:1])
    for number in places[1:]:
        between = tokens[min(group[-1], number) + 1 : max(group[-1], number)]
        if not all(token.is_a("and", "at") or token.text in {",", "the", "/"} for token in between):
            break
        group.append(number)
    return group


def conclusion(impression: Iterable[Sequence[Token]], rest: Iterable[Sequence[Token]]) -> tuple[Stated | None, bool]:
    """Return what the report concludes, and whether it contradicts itself.

    The impression is asked first. A class said of the patient wins over classes said of sites; of those the worst
    one stands for the report.
    """
    for sentences in (list(impression), _concluding(list(rest))):
        stated = [one for tokens in sentences for one in asserted(tokens)]
        overall = [one for one in stated if not one.of_site]
        if len({one.name for one in overall}) > 1:
            whole = {one.name: one for one in overall if one.for_all}
            return (whole.popitem()[1], False) if len(whole) == 1 else (None, True)
        if overall:
            return overall[0], False
        if stated:
            return max(stated, key=lambda one: RANK.index(one.name)), False
    return None, False


def _concluding(sentences: Sequence[Sequence[Token]]) -> Sequence[Sequence[Token]]:
    """Return the sentences that may conclude where no heading says which do: those from the first result on.

    "Osteoporosis, treated with denosumab." above the results is the patient's history, unless nothing else is said.
    """
    later = _behind_results(sentences)
    return later if any(asserted(tokens) for tokens in later) else sentences


def _behind_results(sentences: Sequence[Sequence[Token]]) -> Sequence[Sequence[Token]]:
    """Return the sentences from the first one that gives a density or a score."""
    first = next((number for number, tokens in enumerate(sentences) if _gives_result(tokens)), len(sentences))
    return sentences[first:]


def _gives_result(tokens: Sequence[Token]) -> bool:
    labelled = any(token.key("labels") in {"t_score", "z_score"} or token.key("units") == "g/cm2" for token in tokens)
    return labelled and any(token.is_a("number") for token in tokens)


def _is_of_limit(tokens: Sequence[Token], place: int) -> bool:
    """Whether a class is said of a limit beside results: "-2.5 or lower is osteoporosis; her spine is at -1.2"."""
    near = range(place - 1, max(-1, place - 1 - _TO_LIMIT), -1)
    bound = next((number for number in near if tokens[number].is_a("bound_after")), None)
    if bound is None or bound == 0 or not tokens[bound - 1].is_a("number"):
        return False
    return not any(token.is_a("punctuation", "site", "levels") for token in tokens[bound + 1 : place])


def _denial(tokens: Sequence[Token], place: int) -> bool | None:
    """Return whether a class is denied; None if it is feared, asked for, known from before or a limit."""
    choice = choice_at(tokens, place)
    if choice is not None:
        return None if choice is Choice.OPEN else choice is Choice.DENIED
    before, after = _clause_before(tokens, place), _clause_after(tokens, place)
    if _is_of_relative(tokens, place) or any(token.is_a("general:person") for token in before):
        return None
    asked = [token for token in before if _asks(token) and not token.is_a("not")]
    met = _met(before, after)
    if any(not _is_criterion(token) for token in asked) or (asked and met is None):
        return None
    if any(token.is_a("open_after") for token in after) or _is_left_open(after):
        return None
    if (after and after[0].text == "?") or tokens[-1].text == "?":
        return None
    denied = any(token.is_a("not") for token in before) or any(token.is_a("not_after") for token in after)
    return denied or met is False


def _asks(token: Token) -> bool:
    return token.is_a("hedge", "family", "labels:threshold", "general:modal")


def _is_of_relative(tokens: Sequence[Token], place: int) -> bool:
    """Whether a class stands behind somebody else and a colon: "Mother: osteoporosis"."""
    colons = (number for number in range(1, place) if tokens[number].text == ":")
    return any(tokens[number - 1].is_a("general:person", "family") for number in colons)


def _met(before: Sequence[Token], after: Sequence[Token]) -> bool | None:
    """Return whether the criteria of a class are said to be met or not: "criteria for X are (not) met"; else None.

    `before` holds the words before the class, nearest first.
    """
    criterion = next((number for number, token in enumerate(before) if _is_criterion(token)), None)
    if criterion is None:
        return None
    for words in (after, before[criterion + 1 :]):
        denied = False
        for token in words:
            denied = denied or token.is_a("not", "not_after")
            if token.is_a("fulfilled") or token.is_a("not_after"):
                return not (denied or any(other.is_a("not") for other in before))
            if not (token.is_a("not", "general:who", "criteria_before", "at") or token.text in _OVER_MET):
                break
    return None


def _is_left_open(after: Sequence[Token]) -> bool:
    """Whether a class is followed by a denial of who knows what: "osteoporosis has not been demonstrated"."""
    said = [token for token in after[:_NEAR] if token.text not in _AUXILIARY]
    denied = any(token.is_a("not_after", "fulfilled") for token in after)
    return bool(said) and said[0].text in _BARE_NOT and not denied


def _is_criterion(token: Token) -> bool:
    return any(part in token.text for part in _CRITERION)


def _is_earlier(tokens: Sequence[Token], place: int) -> bool:
    """Whether a class is that of an earlier time: "previously osteoporosis", "osteopenia in 2019, now ..."."""
    dated = any(token.when for token in tokens[place + 1 : place + 3])
    if dated and any(token.is_a("now") for token in tokens[place:]):
        return True
    return any(token.is_a("prior", "earlier") for token in _clause_before(tokens, place)[-3:])


def _clause_before(tokens: Sequence[Token], place: int) -> list[Token]:
    clause: list[Token] = []
    for token in reversed(tokens[max(0, place - _REACH) : place]):
        if token.text in _STOPS or token.is_a("contrast"):
            break
        # "osteopenia, not osteoporosis": a comma ends what was said before, but not "no osteopenia, osteoporosis".
        if token.text == "," and not _is_enumeration(tokens, place):
            break
        clause.append(token)
    return clause


def _is_enumeration(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1] if place else None
    return before is not None and (before.text == "," or before.is_a("and"))


def _clause_after(tokens: Sequence[Token], place: int) -> list[Token]:
    clause: list[Token] = []
    for token in tokens[place + 1 : place + _REACH]:
        if token.text in {*_STOPS, ","} or token.is_a("contrast") or token.key("classes"):
            break
        clause.append(token)
    return clause
