"""Dataclasses of the vocabulary to JSON-ready data, several times faster than through their marshmallow schemas.

The suite holds the two equal. A report is written several times on its way (child, store, answer), and read rarely.
"""

import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from typing import Any, cast

from dxa.locator import Locator

Convert = Callable[[Any], Any]


def dumped(value: object) -> dict[str, Any]:
    """Return any dataclass of `dxa` as JSON-ready data; a locator leaves out what does not apply to its format."""
    return _object(type(value), value)


def _object(cls: type[Any], value: object) -> dict[str, Any]:
    data = {}
    for key, name, convert in _members(cast("Hashable", cls)):
        part = getattr(value, name)
        data[key] = part if part is None or convert is None else convert(part)
    return {key: part for key, part in data.items() if part is not None} if cls is Locator else data


@cache
def _members(cls: Any) -> tuple[tuple[str, str, Convert | None], ...]:
    """Return JSON key, attribute and conversion (None: as it is) of every field."""
    hints = typing.get_type_hints(cls)
    return tuple(
        (part.metadata.get("data_key", part.name), part.name, _conversion(hints[part.name])) for part in fields(cls)
    )


def _conversion(hint: Any) -> Convert | None:
    origin, members = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return _conversion(next(member for member in members if member is not types.NoneType))
    if origin is tuple:
        return partial(_list, _conversion(members[0]))
    if origin is Mapping:
        return partial(_mapping, _conversion(members[1]))
    if is_dataclass(hint):
        return partial(_object, cast("type[Any]", hint))
    return _SIMPLE[StrEnum if issubclass(hint, StrEnum) else hint]


def _list(convert: Convert | None, parts: tuple[Any, ...]) -> list[Any]:
    return list(parts) if convert is None else [convert(part) for part in parts]


def _mapping(convert: Convert | None, parts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(parts) if convert is None else {key: convert(part) for key, part in parts.items()}


def _plain(value: Decimal) -> str:
    return format(value, "f")


_SIMPLE: Mapping[Any, Convert | None] = {
    str: str,  # a code of an enumeration may stand where text is asked for
    bool: None,
    int: None,
    float: None,
    StrEnum: str,
    Decimal: _plain,
    date: date.isoformat,
    datetime: datetime.isoformat,
}
