"""Numbers on the edge, in other signs, of fewer vertebrae, of earlier days: read right, each with its check."""

import pytest

from fixtures import dicom_ge
from fixtures.dicom_ge import GeDocument, Roi, Scan
from fixtures.dicom_objects import written
from fixtures.pdf_bones import Row
from fixtures.pdf_ge import GePage, Person
from fixtures.pdf_sheet import Sheet
from fixtures.truth import DOCUMENTS
from tests.service.messages import Order, message, number, text

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

AFTER_MENOPAUSE = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
BEFORE_MENOPAUSE = {"menopausal_status": "premenopausal"}


def told(patient: str, *lines: str) -> bytes:
    return message(Order(patient=patient, accession="N-1"), *text(*lines))


def scored(patient: str, value: str, label: str = "Left femoral neck T-score", kind: str = "NM") -> bytes:
    return message(Order(patient=patient, accession="N-1"), number(1, label, value, kind=kind))


def ge(patient: str, *rois: Roi, comma: bool = False, minus: str = "-") -> bytes:
    style = dicom_ge.Style(comma=comma, minus=minus)
    header = {"PatientID": patient, "StudyInstanceUID": None}
    scan = Scan(type="AP Spine" if rois[0].region == "lumbar_spine" else "Femur", rois=rois)
    return written(dicom_ge.object_of(GeDocument(scans=(scan,), style=style, header=header)))


def neck(value: str) -> Roi:
    return Roi(label="Neck Left", region="femoral_neck", side="left", values={"t_score": value})


def reported(service, content, facts):
    """Return a new case of a document, with facts."""
    return service.state_facts(service.case_of(content)["case"]["id"], **facts)


def outcomes(case):
    """Return the outcome of each check by its number; where one number has two checks, whether one of them fires."""
    found: dict[str, str] = {}
    for check in case["assessment"]["checks"]:
        found[check["check"]] = (
            "fires" if "fires" in {found.get(check["check"]), check["outcome"]} else check["outcome"]
        )
    return found


def t_scores(case, *, current=True):
    return [
        (row["region"], row["side"], "".join(row["levels"]), row["value"])
        for row in case["report"]["measurements"]
        if row["quantity"] == "t_score" and row["current"] is current
    ]


def issues(case):
    return {issue["code"] for issue in case["report"]["issues"]}


NECK_OF = {
    "-2.5": ("OSTEOPOROSIS", {"M08": "fires", "M07": "silent", "M27": "silent"}),
    "-2.46": ("LOW_BONE_MASS", {"M08": "silent", "M07": "fires", "M27": "silent"}),
    "-2.4": ("LOW_BONE_MASS", {"M08": "silent", "M07": "silent", "M27": "silent"}),
    "-1.0": ("NORMAL", {"M08": "fires", "M07": "silent", "M27": "silent"}),
    "-1.04": ("LOW_BONE_MASS", {"M08": "silent", "M07": "fires", "M27": "silent"}),
}


@pytest.mark.parametrize("value", NECK_OF)
@pytest.mark.parametrize("form", ["hl7", "words", "ge"])
def test_score_on_a_threshold_is_not_rounded_over_it(service, form, value):
    patient = f"EDGE{form}{value}"
    makers = {
        "hl7": lambda: scored(patient, value),
        "words": lambda: told(patient, "DXA bone density.", f"Left femoral neck: T-score {value}."),
        "ge": lambda: ge(patient, neck(value)),
    }
    case = reported(service, makers[form](), AFTER_MENOPAUSE)
    expected, checks = NECK_OF[value]

    assert t_scores(case) == [("femoral_neck", "left", "", value)]
    assert case["assessment"]["headline"]["classification"] == expected
    assert checks.items() <= outcomes(case).items()


