"""The side a report tells once is lent to its hips only where nothing says that the other one was measured."""

import pytest

from tests.acceptance.reading import lines, read

TOLD = "DXA of the lumbar spine and left hip. "


def neck(text):
    return lines(read(f"{text}\n".encode()))


@pytest.mark.parametrize(
    "text",
    [
        TOLD + "Femoral neck T-score -2.2.",
        "TECHNIQUE: Spine and left hip were scanned.\nFINDINGS: Femoral neck T-score -2.2.",
        TOLD + "Femoral neck T-score -2.2. Consider a scan of the wrist on another occasion.",
        "PROCEDURE: Dual-energy X-ray absorptiometry of spine and left hip.\nFINDINGS: Femoral neck T-score -2.2.",
        TOLD + "Right femoral neck: T-score ____\nFemoral neck T-score -2.2.",
        TOLD + "T-scores tell the deviations from the mean of young adults. Femoral neck T-score -2.2.",
    ],
)
def test_the_one_hip_a_report_names_gives_its_side(text):
    assert {"femoral_neck left t_score -2.2"} == neck(text)


@pytest.mark.parametrize(
    "text",
    [
        TOLD + "The left hip could not be positioned. Femoral neck T-score -2.2.",
        TOLD + "Mean of both femora. Femoral neck T-score -2.2.",
        TOLD + "The contralateral hip was used instead. Femoral neck T-score -2.2.",
        TOLD + "Because of hardware the other hip was measured. Femoral neck T-score -2.2.",
        "TECHNIQUE: DXA of the spine and left hip was ordered.\nFINDINGS: Femoral neck T-score -2.2.",
        "TECHNIQUE: Left hip replaced. Spine and hip scanned by DXA.\nFINDINGS: Femoral neck T-score -2.2.",
        "TECHNIQUE: DXA of the spine and hip. Metal in the left hip.\nFINDINGS: Femoral neck T-score -2.2.",
        "DXA der LWS und der linken Hüfte geplant; Messung der Gegenseite.\nSchenkelhals: T-Score -2,2.",
        "DXA de la columna y de la cadera izquierda. Se midió la cadera opuesta.\nCuello femoral: T-score -2,2.",
    ],
)
def test_a_hip_only_asked_for_or_spoilt_gives_no_side(text):
    assert {"femoral_neck t_score -2.2"} == neck(text)


def test_a_value_of_the_other_hip_is_not_this_ones():
    found = neck(TOLD + "Femoral neck T-score -2.2. Prior study of the opposite hip: femoral neck T-score -1.8.")

    assert not {"femoral_neck left t_score -1.8 prior", "femoral_neck left t_score -1.8"} & found


@pytest.mark.parametrize("nothing", ["____", "...", "n/a", "[ ]", "not measured"])
def test_a_row_nobody_filled_in_lends_no_side(nothing):
    row = f"Right femoral neck: T-score {nothing}\n"

    for text in (
        f"DXA of a hip.\n{row}Femoral neck T-score -2.2.",
        f"DXA of a hip.\nFemoral neck T-score -2.2.\n{row}",
    ):
        assert {"femoral_neck t_score -2.2"} == neck(text)


@pytest.mark.parametrize(
    ("above", "side"),
    [
        ("Left hip", "left "),
        ("L1-L4\nLeft hip", "left "),
        ("Prior fracture:\nLeft hip", ""),
        ("Right hip\nLeft hip", ""),
        ("Left hip\nL1-L4\nRight hip", ""),
    ],
)
def test_a_hip_alone_above_findings_gives_them_its_side(above, side):
    text = f"BONE DENSITOMETRY\n{above}\nFindings: Femoral neck T-score -1.9. Total hip T-score -1.2.\n"

    assert lines(read(text.encode())) == {f"femoral_neck {side}t_score -1.9", f"total_hip {side}t_score -1.2"}
