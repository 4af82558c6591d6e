"""Clinical facts a report states, with their polarity: "no history of fracture" is not a fracture.

Names are those of `dxa.facts`, dotted for parts of a list, and a fact that is a list is stated once per element:

- `age_years`, `sex`, `menopausal_status`, `height_loss_historical_cm`
- `findings`: degenerative_spine, osteophytes, facet_sclerosis, scoliosis, aortic_calcification, compression_fracture,
  vertebroplasty_cement, spinal_hardware, laminectomy, dish, ankylosing_spondylitis, kyphosis
- `conditions`: primary_hyperparathyroidism, hyperparathyroidism, rheumatoid_arthritis, hyperthyroidism, celiac_disease
- `risk_factors`: parental_hip_fracture, smoking
- `therapy`: generic names of osteoporosis drugs the text says are taken
- `medications[].drug`, `.mg_per_day`, `.months`: glucocorticoids; a `drug` begins an element
- `fractures[].site`, `.fragility`: a `site` begins an element; only fractures the text calls fragility fractures
- `implants[].site`, `.side`: a `site` begins an element
- `frax.with_bmd` (stated by `frax`)

Nothing is taken from recommendations, from sentences about relatives, or from clauses that deny, ask or suppose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.narrative.sentences import Sentence
from parsers.narrative.tokens import Token, fact_tokens
from parsers.narrative.words import Lexicon

_LISTED = ("findings", "conditions", "risk_factors")
_CENTURY = 110
_NEAR = 6
_TALLEST_LOSS = Decimal(30)
_SUPPOSED = frozenset(
    [
        "possible",
        "suspected",
        "rule out",
        "evaluate for",
        "if",
        "may",
        "might",
        "could",
        "risk of",
        "risk for",
        "r/o",
        "at risk",
    ]
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact and its characters."""

    name: str
    value: str
    start: int
    end: int


def facts_of(
    sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], text: str, lexicon: Lexicon
) -> tuple[tuple[Fact, ...], tuple[Token, ...]]:
    """Return the facts a text states, each once, and the height losses printed in a unit other than cm."""
    found: dict[tuple[str, str], Fact] = {}
    inches: list[Token] = []
    for sentence, _ in sentences:
        if sentence.section in {"recommendation", "legend"}:
            continue
        tokens = fact_tokens(text, sentence.start, sentence.end, lexicon)
        if any(token.is_a("advice") for token in tokens):
            continue
        for fact in _stated(tokens, sentence):
            found.setdefault((fact.name, fact.value), fact)
        inches += _inches(tokens)
    return tuple(_settled(list(found.values()))), tuple(inches)


