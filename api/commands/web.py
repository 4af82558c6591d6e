"""The web part of the service: it answers over HTTP, and says where as it begins."""

import click

from api.access.login_links import login_link
from api.access.roles import Role
from api.commands.demonstration import load_demo
from api.processes.address import address_of
from api.processes.server import Server
from api.services import Services
from dxa.settings import Settings

_DEMO_TOKEN = "demo-"  # noqa: S105 - the beginning of names, no secret


def answer(settings: Settings, *, demo: bool, link: bool) -> None:
    """Serve until stopped, with the demonstration if it is wished, which has a link."""
    Server(settings, lambda services: _welcome(services, demo=demo, link=link or demo)).run()


def _welcome(services: Services, *, demo: bool, link: bool) -> None:
    address = address_of(services.settings)
    if demo:
        click.echo(f"osteon: {load_demo(services)} cases")
        click.echo(f"osteon: token for the API, gone with the next start: {_demo_token(services)}")
    if link and services.settings.authentication:
        click.echo(f"osteon: open {login_link(services.store, services.clock(), address)}")
        click.echo("osteon: the link signs one browser in, once, within the hour; another: `osteon login-link`")
    click.echo(f"osteon: serving on {address}")


def _demo_token(services: Services) -> str:
    now = services.clock()
    for old in services.store.tokens():
        if old.name.startswith(_DEMO_TOKEN):
            services.store.revoke_token(old.name, now)
    return services.store.create_token(f"{_DEMO_TOKEN}{now:%Y%m%dT%H%M%S%f}", Role.ADMIN, now)
