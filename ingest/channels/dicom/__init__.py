"""DICOM C-STORE: objects are stored as they come in, and answered for after the commit."""

from dxa.settings import Settings
from ingest.channel import Channel
from ingest.channels.dicom.door import run


def _wanted(settings: Settings) -> bool:
    """Return whether somebody was named who may call, or another machine can."""
    return bool(settings.dicom.allowed_callers)


CHANNEL = Channel(
    name="dicom",
    says="DICOM objects by C-STORE, with C-ECHO and Storage Commitment (PS3.4 Annexes A, B and J)",
    run=run,
    wanted=_wanted,
)
