"""A receiver at the other end of a connection: where it listens and how it is trusted."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dxa.settings import is_loopback
from dxa.settings.trust import trusting

_LONGEST_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Who listens where, and how it is trusted."""

    host: str
    port: int
    tls: bool = False
    """TLS 1.2 or newer; the receiver's certificate has to be in force and for `host`."""
    authorities_file: Path | None = None
    """Authorities of the receiver's certificate, PEM; None takes those of the system."""
    certificate_file: Path | None = None
    """Our own certificate chain for mutual TLS, PEM; only together with the key."""
    key_file: Path | None = None
    allow_plain: bool = False
    """Whether patient data may leave this machine without TLS."""
    connect_seconds: float = 10.0
    answer_seconds: float = 30.0
    """How long an answer is waited for; after that the connection is closed, so that a late one is lost."""

    def faults(self) -> Iterator[str]:
        """Say what may not be combined."""
        if not self.host or not 0 < self.port < 65_536:  # noqa: PLR2004 - ports end there
            yield "host and port name no receiver"
        if not self.tls and not is_loopback(self.host) and not self.allow_plain:
            yield "the receiver is not on this machine: say tls, or allow_plain"
        if (self.authorities_file or self.certificate_file or self.key_file) and not self.tls:
            yield "authorities_file, certificate_file and key_file need tls"
        if bool(self.certificate_file) != bool(self.key_file):
            yield "certificate_file and key_file belong together"
        for name in ("connect_seconds", "answer_seconds"):
            if not 0 < getattr(self, name) <= _LONGEST_SECONDS:
                yield f"{name} must be above 0 and at most {_LONGEST_SECONDS}"

    def context(self) -> ssl.SSLContext | None:
        """Return what the connection is wrapped in, None without TLS.

        Raises:
            SettingsError: the files for TLS cannot be used.
        """
        return trusting(self.authorities_file, self.certificate_file, self.key_file) if self.tls else None
