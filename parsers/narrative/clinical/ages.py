"""How old the patient is, as the text says."""

from collections.abc import Iterator, Sequence

from parsers.narrative.clinical.fact import Element, fact
from parsers.narrative.language.tokens import Token

CENTURY = 110
"""Years nobody is old."""
_NEAR = 6
_AHEAD = 8
"""Words from a person to the age behind commas."""
_ADJECTIVES = 3
"""Words from a person to "de 66 anos", the person included."""
_GROWN = 18
_MIDDLE = 40
"""Years above which "66 anos de" is no time of a treatment or an illness."""
_YEARS_BEHIND = 8
"""Words from a person to the age behind "di anni", both included."""
_SEXES = ("sex:female", "sex:male")
_OF = frozenset(["de", "di", "d", "van", "von"])
_COUNTED = frozenset(["fa", "atras", "ago", "antes", "prima", "paquete", "maco", "-"])
"""Words behind years that make them a time."""
_BOUNDS = frozenset(["<", ">", "<=", ">=", "\u2264", "\u2265"])
_TIES_TEXT = (
    "con com avec en em in na no nel nella por per par pour durante pendant desde depuis dalla da dal hace ha sous "
    "a al el la los las les il le os as ultimos ultimas ultimi dernieres mas mais plus piu menos cerca"
)
_TIES = frozenset(_TIES_TEXT.split())


def ages_of(tokens: Sequence[Token]) -> Iterator[Element]:
    """Yield the age a sentence tells of the patient; not that of an event or of somebody else."""
    for place, token in enumerate(tokens):
        if not token.is_a("number") or not token.text.isdigit() or not 0 < int(token.text) < CENTURY:
            continue
        after = [other for other in tokens[place + 1 : place + 3] if other.text != "-"]
        before = [other for other in tokens[max(0, place - 3) : place] if other.text not in {":", "=", "("}]
        person = bool(after) and after[0].is_a("year_old") and _is_person(tokens, place)
        labelled = bool(before) and before[-1].is_a("age") and _is_labelled(tokens, place, after)
        told = person or labelled or _is_apposed(tokens, place) or _follows_years(tokens, place)
        if (told or _is_said_aged(tokens, place)) and not _is_others(tokens, place):
            yield (fact("age_years", token.text, token),)


def _is_apposed(tokens: Sequence[Token], place: int) -> bool:
    """Whether years stand behind a person and nothing follows them: "Frau Muster, 66 Jahre", "man van 74 jaar,"."""
    years = tokens[place + 1 : place + 2]
    after = tokens[place + 2 : place + 3]
    # "Ms T., 69 years": neither the dots of initials nor the comma count.
    before = [token for token in tokens[:place] if not token.is_a("punctuation")][-3:]
    person = any(token.is_a(*_SEXES, "patient", "child") for token in before)
    linked = bool(before) and before[-1].text in {"van", "von", "de", "di"}
    ends = linked or not after or after[0].text in {".", ",", ")", ";"}
    counted = any(token.is_a("since", "ago", "general:ago", "number") for token in before)
    counted |= bool(before) and before[-1].text in _TIES | _BOUNDS
    # "Patient, 12 years, ..." may count years of something; "a girl of 13 years" does not.
    told = linked and len(before) > 1 and before[-2].is_a(*_SEXES)
    grown = int(tokens[place].text) >= _GROWN or told or any(token.is_a("child") for token in before)
    return person and bool(years) and years[0].key("units") == "year" and ends and not counted and grown


def _follows_years(tokens: Sequence[Token], place: int) -> bool:
    """Whether an age stands behind its unit, as in "paziente di anni 67"."""
    before = tokens[max(0, place - _YEARS_BEHIND) : place]
    led = len(before) > 1 and before[-1].key("units") == "year" and before[-2].text in {"di", "de", ","}
    after = tokens[place + 1 : place + 2]
    ends = not after or after[0].is_a("punctuation", "and")
    return led and ends and any(token.is_a("sex:female", "sex:male", "patient", "child") for token in before)


def _is_said_aged(tokens: Sequence[Token], place: int) -> bool:
    """Whether "aged" and a grown age stand right behind a person: "a lady aged 66", "Mrs Test (aged 66)"."""
    before = [token for token in tokens[:place] if not token.is_a("punctuation")][-3:]
    if len(before) < 2 or before[-1].text != "aged" or int(tokens[place].text) < _GROWN:  # noqa: PLR2004 - person and "aged"
        return False
    named = before[-2].tags == {"word"} and any(token.is_a(*_SEXES) for token in before[:-2])
    behind = tokens[place + 1 : place + 2]
    event = bool(behind) and behind[0].is_a("at", "at_age_years", "number")
    return (named or before[-2].is_a(*_SEXES, "patient")) and not event


def _is_labelled(tokens: Sequence[Token], place: int, after: Sequence[Token]) -> bool:
    """Whether the word for age before a number is a label: not that of an event ("hysterectomy age 41")."""
    label = next(number for number in range(place - 1, -1, -1) if tokens[number].is_a("age"))
    marked = any(token.text in {":", "="} for token in tokens[label:place])
    before = tokens[label - 1] if label else None
    opens = before is None or before.is_a("punctuation", "and", "sex:female", "sex:male") or before.text == "patient"
    spoilt = bool(after) and (after[0].key("units") not in {None, "year"} or after[0].is_a("number", "to"))
    return (marked or opens) and not spoilt


