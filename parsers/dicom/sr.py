"""Values of a structured report, from whatever tree: code first, printed meaning as the label, containers around."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.report import Quantity, Unit
from dxa.sites import plain
from parsers.dicom import ge_sr, tid1500
from parsers.dicom.codes import MEASUREMENT_REPORT, is_dicom
from parsers.dicom.content import Code, Content, Item
from parsers.dicom.dates import is_far, read_date
from parsers.dicom.exams import Calendar, Exam, calendar
from parsers.dicom.names import Name, name_of
from parsers.dicom.scans import may_hide_side
from parsers.dicom.tracking import is_of_another_day
from parsers.dicom.values import UNITS_OF_FORMAT, Draft, Found, issue

_PATIENT_QUANTITIES = frozenset({Quantity.FRAX_MAJOR, Quantity.FRAX_HIP})
_PERCENTS = _PATIENT_QUANTITIES | {Quantity.YOUNG_ADULT_PERCENT, Quantity.AGE_MATCHED_PERCENT}
_SIDED = frozenset({Scan.HIP, Scan.FOREARM})
# Numbers beside results that are no results; everything else with an unknown name is reported.
_NO_RESULT = re.compile(
    r"^age\b|\bheight\b|\bweight\b|\bbmi\b|dose|exposure|\bvat\b|\bvolume\b|\bfat\b|\blean\b|tissue|\bmass\b|percentile|\bwidth\b|deviation"
)
_LONGEST_NAME = 40
_LN = frozenset({"LN", "LOINC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the header of the object says that a value may lack."""

    today: date | None
    side: Side | None
    """Side by the header's laterality or protocol name."""
    side_is_coded: bool
    """Whether it is the laterality element that says so, which a printed side must not contradict."""
    is_lunar: bool = False
    """Whether the tree is GE Lunar's, whose format fixes the units that it does not print."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Everything around one value."""

    containers: ge_sr.Around
    marks: tuple[tid1500.Marks, ...]
    """Of the value itself, if anything stands below it, and of everything around it, outwards."""
    _sites: dict[Name, tid1500.Placed] = field(default_factory=dict)

    @property
    def is_mean(self) -> bool:
        """Whether the value is said to be the mean of both sides."""
        return any(marks.is_mean for marks in self.marks) and any(marks.is_of_both_sides for marks in self.marks)

    def site(self, name: Name) -> tid1500.Placed:
        """Return where a value of that name belongs."""
        place = self._sites.get(name)
        if place is None:
            place = self._sites[name] = _site(self, name)
        return place


def dialect(content: Content) -> str:
    """Return the name of the reading a tree gets in provenances."""
    root = content.items[0]
    if is_dicom(root.name, {MEASUREMENT_REPORT}):
        return "tid1500"
    schemes = {item.name.scheme.upper() for item in content.items[1:]}
    is_ge = "GELUNAR" in schemes or any(item.name.meaning.upper() == "BMD_TSCORE" for item in content.items)
    return "ge-sr" if is_ge or plain(root.name.meaning) == "dxa report" else "sr"


def day_of(content: Content, study_date: date | None) -> tuple[date | None, bool]:
    """Return the day of the examination by its tree, and whether that is none of the study's and cannot be read."""
    printed = tid1500.day_of_report(content)
    if not printed or (study_date and not is_of_another_day(printed, study_date)):
        return study_date, False
    order = calendar(study_date, [printed, *ge_sr.trend_dates(content.items)]).order
    day = read_date(printed, order)
    return day or study_date, day is None and is_far(printed, study_date)


def found_in(content: Content, setting: Setting) -> Iterator[Found]:
    """Yield every value of a tree, and what cannot be read as one."""
    marks = tid1500.marks_of(content)
    days = calendar(setting.today, ge_sr.trend_dates(content.items))
    setting = replace(setting, is_lunar=dialect(content) == "ge-sr")
    shared: dict[int, _Surroundings] = {}
    said: set[tuple[str, str]] = set()
    for position, item in enumerate(content.items):
        if item.kind not in {"NUM", "TEXT"} or (item.kind == "TEXT" and not _is_result_text(item)):
            continue
        outside = shared.get(item.parent)
        if outside is None:
            outwards = tuple(marks[place] for place in content.ancestors(position))
            outside = shared[item.parent] = _Surroundings(ge_sr.around(content, position), outwards)
        if content.children[position]:
            outside = _Surroundings(outside.containers, (marks[position], *outside.marks))
        for found in _of_item(item, outside, days, setting):
            if isinstance(found, Draft) or found.code not in _ONCE:
                yield found
            elif (found.code, found.text) not in said:
                said.add((found.code, found.text))
                yield found


