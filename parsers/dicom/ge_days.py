"""Days in GE Lunar's XML: that of the present examination, and those of its trends."""

from datetime import date

from parsers.dicom.dates import looks_like_date, read_date, readings
from parsers.dicom.exams import calendar
from parsers.dicom.xml_nodes import Node, nodes_in


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


def printed_days(root: Node) -> list[str]:
    """Return the days of the present examination as they are printed."""
    return [node.text for node in nodes_in(root) if node.tag == "EXAM_DATE" and not _is_in_trend(node)]


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
