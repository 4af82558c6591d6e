"""Which case a document belongs to: a case is a study of one patient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from dxa.report import DxaReport
from store.columns import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyIdentity:
    """What one document says about whom and what it reports; None means it does not say."""

    patient_id: str | None = None
    issuer: str | None = None
    """Who gave the patient id."""
    study_uid: str | None = None
    accession: str | None = None
    order_number: str | None = None
    """The ordering system's number."""
    performed_on: str | None = None
    """ISO date."""

    def lock_names(self) -> tuple[str, ...]:
        """Return names that any two documents of one case have one of in common."""
        return tuple(
            f"{kind}:{value}" for kind, value in (("patient", self.patient_id), ("study", self.study_uid)) if value
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A document that is already part of a case."""

    case_id: str
    identity: StudyIdentity


def identity_of(report: DxaReport) -> StudyIdentity:
    """Return the identity a report states; a blank is the same as nothing."""
    study, patient = report.study, report.patient
    return StudyIdentity(
        patient_id=_said(patient.id),
        issuer=_said(patient.issuer),
        study_uid=_said(study.study_uid),
        accession=_said(study.accession),
        order_number=_said(study.order_number),
        performed_on=study.performed_on.isoformat() if study.performed_on else None,
    )


def _said(text: str | None) -> str | None:
    return (storable(text).strip() or None) if text else None


def case_of(identity: StudyIdentity, members: Sequence[Member]) -> str | None:
    """Return the case a document joins, or None when it founds its own.

    Documents join by Study Instance UID, else by patient and accession (or, where a side has none, order number), else
    by patient and examination date unless accessions or UIDs contradict that. They never join across different patient
    ids; a document without patient id joins by UID alone. Where several cases fit equally well, none is chosen: a
    second case is visible, a mixture of two studies is not.
    """
    cases: dict[str, list[StudyIdentity]] = {}
    for member in members:
        cases.setdefault(member.case_id, []).append(member.identity)
    ranks = {case_id: _rank(identity, others) for case_id, others in cases.items()}
    best = max(ranks.values(), default=0)
    if best == 0:
        return None
    fitting = [case_id for case_id, rank in ranks.items() if rank == best]
    twins = [case_id for case_id in fitting if identity in cases[case_id]]
    for chosen in (fitting, twins):
        if len(chosen) == 1:
            return chosen[0]
    return None


def _rank(identity: StudyIdentity, others: Sequence[StudyIdentity]) -> int:
    """Return how well a document fits a case: 3 by UID, 2 by accession, 1 by date, 0 not at all."""
    patients = _stated(others, "patient_id")
    if identity.patient_id and (
        patients - {identity.patient_id} or _contradict(identity.issuer, _stated(others, "issuer"))
    ):
        return 0
    if identity.study_uid in _stated(others, "study_uid"):
        return 3
    if identity.patient_id is None or not patients:
        return 0
    if _same_number(identity, others):
        return _BY_NUMBER
    return 1 if _same_day(identity, others) else 0


def joins_itself(identity: StudyIdentity) -> bool:
    """Return whether a second document of this very identity joins the case of the first, instead of its own."""
    return _rank(identity, [identity]) > 0


def belongs(order: StudyIdentity, others: Sequence[StudyIdentity]) -> bool:
    """Return whether an order is of the examination of these documents: by UID or number, never by day alone."""
    return _rank(order, others) >= _BY_NUMBER


def _same_number(identity: StudyIdentity, others: Sequence[StudyIdentity]) -> bool:
    accessions, numbers = _stated(others, "accession"), _stated(others, "order_number")
    if identity.accession in accessions:
        return True
    days = _stated(others, "performed_on")
    if _contradict(identity.accession, accessions) or _contradict(identity.performed_on, days):
        # Some ordering systems number every order of a patient alike.
        return False
    # Some departments keep the ordering system's number as their own.
    as_accession = identity.accession is None and identity.order_number in accessions
    return as_accession or identity.order_number in numbers or (not accessions and identity.accession in numbers)


def _same_day(identity: StudyIdentity, others: Sequence[StudyIdentity]) -> bool:
    return (
        identity.performed_on in _stated(others, "performed_on")
        and not _contradict(identity.accession, _stated(others, "accession"))
        and not _contradict(identity.study_uid, _stated(others, "study_uid"))
    )


def _stated(identities: Iterable[StudyIdentity], name: str) -> set[str]:
    return {value for identity in identities if (value := getattr(identity, name)) is not None}


def _contradict(value: str | None, stated: set[str]) -> bool:
    """Whether a value was stated on both sides, and differently."""
    return value is not None and bool(stated) and value not in stated


_BY_NUMBER = 2
IDENTITY_COLUMNS = tuple(field.name for field in fields(StudyIdentity))
"""Columns of `case_documents` that hold an identity, named like its fields."""
