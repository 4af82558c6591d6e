"""Settings from OSTEON_ variables: a file for each section, and the one place that reads them."""

from dxa.settings.hosts import is_among, is_loopback
from dxa.settings.limits import Limits
from dxa.settings.reading import PREFIX, SECTIONS, settings_from
from dxa.settings.service import Settings

__all__ = ["PREFIX", "SECTIONS", "Limits", "Settings", "is_among", "is_loopback", "settings_from"]
