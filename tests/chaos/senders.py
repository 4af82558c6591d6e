"""Senders of the five doors: each hands documents in until told to stop, and notes only what it was answered."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Event, Thread
from time import sleep
from typing import Any

import pika

from dxa.topology import topology
from tests.chaos.papers import Ledger, digest
from tests.chaos.parts import House
from tests.ingest.dicom_door import association

HTTP, MLLP, DICOM, RABBITMQ, FOLDER = "http", "mllp", "dicom", "rabbitmq", "folder"
NO_ANSWER = (OSError, HTTPException)
FRAME = b"\x0b%s\x1c\r"
SLOWER = 10.0
"""Broker and folder take documents while nobody listens; without longer pauses most would be theirs."""
_IN_FLIGHT = 30
"""Files that lie in the folder at a time; those a killed watcher left wait for a minute."""


@dataclass(slots=True, kw_only=True)
class Crowd:
    """Who sends, where to, and how fast."""

    house: House
    ledger: Ledger
    seed: int
    pause: float = 0.1
    """The longest of the random pauses after each document, in seconds."""
    broker: str = ""
    prefix: str = ""
    stopping: Event = field(default_factory=Event)

    def chance(self, lane: str) -> Random:
        return Random(f"{self.seed} {lane}")  # noqa: S311 - the same choices every time

    def rest(self, chance: Random, times: float = 1.0) -> None:
        self.stopping.wait(chance.uniform(0, times * self.pause))


def over_http(crowd: Crowd) -> None:
    """Post documents; every fourth is not waited for, and some without an answer are given up."""
    chance, content = crowd.chance(HTTP), crowd.ledger.next_message()
    while not crowd.stopping.is_set():
        try:
            status = post(crowd.house, content, wait=chance.random() > 0.25)[0]
        except NO_ANSWER:
            sleep(0.05)
            status = None
        content = _next(
            crowd, HTTP, content, taken=status in {200, 201, 202}, refused=status in {413, 415, 422}, chance=chance
        )


def post(house: House, content: bytes, *, wait: bool = True, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Hand a document in over HTTP; return status, headers and body."""
    given = {"Authorization": f"Bearer {house.token}", "Content-Type": "application/octet-stream"}
    given |= {} if wait else {"Prefer": "respond-async"}
    connection = HTTPConnection("127.0.0.1", house.http, timeout=30)
    try:
        connection.connect()
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", "/api/v1/documents", content, given | headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def over_mllp(crowd: Crowd) -> None:
    """Send messages over one connection for as long as it lasts."""
    chance, content = crowd.chance(MLLP), crowd.ledger.next_message()
    while not crowd.stopping.is_set():
        sleep(0.05)
        with suppress(OSError), mllp_connection(crowd.house.mllp) as connection:
            while not crowd.stopping.is_set():
                answer = ask(connection, content)
                if answer is None:
                    content = _next(crowd, MLLP, content, taken=False, refused=False, chance=chance)
                    break
                content = _next(
                    crowd, MLLP, content, taken=b"MSA|AA|" in answer, refused=b"MSA|AE|" in answer, chance=chance
                )


