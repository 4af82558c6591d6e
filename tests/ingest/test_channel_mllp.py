"""The listener as a sender meets it: sockets, limits, times, order, and a store that fails."""

import socket
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxa.errors import SettingsError, StoreUnavailable
from dxa.settings import Settings
from dxa.settings.mllp import Mllp
from ingest.channel import Post
from ingest.channels.mllp import CHANNEL
from ingest.channels.mllp.listener import at_once, tls_of
from ingest.reception import Reception
from store import Store
from tests.ingest.mllp_situations import (
    Notes,
    all_said,
    answers,
    clock,
    exchange,
    framed,
    listening,
    message,
    read,
)

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def notes():
    return Notes()


@pytest.fixture(scope="module")
def listener(notes):
    with listening(notes) as opened:
        yield opened


@pytest.fixture
def reception(store):
    return Reception(store=store, clock=clock, settings=Settings())


def test_many_messages_of_one_connection_are_answered_in_order(listener):
    ids = [f"N{number}" for number in range(300)]

    assert [f"AA {one}" for one in ids] == all_said(exchange(listener, framed(*(message(one) for one in ids))))


def test_each_message_is_answered_before_the_next_one_comes(listener):
    with listener.connect() as connection:
        for number in range(20):
            connection.sendall(framed(message(f"M{number}")))

            assert all_said(read(connection, 1)) == [f"AA M{number}"]


STREAM = b"".join(
    [
        b"\0\r\n", framed(message("1"), message("2")), b"\n", framed(b"\x0b" + message("3") + b"\r"), framed(b"noise"),
        message("4") + b"\x1c\r", framed(message("5") * 2), framed(message(""), message("6").replace(b"\r", b"\n")),
    ]
)  # fmt: skip
ANSWERS = ["AA 1", "AA 2", "AA 3", "AE", "AE 4", "AE 5", "AE", "AA 6"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=25))
def test_answers_are_the_same_for_any_split(listener, cuts):
    places = [0, *sorted(cuts), len(STREAM)]
    parts = [STREAM[start:end] for start, end in pairwise(places)]

    assert ANSWERS == all_said(exchange(listener, *parts))


def test_a_message_without_its_last_byte_is_answered_after_a_moment(listener):
    with listener.connect() as connection:
        connection.sendall(b"\x0b" + message("late") + b"\x1c")
        began = monotonic()

        assert all_said(read(connection, 1)) == ["AA late"]
        assert monotonic() - began > 0.4
        connection.sendall(b"\r" + framed(message("next")))
        assert all_said(read(connection, 1)) == ["AA next"]


def test_a_sender_that_goes_away_inside_a_message_is_told_that_it_was_cut(listener, notes):
    before = len(notes.given)

    assert all_said(exchange(listener, b"\x0b" + message("cut"))) == ["AR cut"]
    assert len(notes.given) == before


def test_a_message_that_is_too_large_is_refused_and_the_connection_closed(listener):
    large = message("big") + b"NTE|1||" + b"x" * 200_000

    assert all_said(exchange(listener, framed(message("1"), large, message("2")))) == ["AA 1", "AE big"]


def test_an_endless_message_is_refused_before_it_ends():
    with listening(Notes(), most=1_000_000) as door, door.connect() as connection:
        connection.sendall(b"\x0b" + message("endless"))
        sender = Thread(target=_pour, args=(connection, 3))
        sender.start()

        assert all_said(answers(connection)) == ["AE endless"]
        sender.join()


@pytest.mark.slow
def test_a_sender_that_never_stops_is_cut_off():
    with listening(Notes(), most=1_000_000) as door, door.connect() as connection:
        connection.sendall(b"\x0b" + message("endless"))

        assert not _pour(connection, 100_000)


def _pour(connection, times, data=b"x" * 1_000_000):
    """Send the same again and again; return whether the other side took all of it."""
    for _ in range(times):
        try:
            connection.sendall(data)
        except OSError:
            return False
    return True


def test_noise_without_end_closes_the_connection(listener):
    with listener.connect() as connection:
        connection.sendall(b"x" * 70_000)

        assert all_said(answers(connection)) == ["AE"]


