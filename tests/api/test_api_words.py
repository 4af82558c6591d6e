"""A caller sends numbers and words: what the words say is held against the numbers."""

import pytest

from dxa.schema import load_report
from parsers.narrative.completing import completed

ROWS = [{"region": "femoral_neck", "quantity": "t_score", "value": "-2.7", "unit": "1"}]
WOMAN = {"sex": "female", "age_years": "66", "menopausal_status": "postmenopausal"}


def read(**report):
    return completed(load_report({"measurements": ROWS, **report}), "0" * 64, "/report")


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("Osteopenia.", "osteopenia"),
        ("The findings are consistent with osteoporosis.", "osteoporosis"),
        ("No evidence of osteoporosis.", None),
        ("", None),
    ],
)
def test_class_is_read_from_the_impression(words, stated):
    assert stated == read(text={"impression": words}).text.stated_classification


def test_what_the_caller_states_stays_and_a_contradiction_is_told():
    report = read(text={"impression": "Osteopenia.", "stated_classification": "osteoporosis"})

    assert report.text.stated_classification == "osteoporosis"
    assert "VALUE_CONFLICT" in [issue.code for issue in report.issues]


def test_numbers_of_the_words_are_no_measurements():
    assert len(read(text={"findings": "Left total hip T-score -1.2."}).measurements) == 1


def test_facts_of_the_words_are_placed_in_the_json():
    facts = read(text={"findings": "She takes alendronate."}).context.facts

    assert [("therapy", "alendronate", "/report/text/findings")] == [
        (fact.name, fact.value, fact.provenance.locator.pointer) for fact in facts
    ]


def test_words_too_long_to_be_read_beside_a_request_are_left_alone():
    assert read(text={"impression": "Osteopenia. " * 2000}).text.stated_classification is None


@pytest.mark.parametrize(
    ("words", "code", "outcome"),
    [
        ("Osteopenia.", "IMPRESSION_CONTRADICTS_NUMBERS", "fires"),
        ("Osteoporosis.", "IMPRESSION_CONTRADICTS_NUMBERS", "silent"),
        ("Significant bone loss since 2019.", "CHANGE_CLAIM_WITHOUT_PRIOR", "fires"),
        ("No bone loss since 2019.", "TEXT_CLAIMS_CHANGE_BELOW_LSC", "silent"),
    ],
)
def test_words_posted_with_numbers_are_judged(client, callers, words, code, outcome):
    body = {"report": {"measurements": ROWS, "text": {"impression": words}}, "facts": WOMAN}
    answer = client.post("/api/v1/assessments", json=body, headers=callers.sender).get_json()

    assert [outcome] == [check["outcome"] for check in answer["checks"] if check["code"] == code]
