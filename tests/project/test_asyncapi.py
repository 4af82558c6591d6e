"""docs/asyncapi.yaml says what the code declares, publishes and understands."""

from collections.abc import Iterator

import jsonschema_rs
import pika
import pytest
import yaml
from tree import ROOT

from deliver.destination import Parcel
from deliver.destinations.rabbitmq.publisher import properties_of
from deliver.formats.osteon_json import FORMAT
from dxa import errors
from dxa.report import SCHEMA_VERSION
from dxa.telling import TellingKind
from dxa.topology import DOCUMENT_HEADER, REASON_HEADER, USER_HEADER, Queue, topology
from ingest.answers import Queueing, answer_of
from ingest.channels.rabbitmq.messages import copy_of
from parsers.registry import all_parsers

CONTRACT = yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text(encoding="utf-8"))
CHANNELS = CONTRACT["channels"]
MESSAGES = CONTRACT["components"]["messages"]
NAMES = topology("osteon")
LISTENER, LISTENER_BINDING = NAMES.listener("NAME")
QUEUES: tuple[Queue, ...] = (*NAMES.queues, LISTENER)


def bindings(kind: str) -> Iterator[tuple[dict, dict]]:
    for channel in CHANNELS.values():
        amqp = channel["bindings"]["amqp"]
        if kind in amqp:
            assert amqp["is"] == {"queue": "queue", "exchange": "routingKey"}[kind]
            yield channel, amqp[kind]


def parcel(kind: str) -> Parcel:
    return Parcel(
        id="t", kind=kind, case_id="c", revision=1, media_type=FORMAT.media_type, suffix=FORMAT.suffix, body=b""
    )


def targets(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == "$ref" else targets(value)
    elif isinstance(node, list):
        for value in node:
            yield from targets(value)


def test_every_reference_leads_somewhere():
    for target in targets(CONTRACT):
        if target.startswith("#/"):
            found = CONTRACT
            for part in target[2:].split("/"):
                found = found[part]
        else:
            assert (ROOT / "docs" / target).is_file()


def test_exchanges_are_those_the_code_declares():
    written = {
        (exchange["name"], exchange["type"], exchange["durable"], exchange["autoDelete"])
        for _, exchange in bindings("exchange")
    }

    assert {(exchange.name, exchange.kind, True, False) for exchange in NAMES.exchanges} == written


def test_queues_and_their_arguments_are_those_the_code_declares():
    written = {queue["name"]: (queue["durable"], channel["x-arguments"]) for channel, queue in bindings("queue")}

    assert {queue.name: (True, dict(queue.arguments)) for queue in QUEUES} == written


def test_queues_are_bound_as_the_code_binds_them():
    written = {(channel["x-bound-to"], queue["name"], channel["x-binding-key"]) for channel, queue in bindings("queue")}
    declared = [*NAMES.bindings, LISTENER_BINDING]

    assert {(binding.exchange, binding.queue, binding.key) for binding in declared} == written


def test_routing_keys_and_kinds_of_events_are_those_that_are_told():
    keys = CHANNELS["events"]["parameters"]["kind"]["enum"]
    kinds = MESSAGES["event"]["headers"]["properties"]["osteon-kind"]["enum"]

    assert [str(kind) for kind in TellingKind] == keys == kinds


@pytest.mark.parametrize("kind", list(TellingKind))
def test_headers_and_properties_of_an_event_are_those_promised(kind):
    properties = properties_of(parcel(kind))
    schema = MESSAGES["event"]["headers"]
    said = {name.replace("_", "-") for name, value in vars(properties).items() if value is not None}

    assert jsonschema_rs.Draft202012Validator(schema).is_valid(properties.headers)
    assert sorted(schema["required"]) == sorted(schema["properties"]) == sorted(properties.headers)
    assert set(MESSAGES["event"]["x-properties"]) | {"headers"} == said
    assert (SCHEMA_VERSION, FORMAT.media_type) == (
        schema["properties"]["osteon-schema-version"]["const"],
        MESSAGES["event"]["contentType"],
    )


def test_reasons_are_the_codes_a_message_can_be_put_aside_with():
    def below(cls: type) -> Iterator[type]:
        yield cls
        for child in cls.__subclasses__():
            yield from below(child)

    kinds = [*below(errors.DocumentError), errors.Defect]

    assert {Queueing.DEAD_LETTER} == {answer_of(kind("")).queue for kind in kinds}
    assert (
        sorted({kind.code for kind in kinds})
        == MESSAGES["deadDocument"]["headers"]["properties"][REASON_HEADER]["enum"]
    )


def test_headers_of_a_dead_document_are_those_promised():
    copied = copy_of(pika.BasicProperties(user_id="u"), reason="DEFECT", document_id="0" * 64)
    schema = MESSAGES["deadDocument"]["headers"]

    assert [REASON_HEADER, DOCUMENT_HEADER, USER_HEADER] == list(schema["properties"]) == list(copied.headers)
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(copied.headers)


def test_documents_are_those_some_reader_reads():
    assert sorted({parser.media_type for parser in all_parsers()}) == MESSAGES["document"]["x-media-types"]


def test_operations_are_what_the_service_does():
    done = {
        (operation["action"], operation["channel"]["$ref"].rpartition("/")[2])
        for operation in CONTRACT["operations"].values()
    }

    assert {("receive", "documentsQueue"), ("send", "dead"), ("send", "events")} == done
