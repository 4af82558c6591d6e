"""Documents that `osteon backfill` takes in per second of processor time, for each format, and what R16 would take.

Documents are drawn anew by `fixtures/corpus`. Processor seconds of the command with all its workers and readers are
counted, because they change less with what else the machine does than time does. A small run is taken from a larger
one, so that starting up does not count. Archives are large, and PostgreSQL is not needed: SQLite stores them.

python benchmarks/backfill.py --documents 400 --workers 4 --format PDF
"""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from post_documents import OSTEON
from rounds import Result, show
from shim import clean_environment

sys.path.insert(0, str(Path(__file__).parent.parent))

from fixtures.corpus.family import family_of, sample_of

FORMATS = {
    "HL7, values": ("hl7-discrete",),
    "HL7, words": ("hl7-narrative",),
    "GE SR and XML": ("ge-sr", "ge-xml"),
    "Hologic object": ("hologic-bone",),
    "PDF": ("pdf-ge", "pdf-hologic"),
    "narrative": ("narrative-en",),
}
PDF = "PDF"
FEW = 12
DOCUMENTS = 48
WORKERS = 2
R16_DOCUMENTS, R16_CORES, R16_HOURS = 200_000, 4, 1.5
SEED = int(perf_counter() * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one back-fill took."""

    seconds: float
    processor: float
    read: int
    resident: int
    """Most bytes any process of it had."""


def written(folder: Path, families: tuple[str, ...], first: int, documents: int) -> None:
    """Write documents of these families in turn."""
    folder.mkdir()
    for number in range(first, first + documents):
        sample = sample_of(family_of(families[number % len(families)]), SEED, number)
        (folder / f"{number}.{sample.ending}").write_bytes(sample.content)


def taken_in(home: Path, folder: Path, workers: int) -> Run:
    """Take a folder in with `osteon backfill` into a database of its own."""
    words = [OSTEON, "backfill", str(folder), "--workers", str(workers)]
    own = clean_environment(OSTEON_HOME=str(home), OSTEON_READERS="1")
    start = perf_counter()
    with subprocess.Popen(words, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the back-fill ended with {process.returncode}")
    read = [int(line.split()[1]) for line in printed.splitlines() if line.startswith("read ")]
    return Run(
        seconds=perf_counter() - start,
        processor=usage.ru_utime + usage.ru_stime,
        read=sum(read),
        resident=usage.ru_maxrss * 1024,
    )


def pair(families: tuple[str, ...], documents: int, workers: int) -> tuple[Run, Run]:
    """Return a small run and one of so many documents more."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder / "few", families, 0, FEW)
        written(folder / "all", families, FEW, FEW + documents)
        return (
            taken_in(folder / "few-home", folder / "few", workers),
            taken_in(folder / "all-home", folder / "all", workers),
        )


def measure(documents: int = DOCUMENTS, workers: int = WORKERS, kinds: Sequence[str] = tuple(FORMATS)) -> list[Result]:
    """Return documents per second and core of every format, and the projection for R16."""
    lines, seconds = [], {}
    for kind in kinds:
        few, everything = pair(FORMATS[kind], documents, workers)
        seconds[kind] = (everything.processor - few.processor) / documents
        told = (
            f"{1 / seconds[kind]:.1f} documents per processor second ({1000 * seconds[kind]:.0f} ms each), "
            f"{documents / (everything.seconds - few.seconds):.1f}/s with {workers} workers, {everything.read} of "
            f"{FEW + documents} read, {everything.resident / 1e6:.0f} MB at most"
        )
        lines.append(Result(name="", what=f"back-fill: {kind}", ratio=None, goal="", detail=told))
    return [*lines, projection(seconds[PDF])] if PDF in seconds else lines


def projection(seconds: float) -> Result:
    """Return what 200 000 PDFs would take if each took so many processor seconds."""
    hours = R16_DOCUMENTS * seconds / R16_CORES / 3600
    return Result(
        name="R16",
        what=f"projection, not run: {R16_DOCUMENTS} PDFs on {R16_CORES} cores / {R16_HOURS} h",
        ratio=(hours / R16_HOURS,) * 3,
        goal="<= 1",
        detail=f"{hours:.1f} h from processor time, if {R16_CORES} cores had nothing else to do",
    )


if __name__ == "__main__":
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=DOCUMENTS)
    asked.add_argument("--workers", type=int, default=WORKERS)
    asked.add_argument("--format", action="append", choices=FORMATS)
    given = asked.parse_args()
    show(measure(given.documents, given.workers, given.format or tuple(FORMATS)))
