"""Commands about the guideline packs."""

import json
from collections.abc import Iterator

import click

from api.clock import utc_now
from api.commands.printing import print_json, print_json_list, print_lines
from api.routes.pack_wire import pack_detail, pack_summary
from api.views.terminal_table import table
from assess.registry import all_guidelines
from assess.rules.comparing import compare, rules_for
from assess.rules.linting import lint
from assess.rules.phrasing import outline
from assess.rules.rule import Guideline, Rule
from dxa.errors import NotFound
from dxa.schema import dump

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@click.group()
def guidelines() -> None:
    """Show the guideline packs."""


@guidelines.command("list")
@_JSON
def list_guidelines(as_json: bool) -> None:
    """List the packs with their review status."""
    packs = [pack_summary(pack) for pack in all_guidelines()]
    if as_json:
        click.echo(json.dumps([dump(pack) for pack in packs], ensure_ascii=False, indent=1))
        return
    rows = [
        (pack.id, pack.edition, str(pack.revision), str(pack.status), str(pack.rules), str(pack.unverified))
        for pack in packs
    ]
    print_lines(
        table(("Pack", "Edition", "Revision", "Review", "Rules", "Unverified"), rows, right=frozenset({2, 4, 5}))
    )


def _pack(pack_id: str) -> Guideline:
    pack = next((pack for pack in all_guidelines() if pack.id == pack_id), None)
    if pack is None:
        raise NotFound(f"no pack {pack_id}; `osteon guidelines list` names them")
    return pack


@guidelines.command()
@click.argument("pack_id")
@_JSON
def show(pack_id: str, as_json: bool) -> None:
    """Print one pack with every rule, figure and citation."""
    pack = _pack(pack_id)
    detail = pack_detail(pack)
    if as_json:
        print_json(detail)
        return
    click.echo(f"{detail.pack.title} ({detail.pack.status}), revision {detail.pack.revision}\n{detail.pack.about}")
    for rule, written in zip(detail.rules, pack.rules, strict=True):
        cite = rule.citation
        click.echo(f"\n{rule.id}\n  {rule.says}")
        print_lines(_conditions(written, "  "))
        click.echo(f"  {cite.title} ({cite.year}), {cite.locator} [{cite.evidence}]")
        for figure in rule.figures:
            click.echo(f"  {figure.name} {figure.operator} {figure.value} {figure.unit} [{figure.citation.evidence}]")


def _conditions(rule: Rule, indent: str) -> Iterator[str]:
    """Yield when a rule is met and of whom it is asked, what is long as a nested list."""
    for head, expression in (("met when", rule.when), ("asked of:", rule.applies)):
        lines = list(outline(expression)) if expression is not None else []
        if len(lines) == 1:
            yield f"{indent}{head} {lines[0].removeprefix('- ')}"
        elif lines:
            yield from (f"{indent}{head}", *(f"{indent}  {line}" for line in lines))


@guidelines.command("lint")
@_JSON
def lint_guidelines(as_json: bool) -> None:
    """Name what is wrong with the packs; exit code 1 if something is."""
    faults = lint(all_guidelines(), utc_now().date())
    if as_json:
        print_json_list(faults)
    for fault in () if as_json else faults:
        click.echo(f"{'error' if fault.fatal else 'note'}: {fault.pack} {fault.place}: {fault.says}")
    figures = sum(len(pack.figures) for pack in all_guidelines())
    if not as_json:
        click.echo(f"{len(all_guidelines())} packs, {figures} figures, {len(faults)} remarks")
    if any(fault.fatal for fault in faults):
        raise SystemExit(1)


@guidelines.command("diff")
@click.argument("first")
@click.argument("second")
@_JSON
def diff_guidelines(first: str, second: str, as_json: bool) -> None:
    """Show where two packs part: each answer, and the condition each gives it under."""
    packs = _pack(first), _pack(second)
    found = compare(*packs)
    if as_json:
        print_json_list(found)
        return
    for one in found:
        click.echo(one.code)
        for pack in packs:
            rules = rules_for(pack, one.code)
            click.echo(f"  {pack.id}: {'' if rules else 'no rule of this edition arrives at it'}".rstrip())
            for rule in rules:
                click.echo(f"    {rule.says}")
                print_lines(_conditions(rule, "    "))
