"""Tables that go on upon the next page, histories of earlier scans, fracture risks and trabecular bone scores."""

from datetime import date

import pytest

from dxa.settings import Limits
from fixtures.pdf_plain import HOLOGIC, LUNAR, UNKNOWN, listed, plain_page, plain_sheet, told
from parsers.pdf.reading import read_pdf

PLACES = (90, 180, 260, 340, 420, 500)
HEADINGS = ("Region", "Area (cm2)", "BMC (g)", "BMD (g/cm2)", "T - score", "Z - score")
L1 = ("L1", "12.10", "10.40", "0.860", "-1.2", "-0.1")
L2 = ("L2", "13.10", "11.40", "0.870", "-1.1", "0.1")
TOTAL = ("Total", "25.20", "21.80", "0.865", "-1.2", "0.0")
SPINE = told("Scan Type: a Lumbar Spine")
HIP = told("Scan Type: a Left Hip")
HIP_ROWS = (("Neck", "5.81", "4.09", "0.704", "-1.3", "0.2"), ("Total", "36.20", "31.13", "0.860", "-0.7", "0.5"))


def parsed(content):
    return read_pdf(content, "digest", Limits())


def codes(report):
    return {str(issue.code) for issue in report.issues}


def continued(*rows, places=PLACES, title=None, maker=HOLOGIC):
    sheet = plain_sheet(SPINE, listed(PLACES, HEADINGS, L1), maker=maker)
    sheet.next_page()
    if title:
        sheet.text(60, 60, title)
    for number, row in enumerate(rows):
        for x, cell in zip(places, row, strict=True):
            sheet.text(x, 90 + 12 * number, cell, 8, align="centre")
    return parsed(sheet.finish())


def scores(report):
    return {"".join(row.levels): str(row.value) for row in report.measurements if row.quantity == "t_score"}


def test_rows_that_go_on_upon_the_next_page_are_read_under_its_heading():
    report = continued(L2, TOTAL)

    assert scores(report) == {"L1": "-1.2", "L2": "-1.1", "L1L2": "-1.2"}
    assert {row.provenance.locator.page for row in report.measurements} == {1, 2}
    assert {row.held for row in report.measurements} == {None}


@pytest.mark.parametrize(
    ("rows", "how"),
    [
        ((L2, TOTAL), {"places": tuple(x + 40 for x in PLACES)}),
        ((L2, TOTAL), {"title": "Scan Type: a Left Hip"}),
        ((L2, TOTAL), {"title": "Patient ID: P-2"}),
        ((L2, ("Sacrum", *TOTAL[1:])), {}),
    ],
)
def test_rows_without_a_heading_that_may_be_of_another_table_are_reported(rows, how):
    report = continued(*rows, **how)

    assert scores(report) == {"L1": "-1.2"}
    assert codes(report) & {"HEADER_MISSING", "SEVERAL_PATIENTS"}


def test_a_continued_table_of_an_unknown_maker_needs_redundancy_too():
    assert {row.held for row in continued(L2, maker=UNKNOWN).measurements} == {None}


HISTORY_PLACES = (90, 160, 230, 300, 400, 500)
HISTORY = (
    "Scan Date",
    "Age",
    ("BMD", "(g/cm²)"),
    ("T -", "score"),
    ("BMD Change", "vs Baseline"),
    ("BMD Change", "vs Previous"),
)
TODAY = ("05/14/2024", "66", "0.860", "-0.7", "-4.2%*", "-2.1%")
BEFORE = ("05/20/2022", "64", "0.880", "-0.5", "-2.1%", "-2.1%")
WORDS = ("May 20, 2022", "64", "0.880", "-0.5", "", "")
NOTE = told("* Denotes significant change; LSC is 0.028 g/cm² (95% confidence level).")


@pytest.mark.parametrize(
    "title", ["Previous Exams: Total Hip", "DXA Results History: Total", "Previous Scans (Total)", ""]
)
@pytest.mark.parametrize("before", [BEFORE, WORDS])
def test_earlier_scans_of_hologic_are_priors_of_the_region_they_name_or_repeat(title, before):
    history = listed(HISTORY_PLACES, HISTORY, TODAY, before)
    report = parsed(plain_page(HIP, listed(PLACES, HEADINGS, *HIP_ROWS), told(title), history, NOTE, maker=HOLOGIC))
    earlier = [row for row in report.measurements if not row.current]

    assert {(str(row.quantity), str(row.value)) for row in earlier} >= {("bmd", "0.880"), ("t_score", "-0.5")}
    assert {(str(row.region), str(row.side), row.exam_date) for row in earlier} == {
        ("total_hip", "left", date(2022, 5, 20))
    }


