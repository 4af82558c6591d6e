"""One file per relation that a printout's own numbers must satisfy; the listing of this folder is the registry."""

import pkgutil
from functools import cache
from importlib import import_module

from parsers.pdf.checks.check import Check


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, by name of its file."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "check")
    return tuple(import_module(f"{__name__}.{name}").CHECK for name in names)
