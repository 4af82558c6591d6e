"""Every error has an answer, and answers tell nothing about the patient."""

import pytest

import dxa.errors
from api.commands.exits import EXITS
from api.routes.problems import ANSWERS, answer_of
from dxa.errors import OsteonError, Remedy

ERRORS = [kind for kind in vars(dxa.errors).values() if isinstance(kind, type) and issubclass(kind, OsteonError)]


def test_every_error_class_has_an_answer_and_an_exit_code():
    assert set(ERRORS) == set(ANSWERS)
    assert set(ERRORS) == set(EXITS)
    assert 0 not in EXITS.values()


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_status_follows_the_remedy(kind):
    status = answer_of(kind("x")).status
    by_remedy = {
        Remedy.CHANGE_DOCUMENT: {404, 415, 422},
        Remedy.AWAIT_FIX: {500},
        Remedy.RETRY_LATER: {409, 429, 503},
    }
    allowed = by_remedy[kind.remedy] | ({500} if kind is dxa.errors.SettingsError else set())

    assert status in allowed


def test_a_class_of_its_own_answers_as_its_ancestor():
    class Torn(dxa.errors.UnreadableDocument):
        code = "TORN"

    assert answer_of(Torn("x")) == ANSWERS[dxa.errors.UnreadableDocument]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/cases/unknown", 404),
        ("get", "/api/v1/cases?status=done", 422),
        ("get", "/api/v1/cases?limit=0", 422),
        ("get", "/api/v1/cases?limit=9999", 422),
        ("get", "/api/v1/cases?colour=red", 422),
        ("get", "/api/v1/cases?cursor=x", 422),
        ("get", "/api/v1/guidelines/none", 404),
        ("delete", "/api/v1/cases", 405),
    ],
)
def test_refusal_is_a_problem_document(client, callers, method, path, status):
    answer = getattr(client, method)(path, headers=callers.admin)

    assert status == answer.status_code
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert {"type", "title", "status", "detail", "code", "remedy"} <= set(body)
    assert body["status"] == status


def test_wrong_method_says_which_are_allowed(client, callers):
    answer = client.delete("/api/v1/documents", headers=callers.admin)

    assert {"OPTIONS", "POST"} == set(answer.headers["Allow"].split(", "))


def test_database_that_is_gone_is_answered_with_a_time_to_come_back(app, client, callers, services, monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise dxa.errors.StoreUnavailable("the database did not answer")

    monkeypatch.setattr(type(services.store), "backlog", gone)
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_defect_is_a_500_that_quotes_nothing(app, client, callers, services, monkeypatch, capsys):
    def broken(*_: object, **__: object) -> None:
        raise ValueError("DOE^JANE")

    monkeypatch.setattr(type(services.store), "cases", broken)
    answer = client.get("/api/v1/cases", headers=callers.reader)

    assert answer.status_code == 500
    assert answer.get_json()["remedy"] == "AWAIT_FIX"
    assert "DOE" not in answer.get_data(as_text=True) + "".join(capsys.readouterr())
