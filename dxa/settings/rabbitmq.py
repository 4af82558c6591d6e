"""RabbitMQ."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dxa.settings.broker import BrokerAccess

_MOST_PREFETCH = 2000
"""Messages of the largest window quorum queues take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rabbitmq:
    """The broker documents come from."""

    url: str | None = field(default=None, repr=False, metadata={"variable": "RABBITMQ_URL"})
    """`amqps://USER@HOST/VIRTUAL_HOST` of the broker documents come from; None means that there is none."""
    password_file: Path | None = field(default=None, metadata={"variable": "RABBITMQ_PASSWORD_FILE"})
    """File that holds the password; None means that it stands in the URL."""
    trusted_network: bool = field(default=False, metadata={"variable": "RABBITMQ_TRUSTED_NETWORK"})
    """True if the way to a broker on another machine is protected otherwise; then amqp:// without TLS is taken."""
    tls_authorities: Path | None = field(default=None, metadata={"variable": "RABBITMQ_TLS_AUTHORITIES"})
    """Authorities that vouch for the broker, PEM; None means those of the system."""
    tls_certificate: Path | None = field(default=None, metadata={"variable": "RABBITMQ_TLS_CERTIFICATE"})
    """Our own certificate chain for a broker that demands one, PEM; only together with the key."""
    tls_key: Path | None = field(default=None, metadata={"variable": "RABBITMQ_TLS_KEY"})
    """Private key of that certificate, PEM."""
    prefix: str = field(default="osteon", metadata={"variable": "RABBITMQ_PREFIX"})
    """First word of the names of exchanges and queues."""
    prefetch: int = field(default=32, metadata={"variable": "RABBITMQ_PREFETCH"})
    """Messages in hand at a time, up to 2000."""

    @property
    def access(self) -> BrokerAccess | None:
        """The broker and how one logs in there; None when there is none."""
        if self.url is None:
            return None
        return BrokerAccess(
            name="OSTEON_RABBITMQ_URL",
            url=self.url,
            password_file=self.password_file,
            trusted_network=self.trusted_network,
            tls_authorities=self.tls_authorities,
            tls_certificate=self.tls_certificate,
            tls_key=self.tls_key,
        )

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data."""
        if self.prefetch > _MOST_PREFETCH:
            yield f"OSTEON_RABBITMQ_PREFETCH may be at most {_MOST_PREFETCH}"
        if self.access is not None:
            yield from self.access.faults()
