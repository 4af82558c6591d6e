"""The facts a form asks for, derived from the vocabulary, and what was stated in words."""

import json
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from typing import Any

from api.views import words
from api.views.fact_questions import YES_NO, answers_of, is_asked
from dxa.assessment import MissingFact
from dxa.errors import InvalidRequest
from dxa.facts import Facts
from dxa.schema import dump, load_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """One field of the form."""

    name: str
    label: str
    meaning: str
    choices: tuple[str, ...]
    """Empty for free input."""
    numeric: bool
    decides: int
    """How many findings the fact would help to decide."""


def fact_fields(missing: Sequence[MissingFact]) -> tuple[FactField, ...]:
    """Return the fields for facts that are one value, those that decide most first."""
    weights = {one.fact: one.decides for one in missing}
    meanings = _meanings()
    found = [
        FactField(
            name=name,
            label=words.phrase(name),
            # What can be chosen explains itself.
            meaning="" if _choices(kind) else meanings.get(name, ""),
            choices=_choices(kind),
            numeric=kind is Decimal,
            decides=weights.get(name, 0),
        )
        for name, kind in _simple_facts()
    ]
    return tuple(sorted(found, key=lambda field: -field.decides))


def asked_besides(missing: Sequence[MissingFact]) -> tuple[MissingFact, ...]:
    """Return the missing facts no field and no question asks for: what only a report or a facility knows."""
    simple = dict(_simple_facts())
    return tuple(one for one in missing if one.fact not in simple and not is_asked(one.fact))


def facts_of_form(form: Mapping[str, str], known: Facts) -> Facts:
    """Return the facts a form states; an empty field states nothing, nor does one that says what is `known` already.

    Raises:
        InvalidRequest: a value of the wrong kind, or a fact stated twice.
    """
    kinds = dict(_simple_facts())
    stated: dict[str, Any] = {
        name: _wire_value(kinds[name], form[name].strip()) for name in kinds if form.get(name, "").strip()
    }
    stated |= answers_of(form, known)
    more = form.get("json", "").strip()
    extra = _object(more) if more else {}
    if twice := sorted(set(stated) & set(extra)):
        raise InvalidRequest(f"stated twice: {', '.join(twice)}")
    return load_facts({**stated, **extra})


def stated_parts(facts: Facts) -> Iterable[tuple[str, str]]:
    """Return every fact that is stated, with its value in words."""
    silent = dump(Facts())
    for name, value in dump(facts).items():
        if value != silent[name]:
            yield name, _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(
            f"{words.phrase(key).lower()} {_shown(part)}" for key, part in value.items() if part not in (None, {}, [])
        )
    if isinstance(value, list):
        return "; ".join(_shown(part) for part in value) or "none"
    return str(value)


def _object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("the further facts are not JSON") from error
    if not isinstance(body, dict):
        raise InvalidRequest("the further facts must be a JSON object")
    return body


def _wire_value(kind: Any, text: str) -> str | bool:
    if kind is bool:
        if text not in YES_NO:
            raise InvalidRequest("a yes or no fact must be yes or no")
        return YES_NO[text]
    return text


def _simple_facts() -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(Facts)
    kinds = [(part.name, _without_none(hints[part.name])) for part in fields(Facts)]
    return [(name, kind) for name, kind in kinds if kind in {Decimal, bool, str} or _is_code(kind)]


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) is types.UnionType:
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _is_code(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _choices(kind: Any) -> tuple[str, ...]:
    if kind is bool:
        return tuple(YES_NO)
    return tuple(str(code) for code in kind) if _is_code(kind) else ()


def _meanings() -> Mapping[str, str]:
    text = files("dxa").joinpath("vocabulary.json").read_text(encoding="utf-8")
    meanings: dict[str, str] = json.loads(text)["facts"]
    return meanings
