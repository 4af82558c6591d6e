"""One process that keeps doors open or works, until it is told to stop."""

import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

from api.clock import utc_now
from api.composition import open_store, open_workshop
from dxa.errors import OsteonError, SettingsError
from dxa.settings import Settings
from ingest.channel import Channel, Post
from ingest.reception import Reception

LOG = logging.getLogger(__name__)


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Yield an event that SIGTERM or SIGINT sets."""
    stopping = Event()
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def listen_on(channels: Sequence[Channel], settings: Settings, opened: Callable[[str, str], None]) -> None:
    """Keep doors open until the process is told to stop; other processes read what comes in.

    Raises:
        OsteonError: a door could not be opened or failed; the others were closed in order.
        OSError: an address is taken.
    """
    with told_to_stop() as stopping, open_store(settings) as store:
        post = Post(
            settings=settings,
            intake=Reception(store=store, clock=utc_now, settings=settings),
            clock=utc_now,
            stopping=stopping,
            opened=opened,
            counted=lambda channel, outcome: LOG.info("document received: %s, %s", channel, outcome),
        )
        failed: list[Exception] = []
        threads = [
            Thread(target=partial(_run, channel, post, failed), name=f"door-{channel.name}") for channel in channels
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for error in failed:
        raise error


def work_on(settings: Settings, started: Callable[[], None]) -> None:
    """Read and assess whatever waits until the process is told to stop. Raises as `composition.open_store`."""
    with told_to_stop() as stopping, open_workshop(settings):
        started()
        stopping.wait()


def _run(channel: Channel, post: Post, failed: list[Exception]) -> None:
    """Keep one door open; should it fail, every other is closed, so that the process ends and says why."""
    try:
        channel.run(post)
    except (OsteonError, OSError) as error:
        failed.append(SettingsError(f"{channel.name}: {error.strerror}") if isinstance(error, OSError) else error)
    finally:
        post.stopping.set()
