"""Situations and changes written from the guideline sheet alone, asked of the whole assessment."""

import tomllib
from pathlib import Path

import pytest

from assess import assess
from dxa.schema import load_facts, load_report
from tests.acceptance.rows import measurement

SITUATIONS = tomllib.loads(Path(__file__).with_name("unseen_situations.toml").read_text(encoding="utf-8"))["situation"]
IDXA = {"manufacturer": "GE Healthcare", "model": "Lunar iDXA", "serial": "ME+1"}
OTHER_IDXA = {**IDXA, "serial": "ME+2"}
HORIZON = {"manufacturer": "Hologic", "model": "Horizon A", "serial": "300123"}
LSC = {"lsc_g_cm2": {"lumbar_spine": "0.030", "total_hip": "0.027"}}
PRECISION = {"precision_error_g_cm2": {"total_hip": "0.010"}}


def report(rows, **parts):
    return load_report({"measurements": [measurement(row) for row in rows], **parts})


def examination(day, row, device):
    return report([row], study={"performed_on": day, "device": device})


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation["name"])
def test_a_situation_has_the_class_rules_and_checks_the_sheet_gives_it(situation):
    result = assess(report(situation["report"], **situation.get("parts", {})), load_facts(situation.get("facts", {})))
    rules = {finding.rule: finding.outcome for finding in result.findings}
    fired = {check.code for check in result.checks if check.outcome == "fires"}
    unknown = {check.code for check in result.checks if check.outcome == "unknown"}
    checks = {
        code: "fires" if code in fired else "unknown" if code in unknown else "silent"
        for code in situation.get("checks", {})
    }

    assert situation.get("class", result.headline.classification) == result.headline.classification
    assert situation.get("rules", {}) == {rule: rules[rule] for rule in situation.get("rules", {})}
    assert situation.get("checks", {}) == checks


@pytest.mark.parametrize(
    ("before", "now", "facility", "old_device", "device", "verdict"),
    [
        ("total_hip left bmd 0.780", "total_hip left bmd 0.744", LSC, IDXA, IDXA, "significant_loss"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.753", LSC, IDXA, IDXA, "within_lsc"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.752", LSC, IDXA, IDXA, "significant_loss"),
        ("total_hip mean bmd 0.780", "total_hip mean bmd 0.744", LSC, IDXA, IDXA, "significant_loss"),
        ("lumbar_spine L1+L2+L3+L4 bmd 0.900", "lumbar_spine L1+L2+L3+L4 bmd 0.931", LSC, IDXA, IDXA,
         "significant_gain"),
        ("lumbar_spine L1+L2+L3+L4 bmd 0.900", "lumbar_spine L1+L2+L3+L4 bmd 0.930", LSC, IDXA, IDXA, "within_lsc"),
        ("lumbar_spine L2+L3+L4 bmd 0.900", "lumbar_spine L2+L3+L4 bmd 0.869", LSC, IDXA, IDXA, "within_lsc"),
        ("lumbar_spine L2+L3+L4 bmd 0.900", "lumbar_spine L2+L3+L4 bmd 0.867", LSC, IDXA, IDXA, "significant_loss"),
        ("lumbar_spine L2+L4 bmd 0.900", "lumbar_spine L2+L4 bmd 0.863", LSC, IDXA, IDXA, "within_lsc"),
        ("lumbar_spine L2+L4 bmd 0.900", "lumbar_spine L2+L4 bmd 0.862", LSC, IDXA, IDXA, "significant_loss"),
        ("lumbar_spine L1+L2+L3+L4 bmd 0.940", "lumbar_spine L1+L2+L3 bmd 0.900", LSC, IDXA, IDXA, "not_comparable"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.744", {}, IDXA, IDXA, "undecidable"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.744", LSC, IDXA, HORIZON, "not_comparable"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.744", LSC, IDXA, OTHER_IDXA, "not_comparable"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.744", {**LSC, "cross_calibrated": True}, IDXA, OTHER_IDXA,
         "significant_loss"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.744", PRECISION, IDXA, IDXA, "significant_loss"),
        ("total_hip left bmd 0.780", "total_hip left bmd 0.7523", PRECISION, IDXA, IDXA, "within_lsc"),
    ],
)  # fmt: skip
def test_a_change_is_what_the_facility_can_tell_from_chance(before, now, facility, old_device, device, verdict):
    prior = examination("2022-05-14", before, old_device)
    result = assess(examination("2024-05-14", now, device), load_facts({"facility": facility}), (prior,))

    assert [verdict] == [change.verdict for change in result.changes]


@pytest.mark.parametrize("now", ["total_hip right bmd 0.744", "total_hip left t_score -1.4"])
def test_another_side_or_a_score_is_never_compared(now):
    prior = examination("2022-05-14", "total_hip left bmd 0.780", IDXA)
    result = assess(examination("2024-05-14", now, IDXA), load_facts({"facility": LSC}), (prior,))

    assert () == result.changes
