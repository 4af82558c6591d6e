"""The one clock of the service."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time, aware and in UTC; whoever needs a time is handed this function or a test's own."""
    return datetime.now(UTC)
