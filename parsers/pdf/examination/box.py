"""Who was examined, when and by which device: the labelled fields around the tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dxa.issues import IssueCode
from dxa.report import Device, Issue, Patient, Sex, Study
from parsers.numbers import read_decimal
from parsers.pdf.examination.dates import Order, PrintedDate, first_date
from parsers.pdf.text.frame import Frame
from parsers.pdf.text.lines import WIDE, Line


class Field(StrEnum):
    """What a label announces."""

    ID = "id"
    PLAIN_ID = "id without the word patient"
    NAME = "name"
    SEX = "sex"
    BIRTH = "birth date"
    AGE = "age"
    MEASURED = "examination date"
    ACCESSION = "accession"
    MODEL = "model"
    SERIAL = "serial"
    INSTITUTION = "institution"
    OTHER = "other"


_LABELS: tuple[tuple[Field, str], ...] = (
    (
        Field.ID,
        (
            r"patient[ -]?id(?:entifier|entification)?|patient (?:number|no\.?)|MRN|medical record (?:number|no\.?)|"
            r"patienten-?(?:ID|nummer)|ID (?:del? |do )?paciente|identifiant(?: du)? patient|pati\u00ebntnummer|"
            r"ID paziente"
        ),
    ),
    (Field.NAME, r"patient(?:in)?(?: name)?|name|paciente|paziente|pati\u00ebnt|nombre|nome|nom"),
    (Field.SEX, r"sex(?: / ethnic(?:ity)?)?|gender|sexe|sexo|geschlecht|geslacht|sesso|kön"),
    (
        Field.BIRTH,
        (
            r"birth ?date|date of birth|DOB|D\.O\.B\.|geburtsdatum|fecha de nacimiento|date de naissance|"
            r"data de nascimento|data di nascita|geboortedatum|n\u00e9\(?e?\)? le|birth|"
            r"fecha (?:de )?nac\.?|data (?:de )?nasc\.?|data nascita|f\u00f6delsedatum|nat[oa] il|geb\.(?: ?datum)?"
        ),
    ),
    (Field.AGE, r"age|alter|edad|idade|âge|età|leeftijd"),
    (
        Field.MEASURED,
        (
            r"measured|scan date|gemessen|mesur\u00e9|medido|misurato|gemeten|date (?:de )?mesure|"
            r"exam(?:ination)? date|date of (?:the )?(?:exam(?:ination)?|scan|study|measurement)|study date|"
            r"(?:date )?collected|date of service|"
            r"(?:untersuchung|messung|knochendichtemessung|osteodensitometrie) (?:vom|am)|"
            r"(?:examen|ost\u00e9odensitom\u00e9trie) du|esame del|exame realizado em|onderzoek van|"
            r"untersuchungsdatum|messdatum|datum der (?:messung|untersuchung)|"
            r"fecha de(?:l)? (?:estudio|examen|medici\u00f3n|exploraci\u00f3n)|"
            r"date (?:de l['\u2019]|d['\u2019]|de )?examen|"
            r"datum (?:van (?:het |de )?)?(?:onderzoek|meting)|onderzoeksdatum|meetdatum|"
            r"data d[oe] exame|data (?:dell['\u2019])?esame|"
            r"date (?:de l'|d')?acquisition|acquisition date|fecha de (?:adquisici\u00f3n|exploraci\u00f3n)|"
            r"data (?:d[ai] )?(?:acquisizione|scansione|aquisi\u00e7\u00e3o)|aufnahmedatum|scandatum|date du scan|"
            r"gemessen am|mesur\u00e9 le|medido em|misurato il|gemeten op|uppm\u00e4tt|"
            r"unders\u00f6kningsdatum|m\u00e4tdatum|"
            # Alone, "Scanned" may be the day a paper was put into the archive.
            r"scanned(?= ?:.*analy[sz]ed)"
        ),
    ),
    (Field.ACCESSION, r"accession(?: (?:number|no\.?|#))?"),
    (Field.MODEL, r"model|device|scanner|system"),
    (Field.SERIAL, r"serial(?: (?:number|no\.?))?"),
    (Field.INSTITUTION, r"institution|hospital"),
    (
        Field.OTHER,
        (
            r"facility(?: id)?|referring(?: physician)?|physician|analy[sz]ed|analysis|height(?: / weight)?|weight|"
            r"ethnic(?:ity)?|race|operator|comments?|scan type|scan information|telephone|phone|fax|printed|"
            r"date created|filename|report date|print date|id|attendant|technologist|menopause(?: age)?|version|page|"
            r"reference|room"
        ),
    ),
)
_LABEL = re.compile(
    "|".join(rf"(?P<f{number}>\b(?:{names})) ?:" for number, (_, names) in enumerate(_LABELS)), re.IGNORECASE
)
_NAMES = dict(_LABELS)
_PAIR = re.compile(
    rf"\b(?:(?:{_NAMES[Field.AGE]}) ?/ ?(?:{_NAMES[Field.SEX]}) ?: ?(?P<age>\d[^/:]*?) ?[/,] ?(?P<sex>[^\W\d]+)"
    rf"|(?:{_NAMES[Field.SEX]}) ?/ ?(?:{_NAMES[Field.AGE]}) ?: ?(?P<sex2>[^\W\d]+) ?[/,] ?(?P<age2>\d+))",
    re.IGNORECASE,
)
"""Age and sex under one label: "Age/Sex: 61 Y/F", "Sex/Age: F / 61"."""
_OWN_ID = re.compile(r"(?:^|   )ID ?:$")
"""The identifier of a patient without the word; behind the date of a scan (Hologic) it is that of the scan."""
_NORLAND_SCAN = re.compile(r"\b(?:spine|hip|forearm|femur|body) on:?\s*(?P<date>\d.*)", re.IGNORECASE)
_LUNAR = re.compile(r"\bLunar (?:Prodigy(?: (?:Advance|Primo|Pro))?|iDXA|DPX[- ]?\w*|Duo|Expert)", re.IGNORECASE)
_HOLOGIC = re.compile(r"\b(?:Horizon|Discovery|Delphi|Explorer|QDR)(?:[ -](?:[A-Z]{1,2}|[CSW]i|\d{4}\w?)\b)?")
_GE_SERIAL = re.compile(r"\b(?:DF|ME|PA|GA)\+\d{3,}\b")
_SERIAL = re.compile(r"S/N:? ?(?P<serial>[\w+-]{3,})")
_HOLOGIC_VERSION = re.compile(r"\bVersion (?P<version>\d+(?:\.\d+)+)")
_GE_VERSION = re.compile(r"\d{4}.*\((?P<version>\d{1,2}(?:\.\d+)?(?: \[SP ?\d+\])?)\)\s*$")
_ENCORE = re.compile(
    r"\benCORE(?:\u2122|\u00ae)?,? (?:software )?(?:version |ver\.? ?|v\.? ?)?"
    r"(?P<version>\d{1,2}(?:\.\d+)?(?: \[SP ?\d+\])?)(?![\d/.-]*\d)",
    re.IGNORECASE,
)
"""The software by its name; the number in brackets behind a day is of that scan alone."""
_AGE = re.compile(
    r"(?P<years>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:years?|yrs?|y\.?o?|Jahre|años|ans|anos|anni|jaar|år)?\b", re.IGNORECASE
)
_AGE_AFTER_DATE = re.compile(r"(?P<years>\d{1,3}(?:\.\d{1,2})?)\s*years", re.IGNORECASE)
_FEMALE = re.compile(
    r"(?:female|f|weiblich|w|femenino|mujer|féminin|femme|feminino|femminile|femmina|vrouw|kvinna)\b", re.IGNORECASE
)
_MALE = re.compile(
    r"(?:male|m|männlich|masculino|hombre|var\u00f3n|h|masculin|homme|maschile|maschio|man)\b", re.IGNORECASE
)
_SPANISH = re.compile(r"\b(?:columna|cadera|cuello|f\u00e9mur derecho|fecha|edad|densitometr\u00eda)\b", re.IGNORECASE)
_CHOICE = re.compile(r"[mfwdhv] ?/ ?[mfwdhv]\b", re.IGNORECASE)
"""Choices of a form that nobody made: "Sex: M/F"."""
_LETTER_M = re.compile(r"m\b", re.IGNORECASE)
_OLDEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A field as printed, with its line and where the value starts in it."""

    field: Field
    value: str
    line: Line
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxContent:
    """What the fields of a page say; `issues` are of fields that were left out."""

    patient: Patient
    study: Study
    issues: tuple[Issue, ...]
    unsure_day: str | None = None
    """The examination date as printed, where day and month cannot be told apart."""


