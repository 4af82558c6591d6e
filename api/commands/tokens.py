"""Commands about the database itself and the tokens it keeps."""

from collections.abc import Callable
from typing import TypeVar

import click

from api.access.roles import Role
from api.clock import utc_now
from api.commands.printing import print_lines
from api.views.terminal_table import table
from dxa.settings import Settings
from store import Store, migrate

T = TypeVar("T")


def with_store(settings: Settings, operation: Callable[[Store], T]) -> T:
    """Return the answer of an operation on the migrated database."""
    migrate(settings.database)
    store = Store.open(settings.database)
    try:
        return operation(store)
    finally:
        store.close()


@click.command("migrate")
@click.option(
    "--final", is_flag=True, help="No program of an older version comes back: store what only this one reads."
)
@click.pass_obj
def migrate_command(settings: Settings, *, final: bool) -> None:
    """Create the tables of the database, or bring them up to date."""
    migrate(settings.database, final=final)
    click.echo("the database is up to date")


@click.group()
def token() -> None:
    """Make and end the tokens callers show."""


@token.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]), help="What it may do.")
@click.pass_obj
def create(settings: Settings, name: str, role: str) -> None:
    """Make a token and print it; it is shown this once."""
    click.echo(with_store(settings, lambda store: store.create_token(name, role, utc_now())))


@token.command("list")
@click.pass_obj
def list_tokens(settings: Settings) -> None:
    """List the tokens in force."""
    rows = [(one.name, one.role) for one in with_store(settings, lambda store: store.tokens())]
    print_lines(table(("Name", "Role"), rows) if rows else ["there are no tokens"])


@token.command()
@click.argument("name")
@click.pass_obj
def revoke(settings: Settings, name: str) -> None:
    """End a token, and the browser sessions opened with it."""
    with_store(settings, lambda store: store.revoke_token(name, utc_now()))
    click.echo(f"{name} is revoked")
