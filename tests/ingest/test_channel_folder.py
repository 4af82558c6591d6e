"""A file in the folder becomes a document once it is whole, and nothing dropped there is ever lost."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep, time

import pytest

from dxa.errors import SettingsError, StoreUnavailable
from dxa.settings import Settings
from dxa.settings.folder import Folder
from ingest.channel import Post
from ingest.channels.folder import CHANNEL
from ingest.reception import Reception
from tests.ingest.situations import SETTINGS, document

pytestmark = pytest.mark.slow


class Down:
    """An intake that fails so many times before it passes documents on."""

    def __init__(self, intake, times: int) -> None:
        self.intake, self.left, self.tried = intake, times, 0

    def receive(self, raw):
        self.tried += 1
        if self.left:
            self.left -= 1
            raise StoreUnavailable("the disk is full")
        return self.intake.receive(raw)


@pytest.fixture
def home(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def counted() -> Counter:
    return Counter()


@pytest.fixture
def watching(home, store, clock, counted):
    @contextmanager
    def watch(intake=None, **chosen):
        folder = Folder(path=home, **{"settle_seconds": 0.2, **chosen})
        settings = replace(SETTINGS, folder=folder)
        own = Reception(store=store, clock=clock, settings=settings)
        opened, stopping = Event(), Event()
        post = Post(
            settings=settings, intake=intake(own) if intake else own, clock=clock, stopping=stopping,
            opened=lambda *_: opened.set(), counted=lambda _, outcome: counted.update([outcome]),
        )  # fmt: skip
        thread = Thread(target=CHANNEL.run, args=(post,))
        thread.start()
        assert opened.wait(10)
        yield
        stopping.set()
        thread.join(20)
        assert not thread.is_alive()

    return watch


def listing(home: Path) -> dict[str, set[str]]:
    folders = ("working", "processed", "failed")
    return {name: {path.name for path in (home / name).iterdir()} for name in folders if (home / name).is_dir()}


def eventually(condition) -> bool:
    until = monotonic() + 20
    while not condition() and monotonic() < until:
        sleep(0.02)
    return condition()


def drop(home: Path, name: str, content: bytes) -> None:
    (home / name).write_bytes(content)


def test_dropped_file_is_stored_and_moved_away(home, store, watching):
    with watching():
        drop(home, "a.json", document("-2.4").content)
        assert eventually(lambda: listing(home)["processed"] == {"a.json"})

    assert store.counts().received == 1
    assert store.held(document("-2.4").digest).raw.channel == "folder"
    assert [] == [path for path in home.iterdir() if path.is_file()]


def test_file_that_nobody_knows_fails_with_its_reason(home, store, watching, counted):
    with watching():
        drop(home, "a.bin", b"\x00nothing known")
        assert eventually(lambda: listing(home)["failed"] == {"a.bin", "a.bin.reason.txt"})

    assert (home / "failed" / "a.bin.reason.txt").read_text().startswith("UNRECOGNISED_DOCUMENT: ")
    assert store.counts().quarantined == 1
    assert counted == {"UNRECOGNISED_DOCUMENT": 1}


def test_file_above_the_limit_is_not_even_read(home, store, watching):
    with watching():
        drop(home, "big.bin", b"x" * (SETTINGS.limits.document_bytes + 1))
        assert eventually(lambda: "big.bin" in listing(home)["failed"])

    assert "LIMIT_EXCEEDED" in (home / "failed" / "big.bin.reason.txt").read_text()
    assert store.counts().quarantined == store.counts().received == 0


def test_file_that_still_grows_is_left_alone(home, store, watching):
    content = document("-2.4").content
    with watching(settle_seconds=0.6), (home / "slow.json").open("wb") as slow:
        for start in range(0, len(content), len(content) // 8 + 1):
            slow.write(content[start : start + len(content) // 8 + 1])
            slow.flush()
            sleep(0.2)
        assert eventually(lambda: listing(home)["processed"] == {"slow.json"})

    assert store.held(document("-2.4").digest).raw.content == content


@pytest.mark.parametrize("name", [".hidden", "a.tmp", "a.PART", "a.json.filepart"])
def test_unfinished_and_hidden_files_are_not_documents(home, watching, name):
    drop(home, name, document().content)
    (home / "link.json").symlink_to(home / name)
    with watching():
        drop(home, "whole.json", document("-1.0").content)
        assert eventually(lambda: listing(home)["processed"] == {"whole.json"})

    assert {name, "link.json"} == {path.name for path in home.iterdir() if not path.is_dir()}


def test_same_name_again_keeps_both_files(home, store, watching):
    with watching():
        for value in ("-1.0", "-2.0"):
            drop(home, "a.json", document(value).content)
            assert eventually(lambda: not (home / "a.json").exists() and not listing(home)["working"])

    assert len(listing(home)["processed"]) == store.counts().received == 2


def test_nothing_is_lost_while_the_store_is_down(home, store, watching, counted):
    drop(home, "a.json", document().content)
    with watching(lambda intake: Down(intake, 3)):
        assert eventually(lambda: listing(home)["processed"] == {"a.json"})

    assert counted == {"STORE_UNAVAILABLE": 3, "accepted": 1}
    assert store.counts().received == 1


def test_file_a_dead_watcher_had_is_taken_up(home, store, watching, monkeypatch):
    monkeypatch.setattr("ingest.channels.folder._ABANDONED_SECONDS", 0.5)
    (home / "working").mkdir()
    drop(home / "working", "left.json", document().content)
    with watching():
        assert eventually(lambda: listing(home)["processed"] == {"left.json"})

    assert store.counts().received == 1


def test_two_watchers_take_each_file_once(home, store, watching, counted):
    for number in range(60):
        drop(home, f"{number}.json", document(f"-{number / 10 + 1}", patient=f"P{number}").content)
    with watching(), watching():
        assert eventually(lambda: len(listing(home)["processed"]) == 60)

    assert store.counts().received == 60
    assert counted == {"accepted": 60}


def test_processed_files_are_kept_as_long_as_was_said(home, watching, monkeypatch):
    monkeypatch.setattr("ingest.channels.folder._TIDY_SECONDS", 0.1)
    with watching(keep_days=1 / 86_400):
        drop(home, "a.json", document().content)
        assert eventually(lambda: (home / "processed").is_dir() and listing(home)["processed"] == {"a.json"})
        began = time()
        assert eventually(lambda: not listing(home)["processed"])

    assert time() - began > 0.5


def test_folder_that_cannot_be_used_is_named(home):
    drop(home, "failed", b"a file where a directory has to be")
    with pytest.raises(SettingsError, match="OSTEON_FOLDER_IN cannot be used"):
        CHANNEL.run(post_for(home))


def test_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match="OSTEON_FOLDER_IN is no directory"):
        CHANNEL.run(post_for(tmp_path / "nowhere"))


def post_for(path: Path) -> Post:
    settings = Settings(folder=Folder(path=path))
    return Post(
        settings=settings, intake=None, clock=None, stopping=Event(), opened=lambda *_: None, counted=lambda *_: None
    )


def test_door_is_open_only_where_a_folder_is_named():
    assert CHANNEL.wanted(post_for(Path("x")).settings) is True
    assert CHANNEL.wanted(Settings()) is False
