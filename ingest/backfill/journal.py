"""What a back-fill has done, line by line: a run that was killed goes on where it was."""

import json
import os
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Self

from ingest.backfill.sources import Known


class Journal:
    """A file of lines `[name, stamp, document, outcome]`, written through at each `keep`.

    A last line that a crash cut is ignored; its source is simply done again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIOWrapper | None = None

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._end_last_line()
        # Names of files may be those of patients.
        self._file = os.fdopen(
            os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w", encoding="utf-8"
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def known(self) -> Known:
        """Return the sources that are done."""
        return Known((name, stamp) for name, stamp, _, _ in self.lines())

    def lines(self) -> Iterator[tuple[str, str, str | None, str]]:
        """Yield name, stamp, document and outcome of everything done so far."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    name, stamp, document, outcome = json.loads(line)
                except ValueError:
                    continue
                yield name, stamp, document, outcome

    def note(self, name: str, stamp: str, document: str | None, outcome: str) -> None:
        """Write one line; it is safe after the next `keep`."""
        if self._file is not None:
            self._file.write(json.dumps([name, stamp, document, outcome]) + "\n")

    def keep(self) -> None:
        """Return once everything noted is on disk."""
        if self._file is not None:
            self._file.flush()
            os.fdatasync(self._file.fileno())

    def _end_last_line(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb+") as file:
            if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
                file.write(b"\n")
