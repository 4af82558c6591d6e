"""Where a RabbitMQ broker is and how one logs in there."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from dxa.errors import SettingsError
from dxa.settings.hosts import is_loopback
from dxa.settings.trust import trusting

_PORTS = {"amqp": 5672, "amqps": 5671}


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerLogin:
    """A broker, the account on it, and the certificates of the connection."""

    host: str
    port: int
    virtual_host: str
    user: str
    password: str = field(repr=False)
    tls: bool
    authorities: Path | None = None
    """Authorities that vouch for the broker, PEM; None means those of the system."""
    certificate: Path | None = None
    """Our own certificate chain, PEM, for brokers that demand one."""
    key: Path | None = None

    @property
    def shown(self) -> str:
        """The address as it may be logged: no account, no password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        path = "" if self.virtual_host == "/" else f"/{self.virtual_host}"
        return f"{'amqps' if self.tls else 'amqp'}://{host}:{self.port}{path}"

    def context(self) -> ssl.SSLContext | None:
        """Return the TLS context of a connection; None for one without TLS.

        Raises:
            SettingsError: a certificate or key cannot be read.
        """
        return trusting(self.authorities, self.certificate, self.key) if self.tls else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerAccess:
    """What somebody set about one broker; `name` says in errors where it was set."""

    name: str
    url: str = field(repr=False)
    password_file: Path | None
    trusted_network: bool
    tls_authorities: Path | None
    tls_certificate: Path | None
    tls_key: Path | None

    @property
    def holds_password(self) -> bool:
        """Whether the URL itself holds the password."""
        parts = self._parts()
        return parts is not None and parts.password is not None

    def faults(self) -> Iterator[str]:
        """Say what cannot work or would expose patient data; no fault quotes the URL."""
        parts = self._parts()
        if parts is None:
            yield f"{self.name} is not amqp://USER@HOST:PORT/VIRTUAL_HOST or amqps://..., without anything after it"
            return
        if bool(self.tls_certificate) != bool(self.tls_key):
            yield f"{self.name}: certificate and key belong together: set both or neither"
        if parts.scheme == "amqps":
            return
        if self.tls_authorities or self.tls_certificate:
            yield f"{self.name}: certificates need amqps://"
        if not is_loopback(parts.hostname or "") and not self.trusted_network:
            yield (
                f"{self.name} leads to another machine: use amqps://, or say that the network between is protected "
                "otherwise (trusted network)"
            )

    def login(self) -> BrokerLogin:
        """Return the address and account; the file of the password is read now, so that it may change.

        Raises:
            SettingsError: a fault, or the file of the password cannot be read.
        """
        for fault in self.faults():
            raise SettingsError(fault)
        parts = self._parts() or urlsplit("")
        return BrokerLogin(
            host=parts.hostname or "",
            port=parts.port or _PORTS[parts.scheme],
            virtual_host=unquote(parts.path[1:]) or "/",
            user=unquote(parts.username or "guest"),
            password=self._password(parts),
            tls=parts.scheme == "amqps",
            authorities=self.tls_authorities,
            certificate=self.tls_certificate,
            key=self.tls_key,
        )

    def _parts(self) -> SplitResult | None:
        try:
            parts = urlsplit(self.url)
            sound = parts.scheme in _PORTS and parts.hostname and parts.port != 0
        except ValueError:
            return None
        return parts if sound and not parts.query and not parts.fragment else None

    def _password(self, parts: SplitResult) -> str:
        if self.password_file is None:
            return unquote(parts.password or "guest")
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{self.name}: the file of the password cannot be read") from error
