"""A disk of known slowness: memory to write to, and a preloaded library that makes each flush take longer."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_fsync.c")
FLUSH_MICROSECONDS = 4000
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory


@contextmanager
def in_memory() -> Iterator[Path]:
    """Yield a folder every account may enter, in memory where there is such a file system."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def slow_flushes(folder: Path, microseconds: int = FLUSH_MICROSECONDS) -> dict[str, str]:
    """Return the environment that makes each flush take so much longer."""
    library = folder / "slow_fsync.so"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    library.chmod(0o755)
    return {"LD_PRELOAD": str(library), "SLOW_FSYNC_MICROSECONDS": str(microseconds)}


def clean_environment(**ours: str) -> dict[str, str]:
    """Return this process's environment without settings of the service, with ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")} | ours
