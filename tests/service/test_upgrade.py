"""The tables of the next version come in, and the old program comes back, while documents arrive all the time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import sleep

import pytest
from alembic import command
from sqlalchemy import text as sql

from store import Store, migrate
from store.engine import url_of, writing_engine
from store.migration import configuration
from tests.postgresql import database, server
from tests.service.messages import Order, message, number
from tests.service.running import NO_ANSWER, Service, digest, new_service

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("documents", sa.Column("novelty", sa.Text()))
    op.create_table("novelties", sa.Column("id", sa.Text(), primary_key=True))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'osteon.db'}"
        return
    with server() as running, database(running) as own:
        yield own


def to_next_version(url: str, folder) -> None:
    engine = writing_engine(url_of(url))
    with engine.begin() as connection:
        known = configuration(connection)
        before = connection.scalar(sql("SELECT version_num FROM alembic_version"))
        folder.mkdir()
        (folder / "later.py").write_text(NEXT.format(before=before), encoding="utf-8")
        known.set_main_option("version_locations", f"{known.get_main_option('script_location')}/versions:{folder}")
        command.upgrade(known, "head")
    engine.dispose()


class Traffic:
    """Documents posted one after the other to whichever service is there; remembers what was answered."""

    def __init__(self, service: Service) -> None:
        self.service, self.answered, self.statuses = service, set(), set()
        self._stopping = Event()

    def run(self, caller: int) -> None:
        place = 0
        while not self._stopping.is_set():
            place += 1
            value = number(1, "T-score L1-L4", f"-1.{place % 100:02d}")
            content = message(Order(patient=f"C{caller}", accession=f"A{caller}-{place}"), value)
            while not self._stopping.is_set():
                try:
                    answer = self.service.post(content, seconds=30)
                except NO_ANSWER:
                    sleep(0.05)
                    continue
                self.statuses.add(answer.status)
                if answer.status in {200, 201, 202}:
                    self.answered.add(digest(content))
                break

    @contextmanager
    def going(self):
        with ThreadPoolExecutor(3) as pool:
            running = [pool.submit(self.run, caller) for caller in range(3)]
            try:
                yield
            finally:
                self._stopping.set()
            for one in running:
                one.result(60)

    def more(self) -> None:
        """Return once further documents were answered."""
        before = len(self.answered)
        for _ in range(3_000):
            if len(self.answered) >= before + 15:
                return
            sleep(0.02)
        raise AssertionError("nothing is answered any more")


def settled(url: str, answered: list[str]):
    """Return counts, the answered documents that are there, and the state of the audit chain, once nothing waits."""
    store = Store.open(url)
    for _ in range(600):
        if not store.backlog().waiting:
            break
        sleep(0.1)
    found = store.counts(), {ref.id for ref in store.documents(answered)}, store.verify_events()
    store.close()
    return found


def test_versions_change_under_traffic_and_nothing_is_lost(url, tmp_path):
    migrate(url)
    old = new_service(tmp_path / "old", OSTEON_DATABASE_URL=url)
    again = Service(home=tmp_path / "again", settings={"OSTEON_DATABASE_URL": url}, secret=old.secret)
    again.home.mkdir()
    traffic = Traffic(old)
    try:
        with traffic.going():
            traffic.more()
            to_next_version(url, tmp_path / "versions")
            traffic.more()
            # Rolled back: the program of before starts on the tables of the next version.
            again.start()
            traffic.service = again
            traffic.more()
            assert old.stop() == 0
            traffic.more()
        answered = sorted(traffic.answered)[:500]
        counts, known, chain = settled(url, answered)
    finally:
        again.kill()
        old.kill()

    assert traffic.statuses <= {200, 201, 202}
    assert (set(answered), 0, 0, None) == (known, counts.waiting, counts.quarantined, chain.broken_at)
    assert counts.cases == counts.read >= len(traffic.answered)
