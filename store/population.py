"""All cases at once, as population questions see them."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from dxa.case import CaseStatus
from store.database import Database
from store.records import CaseTerms
from store.tables import CASE_TERMS, CASES

PAGE = 5000
"""Cases read at a time, so that memory stays bounded however many there are."""


def _rows(connection: Connection, wanted: Select[Any]) -> Sequence[Row[Any]]:
    return connection.execute(wanted).all()


class Population(Database):
    """What is asked of many cases."""

    def terms(self, *, unsigned: bool = False, page: int = PAGE) -> Iterator[tuple[CaseTerms, ...]]:
        """Yield the cases page by page, in the order they were founded; withdrawn ones are left out.

        Args:
            unsigned: leave out the signed ones too.
            page: cases read at a time.
        """
        left_out = [CaseStatus.WITHDRAWN, *([CaseStatus.SIGNED] if unsigned else [])]
        columns = (CASES.c.number, CASES.c.id, CASES.c.status, CASE_TERMS.c.measurements, CASE_TERMS.c.terms)
        wanted = select(*columns).join(CASE_TERMS, CASE_TERMS.c.case_id == CASES.c.id)
        wanted = wanted.where(CASES.c.status.not_in([str(status) for status in left_out])).order_by(CASES.c.number)
        last = 0
        while True:
            rows = self.read(partial(_rows, wanted=wanted.where(CASES.c.number > last).limit(page)))
            if not rows:
                return
            last = rows[-1].number
            yield tuple(
                CaseTerms(case_id=row.id, status=CaseStatus(row.status), measurements=row.measurements, terms=row.terms)
                for row in rows
            )

    def case_ids(self, since: date | None = None) -> tuple[str, ...]:
        """Return every case examined on or after a day, in the order they were founded; of None, all of them.

        A case without a day of examination is among them only when no day is asked for.
        """
        wanted = select(CASES.c.id).order_by(CASES.c.number)
        if since is not None:
            wanted = wanted.where(CASES.c.performed_on >= since.isoformat())
        return self.read(lambda connection: tuple(connection.scalars(wanted)))
