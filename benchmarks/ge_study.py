"""A GE Lunar study of twenty structured reports with their XML: every object read, and all merged into one report."""

from random import Random

from documents import raw
from rounds import Result, Side, interleaved, milliseconds, show, spread

from dxa.settings import Limits
from fixtures.dicom_study import usual
from parsers.merge import merge
from parsers.registry import parse

ROUNDS = 15
GOAL_SECONDS = 0.150


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return what reading and merging cost, the goal being an absolute time on one core."""
    objects = usual(Random(1))  # noqa: S311 - a seed makes the study repeatable
    documents, limits = [raw(content) for content in objects], Limits()
    reports = [parse(document, limits) for document in documents]
    whole = merge(reports)
    assert len(objects) == 20, "the goal is for twenty objects"
    seconds = interleaved(
        {
            "read": Side(run=lambda: [parse(document, limits) for document in documents]),
            "merge": Side(run=lambda: merge(reports)),
        },
        rounds,
    )
    both = [one + other for one, other in zip(seconds["read"], seconds["merge"], strict=True)]
    size = sum(map(len, objects)) / 1000
    read = sum(len(report.measurements) for report in reports)
    return [
        Result(
            name="GE",
            what=f"study of {len(objects)} SR, {size:.0f} kB, {read} values to one report of {len(whole.measurements)}",
            ratio=spread([one / GOAL_SECONDS for one in both]),
            goal="<= 1",
            detail=f"of 150 ms; read {milliseconds(seconds['read'])}, merge {milliseconds(seconds['merge'])}",
        )
    ]


if __name__ == "__main__":
    show(measure())
