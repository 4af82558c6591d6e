"""A watched folder: a file dropped into it is a document.

```
IN/a.dcm                whole when size and time stand still
IN/working/a.dcm        claimed: one atomic rename, so that of several watchers one gets it
IN/processed/a.dcm      its bytes are committed
IN/failed/a.dcm         refused; a.dcm.reason.txt beside it says why
```

A crash leaves a file in working, from where it is taken up again; the same bytes twice are one document.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from secrets import token_hex
from stat import S_ISREG
from time import monotonic, time

from watchfiles import watch

from dxa.document import RawDocument
from dxa.errors import LimitExceeded, OsteonError, Remedy, SettingsError
from dxa.settings import Settings
from ingest.answers import Queueing, answer_to
from ingest.channel import Channel, Post, outcome_of

LOG = logging.getLogger(__name__)
NAME = "folder"
WORKING, PROCESSED, FAILED = "working", "processed", "failed"
_LOOK_MILLISECONDS = 500
"""How often the folder is listed, whatever the system reports: a network share reports nothing."""
_ABANDONED_SECONDS = 60.0
"""A file claimed so long ago belonged to a watcher that is gone."""
_AT_ONCE = 16
"""Files handed in together, so that their commits are one."""
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
"""Endings programs give to a file while they write it."""
_LONGEST_PAUSE_SECONDS = 30.0
_TIDY_SECONDS = 60.0


@dataclass(slots=True, kw_only=True)
class _Watched:
    """What is known of the files of one folder between two looks."""

    home: Path
    post: Post
    seen: dict[str, tuple[tuple[int, int], float]] = field(default_factory=dict)
    """Size and time of change of each file, and since when they stand still."""
    failures: int = 0
    resume_at: float = 0.0
    """Nothing is claimed before: the store was not available."""
    tidy_at: float = 0.0
    """Old files are looked for again after that."""


def run(post: Post) -> None:
    """Take in files until told to stop.

    Raises:
        SettingsError: the folder is not there, or cannot be written.
    """
    home = post.settings.folder.path
    if home is None:
        raise SettingsError("OSTEON_FOLDER_IN names no folder")
    _prepare(home)
    watched = _Watched(home=home, post=post)
    post.opened(NAME, str(home))
    looks = watch(
        home, recursive=False, stop_event=post.stopping, rust_timeout=_LOOK_MILLISECONDS, yield_on_timeout=True,
        raise_interrupt=False, debounce=100,
    )  # fmt: skip
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=NAME) as pool:
        for _ in looks:
            # Whatever was reported: the listing is the truth, and costs little.
            list(pool.map(partial(_take_in, watched), _due(watched)))
            _forget_old(watched)


def _prepare(home: Path) -> None:
    try:
        if not home.is_dir():
            raise SettingsError("OSTEON_FOLDER_IN is no directory")
        for name in (WORKING, PROCESSED, FAILED):
            (home / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"OSTEON_FOLDER_IN cannot be used: {error.strerror}") from error


def _due(watched: _Watched) -> Iterator[Path]:
    """Yield claimed files: those left by a watcher that is gone, and those that have settled."""
    if monotonic() < watched.resume_at:
        return
    for path in _files(watched.home / WORKING):
        if time() - path.stat().st_ctime >= _ABANDONED_SECONDS or watched.failures:
            yield path
    present = {path.name: path for path in _files(watched.home)}
    watched.seen = {name: known for name, known in watched.seen.items() if name in present}
    for name, path in present.items():
        if _settled(watched, path) and (claimed := _claimed(watched, path)) is not None:
            watched.seen.pop(name, None)
            yield claimed


def _files(folder: Path) -> Iterator[Path]:
    """Yield the documents of a folder, by name; not links, folders, hidden or unfinished files."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower().endswith(_UNFINISHED):
            continue
        try:
            if S_ISREG(path.lstat().st_mode):
                yield path
        except FileNotFoundError:
            continue  # another watcher was faster


def _settled(watched: _Watched, path: Path) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    state = (found.st_size, found.st_mtime_ns)
    now = monotonic()
    known, since = watched.seen.get(path.name, (None, now))
    if known != state:
        watched.seen[path.name] = (state, now)
        return False
    return now - since >= watched.post.settings.folder.settle_seconds


def _claimed(watched: _Watched, path: Path) -> Path | None:
    """Return where a file is once it is ours, or None if another watcher has it."""
    place = _free(watched.home / WORKING, path.name)
    try:
        return path.rename(place)
    except FileNotFoundError:
        return None


def _free(folder: Path, name: str) -> Path:
    """Return a path in a folder that no file has yet."""
    if not (folder / name).exists():
        return folder / name
    # Not the next number: two watchers would find the same one, and a rename writes over what is there.
    return folder / f"{Path(name).stem}.{token_hex(4)}{Path(name).suffix}"


def _take_in(watched: _Watched, path: Path) -> None:
    post = watched.post
    try:
        receipt = post.intake.receive(_document(post, path))
    except OsteonError as error:
        post.counted(NAME, error.code)
        if error.remedy is Remedy.RETRY_LATER:
            _pause(watched)
        else:
            _put_aside(watched, path, error.code, error.text)
        return
    except OSError as error:
        _put_aside(watched, path, "UNREADABLE_FILE", error.strerror or "")
        return
    watched.failures = 0
    post.counted(NAME, outcome_of(receipt))
    if answer_to(receipt).queue is Queueing.ACK:
        _move(path, _free(watched.home / PROCESSED, path.name))
    else:
        _put_aside(watched, path, receipt.error_code or "", receipt.error_text or "")


def _document(post: Post, path: Path) -> RawDocument:
    most = post.settings.limits.document_bytes
    if path.stat().st_size > most:
        raise LimitExceeded(f"the document is larger than {most} bytes")
    return RawDocument(content=path.read_bytes(), channel=NAME, received_at=post.clock(), sender=NAME)


def _pause(watched: _Watched) -> None:
    """Claim nothing for a while; what is claimed stays and is tried first afterwards."""
    watched.failures += 1
    watched.resume_at = monotonic() + min(2.0 ** min(watched.failures, 10) / 4, _LONGEST_PAUSE_SECONDS)


def _put_aside(watched: _Watched, path: Path, code: str, text: str) -> None:
    place = _free(watched.home / FAILED, path.name)
    place.with_name(f"{place.name}.reason.txt").write_text(f"{code}: {text}\n", encoding="utf-8")
    _move(path, place)


def _move(path: Path, place: Path) -> None:
    try:
        path.rename(place)
    except FileNotFoundError:
        LOG.warning("another watcher has moved a file")


def _forget_old(watched: _Watched) -> None:
    days = watched.post.settings.folder.keep_days
    if days is None or monotonic() < watched.tidy_at:
        return
    watched.tidy_at = monotonic() + _TIDY_SECONDS
    oldest = time() - timedelta(days=days).total_seconds()
    for path in _files(watched.home / PROCESSED):
        # The time of the last rename: how long it has been here.
        if path.stat().st_ctime < oldest:
            path.unlink(missing_ok=True)


def _wanted(settings: Settings) -> bool:
    return settings.folder.path is not None


CHANNEL = Channel(name=NAME, says="Files dropped into a watched folder.", run=run, wanted=_wanted)
