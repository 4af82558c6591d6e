"""A webhook is delivered when its receiver said so, and nothing else counts."""

import hmac
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep, time

import pytest

from deliver.destination import Parcel
from deliver.destinations.webhook import DESTINATION, Options, signature
from dxa.errors import DeliveryRefused, NotDelivered, SettingsError
from tests.deliver.receivers import always, hang_up, nobody_listens, receiving

pytestmark = pytest.mark.enable_socket
SECRET = "a secret of some length"  # noqa: S105 - of these tests


def parcel(name: str = "t-1", body: bytes = b"{}") -> Parcel:
    return Parcel(
        id=name,
        kind="case.assessed",
        case_id="c1",
        revision=1,
        media_type="application/json",
        suffix=".json",
        body=body,
    )


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n", encoding="utf-8")
    return path


@pytest.fixture
def options(secret_file):
    return lambda url, **more: Options(url=url, secret_file=secret_file, **{"timeout_seconds": 5.0, **more})


def send(options: Options, *parcels: Parcel) -> None:
    with DESTINATION.opened(options) as sender:
        for one in parcels:
            sender.send(one)


def test_post_carries_id_kind_form_and_a_signature_the_receiver_can_check(options):
    with receiving() as receiver:
        send(options(receiver.url + "?room=1"), parcel(body=b'{"a":1}'))
    (posted,) = receiver.posted
    told = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", posted.headers["Osteon-Signature"])
    expected = hmac.new(SECRET.encode(), f"{told[1]}.".encode() + posted.body, sha256).hexdigest()

    assert ("/in?room=1", b'{"a":1}', "t-1") == (posted.path, posted.body, posted.id)
    assert ("application/json", "case.assessed") == (posted.headers["Content-Type"], posted.headers["Osteon-Kind"])
    assert hmac.compare_digest(expected, told[2])
    assert abs(int(told[1]) - time()) < 5


def test_signature_changes_with_time_body_and_secret():
    made = {signature((secret,), body, at) for secret in ("a", "b") for body in (b"1", b"2") for at in (1, 2)}

    assert 8 == len(made)
    assert "t=1,v1=" == signature(("a", "b"), b"", 1)[:7]
    assert 2 == signature(("a", "b"), b"", 1).count("v1=")


def test_request_is_signed_by_both_secrets_while_they_change(options, tmp_path):
    before = tmp_path / "before"
    before.write_text("the secret of last year", encoding="utf-8")
    with receiving() as receiver:
        send(options(receiver.url, previous_secret_file=before), parcel())

    assert 2 == receiver.posted[0].headers["Osteon-Signature"].count("v1=")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_success_is_delivered(options, status):
    with receiving(always(status)) as receiver:
        send(options(receiver.url), parcel("a"), parcel("b"))

    assert ["a", "b"] == [one.id for one in receiver.posted]
    assert 1 == receiver.connections


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 451])
def test_refusal_is_for_good(options, status):
    with receiving(always(status)) as receiver, pytest.raises(DeliveryRefused, match=f"answered {status}"):
        send(options(receiver.url), parcel())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 408, 425, 429, 500, 502, 503, 504, 507])
def test_other_answers_are_tried_again_and_no_redirect_is_followed(options, status):
    with (
        receiving() as elsewhere,
        receiving(always(status, Location=elsewhere.url)) as receiver,
        pytest.raises(NotDelivered, match=f"answered {status}") as caught,
    ):
        send(options(receiver.url), parcel())

    assert not isinstance(caught.value, DeliveryRefused)
    assert [] == elsewhere.posted


def test_operator_may_name_further_answers_to_try_again_after(options):
    with receiving(always(404)) as receiver, pytest.raises(NotDelivered) as caught:
        send(options(receiver.url, retried_statuses=(404,)), parcel())

    assert not isinstance(caught.value, DeliveryRefused)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (300, 300),
        (-300, 0),
        ("99999999999", 86_400),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_receiver_may_say_when_to_come_back(options, said, seconds):
    if isinstance(said, int):
        said = format_datetime(datetime.now(UTC) + timedelta(seconds=said))
    with receiving(always(503, Retry_After=said)) as receiver, pytest.raises(NotDelivered) as caught:
        send(options(receiver.url), parcel())

    assert caught.value.retry_after == (None if seconds is None else pytest.approx(seconds, abs=30))


def drip(handler, _posted):
    for _ in range(60):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        sleep(0.05)


