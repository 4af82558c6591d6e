"""A listener in a thread of the test, messages for it, and a sender that reads every answer."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any

from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.settings import Limits, Settings
from dxa.settings.mllp import Mllp
from ingest.channel import Post
from ingest.channels.mllp import CHANNEL
from store.records import Receipt

NOW = datetime(2026, 3, 4, 10, 15, 3, tzinfo=UTC)
START, END = b"\x0b", b"\x1c\r"


def clock() -> datetime:
    return NOW


@dataclass
class Notes:
    """An intake that only notes what it is given, and fails as it is told to."""

    given: list[RawDocument] = field(default_factory=list)
    error: Exception | None = None
    before: Any = None
    lock: Lock = field(default_factory=Lock)

    def receive(self, document: RawDocument) -> Receipt:
        if self.before:
            self.before()
        if self.error:
            raise self.error
        with self.lock:
            new = document.digest not in {one.digest for one in self.given}
            self.given.append(document)
        return Receipt(document_id=document.digest, new=new, status=DocumentStatus.RECEIVED)


@dataclass
class Listener:
    """An open door."""

    port: int
    stopping: Event
    counted: list[str]

    def connect(self, seconds: float = 20) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


@contextmanager
def listening(intake: Any, *, most: int = 100_000, **settings: Any) -> Iterator[Listener]:
    opened, stopping, counted = Event(), Event(), []
    address: list[str] = []

    def note(_name: str, where: str) -> None:
        address.append(where)
        opened.set()

    post = Post(
        settings=Settings(mllp=Mllp(port=0, **settings), limits=Limits(document_bytes=most)),
        intake=intake,
        clock=clock,
        stopping=stopping,
        opened=note,
        counted=lambda _channel, outcome: counted.append(outcome),
    )
    thread = Thread(target=CHANNEL.run, args=(post,))
    thread.start()
    try:
        assert opened.wait(10)
        yield Listener(port=int(address[0].rpartition(":")[2]), stopping=stopping, counted=counted)
    finally:
        stopping.set()
        thread.join(40)

    assert not thread.is_alive()


def message(
    control_id: str = "R1-17", *, kind: str = "ORU^R01^ORU_R01", version: str = "2.5.1", modes: str = ""
) -> bytes:
    head = rf"MSH|^~\&|DXAROOM|RIDGEIMG|CDS|RIDGE|20260304101502||{kind}|{control_id}|P|{version}"
    head += f"|||{modes}" if modes else ""
    return (
        f"{head}\rPID|1||M1^^^RIDGE^MR||TEST^PATIENT\rOBR|1|P1|A1|77080^DXA^C4\rOBX|1|NM|T^T^L||-2.5||||||F\r".encode()
    )


def framed(*contents: bytes) -> bytes:
    return b"".join(START + content + END for content in contents)


def answers(connection: socket.socket) -> list[bytes]:
    """Return every answer until the other side closes the connection."""
    received = b""
    while True:
        try:
            data = connection.recv(65_536)
        except ConnectionResetError:
            data = b""
        if not data:
            break
        received += data
    frames = received.split(END)

    assert frames.pop() == b""
    assert all(frame.startswith(START) for frame in frames)
    return [frame[1:] for frame in frames]


def exchange(listener: Listener, *parts: bytes) -> list[bytes]:
    """Send parts one after the other, say that nothing more comes, and return every answer."""
    with listener.connect() as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A listener that closes the connection may do so at any of these.
        with suppress(OSError):
            for part in parts:
                plain.sendall(part)
            plain.shutdown(socket.SHUT_WR)
        return answers(plain)


def read(connection: Any, count: int) -> list[bytes]:
    """Return so many answers of a connection that stays open."""
    received = b""
    while received.count(END) < count:
        data = connection.recv(65_536)

        assert data
        received += data
    return [frame[1:] for frame in received.split(END)[:-1]]


def said(answer: bytes) -> tuple[str, str]:
    """Return MSA-1 and MSA-2 of an answer."""
    segments = answer.removeprefix(START).decode("latin-1").split("\r")
    separator = segments[0][3]
    msa = next(segment for segment in segments if segment.startswith("MSA")).split(separator)
    return msa[1], msa[2] if len(msa) > 2 else ""


def all_said(found: Sequence[bytes]) -> list[str]:
    """Return `AA R1-17` for each answer."""
    return [" ".join(said(answer)).strip() for answer in found]
