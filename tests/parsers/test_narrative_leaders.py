"""What leads from a name to its number, and the line a number is written on, are no part of the number."""

import pytest

from tests.acceptance.reading import lines, read

SCORES = {"femoral_neck left t_score 0.5", "femoral_neck left z_score 1.3"}


@pytest.mark.parametrize(
    "text",
    [
        "Left femoral neck\nT-score ________0.5\nZ-score ________1.3",
        "Left femoral neck\nT-score ________ 0.5\nZ-score ________ 1.3",
        "Left femoral neck: T-score _0.5_  Z-score __1.3__",
        "Left femoral neck\nT-score ........0.5\nZ-score .... 1.3",
    ],
)
def test_leaders_are_blanks(text):
    assert lines(read(f"DXA\n{text}\n".encode())) == SCORES


@pytest.mark.parametrize("text", ["T-score 1_0.5", "T-score 0.5_1", "T-score ____ (normal above -1.0)"])
def test_underscores_within_a_number_or_over_nothing_give_none(text):
    assert lines(read(f"DXA. Total hip left BMD 0.812 g/cm2.\nLeft femoral neck: {text}\n".encode())) == {
        "total_hip left bmd 0.812"
    }
