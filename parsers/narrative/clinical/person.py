"""Who was examined, as the text says: age, sex and menopause."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from parsers.narrative.clinical.ages import CENTURY, ages_of
from parsers.narrative.clinical.fact import Element, fact
from parsers.narrative.clinical.fractures import age_behind
from parsers.narrative.clinical.polarity import Polarity, clause_before, polarity_of
from parsers.narrative.language.tokens import Token

_NEAR = 6
_LETTERS = {"f": "female", "m": "male", "w": "female"}
_SPANISH_LETTERS = {"f": "female", "h": "male", "v": "male"}
"""Under Spanish "Sexo" M may be mujer beside hombre, or masculino: it tells none."""
_GLUED = re.compile(r"(?<![\w.,])(\d{2})\s?(?:yo|y/o|y\.o\.|yr)?\s?([FM])(?![\w/%]|[.,]\d)")
_SECTIONS = frozenset([None, "indication", "examination", "findings", "impression", "technique"])
_SURGICAL_LATEST = 60
_SEXES = ("sex:female", "sex:male")
_PAIRED = frozenset(["age", "sex_label"])


def person_of(tokens: Sequence[Token], text: str, section: str | None) -> Iterator[Element]:
    """Yield age, sex and menopausal status a sentence states; what it says of others, or of a norm, is left out."""
    tokens = _without_salutation(tokens, text)
    yield from ages_of(tokens)
    if section not in _SECTIONS:
        return
    yield from _glued(tokens, text)
    yield from _paired(tokens)
    for place, token in enumerate(tokens):
        yield from _sex(tokens, place, text)
        if token.key("menopausal_status"):
            yield from _status(tokens, place)
        if token.is_a("menopause"):
            yield from _menopause(tokens, place)
            if section == "indication" and _is_item(tokens, place) and polarity_of(tokens, place) is Polarity.STATED:
                # "Indication: menopause, fracture of the wrist" gives it as the reason.
                yield (fact("menopausal_status", "postmenopausal", token),)


def without_doubtful_sex(elements: Iterable[Element], words: Iterable[Token]) -> list[Element]:
    """Return what a text states without any sex, if it says anywhere that words do not tell the one at birth.

    The reference values a "trans woman" is compared with are not for a reader to choose.
    """
    doubtful = any(token.is_a("sex_doubtful") for token in words)
    return [element for element in elements if not (doubtful and any(one.name == "sex" for one in element))]


def _without_salutation(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Return what stands below the line of a salutation; nothing of a sentence that goes on in the same line."""
    place = next((number for number, token in enumerate(tokens) if token.is_a("salutation")), None)
    if place is None:
        return tokens
    for number, (token, after) in enumerate(zip(tokens[place:], tokens[place + 1 :], strict=False), place):
        if token.text == "," and "\n" in text[token.end : after.start]:
            return _without_salutation(tokens[number + 1 :], text)
    return ()


def _is_choice(tokens: Sequence[Token], letter: Token) -> bool:
    """Whether a letter is one of a form's choices that nobody made: "Sex: M/F", "Geschlecht: m / w / d"."""
    place = next(number for number, token in enumerate(tokens) if token is letter)
    return [token.text for token in tokens[place + 1 : place + 2]] == ["/"] and any(
        token.text in {"m", "f", "w", "d", "h", "v"} for token in tokens[place + 2 : place + 3]
    )


