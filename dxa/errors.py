"""Every error a caller can meet, each with the remedy that decides what its sender is told."""

from enum import StrEnum
from typing import ClassVar

from dxa.locator import Locator


class Remedy(StrEnum):
    """What has to happen before the same request can succeed."""

    CHANGE_DOCUMENT = "CHANGE_DOCUMENT"
    """The document, or the request around it, must be different."""
    AWAIT_FIX = "AWAIT_FIX"
    """The defect is ours: nothing the sender changes will help."""
    RETRY_LATER = "RETRY_LATER"
    """The same request may succeed in a while."""


class OsteonError(Exception):
    """Root of the tree. `text` never holds patient data; `locator` says where in the document, or None."""

    remedy: ClassVar[Remedy] = Remedy.AWAIT_FIX
    code: ClassVar[str] = "DEFECT"

    def __init__(self, text: str, locator: Locator | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.locator = locator


class DocumentError(OsteonError):
    """The document cannot be used as it is."""

    remedy = Remedy.CHANGE_DOCUMENT
    code = "DOCUMENT_ERROR"


class UnrecognisedDocument(DocumentError):
    """No parser claims these bytes."""

    code = "UNRECOGNISED_DOCUMENT"


class AmbiguousDocument(DocumentError):
    """More than one parser claims these bytes."""

    code = "AMBIGUOUS_DOCUMENT"


class UnreadableDocument(DocumentError):
    """The bytes are of a known kind but damaged, truncated or not to be trusted."""

    code = "UNREADABLE_DOCUMENT"


class LimitExceeded(UnreadableDocument):
    """Reading would break a limit of size, items, depth, pages, memory or time; the text names it."""

    code = "LIMIT_EXCEEDED"


class NotDensitometry(DocumentError):
    """A sound document about something else: a dose report, a laboratory result, an invoice."""

    code = "NOT_DENSITOMETRY"


class NoStructuredResults(DocumentError):
    """A densitometry object that carries no readable numbers, such as a picture."""

    code = "NO_STRUCTURED_RESULTS"


class InvalidRequest(OsteonError):
    """The request around a document is wrong: an unknown fact, a missing pack, a bad filter."""

    remedy = Remedy.CHANGE_DOCUMENT
    code = "INVALID_REQUEST"


class NotFound(OsteonError):
    """What was asked for does not exist."""

    remedy = Remedy.CHANGE_DOCUMENT
    code = "NOT_FOUND"


class RevisionConflict(OsteonError):
    """Somebody else changed the case since it was read; read it again and repeat."""

    remedy = Remedy.RETRY_LATER
    code = "REVISION_CONFLICT"


class StoreUnavailable(OsteonError):
    """Nothing could be committed; the document was not accepted."""

    remedy = Remedy.RETRY_LATER
    code = "STORE_UNAVAILABLE"


class TooBusy(OsteonError):
    """So much waits to be read that nothing more is taken in; the document was not accepted."""

    remedy = Remedy.RETRY_LATER
    code = "TOO_BUSY"


class Defect(OsteonError):
    """Our own code failed on a document it should have read or judged."""


class SettingsError(OsteonError):
    """A setting is unknown, malformed or unsafe; the service does not start."""

    remedy = Remedy.CHANGE_DOCUMENT
    code = "SETTINGS_ERROR"


class NotDelivered(OsteonError):
    """A destination did not take a result; it is sent again later."""

    remedy = Remedy.RETRY_LATER
    code = "NOT_DELIVERED"

    def __init__(self, text: str, locator: Locator | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(text, locator)
        self.retry_after = retry_after
        """Seconds the destination asked to be left alone for; None if it did not say."""


class DeliveryRefused(NotDelivered):
    """A destination refused a result for good: sending the same again is no use."""

    remedy = Remedy.CHANGE_DOCUMENT
    code = "DELIVERY_REFUSED"
