"""The examinations a line names over the columns of a table: "Now   Previous" above "BMD  T-score  BMD  T-score"."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.examinations.times import Time
from parsers.narrative.tables.columns import Column

_CHANGES = frozenset(["change", "other", "difference"])


def under_examinations(columns: Sequence[Column], over: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns with the time of the examination each stands under; all open if that cannot be told.

    Each examination heads as many columns as the others, and the same ones; behind those only a change may stand.
    `over` are the heads above, of which one may be that of a change.
    """
    exams = [head for head in over if not head.label]
    changes = next((head.start for head in over if head.label), None)
    if changes is not None:
        columns = [
            replace(column, label="other") if column.start >= changes and column.label != "change" else column
            for column in columns
        ]
    told = list(columns)
    rest: list[Column] = []
    while told and told[-1].label in _CHANGES:
        rest.insert(0, told.pop())
    size = len(told) // len(exams) if exams else 0
    labels = [column.label for column in told]
    groups = [labels[at : at + size] for at in range(0, len(labels), size)] if size else []
    if len(groups) != len(exams) or any(group != groups[0] for group in groups):
        return tuple(replace(column, time=Time.UNSURE) for column in columns)
    timed = [
        replace(column, time=exams[at // size].time, when=exams[at // size].when) for at, column in enumerate(told)
    ]
    return (*timed, *rest)
