"""The demo documents, taken in by the real pipeline; a second time changes nothing."""

from importlib.resources import files
from importlib.resources.abc import Traversable

import click

from api.composition import running_services
from api.services import Services
from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import NotFound
from dxa.settings import Settings
from store import migrate

CHANNEL = "demo"
_SECONDS = 120.0


@click.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Load the demo documents into the database."""
    migrate(settings.database)
    with running_services(settings) as services:
        click.echo(f"{load_demo(services)} cases")


def demo_documents() -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of every demo document, by name.

    Raises:
        NotFound: this installation carries none.
    """
    try:
        folder: Traversable = files("fixtures") / "demo"
        found = sorted((one for one in folder.iterdir() if one.is_file()), key=lambda one: one.name)
    except (ModuleNotFoundError, FileNotFoundError, NotADirectoryError) as error:
        raise NotFound("this installation carries no demo documents") from error
    return tuple((one.name, one.read_bytes()) for one in found if not one.name.startswith(("README", "__", ".")))


def load_demo(of: Services) -> int:
    """Take every demo document in and return how many cases there are now.

    Raises:
        NotFound: this installation carries none.
        StoreUnavailable: the database does not answer.
    """
    for name, content in demo_documents():
        document = RawDocument(content=content, channel=CHANNEL, received_at=of.clock(), sender=CHANNEL)
        receipt = of.pipeline.receive(document)
        if receipt.new and receipt.status is DocumentStatus.READING:
            worked = of.workers.submit(receipt.document_id).result(timeout=_SECONDS)
            if worked.error:
                of.log.warning("demo document not read", name=name, code=worked.error.code)
    return of.store.counts().cases