def test_a_slow_message_is_refused_and_a_silent_connection_closed():
    times = {"frame_seconds": 0.3, "idle_seconds": 0.6}
    with listening(Notes(), **times) as door, door.connect() as slow, door.connect() as silent:
        began = monotonic()
        for byte in b"\x0b" + message("slow")[:90]:
            slow.sendall(bytes([byte]))
            sleep(0.002)

        assert all_said(answers(slow)) == ["AR slow"]
        assert answers(silent) == []
        assert 0.5 < monotonic() - began < 5


def test_messages_that_follow_each_other_without_a_pause_are_never_late():
    with listening(Notes(), frame_seconds=0.4) as door, door.connect() as connection:
        rest = b""
        for number in range(16):
            stream = rest + framed(message(f"{number}"), message(f"{number}b"))
            connection.sendall(stream[:-30])
            rest = stream[-30:]
            sleep(0.05)
        connection.sendall(rest)

        assert len(read(connection, 32)) == 32


def test_a_sender_that_does_not_read_its_answers_is_disconnected():
    with listening(Notes(), answer_seconds=0.3) as door, door.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(0.5)

        assert not _pour(connection, 64, framed(message("9" * 200)) * 2500)


def test_no_more_connections_than_allowed():
    with listening(Notes(), connections=2) as door:
        with door.connect() as one, door.connect() as two:
            one.sendall(framed(message("1")))
            two.sendall(framed(message("2")))

            assert all_said(read(one, 1) + read(two, 1)) == ["AA 1", "AA 2"]
            with door.connect() as three:
                assert answers(three) == []
        sleep(0.2)

        assert all_said(exchange(door, framed(message("4")))) == ["AA 4"]


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [(("127.0.0.0/8",), ["AA 1"]), (("127.0.0.1",), ["AA 1"]), (("10.0.0.0/8", "::1"), []), (("127.0.0.2",), [])],
)
def test_only_listed_addresses_may_connect(hosts, expected):
    with listening(Notes(), allowed_hosts=hosts) as door:
        assert all_said(exchange(door, framed(message("1")))) == expected


def test_an_unknown_sender_is_told_so_and_disconnected():
    with listening(Notes(), allowed_senders=("A|B",)) as door:
        assert all_said(exchange(door, framed(message("1"), message("2")))) == ["AR 1"]


def test_nothing_is_answered_before_it_is_stored():
    stored, waiting = Event(), Event()

    def wait():
        waiting.set()
        assert stored.wait(10)

    with listening(Notes(before=wait)) as door, door.connect() as connection:
        connection.sendall(framed(message("1")))
        assert waiting.wait(10)
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        stored.set()

        assert all_said(read(connection, 1)) == ["AA 1"]


def test_a_slow_store_keeps_nobody_else_from_being_answered_and_reading_stops():
    go_on = Event()
    with listening(Notes(before=lambda: go_on.wait(20)), at_once=1) as door:
        with door.connect() as one, door.connect() as two:
            two.sendall(framed(message(kind="ADT^A01")))
            one.settimeout(0)
            sent = 0
            until = monotonic() + 5
            while monotonic() < until:
                try:
                    sent += one.send(framed(message("1")) * 100)
                except BlockingIOError:
                    sleep(0.3)
                    break
            go_on.set()
            sleep(0.1)

        assert 0 < sent < 20_000_000


@pytest.mark.parametrize("error", [StoreUnavailable("x"), MemoryError("x"), sqlite3.OperationalError("x"), OSError(28)])
def test_whatever_the_store_raises_the_message_may_be_sent_again(error, caplog):
    with listening(Notes(error=error)) as door:
        assert all_said(exchange(door, framed(message("1"), message("2")))) == ["AR 1", "AR 2"]
        assert set(door.counted) <= {"STORE_UNAVAILABLE", "DEFECT"}


def test_a_failure_before_anything_is_stored_is_answered_to_be_tried_again():
    class Broken(Notes):
        def begin(self, _document):
            raise MemoryError

    with listening(Broken()) as door:
        assert all_said(exchange(door, framed(message("1"), message("2")))) == ["AR 1", "AR 2"]
        assert door.counted == ["DEFECT", "DEFECT"]


