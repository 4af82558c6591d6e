"""One rule over many stored cases at once, against fetching and decoding what is stored of them and nothing else."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from documents import oru, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show, spread

from assess.case.situation import situation_of
from assess.columns import terms_text
from dxa.assessment import Outcome
from dxa.schema import load_facts
from dxa.settings import Limits
from ingest.population import meeting
from parsers.registry import parse
from store import Store, migrate
from store.tables import CASE_TERMS, CASES

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.postgresql import database, server

ROUNDS = 9
CASES_STORED = 5000
RULE = "bhof-2022.treatment"
GOAL = 100_000
"""Measurement rows a second on one core."""


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the cost of a question on both databases, and the measurement rows it looks at per second."""
    report = parse(raw(oru()), Limits())
    facts = load_facts({"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal", "fractures": []})
    text, rows = terms_text(situation_of(report, facts)), len(report.measurements)
    with ExitStack() as opened:
        urls = {"SQLite": opened.enter_context(_sqlite())}
        running = opened.enter_context(server())
        urls["PostgreSQL"] = opened.enter_context(database(running))
        return [_measured(name, url, text, rows, rounds) for name, url in urls.items()]


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/osteon.db"


def _measured(name: str, url: str, text: str, rows: int, rounds: int) -> Result:
    migrate(url)
    _fill(url, text, rows)
    store = Store.open(url)
    try:
        seconds = interleaved(
            {
                "fetch": Side(run=lambda: [json.loads(one.terms) for page in store.terms() for one in page]),
                "question": Side(run=lambda: meeting(store, RULE, Outcome.MET)),
            },
            rounds,
        )
    finally:
        store.close()
    per_second = rows * CASES_STORED / spread(seconds["question"])[0]
    return Result(
        name="",
        what=f"{name}: {RULE} over {CASES_STORED} cases of {rows} rows / fetching them",
        ratio=ratio(seconds["question"], seconds["fetch"]),
        goal=f"{GOAL:,} rows/s",
        detail=f"{per_second:,.0f} rows/s, {milliseconds(seconds['question'])}",
    )


def _fill(url: str, text: str, rows: int) -> None:
    now = datetime.now(UTC)
    shown = {"revision": 1, "stale": 0, "status": "assessed", "classification": "INDETERMINATE", "created_at": now,
             "updated_at": now, "critical": 0, "major": 0, "issues": 0, "documents": 1}  # fmt: skip
    ids = [f"case-{number:06}" for number in range(CASES_STORED)]
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.insert(CASES), [{"id": one, **shown} for one in ids])
        terms = [{"case_id": one, "measurements": rows, "terms": text} for one in ids]
        connection.execute(sa.insert(CASE_TERMS), terms)
    engine.dispose()


if __name__ == "__main__":
    show(measure())
