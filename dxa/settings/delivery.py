"""Results out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The ways out."""

    destinations: Path | None = field(default=None, metadata={"variable": "DESTINATIONS"})
    """TOML file that names the destinations; None means that nothing is sent."""
    lease_seconds: float = field(default=180.0, metadata={"variable": "DELIVERY_LEASE_SECONDS"})
    """After that, what a deliverer died over is sent by the next one; above twice the time any destination takes."""

    def faults(self) -> Iterator[str]:
        """Any combination is possible."""
        return iter(())
