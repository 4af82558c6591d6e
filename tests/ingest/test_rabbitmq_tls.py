"""Both sides over TLS and through a restart, with certificates of our own against a broker of our own."""

import socket
from dataclasses import replace
from ipaddress import ip_address

import pytest
from cryptography import x509

from deliver.destination import Parcel
from deliver.destinations.rabbitmq import Options, opened
from dxa.errors import DeliveryRefused, NotDelivered
from dxa.settings.rabbitmq import Rabbitmq
from ingest.channels.rabbitmq.declaring import declare
from ingest.reception import Reception
from tests.ingest.certificates import Authority
from tests.ingest.queueing import Bench, bodies, door, until
from tests.ingest.situations import SETTINGS
from tests.rabbitmq import Broker, broker

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow, pytest.mark.enable_socket]
PARCEL = Parcel(id="t", kind="case.signed", case_id="c", revision=1, media_type="a/b", suffix=".b", body=b"x")
LARGE = replace(PARCEL, id="large", body=b"x" * 3000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Secured(Bench):
    """Consumes over TLS; what a test does itself goes the plain way."""

    tls: Rabbitmq
    broker: Broker

    @property
    def settings(self):
        return replace(SETTINGS, rabbitmq=self.tls)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secured(authority):
    """A broker that demands certificates, its settings with one, and a queue for its events."""
    chain, key = authority.certificate("broker", x509.IPAddress(ip_address("127.0.0.1")))
    our_chain, our_key = authority.certificate("osteon")
    port = free_port()
    lines = (
        f"listeners.ssl.1 = 127.0.0.1:{port}",
        f"ssl_options.cacertfile = HOME/{authority.file.name}",
        f"ssl_options.certfile = HOME/{chain.name}",
        f"ssl_options.keyfile = HOME/{key.name}",
        "ssl_options.verify = verify_peer",
        "ssl_options.fail_if_no_peer_cert = true",
        "max_message_size = 2000",
    )
    with broker(*lines, files=(authority.file, chain, key)) as own:
        bench = Secured(own.url, "osteon")
        bench.broker = own
        bench.tls = Rabbitmq(
            url=f"amqps://guest:guest@127.0.0.1:{port}",
            tls_authorities=authority.file,
            tls_certificate=our_chain,
            tls_key=our_key,
        )
        declare(bench.tls, ["ris"])
        yield bench


def options(secured, **changed) -> Options:
    host = secured.tls.url.rpartition("@")[2]
    ours = {"certificate_file": secured.tls.tls_certificate, "key_file": secured.tls.tls_key}
    return Options(**{"url": f"amqps://guest@{host}", "ca_file": secured.tls.tls_authorities} | ours | changed)


def test_document_and_event_travel_protected(secured, store, clock):
    with door(secured, Reception(store=store, clock=clock, settings=SETTINGS)) as notes:
        secured.publish(*bodies(1))
        until(lambda: notes.counted)
    with opened(options(secured)) as events:
        events.send(PARCEL)

    assert ["accepted"] == notes.outcomes
    assert notes.opened[0][1].startswith("osteon.documents of amqps://127.0.0.1:")
    assert [b"x"] == [body for _, body in secured.taken("osteon.events.ris")]


def test_broker_nobody_vouches_for_is_not_talked_to(secured, tmp_path):
    stranger = Authority(tmp_path, "stranger")
    for ca_file in (stranger.file, None):
        with pytest.raises(NotDelivered), opened(options(secured, ca_file=ca_file)):
            pass


def test_broker_that_demands_a_certificate_does_not_let_in_who_has_none(secured):
    with pytest.raises(NotDelivered), opened(options(secured, certificate_file=None, key_file=None)):
        pass


def test_event_larger_than_the_broker_takes_is_refused_for_good_and_the_next_one_is_sent(secured):
    with opened(options(secured)) as events:
        with pytest.raises(DeliveryRefused, match="message of this size"):
            events.send(LARGE)
        events.send(PARCEL)

    assert [b"x"] == [body for _, body in secured.taken("osteon.events.ris")]


def test_both_sides_survive_a_restart_of_the_broker(secured, store, clock):
    reception = Reception(store=store, clock=clock, settings=SETTINGS)
    with door(secured, reception) as notes, opened(options(secured)) as events:
        secured.publish(*bodies(5))
        until(lambda: len(notes.counted) == 5)
        secured.broker.stop()
        with pytest.raises(NotDelivered):
            events.send(PARCEL)
        secured.broker.start()
        secured.publish(*bodies(10))
        events.send(PARCEL)
        until(lambda: len(notes.opened) == 2, 60)
        until(lambda: store.counts().received == 10)

    assert 0 == secured.unsettled()
    assert [b"x"] == [body for _, body in secured.taken("osteon.events.ris")]
