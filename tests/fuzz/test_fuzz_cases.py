"""A few hundred cases of every reader hold in each run of the tests, and the properties notice what they are for."""

import logging
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import properties
import pytest
from count import Counts, counted, line_of
from mutations import mutated, seeds, words
from properties import TARGETS, WrongReading, examine

from dxa.errors import UnreadableDocument

HERE = Path(__file__).parent
CASES = {"pdf": 60, "narrative": 200, "hl7": 200}


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_known_documents_hold(target):
    outcomes = [examine(target, content) for content in seeds(target)]

    assert sum(outcome.values for outcome in outcomes) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_mutated_documents_hold(target):
    logging.disable(logging.CRITICAL)
    counts = counted(target, 0, CASES.get(target, 300), 1)
    logging.disable(logging.NOTSET)

    assert counts.failures == {}
    assert counts.cases == CASES.get(target, 300)
    assert counts.reports > 0


@pytest.mark.parametrize("target", TARGETS)
def test_case_is_the_same_bytes_every_time_and_most_differ_from_what_is_known(target):
    known = seeds(target)
    cases = [mutated(target, number) for number in range(40)]

    assert cases == [mutated(target, number) for number in range(40)]
    assert sum(case in known for case in cases) < 20
    assert len(words(target)) > 10


def planted(monkeypatch, change):
    """Let the reader of narratives return what `change` makes of its report."""
    real = properties.parser("narrative")

    def read(document, limits):
        return change(real.read(document, limits))

    monkeypatch.setattr(properties, "parser", lambda _target: replace(real, read=read))


def with_first(report, **changes):
    first, *others = report.measurements
    return replace(report, measurements=(replace(first, **changes), *others))


TEXT = b"DXA. Lumbar spine (L1-L4): BMD 0.890 g/cm2, T-score -2.4. Left total hip: BMD 0.780 g/cm2, T-score -1.8.\n"


def moved(report):
    place = report.measurements[0].provenance
    start, end = place.locator.chars
    return with_first(report, provenance=replace(place, locator=replace(place.locator, chars=(start + 1, end + 1))))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (moved, "was read where"),
        (lambda report: with_first(report, value=-report.measurements[0].value), "was read as"),
        (lambda report: with_first(report, value=report.measurements[0].value * 10), "was read as"),
        (lambda report: with_first(report, value=Decimal("0.5")), "was read as"),
    ],
)
def test_planted_wrong_reading_is_noticed(monkeypatch, change, told):
    planted(monkeypatch, change)

    with pytest.raises(WrongReading, match=told):
        examine("narrative", TEXT)


def test_sound_reading_and_refusal_are_told_apart(monkeypatch):
    def refuse(_report):
        raise UnreadableDocument("refused")

    assert (examine("narrative", TEXT).refusal, examine("narrative", TEXT).values) == (None, 4)

    planted(monkeypatch, refuse)

    assert examine("narrative", TEXT).refusal == "UNREADABLE_DOCUMENT"


def failing(report):
    raise KeyError(report)


def dying(_report):
    sys.exit(9)


def looping(_report):
    while True:
        pass


@pytest.mark.slow
@pytest.mark.parametrize(("change", "kind"), [(failing, "crash"), (dying, "died"), (looping, "slow")])
def test_crash_death_and_loop_are_counted_and_the_rest_is_read(monkeypatch, change, kind):
    planted(monkeypatch, change)
    monkeypatch.setattr("count.SECONDS", 0.2)

    counts = counted("narrative", 0, 6, 2)

    assert counts.cases == 6
    assert counts.of_kind(kind) > 0
    assert counts.reports == 0


def test_line_of_the_table_names_every_kind():
    counts = Counts(cases=9, values=4, reports=5, failures={"crash: KeyError": [1, 2], "wrong: '1'": [3]})

    assert line_of("hl7", counts, 61.4) == "| hl7 | 9 | 5 | 4 | 2 | 0 | 1 | 0 | 61 |"


@pytest.mark.slow
def test_guided_fuzzing_runs_within_its_time(tmp_path):
    pytest.importorskip("atheris")
    command = (sys.executable, HERE / "run.py", "--seconds", "2", "--target", "osteon_json", "--keep", tmp_path)

    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r"osteon_json +(\d+) inputs +(\d+) places reached +held", done.stdout)

    assert done.returncode == 0, done.stdout
    assert int(found[1]) > 100
    assert int(found[2]) > 50
