"""The proof that doors never lose a report: at a small scale, and that each of its judgements can fail."""

from datetime import UTC, datetime

import pytest

from dxa.document import RawDocument
from store import Store, migrate
from tests.chaos.canary import NAME, hits, marked
from tests.chaos.flush import unflushed
from tests.chaos.listener import Told
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import Ledger, digest, hl7
from tests.chaos.run import SCENARIOS
from tests.chaos.verdict import faults_of_store, faults_of_tellings

WRITE = '1 pwrite64(3</d/osteon.db-wal>, "...|F{}|P|2.5", 4096, 0) = 4096'
SYNC = "1 fdatasync(3</d/osteon.db-wal>) = 0"
BEGUN = "1 fdatasync(3</d/osteon.db-wal> <unfinished ...>"
DONE = "1 <... fdatasync resumed>) = 0"
FAILED = "1 fdatasync(3</d/osteon.db-wal>) = -1 EIO (Input/output error)"
ANSWER = '2 sendto(9<socket:[1]>, "MSA|AA|F{}\\r", 120, 0, NULL, 0) = 120'


@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.rabbitmq
@pytest.mark.postgresql
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("scenario", "wish"),
    [
        ("flush", {"times": 8}),
        ("outage", {}),
        ("storm", {"times": 12}),
        ("study", {}),
        ("bombs", {}),
        ("canary", {}),
        ("kills", {"database": "sqlite", "layout": "supervised"}),
        ("kills", {"database": "postgresql", "layout": "parts", "times": 2}),
    ],
)
def test_scenario_holds_at_a_small_scale(scenario, wish, tmp_path):
    outcome = SCENARIOS[scenario][0](Wish(**{"times": 1, "seed": 1, "home": tmp_path} | wish))

    assert () == outcome.faults


@pytest.mark.parametrize(
    ("faults", "skipped", "said"),
    [
        ((), "", "held"),
        ((), "a disk", "held; NOT TRIED: a disk"),
        (("one is lost",), "a disk", "VIOLATED: one is lost; NOT TRIED: a disk"),
    ],
)
def test_what_was_not_tried_is_said_whatever_became_of_the_rest(faults, skipped, said):
    assert Outcome(what="x", many="1", faults=faults, skipped=skipped).line.endswith(f"1  {said}")


@pytest.mark.parametrize(
    ("lines", "early"),
    [
        ([WRITE, SYNC, ANSWER], []),
        ([WRITE, BEGUN, DONE, ANSWER], []),
        ([WRITE, ANSWER, SYNC], ["F1"]),
        ([WRITE, BEGUN, ANSWER, DONE], ["F1"]),
        ([BEGUN, WRITE, DONE, ANSWER], ["F1"]),
        ([WRITE, FAILED, ANSWER], ["F1"]),
        ([SYNC, ANSWER], ["F1"]),
        ([WRITE, SYNC], ["F1"]),
        ([WRITE.replace("F{}", "F11"), SYNC, ANSWER], ["F1"]),
    ],
)
def test_acknowledgement_before_the_flush_of_its_message_is_noticed(lines, early):
    assert early == unflushed([line.format(1) for line in lines], ["F1"])


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:///{tmp_path / 'osteon.db'}"
    migrate(url)
    opened = Store.open(url)
    yield opened
    opened.close()


def test_document_that_was_acknowledged_and_is_not_there_is_lost(store):
    ledger = Ledger()
    ledger.took("mllp", digest(ledger.next_message()))

    assert "1 acknowledged by mllp are lost" in list(faults_of_store(store, ledger))


def test_document_that_is_there_and_not_read_is_unfinished(store):
    ledger, content = Ledger(), hl7(0)
    ledger.patients[digest(content)] = "CHAOS-000000"
    raw = RawDocument(content=content, channel="mllp", received_at=datetime.now(UTC))
    store.receive(raw, "x-application/hl7-v2+er7", claimed_by=None, now=datetime.now(UTC), lease_seconds=60)

    faults = list(faults_of_store(store, ledger))

    assert "1 documents are received and not read" in faults
    assert "1 studies without a case, or cases without a study" in faults


def test_telling_of_nothing_and_out_of_order_is_noticed(store, tmp_path):
    (tmp_path / "out").mkdir()
    told = [Told("b", "case", 2), Told("a", "case", 1), Told("b", "case", 2)]

    assert ["2 tellings of nothing", "1 cases out of order"] == list(faults_of_tellings(store, told, tmp_path / "out"))


def test_mark_in_a_log_is_a_hit():
    assert [f"{NAME} in log"] == hits([("log", f"read {NAME.lower()}"), ("metrics", "osteon_store_up 1")])
    assert 3 == len(hits([("an answer", marked(1).decode())]))
