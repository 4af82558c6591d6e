"""Who was examined and when, from PID, OBR, ORC and MSH."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dxa.errors import UnreadableDocument
from dxa.issues import IssueCode
from dxa.report import Issue, Patient, ReportStatus, Sex, Study
from parsers.hl7.fields import NULL, component, components, date_of, first_part, repetitions
from parsers.hl7.orders import Order
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment

_SEXES = {"F": Sex.FEMALE, "FEMALE": Sex.FEMALE, "M": Sex.MALE, "MALE": Sex.MALE}
_SEX_UNKNOWN = frozenset({"", "U", "O", "A", "N", "X", "UNKNOWN"})
_SETTLED = (
    ("name", IssueCode.PATIENT_CONFLICT),
    ("sex", IssueCode.SEX_CONFLICT),
    ("birth_date", IssueCode.BIRTH_DATE_CONFLICT),
)
_UID = re.compile(r"[0-9]+(?:\.[0-9]+){3,}")
_UID_FIELDS = {"ZDS": 1, "IPC": 3}
_STATUS = {
    "F": ReportStatus.FINAL,
    "C": ReportStatus.CORRECTED,
    "P": ReportStatus.PRELIMINARY,
    "R": ReportStatus.PRELIMINARY,
    "A": ReportStatus.PARTIAL,
    "S": ReportStatus.PARTIAL,
    "I": ReportStatus.PARTIAL,
    "O": ReportStatus.PARTIAL,
    "X": ReportStatus.CANCELLED,
}
"""OBR-25 (table 0123); other letters say nothing about the report."""

_LEAST_FINAL_FIRST = (
    ReportStatus.PRELIMINARY,
    ReportStatus.PARTIAL,
    ReportStatus.CORRECTED,
    ReportStatus.FINAL,
    ReportStatus.CANCELLED,
)


def patient_of(orders: Sequence[Order]) -> tuple[Patient, tuple[Issue, ...]]:
    """Return the one patient of all orders; what PID segments of one patient disagree on stays unknown.

    Raises:
        UnreadableDocument: the document holds results of more than one patient, or may do so. They are never
            merged; each patient's message has to be sent alone.
    """
    issues: list[Issue] = []
    heads = {(order.message.number, order.patient and order.patient.number): order for order in orders}
    patients = [_patient(order.message, order.patient, issues) for order in heads.values()]
    for order, other in zip(heads.values(), patients, strict=True):
        if other is not patients[0] and not _is_same(patients[0], other):
            raise UnreadableDocument("SEVERAL_PATIENTS: results of several patients; send each alone", order.place)
    merged = patients[0]
    for name, code in _SETTLED:
        values = {value for patient in patients if (value := getattr(patient, name)) is not None}
        if len(values) > 1:
            text = f"PID segments of one patient differ in {name.replace('_', ' ')}"
            issues.append(Issue(code=code, text=text))
        merged = replace(merged, **{name: values.pop() if len(values) == 1 else None})
    return merged, tuple(issues)


def _is_same(first: Patient, second: Patient) -> bool:
    """Whether two PID segments name one patient: without an identifier on both sides nobody can know."""
    issuers = {first.issuer, second.issuer} - {None}
    return first.id is not None and first.id == second.id and len(issuers) <= 1


def _patient(message: Message, segment: Segment | None, issues: list[Issue]) -> Patient:
    if segment is None:
        return Patient()
    identifier, issuer = _identifier(message, segment)
    return Patient(
        id=identifier,
        issuer=issuer,
        name=_name(message, segment),
        sex=_sex(message, segment, issues),
        birth_date=_birth_date(message, segment, issues),
    )


def _identifier(message: Message, segment: Segment) -> tuple[str | None, str | None]:
    """Return PID-3.1 and PID-3.4, or PID-2 as old senders fill it."""
    for field in (3, 2):
        for repetition in repetitions(message, segment, field):
            parts = components(message, repetition)
            if parts[0]:
                raw = repetition.split(message.separators.component)
                issuer = first_part(message, raw[3]) if len(raw) > 3 and raw[3] != NULL else ""  # noqa: PLR2004 - CX.4
                return parts[0], issuer or None
    return None, None


def _name(message: Message, segment: Segment) -> str | None:
    names = repetitions(message, segment, 5)
    if not names or names[0] == NULL:
        return None
    family, mark, given = names[0].partition(message.separators.component)
    parts = components(message, first_part(message, family) + mark + given)[:5]
    return "^".join(parts).rstrip("^") or None


def _sex(message: Message, segment: Segment, issues: list[Issue]) -> Sex | None:
    stated = component(message, segment, 8, 1).upper()
    if stated not in _SEXES and stated not in _SEX_UNKNOWN:
        issues.append(_unreadable(message, segment, 8, "the sex is not of table 0001"))
    return _SEXES.get(stated)


def _birth_date(message: Message, segment: Segment, issues: list[Issue]) -> date | None:
    stated = component(message, segment, 7, 1)
    birth_date = date_of(stated)
    if stated and birth_date is None:
        issues.append(_unreadable(message, segment, 7, "the birth date is not a whole date"))
    return birth_date


def _unreadable(message: Message, segment: Segment, field: int, text: str) -> Issue:
    return Issue(code=IssueCode.PATIENT_FIELD_UNREADABLE, text=text, locator=place(message, segment, field))


def study_of(orders: Sequence[Order], performed_on: date | None) -> tuple[Study, tuple[Issue, ...]]:
    """Return the examination the orders report on; its status is that of the least final order."""
    issues: list[Issue] = []
    fillers = list(dict.fromkeys(order.filler for order in orders if order.filler))
    if len(fillers) > 1:
        issues.append(Issue(code=IssueCode.STUDY_CONFLICT, text="the orders have different filler numbers"))
    first = orders[0]
    if performed_on is None and first.request and first.request.field(7).strip() not in {"", NULL}:
        text = "the date of the observation is not a calendar date"
        issues.append(Issue(code=IssueCode.DATE_UNREADABLE, text=text, locator=place(first.message, first.request, 7)))
    study = Study(
        accession=fillers[0] if fillers else None,
        order_number=next((order.placer for order in orders if order.placer), None),
        study_uid=study_uid_of(first.message),
        issued=max((order.issued for order in orders if order.issued), default=None),
        performed_on=performed_on,
        institution=first_part(
            first.message, first.message.header.field(4).replace(first.message.separators.component, " ")
        )
        or None,
    )
    return study, tuple(issues)


def status_of(orders: Sequence[Order], results: Sequence[str]) -> ReportStatus | None:
    """Return how final the report is: `results` are the OBX-11 of the observations taken over.

    None when no order says so, or one says something the table does not hold.
    """
    statuses = [_STATUS.get(order.status) for order in orders if order.status]
    if not statuses or None in statuses:
        # OBX-11 alone can still say that a report is not final.
        statuses = [ReportStatus.PRELIMINARY] if {"P", "R"} & set(results) else []
    elif ReportStatus.CANCELLED not in statuses or len(set(statuses)) > 1:
        statuses += [ReportStatus.PRELIMINARY] * bool({"P", "R"} & set(results))
        statuses += [ReportStatus.CORRECTED] * ("C" in results)
    return next((status for status in _LEAST_FINAL_FIRST if status in statuses), None)


def study_uid_of(message: Message) -> str | None:
    """Return the Study Instance UID of ZDS-1 or IPC-3, as IHE senders give it."""
    for segment in message.segments:
        number = _UID_FIELDS.get(segment.name)
        uid = component(message, segment, number, 1) if number else ""
        if _UID.fullmatch(uid):
            return uid
    return None
