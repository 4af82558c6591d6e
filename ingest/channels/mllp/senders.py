"""Who may send: addresses, names in MSH, and the names of a client certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from dxa.settings.mllp import Mllp, pair_of
from ingest.channels.mllp.header import Header


def is_sender(header: Header, entry: str) -> bool:
    """Return whether a message is from the `MSH-3|MSH-4` of an entry; `*` on either side stands for anything.

    A name is the whole field or its first component.
    """
    wanted = entry.split("|", 1)
    return all(
        name in {"*", header.letters(header.field(number)).strip(), header.letters(header.first(number))}
        for number, name in zip((3, 4), wanted, strict=False)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Senders:
    """The allow-lists; an empty one allows everybody."""

    networks: tuple[IPv4Network | IPv6Network, ...]
    names: tuple[str, ...]
    certificates: tuple[tuple[str, str], ...]
    """Name of a certificate and the sender it may speak for."""

    @classmethod
    def of(cls, settings: Mllp) -> "Senders":
        """Return the lists the settings hold."""
        return cls(
            networks=tuple(ip_network(host, strict=False) for host in settings.allowed_hosts),
            names=settings.allowed_senders,
            certificates=tuple(pair_of(entry) for entry in settings.tls_senders),
        )

    def allow_address(self, host: str) -> bool:
        """Return whether an address may connect."""
        address = ip_address(host.partition("%")[0])
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return not self.networks or any(address in network for network in self.networks)

    def allow(self, header: Header, certificate: Sequence[str]) -> bool:
        """Return whether a message may come from a connection whose client certificate bears these names."""
        if self.names and not any(is_sender(header, name) for name in self.names):
            return False
        spoken_for = [sender for name, sender in self.certificates if name in certificate]
        return not self.certificates or any(is_sender(header, sender) for sender in spoken_for)


def names_of(certificate: dict[str, Any] | None) -> tuple[str, ...]:
    """Return the common name and the DNS names of a certificate as `ssl` gives it; none without one."""
    if not certificate:
        return ()
    common = [value for part in certificate.get("subject", ()) for key, value in part if key == "commonName"]
    return (*common, *(value for kind, value in certificate.get("subjectAltName", ()) if kind == "DNS"))
