"""Whoever may read cases sees what was told to whom; an administrator has it told again."""

import jsonschema_rs
import pytest

from store.delivery_records import DeliveryFilter, DeliveryState, Settled, Subscription


@pytest.fixture
def told(services, client, callers, case_id):
    """The number of a dead letter about a case, told to one destination of two."""
    store, now = services.store, services.clock()
    for name in ("ris", "drop"):
        store.subscribe(Subscription(name=name, kinds=("case.assessed",), since=now.replace(year=2020)), now)
    store.share_out(now)
    (item,) = store.take("ris", "d1", services.clock(), lease_seconds=60, limit=5).items
    dead = Settled(
        number=item.number, state=DeliveryState.DEAD, error_code="DELIVERY_REFUSED", error_text="answered 410"
    )
    store.settle("ris", "d1", [dead], services.clock())
    return item.number


def listed(client, callers, query=""):
    answer = client.get(f"/api/v1/deliveries{query}", headers=callers.reader)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["items"]


def test_dead_letters_are_listed_and_told_again(client, callers, services, told, case_id):
    (dead,) = listed(client, callers, "?state=dead")
    answer = client.post(f"/api/v1/deliveries/{told}/retry", headers=callers.admin)

    assert ("ris", case_id, 1, "answered 410") == (
        dead["destination"],
        dead["case_id"],
        dead["attempts"],
        dead["error_text"],
    )
    assert (202, "pending", 0) == (answer.status_code, answer.get_json()["state"], answer.get_json()["attempts"])
    assert [] == listed(client, callers, "?state=dead")
    assert "DELIVERIES_REPLAYED" == newest_event(services)


def newest_event(services):
    return services.store.read(lambda c: c.exec_driver_sql("SELECT kind FROM events ORDER BY number DESC").scalar())


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?destination=ris", 1),
        ("?state=pending", 1),
        ("?case=none", 0),
        ("?destination=none", 0),
        ("?limit=1", 1),
    ],
)
def test_filters_narrow_the_list(client, callers, told, query, count):
    assert count == len(listed(client, callers, query))


@pytest.mark.parametrize("query", ["?state=lost", "?limit=0", "?unknown=1", "?cursor=x"])
def test_wrong_filter_is_refused(client, callers, query):
    assert 422 == client.get(f"/api/v1/deliveries{query}", headers=callers.reader).status_code


def test_what_is_not_there_or_on_its_way_is_not_told_again(client, callers, services, told):
    (waits,) = services.store.deliveries(DeliveryFilter(destination="drop")).items
    services.store.take("drop", "d1", services.clock(), lease_seconds=60, limit=5)
    numbers = (told, waits.number, 999)
    callers_and_numbers = [(callers.reader, told), *((callers.admin, number) for number in numbers)]
    answers = [
        client.post(f"/api/v1/deliveries/{number}/retry", headers=headers).status_code
        for headers, number in callers_and_numbers
    ]

    assert [403, 202, 422, 404] == answers


def test_answer_is_valid_by_the_description(client, callers, told):
    document = client.get("/openapi.json").get_json()
    answer = client.get("/api/v1/deliveries", headers=callers.reader).get_json()
    schema = {"$ref": "#/components/schemas/DeliveryList", "components": document["components"]}

    assert [] == list(jsonschema_rs.Draft202012Validator(schema).iter_errors(answer))


def test_case_page_shows_who_was_told(client, callers, told, case_id):
    page = client.get(f"/cases/{case_id}", headers=callers.reader).get_data(as_text=True)

    assert all(words in page for words in ("Told to", "Not delivered", "Answered 410", "Waits", "drop"))
