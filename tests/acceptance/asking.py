"""Compares what was found in a document with what a person takes from it, what may be held back and what is open."""

from tests.acceptance.reading import line

_CHANGES = frozenset({"change", "change_percent"})


def found_in(report, wanted):
    """Return the numbers rules may use and those held back, a prior with its date where the truth has one."""
    dated = {row.partition("@")[0] for row in wanted if "@" in row}
    rows = {True: set(), False: set()}
    for part in report.measurements:
        text = line(part)
        if part.quantity not in _CHANGES:
            rows[bool(part.held)].add(f"{text}@{part.exam_date}" if text in dated else text)
    return rows[False], rows[True]


def faults(truth, report):
    """Return how a report differs from a truth with `reads`, `may` and `held`; nothing if it does not."""
    wanted = set(truth["reads"])
    open_rows = set(truth.get("may", ()))
    doubtful = set(truth.get("held", ()))
    usable, held = found_in(report, wanted) if report else (set(), set())
    differences = {
        "missing": wanted - open_rows - doubtful - usable,
        "wrong": usable - wanted - open_rows,
        "held and not in the document": held - wanted - open_rows - doubtful,
    }
    return {name: sorted(rows) for name, rows in differences.items() if rows}
