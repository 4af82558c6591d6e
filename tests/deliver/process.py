"""The real `osteon deliver` as a process of its own."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

OSTEON = Path(sys.executable).with_name("osteon")


@dataclass
class DelivererProcess:
    """One host that delivers; `settings` are variables without their prefix."""

    database_url: str
    destinations: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
        ours = {"DATABASE_URL": self.database_url, "DESTINATIONS": str(self.destinations), **self.settings}
        return inherited | {f"OSTEON_{name}": value for name, value in ours.items()}

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run([OSTEON, *arguments], env=self.environment, capture_output=True, text=True, check=check)

    def start(self) -> None:
        """Start it and return once it delivers."""
        self.process = subprocess.Popen(
            [OSTEON, "deliver"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("osteon: delivering to ")

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.communicate()
            self.process = None

    def stop(self) -> tuple[int, str]:
        """End it in order and return its exit status and what it logged."""
        assert self.process is not None
        self.process.terminate()
        _, log = self.process.communicate(timeout=30)
        status, self.process = self.process.returncode, None
        return status, log


def wait_until(happened, seconds: float = 30.0) -> None:
    until = monotonic() + seconds
    while not happened():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.02)
