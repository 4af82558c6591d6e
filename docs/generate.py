"""Writes the parts of docs/ that say what the code says: plug-ins, issue codes, errors, settings, JSON Schemas."""

import inspect
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from assess.expressions.evaluation import Expression
from assess.expressions.logic import Parameter
from assess.registry import all_checks, all_guidelines
from assess.rules.phrasing import outline
from assess.rules.rule import Guideline, Rule
from dxa import errors
from dxa.issues import IssueCode
from dxa.json_schema import PUBLICATIONS, attribute_docs, json_schema
from dxa.settings import PREFIX, SECTIONS, Settings
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
    packs = {f"packs/{pack.id}.md": pack_page(pack) for pack in all_guidelines()}
    return schemas | {DOCS / name: text for name, text in (pages | packs).items()}


def table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def catalogue_page() -> str:
    """Return the page of everything that is one file: formats, layouts, guideline editions, checks."""
    formats = ((one.name, str(one.version), f"`{one.media_type}`") for one in all_parsers())
    layouts = ((one.name, one.manufacturer) for one in all_layouts())
    guidelines = (
        (
            f"[{one.id}](packs/{one.id}.md)",
            one.title,
            one.edition,
            str(one.revision),
            str(one.status),
            str(len(one.rules)),
        )
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
        "Not here: DVO 2023 (Germany), whose tables need the primary document, and Korea, whose thresholds were not\n"
        "found. Nothing is evaluated for them.\n\n"
        f"## Checks\n\n{table(('check', 'code', 'severity', 'what it finds'), checks)}"
    )


def pack_page(pack: Guideline) -> str:
    """Return the page of one guideline edition: every rule with condition, figures, citation and evidence."""
    review = f"Status: {pack.status}; reviewed by {', '.join(pack.reviewed_by) or 'nobody yet'}"
    dates = f"updated {pack.last_updated}, review due {pack.review_due}, expires {pack.expires}"
    rules = "\n".join(_rule_section(rule) for rule in pack.rules)
    figures = (_figure_row(figure) for figure in pack.parameters)
    further = f"## Further figures\n\n{table(_FIGURE_HEADER, figures)}\n" if pack.parameters else ""
    claims = "".join(f"- {claim.id}: {claim.says} **Rejected:** {claim.reason}\n" for claim in pack.rejected_claims)
    rejected = f"## Rejected claims\n\n{claims}" if claims else ""
    return (
        f"# {pack.title}\n\n{pack.about}\n\n"
        f"`{pack.id}`, revision {pack.revision}. {review}; {dates}. Derived from the pack by `make docs`.\n\n"
        f"## Rules\n\n{rules}{further}{rejected}"
    )


_FIGURE_HEADER = ("figure", "operator", "value", "unit", "seen", "source")


def _figure_row(figure: Parameter) -> tuple[str, ...]:
    source = f"{figure.cite.title}, {figure.cite.locator}"
    return figure.name, f"`{figure.operator}`", str(figure.value), figure.unit, str(figure.cite.evidence), source


def _rule_section(rule: Rule) -> str:
    answers = {"Advises": rule.advises, "Otherwise": rule.otherwise}
    lines = [
        rule.says,
        _condition("Met when", rule.when),
        *([_condition("Asked of:", rule.applies)] if rule.applies is not None else []),
        *(f"{name}: {', '.join(f'`{code}`' for code in codes)}." for name, codes in answers.items() if codes),
        *([f"Risk category: {rule.risk}."] if rule.risk else []),
        *([rule.boundary_reading] if rule.boundary_reading else []),
        *rule.notes,
        f"Source: {rule.cite.title} ({rule.cite.year or 'no year'}), {rule.cite.locator} [{rule.cite.evidence}].",
    ]
    figures = table(_FIGURE_HEADER, (_figure_row(figure) for figure in rule.parameters)) if rule.parameters else ""
    return f"### `{rule.id}`\n\n" + "".join(f"{line}\n\n" for line in lines) + (f"{figures}\n" if figures else "")


def _condition(head: str, expression: Expression[Any]) -> str:
    """Return a condition as one sentence, or as a list where it is long."""
    lines = list(outline(expression))
    return f"{head} {lines[0].removeprefix('- ')}." if len(lines) == 1 else f"{head}\n\n" + "\n".join(lines)


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
    rows = (row for cls in (Settings, *SECTIONS.values()) for row in _settings_of(cls))
    return (
        "# Settings\n\n"
        "Settings are environment variables. An unknown name that begins with `OSTEON_` stops the service, because a\n"
        "misspelt setting would be silently off; an empty value is the same as none. Derived from `dxa/settings/`\n"
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
