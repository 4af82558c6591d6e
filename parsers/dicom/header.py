"""Patient, examination and device from the header of an object, whatever its class."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Side
from dxa.report import (
    Context,
    Device,
    DxaReport,
    Issue,
    Patient,
    Provenance,
    ReportStatus,
    Sex,
    StatedFact,
    Study,
)
from parsers.dicom.charset import decoded
from parsers.dicom.content import CHARACTER_SET
from parsers.dicom.dates import read_date
from parsers.dicom.elements import PREDECESSORS, REFERENCED_OBJECTS, REFERENCED_SERIES, DataSet, tag_locator
from parsers.dicom.phantoms import is_number_of_phantom, is_phantom
from parsers.dicom.scans import scan_side
from parsers.dicom.values import issue
from parsers.numbers import read_number

STUDY_DATE, ACQUISITION_DATE, STEP_DATE = 0x00080020, 0x00080022, 0x00400244
ACCESSION, MODALITY, MANUFACTURER, INSTITUTION = 0x00080050, 0x00080060, 0x00080070, 0x00080080
STUDY_DESCRIPTION, SERIES_DESCRIPTION, MODEL = 0x00081030, 0x0008103E, 0x00081090
NAME, PATIENT_ID, ISSUER, BIRTH_DATE, SEX = 0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040
AGE, SIZE, WEIGHT = 0x00101010, 0x00101020, 0x00101030
SERIAL, SOFTWARE, PROTOCOL = 0x00181000, 0x00181020, 0x00181030
INSTANCE_UID, REFERENCED_UID = 0x00080018, 0x00081155
STUDY_UID, LATERALITY, IMAGE_LATERALITY = 0x0020000D, 0x00200060, 0x00200062
STEP_DESCRIPTION, COMPLETION, PRELIMINARY = 0x00400254, 0x0040A491, 0x0040A496

SHOWN: dict[int, str] = {
    STUDY_DATE: "Study Date",
    ACCESSION: "Accession Number",
    MODALITY: "Modality",
    MANUFACTURER: "Manufacturer",
    INSTITUTION: "Institution Name",
    STUDY_DESCRIPTION: "Study Description",
    MODEL: "Manufacturer's Model Name",
    NAME: "Patient's Name",
    PATIENT_ID: "Patient ID",
    BIRTH_DATE: "Patient's Birth Date",
    SEX: "Patient's Sex",
    AGE: "Patient's Age",
    SIZE: "Patient's Size",
    WEIGHT: "Patient's Weight",
    SERIAL: "Device Serial Number",
    SOFTWARE: "Software Versions",
    PROTOCOL: "Protocol Name",
    LATERALITY: "Laterality",
    IMAGE_LATERALITY: "Image Laterality",
    COMPLETION: "Completion Flag",
    PRELIMINARY: "Preliminary Flag",
}
"""Elements of the view of a document, with their names in PS3.6."""

_WORDS = (MANUFACTURER, MODEL, STUDY_DESCRIPTION, SERIES_DESCRIPTION, PROTOCOL, STEP_DESCRIPTION)
_NAMED = (NAME, PATIENT_ID, INSTITUTION, *_WORDS)
_EXAMINED = (NAME, STUDY_DESCRIPTION, SERIES_DESCRIPTION, PROTOCOL, STEP_DESCRIPTION)
_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE}
_SIDES = {"L": Side.LEFT, "R": Side.RIGHT}
_AGE = re.compile(r"0*(?P<number>[1-9]\d{0,2})(?P<unit>[YMWD])", re.IGNORECASE)
_YEARS = {"Y": Decimal(1), "M": Decimal(12), "W": Decimal("52.18"), "D": Decimal("365.25")}
_HEIGHT_CM = (Decimal(40), Decimal(230))
_WEIGHT_KG = (Decimal(2), Decimal(400))


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header says: a report without measurements, and hints for reading those."""

    report: DxaReport
    side: Side | None
    side_is_coded: bool
    """Whether the laterality elements say it; else it is only in the protocol's name."""
    modality: str
    words: str
    """Maker, model and descriptions, for telling what the object is about."""
    is_of_phantom: bool
    """Whether patient or description are those of a phantom or of a check of the device."""


def header_of(data: DataSet, document: str, reader: str) -> Header:
    """Return what the header of an object says; `document` is the digest, `reader` the parser with its version."""
    texts = {tag: text_of(data, tag) for tag in _NAMED}
    issues: list[Issue] = []
    coded = _SIDES.get(data.ascii(IMAGE_LATERALITY) or data.ascii(LATERALITY))
    by_name = scan_side(texts[PROTOCOL]) or scan_side(texts[STEP_DESCRIPTION])
    report = DxaReport(
        patient=_patient(data, texts, issues),
        study=_study(data, texts, issues),
        context=Context(facts=_facts(data, document, reader, issues)),
        instance=data.ascii(INSTANCE_UID) or None,
        replaces=_replaced(data),
    )
    doubtful = any(decoded(data.values.get(tag, b""), data.ascii(CHARACTER_SET))[1] for tag in _NAMED)
    if doubtful:
        text = "names are not written in the declared character set; a fallback was used"
        issues.append(issue(IssueCode.UNKNOWN_CHARSET, text, tag_locator(CHARACTER_SET)))
    return Header(
        report=replace(report, issues=tuple(issues)),
        side=coded or by_name,
        side_is_coded=coded is not None,
        modality=data.ascii(MODALITY),
        words=" | ".join(text for tag, text in texts.items() if tag in _WORDS),
        is_of_phantom=any(is_phantom(texts[tag]) for tag in _EXAMINED) or is_number_of_phantom(texts[PATIENT_ID]),
    )


