"""JSON text in the store: the form in which reports and assessments are kept and served."""

import json
from typing import TypeVar

from dxa.schema import dump_text, load

T = TypeVar("T")


def json_text(value: object) -> str:
    """Return a dataclass of `dxa` as JSON; the same value gives the same text, in ASCII, which every database takes."""
    return dump_text(value)


def from_json(dataclass: type[T], text: str) -> T:
    """Return the dataclass a stored JSON text holds."""
    return load(dataclass, json.loads(text))


def canonical(value: object) -> str:
    """Return JSON-ready data as one compact line."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
