"""Commands about what stands on the RabbitMQ broker."""

from collections.abc import Sequence

import click

from api.commands import exits
from api.commands.printing import print_lines
from api.views.terminal_table import table
from dxa.settings import Settings


@click.group()
def broker() -> None:
    """Declare, check and empty the queues on the RabbitMQ broker of OSTEON_RABBITMQ_URL."""


@broker.command()
@click.option("--listener", "listeners", multiple=True, metavar="NAME", help="A queue that gets every event, too.")
@click.pass_obj
def declare(settings: Settings, listeners: Sequence[str]) -> None:
    """Declare exchanges, queues and bindings; what stands there already is left as it is."""
    # Its library is loaded by nobody who has no broker.
    from ingest.channels.rabbitmq.declaring import declare as declared  # noqa: PLC0415 - see above

    print_lines([f"{name} stands" for name in declared(settings.rabbitmq, listeners)])


@broker.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Compare what stands on the broker with what ought to, and count the messages; nothing is changed."""
    from ingest.channels.rabbitmq.declaring import Standing  # noqa: PLC0415 - as in declare
    from ingest.channels.rabbitmq.declaring import check as checked  # noqa: PLC0415 - as in declare

    settings: Settings = context.obj
    found = checked(settings.rabbitmq)
    rows = [(one.what, one.name, str(one.standing), _number(one.messages), _number(one.consumers)) for one in found]
    print_lines(table(("What", "Name", "Stands", "Messages", "Consumers"), rows, right=frozenset({3, 4})))
    if any(one.standing is Standing.DIFFERENT for one in found):
        context.exit(exits.SETTINGS)
    if any(one.standing is Standing.ABSENT for one in found):
        context.exit(exits.NOT_FOUND)


@broker.command()
@click.option("--most", type=click.IntRange(min=1), help="Messages to move; all there are when it is not said.")
@click.pass_obj
def replay(settings: Settings, most: int | None) -> None:
    """Give messages of the dead queue to the queue of documents again, as after an update."""
    from ingest.channels.rabbitmq.replaying import replay as replayed  # noqa: PLC0415 - as in declare

    count = replayed(settings.rabbitmq, most)
    click.echo(f"{count} message{'' if count == 1 else 's'} moved")


def _number(count: int | None) -> str:
    return "" if count is None else str(count)
