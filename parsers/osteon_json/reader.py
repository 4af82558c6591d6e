"""The reader of our own normalized report (schema 1.0): what another Osteon, or a caller, already read."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from dxa.document import RawDocument
from dxa.errors import InvalidRequest, LimitExceeded, UnreadableDocument
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.schema import load_report
from dxa.settings import Limits
from parsers.narrative.completing import completed
from parsers.osteon_json.pointers import span_of, span_within
from parsers.parser import Parser
from parsers.source import Place, Source, SourcePart

_BLANK = b" \t\r\n\xef\xbb\xbf"
_WORDS = (b'"schema_version"', b'"measurements"')
_POINTER = re.compile(r"(/[^:]*): ")


class _Printed(float):
    """A JSON number that remembers how it was printed, so that -2.50 keeps its last digit."""

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number.text = text
        return number

    text: str

    def __repr__(self) -> str:
        return self.text


def claims(content: bytes) -> bool:
    """Return whether bytes are a JSON object that speaks of our schema."""
    return content.lstrip(_BLANK)[:1] == b"{" and any(word in content for word in _WORDS)


def read(document: RawDocument, limits: Limits) -> DxaReport:
    """Return the report as given; a measurement's own provenance stays, one without is traced to its place here.

    What its words say and it does not state itself is read from them, numbers excepted.

    Raises:
        UnreadableDocument: not JSON, or not schema 1.0; the locator names the first place that is wrong.
        LimitExceeded: more measurements than `limits.items`, or nested deeper than `limits.depth`.
    """
    data = _loaded(document.content)
    _refuse_excess(data, limits)
    try:
        report = load_report(data, document.digest)
    except InvalidRequest as error:
        found = _POINTER.match(error.text)
        where = Locator(pointer=found[1]) if found else None
        raise UnreadableDocument(f"not a report of schema 1.0: {error.text}", where) from error
    issues = (replace(issue, document=issue.document or document.digest) for issue in report.issues)
    return completed(replace(report, issues=tuple(issues)), document.digest)


def _loaded(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_float=_Printed, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise UnreadableDocument("the JSON is not UTF-8") from error
    except json.JSONDecodeError as error:
        where = Locator(chars=(error.pos, error.pos))
        raise UnreadableDocument(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", where
        ) from error
    except RecursionError as error:
        raise LimitExceeded("the JSON is nested too deeply") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose names are unique: of two values for one name nobody knows which one is meant."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise UnreadableDocument("a JSON object holds one name twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise UnreadableDocument(f"{name} is no JSON number")


def _refuse_excess(data: Any, limits: Limits) -> None:
    rows = data.get("measurements") if isinstance(data, dict) else None
    if isinstance(rows, list) and len(rows) > limits.items:
        raise LimitExceeded(f"the report has more than {limits.items} measurements", Locator(pointer="/measurements"))
    level: list[Any] = [data]
    for _ in range(limits.depth):
        level = [part for whole in level if isinstance(whole, dict | list) for part in _parts(whole)]
    if level:
        raise LimitExceeded(f"the JSON is nested deeper than {limits.depth}")


def _parts(whole: "dict[str, Any] | list[Any]") -> list[Any]:
    parts = list(whole.values()) if isinstance(whole, dict) else whole
    return [part for part in parts if isinstance(part, dict | list)]


def show(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    """Return the JSON as one text, with the places of the values the pointers name.

    Raises:
        UnreadableDocument: not UTF-8.
        LimitExceeded: never; the text is shown as it came.
    """
    del limits
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument("the JSON is not UTF-8") from error
    places = tuple(_place(text, locator) for locator in locators)
    return Source(parts=(SourcePart(label="Report", text=text),), places=places)


def _place(text: str, locator: Locator) -> Place | None:
    if locator.pointer is None:
        return None
    span = span_of(text, locator.pointer)
    if span is not None and locator.chars is not None:
        span = span_within(text, span, locator.chars)
    return None if span is None else Place(part=0, chars=span)


PARSER = Parser(
    name="osteon_json",
    version=1,
    media_type="application/json",
    claims=claims,
    isolated=lambda _content: False,
    read=read,
    show=show,
    pdf_inside=None,
)
