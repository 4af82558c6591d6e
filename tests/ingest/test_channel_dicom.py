"""DICOM objects over a socket: what is answered follows from what was stored."""

import socket
import threading
from contextlib import ExitStack
from time import monotonic, sleep

import pytest
from pynetdicom import evt
from pynetdicom.pdu import P_DATA_TF
from sqlalchemy import select

from dxa.errors import SettingsError
from dxa.settings import Limits
from ingest.channels.dicom import receiving
from ingest.reception import Reception
from store.tables import CONTENTS, EXTERNAL_IDS
from tests.ingest.dicom_door import (
    association,
    certificates,
    client_context,
    data_set_of,
    large_object,
    object_of,
    open_door,
    sent,
    small_object,
)
from tests.ingest.situations import SETTINGS

pytestmark = pytest.mark.enable_socket
KINDS = (
    "basic_text",
    "ge_spine",
    "ge_trend_day_first",
    "hologic_spine",
    "hologic_hip_implicit",
    "encapsulated_ge16_spine",
    "dose_report",
    "image_only",
)
SMALL = Limits(document_bytes=100_000)


@pytest.fixture
def intake(store, clock):
    return Reception(store=store, clock=clock, settings=SETTINGS)


def stored(store) -> list[bytes]:
    return store.read(lambda connection: list(connection.scalars(select(CONTENTS.c.content))))


def test_echo_is_answered(tmp_path, intake):
    with open_door(tmp_path, intake) as door, association(door.port) as one:
        answer = one.send_c_echo()

    assert answer.Status == 0x0000


@pytest.mark.parametrize("name", KINDS)
def test_object_is_stored_as_a_file_with_the_elements_that_came(tmp_path, intake, store, name):
    original = object_of(name)
    with open_door(tmp_path, intake) as door:
        statuses = sent(door.port, original)
    (content,) = stored(store)
    file = data_set_of(content)

    assert [0x0000] == statuses
    assert {"accepted": 1} == door.counts
    assert file == original
    assert file.file_meta.TransferSyntaxUID == original.file_meta.TransferSyntaxUID
    assert store.kept("DXA1", [original.SOPInstanceUID, "1.2.3"]) == {original.SOPInstanceUID}


def test_deflated_and_compressed_objects_come_as_they_are(tmp_path, intake, store):
    deflated, picture = object_of("basic_text"), object_of("image_only")
    deflated.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1.99"
    picture.SOPClassUID = picture.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    picture.compress("1.2.840.10008.1.2.5")
    with open_door(tmp_path, intake) as door:
        statuses = sent(door.port, deflated, picture)
    syntaxes = {str(data_set_of(content).file_meta.TransferSyntaxUID) for content in stored(store)}

    assert [0x0000, 0x0000] == statuses
    assert {"1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.5"} == syntaxes


@pytest.mark.parametrize(
    ("settings", "sender", "taken"),
    [
        ({}, {"called": "OTHER"}, False),
        ({"allowed_callers": ("DXA2",)}, {}, False),
        ({"allowed_callers": ("DXA2", "DXA1")}, {}, True),
        ({"allowed_hosts": ("10.1.0.0/16", "::1")}, {}, False),
        ({"allowed_hosts": ("10.1.0.0/16", "127.0.0.0/8")}, {}, True),
    ],
)
def test_only_who_is_known_gets_in(tmp_path, intake, store, settings, sender, taken):
    with open_door(tmp_path, intake, **settings) as door:
        statuses = sent(door.port, small_object(1), **sender)

    assert ([0x0000] if taken else [None]) == statuses
    assert len(stored(store)) == taken


def test_too_large_an_object_is_refused_and_the_next_one_taken(tmp_path, intake, store):
    with open_door(tmp_path, intake, limits=SMALL) as door:
        statuses = sent(door.port, large_object(1, 3_000_000), small_object(2))

    assert [0xC000, 0x0000] == statuses
    assert {"LIMIT_EXCEEDED": 1, "accepted": 1} == door.counts
    assert len(stored(store)) == 1


def test_large_object_goes_through_a_file(tmp_path, store, clock):
    settings = type(SETTINGS)(home=tmp_path)
    original = large_object(1, 5_000_000)
    with open_door(tmp_path, Reception(store=store, clock=clock, settings=settings)) as door:
        statuses = sent(door.port, original)

    assert [0x0000] == statuses
    assert data_set_of(stored(store)[0]) == original


class Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def receive(self, _):
        raise self.error


def test_closed_database_is_never_acceptance(tmp_path, intake, store):
    store.close()
    with open_door(tmp_path, intake) as door:
        statuses = sent(door.port, small_object(1))

    assert [0xA700] == statuses
    assert {"STORE_UNAVAILABLE": 1} == door.counts


def test_defect_is_answered_as_ours_and_quotes_nothing(tmp_path):
    intake = Failing(RuntimeError("SECRET^NAME"))
    with open_door(tmp_path, intake) as door, association(door.port, small_object(1)) as one:
        answer = one.send_c_store(small_object(1))

    assert (0x0110, "DEFECT") == (answer.Status, answer.ErrorComment)


