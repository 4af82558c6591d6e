"""Results GE Lunar's enCORE writes as XML into Image Comments (0020,4000): DXA_RESULTS, before DENSITOMETRY_RESULTS.

Tags, units with a leading blank, trends newest first in the newer form and oldest first in the older: facts on DICOM,
1.1. The order of trend rows is never relied on; the day decides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from dxa.report import Quantity, Unit
from dxa.sites import site_of
from parsers.dicom.exams import Calendar, Exam, calendar
from parsers.dicom.ge_days import exam_of, is_nobodys, printed_days, scan_calendar, trend_days
from parsers.dicom.scans import is_of_both_sides, is_other_scan, may_hide_side, scan_of, scan_side
from parsers.dicom.values import Draft, Found, issue
from parsers.dicom.xml_nodes import Node, nodes_in

IMAGE_COMMENTS = "(0020,4000)"
ROOTS = ("DXA_RESULTS", "DENSITOMETRY_RESULTS")

_QUANTITIES: dict[str, tuple[Quantity, Unit]] = {
    "BMD": (Quantity.BMD, Unit.G_PER_CM2),
    "BMD_TSCORE": (Quantity.T_SCORE, Unit.ONE),
    "BMD_ZSCORE": (Quantity.Z_SCORE, Unit.ONE),
    "YAT": (Quantity.T_SCORE, Unit.ONE),
    "AMZ": (Quantity.Z_SCORE, Unit.ONE),
    "BMD_PYA": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "BMD_PAM": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "BMC": (Quantity.BMC, Unit.G),
    "AREA": (Quantity.AREA, Unit.CM2),
}
_FRAX = {"MAJOR_OSTEO_FRAC_RISK": Quantity.FRAX_MAJOR, "HIP_FRAC_RISK": Quantity.FRAX_HIP}
_REGION_NAMES = ("region", "trend_roi", "name", "level")
_SIDED = frozenset({Scan.HIP, Scan.FOREARM})
_SIDES = frozenset({Side.LEFT, Side.RIGHT})
_SILENT = frozenset(["NONE", "NORMAL", ""])


@dataclass(frozen=True, slots=True)
class _Under:
    """What stands above a value."""

    scan: Scan | None
    side: Side | None
    """Side the scan's type states, else the header's."""
    scan_type: str
    exam: Exam
    is_torn: bool
    """Whether the scan's type and the header's laterality name different sides."""


@dataclass(frozen=True, slots=True)
class XmlReading:
    """What the XML says."""

    found: tuple[Found, ...]
    findings: str | None
    """Deformities in words."""


@dataclass(frozen=True, slots=True)
class HeaderSide:
    """The side by the header of the object."""

    side: Side | None
    is_coded: bool
    """Whether the laterality element says it, which the name of a scan must not contradict."""


def read_xml(root: Node, today: date | None, header: HeaderSide) -> XmlReading:
    """Return every value of the XML, what cannot be read as one, and deformities named in words."""
    texts = [text for node in nodes_in(root) for text in trend_days(node)]
    days = calendar(today, texts, printed_days(root))
    scan_days = scan_calendar(root, today)
    units = _printed_units(root)
    found: list[Found] = []
    words: list[str] = []
    for node in nodes_in(root):
        if node.tag in {*_FRAX, "SCAN"} and is_nobodys(node):
            found.append(issue(IssueCode.NOT_A_RESULT, "reference values, and no result; not read", _place(node)))
        elif node.tag in _FRAX:
            exam, remarks = exam_of(node, scan_days, _place(node))
            found += remarks
            found.append(_draft(node, _FRAX[node.tag], Site(Region.PATIENT), exam, unit=Unit.PERCENT))
        elif node.tag == "SCAN" and is_other_scan(node.named("type", "name")):
            found.append(issue(IssueCode.UNKNOWN_ROW, "a scan whose regions are others; not read", _place(node)))
        elif node.tag == "SCAN":
            exam, remarks = exam_of(node, scan_days, _place(node))
            under = _under(node, exam, header)
            found += [*remarks, *_of_scan(node, under, days, units)]
            words += _deformity_words(node, under) if exam.current else ()
    return XmlReading(tuple(found), "\n".join(words) or None)


def _under(scan: Node, exam: Exam, header: HeaderSide) -> _Under:
    kind = scan.named("type", "name")
    side, is_torn = scan_side(kind), False
    if not is_of_both_sides(kind):
        is_torn = header.is_coded and None not in {side, header.side} and side is not header.side
        side = side or header.side
    return _Under(scan_of(kind), side, kind, exam, is_torn)


def _of_scan(scan: Node, under: _Under, days: Calendar, units: dict[str, str]) -> Iterator[Found]:
    for node in scan.children:
        if node.tag in {"ROI", "REGION"}:
            yield from _of_region(node, under, units)
        elif node.tag == "TREND":
            yield from _of_trend(node, under, days, units)
        elif node.tag == "DEFORMITY":
            yield from _deformity(node, node.named(*_REGION_NAMES), under)


def _of_region(region: Node, under: _Under, units: dict[str, str]) -> Iterator[Found]:
    name = region.named(*_REGION_NAMES)
    values = [node for node in region.children if node.tag in _QUANTITIES]
    for node in region.children:
        if node.tag == "DEFORMITY":
            yield from _deformity(node, name, under)
    if not any(node.text.strip() for node in values):
        return
    site = _site(name, under)
    if site is None:
        yield issue(IssueCode.UNKNOWN_ROW, f'no known region: "{name[:40]}"', _place(region))
        return
    held = _side_conflict(site, under)
    yield from _site_remarks(site, region, held)
    for node in values:
        draft = _value(node, site, under.exam, units)
        yield replace(draft, held=held) if held else draft


def _of_trend(trend: Node, under: _Under, days: Calendar, units: dict[str, str]) -> Iterator[Found]:
    name = trend.named(*_REGION_NAMES)
    site = _site(name, under)
    exams = [node for node in trend.children if node.tag == "EXAM"]
    if site is None:
        if exams:
            yield issue(IssueCode.UNKNOWN_ROW, f'no known region of a trend: "{name[:40]}"', _place(trend))
        return
    held = _side_conflict(site, under)
    for node in exams:
        exam, issues = days.exam(node.named("date", "exam_date") or None, _place(node))
        yield from issues
        for part in node.children:
            if part.tag in _QUANTITIES:
                draft = _value(part, site, exam, units)
                yield replace(draft, held=held) if held else draft
            elif part.tag in {"CHANGE", "BMD_CHANGE"}:
                for found in _change(part, site, exam, units.get("BMD", "")):
                    yield replace(found, held=held) if held and isinstance(found, Draft) else found


def _value(node: Node, site: Site, exam: Exam, units: dict[str, str]) -> Draft:
    quantity, unit = _QUANTITIES[node.tag]
    # Trend rows print no units; those of the same document's regions hold for them.
    return _draft(node, quantity, site, exam, unit=unit, inherited=units.get(node.tag, ""))


def _change(node: Node, site: Site, exam: Exam, bmd_unit: str) -> Iterator[Found]:
    """Yield a change of BMD against the previous examination; its kind stands in an attribute or a child."""
    kind = node.named("type").upper()
    value = node.child("BMD") or node.child("VALUE")
    if value is None or not value.text.strip():
        return
    if "PREV" not in kind:
        text = "a change against the first examination is not taken over"
        yield issue(IssueCode.CHANGE_FROM_BASELINE, text, _place(value))
        return
    units = value.named("units", "unit") or node.named("units", "unit")
    percent = kind.startswith("P") or "%" in units or "%" in value.text
    if percent or kind.startswith("ROC"):
        # A rate of change (ROC) prints no unit in the older form: per year or per interval cannot be told.
        unit = Unit.PERCENT if percent else None
        yield _draft(value, Quantity.CHANGE_PERCENT, site, exam, unit=unit, inherited=units)
    else:
        yield _draft(value, Quantity.CHANGE, site, exam, inherited=units or bmd_unit)


def _deformity(node: Node, name: str, under: _Under) -> Iterator[Found]:
    site = site_of(name, Scan.LATERAL) if name else None
    if site is None or not node.text.strip()[:1].isdigit():
        return
    draft = _draft(node, Quantity.DEFORMITY, site, under.exam)
    if not draft.units and "%" not in node.text:
        # One public source shows this element and no number in it: a bare one may be a height loss or a grade.
        yield issue(IssueCode.UNKNOWN_UNIT, "a deformity as a number without unit; held back", _place(node))
        draft = replace(draft, held=IssueCode.UNKNOWN_UNIT)
    yield draft


def _deformity_words(scan: Node, under: _Under) -> Iterator[str]:
    """Yield deformities that are described rather than measured."""
    for node in nodes_in(scan):
        text = " ".join(node.text.split())
        if node.tag == "DEFORMITY" and text.upper() not in _SILENT and not text[:1].isdigit():
            above = node.parent.named(*_REGION_NAMES) if node.parent and node.parent is not scan else ""
            where = node.named(*_REGION_NAMES) or above
            yield f"{under.scan_type} {where}".strip() + f": {text}"


def _site(name: str, under: _Under) -> Site | None:
    site = site_of(name, under.scan) if name else None
    if site is None or site.side is not None or SCAN_OF_REGION.get(site.region) not in _SIDED:
        return site
    if under.scan not in {None, *_SIDED}:
        return site
    return Site(site.region, under.side, site.levels)


def _side_conflict(site: Site, under: _Under) -> IssueCode | None:
    """Return what is wrong where row, scan and header do not name one side, or the scan's name is not known."""
    if SCAN_OF_REGION.get(site.region) not in _SIDED:
        return None
    if site.side is None and (may_hide_side(under.scan_type) or is_of_both_sides(under.scan_type)):
        return IssueCode.SITE_AMBIGUOUS
    differs = under.side in _SIDES and site.side in _SIDES and site.side is not under.side
    return IssueCode.SIDE_CONFLICT if under.is_torn or (differs and scan_side(under.scan_type)) else None


