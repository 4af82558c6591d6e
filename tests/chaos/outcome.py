"""What a scenario came to, and what it is given."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a scenario is to be run."""

    times: int
    """How often; what is counted, each scenario says."""
    seed: int
    home: Path
    """An empty directory of its own."""
    database: str = "both"
    """`sqlite`, `postgresql` or both."""
    layout: str = "both"
    """`parts` by themselves, `supervised`, or both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One line."""

    what: str
    many: str
    """How many of what."""
    faults: tuple[str, ...] = ()
    """Every way in which a promise was broken; none if all were kept."""
    skipped: str = ""
    """What could not be tried here, and why."""

    @property
    def line(self) -> str:
        result = "; ".join(self.faults) or "held"
        result += f"; NOT TRIED: {self.skipped}" if self.skipped else ""
        return f"{self.what:<34} {self.many}  {'VIOLATED: ' if self.faults else ''}{result}"
