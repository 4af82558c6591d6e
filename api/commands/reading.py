"""Commands that read and assess files, without a database."""

from collections.abc import Sequence
from typing import Any

import click

from api.commands import exits
from api.commands.files import FilesRead, assess_files, read_facts, read_files
from api.commands.printing import complain, print_json, print_lines
from api.views.draft_text import lines_of
from api.views.tables import WIDTH, assessment_lines, report_lines
from assess.draft import draft_of
from dxa.draft import Audience
from dxa.report import DxaReport
from dxa.settings import Settings
from ingest.site import site_from

_JSON = click.option("--json", "as_json", is_flag=True, help="Print the JSON of the schema instead of a table.")
_AUDIENCES = (Audience.RADIOLOGIST.value, Audience.CLINICIAN.value)
"""Plain language is for signed cases, which files are not."""
_KEEP_GOING = click.option("--keep-going", is_flag=True, help="Go on without the files that cannot be read.")
_FILES = click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)


@click.command()
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


@click.command()
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
