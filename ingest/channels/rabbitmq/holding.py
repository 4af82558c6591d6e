"""Receiving one document, however long the store does not answer."""

import logging
from threading import Event, Lock
from time import monotonic

from dxa.document import RawDocument
from dxa.errors import OsteonError, Remedy
from ingest.channel import Intake
from ingest.channels.rabbitmq.backoff import Backoff
from store.records import Receipt

LOG = logging.getLogger(__name__)
FIRST_SECONDS = 0.1
MOST_SECONDS = 15.0
HOLD_SECONDS = 900.0
"""From delivery on. A broker takes back what is not answered in 30 minutes, and counts that against the message."""


class Holding:
    """Keeps documents in hand while nothing can be stored; safe for threads.

    To give a message back for that would count as one of its few tries, although it has done nothing wrong, and it
    would come again at once. Messages in hand fill the window of the prefetch, so that no more come meanwhile.
    """

    def __init__(self, intake: Intake, ending: Event) -> None:
        self._intake = intake
        self._ending = ending
        self._lock = Lock()
        self._down = False

    def receive(self, document: RawDocument, until: float) -> Receipt:
        """Return once the document is stored; it is tried once even if the monotonic clock is past `until`.

        Raises:
            OsteonError: it will not be stored as it is; or, to be tried again later, it was not stored in time, or
                the door is closing.
        """
        backoff = Backoff(FIRST_SECONDS, MOST_SECONDS)
        while True:
            try:
                receipt = self._intake.receive(document)
            except OsteonError as error:
                if error.remedy is not Remedy.RETRY_LATER:
                    raise
                self._note(down=True)
                if monotonic() > until or self._ending.wait(backoff.seconds()):
                    raise
            else:
                self._note(down=False)
                return receipt

    def _note(self, *, down: bool) -> None:
        with self._lock:
            changed, self._down = self._down is not down, down
        if changed:
            LOG.warning("the store does not answer: messages are held" if down else "the store answers again")
