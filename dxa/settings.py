"""Settings from OSTEON_ variables; an unknown one is an error, because a misspelt setting would be silently off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from math import inf
from pathlib import Path
from typing import Any

from dxa.errors import SettingsError

PREFIX = "OSTEON_"
_KINDS = {int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one document; breaking one is `dxa.errors.LimitExceeded`."""

    document_bytes: int = field(default=20_000_000, metadata={"variable": "LIMIT_DOCUMENT_BYTES"})
    """Size of one document as received."""
    sr_bytes: int = field(default=5_000_000, metadata={"variable": "LIMIT_SR_BYTES"})
    """DICOM without pixels, inflated."""
    items: int = field(default=20_000, metadata={"variable": "LIMIT_ITEMS"})
    """DICOM SR content items, HL7 segments."""
    depth: int = field(default=32, metadata={"variable": "LIMIT_DEPTH"})
    """Nesting of DICOM SR content items."""
    pages: int = field(default=30, metadata={"variable": "LIMIT_PAGES"})
    """Pages of a PDF."""
    page_characters: int = field(default=200_000, metadata={"variable": "LIMIT_PAGE_CHARACTERS"})
    """Characters on one page of a PDF."""
    page_shapes: int = field(default=50_000, metadata={"variable": "LIMIT_PAGE_SHAPES"})
    """Lines, rectangles and curves on one page of a PDF."""
    read_seconds: float = field(default=10.0, metadata={"variable": "LIMIT_READ_SECONDS"})
    """Wall time to read one document; its reader is killed after that."""
    read_memory_bytes: int = field(default=1 << 30, metadata={"variable": "LIMIT_READ_MEMORY_BYTES"})
    """Address space of the reading child process."""
    ocr: bool = field(default=False, metadata={"variable": "OCR"})
    """Whether pictures of pages are recognised; every value then waits for a reviewer."""
    ocr_program: str = field(default="/usr/bin/tesseract", metadata={"variable": "OCR_PROGRAM"})
    """Tesseract 5, as Debian's package tesseract-ocr installs it."""
    ocr_pages: int = field(default=10, metadata={"variable": "OCR_PAGES"})
    """Pictures of one document that are recognised; the others are named and not read."""
    ocr_seconds: float = field(default=60.0, metadata={"variable": "OCR_SECONDS"})
    """Wall time for all pictures of one document, on top of the reading time."""
    ocr_pixels: int = field(default=40_000_000, metadata={"variable": "OCR_PIXELS"})
    """Pixels of the largest picture handed to recognition, after it was enlarged."""

    @property
    def document_seconds(self) -> float:
        """Wall time one document may take in all."""
        return self.read_seconds + (self.ocr_seconds if self.ocr else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an installation can choose; the README lists each with its meaning."""

    home: Path = field(default=Path("var"), metadata={"variable": "HOME"})
    """Data directory."""
    database_url: str | None = field(default=None, metadata={"variable": "DATABASE_URL"})
    """SQLAlchemy URL; None is SQLite in `home`."""
    http_host: str = field(default="127.0.0.1", metadata={"variable": "HTTP_HOST"})
    """Address of the HTTP service; one that other machines can reach needs TLS or a proxy that ends it."""
    http_port: int = field(default=8080, metadata={"variable": "HTTP_PORT"})
    """Port of the HTTP service."""
    http_threads: int = field(default=16, metadata={"variable": "HTTP_THREADS"})
    """Requests served at a time."""
    http_wait_seconds: float = field(default=15.0, metadata={"variable": "HTTP_WAIT_SECONDS"})
    """How long a POST waits for its case before it answers 202."""
    tls_certificate: Path | None = field(default=None, metadata={"variable": "TLS_CERTIFICATE"})
    """Certificate chain, PEM; only together with the key."""
    tls_key: Path | None = field(default=None, metadata={"variable": "TLS_KEY"})
    """Private key of the certificate, PEM."""
    trusted_proxy: bool = field(default=False, metadata={"variable": "TRUSTED_PROXY"})
    """True if a proxy in front ends TLS; then X-Forwarded-For and -Proto of one hop are believed."""
    authentication: bool = field(default=True, metadata={"variable": "AUTHENTICATION"})
    """False only on a loopback address."""
    readers: int = field(default=2, metadata={"variable": "READERS"})
    """Child processes that read DICOM and PDF."""
    lease_seconds: float = field(default=60.0, metadata={"variable": "LEASE_SECONDS"})
    """After that, a document whose worker died is taken up by the next one."""
    log_level: str = field(
        default="INFO", metadata={"variable": "LOG_LEVEL", "choices": ("DEBUG", "INFO", "WARNING", "ERROR")}
    )
    """Least severity that is logged: DEBUG, INFO, WARNING or ERROR."""
    limits: Limits = field(default_factory=Limits)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in use."""
        return self.database_url or f"sqlite:///{(self.home / 'osteon.db').absolute()}"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings a mapping of OSTEON_ variables describes; other names are not ours and are ignored.

    An empty value is the same as an absent one: every default is the safe choice.

    Raises:
        SettingsError: an unknown OSTEON_ name, a value of the wrong kind, or a combination that would expose
            patient data (no authentication, or no TLS, on an address others can reach).
    """
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    chosen = {cls: _chosen(cls, given) for cls in (Limits, Settings)}
    known = {_variable(part) for cls in chosen for part in fields(cls) if "variable" in part.metadata}
    unknown = sorted(set(given) - known)
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(unknown)}")
    settings = Settings(**chosen[Settings], limits=Limits(**chosen[Limits]))
    _refuse_unsafe(settings)
    return settings


def _variable(part: Any) -> str:
    return f"{PREFIX}{part.metadata['variable']}"


def _chosen(cls: type[Any], given: Mapping[str, str]) -> dict[str, Any]:
    return {
        part.name: _read(part, given[_variable(part)])
        for part in fields(cls)
        if "variable" in part.metadata and given.get(_variable(part))
    }


def _read(part: Any, text: str) -> Any:
    if part.type is bool:
        return _flag(_variable(part), text)
    if part.type in {int, float}:
        return _number(_variable(part), part.type, text)
    if "choices" in part.metadata and text not in part.metadata["choices"]:
        raise SettingsError(f"{_variable(part)} must be one of {', '.join(part.metadata['choices'])}, not {text!r}")
    return Path(text) if "Path" in str(part.type) else text


def _flag(variable: str, text: str) -> bool:
    flags = {"true": True, "false": False, "1": True, "0": False}
    if text.lower() not in flags:
        raise SettingsError(f"{variable} must be true or false, not {text!r}")
    return flags[text.lower()]


def _number(variable: str, kind: type[int] | type[float], text: str) -> float:
    try:
        number = kind(text)
    except ValueError:
        number = kind(0)
    if not 0 < number < inf:  # false for "nan" as well
        raise SettingsError(f"{variable} must be {_KINDS[kind]} above zero, not {text!r}")
    return number


def _refuse_unsafe(settings: Settings) -> None:
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        raise SettingsError("OSTEON_TLS_CERTIFICATE and OSTEON_TLS_KEY belong together: set both or neither")
    if is_loopback(settings.http_host):
        return
    if not settings.authentication:
        raise SettingsError("OSTEON_AUTHENTICATION=false is only possible on a loopback address")
    if not (settings.tls_certificate and settings.tls_key) and not settings.trusted_proxy:
        raise SettingsError(
            "OSTEON_HTTP_HOST is reachable from other machines: set OSTEON_TLS_CERTIFICATE and OSTEON_TLS_KEY, "
            "or OSTEON_TRUSTED_PROXY=true behind a proxy that ends TLS"
        )


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
