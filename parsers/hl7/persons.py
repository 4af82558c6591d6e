"""Whom a text in a message is about, as far as the lines at its head name a patient."""

import re
from dataclasses import replace
from datetime import date

from dxa.report import DxaReport, Patient, Sex

_HEAD = 600
"""Characters of a text within which its head names the patient."""
_LABELS = r"dob|d\.o\.b|date|birth|born|geb|sex|gender|geschlecht|age|alter|mrn|id|nhs|nhi"
_END = rf"(?=\s{{2,}}|[\n;|]|$|\s*[,(]?\s*\b(?:{_LABELS})\b)"
_NAME = re.compile(
    rf"\b(?:patient(?:in)?(?: ?name| ?s name)?|name of patient|name)\s*:\s*(?P<name>[^\W\d_][^\n:;|\d]{{2,60}}?){_END}",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|born|geb(?:\.(?: am)?|oren(?: am)?|urtsdatum)?|n[e\u00e9]e? le|"
    r"date de naissance|fecha de nacimiento|data di nascita|data de nascimento|geboortedatum)\s*[:.]?\s*"
    r"(?:(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)|(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<last>(?:19|20)\d\d))"
    r"(?!\d)",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"\b(?:sex|gender|geschlecht|sexe|sexo|sesso|geslacht)\s*:\s*(?P<sex>female|male|f|m|w|weiblich|m\u00e4nnlich)\b",
    re.IGNORECASE,
)
_SEXES = {"f": Sex.FEMALE, "female": Sex.FEMALE, "w": Sex.FEMALE, "weiblich": Sex.FEMALE, "m": Sex.MALE,
          "male": Sex.MALE, "m\u00e4nnlich": Sex.MALE}  # fmt: skip


def with_person(report: DxaReport, text: str, born: date | None) -> DxaReport:
    """Return a reading with the patient the head of its text names, to be compared with the message's.

    `born` is the birth date the message gives: a printed date that may be read as that day is that day.
    """
    head = text[:_HEAD]
    name, sex = _NAME.search(head), _SEX.search(head)
    patient = Patient(
        name=" ".join(name["name"].split()).strip(" ,.") if name else None,
        sex=_SEXES[sex["sex"].casefold()] if sex else None,
        birth_date=_birth_date(head, born),
    )
    return report if patient == Patient() else replace(report, patient=patient)


def _birth_date(head: str, born: date | None) -> date | None:
    """Return the birth date a head prints; None if it prints none, several, or one that cannot be told."""
    found = list(_BORN.finditer(head))
    if len(found) != 1:
        return None
    printed = found[0]
    if printed["year"]:
        orders = {(printed["year"], printed["month"], printed["day"])}
    else:
        orders = {
            (printed["last"], one, two)
            for one, two in ((printed["one"], printed["two"]), (printed["two"], printed["one"]))
        }
    days = {day for order in orders if (day := _day(*map(int, order)))}
    if born in days:
        return born
    # Of two days that may be meant neither is the message's: whichever it is, it is another person's.
    return min(days) if len(days) == 1 or (days and born) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