def _is_person(tokens: Sequence[Token], place: int) -> bool:
    """Whether an age is the patient's: "66-year-old", or "66 anos" behind a word for a person."""
    behind = tokens[place + 1 : place + _NEAR]
    told = any("old" in token.text or "jahrig" in token.text or "jarig" in token.text for token in behind[:2])
    told |= any(token.text in {"yo", "y/o", "y.o"} for token in behind[:2])
    return told or _is_said_so(tokens[place + 1]) or _is_aged(tokens, place)


def _is_said_so(years: Token) -> bool:
    """Whether the words for years say that they are an age: "anni di eta"."""
    return bool({"idade", "edad", "eta"} & set(years.text.split()))


def _is_aged(tokens: Sequence[Token], place: int) -> bool:
    """Whether mere years tell a person's age: "mujer de 66 anos", not "mujer en tratamiento desde hace 6 anos".

    The languages that have no other word for an age count the years of everything with this one.
    """
    if _counts(tokens, place):
        return False
    if _is_with(tokens, place) or _leads_person(tokens, place):
        return True
    before = list(tokens[max(0, place - _AHEAD) : place])
    linked, parted = False, False
    while before and (before[-1].text in _OF or before[-1].is_a("punctuation")):
        parted |= before[-1].is_a("punctuation")
        linked |= before[-1].text in _OF
        before.pop()
    if parted:
        old = int(tokens[place].text) >= _GROWN or any(token.is_a("child") for token in before)
        return old and any(_is_of_person(token) for token in before)
    if before and _is_of_person(before[-1]):
        return True
    described = before[-_ADJECTIVES:]
    last = next((at for at, token in enumerate(described) if _is_of_person(token)), None)
    return linked and last is not None and all(_is_adjective(token) for token in described[last + 1 :])


def _counts(tokens: Sequence[Token], place: int) -> bool:
    """Whether years are a time by what stands around them: "6 anos atras", "10 anos de menopausa", "> 65 anos"."""
    behind = [token.text for token in tokens[place + 2 : place + 3]]
    before = [token.text for token in tokens[max(0, place - 1) : place]]
    of_time = bool(behind) and behind[0] in _OF and int(tokens[place].text) < _MIDDLE
    return of_time or not _COUNTED.isdisjoint(behind) or not _BOUNDS.isdisjoint(before)


def _is_with(tokens: Sequence[Token], place: int) -> bool:
    """Whether years follow a person "with" them, and are no time of anything: "paciente com 66 anos"."""
    before = tokens[max(0, place - 2) : place]
    led = len(before) > 1 and before[1].is_a("at_age_years") and before[1].text in _TIES and _is_of_person(before[0])
    return led and int(tokens[place].text) >= _MIDDLE


def _leads_person(tokens: Sequence[Token], place: int) -> bool:
    """Whether an age opens what is said, and a person follows it: "66 anni, donna"."""
    opens = not place or tokens[place - 1].is_a("punctuation")
    behind = [token for token in tokens[place + 2 : place + 4] if not token.is_a("punctuation")]
    return opens and bool(behind) and _is_of_person(behind[0]) and int(tokens[place].text) >= _GROWN


def _is_of_person(token: Token) -> bool:
    return token.is_a("sex:female", "sex:male", "patient", "child") or token.key("menopausal_status") is not None


def _is_adjective(token: Token) -> bool:
    """Whether a word may describe a person: it is of nothing clinical and ties nothing to the years."""
    return token.is_a("word") and token.tags == {"word"} and token.text not in _TIES


def _is_others(tokens: Sequence[Token], place: int) -> bool:
    """Whether an age is that of an event or of somebody else."""
    near = [*tokens[max(0, place - _NEAR) : place], *tokens[place + 1 : place + _NEAR]]
    event = any(token.is_a("at_age", "at_age_years") for token in tokens[max(0, place - 2) : place])
    event = event and not (_is_with(tokens, place) or _is_said_aged(tokens, place))
    about = any(
        token.is_a("fracture") or (token.is_a("menopause") and not _is_her_age(tokens, at, place))
        for at, token in enumerate(tokens[max(0, place - 4) : place], max(0, place - 4))
    )
    words = {"reference", "range", "population"}
    norm = any(token.text in words or token.is_a("general:reference") for token in tokens[place : place + 3])
    norm = norm or any(token.is_a("labels:threshold") for token in tokens[:place])
    return event or about or norm or any(token.is_a("fragility", "family", "parent", "people") for token in near)


def _is_her_age(tokens: Sequence[Token], at: int, place: int) -> bool:
    """Whether "of" alone leads from a word for her menopause to her age: "femme ménopausée de 63 ans"."""
    between = [token.text for token in tokens[at + 1 : place]]
    return tokens[at].key("menopausal_status") is not None and between == ["de"] and at > 0