def labelled_of(lines: Iterable[Line]) -> list[Labelled]:
    """Return the labelled fields of a page; a value ends at the next label or at a wide gap behind it."""
    found: list[Labelled] = []
    for line in lines:
        pair = _PAIR.search(line.text)
        if pair:
            found += _of_pair(pair, line)
        labels = [
            label
            for label in (_LABEL.finditer(line.text) if ":" in line.text else ())
            if not (pair and pair.start() <= label.start() < pair.end())
        ]
        for label, after in zip(labels, [*labels[1:], None], strict=False):
            end = after.start() if after else len(line.text)
            rest = line.text[label.end() : end]
            start = label.end() + len(rest) - len(rest.lstrip())
            value = rest.strip()
            number = next(number for number in range(len(_LABELS)) if label[f"f{number}"])
            kind = Field.PLAIN_ID if _is_own_id(line.text, label) else _LABELS[number][0]
            found.append(Labelled(field=kind, value=value, line=line, start=start))
        if scan := _NORLAND_SCAN.search(line.text):
            found.append(Labelled(field=Field.MEASURED, value=scan["date"], line=line, start=scan.start("date")))
    return found


def _of_pair(pair: "re.Match[str]", line: Line) -> Iterator[Labelled]:
    for field, groups in ((Field.AGE, ("age", "age2")), (Field.SEX, ("sex", "sex2"))):
        group = next(group for group in groups if pair[group])
        yield Labelled(field=field, value=pair[group], line=line, start=pair.start(group))


