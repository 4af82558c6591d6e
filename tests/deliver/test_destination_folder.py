"""A file of the folder is there as a whole, under a name of our own ids, and once."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from deliver.destination import Parcel
from deliver.destinations import folder
from deliver.destinations.folder import DESTINATION, Options
from dxa.errors import NotDelivered
from tests.deliver.situations import Clock

PARCEL = Parcel(
    id="0f" * 16,
    kind="case.assessed",
    case_id="c1",
    revision=2,
    media_type="application/json",
    suffix=".json",
    body=b"{}",
)


def send(path: Path, *parcels: Parcel, **options) -> None:
    with DESTINATION.opened(Options(path=path, **options)) as sender:
        for parcel in parcels:
            sender.send(parcel)


def test_file_is_named_for_case_revision_and_id_and_is_its_owners(tmp_path):
    send(tmp_path, PARCEL)
    (file,) = tmp_path.iterdir()

    assert f"c1-000002-{'0f' * 16}.json" == file.name
    assert b"{}" == file.read_bytes()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_group_may_read_when_it_is_said(tmp_path):
    send(tmp_path, PARCEL, group_readable=True)

    assert 0o640 == stat.S_IMODE(next(tmp_path.iterdir()).stat().st_mode)


def test_same_telling_again_is_the_same_file(tmp_path):
    send(tmp_path, PARCEL, PARCEL)
    (file,) = tmp_path.iterdir()
    before = file.stat().st_ino, file.stat().st_mtime_ns
    send(tmp_path, PARCEL)

    assert before == (file.stat().st_ino, file.stat().st_mtime_ns)


def test_torn_file_of_the_same_name_is_replaced(tmp_path):
    (tmp_path / folder.name_of(PARCEL)).write_bytes(b"{")
    send(tmp_path, PARCEL)

    assert [b"{}"] == [file.read_bytes() for file in tmp_path.iterdir()]


def test_contents_and_name_are_on_the_disk_before_it_counts_as_delivered(tmp_path, monkeypatch):
    order: list[str] = []
    sync, rename = os.fsync, Path.replace

    def synced(descriptor):
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", lambda path, to: order.append("rename") or rename(path, to))
    send(tmp_path, PARCEL, PARCEL)

    assert ["file", "rename", "folder", "folder"] == order


@pytest.mark.parametrize("step", ["fsync", "open"])
def test_disk_that_takes_nothing_leaves_nothing_behind(tmp_path, monkeypatch, step):
    def full(*_args):
        raise OSError(28, "No space left on device")

    with DESTINATION.opened(Options(path=tmp_path)) as sender:
        monkeypatch.setattr(os, step, full)
        with pytest.raises(NotDelivered, match="No space left"):
            sender.send(PARCEL)
        monkeypatch.undo()

    assert [] == list(tmp_path.iterdir())


def test_folder_that_is_not_there_is_waited_for(tmp_path):
    with pytest.raises(NotDelivered):
        send(tmp_path / "out", PARCEL)
    (tmp_path / "out").mkdir()
    send(tmp_path / "out", PARCEL)

    assert 1 == len(list((tmp_path / "out").iterdir()))


def test_parts_a_crash_left_go_away_and_fresh_ones_stay(tmp_path):
    old, fresh = tmp_path / ".a.json.00.part", tmp_path / ".b.json.00.part"
    for part in (old, fresh):
        part.write_bytes(b"{")
    long_ago = Clock().now.timestamp() - 10 * 365 * 86_400
    os.utime(old, (long_ago, long_ago))
    send(tmp_path, replace(PARCEL, revision=3))

    assert {fresh.name, folder.name_of(replace(PARCEL, revision=3))} == {file.name for file in tmp_path.iterdir()}
