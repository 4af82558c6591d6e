"""Everything an installation can choose, with one section for each door and way out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dxa.settings.delivery import Delivery
from dxa.settings.dicom import Dicom
from dxa.settings.folder import Folder
from dxa.settings.hosts import is_loopback
from dxa.settings.limits import Limits
from dxa.settings.mllp import Mllp
from dxa.settings.rabbitmq import Rabbitmq


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
    http_batch_bytes: int = field(default=200_000_000, metadata={"variable": "HTTP_BATCH_BYTES"})
    """Size of one multipart request that holds several documents."""
    backlog: int = field(default=20_000, metadata={"variable": "BACKLOG"})
    """Documents that may wait to be read; while there are more, HTTP answers 429 instead of taking another."""
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
    workers: int = field(default=2, metadata={"variable": "WORKERS"})
    """Processes that read and assess under `osteon serve --all`; each has its own readers."""
    worker_priority: str = field(default="low", metadata={"variable": "WORKER_PRIORITY", "choices": ("low", "normal")})
    """Of `osteon worker` and its readers for the processor: low lets doors go first, which answer while somebody waits;
    what the doors leave is the workers' all the same. normal is for hosts that do nothing else."""
    health_host: str = field(default="127.0.0.1", metadata={"variable": "HEALTH_HOST"})
    """Address of the probes and counters of `osteon listen`, `worker` and `deliver`; they hold no patient data."""
    health_port: int | None = field(default=None, metadata={"variable": "HEALTH_PORT"})
    """Port of those probes; the parts of `osteon serve --all` take one each from here on. None: no probes."""
    traces_url: str | None = field(default=None, metadata={"variable": "TRACES_URL"})
    """Where OpenTelemetry traces go (OTLP over HTTP), such as http://127.0.0.1:4318/v1/traces; None: nowhere."""
    log_level: str = field(
        default="INFO", metadata={"variable": "LOG_LEVEL", "choices": ("DEBUG", "INFO", "WARNING", "ERROR")}
    )
    """Least severity that is logged: DEBUG, INFO, WARNING or ERROR."""
    facility: Path | None = field(default=None, metadata={"variable": "FACILITY"})
    """JSON file of what the site knows of itself: country, primary packs, precision, also by device; None: nothing."""
    limits: Limits = field(default_factory=Limits)
    mllp: Mllp = field(default_factory=Mllp)
    dicom: Dicom = field(default_factory=Dicom)
    rabbitmq: Rabbitmq = field(default_factory=Rabbitmq)
    folder: Folder = field(default_factory=Folder)
    delivery: Delivery = field(default_factory=Delivery)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in use."""
        return self.database_url or f"sqlite:///{(self.home / 'osteon.db').absolute()}"

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data."""
        if bool(self.tls_certificate) != bool(self.tls_key):
            yield "OSTEON_TLS_CERTIFICATE and OSTEON_TLS_KEY belong together: set both or neither"
        if is_loopback(self.http_host):
            return
        if not self.authentication:
            yield "OSTEON_AUTHENTICATION=false is only possible on a loopback address"
        if not (self.tls_certificate and self.tls_key) and not self.trusted_proxy:
            yield (
                "OSTEON_HTTP_HOST is reachable from other machines: set OSTEON_TLS_CERTIFICATE and OSTEON_TLS_KEY, "
                "or OSTEON_TRUSTED_PROXY=true behind a proxy that ends TLS"
            )