@contextmanager
def mllp_connection(port: int) -> Iterator[socket.socket]:
    """Connect to an MLLP door."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def ask(connection: socket.socket, content: bytes) -> bytes | None:
    """Send one message and return its answer; None if the connection ended before."""
    try:
        connection.sendall(FRAME % content)
        answer = b""
        while not answer.endswith(b"\x1c\r"):
            more = connection.recv(65_536)
            if not more:
                return None
            answer += more
    except OSError:
        return None
    return answer


def over_dicom(crowd: Crowd) -> None:
    """Store objects over one association for as long as it lasts."""
    chance, made = crowd.chance(DICOM), crowd.ledger.next_object()
    while not crowd.stopping.is_set():
        sleep(0.05)
        with suppress(OSError, RuntimeError), association(crowd.house.dicom, made, caller="CHAOS") as one:
            while one.is_established and not crowd.stopping.is_set():
                status = one.send_c_store(made).get("Status")
                if status != 0x0000:
                    crowd.ledger.repeated += 1
                    if status not in {None, 0xA700}:
                        crowd.ledger.refused[made.SOPInstanceUID] = f"{DICOM} 0x{status:04X}"
                    break
                crowd.ledger.took(DICOM, made.SOPInstanceUID)
                made = crowd.ledger.next_object()
                crowd.rest(chance)


def over_rabbitmq(crowd: Crowd) -> None:
    """Publish documents with confirms; the broker's word is the acknowledgement."""
    chance, names = crowd.chance(RABBITMQ), topology(crowd.prefix)
    connection = pika.BlockingConnection(pika.URLParameters(crowd.broker))
    try:
        channel: Any = connection.channel()
        channel.confirm_delivery()
        while not crowd.stopping.is_set():
            content = crowd.ledger.next_message()
            properties = pika.BasicProperties(delivery_mode=2, message_id=digest(content), app_id="CHAOS")
            channel.basic_publish(names.documents_exchange.name, "chaos", content, properties, mandatory=True)
            crowd.ledger.took(RABBITMQ, digest(content))
            crowd.rest(chance, SLOWER)
    finally:
        connection.close()


def into_folder(crowd: Crowd) -> None:
    """Drop files; one that lies in `processed` is acknowledged."""
    chance, waiting, number = crowd.chance(FOLDER), dict[str, str](), 0
    while not crowd.stopping.is_set():
        if len(waiting) < _IN_FLIGHT:
            content, name = crowd.ledger.next_message(), f"{number:06d}.hl7"
            drop(crowd.house, name, content)
            waiting[name], number = digest(content), number + 1
        crowd.rest(chance, SLOWER)
        _settle(crowd, waiting)
    _settle(crowd, waiting)


def drop(house: House, name: str, content: bytes) -> None:
    """Put a whole file into the watched folder."""
    (house.inbox / f"{name}.part").write_bytes(content)
    (house.inbox / f"{name}.part").rename(house.inbox / name)


def _settle(crowd: Crowd, waiting: dict[str, str]) -> None:
    for name in list(waiting):
        if (crowd.house.inbox / "processed" / name).exists():
            crowd.ledger.took(FOLDER, waiting.pop(name))
        elif (crowd.house.inbox / "failed" / name).exists():
            crowd.ledger.refused[waiting.pop(name)] = FOLDER


def _next(crowd: Crowd, door: str, content: bytes, *, taken: bool, refused: bool, chance: Random) -> bytes:
    """Note an answer; return what is sent next: the same again without one, mostly."""
    if taken:
        crowd.ledger.took(door, digest(content))
    elif refused:
        crowd.ledger.refused[digest(content)] = door
    elif chance.random() > 0.1:
        crowd.ledger.repeated += 1
        return content
    crowd.rest(chance)
    return crowd.ledger.next_message()


SENDERS: dict[str, Callable[[Crowd], None]] = {
    HTTP: over_http,
    MLLP: over_mllp,
    DICOM: over_dicom,
    RABBITMQ: over_rabbitmq,
    FOLDER: into_folder,
}


@contextmanager
def sending(crowd: Crowd) -> Iterator[None]:
    """Let everybody send while the block lasts.

    Raises:
        RuntimeError: a sender ended of itself, which only its own defect can do.
    """
    failed: list[str] = []

    def run(name: str) -> None:
        try:
            SENDERS[name](crowd)
        except Exception as error:  # noqa: BLE001 - whatever it is has to be seen in the main thread
            failed.append(f"{name}: {error!r}")

    threads = [Thread(target=run, args=(name,), name=f"sender-{name}") for name in SENDERS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        crowd.stopping.set()
        for thread in threads:
            thread.join(120)
    if failed:
        raise RuntimeError("; ".join(failed))
