"""Storage Commitment: what is asked about is remembered, and reported as it stands in the store."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import BasicTextSRStorage
from pynetdicom import AE, evt

from dxa.errors import StoreUnavailable
from dxa.settings.dicom import Peer
from ingest.channels.dicom.commitment import CommitmentRequest, Reference, Remembered, report_on
from ingest.channels.dicom.connections import prepare
from ingest.channels.dicom.contexts import COMMITMENT
from ingest.channels.dicom.reporting import Reporter
from ingest.reception import Reception
from tests.ingest.dicom_door import association, open_door, sent, small_object
from tests.ingest.situations import SETTINGS

pytestmark = pytest.mark.enable_socket
INSTANCE = "1.2.840.10008.1.20.1.1"


@pytest.fixture
def intake(store, clock):
    return Reception(store=store, clock=clock, settings=SETTINGS)


@dataclass
class Modality:
    """A sender that listens for reports."""

    answers: list[int]
    """Status of each report in turn; the last one stays."""
    port: int = 0
    told: list[tuple[int, Dataset]] = field(default_factory=list)
    enough: Event = field(default_factory=Event)

    def hear(self, event: Any) -> tuple[int, None]:
        status = self.answers[min(len(self.told), len(self.answers) - 1)]
        self.told.append((event.event_type, event.event_information))
        if status == 0:
            self.enough.set()
        return status, None


@contextmanager
def modality(*answers: int) -> Iterator[Modality]:
    one = Modality(answers=list(answers) or [0])
    entity = AE("DXA1")
    entity.add_supported_context(COMMITMENT, scu_role=False, scp_role=True)
    handlers = [(evt.EVT_CONN_OPEN, prepare), (evt.EVT_N_EVENT_REPORT, one.hear)]
    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=handlers)
    one.port = server.server_address[1]
    try:
        yield one
    finally:
        server.shutdown()


def asking(*instances: str, transaction: str = "2.25.1") -> Dataset:
    asked = Dataset()
    asked.TransactionUID = transaction
    items = []
    for instance in instances:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = BasicTextSRStorage, instance
        items.append(item)
    asked.ReferencedSOPSequence = Items(items)
    return asked


def asked_of(port: int, asked: Dataset, *, action: int = 1, instance: str = INSTANCE) -> int | None:
    with association(port, commitment=True) as one:
        return one.send_n_action(asked, action, COMMITMENT, instance)[0].get("Status")


@pytest.mark.parametrize(("missing", "event_type"), [((), 1), (("1.2.3",), 2)])
def test_report_says_what_stands_in_the_store(tmp_path, intake, missing, event_type):
    objects = [small_object(1), small_object(2)]
    known = [one.SOPInstanceUID for one in objects]
    with (
        modality() as listener,
        open_door(tmp_path, intake, commitment_peers=(f"DXA1@127.0.0.1:{listener.port}",)) as door,
    ):
        sent(door.port, *objects)
        status = asked_of(door.port, asking(*known, *missing))
        heard = listener.enough.wait(10)
    ((told_type, told),) = listener.told
    failed = [(one.ReferencedSOPInstanceUID, one.FailureReason) for one in told.get("FailedSOPSequence", ())]

    assert (0x0000, True, event_type, "2.25.1") == (status, heard, told_type, told.TransactionUID)
    assert known == [one.ReferencedSOPInstanceUID for one in told.ReferencedSOPSequence]
    assert [(one, 0x0112) for one in missing] == failed


@pytest.mark.parametrize(
    ("asked", "options", "peers", "status"),
    [
        (asking("1.2.3"), {}, (), 0x0124),
        (asking("1.2.3"), {"action": 2}, ("DXA1@127.0.0.1:1",), 0x0123),
        (asking("1.2.3"), {"instance": "1.2.3"}, ("DXA1@127.0.0.1:1",), 0x0112),
        (asking(), {}, ("DXA1@127.0.0.1:1",), 0x0115),
        (asking("1.2.3", transaction=""), {}, ("DXA1@127.0.0.1:1",), 0x0115),
        (asking(*["1.2.3"] * 10_001), {}, ("DXA1@127.0.0.1:1",), 0x0213),
        (asking("1.2.3"), {}, ("DXA1@127.0.0.1:1",), 0x0000),
    ],
)
def test_request_is_answered_by_what_can_be_done_about_it(tmp_path, intake, asked, options, peers, status):
    with open_door(tmp_path, intake, commitment_peers=peers) as door:
        answered = asked_of(door.port, asked, **options)
    waiting = Remembered(tmp_path / "dicom-commitments").all()

    assert status == answered
    assert (status == 0x0000) == bool(waiting)


def request(*instances: str) -> CommitmentRequest:
    references = tuple(Reference("1.2.840.10008.5.1.4.1.1.88.11", instance) for instance in instances)
    return CommitmentRequest(ae_title="DXA1", transaction="2.25.7", references=references)


class Keeping:
    """An intake that is down at first."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    def kept(self, _sender, external_ids):
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("down")
        return frozenset(external_ids)


def reporter_to(port: int, folder, intake, tries: int = 4) -> Reporter:
    peers = [Peer(ae_title="DXA1", host="127.0.0.1", port=port)]
    return Reporter(
        ae_title="OSTEON", peers=peers, intake=intake, remembered=Remembered(folder), tls=None, delays=[0.05] * tries
    )


def test_report_is_tried_again_until_it_is_confirmed(tmp_path):
    with modality(0x0110, 0x0000) as listener:
        reporter = reporter_to(listener.port, tmp_path, Keeping(1))
        reporter.start()
        reporter.add(request("1.2.3"))
        heard = listener.enough.wait(10)
        reporter.stop()

    assert heard
    assert [1, 1] == [event_type for event_type, _ in listener.told]
    assert () == Remembered(tmp_path).all()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library drops a refused socket
def test_report_is_given_up_after_the_last_try(tmp_path):
    reporter = reporter_to(1, tmp_path, Keeping(0), tries=2)
    reporter.start()
    reporter.add(request("1.2.3"))
    waiting = Event()
    while Remembered(tmp_path).all() and not waiting.wait(0.05):
        pass
    reporter.stop()
    gc.collect()

    assert () == Remembered(tmp_path).all()


def test_request_survives_a_restart(tmp_path):
    Remembered(tmp_path).add(request("1.2.3"))
    (tmp_path / "damaged.json").write_text("{")
    with modality() as listener:
        reporter = reporter_to(listener.port, tmp_path, Keeping(0))
        reporter.start()
        heard = listener.enough.wait(10)
        reporter.stop()

    assert heard
    assert "2.25.7" == listener.told[0][1].TransactionUID
    assert ["damaged.damaged"] == [path.name for path in tmp_path.iterdir()]


def test_report_of_nothing_committed_names_no_committed_instance():
    event_type, told = report_on(request("1.2.3"), frozenset())

    assert 2 == event_type
    assert "ReferencedSOPSequence" not in told
    assert ["1.2.3"] == [one.ReferencedSOPInstanceUID for one in told.FailedSOPSequence]
