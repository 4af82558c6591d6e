"""Clinical facts a report states or denies (`denied`), by the names of `dxa.facts`; `[]` for parts of a list element.

- `age_years`, `sex`, `menopausal_status`, `age_at_menopause`, `weight_kg`, `height_cm`, `egfr`, `crcl_ml_min`, `labs.*`
- `height_loss_historical_cm`, `height_loss_prospective_cm` ("since the last visit"); inches are converted into cm
- `findings`: degenerative_spine, osteophytes, facet_sclerosis, scoliosis, aortic_calcification, compression_fracture,
  vertebroplasty_cement, spinal_hardware, laminectomy, dish, ankylosing_spondylitis, kyphosis, back_pain,
  acute_back_pain, motion, positioning, overlying_artefact, residual_contrast, over_table_weight_limit
- `conditions`: primary_hyperparathyroidism, hyperparathyroidism, rheumatoid_arthritis, hyperthyroidism,
  celiac_disease, ... (the keys `conditions:` of words/en.toml)
- `risk_factors`: parental_hip_fracture, previous_fracture (no site told), smoking (now), alcohol, recurrent_falls,
  immobility;
  `alcohol_units_per_day`, `alcohol_units_per_week`
- `therapy`: osteoporosis drugs taken now (`none`: known untreated); `estrogen_current`, `prior_diagnosis.osteoporosis`
- `medications[].drug` (begins an element), `.mg_per_day` (prednisone, prednisolone and drugs that are no steroid),
  `.months`, `.days`: glucocorticoids and other drugs that act on bone, taken now
- `fractures[].site` (begins an element), `.level`, `.fragility` or `.high_energy` where the text calls it so,
  `.age_at`, `.months_ago`, `.genant`: fractures the patient has had; `fractures` = `none`: a history without any
- `implants[].site` (begins an element), `.side`; `recent_events[].type`, `.days_ago`; `frax.*` (stated by `frax`)
- `facility.lsc_g_cm2.<region>`, `facility.lsc_percent.<region>`, `facility.precision_error_...` (by `precision`);
  `stated_classification`, with `.<region>[.<side>]` for one site (by `conclusion`)

Nothing is taken from recommendations, from sentences about relatives, or from clauses that ask or suppose. What a
clause denies is stated with `denied`; a form answers for itself ("Smoking: no").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.narrative.clinical.body import body_of, converted_of
from parsers.narrative.clinical.drugs import STEROIDS, drugs_of
from parsers.narrative.clinical.fact import Element, Fact, fact, is_exact
from parsers.narrative.clinical.fractures import fractures_of
from parsers.narrative.clinical.known import known_of
from parsers.narrative.clinical.person import person_of, without_doubtful_sex
from parsers.narrative.clinical.polarity import Polarity, clause_before, polarity_of
from parsers.narrative.clinical.precision import precision_of
from parsers.narrative.language.limits import is_row_of_legend
from parsers.narrative.language.references import speaks_of_all
from parsers.narrative.language.text_tokens import FactTokens
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.sides import sides_of
from parsers.narrative.text.sentences import Sentence

_LISTED = ("findings", "conditions", "risk_factors")
_VERSION = re.compile(
    r"[^\d.]{0,30}?(?:\b(?:version|v|ver)\b\.?\s?|[\s(\u00ae\u2122]+)(\d\.\d{1,2})(?![\d.,]|\s?%)", re.IGNORECASE
)
_BESIDE = 44
"""Characters behind the name of a tool in which its version stands."""
_NEAR = 6
_SHORT = 4
_SINGLE = frozenset(
    [
        "age_years", "sex", "menopausal_status", "age_at_menopause", "height_loss_historical_cm",
        "height_loss_prospective_cm", "weight_kg", "height_cm", "egfr", "crcl_ml_min", "estrogen_current",
        "labs.25_oh_vitamin_d", "labs.calcium", "labs.pth", "labs.tsh", "alcohol_units_per_day",
        "alcohol_units_per_week", "prior_diagnosis.osteoporosis",
    ]
)  # fmt: skip
_GENERAL = {
    "hyperparathyroidism": ("primary_hyperparathyroidism", "secondary_hyperparathyroidism"),
    "transplantation": ("kidney_transplantation", "liver_transplantation"),
    "malabsorption": ("celiac_disease",),
}
"""A general name that says nothing beside a particular one."""
_IMPLANTED = {
    "hip": "hip", "femur": "hip", "distal_radius": "forearm", "forearm": "forearm", "radius": "forearm", "knee": "knee",
}  # fmt: skip
"""Bones an implant is said to lie in, by its site."""
_SILENT = frozenset(["recommendation", "legend"])


def facts_of(
    sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], read: FactTokens
) -> tuple[tuple[Fact, ...], tuple[Token, ...]]:
    """Return the facts a text states, each once, and the lengths that were converted into cm."""
    text = read.text
    found: dict[tuple[tuple[str, str, bool], ...], Element] = {}
    converted: list[Token] = []
    words: list[Token] = []
    for sentence in _answered([sentence for sentence, _ in sentences], text):
        if sentence.section in _SILENT:
            continue
        tokens = read.between(sentence.start, sentence.end)
        words += tokens
        if any(token.is_a("advice", "general:aside") for token in tokens) or speaks_of_all(tokens):
            continue
        if is_row_of_legend(tokens):
            continue
        for element in _stated(tokens, text, sentence):
            found.setdefault(tuple((one.name, one.value, one.denied) for one in element), element)
        converted += converted_of(tokens, text)
    told = without_doubtful_sex(_settled(list(found.values())), words)
    return tuple(one for element in told for one in element), tuple(converted)


def _answered(sentences: Sequence[Sentence], text: str) -> Iterator[Sentence]:
    """Yield the sentences with a question and its short answer as one: "Smoking? No."."""
    asked: Sentence | None = None
    for sentence in sentences:
        if asked is not None and sentence.section == asked.section and len(sentence.tokens) <= _SHORT:
            sentence = replace(sentence, start=asked.start)  # noqa: PLW2901 - the pair is read as one sentence
        elif asked is not None:
            yield asked
        asked = sentence if text[sentence.end - 1 : sentence.end] == "?" else None
        if asked is None:
            yield sentence
    if asked is not None:
        yield asked


def _stated(tokens: Sequence[Token], text: str, sentence: Sentence) -> Iterator[Element]:
    yield from person_of(tokens, text, sentence.section)
    yield from body_of(tokens, text)
    yield from drugs_of(tokens, text, sentence.section)
    yield from fractures_of(tokens, sentence.section)
    if sentence.section != "comparison":
        yield from precision_of(tokens, text)
    for place, token in enumerate(tokens):
        yield from _parental(tokens, place)
        yield from _implant(tokens, place)
        yield from _alcohol(tokens, place)
        yield from _frax_tool(tokens, place, text)
        yield from known_of(tokens, place, sentence.section)
        if never := token.key("never"):
            yield from _never(never, tokens, place)
        for group, name in sorted(tag.split(":", 1) for tag in token.tags if ":" in tag):
            if group in _LISTED:
                yield from _listed(group, name, tokens, place)


def _listed(group: str, name: str, tokens: Sequence[Token], place: int) -> Iterator[Element]:
    polarity = polarity_of(tokens, place)
    if name == "parental_hip_fracture":
        # The word for the parent stands in the name; a relative before it is the same person.
        answer = tokens[place + 1 : place + 3]
        named = len(answer) > 1 and answer[0].text == ":" and answer[1].is_a("parent")
        polarity = Polarity.STATED if named else _parental_polarity(tokens, place, place)
    if polarity is not Polarity.OPEN:
        yield (fact(group, name, tokens[place], denied=polarity is Polarity.DENIED),)


def _never(name: str, tokens: Sequence[Token], place: int) -> Iterator[Element]:
    """Yield the denial a word is by itself: "non-smoker"."""
    if polarity_of(tokens, place) is Polarity.STATED:
        yield (fact("risk_factors", name, tokens[place], denied=True),)


def _parental(tokens: Sequence[Token], place: int) -> Iterator[Element]:
    """Yield a parent's hip fracture from "mother with a fracture of the hip"."""
    token = tokens[place]
    if not (token.key("fractures") == "hip" or _is_hip_fracture(tokens, place)):
        return
    behind = takewhile(lambda other: other.text not in {".", ";", ",", "("}, tokens[place + 1 : place + _NEAR])
    clause = [*clause_before(tokens, place), *behind]
    relatives = [other for other in clause if other.is_a("parent", "family", "general:person")]
    if not relatives or not relatives[0].is_a("parent"):
        return
    if any(other.is_a("general:person") and not other.is_a("parent") for other in relatives):
        return
    polarity = _parental_polarity(tokens, place, tokens.index(relatives[0]))
    if polarity is not Polarity.OPEN:
        denied = polarity is Polarity.DENIED
        yield (fact("risk_factors", "parental_hip_fracture", token, denied=denied),)


