"""A service that receives and works until it is killed; it prints the digest of every document it accepted.

Arguments: database URL, number of this run, documents to receive.
"""

import sys
from datetime import UTC, datetime

from dxa.settings import Limits, Settings
from ingest.pipeline import Pipeline
from ingest.workers import Workers
from parsers.children import Readers
from store import Store
from tests.ingest.situations import Assessor, document

SETTINGS = Settings(lease_seconds=0.4, limits=Limits(read_seconds=0.1))


def utc_now() -> datetime:
    return datetime.now(UTC)


def pipeline_on(store: Store, readers: Readers) -> Pipeline:
    return Pipeline(store=store, readers=readers, assess=Assessor(), clock=utc_now, settings=SETTINGS)


def main(url: str, run: int, count: int) -> None:
    """Receive documents of many studies, several of each, and read them in threads."""
    workers = Workers(pipeline_on(Store.open(url), Readers(1, SETTINGS.limits)), 3, poll_seconds=0.05)
    workers.start()
    for number in range(count):
        raw = document(f"-{run}.{number}", patient=f"P-{number % 7}", accession=f"A-{number % 7}", at=utc_now())
        receipt = workers.receive(raw)
        print(receipt.document_id, flush=True)  # noqa: T201 - the acknowledgement a sender would get
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
