"""The door for HL7 v2 over MLLP."""

from dxa.settings import Settings
from ingest.channel import Channel
from ingest.channels.mllp.desk import CHANNEL_NAME
from ingest.channels.mllp.listener import run


def _wanted(settings: Settings) -> bool:
    """It opens on loopback by default, so it is always set up enough."""
    return bool(settings.mllp.port)


CHANNEL = Channel(
    name=CHANNEL_NAME,
    says="HL7 v2 messages over MLLP, answered once they are committed.",
    run=run,
    wanted=_wanted,
)
