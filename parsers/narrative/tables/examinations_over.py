"""The examinations a line names over columns, "Now   Previous" above "BMD  T-score  BMD  T-score", or below them."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.narrative.examinations.times import Time
from parsers.narrative.tables.columns import Column

_CHANGES = frozenset(["change", "other", "difference", "precision"])
"""What may stand behind the columns of examinations without being of one of them."""


def under_examinations(columns: Sequence[Column], over: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns with the time of the examination each stands under; all open if that cannot be told.

    Each examination heads as many columns as the others, and the same ones; behind those only a change may stand.
    `over` are the heads above, of which one may be that of a change.
    """
    exams = [head for head in over if not head.label]
    changes = [head for head in over if head.label]
    if changes:
        below = [column for column in columns if column.start >= changes[0].start]
        columns = [_under_change(column, below, changes) if column in below else column for column in columns]
        # "25/08/2025   18/08/2023   Change" above "BMD  T  BMD  T": the change has no head of its own below.
        headed = below or any(column.label in _CHANGES for column in columns)
        columns = columns if headed else [*columns, *changes]
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


def _under_change(column: Column, below: Sequence[Column], changes: Sequence[Column]) -> Column:
    """Return a column below a head of change: the change itself if a lone per cent sign heads it."""
    lone = len(below) == len(changes) == 1 and changes[0].of_change
    is_percent = column.label == "other" and column.unit == "percent"
    return replace(column, label="change" if column.label == "change" or (lone and is_percent) else "other")


def over_examinations(columns: Sequence[Column], below: Sequence[Column]) -> tuple[Column, ...] | None:
    """Return the columns with the examination each stands over: "T-score   T-score" above "27-11-2023   14-11-2020".

    None if the heads below are not one for each column or group of like columns, and under it alone.
    """
    told = list(columns)
    while told and told[-1].label in _CHANGES:
        told.pop()
    size = len(told) // len(below) if below else 0
    if not size or size * len(below) != len(told) or any(column.label in _CHANGES for column in told):
        return None
    groups = [told[at : at + size] for at in range(0, len(told), size)]
    alike = all([column.label for column in group] == [column.label for column in groups[0]] for group in groups)
    if not alike or len({column.label for column in groups[0]}) != size:
        return None
    for head in below:
        over = [at for at, group in enumerate(groups) if head.start < group[-1].end and head.end > group[0].start]
        if head.label or over != [below.index(head)]:
            return None
    return under_examinations(columns, below)
