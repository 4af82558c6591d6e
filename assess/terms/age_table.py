"""Tables with a row for each age, where a source gives no rule for the ages between its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain, pairwise

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression, Question, Settled, Subject
from assess.expressions.known import Known
from assess.terms.terms import FULL_YEARS
from dxa.assessment import Reason, Truth

BOTH_NEIGHBOURS = (
    "The rule for ages between two rows of the table was not seen: there, the answer is given only where both "
    "neighbouring rows agree."
)


@dataclass(frozen=True, slots=True, eq=False)
class ByAge(Question[Situation]):
    """The condition of the row for the patient's age in full years.

    Between two rows both neighbours have to agree; outside the table nothing follows. While the age is unknown, every
    row has to agree.
    """

    ages: tuple[Decimal, ...]
    """Age of each row in full years, ascending."""
    rows: tuple[Expression[Situation], ...]
    bands: bool = False
    """Whether a row holds up to the next one, instead of for its own age only."""
    open_end: bool = True
    """Whether the last row holds for every higher age."""

    @property
    def inner(self) -> tuple[Expression[Situation], ...]:
        """The rows."""
        return self.rows

    def answers(self, kindred: "Sequence[ByAge]", subject: Subject[Situation]) -> Iterable[Truth]:  # noqa: ARG002 - it has no kin
        """Return what the rows for this age agree on."""
        verdicts = {row.verdict for row in self._settled_rows(subject)}
        return (verdicts.pop() if len(verdicts) == 1 else Truth.UNKNOWN,)

    def reasons(self, subject: Subject[Situation]) -> tuple[Reason, ...]:
        """Return the age with its rows, and those of the rows."""
        age = subject.once(FULL_YEARS.read)
        because = chain.from_iterable(subject.because(row) for row in self._settled_rows(subject))
        if age is None:
            return tuple(because)
        return (_asked(age, [str(self.ages[row]) for row in self.rows_for(age)]), *because)

    def asks(self, subject: Subject[Situation]) -> tuple[str, ...]:
        """Return what is open in the rows, and the age while nobody said it."""
        open_parts = chain.from_iterable(subject.missing(row) for row in self._settled_rows(subject))
        return (*open_parts, *((FULL_YEARS.name,) if subject.once(FULL_YEARS.read) is None else ()))

    def _settled_rows(self, subject: Subject[Situation]) -> list[Settled]:
        """Return what the rows for this age come to: all of them while it is unknown, none outside the table."""
        age = subject.once(FULL_YEARS.read)
        rows = range(len(self.rows)) if age is None else self.rows_for(age)
        return [subject.settled(self.rows[row]) for row in rows]

    def rows_for(self, age: Known[Decimal]) -> Sequence[int]:
        """Return the places of the rows that an age, with everything it may be, falls into; empty outside the table."""
        if not age.alternatives:
            return _rows(self, age.value)
        return tuple(dict.fromkeys(row for value in (age.value, *age.alternatives) for row in _rows(self, value)))


@lru_cache(maxsize=4096)
def _rows(table: ByAge, age: Decimal) -> Sequence[int]:
    last = len(table.ages) - 1
    found: list[int] = []
    if age in table.ages:
        found.append(table.ages.index(age))
    elif age > table.ages[last] and table.open_end:
        found.append(last)
    for row, (lower, upper) in enumerate(pairwise(table.ages)):
        if lower < age < upper:
            found += (row,) if table.bands else (row, row + 1)
    return tuple(found)


def _asked(age: Known[Decimal], rows: Sequence[str]) -> Reason:
    return Reason(
        term=FULL_YEARS.says,
        value=str(age.value),
        operator="row",
        threshold=" and ".join(rows) or None,
        verdict=Truth.TRUE if rows else Truth.UNKNOWN,
        source=age.source,
    )
