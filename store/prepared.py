"""Statements compiled once: on the way in, building a statement anew costs several times what running it does."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Dialect, Insert, Select, Update

Statement = Insert | Select[Any] | Update | Delete
Convert = Callable[[Any], Any]


class Prepared:
    """One statement, compiled for the database in use when it is first run there.

    Values are given by the names of the columns or bound parameters, and turned into what the driver wants as the
    types of the columns say. Rows come back as the driver gives them: select and return text and numbers only.
    """

    def __init__(self, build: Callable[[str], Statement], names: Sequence[str]) -> None:
        """Take what builds the statement for a dialect, by its name, and the names of its values."""
        self._build = build
        self._names = tuple(names)
        self._compiled = cache(self._compile)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Return the result of the statement with these values."""
        text, places, *_ = self._compiled(connection.dialect)
        given = self.given(connection.dialect, values)
        return connection.exec_driver_sql(text, given if places is None else tuple([given[name] for name in places]))

    def text(self, dialect: Dialect) -> str:
        """Return the statement as the driver takes it."""
        return self._compiled(dialect)[0]

    def given(self, dialect: Dialect, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return by name everything the driver is given with the text."""
        _, _, converts, constants = self._compiled(dialect)
        given = {
            name: value if (convert := converts[name]) is None else convert(value)
            for name in self._names
            for value in (values[name],)
        }
        return given | constants

    def _compile(
        self, dialect: Dialect
    ) -> tuple[str, tuple[str, ...] | None, dict[str, Convert | None], dict[str, Any]]:
        """Return the text, the order of positional values (None: by name), conversions, and values of its own."""
        statement = self._build(dialect.name)
        # Of rows that are selected the names are not those of the columns.
        columns = list(self._names) if isinstance(statement, Insert) and statement.select is None else None
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        converts = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        held = {name: value for name, value in compiled.params.items() if name not in self._names}
        constants = {name: convert(value) if (convert := converts[name]) else value for name, value in held.items()}
        return compiled.string, tuple(compiled.positiontup) if compiled.positional else None, converts, constants
