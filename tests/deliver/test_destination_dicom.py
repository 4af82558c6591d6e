"""A DICOM archive as a destination: delivered is what it said it stored."""

import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE, evt

from deliver.destination import Parcel
from deliver.destinations.dicom import DESTINATION, Options
from deliver.formats.dicom_sr import FORMAT
from dxa.errors import DeliveryRefused, NotDelivered, SettingsError
from tests.deliver.test_format_hl7 import SMALL, telling
from tests.ingest.dicom_door import certificates, listening

pytestmark = [
    pytest.mark.enable_socket,
    # The library drops the socket of a connection that was refused.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
COMPREHENSIVE = "1.2.840.10008.5.1.4.1.1.88.33"


@dataclass
class Archive:
    """An archive that answers as it is told."""

    statuses: list[int]
    port: int = 0
    taken: list[Dataset] = field(default_factory=list)
    hangs_up: bool = False

    def store(self, event) -> int:
        if self.hangs_up:
            self.hangs_up = False
            event.assoc.dul.socket.socket.shutdown(2)
            return 0xA700
        self.taken.append(event.dataset)
        return self.statuses[min(len(self.taken), len(self.statuses)) - 1]


@contextmanager
def archive(*statuses: int, port: int = 0, tls: ssl.SSLContext | None = None, sop_class: str = COMPREHENSIVE):
    one = Archive(statuses=list(statuses) or [0])
    entity = AE("ARCHIVE")
    entity.require_called_aet = True
    entity.add_supported_context(sop_class)
    with listening(entity, (evt.EVT_C_STORE, one.store), port=port, tls=tls) as server:
        one.port = server.server_address[1]
        yield one


def parcel(body: bytes | None = None) -> Parcel:
    content = FORMAT.render(telling(SMALL)) if body is None else body
    return Parcel(
        id="t", kind="case.assessed", case_id="c", revision=1, media_type=FORMAT.media_type, suffix=".dcm", body=content
    )


def options(port: int, **more) -> Options:
    return Options(
        host="127.0.0.1", port=port, **{"called": "ARCHIVE", "connect_seconds": 2, "answer_seconds": 5, **more}
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0x0000, None),
        (0xB000, None),
        (0xB006, None),
        (0xB007, None),
        (0xA700, NotDelivered),
        (0xA7FF, NotDelivered),
        (0xA900, DeliveryRefused),
        (0xC000, DeliveryRefused),
        (0x0110, DeliveryRefused),
        (0x0122, DeliveryRefused),
        (0xB123, DeliveryRefused),
    ],
)
def test_status_says_whether_it_was_delivered(status, outcome):
    with archive(status) as one, DESTINATION.opened(options(one.port)) as sender:
        if outcome is None:
            sender.send(parcel())
        else:
            with pytest.raises(NotDelivered) as raised:
                sender.send(parcel())

            assert outcome is type(raised.value)
    assert ["Osteon"] == [taken.Manufacturer for taken in one.taken]


def test_one_association_carries_many_results():
    with archive() as one, DESTINATION.opened(options(one.port)) as sender:
        for _ in range(5):
            sender.send(parcel())

    assert 5 == len(one.taken)


def test_connection_that_is_lost_is_made_anew():
    with archive() as one, DESTINATION.opened(options(one.port)) as sender:
        one.hangs_up = True
        with pytest.raises(NotDelivered):
            sender.send(parcel())
        sender.send(parcel())

    assert 1 == len(one.taken)


@pytest.mark.parametrize("more", [{"called": "OTHER"}, {}])
def test_archive_that_does_not_take_us_is_tried_again_later(more):
    sop_class = COMPREHENSIVE if more else "1.2.840.10008.5.1.4.1.1.7"
    with (
        archive(sop_class=sop_class) as one,
        pytest.raises(NotDelivered),
        DESTINATION.opened(options(one.port, **more)),
    ):
        pass

    assert [] == one.taken


def test_nobody_there_is_tried_again_later():
    with pytest.raises(NotDelivered), DESTINATION.opened(options(1)):
        pass


@pytest.mark.parametrize("body", [b"", b"MSH|^~\\&|", bytes(200)])
def test_what_is_no_object_is_refused(body):
    with archive() as one, DESTINATION.opened(options(one.port)) as sender, pytest.raises(DeliveryRefused):
        sender.send(parcel(body))

    assert [] == one.taken


@pytest.mark.parametrize("trusted", [True, False])
def test_tls_is_spoken_with_whom_the_authorities_vouch_for(tmp_path, trusted):
    folder = certificates(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    authority = folder / ("authority.pem" if trusted else "client.pem")
    with archive(tls=context) as one:
        try:
            with DESTINATION.opened(options(one.port, tls=True, authorities_file=authority)) as sender:
                sender.send(parcel())
        except NotDelivered:
            assert not trusted

    assert len(one.taken) == trusted


def test_files_for_tls_that_cannot_be_used_are_named(tmp_path):
    chosen = options(1, tls=True, authorities_file=tmp_path / "none.pem")

    with pytest.raises(SettingsError), DESTINATION.opened(chosen):
        pass


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"host": "archive.example"}, "tls"),
        ({"port": 0}, "port"),
        ({"called": "SEVENTEEN LETTERS"}, "called"),
        ({"calling": "A\\B"}, "called"),
        ({"authorities_file": "x"}, "tls"),
        ({"tls": True, "key_file": "x"}, "together"),
        ({"answer_seconds": 0}, "answer_seconds"),
    ],
)
def test_options_that_cannot_work_are_named(wrong, named):
    chosen = Options(**{"host": "127.0.0.1", "port": 104, "called": "ARCHIVE", **wrong})

    assert [named] == [named for fault in chosen.faults() if named in fault][:1]
