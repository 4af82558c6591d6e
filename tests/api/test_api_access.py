"""Who gets in: every route is guarded, roles are kept apart, and browsers cannot be used by other sites."""

import re
from datetime import timedelta

import pytest

from api.access import gate
from api.access.login_links import login_link
from api.access.roles import ACCESS, PUBLIC, Role
from api.access.sessions import IDLE, LONGEST, Sessions
from api.app import create_app
from dxa.errors import Defect
from tests.api.conftest import message

FILLERS = {
    "case_id": "c1",
    "document_id": "d1",
    "page": "1",
    "pack_id": "p1",
    "number": "1",
    "study_uid": "1.2.3",
    "filename": "osteon.css",
}


def routes(app):
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: FILLERS[found[1]], rule.rule)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path


def test_every_route_is_guarded_or_on_the_short_public_list(app, client):
    found = {endpoint: client.open(path, method=method, buffered=True) for endpoint, method, path in routes(app)}
    let_in = {name for name, answer in found.items() if answer.status_code not in {401, 403} and not turned(answer)}

    assert set(found) == set(ACCESS) | PUBLIC
    assert let_in - PUBLIC <= {"health.metrics"}  # open to this machine
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 401
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 401


def turned(answer) -> bool:
    return answer.status_code == 303 and answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_what_the_table_says_and_nothing_else(app, client, callers, role):
    headers = getattr(callers, str(role))
    for endpoint, method, path in routes(app):
        if endpoint in PUBLIC:
            continue
        status = client.open(path, method=method, headers=headers).status_code

        assert (status == 403) == (role not in ACCESS[endpoint]), f"{role} {method} {path}: {status}"


def test_wrong_or_revoked_token_is_nobody(client, callers, services):
    services.store.revoke_token("reader", services.clock())

    answers = [client.get("/api/v1/cases", headers=h) for h in (callers.reader, {"Authorization": "Bearer x"}, {})]

    assert [401, 401, 401] == [answer.status_code for answer in answers]
    assert all(answer.headers["WWW-Authenticate"].startswith("Bearer") for answer in answers)


def test_sender_sees_its_own_documents_only(client, callers):
    posted = client.post("/api/v1/documents", data=message(), headers=callers.sender).get_json()
    path = f"/api/v1/documents/{posted['document']['id']}"

    assert client.get(path, headers=callers.sender).status_code == 200
    assert client.get(path, headers=callers.reader).status_code == 200
    assert client.get(path, headers=callers.other_sender).status_code == 404


def sign_in(client, services):
    link = login_link(services.store, services.clock(), "")
    code = link.split("code=")[1]
    answer = client.post("/login", data={"code": code})
    return code, answer


def csrf_of(client) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', client.get("/cases").get_data(as_text=True))[1]


def test_login_link_works_once_and_looking_at_it_spends_nothing(app, client, services):
    link = login_link(services.store, services.clock(), "")
    assert client.get(link).status_code == 200
    code = link.split("code=")[1]

    assert client.post("/login", data={"code": code}).status_code == 303
    assert client.get("/cases").status_code == 200
    assert app.test_client().post("/login", data={"code": code}).status_code == 401


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, services):
    _, answer = sign_in(client, services)
    cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    code = login_link(services.store, services.clock(), "").split("code=")[1]
    secure = client.post("/login", data={"code": code}, base_url="https://localhost").headers["Set-Cookie"]
    assert secure.startswith("__Host-")
    assert "Secure" in secure


def test_form_without_its_secret_is_refused_and_signing_out_ends_the_session(client, services):
    sign_in(client, services)
    csrf = csrf_of(client)

    assert client.post("/cases/search", data={"patient": "x"}).status_code == 403
    assert client.post("/cases/search", data={"csrf": csrf}).status_code == 200
    crossing = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/cases/search", data={"csrf": csrf}, headers=crossing).status_code == 403
    assert client.post("/logout", data={"csrf": csrf}).status_code == 303
    assert turned(client.get("/cases"))


def test_session_of_a_revoked_token_ends(client, callers, services):
    secret = callers.reader["Authorization"].removeprefix("Bearer ")
    assert client.post("/login", data={"token": secret}).status_code == 303
    assert client.get("/cases").status_code == 200

    services.store.revoke_token("reader", services.clock())

    assert turned(client.get("/cases"))


def test_sender_token_opens_no_session(client, callers):
    secret = callers.sender["Authorization"].removeprefix("Bearer ")

    assert client.post("/login", data={"token": secret}).status_code == 401


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_login_leads_nowhere_else(client, services, target):
    code = login_link(services.store, services.clock(), "").split("code=")[1]
    answer = client.post("/login", data={"code": code, "next": target})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("after", "alive"), [(IDLE, True), (IDLE + timedelta(seconds=1), False)])
def test_unused_session_ends(services, after, alive):
    moment = [services.clock()]
    sessions = Sessions(services.store, lambda: moment[0])
    secret = sessions.start("x", frozenset({Role.READER}), None)
    moment[0] += after

    assert alive == (sessions.find(secret) is not None)


def test_used_session_ends_at_last(services):
    moment = [services.clock()]
    sessions = Sessions(services.store, lambda: moment[0])
    secret = sessions.start("x", frozenset({Role.READER}), None)
    seen = []
    while moment[0] - services.clock() < LONGEST * 2 and (not seen or seen[-1]):
        moment[0] += IDLE / 2
        seen.append(sessions.find(secret) is not None)

    assert len(seen) - 1 == LONGEST / (IDLE / 2)


def test_page_of_another_name_cannot_talk_to_the_loopback_service(open_client):
    assert open_client.get("/cases", headers={"Host": "evil.example"}).status_code == 400
    assert (
        open_client.post("/api/v1/documents", data=b"x", headers={"Origin": "https://evil.example"}).status_code == 403
    )


def test_open_loopback_service_needs_no_token(open_client):
    assert open_client.post("/api/v1/documents", data=message()).status_code == 201
    assert open_client.get("/api/v1/cases").status_code == 200


def test_route_without_a_line_in_the_table_stops_the_start(services, monkeypatch):
    monkeypatch.setattr(gate, "ACCESS", {name: roles for name, roles in ACCESS.items() if name != "pages.case"})

    with pytest.raises(Defect, match=r"pages\.case"):
        create_app(services)


def test_another_web_process_knows_who_signed_in(services):
    secret = Sessions(services.store, services.clock).start("x", frozenset({Role.READER, Role.SENDER}), "x")
    elsewhere = Sessions(services.store, services.clock)

    assert (frozenset({Role.READER, Role.SENDER}), "x") == (elsewhere.find(secret).roles, elsewhere.find(secret).token)
    elsewhere.end(secret)
    assert Sessions(services.store, services.clock).find(secret) is None
