"""Fuzzes each reader for a bounded time, one process each, under limits of memory and time; `make fuzz` calls it.

python tests/fuzz/run.py --seconds 60 --target pdf --keep FOLDER
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mutations import seeds
from properties import TARGETS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_INPUT_SECONDS = 5
_INPUT_BYTES = 60_000
_MEMORY_MB = 2048
_SHOWN = 40
_GRACE = 60
"""Seconds beyond the bounded time for starting, for the last input, and for writing it down."""


@dataclass(frozen=True, slots=True)
class Round:
    """What fuzzing one reader came to."""

    target: str
    inputs: int
    coverage: int
    failure: str | None
    """The last lines of what was printed, when a property failed; None when none did."""


def round_of(target: str, seconds: int, kept: Path) -> Round:
    """Fuzz one reader; an input that breaks a property stands in `kept` afterwards."""
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="osteon-fuzz-") as folder:
        known, grown = Path(folder, "known"), Path(folder, "grown")
        known.mkdir()
        grown.mkdir()
        for number, content in enumerate(seeds(target)):
            (known / f"{number:03}").write_bytes(content)
        command = (
            sys.executable,
            str(HERE / "guided.py"),
            target,
            str(grown),
            str(known),
            f"-max_total_time={seconds}",
            f"-timeout={_INPUT_SECONDS}",
            f"-rss_limit_mb={_MEMORY_MB}",
            f"-max_len={_INPUT_BYTES}",
            f"-dict={HERE / 'dictionaries' / f'{target}.dict'}",
            f"-artifact_prefix={kept}/{target}-",
            "-print_final_stats=1",
        )
        try:
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, timeout=seconds + _GRACE, check=False, preexec_fn=_confine
            )
        except subprocess.TimeoutExpired:
            return Round(target, 0, 0, f"did not end {_GRACE} s after its time")
    said = done.stderr.decode("utf-8", "replace")
    # The exception stands on standard output, libFuzzer's own words on the other.
    reason = done.stdout.decode("utf-8", "replace").splitlines() or said.splitlines()
    return Round(target, *_figures(said), failure="\n".join(reason[-_SHOWN:]) if done.returncode else None)


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (2 * _MEMORY_MB << 20, 2 * _MEMORY_MB << 20))


def _figures(said: str) -> tuple[int, int]:
    """Return how many inputs were run, and how many places in the code they reached."""
    inputs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", said) or re.findall(
        r"^#(\d+)\s", said, re.MULTILINE
    )
    reached = re.findall(r"\bcov: (\d+)", said)
    return int(inputs[-1]) if inputs else 0, int(reached[-1]) if reached else 0


def main() -> int:
    """Fuzz the wished readers one after the other; return 1 if a property failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60, help="for each reader")
    options.add_argument("--target", action="append", choices=TARGETS, help="all when none is named")
    options.add_argument("--keep", type=Path, default=Path("var/fuzz"), help="folder for inputs that break a property")
    wished = options.parse_args()
    failed = False
    for target in wished.target or TARGETS:
        done = round_of(target, wished.seconds, wished.keep)
        verdict = "FAILED" if done.failure else "held"
        sys.stdout.write(f"{target:12} {done.inputs:8} inputs  {done.coverage:6} places reached  {verdict}\n")
        if done.failure:
            failed = True
            sys.stdout.write(f"{done.failure}\nthe input stands in {wished.keep}\n")
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
