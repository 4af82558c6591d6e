"""Watched folders."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The folder documents are dropped into."""

    path: Path | None = field(default=None, metadata={"variable": "FOLDER_IN"})
    """Watched directory; None means that none is. It gets the directories working, processed and failed."""
    settle_seconds: float = field(default=2.0, metadata={"variable": "FOLDER_SETTLE_SECONDS"})
    """How long size and time of a file have to stand still before it counts as whole."""
    keep_days: float | None = field(default=None, metadata={"variable": "FOLDER_KEEP_DAYS"})
    """How long processed files are kept in the folder; None: until somebody removes them."""

    def faults(self) -> Iterator[str]:
        """Any combination is possible."""
        return iter(())
