"""Discrete results: one number per OBX, placed by its code, its label and what stands around it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from dxa.issues import IssueCode
from dxa.making import quickly
from dxa.regions import Side
from dxa.report import Issue, Measurement, Provenance, Quantity
from parsers.hl7.escapes import Separators
from parsers.hl7.fields import NULL, coded_element, exam_date_of
from parsers.hl7.groups import groups_of
from parsers.hl7.identify import Coded, Identified, Surroundings, Unidentified, identified
from parsers.hl7.labels import Meaning, meaning_of
from parsers.hl7.naming import NO_GROUP, Group
from parsers.hl7.order_sites import site_beside_name
from parsers.hl7.orders import Order
from parsers.hl7.places import place
from parsers.hl7.sides import LimbSides
from parsers.hl7.tokens import Message, Segment
from parsers.hl7.units import Stated, unit_of
from parsers.hl7.values import Found, holds_result, is_shifted, number_in
from parsers.numbers import read_number

PARSER_NAME = "hl7/1"
_read_at, _measured = quickly(Provenance), quickly(Measurement)
ONE_DAY = timedelta(days=1)
"""Clocks and time zones of two systems may put one examination on two days."""

_RANGES: dict[Quantity, tuple[Decimal, Decimal]] = {
    Quantity.BMD: (Decimal("0.2"), Decimal("2.0")),
    Quantity.T_SCORE: (Decimal(-8), Decimal(8)),
    Quantity.Z_SCORE: (Decimal(-8), Decimal(8)),
    Quantity.FRAX_MAJOR: (Decimal(0), Decimal(100)),
    Quantity.FRAX_HIP: (Decimal(0), Decimal(100)),
}
"""What a quantity can be; a number outside is kept and held."""

_SCORES = frozenset({Quantity.T_SCORE, Quantity.Z_SCORE})
_LEAST_DENSITY, _PER_MILLE = Decimal("0.2"), -3
_RISKS = frozenset({Quantity.FRAX_MAJOR, Quantity.FRAX_HIP})
_WORDS = re.compile(r"[^\W\d_]|\b1/3\b|\b33 ?%")
"""What makes OBX-4 more than a number: letters, or the third of the radius."""
_Z_NAMED = re.compile(r"\bz[ -]?score", re.IGNORECASE)
_NAMED = {"t": Quantity.T_SCORE, "z": Quantity.Z_SCORE}
_CODED = frozenset({"CE", "CWE", "CNE"})
_BEYOND = frozenset({"<", ">"})
"""Flags (table 0078) that a result lies beyond the number sent, as "<-4.0" in the value would say."""
_NOTHING_SAID = Meaning()
_BLANKS = str.maketrans("._", "  ")
_DIGITS_OF_YEAR, _DIGITS_OF_DAY = 4, 8
_SHORT = 24
"""A text longer than this many characters is prose, not a result that should be a number."""


_Timing = tuple[bool, date | None]
"""Whether a value is of this examination, and the day it was measured."""


@dataclass(frozen=True, slots=True)
class Exam:
    """What decides whether a value is of this examination."""

    day: date | None
    """When the order was carried out; None if no field says."""
    is_earlier: bool
    """True if the whole order is of an earlier examination than the report."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything around the observations of one order."""

    message: Message
    exam: Exam
    document: str
    header: str
    """Text of OBR-4."""
    beside: str
    """The site the order gives beside OBR-4; empty if it gives none."""
    groups: Mapping[int, Group]
    """What other observations say of an OBX."""
    naming: frozenset[int]
    """Which OBX only say what others are."""
    is_shifted: bool
    """True if an OBX-4 holds a number as results are printed."""


def setting_of(order: Order, exam: Exam, document: str) -> Setting:
    """Return what surrounds the observations of an order."""
    groups, naming = groups_of(order.message, order.rows)
    header = " ".join(order.service.texts)
    shifted = any(row.name == "OBX" and holds_result(row.field(4)) for row in order.rows)
    return Setting(order.message, exam, document, header, site_beside_name(order), groups, naming, shifted)


def meaning_in(setting: Setting, row: Segment) -> Identified | Unidentified:
    """Return what an observation is a measurement of, whatever its value."""
    return _description(setting, row).meaning


def is_discrete(setting: Setting, row: Segment) -> bool:
    """Return whether a text observation holds one result rather than prose.

    It does if it is one number, or a short string, under the label of a result.
    """
    kind = row.field(2).strip().upper()
    if kind not in {"ST", "TX", "FT", "", *_CODED} or len(row.field(5)) > _SHORT:
        return False
    if not isinstance(_description(setting, row).meaning, Identified):
        return False
    return number_in(setting.message, row) is not None or kind == "ST"


