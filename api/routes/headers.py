"""Response headers of every answer, and what a browser may do with them."""

from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

# PNG and SVG come from ourselves; nothing is inline, nothing comes from elsewhere, nobody may frame a page.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
DOCUMENT_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For bytes somebody sent us: nothing in them may run."""
_DAY = "max-age=86400"


def protect(app: Flask) -> None:
    """Set the security headers of every response of `app`."""

    @app.after_request
    def protected(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        # ASVS 5.0 V14.3.2: patient data stays in no cache; style sheet and script hold none.
        headers["Cache-Control"] = _DAY if request.endpoint == "static" else "no-store"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers.pop("Server", None)
        if request.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if response.status_code == MethodNotAllowed.code:
            # flask-smorest's error handling loses it (RFC 9110 section 15.5.6 asks for it).
            headers["Allow"] = ", ".join(_allowed_here(app))
        return response


def _allowed_here(app: Flask) -> list[str]:
    adapter = app.url_map.bind("")
    try:
        adapter.match(request.path, method="\x00")
    except MethodNotAllowed as error:
        return sorted(error.valid_methods or ())
    except (NotFound, RequestRedirect):
        return []
    return []
