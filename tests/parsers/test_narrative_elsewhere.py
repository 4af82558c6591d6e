"""What is told of relatives, phantoms, other people's densities and a report's own mistakes is nobody's result."""

import pytest

from tests.parsers.narrative_saying import report_of, said

RELATIVES = [
    "Mutter: Osteoporose, T-Score LWS -3,4.",
    "M\u00e8re : ost\u00e9oporose.\nT-score rachis -1,0.",
    "Madre: osteoporosi.\nT-score colonna -1,0.",
    "Sister: osteoporosis.\nSpine T-score -1.0.",
    "Moeder: osteoporose, heupfractuur.\nT-score LWK -1,0.",
    "Zwillingsschwester mit Osteoporose.\nT-Score LWS -1,0.",
]
PASSED = [
    "O T-score da coluna passou de -2,8 para -2,2.",
    "Il T-score lombare \u00e8 passato da -2,8 nel 2018 a -2,2.",
    "Le T-score du rachis est pass\u00e9 de -2,8 \u00e0 -2,2.",
]
HEADED = [
    ("QC phantom results:\nL1-L4 BMD 1.012 g/cm2\n\nL1-L4 BMD 0.877 g/cm2", ["0.877"]),
    ("Spine phantom QC\nL1-L4 BMD 1.012 g/cm2\n\nL1-L4 BMD 0.877 g/cm2", ["0.877"]),
    ("Mother:\nL1-L4 T-score -3.4\nTotal hip T-score -2.9\n\nL1-L4 T-score -1.4", ["-1.4"]),
    ("Mother:\nL1-L4 T-score -3.4\nPatient:\nL1-L4 T-score -1.4", ["-1.4"]),
    ("Phantom:\nRegion BMD T-score\nL1-L4 1.012 0.3\n\nRegion BMD T-score\nL1-L4 0.877 -1.6", ["0.877", "-1.6"]),
]
RIVALLED = [
    "L1-L4 T-score -1.2 rather -2.1.",
    "T-score of L1-L4 was -2.1 then -2.4.",
    "L1-L4 T-score -1.2 [deleted] -2.1 [inserted].",
    "The L1 through L4 T-score is minus 2 point 1 that's minus 2 point 4.",
]
DENSITIES = [
    ("L1-L4 BMD 0.934 g/cm2 (LSC 0.022 g/cm2), T-score -1.2.", ["0.934", "-1.2"]),
    ("Spine 0.030 g/cm2 (LSC). Neck T-score -1.2.", ["-1.2"]),
    ("The neck is 1.5 SD below peak bone mass, with a BMD of 0.824 g/cm2.", ["-1.5", "0.824"]),
    ("Reference population: neck BMD 0.824 g/cm2 (SD 0.12).", []),
    ("Spine T-score -1.2. Trabecular bone score (TBS)\nL2-L4: 1.107.", ["-1.2", "1.107"]),
    ("The L1-L4 T-score is worse by 0.4. Neck T-score -2.0.", ["-2.0"]),
    ("L1-L4 T-score would drop to -3.1. Neck T-score -2.0.", ["-2.0"]),
    ("Treatment would be advised given the L1-L4 T-score of -2.7.", ["-2.7"]),
]


def numbers(text):
    return [row.split()[-1] for row in said(f"DXA.\n{text}\n") if not row.endswith("prior")]


@pytest.mark.parametrize("text", RELATIVES)
def test_the_class_of_a_relative_is_not_the_patients(text):
    report = report_of(f"DXA. {text}")

    assert (None, ()) == (report.text.stated_classification, report.text.stated_classes)


@pytest.mark.parametrize("text", PASSED)
def test_a_verb_without_a_way_claims_no_loss(text):
    assert () == report_of(f"DXA. {text}").text.stated_changes


@pytest.mark.parametrize(("text", "values"), HEADED + DENSITIES)
def test_only_what_was_measured_in_the_patient_is_a_result(text, values):
    assert sorted(values) == sorted(numbers(text))


@pytest.mark.parametrize("text", RIVALLED)
def test_a_score_with_another_one_in_its_place_is_left_open(text):
    assert [] == numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "ERRATA: L1-L4 T-score -1.2 should read -2.1.\nL1-L4: T-score -1.2\nNeck: T-score -1.8",
        "The L1-L4 T-score was given as -1.2 in the original report.\nL1-L4: T-score -1.2\nNeck: T-score -1.8",
    ],
)
def test_a_value_the_report_calls_wrong_is_held_wherever_it_stands(text):
    usable = [str(row.value) for row in report_of(f"DXA.\n{text}").measurements if not row.held]

    assert "-1.8" in usable
    assert "-1.2" not in usable
