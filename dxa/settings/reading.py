"""Settings from OSTEON_ variables; an unknown one is an error, because a misspelt setting would be silently off."""

from collections.abc import Mapping
from dataclasses import fields
from math import inf
from pathlib import Path
from typing import Any

from dxa.errors import SettingsError
from dxa.settings.delivery import Delivery
from dxa.settings.dicom import Dicom
from dxa.settings.folder import Folder
from dxa.settings.limits import Limits
from dxa.settings.mllp import Mllp
from dxa.settings.rabbitmq import Rabbitmq
from dxa.settings.service import Settings

PREFIX = "OSTEON_"
SECTIONS: Mapping[str, type[Any]] = {
    "limits": Limits,
    "mllp": Mllp,
    "dicom": Dicom,
    "rabbitmq": Rabbitmq,
    "folder": Folder,
    "delivery": Delivery,
}
"""The sections of the settings by the name of their field, besides the settings of the service itself."""
_NUMBERS: Mapping[Any, type[int] | type[float]] = {int: int, int | None: int, float: float, float | None: float}
_KINDS = {int: "a whole number", float: "a number"}


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings a mapping of OSTEON_ variables describes; other names are not ours and are ignored.

    An empty value is the same as an absent one: every default is the safe choice.

    Raises:
        SettingsError: an unknown OSTEON_ name, a value of the wrong kind, or a combination that would expose
            patient data (no authentication, or no TLS, on an address others can reach).
    """
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    classes: tuple[type[Any], ...] = (Settings, *SECTIONS.values())
    known = {_variable(part) for cls in classes for part in fields(cls) if _is_variable(part)}
    unknown = sorted(set(given) - known)
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(unknown)}")
    sections = {name: cls(**_chosen(cls, given)) for name, cls in SECTIONS.items()}
    settings = Settings(**_chosen(Settings, given), **sections)
    for section in (settings, *sections.values()):
        for fault in section.faults():
            raise SettingsError(fault)
    return settings


def _is_variable(part: Any) -> bool:
    return "variable" in part.metadata


def _variable(part: Any) -> str:
    return f"{PREFIX}{part.metadata['variable']}"


def _chosen(cls: type[Any], given: Mapping[str, str]) -> dict[str, Any]:
    return {
        part.name: _read(part, given[_variable(part)])
        for part in fields(cls)
        if _is_variable(part) and given.get(_variable(part))
    }


def _read(part: Any, text: str) -> Any:
    if part.type is bool:
        return _flag(_variable(part), text)
    if part.type in _NUMBERS:
        return _number(_variable(part), _NUMBERS[part.type], text)
    if "choices" in part.metadata and text not in part.metadata["choices"]:
        raise SettingsError(f"{_variable(part)} must be one of {', '.join(part.metadata['choices'])}, not {text!r}")
    if part.type == tuple[str, ...]:
        return tuple(word for word in (word.strip() for word in text.split(",")) if word)
    return Path(text) if "Path" in str(part.type) else text


def _flag(variable: str, text: str) -> bool:
    flags = {"true": True, "false": False, "1": True, "0": False}
    if text.lower() not in flags:
        raise SettingsError(f"{variable} must be true or false, not {text!r}")
    return flags[text.lower()]


def _number(variable: str, kind: type[int] | type[float], text: str) -> float:
    try:
        number = kind(text)
    except ValueError:
        number = kind(0)
    if not 0 < number < inf:  # false for "nan" as well
        raise SettingsError(f"{variable} must be {_KINDS[kind]} above zero, not {text!r}")
    return number
