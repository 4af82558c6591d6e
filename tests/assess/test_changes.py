"""Change of BMD against the facility's least significant change."""

import pytest

from assess import assess
from dxa.schema import load_facts, load_report

L1_L4 = ["L1", "L2", "L3", "L4"]
GE = {"manufacturer": "GE Healthcare", "model": "Lunar iDXA", "serial": "ME+1"}


def bmd(value, region="total_hip", levels=(), **more):
    side = {} if region == "lumbar_spine" else {"side": "left"}
    options = {"quantity": "bmd", "unit": "g/cm2", "exam_date": "2024-05-14", **side, **more}
    return {"region": region, "value": value, "levels": list(levels), **options}


def before(value, day="2022-05-14", **more):
    return bmd(value, current=False, exam_date=day, **more)


def lsc(**regions):
    return {"facility": {"lsc_g_cm2": regions}}


def precision(**regions):
    return {"facility": {"precision_error_g_cm2": regions}}


def changes(rows, facts=None, priors=(), device=None):
    report = load_report({"measurements": rows, "study": {"device": device or {}}})
    return assess(report, load_facts(facts or {}), [load_report(prior) for prior in priors]).changes


HIP = lsc(total_hip="0.027")
VERDICTS = [
    ("loss at the LSC", [bmd("0.753"), before("0.780")], HIP, "within_lsc", "0.027"),
    ("loss beyond it", [bmd("0.752"), before("0.780")], HIP, "significant_loss", "0.027"),
    ("gain beyond it", [bmd("0.808"), before("0.780")], HIP, "significant_gain", "0.027"),
    ("gain below it", [bmd("0.806"), before("0.780")], HIP, "within_lsc", "0.027"),
    ("no LSC", [bmd("0.600"), before("0.780")], {}, "undecidable", None),
    ("LSC of another site", [bmd("0.600"), before("0.780")], lsc(lumbar_spine="0.03"), "undecidable", None),
    ("from precision", [bmd("0.752"), before("0.780")], precision(total_hip="0.010"), "significant_loss", "0.02770"),
    ("three vertebrae",
     [bmd("0.900", "lumbar_spine", L1_L4[:3]), before("0.931", region="lumbar_spine", levels=L1_L4[:3])],
     lsc(lumbar_spine="0.030"), "within_lsc", "0.03210"),
    ("four vertebrae", [bmd("0.900", "lumbar_spine", L1_L4), before("0.931", region="lumbar_spine", levels=L1_L4)],
     lsc(lumbar_spine="0.030"), "significant_loss", "0.030"),
    ("other vertebrae", [bmd("0.900", "lumbar_spine", L1_L4), before("0.931", region="lumbar_spine", levels=L1_L4[1:])],
     lsc(lumbar_spine="0.030"), "not_comparable", "0.030"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "rows", "facts", "verdict", "limit"), VERDICTS, ids=[one[0] for one in VERDICTS])
def test_change_is_judged(words, rows, facts, verdict, limit):
    (change,) = changes(rows, facts)

    assert verdict == change.verdict
    assert limit == (None if change.lsc_g_cm2 is None else str(change.lsc_g_cm2))
    assert ("LSC_MISSING" in change.caveats) == (limit is None)


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ({"side": "left", "same_device": True}, "significant_loss"),
        ({"side": "left"}, "undecidable"),
        ({"side": "left", "same_device": False}, "not_comparable"),
        ({"side": "left", "same_device": True, "exam_date": "2024-05-14"}, None),
        ({"side": "right", "same_device": True}, None),
        ({"same_device": True}, "undecidable"),
        ({"region": "lumbar_spine", "same_device": True}, None),
    ],
)
def test_an_earlier_density_somebody_states_is_compared(stated, verdict):
    prior = {"region": "total_hip", "bmd_prev": "0.780", "exam_date": "2022-05-14", **stated}
    found = changes([bmd("0.744")], HIP | {"prior_bmd": [prior]})

    assert ([] if verdict is None else [verdict]) == [one.verdict for one in found]


def test_change_shows_its_arithmetic():
    (change,) = changes([bmd("0.744"), before("0.780")], HIP)

    assert ("-0.036", "-4.6") == (str(change.delta_g_cm2), str(change.delta_percent))
    assert change.because[0].term.startswith("0.744 - 0.780 = -0.036 g/cm2")


@pytest.mark.parametrize(
    ("device", "calibrated", "expected"),
    [
        (GE, None, "significant_loss"),
        ({**GE, "serial": "ME+2"}, None, "not_comparable"),
        ({"manufacturer": "HOLOGIC"}, None, "not_comparable"),
        ({"manufacturer": "HOLOGIC"}, False, "not_comparable"),
        ({"manufacturer": "HOLOGIC"}, True, "significant_loss"),
        ({}, None, "undecidable"),
        ({**GE, "serial": None}, None, "undecidable"),
        ({}, True, "significant_loss"),
    ],
)
def test_devices_known_to_differ_are_not_compared(device, calibrated, expected):
    facts = {"facility": {"lsc_g_cm2": {"total_hip": "0.027"}, "cross_calibrated": calibrated}}
    prior = {"measurements": [bmd("0.780", exam_date="2022-05-14")], "study": {"device": device}}
    (change,) = changes([bmd("0.744")], facts, [prior], GE)

    assert expected == change.verdict


