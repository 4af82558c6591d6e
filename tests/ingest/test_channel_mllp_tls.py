"""TLS and mutual TLS of the listener, with our own client and with others."""

import ssl
from ipaddress import ip_address

import pytest
from cryptography import x509

from deliver.destination import Parcel
from deliver.destinations.mllp import DESTINATION, Options
from dxa.errors import DeliveryRefused, NotDelivered
from tests.ingest.certificates import Authority
from tests.ingest.mllp_situations import Notes, all_said, exchange, framed, listening, message, read

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def server(authority):
    chain, key = authority.certificate("server", x509.IPAddress(ip_address("127.0.0.1")))
    return {"tls_certificate": chain, "tls_key": key}


def sent(door, authority, **options):
    parcel = Parcel(id="1", kind="k", case_id="c", revision=1, media_type="x", suffix="", body=message("M1"))
    given = Options(host="127.0.0.1", port=door.port, tls=True, authorities_file=authority.file, **options)
    with DESTINATION.opened(given) as sender:
        sender.send(parcel)
        sender.send(parcel)


def ours(authority, name):
    chain, key = authority.certificate(name)
    return {"certificate_file": chain, "key_file": key}


def test_messages_are_taken_over_tls(authority, server):
    notes = Notes()
    with listening(notes, **server) as door:
        sent(door, authority)

    assert len(notes.given) == 2


def test_a_large_message_and_many_small_ones_are_taken_over_tls(authority, server):
    context = ssl.create_default_context(cafile=authority.file)
    large = message("L") + b"NTE|1||" + b"x" * 3_000_000
    door = listening(Notes(), most=4_000_000, **server)
    with door as opened, context.wrap_socket(opened.connect(), server_hostname="127.0.0.1") as connection:
        connection.sendall(framed(large, *(message(f"{number}") for number in range(50))))

        assert all_said(read(connection, 51)) == ["AA L", *(f"AA {number}" for number in range(50))]


def test_a_receiver_nobody_vouches_for_is_sent_nothing(tmp_path, server):
    (tmp_path / "other").mkdir()
    notes = Notes()
    with listening(notes, **server) as door, pytest.raises(NotDelivered, match="SSLCertVerificationError"):
        sent(door, Authority(tmp_path / "other"))

    assert notes.given == []


def test_a_receiver_of_another_name_is_sent_nothing(authority):
    chain, key = authority.certificate("server", x509.DNSName("elsewhere.example"))
    with (
        listening(Notes(), tls_certificate=chain, tls_key=key) as door,
        pytest.raises(NotDelivered, match="Verification"),
    ):
        sent(door, authority)


def test_plain_bytes_and_old_tls_get_no_answer(authority, server):
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(authority.file)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    notes = Notes()
    with listening(notes, **server) as door:
        assert exchange_of_plain(door) == []
        with door.connect() as plain, pytest.raises((ssl.SSLError, OSError)):
            old.wrap_socket(plain, server_hostname="127.0.0.1")

    assert notes.given == []


def exchange_of_plain(door):
    try:
        return exchange(door, framed(message("1")))
    except AssertionError:
        return []  # a TLS alert is no frame


def test_without_a_certificate_of_ours_nothing_is_taken(tmp_path, authority, server):
    (tmp_path / "other").mkdir()
    stranger = ours(Authority(tmp_path / "other"), "ris")
    notes = Notes()
    with listening(notes, **server, tls_clients=authority.file) as door:
        for options in ({}, stranger):
            with pytest.raises(NotDelivered):
                sent(door, authority, **options)
        sent(door, authority, **ours(authority, "ris"))

    assert len(notes.given) == 2


@pytest.mark.parametrize(
    ("listed", "accepted"),
    [("ris=DXAROOM|RIDGEIMG", True), ("ris=DXAROOM|*", True), ("ris=OTHER|*", False), ("pacs=DXAROOM|RIDGEIMG", False)],
)
def test_a_certificate_speaks_for_the_senders_it_is_listed_with(authority, server, listed, accepted):
    notes = Notes()
    with listening(notes, **server, tls_clients=authority.file, tls_senders=(listed,)) as door:
        if accepted:
            sent(door, authority, **ours(authority, "ris"))
        else:
            with pytest.raises(NotDelivered, match="with AR") as raised:
                sent(door, authority, **ours(authority, "ris"))

            assert not isinstance(raised.value, DeliveryRefused)

    assert len(notes.given) == (2 if accepted else 0)


def test_the_dns_names_of_a_certificate_count_as_its_common_name_does(authority, server):
    chain, key = authority.certificate("x", x509.DNSName("ris.example"))
    notes = Notes()
    listed = {"tls_clients": authority.file, "tls_senders": ("ris.example=*|*",)}
    with listening(notes, **server, **listed) as door:
        sent(door, authority, certificate_file=chain, key_file=key)

    assert len(notes.given) == 2


def test_a_handshake_that_never_comes_keeps_nobody_out(authority, server):
    notes = Notes()
    with listening(notes, **server, connections=1) as door, door.connect(), door.connect():
        sent(door, authority)

    assert len(notes.given) == 2
