"""Printouts of dozens of shapes, each as its maker lays it out: nothing wrong is ever released."""

from datetime import UTC, datetime
from random import Random

import pytest

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures.corpus.families.pdf_printouts import KINDS
from fixtures.corpus.score import WRONG, refusal_of, score_of
from parsers.registry import parse

SURE = (
    "history-of-one",
    "days-over-columns",
    "cards",
    "lunar-single-femur",
    "hologic-hip-previous",
    "medilink-medix",
    "lunar-femora-beside",
)
"""Shapes that are read whole: days over columns, cards with percentages, a side in the title alone."""


def scored(kind, seed):
    sample = kind.sample(Random(f"{seed}/{kind.name}"))  # noqa: S311 - the same document every time
    document = RawDocument(content=sample.content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    try:
        return score_of(sample.truth, parse(document, Limits()))
    except DocumentError as error:
        return refusal_of(sample.truth, error.code, error.text)


@pytest.mark.slow
def test_printouts_give_nothing_wrong():
    scores = {f"{kind.name} {seed}": scored(kind, seed) for kind in KINDS for seed in ("r1a", "r1b")}

    wrong = {name: [fault for fault in score.failures if fault.kind in WRONG] for name, score in scores.items()}
    assert {name: faults for name, faults in wrong.items() if faults} == {}


@pytest.mark.slow
def test_shapes_read_whole_stay_whole():
    kinds = [kind for kind in KINDS if kind.name in SURE]
    scores = {kind.name: scored(kind, "r1b") for kind in kinds}

    assert {name: score.found for name, score in scores.items()} == {
        name: score.values for name, score in scores.items()
    }
