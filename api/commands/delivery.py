"""Commands about the way out: the deliverer, its destinations, and what became of each telling."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import click

from api.clock import utc_now
from api.commands.exits import exit_code
from api.commands.printing import complain, print_lines
from api.commands.running import part
from api.commands.tokens import with_store
from api.processes.delivering import deliver_to
from api.processes.logs import configure_logs
from api.views.terminal_table import table
from deliver.listeners import Listener, listeners_of
from dxa.errors import InvalidRequest, NotFound, OsteonError, SettingsError
from dxa.schema import dump
from dxa.settings import Settings
from dxa.telling import TellingKind
from store import Store
from store.delivery_records import Delivery, DeliveryFilter, DeliveryState

_ACTOR = "command line"
_MOST = 200


@click.command()
@part
@click.pass_context
def deliver(context: click.Context) -> None:
    """Tell the destinations what became of cases, until stopped; any number of these may run."""
    settings: Settings = context.obj
    configure_logs(settings.log_level)
    found = _listeners(settings)
    deliver_to(found, settings, lambda: click.echo(f"osteon: delivering to {', '.join(one.name for one in found)}"))


@click.group()
def destinations() -> None:
    """Look at those who are told of cases."""


@destinations.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Read the file of destinations and try to open each; exit code 8 if one cannot be."""
    found = _listeners(settings)
    faults = [(one.name, _fault(one)) for one in found]
    rows = [
        (one.name, one.kind.name, one.form.name, "opens" if fault is None else fault)
        for one, (_, fault) in zip(found, faults, strict=True)
    ]
    print_lines(table(("Destination", "Kind", "Format", "State"), rows))
    for one in found:
        for note in _notes(one):
            click.echo(f"note: {one.name}: {note}")
    failed = [name for name, fault in faults if fault is not None]
    if failed:
        raise SettingsError(f"cannot be opened: {', '.join(failed)}")


@destinations.command("list")
@click.pass_obj
def list_destinations(settings: Settings) -> None:
    """List everybody who is or was told of cases, and how it goes."""
    named = {one.name for one in listeners_of(settings.delivery.destinations)}
    states, counts = with_store(settings, lambda store: (store.destinations(), store.delivery_counts()))
    waiting = {
        one.name: sum(
            count.count
            for count in counts
            if count.destination == one.name and count.state in {DeliveryState.PENDING, DeliveryState.SENDING}
        )
        for one in states
    }
    dead = {count.destination: count.count for count in counts if count.state is DeliveryState.DEAD}
    rows = [
        (
            one.name,
            "retired" if one.retired_at else ("in the file" if one.name in named else "NOT IN THE FILE"),
            str(waiting[one.name]),
            str(dead.get(one.name, 0)),
            f"rests until {one.retry_at:%H:%M:%S} UTC: {one.error_text}"
            if one.retry_at
            else (one.error_text or "well"),
        )
        for one in states
    ]
    header = ("Destination", "State", "Waiting", "Dead", "Last try")
    print_lines(table(header, rows, right=frozenset({2, 3})) if rows else ["nobody was told of anything so far"])


@destinations.command()
@click.argument("name")
@click.pass_obj
def retire(settings: Settings, name: str) -> None:
    """End the destination NAME, which has left the file: what waits for it is skipped."""
    if name in {one.name for one in listeners_of(settings.delivery.destinations)}:
        raise InvalidRequest(f"{name} still stands in the file of destinations")
    with_store(settings, lambda store: store.retire(name, _ACTOR, utc_now()))
    click.echo(f"{name} is retired")


@click.group()
def deliveries() -> None:
    """Look at what was told to whom, and tell it again."""


