"""From a printed value to a measurement: its number, its unit, and whether it can be what it says."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import Side, Site
from dxa.report import Issue, Measurement, Provenance, Quantity, Unit
from parsers.numbers import Reading, read_number

_SCORES = frozenset({Quantity.T_SCORE, Quantity.Z_SCORE, Quantity.TBS})
_PERCENTS = frozenset(
    {
        Quantity.YOUNG_ADULT_PERCENT,
        Quantity.AGE_MATCHED_PERCENT,
        Quantity.FRAX_MAJOR,
        Quantity.FRAX_HIP,
        Quantity.CHANGE_PERCENT,
    }
)
_SIZES = {Quantity.BMD: Unit.G_PER_CM2, Quantity.BMC: Unit.G, Quantity.AREA: Unit.CM2, Quantity.CHANGE: Unit.G_PER_CM2}
UNITS_OF_FORMAT: dict[Quantity, Unit] = {
    quantity: unit for quantity, unit in _SIZES.items() if quantity is not Quantity.CHANGE
}
"""The units that the formats of GE and Hologic fix for what they print without one."""
# Spellings met: facts on DICOM 3.2 and HL7 5.1; looked up without blanks, in lower case.
_SPELLINGS: dict[Unit, str] = {
    Unit.G_PER_CM2: "g/cm2 gm/cm2 g/cm^2 gm/cm^2 g/cm\u00b2 gm/cm\u00b2 g/cm**2 g.cm-2 g\u00b7cm-2",
    Unit.G: "g gm gram grams",
    Unit.CM2: "cm2 cm^2 cm\u00b2 cm**2 sqcm",
    Unit.PERCENT: "% percent {percent} pct",
    Unit.PERCENT_PER_YEAR: "%/year %/yr %/a %/y",
    Unit.ONE: "1 sd {sd} {t-score} {tscore} {t_score} {z-score} {zscore} {z_score} {score} t-score z-score tscore "
    "zscore nounits {nounits} unitless {ratio} ratio none standarddeviation standarddeviations",
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_MILLI = frozenset(["mg/cm2", "mg/cm^2", "mg/cm²", "mg/cm**2"])
_WITH_UNIT = re.compile(
    r"(?P<number>.*?\d\)?\*?)\s*(?P<unit>%(?:/y(?:ea)?r?)?|m?gm?\s?/\s?cm\s?(?:\^?2|\u00b2)|gm?|cm\s?(?:\^?2|\u00b2))\s*"
)

_DIGITS = frozenset("0123456789")
_LONGEST = 80
"""Characters a number with its unit may have."""

_SCORE_RANGE = (Decimal(-8), Decimal(8))
_RANGES: dict[Quantity, tuple[Decimal, Decimal]] = {
    Quantity.BMD: (Decimal("0.2"), Decimal("2.0")),
    Quantity.T_SCORE: _SCORE_RANGE,
    Quantity.Z_SCORE: _SCORE_RANGE,
    Quantity.BMC: (Decimal("0.01"), Decimal(6000)),
    Quantity.AREA: (Decimal("0.01"), Decimal(4000)),
    Quantity.YOUNG_ADULT_PERCENT: (Decimal(5), Decimal(300)),
    Quantity.AGE_MATCHED_PERCENT: (Decimal(5), Decimal(300)),
    Quantity.FRAX_MAJOR: (Decimal(0), Decimal(100)),
    Quantity.FRAX_HIP: (Decimal(0), Decimal(100)),
    Quantity.TBS: (Decimal("0.3"), Decimal("2.5")),
    Quantity.CHANGE: (Decimal(-2), Decimal(2)),
    Quantity.CHANGE_PERCENT: (Decimal(-100), Decimal(100)),
}
"""What a quantity can physically be; outside, a value is kept and held back (facts on HL7, 5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One printed value before it is judged."""

    site: Site
    quantity: Quantity
    text: str
    """The cell, element text or NumericValue as it stands."""
    locate: Callable[[int, int], Locator]
    """Place of a part of `text` in the document."""
    units: tuple[str, ...] = ()
    """What is printed as its unit, best source first; empty when nothing is."""
    fixed_unit: Unit | None = None
    """Unit of the vendor's own format, used when none is printed and the value can stand in no other."""
    current: bool = True
    exam_date: date | None = None
    held: IssueCode | None = None


Found = Draft | Issue


@dataclass(slots=True)
class Judged:
    """What became of the drafts of one reading."""

    measurements: list[Measurement] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


Identity = tuple[Site, Quantity, Unit, bool, date | None, str]
"""What makes two readings of one document the same statement, to the last character of the number."""


class Known:
    """The values of one reading, for another of the same document to confirm.

    A value that says the same to the last character is only noted, which costs a third of putting it together and
    comparing it; whatever differs in anything is put together and compared like any other.
    """

    def __init__(self, rows: Iterable[Measurement] = ()) -> None:
        usable = (row for row in rows if row.held is None)
        self._known = {identity_of(row) for row in usable}
        self.met: set[Identity] = set()
        """What the other reading confirmed."""

    def confirms(self, draft: Draft, unit: Unit, raw: str) -> bool:
        """Return whether a draft says what is known already, and note it."""
        identity = (draft.site, draft.quantity, unit, draft.current, draft.exam_date, raw)
        if draft.held or identity not in self._known:
            return False
        self.met.add(identity)
        return True


def identity_of(row: Measurement) -> Identity:
    """Return what another reading has to say to say the same as a measurement."""
    site = Site(row.region, row.side, row.levels)
    return site, row.quantity, row.unit, row.current, row.exam_date, row.provenance.raw


def judge(found: Iterable[Found], document: str, parser: str, known: Known | None = None) -> Judged:
    """Return the measurements of drafts, numbered in their order, and everything that has to be said about them.

    `document` is the digest, `parser` the reader with its version; what only repeats `known` is noted there.
    """
    judged = Judged()
    remarked: set[str] = set()
    for part in found:
        outcomes = [part] if isinstance(part, Issue) else _judged(part, document, parser, known)
        for outcome in outcomes:
            if isinstance(outcome, Measurement):
                judged.measurements.append(outcome)
            elif outcome.code not in _REMARKS or outcome.code not in remarked:
                judged.issues.append(outcome)
                remarked.add(outcome.code)
    return judged


def _judged(draft: Draft, document: str, parser: str, known: Known | None) -> Iterator[Measurement | Issue]:
    text, units = _without_unit(draft)
    if not text.strip():
        return
    reading = read_number(text)
    if reading is None:
        yield issue(IssueCode.NOT_A_NUMBER, f"{_named(draft)} is not a number", draft.locate(0, len(draft.text)))
        return
    place = draft.locate(reading.start, reading.end)
    settled = _settled(draft, reading, units)
    if settled is None:
        yield issue(IssueCode.UNKNOWN_UNIT, f"{_named(draft)} has no unit that is known; not used", place)
        return
    value, unit, unit_issue = settled
    for code in (*reading.issues, *([unit_issue] if unit_issue else [])):
        yield issue(code, _REMARKS[code], place)
    held = draft.held
    if not _plausible(draft, value):
        held = held or IssueCode.IMPLAUSIBLE_VALUE
        yield issue(IssueCode.IMPLAUSIBLE_VALUE, f"{_named(draft)} is outside what it can be; held back", place)
    if known is not None and held is None and unit_issue is None and known.confirms(draft, unit, reading.raw):
        return
    yield _measured(
        draft, value, unit, held, Provenance(document=document, parser=parser, locator=place, raw=reading.raw)
    )


def _measured(draft: Draft, value: Decimal, unit: Unit, held: str | None, provenance: Provenance) -> Measurement:
    return Measurement(
        id="",
        region=draft.site.region,
        side=draft.site.side,
        levels=draft.site.levels,
        quantity=draft.quantity,
        value=value,
        unit=unit,
        exam_date=draft.exam_date,
        current=draft.current,
        held=held,
        provenance=provenance,
    )


_REMARKS: dict[str, str] = {
    IssueCode.DECIMAL_COMMA: "decimal commas were read as points",
    IssueCode.UNUSUAL_MINUS: "dashes other than the hyphen were read as minus",
    IssueCode.DETACHED_MINUS: "a minus set apart from its number was joined to it",
    IssueCode.UNIT_CONVERTED: "BMD was converted from mg/cm2",
    IssueCode.UNIT_OF_FORMAT: "values without a printed unit were taken in the one this vendor's format fixes",
}
"""Said once for a whole reading, at the first place: a program that prints a comma prints it everywhere."""


def issue(code: IssueCode, text: str, locator: Locator | None = None) -> Issue:
    """Return an issue; its document is added where the report is put together."""
    return Issue(code=code, text=text, locator=locator)


def _named(draft: Draft) -> str:
    parts = (draft.quantity, "of", draft.site.side, draft.site.region, ",".join(draft.site.levels))
    return " ".join(part for part in parts if part)


def _without_unit(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """Return the text of the number and its units, counting a unit printed behind the number as the best."""
    # A text that ends in a digit ends in no unit, which spares most of them the search for one.
    if draft.text[-1:] in _DIGITS and not draft.text.endswith("2"):
        return draft.text, draft.units
    found = _WITH_UNIT.fullmatch(draft.text) if len(draft.text) <= _LONGEST else None
    if found is None:
        return draft.text, draft.units
    return found["number"], (found["unit"], *draft.units)


def _spelling(text: str) -> str:
    return "".join(text.casefold().split())


def _settled(draft: Draft, reading: Reading, units: tuple[str, ...]) -> tuple[Decimal, Unit, IssueCode | None] | None:
    """Return value and unit, and what was done to get them; None if the unit is missing, unknown or of another kind."""
    value = reading.value
    if not units or not "".join(units).strip():
        return _unprinted(draft, value)
    unit, is_milli = _known_unit(units, draft.quantity)
    if is_milli:
        return value.scaleb(-3), Unit.G_PER_CM2, IssueCode.UNIT_CONVERTED
    return (value, unit, None) if unit else None


@lru_cache(maxsize=1024)
def _known_unit(units: tuple[str, ...], quantity: Quantity) -> tuple[Unit | None, bool]:
    """Return the first known unit among the printed ones if the quantity can stand in it, and whether it is mg/cm2."""
    printed = [_spelling(text) for text in units]
    known = next((text for text in printed if text in _UNITS or text in _MILLI), "")
    allowed = _allowed(quantity)
    unit = _UNITS.get(known)
    return unit if unit in allowed else None, known in _MILLI and Unit.G_PER_CM2 in allowed


def _allowed(quantity: Quantity) -> frozenset[Unit]:
    if quantity in _SCORES:
        return frozenset({Unit.ONE})
    if quantity is Quantity.CHANGE_PERCENT:
        return frozenset({Unit.PERCENT, Unit.PERCENT_PER_YEAR})
    if quantity is Quantity.DEFORMITY:
        return frozenset({Unit.ONE, Unit.PERCENT})
    return frozenset({_SIZES.get(quantity, Unit.PERCENT)})


def _unprinted(draft: Draft, value: Decimal) -> tuple[Decimal, Unit, IssueCode | None] | None:
    if draft.quantity in _SCORES or draft.quantity is Quantity.DEFORMITY:
        return value, Unit.ONE, None
    if draft.fixed_unit is None or not _plausible(draft, value):
        return None
    is_percent = draft.quantity in _PERCENTS
    return value, draft.fixed_unit, None if is_percent else IssueCode.UNIT_OF_FORMAT


def _plausible(draft: Draft, value: Decimal) -> bool:
    if draft.quantity not in _RANGES:
        return True
    lowest, highest = _RANGES[draft.quantity]
    if draft.site.side is Side.DIFFERENCE:
        lowest = -highest
    return lowest <= value <= highest
