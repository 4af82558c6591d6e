"""Whom a text is about by its head, and what a note behind a number does to it."""

from datetime import date
from decimal import Decimal

import pytest

from dxa.report import DxaReport, Sex
from fixtures.hl7_writing import Header, head, obx, sent
from parsers.hl7.persons import with_person
from tests.acceptance.reading import read

BORN = date(1958, 6, 12)
HEADS = {
    "Patient: SMITH, JOHN   DOB: 12/06/1958": ("SMITH, JOHN", None, BORN),
    "Patient: SMITH, JOHN   DOB: 06/12/1958": ("SMITH, JOHN", None, BORN),
    "Name of patient: Ann Other, born 1971-03-04, Sex: F": ("Ann Other", Sex.FEMALE, date(1971, 3, 4)),
    "Patientin: Test, Anna, geb. am 12.6.1958 Geschlecht: weiblich": ("Test, Anna", Sex.FEMALE, BORN),
    "DOB: 03/04/1971": (None, None, date(1971, 3, 4)),
    "DOB: 31/02/1971": (None, None, None),
    "DOB: 01/02/1971, mother's DOB: 01/02/1941": (None, None, None),
    "DOB: 01/02/71": (None, None, None),
    "Sex: M": (None, Sex.MALE, None),
    "Lumbar spine T-score -1.0": (None, None, None),
}


def person_in(text, born=BORN):
    patient = with_person(DxaReport(), text, born).patient
    return patient.name, patient.sex, patient.birth_date


def test_the_head_of_a_text_names_its_patient():
    assert HEADS == {text: person_in(text) for text in HEADS}


def test_a_birth_date_of_two_meanings_is_none_beside_a_message_without_one():
    assert (None, None, None) == person_in("DOB: 03/04/1971", born=None)
    assert (None, None, date(1971, 4, 23)) == person_in("DOB: 23/04/1971", born=None)


NOTES = {
    "Corrected value: -2.9": ("VALUE_CONFLICT", None),
    "Corrected from -1.9 on 12/03/2024": (None, None),
    "The left hip was scanned, not the right.": ("SIDE_CONFLICT", None),
    "Left hip not scanned.": (None, None),
    "Not valid: motion.": (None, "Not valid: motion."),
    "Unreliable if the patient moved.": (None, None),
    "Previous T-score -1.6.": (None, None),
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_holds_its_number_back_or_calls_it_invalid(note):
    rows = [*head(Header(control="N")), obx(1, "NM", "A^Right total hip T-score^L", "-1.9"), f"NTE|1||{note}"]
    report = read(sent(rows))
    row = next(row for row in report.measurements if row.value == Decimal("-1.9"))

    assert NOTES[note] == (row.held, row.excluded)


@pytest.mark.parametrize(
    ("label", "held"), [("Left trochanter T-score", None), ("L1-L4 T-score", "CODE_LABEL_CONFLICT")]
)
def test_a_note_about_vertebrae_is_of_the_spine_alone(label, held):
    rows = [*head(Header(control="N")), obx(1, "NM", f"A^{label}^L", "-1.9"), "NTE|1||L3 excluded. Right leg longer."]
    row = read(sent(rows)).measurements[0]

    assert held == row.held