@deliveries.command("list")
@click.option("--destination", help="Of this destination.")
@click.option(
    "--state",
    type=click.Choice([str(state) for state in DeliveryState]),
    help="In this state; dead is the dead letters.",
)
@click.option("--case", "case_id", help="Of this case.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def list_deliveries(
    settings: Settings, destination: str | None, state: str | None, case_id: str | None, as_json: bool
) -> None:
    """List the newest deliveries."""
    chosen = DeliveryFilter(destination=destination, state=DeliveryState(state) if state else None, case_id=case_id)
    page = with_store(settings, lambda store: store.deliveries(chosen, limit=_MOST))
    if as_json:
        click.echo(json.dumps([dump(one) for one in page.items], indent=1))
        return
    header = ("No.", "Destination", "State", "Tries", "Told", "Kind", "Case", "Revision", "Why")
    rows = [_row(one) for one in page.items]
    print_lines(table(header, rows, right=frozenset({0, 3, 7})) if rows else ["there are none"])
    if page.next_cursor:
        click.echo(f"only the newest {_MOST} are shown")


@deliveries.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
@click.pass_obj
def retry(settings: Settings, numbers: Sequence[int]) -> None:
    """Try these deliveries now, dead letters too."""
    _each(settings, numbers, again=True)


@deliveries.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
@click.pass_obj
def skip(settings: Settings, numbers: Sequence[int]) -> None:
    """Leave these deliveries out, so that later ones of their cases go on."""
    _each(settings, numbers, again=False)


@deliveries.command()
@click.option("--destination", required=True, help="Whom to tell again.")
@click.option("--case", "case_id", help="Of this case alone.")
@click.option("--since", "told_from", type=click.DateTime(), help="Told from then on, UTC.")
@click.option("--until", "told_to", type=click.DateTime(), help="Told up to then, UTC.")
@click.option("--dead", is_flag=True, help="Dead letters alone.")
@click.pass_obj
def replay(settings: Settings, /, destination: str, **wished: Any) -> None:
    """Tell a destination again what it was told, in the same order and under the same ids."""
    chosen = DeliveryFilter(
        destination=destination,
        state=DeliveryState.DEAD if wished["dead"] else None,
        case_id=wished["case_id"],
        told_from=_utc(wished["told_from"]),
        told_to=_utc(wished["told_to"]),
    )
    if chosen == DeliveryFilter(destination=destination):
        raise click.UsageError("name --case, --since, --until or --dead: everything at once is --since 1970-01-01")
    count = with_store(settings, lambda store: store.replay(chosen, _ACTOR, utc_now()))
    click.echo(f"{count} deliveries wait to be made again")


def _listeners(settings: Settings) -> tuple[Listener, ...]:
    found = listeners_of(settings.delivery.destinations)
    if not found:
        raise SettingsError("there is nobody to tell: OSTEON_DESTINATIONS names no file with a [[destination]]")
    return found


def _fault(one: Listener) -> str | None:
    """Return why a destination cannot be opened now, or None."""
    try:
        with ExitStack() as opened:
            opened.enter_context(one.kind.opened(one.options))
    except OsteonError as error:
        return error.text
    return None


def _notes(one: Listener) -> list[str]:
    """Return what may not be meant as it stands."""
    left_out = [kind for kind in (TellingKind.AMENDED, TellingKind.WITHDRAWN) if kind not in one.line.events]
    return [
        f"is not told of {' and '.join(left_out)}: what it was told may stand there when it no longer holds"
    ] * bool(left_out)


def _row(one: Delivery) -> tuple[str, ...]:
    why = one.error_text or one.error_code or ""
    told = f"{one.told_at:%Y-%m-%d %H:%M:%S}"
    numbers = (str(one.number), str(one.attempts), str(one.revision))
    return (numbers[0], one.destination, str(one.state), numbers[1], told, one.kind, one.case_id, numbers[2], why)


def _each(settings: Settings, numbers: Sequence[int], *, again: bool) -> None:
    def change(store: Store) -> list[int]:
        act = store.send_again if again else store.skip
        return [number for number in numbers if not act(DeliveryFilter(number=number), _ACTOR, utc_now())]

    missed = with_store(settings, change)
    for number in missed:
        complain(f"delivery {number} does not exist, is being sent, or is settled", "NOT_FOUND")
    click.echo(f"{len(numbers) - len(missed)} deliveries {'wait to be made' if again else 'are skipped'}")
    if missed:
        raise click.exceptions.Exit(exit_code(NotFound("no such delivery")))


def _utc(given: datetime | None) -> datetime | None:
    return given.replace(tzinfo=UTC) if given else None
