"""Pages by running number: a cursor stays good while rows come and change."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from dxa.errors import InvalidRequest


def page_of(rows: Sequence[Row[Any]], limit: int) -> tuple[Sequence[Row[Any]], str | None]:
    """Return up to `limit` rows of a query for one more, and the cursor of the page after them."""
    shown = rows[:limit]
    return shown, cursor_of(shown[-1].number) if len(rows) > limit else None


def cursor_of(number: int) -> str:
    """Return an opaque cursor behind the row with this number."""
    return urlsafe_b64encode(f"n{number}".encode()).decode().rstrip("=")


def number_of(cursor: str) -> int:
    """Return the number a cursor stands for.

    Raises:
        InvalidRequest: not a cursor of ours.
    """
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (Error, UnicodeError, ValueError) as error:
        raise InvalidRequest("cursor: not one that was given out") from error
    found = re.fullmatch(r"n(\d{1,18})", text)
    if not found:
        raise InvalidRequest("cursor: not one that was given out")
    return int(found[1])