def test_full_disk_while_an_object_comes_in_is_never_acceptance(tmp_path, intake, store, monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(receiving, "TemporaryFile", full)
    with open_door(tmp_path, intake) as door:
        statuses = sent(door.port, large_object(1, 3_000_000), small_object(2))

    assert [0xA700, 0x0000] == statuses


def test_object_sent_again_is_the_same_document_and_other_bytes_raise_an_alarm(tmp_path, intake, store):
    with open_door(tmp_path, intake) as door:
        statuses = sent(door.port, small_object(1)) + sent(door.port, small_object(1), small_object(1, "OTHER"))
    ids = store.read(lambda connection: list(connection.scalars(select(EXTERNAL_IDS.c.document_id))))

    assert [0x0000] * 3 == statuses
    assert {"accepted": 2, "duplicate": 1} == door.counts
    assert [None, "EXTERNAL_ID_REUSED"] == [store.document(one).ref.alarm for one in ids]


def test_association_that_breaks_in_an_object_stores_nothing(tmp_path, intake, store):
    sizes = []

    def cut(event):
        if isinstance(event.pdu, P_DATA_TF):
            sizes.append(event.pdu.pdu_length)
            if len(sizes) == 20:
                event.assoc.dul.socket.socket.shutdown(socket.SHUT_RDWR)

    with open_door(tmp_path, intake) as door:
        broken = large_object(1, 5_000_000)
        with association(door.port, broken, handlers=[(evt.EVT_PDU_SENT, cut)]) as one:
            answer = one.send_c_store(broken)
        again = sent(door.port, small_object(2))

    assert (None, [0x0000]) == (answer.get("Status"), again)
    assert 20 <= len(sizes)
    assert len(stored(store)) == 1


def test_two_associations_at_once_and_one_too_many(tmp_path, intake, store):
    with open_door(tmp_path, intake, associations=2) as door, ExitStack() as open_ones:
        objects = [small_object(number) for number in range(3)]
        made = [open_ones.enter_context(association(door.port, one)) for one in objects]
        statuses = [
            one.send_c_store(each).Status for one, each in zip(made, objects, strict=True) if one.is_established
        ]

    assert [True, True, False] == [bool(one.accepted_contexts) for one in made]
    assert [0x0000, 0x0000] == statuses


def door_threads() -> int:
    return sum("Acceptor" in thread.name or "process_request" in thread.name for thread in threading.enumerate())


def test_hundred_connections_without_a_word_keep_nobody_out(tmp_path, intake, store):
    with open_door(tmp_path, intake, associations=2) as door:
        with ExitStack() as silent:
            for _ in range(100):
                silent.enter_context(socket.create_connection(("127.0.0.1", door.port), timeout=5))
            during = sent(door.port, small_object(1))
        after = sent(door.port, small_object(2))
        until = monotonic() + 5
        while door_threads() and monotonic() < until:
            sleep(0.01)
        left = door_threads()

    assert ([0x0000], [0x0000], 0) == (during, after, left)


@pytest.mark.parametrize("words", [b"GET / HTTP/1.0\r\n\r\n", b"\x01\x00\xff\xff\xff\xff", b"\x04", bytes(300_000)])
def test_nonsense_ends_its_connection_and_nothing_else(tmp_path, intake, store, words):
    with open_door(tmp_path, intake, idle_seconds=1.0) as door:
        with socket.create_connection(("127.0.0.1", door.port), timeout=15) as connection:
            connection.sendall(words)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            try:
                while part := connection.recv(4096):
                    answer += part
            except ConnectionResetError:
                pass
        statuses = sent(door.port, small_object(1))

    assert [0x0000] == statuses
    assert b"Traceback" not in answer


@pytest.mark.parametrize(
    ("mutual", "client", "taken"), [(False, None, True), (True, None, False), (True, "client", True)]
)
def test_tls_is_demanded_and_with_it_the_certificate_of_the_client(tmp_path, intake, mutual, client, taken):
    folder = certificates(tmp_path)
    files = {"tls_certificate": folder / "server.pem", "tls_key": folder / "server.key"}
    if mutual:
        files["tls_clients"] = folder / "authority.pem"
    with open_door(tmp_path, intake, **files) as door:
        protected = sent(door.port, small_object(1), tls=(client_context(folder, client), "127.0.0.1"))
        plain = sent(door.port, small_object(2))

    assert ([0x0000] if taken else [None], [None]) == (protected, plain)


def test_certificate_that_cannot_be_used_stops_the_start(tmp_path, intake):
    (tmp_path / "no.pem").write_text("no certificate")
    files = {"tls_certificate": tmp_path / "no.pem", "tls_key": tmp_path / "no.pem"}

    with pytest.raises(SettingsError, match="certificate"), open_door(tmp_path, intake, **files):
        pass


def test_association_that_lasts_too_long_is_ended(tmp_path, intake):
    with (
        open_door(tmp_path, intake, association_seconds=0.5) as door,
        association(door.port, small_object(1)) as one,
    ):
        until = monotonic() + 10
        while one.is_established and monotonic() < until:
            sleep(0.05)
        ended = not one.is_established

    assert ended


def test_open_association_is_ended_when_the_door_closes(tmp_path, intake, store):
    with open_door(tmp_path, intake) as door, association(door.port, small_object(1)) as one:
        first = one.send_c_store(small_object(1)).Status
        door.stopping.set()
        until = monotonic() + 10
        while one.is_established and monotonic() < until:
            sleep(0.01)

    assert (0x0000, False) == (first, one.is_established)
    assert store.counts().waiting == 1
