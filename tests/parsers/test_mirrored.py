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
