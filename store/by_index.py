"""Questions about many rows at once that PostgreSQL answers by its indexes, whatever it thinks of the tables.

A connection plans a statement once, and in a new database that is while the tables are empty: a list of values was then
looked for by walking through all rows, and went on to be while there were thousands. One value at a time is looked for
by the index even in a table that seems to be empty.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.types import TypeEngine


def unnested(types: Mapping[str, TypeEngine[Any]], name: str = "asked") -> TableValuedAlias:
    """Return the rows of arrays, one for each name, in their order."""
    arrays = [bindparam(one, type_=ARRAY(kind)) for one, kind in types.items()]
    return (
        func.unnest(*arrays).table_valued(*(column(one, kind) for one, kind in types.items()), name=name)
        .render_derived()
    )  # fmt: skip


def each_of(asked: FromClause, found: Select[Any], name: str) -> Select[Any]:
    """Return everything a question finds that compares columns with those of one row at a time of what is asked."""
    # Behind OFFSET it is planned as a question of its own, and not as part of a join of whole tables.
    apart = found.correlate(asked).offset(literal_column("0")).lateral(name)
    return select(*apart.c).join_from(asked, apart, true())


def each_named(name: str, compared: ColumnElement[Any], wanted: Select[Any]) -> Select[Any]:
    """Return everything a question finds where a column has one of the values of the parameter `name`, an array."""
    asked = unnested({name: Text()}, f"asked_{name}")
    return each_of(asked, wanted.where(compared == asked.c[name]), f"by_{name}")
