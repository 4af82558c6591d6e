"""Signed-in browsers."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from api.access.roles import Role
from store import Store
from store.records import SessionRow

LONGEST = timedelta(hours=12)
"""A session ends then, whatever happens in it (ASVS 5.0 V7.3)."""
IDLE = timedelta(hours=1)
"""A session nobody uses ends after that (ASVS 5.0 V7.3)."""
NOTED = timedelta(minutes=1)
"""Use within that time of the last is not written down: a page with twenty pictures is one use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser."""

    name: str
    """Who signed in: the name of a token or of a login link."""
    roles: frozenset[Role]
    csrf: str
    """What a form must send back."""
    token: str | None
    """Name of the token it was opened with, so that revoking the token ends it; None for a login link."""


class Sessions:
    """Open sessions by the digest of their cookie, in the database: a browser may come to another web process next."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def start(self, name: str, roles: frozenset[Role], token: str | None) -> str:
        """Open a session and return the secret its cookie carries."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        row = SessionRow(
            secret_sha256=_digest(secret),
            name=name,
            roles=" ".join(sorted(roles)),
            csrf=secrets.token_urlsafe(24),
            token=token,
            started_at=now,
            used_at=now,
        )
        self._store.open_session(row, now - LONGEST, now - IDLE)
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the session of a cookie and mark it used; None if there is none or it has ended."""
        row, now = self._store.session(_digest(secret)), self._clock()
        if row is None or now - row.started_at > LONGEST or now - row.used_at > IDLE:
            return None
        if now - row.used_at >= NOTED:
            self._store.use_session(row.secret_sha256, now)
        roles = frozenset(Role(role) for role in row.roles.split())
        return Session(name=row.name, roles=roles, csrf=row.csrf, token=row.token)

    def end(self, secret: str) -> None:
        """Close the session of a cookie."""
        self._store.close_session(_digest(secret))


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
