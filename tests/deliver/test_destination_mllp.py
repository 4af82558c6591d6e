"""The MLLP client against our own listener, and against receivers that behave badly."""

import socket
from collections.abc import Callable
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic, sleep

import pytest

from deliver.destination import Parcel
from deliver.destinations.mllp import DESTINATION, Code, Options
from dxa.errors import DeliveryRefused, NotDelivered, SettingsError, StoreUnavailable
from tests.ingest.mllp_situations import Notes, listening, message

pytestmark = pytest.mark.enable_socket


def parcel(body: bytes = message("M1")) -> Parcel:
    return Parcel(id="1", kind="case.assessed", case_id="c", revision=1, media_type="x", suffix=".hl7", body=body)


def ack(code: str = "AA", control_id: str = "M1", separator: str = "|") -> bytes:
    text = f"\x0bMSH|^~\\&|A|B|C|D|2026||ACK|1|P|2.5\rMSA|{code}|{control_id}\r\x1c\r"
    return text.replace("|", separator).encode()


@contextmanager
def scripted(*turns: Callable[[socket.socket], None]):
    """Serve one connection for each turn; give the port and what was received over each."""
    received: list[bytes] = []

    def serve():
        for turn in turns:
            with suppress(OSError), listener.accept()[0] as connection:
                connection.settimeout(5)
                received.append(_message(connection))
                turn(connection)

    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)
    thread = Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], received
    finally:
        listener.close()
        thread.join(10)


def _message(connection: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"\x1c\r"):
        part = connection.recv(65_536)
        if not part:
            break
        data += part
    return data


