"""Lines and words of all the reports of examiners, thrown together: nothing they can say makes the reader fail."""

import tomllib
from itertools import chain
from pathlib import Path
from random import Random

import pytest

from tests.parsers.narrative_saying import report_of

TABLES = sorted(Path(__file__).parent.glob("*text*.toml"))


@pytest.fixture(scope="module")
def lines():
    tables = (tomllib.loads(table.read_text(encoding="utf-8")) for table in TABLES)
    return [line for table in tables for row in table["report"] for line in row["text"].split("\n") if line]


def thrown(lines, words, random):
    """Return some lines, some lines of words, or a shuffled line between a word and another line."""
    kind = random.randrange(3)
    if kind == 0:
        return random.sample(lines, random.randint(1, 6))
    if kind == 1:
        return [" ".join(random.sample(words, random.randint(1, 5))) for _ in range(random.randint(1, 5))]
    shuffled = random.choice(lines).split()
    random.shuffle(shuffled)
    return ["DXA", " ".join(shuffled[:8]), random.choice(words), random.choice(lines)]


def failures(lines, seeds):
    words = list(chain.from_iterable(line.split() for line in lines))
    failed = []
    for seed in seeds:
        text = "\n".join(thrown(lines, words, Random(seed)))  # noqa: S311 - documents, not secrets
        try:
            report_of(text)
        except Exception as error:  # noqa: BLE001 - whatever it is, the text that brought it is named
            failed.append(f"{type(error).__name__} of seed {seed}: {text!r}")
    return failed


def test_nothing_of_some_pieces_makes_the_reader_fail(lines):
    assert [] == failures(lines, range(150))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1_000, 9_000, 2_000))
def test_nothing_of_many_pieces_makes_the_reader_fail(lines, start):
    assert [] == failures(lines, range(start, start + 2_000))


@pytest.mark.parametrize(
    "text",
    ["DXA of the left forearm\nNon-dominant\n1/3 radius T-score -1.2", "DXA\n0.627 -2.0 -0.3 (left) neck\nT-score\n"],
)
def test_lines_of_which_nothing_is_left_are_lines(text):
    assert report_of(text) is not None
