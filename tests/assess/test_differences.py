"""How far two sides differ is a result of neither: no pack and no check takes the row of a dual hip for one."""

from dataclasses import replace

import pytest

from assess import assess
from dxa.regions import Side
from dxa.schema import load_facts, load_report
from tests.assess.check_rows import GE, HOLOGIC

WOMAN = {"sex": "female", "age_years": "71", "menopausal_status": "postmenopausal"}
LEFT = {
    "bmd": "0.801",
    "t_score": "-1.6",
    "z_score": "-0.2",
    "young_adult_percent": "80",
    "bmc": "25.30",
    "area": "31.59",
}
RIGHT = {
    "bmd": "0.839",
    "t_score": "-1.3",
    "z_score": "0.1",
    "young_adult_percent": "83",
    "bmc": "26.80",
    "area": "31.94",
}
APART = {"bmd": "0.038", "t_score": "0.3", "z_score": "0.3", "young_adult_percent": "3", "bmc": "1.50", "area": "0.35"}
UNITS = {"bmd": "g/cm2", "young_adult_percent": "%", "bmc": "g", "area": "cm2"}


def dual_hip(device):
    rows = [
        {"region": "total_hip", "side": side, "quantity": quantity, "value": value, "unit": UNITS.get(quantity, "1")}
        for side, values in (("left", LEFT), ("right", RIGHT), ("difference", APART))
        for quantity, value in values.items()
    ]
    numbered = [{"id": f"m{number}", **one} for number, one in enumerate(rows, 1)]
    return load_report({"measurements": numbered, "study": device})


def judged(report):
    found = assess(report, load_facts(WOMAN))
    said = [(one.rule, one.outcome, one.codes, [part.value for part in one.because]) for one in found.findings]
    checks = [(one.check, one.outcome, [part.value for part in one.because]) for one in found.checks]
    return said, checks, found.headline.classification


@pytest.mark.parametrize("device", [GE, HOLOGIC])
def test_the_difference_of_two_hips_changes_nothing_that_is_said_of_them(device):
    report = dual_hip(device)
    without = replace(report, measurements=tuple(row for row in report.measurements if row.side is not Side.DIFFERENCE))

    assert judged(without) == judged(report)
