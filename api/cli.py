"""The `osteon` command: the one place where settings are read and the parts are put together."""

import os
from collections.abc import Sequence
from time import monotonic, sleep
from typing import Any

import click

from api.access.roles import Role
from api.access.signing_in import login_link as login_link_at
from api.clock import utc_now
from api.commands import exits
from api.commands.admin import guidelines, token, with_store
from api.commands.backfill import backfill
from api.commands.broker import broker
from api.commands.delivery import deliver, deliveries, destinations
from api.commands.demonstration import load_demo
from api.commands.files import FilesRead, assess_files, read_facts, read_files
from api.commands.population import cases, reassess
from api.commands.printing import complain, print_json, print_lines
from api.commands.running import WITH_PARENT, listen, serve_all, worker
from api.commands.status import status
from api.composition import running_services
from api.processes.logs import configure_logs
from api.processes.server import Server, address_of
from api.services import Services
from api.views.draft_text import lines_of
from api.views.tables import WIDTH, assessment_lines, report_lines, table
from assess.draft import draft_of
from dxa import __version__
from dxa.case import DocumentStatus
from dxa.draft import Audience
from dxa.errors import OsteonError
from dxa.report import DxaReport
from dxa.settings import Settings, settings_from
from ingest.site import site_from
from parsers.ocr.program import require_program
from store import migrate

_DEMO_TOKEN = "demo-"  # noqa: S105 - the beginning of names, no secret
_REPLAY_SECONDS = 120.0
_LOOK_SECONDS = 0.05
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the JSON of the schema instead of a table.")
_AUDIENCES = (Audience.RADIOLOGIST.value, Audience.CLINICIAN.value)
"""Plain language is for signed cases, which files are not."""
_KEEP_GOING = click.option("--keep-going", is_flag=True, help="Go on without the files that cannot be read.")
_FILES = click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)


class Commands(click.Group):
    """The command group: every error of ours becomes one line on standard error and its exit code."""

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


@main.command()
@_FILES
@_JSON
@_KEEP_GOING
@click.pass_obj
def read(settings: Settings, paths: Sequence[str], as_json: bool, keep_going: bool) -> None:
    """Read FILE... (of one study) and print what they say."""
    files = read_files(paths, settings.limits)
    report = _whole(files, keep_going)
    print_json(report) if as_json else print_lines(report_lines(report))
    _exit_with(files)


@main.command()
@_FILES
@_JSON
@_KEEP_GOING
@click.option("--facts", type=click.Path(exists=True, dir_okay=False), help="JSON file of facts about the patient.")
@click.option(
    "--prior",
    "priors",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Earlier report; newest first.",
)
@click.option("--pack", "packs", multiple=True, help="Pack to evaluate; all when none is named.")
@click.option("--open", "open_ones", is_flag=True, help="List what cannot be decided rule by rule.")
@click.option("--draft", is_flag=True, help="Print a draft report text instead.")
@click.option("--audience", type=click.Choice(_AUDIENCES), default=_AUDIENCES[0], help="Whom the draft is for.")
@click.pass_obj
def assess(settings: Settings, /, paths: Sequence[str], **wished: Any) -> None:
    """Read FILE... (of one study) and print what guidelines and checks say about them."""
    known = read_facts(wished["facts"])
    files = read_files(paths, settings.limits)
    report = _whole(files, wished["keep_going"])
    earlier = [_whole(read_files([path], settings.limits), keep_going=False) for path in wished["priors"]]
    known = site_from(settings.facility).beneath(known, report.study.device)
    assessment = assess_files(report, known, earlier, wished["packs"])
    if wished["draft"]:
        audience = Audience(wished["audience"])
        draft = draft_of(report, assessment, audience, facts=known, primary=known.facility.primary_packs)
        print_json(draft) if wished["as_json"] else print_lines(lines_of(draft, WIDTH))
    elif wished["as_json"]:
        print_json(assessment)
    else:
        judged = assessment_lines(assessment, report, open_ones=wished["open_ones"])
        print_lines([*report_lines(report), "", *judged])
    _exit_with(files)


