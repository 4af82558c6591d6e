"""Tables of running text whose columns are sites or examinations, and heads that give a side, a bone or a day."""

from datetime import date

import pytest

from tests.parsers.narrative_saying import report_of, said

TABLES = [
    (
        "DXA\n              L1-L4    Left neck\nBMD (g/cm2)   0.913    0.655\nT-score       -1.2     -1.7",
        [
            "lumbar_spine L1+L2+L3+L4 bmd 0.913",
            "femoral_neck left bmd 0.655",
            "lumbar_spine L1+L2+L3+L4 t_score -1.2",
            "femoral_neck left t_score -1.7",
        ],
    ),
    (
        "DXA\nLEFT HIP\n          Neck     Total\nT-score   -1.7     -1.3",
        ["femoral_neck left t_score -1.7", "total_hip left t_score -1.3"],
    ),
    (
        "DXA\nFemoral neck   Left   Right\nT-score        -1.9   -2.2",
        ["femoral_neck left t_score -1.9", "femoral_neck right t_score -2.2"],
    ),
    (
        "DXA\n| Measure | Spine (L1-L4) | Left total hip |\n|---|---|---|\n| T-score | -1.9 | -1.6 |",
        ["lumbar_spine L1+L2+L3+L4 t_score -1.9", "total_hip left t_score -1.6"],
    ),
    (
        "DXA\n                 Current   Previous (2021)\nL1-L4 T-score    -2.3      -2.0",
        ["lumbar_spine L1+L2+L3+L4 t_score -2.3", "lumbar_spine L1+L2+L3+L4 t_score -2.0 prior"],
    ),
    (
        "T-score          10/22/2023   09/30/2021   Change\nLeft total hip   -1.5         -1.3         -0.2",
        ["total_hip left t_score -1.5", "total_hip left t_score -1.3 prior"],
    ),
    ("DXA\nL1-L4    Left neck\nT-score   -1.2   -1.7   -0.9", []),
    ("DXA\nTotal hip left\n           Thyroid   Kidney\nT-score    -1.2      -1.7", []),
    (
        (
            "Region   Area   BMC   BMD   T-score\nL1   12.14   10.11   0.833   -0.8\n"
            "L2   13.02   11.80   0.906   -1.1\nTotal   25.16   21.91   0.871   -1.0"
        ),
        [
            "lumbar_spine L1 area 12.14",
            "lumbar_spine L1 bmc 10.11",
            "lumbar_spine L1 bmd 0.833",
            "lumbar_spine L1 t_score -0.8",
            "lumbar_spine L2 area 13.02",
            "lumbar_spine L2 bmc 11.80",
            "lumbar_spine L2 bmd 0.906",
            "lumbar_spine L2 t_score -1.1",
            "lumbar_spine L1+L2 area 25.16",
            "lumbar_spine L1+L2 bmc 21.91",
            "lumbar_spine L1+L2 bmd 0.871",
            "lumbar_spine L1+L2 t_score -1.0",
        ],
    ),
]
HEADS = [
    (
        "DXA\nLeft forearm, radius:\nRegion T-SCORE Z-SCORE BMD(g/cm2)\n33% - +1.6 0.832",
        ["radius_33 left z_score 1.6", "radius_33 left bmd 0.832"],
    ),
    ("DXA\nLeft forearm, radius:\nTotal: T-score -2.1", ["radius_total left t_score -2.1"]),
    ("DXA\nLeft forearm:\nTotal: T-score -2.1", ["forearm_total left t_score -2.1"]),
    (
        "DXA. Right radius: UD T -1.2, total T -1.7.",
        ["radius_ultradistal right t_score -1.2", "radius_total right t_score -1.7"],
    ),
    ("DXA. Left forearm: radius 1/3 T-score -1.2. Ulna 1/3 T-score -2.0.", ["radius_33 left t_score -1.2"]),
    (
        "DXA\nLEFT:\nFemoral neck: T-score -1.7\nRIGHT:\nFemoral neck: T-score -1.8",
        ["femoral_neck left t_score -1.7", "femoral_neck right t_score -1.8"],
    ),
    (
        "DXA. On the left, the femoral neck T-score is -1.9 and the total hip T-score is -1.4.",
        ["femoral_neck left t_score -1.9", "total_hip left t_score -1.4"],
    ),
    (
        "Left Hip:\nRegion: Neck\nT-score: -2.1\nRegion: Total\nT-score: -1.7",
        ["femoral_neck left t_score -2.1", "total_hip left t_score -1.7"],
    ),
    ("Left Hip:\nRegion: Gamma\nT-score: -2.1", []),
    (
        "DXA. Total BMD of the left hip 0.811 g/cm2, T-score -1.1.",
        ["total_hip left bmd 0.811", "total_hip left t_score -1.1"],
    ),
    ("DXA. Spine-L1-L4-BMD 0.945 g/cm2", ["lumbar_spine L1+L2+L3+L4 bmd 0.945"]),
]
LENT = [
    (
        "BMD left total hip 0.756 g/cm2 (0.771 on 06/13/2021 and 0.790 on 05/20/2019).",
        ["total_hip left bmd 0.756", "total_hip left bmd 0.771 prior", "total_hip left bmd 0.790 prior"],
    ),
    ("Left total hip BMD 0.756 g/cm2 (T-score 0.3).", ["total_hip left bmd 0.756", "total_hip left t_score 0.3"]),
    (
        "BMD of spine and left total hip was 0.912 and 0.789 g/cm2, respectively.",
        ["lumbar_spine bmd 0.912", "total_hip left bmd 0.789"],
    ),
    ("DXA. L4 showed sclerosis and was excluded; the L1-L3 T-score is -1.3.", ["lumbar_spine L1+L2+L3 t_score -1.3"]),
    ("DXA. Total hip left T-score in the neck 0.601 giving -2.2.", []),
    ("FRAX MOF/hip: 12%/2.5%", ["patient frax_major 12", "patient frax_hip 2.5"]),
    (
        "FRAX: MOF 12.0%, hip 2.2%; adjusted for TBS: 14.6% and 2.9%.",
        ["patient frax_major 12.0", "patient frax_hip 2.2"],
    ),
]


