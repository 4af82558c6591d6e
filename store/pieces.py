"""Assessments in shorthand: what packs say is kept once, in pieces, and found again by number.

An assessment is 59 to 250 kB of JSON, nine tenths of it the same words of packs in case after case. Kept in shorthand
it is a fifth of that, and reads as the very text it was. A piece never changes, has no word of a patient, and carries
the digest of its words, which is checked whenever it is read.
"""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from dxa.errors import Defect
from dxa.shorthand import MARK, read_kept
from store.tables import PIECES

_MOST_KNOWN = 20_000
"""Pieces a process remembers; with more, those so far are forgotten."""
_AT_ONCE = 500
"""Values in one question; SQLite takes some thousands."""


class Numbers:
    """The numbers of the pieces a process has met; safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, int] = {}

    def of(self, pieces: Collection[str]) -> tuple[dict[str, int], list[str]]:
        """Return the numbers that are known, and the pieces that have none yet, each once."""
        known = self._known
        found = {piece: known[piece] for piece in pieces if piece in known}
        return found, [piece for piece in dict.fromkeys(pieces) if piece not in found]

    def forget(self) -> None:
        """Ask for all of them anew: behind a new connection there may be a database that was put back."""
        with self._lock:
            self._known = {}

    def learn(self, numbers: Mapping[str, int]) -> None:
        """Remember the numbers of pieces that are committed."""
        with self._lock:
            kept = self._known if len(self._known) + len(numbers) <= _MOST_KNOWN else {}
            # A new mapping each time: whoever reads meanwhile has the one from before.
            self._known = {**kept, **numbers}


def keep(connection: Connection, pieces: Iterable[str]) -> dict[str, int]:
    """Keep those pieces that are not there yet and return the numbers of all, for use after the commit."""
    by_digest = {sha256(piece.encode("ascii")).hexdigest(): piece for piece in pieces}
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    # In one order, so that two processes that meet the same pieces cannot wait for each other.
    rows: list[dict[str, Any]] = [{"sha256": digest, "piece": by_digest[digest]} for digest in sorted(by_digest)]
    connection.execute(insert(PIECES).on_conflict_do_nothing(index_elements=["sha256"]), rows)
    numbers: dict[str, int] = {}
    digests = sorted(by_digest)
    for start in range(0, len(digests), _AT_ONCE):
        wanted = select(PIECES.c.number, PIECES.c.sha256).where(PIECES.c.sha256.in_(digests[start : start + _AT_ONCE]))
        numbers |= {by_digest[row.sha256]: row.number for row in connection.execute(wanted)}
    return numbers


def written_out(connection: Connection, stored: str) -> str:
    """Return the JSON of an assessment as it was made, from what is stored of it in either form.

    Raises:
        Defect: what is stored is not what was written.
    """
    if not stored.startswith(MARK):
        return stored
    kept = read_kept(stored)
    wanted = select(PIECES).where(PIECES.c.number.in_(sorted(kept.numbers)))
    pieces = {row.number: _checked(row.piece, row.sha256) for row in connection.execute(wanted)}
    if pieces.keys() != kept.numbers:
        raise Defect("a piece of a stored assessment is missing")
    return kept.written_out(pieces)


def _checked(piece: str, digest: str) -> str:
    if sha256(piece.encode()).hexdigest() != digest:
        raise Defect("a piece of a stored assessment was changed")
    return piece
