"""A table of the file of destinations as the dataclass of its options."""

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from dxa.errors import SettingsError

T = TypeVar("T")
_KINDS: Mapping[Any, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def options_from(cls: type[T], table: Mapping[str, Any], place: str, folder: Path, *, beside: Sequence[str] = ()) -> T:
    """Return the options a table states; paths are relative to `folder`.

    `beside` names what else the table may hold, for the error about an unknown name.

    Raises:
        SettingsError: an unknown name, one that is missing, or a value of the wrong kind. The text names `place` and
            the option, never the value, which may be a secret put in the wrong line.
    """
    hints = typing.get_type_hints(cls)
    known = {part.name: part for part in fields(typing.cast("Any", cls))}
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise SettingsError(
            f"{place}: unknown option {', '.join(unknown)}; there are {', '.join(sorted([*known, *beside]))}"
        )
    missing = [
        name
        for name, part in known.items()
        if name not in table and part.default is MISSING and part.default_factory is MISSING
    ]
    if missing:
        raise SettingsError(f"{place}: {', '.join(missing)} is missing")
    options = cls(**{name: _value(hints[name], value, f"{place}: {name}", folder) for name, value in table.items()})
    for fault in getattr(options, "faults", tuple)():
        raise SettingsError(f"{place}: {fault}")
    return options


def _value(hint: Any, value: object, place: str, folder: Path) -> Any:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        (hint,) = (one for one in typing.get_args(hint) if one is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise SettingsError(f"{place} must be a list")
        return tuple(_value(typing.get_args(hint)[0], one, place, folder) for one in value)
    return _plain(hint, value, place, folder)


def _plain(hint: Any, value: object, place: str, folder: Path) -> Any:
    if hint is Path and isinstance(value, str) and value:
        return folder / value
    if hint is datetime:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise SettingsError(f"{place} must be a time with its zone, such as 2026-01-01T00:00:00Z")
        return value
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if value not in list(hint):
            raise SettingsError(f"{place} must be one of {', '.join(hint)}")
        return hint(str(value))
    if hint is float and type(value) is int:
        return float(value)
    # By exact type: a flag is no number. TOML has nan and inf.
    if hint not in _KINDS or type(value) is not hint or (isinstance(value, float) and not isfinite(value)):
        raise SettingsError(f"{place} must be {_KINDS.get(hint, 'a path')}")
    return value
