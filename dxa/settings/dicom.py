"""DICOM Storage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dxa.settings.hosts import is_loopback, is_network

_TITLE = re.compile(r"[ -\[\]-~]{1,16}")
"""PS3.5 table 6.2-1, AE: at most 16 characters, no backslash, no control characters."""
_PEER = re.compile(r"(?P<title>[^@]+)@(?P<host>\[[0-9A-Fa-f:.]+\]|[^@:\[\]]+):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Where another application entity listens."""

    ae_title: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dicom:
    """The DICOM Storage SCP."""

    host: str = field(default="127.0.0.1", metadata={"variable": "DICOM_HOST"})
    """Address of the DICOM listener; one that other machines can reach needs both allow-lists."""
    port: int = field(default=11112, metadata={"variable": "DICOM_PORT"})
    """Port of the DICOM listener."""
    ae_title: str = field(default="OSTEON", metadata={"variable": "DICOM_AE"})
    """Our application entity title; an association that calls another one is rejected."""
    allowed_callers: tuple[str, ...] = field(default=(), metadata={"variable": "DICOM_ALLOWED_CALLERS"})
    """Application entity titles that may call, by comma; none means any, on a loopback address only."""
    allowed_hosts: tuple[str, ...] = field(default=(), metadata={"variable": "DICOM_ALLOWED_HOSTS"})
    """Addresses and networks that may connect, by comma; none means any, on a loopback address only."""
    tls_certificate: Path | None = field(default=None, metadata={"variable": "DICOM_TLS_CERTIFICATE"})
    """Certificate chain of the DICOM listener, PEM; only together with the key."""
    tls_key: Path | None = field(default=None, metadata={"variable": "DICOM_TLS_KEY"})
    """Private key of the certificate, PEM."""
    tls_clients: Path | None = field(default=None, metadata={"variable": "DICOM_TLS_CLIENTS"})
    """Authorities whose client certificates are demanded (mutual TLS), PEM."""
    associations: int = field(default=32, metadata={"variable": "DICOM_ASSOCIATIONS"})
    """Associations open at a time; a further one is rejected as transient."""
    pdu_bytes: int = field(default=131_072, metadata={"variable": "DICOM_PDU_BYTES"})
    """Largest data unit a sender may use."""
    idle_seconds: float = field(default=60.0, metadata={"variable": "DICOM_IDLE_SECONDS"})
    """An association that sends nothing for so long, or takes longer over one data unit, is ended."""
    association_seconds: float = field(default=3600.0, metadata={"variable": "DICOM_ASSOCIATION_SECONDS"})
    """Longest an association may last."""
    commitment_peers: tuple[str, ...] = field(default=(), metadata={"variable": "DICOM_COMMITMENT_PEERS"})
    """`AE@host:port` of the senders that may ask for storage commitment, and where each is told, by comma."""

    def peers(self) -> tuple[Peer, ...]:
        """Return who may ask for storage commitment; what is no address is left out, and `faults` names it."""
        found = (_PEER.fullmatch(text) for text in self.commitment_peers)
        return tuple(
            Peer(ae_title=one["title"].strip(), host=one["host"].strip("[]"), port=int(one["port"]))
            for one in found
            if one
        )

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data."""
        if bool(self.tls_certificate) != bool(self.tls_key):
            yield "OSTEON_DICOM_TLS_CERTIFICATE and OSTEON_DICOM_TLS_KEY belong together: set both or neither"
        if self.tls_clients and not self.tls_certificate:
            yield "OSTEON_DICOM_TLS_CLIENTS needs OSTEON_DICOM_TLS_CERTIFICATE and OSTEON_DICOM_TLS_KEY"
        if not is_loopback(self.host) and not (self.allowed_callers and self.allowed_hosts):
            yield (
                "OSTEON_DICOM_HOST is reachable from other machines: name who may call in OSTEON_DICOM_ALLOWED_CALLERS "
                "and from where in OSTEON_DICOM_ALLOWED_HOSTS"
            )
        yield from self._malformed()

    def _malformed(self) -> Iterator[str]:
        for title in (self.ae_title, *self.allowed_callers):
            if not _TITLE.fullmatch(title) or not title.strip():
                yield f"{title!r} is no application entity title: 1 to 16 characters, no backslash"
        for host in self.allowed_hosts:
            if not is_network(host):
                yield f"OSTEON_DICOM_ALLOWED_HOSTS: {host!r} is no address or network"
        if len(self.peers()) != len(self.commitment_peers):
            yield "OSTEON_DICOM_COMMITMENT_PEERS lists AE@host:port, by comma"
