"""Cases of many documents: each assessment costs as much as the case has documents, so several share one.

A document of such a case takes along what waits of the same study, half as many as the case has: a study of a thousand
objects is then assessed some twenty times and not a thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dxa.report import DxaReport
from parsers.standing import is_order
from store.identity import StudyIdentity, joins_itself
from store.records import Basis, HeldDocument, ReadAlong, Reading

CROWD = 4
"""From so many documents on, a case takes others along."""
ALONG_MOST = 200
ALONG_SECONDS = 5.0
"""How long a document waits for others that are read along with it."""
STRANGERS = 8
"""Documents of other studies it waits for at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A claimed document and what it says."""

    held: HeldDocument
    media_type: str
    reading: DxaReport
    identity: StudyIdentity

    @property
    def id(self) -> str:
        """Of the document."""
        return self.held.document_id

    def joined(self) -> Reading:
        """Return it as a reading of its case."""
        return Reading(document_id=self.id, number=self.held.number, report=self.reading)

    def along(self) -> ReadAlong:
        """Return it as it is completed together with another one."""
        return ReadAlong(document_id=self.id, media_type=self.media_type, reading=self.reading)


def room(own: Read, basis: Basis) -> int:
    """Return how many documents may be completed together with one that joins this case; mostly none."""
    crowded = len(basis.readings) >= CROWD and joins_itself(own.identity) and not is_order(own.reading)
    return min(ALONG_MOST, len(basis.readings) // 2) if crowded else 0


def in_place(readings: Sequence[Reading], own: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings with these in their places by order of arrival, instead of earlier readings of them."""
    ours = {reading.document_id for reading in own}
    others = [reading for reading in readings if reading.document_id not in ours]
    return tuple(sorted([*others, *own], key=lambda reading: reading.number))
