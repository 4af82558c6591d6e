"""Several readings of one examination as one report: the parts of a document, or the documents of a case."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from dxa.issues import IssueCode
from dxa.report import (
    Context,
    Device,
    DiscouragedWording,
    DxaReport,
    Issue,
    Measurement,
    Patient,
    ReportStatus,
    ReportText,
    StatedChange,
    StatedClass,
    Study,
)
from parsers.agreement import Sighting, combined
from parsers.mirrored import held_where_mirrored
from parsers.predecessors import without_replaced
from parsers.standing import is_order, standing, withdrawing
from parsers.statements import distinct
from parsers.taking_back import held_back

T = TypeVar("T")
Said = TypeVar("Said", StatedClass, StatedChange, DiscouragedWording)


def merge(reports: Sequence[DxaReport]) -> DxaReport:
    """Return one report from readings in the order they arrived.

    Equal values confirm each other and keep every reading's name; different values of one place are all kept and
    held back. A corrected report supersedes earlier ones of its accession and format; a cancelled one is left out;
    an order adds what it knows of the patient. Apart from that, the order does not matter.
    """
    if len(reports) == 1 and reports[0].study.status is not ReportStatus.CANCELLED:
        return reports[0]
    counting = standing(reports)
    current, replaced = without_replaced(counting.results)
    withdrawn = (*counting.issues, *replaced)
    ordered = [*sorted(current, key=_place_in_order), *counting.orders]
    results = [report for report in reports if not is_order(report)]
    if not counting.results and (results or not ordered):
        gone = (results or reports)[-1]
        return replace(withdrawing(results) or gone, measurements=(), issues=withdrawn, withdrawn=())
    patient, patient_issues = _patient([report.patient for report in ordered])
    study, study_issues = _study([report.study for report in ordered])
    sightings = [Sighting(number, row) for number, report in enumerate(ordered) for row in report.measurements]
    measurements, value_issues = combined(sightings)
    measurements, side_issues = held_where_mirrored(measurements, ordered)
    if doubt := _another_person(patient_issues):
        measurements = tuple(replace(row, held=doubt) for row in measurements)
    measurements, day_issues = _of_one_day(measurements, study.performed_on)
    text, text_issues = _text([report.text for report in ordered])
    merged = DxaReport(
        patient=patient,
        study=study,
        measurements=measurements,
        context=_context([report.context for report in ordered]),
        text=text,
        issues=_distinct(
            [
                *(issue for report in ordered for issue in report.issues),
                *withdrawn,
                *patient_issues,
                *study_issues,
                *value_issues,
                *side_issues,
                *day_issues,
                *text_issues,
            ]
        ),
    )
    return held_back(merged)


def _of_one_day(rows: Sequence[Measurement], day: date | None) -> tuple[tuple[Measurement, ...], list[Issue]]:
    """Return the measurements, the present ones held back where they cannot all be of the present day.

    Values that two documents call present and date differently: an older one must not decide as if it were today's.
    """
    days = {row.exam_date for row in rows if row.current and row.exam_date is not None}
    if len(days) <= 1:
        return tuple(rows), []

    def doubtful(row: Measurement) -> bool:
        return row.current and row.exam_date is not None and row.exam_date != day

    text = "values called present are dated differently; those not of the examination's day are held back"
    held = tuple(replace(row, held=row.held or IssueCode.STUDY_CONFLICT) if doubtful(row) else row for row in rows)
    return held, [Issue(code=IssueCode.STUDY_CONFLICT, text=text)]


def _place_in_order(report: DxaReport) -> tuple[str, str]:
    """Return what readings are put in order by: their document; without values of their own, what they say."""
    documents = [row.provenance.document for row in report.measurements]
    return (min(documents), "") if documents else ("", repr(report))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


_OTHER_PERSON = "the documents differ in the patient's name and sex; all values are held back"
_FIELDS = {
    "id": ("id", IssueCode.PATIENT_CONFLICT),
    "sex": ("sex", IssueCode.SEX_CONFLICT),
    "birth_date": ("birth date", IssueCode.BIRTH_DATE_CONFLICT),
    "age_years": ("age", IssueCode.AGE_CONFLICT),
}


def _patient(patients: Sequence[Patient]) -> tuple[Patient, list[Issue]]:
    issues: list[Issue] = []

    def settled(name: str, same: Callable[[Any, Any], bool]) -> Any:
        stated = [value for patient in patients if (value := getattr(patient, name)) is not None]
        if all(same(stated[0], other) for other in stated[1:]):
            # An age with decimals says more than completed years; everything else is equal.
            return max(stated, key=lambda value: (len(str(value)), str(value)), default=None)
        word, code = _FIELDS[name]
        issues.append(Issue(code=code, text=f"the documents differ in the patient's {word}"))
        return None

    sexes = {patient.sex for patient in patients} - {None}
    if len(sexes) > 1 and _names_differ([patient.name for patient in patients if patient.name]):
        issues.append(Issue(code=IssueCode.PATIENT_CONFLICT, text=_OTHER_PERSON))

    def equal(first: object, second: object) -> bool:
        return first == second

    return (
        Patient(
            id=settled("id", equal),
            issuer=_first(patient.issuer for patient in patients),
            name=_first(patient.name for patient in patients),
            sex=settled("sex", equal),
            birth_date=settled("birth_date", equal),
            # Systems print completed years or one decimal: the same year of life is no contradiction.
            age_years=settled("age_years", lambda first, second: int(first) == int(second)),
        ),
        issues,
    )


def _names_differ(names: Sequence[str]) -> bool:
    """Whether two names have not one word in common."""
    words = [{word for word in re.findall(r"\w+", name.casefold()) if len(word) > 1} for name in names]
    return any(first and second and not first & second for first, second in combinations(words, 2))


def _another_person(issues: Sequence[Issue]) -> IssueCode | None:
    """Return the conflict for which values may be another person's; None if there is none."""
    if any(issue.code == IssueCode.BIRTH_DATE_CONFLICT for issue in issues):
        return IssueCode.BIRTH_DATE_CONFLICT
    return IssueCode.PATIENT_CONFLICT if any(issue.text == _OTHER_PERSON for issue in issues) else None


