"""Who can reach an address."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_network(text: str) -> bool:
    """Return whether a text is an address or a network such as 10.1.0.0/16.

    >>> is_network("10.1.0.7"), is_network("10.1.0.0/16"), is_network("ward7")
    (True, True, False)
    """
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def is_among(address: str, networks: Iterable[str]) -> bool:
    """Return whether an address belongs to one of some networks; an IPv4 address may come written as IPv6.

    >>> is_among("::ffff:10.1.0.7", ["10.1.0.0/16"]), is_among("10.2.0.7", ["10.1.0.0/16"])
    (True, False)
    """
    try:
        here = ip_address(address)
    except ValueError:
        return False
    if isinstance(here, IPv6Address) and here.ipv4_mapped is not None:
        here = here.ipv4_mapped
    return any(here in ip_network(network, strict=False) for network in networks)
