"""Archives are read member by member, nothing is done twice, and a run that was killed goes on."""

import io
import json
import os
import tarfile
import zipfile
from collections import Counter
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from dxa.errors import StoreUnavailable
from ingest.backfill.feeding import Feeder
from ingest.backfill.journal import Journal
from ingest.backfill.sources import Known, Source, files_under, sources
from ingest.reception import Reception
from ingest.workers import Workers
from tests.ingest.situations import SETTINGS, document

MOST = 1_000


def found(*paths: Path, known: Known | None = None) -> dict[str, bytes | str | None]:
    base = paths[0] if paths[0].is_dir() else paths[0].parent
    return {
        source.name.removeprefix(f"{base}/"): source.content if source.fault is None else source.fault
        for source in sources(paths, MOST, known or Known())
    }


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, mode: str, **members: bytes) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


def test_tree_is_walked_in_order_without_hidden_files(tmp_path):
    for name in ("b/2.bin", "a.bin", "b/1.bin", ".hidden", "b/.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())

    assert [("a.bin", b"a.bin"), ("b/1.bin", b"b/1.bin"), ("b/2.bin", b"b/2.bin")] == list(found(tmp_path).items())
    assert files_under([tmp_path]) == 3


@pytest.mark.parametrize("name", ["x.zip", "X.ZIP", "x.tar", "x.tar.gz", "x.tgz", "x.tar.bz2", "x.tar.xz"])
def test_members_of_an_archive_are_documents(tmp_path, name):
    suffix = name.lower().rpartition(".")[2]
    mode = {"gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}.get(suffix, "w")
    path = tmp_path / name
    zipped(path, a=b"1", b=b"2") if suffix == "zip" else tarred(path, mode, a=b"1", b=b"2")

    assert {f"{name}!a": b"1", f"{name}!b": b"2"} == found(path)


@pytest.mark.parametrize("size", [MOST, MOST + 1, 50_000_000])
def test_no_more_than_a_document_is_inflated(tmp_path, size):
    path = zipped(tmp_path / "bomb.zip", big=b"0" * size, small=b"1")
    expected = b"0" * size if size <= MOST else "LIMIT_EXCEEDED"

    assert {"bomb.zip!big": expected, "bomb.zip!small": b"1"} == found(path)


def test_large_file_is_named_and_not_read(tmp_path):
    (tmp_path / "big").write_bytes(b"0" * (MOST + 1))

    assert {"big": "LIMIT_EXCEEDED"} == found(tmp_path)


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz"])
def test_broken_archive_is_a_fault_and_the_rest_goes_on(tmp_path, name):
    whole = zipped(tmp_path / name, a=os.urandom(900)) if name == "x.zip" else tarred(
        tmp_path / name, "w:gz" if name.endswith("gz") else "w", a=os.urandom(900)
    )  # fmt: skip
    whole.write_bytes(whole.read_bytes()[:400])
    (tmp_path / "y.bin").write_bytes(b"2")
    seen = found(tmp_path)

    assert ("UNREADABLE_FILE", b"2") == (seen[name], seen["y.bin"])


def test_encrypted_member_is_a_fault(tmp_path):
    path = zipped(tmp_path / "x.zip", a=b"1")
    content = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + place] |= 1
    path.write_bytes(content)

    assert {"x.zip": "UNREADABLE_FILE"} == found(path)


def test_file_that_is_not_there_is_a_fault(tmp_path):
    assert {"gone": "UNREADABLE_FILE"} == found(tmp_path / "gone")


def test_what_is_known_is_left_out_until_it_changes(tmp_path):
    zipped(tmp_path / "x.zip", a=b"1")
    (tmp_path / "y").write_bytes(b"2")
    known = Known((source.name, source.stamp) for source in sources([tmp_path], MOST, Known()))

    assert ({}, 2) == (found(tmp_path, known=known), len(known))
    (tmp_path / "y").write_bytes(b"22")
    assert {"y": b"22"} == found(tmp_path, known=known)


def test_journal_survives_a_cut_last_line(tmp_path):
    path = tmp_path / "deep" / "journal"
    for name in ("a", "b"):
        with Journal(path) as journal:
            journal.note(name, "1:2", "id", "read")
            journal.keep()
        with path.open("a", encoding="utf-8") as file:
            file.write('["cut", "1')
    with Journal(path) as journal:
        journal.note("c", "1:2", None, "X")
        journal.keep()

        assert ["a", "b", "c"] == [name for name, *_ in journal.lines()]
    assert path.stat().st_mode & 0o077 == 0


@pytest.fixture
def feed(store, pipeline, clock, tmp_path):
    workers = Workers(pipeline, 2, poll_seconds=0.02)
    workers.start()

    def fed(contents, intake=None, stopping=None):
        own = Reception(store=store, clock=clock, settings=SETTINGS)
        with Journal(tmp_path / "journal") as journal:
            feeder = Feeder(intake(own) if intake else own, store, clock, journal, stopping or Event())
            named = (Source(name=f"{n}", stamp="1", content=content) for n, content in enumerate(contents))
            done = [one for group in feeder.run(named) for one in group]
        return feeder, done

    yield fed
    workers.stop()


def test_each_source_ends_with_what_became_of_it(feed, store, tmp_path):
    contents = [document("-1.0").content, b"no report", document("-2.0").content, document("-1.0").content, None]
    feeder, done = feed(contents)

    assert {"read": 3, "UNRECOGNISED_DOCUMENT": 1, "UNREADABLE_FILE": 1} == feeder.outcomes
    assert Counter(str(n) for n in range(5)) == Counter(one.source for one in done)
    assert store.counts().quarantined == 0
    assert len((tmp_path / "journal").read_text().splitlines()) == 5


@pytest.mark.slow
def test_more_than_may_be_in_flight_all_arrive(feed, store, monkeypatch):
    monkeypatch.setattr("ingest.backfill.feeding.IN_FLIGHT", 8)
    feeder, _ = feed([document(f"-1.{n:02d}", patient=f"P{n}").content for n in range(60)])

    assert {"read": 60} == feeder.outcomes
    assert store.counts().read == 60


def test_store_that_is_down_is_waited_for(feed, monkeypatch):
    monkeypatch.setattr("ingest.backfill.feeding._PAUSE_SECONDS", 0.02)

    class Down:
        def __init__(self, intake):
            self.intake, self.left = intake, 5

        def receive(self, raw):
            self.left -= 1
            if self.left > 0:
                raise StoreUnavailable("the disk is full")
            return self.intake.receive(raw)

    feeder, _ = feed([document("-1.0").content], Down)

    assert {"read": 1} == feeder.outcomes


def test_run_that_is_stopped_leaves_the_rest_for_the_next(store, clock, tmp_path):
    stopping = Event()
    own = Reception(store=store, clock=clock, settings=SETTINGS)
    with Journal(tmp_path / "journal") as journal:
        feeder = Feeder(own, store, clock, journal, stopping)
        nobody_reads = (Source(name="a", stamp="1", content=document("-1.0").content) for _ in range(1))
        thread = Thread(target=lambda: list(feeder.run(nobody_reads)))
        thread.start()
        sleep(0.3)
        stopping.set()
        thread.join(10)

        assert ([], 1) == (list(journal.lines()), store.counts().received)


def test_nobody_waits_for_the_reading_that_happens_elsewhere(store, clock, tmp_path):
    own = Reception(store=store, clock=clock, settings=SETTINGS)
    with Journal(tmp_path / "journal") as journal:
        feeder = Feeder(own, None, clock, journal, Event())
        done = list(feeder.run([Source(name="a", stamp="1", content=document("-1.0").content)]))

        assert {"handed_over": 1} == feeder.outcomes
        assert [["a", "1", done[0][0].document, "handed_over"]] == [list(line) for line in journal.lines()]
        assert json.loads((tmp_path / "journal").read_text())[3] == "handed_over"
