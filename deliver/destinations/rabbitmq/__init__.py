"""Events on a RabbitMQ topic exchange, each confirmed by the broker."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deliver.destination import ANY_FORMAT, Destination, Parcel
from deliver.destinations.rabbitmq.publisher import ANSWER_SECONDS, IN_FLIGHT, Publisher, parameters
from dxa.errors import NotDelivered
from dxa.settings.broker import BrokerAccess
from dxa.topology import topology


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where to publish."""

    url: str = field(repr=False)
    """`amqps://USER@HOST/VIRTUAL_HOST` of the broker."""
    password_file: Path | None = None
    """File that holds the password of the account."""
    exchange: str = topology("osteon").events_exchange.name
    """Topic exchange; the routing key is the kind of the event, such as case.signed."""
    trusted_network: bool = False
    """True if the way to a broker on another machine is protected otherwise; then amqp:// without TLS is taken."""
    ca_file: Path | None = None
    """Authorities that vouch for the broker, PEM; None means those of the system."""
    certificate_file: Path | None = None
    """Our own certificate chain for a broker that demands one, PEM; only together with the key."""
    key_file: Path | None = None

    @property
    def access(self) -> BrokerAccess:
        """The broker and how one logs in there."""
        return BrokerAccess(
            name="url",
            url=self.url,
            password_file=self.password_file,
            trusted_network=self.trusted_network,
            tls_authorities=self.ca_file,
            tls_certificate=self.certificate_file,
            tls_key=self.key_file,
        )

    def faults(self) -> Iterator[str]:
        """Say what cannot work, or would expose results."""
        yield from self.access.faults()
        if self.access.holds_password:
            yield "url must not hold the password: name its file in password_file"


class Events:
    """A way to one exchange; a lost connection is made anew with the next parcel."""

    def __init__(self, options: Options, *, in_flight: int = IN_FLIGHT) -> None:
        self._options = options
        self._most = in_flight
        self._publisher: Publisher | None = None

    def open(self) -> None:
        """Connect.

        Raises:
            NotDelivered: nobody answers there now, or the exchange is not there.
            SettingsError: the options cannot work.
        """
        self._connected()

    def send(self, parcel: Parcel) -> None:
        """Return once the broker has confirmed that a queue holds the parcel.

        Raises:
            NotDelivered: it did not; without a queue bound to the exchange it never does.
            DeliveryRefused: the parcel is larger than the broker takes.
        """
        publisher = self._connected()
        try:
            publisher.publish(parcel).result(ANSWER_SECONDS)
        except TimeoutError as error:
            meaning = publisher.unconfirmed
            self.close()
            raise meaning from error

    def send_many(self, parcels: Sequence[Parcel]) -> tuple[NotDelivered | None, ...]:
        """Send parcels with many confirms outstanding; return for each, in order, None or why it was not delivered.

        Raises:
            NotDelivered: there is no connection; nothing was sent.
        """
        publisher = self._connected()
        confirmed = [publisher.publish(parcel) for parcel in parcels]
        return tuple(_outcome(publisher, one) for one in confirmed)

    def close(self) -> None:
        """Let go of the connection."""
        if self._publisher is not None:
            self._publisher.close()
        self._publisher = None

    def _connected(self) -> Publisher:
        if self._publisher is not None and self._publisher.lost:
            self.close()
        if self._publisher is None:
            login = self._options.access.login()
            publisher = Publisher(parameters(login), self._options.exchange, in_flight=self._most)
            publisher.open()
            self._publisher = publisher
        return self._publisher


def _outcome(publisher: Publisher, confirmed: "Future[None]") -> NotDelivered | None:
    try:
        error = confirmed.exception(ANSWER_SECONDS)
    except TimeoutError:
        return publisher.unconfirmed
    return error if isinstance(error, NotDelivered) else None


@contextmanager
def opened(options: Options) -> Iterator[Events]:
    """Connect to the broker; later connections are made as they are needed. Raises as `Events.open`."""
    events = Events(options)
    events.open()
    try:
        yield events
    finally:
        events.close()


DESTINATION = Destination(
    name="rabbitmq",
    says="A persistent message to a topic exchange, routed by its kind and confirmed by the broker.",
    options=Options,
    formats=("osteon-json", ANY_FORMAT),
    opened=opened,
)
