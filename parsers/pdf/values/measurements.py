"""The measurements of a result table, each checked against the table's own redundancy and the second text reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import Region
from dxa.report import DxaReport, Issue, Measurement, Provenance, Quantity, Unit
from parsers.numbers import Reading, is_areal_density, read_number
from parsers.pdf.checks import all_checks
from parsers.pdf.checks.check import Figures
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.units import unit_of
from parsers.pdf.layouts.layout import Layout
from parsers.pdf.tables.cells import Cell, Fault
from parsers.pdf.tables.table import Table
from parsers.pdf.text.frame import Box
from parsers.pdf.values.rows import PlacedRow

PARSER_NAME = "pdf/1"
_QUANTITIES: Mapping[Column, Quantity] = {
    Column.BMD: Quantity.BMD,
    Column.BMC: Quantity.BMC,
    Column.AREA: Quantity.AREA,
    Column.T: Quantity.T_SCORE,
    Column.Z: Quantity.Z_SCORE,
    Column.YOUNG: Quantity.YOUNG_ADULT_PERCENT,
    Column.MATCHED: Quantity.AGE_MATCHED_PERCENT,
    Column.TBS: Quantity.TBS,
    Column.CHANGED: Quantity.CHANGE_PERCENT,
}
_PLAUSIBLE = {
    Column.BMD: (Decimal("0.2"), Decimal("2.0")),
    Column.T: (Decimal(-8), Decimal(8)),
    Column.Z: (Decimal(-8), Decimal(8)),
    # Our own bounds: T-scores of -8 and 8 lie between 20 and 250 % of any reference seen.
    Column.YOUNG: (Decimal(10), Decimal(300)),
    Column.MATCHED: (Decimal(10), Decimal(300)),
    # Our own bounds: bands of TBS lie between 1.2 and 1.35.
    Column.TBS: (Decimal("0.5"), Decimal("2.0")),
}
"""Physical ranges; outside them a number is kept and held back. A difference of two sides may be any small number."""
_PERCENT_LIKE = 20
_SCORES = (Column.T, Column.Z)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a table's page says about its values."""

    digest: str
    exam_date: date | None
    current: bool
    reference: str | None
    layout: Layout | None
    """None: an unknown maker, whose values need redundancy."""
    locate: Callable[[Box], Locator]
    strokes: tuple[Box, ...]
    agrees: Callable[[str, Box], bool | None]
    """What the second text reader says about characters at a place; None if it saw none."""
    readers: tuple[str, ...]
    """Names of the text readers, first and second; the second is missing when it was not asked."""
    held: IssueCode | None = None
    """Why no value of the table may be used before a reviewer decides."""
    unsure_day: str | None = None
    """The examination's day as printed, where day and month cannot be told apart; `exam_date` is then None."""
    needs_check: bool = True
    """False for the table of a letter, whose values are its writer's and hold no redundancy."""


@dataclass(frozen=True, slots=True)
class _Value:
    """One usable number of a row."""

    row: int
    cell: Cell
    reading: Reading
    value: Decimal
    unit: Unit
    held: IssueCode | None = None
    confirmed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Findings:
    """Issues as they are met, each code and place once."""

    place: Circumstances
    issues: list[Issue] = field(default_factory=list)

    def add(self, code: IssueCode, text: str, box: Box) -> None:
        self.issues.append(Issue(code=code, text=text, locator=self.place.locate(box), document=self.place.digest))


