"""Several statements of one transaction as one: where every statement is a journey to the server, they share it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect

from store.prepared import Prepared

_GAP = re.compile(r"%\((\w+)\)s")


class Step(NamedTuple):
    """A statement that gives nothing back, with its values."""

    statement: Prepared
    values: Mapping[str, Any]


def run_all(connection: Connection, steps: Sequence[Step]) -> None:
    """Run statements none of which asks for what another one wrote, though rows may refer to each other."""
    if not steps:
        return
    if connection.dialect.name != "postgresql":
        for step in steps:
            step.statement.run(connection, step.values)
        return
    text = _joined(connection.dialect, tuple(step.statement for step in steps))
    given = {
        f"{name}_{place}": value
        for place, step in enumerate(steps)
        for name, value in step.statement.given(connection.dialect, step.values).items()
    }
    connection.exec_driver_sql(text, given)


@lru_cache(maxsize=512)
def _joined(dialect: Dialect, statements: tuple[Prepared, ...]) -> str:
    """Return one statement: PostgreSQL runs each part of a WITH that writes to its end, and then checks references."""
    texts = [_GAP.sub(rf"%(\1_{place})s", statement.text(dialect)) for place, statement in enumerate(statements)]
    parts = [f"step_{place} AS ({text})" for place, text in enumerate(texts)]
    return f"WITH {', '.join(parts)} SELECT 1"
