"""Headings, histories and scans of Hologic's tables in the forms they are printed in."""

from datetime import UTC, date, datetime

import pytest

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures import dicom_hologic
from fixtures.dicom_hologic import BODY, BONE, HologicText
from fixtures.dicom_objects import written
from parsers.dicom.hologic_columns import heading
from parsers.dicom.reader import PARSER

TOTAL = ["Total", "29.03", "22.87", "0.788", "-1.3", "84", "0.0", "100"]


def read(*tables, mode="a Left Hip", **variables):
    text = HologicText(mode=mode, tables=tables, variables=variables)
    content = written(dicom_hologic.object_of([text]))
    return PARSER.read(
        RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC)), Limits()
    )


def codes(result):
    return [issue.code for issue in result.issues]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("PR (Peak Reference)", ("pr", "")),
        ("AM (Age Matched)", ("am", "")),
        ("PR (%)", ("pr", "%")),
        ("BMD [g/cm2]*", ("bmd", "g/cm2")),
        ("BMC[(g)]", ("bmc", "g")),
        ("T -score", ("t-score", "")),
        ("T-score (White Female)", ("t-score", "")),
        ("T - Score(NHANES III)", ("t-score", "")),
        ("T-score (old)", ("t-score", "old")),
    ],
)
def test_brackets_hold_a_unit_or_explain_the_heading(words, expected):
    assert expected == heading(words)


def test_percent_columns_are_known_by_what_their_brackets_explain():
    head = ["Region", "BMD (g/cm\u00b2)", "T", "PR<br>(Peak Reference)", "Z", "AM<br>(Age Matched)"]
    result = read([head, ["Neck", "0.681", "-1.5", "80", "0.0", "100"]])

    assert {
        "bmd": "0.681",
        "t_score": "-1.5",
        "young_adult_percent": "80",
        "z_score": "0.0",
        "age_matched_percent": "100",
    } == {row.quantity: str(row.value) for row in result.measurements}
    assert [] == codes(result)


def test_a_heading_may_run_on_in_the_row_below():
    head = ["Scan Date", "Age", "BMD", "T-score", "BMD Change", ""]
    below = ["", "", "[g/cm2]", "", "vs Baseline", "vs Previous"]
    rows = [["05/14/2024", "66", "0.788", "-1.3", "-4.4%*", "-1.9%"], ["03/22/2021", "63", "0.803", "-1.1", " ", " "]]
    result = read([list(BONE), TOTAL], [head, below, *rows])
    told = {(row.quantity, str(row.value), row.exam_date) for row in result.measurements}

    assert ("change_percent", "-1.9", date(2024, 5, 14)) in told
    assert ("bmd", "0.803", date(2021, 3, 22)) in told
    assert ["CHANGE_FROM_BASELINE"] == codes(result)


def test_a_row_of_numbers_without_a_label_is_no_part_of_the_header():
    result = read([["Region", "BMD[g/cm2]", "T - score"], ["", "0.700", "-1.5"], ["Neck", "0.681", "-1.4"]])

    assert ["0.681", "-1.4"] == [str(row.value) for row in result.measurements]


@pytest.mark.parametrize(
    ("name", "cell", "expected", "issues"),
    [
        ("Change vs. Prior", "-1.9%", ("change_percent", "-1.9"), []),
        ("% Change vs Previous", "-1.9", ("change_percent", "-1.9"), []),
        ("Change vs Previous (%)", "-1.9*", ("change_percent", "-1.9"), []),
        ("Change vs Previous [g/cm2]", "-0.015", ("change", "-0.015"), []),
        ("Change vs Previous", "-1.9", None, ["UNKNOWN_UNIT"]),
        ("Change vs Baseline", "-1.9%", None, ["CHANGE_FROM_BASELINE"]),
        ("Rate of Change vs Previous", "-1.9%", None, ["NOT_A_RESULT"]),
        ("% Change vs Previous /yr", "-1.9", None, ["NOT_A_RESULT"]),
    ],
)
def test_a_change_is_one_against_the_previous_examination_with_its_unit(name, cell, expected, issues):
    head = ["Scan Date", "BMD[g/cm2]", name]
    result = read([list(BONE), TOTAL], [head, ["05/14/2024", "0.788", cell], ["03/22/2021", "0.803", " "]])
    found = [(row.quantity, str(row.value)) for row in result.measurements if "change" in row.quantity]

    assert ([expected] if expected else [], issues) == (found, codes(result))


@pytest.mark.parametrize(
    "mode", ["a Whole Body", "a Whole Body Composition", "Total Body Composition", "Auto Whole Body Fan Beam"]
)
def test_body_composition_holds_the_densities_of_the_whole_body(mode):
    row = ["Total", "1930.7", "2081.2", "1.078", "21000.9", "37100.4", "39181.6", "60182.5", "34.9", "-0.9", "0.1"]
    result = read([list(BODY), row], mode=mode)

    assert {("total_body", "t_score", "-0.9"), ("total_body", "bmd", "1.078")} <= {
        (one.region, one.quantity, str(one.value)) for one in result.measurements
    }
    assert not any(str(one.value) in {"21000.9", "34.9"} for one in result.measurements)