def report_of(table: Table, rows: Sequence[PlacedRow], place: Circumstances) -> DxaReport:
    """Return what a table says."""
    findings = _Findings(place)
    values: list[_Value] = []
    refused = _refused_columns(table, rows, findings)
    if table.is_doubled or _has_homeless(rows):
        _hold_doubled(table, findings)
    for number, placed in enumerate(rows):
        if placed.issue:
            findings.add(placed.issue, placed.reason, placed.row.box)
        if placed.site is not None:
            values += _values(number, placed, refused, findings)
    _report_empty_scores(table, values, findings)
    values = _checked(values, rows, place, findings)
    values = [_seen_twice(value, place, findings) for value in values]
    measurements = tuple(_measurement(value, rows[value.row], place) for value in values)
    numbered = tuple(replace(row, id=f"m{number}") for number, row in enumerate(measurements, 1))
    return DxaReport(measurements=numbered, issues=tuple(dict.fromkeys(findings.issues)))


def _has_homeless(rows: Sequence[PlacedRow]) -> bool:
    """Whether what may be a score stands beside the columns in most rows: then a heading may stand over another's."""
    homeless = [row for row in rows if any(map(_is_homeless, row.row.faults))]
    return 2 * len(homeless) > len(rows)


def _is_homeless(cell: Cell) -> bool:
    reading = read_number(cell.text) if cell.fault is Fault.NO_COLUMN else None
    return reading is not None and "." in str(reading.value) and abs(reading.value) <= _PLAUSIBLE[Column.T][1]


def _hold_doubled(table: Table, findings: _Findings) -> None:
    """Hold everything back where columns of one name, or numbers beside the columns, leave open which is whose."""
    text = "columns of one name, or numbers under no heading, and nothing that tells whose they are; held back"
    headings = (*table.header.headings, *table.header.doubled)
    box = (headings[0].x0, table.header.top, headings[-1].x1, table.header.bottom)
    findings.add(IssueCode.HEADER_MISSING, text, box)
    findings.place = replace(findings.place, held=IssueCode.HEADER_MISSING)


def _refused_columns(table: Table, rows: Sequence[PlacedRow], findings: _Findings) -> frozenset[Column]:
    """Return the columns that are not what they are called: percentages under "T-score", or bone density by volume."""
    box = (table.header.headings[0].x0, table.header.top, table.header.headings[-1].x1, table.header.bottom)
    units = {heading.column: heading.unit for heading in table.header.headings}
    if units.get(Column.BMD) == "mg/cm3":
        findings.add(IssueCode.UNKNOWN_UNIT, "a table of bone density by volume (mg/cm3) is no DXA result", box)
        return frozenset(_QUANTITIES)
    refused = set()
    for column in _SCORES:
        readings = [read_number(cell.text) for row in rows for cell in row.row.cells if cell.heading.column is column]
        found = [reading for reading in readings if reading]
        percent = units.get(column) == "%" or all(
            reading.value >= _PERCENT_LIKE and "." not in str(reading.value) for reading in found
        )
        if found and percent:
            findings.add(IssueCode.PERCENT_AS_SCORE, f"the column called {column} holds percentages; not used", box)
            refused.add(column)
    return frozenset(refused)


def _values(number: int, placed: PlacedRow, refused: frozenset[Column], findings: _Findings) -> list[_Value]:
    values = []
    for fault in placed.row.faults:
        code = IssueCode.NOT_A_NUMBER if fault.fault is Fault.NOT_A_NUMBER else IssueCode.CONFORMANCE
        findings.add(code, f"{fault.fault}; not used", fault.box)
    for cell in placed.row.cells:
        column = cell.heading.column
        reading = read_number(cell.text)
        if column in refused or column not in _QUANTITIES or reading is None:
            continue
        printed = cell.unit or cell.heading.unit or _unit_of_maker(column, findings.place.layout)
        if printed is None and column is Column.BMD and _beside_score(placed) and is_areal_density(reading.value):
            text = "a density without its unit, beside a score, can be nothing but g/cm2"
            findings.add(IssueCode.UNIT_OF_FORMAT, text, cell.box)
            printed = "g/cm2"
        unit = unit_of(column, printed)
        if _is_standardised(cell):
            # Norland prints its standardised BMD in mg/cm2 under a heading in g/cm2.
            text = "a number in another unit than its column: a standardised density, which has no T-score; not used"
            findings.add(IssueCode.UNKNOWN_ROW, text, cell.box)
            continue
        if unit is None:
            text = f"the unit of {column} is not stated or not known; the value was refused"
            findings.add(IssueCode.UNKNOWN_UNIT, text, cell.box)
            continue
        for code in reading.issues:
            findings.add(code, f"a number was printed in an unusual way ({code.lower().replace('_', ' ')})", cell.box)
        if unit.divisor != 1:
            findings.add(IssueCode.UNIT_CONVERTED, "mg/cm2 was converted to g/cm2", cell.box)
        if column is Column.TBS and placed.site and placed.site.region is not Region.LUMBAR_SPINE:
            continue
        held = placed.held or findings.place.held
        value = _Value(number, cell, reading, _scaled(reading.value, unit.divisor), unit.unit, held=held)
        values.append(_plausible(value, placed, findings))
    return values


