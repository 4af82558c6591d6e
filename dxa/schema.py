"""Schema 1.0 on the wire: marshmallow schemas for every dataclass of the vocabulary, both ways.

A schema is derived from its dataclass, so the two cannot drift apart. Decimals travel as strings, dates as ISO 8601.
Unknown keys are refused: a misspelt fact that is silently dropped would read as "unknown".
"""

import types
import typing
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, cast

from marshmallow import RAISE, Schema, ValidationError, post_dump, post_load, pre_load
from marshmallow import fields as wire
from marshmallow.validate import Length

from dxa.assessment import Assessment
from dxa.dumping import dumped
from dxa.errors import InvalidRequest
from dxa.facts import Facts
from dxa.loading import FAR, NUMBER, SURROGATE, UnusualError, loaded
from dxa.locator import Locator
from dxa.report import SCHEMA_VERSION, DxaReport
from dxa.writing import written

T = TypeVar("T")


class DecimalString(wire.Field[Decimal]):
    """A decimal number as a JSON string, digits kept; a JSON number is read by its shortest form.

    Not marshmallow's own Decimal, which takes "NaN", "1_0" and " 1 " as numbers.
    """

    def _serialize(self, value: Decimal | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else format(value, "f")

    def _deserialize(self, value: object, *_: Any, **__: Any) -> Decimal:
        text = value if isinstance(value, str) else repr(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not NUMBER.fullmatch(text):
            raise ValidationError('Not a decimal number such as "-2.5".')
        return Decimal(text)


class _CodeField(wire.Field[StrEnum]):
    """A member of a closed vocabulary, by value."""

    def __init__(self, codes: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes

    def _serialize(self, value: StrEnum | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: object, *_: Any, **__: Any) -> StrEnum:
        try:
            return self.codes(cast("str", value))
        except ValueError:
            raise ValidationError(f"Must be one of: {', '.join(self.codes)}.") from None


class _TextField(wire.String):
    """Text that every store and transport can hold: no NUL and no half of a surrogate pair."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text or SURROGATE.search(text):
            raise ValidationError("Holds a character that is no text.")
        return text


class _FractionField(wire.Field[float]):
    """A finite JSON number; marshmallow's own Float takes "0.2" and true as well."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not -FAR < value < FAR:
            raise ValidationError("Not a number.")
        return float(value)


class _FlagField(wire.Field[bool]):
    """A JSON true or false; marshmallow's own Boolean takes "yes", 1 and 0 as well."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Must be true or false.")
        return value


class _TupleField(wire.List[Any]):
    """A JSON array read into a tuple."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, cast("Any", data), **kwargs))


class _MappingField(wire.Dict):
    """A JSON object of named values; null under a name is the same as the name left out."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: Any) -> Any:
        known = {key: part for key, part in value.items() if part is not None} if isinstance(value, Mapping) else value
        return super()._deserialize(known, attr, data, **kwargs)  # type: ignore[no-untyped-call]


class DataclassSchema(Schema):
    """Base of every derived schema: refuses unknown keys and builds the dataclass."""

    dataclass: type[Any]

    class Meta:
        """Refuse what the dataclass does not know."""

        unknown = RAISE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._parts = {part.data_key for part in self.load_fields.values() if _is_part(part)}

    @pre_load
    def without_empty_parts(self, data: object, **_: object) -> object:
        """Return the data without nulls where an empty list, mapping or part says the same.

        A null in place of `current` stays and is refused: the default of a flag would be a statement.
        """
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in self._parts}

    @post_load
    def build(self, loaded: dict[str, Any], **_: object) -> object:
        """Return the frozen dataclass."""
        return self.dataclass(**loaded)


def _is_part(part: wire.Field[Any]) -> bool:
    return isinstance(part, wire.Nested | wire.List | wire.Dict) and not part.allow_none and not part.required


class LocatorSchema(DataclassSchema):
    """A locator leaves out what does not apply to its format."""

    @post_dump
    def compact(self, dumped: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the keys that say something."""
        return {key: value for key, value in dumped.items() if value is not None}


def schema_class(dataclass: type[Any]) -> type[DataclassSchema]:
    """Return the marshmallow schema class of a dataclass of `dxa`; the same class every time."""
    return _derived_class(cast("Hashable", dataclass))


@cache
def _derived_class(dataclass: Any) -> type[DataclassSchema]:
    hints = typing.get_type_hints(dataclass)
    base: type[DataclassSchema] = LocatorSchema if dataclass is Locator else DataclassSchema
    members: dict[str, Any] = {field.name: _wire_field(field, hints[field.name]) for field in fields(dataclass)}
    return type(dataclass.__name__, (base,), {**members, "dataclass": dataclass, "__doc__": dataclass.__doc__})


def _wire_field(field: "Field[Any]", hint: Any) -> wire.Field[Any]:
    required = field.default is MISSING and field.default_factory is MISSING
    options: dict[str, Any] = {"required": required, "data_key": field.metadata.get("data_key", field.name)}
    inner, optional = _without_none(hint)
    options["allow_none"] = optional
    return _field_of(inner, options)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        rest = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return rest[0], len(rest) < len(typing.get_args(hint))
    return hint, False


_SIMPLE: dict[Any, Callable[..., wire.Field[Any]]] = {
    str: _TextField,
    bool: _FlagField,
    int: partial(wire.Integer, strict=True),
    float: _FractionField,
    Decimal: DecimalString,
    date: wire.Date,
    datetime: wire.AwareDateTime,
}


def _field_of(hint: Any, options: dict[str, Any]) -> wire.Field[Any]:
    if hint in _SIMPLE:
        return _SIMPLE[hint](**options)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _CodeField(hint, **options)
    if is_dataclass(hint):
        dataclass = cast("type[Any]", hint)
        # Looked up when first used: a locator may hold a locator.
        return wire.Nested(partial(schema_class, dataclass), **options)
    if typing.get_origin(hint) is tuple:
        members = typing.get_args(hint)
        size = None if Ellipsis in members else Length(equal=len(members))
        return _TupleField(_field_of(members[0], {}), **options, validate=size)
    if typing.get_origin(hint) is Mapping:
        return _MappingField(keys=wire.String(), values=_field_of(typing.get_args(hint)[1], {}), **options)
    raise TypeError(f"no wire form for {hint!r}")


def _schema(dataclass: type[Any]) -> DataclassSchema:
    return _derived_schema(cast("Hashable", dataclass))


@cache
def _derived_schema(dataclass: Any) -> DataclassSchema:
    return schema_class(dataclass)()


def dump(value: object) -> dict[str, Any]:
    """Return any dataclass of `dxa` as JSON-ready data."""
    return dumped(value)


def dump_text(value: object) -> str:
    """Return any dataclass of `dxa` as JSON text: that of `dump`, on one line, in ASCII and without blanks."""
    return written(value)


def load(dataclass: type[T], data: object) -> T:
    """Return the dataclass built from JSON data.

    Raises:
        InvalidRequest: a key is unknown, a required one is missing, or a value is not of its kind. The text names
            the places, never the values, which may be patient data.
    """
    with suppress(UnusualError):
        return cast("T", loaded(dataclass, data))
    return _checked(dataclass, data)


def _checked(dataclass: type[T], data: object) -> T:
    try:
        return cast("T", _schema(dataclass).load(cast("Any", data)))
    except ValidationError as error:
        raise InvalidRequest("; ".join(_places(error.messages))) from error
    except RecursionError as error:
        raise InvalidRequest("/: nested too deeply") from error


def _places(messages: object, path: str = "") -> list[str]:
    if isinstance(messages, Mapping):
        return [text for key, value in messages.items() for text in _places(value, f"{path}/{key}")]
    texts = messages if isinstance(messages, list) else [messages]
    return [f"{path.removesuffix('/_schema') or '/'}: {text}" for text in texts]


_ONLY_UNIT: Mapping[str, str] = {
    "t_score": "1", "z_score": "1", "tbs": "1", "deformity": "1",
    "young_adult_percent": "%", "age_matched_percent": "%", "frax_major": "%", "frax_hip": "%",
}  # fmt: skip
"""The unit of quantities that can only stand in one; a missing unit of BMD, BMC or area is refused, never assumed."""


def load_report(data: object, document: str = "", pointer: str = "") -> DxaReport:
    """Return a normalized report from its JSON form.

    A caller's measurement may leave out its id and its provenance: then it is numbered by position and traced to
    its place in the JSON, `document` being the digest of that JSON and `pointer` the place of the report in it.

    Raises:
        InvalidRequest: not schema 1.0.
    """
    report = load(DxaReport, _traced(data, document, pointer))
    if report.schema_version != SCHEMA_VERSION:
        raise InvalidRequest(f"/schema_version: only {SCHEMA_VERSION} is known")
    ids = [measurement.id for measurement in report.measurements]
    if len(set(ids)) < len(ids):
        raise InvalidRequest("/measurements: two measurements have the same id")
    return report


def _traced(data: object, document: str, pointer: str) -> object:
    if not isinstance(data, dict):
        return data
    traced = dict(data)
    if isinstance(data.get("measurements"), list):
        rows = enumerate(data["measurements"])
        traced["measurements"] = [_completed(row, _origin(row, number, document, pointer)) for number, row in rows]
    context = data.get("context")
    if isinstance(context, dict) and isinstance(context.get("facts"), list):
        traced["context"] = {**context, "facts": [_completed(fact, {"provenance": None}) for fact in context["facts"]]}
    return traced


def _completed(row: object, defaults: Mapping[str, Any]) -> object:
    """Return a row with defaults where it leaves something out; null and {} say as little as nothing."""
    if not isinstance(row, dict):
        return row
    return {**row, **{name: value for name, value in defaults.items() if row.get(name) in (None, {})}}


def _origin(row: object, number: int, document: str, pointer: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        return {}
    place = {"pointer": f"{pointer}/measurements/{number}/value"}
    provenance = {"document": document, "parser": "osteon-json/1", "locator": place, "raw": str(row.get("value"))}
    unit = _ONLY_UNIT.get(str(row.get("quantity")))
    return {"id": f"m{number + 1}", "provenance": provenance, **({"unit": unit} if unit else {})}


def load_facts(data: object) -> Facts:
    """Return facts from their JSON form; absent and null both mean unknown.

    Raises:
        InvalidRequest: an unknown fact or a value of the wrong kind.
    """
    return load(Facts, data)


def dump_assessment(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment in its JSON form."""
    return dump(assessment)