def test_a_dual_hip_with_means_and_differences_reads_each_block():
    rows = [
        ["Neck", *[" "] * 7],
        ["Left", "5.01", "3.41", "0.681", "-1.5", "80", "0.0", "100"],
        ["Right", "5.11", "3.31", "0.648", "-1.8", "76", "-0.3", "96"],
        ["Mean", "5.06", "3.36", "0.664", "-1.7", "78", "-0.2", "98"],
        ["Diff", " ", " ", "0.033", " ", " ", " ", " "],
        ["Total", *[" "] * 7],
        ["Left", "29.03", "22.87", "0.788", "-1.3", "84", "0.0", "100"],
        ["Right", "29.33", "22.17", "0.756", "-1.5", "80", "-0.3", "96"],
        ["Diff", " ", " ", "4.1%", " ", " ", " ", " "],
    ]
    result = read([list(BONE), *rows], ScanMode2="a Right Hip")
    bmd = {(row.region, row.side): str(row.value) for row in result.measurements if row.quantity == "bmd"}

    assert {
        ("femoral_neck", "left"): "0.681",
        ("femoral_neck", "right"): "0.648",
        ("femoral_neck", "mean"): "0.664",
        ("femoral_neck", "difference"): "0.033",
        ("total_hip", "left"): "0.788",
        ("total_hip", "right"): "0.756",
    } == bmd
    assert ["UNKNOWN_UNIT"] == codes(result)


@pytest.mark.parametrize("number", [2, 3])
def test_fracture_risk_is_found_by_its_words_in_any_table(number):
    frax = [
        ["10-year Fracture Risk", "FRAX\u00ae"],
        ["Major Osteoporotic Fracture", "12%"],
        ["Hip Fracture", "&lt;0.1"],
    ]
    history = [["Scan Date", "BMD[g/cm2]"], ["05/14/2024", "0.788"], ["03/22/2021", "0.803"]]
    tables = [[list(BONE), TOTAL], *([history] if number == 3 else []), frax]
    result = read(*tables)

    assert [("frax_major", "12", "%")] == [
        (row.quantity, str(row.value), row.unit) for row in result.measurements if row.region == "patient"
    ]
    assert ["NOT_A_NUMBER"] == codes(result)


@pytest.mark.parametrize("heading_of_days", ["When", "Session", "Periodo"])
@pytest.mark.parametrize("days", [("14.05.2024", "21.02.2020"), ("2024", "2020"), ("14-May-2024", "21-Feb-2020")])
def test_rows_with_days_under_an_unknown_heading_are_not_todays(heading_of_days, days):
    head = ["Region", heading_of_days, "BMD (g/cm\u00b2)"]
    result = read([head, ["Total", days[0], "0.783"], ["Neck", days[1], "0.796"]])

    assert () == result.measurements
    assert "HEADER_MISSING" in codes(result)


@pytest.mark.parametrize(
    ("mode", "head", "neck", "total"),
    [
        ("a Hanche gauche", ["R\u00e9gion", "DMO (g/cm\u00b2)", "T - score"], "Col", "Total"),
        ("a Cadera izquierda", ["Regi\u00f3n", "DMO (g/cm\u00b2)", "Puntuaci\u00f3n T"], "Cuello", "Total"),
        ("a Linke H\u00fcfte", ["Region", "Knochendichte (g/cm\u00b2)", "T-Wert"], "Hals", "Gesamt"),
        ("a Femore sinistro", ["Regione", "BMD (g/cm\u00b2)", "Punteggio T"], "Collo", "Totale"),
        ("a Quadril esquerdo", ["Regi\u00e3o", "DMO (g/cm\u00b2)", "Escore T"], "Colo", "Total"),
        ("a Linker heup", ["Regio", "BMD (g/cm\u00b2)", "T-score"], "Hals", "Totaal"),
    ],
)
def test_tables_in_other_languages_are_read(mode, head, neck, total):
    result = read([head, [neck, "0.681", "-1.5"], [total, "0.788", "-1.3"]], mode=mode)

    assert [
        ("femoral_neck", "left", "bmd", "0.681"),
        ("femoral_neck", "left", "t_score", "-1.5"),
        ("total_hip", "left", "bmd", "0.788"),
        ("total_hip", "left", "t_score", "-1.3"),
    ] == [(row.region, row.side, row.quantity, str(row.value)) for row in result.measurements]


SPINE = [
    ["Region", "BMD (g/cm\u00b2)", "T - score"],
    ["L1", "0.816", "-1.5"],
    ["L2", "1.311", "2.0"],
    ["L3", "0.932", "-1.4"],
    ["Total", "0.880", "-1.5"],
]


