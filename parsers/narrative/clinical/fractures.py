"""Fractures the text says the patient has had, each with what it says of that one."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsers.narrative.clinical.fact import Element, Fact, fact, is_exact, written
from parsers.narrative.clinical.polarity import Polarity, polarity_of
from parsers.narrative.language.tokens import Token

_NEAR = 5
_THORACIC = re.compile(r"(?:d|th)(1[0-2]|[4-9])")
_OLDEST = 110
_LAST_GRADE = 3
_STOPS = frozenset([".", ";", "!", "?"])
_MONTHS_A_YEAR = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3}


def fractures_of(tokens: Sequence[Token], section: str | None) -> Iterator[Element]:
    """Yield the fractures a sentence tells of, and those it denies."""
    if any(token.is_a("frax:tool", "frax:major") for token in tokens):
        return
    places = [number for number, token in enumerate(tokens) if _is_event(token)]
    for order, place in enumerate(places):
        before = places[order - 1] if order else -1
        after = places[order + 1] if order + 1 < len(places) else len(tokens)
        yield from _told(tokens, place, (before, after), section)


def _is_event(token: Token) -> bool:
    return token.is_a("fracture") or bool(token.key("fractures"))


def _told(tokens: Sequence[Token], place: int, others: tuple[int, int], section: str | None) -> Iterator[Element]:
    polarity = polarity_of(tokens, place)
    if polarity is Polarity.OPEN:
        return
    left, right = _around(tokens, place, others)
    if any(token.is_a("units:percent") for token in right):
        # "Hip fracture: 5.6 %" is a probability.
        return
    sites = _sites(tokens, place, others)
    called = _is_fragile(tokens, place, left, right)
    if polarity is Polarity.DENIED:
        yield from _denied(tokens, place, sites, section, called=called)
        return
    details = tuple(_details(tokens[place], left, right, called=called))
    levels = _levels(tokens, place) if not sites or {site for site, _ in sites} == {"vertebra"} else []
    if levels:
        for level, token in levels:
            parts = (fact("fractures[].site", "vertebra", tokens[place]), fact("fractures[].level", level, token))
            yield (*parts, *details)
    elif sites:
        for site, token in sites:
            yield (fact("fractures[].site", site, token), *details)
    elif called:
        yield details
    else:
        yield (fact("risk_factors", "previous_fracture", tokens[place]),)


def _around(
    tokens: Sequence[Token], place: int, others: tuple[int, int]
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Return the words before and behind a fracture that may speak of it."""
    before, after = others
    left: list[Token] = []
    for token in reversed(tokens[before + 1 : place]):
        if token.text in _STOPS or token.text == ":" or token.is_a("contrast"):
            break
        if before >= 0 and (token.text == "," or token.is_a("and")):
            break
        left.insert(0, token)
    right: list[Token] = []
    for token in tokens[place + 1 : after]:
        if token.text in _STOPS or token.is_a("contrast"):
            break
        right.append(token)
    if after < len(tokens):
        cuts = [number for number, token in enumerate(right) if token.text == "," or token.is_a("and")]
        right = right[: cuts[-1]] if cuts else right
    return tuple(left), tuple(right)


def _sites(tokens: Sequence[Token], place: int, others: tuple[int, int]) -> list[tuple[str, Token]]:
    """Return the bones of a fracture: its own word's, else those right before or right behind the word "fracture"."""
    own = tokens[place].key("fractures")
    if own:
        return [(own, tokens[place])]
    before: list[tuple[str, Token]] = []
    for token in reversed(tokens[max(others[0] + 1, place - _NEAR) : place]):
        if token.key("bone"):
            before.insert(0, (token.key("bone") or "", token))
        elif token.text in _STOPS | {",", ":", "(", ")"} or (token.is_a("and") and not before):
            break
    if before:
        return list({site: (site, token) for site, token in before}.values())
    behind: dict[str, tuple[str, Token]] = {}
    distance = 0
    for token in tokens[place + 1 : others[1]]:
        if token.key("bone"):
            behind.setdefault(token.key("bone") or "", (token.key("bone") or "", token))
            distance = 0
        elif token.text in _STOPS | {":", "("} or distance >= _NEAR or (token.text == "," and not behind):
            break
        distance += 1
    return list(behind.values())