def _is_own_id(text: str, label: "re.Match[str]") -> bool:
    return bool(_OWN_ID.search(text[: label.end()])) and not _LABEL.search(text[: label.start()])


def box_of_page(
    lines: Sequence[Line], fields: Sequence[Labelled], order: Order | None, frame: Frame, manufacturer: str | None
) -> BoxContent:
    """Return patient, study and device of a page; what cannot be read for certain is left out with an issue."""
    issues: list[Issue] = []

    def first(field: Field) -> Labelled | None:
        return next((found for found in fields if found.field is field and found.value), None)

    def left_out(found: Labelled, code: IssueCode) -> None:
        locator = frame.locator(found.line.box(found.start, found.start + len(found.value)))
        told = (
            f" {found.value[:_LONGEST_DATE]}"
            if (found.field, code) == (Field.MEASURED, IssueCode.DATE_AMBIGUOUS)
            else ""
        )
        text = f"the {found.field}{told} cannot be read for certain; left out"
        issues.append(Issue(code=code, text=text, locator=locator))

    def date_of(field: Field) -> PrintedDate | None:
        found = first(field)
        printed = first_date(found.value, order) if found else None
        if printed is None or printed.issue is IssueCode.DATE_UNREADABLE:
            printed = _only_date(fields, field, order) or printed
        if found and (printed is None or printed.day is None):
            left_out(found, (printed.issue if printed else None) or IssueCode.DATE_UNREADABLE)
        return printed

    born, measured, sex = date_of(Field.BIRTH), date_of(Field.MEASURED), first(Field.SEX)
    spanish = any(_SPANISH.search(line.text) for line in lines)
    if sex and _sex(sex.value, spanish=spanish) is None:
        left_out(sex, IssueCode.PATIENT_FIELD_UNREADABLE)
    exam = first(Field.MEASURED)
    unsure = exam.value[measured.start : measured.end] if exam and measured and measured.day is None else None
    texts = {field: _short(found.value) for field in Field if (found := first(field))}
    return BoxContent(
        patient=Patient(
            id=texts.get(Field.ID) or (texts.get(Field.PLAIN_ID) if first(Field.BIRTH) else None),
            name=_unborn(texts.get(Field.NAME)),
            sex=_sex(sex.value, spanish=spanish) if sex else None,
            birth_date=born.day if born else None,
            age_years=_age(first(Field.AGE), first(Field.BIRTH), born),
        ),
        study=Study(
            accession=texts.get(Field.ACCESSION),
            performed_on=measured.day if measured else None,
            institution=texts.get(Field.INSTITUTION),
            device=_device(lines, first(Field.MEASURED), manufacturer),
        ),
        issues=tuple(issues),
        unsure_day=unsure,
    )


