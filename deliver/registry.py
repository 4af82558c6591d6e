"""The kinds of destinations and the forms there are: the listings of their folders, by name."""

import pkgutil
from functools import cache
from importlib import import_module

import deliver.destinations
import deliver.formats
from deliver.destination import Destination
from deliver.format import Format
from dxa.errors import NotFound


@cache
def destination_names() -> tuple[str, ...]:
    """Return the name of every kind of destination; the libraries of none of them are loaded."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(deliver.destinations.__path__)))


def destination_of(name: str) -> Destination:
    """Return a kind of destination by its name.

    Raises:
        NotFound: there is none of that name.
    """
    if name not in destination_names():
        raise NotFound(f"no kind of destination {name}; there are {', '.join(destination_names())}")
    destination: Destination = import_module(f"deliver.destinations.{name}").DESTINATION
    return destination


@cache
def format_modules() -> tuple[str, ...]:
    """Return the module name of every form; the libraries of none of them are loaded."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(deliver.formats.__path__)))


def all_formats() -> tuple[Format, ...]:
    """Return every form, by name."""
    found: list[Format] = [import_module(f"deliver.formats.{name}").FORMAT for name in format_modules()]
    return tuple(sorted(found, key=lambda one: one.name))


def format_of(name: str) -> Format:
    """Return a form by its name.

    Raises:
        NotFound: there is none of that name.
    """
    module = name.replace("-", "_")
    if module in format_modules():
        # The usual case, without loading the libraries of every other form.
        form: Format = import_module(f"deliver.formats.{module}").FORMAT
        if form.name == name:
            return form
    found = next((one for one in all_formats() if one.name == name), None)
    if found is None:
        raise NotFound(f"no format {name}; there are {', '.join(one.name for one in all_formats())}")
    return found