@pytest.mark.parametrize("error", [StoreUnavailable("x"), MemoryError("x"), sqlite3.OperationalError("x")])
def test_a_commit_that_fails_is_answered_to_be_tried_again(error):
    class Failing(Notes):
        def begin(self, _document):
            future = Future()
            Thread(target=future.set_exception, args=(error,)).start()
            return future

    with listening(Failing()) as door:
        assert all_said(exchange(door, framed(message("1"), message("2")))) == ["AR 1", "AR 2"]


def test_a_message_sent_again_gets_the_same_answer_and_is_stored_once(reception, store):
    with listening(reception) as door:
        found = [exchange(door, framed(message("1")))[0] for _ in range(3)]

    assert all_said(found) == ["AA 1"] * 3
    assert store.counts().received == 1
    assert door.counted == ["accepted", "duplicate", "duplicate"]


def test_an_answer_stays_the_same_whatever_became_of_the_message_since(reception, store):
    with listening(reception) as door:
        first = exchange(door, framed(message("1")))
        claim = store.claim("worker", clock(), 60)
        store.quarantine(claim.document_id, StoreUnavailable("x"), clock())

        assert all_said(first + exchange(door, framed(message("1")))) == ["AA 1", "AA 1"]


def test_an_id_used_for_other_bytes_is_taken_with_an_alarm(reception, store):
    with listening(reception) as door:
        found = exchange(door, framed(message("1"), message("1") + b"NTE|1||other\r"))

    assert all_said(found) == ["AA 1", "AA 1"]
    assert store.counts().received == 2
    alarms = {store.document(store.claim("worker", clock(), 60).document_id).ref.alarm for _ in range(2)}

    assert alarms == {None, "EXTERNAL_ID_REUSED"}


def test_concurrent_senders_are_all_stored_once(reception, store):
    def send(sender):
        return all_said(exchange(door, framed(*(message(f"{sender}.{number}") for number in range(20)))))

    with listening(reception) as door, ThreadPoolExecutor(16) as senders:
        found = list(senders.map(send, range(16)))

    assert found == [[f"AA {sender}.{number}" for number in range(20)] for sender in range(16)]
    assert store.counts().received == 320


def test_a_closed_store_is_answered_to_be_tried_again(reception, store):
    with listening(reception) as door:
        assert all_said(exchange(door, framed(message("1")))) == ["AA 1"]
        store.close()

        assert all_said(exchange(door, framed(message("2")))) == ["AR 2"]


def test_a_full_disk_is_answered_to_be_tried_again(database_url):
    store = Store.open(database_url)
    pages = store.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count=1").scalar())
    with listening(Reception(store=store, clock=clock, settings=Settings())) as door:
        found = [
            exchange(door, framed(message(f"{number}", kind="ORU") + b"NTE|1||" + b"x" * 50_000)) for number in range(4)
        ]
        store.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages + 1000}").scalar())
        found.append(exchange(door, framed(message("5"))))

    stored = store.counts().received
    store.close()

    assert all_said(answer for one in found for answer in one) == ["AR 0", "AR 1", "AR 2", "AR 3", "AA 5"]
    assert stored == 1


def test_a_door_that_closes_answers_what_it_began():
    stored = Event()
    notes = Notes(before=lambda: stored.wait(10))
    with listening(notes) as door, door.connect() as connection:
        connection.sendall(framed(message("1"), message("2")))
        sleep(0.3)
        door.stopping.set()
        sleep(0.3)
        stored.set()

        assert all_said(answers(connection)) == ["AA 1"]
    assert len(notes.given) == 1


def test_an_address_that_is_taken_is_said_so(listener):
    post = Post(
        settings=Settings(mllp=Mllp(port=listener.port)), intake=Notes(), clock=clock, stopping=Event(),
        opened=lambda *_: None, counted=lambda *_: None,
    )  # fmt: skip
    with pytest.raises(OSError, match="address already in use"):
        CHANNEL.run(post)


def test_fewer_messages_are_committed_at_once_than_postgresql_has_connections():
    assert at_once(Settings(mllp=Mllp(at_once=9))) == 9
    assert at_once(Settings()) == 64
    assert at_once(Settings(database_url="postgresql://x/y")) == 24


def test_files_of_tls_that_cannot_be_used_are_refused(tmp_path):
    (tmp_path / "x").write_text("x")
    for name in ("x", "absent"):
        with pytest.raises(SettingsError):
            tls_of(Mllp(tls_certificate=tmp_path / name, tls_key=tmp_path / name))