def _is_hip_fracture(tokens: Sequence[Token], place: int) -> bool:
    near = [*tokens[max(0, place - 3) : place], *tokens[place + 1 : place + 5]]
    return tokens[place].is_a("fracture") and any(other.key("bone") == "hip" for other in near)


def _parental_polarity(tokens: Sequence[Token], place: int, parent: int) -> Polarity:
    """Return the polarity with the words for the family left out of the question."""
    plain = [
        Token(start=token.start, end=token.end, text=token.text, tags=token.tags - {"family", "parent"})
        for token in tokens
    ]
    both = {polarity_of(plain, place), polarity_of(plain, min(parent, place), place)}
    if Polarity.OPEN in both:
        return Polarity.OPEN
    return Polarity.DENIED if Polarity.DENIED in both else Polarity.STATED


def _implant(tokens: Sequence[Token], place: int) -> Iterator[Element]:
    token = tokens[place]
    site = token.key("implants")
    if site is None and token.is_a("implant"):
        near = [*tokens[max(0, place - _NEAR) : place], *tokens[place + 1 : place + _NEAR]]
        sites = {_IMPLANTED[bone] for other in near if (bone := other.key("bone")) in _IMPLANTED}
        site = sites.pop() if len(sites) == 1 else None
    if site is None:
        return
    polarity = polarity_of(tokens, place)
    if polarity is Polarity.DENIED:
        yield (fact("implants[].site", site, token, denied=True),)
    elif polarity is Polarity.STATED:
        yield (fact("implants[].site", site, token), *_side(tokens, place))


