"""HL7 v2 over MLLP."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

from dxa.settings.hosts import is_loopback

ACKNOWLEDGEMENTS = ("auto", "AA", "CA")


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
    tls_senders: tuple[str, ...] = field(default=(), metadata={"variable": "MLLP_TLS_SENDERS"})
    """Who may speak for whom, by comma: `NAME=MSH-3|MSH-4`, the common or a DNS name of a client certificate and the
    sender it may use; none means that every demanded certificate may use every name. `*` stands for any field."""
    allowed_hosts: tuple[str, ...] = field(default=(), metadata={"variable": "MLLP_ALLOWED_HOSTS"})
    """Addresses and networks that may connect, by comma; none means any."""
    allowed_senders: tuple[str, ...] = field(default=(), metadata={"variable": "MLLP_ALLOWED_SENDERS"})
    """`MSH-3|MSH-4` of the senders that are accepted, by comma; none means any. `*` stands for any field."""
    acknowledgements: tuple[str, ...] = field(default=(), metadata={"variable": "MLLP_ACKNOWLEDGEMENTS"})
    """Codes for a sender, by comma: `MSH-3|MSH-4=AA` (always answered, in original mode), `=CA` (always, enhanced) or
    `=auto` (by MSH-15 and MSH-16, as everybody not listed); `*` stands for every sender. The first that fits counts."""
    batches: str = field(default="refuse", metadata={"variable": "MLLP_BATCHES", "choices": ("refuse", "accept")})
    """What becomes of a frame with a batch or several messages: refuse answers AE, accept takes each message and
    answers once for all of them."""
    connections: int = field(default=256, metadata={"variable": "MLLP_CONNECTIONS"})
    """Connections open at a time; one more is closed at once."""
    at_once: int = field(default=64, metadata={"variable": "MLLP_AT_ONCE"})
    """Messages being committed at a time, one of each connection at most; of those larger than 256 kB and of batches
    on PostgreSQL not more than 24."""
    idle_seconds: float = field(default=900.0, metadata={"variable": "MLLP_IDLE_SECONDS"})
    """A connection that sends nothing for so long is closed."""
    frame_seconds: float = field(default=60.0, metadata={"variable": "MLLP_FRAME_SECONDS"})
    """A message has to be complete so long after its first byte."""
    answer_seconds: float = field(default=30.0, metadata={"variable": "MLLP_ANSWER_SECONDS"})
    """A sender that does not take its answers for so long is disconnected."""

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data, and which entries mean nothing."""
        if bool(self.tls_certificate) != bool(self.tls_key):
            yield "OSTEON_MLLP_TLS_CERTIFICATE and OSTEON_MLLP_TLS_KEY belong together: set both or neither"
        if self.tls_clients and not self.tls_certificate:
            yield "OSTEON_MLLP_TLS_CLIENTS needs OSTEON_MLLP_TLS_CERTIFICATE and OSTEON_MLLP_TLS_KEY"
        if self.tls_senders and not self.tls_clients:
            yield "OSTEON_MLLP_TLS_SENDERS needs OSTEON_MLLP_TLS_CLIENTS: without it nobody shows a certificate"
        if not is_loopback(self.host) and not self.tls_certificate and not self.allowed_hosts:
            yield (
                "OSTEON_MLLP_HOST is reachable from other machines: set OSTEON_MLLP_TLS_CERTIFICATE and "
                "OSTEON_MLLP_TLS_KEY, or name who may connect in OSTEON_MLLP_ALLOWED_HOSTS"
            )
        yield from self._senseless()

    def _senseless(self) -> Iterator[str]:
        for host in self.allowed_hosts:
            if not _is_network(host):
                yield f"OSTEON_MLLP_ALLOWED_HOSTS: {host!r} is no address and no network"
        for sender in self.allowed_senders:
            if sender.count("|") != 1:
                yield f"OSTEON_MLLP_ALLOWED_SENDERS: {sender!r} is not MSH-3|MSH-4"
        for entry in self.tls_senders:
            name, sender = pair_of(entry)
            if not name or sender.count("|") != 1:
                yield f"OSTEON_MLLP_TLS_SENDERS: {entry!r} is not NAME=MSH-3|MSH-4"
        for entry in self.acknowledgements:
            sender, choice = pair_of(entry)
            if (sender != "*" and sender.count("|") != 1) or choice not in ACKNOWLEDGEMENTS:
                yield f"OSTEON_MLLP_ACKNOWLEDGEMENTS: {entry!r} is not MSH-3|MSH-4=auto, AA or CA"


def pair_of(entry: str) -> tuple[str, str]:
    """Return what stands before and after the last `=` of an entry of a list."""
    name, _, value = entry.rpartition("=")
    return name.strip(), value.strip()


def _is_network(host: str) -> bool:
    try:
        ip_network(host, strict=False)
    except ValueError:
        return False
    return True
