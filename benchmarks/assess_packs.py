"""What applying every pack and every check to one report costs, beside reading it.

One case again and again flatters what is kept by the pattern of answers, so that different ones are assessed too: the
same 240 in turn, and new ones in every round. Their documents and facts are drawn with a seed. The process is set up as
a worker is (`api.processes.collecting`), and the figures are processor time.
"""

import sys
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from documents import oru, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show

sys.path.insert(0, str(Path(__file__).parent.parent))

from api.processes.collecting import load_for_good
from assess import assess
from assess.registry import all_checks, all_guidelines
from dxa.facts import Facts
from dxa.report import DxaReport
from dxa.schema import load_facts
from dxa.settings import Limits
from fixtures.corpus.family import family_of, sample_of
from parsers.registry import parse

ROUNDS = 30
MANY_FACTS: dict[str, Any] = {
    "age_years": "68", "sex": "female", "menopausal_status": "postmenopausal", "weight_kg": "58", "height_cm": "160",
    "height_loss_historical_cm": "3", "height_loss_prospective_cm": "1", "egfr": "70", "crcl_ml_min": "60",
    "estrogen_current": False, "conditions": ["rheumatoid_arthritis"], "findings": [], "risk_factors": ["smoking"],
    "therapy": [], "implants": [], "recent_events": [], "labs": {"calcium": "9.4", "25_oh_vitamin_d": "18"},
    "fractures": [{"site": "distal_forearm", "fragility": True, "age_at": "64", "months_ago": "50"}],
    "medications": [{"drug": "prednisone", "mg_per_day": "7.5", "months": "6"}],
    "frax": {"mof": "18.4", "hip": "3.1", "with_bmd": True, "gc_adjusted": False},
    "facility": {"country": "US", "lsc_g_cm2": {"lumbar_spine": "0.030", "total_hip": "0.027"}},
}  # fmt: skip
"""A patient of whom nearly everything is known; the values are invented."""
OTHERWISE: dict[str, tuple[Any, ...]] = {
    "age_years": ("34", "47", "52", "64", "65", "71", "83"),
    "sex": ("male",),
    "menopausal_status": ("premenopausal", "transition"),
    "weight_kg": ("45", "88"),
    "height_loss_historical_cm": ("0", "4", "6"),
    "height_loss_prospective_cm": ("2", "3"),
    "egfr": ("25",),
    "estrogen_current": (True,),
    "conditions": ([], ["primary_hyperparathyroidism"]),
    "findings": (["kyphosis"],),
    "risk_factors": ([], ["alcohol", "parental_hip_fracture"]),
    "therapy": (["alendronate"], ["denosumab"]),
    "fractures": ([], [{"site": "hip", "fragility": True}], [{"site": "vertebra"}, {"site": "vertebra"}]),
    "medications": ([], [{"drug": "letrozole"}]),
    "frax": ({"mof": "9", "hip": "1.2"}, {"mof": "31", "hip": "6.0", "with_bmd": False}),
    "facility": ({"country": "GB"}, {"country": "CA"}),
}
"""What else may be known instead."""
FAMILIES = tuple(family_of(name) for name in ("hl7-discrete", "ge-sr", "hologic-bone"))
CASES = 240
NEW_CASES = 24
"""In each round."""
SEED = 31

Case = tuple[DxaReport, Facts]


def cases(first: int, number: int) -> list[Case]:
    """Return so many cases by their numbers, each a document of its own with facts of its own."""
    return [_case(one) for one in range(first, first + number)]


def _case(number: int) -> Case:
    random = Random(SEED + number)  # noqa: S311 - the same cases every time
    document = raw(sample_of(FAMILIES[number % len(FAMILIES)], SEED, number).content)
    return parse(document, Limits()), load_facts(_facts(random))


def _facts(random: Random) -> dict[str, Any]:
    """Return between nothing and everything that may be known of somebody."""
    known = random.choice((0.0, 0.3, 0.7, 1.0))
    given = {name: value for name, value in MANY_FACTS.items() if random.random() < known}
    facts = {name: random.choice((value, *OTHERWISE.get(name, ()))) for name, value in given.items()}
    if facts.get("sex") == "male":
        facts.pop("menopausal_status", None)
    return facts


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the cost of an assessment in units of reading a message with 18 values and 22 lines of text."""
    load_for_good()
    document, limits = raw(oru()), Limits()
    report, many = parse(document, limits), load_facts(MANY_FACTS)
    fresh = cases(CASES, (rounds + 1) * NEW_CASES)
    sides = {
        "read": Side(run=lambda: parse(document, limits), times=10, clock=process_time),
        "one case, no facts": _assessing([(report, Facts())], 10),
        "one case, many facts": _assessing([(report, many)], 10),
        f"{CASES} cases in turn": _assessing(cases(0, CASES), CASES),
        "cases not met before": _assessing(fresh, NEW_CASES),
    }
    for _ in range(CASES):
        sides[f"{CASES} cases in turn"].run()
    seconds = interleaved(sides, rounds)
    rules = sum(len(pack.rules) for pack in all_guidelines())
    packs = f"{len(all_guidelines())} packs ({rules} rules), {len(all_checks())} checks"
    return [
        Result(
            name="",
            what=f"{packs}, {name} / reading",
            ratio=ratio(of_side, seconds["read"]),
            goal="<= 3 ms",
            detail=milliseconds(of_side),
        )
        for name, of_side in seconds.items()
        if name != "read"
    ]


def _assessing(given: Sequence[Case], times: int) -> Side:
    """Return the assessment of one after the other, over and over."""
    turn = cycle(given)
    return Side(run=lambda: assess(*next(turn)), times=times, clock=process_time)


if __name__ == "__main__":
    show(measure())
