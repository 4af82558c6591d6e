"""An answer means that it is on the disk."""

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import monotonic, sleep

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from dxa.errors import SettingsError, StoreUnavailable
from store import Store, engine, migrate, writer
from store.engine import unavailable, url_of
from tests.store.situations import NOW, document, received


@pytest.fixture
def sqlite_store(tmp_path):
    url = f"sqlite:///{tmp_path / 'home' / 'osteon.db'}"
    migrate(url)
    opened = Store.open(url)
    yield opened
    opened.close()


def pragma(name: str):
    return lambda connection: connection.execute(text(f"PRAGMA {name}")).scalar_one()


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_every_connection_is_durable_and_strict(sqlite_store, name, value):
    assert value == sqlite_store.write(pragma(name))
    assert value == sqlite_store.read(pragma(name))


def test_reads_cannot_write(sqlite_store):
    with pytest.raises(StoreUnavailable):
        sqlite_store.read(lambda connection: connection.execute(text("DELETE FROM documents")))


def test_every_table_is_strict(sqlite_store):
    kinds = sqlite_store.read(lambda c: c.execute(text("SELECT name, strict FROM pragma_table_list")).all())
    loose = {row.name for row in kinds if not row.strict} - {"sqlite_schema", "sqlite_temp_schema", "alembic_version"}

    assert loose == set()


def test_answer_comes_only_after_the_commit(sqlite_store):
    order: list[str] = []
    event.listen(sqlite_store._writing, "commit", lambda _: order.append("commit"))
    sqlite_store.write(lambda _: order.append("operation"))
    order.append("answer")

    assert order == ["operation", "commit", "answer"]


def test_what_queued_during_a_commit_is_one_transaction(sqlite_store):
    commits: list[int] = []
    event.listen(sqlite_store._writing, "commit", lambda _: commits.append(1))
    started, going = Event(), Event()

    def slow(_connection):
        started.set()
        going.wait(10)

    with ThreadPoolExecutor(20) as pool:
        blocked = pool.submit(sqlite_store.write, slow)
        started.wait(10)
        others = [pool.submit(received, sqlite_store, document(str(number))) for number in range(19)]
        while sqlite_store.writer._jobs.qsize() < 19:
            pass
        going.set()
        blocked.result()
        receipts = [future.result() for future in others]

    assert len(commits) == 2
    assert len({receipt.document_id for receipt in receipts}) == sqlite_store.counts().reading == 19


def test_failed_commit_is_no_answer_to_anybody(sqlite_store):
    def refuse(_connection):
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(sqlite_store._writing, "commit", refuse)
    with pytest.raises(StoreUnavailable):
        received(sqlite_store, document())
    event.remove(sqlite_store._writing, "commit", refuse)

    assert sqlite_store.counts().reading == 0
    assert received(sqlite_store, document()).new


def test_full_disk_is_no_answer_and_works_again_once_there_is_room(sqlite_store):
    received(sqlite_store, document("before"))
    pages = sqlite_store.write(pragma("page_count"))
    sqlite_store.write(pragma(f"max_page_count={pages}"))
    with pytest.raises(StoreUnavailable):
        received(sqlite_store, document("x" * 100_000))
    sqlite_store.write(pragma("max_page_count=1000000"))

    assert sqlite_store.counts().reading == 1
    assert received(sqlite_store, document("x" * 100_000)).new


def test_file_that_became_read_only_is_no_answer_and_works_again_once_it_is_not(sqlite_store):
    # To SQLite a disk that became read-only is this very error; root could not be kept from writing in a test.
    _query_only(sqlite_store, "ON")
    answers = [lambda: received(sqlite_store, document()), lambda: _queued(sqlite_store, document()).result(5)]
    for answer in answers:
        with pytest.raises(StoreUnavailable):
            answer()
    _query_only(sqlite_store, "OFF")

    assert sqlite_store.counts().received == sqlite_store.counts().reading == 0
    assert [True, False] == [answer().new for answer in answers]


def _query_only(store, state):
    with closing(store._writing.raw_connection()) as connection:
        connection.driver_connection.execute(f"PRAGMA query_only={state}")


def _queued(store, raw):
    return store.begin_receive(raw, "text/plain", NOW)


