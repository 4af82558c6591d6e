"""One file per kind of printout; the listing of this folder is the registry."""

import pkgutil
import re
from functools import cache
from importlib import import_module

from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Return every layout, by name of its file."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "layout")
    return tuple(import_module(f"{__name__}.{name}").LAYOUT for name in names)


def layouts_of(text: str) -> tuple[Layout, ...]:
    """Return the layouts of the maker whose anchors a text holds; empty if none, or if two makers have as many.

    A remark may compare with a device of another maker, so the maker with more anchors is meant.
    """
    # The layouts of one maker share their anchors.
    anchors = {layout.anchors for layout in all_layouts()}
    counts = {names: _anchors_in(text, names) for names in anchors}
    most = max(counts.values())
    found = tuple(layout for layout in all_layouts() if counts[layout.anchors] == most) if most else ()
    makers = {layout.manufacturer for layout in found}
    if len(makers) != 1:
        return ()
    return tuple(layout for layout in all_layouts() if layout.manufacturer in makers)


def _anchors_in(text: str, anchors: tuple[str, ...]) -> int:
    return sum(bool(re.search(anchor, text, re.IGNORECASE | re.MULTILINE)) for anchor in anchors)


def layout_for(columns: tuple[Column, ...], candidates: tuple[Layout, ...]) -> Layout | None:
    """Return the one of a maker's layouts that prints these columns, else its first; None for an unknown maker."""
    fitting = (layout for layout in candidates if columns in layout.columns)
    return next(fitting, candidates[0] if candidates else None)
