"""What a message says besides its body, and what a copy of it says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pika import BasicProperties

from dxa.document import RawDocument
from dxa.topology import DOCUMENT_HEADER, REASON_HEADER, USER_HEADER

NAME = "rabbitmq"
_PERSISTENT = 2
_OF_THE_BROKER = ("x-", "CC", "BCC")
"""Beginnings of headers a copy must not repeat: the broker would count, or deliver, by them once more."""


def document_of(body: bytes, properties: BasicProperties, received_at: datetime) -> RawDocument:
    """Return the document of a message: message-id is the sender's id for it, app-id or user-id the sender."""
    headers: Mapping[str, Any] = properties.headers or {}
    senders = (properties.app_id, properties.user_id, headers.get(USER_HEADER))
    return RawDocument(
        content=body,
        channel=NAME,
        received_at=received_at,
        sender=next((name for name in map(_name, senders) if name), None),
        external_id=_name(properties.message_id),
    )


def returns_of(properties: BasicProperties) -> int:
    """Return how often the message came back to its queue."""
    count = (properties.headers or {}).get("x-delivery-count", 0)
    return count if isinstance(count, int) else 0


def copy_of(
    properties: BasicProperties, *, reason: str | None = None, document_id: str | None = None
) -> BasicProperties:
    """Return the properties of a copy that waits elsewhere, for ever, and says why.

    Neither an expiration nor the user may be repeated: the first would drop the copy, and the broker refuses a user
    who is not the one connected.
    """
    headers = {
        name: value
        for name, value in (properties.headers or {}).items()
        if not name.startswith(_OF_THE_BROKER) and name not in {REASON_HEADER, DOCUMENT_HEADER}
    }
    added = {REASON_HEADER: reason, DOCUMENT_HEADER: document_id, USER_HEADER: properties.user_id}
    headers |= {name: value for name, value in added.items() if value is not None}
    return BasicProperties(
        content_type=properties.content_type,
        content_encoding=properties.content_encoding,
        headers=headers,
        delivery_mode=_PERSISTENT,
        correlation_id=properties.correlation_id,
        message_id=properties.message_id,
        timestamp=properties.timestamp,
        type=properties.type,
        app_id=properties.app_id,
    )


def _name(value: object) -> str | None:
    """Return the characters of a name a person can read; no database takes a NUL, and pika hands out broken UTF-8."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return None
    return "".join(character for character in text if character.isprintable()) or None
