"""Work that is done again when somebody else was faster, and the names of our own failures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import randbelow
from time import sleep
from traceback import extract_tb
from typing import TypeVar

from dxa.errors import Defect, OsteonError, RevisionConflict

T = TypeVar("T")
CONFLICTS = 12
"""How often a change by somebody else is answered by doing the work again."""


def insisting(attempt: Callable[[], T]) -> T:
    """Return the answer of an attempt, repeated as long as somebody else was faster."""
    for number in range(CONFLICTS):
        try:
            return attempt()
        except RevisionConflict:
            # Spread out, so that the same two do not meet again.
            sleep(randbelow(10 * (number + 1)) / 1000)
    return attempt()


@contextmanager
def defects_named() -> Iterator[None]:
    """Name our own failure by kind and place, because its text may quote the document.

    Raises:
        Defect: instead of whatever is not one of our errors.
    """
    try:
        yield
    except OsteonError:
        raise
    except Exception as error:  # the one broad except of the service: a defect may cost one document, not its worker
        last = extract_tb(error.__traceback__)[-1:]
        place = f" in {Path(last[0].filename).name}, line {last[0].lineno}" if last else ""
        raise Defect(f"{type(error).__name__}{place}") from error
