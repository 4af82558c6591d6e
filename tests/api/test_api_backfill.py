"""`osteon backfill` as a person runs it: stopped by force, started again, nothing lost and nothing twice."""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pyarrow.parquet
import pytest

from api.commands.backfill import summary
from api.commands.progress import Progress
from api.commands.values_file import COLUMNS, values_file
from dxa.errors import SettingsError
from ingest.backfill.journal import Journal
from store import Store
from tests.api.conftest import message

ROOT = Path(__file__).parents[2]
COUNT = 120


def command(home: Path, *arguments: str) -> subprocess.Popen:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OSTEON_")}
    return subprocess.Popen(
        [sys.executable, "-m", "api", "backfill", *arguments],
        env=clean | {"OSTEON_HOME": str(home), "OSTEON_READERS": "1"},
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def archive(tmp_path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:03d}.hl7").write_bytes(message(number, f"-1.{number:02d}"[:4]))
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


@pytest.mark.slow
def test_run_that_is_killed_goes_on_where_it_was(tmp_path, archive):
    home, journal = tmp_path / "home", tmp_path / "home" / "backfill.jsonl"
    first = command(home, str(archive), "--workers", "1")
    until = monotonic() + 60
    while monotonic() < until and len(list(Journal(journal).lines())) < COUNT // 4:
        sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    done_before = len(list(Journal(journal).lines()))
    second = command(home, str(archive), "--workers", "1", "--values", str(tmp_path / "values.csv"))
    printed, _ = second.communicate(timeout=120)
    store = Store.open(f"sqlite:///{home / 'osteon.db'}")
    counts = store.counts()
    store.close()
    with (tmp_path / "values.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert second.returncode == 0
    assert 0 < done_before < COUNT
    assert (COUNT, COUNT, 0) == (counts.read, counts.cases, counts.waiting)
    assert len(list(Journal(journal).lines())) == COUNT + 1
    assert 2 * COUNT == len(rows) == len({(row["document"], row["region"]) for row in rows})
    assert f"read                         {COUNT}" in printed
    assert "UNRECOGNISED_DOCUMENT" in printed


@pytest.mark.slow
def test_list_on_standard_input_is_read_as_it_comes(tmp_path, archive):
    run = command(tmp_path / "home", "-", "--workers", "1", "--values", str(tmp_path / "values.parquet"))
    printed, noted = run.communicate(f"{archive / '001.hl7'}\n\n{archive / '002.hl7'}\n", timeout=60)
    table = pyarrow.parquet.read_table(tmp_path / "values.parquet").to_pylist()

    assert run.returncode == 0, noted
    assert "4 numbers in" in printed
    assert {"-1.01"[:4], "-1.02"[:4], "-2.8"} >= {row["value"] for row in table}
    assert list(table[0]) == list(COLUMNS)


@pytest.mark.parametrize(("text", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-2.5", "-2.5"), ("a,\nb", "a,\nb")])
def test_csv_holds_texts_and_no_formulas(tmp_path, text, cell):
    path = tmp_path / "values.csv"
    with values_file(path) as values:
        values.write([(text,) * len(COLUMNS)])
    with path.open(encoding="utf-8", newline="") as file:
        (_, row) = csv.reader(file)

    assert [cell] * len(COLUMNS) == row
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["values.csv", "values.parquet"])
def test_table_that_was_not_finished_is_not_there(tmp_path, name):
    with pytest.raises(TypeError), values_file(tmp_path / name) as values:
        values.write([("x",) * len(COLUMNS), None])

    assert not (tmp_path / name).exists()


def test_parquet_without_its_library_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SettingsError, match=r"osteon\[parquet\]"), values_file(tmp_path / "values.parquet"):
        pass


def test_summary_names_the_most_frequent_first():
    lines = list(summary({"read": 3, "B": 1, "A": 1}))

    assert ["read", "A", "B", "all"] == [line.split()[0] for line in lines[2:]]
    assert list(summary({}))[-1].split() == ["all", "0"]


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (0, 10, 0, "[                        ]   0 %  0 of 10 files  0.0/s"),
        (10, 10, 5, "[########################] 100 %  10 of 10 files  2.0/s  0:00 left"),
        (1, 7_201, 1, "[                        ]   0 %  1 of 7201 files  1.0/s  2:00:00 left"),
        (0, 0, 1, "0 files  0.0/s"),
    ],
)
def test_line_of_progress(done, total, seconds, line):
    assert line == Progress(total=total, unit="files", done=done).line(seconds)