@main.command()
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
    Server(settings, lambda services: _welcome(services, demo=demo, link=login_link or demo)).run()


@main.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Load the demo documents into the database."""
    migrate(settings.database)
    with running_services(settings) as services:
        click.echo(f"{load_demo(services)} cases")


@main.command("login-link")
@click.pass_obj
def print_login_link(settings: Settings) -> None:
    """Print a link that signs one browser in as administrator, once, within the hour."""
    click.echo(with_store(settings, lambda store: login_link_at(store, utc_now(), address_of(settings))))


@main.command("migrate")
@click.pass_obj
def migrate_command(settings: Settings) -> None:
    """Create the tables of the database, or bring them up to date."""
    migrate(settings.database)
    click.echo("the database is up to date")


@main.command()
@click.option("--quarantined", is_flag=True, help="Every document in quarantine.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="This quarantined document.")
@click.pass_obj
def replay(settings: Settings, quarantined: bool, documents: Sequence[str]) -> None:
    """Read quarantined documents again, as after an update."""
    if quarantined == bool(documents):
        raise click.UsageError("name --quarantined or --document ID")
    with running_services(settings) as services:
        chosen = _in_quarantine(services) if quarantined else list(documents)
        rows = [(document_id[:12], _replayed(services, document_id)) for document_id in chosen]
    print_lines(table(("Document", "Outcome"), rows) if rows else ["nothing is in quarantine"])


main.add_command(broker)
main.add_command(backfill)
main.add_command(cases)
main.add_command(deliver)
main.add_command(deliveries)
main.add_command(destinations)
main.add_command(guidelines)
main.add_command(listen)
main.add_command(reassess)
main.add_command(status)
main.add_command(token)
main.add_command(worker)


def _whole(files: FilesRead, keep_going: bool) -> DxaReport:
    """Return the merged report; a study that lacks one of its files would look complete, so that needs a wish."""
    for refusal in files.refusals:
        complain(f"{refusal.path}: {refusal.error.text}", refusal.error.code)
    if files.report is None or (files.refusals and not keep_going):
        raise click.exceptions.Exit(exits.exit_code(files.refusals[0].error))
    return files.report


def _exit_with(files: FilesRead) -> None:
    if files.refusals:
        raise click.exceptions.Exit(exits.exit_code(files.refusals[0].error))


def _in_quarantine(services: Services) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = services.store.quarantined(cursor, limit=200)
        found += [ref.id for ref in page.items]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def _replayed(services: Services, document_id: str) -> str:
    services.store.requeue(document_id, "replay", services.clock())
    until = monotonic() + _REPLAY_SECONDS
    while monotonic() < until:
        stored = services.store.document(document_id)
        if stored.ref.status is DocumentStatus.QUARANTINED:
            return f"in quarantine again: {stored.ref.error_code}"
        if stored.ref.status is DocumentStatus.AWAITING_REPORT:
            return "read: an order, which waits for its report"
        if stored.ref.status is DocumentStatus.READ:
            return f"read, case {', '.join(stored.case_ids)}"
        sleep(_LOOK_SECONDS)
    return "still waiting"


def _welcome(services: Services, *, demo: bool, link: bool) -> None:
    address = address_of(services.settings)
    if demo:
        click.echo(f"osteon: {load_demo(services)} cases")
        click.echo(f"osteon: token for the API, gone with the next start: {_demo_token(services)}")
    if link and services.settings.authentication:
        click.echo(f"osteon: open {login_link_at(services.store, services.clock(), address)}")
        click.echo("osteon: the link signs one browser in, once, within the hour; another: `osteon login-link`")
    click.echo(f"osteon: serving on {address}")


def _demo_token(services: Services) -> str:
    now = services.clock()
    for old in services.store.tokens():
        if old.name.startswith(_DEMO_TOKEN):
            services.store.revoke_token(old.name, now)
    return services.store.create_token(f"{_DEMO_TOKEN}{now:%Y%m%dT%H%M%S%f}", Role.ADMIN, now)