def _beside_score(placed: PlacedRow) -> bool:
    own = any(cell.heading.column in _SCORES and read_number(cell.text) for cell in placed.row.cells)
    return own or placed.row.scored


def _unit_of_maker(column: Column, layout: Layout | None) -> str | None:
    return layout.density_unit if layout and column is Column.BMD else None


def _is_standardised(cell: Cell) -> bool:
    """Whether a density is printed with a unit of its own that is not the unit over its column."""
    own, over = unit_of(Column.BMD, cell.unit), unit_of(Column.BMD, cell.heading.unit)
    return cell.heading.column is Column.BMD and own is not None and over is not None and own != over


def _scaled(value: Decimal, divisor: int) -> Decimal:
    return value if divisor == 1 else value.scaleb(-3)


def _plausible(value: _Value, placed: PlacedRow, findings: _Findings) -> _Value:
    column = value.cell.heading.column
    difference = placed.site is not None and placed.site.side is not None and placed.site.side.value == "difference"
    if column not in _PLAUSIBLE or difference:
        return value
    low, high = _PLAUSIBLE[column]
    if low <= value.value <= high:
        return value
    text = f"a {column} outside {low} to {high}; kept, and held back until a reviewer decides"
    findings.add(IssueCode.IMPLAUSIBLE_VALUE, text, value.cell.box)
    return replace(value, held=value.held or IssueCode.IMPLAUSIBLE_VALUE)


def _report_empty_scores(table: Table, values: Sequence[_Value], findings: _Findings) -> None:
    filled = {value.cell.heading.column for value in values}
    for heading in table.header.headings:
        if heading.column in _SCORES and heading.column not in filled and values:
            box = (heading.x0, table.header.top, heading.x1, table.header.bottom)
            findings.add(IssueCode.EMPTY_SCORE_COLUMN, f"the column of the {heading.column} is empty", box)


def _checked(
    values: list[_Value], rows: Sequence[PlacedRow], place: Circumstances, findings: _Findings
) -> list[_Value]:
    """Return the values, those in doubt held back: contradicted ones, and unconfirmed ones of an unknown maker."""
    sited = [number for number, placed in enumerate(rows) if placed.site is not None]
    figures = [_figures(number, rows[number], values) for number in sited]
    doubted: dict[tuple[int, Column], str] = {}
    for check in all_checks():
        for failure in check.failures(figures, place.layout):
            doubted |= dict.fromkeys(((sited[failure.row], column) for column in failure.columns), failure.text)
    confirmed = {
        (number, column)
        for number, row in zip(sited, figures, strict=True)
        for check in all_checks()
        for column in check.confirms(row)
    }
    return [_judged(value, rows, doubted, confirmed, findings) for value in values]


def _figures(number: int, placed: PlacedRow, values: Sequence[_Value]) -> Figures:
    if placed.site is None:
        raise ValueError("a row without a site has no figures")
    own = {value.cell.heading.column: value.value for value in values if value.row == number}
    return Figures(site=placed.site, scan=placed.scan, values=own, stated=placed.row.stated)


