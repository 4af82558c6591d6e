"""Names that the end of a line parts, as justified letters print them."""

import pytest

from tests.parsers.narrative_saying import said


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("In the left femo-\nral neck the T-score is -1.2.", ["femoral_neck left t_score -1.2"]),
        ("In the left femo- \r\n  ral neck the T-score is -1.2.", ["femoral_neck left t_score -1.2"]),
        ("Am linken Schenkel-\nhals beträgt der T-Wert -1,2.", ["femoral_neck left t_score -1.2"]),
        ("Lum-\nbar spine T-score -1.2.", ["lumbar_spine t_score -1.2"]),
        ("Left hip: total T-score -1.2, femo-\nral neck -1.4.",
         ["total_hip left t_score -1.2", "femoral_neck left t_score -1.4"]),
    ],
)  # fmt: skip
def test_a_name_parted_by_the_end_of_a_line_is_one_name(text, values):
    assert values == said(text)
