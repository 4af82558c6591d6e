"""Commands that run one part of the service by itself, or all of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import click

from api.processes.lifeline import end_with
from api.processes.logs import configure_logs
from api.processes.running import listen_on, told_to_stop, work_on
from api.processes.supervisor import Part, Supervisor
from dxa.settings import Settings
from ingest.registry import channel_names, channel_of
from parsers.ocr.program import require_program

F = TypeVar("F", bound=Callable[..., Any])


def _follow(_context: click.Context, _option: click.Parameter, parent: int | None) -> None:
    if parent is not None:
        end_with(parent)


def _at_port(context: click.Context, _option: click.Parameter, port: int | None) -> None:
    if port is not None:
        context.obj = replace(context.obj, health_port=port)


WITH_PARENT = click.option(
    "--with-parent", type=int, hidden=True, expose_value=False, is_eager=True, callback=_follow, help="Supervisor."
)
"""Of every part the supervisor starts."""
_HEALTH_PORT = click.option(
    "--health-port", type=int, expose_value=False, callback=_at_port, help="Instead of OSTEON_HEALTH_PORT."
)


def part(function: F) -> F:
    """Give a command what every part has: a supervisor and a port for probes."""
    return WITH_PARENT(_HEALTH_PORT(function))


@click.command()
@click.argument("names", metavar="CHANNEL...", nargs=-1, required=True)
@part
@click.pass_context
def listen(context: click.Context, names: Sequence[str]) -> None:
    """Keep doors open until stopped: CHANNEL is dicom, folder, mllp or rabbitmq. `osteon worker` reads what comes."""
    settings: Settings = context.obj
    configure_logs(settings.log_level)
    channels = [channel_of(name) for name in dict.fromkeys(names)]
    listen_on(channels, settings, lambda name, address: click.echo(f"osteon: {name} on {address}"))


@click.command()
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@part
@click.pass_context
def worker(context: click.Context, quiet: bool) -> None:
    """Read and assess documents that wait in the database, until stopped; any number of these may run."""
    settings: Settings = context.obj
    configure_logs("ERROR" if quiet else settings.log_level)
    require_program(settings.limits)
    work_on(settings, lambda: None if quiet else click.echo("osteon: working"))


def parts_of(settings: Settings) -> tuple[Part, ...]:
    """Return the processes of the whole service on one machine, in the order they are stopped."""
    doors = [name for name in channel_names() if channel_of(name).wanted(settings)]
    parts = [
        *([Part(name="doors", arguments=("listen", *doors))] if doors else []),
        *(Part(name=f"worker {number}", arguments=("worker",)) for number in range(1, settings.workers + 1)),
        *([Part(name="delivery", arguments=("deliver",))] if settings.delivery.destinations else []),
    ]
    if settings.health_port is not None:
        parts = [
            replace(one, arguments=(*one.arguments, "--health-port", str(port)))
            for port, one in enumerate(parts, start=settings.health_port)
        ]
    return (Part(name="web", arguments=("serve",)), *parts)


def serve_all(settings: Settings) -> None:
    """Run web, doors, workers and delivery under one supervisor until stopped."""
    with told_to_stop() as stopping:
        Supervisor(parts_of(settings), told=lambda text: click.echo(f"osteon: {text}")).run(stopping)
