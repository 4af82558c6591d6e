"""An order over HTTP: neither a case nor a failure until the report of its examination comes."""

import pytest

from tests.api.conftest import message

ORDER = (
    b"MSH|^~\\&|EMR|EXAMPLE|RIS|EXAMPLE|20240601101500||ORM^O01|O1|P|2.3\r"
    b"PID|1||T-1^^^EXAMPLE^MR||PERSON^ONE||19530217|F\r"
    b"ORC|NW|P-1|ACC-1\r"
    b"OBR|1|P-1|ACC-1|77080^DXA axial^C4\r"
    b"NTE|1||On prednisone 7.5 mg daily for 6 months.\r"
)


def posted(client, callers, content):
    return client.post("/api/v1/documents", data=content, headers=callers.sender)


def test_order_is_accepted_and_waits(client, callers):
    first, again = posted(client, callers, ORDER), posted(client, callers, ORDER)
    state = client.get(first.headers["Location"], headers=callers.sender).get_json()

    assert [202, 202] == [first.status_code, again.status_code]
    assert (None, "awaiting_report") == (first.get_json()["case"], first.get_json()["document"]["status"])
    assert ("awaiting_report", []) == (state["document"]["status"], state["cases"])
    assert [] == client.get("/api/v1/cases", headers=callers.reader).get_json()["items"]


@pytest.mark.parametrize("contents", [(ORDER, message()), (message(), ORDER)], ids=["order first", "report first"])
def test_case_shows_what_the_order_said_and_where(client, callers, contents):
    for content in contents:
        answer = posted(client, callers, content)
    (summary,) = client.get("/api/v1/cases", headers=callers.reader).get_json()["items"]
    case = client.get(f"/api/v1/cases/{summary['id']}", headers=callers.reader).get_json()
    facts = {fact["name"]: fact for fact in case["report"]["context"]["facts"]}
    order = next(one for one in case["documents"] if one["id"] == facts["medications[].drug"]["provenance"]["document"])

    assert (201, 2, {"read"}) == (
        answer.status_code,
        summary["documents"],
        {one["status"] for one in case["documents"]},
    )
    assert ("7.5", "NTE") == (
        facts["medications[].mg_per_day"]["value"],
        facts["medications[].mg_per_day"]["provenance"]["locator"]["segment"],
    )
    assert ("sender", "application/hl7-v2") == (order["sender"], order["media_type"])


def test_waiting_order_has_a_page_and_the_pages_of_its_case_show_it(client, callers):
    posted(client, callers, ORDER)
    case = posted(client, callers, message()).get_json()["case"]["id"]
    documents = client.get(f"/api/v1/cases/{case}", headers=callers.reader).get_json()["documents"]
    order = next(one["id"] for one in documents if one["size"] == len(ORDER))
    content = client.get(f"/api/v1/cases/{case}/documents/{order}/content", headers=callers.reader)

    assert ORDER == content.get_data()