def read_result(setting: Setting, row: Segment, identity: str) -> tuple[Measurement | None, list[Issue]]:
    """Return the measurement of one discrete OBX, named `identity`, and what was met reading it."""
    description = _description(setting, row)
    if row.field(5).strip() in {"", NULL}:
        shifted = isinstance(description.meaning, Identified) and read_number(row.field(6)) is not None
        text = "the value is empty and the unit a number: the fields are shifted; not read"
        shift = _issue(setting, row, 5, IssueCode.SEGMENT_DAMAGED, text)
        return None, [shift] if shifted and row.field(6).strip() != "1" else []
    meaning = description.meaning
    notes = [_issue(setting, row, 3, code, text) for code, text in meaning.notes]
    if not isinstance(meaning, Identified):
        return None, notes
    found = number_in(setting.message, row) if row.field(8).strip() not in _BEYOND else None
    if found is None or (found.named and _NAMED[found.named] is not meaning.quantity):
        text = f"the result for {meaning.quantity} is not one number"
        return None, [*notes, _issue(setting, row, 5, IssueCode.NOT_A_NUMBER, text)]
    if setting.is_shifted and is_shifted(row):
        text = "OBX-4 holds a number as results are printed: the fields are shifted; not read"
        return None, [*notes, _issue(setting, row, 4, IssueCode.SEGMENT_DAMAGED, text)]
    stated = _unit(description.units, meaning, found.unit) if found.unit else description.stated
    if meaning.quantity in _RISKS and found.value < 1 and not (found.unit or any(description.units)):
        # Without a unit 0.12 may be 12 %.
        stated = IssueCode.UNKNOWN_UNIT
    if isinstance(stated, IssueCode):
        text = f"the unit of a {meaning.quantity} is missing or unknown"
        return None, [*notes, _issue(setting, row, 6, stated, text)]
    timing = _timing(setting, row, meaning)
    provenance = _read_at(document=setting.document, parser=PARSER_NAME, locator=found.locator, raw=found.raw)
    measurement = _measurement(identity, meaning, found.value, stated, timing, provenance=provenance)
    if _is_of_other_score(description.units, meaning.quantity):
        text = "the unit names another score than the label; held back from rules"
        notes.append(_issue(setting, row, 6, IssueCode.CODE_LABEL_CONFLICT, text))
        measurement = replace(measurement, held=measurement.held or IssueCode.CODE_LABEL_CONFLICT)
    remarks = _remarks(measurement, found, stated)
    return measurement, notes + [_issue(setting, row, 5, code, text) for code, text in remarks]


def _is_of_other_score(units: tuple[str, ...], quantity: Quantity) -> bool:
    """Whether a unit names the other score: "{Z-score}" beside the label of a T-score.

    Not the other way round: some senders have one unit, "{T-score}", for both.
    """
    return quantity is Quantity.T_SCORE and any(map(_Z_NAMED.search, units))


def _measurement(
    identity: str, meaning: Identified, printed: Decimal, stated: Stated, timing: _Timing, *, provenance: Provenance
) -> Measurement:
    value = printed if stated.factor == 1 else printed * stated.factor
    site = meaning.site
    return _measured(
        id=identity,
        region=site.region,
        side=site.side,
        levels=site.levels,
        quantity=meaning.quantity,
        value=value,
        unit=stated.unit,
        exam_date=timing[1],
        current=timing[0],
        held=meaning.held or _implausible(meaning.quantity, value),
        provenance=provenance,
    )


def _remarks(row: Measurement, found: Found, stated: Stated) -> Iterator[tuple[IssueCode, str]]:
    for code in found.issues:
        yield code, "a number in an unusual spelling"
    if stated.factor != 1:
        yield IssueCode.UNIT_CONVERTED, "mg/cm2 was divided by 1000"
    if _implausible(row.quantity, row.value):
        yield IssueCode.IMPLAUSIBLE_VALUE, f"outside what a {row.quantity} can be; held back from rules"
    if not row.current and row.exam_date is None:
        yield IssueCode.PRIOR_WITHOUT_DATE, "an earlier value without its date"


def _issue(setting: Setting, row: Segment, field: int, code: IssueCode, text: str) -> Issue:
    return Issue(code=code, text=text, locator=place(setting.message, row, field), document=setting.document)