def _judged(
    value: _Value,
    rows: Sequence[PlacedRow],
    doubted: Mapping[tuple[int, Column], str],
    confirmed: set[tuple[int, Column]],
    findings: _Findings,
) -> _Value:
    place = findings.place
    column = value.cell.heading.column
    if (reason := doubted.get((value.row, column))) is not None:
        findings.add(IssueCode.CONSISTENCY_FAILED, f"{reason}; held back until a reviewer decides", value.cell.box)
        return replace(value, held=value.held or IssueCode.CONSISTENCY_FAILED)
    if {(value.row, Column.AREA), (value.row, Column.BMC)} & doubted.keys():
        # What does not sum up to a row is of other vertebrae than its name or the rows above it say.
        return replace(value, held=value.held or IssueCode.CONSISTENCY_FAILED)
    if column in _SCORES and value.reading.raw[:1].isdigit() and _line_before(value.cell.box, place.strokes):
        text = "a short line stands before an unsigned score and may be its minus; held back until a reviewer decides"
        findings.add(IssueCode.UNSIGNED_T_SCORE, text, value.cell.box)
        return replace(value, held=value.held or IssueCode.UNSIGNED_T_SCORE)
    row_confirmed = any((value.row, other) in confirmed for other in Column)
    needs_check = place.layout is None and place.needs_check and column is not Column.TBS
    if needs_check and not row_confirmed:
        text = "a table of an unknown kind of printout, with nothing in the row to check it by; held back"
        findings.add(IssueCode.UNVERIFIED_TABLE, text, rows[value.row].row.box)
        return replace(value, held=value.held or IssueCode.UNVERIFIED_TABLE)
    return value


def _line_before(box: Box, strokes: Sequence[Box]) -> bool:
    """Whether a minus drawn as a line stands just left of a number, at the height of a minus sign."""
    height = box[3] - box[1]
    return any(
        -0.15 * height <= box[0] - stroke[2] <= 0.6 * height
        and box[1] + 0.3 * height <= (stroke[1] + stroke[3]) / 2 <= box[1] + 0.75 * height
        and stroke[2] - stroke[0] > stroke[3] - stroke[1]
        for stroke in strokes
    )


def _seen_twice(value: _Value, place: Circumstances, findings: _Findings) -> _Value:
    if len(place.readers) == 1:
        return replace(value, confirmed=place.readers)
    agrees = place.agrees(value.cell.text + (value.cell.unit or ""), value.cell.box)
    if agrees:
        return replace(value, confirmed=place.readers)
    once = replace(value, confirmed=place.readers[:1])
    if agrees is None:
        text = "the second text reader sees no characters where the first one read a value"
        findings.add(IssueCode.TEXT_ENGINES_DISAGREE, text, value.cell.box)
        return once
    text = "two text readers see different characters in one value; held back until a reviewer decides"
    findings.add(IssueCode.TEXT_ENGINES_DISAGREE, text, value.cell.box)
    return replace(once, held=value.held or IssueCode.TEXT_ENGINES_DISAGREE)


def _measurement(value: _Value, placed: PlacedRow, place: Circumstances) -> Measurement:
    if placed.site is None:
        raise ValueError("a row without a site has no measurement")
    column = value.cell.heading.column
    return Measurement(
        id="m0",
        region=placed.site.region,
        side=placed.site.side,
        levels=placed.site.levels,
        quantity=_QUANTITIES[column],
        value=value.value,
        unit=value.unit,
        exam_date=place.exam_date,
        current=place.current,
        reference=place.reference if column in _SCORES else None,
        held=value.held,
        confirmed_by=value.confirmed,
        provenance=Provenance(
            document=place.digest, parser=PARSER_NAME, locator=place.locate(value.cell.box), raw=value.reading.raw
        ),
    )
