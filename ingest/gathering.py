"""Quick documents of different patients: a worker takes several at once and stores them by one transaction.

Reading and judging a short message costs little more than the journeys to the database do, and a transaction for eight
documents makes hardly more of them than one for a single document.
"""

from collections.abc import Sequence

from dxa.errors import DocumentError
from ingest.crowds import Read
from parsers.registry import INLINE_BYTES, QUICK_BYTES, needs_child
from parsers.standing import is_order

TOGETHER = 8
"""Most documents a worker takes at once."""
MOST_BYTES = INLINE_BYTES + QUICK_BYTES
"""What is longer is read by a child."""


def is_quick(content: bytes) -> bool:
    """Return whether a document is read where it is, in a millisecond or few."""
    try:
        return not needs_child(content)
    except DocumentError:
        return False


def strangers(found: Sequence[Read]) -> list[Read]:
    """Return those that share neither patient nor study with one before them, and are no orders."""
    names: set[str] = set()
    chosen = []
    for one in found:
        own = one.identity.lock_names()
        if names.isdisjoint(own) and not is_order(one.reading):
            chosen.append(one)
        names.update(own)
    return chosen
