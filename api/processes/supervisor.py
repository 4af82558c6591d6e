"""One process that keeps the parts of the service running on one machine; it holds no data and takes no documents."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

from api.commands import exits
from dxa.errors import SettingsError

LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0
"""A part that ran so long is started again at once: its end has nothing to do with how it was started."""
GRACE_SECONDS = 40.0
"""How long the parts may take to finish what they have begun; longer than each of them waits by itself."""
_HOPELESS = frozenset({exits.SETTINGS, exits.USAGE})
"""Exit codes another start would only repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One process of the service."""

    name: str
    arguments: tuple[str, ...]
    """Of the `osteon` command."""


@dataclass(slots=True, kw_only=True)
class _Running:
    part: Part
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    failures: int = 0
    start_at: float = field(default_factory=monotonic)


class Supervisor:
    """Starts every part, starts again what ends, and stops all of them in the order they are named.

    Doors come first in that order: nothing new is taken in while what was begun is finished.
    """

    def __init__(self, parts: Sequence[Part], *, command: Sequence[str] = (), told: Callable[[str], None]) -> None:
        self._running = [_Running(part=part) for part in parts]
        self._command = tuple(command) or (sys.executable, "-m", "api")
        self._told = told

    def run(self, stopping: Event) -> None:
        """Keep the parts running until the event is set.

        Raises:
            SettingsError: a part ended because of how the service is set up; the others were stopped.
        """
        try:
            while not stopping.wait(_LOOK_SECONDS):
                for one in self._running:
                    self._look_at(one)
        finally:
            self._stop()

    def _look_at(self, one: _Running) -> None:
        if one.process is None:
            if monotonic() >= one.start_at:
                self._start(one)
            return
        code = one.process.poll()
        if code is None:
            return
        one.process = None
        if code in _HOPELESS:
            raise SettingsError(f"{one.part.name} cannot run as it is set up; its own words stand above")
        steady = monotonic() - one.started_at >= _STEADY_SECONDS
        one.failures = 0 if steady else one.failures + 1
        pause = 0.0 if steady else min(0.25 * 2**one.failures, _LONGEST_PAUSE_SECONDS)
        one.start_at = monotonic() + pause
        LOG.error("%s ended with %d, next start in %.1f s", one.part.name, code, pause)

    def _start(self, one: _Running) -> None:
        arguments = [*self._command, *one.part.arguments, "--with-parent", str(os.getpid())]
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops the parts in their order.
        one.process = subprocess.Popen(arguments, start_new_session=True)  # noqa: S603 - our own command
        one.started_at = monotonic()
        self._told(f"{one.part.name} runs as process {one.process.pid}")

    def _stop(self) -> None:
        until = monotonic() + GRACE_SECONDS
        for one in self._running:
            if one.process is None:
                continue
            one.process.terminate()
            try:
                one.process.wait(max(0.1, until - monotonic()))
            except subprocess.TimeoutExpired:
                LOG.warning("%s did not stop in time and is killed", one.part.name)
                one.process.kill()
                one.process.wait()
