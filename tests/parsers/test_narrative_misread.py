"""What stands beside a result and is none of it: limits, footnotes, words struck out, corrections, an earlier hip."""

import pytest

from tests.acceptance.reading import lines, read

SPINE, NECK = "lumbar_spine L1+L2+L3+L4 t_score", "femoral_neck left t_score"
BOTH = {f"{SPINE} -1.8", f"{NECK} -2.1"}
RIGHT = "femoral_neck right t_score -2.2"
LIMITS = [
    "Site   T-score   Normal\nL1-L4   -1.8   > -1.0\nLeft neck   -2.1   > -1.0",
    "Site | T-score | Reference range\nL1-L4 | -1.8 | -1.0 to +1.0\nLeft neck | -2.1 | -1.0 to +1.0",
    "               Value     Normal range\nT-score L1-L4     -1.8     > -1.0\nT-score left neck     -2.1     > -1.0",
    "     Site     T-score   Normal\n     L1-L4    -1.8      > -1.0\n     Left neck   -2.1   > -1.0",
    "Site      T-score   Ref. BMD   Class\nL1-L4      -1.8      1.180\nLeft neck   -2.1      0.858",
    "Site            T-score   Z-score\nL1-L4 (1)       -1.8\nLeft neck (2)   -2.1\n(1) As in 2019.\n(2) NHANES III.",
    "L1-L4 T-score ~~-2.9~~ -1.8\nLeft neck T-score [deleted: -3.1] -2.1",
    "L1-L4 T-score -1.8 (reported as -2.8, typing error)\nLeft neck T-score -2.1 (was -3.1, corrected by AB)",
    "L1-L4 T-score -1.8\nLeft neck T-score -2.1\nReference: mean 0.858, SD 0.120 (neck); mean 0.942, SD 0.122 (total).",
]
REPLACED = [
    "L1-L4 T-score -2.6. Left neck T-score -2.1. The T-score of the spine is a typing error, correct is -1.8.",
    "L1-L4 T-score -2.6. Left neck T-score -2.1. Recalculated without L4: L1-L3 T-score -2.9.",
]
LEFT_OUT = [
    "Lumbar spine T-score -1.8. L4 was excluded from the analysis; the result is that of L1 to L3.",
    "Colonna lombare: T-score -1,8. La valutazione della colonna \u00e8 stata effettuata su L1-L3 (L4 esclusa).",
    "LWS T-Wert -1,8. LWK 4 wurde wegen Spondylose nicht gewertet (Auswertung LWK 1-3).",
    "DXA: wervelkolom T-score -1,8. L4 kon niet worden beoordeeld; de waarde betreft L1-L3.",
]
OPEN = [
    "Lumbar spine T-score -1.8. L3 was excluded because of a compression of L1-L2.",
    "Lumbar spine T-score -1.8. In 2019 L4 was excluded and L1-L3 measured.",
    "Lumbar spine T-score -1.8. L1 is fractured. Degenerative changes L2-L4.",
]
OPPOSITE = [
    "The right hip was measured because of a left hip prosthesis.",
    "Die rechte H\u00fcfte wurde gemessen, da links eine TEP liegt.",
    "Right hip scanned (left total hip arthroplasty, T-score then -2.9 on the left).",
]
EARLIER = [
    "At the last visit the right hip was measured, T-score -1.9.",
    "In 2019 the right hip was measured (-1.9, neck).",
]


@pytest.mark.parametrize("text", LIMITS)
def test_only_the_result_is_read(text):
    assert lines(read(f"DXA bone density\n{text}\n".encode())) == BOTH


@pytest.mark.parametrize("text", REPLACED)
def test_a_value_that_is_put_right_is_held(text):
    report = read(f"DXA. {text}\n".encode())

    assert f"{SPINE} -2.6" in lines(report, held=True)
    assert f"{NECK} -2.1" in lines(report)


@pytest.mark.parametrize("text", LEFT_OUT)
def test_vertebrae_told_behind_the_numbers_are_theirs(text):
    assert lines(read(f"{text}\n".encode())) == {"lumbar_spine L1+L2+L3 t_score -1.8"}


@pytest.mark.parametrize("text", OPEN)
def test_vertebrae_told_of_something_else_are_not(text):
    assert lines(read(f"{text}\n".encode())) == {"lumbar_spine t_score -1.8"}


@pytest.mark.parametrize("text", OPPOSITE)
def test_a_hip_measured_for_the_others_prosthesis_has_its_side(text):
    assert RIGHT in lines(read(f"DXA. {text}\nFemoral neck T-score -2.2\n".encode()))


@pytest.mark.parametrize("text", EARLIER)
def test_the_hip_of_an_earlier_visit_lends_no_side(text):
    found = lines(read(f"DXA 05/20/2024. {text}\nSpine L1-L4 T-score -1.8\nFemoral neck T-score -2.2\n".encode()))

    assert RIGHT not in found


@pytest.mark.parametrize(
    "text",
    [
        "L1-L4 T-score 3.1, Z-score -1.2",
        "L1-L4 BMD 0.803 g/cm2, T-score 2.1",
        "Left neck T-score -1.9. Right neck T-score 2.1",
        "Spine T-score 2.6, left hip T-score 1.9",
    ],
)
def test_a_score_that_lost_its_minus_is_held(text):
    assert any(row.endswith(("3.1", "2.1", "1.9")) for row in lines(read(f"DXA. {text}\n".encode()), held=True))


@pytest.mark.parametrize(
    "text",
    [
        "L1-L4 BMD 1.303 g/cm2, T-score 1.3, Z-score 2.2. Left neck T-score -2.0",
        "Spine T-score 2.6, left hip T-score 1.9. Normal bone density.",
        "2019: L1-L4 T-score -1.3. Now L1-L4 T-score 0.4.",
    ],
)
def test_a_score_that_may_be_positive_is_not(text):
    assert not lines(read(f"DXA. {text}\n".encode()), held=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No treatment threshold reached (FRAX MOF 8.1 %, hip 0.9 %).", True),
        ("FRAX MOF 8.1 %, hip 0.9 % - treatment threshold not reached.", True),
        ("The treatment threshold (FRAX MOF 8.1 %, hip 0.9 %) is not reached.", False),
        ("Treatment thresholds not reached (FRAX MOF 20 %, hip 3 %).", False),
    ],
)
def test_risks_beside_a_threshold_are_told_from_it(text, told):
    found = lines(read(f"DXA. L1-L4 T-score -1.8. {text}\n".encode()))

    assert told == ({"patient frax_major 8.1", "patient frax_hip 0.9"} <= found)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("She had a DXA on 03/14/2019. Today's DXA: L1-L4 T-score -1.8", "None"),
        ("She had a DXA on 03/14/2019. Results: L1-L4 T-score -1.8", "2019-03-14"),
        ("A DXA was done on 03/14/2019 at another hospital. L1-L4 T-score -1.8", "None"),
        ("Finger pDXA of 2018, T-score -1.2.\n\nDXA results today:\nL1-L4 T-score -1.8", "None"),
    ],
)
def test_the_day_of_another_examination_is_not_todays(text, day):
    found = read(f"{text}\n".encode()).measurements

    assert [day] == [str(value.exam_date) for value in found if value.current]