@pytest.mark.parametrize(
    ("row", "variables", "expected"),
    [
        (["<strike>L2</strike>", "1.311", "2.0"], {}, ("L1+L3", None)),
        (["<s>L2</s>", "<s>1.311</s>", "<s>2.0</s>"], {}, ("L1+L3", None)),
        (["L2", "-", "-"], {}, ("L1+L3", None)),
        (["L2", "N/A", " "], {}, ("L1+L3", None)),
        (["L2*", "1.311", "2.0"], {"TableNote2": "* excluded from the total"}, ("L1+L2+L3", "SITE_AMBIGUOUS")),
        (["L2", "1.311", "2.0"], {"TableNote2": "L2 excluded"}, ("L1+L2+L3", "SITE_AMBIGUOUS")),
        (["L2", "1.311", "2.0"], {"TableNote2": "L4 excluded"}, ("L1+L2+L3", None)),
        (["L2*", "1.311", "2.0"], {"TableNote2": "* see comment"}, ("L1+L2+L3", None)),
    ],
)
def test_a_total_is_of_the_vertebrae_that_were_used(row, variables, expected):
    result = read([*SPINE[:2], row, *SPINE[3:]], mode="a Lumbar Spine", **variables)
    total = {("+".join(part.levels), part.held) for part in result.measurements if str(part.value) in {"0.880", "-1.5"}}

    assert expected in total


@pytest.mark.parametrize(
    ("second", "expected"),
    [("", ("left", None)), ("a Left Hip", ("left", None)), ("a Right Hip", (None, "SITE_AMBIGUOUS"))],
)
def test_a_row_without_a_side_has_that_of_both_modes_or_is_held(second, expected):
    table = [["Region", "BMD (g/cm\u00b2)"], ["Neck", "0.681"]]
    result = read(table, **({"ScanMode2": second} if second else {}))

    assert [expected] == [(row.side, row.held) for row in result.measurements]


PAST = ["Region", "Scan Date", "Age", "BMD", "T-score"]
TOTALS = (["Total", "05/14/2024", "66", "0.788", "-1.3"], [" ", "03/10/2022", "64", "0.801", "-1.2"])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*TOTALS, ["", "01/05/2018", "60", "0.830", "-0.9"]], {"0.801": "total_hip", "0.830": "total_hip"}),
        ([["Neck", *TOTALS[0][1:]], TOTALS[1]], {"0.801": "femoral_neck"}),
        ([["Total", " ", " ", " ", " "], [" ", *TOTALS[0][1:]], TOTALS[1]], {"0.801": "total_hip"}),
        # The same day again, or an empty line, begins what has no name.
        (
            [*TOTALS, [" ", "05/14/2024", "66", "0.640", "-1.9"], [" ", "03/10/2022", "64", "0.655", "-1.7"]],
            {"0.801": "total_hip"},
        ),
        ([*TOTALS, [" "] * 5, [" ", "01/05/2018", "60", "0.655", "-1.7"]], {"0.801": "total_hip"}),
        (
            [*TOTALS, ["Neck"], [" ", "01/05/2018", "60", "0.655", "-1.7"]],
            {"0.801": "total_hip", "0.655": "femoral_neck"},
        ),
        ([["Somewhere", *TOTALS[0][1:]], TOTALS[1]], {}),
        ([*TOTALS, [" ", "long ago", "60", "0.830", "-0.9"]], {"0.801": "total_hip"}),
        ([TOTALS[1], TOTALS[0]], {}),
    ],
)
def test_blanks_below_a_region_of_a_history_are_of_that_region(rows, expected):
    found = read([BONE, TOTAL], [PAST, *rows])
    past = {str(row.value): row.region for row in found.measurements if not row.current and row.quantity == "bmd"}

    assert expected == past


@pytest.mark.parametrize(
    ("label", "note", "held"),
    [
        ("L2<sup>1</sup>", "1. Fan beam", None),
        ("L2<sup><small>2</small></sup>", "", None),
        ("L2<sup>1</sup>", "1. Excluded from the total", "SITE_AMBIGUOUS"),
        ("L2<sup>1</sup>", "1. L2 is not included", "SITE_AMBIGUOUS"),
        ("L2<sup>1</sup>", "L4 excluded", None),
    ],
)
def test_a_raised_mark_behind_a_label_is_no_part_of_it(label, note, held):
    rows = (["L1", "12.1", "9.1", "0.752", "-2.0"], [label, "13.0", "10.1", "0.777", "-2.2"])
    total = ["Total", "25.1", "19.2", "0.765", "-2.1"]
    found = read([BONE[:5], *rows, total], mode="a Lumbar Spine", **({"TableNote1": note} if note else {}))
    told = {row.levels: row.held for row in found.measurements if row.quantity == "bmd"}

    assert {("L1",): None, ("L2",): None, ("L1", "L2"): held} == told


@pytest.mark.parametrize("mode", ["a Bilateral Hips", "Both Hips", "beide Hips"])
def test_a_scan_of_both_hips_without_sides_in_its_rows_is_held(mode):
    found = read([BONE, TOTAL], mode=mode)

    assert {("total_hip", "SITE_AMBIGUOUS")} == {(row.region, row.held) for row in found.measurements}