def _settled(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Leave out single facts the text states in two ways, and the general name beside the particular one."""
    values: dict[str, set[str]] = {}
    for fact in facts:
        values.setdefault(fact.name, set()).add(fact.value)
    for fact in facts:
        single = fact.name in {"age_years", "sex", "menopausal_status", "height_loss_historical_cm"}
        general = fact.value == "hyperparathyroidism" and "primary_hyperparathyroidism" in values["conditions"]
        if not general and not (single and len(values[fact.name]) > 1):
            yield fact


def _stated(tokens: Sequence[Token], sentence: Sentence) -> Iterator[Fact]:
    yield from _age(tokens)
    yield from _height_losses(tokens)
    for place, token in enumerate(tokens):
        for group, name in sorted(tag.split(":", 1) for tag in token.tags if ":" in tag):
            if not _is_stated(tokens, place):
                continue
            yield from _one(group, name, tokens, place, sentence)


def _one(group: str, name: str, tokens: Sequence[Token], place: int, sentence: Sentence) -> Iterator[Fact]:
    token = tokens[place]
    if group in {"sex", "menopausal_status"}:
        if sentence.section in {None, "indication", "examination", "findings"} and not _is_reference(tokens, place):
            yield Fact(group, name, token.start, token.end)
    elif group in _LISTED:
        yield Fact(group, name, token.start, token.end)
    elif group == "implants":
        yield Fact("implants[].site", name, token.start, token.end)
        yield from _side(tokens, place)
    elif group == "fractures":
        yield from _fracture(name, tokens, place)
    elif group == "therapy" and _is_taken(tokens, place):
        yield Fact("therapy", name, token.start, token.end)
    elif group == "drug" and _is_taken(tokens, place):
        yield from _medication(name, tokens, place)


def _is_stated(tokens: Sequence[Token], place: int) -> bool:
    before = _clause(tokens, place)
    denied = any(token.is_a("not", "family") or token.text in _SUPPOSED for token in before)
    after = tokens[place + 1 : place + _NEAR]
    behind = []
    for token in after:
        if token.text in {".", ";", ","} or token.is_a("contrast"):
            break
        behind.append(token)
    return not denied and not any(token.is_a("not_after") or token.text == "?" for token in behind)


def _clause(tokens: Sequence[Token], place: int) -> list[Token]:
    """Return what stands before a word in its clause; "no scoliosis or fracture" denies both."""
    clause: list[Token] = []
    for token in reversed(tokens[:place]):
        # "not measured because of a hip replacement" denies the measurement, not the implant.
        if token.text in {".", ";", ":"} or token.is_a("contrast", "because"):
            break
        clause.append(token)
        if token.text == "," and not _goes_on(tokens, place):
            break
    return clause


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word is a further member of a denied list: "no scoliosis, kyphosis or fracture"."""
    before = [token for token in tokens[:place] if token.is_a("not")]
    own = any(
        token.is_a("with", "on_drug") or token.text in {"with", "has", "mit", "con", "avec"}
        for token in tokens[max(0, place - 3) : place]
    )
    return bool(before) and not own


def _is_reference(tokens: Sequence[Token], place: int) -> bool:
    """Whether a sex is that of a reference population: "female reference", "young women"."""
    around = tokens[max(0, place - 2) : place + 3]
    words = {"reference", "population", "nhanes", "database", "referenz", "referencia", "norm", "caucasian", "white"}
    return any(token.is_a("young", "family") or token.text in words for token in around)


def _age(tokens: Sequence[Token]) -> Iterator[Fact]:
    for place, token in enumerate(tokens):
        if not token.is_a("number") or not token.text.isdigit() or not 0 < int(token.text) < _CENTURY:
            continue
        after = [other for other in tokens[place + 1 : place + 3] if other.text != "-"]
        before = [other for other in tokens[max(0, place - 3) : place] if other.text not in {":", "=", "("}]
        person = bool(after) and after[0].is_a("year_old") and _is_person(tokens, place)
        labelled = bool(before) and before[-1].is_a("age") and not (after and after[0].is_a("units:month", "month"))
        if person or labelled:
            yield Fact("age_years", token.text, token.start, token.end)


def _is_person(tokens: Sequence[Token], place: int) -> bool:
    """Whether an age is the patient's: "66-year-old", or "66 anos" beside a word for a person."""
    behind = tokens[place + 1 : place + _NEAR]
    near = [*tokens[max(0, place - _NEAR) : place], *behind]
    told = any("old" in token.text or "jahrig" in token.text or "jarig" in token.text for token in behind[:2])
    aged = any(
        other.is_a("sex:female", "sex:male") or other.text in {"paciente", "patient", "patientin"} for other in near
    )
    at_event = any(token.is_a("fragility") or token.is_a("family") for token in near)
    return (told or aged) and not at_event


def _side(tokens: Sequence[Token], place: int) -> Iterator[Fact]:
    ahead = []
    for token in tokens[place + 1 : place + 3]:
        if token.is_a("punctuation") and token.text != "(":
            break
        ahead.append(token)
    near = [*tokens[max(0, place - 3) : place], *ahead]
    words = {
        "left": "left",
        "right": "right",
        "links": "left",
        "rechts": "right",
        "linke": "left",
        "rechte": "right",
        "gauche": "left",
        "droite": "right",
    }
    words |= {
        "izquierda": "left",
        "derecha": "right",
        "esquerda": "left",
        "direita": "right",
        "sinistra": "left",
        "destra": "right",
    }
    words |= {"linker": "left", "rechter": "right"}
    sides = {words[token.text]: token for token in near if token.text in words}
    if len(sides) == 1:
        (side, token), *_ = sides.items()
        yield Fact("implants[].side", side, token.start, token.end)


def _fracture(name: str, tokens: Sequence[Token], place: int) -> Iterator[Fact]:
    token = tokens[place]
    if any(
        other.is_a("fragility") for other in tokens[max(0, place - 3) : place + 4] if other is not token
    ) and not any(other.is_a("frax:tool", "frax:major", "frax:hip") for other in tokens):
        yield Fact("fractures[].site", name, token.start, token.end)
        yield Fact("fractures[].fragility", "true", token.start, token.end)


def _is_taken(tokens: Sequence[Token], place: int) -> bool:
    """Whether a drug is taken now, not advised, stopped or refused."""
    around = [*_clause(tokens, place)[:_NEAR], *tokens[place + 1 : place + _NEAR]]
    stopped = any(token.is_a("stop", "hedge") and not token.is_a("on_drug") for token in around)
    dosed = any(token.is_a("per_day") for token in tokens[place + 1 : place + _NEAR])
    return not stopped and (dosed or any(token.is_a("on_drug") for token in _clause(tokens, place)[:_NEAR]))


def _medication(name: str, tokens: Sequence[Token], place: int) -> Iterator[Fact]:
    token = tokens[place]
    yield Fact("medications[].drug", name, token.start, token.end)
    behind = range(place + 1, min(place + 2 * _NEAR, len(tokens)))
    for number in behind:
        figure = tokens[number].number
        after = tokens[number + 1 : number + 4]
        if figure is None or not after:
            continue
        if after[0].is_a("units:mg") and any(other.is_a("per_day") or other.text == "/" for other in after[1:]):
            yield Fact("medications[].mg_per_day", str(figure.value), tokens[number].start, tokens[number].end)
        elif after[0].key("units") in {"month", "year"}:
            months = figure.value * (12 if after[0].key("units") == "year" else 1)
            yield Fact(
                "medications[].months", format(months.normalize(), "f"), tokens[number].start, tokens[number].end
            )


def _inches(tokens: Sequence[Token]) -> list[Token]:
    return [number for number, unit in _losses(tokens) if unit == "inch"]


def _losses(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    for place, token in enumerate(tokens):
        if not token.is_a("height_loss") or not _is_stated(tokens, place):
            continue
        for number in range(max(0, place - 4), min(len(tokens) - 1, place + 5)):
            unit = "inch" if tokens[number + 1].text == "in" else tokens[number + 1].key("units")
            if tokens[number].number is not None and unit in {"cm", "inch", "mm"}:
                yield tokens[number], unit


def _height_losses(tokens: Sequence[Token]) -> Iterator[Fact]:
    """Yield the historical height loss a sentence prints in cm."""
    for token, unit in _losses(tokens):
        if unit == "cm" and token.number is not None and 0 <= token.number.value < _TALLEST_LOSS:
            yield Fact("height_loss_historical_cm", str(token.number.value), token.start, token.end)
