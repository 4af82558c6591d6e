"""A reader signs a case as it stands; what changes it later opens it again."""

import re

import pytest

from dxa.facts import Facts
from dxa.report import Sex
from store.records import Decision

WHY = "checked against the printout"


def signed(client, headers, case_id, **body):
    return client.post(f"/api/v1/cases/{case_id}/sign", json=body, headers=headers)


def revision(services, case_id):
    return services.store.case(case_id).summary.revision


def patient_draft(client, callers, case_id):
    return client.get(f"/api/v1/cases/{case_id}/draft?audience=patient", headers=callers.reader).status_code


def test_a_signature_is_kept_with_who_when_why_and_of_what(client, callers, services, case_id):
    looked_at = revision(services, case_id)
    answer = signed(client, callers.reader, case_id, revision=looked_at, reason=f"  {WHY} ")
    review = services.store.case(case_id).reviews[-1]

    assert (200, "signed") == (answer.status_code, answer.get_json()["case"]["status"])
    assert (Decision.SIGN, looked_at, None, WHY, "reader") == (
        review.decision, review.revision, review.subject, review.reason, review.said_by)  # fmt: skip


def test_a_signature_stands_in_the_audit_trail_without_its_words(client, callers, services, case_id):
    signed(client, callers.reader, case_id, revision=revision(services, case_id), reason=WHY)
    event = [one for one in services.store.case(case_id).events if one.kind == "REVIEW_SIGN"][-1]

    assert (case_id, "reader") == (event.case_id, event.actor)
    assert WHY not in event.detail


def test_plain_language_exists_from_the_signature_until_the_case_changes(client, callers, services, case_id):
    found = [patient_draft(client, callers, case_id)]
    signed(client, callers.reader, case_id, revision=revision(services, case_id), reason=WHY)
    found.append(patient_draft(client, callers, case_id))
    services.pipeline.add_facts(case_id, Facts(sex=Sex.FEMALE), "dr")
    found.append(patient_draft(client, callers, case_id))

    assert [409, 200, 409] == found


@pytest.mark.parametrize(("role", "status"), [("sender", 403), ("other_sender", 403), ("reader", 200), ("admin", 200)])
def test_only_readers_and_administrators_sign(client, callers, services, case_id, role, status):
    answer = signed(client, getattr(callers, role), case_id, revision=revision(services, case_id), reason=WHY)

    assert status == answer.status_code


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reason": WHY}, 422),
        ({"revision": 1}, 422),
        ({"revision": 1, "reason": " "}, 422),
        ({"revision": 1, "reason": "x" * 501}, 422),
        ({"revision": 99, "reason": WHY}, 409),
    ],
)
def test_a_signature_without_reason_or_of_another_revision_is_refused(client, callers, services, case_id, body, status):
    answer = signed(client, callers.reader, case_id, **body)

    assert (status, "application/problem+json") == (answer.status_code, answer.content_type)
    assert () == services.store.case(case_id).reviews


def test_a_signed_case_is_not_signed_again_and_an_unknown_one_not_at_all(client, callers, services, case_id):
    signed(client, callers.reader, case_id, revision=revision(services, case_id), reason=WHY)
    again = signed(client, callers.reader, case_id, revision=revision(services, case_id), reason=WHY)

    assert (409, 404) == (again.status_code, signed(client, callers.reader, "none", revision=1, reason=WHY).status_code)


def test_the_page_offers_the_button_and_shows_who_signed(open_client, services, case_id):
    before = open_client.get(f"/cases/{case_id}").get_data(as_text=True)
    csrf = re.search(r'name="csrf" value="([^"]+)"', before)[1]
    form = {"csrf": csrf, "revision": str(revision(services, case_id)), "reason": WHY}
    answer = open_client.post(f"/cases/{case_id}/sign", data=form)
    after = open_client.get(f"/cases/{case_id}").get_data(as_text=True)

    assert 303 == answer.status_code
    assert ("Sign this case" in before, "Sign this case" in after) == (True, False)
    assert f"Signed by {services.store.case(case_id).reviews[-1].said_by}" in after
    assert WHY in after


@pytest.mark.slow
def test_a_page_without_the_revision_signs_nothing(open_client, services, case_id):
    page = open_client.get(f"/cases/{case_id}").get_data(as_text=True)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    answer = open_client.post(f"/cases/{case_id}/sign", data={"csrf": csrf, "reason": WHY})

    assert 422 == answer.status_code
    assert () == services.store.case(case_id).reviews


def test_the_outbox_tells_of_a_signature(client, callers, services, case_id):
    signed(client, callers.reader, case_id, revision=revision(services, case_id), reason=WHY)

    assert "case.signed" in [row.kind for row in services.store.pending() if row.case_id == case_id]