def _side(tokens: Sequence[Token], place: int) -> Iterator[Fact]:
    """Yield the side that stands beside an implant: right before it, else right behind it.

    Behind a bracket or "because" its own side comes first: "right hip (hip replacement on the left)".
    """
    before, behind = tokens[max(0, place - 4) : place], tokens[place + 1 : place + 5]
    parted = any(token.text == "(" or token.is_a("because") for token in before)
    for words in (behind, before[::-1]) if parted else (before[::-1], behind):
        for token in words:
            if token.is_a("places:both"):
                yield fact("implants[].side", "bilateral", token)
                return
            side = sides_of(token)
            if side is not None:
                yield fact("implants[].side", side, token)
                return
            if token.is_a("punctuation", "and", "contrast") and token.text != "(":
                break
    yield from _side_of_cause(tokens, place)


def _side_of_cause(tokens: Sequence[Token], place: int) -> Iterator[Fact]:
    """Yield the side of "the left hip was not scanned because of an arthroplasty"."""
    cause = next(
        (number for number in range(place - 1, max(-1, place - _NEAR), -1) if tokens[number].is_a("because")), 0
    )
    sides = {}
    for token in reversed(tokens[:cause]):
        if token.text in {".", ";", ":", ","} or token.is_a("contrast"):
            break
        if (side := sides_of(token)) is not None:
            sides[side] = token
    if len(sides) == 1:
        ((side, token),) = sides.items()
        yield fact("implants[].side", side, token)


def _alcohol(tokens: Sequence[Token], place: int) -> Iterator[Element]:
    """Yield how many units of alcohol the patient drinks a day or a week."""
    if not tokens[place].is_a("alcohol") or polarity_of(tokens, place) is not Polarity.STATED:
        return
    for number in range(max(0, place - _NEAR), min(len(tokens), place + _NEAR)):
        token = tokens[number]
        after = tokens[number + 1 : number + 6]
        if token.number is None or not after or not after[0].is_a("drink") or not is_exact(tokens, number):
            continue
        for name, tag in (("alcohol_units_per_day", "per_day"), ("alcohol_units_per_week", "per_week")):
            if any(other.is_a(tag) for other in after[1:]):
                yield (fact(name, token.text, token),)
                return


def _frax_tool(tokens: Sequence[Token], place: int, text: str) -> Iterator[Element]:
    """Yield the country model and the version of FRAX, printed beside its name."""
    if not tokens[place].is_a("frax:tool"):
        return
    models = {model: token for token in tokens if (model := token.key("country"))}
    if len(models) == 1:
        ((model, token),) = models.items()
        yield (fact("frax.model", model, token),)
    version = _VERSION.match(text, tokens[place].end, tokens[place].end + _BESIDE)
    if version is not None:
        yield (Fact("frax.version", version[1], version.start(1), version.end(1)),)


def _settled(elements: Sequence[Element]) -> Iterator[Element]:
    """Leave out single facts the text states in two ways, and the general name beside the particular one."""
    values: dict[str, set[tuple[str, bool]]] = {}
    for element in elements:
        values.setdefault(element[0].name, set()).add((element[0].value, element[0].denied))
    affirmed = {(one.name, one.value) for element in elements for one in element if not one.denied}
    poorer = _poorer(elements)
    steroids = {name for part, name in affirmed if part == "medications[].drug"} & STEROIDS
    for element in elements:
        first = element[0]
        torn = first.name in _SINGLE and len(values[first.name]) > 1
        general = any((first.name, name) in affirmed for name in _GENERAL.get(first.value, ()))
        # "No fracture at L2. Compression fracture of L1." denies nothing of the patient.
        outdone = first.denied and (first.name, first.value) in affirmed
        emptied = first.value == "none" and any(
            name.startswith(first.name) for name, value in affirmed - {(first.name, "none")}
        )
        unnamed = first.value == "glucocorticoid" and len(element) == 1 and not first.denied and len(steroids) > 1
        if not (torn or general or outdone or emptied or unnamed or id(element) in poorer):
            yield element


def _poorer(elements: Sequence[Element]) -> set[int]:
    """Return the elements of lists that say nothing another one does not say more fully."""
    lists = [element for element in elements if "[]." in element[0].name and not element[0].denied]
    told = {id(element): {(one.name, one.value) for one in element} for element in lists}
    return {
        id(element)
        for element in lists
        if any(told[id(element)] < told[id(other)] for other in lists if other is not element)
    }
