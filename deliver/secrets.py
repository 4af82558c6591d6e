"""Secrets of destinations: each in a file of its own, read when it is needed."""

from pathlib import Path

from dxa.errors import SettingsError

SHORTEST = 16
"""Characters a shared secret has at least."""


def secret_of(path: Path) -> str:
    """Return the secret a file holds, without the line end editors put behind it.

    Raises:
        SettingsError: there is no such file, or what it holds is no secret.
    """
    try:
        text = path.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the secret in {path.name} cannot be read") from error
    if not text.strip():
        raise SettingsError(f"{path.name} holds no secret")
    return text
