"""Who may call: tokens and one-time login codes, of which only digests are kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from dxa.errors import InvalidRequest, NotFound
from store.database import Database
from store.events import append
from store.records import Token
from store.tables import LOGIN_CODES, TOKENS

SECRET_BYTES = 32
"""Random bytes in a secret; that many cannot be guessed, so a plain SHA-256 keeps them safe."""


class Tokens(Database):
    """What can be done with tokens."""

    def create_token(self, name: str, role: str, now: datetime) -> str:
        """Return the secret of a new token; it is shown this once and never again.

        Raises:
            InvalidRequest: there is a token of that name.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)

        def operation(connection: Connection) -> None:
            if connection.scalar(select(TOKENS.c.name).where(TOKENS.c.name == name)) is not None:
                raise InvalidRequest("there is a token of that name")
            row = {"name": name, "role": role, "secret_sha256": _digest(secret), "created_at": now}
            connection.execute(insert(TOKENS).values(**row))
            append(connection, at=now, kind="TOKEN_CREATED", actor=name, detail={"role": role})

        self.write(operation)
        return secret

    def token_by_secret(self, secret: str) -> Token | None:
        """Return whose secret this is; None when it is nobody's or was revoked."""
        wanted = select(TOKENS).where(TOKENS.c.secret_sha256 == _digest(secret), TOKENS.c.revoked_at.is_(None))
        return _token(self.read(lambda connection: connection.execute(wanted).one_or_none()))

    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens in force, by name."""
        wanted = select(TOKENS).where(TOKENS.c.revoked_at.is_(None)).order_by(TOKENS.c.name)
        rows = self.read(lambda connection: connection.execute(wanted).all())
        return tuple(Token(name=row.name, role=row.role) for row in rows)

    def revoke_token(self, name: str, now: datetime) -> None:
        """End a token; its name stays taken, because the audit trail speaks of it.

        Raises:
            NotFound: no token of that name is in force.
        """

        def operation(connection: Connection) -> None:
            ended = update(TOKENS).where(TOKENS.c.name == name, TOKENS.c.revoked_at.is_(None)).values(revoked_at=now)
            if connection.execute(ended).rowcount == 0:
                raise NotFound("no token of that name")
            append(connection, at=now, kind="TOKEN_REVOKED", actor=name)

        self.write(operation)

    def create_login_code(self, name: str, role: str, now: datetime, lifetime_seconds: float) -> str:
        """Return a code that signs a browser in once, until it expires."""
        code = secrets.token_urlsafe(SECRET_BYTES)
        row = {"code_sha256": _digest(code), "name": name, "role": role, "created_at": now}
        created = insert(LOGIN_CODES).values(**row, expires_at=now + timedelta(seconds=lifetime_seconds))
        self.write(lambda connection: connection.execute(created) and None)
        return code

    def use_login_code(self, code: str, now: datetime) -> Token | None:
        """Return who a code signs in and spend it; None when it is unknown, spent or expired."""
        codes = LOGIN_CODES.c
        spent = (
            update(LOGIN_CODES)
            .where(codes.code_sha256 == _digest(code), codes.used_at.is_(None), codes.expires_at > now)
            .values(used_at=now)
            .returning(codes.name, codes.role)
        )
        return _token(self.write(lambda connection: connection.execute(spent).one_or_none()))


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: Row[Any] | None) -> Token | None:
    return Token(name=row.name, role=row.role) if row else None
