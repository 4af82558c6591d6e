"""The report of one DICOM object: its header and every independent reading of its results, put together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dxa.document import RawDocument
from dxa.errors import LimitExceeded, NoStructuredResults, NotDensitometry, UnreadableDocument
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Context, DxaReport, Issue, Measurement, ReportText, Study
from dxa.settings import Limits
from dxa.telling import MAKER
from parsers.dicom import ge_days, ge_xml, hologic, hologic_patient, prose, sr
from parsers.dicom.content import Content, content_of
from parsers.dicom.encapsulated_pdf import PLACE, read_pdf
from parsers.dicom.header import Header, header_of
from parsers.dicom.hologic_text import results_texts
from parsers.dicom.kinds import ENCAPSULATED_CDA, ENCAPSULATED_PDF, is_other_report, names_densitometry
from parsers.dicom.other_methods import is_of_other_method, says_nothing_of_density
from parsers.dicom.safety import Dicom, open_dicom
from parsers.dicom.texts import TextElement, text_elements
from parsers.dicom.values import Known, identity_of, issue, judge
from parsers.dicom.xml_nodes import Node, nodes_of
from parsers.merge import merge

VERSION = 1
_DOUBTFUL_DAY = (
    "the day of the scan is none of the study and cannot be told for sure; values called present are held back"
)
_OTHER_DAY = "the day of the scan is not the study date; the scan's own was taken for its values"
_OF_PHANTOM = "a scan of a phantom or a check of the device, and nobody's examination"


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every reading of one object shares."""

    document: str
    """SHA-256 of the object."""
    header: Header
    today: date | None
    """Day of the examination."""