def _is_either(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a word is of both sexes: "PatientIn", "Patientin/Patient"."""
    token = tokens[place]
    beside = [*tokens[max(0, place - 2) : place], *tokens[place + 1 : place + 3]]
    joined = any(other.text == "/" for other in beside) and any(other.text.startswith("patient") for other in beside)
    return joined or bool(_BOTH_SEXES.search(text[token.start : token.end]))


_BOTH_SEXES = re.compile(r"[a-z\u00df-\u00ff]In(?:nen)?$")
"""The German I within a word that is of both: "PatientIn"."""


def _sex(tokens: Sequence[Token], place: int, text: str) -> Iterator[Element]:
    token = tokens[place]
    if token.is_a("sex_label"):
        told = (other for other in tokens[place + 1 : place + 4] if other.text not in {":", "=", "/", "("})
        letters = _SPANISH_LETTERS if token.is_a("sex_by_h_and_m") else _LETTERS
        letter = next(told, None)
        if letter is not None and letter.text in letters and not _is_choice(tokens, letter):
            yield (fact("sex", letters[letter.text], letter),)
        return
    name = token.key("sex")
    if name is None or _is_either(tokens, place, text):
        return
    near = tokens[max(0, place - 4) : place + 4]
    titled = any(other.is_a("profession", "salutation") for other in near)
    others = any(other.is_a("family", "parent", "not") for other in clause_before(tokens, place))
    if not titled and not others and not _is_of_norm(tokens, place):
        yield (fact("sex", name, token),)


def _paired(tokens: Sequence[Token]) -> Iterator[Element]:
    """Yield age and sex under one label: "Age/Sex: 61/F", "Sex/Age: F / 61 yrs"."""
    for place, (one, joint, other) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        labels = {tag for token in (one, other) for tag in token.tags & _PAIRED}
        if joint.text != "/" or "age" not in labels or len(labels) < 2:  # noqa: PLR2004 - age and sex
            continue
        letters = _SPANISH_LETTERS if one.is_a("sex_by_h_and_m") or other.is_a("sex_by_h_and_m") else _LETTERS
        told = _of_person(tokens[place + 3 : place + 3 + _NEAR], letters)
        years = [token for token in told if token.text.isdigit() and 0 < int(token.text) < CENTURY]
        sexes = [
            (token.key("sex") or letters[token.text], token)
            for token in told
            if token.key("sex") or token.text in letters
        ]
        if len(years) == len(sexes) == 1:
            yield (fact("age_years", years[0].text, years[0]),)
            yield (fact("sex", *sexes[0]),)


def _of_person(tokens: Sequence[Token], letters: Mapping[str, str]) -> list[Token]:
    """Return the tokens up to the first that is no part of an age or a sex."""
    parts = ("number", "punctuation", "year_old", "units:year", *_SEXES)
    return list(takewhile(lambda token: token.is_a(*parts) or token.text == "y" or token.text in letters, tokens))


def _status(tokens: Sequence[Token], place: int) -> Iterator[Element]:
    token = tokens[place]
    general = any(other.is_a("people", "general:who") for other in tokens)
    if general or _is_of_norm(tokens, place):
        return
    polarity = polarity_of(tokens, place)
    if polarity is not Polarity.OPEN:
        value = token.key("menopausal_status") or ""
        yield (fact("menopausal_status", value, token, denied=polarity is Polarity.DENIED),)


def _menopause(tokens: Sequence[Token], place: int) -> Iterator[Element]:
    """Yield the age at which the menopause came, and the status that follows from its having come."""
    behind = tokens[place + 1 : place + 1 + _NEAR]
    for number, token in enumerate(behind):
        if token.text in {".", ";", ","} and number:
            return
        opened = token.is_a("at_age", "at_age_years", "age") or token.text in {":", "(", "="}
        found = age_behind(behind, number) if token.is_a("at_age", "at_age_years") else None
        if found is None and opened and number + 1 < len(behind) and behind[number + 1].is_a("number"):
            candidate = behind[number + 1]
            after = behind[number + 2 : number + 3]
            plain = not after or after[0].text in {")", ",", ".", ";"} or after[0].is_a("year_old", "units:year")
            found = candidate if plain and candidate.text.isdigit() else None
        if found is None:
            continue
        if 0 < int(found.text) <= _SURGICAL_LATEST and polarity_of(tokens, place) is not Polarity.DENIED:
            yield (fact("age_at_menopause", found.text, found),)
            yield (fact("menopausal_status", "postmenopausal", tokens[place]),)
        return


def _is_item(tokens: Sequence[Token], place: int) -> bool:
    """Whether the menopause stands alone between the marks of a list, not its years or the time around it."""
    around = (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
    named = tokens[place].text in {"menopause", "menopausia", "menopausa", "menopauze"}
    return named and all(token.text in {".", ",", ";", "/", "+", "-", ":"} for token in around)


def _is_of_norm(tokens: Sequence[Token], place: int) -> bool:
    """Whether a sex is that of a reference population: "female reference", "young women"."""
    around = tokens[max(0, place - 3) : place + 4]
    words = {"reference", "population", "nhanes", "database", "referenz", "referencia", "norm"}
    words |= {"referentie", "riferimento", "kollektiv", "normkollektiv"}
    scored = any(token.key("labels") in {"t_score", "z_score"} for token in tokens[: place + 4])
    others = ("young", "family", "parent", "people", "general:reference")
    return scored or any(token.is_a(*others) or token.text in words for token in around)


def _glued(tokens: Sequence[Token], text: str) -> Iterator[Element]:
    """Yield "66F" and "72 yo M": an age with the letter of a sex."""
    if not tokens:
        return
    start, end = tokens[0].start, tokens[-1].end
    for found in _GLUED.finditer(text, start, end):
        near = [token for token in tokens if token.start < found.end() and token.end > found.start() - 20]
        if any(token.is_a("family", "parent", "labels:t_score", "labels:z_score") for token in near):
            continue
        number = Token(start=found.start(1), end=found.end(1), text=found[1])
        letter = Token(start=found.start(2), end=found.end(2), text=found[2].lower())
        yield (fact("age_years", found[1], number),)
        yield (fact("sex", _LETTERS[letter.text], letter),)
