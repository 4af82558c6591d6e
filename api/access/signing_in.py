"""Signing a browser in with a token or a one-time link, and out again."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request

from api.access.gate import COOKIE, SECURE_COOKIE, same_origin, see_other, session_cookie
from api.access.roles import Role
from api.access.sessions import LONGEST
from api.services import services

BLUEPRINT = Blueprint("signing_in", __name__)
_REFUSED = "That did not work: the token is unknown or revoked, or the link was used already or is too old."


@BLUEPRINT.get("/login")
def login() -> str:
    """Show the form; a link with a code is confirmed by a click, so that nothing that merely fetches it spends it."""
    return _form()


@BLUEPRINT.post("/login")
def enter() -> Response:
    """Open a session for a good token or code."""
    if not same_origin(request):
        return make_response(_form(_REFUSED), HTTPStatus.FORBIDDEN)
    of = services()
    code, secret = request.form.get("code"), request.form.get("token", "").strip()
    found = of.store.use_login_code(code, of.clock()) if code else of.store.token_by_secret(secret)
    if found is None or Role(found.role) is Role.SENDER:
        return make_response(_form(_REFUSED), HTTPStatus.UNAUTHORIZED)
    cookie = of.sessions.start(found.name, frozenset({Role(found.role)}), None if code else found.name)
    of.log.info("signed in", name=found.name, by="link" if code else "token")
    answer = see_other(_local(request.form.get("next", "")))
    answer.set_cookie(
        SECURE_COOKIE if request.is_secure else COOKIE,
        cookie,
        max_age=LONGEST,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/",
    )
    return answer


@BLUEPRINT.post("/logout")
def leave() -> Response:
    """End the session."""
    cookie = session_cookie(request)
    if cookie:
        services().sessions.end(cookie)
    answer = see_other("/login")
    answer.delete_cookie(SECURE_COOKIE if request.is_secure else COOKIE, path="/", secure=request.is_secure)
    return answer


def _form(fault: str | None = None) -> str:
    given = request.args if request.method == "GET" else request.form
    wanted = _local(given.get("next", ""))
    code = request.args.get("code") if fault is None else None
    return render_template("login.html", caller=None, code=code, next=wanted, fault=fault)


def _local(address: str) -> str:
    """Return an address of ours to go on to; anything that could lead elsewhere becomes the first page."""
    parts = urlsplit(address)
    here = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return address if here else "/"
