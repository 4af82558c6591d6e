"""HTTP POST of each telling, signed, to one address the operator named."""

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from socket import IPPROTO_TCP, SHUT_RDWR, TCP_NODELAY
from threading import Timer
from time import monotonic, time
from urllib.parse import SplitResult, urlsplit

from deliver.destination import ANY_FORMAT, Destination, Parcel
from deliver.secrets import SHORTEST, secret_of
from dxa import __version__
from dxa.errors import DeliveryRefused, NotDelivered, SettingsError
from dxa.settings import is_loopback
from dxa.settings.trust import trusting

SIGNATURE = "Osteon-Signature"
_SUCCESS, _CLIENT_ERRORS = range(200, 300), range(400, 500)
_RETRIED = frozenset({408, 425, 429})
_ANSWER_BYTES = 65_536
"""Of an answer's body that is read, and thrown away, to keep the connection."""
_STALE_SECONDS = 0.5
_LONGEST_REST = 86_400.0
"""Seconds of Retry-After that are honoured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where to post, and how both sides know each other."""

    url: str
    """Address; https, or http on this machine."""
    secret_file: Path
    """File of the secret each request is signed with."""
    previous_secret_file: Path | None = None
    """File of the secret before, while receivers change over: requests then carry a signature by each."""
    token_file: Path | None = None
    """File of a token sent as Authorization: Bearer."""
    timeout_seconds: float = 15.0
    """For the whole exchange."""
    allow_plain_http: bool = False
    """Whether http may leave this machine: the results are readable on their way."""
    ca_file: Path | None = None
    """Authorities the receiver's certificate is checked against, PEM; None is those of the system."""
    certificate_file: Path | None = None
    """Client certificate, PEM; only together with its key."""
    key_file: Path | None = None
    retried_statuses: tuple[int, ...] = ()
    """Further answers below 500 after which the same is sent again, such as 404 from a proxy."""

    def faults(self) -> Iterator[str]:
        """Say what cannot be, or would expose results."""
        try:
            url = urlsplit(self.url)
            whole = url.scheme in {"http", "https"} and bool(url.hostname) and (url.port or 1) > 0
        except ValueError:
            whole = False
        if not whole:
            yield "url must be http or https with a host"
            return
        if "@" in url.netloc or url.fragment:
            yield "url must hold neither a password nor a fragment"
        if url.scheme == "http" and not is_loopback(str(url.hostname)) and not self.allow_plain_http:
            yield "url is http and leaves this machine: use https, or say allow_plain_http"
        if bool(self.certificate_file) != bool(self.key_file):
            yield "certificate_file and key_file belong together"
        if not 0 < self.timeout_seconds <= 60:  # noqa: PLR2004 - said in the next line
            yield "timeout_seconds must be above 0 and at most 60"


