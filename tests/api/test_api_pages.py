"""The pages: what they show is what the documents say, and nothing in a document can act on them."""

import html
import json
import re

import pytest

from api.routes.cases import case_json
from tests.api.conftest import DEMO, LETTER, message

POISON = b"<script>alert(1)</script>"


def page_of(client, content):
    posted = client.post("/api/v1/documents", data=content)
    assert posted.status_code == 201, posted.get_json()
    return posted.get_json()["case"]["id"], client.get(f"/cases/{posted.get_json()['case']['id']}").get_data(
        as_text=True
    )


def marked(page: str) -> dict[str, str]:
    """Return the text under each mark of the source pane, by key."""
    found = {}
    for keys, inner in re.findall(r'<mark data-keys="([^"]+)"[^>]*>(.*?)</mark>', page, re.DOTALL):
        for key in keys.split():
            found[key] = found.get(key, "") + html.unescape(re.sub(r"<[^>]+>", "", inner))
    return found


def test_marked_characters_are_the_ones_each_number_was_read_from(open_client, services):
    case_id, page = page_of(open_client, message())
    report = services.store.case(case_id).report
    shown = marked(page)

    raws = dict(re.findall(r'"id": ?"(m\d+)".*?"raw": ?"([^"]+)"', report))
    assert len(raws) == 2
    assert raws == {key: text for key, text in shown.items() if key in raws}


@pytest.mark.slow
def test_every_number_of_a_printout_has_a_box_on_its_page(open_client, services):
    case_id, page = page_of(open_client, DEMO.joinpath("08_ge_spine_with_trend.pdf").read_bytes())
    links = set(re.findall(r'<a class="number[^>]*data-key="(m\d+)"', page))
    boxes = {
        key: tuple(float(re.search(rf'\b{name}="([\d.]+)"', rest)[1]) for name in ("x", "y", "width", "height"))
        for key, rest in re.findall(r'<rect id="at-(m\d+)"([^>]*)', page)
    }

    assert links
    assert links <= set(boxes)
    assert all(0 <= x < x + w <= 1 and 0 <= y < y + h <= 1 for x, y, w, h in boxes.values())
    assert case_json(services.store.case(case_id)).count('"quantity"') == len(boxes)


def test_contradiction_stands_in_the_list_and_above_the_numbers_of_its_case(open_client):
    _, page = page_of(open_client, DEMO.joinpath("11_unnoticed_loss.hl7").read_bytes())
    listed = open_client.get("/cases").text

    assert "Impression contradicts numbers" in listed
    assert 0 < page.index('href="#check-IMPRESSION_CONTRADICTS_NUMBERS"') < page.index('id="numbers"')
    assert 'id="check-IMPRESSION_CONTRADICTS_NUMBERS"' in page


def test_what_a_document_holds_is_shown_and_never_run(open_client):
    content = LETTER.encode().replace(b"PERSON^ONE", POISON).replace(b"ACC-1", b'"><img src=x>')
    _, page = page_of(open_client, content)

    assert POISON.decode() not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "path", ["/cases", "/quarantine", "/guidelines", "/guidelines/who-1994", "/login", "/docs", "case"]
)
def test_page_carries_no_inline_code_and_strict_headers(open_client, path):
    address = path if path != "case" else f"/cases/{page_of(open_client, message())[0]}"
    answer = open_client.get(address)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", page) == []
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Decision support for clinicians" in page


def test_patient_is_searched_in_the_body_and_never_in_an_address(open_client):
    page_of(open_client, message(7))
    listing = open_client.get("/cases").get_data(as_text=True)
    csrf = re.search(r'name="csrf" value="([^"]+)"', listing)[1]
    hit = open_client.post("/cases/search", data={"csrf": csrf, "patient": "T-7"}).get_data(as_text=True)
    miss = open_client.post("/cases/search", data={"csrf": csrf, "patient": "T-8"}).get_data(as_text=True)

    assert [1, 0] == [page.count("<tr data-row>") for page in (hit, miss)]
    assert [
        address for address in re.findall(r'(?:href|action|src)="([^"]+)"', listing + hit) if "T-7" in address
    ] == []


def test_form_states_facts_and_shows_who_said_them(open_client):
    case_id, page = page_of(open_client, message())
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    form = {"csrf": csrf, "revision": "1", "menopausal_status": "postmenopausal", "json": '{"fractures": []}'}
    answer = open_client.post(f"/cases/{case_id}/facts", data=form)
    after = open_client.get(f"/cases/{case_id}").get_data(as_text=True)
    outdated = open_client.post(f"/cases/{case_id}/facts", data=form)

    assert answer.status_code == 303
    assert '<h1 id="headline">Osteoporosis</h1>' in after
    assert re.search(r"Menopausal status</th><td>postmenopausal</td><td>local", after)
    assert outdated.status_code == 409


def test_unread_document_is_listed_with_its_reason(open_client):
    open_client.post("/api/v1/documents", data=b"nothing anybody knows")
    page = open_client.get("/quarantine").get_data(as_text=True)

    assert "Unrecognised document" in page


def test_seed_pack_shows_its_rejected_claims_and_its_draft_state(open_client):
    page = open_client.get("/guidelines/seed-droracle-2025").get_data(as_text=True)

    assert "Rejected claims" in page
    assert "Not reviewed." in page


def test_problem_is_a_page_for_a_person(open_client):
    answer = open_client.get("/cases/none", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.get_data(as_text=True)


def test_quarantine_leads_on_to_older_documents(open_client):
    for number in range(51):
        open_client.post("/api/v1/documents", data=f"nothing anybody knows {number}".encode())
    first = open_client.get("/quarantine").get_data(as_text=True)
    older = open_client.get(re.search(r'href="(/quarantine\?cursor=[^"]+)"', first)[1]).get_data(as_text=True)

    assert [50, 1] == [page.count("<tr data-row>") for page in (first, older)]


def compared(open_client, **earlier):
    """Return page and draft of a case of two examinations; `earlier` are further parts of the earlier value."""
    hip = {"region": "total_hip", "side": "left", "quantity": "bmd", "unit": "g/cm2"}
    rows = [hip | {"id": "m1", "value": "0.744"},
            hip | {"id": "m2", "value": "0.780", "current": False, "exam_date": "2022-05-14"} | earlier]  # fmt: skip
    for row in rows:
        pointer = {"pointer": f"/measurements/{row['id']}"}
        row["provenance"] = {"document": "0" * 64, "parser": "test", "locator": pointer, "raw": row["value"]}
    report = {"schema_version": "1.0", "measurements": rows, "study": {"performed_on": "2025-05-14"}}
    case_id, page = page_of(open_client, json.dumps(report).encode())
    draft = open_client.get(f"/api/v1/cases/{case_id}/draft").get_data(as_text=True)
    change = re.search(r'aria-labelledby="changes">(.*?)</section>', page, re.DOTALL)[1]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", change))), draft


@pytest.mark.parametrize(("earlier", "worked"), [({}, True), ({"excluded": "motion"}, False)])
def test_page_and_draft_work_out_a_change_only_of_values_that_may_be_used(open_client, earlier, worked):
    page, draft = compared(open_client, **earlier)

    assert [worked] * 2 == ["−0.036" in page, "= −0.036" in draft]
    assert [not worked] * 2 == ["not compared" in page, "not compared" in draft]
    assert worked != ("earlier value of 0.780 g/cm² is excluded (motion)" in page)
    assert "is excluded (motion) is" not in page
