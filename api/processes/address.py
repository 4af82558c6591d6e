"""Where the service is found over HTTP."""

from dxa.settings import Settings


def address_of(settings: Settings) -> str:
    """Return the address a browser on this machine finds the service at."""
    scheme = "https" if settings.tls_certificate else "http"
    host = "127.0.0.1" if settings.http_host in {"0.0.0.0", "::"} else settings.http_host  # noqa: S104 - compared only
    return f"{scheme}://{_bracketed(host)}:{settings.http_port}"


def bound_address(settings: Settings) -> str:
    """Return host and port the service listens on."""
    return f"{_bracketed(settings.http_host)}:{settings.http_port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
