"""An empty, migrated SQLite database, copied from one that each process of a run makes once."""

import tempfile
from functools import cache
from pathlib import Path

from store import migrate


def migrated(path: Path) -> str:
    """Write an empty database of today's tables to `path` and return its URL."""
    path.write_bytes(_empty())
    return f"sqlite:///{path}"


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory(prefix="osteon-sqlite-") as folder:
        path = Path(folder) / "osteon.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()
