"""Dataclasses of the vocabulary from JSON-ready data, several times faster than through their marshmallow schemas.

Only data that is as it should be is read here, and then to the very object the schemas make. What is unusual is left
to them: they know what else may be taken, and name every place that is wrong.
"""

import re
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from typing import Any, NamedTuple, NoReturn, cast

Read = Callable[[Any], Any]
NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})", re.ASCII)
"""The digits of a decimal number."""
SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a pair, which no store and no transport holds."""
FAR = 1e6
"""Beyond any coordinate; also keeps NaN and infinity out."""


class UnusualError(Exception):
    """The data is not as it is when we wrote it; the schemas have the last word."""


class _Member(NamedTuple):
    """How one key of an object is read."""

    name: str
    read: Read
    is_optional: bool
    """Whether null stands for None."""
    is_part: bool
    """Whether null says the same as leaving it out."""


def loaded(cls: type[Any], data: object) -> Any:
    """Return the dataclass that JSON-ready data holds.

    Raises:
        UnusualError: it may be wrong, or right in a way that is not read here.
    """
    members = _members(cast("Hashable", cls), ())
    try:
        return _object(members, cls, data)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise UnusualError from error


def _object(members: Mapping[str, _Member], cls: type[Any], data: Any) -> Any:
    if type(data) is not dict:
        raise UnusualError
    values = {}
    for key, value in data.items():
        name, read, is_optional, is_part = members[key]
        if value is not None:
            values[name] = read(value)
        elif is_optional:
            values[name] = None
        elif not is_part:
            raise UnusualError
    return cls(**values)


@cache
def _members(cls: Any, around: tuple[Any, ...]) -> Mapping[str, _Member]:
    """Return how the keys of a class are read that stands inside of others."""
    hints = typing.get_type_hints(cls)
    found = {}
    for part in fields(cls):
        hint, is_optional = _without_none(hints[part.name])
        has_default = part.default is not MISSING or part.default_factory is not MISSING
        is_part = is_dataclass(hint) or typing.get_origin(hint) in {tuple, Mapping}
        key = part.metadata.get("data_key", part.name)
        found[key] = _Member(part.name, _reading(hint, (*around, cls)), is_optional, is_part and has_default)
    return found


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        (inner,) = (member for member in typing.get_args(hint) if member is not types.NoneType)
        return inner, True
    return hint, False


def _reading(hint: Any, around: tuple[Any, ...]) -> Read:
    members = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        size = None if Ellipsis in members else len(members)
        return partial(_tuple, _reading(members[0], around), size)
    if typing.get_origin(hint) is Mapping:
        return partial(_mapping, _reading(members[1], around))
    if not is_dataclass(hint):
        return partial(_code, hint) if issubclass(hint, StrEnum) else _SIMPLE[hint]
    # How deep something may stand within its own kind is for the schemas to say.
    if around.count(hint) > 1:
        return _unusual
    return partial(_object, _members(cast("Hashable", hint), around), cast("type[Any]", hint))


def _unusual(_: object) -> NoReturn:
    raise UnusualError


def _tuple(read: Read, size: int | None, value: Any) -> tuple[Any, ...]:
    if type(value) is not list or (size is not None and len(value) != size):
        raise UnusualError
    return tuple([read(part) for part in value])


def _mapping(read: Read, value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise UnusualError
    return {key: read(part) for key, part in value.items() if part is not None}


def _code(codes: type[StrEnum], value: Any) -> StrEnum:
    return cast("StrEnum", codes._value2member_map_[value])


def _text(value: Any) -> str:
    if type(value) is not str or "\0" in value or not (value.isascii() or SURROGATE.search(value) is None):
        raise UnusualError
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise UnusualError
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise UnusualError
    return value


def _fraction(value: Any) -> float:
    if type(value) not in {float, int} or not -FAR < value < FAR:
        raise UnusualError
    return float(value)


def _decimal(value: Any) -> Decimal:
    if type(value) is not str or NUMBER.fullmatch(value) is None:
        raise UnusualError
    return Decimal(value)


def _time(value: Any) -> datetime:
    time = datetime.fromisoformat(value)
    if time.utcoffset() is None:
        raise UnusualError
    return time


_SIMPLE: Mapping[Any, Read] = {
    str: _text,
    bool: _flag,
    int: _whole,
    float: _fraction,
    Decimal: _decimal,
    date: date.fromisoformat,
    datetime: _time,
}
