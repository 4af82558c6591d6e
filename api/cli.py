"""The `osteon` command: the one place where settings are read."""

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from api.commands import exits
from api.commands.printing import complain
from api.processes.logs import configure_logs
from dxa import __version__
from dxa.errors import OsteonError
from dxa.settings import settings_from

_COMMANDS: Mapping[str, str] = {
    "assess": "reading.assess",
    "backfill": "backfill.backfill",
    "broker": "broker.broker",
    "cases": "population.cases",
    "deliver": "delivery.deliver",
    "deliveries": "delivery.deliveries",
    "demo": "demonstration.demo",
    "destinations": "delivery.destinations",
    "guidelines": "guidelines.guidelines",
    "listen": "running.listen",
    "login-link": "serving.print_login_link",
    "migrate": "tokens.migrate_command",
    "read": "reading.read",
    "reassess": "population.reassess",
    "replay": "quarantine.replay",
    "serve": "serving.serve",
    "status": "status.status",
    "token": "tokens.token",
    "worker": "running.worker",
}
"""Module and name of each command in `api.commands`."""


class Commands(click.Group):
    """The command group: loads the one command that is asked for, and says each error of ours in one line.

    A part of the service is a process of its own: it starts in half the time without what the other parts need.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *_COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = _COMMANDS[cmd_name].split(".")
        found: click.Command = getattr(import_module(f"api.commands.{module}"), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except OsteonError as error:
            complain(error.text, error.code)
            ctx.exit(exits.exit_code(error))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Osteon: a linter for bone-density (DXA) reports.

    Exit codes: 0 done, 2 wrong use, 3 unreadable document, 4 unknown kind of document, 5 no densitometry or no
    results in it, 6 database unavailable, 7 our own defect, 8 wrong settings, 9 not found.
    """
    context.obj = settings_from(os.environ)
    configure_logs("ERROR")


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(__version__)
