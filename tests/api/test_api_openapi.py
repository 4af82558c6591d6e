"""The description of the interface is true: it names every route, is valid, and survives invented requests."""

import re

import hypothesis
import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.conftest import message

INTERFACE = ("/api/", "/dicom-web/")


def test_every_interface_route_is_described(app, client):
    document = client.get("/openapi.json").get_json()
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(INTERFACE)]
    expected = {(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", r.rule), m.lower()) for r in rules for m in r.methods}

    described = {
        (path, method) for path, item in document["paths"].items() for method in item if method != "parameters"
    }

    assert {pair for pair in expected if pair[1] not in {"head", "options"}} == described
    assert document["openapi"] == "3.1.0"


def test_every_route_describes_its_problems(client):
    document = client.get("/openapi.json").get_json()
    operations = [item[method] for item in document["paths"].values() for method in ("get", "post") if method in item]

    assert all("default" in operation["responses"] for operation in operations)
    content = document["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert list(content) == ["application/problem+json"]


def test_answers_are_valid_by_the_description(client, callers, case_id):
    document = client.get("/openapi.json").get_json()
    answers = {
        "CaseDetail": client.get(f"/api/v1/cases/{case_id}", headers=callers.reader),
        "CaseList": client.get("/api/v1/cases", headers=callers.reader),
        "DxaReport": client.post("/api/v1/extractions", data=message(), headers=callers.sender),
        "PackList": client.get("/api/v1/guidelines", headers=callers.reader),
        "PackDetail": client.get("/api/v1/guidelines/who-1994", headers=callers.reader),
        "Problem": client.get("/api/v1/cases/none", headers=callers.reader),
    }
    faults = {}
    for name, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        faults[name] = [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(answer.json)]

    assert {name: [] for name in answers} == faults


def test_page_of_the_description_needs_nothing_from_elsewhere(client):
    page = client.get("/docs").get_data(as_text=True)

    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert "/api/v1/documents" in page


@schemathesis.serializer("application/dicom", "multipart/related")
def as_bytes(_, value):
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.mark.slow
def test_invented_requests_meet_no_defect(app, client, callers, case_id):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    checks = (
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
        unsupported_method,
    )
    settings = hypothesis.settings(
        max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    tried = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings
        @hypothesis.given(case=operation.as_strategy())
        def meets_no_defect(case):
            if "case_id" in (case.path_parameters or {}):
                case.path_parameters["case_id"] = case_id
            case.call_and_validate(headers=callers.admin, checks=checks)

        meets_no_defect()
        tried.append(operation.label)

    assert len(tried) == sum(rule.rule.startswith(INTERFACE) for rule in app.url_map.iter_rules())
