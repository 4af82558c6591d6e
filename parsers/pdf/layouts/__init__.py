"""One file per kind of printout; the listing of this folder is the registry."""

import pkgutil
import re
from functools import cache
from importlib import import_module

from parsers.pdf.headings import Column
from parsers.pdf.layouts.layout import Layout


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Return every layout, by name of its file."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "layout")
    return tuple(import_module(f"{__name__}.{name}").LAYOUT for name in names)


def layouts_of(text: str) -> tuple[Layout, ...]:
    """Return the layouts whose maker a text names; empty for an unknown maker or for several."""
    found = tuple(
        layout for layout in all_layouts() if any(re.search(anchor, text, re.IGNORECASE) for anchor in layout.anchors)
    )
    return found if len({layout.manufacturer for layout in found}) == 1 else ()


def layout_for(columns: tuple[Column, ...], candidates: tuple[Layout, ...]) -> Layout | None:
    """Return the one of a maker's layouts that prints these columns, else its first; None for an unknown maker."""
    fitting = (layout for layout in candidates if columns in layout.columns)
    return next(fitting, candidates[0] if candidates else None)