@pytest.mark.parametrize(
    ("form", "printed", "issue"),
    [
        ("hl7", "-2,5", "DECIMAL_COMMA"),
        ("hl7", "\u22122.5", "UNUSUAL_MINUS"),
        ("words", "-2,5", "DECIMAL_COMMA"),
        ("words", "\u22122.5", "UNUSUAL_MINUS"),
        ("words", "\u20132,5", "UNUSUAL_MINUS"),
        ("ge", "-2,5", "DECIMAL_COMMA"),
    ],
)
def test_comma_and_other_minus_signs_are_read_and_told(service, form, printed, issue):
    patient = f"SIGN{form}{printed.encode().hex()}"
    makers = {
        "hl7": lambda: scored(patient, printed, kind="ST"),
        "words": lambda: told(patient, "DXA bone density.", f"Left femoral neck: T-score {printed}."),
        "ge": lambda: ge(patient, neck("-2.5"), comma=True),
    }
    case = reported(service, makers[form](), AFTER_MENOPAUSE)
    raws = [row["provenance"]["raw"] for row in case["report"]["measurements"]]

    assert t_scores(case) == [("femoral_neck", "left", "", "-2.5")]
    assert raws == [printed]
    assert issue in issues(case)
    assert case["assessment"]["headline"]["classification"] == "OSTEOPOROSIS"
    assert {"M27": "fires", "M08": "fires"}.items() <= outcomes(case).items()


@pytest.mark.parametrize("name", ["dicom/hologic_young_woman.dcm", "pdf/hologic_young_woman.pdf"])
def test_woman_of_36_with_z_scores_alone_is_judged_by_them(service, name):
    case = service.case_of((DOCUMENTS / name).read_bytes())
    later = service.state_facts(case["case"]["id"], **BEFORE_MENOPAUSE)

    assert t_scores(case) == []
    assert "EMPTY_SCORE_COLUMN" in issues(case)
    assert case["report"]["patient"]["age_years"] == "36"
    assert case["assessment"]["headline"]["classification"] == "INDETERMINATE"
    assert case["assessment"]["headline"]["missing"] == ["menopausal_status"]
    assert later["assessment"]["headline"]["classification"] == "WITHIN_EXPECTED_RANGE_FOR_AGE"
    # What a printout leaves out (its reference database, the indication) and how its vertebrae grow is told as a note;
    # no number is called wrong.
    assert {check for check, outcome in outcomes(later).items() if outcome == "fires"} <= {"M11", "M22"}


def test_scores_of_a_woman_of_36_are_no_t_score_class(service):
    order = Order(patient="YOUNG-T", accession="N-1", born="19890101")
    both = (number(1, "Left femoral neck T-score", "-2.6"), number(2, "Left femoral neck Z-score", "-2.1"))
    case = reported(service, message(order, *both), BEFORE_MENOPAUSE)

    assert case["assessment"]["headline"]["classification"] == "BELOW_EXPECTED_RANGE_FOR_AGE"


def printout(patient: str) -> bytes:
    cells = {"bmd": "0.972", "ya": "82", "t": "-1.7", "am": "93", "z": "-0.6"}
    sheet, person = Sheet(), Person(id=patient, name="TEST, PAULA")
    GePage(title="AP Spine", rows=(Row("L1-L4 (L2)", None, cells),), person=person).draw(sheet)
    return sheet.finish()


EXCLUDED = {
    "hl7": lambda: scored("EXCLUDED-H", "-1.8", "AP spine L1-L4 (L2) T-score"),
    "words": lambda: told("EXCLUDED-W", "DXA bone density.", "Lumbar spine L1-L4 (L2): T-score -1.8."),
    "ge": lambda: ge(
        "EXCLUDED-G",
        Roi(label="L1-L4 (L2)", region="lumbar_spine", levels=("L1", "L3", "L4"), values={"t_score": "-1.8"}),
    ),
    "pdf": lambda: printout("EXCLUDED-P"),
}


@pytest.mark.parametrize("form", EXCLUDED)
def test_vertebra_in_brackets_is_left_out(service, form):
    case = reported(service, EXCLUDED[form](), AFTER_MENOPAUSE)
    deciding = case["assessment"]["headline"]["deciding"]["measurement"]
    levels = next(row["levels"] for row in case["report"]["measurements"] if row["id"] == deciding)

    assert levels == ["L1", "L3", "L4"]
    assert outcomes(case)["M10"] == "silent"
    assert not any("L2" in row["levels"] for row in case["report"]["measurements"])


PAIRS = {
    "hologic table": (DOCUMENTS / "dicom/hologic_spine.dcm").read_bytes,
    "words": lambda: told("PAIR-W", "DXA bone density.", "Lumbar spine (L1, L3): T-score -2.3."),
    "hl7": lambda: scored("PAIR-H", "-2.3", "Lumbar spine L1,L3 T-score"),
}


