"""The file of destinations: who is told what, in which form, and where."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from deliver.destination import ANY_FORMAT, Destination
from deliver.format import Format
from deliver.options import options_from
from deliver.registry import destination_of, format_of
from dxa.assessment import Severity
from dxa.errors import NotFound, SettingsError
from dxa.telling import TellingKind

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
EVENTS = tuple(TellingKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which cases a destination is told of; each part narrows it, and a case told of once is followed to its end."""

    minimum_severity: Severity | None = None
    """Of a finding that is met or a check that fires."""
    codes: tuple[str, ...] = ()
    """One of them is met or fires."""
    channels: tuple[str, ...] = ()
    """A document of the case came through one of them."""
    senders: tuple[str, ...] = ()
    """A document of the case came from one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What every destination of the file may say, whatever its kind."""

    name: str
    kind: str
    format: str | None = None
    """None is the first one of the kind."""
    events: tuple[TellingKind, ...] = EVENTS
    since: datetime | None = None
    """Tell a new destination what was told from then on; None is from now on."""
    tries: int = 100
    """After so many, a telling is put aside as a dead letter."""
    days: float = 7.0
    """A telling tried for longer than that is put aside with its next failure."""
    connections: int = 1
    """Open at a time, by each deliverer; different cases go over them side by side."""

    def faults(self) -> Iterator[str]:
        """Say what cannot be."""
        if not _NAME.fullmatch(self.name):
            yield "name must be lower-case letters, digits, - and _"
        if self.events == () or len(set(self.events)) < len(self.events):
            yield "events must name at least one, each once"
        if self.tries < 1 or not 0 < self.days <= 3650:  # noqa: PLR2004 - said in the next line
            yield "tries and days must be above zero, and days at most 3650"
        if not 1 <= self.connections <= 64:  # noqa: PLR2004 - said in the next line
            yield "connections must be from 1 to 64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """One destination, ready to be opened."""

    line: Line
    kind: Destination
    form: Format
    only: Only = field(default_factory=Only)
    options: Any = None

    @property
    def name(self) -> str:
        """As the file calls it."""
        return self.line.name


def listeners_of(path: Path | None) -> tuple[Listener, ...]:
    """Return the destinations a file names, in its order; none without a file.

    Raises:
        SettingsError: the file cannot be read, or a line of it cannot work; the text names the line.
    """
    if path is None:
        return ()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"OSTEON_DESTINATIONS: {path.name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        # TOMLDecodeError and UnicodeDecodeError; the former says line and column.
        raise SettingsError(f"OSTEON_DESTINATIONS: {path.name} is not TOML: {error}") from error
    if set(table) - {"destination"} or not isinstance(table.get("destination", []), list):
        raise SettingsError("OSTEON_DESTINATIONS: the file holds [[destination]] tables and nothing else")
    found = tuple(
        _listener(line, number, path.parent) for number, line in enumerate(table.get("destination", []), start=1)
    )
    names = [one.name for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(f"destination {', '.join(twice)} stands twice in the file")
    return found


def _listener(table: Mapping[str, Any], number: int, folder: Path) -> Listener:
    name = table.get("name")
    place = f"destination {name}" if isinstance(name, str) and _NAME.fullmatch(name) else f"destination no. {number}"
    own = {key: value for key, value in table.items() if key not in {"only", "options"}}
    line = options_from(Line, own, place, folder, beside=("only", "options"))
    try:
        kind = destination_of(line.kind)
        form = format_of(_format_name(kind, line, place))
    except NotFound as error:
        raise SettingsError(f"{place}: {error.text}") from error
    return Listener(
        line=line,
        kind=kind,
        form=form,
        only=options_from(Only, _table(table, "only", place), f"{place}: only", folder),
        options=options_from(kind.options, _table(table, "options", place), f"{place}: options", folder),
    )


def _table(table: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise SettingsError(f"{place}: {key} must be a table")
    return found


def _format_name(kind: Destination, line: Line, place: str) -> str:
    if line.format is None:
        return kind.formats[0]
    if line.format not in kind.formats and ANY_FORMAT not in kind.formats:
        raise SettingsError(f"{place}: {kind.name} is sent {', '.join(kind.formats)}, not {line.format}")
    return line.format