def _site_remarks(site: Site, node: Node, held: IssueCode | None) -> Iterator[Found]:
    if held:
        yield issue(held, "row, scan and header do not name one side; held back", _place(node))
    if site.region is Region.HIP_UNSPECIFIED:
        yield issue(IssueCode.SITE_AMBIGUOUS, "the hip is named without its region", _place(node))


def _draft(
    node: Node, quantity: Quantity, site: Site, exam: Exam, *, unit: Unit | None = None, inherited: str = ""
) -> Draft:
    printed = node.named("units", "unit") or inherited.strip()
    return Draft(
        site=site,
        quantity=quantity,
        text=node.text,
        locate=_locate(node),
        units=(printed,) if printed else (),
        fixed_unit=unit,
        current=exam.current,
        exam_date=exam.day,
    )


def _locate(node: Node) -> Callable[[int, int], Locator]:
    """Return the place of a part of a node's text; all of it where entities make the two differ in length."""
    is_plain = node.end - node.start == len(node.text)

    def place(start: int, end: int) -> Locator:
        chars = (node.start + start, node.start + end) if is_plain else (node.start, node.end)
        return Locator(tag=IMAGE_COMMENTS, chars=chars)

    return place


def _place(node: Node) -> Locator:
    return Locator(tag=IMAGE_COMMENTS, chars=(node.start, node.end))


def _printed_units(root: Node) -> dict[str, str]:
    """Return for each kind of value the unit the document prints, where it prints one and only one."""
    printed: dict[str, set[str]] = {}
    for region in (node for node in nodes_in(root) if node.tag in {"ROI", "REGION"}):
        for node in region.children:
            if unit := node.attributes.get("units", "").strip():
                printed.setdefault(node.tag, set()).add(unit)
    return {tag: units.pop() for tag, units in printed.items() if len(units) == 1}
