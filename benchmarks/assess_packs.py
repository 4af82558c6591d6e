"""What applying every pack and every check to one report costs, beside reading it."""

from documents import oru, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show

from assess import assess
from assess.registry import all_checks, all_guidelines
from dxa.facts import Facts
from dxa.schema import load_facts
from dxa.settings import Limits
from parsers.registry import parse

ROUNDS = 30
MANY_FACTS = {
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


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the cost of an assessment in units of reading the message it is about, without and with many facts."""
    return [_measured("no facts", Facts(), rounds), _measured("many facts", load_facts(MANY_FACTS), rounds)]


def _measured(known: str, facts: Facts, rounds: int) -> Result:
    document, limits = raw(oru()), Limits()
    report = parse(document, limits)
    packs, checks = len(all_guidelines()), len(all_checks())
    rules = sum(len(pack.rules) for pack in all_guidelines())
    seconds = interleaved(
        {
            "read": Side(run=lambda: parse(document, limits), times=10),
            "assess": Side(run=lambda: assess(report, facts), times=5),
        },
        rounds,
    )
    return Result(
        name="",
        what=f"{packs} packs ({rules} rules), {checks} checks, {known} / reading the ORU",
        ratio=ratio(seconds["assess"], seconds["read"]),
        goal="<= 3 ms",
        detail=milliseconds(seconds["assess"]),
    )


if __name__ == "__main__":
    show(measure())
