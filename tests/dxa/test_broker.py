"""Where a broker is, how one logs in, and what is never shown; what stands on it."""

import ssl

import pytest

from dxa.errors import SettingsError
from dxa.settings import settings_from
from dxa.settings.broker import BrokerAccess
from dxa.settings.rabbitmq import Rabbitmq
from dxa.topology import topology


def access(url: str, **changed) -> BrokerAccess:
    given = {"password_file": None, "trusted_network": False}
    given |= dict.fromkeys(("tls_authorities", "tls_certificate", "tls_key"))
    return BrokerAccess(**{"name": "URL", "url": url} | given | changed)


@pytest.mark.parametrize(
    ("url", "host", "port", "virtual_host", "user", "password", "shown"),
    [
        ("amqp://localhost", "localhost", 5672, "/", "guest", "guest", "amqp://localhost:5672"),
        ("amqps://b.example/", "b.example", 5671, "/", "guest", "guest", "amqps://b.example:5671"),
        ("amqps://b:99/dxa", "b", 99, "dxa", "guest", "guest", "amqps://b:99/dxa"),
        ("amqps://u:p%40s%2F@b/%2Fdxa", "b", 5671, "/dxa", "u", "p@s/", "amqps://b:5671//dxa"),
        ("amqp://u:p@[::1]:1/", "::1", 1, "/", "u", "p", "amqp://[::1]:1"),
    ],
)
def test_address_is_read_and_shown_without_the_account(url, host, port, virtual_host, user, password, shown):
    login = access(url).login()

    assert (host, port, virtual_host) == (login.host, login.port, login.virtual_host)
    assert (user, password, shown) == (login.user, login.password, login.shown)
    assert login.tls is url.startswith("amqps")


@pytest.mark.parametrize(
    ("url", "changed", "fault"),
    [
        ("http://b", {}, "is not amqp://"),
        ("amqps:///x", {}, "is not amqp://"),
        ("amqps://b:port", {}, "is not amqp://"),
        ("amqps://b/?heartbeat=1", {}, "is not amqp://"),
        ("amqps://b/#x", {}, "is not amqp://"),
        ("amqp://b.example", {}, "leads to another machine"),
        ("amqp://0.0.0.0", {}, "leads to another machine"),
        ("amqp://localhost", {"tls_authorities": "x"}, "certificates need amqps://"),
        ("amqps://b", {"tls_certificate": "x"}, "belong together"),
        ("amqps://b", {"tls_key": "x"}, "belong together"),
    ],
)
def test_what_cannot_work_or_is_unsafe_is_named_and_the_url_is_not(url, changed, fault):
    with pytest.raises(SettingsError, match=fault) as raised:
        access(url, **changed).login()

    assert url not in str(raised.value)


def test_plain_connection_to_another_machine_needs_somebody_to_say_so():
    named = {"OSTEON_RABBITMQ_URL": "amqp://broker.example"}

    assert settings_from(named | {"OSTEON_RABBITMQ_TRUSTED_NETWORK": "true"}).rabbitmq.access is not None
    with pytest.raises(SettingsError, match="OSTEON_RABBITMQ_URL leads to another machine"):
        settings_from(named)


def test_prefetch_has_a_limit():
    with pytest.raises(SettingsError, match="at most 2000"):
        settings_from({"OSTEON_RABBITMQ_PREFETCH": "2001"})


def test_password_comes_from_its_file_each_time(tmp_path):
    file = tmp_path / "password"
    file.write_text("first\n")
    one = access("amqps://u@b", password_file=file)
    first = one.login().password
    file.write_text("second")

    assert ["first", "second"] == [first, one.login().password]


def test_password_is_in_no_text_of_any_part(tmp_path):
    rabbitmq = Rabbitmq(url="amqps://user:secret@broker")

    shown = f"{rabbitmq!r} {rabbitmq.access!r} {rabbitmq.access.login()!r} {rabbitmq.access.login().shown}"
    assert "secret" not in shown


def test_connection_is_checked_against_authorities_and_plain_ones_have_none(tmp_path):
    context = access("amqps://b").login().context()

    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
    assert access("amqp://localhost").login().context() is None
    with pytest.raises(SettingsError, match="cannot be read"):
        access("amqps://b", tls_authorities=tmp_path / "absent").login().context()


def test_nothing_on_the_broker_can_be_dropped_silently():
    names = topology("x")
    queue, _ = names.listener("ris")

    for one in (*names.queues, queue):
        assert {"quorum"} == {one.arguments["x-queue-type"]}
        assert one.arguments["x-delivery-limit"] == 2 or one.arguments["x-delivery-limit"] >= 1_000_000
    for one in (names.documents, queue):
        assert ("at-least-once", "reject-publish") == (
            one.arguments["x-dead-letter-strategy"],
            one.arguments["x-overflow"],
        )
        assert one.arguments["x-dead-letter-exchange"] in {exchange.name for exchange in names.exchanges}