@pytest.mark.parametrize(("device", "expected"), [(GE, []), ({**GE, "serial": None}, ["unknown"]), ({}, ["unknown"])])
def test_device_nobody_named_is_said_to_be_unknown(device, expected):
    prior = {"measurements": [bmd("0.780", exam_date="2022-05-14")], "study": {"device": device}}
    (change,) = changes([bmd("0.744")], HIP, [prior], GE)

    assert expected == [reason.verdict for reason in change.because[1:]]


@pytest.mark.parametrize(("day", "expected"), [("2023-05-14", False), ("2023-05-16", True), ("2023-05-13", False)])
def test_interval_below_a_year_is_named(day, expected):
    (change,) = changes([bmd("0.744"), before("0.780", day)], HIP)

    assert expected == ("INTERVAL_TOO_SHORT" in change.caveats)


def test_newest_earlier_examination_is_taken():
    (change,) = changes([bmd("0.744"), before("0.900", "2018-01-01"), before("0.780")], HIP)

    assert "0.780" == str(change.start.bmd)


@pytest.mark.parametrize(
    "rows",
    [
        [bmd("0.744")],
        [bmd("0.744", side="left"), before("0.780", side="right")],
        [bmd("0.019", side="difference"), before("0.020", side="difference")],
        [bmd("0.9", "lumbar_spine", ["L1"]), before("0.8", region="lumbar_spine", levels=["L2"])],
    ],
)
def test_nothing_is_compared_with_what_it_is_not(rows):
    assert () == changes(rows, HIP)


@pytest.mark.parametrize(
    ("rows", "verdict", "caveat"),
    [
        ([bmd("0.744", held="VALUE_CONFLICT"), before("0.780")], "undecidable", "HELD_FOR_REVIEW"),
        ([bmd("0.744"), before("0.780", held="VALUE_CONFLICT")], "undecidable", "HELD_FOR_REVIEW"),
        ([bmd("0.744"), before("0.780", excluded="motion")], "not_comparable", "SITE_INVALID_EXCLUDED"),
        ([bmd("0.744", excluded="prosthesis"), before("0.780")], "not_comparable", "SITE_INVALID_EXCLUDED"),
    ],
)
def test_a_value_that_may_not_be_used_is_named_and_compared_with_nothing(rows, verdict, caveat):
    (change,) = changes(rows, HIP)

    assert (verdict, (caveat,)) == (change.verdict, change.caveats)
    assert "value of" in change.because[0].term


def test_an_older_value_does_not_hide_that_a_newer_one_may_not_be_used():
    found = changes([bmd("0.744"), before("0.780", "2020-01-01"), before("0.700", excluded="motion")], HIP)

    assert ["significant_loss", "not_comparable"] == [change.verdict for change in found]


def test_change_from_nothing_has_no_percentage():
    (change,) = changes([bmd("0.744"), before("0")], HIP)

    assert change.delta_percent is None


@pytest.mark.parametrize(
    ("stated", "facts", "verdict", "limit", "source"),
    [
        ("0.027", {}, "significant_loss", "0.027", "report"),
        ("0.027", HIP, "significant_loss", "0.027", "facts"),
        ("0.040", HIP, "undecidable", None, "facts and report disagree"),
        (None, HIP, "significant_loss", "0.027", "facts"),
    ],
)
def test_limit_of_a_report_counts_as_the_reports_own(stated, facts, verdict, limit, source):
    said = [{"name": "facility.lsc_g_cm2.total_hip", "value": stated}] if stated else []
    report = load_report({"measurements": [bmd("0.740"), before("0.780")], "context": {"facts": said}})
    (change,) = assess(report, load_facts(facts)).changes

    assert verdict == change.verdict
    assert limit == (change.lsc_g_cm2 and str(change.lsc_g_cm2))
    assert source == change.because[0].source


PER_CENT = {
    ("5.0", None): "silent", ("4.9", None): "silent", ("5.3", None): "silent", ("5", None): "silent",
    ("9.0", None): "fires", ("5.5", None): "fires", ("9.0", 2022): "fires", ("9.0", 2015): "silent",
}  # fmt: skip
"""Stated per cent and the year they count from, of 0.780 in 2022 and 0.741 now: 5.0 % of the one, 5.3 of the other."""


def test_stated_per_cent_are_those_of_the_densities_or_contradict_them():
    def outcome(percent, since):
        claim = {"direction": "loss", "region": "total_hip", "percent": percent, "since_year": since}
        rows = [bmd("0.741", side="left"), before("0.780", side="left")]
        result = assess(load_report({"measurements": rows, "text": {"stated_changes": [claim]}}))
        return next(one.outcome for one in result.checks if one.check == "M01")

    assert PER_CENT == {told: outcome(*told) for told in PER_CENT}
