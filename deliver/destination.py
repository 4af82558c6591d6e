"""What a kind of listener is, and what it is handed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

ANY_FORMAT = "*"
"""Among the formats of a destination: every form there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One telling in the form a destination wants."""

    id: str
    """Of the telling: the same however often it is sent."""
    kind: str
    case_id: str
    revision: int
    media_type: str
    suffix: str
    body: bytes


class Sender(Protocol):
    """An open connection to one destination; used by one thread at a time."""

    def send(self, parcel: Parcel) -> None:
        """Return only when the destination has said that it has the parcel.

        Raises:
            NotDelivered: it did not say so; the parcel is sent again later.
            DeliveryRefused: it said that it will never take this one.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One kind of listener; a file of `deliver/destinations/` ends in one of these, named DESTINATION."""

    name: str
    """As `kind` in the file of destinations says it."""
    says: str
    """What is sent how, in one sentence."""
    options: type[Any]
    """Frozen dataclass of what the file of destinations says about one listener of this kind.

    Its fields are text, numbers, flags, paths and tuples of text, each optional or not; a secret is the path of a file
    that holds it (`secrets.secret_of`). A method `faults()`, if there is one, yields what may not be combined.
    """
    formats: tuple[str, ...]
    """Names of the forms it can be sent; the first is the one used when none is named. See `ANY_FORMAT`."""
    opened: Callable[[Any], AbstractContextManager[Sender]]
    """Open the connection described by `options`.

    Raises:
        NotDelivered: nobody answers there now.
        SettingsError: the options cannot work.
    """