@pytest.mark.parametrize("form", PAIRS)
def test_l1_and_l3_are_two_vertebrae_and_no_range(service, form):
    case = reported(service, PAIRS[form](), AFTER_MENOPAUSE)

    assert ("lumbar_spine", None, "L1L3", "-2.3") in t_scores(case)
    assert not any("L2" in row["levels"] for row in case["report"]["measurements"])
    assert case["assessment"]["headline"]["classification"] == "LOW_BONE_MASS"
    assert {"M10": "silent", "M09": "unknown"}.items() <= outcomes(case).items()


def test_one_vertebra_is_no_spine(service):
    case = reported(service, scored("SINGLE-1", "-2.7", "Lumbar spine L3 T-score"), AFTER_MENOPAUSE)

    assert t_scores(case) == [("lumbar_spine", None, "L3", "-2.7")]
    assert case["assessment"]["headline"]["classification"] == "INDETERMINATE"
    assert outcomes(case)["M10"] == "fires"


def test_adjacent_vertebrae_far_apart_are_told(service):
    rows = [f"L{level} T-score {score}." for level, score in ((1, "-2.6"), (2, "-1.5"), (3, "-1.4"), (4, "-1.2"))]
    content = told("JUMP-1", "DXA bone density. Lumbar spine:", *rows, "L1-L4 T-score -1.7.")
    case = reported(service, content, AFTER_MENOPAUSE)

    assert len(t_scores(case)) == 5
    assert outcomes(case)["M09"] == "fires"
    assert case["assessment"]["headline"]["classification"] == "LOW_BONE_MASS"


PRIORS = {
    "brackets": told("PRIOR-1", "DXA bone density.", "Left femoral neck: T-score -2.3 (2021: -2.6)."),
    "a sentence": told(
        "PRIOR-2",
        "DXA bone density.",
        "Left femoral neck: T-score -2.3.",
        "On the prior study of 03/04/2021 the left femoral neck T-score was -2.6.",
    ),
    "previously": told("PRIOR-3", "DXA bone density.", "Left femoral neck: T-score -2.3, previously -2.6."),
}


@pytest.mark.parametrize("form", PRIORS)
def test_earlier_value_beside_a_current_one_stays_earlier(service, form):
    case = reported(service, PRIORS[form], AFTER_MENOPAUSE)

    assert t_scores(case) == [("femoral_neck", "left", "", "-2.3")]
    assert t_scores(case, current=False) == [("femoral_neck", "left", "", "-2.6")]
    assert case["assessment"]["headline"]["classification"] == "LOW_BONE_MASS"


def test_impression_that_contradicts_its_numbers_is_critical(service):
    lines = ("DXA bone density.", "FINDINGS:", "Left femoral neck: T-score -2.7.", "IMPRESSION:", "Osteopenia.")
    case = reported(service, told("SAYS-1", *lines), AFTER_MENOPAUSE)
    check = next(row for row in case["assessment"]["checks"] if row["check"] == "M01")

    assert case["report"]["text"]["stated_classification"] == "osteopenia"
    assert case["assessment"]["headline"]["classification"] == "OSTEOPOROSIS"
    assert (check["code"], check["outcome"], check["severity"]) == (
        "IMPRESSION_CONTRADICTS_NUMBERS",
        "fires",
        "critical",
    )
    assert case["case"]["critical"] >= 1


def test_impression_that_agrees_is_silent(service):
    lines = ("DXA bone density.", "Left femoral neck: T-score -2.7.", "IMPRESSION: Osteoporosis. No osteopenia.")
    case = reported(service, told("SAYS-2", *lines), AFTER_MENOPAUSE)

    assert outcomes(case)["M01"] == "silent"


def test_unit_of_another_scale_is_converted_and_told(service):
    order = Order(patient="UNIT-1", accession="N-1")
    content = message(order, number(1, "Left femoral neck BMD", "702", "mg/cm2"))
    case = service.case_of(content)

    assert [(row["value"], row["unit"]) for row in case["report"]["measurements"]] == [("0.702", "g/cm2")]
    assert "UNIT_CONVERTED" in issues(case)
    assert outcomes(case)["M27"] == "fires"
