"""The guideline editions and checks there are: the listing of their folders, by file name."""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import assess.checks
import assess.guidelines
from assess.checking.check import Check
from assess.rules.rule import Guideline


def _constants(folder: ModuleType, name: str) -> tuple[Any, ...]:
    modules = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(getattr(import_module(f"{folder.__name__}.{module}"), name) for module in modules)


@cache
def all_guidelines() -> tuple[Guideline, ...]:
    """Return every edition, by id.

    Raises:
        ValueError: two files hold the same pack.
    """
    found = sorted(_constants(assess.guidelines, "GUIDELINE"), key=lambda guideline: guideline.id)
    if len({guideline.id for guideline in found}) < len(found):
        raise ValueError("two files of assess/guidelines hold the same pack")
    return tuple(found)


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, by id and code.

    Raises:
        ValueError: two files hold the same check.
    """
    found = sorted(_constants(assess.checks, "CHECK"), key=lambda check: (check.id, check.code))
    if len({(check.id, check.code) for check in found}) < len(found):
        raise ValueError("two files of assess/checks hold the same check")
    return tuple(found)