def signature(secrets: tuple[str, ...], body: bytes, seconds: int) -> str:
    """Return the value of the signature header: the time, and HMAC-SHA256 over it and the body by each secret."""
    signed = f"{seconds}.".encode() + body
    made = [hmac.new(secret.encode(), signed, sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={seconds}", *(f"v1={one}" for one in made)])


class _Webhook:
    """A kept-alive connection; a new one is made when it is lost."""

    def __init__(self, options: Options, connect: Callable[[], HTTPConnection]) -> None:
        self._options = options
        self._connect = connect
        self._secrets = tuple(
            _shared_secret(path) for path in (options.secret_file, options.previous_secret_file) if path
        )
        self._token = secret_of(options.token_file) if options.token_file else None
        self._target = _target(urlsplit(options.url))
        self._connection: HTTPConnection | None = None

    def open(self) -> None:
        """Connect."""
        try:
            self._connection = self._connect()
        except OSError as error:
            raise NotDelivered(f"no connection ({_kind(error)})") from error

    def send(self, parcel: Parcel) -> None:
        """Post one telling and return when it was answered with a status of success."""
        kept, begun = self._connection is not None, monotonic()
        try:
            self._post(parcel)
        except (HTTPException, OSError) as error:
            self.close()
            # A kept connection may have been closed by the other side while nothing was sent; that shows at once.
            if not kept or monotonic() - begun > _STALE_SECONDS:
                raise NotDelivered(f"no answer ({_kind(error)})") from error
            self._again(parcel)

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _again(self, parcel: Parcel) -> None:
        try:
            self._post(parcel)
        except (HTTPException, OSError) as error:
            self.close()
            raise NotDelivered(f"no answer ({_kind(error)})") from error

    def _post(self, parcel: Parcel) -> None:
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        late = Timer(self._options.timeout_seconds, _cut, [connection])
        late.daemon = True
        late.start()
        try:
            connection.request("POST", self._target, body=parcel.body, headers=self._headers(parcel))
            answer = connection.getresponse()
            # The status is the answer, whatever becomes of the rest.
            if not _read_whole(answer):
                self.close()
        finally:
            late.cancel()
        self._judge(answer)

    def _headers(self, parcel: Parcel) -> dict[str, str]:
        headers = {
            "Content-Type": parcel.media_type,
            "User-Agent": f"osteon/{__version__}",
            "Idempotency-Key": parcel.id,
            "Osteon-Kind": parcel.kind,
            SIGNATURE: signature(self._secrets, parcel.body, int(time())),
        }
        return headers | ({"Authorization": f"Bearer {self._token}"} if self._token else {})

    def _judge(self, answer: HTTPResponse) -> None:
        status = answer.status
        if status in _SUCCESS:
            return
        if status in _CLIENT_ERRORS and status not in _RETRIED and status not in self._options.retried_statuses:
            raise DeliveryRefused(f"answered {status}")
        raise NotDelivered(f"answered {status}", retry_after=_rest(answer.getheader("Retry-After")))


def _read_whole(answer: HTTPResponse) -> bool:
    """Return whether the connection can be used again: nothing of the answer's body is left on it."""
    with suppress(HTTPException, OSError):
        return len(answer.read(_ANSWER_BYTES)) < _ANSWER_BYTES and not answer.will_close
    return False


def _shared_secret(path: Path) -> str:
    secret = secret_of(path)
    if len(secret) < SHORTEST:
        raise SettingsError(f"the secret in {path.name} has fewer than {SHORTEST} characters")
    return secret


def _cut(connection: HTTPConnection) -> None:
    """End an exchange that takes too long, wherever it is: a receiver may answer one byte at a time."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(SHUT_RDWR)


def _rest(text: str | None) -> float | None:
    """Return the seconds a receiver asks to be left alone for: a number or a date (RFC 9110 section 10.2.3)."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return min(float(text), _LONGEST_REST)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (zoned - datetime.now(UTC)).total_seconds()), _LONGEST_REST)


def _target(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _kind(error: Exception) -> str:
    """Return what kind of error it is: the text of one may quote an answer."""
    return type(error).__name__


def _connecting(options: Options) -> Callable[[], HTTPConnection]:
    url = urlsplit(options.url)
    trusted = url.scheme == "https"
    context = trusting(options.ca_file, options.certificate_file, options.key_file) if trusted else None

    def connect() -> HTTPConnection:
        host, port, seconds = str(url.hostname), url.port, options.timeout_seconds
        connection: HTTPConnection = (
            HTTPSConnection(host, port, timeout=seconds, context=context)
            if context
            else HTTPConnection(host, port, timeout=seconds)
        )
        connection.connect()
        connection.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        return connection

    return connect


@contextmanager
def opened(options: Options) -> Iterator[_Webhook]:
    """Connect to the receiver; later connections are made as they are needed."""
    webhook = _Webhook(options, _connecting(options))
    webhook.open()
    try:
        yield webhook
    finally:
        webhook.close()


DESTINATION = Destination(
    name="webhook",
    says="HTTP POST of each telling, signed with HMAC-SHA256 over time and body.",
    options=Options,
    formats=("osteon-json", ANY_FORMAT),
    opened=opened,
)
