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
        text, places, converts, constants = self._compiled(connection.dialect)
        given = {
            name: value if (convert := converts[name]) is None else convert(value)
            for name in self._names
            for value in (values[name],)
        }
        given |= constants
        return connection.exec_driver_sql(text, given if places is None else tuple([given[name] for name in places]))

    def _compile(
        self, dialect: Dialect
    ) -> tuple[str, tuple[str, ...] | None, dict[str, Convert | None], dict[str, Any]]:
        """Return the text, the order of positional values (None: by name), conversions, and values of its own."""
        statement = self._build(dialect.name)
        # Of an insertion of several rows the names are not those of the columns.
        one_row = isinstance(statement, Insert) and not statement._multi_values  # noqa: SLF001 - it has no public name
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(self._names) if one_row else None)
        converts = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        held = {name: value for name, value in compiled.params.items() if name not in self._names}
        constants = {name: convert(value) if (convert := converts[name]) else value for name, value in held.items()}
        return compiled.string, tuple(compiled.positiontup) if compiled.positional else None, converts, constants
