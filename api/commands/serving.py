"""Commands that serve the cases over HTTP, alone or with every other part."""

import click

from api.access.login_links import login_link as login_link_at
from api.clock import utc_now
from api.commands.running import WITH_PARENT, serve_all
from api.commands.tokens import with_store
from api.processes.address import address_of
from api.processes.logs import configure_logs
from dxa.settings import Settings
from parsers.ocr.program import require_program
from store import migrate


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo documents first, and print a login link and a token.")
@click.option("--login-link", is_flag=True, help="Print a link that signs one browser in, once.")
@click.option("--all", "everything", is_flag=True, help="With every door that is set up, workers and delivery.")
@WITH_PARENT
@click.pass_obj
def serve(settings: Settings, demo: bool, login_link: bool, everything: bool) -> None:
    """Take documents in over HTTP and show the cases, until stopped."""
    configure_logs(settings.log_level)
    # Here, before any process is forked, it stops the service with one plain sentence.
    require_program(settings.limits)
    migrate(settings.database)
    if everything:
        serve_all(settings)
        return
    # The supervisor of all parts, above, needs no web server.
    from api.commands.web import answer  # noqa: PLC0415 - see above

    answer(settings, demo=demo, link=login_link)


@click.command("login-link")
@click.pass_obj
def print_login_link(settings: Settings) -> None:
    """Print a link that signs one browser in as administrator, once, within the hour."""
    click.echo(with_store(settings, lambda store: login_link_at(store, utc_now(), address_of(settings))))
