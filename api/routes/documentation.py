"""The description of the interface: the OpenAPI document, and a page of our own that shows it without any CDN."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template

from api.routes.interface import document_of
from api.routes.wire import json_response

BLUEPRINT = Blueprint("documentation", __name__)
_METHODS = ("get", "post", "put", "patch", "delete")


@BLUEPRINT.get("/openapi.json")
def openapi() -> Response:
    """Return the OpenAPI 3.1 document."""
    return json_response(_document())


@BLUEPRINT.get("/docs")
def docs() -> str:
    """Show the OpenAPI document as a page."""
    document = _document()
    operations = [
        {"path": path, "method": method.upper(), **_described(item[method])}
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
    schemas = {name: _rows(schema) for name, schema in sorted(document["components"]["schemas"].items())}
    return render_template("docs.html", caller=g.caller, document=document, operations=operations, schemas=schemas)


def _document() -> dict[str, Any]:
    return document_of(current_app)


def _described(operation: Mapping[str, Any]) -> dict[str, Any]:
    answers = [
        {
            "status": status,
            "says": answer.get("description", "a problem document"),
            "of": _types(answer.get("content", {})),
        }
        for status, answer in sorted(operation["responses"].items())
    ]
    return {
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "body": _types(operation.get("requestBody", {}).get("content", {})),
        "answers": answers,
    }


def _types(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(media_type, _type_name(entry.get("schema", {}))) for media_type, entry in content.items()]


def _rows(schema: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    required = schema.get("required", [])
    return [(name, _type_name(part), name in required) for name, part in schema.get("properties", {}).items()]


def _type_name(schema: Mapping[str, Any]) -> str:
    """Return a schema in a few words, such as 'array of Finding'."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema or "allOf" in schema:
        return " or ".join(_type_name(part) for part in schema.get("anyOf", schema.get("allOf", [])))
    if schema.get("type") == "array":
        return f"array of {_type_name(schema.get('items', {}))}"
    kind = schema.get("type", "any")
    name = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{name} ({schema['format']})" if "format" in schema else name