def test_earlier_scans_that_name_nothing_and_repeat_nothing_are_reported():
    history = listed(HISTORY_PLACES, HISTORY, BEFORE)
    report = parsed(
        plain_page(HIP, listed(PLACES, HEADINGS, *HIP_ROWS), told("Previous Exams"), history, maker=HOLOGIC)
    )

    assert {row.current for row in report.measurements} == {True}
    assert "UNKNOWN_ROW" in codes(report)


def trend(*days, measured):
    rows = [(day, "66", bmd, "-", "-") for day, bmd in days]
    headings = (("Measured", "Date"), ("Age", "(years)"), ("BMD", "(g/cm²)"), ("Change vs", "Previous", "(g/cm²)"),
                ("Change vs", "Previous", "(%)"))  # fmt: skip
    fields = ("Patient: TEST, ANNA", f"Measured: {measured} 2:15:30 PM (18)")
    table = listed(PLACES, ("Region", "BMD (g/cm²)", "YA T-score"), ("L1-L4", "0.910", "-2.2"))
    told_trend = told("Densitometry Trend: L1-L4")
    content = plain_page(
        told("AP Spine Bone Density"), table, told_trend, listed(PLACES, headings, *rows), maker=LUNAR, fields=fields
    )
    return parsed(content)


def test_a_trend_whose_days_cannot_be_told_is_ordered_by_what_is_certain():
    report = trend(("3/4/2024", "0.910"), ("5/6/2020", "0.950"), ("1/2/2024", "0.930"), measured="3/4/2024")

    assert [("0.910", True), ("0.950", False)] == [
        (str(row.value), row.current) for row in report.measurements if row.quantity == "bmd"
    ]
    assert "DATE_AMBIGUOUS" in codes(report)


def risks(*parts, maker=HOLOGIC):
    report = parsed(plain_page(HIP, listed(PLACES, HEADINGS, *HIP_ROWS), *parts, maker=maker))
    return sorted(
        (str(row.quantity), str(row.value), row.held) for row in report.measurements if "frax" in row.quantity
    )


BESIDE = ("Major Osteoporotic Fracture", "14.2%"), ("Hip Fracture", "3.2%")
OF_TEN_YEARS = ("10-year Hip Fracture risk", "3.2 %"), ("10-year Major Osteoporotic Fracture risk", "14.2 %")
OF_RISKS = ("Riesgo de fractura de cadera", "3,2 %"), ("Riesgo de fractura osteoporótica mayor", "14,2 %")
FOUND = [("frax_hip", "3.2", None), ("frax_major", "14.2", None)]


@pytest.mark.parametrize("maker", [HOLOGIC, LUNAR])
@pytest.mark.parametrize(
    "part",
    [
        listed((160, 380), ("10-year Fracture Risk", ""), *BESIDE),
        listed((160, 380), ("FRAX* 10-year Probability of Fracture", ""), ("", ""), *BESIDE),
        listed((160, 380), ("FRAX* 10-year Probability of Fracture", ""), *OF_TEN_YEARS),
        listed((160, 380), ("FRAX", ""), *OF_RISKS),
        listed((160, 300, 420), ("FRAX", "Major Osteoporotic", "Hip Fracture"), ("Population: USA", "14.2%", "3.2%")),
    ],
)
def test_fracture_risks_are_read_beside_or_under_their_names(part, maker):
    note = told("Treat if the hip risk is 3 % or more, or the major risk 20 % or more.")

    assert risks(part, note, maker=maker) == FOUND


def test_risks_with_and_without_a_fracture_wait_for_a_reviewer():
    rows = (("Without prior fracture", "14.2%", "3.2%"), ("With prior fracture", "22.0%", "5.0%"))
    found = risks(listed((160, 300, 420), ("FRAX", "Major Osteoporotic", "Hip Fracture"), *rows))

    assert len(found) == 4
    assert {held for *_, held in found} == {"VALUE_CONFLICT"}


def test_a_percentage_that_no_heading_calls_a_risk_is_none():
    assert risks(listed((160, 380), ("Summary", ""), *BESIDE)) == []


@pytest.mark.parametrize("line", ["TBS L1-L4: 1.234", "TBS (L1-L4) = 1.234"])
def test_a_trabecular_bone_score_is_read_and_its_t_score_is_not(line):
    report = parsed(
        plain_page(told("AP Spine Bone Density", "SPINE TBS REPORT", line, "TBS T-score: -1.8"), maker=LUNAR)
    )

    assert [("tbs", "1.234", 4)] == [
        (str(row.quantity), str(row.value), len(row.levels)) for row in report.measurements
    ]


def test_pages_of_a_letter_are_one_text():
    sheet = plain_sheet(told("Bone densitometry (DXA).", "Previous examination of 2019-03-01:"))
    sheet.next_page()
    sheet.lines(60, 60, ("The T-score of the left femoral neck was -1.5.",), 9, 13)
    report = parsed(sheet.finish())

    assert [(False, 2)] == [(row.current, row.provenance.locator.page) for row in report.measurements]
