"""What the site that runs the service knows of itself, once for all cases: country, primary packs, precision."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assess.registry import all_guidelines
from dxa.errors import InvalidRequest, SettingsError
from dxa.facts import Facility, Facts
from dxa.report import Device
from dxa.schema import load_facts
from ingest.statements import over

_PARTS = frozenset({"facility", "devices"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The site's own statements; what a case states of its facility comes before them."""

    facility: Facility = field(default_factory=Facility)
    devices: Mapping[str, Facility] = field(default_factory=lambda: MappingProxyType({}))
    """What differs by densitometer, by its serial number."""

    def beneath(self, facts: Facts, device: Device) -> Facts:
        """Return the facts of a case with what the site says where they say nothing."""
        own = self.devices.get((device.serial or "").casefold(), Facility())
        return over(over(Facts(facility=self.facility), Facts(facility=own)), facts)


def site_from(path: Path | None) -> Site:
    """Return what a file says of the site: `{"facility": {...}, "devices": {"SERIAL": {...}}}`; without one, nothing.

    Raises:
        SettingsError: the file cannot be read, is not of that form, or names a pack nobody wrote.
    """
    if path is None:
        return Site()
    try:
        page = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(page, dict) or set(page) - _PARTS or not isinstance(page.get("devices", {}), dict):
            raise SettingsError("OSTEON_FACILITY: must hold facility, and may hold devices by serial number")
        site = Site(
            facility=_facility(page.get("facility", {})),
            devices={serial.casefold(): _facility(said) for serial, said in page.get("devices", {}).items()},
        )
    except (OSError, ValueError) as error:
        raise SettingsError("OSTEON_FACILITY: the file cannot be read as JSON") from error
    except InvalidRequest as error:
        raise SettingsError(f"OSTEON_FACILITY: {error.text}") from error
    unknown = {*site.facility.primary_packs} - {pack.id for pack in all_guidelines()}
    if unknown:
        raise SettingsError(f"OSTEON_FACILITY: no pack {min(unknown)}; `osteon guidelines list` names them")
    return site


def _facility(said: Any) -> Facility:
    return load_facts({"facility": said}).facility
