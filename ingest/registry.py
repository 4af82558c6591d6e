"""The doors there are: the listing of their folder, by name."""

import pkgutil
from functools import cache
from importlib import import_module

import ingest.channels
from dxa.errors import NotFound
from ingest.channel import Channel


@cache
def channel_names() -> tuple[str, ...]:
    """Return the name of every channel; the libraries of none of them are loaded."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(ingest.channels.__path__)))


def channel_of(name: str) -> Channel:
    """Return a channel by its name.

    Raises:
        NotFound: there is none of that name.
    """
    if name not in channel_names():
        raise NotFound(f"no channel {name}; there are {', '.join(channel_names())}")
    channel: Channel = import_module(f"ingest.channels.{name}").CHANNEL
    return channel
