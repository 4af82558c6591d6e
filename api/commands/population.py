"""Commands that ask many cases at once."""

from collections.abc import Sequence
from datetime import datetime

import click

from api.commands.printing import print_json_list, print_lines
from api.commands.tokens import with_store
from api.composition import running_services
from api.views.terminal_table import table
from assess.registry import all_guidelines
from dxa.assessment import Outcome
from dxa.errors import NotFound
from dxa.settings import Settings
from ingest.population import Shift, meeting, shifts

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@click.command()
@click.argument("rule")
@click.option(
    "--outcome",
    type=click.Choice([str(outcome) for outcome in Outcome]),
    default=str(Outcome.MET),
    help="How the rule has to end.",
)
@click.option("--unsigned", is_flag=True, help="Only cases nobody has signed.")
@_JSON
@click.pass_obj
def cases(settings: Settings, rule: str, outcome: str, *, unsigned: bool, as_json: bool) -> None:
    """List the stored cases on which RULE, such as bhof-2022.treatment, ends so."""
    answer = with_store(settings, lambda store: meeting(store, rule, Outcome(outcome), unsigned=unsigned))
    if as_json:
        print_json_list([answer])
        return
    print_lines([*answer.cases, f"{len(answer.cases)} of {answer.asked} cases"])


@click.command()
@click.option(
    "--pack", "--packs", "packs", multiple=True,
    help="Findings of this pack only, or of several parted by commas; everything when none is named.",
)  # fmt: skip
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only examinations on or after this day.")
@click.option("--write", is_flag=True, help="Append the new assessments; without it nothing is written.")
@_JSON
@click.pass_obj
def reassess(settings: Settings, packs: Sequence[str], since: datetime | None, *, write: bool, as_json: bool) -> None:
    """Show how stored cases would change under the packs and checks of today."""
    names = _known(packs)
    with running_services(settings) as services:
        chosen = services.store.case_ids(since.date() if since else None)
        found = list(shifts(services.pipeline, chosen, names))
        _show(found, len(chosen), as_json=as_json)
        if write:
            for case_id in chosen:
                services.pipeline.reassess(case_id, services.clock())


def _known(packs: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of packs, each given alone or several parted by commas.

    Raises:
        NotFound: a pack nobody wrote, of which every case would seem to stay as it is.
    """
    names = tuple(dict.fromkeys(name for text in packs for name in text.split(",") if name))
    unknown = sorted(set(names) - {pack.id for pack in all_guidelines()})
    if unknown:
        raise NotFound(f"no pack {unknown[0]}; `osteon guidelines list` names them")
    return names


def _show(found: Sequence[Shift], asked: int, *, as_json: bool) -> None:
    if as_json:
        print_json_list(found)
        return
    rows = [(shift.case_id, shift.place, shift.before, shift.after) for shift in found]
    changed = len({shift.case_id for shift in found})
    shown = table(("Case", "What", "Before", "Now"), rows) if rows else []
    print_lines([*shown, f"{changed} of {asked} cases change"])
