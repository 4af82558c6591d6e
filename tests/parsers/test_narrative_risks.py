"""Fracture risks of other tools than FRAX are none of FRAX, and its own are read line by line in each language."""

import pytest

from tests.acceptance.reading import lines, read

NECK = "Left femoral neck T-score -1.2."
FRAX = "FRAX: major osteoporotic fracture 14%, hip fracture 3%."
BOTH = {"patient frax_major 14", "patient frax_hip 3"}


def risks_of(text):
    return {line for line in lines(read(f"{NECK}\n\n{text}\n".encode())) if line.startswith("patient frax")}


@pytest.mark.parametrize(
    ("text", "risks"),
    [
        (FRAX, BOTH),
        ("QFracture: major osteoporotic fracture 14%, hip fracture 3%.", set()),
        ("10-year probability of fracture by QFracture: major osteoporotic 14%, hip 3%.", set()),
        ("DeFRA: rischio di frattura maggiore a 10 anni 24,5%.", set()),
        (f"{FRAX} Garvan 10-year risk of hip fracture 7%.", BOTH),
        (f"Garvan 10-year risk of hip fracture 7%. {FRAX}", BOTH),
        (f"{FRAX}\nQFracture:\nMajor osteoporotic fracture: 17%\nHip fracture: 4%", BOTH),
        ("QFracture 17%, FRAX major osteoporotic fracture 14%, hip fracture 3%.", BOTH),
        ("FRAX major osteoporotic fracture 14%, hip fracture 3%; QFracture 17%.", BOTH),
    ],
)
def test_only_frax_tells_frax(text, risks):
    assert risks_of(text) == risks


@pytest.mark.parametrize(
    ("major", "hip"),
    [
        ("Riesgo de fractura osteoporótica mayor a 10 años", "Riesgo de fractura de cadera a 10 años"),
        ("Rischio di frattura osteoporotica maggiore a 10 anni", "Rischio di frattura di femore a 10 anni"),
        ("Risco de fratura osteoporótica maior em 10 anos", "Risco de fratura do quadril em 10 anos"),
        ("Risque de fracture ostéoporotique majeure à 10 ans", "Risque de fracture de hanche à 10 ans"),
        ("Risiko für eine osteoporotische Hauptfraktur", "Risiko für Hüftfraktur"),
        ("Risiko für Major-Frakturen", "Risiko für Hüftfrakturen"),
        ("Risico op majeure osteoporotische fractuur", "Risico op heupfractuur"),
        ("Kans op een majeure osteoporotische fractuur", "Kans op een heupfractuur"),
    ],
)
def test_risks_told_a_line_each_below_the_tool_are_read(major, hip):
    assert risks_of(f"FRAX\n{major}: 14 %\n{hip}: 3 %") == BOTH
