"""Looking for garbage in a process that reads and assesses for months."""

import gc

from assess.registry import all_checks, all_guidelines
from parsers.registry import all_parsers

_ALLOCATIONS = 50_000
"""New objects between two looks. A case needs some thousands, of which nearly none is there at the next look."""


def load_for_good() -> None:
    """Load readers, packs and checks before the first document comes, and never look for garbage among them.

    With Python's own figures a tenth of a worker's time was spent on looking through what is there to stay.
    """
    all_parsers()
    all_guidelines()
    all_checks()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
