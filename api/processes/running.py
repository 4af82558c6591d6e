"""One process that keeps doors open or works, until it is told to stop."""

import logging
import os
import signal
from _thread import start_new_thread
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Event, Lock, Thread

from api.clock import utc_now
from api.processes.collecting import load_for_good
from api.processes.health_server import health_server
from api.processes.metrics import Metrics
from api.processes.presence import presence
from api.processes.timing import intake_of
from api.processes.tracing import tracing
from api.processes.workshop import open_store, open_workshop
from dxa.errors import OsteonError, SettingsError
from dxa.settings import Settings
from ingest.channel import Channel, Post
from ingest.reception import Reception
from store import Store

LOG = logging.getLogger(__name__)
_BEHIND_DOORS = 10
"""Steps of nice a worker stands behind a door. Beside four busy processes the slowest hundredth of the answers of a
listener was measured to take 330 ms at the same priority, 130 ms with 5 steps and 80 ms with 10."""


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Yield an event that SIGTERM or SIGINT sets, however often they come.

    Not in the handler itself: it runs in the middle of whatever the main thread does, which may be holding the lock of
    this very event, and a supervisor that is killed tells its parts several times at once.
    """
    stopping = Event()

    def handle(*_: object) -> None:
        start_new_thread(stopping.set, ())

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def running_part(
    part: str, settings: Settings, store: Store, metrics: Metrics, ready: Callable[[], bool]
) -> Iterator[None]:
    """Show that a part runs while the context lasts: in the database, and to probes if the settings name a port.

    Raises:
        SettingsError: the port is taken.
    """

    def is_ready() -> bool:
        store.backlog()
        return ready()

    with ExitStack() as opened:
        opened.enter_context(presence(store, part))
        if settings.health_port is not None:
            address = (settings.health_host, settings.health_port)
            try:
                opened.enter_context(health_server(address, ready=is_ready, metrics=metrics.text))
            except OSError as error:
                raise SettingsError(f"OSTEON_HEALTH_PORT: {error.strerror}") from error
        yield


def listen_on(channels: Sequence[Channel], settings: Settings, opened: Callable[[str, str], None]) -> None:
    """Keep doors open until the process is told to stop; other processes read what comes in.

    Raises:
        OsteonError: a door could not be opened or failed; the others were closed in order.
    """
    open_doors: set[str] = set()
    lock = Lock()

    def is_open(name: str, address: str) -> None:
        with lock:
            open_doors.add(name)
        opened(name, address)

    with told_to_stop() as stopping, open_store(settings) as store, tracing(settings) as traced:
        metrics = Metrics(store.backlog)
        post = Post(
            settings=settings,
            intake=intake_of(Reception(store=store, clock=utc_now, settings=settings), traced),
            clock=utc_now,
            stopping=stopping,
            opened=is_open,
            counted=metrics.received,
            ledger=store,
        )
        part = ", ".join(channel.name for channel in channels)
        all_open = lambda: len(open_doors) == len(channels) and not stopping.is_set()  # noqa: E731 - said once
        with running_part(part, settings, store, metrics, all_open):
            _keep_open(channels, post)


def _keep_open(channels: Sequence[Channel], post: Post) -> None:
    failed: list[OsteonError] = []
    threads = [Thread(target=partial(_run, channel, post, failed), name=f"door-{channel.name}") for channel in channels]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _run(channel: Channel, post: Post, failed: list[OsteonError]) -> None:
    """Keep one door open; should it fail, every other is closed, so that the process ends and says why."""
    try:
        channel.run(post)
    except OsteonError as error:
        failed.append(error)
    except OSError as error:
        failed.append(SettingsError(f"the door {channel.name} cannot be opened: {error.strerror}"))
    finally:
        post.stopping.set()


def work_on(settings: Settings, started: Callable[[], None]) -> None:
    """Read and assess whatever waits until the process is told to stop. Raises as `composition.open_store`."""
    if settings.worker_priority == "low":
        # Before there are threads and children, which take it over.
        os.nice(_BEHIND_DOORS)
    load_for_good()
    with (
        told_to_stop() as stopping,
        open_workshop(settings) as shop,
        running_part("worker", settings, shop.store, shop.metrics, lambda: not stopping.is_set()),
    ):
        started()
        stopping.wait()