_STATUS_RANK = [
    ReportStatus.ORDERED,
    ReportStatus.PRELIMINARY,
    ReportStatus.PARTIAL,
    ReportStatus.FINAL,
    ReportStatus.CORRECTED,
]


def _study(studies: Sequence[Study]) -> tuple[Study, list[Issue]]:
    days = {study.performed_on for study in studies} - {None}
    issues: list[Issue] = []
    if len(days) > 1:
        issues.append(Issue(code=IssueCode.STUDY_CONFLICT, text="the documents give different examination dates"))
    device, device_issues = _device([study.device for study in studies])
    statuses = [study.status for study in studies if study.status in _STATUS_RANK]
    return (
        Study(
            accession=_first(study.accession for study in studies),
            order_number=_first(study.order_number for study in studies),
            study_uid=_first(study.study_uid for study in studies),
            performed_on=days.pop() if len(days) == 1 else None,
            institution=_first(study.institution for study in studies),
            device=device,
            status=max(statuses, key=_STATUS_RANK.index, default=None),
            issued=max((study.issued for study in studies if study.issued), default=None),
        ),
        [*issues, *device_issues],
    )


def _device(devices: Sequence[Device]) -> tuple[Device, list[Issue]]:
    chosen: dict[str, str | None] = {}
    issues: list[Issue] = []
    for field in fields(Device):
        stated = [value for device in devices if (value := getattr(device, field.name))]
        longest = max(stated, key=len, default=None)
        # "GE" beside "GE Healthcare" is one maker; anything else is two devices.
        if longest and not all(longest.casefold().startswith(value.casefold()) for value in stated):
            text = f"the documents name different devices ({field.name})"
            issues.append(Issue(code=IssueCode.STUDY_CONFLICT, text=text))
            longest = None
        chosen[field.name] = longest
    return Device(**chosen), issues


def _context(contexts: Sequence[Context]) -> Context:
    facts = distinct(fact for context in contexts for fact in context.facts)
    asked = next((context for context in contexts if context.indication is not None), Context())
    return replace(asked, facts=facts)


def _text(texts: Sequence[ReportText]) -> tuple[ReportText, list[Issue]]:
    stated = [text for text in texts if text.stated_classification is not None]
    issues = []
    if len({text.stated_classification for text in stated}) > 1:
        issues.append(Issue(code=IssueCode.VALUE_CONFLICT, text="the documents state different classifications"))
        # A written impression is the radiologist's; a class printed by a device is that of one scan.
        stated = [text for text in stated if text.impression is not None]
        stated = stated if len({text.stated_classification for text in stated}) == 1 else []
    return (
        ReportText(
            findings=_paragraphs(text.findings for text in texts),
            impression=_paragraphs(text.impression for text in texts),
            stated_classification=stated[0].stated_classification if stated else None,
            stated_classification_provenance=stated[0].stated_classification_provenance if stated else None,
            stated_classes=_once(text.stated_classes for text in texts),
            stated_changes=_once(text.stated_changes for text in texts),
            discouraged=_once(text.discouraged for text in texts),
        ),
        issues,
    )


def _once(said: Iterable[Sequence[Said]]) -> tuple[Said, ...]:
    """Return everything said once, wherever it was read first."""
    kept: dict[Said, Said] = {}
    for one in (one for part in said for one in part):
        kept.setdefault(replace(one, provenance=None), one)
    return tuple(kept.values())


def _paragraphs(texts: Iterable[str | None]) -> str | None:
    return "\n\n".join(dict.fromkeys(text for text in texts if text)) or None


def _distinct(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(dict.fromkeys(issues))
