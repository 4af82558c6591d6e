"""Proves that the doors never lose a report; `make chaos` calls it.

python -m tests.chaos.run --scenario kills --times 1000 --seed 1

Only root may mount the small disk that is filled up; anybody else is told at the beginning and the end that it was not.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.chaos import bombs, canary, flush, kills, outage, poison, storm, study
from tests.chaos.outcome import Outcome, Wish

SCENARIOS: dict[str, tuple[Callable[[Wish], Outcome], int]] = {
    "kills": (kills.run, 100),
    "flush": (flush.run, 200),
    "outage": (outage.run, 10),
    "storm": (storm.run, 1000),
    "study": (study.run, 20),
    "poison": (poison.run, 50),
    "bombs": (bombs.run, 1),
    "canary": (canary.run, 3),
}
"""Each scenario with how often it is done when nobody says."""


def main() -> int:
    """Run the wished scenarios one after the other; return 1 if a promise was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenario", action="append", choices=SCENARIOS, help="all when none is named")
    options.add_argument("--times", type=int, help="kills, messages or tries; each scenario has its own default")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options.add_argument("--layout", choices=("parts", "supervised", "both"), default="both")
    options.add_argument("--keep", type=Path, help="folder for the data and logs of the services; else thrown away")
    wished = options.parse_args()
    broken = False
    if os.geteuid() != 0 and "outage" in (wished.scenario or SCENARIOS):
        sys.stderr.write("NOT ROOT: the full disk will not be tried\n")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that everything that was started is ended
    with tempfile.TemporaryDirectory(prefix="osteon-chaos-") as folder:
        for name in wished.scenario or SCENARIOS:
            scenario, times = SCENARIOS[name]
            home = (wished.keep or Path(folder)) / name
            home.mkdir(parents=True)
            outcome = scenario(
                Wish(
                    times=wished.times or times,
                    seed=wished.seed,
                    home=home.resolve(),
                    database=wished.database,
                    layout=wished.layout,
                )
            )
            broken = broken or bool(outcome.faults)
            sys.stdout.write(f"{outcome.line}\n")
            sys.stdout.flush()
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
