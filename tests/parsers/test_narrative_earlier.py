"""What a text tells of an earlier examination, its values and the vertebrae it left out, is none of this one."""

from datetime import date

import pytest

from parsers.narrative.reading import read_passage
from parsers.passage import plain_passage
from tests.parsers.narrative_saying import line_of, said

HIP = "Left total hip BMD 0.811 g/cm2."
NOW, WHOLE, PART = "total_hip left bmd 0.811", "lumbar_spine L1+L2+L3+L4 bmd 0.911", "lumbar_spine L1+L2+L4 bmd 0.911"
COMPARED = (
    "Comparison (02/03/2021): L1-L4 BMD 0.930 g/cm2.",
    "Comparison 02/03/2021: L1-L4 BMD 0.930 g/cm2.",
    "Comparison 2021: L1-L4 BMD 0.930 g/cm2.",
    "Vergleich 02.03.2021: LWS L1-L4 BMD 0.930 g/cm2.",
    "Comparaison (02/03/2021) : rachis L1-L4 DMO 0.930 g/cm2.",
    "Comparación 02/03/2021: columna L1-L4 DMO 0.930 g/cm2.",
    "Confronto 02/03/2021: L1-L4 BMD 0.930 g/cm2.",
)
LEFT_OUT = (
    ("The L3 vertebra was excluded on the previous study only.", WHOLE),
    ("On the prior study L3 had been excluded.", WHOLE),
    ("Previously L3 was excluded.", WHOLE),
    ("L3 was previously excluded.", WHOLE),
    ("In der Voruntersuchung war LWK 3 ausgeschlossen worden.", WHOLE),
    ("En el estudio previo se excluyó L3.", WHOLE),
    ("L3 was excluded because of a fracture, as on the previous study.", PART),
    ("Unlike the prior study, L3 was excluded.", PART),
    ("Previous L3 fracture, L3 excluded.", PART),
    ("L3 was excluded on the prior and on the current study.", PART),
    ("L3 was again excluded, as previously.", PART),
    ("Compared with the prior study L3 is excluded.", PART),
    ("For comparison with the previous study L3 was excluded.", PART),
    ("To match the prior study, L3 was excluded.", PART),
    ("Since the previous exam L3 has fractured and is excluded.", PART),
)


@pytest.mark.parametrize("line", COMPARED)
def test_a_line_headed_by_a_comparison_and_its_day_is_none_of_today(line):
    assert [NOW] == said(f"DXA report\n\n{HIP}\n{line}\n")


@pytest.mark.parametrize("line", ["02/03/2021: L1-L4 BMD 0.930 g/cm2.", "2021: L1-L4 BMD 0.930 g/cm2."])
def test_beside_values_without_a_day_a_day_before_the_year_of_the_message_is_an_earlier_one(line):
    passage = plain_passage(f"DXA report\n\n{HIP}\n{line}\n")
    report = read_passage(passage, "d" * 64, "narrative/1", complete=True, around=date(2024, 5, 14))

    assert [NOW] == [line_of(row) for row in report.measurements if row.current]


@pytest.mark.parametrize(("sentence", "value"), LEFT_OUT)
def test_vertebrae_an_earlier_examination_left_out_are_those_of_this_one(sentence, value):
    assert [value] == said(f"DXA report\n\nL1-L4 BMD 0.911 g/cm2. {sentence}\n")
