"""Where the documents of a back-fill lie: trees of files, lists of them, and members of zip and tar archives."""

import os
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file or member of an archive."""

    name: str
    """Path, with `!` and the member for an archive."""
    stamp: str
    """Changes when the file does: its size and time, for a member also its check sum or place."""
    content: bytes | None
    """None if it could not be read, or is larger than a document may be."""
    fault: str | None = None
    """LIMIT_EXCEEDED or UNREADABLE_FILE; None if there is content."""


def sources(paths: Iterable[Path], most: int, known: "Known") -> Iterator[Source]:
    """Yield every document under the paths in a fixed order, `most` bytes at the largest, one in memory at a time.

    What is `known` already is left out without being read; links to directories are not followed.
    """
    for path in paths:
        for file in _files(path):
            if file.name.lower().endswith(_ARCHIVES):
                yield from _members(file, most, known)
            elif (source := _file(file, most, known)) is not None:
                yield source


class Known:
    """Which sources were done before, by name and stamp; a member takes a few bytes of memory."""

    def __init__(self, keys: Iterable[tuple[str, str]] = ()) -> None:
        self._keys = {hash(key) for key in keys}

    def __contains__(self, key: tuple[str, str]) -> bool:
        return hash(key) in self._keys

    def __len__(self) -> int:
        return len(self._keys)


def files_under(paths: Iterable[Path]) -> int:
    """Return how many files there are under the paths; an archive counts as one."""
    return sum(1 for path in paths for _ in _files(path))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name)


def _file(path: Path, most: int, known: Known) -> Source | None:
    name = str(path)
    try:
        found = path.stat()
        stamp = f"{found.st_size}:{found.st_mtime_ns}"
        if (name, stamp) in known:
            return None
        if found.st_size > most:
            return Source(name=name, stamp=stamp, content=None, fault="LIMIT_EXCEEDED")
        return Source(name=name, stamp=stamp, content=path.read_bytes())
    except OSError:
        return Source(name=name, stamp="", content=None, fault="UNREADABLE_FILE")


def _members(path: Path, most: int, known: Known) -> Iterator[Source]:
    """Yield the members of an archive; one that breaks in the middle ends with a fault of its own."""
    try:
        yield from (_zipped if path.suffix.lower() == ".zip" else _tarred)(path, most, known)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        # RuntimeError is what zipfile raises for an encrypted member, NotImplementedError for an unknown method.
        yield Source(name=str(path), stamp="", content=None, fault="UNREADABLE_FILE")


def _zipped(path: Path, most: int, known: Known) -> Iterator[Source]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name, stamp = f"{path}!{member.filename}", f"{member.file_size}:{member.CRC:08x}"
            if member.is_dir() or (name, stamp) in known:
                continue
            with archive.open(member) as file:
                # The size it states may be a lie: never more than a document is inflated.
                yield _read(name, stamp, file.read(most + 1), most)


def _tarred(path: Path, most: int, known: Known) -> Iterator[Source]:
    # As a stream: the list of members of a large archive is not kept, and nothing is sought in a compressed file.
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined] # the library keeps every member it has seen
            name, stamp = f"{path}!{member.name}", f"{member.size}:{member.mtime}:{member.offset}"
            if not member.isreg() or (name, stamp) in known:
                continue
            file = archive.extractfile(member)
            if file is not None:
                with closing(file):
                    yield _read(name, stamp, file.read(most + 1), most)


def _read(name: str, stamp: str, content: bytes, most: int) -> Source:
    if len(content) > most:
        return Source(name=name, stamp=stamp, content=None, fault="LIMIT_EXCEEDED")
    return Source(name=name, stamp=stamp, content=content)
