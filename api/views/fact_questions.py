"""Follow-up questions whose answers have parts: fractures, medications, FRAX, laboratory results, and lists of names.

A list is answered as a whole: what is ticked or written is all there is, and "none" is an answer of its own. What the
report itself names counts besides. An answer that says what is in force already states nothing, so that nobody is
recorded as having said what stood in the form before.
"""

import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from api.views import words
from dxa.assessment import MissingFact
from dxa.errors import InvalidRequest
from dxa.facts import Facts, Fracture, Frax, Labs, Medication, PriorDiagnosis
from dxa.schema import dump

YES_NO: Final = {"yes": True, "no": False}
_BLANK_ROWS: Final = 2
_ENTRIES: Final[Mapping[str, tuple[type, tuple[str, ...]]]] = {
    "fractures": (Fracture, ("site", "fragility", "age_at")),
    "medications": (Medication, ("drug", "mg_per_day", "months")),
}
_PARTS: Final[Mapping[str, tuple[type, tuple[str, ...]]]] = {
    "frax": (Frax, ("mof", "hip", "with_bmd", "gc_adjusted", "model")),
    "labs": (Labs, ("25_oh_vitamin_d", "calcium", "pth", "tsh")),
    "prior_diagnosis": (PriorDiagnosis, ("osteoporosis",)),
}
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "conditions": (
        "primary_hyperparathyroidism", "hyperthyroidism", "hypogonadism", "premature_menopause", "malabsorption",
        "celiac_disease", "bariatric_surgery", "type_1_diabetes", "chronic_liver_disease", "rheumatoid_arthritis",
        "inflammatory_bowel_disease", "osteogenesis_imperfecta", "malnutrition",
    ),
    "findings": (
        "degenerative_spine", "scoliosis", "aortic_calcification", "vertebral_fracture", "kyphosis", "acute_back_pain",
    ),
    "risk_factors": (
        "parental_hip_fracture", "smoking", "alcohol", "recurrent_falls", "high_fall_risk", "secondary_osteoporosis",
    ),
    "therapy": ("alendronate", "denosumab"),
}  # fmt: skip
"""Names rules and checklists ask for; every other one can be written."""
_SITES: Final = ("vertebra", "hip", "distal_forearm", "proximal_humerus", "pelvis", "rib", "tibia", "lower_leg")
_DRUGS: Final = ("prednisone", "prednisolone", "methylprednisolone", "dexamethasone", "hydrocortisone")
_SUGGESTED: Final[Mapping[str, tuple[str, ...]]] = {"fractures.site": _SITES, "medications.drug": _DRUGS}
_LABELS: Final[Mapping[str, str]] = {
    "fractures.site": "Site",
    "fractures.fragility": "Fragility fracture",
    "fractures.age_at": "Age then (years)",
    "medications.drug": "Drug",
    "medications.mg_per_day": "mg a day (steroids: as prednisone)",
    "medications.months": "Months taken",
    "frax.with_bmd": "Calculated with BMD",
    "frax.gc_adjusted": "Corrected for steroid dose",
    "frax.model": "Country model",
    "labs.calcium": "Serum calcium (mg/dL)",
    "labs.pth": "PTH (pg/mL)",
    "labs.tsh": "TSH (mIU/L)",
    "prior_diagnosis.osteoporosis": "Osteoporosis diagnosed before",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of an answer."""

    name: str
    label: str
    choices: tuple[str, ...]
    """Empty for free input."""
    suggested: tuple[str, ...]
    numeric: bool
    value: str
    """What is in force; empty when nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with the fields of its answer."""

    name: str
    label: str
    decides: int
    """How many findings the answer would help to decide."""
    rows: tuple[tuple[Entry, ...], ...] = ()
    names: tuple[tuple[str, str, bool], ...] = ()
    """Field, name and whether it is in force."""
    others: str | None = None
    """Further names in force; None where the answer is no list of names."""
    none: bool | None = None
    """Whether none is in force; None where the answer is no list."""


def questions(missing: Sequence[MissingFact], known: Facts) -> tuple[Question, ...]:
    """Return the questions, those that decide most first; `known` are the facts in force, without the report's."""
    said = dump(known)
    found = [*_of_entries(said), *_of_parts(said), *_of_names(said)]
    weighed = [
        (max((one.decides for one in missing if _covers(name, one.fact)), default=0), make) for name, make in found
    ]
    return tuple(sorted((make(decides) for decides, make in weighed), key=lambda one: -one.decides))


def is_asked(fact: str) -> bool:
    """Return whether one of the questions asks for a missing fact."""
    return any(_covers(name, fact) for name in (*_ENTRIES, *_PARTS, *NAMES))


def answers_of(form: Mapping[str, str], known: Facts) -> dict[str, Any]:
    """Return what the answers of a form state, in the JSON form of facts; what is in force already is left out.

    Raises:
        InvalidRequest: a list said to be none and to hold something, or a yes or no question answered otherwise.
    """
    said = dump(known)
    stated: dict[str, Any] = {}
    for name, (kind, parts) in _ENTRIES.items():
        stated[name] = _one_of(form, name, _rows_of(form, name, kind, parts, said[name] or []), said[name])
    for name in NAMES:
        stated[name] = _one_of(form, name, _names_of(form, name), said[name])
    for name, (kind, parts) in _PARTS.items():
        stated[name] = _parts_of(name, _row_of(form, name, kind, parts), said[name] or {})
    return {name: value for name, value in stated.items() if value is not None and value != said[name]}


def _parts_of(name: str, row: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the parts a row adds to what is in force; None if there are none.

    A FRAX result is one calculation: an answer completes it, and another probability is another one.
    """
    new = {part: value for part, value in row.items() if value != said.get(part)}
    if name != "frax" or not new:
        return new or None
    return row if {"mof", "hip"} & set(new) else {**said, **new}


def _one_of(form: Mapping[str, str], name: str, found: list[Any], said: list[Any] | None) -> list[Any] | None:
    none = bool(form.get(f"{name}.none"))
    if none and found and found != said:
        raise InvalidRequest(f"/{name}: said to be none, and something is named")
    return [] if none else found or None


def _rows_of(
    form: Mapping[str, str], name: str, kind: type, parts: tuple[str, ...], said: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows of a list; a row that was in force keeps the parts the form does not show."""
    rows = []
    for number in range(len(said) + _BLANK_ROWS):
        row = _row_of(form, f"{name}.{number}", kind, parts)
        if row:
            earlier = said[number] if number < len(said) else {}
            rows.append({**earlier, **dict.fromkeys(parts), **row} if earlier else row)
    return rows


def _row_of(form: Mapping[str, str], prefix: str, kind: type, parts: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for part in parts:
        text = form.get(f"{prefix}.{part}", "").strip()
        if text and _kind(kind, part) is bool:
            if text not in YES_NO:
                raise InvalidRequest(f"/{prefix}/{part}: must be yes or no")
            row[part] = YES_NO[text]
        elif text:
            row[part] = text
    return row


def _names_of(form: Mapping[str, str], name: str) -> list[str]:
    ticked = [one for one in NAMES[name] if form.get(f"{name}.{one}")]
    written = [part.strip() for part in form.get(f"{name}.others", "").split(",")]
    return list(dict.fromkeys((*ticked, *filter(None, written))))


def _of_entries(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, (kind, parts) in _ENTRIES.items():
        listed = said[name] or []
        rows = tuple(
            _row(f"{name}.{number}", name, kind, parts, listed[number] if number < len(listed) else {})
            for number in range(len(listed) + _BLANK_ROWS)
        )
        yield name, _asking(name, rows=rows, none=said[name] == [])


def _of_parts(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, (kind, parts) in _PARTS.items():
        yield name, _asking(name, rows=(_row(name, name, kind, parts, said[name] or {}),))


def _of_names(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, offered in NAMES.items():
        listed = said[name] or []
        ticks = tuple((f"{name}.{one}", one, one in listed) for one in offered)
        others = ", ".join(one for one in listed if one not in offered)
        yield name, _asking(name, names=ticks, others=others, none=said[name] == [])


def _asking(name: str, **parts: Any) -> Any:
    return lambda decides: Question(name=name, label=words.phrase(name), decides=decides, **parts)


def _row(prefix: str, name: str, kind: type, parts: tuple[str, ...], said: Mapping[str, Any]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            name=f"{prefix}.{part}",
            label=_LABELS.get(f"{name}.{part}") or words.phrase(f"{name}.{part}"),
            choices=tuple(YES_NO) if _kind(kind, part) is bool else (),
            suggested=_SUGGESTED.get(f"{name}.{part}", ()),
            numeric=_kind(kind, part) is Decimal,
            value=_shown(said.get(part)),
        )
        for part in parts
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _kind(kind: type, part: str) -> object:
    """Return bool, Decimal or str; a part whose name in JSON is not that of a field is a laboratory result."""
    hints = typing.get_type_hints(kind)
    return next(one for one in typing.get_args(hints.get(part, Decimal | None)) if one is not type(None))


def _covers(name: str, fact: str) -> bool:
    return fact == name or fact.startswith((f"{name}.", f"{name}[]"))
