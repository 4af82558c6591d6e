"""Below the whole body "Spine" is a part of the skeleton and "Total" the body."""

import pytest

from tests.parsers.narrative_saying import said

CASES = [
    (
        "Whole body DXA. Spine BMD 0.955 g/cm2. Total BMD 1.05 g/cm2, T-score -0.5.",
        ["total_body bmd 1.05", "total_body t_score -0.5"],
    ),
    (
        "Whole-body DXA: total BMD 1.088 g/cm2, T-score -0.4. Lumbar spine L1-L4 T-score -1.0.",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.0", "total_body bmd 1.088", "total_body t_score -0.4"],
    ),
    ("DXA. Corpo total sem cabeça: Z-score -1,1.", ["total_body_less_head z_score -1.1"]),
    ("DXA. Whole body without arms: T-score -1.1.", []),
]


@pytest.mark.parametrize(("text", "values"), CASES)
def test_what_stands_below_the_whole_body_is_of_the_body(text, values):
    assert values == sorted(said(text))
