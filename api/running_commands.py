"""Commands that run one part of the service by itself."""

from collections.abc import Sequence

import click

from api.logs import configure_logs
from api.running import listen_on, work_on
from dxa.settings import Settings
from ingest.registry import channel_of
from parsers.ocr.program import require_program


@click.command()
@click.argument("names", metavar="CHANNEL...", nargs=-1, required=True)
@click.pass_obj
def listen(settings: Settings, names: Sequence[str]) -> None:
    """Keep doors open until stopped: CHANNEL is dicom, folder, mllp or rabbitmq. `osteon worker` reads what comes."""
    configure_logs(settings.log_level)
    channels = [channel_of(name) for name in dict.fromkeys(names)]
    listen_on(channels, settings, lambda name, address: click.echo(f"osteon: {name} on {address}"))


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Read and assess documents that wait in the database, until stopped; any number of these may run."""
    configure_logs(settings.log_level)
    require_program(settings.limits)
    work_on(settings, lambda: click.echo("osteon: working"))
