"""Databases a service may be given."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.chaos.outcome import Wish
from tests.postgresql import database, server


def kinds_of(wish: Wish) -> list[str]:
    """Return the kinds of databases that are wished for."""
    return [kind for kind in ("sqlite", "postgresql") if wish.database in {kind, "both"}]


@contextmanager
def databases(kind: str) -> Iterator[Callable[[], str | None]]:
    """Yield what makes a new database of a kind and returns its URL; None is the file in the folder of the service."""
    if kind == "sqlite":
        yield lambda: None
        return
    with ExitStack() as things:
        running = things.enter_context(server())
        yield lambda: things.enter_context(database(running))
