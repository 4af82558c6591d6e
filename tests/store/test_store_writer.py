"""Whoever writes gets the answer to what is theirs, whatever others do meanwhile."""

from contextlib import closing
from random import Random
from threading import Event

import pytest
from sqlalchemy import text

from dxa.errors import StoreUnavailable
from store import Store, receiving
from store.records import EXTERNAL_ID_REUSED
from tests.store.situations import document, received
from tests.store.test_store_receiving import begun, coming


@pytest.mark.postgresql
def test_lost_connection_is_an_outage_though_somebody_else_has_its_place_by_then(postgresql_url):
    def lost(connection):
        try:
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        finally:
            met.append(opened.write(lambda other: other.scalar(text("SELECT 1"))))

    met = []
    with closing(Store.open(postgresql_url)) as opened:
        with pytest.raises(StoreUnavailable):
            opened.write(lost)

        assert [1] == met


@pytest.mark.postgresql
def test_document_nobody_else_may_know_of_before_it_is_safe(postgresql_url, monkeypatch):
    append, settings = receiving.append, []

    def noted(connection, **given):
        append(connection, **given)
        settings.append(connection.scalar(text("SELECT current_setting('synchronous_commit')")))

    monkeypatch.setattr(receiving, "append", noted)
    with closing(Store.open(postgresql_url)) as opened:
        alarms = [received(opened, document(content, external_id="1")).alarm for content in ("one", "other")]

    assert [None, EXTERNAL_ID_REUSED] == alarms
    assert ["on"] == settings


def test_caller_who_goes_away_leaves_the_others_their_answers(store):
    going, busy = Event(), [Event() for _ in range(store.queue.threads)]
    for one in busy:
        store.begin(lambda _, one=one: one.set() or going.wait(10))
        one.wait(10)
    gone, first, second = (store.begin(coming(str(number))) for number in range(3))
    assert gone.cancel()
    going.set()

    assert [True, True] == [first.result(10).new, second.result(10).new]
    assert store.begin(coming("later")).result(10).new


@pytest.mark.postgresql
def test_document_the_database_cannot_hold_takes_no_other_with_it(postgresql_url):
    # What an index takes is limited, and this cannot be compressed.
    letters = Random(1)  # noqa: S311 - any will do
    long = "".join(chr(letters.randrange(0x10000, 0x2FFFF)) for _ in range(2000))
    with closing(Store.open(postgresql_url)) as opened:
        first, broken, third = begun(opened, [coming("first", "1"), coming("broken", long), coming("third", "3")])

        assert [True, True] == [first.result(10).new, third.result(10).new]
        assert isinstance(broken.exception(10), StoreUnavailable)
