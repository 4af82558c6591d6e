"""Score the readers on fresh random documents of every family and print one table; see docs/reliability.md."""

import argparse
import resource
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from os import cpu_count

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures.corpus.family import all_families, family_of, sample_of
from fixtures.corpus.score import WRONG, Failure, Score, refusal_of, score_of
from fixtures.truth import Truth
from parsers.registry import parse

SLOW_SECONDS = 5.0
"""Processor time of one document that is counted as slow."""
HEADINGS = (
    *("family", "documents", "values", "found", "held", "missing", "wrong", "of these spurious"),
    *("refused", "accepted", "other error", "unflagged", "crash", "slow", "seconds"),
)
RARE = {"of these spurious", "refused", "accepted", "other error", "unflagged", "crash", "slow"}
FACT_HEADINGS = ("family", "facts", "found", "missing", "wrong", "invented")


@dataclass(frozen=True, slots=True)
class Task:
    """Which document."""

    family: str
    seed: int
    index: int

    def __str__(self) -> str:
        return f"--seed {self.seed} --family {self.family} --index {self.index}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document was read."""

    task: Task
    score: Score
    seconds: float


def examined(task: Task) -> Outcome:
    """Make one document, read it and score the reading."""
    sample = sample_of(family_of(task.family), task.seed, task.index)
    begun = spent()
    score = read_and_scored(sample.content, sample.truth)
    seconds = spent() - begun
    if seconds > SLOW_SECONDS:
        slow = Failure("slow", f"{seconds:.1f} s")
        score = Score(values=score.values, found=score.found, failures=(*score.failures, slow))
    return Outcome(task, score, seconds)


def spent() -> float:
    """Return the processor seconds of this process and its children; a clock would count the neighbours too."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def read_and_scored(content: bytes, truth: Truth) -> Score:
    """Return the score of one document."""
    document = RawDocument(content=content, channel="accuracy", received_at=datetime.now(tz=UTC))
    try:
        report = parse(document, Limits())
    except DocumentError as error:
        return refusal_of(truth, error.code, error.text)
    return score_of(truth, report)


def outcome_of(task: Task, future: "Future[Outcome]") -> Outcome:
    """Return how a document was read; whatever error but one of the document's own left the reader is a crash."""
    error = future.exception()
    if error is None:
        return future.result()
    crash = Failure("crash", f"{type(error).__name__}: {error}")
    return Outcome(task, Score(failures=(crash,)), 0.0)


def row_of(name: str, outcomes: list[Outcome]) -> list[str]:
    """Return the table row of a family."""
    scores = [outcome.score for outcome in outcomes]
    values, found = sum(score.values for score in scores), sum(score.found for score in scores)
    counts = (("held",), ("missing",), WRONG, ("spurious",), ("refused",), ("accepted",), ("other-error",))
    more = (("unflagged",), ("crash",), ("slow",))
    return [
        name,
        str(len(outcomes)),
        str(values),
        f"{100 * found / values:.2f} %" if values else "",
        *(str(sum(score.count(*kinds) for score in scores)) for kinds in (*counts, *more)),
        f"{sum(outcome.seconds for outcome in outcomes):.1f}",
    ]


def fact_row_of(name: str, outcomes: list[Outcome]) -> list[str]:
    """Return the row of the table of facts of a family."""
    scores = [outcome.score for outcome in outcomes]
    facts, found = sum(score.facts for score in scores), sum(score.facts_found for score in scores)
    kinds = ("fact-missing", "fact-wrong", "fact-invented")
    share = f"{100 * found / facts:.2f} %" if facts else ""
    return [name, str(facts), share, *(str(sum(score.count(kind) for score in scores)) for kind in kinds)]


def table(headings: Iterable[str], rows: list[list[str]]) -> str:
    """Return a Markdown table with even columns."""
    lines = [list(headings), *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    shown = (
        [cell.ljust(width) if number == 0 else cell.rjust(width) for number, (cell, width) in enumerate(zipped)]
        for zipped in (zip(line, widths, strict=True) for line in (lines[0], ruler, *lines[1:]))
    )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in shown)


def without_zeros(headings: tuple[str, ...], rows: list[list[str]]) -> str:
    """Return the table without its rarer failures where there are none, which are named below it."""
    kept = [
        place for place in range(len(headings)) if headings[place] not in RARE or any(row[place] != "0" for row in rows)
    ]
    none = [name for place, name in enumerate(headings) if place not in kept]
    shown = table([headings[place] for place in kept], [[row[place] for place in kept] for row in rows])
    return f"{shown}\n\nnone: {', '.join(none)}" if none else shown


def failures_shown(outcomes: list[Outcome], most: int) -> Iterator[str]:
    """Yield the first failures of each kind and family."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for outcome in outcomes:
        for failure in outcome.score.failures:
            seen[outcome.task.family, failure.kind] += 1
            if seen[outcome.task.family, failure.kind] <= most:
                yield f"{failure.kind:12} {outcome.task}  {failure.text}"


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    names = [family.name for family in all_families()]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--count", type=int, default=20, help="documents per family and seed")
    parser.add_argument("--family", nargs="+", choices=names, default=names)
    parser.add_argument("--show", type=int, default=0, help="failures to print of each kind and family")
    parser.add_argument("--workers", type=int, default=cpu_count())
    return parser.parse_args()


def main() -> None:
    """Print the tables, and failures if asked for."""
    chosen = arguments()
    tasks = [
        Task(name, seed, index) for name in chosen.family for seed in chosen.seeds for index in range(chosen.count)
    ]
    with ProcessPoolExecutor(chosen.workers) as pool:
        futures = [pool.submit(examined, task) for task in tasks]
        outcomes = [outcome_of(task, future) for task, future in zip(tasks, futures, strict=True)]
    groups = {name: [outcome for outcome in outcomes if outcome.task.family == name] for name in chosen.family}
    if len(groups) > 1:
        groups["total"] = outcomes
    print(f"seeds {', '.join(map(str, chosen.seeds))}; {chosen.count} documents per family and seed\n")
    print(without_zeros(HEADINGS, [row_of(name, group) for name, group in groups.items()]))
    facts = [fact_row_of(name, group) for name, group in groups.items() if any(one.score.facts for one in group)]
    if facts:
        print(f"\n{table(FACT_HEADINGS, facts)}")
    for line in failures_shown(outcomes, chosen.show):
        print(line)


if __name__ == "__main__":
    main()
