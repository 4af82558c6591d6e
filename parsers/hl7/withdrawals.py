"""What a message takes back of earlier ones: OBX-11 = D, W or X, with or without the value it was."""

from collections.abc import Iterator

from dxa.report import Withdrawal
from parsers.hl7.identify import Identified
from parsers.hl7.observations import Exam, Setting, meaning_in, setting_of
from parsers.hl7.orders import Order
from parsers.hl7.patient_facts import fact_named
from parsers.hl7.places import place
from parsers.hl7.results import result_status
from parsers.hl7.tokens import Segment

_TAKEN_BACK = frozenset({"D", "W", "X"})
_CARRIERS = frozenset({"TX", "FT", "ED", "CE", "CWE"})
"""Types that carry a report or an attachment: taking one back takes back what was read from it, whatever that was."""


def withdrawals_of(order: Order) -> tuple[Withdrawal, ...]:
    """Return what the observations of an order take back: single values, or everything its sender said before.

    A wrong patient (W) and a deleted text (D) take back everything; a deleted value, or one that cannot be had (X),
    takes back that value.
    """
    rows = [row for row in order.rows if row.name == "OBX" and result_status(row) in _TAKEN_BACK]
    if not rows:
        return ()
    setting = setting_of(order, Exam(day=None, is_earlier=False), "")
    return tuple(dict.fromkeys(one for row in rows for one in _withdrawals(setting, row)))


def _withdrawals(setting: Setting, row: Segment) -> Iterator[Withdrawal]:
    status, kind = result_status(row), row.field(2).strip().upper()
    where = place(setting.message, row, 11)
    meaning = meaning_in(setting, row)
    if status == "W":
        yield Withdrawal(locator=where)
    elif isinstance(meaning, Identified):
        site = meaning.site
        yield Withdrawal(
            region=site.region, quantity=meaning.quantity, side=site.side, levels=site.levels, locator=where
        )
    elif status == "D" and kind in _CARRIERS and not fact_named(setting.message, row):
        yield Withdrawal(locator=where)
