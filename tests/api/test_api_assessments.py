"""A report assessed without storing anything."""

import json
from hashlib import sha256

import pytest

from tests.acceptance.judging import judged, posted, situations_of

REPORT = {
    "patient": {"sex": "female", "age_years": "66"},
    "measurements": [
        {"region": "lumbar_spine", "levels": ["L1", "L2", "L3", "L4"], "quantity": "t_score", "value": "-1.0"},
        {"region": "femoral_neck", "side": "left", "quantity": "t_score", "value": "-1.0"},
        {"region": "total_hip", "side": "left", "quantity": "t_score", "value": "-0.5"},
    ],
}
POSTMENOPAUSAL = {"menopausal_status": "postmenopausal"}


def ask(client, callers, body):
    return client.post(
        "/api/v1/assessments", data=body if isinstance(body, str) else json.dumps(body), headers=callers.sender
    )


def test_seed_patient_is_normal_once_menopause_is_known_and_open_before(client, callers):
    unknown = ask(client, callers, {"report": REPORT}).get_json()
    known = ask(client, callers, {"report": REPORT, "facts": POSTMENOPAUSAL}).get_json()

    assert ["INDETERMINATE", "NORMAL"] == [one["headline"]["classification"] for one in (unknown, known)]
    assert "menopausal_status" in {one["fact"] for one in unknown["facts_missing"]}


def test_same_request_gives_the_same_bytes(client, callers):
    assert ask(client, callers, {"report": REPORT}).data == ask(client, callers, {"report": REPORT}).data


def test_nothing_is_stored(client, callers):
    ask(client, callers, {"report": REPORT})

    assert client.get("/api/v1/cases", headers=callers.reader).get_json()["items"] == []


def test_chosen_packs_alone_are_evaluated(client, callers):
    answer = ask(client, callers, {"report": REPORT, "packs": ["who-1994"]}).get_json()

    assert {"who-1994"} == {pack["id"] for pack in answer["packs"]}
    assert {"who-1994"} == {finding["pack"] for finding in answer["findings"]}


def test_prior_report_takes_part(client, callers):
    def dated(day, bmd):
        row = {
            "region": "total_hip",
            "side": "left",
            "quantity": "bmd",
            "unit": "g/cm2",
            "value": bmd,
            "exam_date": day,
        }
        device = {"manufacturer": "Example", "model": "One", "serial": "1"}
        return {"study": {"performed_on": day, "device": device}, "measurements": [row]}

    facts = {"facility": {"lsc_g_cm2": {"total_hip": "0.027"}}}
    body = {"report": dated("2025-05-10", "0.744"), "priors": [dated("2023-05-02", "0.780")], "facts": facts}
    answer = ask(client, callers, body).get_json()

    assert ["-0.036"] == [change["delta_g_cm2"] for change in answer["changes"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("\xff", 400),
        ("[" * 100_000, 400),
        ([], 422),
        ({}, 422),
        ({"report": None}, 422),
        ({"report": {"measurements": [{"region": "knee"}]}}, 422),
        ({"report": REPORT, "fact": {}}, 422),
        ({"report": REPORT, "facts": {"menopausal": "yes"}}, 422),
        ({"report": REPORT, "packs": ["nobody-1900"]}, 422),
        ({"report": REPORT, "packs": "who-1994"}, 422),
        ({"report": REPORT, "priors": REPORT}, 422),
    ],
)
def test_request_is_read_strictly(client, callers, body, status):
    answer = ask(client, callers, body)

    assert status == answer.status_code
    assert answer.content_type == "application/problem+json"


def test_fault_is_named_by_place_and_not_by_value(client, callers):
    report = {**REPORT, "patient": {"sex": "JANE-DOE"}}
    answer = ask(client, callers, {"report": report})

    assert "/patient/sex" in answer.get_json()["detail"]
    assert "JANE" not in answer.get_data(as_text=True)


def test_number_is_traced_to_its_place_in_the_body(client, callers):
    body = json.dumps({"report": REPORT})
    answer = client.post("/api/v1/extractions", data=json.dumps(REPORT), headers=callers.sender)
    provenance = answer.get_json()["measurements"][1]["provenance"]

    assert ask(client, callers, body).status_code == 200
    assert provenance["locator"]["pointer"] == "/measurements/1/value"
    assert sha256(json.dumps(REPORT).encode()).hexdigest() == provenance["document"]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_situations_are_judged_over_http_as_without_it(client, callers, part):
    """Situations whose judgement an examiner wrote down; what is expected of each stands with it."""
    for situation in situations_of("unseen_judgements_4.toml")[part::2]:
        told = ask(client, callers, posted(situation)).get_json()
        alone = judged(situation)

        assert alone.headline.classification == told["headline"]["classification"]
        assert [(one.rule, one.outcome) for one in alone.findings] == [
            (one["rule"], one["outcome"]) for one in told["findings"]
        ]
        assert [(one.code, one.outcome) for one in alone.checks] == [
            (one["code"], one["outcome"]) for one in told["checks"]
        ]
        assert [one.verdict for one in alone.changes] == [one["verdict"] for one in told["changes"]]
