"""The same numbers of the left hip in one document and of the right in another are held; others are not."""

import pytest

from parsers.merge import merge
from tests.acceptance.reading import line, read
from tests.acceptance.shapes import ge_obj, roi, scan, xml
from tests.acceptance.sheet_reports_6 import FINDINGS, prose

LEFT = scan("Left Femur", roi("Neck", bmd="0.699", t="-2.4"))
RIGHT = scan("Right Femur", roi("Neck", bmd="0.711", t="-2.3"))


@pytest.mark.parametrize(
    ("scans", "words", "held"),
    [
        ((LEFT,), "Right femoral neck BMD 0.699 g/cm2, T-score -2.4.", True),
        ((LEFT,), "Right femoral neck BMD 0.699 g/cm2.", True),
        ((LEFT,), "Left femoral neck BMD 0.699 g/cm2, T-score -2.4.", False),
        ((LEFT,), "Right femoral neck BMD 0.698 g/cm2, T-score -2.4.", False),
        ((LEFT,), "Right femoral neck BMD 0.699 g/cm2, T-score -2.3.", False),
        ((LEFT,), "Right femoral neck T-score -2.4.", False),
        ((LEFT, RIGHT), "Right femoral neck BMD 0.711 g/cm2, T-score -2.3.", False),
        ((LEFT, RIGHT), "Right femoral neck BMD 0.699 g/cm2.", None),
        ((LEFT,), "Right total hip BMD 0.699 g/cm2, T-score -2.4.", False),
    ],
)
def test_the_same_numbers_of_two_sides_are_held(scans, words, held):
    text = prose((FINDINGS, words), SOPInstanceUID="1.2.3.9")
    rows = merge([read(ge_obj(xml("14/05/2024", *scans))), read(text)]).measurements
    codes = {row.held for row in rows}

    assert codes == ({"SIDE_CONFLICT"} if held else {None} if held is False else codes), [line(row) for row in rows]


L1_4, L2_4 = roi("L1-L4", bmd="0.937", t="-2.1", area="57.8"), roi("L2-L4", bmd="0.956", t="-2.1", area="45.5")


@pytest.mark.parametrize(
    ("rows", "other", "held"),
    [
        ((L1_4,), "L2-L4 BMD 0.937 g/cm2, T-score -2.1.", True),
        ((L1_4,), "L2-L4 BMD 0.937 g/cm2.", True),
        ((L1_4,), "L1-L4 (L3 excluded) BMD 0.937 g/cm2.", True),
        ((L1_4,), "L1-L4 BMD 0.937 g/cm2, T-score -2.1.", False),
        ((L1_4,), "L2-L4 BMD 0.938 g/cm2, T-score -2.1.", False),
        ((L1_4,), "L2-L4 BMD 0.937 g/cm2, T-score -2.2.", False),
        ((L1_4,), "L2-L4 T-score -2.1.", False),
        ((L1_4,), "L2-L4 BMD 0.94 g/cm2, T-score -2.1.", False),
        ((L1_4,), "L3 BMD 0.937 g/cm2, T-score -2.1.", False),
        ((L1_4, L2_4), "L2-L4 BMD 0.956 g/cm2. L3-L4 BMD 0.937 g/cm2, T-score -2.0.", False),
        ((L1_4, L2_4), "L3-L4 BMD 0.937 g/cm2.", True),
        ((L1_4, L2_4), "L2-L4 BMD 0.937 g/cm2, T-score -2.1.", None),
        ((L1_4,), "L2-L4 previously BMD 0.937 g/cm2, T-score -2.1.", False),
    ],
)
def test_the_same_numbers_of_other_vertebrae_are_held(rows, other, held):
    text = prose((FINDINGS, f"DXA. Lumbar spine {other}"), SOPInstanceUID="1.2.3.9")
    found = merge([read(ge_obj(xml("14/05/2024", scan("AP Spine", *rows)))), read(text)]).measurements
    told = [line(row) for row in found if row.held and "0.956" not in line(row)]

    assert bool(told) is (held is not False), [line(row) for row in found]


def test_other_rows_of_the_spine_stay_when_some_are_held():
    one = ge_obj(xml("14/05/2024", scan("AP Spine", L1_4, roi("L1", bmd="0.871", t="-2.2"), L2_4)))
    other = prose((FINDINGS, "DXA. Lumbar spine L3-L4 BMD 0.937 g/cm2."), SOPInstanceUID="1.2.3.9")
    found = merge([read(one), read(other)])
    held = {"+".join(row.levels) for row in found.measurements if row.held}

    assert held == {"L1+L2+L3+L4", "L3+L4"}
    assert [issue.code for issue in found.issues] == ["VALUE_CONFLICT"]
