"""Statements compiled once: on the way in, building a statement anew costs several times what running it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, CursorResult, Delete, Dialect, Insert, Row, Select, Update

Statement = Insert | Select[Any] | CompoundSelect[Any] | Update | Delete
Convert = Callable[[Any], Any]
ROWS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Numbers of rows a statement is compiled for; SQLite takes 32 766 values at a time."""


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
        return connection.exec_driver_sql(self.text(connection.dialect), self._driven(connection.dialect, values))

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run the statement for each of these, one after the other, which PostgreSQL is sent in one go."""
        given = [self._driven(connection.dialect, row) for row in rows]
        connection.exec_driver_sql(self.text(connection.dialect), given if len(given) > 1 else given[0])

    def _driven(self, dialect: Dialect, values: Mapping[str, Any]) -> Any:
        """Return the values in the form the driver wants: by name, or in the order of their places."""
        given, places = self.given(dialect, values), self._compiled(dialect)[1]
        return given if places is None else tuple([given[name] for name in places])

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


class _Many(NamedTuple):
    """A statement for so many rows."""

    text: str
    is_positional: bool
    converts: tuple[Convert | None, ...]
    """In the order of the names."""


class PreparedRows:
    """A statement about many rows at a time; it costs a thread that needs a lock for each as much as one about one row.

    It is compiled for some numbers of rows only. Other numbers are filled up with the last row, so that it has to be
    a statement that says or does nothing new for a row that comes twice. The value `name` of row 3 is the parameter
    `name_3`; rows stand behind each other, with their values in the order of the names.

    With `arrays`, which builds the statement with one parameter a name for the values of all rows, PostgreSQL gets
    that: its driver goes through the text of a statement of many parameters anew each time.
    """

    def __init__(
        self,
        build: Callable[[str, int], Statement],
        names: Sequence[str],
        *,
        arrays: Callable[[], Statement] | None = None,
    ) -> None:
        """Take what builds the statement for a dialect, by its name, and a number of rows, and the names of values."""
        self._build = build
        self._names = tuple(names)
        self._compiled = cache(self._compile)
        self._arrays = Prepared(lambda _: arrays(), names) if arrays else None

    def changed(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Return how many rows were written."""
        return sum(result.rowcount for result in self._results(connection, rows))

    def found(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[Row[Any]]:
        """Return what was found for any of the rows."""
        return [row for result in self._results(connection, rows) for row in result]

    def _results(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterator[CursorResult[Any]]:
        if self._arrays is not None and connection.dialect.name == "postgresql" and rows:
            columns = {name: [row[name] for row in rows] for name in self._names}
            yield self._arrays.run(connection, columns)
            return
        for start in range(0, len(rows), ROWS[-1]):
            yield self._result(connection, rows[start : start + ROWS[-1]])

    def _result(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> CursorResult[Any]:
        count = next(count for count in ROWS if count >= len(rows))
        text, is_positional, converts = self._compiled(connection.dialect, count)
        kinds = tuple(zip(self._names, converts, strict=True))
        given = [row[name] if convert is None else convert(row[name]) for row in rows for name, convert in kinds]
        given += given[-len(kinds) :] * (count - len(rows))
        if is_positional:
            return connection.exec_driver_sql(text, tuple(given))
        return connection.exec_driver_sql(text, dict(zip(self._parameters(count), given, strict=True)))

    def _parameters(self, count: int) -> list[str]:
        return [f"{name}_{number}" for number in range(count) for name in self._names]

    def _compile(self, dialect: Dialect, count: int) -> _Many:
        compiled: Any = self._build(dialect.name, count).compile(dialect=dialect)
        if compiled.positional and list(compiled.positiontup) != self._parameters(count):
            raise AssertionError("values in another order than their rows")
        kinds = [compiled.binds[f"{name}_0"].type.dialect_impl(dialect) for name in self._names]
        return _Many(compiled.string, compiled.positional, tuple(kind.bind_processor(dialect) for kind in kinds))
