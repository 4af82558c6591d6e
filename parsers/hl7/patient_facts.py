"""What an OBX says about the patient and not about bone: height, weight, age, sex, menopause."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from dxa.issues import IssueCode
from dxa.report import Issue, Provenance, Sex, StatedFact
from dxa.sites import plain
from parsers.hl7.escapes import Separators, unescaped
from parsers.hl7.fields import NULL, coded, coded_element
from parsers.hl7.identify import Coded
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment
from parsers.hl7.values import number_in

PARSER_NAME = "hl7/1"
_NAMES = {
    "height_cm": (
        "height", "body height", "patient height", "height measured", "body height measured", "standing height",
        "current height", "ht", "talla", "estatura", "altura", "taille", "grosse", "korpergrosse",
        "h\u00f8jde", "langd", "lengte", "altezza", "statura",
    ),
    "weight_kg": (
        "weight", "body weight", "patient weight", "weight measured", "body weight measured", "current weight", "wt",
        "peso", "peso corporal", "poids", "gewicht", "korpergewicht", "v\u00e6gt",
        "kropsv\u00e6gt", "vikt", "lichaamsgewicht",
    ),
    "age_years": (
        "age", "patient age", "age at exam", "age at examination", "age at study", "age at scan", "age in years",
        "reported age", "age reported", "edad", "alter", "alder", "idade", "eta", "leeftijd",
    ),
    "sex": ("sex", "patient sex", "administrative sex", "gender", "sexo", "sexe", "sesso", "geschlecht", "geslacht"),
    "menopausal_status": (
        "menopausal status", "menopause status", "menopausal state", "estado menopausico", "menopausenstatus",
    ),
}  # fmt: skip
"""Whole labels only: "height loss" and "age at menopause" are other things."""

_FACT_OF_LABEL = {label: fact for fact, labels in _NAMES.items() for label in labels}
_FACT_OF_CODE = {
    "8302-2": "height_cm",
    "29463-7": "weight_kg",
    "30525-0": "age_years",
    "21612-7": "age_years",
}
"""LOINC codes; they confirm or contradict a label and never stand for one."""

_UNITS: dict[str, dict[str, Decimal]] = {
    "height_cm": {
        **dict.fromkeys(("cm", "centimeter", "centimeters"), Decimal(1)),
        **dict.fromkeys(("m", "meter", "metre"), Decimal(100)),
        **dict.fromkeys(("mm",), Decimal("0.1")),
        **dict.fromkeys(("in", "[in_i]", "[in_us]", "inch", "inches"), Decimal("2.54")),
    },
    "weight_kg": {
        **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms"), Decimal(1)),
        **dict.fromkeys(("g",), Decimal("0.001")),
        **dict.fromkeys(("lb", "lbs", "[lb_av]", "pound", "pounds"), Decimal("0.45359237")),
    },
    "age_years": dict.fromkeys(("a", "y", "yr", "yrs", "year", "years", "{years}", "ans", "jahre"), Decimal(1)),
}
"""Factors by the definitions of inch and pound; ages in months are not taken."""

_UNIT_NAMED = re.compile(r"(?:\s*[(\[]\s*|,\s*|\s+in\s+)(?P<unit>cm|mm|m|in|inch(?:es)?|kgs?|lbs?|years)\s*[)\]]?\s*$")
"""A unit behind the name in a label."""

_POSSIBLE = {
    "height_cm": (Decimal(50), Decimal(250)),
    "weight_kg": (Decimal(20), Decimal(300)),
    "age_years": (Decimal(0), Decimal(120)),
}
"""What a person can be; a number outside is a slip of unit or key."""

_TENTH = Decimal("0.1")
_SEXES = {"f": Sex.FEMALE, "female": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE}
_STATUSES = {
    "premenopausal": "premenopausal",
    "perimenopausal": "transition",
    "menopausal transition": "transition",
    "postmenopausal": "postmenopausal",
    "not applicable": "not_applicable",
}
_UNTOLD = frozenset({"", "u", "o", "n", "a", "unknown", "unk", "not known", "n/a", "na", "other"})


@dataclass(frozen=True, slots=True)
class Said:
    """What became of one observation about the patient: a fact, or why there is none."""

    facts: tuple[StatedFact, ...] = ()
    issues: tuple[Issue, ...] = ()


def fact_named(message: Message, row: Segment) -> str | None:
    """Return the fact the label of an OBX names, or None if it names none."""
    return _fact_named(message.separators, message.codec, row.field(3))


@lru_cache(maxsize=4096)
def _fact_named(separators: Separators, codec: str, text: str) -> str | None:
    label = coded_element(separators, codec, text)
    named = {fact for text in _labels(label) if (fact := _FACT_OF_LABEL.get(text))}
    return named.pop() if len(named) == 1 else None


def _labels(label: Coded) -> tuple[str, ...]:
    texts = label.texts or tuple(code.replace("_", " ") for code, _ in label.codes)
    return tuple(" ".join(re.sub(r"[-,.:;()/]", " ", _UNIT_NAMED.sub("", plain(text))).split()) for text in texts)


def _unit_named(label: Coded) -> str:
    """Return the unit a label prints behind its name: "Weight (kg)", "Height in cm"; empty if it prints none."""
    found = {named["unit"] for text in label.texts if (named := _UNIT_NAMED.search(plain(text)))}
    return found.pop() if len(found) == 1 else ""


def said_in(message: Message, row: Segment, document: str) -> Said:
    """Return what an OBX whose label `fact_named` knows says.

    A value counts when its code does not contradict its label, its unit is known and the value is possible.
    """
    name = fact_named(message, row)
    if name is None or row.field(5).strip() in {"", NULL}:
        return Said()
    meant = {_FACT_OF_CODE[code] for code, _ in coded(message, row.field(3)).codes if code in _FACT_OF_CODE}
    if meant - {name}:
        return _untaken(message, row, 3, IssueCode.CODE_LABEL_CONFLICT, "code and label of a patient fact differ")
    if name in _UNITS:
        return _number(message, row, name, document)
    return _word(message, row, name, document)


def _number(message: Message, row: Segment, name: str, document: str) -> Said:
    found = number_in(message, row)
    if found is None:
        return _untaken(message, row, 5, IssueCode.NOT_A_NUMBER, f"the {name} is not one number")
    unit = coded(message, row.field(6))
    named = _unit_named(coded(message, row.field(3)))
    units = {text.strip().casefold() for text in (unit.code, unit.text, found.unit, named) if text.strip()}
    factors = {_UNITS[name].get(text) for text in units}
    if name == "age_years" and not units:
        factors = {Decimal(1)}
    factor = factors.pop() if len(factors) == 1 else None
    if factor is None:
        return _untaken(message, row, 6, IssueCode.UNKNOWN_UNIT, f"the unit of the {name} is missing or unknown")
    value = found.value
    if factor != 1:
        value = (value * factor).quantize(_TENTH, ROUND_HALF_EVEN)
    low, high = _POSSIBLE[name]
    if not low <= value <= high:
        return _untaken(message, row, 5, IssueCode.IMPLAUSIBLE_VALUE, f"no person has such a {name}; not used")
    provenance = Provenance(document=document, parser=PARSER_NAME, locator=found.locator, raw=found.raw)
    issues = [_issue(message, row, 5, code, "a number in an unusual spelling") for code in found.issues]
    if factor != 1:
        issues.append(_issue(message, row, 6, IssueCode.UNIT_CONVERTED, f"the {name} was converted, to one decimal"))
    return Said((StatedFact(name=name, value=format(value, "f"), provenance=provenance),), tuple(issues))


def _word(message: Message, row: Segment, name: str, document: str) -> Said:
    parts = row.field(5).split(message.separators.component)
    texts = [plain(unescaped(part, message.separators, message.codec)).strip() for part in parts[:2]]
    known = _SEXES if name == "sex" else _STATUSES
    values = {str(known[word]) for text in texts if (word := text.replace("-", "")) in known}
    if len(values) != 1:
        if all(text in _UNTOLD for text in texts):
            return Said()
        return _untaken(message, row, 5, IssueCode.PATIENT_FIELD_UNREADABLE, f"the {name} is no word that is known")
    number = next(number for number, text in enumerate(texts, 1) if text.replace("-", "") in known)
    where = place(message, row, 5, component=number if len(parts) > 1 else None)
    provenance = Provenance(document=document, parser=PARSER_NAME, locator=where, raw=parts[number - 1])
    return Said((StatedFact(name=name, value=values.pop(), provenance=provenance),))


def _untaken(message: Message, row: Segment, field: int, code: IssueCode, text: str) -> Said:
    return Said((), (_issue(message, row, field, code, text),))


def _issue(message: Message, row: Segment, field: int, code: IssueCode, text: str) -> Issue:
    return Issue(code=code, text=text, locator=place(message, row, field))
