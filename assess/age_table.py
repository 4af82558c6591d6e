"""Tables with a row for each age, where a source gives no rule for the ages between its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assess.evaluation import Evaluation
from assess.known import Known
from assess.logic import Expression
from assess.situation import Situation
from assess.terms import FULL_YEARS
from dxa.assessment import Reason, Truth

BOTH_NEIGHBOURS = (
    "The rule for ages between two rows of the table was not seen: there, the answer is given only where both "
    "neighbouring rows agree."
)


@dataclass(frozen=True, slots=True, eq=False)
class ByAge(Expression[Situation]):
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

    def evaluate(self, subject: Situation) -> Evaluation:
        """Return what the rows for this age agree on."""
        age = FULL_YEARS.read(subject)
        if age is None:
            everywhere = _agreed([subject.evaluated(row) for row in self.rows])
            if everywhere.verdict is not Truth.UNKNOWN:
                return everywhere
            return Evaluation(Truth.UNKNOWN, asks=(FULL_YEARS.name,), parts=everywhere.parts)
        rows = self.rows_for(age)
        asked = _asked(age, [str(self.ages[row]) for row in rows])
        if not rows:
            return Evaluation(Truth.UNKNOWN, (asked,))
        found = _agreed([subject.evaluated(self.rows[row]) for row in rows])
        return Evaluation(found.verdict, (asked,), parts=found.parts)

    def rows_for(self, age: Known[Decimal]) -> list[int]:
        """Return the places of the rows that an age, with everything it may be, falls into; empty outside the table."""
        return list(dict.fromkeys(row for value in (age.value, *age.alternatives) for row in self._at(value)))

    def _at(self, age: Decimal) -> Iterator[int]:
        last = len(self.ages) - 1
        if age in self.ages:
            yield self.ages.index(age)
        elif age > self.ages[last]:
            yield from (last,) if self.open_end else ()
        for row, (lower, upper) in enumerate(pairwise(self.ages)):
            if lower < age < upper:
                yield from (row,) if self.bands else (row, row + 1)


def _asked(age: Known[Decimal], rows: Sequence[str]) -> Reason:
    return Reason(
        term=FULL_YEARS.says,
        value=str(age.value),
        operator="row",
        threshold=" and ".join(rows) or None,
        verdict=Truth.TRUE if rows else Truth.UNKNOWN,
        source=age.source,
    )


def _agreed(found: Sequence[Evaluation]) -> Evaluation:
    verdicts = {one.verdict for one in found}
    return Evaluation(verdicts.pop() if len(verdicts) == 1 else Truth.UNKNOWN, parts=found)
