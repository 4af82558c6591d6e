"""What the command writes to its two streams."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from dxa.schema import dump


def print_json(value: object) -> None:
    """Print a dataclass of the vocabulary as the JSON of its schema."""
    click.echo(json.dumps(dump(value), ensure_ascii=False, indent=1))


def print_json_list(values: Iterable[Any]) -> None:
    """Print plain dataclasses that are no part of the schema as one JSON list."""
    click.echo(json.dumps([asdict(value) for value in values], ensure_ascii=False, indent=1))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text."""
    for line in lines:
        click.echo(line)


def complain(text: str, code: str) -> None:
    """Print one line about what went wrong on standard error."""
    click.echo(f"osteon: {text} [{code}]", err=True)
