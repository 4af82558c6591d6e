"""Storage Commitment: what is asked about is remembered, and reported as it stands in the store."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from time import monotonic
from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import BasicTextSRStorage
from pynetdicom import AE, evt

from api.clock import utc_now
from dxa.errors import StoreUnavailable
from dxa.settings.dicom import Peer
from ingest.channels.dicom import reporting
from ingest.channels.dicom.commitment import CommitmentRequest, LeftBehind, Reference, report_on, request_in
from ingest.channels.dicom.contexts import COMMITMENT
from ingest.channels.dicom.reporting import Reporter
from ingest.reception import Reception
from tests.ingest.dicom_door import association, listening, open_door, sent, small_object
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
    with listening(entity, (evt.EVT_N_EVENT_REPORT, one.hear)) as server:
        one.port = server.server_address[1]
        yield one


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
def test_report_says_what_stands_in_the_store(tmp_path, store, intake, missing, event_type):
    objects = [small_object(1), small_object(2)]
    known = [one.SOPInstanceUID for one in objects]
    with (
        modality() as listener,
        open_door(tmp_path, intake, ledger=store, commitment_peers=(f"DXA1@127.0.0.1:{listener.port}",)) as door,
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
def test_request_is_answered_by_what_can_be_done_about_it(tmp_path, store, intake, asked, options, peers, status):
    with open_door(tmp_path, intake, ledger=store, commitment_peers=peers) as door:
        answered = asked_of(door.port, asked, **options)
    waiting = waiting_in(store)

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


def reporter_to(port: int, ledger, intake, tries: int = 4) -> Reporter:
    peers = [Peer(ae_title="DXA1", host="127.0.0.1", port=port)]
    return Reporter(
        ae_title="OSTEON", peers=peers, intake=intake, ledger=ledger, clock=utc_now, tls=None, delays=[0.05] * tries
    )


def waiting_in(store) -> list[CommitmentRequest]:
    """Return every request that waits, taking it away from whoever would report on it."""
    found = []
    while row := store.due_commitment(["DXA1"], utc_now() + timedelta(days=1), 10 * 86_400):
        found.append(request_in(row))
    return found


@pytest.fixture
def nothing_left(tmp_path):
    return LeftBehind(tmp_path / "absent")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(reporting, "POLL_SECONDS", 0.02)


def test_report_is_tried_again_until_it_is_confirmed(store, nothing_left):
    with modality(0x0110, 0x0000) as listener:
        reporter = reporter_to(listener.port, store, Keeping(1))
        reporter.start(nothing_left)
        reporter.add(request("1.2.3"))
        heard = listener.enough.wait(10)
        reporter.stop()

    assert heard
    assert [1, 1] == [event_type for event_type, _ in listener.told]
    assert [] == waiting_in(store)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library drops a refused socket
def test_report_is_given_up_after_the_last_try(store, nothing_left, monkeypatch):
    gone, forget = Event(), store.forget_commitment
    monkeypatch.setattr(store, "forget_commitment", lambda row: (forget(row), gone.set()))
    reporter = reporter_to(1, store, Keeping(0), tries=2)
    reporter.start(nothing_left)
    reporter.add(request("1.2.3"))
    given_up = gone.wait(10)
    reporter.stop()
    gc.collect()

    assert given_up
    assert [] == waiting_in(store)


def test_request_a_door_died_with_is_reported_by_another_one(store, nothing_left, monkeypatch):
    monkeypatch.setattr(reporting, "LEASE_SECONDS", 1.0)
    with modality() as listener:
        reporter_to(listener.port, store, Keeping(0)).add(request("1.2.3"))
        began = monotonic()
        assert store.due_commitment(["DXA1"], utc_now() + timedelta(seconds=1), 0.0).attempts == 0
        other = reporter_to(listener.port, store, Keeping(0))
        other.start(nothing_left)
        heard = listener.enough.wait(10)
        other.stop()

    assert heard
    assert monotonic() - began < 9
    assert "2.25.7" == listener.told[0][1].TransactionUID


def test_database_that_is_down_for_a_while_costs_no_report(store, nothing_left, monkeypatch):
    due, calls = store.due_commitment, []

    def down_at_first(*given):
        calls.append(given)
        if len(calls) <= 2:
            raise StoreUnavailable("down")
        return due(*given)

    monkeypatch.setattr(store, "due_commitment", down_at_first)
    with modality() as listener:
        reporter = reporter_to(listener.port, store, Keeping(0))
        reporter.add(request("1.2.3"))
        reporter.start(nothing_left)
        heard = listener.enough.wait(10)
        reporter.stop()

    assert heard


def test_request_an_earlier_version_kept_in_a_file_is_reported(store, tmp_path):
    left = {"ae_title": "DXA1", "transaction": "2.25.7", "attempts": 2, "references": [["1.2", "1.2.3"]]}
    folder = tmp_path / "dicom-commitments"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(left))
    (folder / "damaged.json").write_text("{")
    with modality() as listener:
        reporter = reporter_to(listener.port, store, Keeping(0))
        reporter.start(LeftBehind(folder))
        heard = listener.enough.wait(10)
        reporter.stop()

    assert heard
    assert "2.25.7" == listener.told[0][1].TransactionUID
    assert ["damaged.damaged"] == [path.name for path in folder.iterdir()]


def test_request_in_a_file_stays_there_while_the_database_is_down(store, tmp_path, monkeypatch):
    left = {"ae_title": "DXA1", "transaction": "2.25.7", "attempts": 0, "references": [["1.2", "1.2.3"]]}
    (tmp_path / "one.json").write_text(json.dumps(left))

    def down(*_):
        raise StoreUnavailable("down")

    monkeypatch.setattr(store, "remember_commitment", down)
    reporter = reporter_to(1, store, Keeping(0))
    reporter.start(LeftBehind(tmp_path))
    reporter.stop()

    assert (tmp_path / "one.json").exists()


def test_report_of_nothing_committed_names_no_committed_instance():
    event_type, told = report_on(request("1.2.3"), frozenset())

    assert 2 == event_type
    assert "ReferencedSOPSequence" not in told
    assert ["1.2.3"] == [one.ReferencedSOPInstanceUID for one in told.FailedSOPSequence]
