"""A folder somebody else empties: a file for each telling, there as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from time import time

from deliver.destination import ANY_FORMAT, Destination, Parcel
from dxa.errors import NotDelivered, SettingsError

_PRIVATE = 0o600
_PART = ".part"
_LEFT_SECONDS = 3600.0
"""A part as old as that was left by a crash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the files go."""

    path: Path
    """Folder on one file system, which has to exist."""
    group_readable: bool = False
    """Whether the folder's group may read the files; else their owner alone."""


class _Folder:
    def __init__(self, options: Options) -> None:
        self._path = options.path
        self._mode = 0o640 if options.group_readable else _PRIVATE

    def send(self, parcel: Parcel) -> None:
        """Write the file of a telling, which is on the disk under its name when this returns."""
        try:
            self._write(parcel)
        except OSError as error:
            raise NotDelivered(f"the folder took no file ({error.strerror or type(error).__name__})") from error

    def _write(self, parcel: Parcel) -> None:
        final = self._path / name_of(parcel)
        # The same telling again: the same file, and a watcher of the folder sees it appear once.
        if final.exists() and final.read_bytes() == parcel.body:
            _sync(self._path)
            return
        partial = self._path / f".{final.name}.{token_hex(4)}{_PART}"
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, self._mode), "wb") as file:  # noqa: PTH123 - a descriptor: the mode has to hold from the first byte
                file.write(parcel.body)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(final)
        except OSError:
            with suppress(OSError):
                partial.unlink()
            raise
        _sync(self._path)


def name_of(parcel: Parcel) -> str:
    """Return the name of a telling's file: made of our own ids alone, in the order of revisions for each case."""
    return f"{parcel.case_id}-{parcel.revision:06d}-{parcel.id}{parcel.suffix}"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(options: Options) -> Iterator[_Folder]:
    """Open the folder."""
    if not options.path.is_dir():
        raise NotDelivered("the folder is not there")
    if not os.access(options.path, os.W_OK | os.X_OK):
        raise SettingsError("the folder cannot be written to")
    _tidy(options.path)
    yield _Folder(options)


def _tidy(folder: Path) -> None:
    for part in folder.glob(f".*{_PART}"):
        with suppress(OSError):
            if part.stat().st_mtime < time() - _LEFT_SECONDS:
                part.unlink()


DESTINATION = Destination(
    name="folder",
    says="A file for each telling, written beside and renamed, so that it is there as a whole or not at all.",
    options=Options,
    formats=("osteon-json", ANY_FORMAT),
    opened=opened,
)