def hang(_handler, _posted):
    sleep(1.5)


def half_an_answer(handler, _posted):
    handler.wfile.write(b"HTTP/1.1 20")
    hang_up(handler, _posted)


def no_http(handler, _posted):
    handler.wfile.write(b"\x00\x01 CANARY says nothing\r\n\r\n")
    hang_up(handler, _posted)


@pytest.mark.parametrize("answer", [drip, hang, hang_up, half_an_answer, no_http])
def test_no_whole_answer_is_no_delivery_and_takes_no_longer_than_it_may(options, answer):
    begun = monotonic()
    with receiving(answer) as receiver, pytest.raises(NotDelivered) as caught:
        send(options(receiver.url, timeout_seconds=0.4), parcel())

    assert monotonic() - begun < 1.4
    assert not isinstance(caught.value, DeliveryRefused)
    assert "CANARY" not in caught.value.text


def test_nobody_there_is_no_delivery(options):
    with pytest.raises(NotDelivered):
        send(options(f"http://127.0.0.1:{nobody_listens()}/"), parcel())


def body_that_never_ends(handler, _posted):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"CANARY")


def test_status_counts_though_the_rest_of_the_answer_never_comes(options):
    with receiving(body_that_never_ends) as receiver:
        send(options(receiver.url, timeout_seconds=0.4), parcel("a"), parcel("b"))

    assert ["a", "b"] == [one.id for one in receiver.posted]


def test_connection_closed_between_two_tellings_is_made_anew(options):
    def once(handler, _posted):
        handler.close_connection = True
        return 204, {}

    with receiving(once) as receiver:
        send(options(receiver.url), parcel("a"), parcel("b"), parcel("c"))

    assert ["a", "b", "c"] == [one.id for one in receiver.posted]


FAULTS = [
    ({"url": "ftp://127.0.0.1/"}, "http or https"),
    ({"url": "http:///in"}, "http or https"),
    ({"url": "https://h:99999/"}, "http or https"),
    ({"url": "https://[::1/"}, "http or https"),
    ({"url": "http://ris.example/in"}, "use https"),
    ({"url": "https://me:pw@ris.example/"}, "password"),
    ({"url": "https://ris.example/#a"}, "fragment"),
    ({"timeout_seconds": 0.0}, "timeout"),
    ({"timeout_seconds": 61.0}, "timeout"),
    ({"key_file": "k"}, "belong together"),
]


@pytest.mark.parametrize(("given", "says"), FAULTS)
def test_unsafe_options_are_named(options, given, says):
    faults = list(options(**{"url": "https://ris.example/", **given}).faults())

    assert any(says in fault for fault in faults)


@pytest.mark.parametrize(
    "given", [{}, {"url": "http://ris.example/", "allow_plain_http": True}, {"url": "http://[::1]:1/"}]
)
def test_safe_or_wanted_options_have_no_fault(options, given):
    assert [] == list(options(**{"url": "https://ris.example/", **given}).faults())


@pytest.mark.parametrize("content", ["", "\n", "short", b"\xff\xfe"])
def test_what_is_no_secret_is_not_signed_with(options, secret_file, content):
    secret_file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with receiving() as receiver, pytest.raises(SettingsError, match="secret"):
        send(options(receiver.url), parcel())

    assert [] == receiver.posted


def is_ours(header: str, body: bytes) -> bool:
    """Ask the receiver's check of the documentation."""
    page = (Path(__file__).parents[2] / "docs" / "doors.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(import hmac.*?)```", page, re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 - what the page tells receivers to run
    return names["is_ours"](header, body, SECRET.encode())


def test_check_of_the_documentation_knows_our_requests_and_no_others(options):
    with receiving() as receiver:
        send(options(receiver.url), parcel(body=b'{"a":1}'))
    header = receiver.posted[0].headers["Osteon-Signature"]
    late = signature((SECRET,), b'{"a":1}', int(time()) - 301)
    both = signature(("another secret altogether", SECRET), b'{"a":1}', int(time()))

    assert (True, True) == (is_ours(header, b'{"a":1}'), is_ours(both, b'{"a":1}'))
    refused = [
        (header, b'{"a":2}'),
        (late, b'{"a":1}'),
        (header.replace("t=", "t=1"), b'{"a":1}'),
        ("", b""),
        ("t=x", b""),
    ]
    assert [] == [header for header, body in refused if is_ours(header, body)]
