"""Constructions of Spanish, Italian and Portuguese reports, each in several wordings."""

import pytest

from tests.parsers.narrative_saying import report_of, said

SAID = {
    # The proximal femur and its regions.
    "MOC. Al femore prossimale destro la BMD del collo è di 0,722 g/cm2 e quella del totale di 0,768 g/cm2.": [
        "femoral_neck right bmd 0.722",
        "total_hip right bmd 0.768",
    ],
    "MOC. Femore prossimale sinistro: BMD 0,790 g/cm2, T-score -1,2.": [
        "total_hip left bmd 0.790",
        "total_hip left t_score -1.2",
    ],
    # The body without its head.
    "Corpo total menos cabeça: DMO 0,722 g/cm2, Z-score -1,6. Laudo de densitometria.": [
        "total_body_less_head bmd 0.722",
        "total_body_less_head z_score -1.6",
    ],
    "Whole body DXA. Head BMD 2.1 g/cm2. Total BMD 1.088 g/cm2.": ["total_body bmd 1.088"],
    # A vertebra that follows the word which leaves it out.
    "Columna lumbar (L2-L4, se excluye L1 por fractura): T-score -2,9.": ["lumbar_spine L2+L3+L4 t_score -2.9"],
    "Columna lumbar L1-L4, se excluye L3 por artrosis: T-score -2,2.": ["lumbar_spine L1+L2+L4 t_score -2.2"],
    # Ways from one examination to the next.
    "DMO lumbar de L1-L4: pasó de 0,810 g/cm2 (T-score -2,2) en 2020 a 0,846 g/cm2 (T-score -1,8).": [
        "lumbar_spine L1+L2+L3+L4 bmd 0.810 prior",
        "lumbar_spine L1+L2+L3+L4 t_score -2.2 prior",
        "lumbar_spine L1+L2+L3+L4 bmd 0.846",
        "lumbar_spine L1+L2+L3+L4 t_score -1.8",
    ],
    "Región   Actual   Previo 2021\nCuello izq   0,655   0,671\nDMO en g/cm2": [
        "femoral_neck left bmd 0.655",
        "femoral_neck left bmd 0.671 prior",
    ],
    # Brackets before and behind their site.
    "La MOC lombare mostra T-score di -1,2 (Z-score 0,6) e la MOC femorale di -2,0 al collo (Z-score -0,3).": [
        "lumbar_spine t_score -1.2",
        "lumbar_spine z_score 0.6",
        "femoral_neck t_score -2.0",
        "femoral_neck z_score -0.3",
    ],
    "T-score -2,1 (colonna L1-L4, BMD 0,926 g/cm2), -2,5 (collo femorale destro, BMD 0,644 g/cm2).": [
        "lumbar_spine L1+L2+L3+L4 t_score -2.1",
        "lumbar_spine L1+L2+L3+L4 bmd 0.926",
        "femoral_neck right t_score -2.5",
        "femoral_neck right bmd 0.644",
    ],
    # The hip behind the numbers of a row, the letter of a side at the end.
    "Región   DMO   T-score\nCuello   0,742   -1,4   (fémur derecho)\nDMO en g/cm2": [
        "femoral_neck right bmd 0.742",
        "femoral_neck right t_score -1.4",
    ],
    "Densitometria da coluna. Local: Colo femoral E. DMO: 0,901 g/cm2.": ["femoral_neck left bmd 0.901"],
}
OPEN = (
    "TBS\n   Actual   Previo\nL1-L4   1,212   1,240\nDMO en g/cm2. Densitometría.",
    "Cuerpo entero sin brazos: DMO 0,811 g/cm2, Z-score -1,1.",
)
"""What may be of something else is not read."""


def test_values_stand_at_the_place_and_time_a_person_reads():
    wrong = {text: found for text, lines in SAID.items() if (found := said(text)) != lines}

    assert {} == wrong


def test_what_may_be_something_else_is_not_read():
    assert [[]] * len(OPEN) == [said(text) for text in OPEN]


def test_a_day_in_brackets_behind_the_earlier_value_is_its_day():
    text = "Coluna L1-L4: DMO atual 0,912 g/cm2; DMO anterior (14/08/2021) 0,940 g/cm2. Exame de densitometria."
    dated = [(row.current, str(row.exam_date)) for row in report_of(text).measurements]

    assert [(True, "None"), (False, "2021-08-14")] == dated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Conclusioni: osteoporosi (T-score -2,7) secondo OMS.", ["osteoporosis"]),
        ("Criteri OMS: osteoporosi (T-score -2,5).", []),
        ("Conclusão: DMO dentro do esperado para a idade (Z-score > -2,0).", ["within_expected_range_for_age"]),
        ("Dentro do esperado para a idade (Z-score > -2,0). DMO.", []),
    ],
)
def test_a_class_with_its_score_is_stated_and_a_limit_is_not(text, expected):
    assert expected == [one.classification for one in report_of(text).text.stated_classes]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Paziente di anni 67, MOC lombare.", "67"),
        ("Bambina di 9 anni in trattamento cortisonico.", "9"),
        ("Niño de 11 años con osteogénesis imperfecta.", "11"),
        ("Paz. di sesso femminile di 74 aa. MOC.", "74"),
    ],
)
def test_an_age_behind_its_unit_or_of_a_child_is_the_age(text, age):
    assert age in [fact.value for fact in report_of(text).context.facts if fact.name == "age_years"]
