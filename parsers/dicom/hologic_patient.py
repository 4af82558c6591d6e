"""What a Hologic results text says about patient and examination beside its tables."""

import re
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import Region, Scan, Side
from dxa.report import Context, Issue, Patient, Provenance, ReportText, Sex, StatedClass, StatedFact
from dxa.sites import plain
from parsers.dicom.dates import is_ambiguous, read_date
from parsers.dicom.hologic_text import ResultsText
from parsers.dicom.values import issue
from parsers.numbers import read_decimal

_SEXES = {"female": Sex.FEMALE, "f": Sex.FEMALE, "male": Sex.MALE, "m": Sex.MALE}
_SIZES = (
    ("Height", "height_cm", "cm", Decimal(40), Decimal(230)),
    ("Weight", "weight_kg", "kg", Decimal(2), Decimal(400)),
)
_OLDEST = 120
_CLASS = re.compile(
    r"WHO\s+Classification\s*[:=]?(?:\s|[\"']|<[^<>]{0,40}>){0,10}"
    r"(?P<name>normal|osteopenia|low bone (?:mass|density)|(?:severe )?osteoporosis)\b",
    re.IGNORECASE,
)
_REGIONS = {Scan.SPINE: Region.LUMBAR_SPINE, Scan.HIP: Region.HIP_UNSPECIFIED}
_SCAN = re.compile(r"(?P<day>.{6,30}?)\s+-\s+\S+")


def scan_day(text: ResultsText) -> date | None:
    """Return the day of the scan the text names, None if it names none that can be read."""
    found = _SCAN.fullmatch(text.said("Scan"))
    return read_date(found["day"]) if found else read_date(text.said("Scan"))


def patient_of(text: ResultsText, header: Patient) -> tuple[Patient, tuple[Issue, ...]]:
    """Return the patient as the text states it, and what could not be read of it.

    A birth date whose day and month could be exchanged is left out.
    """
    issues: list[Issue] = []
    sex = text.said("PatientSex") or text.said("Sex")
    if sex and plain(sex) not in _SEXES:
        issues.append(_unreadable(text, "PatientSex"))
    age = text.said("Age")
    years = read_decimal(age.removesuffix(" years")) if age else None
    if age and (years is None or not 0 < years < _OLDEST):
        years = None
        issues.append(_unreadable(text, "Age"))
    return (
        Patient(
            id=text.said("PatientID") or None,
            name=header.name or text.said("PatientName") or None,
            sex=_SEXES.get(plain(sex)),
            birth_date=_birth_date(text, header.birth_date, issues),
            age_years=years,
        ),
        tuple(issues),
    )


def facts_of(text: ResultsText, header: Context, document: str, reader: str) -> tuple[StatedFact, ...]:
    """Return height and weight, where the header does not state them already."""
    stated = {fact.name for fact in header.facts}
    facts: list[StatedFact] = []
    for variable, name, unit, lowest, highest in _SIZES:
        printed = text.said(variable)
        number = read_decimal(printed.removesuffix(unit).strip()) if printed.endswith(unit) else None
        if name not in stated and number is not None and lowest <= number <= highest:
            place = text.place(text.variables[variable])
            source = Provenance(document=document, parser=reader, locator=place, raw=printed)
            facts.append(StatedFact(name=name, value=format(number, "f"), provenance=source))
    return tuple(facts)


def words_of(text: ResultsText, scan: tuple[Scan | None, Side | None], document: str, reader: str) -> ReportText:
    """Return the class the report states for its scan, with its place."""
    found = _CLASS.search(text.text, *text.span)
    if found is None:
        return ReportText()
    name = found["name"].casefold()
    stated = next((word for word in ("normal", "osteoporosis") if word in name), "osteopenia")
    place = Locator(tag=text.tag, chars=found.span("name"))
    source = Provenance(document=document, parser=reader, locator=place, raw=found["name"])
    region = _REGIONS.get(scan[0]) if scan[0] else None
    one = StatedClass(classification=stated, region=region, side=scan[1], criteria="WHO", provenance=source)
    return ReportText(
        stated_classification=stated,
        stated_classification_provenance=source,
        # Of a scan without a region of its own nothing can be said site by site.
        stated_classes=(one,) if region else (),
    )


def _birth_date(text: ResultsText, known: date | None, issues: list[Issue]) -> date | None:
    printed = text.said("DOB")
    if not printed:
        return None
    day = read_date(printed)
    if day is not None:
        return day
    place = text.place(text.variables["DOB"])
    if not is_ambiguous(printed):
        issues.append(_unreadable(text, "DOB"))
    elif known is None:
        issues.append(issue(IssueCode.DATE_AMBIGUOUS, "day and month of the birth date cannot be told apart", place))
    return None


def _unreadable(text: ResultsText, name: str) -> Issue:
    remark = f"the text's {name} is not of its kind; left out"
    return issue(IssueCode.PATIENT_FIELD_UNREADABLE, remark, text.place(text.variables[name]))