_ONCE = frozenset(
    {IssueCode.UNKNOWN_ROW, IssueCode.LABEL_ONLY, IssueCode.SITE_AMBIGUOUS, IssueCode.CHANGE_FROM_BASELINE}
)
"""Issues said once for a region, not once for each of its numbers."""


def _is_result_text(item: Item) -> bool:
    """Whether a TEXT item is named like a result, so that it is a value and not prose."""
    name = name_of(item.name)
    return name is not None and "\n" not in item.text.strip()


def _of_item(item: Item, outside: _Surroundings, days: Calendar, setting: Setting) -> Iterator[Found]:
    around = outside.containers
    name = name_of(item.name)
    if name is None or not name.is_understood(around.scan):
        if not _NO_RESULT.search(plain(item.name.meaning.replace("_", " "))):
            yield issue(IssueCode.UNKNOWN_ROW, "a number whose name is no known result; not used", item.locator)
        return
    if item.kind == "NUM" and not item.text.strip():
        reason = f" ({item.qualifier})" if item.qualifier else ""
        yield issue(IssueCode.NOT_A_NUMBER, f"{name.quantity} without a value{reason}", item.locator)
        return
    if around.is_of_others or (outside.marks and outside.marks[0].is_spread):
        yield issue(IssueCode.NOT_A_RESULT, "a spread, a limit or a reference value, and no value", item.locator)
        return
    exam, remarks = _exam(item, outside, days)
    yield from remarks
    if name.quantity in _PATIENT_QUANTITIES:
        yield _draft(item, name, exam, setting, Site(Region.PATIENT), None)
        return
    where = outside.site(name)
    if where.site is None:
        printed = (around.region or name.rest)[:_LONGEST_NAME]
        yield issue(IssueCode.UNKNOWN_ROW, f'no known region: "{printed}"', item.locator)
        return
    site, conflict = _sided(where.site, around, setting)
    if site.side is None and outside.is_mean and SCAN_OF_REGION.get(site.region) in _SIDED:
        site = replace(site, side=Side.MEAN)
    held = where.conflict or conflict or (name.doubt if name.doubt is IssueCode.CODE_LABEL_CONFLICT else None)
    yield from _remarks(item, name, site, held)
    yield from _placed(around, name, _draft(item, name, exam, setting, site, held))


def _draft(  # noqa: PLR0917 - everything known about one value, put together at once
    item: Item, name: Name, exam: Exam, setting: Setting, site: Site, held: IssueCode | None
) -> Draft:
    fixed = Unit.PERCENT if name.quantity in _PERCENTS else None
    return Draft(
        site=site,
        quantity=name.quantity,
        text=item.text,
        locate=lambda _start, _end: item.locator,
        units=(_units(item.code) if item.kind == "NUM" else ()) or ((name.unit,) if name.unit else ()),
        fixed_unit=fixed or (UNITS_OF_FORMAT.get(name.quantity) if setting.is_lunar else None),
        current=exam.current,
        exam_date=exam.day,
        held=held,
    )


@lru_cache(maxsize=256)
def _units(code: Code) -> tuple[str, ...]:
    """Return what a unit's code says, best first: outside UCUM a value is a vendor's number, and its meaning counts."""
    said = (code.value, code.meaning) if code.scheme.upper() == "UCUM" else (code.meaning, code.value)
    return tuple(text for text in said if text)


def _remarks(item: Item, name: Name, site: Site, held: IssueCode | None) -> Iterator[Found]:
    """Yield what has to be said about a value whose site is known."""
    if site.region is Region.HIP_UNSPECIFIED:
        yield issue(IssueCode.SITE_AMBIGUOUS, "the hip is named without its region", item.locator)
    # A vendor's own code is no fault; a standard's code that nobody knows is.
    if name.doubt and name.doubt is not IssueCode.CODE_LABEL_CONFLICT and item.name.scheme.upper() in _LN:
        yield issue(name.doubt, "the code of a value is unknown; its label alone was read", item.locator)
    if held:
        text = f"statements about one value contradict each other ({name.quantity}); held back"
        yield issue(held, text, item.locator)


