"""Days in GE Lunar's XML: that of the present examination, and those of its trends."""

import re
from datetime import date

from dxa.locator import Locator
from dxa.report import Issue
from parsers.dicom.dates import is_far, is_of_other_day, looks_like_date, read_date, readings
from parsers.dicom.exams import Calendar, Exam, calendar
from parsers.dicom.tracking import day_in, is_of_another_day, names_earlier, names_others
from parsers.dicom.xml_nodes import Node, nodes_in

_DAYS = ("date", "exam_date", "scan_date")
_SCAN = re.compile(r"^SCAN$")
_EARLIER = re.compile(r"PREV|PRIOR|BASELINE|HISTOR|EARLIER|FORMER")
_OTHERS = re.compile(r"REFERENCE|POPULATION|NORMATIVE|PHANTOM|TEMPLATE|TARGET|EXAMPLE")


def exam_day(root: Node, study_date: date | None) -> date | None:
    """Return the day of the present examination: EXAM_DATE where it can be read, else the study date."""
    texts = printed_days(root)
    order = calendar(study_date, texts).order
    days = {read_date(text, order) for text in texts}
    return next(iter(days)) or study_date if len(days) == 1 else study_date


def is_another_day(root: Node, study_date: date | None) -> bool:
    """Return whether the XML prints a day of its examination that cannot be read and is not the study date."""
    texts = printed_days(root)
    order = calendar(study_date, texts).order
    open_days = [text for text in texts if read_date(text, order) is None]
    return study_date is not None and any(study_date not in readings(text) for text in open_days)


def has_doubtful_day(root: Node, study_date: date | None) -> bool:
    """Return whether values may be of another day than the study: a far one nobody can read, or several above scans."""
    above_scans = [node for node in _days(root) if not _is_below(node, _SCAN)]
    order = calendar(study_date, [node.text for node in above_scans]).order
    far = [node.text for node in above_scans if is_far(node.text, study_date)]
    several = len({node.text.strip() for node in above_scans if node.text.strip()}) > 1
    return bool(far) and (several or any(read_date(text, order) is None for text in far))


def printed_days(root: Node) -> list[str]:
    """Return the days of the present examination as they are printed: above the scans, else those of the scans."""
    days = _days(root)
    above = [node for node in days if not _is_below(node, _SCAN)]
    return [node.text for node in above or days]


def _days(root: Node) -> list[Node]:
    days = [node for node in nodes_in(root) if node.tag == "EXAM_DATE" and not _is_in_trend(node)]
    return [node for node in days if not _is_below(node, _EARLIER)]


def scan_calendar(root: Node, today: date | None) -> Calendar:
    """Return how the days of scans are to be read; those of trends may have another order of day and month."""
    nodes = [node for node in nodes_in(root) if not _is_in_trend(node)]
    texts = [node.text for node in nodes if node.tag == "EXAM_DATE"]
    texts += [text for node in nodes for name in _DAYS if (text := node.attributes.get(name, ""))]
    return calendar(today, [text for text in texts if looks_like_date(text)], printed_days(root))


def is_nobodys(node: Node) -> bool:
    """Return whether a scan is, or stands in an element, of reference values or anything else that nobody measured."""
    return _is_below(node, _OTHERS) or names_others(node.named("type", "name"))


def exam_of(node: Node, days: Calendar, place: Locator) -> tuple[Exam, list[Issue]]:
    """Return the examination of a scan: the present one, unless an element around it or its own day says otherwise."""
    around = [node, *above(node)]
    told = next((text for one in around if (text := one.named(*_DAYS))), "")
    kind = node.named("type", "name")
    if not told and (day := day_in(kind)) and is_of_another_day(day, days.today):
        return days.exam(day, place)
    if _is_below(node, _EARLIER) or names_earlier(kind):
        exam, issues = days.exam(told or None, place)
        return Exam(current=False, day=exam.day if not exam.current else None), issues
    if not told or (days.today is not None and not is_of_other_day(told, days.today)):
        return Exam(current=True, day=days.today), []
    return days.exam(told, place)


def above(node: Node) -> list[Node]:
    """Return the elements a node stands in, outwards, without the root."""
    found: list[Node] = []
    while node.parent is not None and node.parent.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _is_below(node: Node, names: re.Pattern[str]) -> bool:
    return any(names.search(one.tag) for one in above(node))


def trend_days(node: Node) -> list[str]:
    """Return the dates an EXAM or a TREND of a trend names."""
    if node.tag == "EXAM":
        days = [node.named("date", "exam_date")]
    elif node.tag == "TREND":
        days = [node.named("baseline_exam_date")]
    else:
        return []
    return [day for day in days if looks_like_date(day)]


def _is_in_trend(node: Node) -> bool:
    return node.parent is not None and node.parent.tag == "EXAM"
