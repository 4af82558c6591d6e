"""Over TLS a webhook knows its receiver, and the receiver may know it."""

import shutil
import ssl
import subprocess

import pytest

from deliver.destinations.webhook import DESTINATION, Options
from dxa.errors import NotDelivered, SettingsError
from tests.deliver.receivers import receiving
from tests.deliver.test_webhook import SECRET, parcel

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A folder with a certificate of this machine that is its own authority, and another one of nobody."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl: certificates cannot be made")
    folder = tmp_path_factory.mktemp("tls")
    for name, subject in (("here", "IP:127.0.0.1"), ("elsewhere", "DNS:elsewhere.example")):
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
        files = ["-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.pem"]
        subprocess.run([*made, *files, "-addext", f"subjectAltName={subject}"], check=True, capture_output=True)
    return folder


def context(folder, name="here", *, clients=False) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    if clients:
        made.verify_mode = ssl.CERT_REQUIRED
        made.load_verify_locations(folder / "here.pem")
    return made


@pytest.fixture
def options(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    return lambda port, **more: Options(
        url=f"https://127.0.0.1:{port}/", secret_file=secret, timeout_seconds=5.0, **more
    )


def send(options: Options) -> None:
    with DESTINATION.opened(options) as sender:
        sender.send(parcel())


def test_receiver_of_the_named_authority_is_told(authority, options):
    with receiving(tls=context(authority)) as receiver:
        send(options(receiver.port, ca_file=authority / "here.pem"))

    assert ["t-1"] == [one.id for one in receiver.posted]


@pytest.mark.parametrize(
    ("name", "trusted"), [("here", None), ("elsewhere", "here.pem"), ("elsewhere", "elsewhere.pem")]
)
def test_receiver_that_is_not_known_is_told_nothing(authority, options, name, trusted):
    trust = {"ca_file": authority / trusted} if trusted else {}
    with receiving(tls=context(authority, name)) as receiver, pytest.raises(NotDelivered):
        send(options(receiver.port, **trust))

    assert [] == receiver.posted


def test_receiver_may_demand_our_certificate(authority, options):
    ours = {"certificate_file": authority / "here.pem", "key_file": authority / "here.key"}
    with receiving(tls=context(authority, clients=True)) as receiver:
        with pytest.raises(NotDelivered):
            send(options(receiver.port, ca_file=authority / "here.pem"))
        send(options(receiver.port, ca_file=authority / "here.pem", **ours))

    assert ["t-1"] == [one.id for one in receiver.posted]


@pytest.mark.parametrize(
    "files", [{"ca_file": "nowhere.pem"}, {"certificate_file": "here.pem", "key_file": "elsewhere.key"}]
)
def test_certificate_that_cannot_be_used_is_a_wrong_setting(authority, options, files):
    with pytest.raises(SettingsError, match="certificate"):
        send(options(1, **{name: authority / file for name, file in files.items()}))
