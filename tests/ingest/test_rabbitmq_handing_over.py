"""A back-fill may leave its documents to the hosts behind a broker."""

from contextlib import suppress
from time import sleep

import pytest

from dxa.document import RawDocument
from dxa.errors import NotDelivered, SettingsError, StoreUnavailable
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import topology
from ingest.channels.rabbitmq.connection import connected
from ingest.channels.rabbitmq.declaring import declare
from ingest.channels.rabbitmq.handing_over import QueueIntake
from tests.ingest.situations import document
from tests.rabbitmq import broker

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.rabbitmq]


@pytest.fixture(scope="module")
def running():
    with broker() as started:
        yield started


@pytest.fixture
def settings(running):
    found = Rabbitmq(url=running.url)
    declare(found, ())
    return found


def taken(settings) -> list[tuple[bytes, str]]:
    """Take every message out of the queue of documents."""
    found = []
    with connected(settings) as connection:
        channel = connection.channel()
        while (got := channel.basic_get(topology(settings.prefix).documents.name, auto_ack=True))[0] is not None:
            found.append((got[2], got[1].message_id))
    return found


def test_documents_stand_in_the_queue_under_their_own_name(settings):
    raw: RawDocument = document("-2.4")
    with QueueIntake(settings) as intake:
        receipt = intake.receive(raw)

    assert [(raw.content, raw.digest)] == taken(settings)
    assert (raw.digest, True) == (receipt.document_id, receipt.new)


def test_broker_that_comes_back_is_connected_to_again(running, settings):
    with QueueIntake(settings) as intake:
        running.stop()
        with pytest.raises(StoreUnavailable):
            intake.receive(document("-1.0"))
        running.start()
        for _ in range(40):
            with suppress(StoreUnavailable):
                intake.receive(document("-1.0"))
                break
            sleep(0.25)

    assert 1 <= len(taken(settings)) <= 2


def test_broker_without_our_exchange_is_named(settings):
    with (
        pytest.raises(SettingsError, match="osteon broker declare"),
        QueueIntake(Rabbitmq(url=settings.url, prefix="x")),
    ):
        pass


def test_broker_that_is_not_there_is_named():
    with pytest.raises(NotDelivered), QueueIntake(Rabbitmq(url="amqp://guest:guest@127.0.0.1:1/")):
        pass
