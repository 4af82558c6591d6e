"""The gate in front of every route: who is calling, and may they."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from api.access.roles import ACCESS, PUBLIC, Role
from api.access.sessions import Session, Sessions
from dxa.errors import Defect

COOKIE = "osteon_session"
SECURE_COOKIE = "__Host-osteon_session"
"""Browsers send a cookie of this prefix only to the very host that set it, and only over TLS."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CHALLENGE = WWWAuthenticate("bearer", {"realm": "osteon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who makes a request."""

    name: str
    roles: frozenset[Role]
    session: Session | None = None
    """The signed-in browser; None for a bearer token, and where authentication is switched off."""
    csrf: str = ""
    """What forms of this caller must send back; empty for a bearer token, which no browser adds by itself."""

    def may(self, endpoint: str) -> bool:
        """Return whether one of the caller's roles is open to an endpoint."""
        return bool(self.roles & ACCESS.get(endpoint, frozenset()))


class Gate:
    """Decides about every request before its route runs."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        token_of: Callable[[str], tuple[str, Role] | None],
        token_names: Callable[[], frozenset[str]],
        required: bool,
        open_metrics: bool,
    ) -> None:
        """`token_of` returns name and role of a secret, None for an unknown or revoked one."""
        self._sessions = sessions
        self._token_names = token_names
        self._token_of = token_of
        self._required = required
        self._open_metrics = open_metrics
        self._local = Caller(name="local", roles=frozenset(Role), csrf=secrets.token_urlsafe(24))

    def install(self, app: Flask) -> None:
        """Stand in front of every route of `app`.

        Raises:
            Defect: a route has no line in the table of roles.
        """
        unlisted = {rule.endpoint for rule in app.url_map.iter_rules()} - set(ACCESS) - PUBLIC
        if unlisted:
            raise Defect(f"routes without a line in api/access/roles.py: {', '.join(sorted(unlisted))}")
        app.before_request(self._check)

    def _check(self) -> Response | None:
        g.caller = self._caller(request)
        endpoint = request.endpoint
        if endpoint is None or endpoint in PUBLIC:
            return None
        if endpoint == "health.metrics" and self._open_metrics and g.caller is None and _from_here(request):
            return None
        if g.caller is None:
            return _turned_away(endpoint)
        if not g.caller.may(endpoint):
            raise Forbidden("this token's role is not enough")
        _check_origin(request, g.caller)
        return None

    def _caller(self, incoming: Request) -> Caller | None:
        if not self._required:
            return self._local
        authorization = incoming.authorization
        if authorization is not None and authorization.type == "bearer":
            found = self._token_of(authorization.token or "")
            return Caller(name=found[0], roles=frozenset({found[1]})) if found else None
        secret = session_cookie(incoming)
        session = self._sessions.find(secret) if secret else None
        if session is None or (session.token is not None and session.token not in self._token_names()):
            return None
        return Caller(name=session.name, roles=session.roles, session=session, csrf=session.csrf)


def session_cookie(incoming: Request) -> str | None:
    """Return the secret of the session cookie, if the browser sent one."""
    return incoming.cookies.get(SECURE_COOKIE if incoming.is_secure else COOKIE)


def same_origin(incoming: Request) -> bool:
    """Return whether a request was not sent by a page of another site; clients other than browsers say nothing."""
    site = incoming.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    # Browsers too old to say it: they name the page's origin.
    origin = incoming.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == incoming.host


def _turned_away(endpoint: str) -> Response:
    if endpoint.startswith("pages.") and request.method in _SAFE:
        wanted = request.path if request.method == "GET" else "/"
        return see_other(url_for("signing_in.login", next=wanted))
    raise Unauthorized("an Authorization: Bearer token is needed", www_authenticate=_CHALLENGE)


def see_other(address: str) -> Response:
    """Return the answer that sends a browser on to a page of ours."""
    return cast("Response", redirect(address, HTTPStatus.SEE_OTHER))


def _check_origin(incoming: Request, caller: Caller) -> None:
    """Refuse what a page of another site makes a signed-in browser send."""
    if incoming.method in _SAFE or not caller.csrf:
        return
    if not same_origin(incoming):
        raise Forbidden("the request comes from another site")
    to_interface = incoming.path.startswith(("/api/", "/dicom-web/"))
    if caller.session is None and to_interface:
        return
    # The body of the interface is a document: it must not be read as a form.
    given = incoming.headers.get("X-CSRF-Token", "") if to_interface else incoming.form.get("csrf", "")
    if not secrets.compare_digest(given.encode(), caller.csrf.encode()):
        raise Forbidden("the form is out of date; load the page again")


def _from_here(incoming: Request) -> bool:
    forwarded = {"Forwarded", "X-Forwarded-For", "X-Real-Ip"} & {name.title() for name in dict(incoming.headers)}
    return not forwarded and (incoming.remote_addr or "") in {"127.0.0.1", "::1"}
