"""Documents stored together are stored as if each had come alone."""

import sqlite3
from contextlib import closing
from itertools import count
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from dxa.document import RawDocument
from dxa.errors import StoreUnavailable
from store import Store, migrate, receiving
from store.engine import lock
from store.receiving import Receiving
from store.tables import CONTENTS, DOCUMENTS, EXTERNAL_IDS
from tests.store.situations import NOW

KIND = "x-application/hl7-v2+er7"
RUNS = count()


def coming(content, external_id=None, sender="A|B"):
    raw = RawDocument(content=content.encode(), channel="mllp", received_at=NOW, sender=sender, external_id=external_id)
    return Receiving.of(raw, KIND, None, NOW, 0.0)


def rows_of(store):
    """Return what stands in the tables of the intake, without the numbers of rows."""
    documents = select(*(column for column in DOCUMENTS.c if column.name != "number"))
    asked = (documents, select(CONTENTS), select(EXTERNAL_IDS))
    return [sorted(map(repr, store.read(lambda c, one=one: c.execute(one).all()))) for one in asked]


def begun(store, operations):
    """Return the answers to operations that were begun while the writer was busy."""
    going = Event()
    for busy in [Event() for _ in range(store.queue.threads)]:
        store.begin(lambda _, busy=busy: busy.set() or going.wait(10))
        busy.wait(10)
    answers = [store.begin(operation) for operation in operations]
    going.set()
    return answers


@pytest.fixture
def sqlite(tmp_path):
    """A store with a writer of its own."""
    url = f"sqlite:///{tmp_path / 'alone.db'}"
    migrate(url)
    opened = Store.open(url)
    yield opened
    opened.close()


papers = st.tuples(
    st.sampled_from(["one", "two", "three", "four"]),
    st.sampled_from([None, "1", "2", "3\x00", "\ud800"]),
    st.sampled_from([None, "A|B", "C|D"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(papers, max_size=6), group=st.lists(papers, min_size=1, max_size=9))
def test_a_group_gets_the_receipts_and_the_rows_of_documents_that_come_alone(store, sqlite, before, group):
    run = next(RUNS)
    every = [coming(f"{run} {text}", name and f"{run} {name}", sender) for text, name, sender in before + group]
    expected = [sqlite.write(one) for one in every][len(before) :]
    for one in every[: len(before)]:
        store.write(one)
    found = store.write(lambda connection: Receiving.together(connection, every[len(before) :]))

    assert expected == found
    assert rows_of(sqlite) == rows_of(store)


def test_two_spellings_of_what_the_database_holds_as_one_id_wait_for_each_other():
    assert coming("one", "1\x00").locked == coming("other", "1\ufffd").locked != coming("third", "1").locked


@pytest.mark.parametrize("documents", [2, 5, 64, 65, 100])
def test_a_group_is_stored_in_the_order_it_came(store, documents):
    group = [coming(f"{number:03}", str(number)) for number in range(documents)]
    store.write(lambda connection: Receiving.together(connection, group))
    wanted = select(CONTENTS.c.content).join(DOCUMENTS, DOCUMENTS.c.id == CONTENTS.c.document_id)
    found = store.read(lambda c: c.scalars(wanted.order_by(DOCUMENTS.c.number)).all())

    assert [one.content for one in group] == [bytes(content) for content in found]


def test_a_group_takes_no_more_statements_than_one_document(sqlite):
    told = []
    event.listen(sqlite._writing, "before_cursor_execute", lambda *given: told.append(given[2]))
    sqlite.write(coming("alone", "x"))
    alone = len(told)
    told.clear()
    for answer in begun(sqlite, [coming(str(number), str(number)) for number in range(60)]):
        answer.result(10)

    statements = [statement for statement in told if statement.startswith(("INSERT", "SELECT", "WITH"))]

    assert alone - 1 >= len(statements)


def test_a_document_that_cannot_be_written_takes_no_other_with_it(sqlite):
    broken = Receiving(row=coming("broken").row | {"size": None}, content=b"broken", key=None, now=NOW)
    first, second, third = begun(sqlite, [coming("first", "1"), broken, coming("third", "3")])

    assert [True, True] == [first.result(10).new, third.result(10).new]
    assert second.exception(10) is not None
    assert 2 == sqlite.counts().received


def test_a_group_beside_other_work_is_stored_and_both_are_answered(sqlite):
    def defect(_connection):
        raise ZeroDivisionError

    answers = begun(sqlite, [coming("1"), defect, coming("2"), coming("2")])

    assert [True, True, False] == [answers[place].result(10).new for place in (0, 2, 3)]
    assert isinstance(answers[1].exception(10), ZeroDivisionError)


def test_documents_another_process_stored_in_between_are_tried_alone(sqlite, monkeypatch):
    sqlite.write(coming("known", "1"))
    monkeypatch.setattr(receiving, "_fresh", lambda _connection, group: [True] * len(group))
    known, fresh = begun(sqlite, [coming("known", "1"), coming("fresh", "2")])

    assert [False, True] == [known.result(10).new, fresh.result(10).new]


def test_what_is_begun_on_either_database_shares_transactions(store):
    commits = []
    event.listen(store.queue._engine, "commit", lambda _: commits.append(1))
    answers = begun(store, [coming(str(number), str(number)) for number in range(30)])
    found = [answer.result(10) for answer in answers]

    assert [True] * 30 == [receipt.new for receipt in found]
    assert 2 * store.queue.threads >= len(commits)


@pytest.mark.slow
@pytest.mark.postgresql
def test_a_document_somebody_else_holds_delays_the_others_of_its_group_by_a_moment(postgresql_url):
    held, free = coming("held", "held"), coming("free", "free")
    with closing(Store.open(postgresql_url)) as one, closing(Store.open(postgresql_url)) as other:
        with other._writing.begin() as connection:
            lock(connection, held.locked)
            blocked, stored = begun(one, [held, free])

            assert stored.result(10).new
            assert isinstance(blocked.exception(10), StoreUnavailable)
        assert one.begin(held).result(10).new


def test_a_database_that_does_not_answer_fails_a_group_as_a_whole(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'gone.db'}"
    migrate(url)
    with closing(Store.open(url)) as store:
        tries = []

        def broken(_connection, _operations):
            tries.append(1)
            raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

        monkeypatch.setattr(Receiving, "together", staticmethod(broken))
        answers = begun(store, [coming("1"), coming("2")])

        assert [StoreUnavailable] * 2 == [type(answer.exception(10)) for answer in answers]
        assert [1] == tries
