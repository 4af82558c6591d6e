"""What a request holds, read strictly."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from flask import Request, current_app
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from api.routes.wire import MOST_ITEMS, CaseQuery
from dxa.errors import InvalidRequest
from dxa.schema import load

T = TypeVar("T")
LONGEST_FILTER = 200


def body_of(incoming: Request) -> bytes:
    """Return the body of a request, whole.

    Raises:
        RequestEntityTooLarge: larger than a document may be; no more than that was read.
    """
    limit = most_bytes()
    content = incoming.get_data(cache=True)
    # werkzeug ends a body of unknown length at MAX_CONTENT_LENGTH without a word: a cut one must not pass as whole.
    if len(content) > limit:
        raise RequestEntityTooLarge
    return content


def most_bytes() -> int:
    """Return how large a document may be; MAX_CONTENT_LENGTH is one more, so that a larger one is seen."""
    return int(current_app.config["MAX_CONTENT_LENGTH"]) - 1


def json_body(incoming: Request) -> Any:
    """Return the JSON of a request's body, whatever content type it names.

    Raises:
        RequestEntityTooLarge: the body is too large.
        BadRequest: the body is not JSON (RFC 8259: no NaN, no duplicate keys, UTF-8).
    """
    try:
        return json.loads(body_of(incoming).decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadRequest("the body is not JSON") from error


def object_of(body: Any) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        InvalidRequest: it is something else.
    """
    if not isinstance(body, dict):
        raise InvalidRequest("/: must be a JSON object")
    return body


def case_query(given: Mapping[str, str]) -> CaseQuery:
    """Return the filters of the list of cases. Raises as `query_of`."""
    return query_of(CaseQuery, given)


def query_of(dataclass: type[T], given: Mapping[str, str]) -> T:
    """Return the filters of a query string or form; empty values are the same as absent ones.

    Raises:
        InvalidRequest: an unknown filter or a value that is none of its kind.
    """
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value != ""}
    if any(len(value) > LONGEST_FILTER for value in wanted.values()):
        raise InvalidRequest(f"a filter has at most {LONGEST_FILTER} characters")
    limit = wanted.pop("limit", None)
    if limit is not None:
        wanted["limit"] = _limit(limit)
    return load(dataclass, wanted)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ITEMS):
        raise InvalidRequest(f"/limit: must be a whole number from 1 to {MOST_ITEMS}")
    return int(text)


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return members