def test_defect_in_one_operation_takes_only_its_own_work_back(sqlite_store):
    def defect(connection):
        connection.execute(text("CREATE TABLE half (done INTEGER) STRICT"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sqlite_store.write(defect)
    with pytest.raises(StoreUnavailable):
        sqlite_store.read(lambda c: c.execute(text("SELECT * FROM half")))

    assert received(sqlite_store, document()).new


ACKNOWLEDGING = """
import os, sys
from store import Store, migrate, writer
from tests.store.situations import document, received

migrate(sys.argv[1])
store = Store.open(sys.argv[1])
received(store, document("first"))
for number in range(20):
    os.write(2, b"ASK")
    received(store, document(str(number)))
    os.write(2, b"ACK")
"""


@pytest.mark.slow
def test_disk_is_synced_between_every_request_and_its_answer(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("no strace: whether the disk was synced cannot be seen")
    trace = tmp_path / "trace"
    watched = ["strace", "-f", "-o", trace, "-e", "trace=fdatasync,fsync,write"]
    command = [*watched, sys.executable, "-c", ACKNOWLEDGING, f"sqlite:///{tmp_path / 'osteon.db'}"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    seen = re.findall(r'f(?:data)?sync|"ASK"|"ACK"', trace.read_text(encoding="utf-8"))

    assert seen[seen.index('"ASK"') :] == ['"ASK"', "fdatasync", '"ACK"'] * 20


class Locked:
    """A new file that another process is switching to write-ahead logging."""

    def __init__(self, times: int) -> None:
        self.times = times

    def execute(self, _statement: str) -> None:
        self.times -= 1
        if self.times >= 0:
            raise sqlite3.OperationalError("database is locked")


def test_new_file_that_is_being_switched_is_waited_for_but_not_for_ever(monkeypatch):
    busy = Locked(3)
    engine._write_ahead(busy)
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 20)

    assert busy.times == -1
    with pytest.raises(sqlite3.OperationalError):
        engine._write_ahead(Locked(1000))


@pytest.mark.parametrize("index", ["ix_documents_waiting", "ix_documents_quarantined"])
def test_queue_is_found_by_its_index_however_many_documents_were_read(sqlite_store, index):
    asked: list[str] = []
    event.listen(sqlite_store._writing, "before_cursor_execute", lambda *call: asked.append(call[2]))
    event.listen(sqlite_store._reading, "before_cursor_execute", lambda *call: asked.append(call[2]))
    sqlite_store.claim("w", NOW, 60)
    sqlite_store.quarantined()
    queue = [statement for statement in asked if "documents" in statement]
    plans = [
        sqlite_store.write(lambda c, q=q: c.exec_driver_sql(f"EXPLAIN QUERY PLAN {q}", _blanks(q)).all()) for q in queue
    ]

    assert len(queue) == 2
    assert [plan for plan in plans if index in repr(plan)]
    assert not [plan for plan in plans if "TEMP B-TREE" in repr(plan)]


def _blanks(statement: str) -> tuple[None, ...]:
    return (None,) * statement.count("?")


def test_file_is_its_owners_only(sqlite_store, tmp_path):
    received(sqlite_store, document())
    files = sorted((tmp_path / "home").iterdir())

    assert len(files) == 3
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in files}
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def wait_until(happened, seconds=10):
    until = monotonic() + seconds
    while not happened():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.001)


def test_more_than_a_group_is_committed_in_groups_before_the_store_closes(sqlite_store, monkeypatch):
    monkeypatch.setattr(writer, "GROUP", 3)
    begun, going = Event(), Event()
    done: list[int] = []
    with ThreadPoolExecutor(9) as pool:
        pool.submit(sqlite_store.write, lambda _: begun.set() or going.wait(10))
        # A writer that wakes late would take the next jobs into the first group.
        assert begun.wait(10)
        for number in range(7):
            pool.submit(sqlite_store.write, lambda _, number=number: done.append(number))
        wait_until(lambda: sqlite_store.writer._jobs.qsize() == 7)
        closing = pool.submit(sqlite_store.writer.close)
        wait_until(lambda: sqlite_store.writer._jobs.qsize() == 8)
        going.set()
        closing.result(10)

    assert sorted(done) == list(range(7))


def test_closed_store_accepts_nothing(sqlite_store):
    sqlite_store.close()
    with pytest.raises(StoreUnavailable):
        received(sqlite_store, document())


def test_what_was_queued_is_committed_before_the_store_closes(database_url):
    store = Store.open(database_url)
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(received, store, document(str(number))) for number in range(50)]
        for future in futures:
            future.result()
    store.close()
    again = Store.open(database_url)
    stored = again.counts().reading
    again.close()

    assert stored == 50


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "sqlite:///file:a?mode=memory&uri=true"]
)
def test_other_databases_are_refused(url):
    with pytest.raises(SettingsError):
        url_of(url)


def test_database_that_cannot_be_reached_is_unavailable(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for url in ("postgresql://osteon@127.0.0.1:1/none", f"sqlite:///{tmp_path}/file/osteon.db"):
        with pytest.raises(StoreUnavailable):
            migrate(url)


def test_error_of_the_store_quotes_nothing_that_was_to_be_stored():
    error = OperationalError("INSERT ...", {"patient": "CANARY"}, sqlite3.OperationalError("CANARY"))

    assert "CANARY" not in unavailable(error).text


def test_nothing_is_written_in_the_name_of_a_time_that_was_not_given(store):
    receipt = received(store, document())

    assert store.document(receipt.document_id).ref.received_at == NOW


@pytest.mark.postgresql
def test_connection_the_server_ended_while_it_rested_is_replaced(postgresql_url, monkeypatch):
    monkeypatch.setattr(engine, "_UNASKED_SECONDS", 0.0)
    opened = Store.open(postgresql_url)
    opened.claim("w", NOW, 60)
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert opened.claim("w", NOW, 60) is None
    assert opened.backlog().waiting == 0
    opened.close()