def read(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what a DICOM object says.

    Raises:
        UnreadableDocument: it is damaged or cut.
        LimitExceeded: it is larger or deeper than the limits allow.
        NotDensitometry: it is a sound object about something else.
        NoStructuredResults: it is about bone density and holds no readable results.
    """
    opened = open_dicom(document.content, limits)
    digest = document.digest
    header = header_of(opened.data, digest, f"dicom/{VERSION}")
    if header.report.study.device.manufacturer == MAKER:
        # Its sentences quote the numbers of the report it is about: read, they would confirm themselves.
        raise NotDensitometry("a result of this service, and no report")
    if header.is_of_phantom:
        raise NotDensitometry(_OF_PHANTOM)
    if is_other_report(opened.sop_class):
        raise NotDensitometry("a structured report of another kind: dose, key images, CAD")
    if opened.sop_class == ENCAPSULATED_CDA:
        text = (
            "a CDA document inside a DICOM object is not read; the report is wanted as HL7 v2, PDF or structured report"
        )
        raise NoStructuredResults(text, PLACE)
    if opened.sop_class == ENCAPSULATED_PDF:
        return _signed(merge([header.report, read_pdf(opened.data, document, limits)]), header.report, digest)
    try:
        readings = _readings(opened, header, digest, limits)
    except NoStructuredResults as refusal:
        if not limits.ocr:
            raise
        from parsers.ocr.document import read_frames  # noqa: PLC0415 - off by default

        readings = [read_frames(document, limits, refusal)]
    return _signed(merge([header.report, *readings]), header.report, digest)


def _readings(opened: Dicom, header: Header, digest: str, limits: Limits) -> list[DxaReport]:
    """Return each independent reading of the results; at least one."""
    elements = text_elements(opened.data, limits)
    content = content_of(opened.data, limits) if opened.is_report else None
    readings: list[DxaReport] = []
    study_date = header.report.study.performed_on
    setting = _Setting(digest, header, study_date)
    for element in elements:
        if element.is_xml:
            root, fault = _parsed(element, limits)
            if root is None:
                readings.append(DxaReport(issues=fault))
                continue
            setting = _Setting(digest, header, ge_days.exam_day(root, study_date))
            readings.append(_of_xml(root, element, setting))
    private = [element for element in elements if not element.is_xml]
    if private:
        readings.append(_of_hologic(private, setting))
    if content is not None:
        known = Known(row for reading in readings for row in reading.measurements)
        readings = [*readings, *_of_tree(content, setting, known)]
        readings = [_confirmed(reading, known, sr.dialect(content)) for reading in readings]
    if not any(_says_something(reading) for reading in readings):
        raise _nothing_found(header, content, is_read=bool(readings))
    return readings


def _parsed(element: TextElement, limits: Limits) -> tuple[Node | None, tuple[Issue, ...]]:
    """Return the XML of Image Comments; a damaged one takes nothing away from the tree beside it."""
    try:
        return nodes_of(element.text, limits), ()
    except LimitExceeded:
        raise
    except UnreadableDocument as error:
        return None, (issue(IssueCode.UNREADABLE_ATTACHMENT, error.text, Locator(tag=element.tag)),)


def _of_xml(root: Node, element: TextElement, setting: _Setting) -> DxaReport:
    side = ge_xml.HeaderSide(setting.header.side, setting.header.side_is_coded)
    reading = ge_xml.read_xml(root, setting.today, side)
    judged = judge(reading.found, setting.document, f"ge-xml/{VERSION}")
    study_date = setting.header.report.study.performed_on
    issues = [*judged.issues, *_charset_issue(element)]
    if study_date and setting.today != study_date:
        issues.append(_other_day(element))
    if ge_days.is_another_day(root, study_date):
        text = "the day of the scan cannot be read and is not the study date, which was taken for its values"
        issues.append(issue(IssueCode.DATE_AMBIGUOUS, text, Locator(tag=element.tag)))
    rows = tuple(judged.measurements)
    if ge_days.has_doubtful_day(root, study_date):
        issues.append(issue(IssueCode.STUDY_CONFLICT, _DOUBTFUL_DAY, Locator(tag=element.tag)))
        rows = _held(rows)
    return DxaReport(
        study=_study(setting.today, study_date),
        measurements=rows,
        text=ReportText(findings=reading.findings),
        issues=tuple(issues),
    )


def _held(rows: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    return tuple(replace(row, held=row.held or IssueCode.STUDY_CONFLICT) if row.current else row for row in rows)


def _study(day: date | None, study_date: date | None) -> Study:
    """Return the day the results name, where the header names none."""
    return Study(performed_on=None if study_date else day)


def _of_hologic(elements: Iterable[TextElement], setting: _Setting) -> DxaReport:
    """Return the reading of the private texts; two blocks of one object are one reading."""
    reader = f"hologic/{VERSION}"
    header = setting.header
    parts: list[DxaReport] = []
    for element, text in ((part, text) for part in elements for text in results_texts(part.tag, part.text)):
        day = hologic_patient.scan_day(text) or setting.today
        mode = hologic.mode_of(text, header.side if header.side_is_coded else None)
        judged = judge(hologic.read_tables(text, day, mode), setting.document, reader)
        patient, faults = hologic_patient.patient_of(text, header.report.patient)
        issues = [*judged.issues, *faults, *_charset_issue(element)]
        if setting.today and day != setting.today:
            issues.append(_other_day(element))
        facts = hologic_patient.facts_of(text, header.report.context, setting.document, reader)
        of_scan = (mode.scan, mode.side)
        words = ReportText() if mode.is_other else hologic_patient.words_of(text, of_scan, setting.document, reader)
        parts.append(
            DxaReport(
                patient=patient,
                study=_study(day, header.report.study.performed_on),
                measurements=tuple(judged.measurements),
                context=Context(facts=facts),
                text=words,
                issues=tuple(issues),
            )
        )
    return merge(parts)


def _confirmed(reading: DxaReport, known: Known, by: str) -> DxaReport:
    """Return a reading with the name of another at every value that one confirmed."""
    if not known.met:
        return reading
    rows = tuple(
        replace(row, confirmed_by=tuple(sorted({by, row.provenance.parser.partition("/")[0]})))
        if row.held is None and identity_of(row) in known.met
        else row
        for row in reading.measurements
    )
    return replace(reading, measurements=rows)


def _of_tree(content: Content, setting: _Setting, known: Known) -> list[DxaReport]:
    """Return the readings of a content tree: its coded values and its sentences; none if it is about something else.

    Of the coded values only those that say more or something else than what is `known`.
    """
    header = setting.header
    day, is_doubtful = sr.day_of(content, setting.today)
    other = _day_of_tree(day, setting.today, is_doubtful=is_doubtful)
    setting = replace(setting, today=day)
    side = sr.Setting(today=setting.today, side=header.side, side_is_coded=header.side_is_coded)
    judged = judge(sr.found_in(content, side), setting.document, f"{sr.dialect(content)}/{VERSION}", known)
    has_values = bool(judged.measurements or known.met)
    is_open = not known.met and says_nothing_of_density(judged.measurements)
    if is_open and not names_densitometry(header.modality, header.words) and not _names_it(content):
        return []
    if not known.met and is_of_other_method(content, header.words):
        return []
    rows = tuple(judged.measurements)
    coded = DxaReport(
        measurements=_held(rows) if is_doubtful else rows,
        text=prose.words_of(content),
        issues=(*judged.issues, *(other if rows else ())),
    )
    said = prose.read_prose(content, setting.document, setting.today, sections_only=has_values)
    return [coded, said] if said else [coded]


def _day_of_tree(day: date | None, study_date: date | None, *, is_doubtful: bool) -> tuple[Issue, ...]:
    if is_doubtful:
        return (issue(IssueCode.STUDY_CONFLICT, _DOUBTFUL_DAY),)
    return (issue(IssueCode.STUDY_CONFLICT, _OTHER_DAY),) if study_date and day != study_date else ()


def _names_it(content: Content) -> bool:
    """Whether a tree without readable values is about bone density all the same."""
    words = " ".join(f"{item.name.meaning} {item.text}" for item in content.items)
    return names_densitometry("", words)


def _says_something(reading: DxaReport) -> bool:
    return bool(reading.measurements or reading.issues or reading.text.findings or reading.text.stated_classification)


def _nothing_found(header: Header, content: Content | None, *, is_read: bool) -> NoStructuredResults | NotDensitometry:
    is_ours = is_read or names_densitometry(header.modality, header.words)
    if not is_ours and not (content and _names_it(content)):
        return NotDensitometry("a sound object that says nothing about bone density")
    return NoStructuredResults("a densitometry object without readable results, such as a picture")


def _other_day(element: TextElement) -> Issue:
    return issue(IssueCode.STUDY_CONFLICT, _OTHER_DAY, Locator(tag=element.tag))


def _charset_issue(element: TextElement) -> list[Issue]:
    if not element.is_doubtful:
        return []
    text = "the text is not written in the declared character set; a fallback was used"
    return [issue(IssueCode.UNKNOWN_CHARSET, text, Locator(tag=element.tag))]


def _signed(report: DxaReport, header: DxaReport, digest: str) -> DxaReport:
    """Return the report with its measurements numbered and dated, and its object and its issues named."""
    today = report.study.performed_on
    rows = tuple(_dated(row, f"m{number}", today) for number, row in enumerate(report.measurements, 1))
    issues = tuple(issue if issue.document else replace(issue, document=digest) for issue in report.issues)
    return replace(report, measurements=rows, issues=issues, instance=header.instance, replaces=header.replaces)


def _dated(row: Measurement, identity: str, today: date | None) -> Measurement:
    day = row.exam_date or (today if row.current else None)
    # Most rows are so already, and replacing each of them was a tenth of the time an object takes.
    return row if (row.id, row.exam_date) == (identity, day) else replace(row, id=identity, exam_date=day)