@pytest.mark.parametrize(("text", "values"), TABLES)
def test_a_table_of_sites_or_examinations_is_read_by_its_heads(text, values):
    assert values == said(text)


@pytest.mark.parametrize(("text", "values"), HEADS)
def test_a_heading_gives_its_side_or_bone_to_what_stands_below(text, values):
    assert values == said(text)


@pytest.mark.parametrize(("text", "values"), LENT)
def test_a_number_takes_unit_and_time_from_the_words_around_it(text, values):
    assert values == said(text)


def test_the_day_of_a_heading_is_that_of_the_values_below():
    report = report_of(
        "Previous examination of 12/20/2021:\nSpine T-score -1.2\n\nPresent examination:\nSpine T-score -1.4"
    )

    assert ["2021-12-20", "None"] == [str(row.exam_date) for row in report.measurements]


def test_the_other_dates_of_a_text_tell_its_order_of_day_and_month():
    report = report_of("DXA. Left total hip T-score -1.5 (-1.3 on 06/03/2021, -1.1 on 05/20/2019).")

    assert ["2021-06-03", "2019-05-20"] == [str(row.exam_date) for row in report.measurements if not row.current]


def test_the_day_of_the_last_scan_is_not_that_of_this_one():
    report = report_of("Her DXA shows a spine T-score of -3.1. When last scanned on 4 April 2020 it was -2.7.")

    assert report.study.performed_on is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whose examination a column is of, nothing says, unless each examination heads the same columns.
        ("DXA\nCurrent   Previous\nBMD   T   Z   BMD\nL1-L4   0.880   -1.6   -0.5   0.912", []),
        ("DXA\nRegion   Current   Previous\nBMD   T-score\nL1-L4   0.880   -1.6", []),
    ],
)
def test_word_for_an_examination_above_a_neighbour_is_not_a_columns_own(text, expected):
    assert expected == said(text)


@pytest.mark.parametrize(
    ("over", "heads", "row"),
    [
        ("Current   Previous", "BMD   T   BMD   T", "L1-L4   0.880   -1.6   0.912   -1.2"),
        ("Previous scan   Current scan", "BMD   T   BMD   T", "L1-L4   0.912   -1.2   0.880   -1.6"),
        ("Current   Previous   Change", "BMD   T   BMD   T   %", "L1-L4   0.880   -1.6   0.912   -1.2   -3.5"),
        ("Current examination   Previous examination", "BMD   T   BMD   T", "L1-L4   0.880   -1.6   0.912   -1.2"),
    ],
)
def test_examinations_above_the_same_columns_each_head_their_own(over, heads, row):
    now = ["lumbar_spine L1+L2+L3+L4 bmd 0.880", "lumbar_spine L1+L2+L3+L4 t_score -1.6"]
    then = ["lumbar_spine L1+L2+L3+L4 bmd 0.912 prior", "lumbar_spine L1+L2+L3+L4 t_score -1.2 prior"]

    assert sorted([*now, *then]) == sorted(said(f"DXA\n          {over}\n{heads}\n{row}"))


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("BONE DENSITY SCAN (DEXA)\n\nDate: 2024-03-02\n", date(2024, 3, 2)),
        ("KNOCHENDICHTEMESSUNG (DXA)\nDatum: 02.03.2024\n", date(2024, 3, 2)),
        # Of a letter it may be the day it was written.
        ("Dear Dr Example\n\nDate: 2024-03-02\n\nA DXA was done.\n", None),
    ],
)
def test_a_date_below_the_name_of_the_examination_is_its_day(head, day):
    assert report_of(f"{head}Total hip T-score -1.2.\n\nNormal for age.\n").study.performed_on == day
