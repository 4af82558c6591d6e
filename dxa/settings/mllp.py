"""HL7 v2 over MLLP."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dxa.settings.hosts import is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class Mllp:
    """The MLLP listener."""

    host: str = field(default="127.0.0.1", metadata={"variable": "MLLP_HOST"})
    """Address of the MLLP listener; one that other machines can reach needs TLS or an allow-list of addresses."""
    port: int = field(default=2575, metadata={"variable": "MLLP_PORT"})
    """Port of the MLLP listener."""
    tls_certificate: Path | None = field(default=None, metadata={"variable": "MLLP_TLS_CERTIFICATE"})
    """Certificate chain of the MLLP listener, PEM; only together with the key."""
    tls_key: Path | None = field(default=None, metadata={"variable": "MLLP_TLS_KEY"})
    """Private key of the certificate, PEM."""
    tls_clients: Path | None = field(default=None, metadata={"variable": "MLLP_TLS_CLIENTS"})
    """Authorities whose client certificates are demanded (mutual TLS), PEM."""
    allowed_hosts: tuple[str, ...] = field(default=(), metadata={"variable": "MLLP_ALLOWED_HOSTS"})
    """Addresses and networks that may connect, by comma; none means any."""
    allowed_senders: tuple[str, ...] = field(default=(), metadata={"variable": "MLLP_ALLOWED_SENDERS"})
    """`MSH-3|MSH-4` of the senders that are accepted, by comma; none means any."""

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data."""
        if bool(self.tls_certificate) != bool(self.tls_key):
            yield "OSTEON_MLLP_TLS_CERTIFICATE and OSTEON_MLLP_TLS_KEY belong together: set both or neither"
        if self.tls_clients and not self.tls_certificate:
            yield "OSTEON_MLLP_TLS_CLIENTS needs OSTEON_MLLP_TLS_CERTIFICATE and OSTEON_MLLP_TLS_KEY"
        if not is_loopback(self.host) and not self.tls_certificate and not self.allowed_hosts:
            yield (
                "OSTEON_MLLP_HOST is reachable from other machines: set OSTEON_MLLP_TLS_CERTIFICATE and "
                "OSTEON_MLLP_TLS_KEY, or name who may connect in OSTEON_MLLP_ALLOWED_HOSTS"
            )
