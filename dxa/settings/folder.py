"""Watched folders."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The folder documents are dropped into."""

    path: Path | None = field(default=None, metadata={"variable": "FOLDER_IN"})
    """Watched directory; None means that none is."""

    def faults(self) -> Iterator[str]:
        """Any combination is possible."""
        return iter(())
