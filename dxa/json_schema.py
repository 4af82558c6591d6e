"""The wire forms as JSON Schema 2020-12, derived from the same dataclasses as the schemas that read and write them."""

import ast
import inspect
import textwrap
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from dxa.assessment import Assessment
from dxa.facts import Facts
from dxa.report import SCHEMA_VERSION, DxaReport
from dxa.telling import Telling

_DECIMAL = r"^[+-]?([0-9]{1,15}(\.[0-9]{1,15})?|\.[0-9]{1,15})$"

_PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One published schema."""

    name: str
    """File name without its ending."""
    dataclass: type[Any]
    lenient: bool
    """Whether it describes what a caller may send (numbers as JSON numbers, null for an empty part) and not only
    what the service writes."""


PUBLICATIONS = (
    Publication(name="assessment", dataclass=Assessment, lenient=False),
    Publication(name="facts", dataclass=Facts, lenient=True),
    Publication(name="report", dataclass=DxaReport, lenient=False),
    Publication(name="telling", dataclass=Telling, lenient=False),
)


def json_schema(publication: Publication) -> dict[str, Any]:
    """Return the JSON Schema of a publication; every dataclass and vocabulary it uses is one definition."""
    writer = _Writer(lenient=publication.lenient)
    root = writer.of(publication.dataclass)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:osteon:schema:{publication.name}:{SCHEMA_VERSION}",
        **root,
        "$defs": dict(sorted(writer.definitions.items())),
    }


def attribute_docs(cls: type[Any]) -> dict[str, str]:
    """Return the docstrings that stand under the attributes of a class, on one line each.

    >>> from dxa.report import Measurement
    >>> attribute_docs(Measurement)["id"]
    'm1, m2, ... in the order of the report.'
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    body = typing.cast("ast.ClassDef", tree.body[0]).body
    found = {}
    for statement, following in pairwise(body):
        name = _assigned(statement)
        match following:
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                found[name] = " ".join(text.split())
    return found


def _assigned(statement: ast.stmt) -> str | None:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    lenient: bool
    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, hint: Any) -> dict[str, Any]:
        """Return the schema of a type, adding the definitions it needs."""
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        if hint is Decimal:
            return {"type": ["string", "number"] if self.lenient else "string", "pattern": _DECIMAL}
        if isinstance(hint, type) and (issubclass(hint, StrEnum) or is_dataclass(hint)):
            return self._reference(hint)
        return self._container(hint)

    def _container(self, hint: Any) -> dict[str, Any]:
        members = typing.get_args(hint)
        origin = typing.get_origin(hint)
        if origin is tuple:
            size = {} if Ellipsis in members else {"minItems": len(members), "maxItems": len(members)}
            return {"type": "array", "items": self.of(members[0]), **size}
        if origin is Mapping:
            return {"type": "object", "additionalProperties": _or_null(self.of(members[1]), null=self.lenient)}
        if origin in {typing.Union, types.UnionType}:
            (inner,) = (member for member in members if member is not types.NoneType)
            return _or_null(self.of(inner), null=True)
        raise TypeError(f"no JSON Schema for {hint!r}")

    def _reference(self, cls: type[Any]) -> dict[str, Any]:
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # stands before its content: a locator may hold a locator
            self.definitions[name] = _codes(cls) if issubclass(cls, StrEnum) else self._object(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, cls: type[Any]) -> dict[str, Any]:
        hints, docs = typing.get_type_hints(cls), attribute_docs(cls)
        properties = {_key(part): self._property(part, hints[part.name], docs.get(part.name)) for part in fields(cls)}
        return {
            "type": "object",
            "description": inspect.cleandoc(cls.__doc__ or ""),
            "properties": properties,
            "required": [_key(part) for part in fields(cls) if _is_required(part)],
            "additionalProperties": False,
        }

    def _property(self, part: "Field[Any]", hint: Any, description: str | None) -> dict[str, Any]:
        schema = self.of(hint)
        is_part = is_dataclass(hint) or typing.get_origin(hint) in {tuple, Mapping}
        schema = _or_null(schema, null=self.lenient and is_part and not _is_required(part))
        return {**schema, "description": description} if description else schema


def _codes(cls: type[StrEnum]) -> dict[str, Any]:
    return {"enum": [str(code) for code in cls], "description": inspect.cleandoc(cls.__doc__ or "")}


def _or_null(schema: dict[str, Any], *, null: bool) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]} if null else schema


def _key(part: "Field[Any]") -> str:
    return str(part.metadata.get("data_key", part.name))


def _is_required(part: "Field[Any]") -> bool:
    return part.default is MISSING and part.default_factory is MISSING
