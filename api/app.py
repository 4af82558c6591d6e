"""The Flask application."""

from contextlib import ExitStack
from datetime import datetime
from http import HTTPStatus
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from api import pages
from api.access import signing_in
from api.access.gate import Gate
from api.access.roles import Role
from api.routes import (
    assessments,
    cases,
    deliveries,
    documentation,
    documents,
    drafts,
    guidelines,
    health,
    signatures,
    stow,
)
from api.routes.headers import protect
from api.routes.interface import register
from api.routes.problems import answer_of, http_problem, problem
from api.services import Services
from api.views import badges, words
from api.views.findings_view import pack_title, reasons_of
from assess.over_time.changes import left_out_of
from assess.typesetting import typeset
from dxa import __version__
from dxa.errors import OsteonError
from dxa.settings import is_loopback

_DESCRIPTION = (
    "Osteon reads bone-density reports, checks their numbers and applies cited guideline editions to them. It supports "
    "clinicians and is not a medical device. Every request but the probes carries Authorization: Bearer with a token "
    "of `osteon token create`. Errors are problem documents (RFC 9457)."
)
_INTERFACE = (documents, stow, assessments, cases, drafts, signatures, deliveries, guidelines)
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
_SMALL_FORM = 200_000
"""Bytes of the largest form of the pages."""


class Application(Flask):
    """Flask without its own line about an exception: that would quote the address."""

    def log_exception(self, exc_info: object) -> None:
        """Leave it to the handler below, which names route, kind and place."""


def create_app(services: Services) -> Flask:
    """Return the application over running services.

    Raises:
        Defect: a route has no line in the table of roles.
    """
    app = Application(__name__)
    app.config.update(_config(services))
    app.extensions["osteon"] = services
    if services.settings.trusted_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    _register(app)
    _prepare_templates(app)
    _answer_errors(app, services)
    _observe(app, services)
    protect(app)
    Gate(
        sessions=services.sessions,
        token_of=lambda secret: _token_of(services, secret),
        token_names=lambda: frozenset(token.name for token in services.store.tokens()),
        required=services.settings.authentication,
        open_metrics=not services.settings.trusted_proxy,
    ).install(app)
    return app


def _config(services: Services) -> dict[str, Any]:
    settings = services.settings
    config: dict[str, Any] = {
        "API_TITLE": "Osteon",
        "API_VERSION": __version__,
        "OPENAPI_VERSION": "3.1.0",
        "API_SPEC_OPTIONS": {
            "info": {"description": _DESCRIPTION},
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
        "MAX_CONTENT_LENGTH": settings.limits.document_bytes + 1,
        "MAX_FORM_MEMORY_SIZE": _SMALL_FORM,
        "SEND_FILE_MAX_AGE_DEFAULT": None,
    }
    if is_loopback(settings.http_host) and not settings.trusted_proxy:
        # A page elsewhere that renames itself to this address (DNS rebinding) comes with its own Host.
        config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1", "[::1]"]
    return config


def _register(app: Flask) -> None:
    register(
        app,
        [module.BLUEPRINT for module in _INTERFACE],
    )
    for page in (health, documentation, signing_in, pages):
        app.register_blueprint(page.BLUEPRINT)


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        badges=badges, words=words, pack_title=pack_title, reasons_of=reasons_of, left_out_of=left_out_of
    )
    app.jinja_env.filters.update(
        phrase=words.phrase,
        sentence=words.sentence,
        lower_first=words.lower_first,
        typeset=typeset,
        moment=_moment,
        host=lambda url: urlsplit(url).netloc or url,
    )


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"


def _token_of(services: Services, secret: str) -> tuple[str, Role] | None:
    token = services.store.token_by_secret(secret)
    return (token.name, Role(token.role)) if token else None


def _answer_errors(app: Flask, services: Services) -> None:
    def domain_error(error: OsteonError) -> Response:
        if answer_of(error).status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            services.log.error("request failed", code=error.code, exc_info=error)
        return _shown(problem(error))

    def protocol_error(error: HTTPException) -> Response:
        cause = getattr(error, "original_exception", None)
        if cause is not None:
            services.log.error("defect", route=_route(), exc_info=cause)
        return _shown(http_problem(error))

    app.register_error_handler(OsteonError, domain_error)
    app.register_error_handler(HTTPException, protocol_error)


def _shown(answer: Response) -> Response:
    """Return a problem as a page where a person asked for a page."""
    if not (request.endpoint or "pages.").startswith(("pages.", "signing_in.")):
        return answer
    if request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) != "text/html":
        return answer
    told = answer.get_json(force=True)
    caller = getattr(g, "caller", None)
    text = render_template("problem.html", title=told["title"], detail=told["detail"], caller=caller)
    return Response(text, answer.status_code, {"Retry-After": "5"} if answer.status_code == _UNAVAILABLE else {})


def _observe(app: Flask, services: Services) -> None:
    @app.before_request
    def started() -> None:
        g.started = perf_counter()
        g.span = ExitStack()
        g.span.enter_context(services.traced("http", method=request.method, route=_route()))

    @app.teardown_request
    def ended(_error: BaseException | None) -> None:
        if "span" in g:
            g.span.close()

    @app.after_request
    def answered(response: Response) -> Response:
        seconds = perf_counter() - g.get("started", perf_counter())
        services.metrics.answered(_route(), response.status_code, seconds)
        # The pattern and never the address: an address may hold what somebody typed into it.
        services.log.info(
            "answered",
            method=request.method,
            route=_route(),
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
            by=caller.name if (caller := g.get("caller")) else None,
        )
        return response


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "none"
