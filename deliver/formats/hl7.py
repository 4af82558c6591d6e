"""HL7 v2: our result as an ORU^R01 of its own (v2.5.1 chapter 7), filed to the same order and never a radiologist's.

Every OBX is ours: OBR-3 is a number of our own, OBR-29 names the order of the report it is about, and no value of the
report is sent that a rule was not allowed to use.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from deliver.format import Format, Telling
from deliver.hl7_observations import Observation, observations_of
from deliver.hl7_text import escaped, field
from dxa.case import CaseStatus
from dxa.report import Patient, ReportStatus, Sex
from dxa.telling import TellingKind

APPLICATION = "OSTEON"
SERVICE = "DXACDS^DXA decision support annotation^L^83311-1^Bone density quantitative measurement by DXA panel^LN"
_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M", None: "U"}
_UNFINISHED = frozenset({ReportStatus.PRELIMINARY, ReportStatus.PARTIAL, None})
_CONTROL_ID = 20
"""Characters of MSH-10 in version 2.5.1."""


def render(telling: Telling) -> bytes:
    """Return a telling as one message; the same bytes for the same telling."""
    status = status_of(telling)
    segments = [_msh(telling), _pid(telling.report.patient), *_order(telling, status)]
    for number, observation in enumerate(observations_of(telling), 1):
        segments += _obx(telling, observation, number, status)
    return "".join(f"{segment}\r" for segment in segments).encode()


def status_of(telling: Telling) -> str:
    """Return OBR-25 (table 0123): of our result, and never more final than the report it is about.

    A report that does not say that it is final makes a preliminary result; what follows an earlier telling corrects
    it; a signature makes it final.
    """
    if telling.status is CaseStatus.WITHDRAWN or telling.report.study.status is ReportStatus.CANCELLED:
        return "X"
    if telling.report.study.status in _UNFINISHED:
        return "P"
    corrects = telling.kind == TellingKind.AMENDED or telling.report.study.status is ReportStatus.CORRECTED
    return "C" if corrects else "F"


def _joined(name: str, fields: dict[int, str]) -> str:
    """Return a segment from its fields by number."""
    return "|".join([name, *(fields.get(number, "") for number in range(1, max(fields) + 1))]).rstrip("|")


def _msh(telling: Telling) -> str:
    fields = {
        3: APPLICATION,
        7: _moment(telling.created_at),
        9: "ORU^R01^ORU_R01",
        10: telling.id[:_CONTROL_ID],
        11: "P",
        12: "2.5.1",
        15: "AL",
        16: "NE",
        18: "UNICODE UTF-8",
    }
    # MSH-1 is the separator itself and MSH-2 holds the others.
    return "MSH|^~\\&" + _joined("", {number - 2: text for number, text in fields.items()})


def _pid(patient: Patient) -> str:
    parts = [escaped(part) for part in (patient.name or "").split("^")[:3]]
    identifier = f"{field(patient.id)}^^^{field(patient.issuer)}^MR" if patient.id else ""
    born = _day(patient.birth_date) if patient.birth_date else ""
    return _joined("PID", {1: "1", 3: identifier, 5: "^".join(parts), 7: born, 8: _SEXES[patient.sex]})


def _order(telling: Telling, status: str) -> tuple[str, str]:
    study = telling.report.study
    placer, filler = field(study.order_number), field(study.accession)
    own = f"{filler or telling.case_id}.CDS^{APPLICATION}"
    performed = _day(study.performed_on) if study.performed_on else ""
    parent = f"{placer}^{filler}" if placer or filler else ""
    request = {
        1: "1",
        2: placer,
        3: own,
        4: SERVICE,
        7: performed,
        22: _moment(telling.created_at),
        24: "RAD",
        25: status,
        29: parent,
    }
    common = {1: "RE", 2: placer, 3: own, 5: "CA" if status == "X" else "CM"}
    return _joined("ORC", common), _joined("OBR", request)


def _obx(telling: Telling, observation: Observation, number: int, status: str) -> Iterator[str]:
    version = telling.assessment.service_version
    fields = {
        1: str(number),
        2: observation.kind,
        3: observation.code,
        4: str(observation.group),
        5: observation.value,
        6: observation.unit,
        # A result that is taken back must not leave its values looking current.
        11: "D" if status == "X" else status,
        14: _day(observation.day) if observation.day else _moment(telling.created_at),
        15: f"{APPLICATION}^Osteon {field(version)}^L",
        18: f"{APPLICATION} {field(version)}",
    }
    yield _joined("OBX", fields)
    yield from _notes(observation.notes)


def _notes(texts: Sequence[str]) -> Iterable[str]:
    return (_joined("NTE", {1: str(number), 2: "L", 3: escaped(text)}) for number, text in enumerate(texts, 1))


def _moment(value: datetime) -> str:
    return value.strftime("%Y%m%d%H%M%S%z")


def _day(value: date) -> str:
    return value.strftime("%Y%m%d")


FORMAT = Format(
    name="hl7",
    says="HL7 v2.5.1 ORU^R01 (chapter 7): a result of its own, with reasons and citations in NTE.",
    media_type="application/hl7-v2",
    suffix=".hl7",
    render=render,
)