def _placed(around: ge_sr.Around, name: Name, draft: Draft) -> Iterator[Found]:
    """Yield a draft as the value it is: the quantity itself, or its change in a container of changes."""
    if around.change is None:
        yield draft
    elif name.quantity is Quantity.BMD:
        yield from _change(around.change, draft)


def _change(change: str, draft: Draft) -> Iterator[Found]:
    """Yield a change against the previous examination; in per cent if the container or the unit says so."""
    if "PREV" not in change.upper():
        text = "a change against the first examination is not taken over"
        yield issue(IssueCode.CHANGE_FROM_BASELINE, text, draft.locate(0, 0))
        return
    percent = change.upper().startswith(("P", "%")) or any("%" in text for text in (*draft.units, draft.text))
    quantity = Quantity.CHANGE_PERCENT if percent else Quantity.CHANGE
    yield replace(draft, quantity=quantity, fixed_unit=Unit.PERCENT if percent else None)


def _exam(item: Item, outside: _Surroundings, days: Calendar) -> tuple[Exam, list[Found]]:
    """Return the examination a value belongs to: that of its trend row, of its group, or the present one."""
    around = outside.containers
    if around.is_trend:
        return _exam_on(around.date, item, days)
    for marks in outside.marks:
        if marks.day is not None:
            return Exam(current=marks.day == days.today, day=marks.day), []
        if marks.printed_day and is_of_another_day(marks.printed_day, days.today):
            return _exam_on(marks.printed_day, item, days)
        if marks.is_earlier:
            return _earlier(item)
    if around.named_day and is_of_another_day(around.named_day, days.today):
        return _exam_on(around.named_day, item, days)
    return _earlier(item) if around.is_earlier else (Exam(current=True, day=days.today), [])


def _exam_on(printed: str | None, item: Item, days: Calendar) -> tuple[Exam, list[Found]]:
    exam, issues = days.exam(printed, item.locator)
    return exam, list(issues)


def _earlier(item: Item) -> tuple[Exam, list[Found]]:
    text = "a value of an earlier examination without its date"
    return Exam(current=False, day=None), [issue(IssueCode.PRIOR_WITHOUT_DATE, text, item.locator)]


def _site(outside: _Surroundings, name: Name) -> tid1500.Placed:
    """Return where a value belongs: by its modifiers, else by its name, else by the containers around it."""
    stated = [marks.modifiers for marks in outside.marks if marks.modifiers.says_something]
    tracked = next((marks.tracking for marks in outside.marks if marks.tracking.says_something), tid1500.Statement())
    by_name = tid1500.statement_of_name(name, outside.containers.scan)
    by_container = tid1500.statement_of_site(outside.containers.site)
    if not stated and not by_name.says_something:
        return tid1500.placed(by_container if by_container.says_something else tracked)
    statement = tid1500.Statement()
    for further in stated:
        # The nearest statement of the region wins: a group may hold values of several sites.
        statement = further if not statement.says_something else _completed(statement, further)
    statement = tid1500.folded(statement, by_name) if statement.says_something else by_name
    statement = tid1500.folded(statement, tracked)
    statement = _completed(statement, by_container)
    return tid1500.placed(statement)


def _completed(nearest: tid1500.Statement, further: tid1500.Statement) -> tid1500.Statement:
    """Return the nearest statement with what it leaves open taken from one further off, never contradicting it."""
    if nearest.regions and further.regions and not nearest.regions & further.regions:
        return nearest
    if nearest.side and further.side and nearest.side != further.side:
        further = replace(further, side=None)
    return tid1500.folded(nearest, further)


def _sided(site: Site, around: ge_sr.Around, setting: Setting) -> tuple[Site, IssueCode | None]:
    """Return a site with the side of the header where none is printed, and a conflict where two are and differ."""
    if SCAN_OF_REGION.get(site.region) not in _SIDED:
        return site, None
    if around.is_of_both_sides:
        return site, IssueCode.SITE_AMBIGUOUS if site.side is None else None
    if site.side is None and setting.side is None:
        unknown = setting.is_lunar and around.scan_name != around.region and may_hide_side(around.scan_name)
        return site, IssueCode.SITE_AMBIGUOUS if unknown else None
    if site.side is None:
        return Site(site.region, setting.side, site.levels), None
    firm = [side for side in (around.side, setting.side if setting.side_is_coded else None) if side]
    differs = site.side in {Side.LEFT, Side.RIGHT} and any(side is not site.side for side in firm)
    return site, IssueCode.SIDE_CONFLICT if differs else None
