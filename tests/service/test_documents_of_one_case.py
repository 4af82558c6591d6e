"""Documents of one study are one case, whichever comes first; what they agree on is confirmed, the rest is held."""

from datetime import date
from itertools import permutations

import pytest

from fixtures import dicom_ge
from fixtures.dicom_ge import GeDocument, Roi, Scan
from fixtures.dicom_objects import written
from tests.service.messages import Order, message, text

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

LEVELS = ("L1", "L2", "L3", "L4")
DAY = date(2025, 6, 10)


def structured(patient: str) -> bytes:
    """Return the device's report: spine -2.1, neck -1.8, both left."""
    spine = Roi(label="L1-L4", region="lumbar_spine", levels=LEVELS, values={"bmd": "0.930", "t_score": "-2.1"})
    neck = Roi(label="Neck Left", region="femoral_neck", side="left", values={"bmd": "0.790", "t_score": "-1.8"})
    header = {
        "PatientID": patient,
        "AccessionNumber": f"ACC-{patient}",
        "PatientBirthDate": "19590315",
        "PatientAge": "066Y",
    }
    scans = (Scan(type="AP Spine", rois=(spine,)), Scan(type="Left Femur", rois=(neck,)))
    document = GeDocument(scans=scans, day=DAY, header=header)
    return written(dicom_ge.object_of(document))


def dictated(patient: str) -> bytes:
    """Return the radiologist's report: the same spine, another neck, and a total hip the device did not send."""
    order = Order(patient=patient, accession=f"ACC-{patient}")
    lines = (
        "DXA bone densitometry.",
        "Lumbar spine L1-L4: BMD 0.930 g/cm2, T-score -2.1.",
        "Left femoral neck: T-score -1.3.",
        "Left total hip: T-score -1.2.",
    )
    return message(order, *text(*lines))


def joined(service, documents):
    """Return the case of documents handed in one after the other."""
    answers = [service.post(content) for content in documents]

    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["case"]["id"] for answer in answers}) == 1
    return service.case(answers[-1].json["case"]["id"])


def plainly(case):
    """Return what a case says, apart from which document said it first."""
    rows = [
        (
            row["region"],
            row["side"],
            tuple(row["levels"]),
            row["quantity"],
            row["value"],
            row["held"],
            row["confirmed_by"],
        )
        for row in case["report"]["measurements"]
    ]
    headline = case["assessment"]["headline"]
    outcomes = [(finding["rule"], finding["outcome"]) for finding in case["assessment"]["findings"]]
    checks = [(check["code"], check["outcome"]) for check in case["assessment"]["checks"]]
    return rows, headline, outcomes, checks


def t_scores(case):
    return {
        (row["region"], row["value"]): row for row in case["report"]["measurements"] if row["quantity"] == "t_score"
    }


def test_two_documents_of_one_study_are_one_case(service):
    case = joined(service, [structured("JOIN-1"), dictated("JOIN-1")])
    scores = t_scores(case)
    spine, hip = scores["lumbar_spine", "-2.1"], scores["total_hip", "-1.2"]

    assert len(case["documents"]) == 2
    assert {document["status"] for document in case["documents"]} == {"read"}
    assert case["case"]["accession"] == "ACC-JOIN-1"
    assert len(scores) == 4
    assert any("hl7" in name or "narrative" in name for name in spine["confirmed_by"])
    assert any(name.startswith("ge") for name in spine["confirmed_by"])
    assert (spine["held"], hip["held"], hip["confirmed_by"]) == (None, None, [])


def test_value_the_documents_differ_in_is_kept_twice_and_decides_nothing(service):
    case = joined(service, [structured("JOIN-2"), dictated("JOIN-2")])
    facts = {"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal"}
    assessed = service.state_facts(case["case"]["id"], **facts)["assessment"]
    scores = t_scores(case)
    necks = {value: row for (region, value), row in scores.items() if region == "femoral_neck"}
    deciding = assessed["headline"]["deciding"]
    rejected = {row["measurement"]: row["reason"] for row in deciding["rejected"]}

    assert set(necks) == {"-1.8", "-1.3"}
    assert {row["held"] for row in necks.values()} == {"VALUE_CONFLICT"}
    assert len({row["provenance"]["document"] for row in necks.values()}) == 2
    assert "VALUE_CONFLICT" in {issue["code"] for issue in case["report"]["issues"]}
    assert deciding["measurement"] == scores["lumbar_spine", "-2.1"]["id"]
    assert {row["id"] for row in necks.values()} <= set(rejected)


def test_order_of_arrival_does_not_matter(service):
    seen = []
    for first, second in permutations((structured, dictated)):
        patient = f"JOIN-{first.__name__[:3].upper()}"
        seen.append(plainly(joined(service, [first(patient), second(patient)])))

    assert seen[0] == seen[1]


def test_documents_of_two_patients_with_one_accession_are_two_cases(service):
    lines = text("DXA bone densitometry.", "Left total hip: T-score -1.2.")
    mine, theirs = (message(Order(patient=patient, accession="SHARED"), *lines) for patient in ("TWO-1", "TWO-2"))
    cases = [service.case_of(content)["case"] for content in (mine, theirs)]

    assert cases[0]["id"] != cases[1]["id"]
    assert [case["documents"] for case in cases] == [1, 1]
