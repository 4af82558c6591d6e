"""C-STORE: the object is stored first, and what is answered follows from that."""

import logging
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, cast

from pydicom.dataset import Dataset

from dxa.document import RawDocument
from dxa.errors import Defect, OsteonError, UnreadableDocument
from ingest.answers import answer_of, answer_to
from ingest.channel import Post, outcome_of
from ingest.channels.dicom.files import file_of
from ingest.channels.dicom.receiving import Spool
from store.records import Receipt

if TYPE_CHECKING:
    from pynetdicom.dimse_primitives import C_STORE
    from pynetdicom.events import Event

LOG = logging.getLogger(__name__)
NAME = "dicom"
_LARGE_AT_ONCE = 4
"""Large objects handed to the store at a time; each is in memory as a whole for as long as that takes."""
_LONGEST_COMMENT = 64
"""PS3.7 annex C: Error Comment is a LO."""


class Storing:
    """Stores what comes in over any association; safe for threads."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._large = BoundedSemaphore(_LARGE_AT_ONCE)

    def answer(self, event: "Event") -> Dataset:
        """Return the status of one C-STORE request."""
        try:
            receipt = self._receipt(event)
        except OsteonError as error:
            return self._refusal(error)
        except Exception:
            # Else the library would answer for our defect, and quote it.
            LOG.exception("dicom: a defect in storing an object")
            return self._refusal(Defect("an object could not be stored"))
        self._post.counted(NAME, outcome_of(receipt))
        return status(answer_to(receipt).dicom)

    def _refusal(self, error: OsteonError) -> Dataset:
        self._post.counted(NAME, error.code)
        return status(answer_of(error).dicom, error.code)

    def _receipt(self, event: "Event") -> Receipt:
        """Return the receipt of the object in a request.

        Raises:
            UnreadableDocument: there is no object.
            LimitExceeded: it is too large.
            StoreUnavailable: it was not stored.
        """
        request = cast("C_STORE", event.request)
        spool = cast("Spool", request.DataSet)
        with spool:
            if not spool.size:
                raise UnreadableDocument("a request to store without an object")
            if spool.is_in_memory:
                return self._post.intake.receive(self._document(event, request, spool))
            with self._large:
                return self._post.intake.receive(self._document(event, request, spool))

    def _document(self, event: "Event", request: "C_STORE", spool: Spool) -> RawDocument:
        instance = str(request.AffectedSOPInstanceUID or "")
        content = file_of(
            sop_class=str(request.AffectedSOPClassUID),
            sop_instance=instance,
            transfer_syntax=str(event.context.transfer_syntax),
            data_set=spool.content(),
        )
        return RawDocument(
            content=content,
            channel=NAME,
            received_at=self._post.clock(),
            sender=caller_of(event),
            external_id=instance or None,
        )


def caller_of(event: "Event") -> str:
    """Return the title of the application entity that asks."""
    return str(event.assoc.requestor.ae_title).strip()


def status(code: int, comment: str | None = None) -> Dataset:
    """Return the status elements of a response; a comment is one of our own codes and never patient data."""
    elements = Dataset()
    elements.Status = code
    if comment:
        elements.ErrorComment = comment[:_LONGEST_COMMENT]
    return elements
