"""Change against older examinations, and by a precision stated in per cent."""

from assess import assess
from dxa.schema import load_facts, load_report

DEVICE = {"manufacturer": "GE Healthcare", "model": "Lunar iDXA", "serial": "ME+1"}
OTHER = {**DEVICE, "serial": "ME+2"}
LSC = {"lsc_g_cm2": {"total_hip": "0.027"}}


def examination(bmd, day, device=None, claims=()):
    row = {"region": "total_hip", "side": "left", "quantity": "bmd", "unit": "g/cm2", "value": bmd}
    study = {"performed_on": day, "device": device or DEVICE}
    return load_report({"measurements": [row], "study": study, "text": {"stated_changes": list(claims)}})


def judged(now, priors, facility, claims=()):
    told = [examination(*prior) for prior in priors]
    return assess(examination(now, "2024-05-14", claims=claims), load_facts({"facility": facility}), told)


def verdicts(now, priors, facility):
    return [(one.start.date.year, one.verdict.value) for one in judged(now, priors, facility).changes]


SLOW = (("0.780", "2022-05-10"), ("0.790", "2020-05-10"), ("0.805", "2018-05-10"))
HISTORIES = [
    ("0.760", SLOW, LSC, [(2022, "within_lsc"), (2018, "significant_loss")]),
    ("0.700", SLOW, LSC, [(2022, "significant_loss")]),
    ("0.790", SLOW, LSC, [(2022, "within_lsc")]),
    ("0.760", SLOW, {}, [(2022, "undecidable")]),
    ("0.760", (("0.780", "2022-05-10", OTHER), *SLOW[1:]), LSC,
     [(2022, "not_comparable"), (2020, "significant_loss")]),
    ("0.770", (("0.780", "2022-05-10", OTHER), *SLOW[1:]), LSC,
     [(2022, "not_comparable"), (2020, "within_lsc"), (2018, "significant_loss")]),
]  # fmt: skip


def test_an_older_examination_is_told_of_where_it_says_more():
    found = [(now, priors, facility, verdicts(now, priors, facility)) for now, priors, facility, _ in HISTORIES]

    assert HISTORIES == found


def test_a_loss_told_since_the_baseline_is_no_claim_below_the_least_change():
    claim = {"direction": "loss", "region": "total_hip", "significant": True}
    checks = {one.code: one.outcome for one in judged("0.760", SLOW, LSC, [claim]).checks}

    assert checks["TEXT_CLAIMS_CHANGE_BELOW_LSC"] == "silent"


PER_CENT = [
    ("0.700", {"precision_error_percent": {"total_hip": "1.5"}}, "significant_loss", "0.0332"),
    ("0.799", {"precision_error_percent": {"total_hip": "1.5"}}, "within_lsc", "0.0332"),
    ("0.7665", {"precision_error_percent": {"total_hip": "1.55"}}, "undecidable", None),
    ("0.760", {"lsc_percent": {"total_hip": "5"}}, "undecidable", None),
    ("0.759", {"lsc_percent": {"total_hip": "5"}}, "significant_loss", "0.0400"),
    ("0.762", {"lsc_percent": {"total_hip": "5"}}, "within_lsc", "0.0381"),
    ("0.700", {"lsc_percent": {"total_hip": "5"}, "lsc_g_cm2": {"total_hip": "0.2"}}, "undecidable", None),
    ("0.700", {"lsc_percent": {"femoral_neck": "5"}}, "undecidable", None),
]


def test_per_cent_decide_where_either_density_they_are_taken_of_gives_one_answer():
    found = []
    for now, facility, _, _ in PER_CENT:
        change = judged(now, [("0.800", "2022-05-10")], facility).changes[0]
        lsc = None if change.lsc_g_cm2 is None else str(change.lsc_g_cm2)
        found.append((now, facility, change.verdict.value, lsc))

    assert PER_CENT == found
    assert (
        "2.77 x 1.5 % of 0.700 or of 0.800"
        in judged("0.700", [("0.800", "2022-05-10")], PER_CENT[0][1]).changes[0].because[0].term
    )