def _is_fragile(tokens: Sequence[Token], place: int, left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether the text calls this a fragility fracture; "not a fragility fracture" does not."""
    near = [*left[-_NEAR:], *right[: 2 * _NEAR]]
    found = any(token.is_a("fragility") and not token.is_a("classes:osteoporosis") for token in near)
    # "Osteoporotic" is the name of a class too; beside the word it is the fracture's.
    beside = any(token.is_a("fragility") for token in (*left[-2:], *right[:1]))
    own = tokens[place].is_a("fragility")
    if any(token.is_a("not") for token in (*left[-_NEAR:], *right)) and not own and not beside:
        return False
    return found or beside or own


def _denied(
    tokens: Sequence[Token], place: int, sites: list[tuple[str, Token]], section: str | None, *, called: bool
) -> Iterator[Element]:
    """Yield what a denial denies; only a history without any fracture says that there is none at all.

    "No fracture is seen" speaks of a picture, "no fragility fracture" of one kind.
    """
    token = tokens[place]
    for site, bone in sites:
        yield (fact("fractures[].site", site, bone, denied=True),)
    near = tokens[max(0, place - _NEAR) : place + _NEAR]
    if not sites and called:
        yield (fact("fractures[].fragility", "true", token, denied=True),)
    elif not sites and not any(other.is_a("levels", "partly") for other in near):
        historical = any(other.is_a("history", "prior", "earlier", "denies") for other in near)
        if historical or section == "indication":
            yield (fact("fractures", "none", token),)


def _details(token: Token, left: Sequence[Token], right: Sequence[Token], *, called: bool) -> Iterator[Fact]:
    near = [*left[-_NEAR:], token, *right]
    violent = next((other for other in near if other.is_a("high_energy")), None)
    if called and violent is None:
        yield fact("fractures[].fragility", "true", next((other for other in near if other.is_a("fragility")), token))
    if violent is not None and not called:
        yield fact("fractures[].high_energy", "true", violent)
    yield from _age(right, left)
    yield from _time(right)
    yield from _grade(near)
    reported = next((other for other in near if other.is_a("self_reported")), None)
    if reported is not None:
        yield fact("fractures[].self_reported", "true", reported)


def _levels(tokens: Sequence[Token], place: int) -> list[tuple[str, Token]]:
    """Return the single vertebrae named right beside a vertebral fracture; a range is that of a measurement."""
    before, after = tokens[max(0, place - 3) : place], tokens[place + 1 : place + _NEAR + 2]
    behind: list[tuple[str, Token]] = []
    for token in after:
        if token.text in _STOPS | {":"} or (token.text == "," and not behind):
            break
        behind += [(level, token) for level in _vertebrae(token)]
    ahead = [
        (level, token)
        for number, token in enumerate(before)
        for level in _vertebrae(token)
        if not any(other.text in {",", ":", *_STOPS} for other in before[number:])
    ]
    return behind or ahead


def _vertebrae(token: Token) -> tuple[str, ...]:
    """Return the vertebrae of a word; "D12" and "Th12" are other names of T12."""
    if token.is_a("levels") and token.site:
        return token.site.levels if "-" not in token.text else ()
    thoracic = _THORACIC.fullmatch(token.text)
    return (f"T{thoracic[1]}",) if thoracic else ()


def _age(*spans: Sequence[Token]) -> Iterator[Fact]:
    """Yield the age at the fracture: "at age 55", "mit 55 Jahren"."""
    for words in spans:
        for number, token in enumerate(words):
            bare = (
                words is spans[0] and token.is_a("age") and not any(other.text == ":" for other in words[number:][:2])
            )
            if (bare or token.is_a("at_age", "at_age_years")) and (found := age_behind(words, number)) is not None:
                yield fact("fractures[].age_at", found.text, found)
                return


def age_behind(words: Sequence[Token], number: int) -> Token | None:
    """Return the number that says at which age, behind "at age" or before a word for years; None if there is none."""
    for place in range(number + 1, min(len(words), number + 3)):
        token = words[place]
        if not token.is_a("number"):
            continue
        after = words[place + 1 : place + 2]
        years = bool(after) and after[0].is_a("year_old", "units:year")
        spoilt = bool(after) and (after[0].key("units") not in {None, "year"} or after[0].text == "-")
        fits = token.text.isdigit() and 0 < int(token.text) < _OLDEST and is_exact(words, place)
        if fits and (years or (words[number].is_a("at_age", "age") and not spoilt)):
            return token
        return None
    return None


def _time(words: Sequence[Token]) -> Iterator[Fact]:
    for number, token in enumerate(words):
        after = [other for other in words[number + 1 : number + 3] if other.text != "-"]
        if token.number is None or not after or not is_exact(words, number):
            continue
        factor = {"month": Decimal(1), "year": Decimal(_MONTHS_A_YEAR)}.get(after[0].key("units") or "")
        near = [*words[max(0, number - 2) : number], *after[1:2]]
        if factor and any(other.is_a("ago", "general:ago") for other in near):
            yield fact("fractures[].months_ago", written(token.number.value * factor), token)
            return


def _grade(words: Sequence[Token]) -> Iterator[Fact]:
    """Yield the Genant grade, 1 to 3, printed behind the name."""
    for number, token in enumerate(words):
        if token.is_a("genant"):
            for other in words[number + 1 : number + _NEAR]:
                grade = int(other.text) if other.text.isdigit() else _ROMAN.get(other.text, 0)
                if 0 < grade <= _LAST_GRADE:
                    yield fact("fractures[].genant", str(grade), other)
                    return
                if other.text in {",", *_STOPS}:
                    break