def text_of(data: DataSet, tag: int) -> str:
    """Return a text element without padding, empty if absent."""
    return decoded(data.values.get(tag, b""), data.ascii(CHARACTER_SET))[0].strip(" \0")


def _patient(data: DataSet, texts: dict[int, str], issues: list[Issue]) -> Patient:
    sex = data.ascii(SEX).upper()
    if sex and sex not in _SEXES and sex != "O":
        issues.append(_unreadable(SEX, "sex"))
    birth = data.ascii(BIRTH_DATE)
    birth_date = _day(birth)
    if birth and birth_date is None:
        issues.append(_unreadable(BIRTH_DATE, "birth date"))
    age = data.ascii(AGE)
    age_years = _age(age)
    if age and age_years is None:
        issues.append(_unreadable(AGE, "age"))
    return Patient(
        id=texts[PATIENT_ID] or None,
        issuer=text_of(data, ISSUER) or None,
        name=texts[NAME].partition("=")[0].rstrip("^ ") or None,
        sex=_SEXES.get(sex),
        birth_date=birth_date,
        age_years=age_years,
    )


def _study(data: DataSet, texts: dict[int, str], issues: list[Issue]) -> Study:
    days = [_day(data.ascii(tag)) for tag in (STUDY_DATE, ACQUISITION_DATE, STEP_DATE)]
    if data.ascii(STUDY_DATE) and days[0] is None:
        text = "the study date is no calendar date; left out"
        issues.append(issue(IssueCode.DATE_UNREADABLE, text, tag_locator(STUDY_DATE)))
    status = _status(data)
    if status in {ReportStatus.PARTIAL, ReportStatus.PRELIMINARY}:
        tag = COMPLETION if status is ReportStatus.PARTIAL else PRELIMINARY
        issues.append(issue(IssueCode.PARTIAL_DOCUMENT, f"the document calls itself {status}", tag_locator(tag)))
    return Study(
        accession=text_of(data, ACCESSION) or None,
        study_uid=data.ascii(STUDY_UID) or None,
        performed_on=next((day for day in days if day), None),
        institution=texts[INSTITUTION] or None,
        device=Device(
            manufacturer=texts[MANUFACTURER] or None,
            model=texts[MODEL] or None,
            software=text_of(data, SOFTWARE).replace("\\", " ") or None,
            serial=text_of(data, SERIAL) or None,
        ),
        status=status,
    )


def _status(data: DataSet) -> ReportStatus | None:
    """Return the status by the flags of PS3.3 C.17.2; None for an object without them."""
    completion, preliminary = data.ascii(COMPLETION).upper(), data.ascii(PRELIMINARY).upper()
    if completion == "PARTIAL":
        return ReportStatus.PARTIAL
    if preliminary == "PRELIMINARY":
        return ReportStatus.PRELIMINARY
    return ReportStatus.FINAL if completion == "COMPLETE" or preliminary == "FINAL" else None


def _replaced(data: DataSet) -> tuple[str, ...]:
    """Return the objects this one was made in place of (PS3.3 C.17.2.1), three levels of references down."""
    parts = list(data.sequences.get(PREDECESSORS, ()))
    for tag in (REFERENCED_SERIES, REFERENCED_OBJECTS):
        parts = [inner for part in parts for inner in part.sequences.get(tag, ())]
    named = (part.ascii(REFERENCED_UID) for part in parts)
    return tuple(dict.fromkeys(uid for uid in named if uid))


def _day(text: str) -> date | None:
    """Return a DA value; the dotted form is that of old objects."""
    return read_date(text) if re.fullmatch(r"\d{8}|\d{4}\.\d{2}\.\d{2}", text) else None


def _age(text: str) -> Decimal | None:
    """Return an AS value in years; None without a unit, and for zero, which stands for "not entered".

    >>> _age("067Y"), _age("852M"), _age("071")
    (Decimal('67'), Decimal('71'), None)
    """
    found = _AGE.fullmatch(text)
    if found is None:
        return None
    years = Decimal(found["number"]) / _YEARS[found["unit"].upper()]
    return years if years == years.to_integral_value() else years.quantize(Decimal("0.1"))


def _facts(data: DataSet, document: str, reader: str, issues: list[Issue]) -> tuple[StatedFact, ...]:
    """Return height in cm (from metres) and weight in kg; a value that cannot be one is left out."""
    facts: list[StatedFact] = []
    for tag, name, scale, (lowest, highest) in (
        (SIZE, "height_cm", 2, _HEIGHT_CM),
        (WEIGHT, "weight_kg", 0, _WEIGHT_KG),
    ):
        text = data.ascii(tag)
        reading = read_number(text)
        value = reading.value.scaleb(scale) if reading else None
        if value is not None and lowest <= value <= highest:
            place = Provenance(document=document, parser=reader, locator=tag_locator(tag), raw=text)
            facts.append(StatedFact(name=name, value=format(value, "f"), provenance=place))
        elif text and (value is None or value):
            issues.append(_unreadable(tag, name.partition("_")[0]))
    return tuple(facts)


def _unreadable(tag: int, field: str) -> Issue:
    text = f"the patient's {field} is not of its kind; left out"
    return issue(IssueCode.PATIENT_FIELD_UNREADABLE, text, tag_locator(tag))