def _only_date(fields: Sequence[Labelled], field: Field, order: Order | None) -> PrintedDate | None:
    """Return the day that all further fields of a kind agree on, as two scans of one page name theirs."""
    read = [first_date(found.value, order) for found in fields if found.field is field and found.value]
    sound = [printed for printed in read if printed and printed.day]
    return sound[0] if sound and len({printed.day for printed in sound}) == 1 else None


def _short(value: str) -> str | None:
    """Return a value without what stands behind a wide gap."""
    return value.partition(WIDE)[0].strip() or None


_LONGEST_DATE = 10
"""Characters of a day as it is printed, for the text of an issue."""
_BORN = re.compile(
    r"[,;(]*\s*(?:\bgeb\.|\bgeboren|\bn\u00e9\(?e?\)? le|\bnacid[oa]|\bnascid[oa]|\bnat[oa] il|\bborn|\bDOB|\*) ?"
    r"(?=.*\d).*",
    re.IGNORECASE,
)
"""The day of birth where it goes on behind a name: "Muster, Erika, geb. 04.03.1955"."""


def _unborn(name: str | None) -> str | None:
    """Return a name without a day of birth behind it."""
    return _BORN.sub("", name).strip() or None if name else None


def _sex(value: str, *, spanish: bool) -> Sex | None:
    """Return a printed sex; M alone may be mujer beside hombre on a Spanish page, and masculino on another."""
    if _CHOICE.match(value):
        return None
    if _FEMALE.match(value):
        return Sex.FEMALE
    open_letter = spanish and _LETTER_M.match(value)
    return Sex.MALE if _MALE.match(value) and not open_letter else None


def _age(stated: Labelled | None, birth: Labelled | None, born: PrintedDate | None) -> Decimal | None:
    found = _AGE.match(stated.value) if stated else None
    if found is None and birth and born:
        found = _AGE_AFTER_DATE.search(birth.value, born.end)
    years = read_decimal(found["years"]) if found else None
    return years if years is not None and years <= _OLDEST else None


def _device(lines: Sequence[Line], measured: Labelled | None, manufacturer: str | None) -> Device:
    text = "\n".join(line.text for line in lines)
    model = _LUNAR.search(text) or (_HOLOGIC.search(text) if manufacturer == "Hologic" else None)
    ge_version = _GE_VERSION.search(_short(measured.value) or "") if measured else None
    version = _ENCORE.search(text) or ge_version or _HOLOGIC_VERSION.search(text)
    serial = _GE_SERIAL.search(text)
    numbered = _SERIAL.search(text)
    return Device(
        manufacturer=manufacturer,
        model=" ".join(model.group().split()) if model else None,
        software=version["version"] if version else None,
        serial=serial.group() if serial else numbered["serial"] if numbered else None,
    )
