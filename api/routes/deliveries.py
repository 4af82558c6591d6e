"""Deliveries over HTTP: what was told to whom, dead letters, and trying again."""

from http import HTTPStatus

from flask import Response, g, request

from api.routes.interface import Says, blueprint, route
from api.routes.requests import query_of
from api.routes.wire import DeliveryList, DeliveryQuery, json_response, query_parameters
from api.services import services
from dxa.errors import InvalidRequest
from dxa.schema import dump
from store.delivery_records import Delivery, DeliveryFilter, DeliveryState

BLUEPRINT = blueprint("deliveries", "/api/v1/deliveries", "Deliveries")


@route(BLUEPRINT, "GET", "", Says(HTTPStatus.OK, DeliveryList), parameters=query_parameters(DeliveryQuery))
def list_deliveries() -> Response:
    """List what was or is to be told to destinations, newest first; `state=dead` is the dead letters."""
    query = query_of(DeliveryQuery, request.args)
    chosen = DeliveryFilter(destination=query.destination, state=query.state, case_id=query.case)
    page = services().store.deliveries(chosen, query.cursor, query.limit)
    return json_response(dump(DeliveryList(items=page.items, next_cursor=page.next_cursor)))


@route(BLUEPRINT, "POST", "/<int:number>/retry", Says(HTTPStatus.ACCEPTED, Delivery))
def retry(number: int) -> Response:
    """Make a delivery again, or try a waiting one now; the destination may get it twice, under the same id."""
    of = services()
    known = of.store.delivery(number)
    if known.state is DeliveryState.SENDING:
        raise InvalidRequest("the delivery is being made this moment")
    of.store.send_again(DeliveryFilter(number=number), g.caller.name, of.clock())
    of.log.info("delivery asked for again", delivery=number, by=g.caller.name)
    return json_response(dump(of.store.delivery(number)), HTTPStatus.ACCEPTED)
