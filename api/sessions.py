"""Signed-in browsers; they live in the memory of the one web process and end with it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

from api.roles import Role

LONGEST = timedelta(hours=12)
"""A session ends then, whatever happens in it (ASVS 5.0 V7.3)."""
IDLE = timedelta(hours=1)
"""A session nobody uses ends after that (ASVS 5.0 V7.3)."""
MOST = 1000
"""Sessions kept at once; the oldest give way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser."""

    name: str
    """Who signed in: the name of a token or of a login link."""
    roles: frozenset[Role]
    csrf: str
    """What a form must send back."""
    started_at: datetime
    used_at: datetime
    token: str | None
    """Name of the token it was opened with, so that revoking the token ends it; None for a login link."""


class Sessions:
    """Open sessions by the digest of their cookie; safe for threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open: dict[str, Session] = {}

    def start(self, name: str, roles: frozenset[Role], token: str | None) -> str:
        """Open a session and return the secret its cookie carries."""
        secret, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(24), self._clock()
        session = Session(name=name, roles=roles, csrf=csrf, started_at=now, used_at=now, token=token)
        with self._lock:
            kept = [(key, old) for key, old in self._open.items() if not _over(old, now)]
            self._open = {**dict(kept[-MOST + 1 :]), _digest(secret): session}
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the session of a cookie and mark it used; None if there is none or it has ended."""
        key, now = _digest(secret), self._clock()
        with self._lock:
            session = self._open.get(key)
            if session is None or _over(session, now):
                return None
            self._open[key] = replace(session, used_at=now)
        return session

    def end(self, secret: str) -> None:
        """Close the session of a cookie."""
        with self._lock:
            self._open.pop(_digest(secret), None)


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _over(session: Session, now: datetime) -> bool:
    return now - session.started_at > LONGEST or now - session.used_at > IDLE
