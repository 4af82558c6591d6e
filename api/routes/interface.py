"""Routes of the interface together with what OpenAPI says of them; flask-smorest, which has no types, ends here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask
from flask_smorest import Api  # type: ignore[import-untyped] # ships no types
from flask_smorest import Blueprint as DescribedBlueprint

from api.routes.wire import Problem, describe_field
from dxa.schema import schema_class

F = TypeVar("F", bound=Callable[..., Any])
_DOCUMENT = "osteon-interface"
_BYTES = {"type": "string", "contentMediaType": "application/octet-stream"}


@dataclass(frozen=True, slots=True)
class Says:
    """One answer of a route: status, what it holds, when it is given."""

    status: HTTPStatus
    holds: type[Any] | str
    """A dataclass for JSON, a media type for bytes."""
    when: str | None = None


class _DescribedProblems(Api):  # type: ignore[misc] # flask-smorest ships no types
    """The interface with problem documents in place of flask-smorest's own error form."""

    ERROR_SCHEMA = schema_class(Problem)


def blueprint(name: str, prefix: str, description: str) -> Blueprint:
    """Return a blueprint whose routes are described."""
    return cast("Blueprint", DescribedBlueprint(name, __name__, url_prefix=prefix, description=description))


def route(
    on: Blueprint,
    method: str,
    rule: str,
    *answers: Says,
    body: Mapping[str, Any] | None = None,
    parameters: Sequence[Mapping[str, Any]] = (),
) -> Callable[[F], F]:
    """Return the decorator that makes a function answer `method rule`; problems are described on every route."""
    described = cast("Any", on)

    def decorate(function: F) -> F:
        manual: dict[str, Any] = {"parameters": [dict(one) for one in parameters]} if parameters else {}
        if body is not None:
            manual["requestBody"] = dict(body)
        wrapped = described.doc(**manual)(function)
        for answer in answers:
            wrapped = described.alt_response(answer.status, **_described(answer), success=True)(wrapped)
        described.route(rule, methods=[method])(wrapped)
        return function

    return decorate


def json_of(dataclass: type[Any]) -> dict[str, Any]:
    """Return the description of a JSON request body."""
    return {"required": True, "content": {"application/json": {"schema": schema_class(dataclass)}}}


def header(name: str, description: str, **schema: object) -> dict[str, Any]:
    """Return the description of a request header."""
    return {"in": "header", "name": name, "schema": {"type": "string", **schema}, "description": description}


def register(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    """Register described blueprints; what they say of themselves is put together when somebody asks for it."""
    for one in blueprints:
        app.register_blueprint(one)


def document_of(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of the described blueprints of an application, put together the first time."""
    if _DOCUMENT not in app.extensions:
        app.extensions[_DOCUMENT] = _put_together(app)
    document: dict[str, Any] = app.extensions[_DOCUMENT]
    return document


def _put_together(app: Flask) -> dict[str, Any]:
    # It takes a tenth of a second, which no start has to wait for. A running application takes no further routes,
    # so they are put into a second one, which answers nobody.
    described = Flask(__name__)
    described.config.update(app.config)
    api = _DescribedProblems(described)
    api.ma_plugin.converter.add_attribute_function(describe_field)
    for one in app.blueprints.values():
        if isinstance(one, DescribedBlueprint):
            api.register_blueprint(one)
    document = api.spec.to_dict()
    parts = document["components"]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = {"DEFAULT_ERROR": {"description": "What went wrong", "content": problem}}
    return {**document, "components": {**parts, "responses": {**parts["responses"], **answers}}}


def _described(answer: Says) -> dict[str, Any]:
    if isinstance(answer.holds, str):
        schema = {"type": "object"} if answer.holds.endswith("+json") else _BYTES
        return {"schema": schema, "content_type": answer.holds, "description": answer.when}
    return {"schema": schema_class(answer.holds), "description": answer.when}