def answering(*parts: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    def turn(connection: socket.socket) -> None:
        for part in parts:
            sleep(pause)
            connection.sendall(part)
        connection.recv(1)

    return turn


def kept(port: int, **options):
    return DESTINATION.opened(Options(host="127.0.0.1", port=port, **{"answer_seconds": 0.6} | options))


def sent(port: int, times: int = 1, **options) -> None:
    with kept(port, **options) as sender:
        for _ in range(times):
            sender.send(parcel())


def test_our_own_listener_takes_it_over_one_connection():
    notes = Notes()
    with listening(notes) as door:
        sent(door.port, times=3)

    assert [one.content for one in notes.given] == [message("M1")] * 3


def test_a_listener_that_cannot_store_is_tried_again():
    with listening(Notes(error=StoreUnavailable("x"))) as door, pytest.raises(NotDelivered, match="with AR") as raised:
        sent(door.port)

    assert type(raised.value) is NotDelivered


GOOD = {
    "at once": (ack(),),
    "enhanced": (ack("CA"),),
    "in pieces": tuple(bytes([byte]) for byte in ack()),
    "without the last byte": (ack()[:-1],),
    "junk first": (b"\r\n\0", ack()),
    "a late answer to another message first": (ack("AE", "M0"), ack()),
    "two frames at once": (ack("AA", "M0") + ack(),),
    "other separators": (ack(separator="#"),),
    "LF line ends": (ack().replace(b"\r", b"\n"),),
    "something that is no acknowledgement first": (b"\x0bMSH|^~\\&|A\r\x1c\r", ack()),
}


@pytest.mark.parametrize("name", GOOD)
def test_delivered_is_what_was_acknowledged(name):
    with scripted(answering(*GOOD[name])) as (port, received):
        sent(port)

    assert received == [b"\x0b" + message("M1") + b"\x1c\r"]


BAD = {
    "silence": (),
    "another message's answer": (ack(control_id="M0"),),
    "no MSA-2": (ack(control_id=""),),
    "part of an answer": (ack()[:-9],),
    "noise": (b"x" * 70_000,),
    "no acknowledgement": (b"\x0bhello\x1c\r",),
    "a code nobody knows": (ack("XX"),),
    "try again": (ack("AR"),),
    "try again, enhanced": (ack("CR"),),
}


@pytest.mark.parametrize("name", BAD)
def test_anything_else_is_sent_again_later(name):
    began = monotonic()
    with scripted(answering(*BAD[name])) as (port, _), pytest.raises(NotDelivered) as raised:
        sent(port)

    assert type(raised.value) is NotDelivered
    assert "TEST" not in raised.value.text
    assert monotonic() - began < 5


def test_a_drip_of_bytes_does_not_lengthen_the_wait():
    began = monotonic()
    with scripted(answering(*[b"x"] * 200, pause=0.02)) as (port, _), pytest.raises(NotDelivered):
        sent(port, answer_seconds=0.3)

    assert monotonic() - began < 3


@pytest.mark.parametrize("code", ["AE", "CE"])
def test_a_refusal_is_for_good(code):
    with scripted(answering(ack(code))) as (port, _), pytest.raises(DeliveryRefused, match=f"with {code}"):
        sent(port)


def test_what_an_answer_means_can_be_chosen():
    with scripted(answering(ack("AE"))) as (port, _), pytest.raises(NotDelivered) as raised:
        sent(port, refused=(Code.AR,))

    assert type(raised.value) is NotDelivered
    with scripted(answering(ack("AR"))) as (port, _), pytest.raises(DeliveryRefused):
        sent(port, refused=(Code.AR,))


def test_an_answer_that_comes_too_late_is_lost_with_its_connection():
    late = answering(ack(), pause=0.5)
    with scripted(late, answering(ack())) as (port, received), kept(port, answer_seconds=0.35) as sender:
        with pytest.raises(NotDelivered, match="no acknowledgement"):
            sender.send(parcel())
        sender.send(parcel())

    assert len(received) == 2


def test_a_connection_the_receiver_closed_is_made_anew():
    def leave(connection):
        connection.sendall(ack())

    with scripted(leave, leave) as (port, received), kept(port) as sender:
        sender.send(parcel())
        sleep(0.1)
        sender.send(parcel())

    assert len(received) == 2


def test_what_nobody_asked_for_is_never_taken_as_the_next_answer():
    """The same message is sent twice: the second answer has to be to the second."""
    with scripted(answering(ack() + ack()), answering(ack("AE"))) as (port, _), kept(port) as sender:
        sender.send(parcel())
        sleep(0.1)
        with pytest.raises(DeliveryRefused):
            sender.send(parcel())


def test_nobody_there_is_not_delivered():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotDelivered, match="no connection"):
        sent(port)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"MSH|^~\\&|A|B|C|D|2026||ORU||P\r", message("M1") + b"\x1c", b"\x0b" + message()]
)
def test_what_is_no_message_is_refused_without_being_sent(body):
    with listening(Notes()) as door, DESTINATION.opened(Options(host="127.0.0.1", port=door.port)) as sender:
        with pytest.raises(DeliveryRefused, match="no HL7"):
            sender.send(parcel(body))

        assert door.counted == []


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"host": ""}, "no receiver"),
        ({"port": 0}, "no receiver"),
        ({"host": "ris.example"}, "say tls, or allow_plain"),
        ({"key_file": "x"}, "need tls"),
        ({"tls": True, "key_file": "x"}, "belong together"),
        ({"answer_seconds": 0.0}, "answer_seconds"),
        ({"connect_seconds": 61.0}, "connect_seconds"),
    ],
)
def test_unsafe_options_are_named(options, fault):
    faults = list(Options(**{"host": "127.0.0.1", "port": 2575} | options).faults())

    assert any(fault in one for one in faults)
    assert list(Options(host="ris.example", port=2575, tls=True).faults()) == []


def test_files_that_cannot_be_used_are_refused(tmp_path):
    options = Options(host="127.0.0.1", port=1, tls=True, authorities_file=tmp_path / "absent")
    with pytest.raises(SettingsError), DESTINATION.opened(options):
        pass