@dataclass(frozen=True, slots=True)
class _Description:
    meaning: Identified | Unidentified
    units: tuple[str, ...]
    """The ways OBX-6 may be meant: code, text, alternate code and text; one empty text if it is empty."""
    stated: Stated | IssueCode
    """The unit of a value that brings none of its own, or why it is refused."""


class _Fields(NamedTuple):
    label: str
    site: str
    unit: str
    group: str
    header: str
    beside: str
    side: Side | None
    limbs: LimbSides
    told: bool


def _description(setting: Setting, row: Segment) -> _Description:
    group = setting.groups.get(row.number, NO_GROUP)
    words = group.place or (row.field(4) if _WORDS.search(row.field(4)) else "")
    message = setting.message
    sides = (group.side, group.limbs, bool(group.place))
    fields = _Fields(
        row.field(3), row.field(20), row.field(6), words, group.around or setting.header, setting.beside, *sides
    )
    return _described(message.separators, message.codec, fields)


@lru_cache(maxsize=4096)
def _described(separators: Separators, codec: str, fields: _Fields) -> _Description:
    """Return what the fields around a value say; cached, because a sender uses the same ones all day."""
    label, site, unit = (coded_element(separators, codec, text) for text in fields[:3])
    units = _unit_texts(unit)
    around = Surroundings(site, fields.group.translate(_BLANKS), fields.header, *fields[5:])
    meaning = identified(label, around, units[0])
    stated = _unit(units, meaning, "") if isinstance(meaning, Identified) else IssueCode.UNKNOWN_UNIT
    return _Description(meaning, units, stated)


def _unit_texts(unit: Coded) -> tuple[str, ...]:
    if unit.text.startswith("2") and unit.code.casefold().endswith("cm"):
        # "g/cm^2" whose caret was not escaped stands in two components.
        return (f"{unit.code}2",)
    texts = tuple(text for text in (unit.code, unit.text, unit.other_code, unit.other_text) if text)
    return texts or ("",)


def _unit(units: tuple[str, ...], meaning: Identified, behind: str) -> Stated | IssueCode:
    """Return the unit that OBX-6 and a unit `behind` the number agree on."""
    texts = units
    if texts == ("",):
        texts = (behind or meaning.density or "",)
    elif behind:
        texts = (*texts, behind)
    if meaning.quantity in {Quantity.T_SCORE, Quantity.Z_SCORE} and "%" in texts:
        return IssueCode.PERCENT_AS_SCORE
    meanings = {stated for text in texts if (stated := unit_of(meaning.quantity, text))}
    if len(meanings) != 1 or (behind and unit_of(meaning.quantity, behind) is None):
        return IssueCode.UNKNOWN_UNIT
    return meanings.pop()


def _implausible(quantity: Quantity, value: Decimal) -> IssueCode | None:
    bounds = _RANGES.get(quantity)
    if quantity in _SCORES and value > _LEAST_DENSITY and value.as_tuple().exponent == _PER_MILLE:
        # "0.945" is printed as densities are and scores are not: a field may have slipped.
        return IssueCode.IMPLAUSIBLE_VALUE
    return None if bounds is None or bounds[0] <= value <= bounds[1] else IssueCode.IMPLAUSIBLE_VALUE


def _said_of_group(key: str) -> Meaning:
    """Return what OBX-4 says of the time of its values: "PRIOR", their day or their year; a number is only a number."""
    if key.isdigit() and len(key) == _DIGITS_OF_DAY:
        day = exam_date_of(key)
        return Meaning(days=frozenset({day} if day else ()))
    return Meaning() if key.isdigit() and len(key) != _DIGITS_OF_YEAR else meaning_of(key)


def _timing(setting: Setting, row: Segment, meaning: Identified) -> _Timing:
    exam, group = setting.exam, setting.groups.get(row.number, NO_GROUP)
    key = row.field(4).strip()
    told = _said_of_group(key) if key else _NOTHING_SAID
    measured = group.day or exam_date_of(row.field(14)) or (min(told.days) if len(told.days) == 1 else None)
    prior = meaning.prior or group.prior or told.prior
    days, year = meaning.days or told.days, meaning.year or told.year
    if days and exam.day is not None:
        if any(abs(day - exam.day) <= ONE_DAY for day in days):
            return (False, None) if prior else (not exam.is_earlier, exam.day)
        sure = len(days) == 1 and min(days) < exam.day
        return False, min(days) if sure else None
    earlier = measured is not None and exam.day is not None and measured < exam.day - ONE_DAY
    other_year = year is not None and (exam.day is None or year < exam.day.year)
    if prior or earlier or other_year:
        return False, measured if measured and measured != exam.day else None
    return not exam.is_earlier, exam.day
