"""How a connection that we open is protected."""

import ssl
from pathlib import Path

from dxa.errors import SettingsError


def trusting(authorities: Path | None, certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    """Return TLS 1.2 or newer with whoever has a certificate in force, for the name that is connected to.

    Args:
        authorities: who vouches for the other side, PEM; None means those of the system.
        certificate: our own chain for mutual TLS, PEM; shown only together with its key.
        key: of our own certificate.

    Raises:
        SettingsError: a file cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=authorities)
        if certificate and key:
            context.load_cert_chain(certificate, key)
    except OSError as error:  # ssl.SSLError is one
        raise SettingsError("a certificate, key or list of authorities cannot be read") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
