"""Saying now and then that this process runs, for `osteon status`."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from threading import Event, Thread

from api.clock import utc_now
from dxa import __version__
from dxa.errors import StoreUnavailable
from store import Store
from store.records import Process

LOG = logging.getLogger(__name__)
SAID_SECONDS = 15.0
MISSED = timedelta(seconds=60)
"""Who was not heard of for so long is taken for dead."""
_FORGOTTEN = timedelta(days=1)


@contextmanager
def presence(store: Store, part: str) -> Iterator[None]:
    """Keep saying that this process runs while the context lasts; a database that is down changes nothing."""
    now = utc_now()
    own = Process(
        id=token_hex(8), part=part, host=socket.gethostname(), pid=os.getpid(), version=__version__,
        started_at=now, seen_at=now,
    )  # fmt: skip
    ended = Event()
    thread = Thread(target=_keep_saying, args=(store, own, ended), name="presence", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        with suppress(StoreUnavailable):
            store.gone(own.id)


def _keep_saying(store: Store, own: Process, ended: Event) -> None:
    while True:
        try:
            store.present(replace(own, seen_at=utc_now()))
            store.forget(utc_now() - _FORGOTTEN)
        except StoreUnavailable as error:
            LOG.warning("presence is not noted: %s", error.text)
        if ended.wait(SAID_SECONDS):
            return
