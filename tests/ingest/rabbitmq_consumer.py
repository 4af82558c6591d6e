"""A consumer in a process of its own, which dies where it is told to.

Arguments: broker URL, prefix of the queues, database URL, and what ends it: `commit` kills it between the commit and
the acknowledgement of its fifth document, anything else is a word in a document that kills it before the commit.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from threading import Event

from dxa.document import RawDocument
from dxa.settings import Settings
from dxa.settings.rabbitmq import Rabbitmq
from ingest.channel import Post
from ingest.channels.rabbitmq import CHANNEL
from ingest.reception import Reception
from store import Store
from store.records import Receipt

LAST = 5


def utc_now() -> datetime:
    return datetime.now(UTC)


class Deadly:
    """Stores documents until one of them ends the process."""

    def __init__(self, reception: Reception, ends: str) -> None:
        self._reception = reception
        self._ends = ends
        self._stored = 0

    def receive(self, document: RawDocument) -> Receipt:
        if self._ends.encode() in document.content:
            os.kill(os.getpid(), signal.SIGKILL)
        receipt = self._reception.receive(document)
        self._stored += 1
        if self._ends == "commit" and self._stored == LAST:
            os.kill(os.getpid(), signal.SIGKILL)
        return receipt


def main(url: str, prefix: str, database: str, ends: str) -> None:
    """Consume until killed."""
    settings = Settings(rabbitmq=Rabbitmq(url=url, prefix=prefix))
    reception = Reception(store=Store.open(database), clock=utc_now, settings=settings)
    CHANNEL.run(
        Post(
            settings=settings,
            intake=Deadly(reception, ends),
            clock=utc_now,
            stopping=Event(),
            opened=lambda *words: print(*words, flush=True),  # noqa: T201 - the test waits for it
            counted=lambda *_: None,
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
