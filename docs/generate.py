"""Writes the parts of docs/ that say what the code says: plug-ins, issue codes, errors, settings, JSON Schemas."""

import inspect
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from assess.registry import all_checks, all_guidelines
from dxa import errors
from dxa.issues import IssueCode
from dxa.json_schema import PUBLICATIONS, attribute_docs, json_schema
from dxa.settings import PREFIX, Limits, Settings
from parsers.pdf.layouts import all_layouts
from parsers.registry import all_parsers

DOCS = Path(__file__).parent
_NAMES = {"None": "none", "True": "true", "False": "false"}


def derived() -> dict[Path, str]:
    """Return every derived file of docs/ with its text."""
    schemas = {
        DOCS / "schema" / f"{publication.name}.json": json.dumps(json_schema(publication), indent=1) + "\n"
        for publication in PUBLICATIONS
    }
    pages = {
        "catalogue.md": catalogue_page(),
        "issues.md": issues_page(),
        "errors.md": errors_page(),
        "settings.md": settings_page(),
    }
    return schemas | {DOCS / name: text for name, text in pages.items()}


def table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def catalogue_page() -> str:
    """Return the page of everything that is one file: formats, layouts, guideline editions, checks."""
    formats = ((one.name, str(one.version), f"`{one.media_type}`") for one in all_parsers())
    layouts = ((one.name, one.manufacturer) for one in all_layouts())
    guidelines = (
        (f"`{one.id}`", one.title, one.edition, str(one.revision), str(one.status), str(len(one.rules)))
        for one in all_guidelines()
    )
    checks = ((one.id, f"`{one.code}`", str(one.severity), one.says) for one in all_checks())
    return (
        "# Catalogue\n\n"
        "What the folders of plug-ins hold. Derived from the registries by `make docs`.\n\n"
        f"## Formats\n\n{table(('name', 'version', 'media type'), formats)}\n"
        f"## Layouts of printouts\n\n{table(('name', 'maker'), layouts)}\n"
        "## Guideline editions\n\n"
        f"{table(('pack', 'title', 'edition', 'revision', 'status', 'rules'), guidelines)}\n"
        f"## Checks\n\n{table(('check', 'code', 'severity', 'what it finds'), checks)}"
    )


def issues_page() -> str:
    """Return the page of issue codes."""
    meanings = attribute_docs(IssueCode)
    rows = ((f"`{code}`", meanings[code.name]) for code in IssueCode)
    return (
        "# Issues\n\n"
        "An issue says what a reader could not use, or read with care. It is never an error: the report stands, and\n"
        "what is missing from it is missing visibly. Derived from `dxa/issues.py` by `make docs`.\n\n"
        f"{table(('code', 'meaning'), rows)}"
    )


def errors_page() -> str:
    """Return the page of errors."""
    tree = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.OsteonError)]
    ordered = sorted(tree, key=lambda cls: (str(cls.remedy), cls.code, cls.__name__))
    rows = (
        (f"`{cls.code}`", cls.__name__, f"`{cls.remedy}`", inspect.cleandoc(cls.__doc__ or "").split("\n")[0])
        for cls in ordered
    )
    remedies = attribute_docs(errors.Remedy)
    meanings = ((f"`{remedy}`", remedies[remedy.name]) for remedy in errors.Remedy)
    return (
        "# Errors\n\n"
        "Each error carries the remedy that decides what its sender is told; no error text holds patient data.\n"
        "Derived from `dxa/errors.py` by `make docs`.\n\n"
        f"{table(('remedy', 'meaning'), meanings)}\n{table(('code', 'class', 'remedy', 'meaning'), rows)}"
    )


def settings_page() -> str:
    """Return the page of settings."""
    rows = (row for cls in (Settings, Limits) for row in _settings_of(cls))
    return (
        "# Settings\n\n"
        "Settings are environment variables. An unknown name that begins with `OSTEON_` stops the service, because a\n"
        "misspelt setting would be silently off; an empty value is the same as none. Derived from `dxa/settings.py`\n"
        "by `make docs`.\n\n"
        f"{table(('variable', 'default', 'meaning'), rows)}"
    )


def _settings_of(cls: type[Any]) -> Iterator[tuple[str, ...]]:
    meanings = attribute_docs(cls)
    for part in fields(cls):
        if "variable" in part.metadata:
            default = _NAMES.get(repr(part.default), part.default)
            yield f"`{PREFIX}{part.metadata['variable']}`", f"`{default}`", meanings[part.name]


def main() -> None:
    """Write every derived file."""
    for path, text in derived().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
