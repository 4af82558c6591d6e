"""A DICOM listener on a free port, and senders that speak to it."""

import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from socketserver import BaseServer
from threading import Event, Thread
from typing import Any

import pydicom
from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.transport import ThreadedAssociationServer

from dxa.errors import OsteonError
from dxa.settings import Limits, Settings
from dxa.settings.dicom import Dicom
from ingest.channel import Intake, Ledger, Post
from ingest.channels.dicom.connections import prepare
from ingest.channels.dicom.contexts import COMMITMENT, VERIFICATION
from ingest.registry import channel_of

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents" / "dicom"


def object_of(name: str) -> Dataset:
    """Return a synthetic object."""
    return pydicom.dcmread(DOCUMENTS / f"{name}.dcm")


def small_object(number: int, label: str = "FIRST") -> Dataset:
    """Return a Basic Text SR of its own."""
    made = object_of("basic_text")
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.10.99999.77.{number}"
    made.ContentLabel = label
    return made


def large_object(number: int, size: int) -> Dataset:
    """Return an encapsulated PDF with a document of so many bytes."""
    made = object_of("encapsulated_text")
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.10.99999.78.{number}"
    made.EncapsulatedDocument = b"%PDF-1.4" + bytes(size - 8)
    return made


@dataclass
class Door:
    """An open door."""

    port: int
    counts: Counter = field(default_factory=Counter)
    stopping: Event = field(default_factory=Event)


@contextmanager
def open_door(
    home: Path, intake: Intake, *, limits: Limits | None = None, ledger: Ledger | None = None, **options: Any
) -> Iterator[Door]:
    """Yield a door over an intake; closed in order at the end."""
    settings = Settings(home=home, limits=limits or Limits(), dicom=Dicom(port=0, **{"idle_seconds": 5.0, **options}))
    door, opened, failed = Door(port=0), Event(), []

    def is_open(_: str, address: str) -> None:
        door.port = int(address.rpartition(":")[2])
        opened.set()

    def run() -> None:
        try:
            channel_of("dicom").run(post)
        except (OsteonError, OSError) as error:
            failed.append(error)
            opened.set()

    post = Post(
        settings=settings,
        intake=intake,
        clock=lambda: datetime.now(UTC),
        stopping=door.stopping,
        opened=is_open,
        counted=lambda _, outcome: door.counts.update([outcome]),
        ledger=ledger,
    )
    thread = Thread(target=run)
    thread.start()
    try:
        assert opened.wait(10)
        if failed:
            raise failed[0]
        yield door
    finally:
        door.stopping.set()
        thread.join(30)
    assert not thread.is_alive()


@contextmanager
def listening(
    entity: AE, *handlers: Any, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[ThreadedAssociationServer]:
    """Yield the server of an entity of the library; its own way of starting one waits half a second to end it."""
    server = entity.make_server(
        ("127.0.0.1", port),
        evt_handlers=[(evt.EVT_CONN_OPEN, prepare), *handlers],
        ssl_context=tls,
        server_class=ThreadedAssociationServer,
    )
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        BaseServer.shutdown(server)  # the library's own takes it off a list it was never put on
        server.server_close()
        thread.join(30)


@contextmanager
def association(
    port: int,
    *objects: Dataset,
    caller: str = "DXA1",
    called: str = "OSTEON",
    tls: tuple[ssl.SSLContext, str] | None = None,
    commitment: bool = False,
    handlers: Sequence[Any] = (),
) -> Iterator[Any]:
    """Yield an association that may send the given objects."""
    entity = AE(caller)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = 20
    entity.add_requested_context(VERIFICATION)
    if commitment:
        entity.add_requested_context(COMMITMENT)
    for sop_class, syntax in {(one.SOPClassUID, one.file_meta.TransferSyntaxUID) for one in objects}:
        entity.add_requested_context(sop_class, syntax)
    made = entity.associate(
        "127.0.0.1",
        port,
        ae_title=called,
        tls_args=tls,
        evt_handlers=[(evt.EVT_CONN_OPEN, prepare), *handlers],
    )
    try:
        yield made
    finally:
        if made.is_established:
            made.release()
        # The library leaves the socket of an association open that was turned away.
        if made.dul.socket is not None and made.dul.socket.socket is not None:
            made.dul.socket.socket.close()


def sent(port: int, *objects: Dataset, **options: Any) -> list[int | None]:
    """Return the status of each object sent over one association; None where there was no answer."""
    with association(port, *objects, **options) as one:
        if not one.is_established:
            return [None] * len(objects)
        return [one.send_c_store(each).get("Status") for each in objects]


def certificates(folder: Path) -> Path:
    """Make an authority, and certificates of 127.0.0.1 and of a client by it; return the folder."""
    authority = ["-x509", "-subj", "/CN=authority", "-addext", "basicConstraints=critical,CA:TRUE"]
    _openssl(folder, "authority", *authority)
    for name in ("server", "client"):
        names = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-CA", "authority.pem"]
        _openssl(folder, name, "-x509", *names, "-CAkey", "authority.key")
    return folder


def _openssl(folder: Path, name: str, *options: str) -> None:
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    files = ["-keyout", f"{name}.key", "-out", f"{name}.pem"]
    subprocess.run(["openssl", "req", *made, *options, *files], cwd=folder, check=True, capture_output=True)


def client_context(folder: Path, name: str | None = None) -> ssl.SSLContext:
    """Return how a client connects, with a certificate of its own if one is named."""
    context = ssl.create_default_context(cafile=folder / "authority.pem")
    if name is not None:
        context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


def data_set_of(content: bytes) -> Dataset:
    return pydicom.dcmread(BytesIO(content))
